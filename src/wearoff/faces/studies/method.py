"""The method paragraph of a virtual trial, for a protocol or a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared.layout import wrapped
from wearoff.faces.studies.tried import asked
from wearoff.words import virtual_method as words
from wearoff.words.virtual import NOTES, unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wearoff.studies.designs.result import Result


def paragraph(result: Result) -> list[str]:
    """What was held, how it was analyzed and what it found, with the seed and what to cite."""
    return wrapped(" ".join(sentences(result)))


def sentences(result: Result) -> Iterator[str]:
    """The paragraph's sentences."""
    design, meta = result.design, result.meta
    entry, screening = design.entry, design.entry.screening
    yield words.held(
        result.trials,
        result.people,
        result.condition_title,
        version=meta.version,
        evidence=meta.evidence,
        seed=meta.seed or 0,
    )
    let_in = [screening.least, screening.most] if screening else []
    yield words.drawn(design.population, entry.mean, entry.sd, design.outcome, let_in)
    yield from (note.rendered(NOTES) for note in result.notes if note.code == "assumed")
    yield words.dose(design.plan, design.units, result.product)
    if design.run_in:
        yield words.run_in(design.run_in.week, design.run_in.keep)
    yield words.arms([words.arm(a.name, a.size, a.weeks, a.placebo) for a in design.arm])
    yield words.read(design.outcome, design.visits, design.missed, counted=design.counted)
    if design.leaving:
        own = design.leaving
        yield words.leaving(own.weeks, own.share, own.answer, followed=own.followed)
    some = bool(design.leaving or design.missed)
    if some:
        yield words.lost([(a.name, a.left_percent, a.seen_percent) for a in result.arms])
    estimand = design.estimand
    yield words.estimand(estimand.population, asked(result), estimand.intercurrent.leaving)
    primary, *others = design.analysis
    for group, is_primary in (([primary], True), (others, False)):
        for one in group:
            yield words.analysis(
                one.method,
                one.variable,
                one.missing,
                one.alpha,
                primary=is_primary,
                some=some,
            )
    if result.search:
        yield words.searched(result.search.power, result.people, found=result.search.found)
    first = result.analyses[0]
    of = unit(design.outcome, first.variable)
    yield words.found(first.estimate, first.power, first.bias, first.coverage, of)
    yield words.cited(meta.version, design.source)
