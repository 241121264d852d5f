"""`wearoff demo`: two made-up diaries and one real trial, each from file to findings and page."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import wearoff
from wearoff.diary import examples
from wearoff.faces.diary import answers as said
from wearoff.faces.diary.visit import visit_page
from wearoff.faces.shared import words
from wearoff.faces.trial.report import trial_report
from wearoff.formats.documents import plain, to_json
from wearoff.formats.writing import check_writable, write_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.diary.examples import MadeUp

WIDTH, LABEL, CELL = 80, 36, 22
TRIAL_PAGE = "trial.html"


def show_demo(out: str, *, seed: int, as_json: bool, progress: Callable[[str], None]) -> None:
    """Analyze the made-up diaries, fit the open trial without folds, print, write both pages."""
    beside = str(Path(out).with_name(TRIAL_PAGE))
    if Path(out).name == TRIAL_PAGE:
        beside = str(Path(out).with_name(f"real-{TRIAL_PAGE}"))
    for path in (out, beside):
        check_writable(path)
    people = examples.made_up(seed=seed, progress=progress)
    found = wearoff.fit(wearoff.example_trial(), seed=seed, folds=False, progress=progress)
    progress("drawing the pages")
    write_text(visit_page(people[0].whole), out)
    write_text(trial_report(found), beside)
    document = plain(found.to_dict())
    if as_json:
        made = [
            {
                "name": p.name,
                "put_in": p.put_in,
                "whole": p.whole.document,
                "early": p.early.document,
            }
            for p in people
        ]
        print(to_json({"made_up": made, "trial": document, "wrote": [out, beside]}), end="")
        return
    print("\n".join([*screen(people), "", *trial(document), ""]))
    print(f"Wrote {out} (visit page of {people[0].name}) and {beside} (trial).")
    print("Your own: wearoff analyze diary.csv --injections injections.csv")
    print(words.CLOSING)


def screen(people: list[MadeUp]) -> list[str]:
    """The made-up diaries side by side: what was put in, what was counted, what was found."""
    whole = [person.whole.document for person in people]
    given = [said.answers(document) for document in whole]
    early = [said.working(person.early.document).word for person in people]
    before, now = (
        [words.number(document["counted"][key], 0) for document in whole]
        for key in ("before", "now")
    )
    questions = ("1 Is it working?", "2 Does it wear off early?", "3 Headache underneath")
    rows = [
        ("wearoff demo", [f"{person.name} (MADE UP)" for person in people]),
        ("what we put in", [person.put_in for person in people]),
        ("sessions in the diary", [str(len(document["cycles"])) for document in whole]),
        ("headache days per 28, before", before),
        (said.now_label(whole[0]), now),
        *((text, [_short(person[k]) for person in given]) for k, text in enumerate(questions)),
        ("the same, first 3 months only", early),
    ]
    return [
        *(
            f"  {text:<{LABEL - 2}}{''.join(f'{cell:<{CELL}}' for cell in cells)}".rstrip()
            for text, cells in rows
        ),
        "",
        f"  One diary cannot say WHY {people[-1].name}'s headache rose. See: wearoff claims",
    ]


def _short(answer: said.Answer) -> str:
    """Word and chance, in a cell."""
    chance = answer.chance.replace("more than ", ">").replace("fewer than ", "<")
    return f"{answer.word}  {chance}".rstrip()


def trial(document: dict[str, Any]) -> list[str]:
    """The trial's largest arm against placebo: effect by week, timing, what stays unexplained."""
    about = document["trial"]
    arms = [arm for arm in about["arms"] if arm["units"]]
    top = arms[-1]["arm"]
    rows = [row for row in document["contrasts"] if row["arm"] == top]
    lines = [
        f"REAL TRIAL  {about['patients']} people with cervical dystonia ({arms[-1]['product']})",
        f"  {top} against placebo, TWSTRS points, lower is better (9 in 10 chance):",
    ]
    cells = [f"week {row['week']:<3g} {words.between(row, sign=True)}" for row in rows]
    lines += [
        "  " + "".join(cell.ljust(LABEL) for cell in cells[k : k + 2]).rstrip()
        for k in range(0, len(cells), 2)
    ]
    unclear = [f"{row['week']:g}" for row in rows if row["answer"] == "cannot_tell"]
    text = f"CANNOT TELL whether it differs in week {', '.join(unclear)}; " if unclear else ""
    peak = next(r for r in document["peak_week"]["by_arm"] if r["arm"] == top)
    gone = next(r for r in document["wearoff_week"]["by_arm"] if r["arm"] == top)
    text += f"greatest in week {words.between(peak)}, half gone by week {words.between(gone)}"
    return [*lines, *wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")]
