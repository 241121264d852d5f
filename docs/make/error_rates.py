"""How often each answer is given and wrong, on made-up people of two generators, as a page.

python docs/make/error_rates.py > docs/error-rates.md
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from validation.comparison_page import table
from validation.truth.attacks import STRESSES
from wearoff.formats import fitted
from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TABLES = Path(__file__).resolve().parents[2] / "validation"
COVERAGE, CHANCES = "coverage.csv", "chances.csv"
GENERATORS = {
    "foreign": "days that copy the day before",
    "attacks": "attacks with lengths",
}
COUNTS = ("of", "truly", "yes", "yes_wrong", "no", "no_wrong")
HEAD = """# How often the answers are wrong

Made by `python docs/make/error_rates.py > docs/error-rates.md` from the tables that
`python -m pipelines.error_rates` wrote with the program of commit {commit} on {date}. Every diary
was made by a program whose truth is known, in neither case as the model believes that diaries come
about: *days that copy the day before* (`validation/truth/foreign.py`, block `error_rates`), and
*attacks with lengths* (`validation/truth/attacks.py`, block `attacks`), with weekdays, menses,
seasons, weekly recall, unwritten days, sessions timed by how one feels, or treatments that nobody
wrote down. Nothing was set on these diaries, but for one thing: that ever fewer written days could
make a rise was seen on attacks. Of these, who had been told a rise was asked again since that bars
it (by the program of commit f6a0f1f). For no treated person is the truth known.

A *yes* is wrong where it is not true by the line that was asked, a *no* where it is. Who is close
to the line is often on its other side: that is counted as wrong here, by however little."""

COME_TRUE = """
## Do the chances come true?

Beside a yes or a no, yes: how sure the answer is said to be, in bins of ten points, and how often
it is right. Bins hold 30 diaries or more where there are as many; *steady* is neither drift.
"""
OPEN = """
Of what stays open, no: how often such a chance comes true hangs on how many of those asked have
what is asked for (*yes is true* above), and nobody knows of a person which of those diaries theirs
is like. So no number is told there but
*what such chances come to*, from the lowest share that is true to the highest, over both kinds of
diaries, with the standard errors of both (`pipelines/chances.py`; set on the blocks `chances` and
`chances_attacks`, with the program of commit {commit}, judged here on others). Only where both ends
lie within 8 points of the number, the number is told. Rules are asked by the dozen of a diary; one
is counted once.

Not counted here: the chance that something can be told by a date, and that a fresh window would
be counted differently, are judged on days that copy the day before alone ([analyze.md](analyze.md),
[rules.md](rules.md)); the chances of other courses (`wearoff plan`) were never judged.
"""
BESIDE = """
## Do weekdays, menses or seasons make relief, or hide it?

Of attacks with lengths: relief of half that fades before the next session (`early`, `fading`), and
none, by what else goes on. `menses` and `weekday` are attacks that come more often then, `recall`
diaries filled in once a week, `state` sessions timed by how one feels.
"""


def kept(name: str) -> list[dict[str, str]]:
    """A table of the last run."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def added(rows: Iterable[dict[str, str]], names: Sequence[str]) -> list[int]:
    """Sums of columns."""
    found = list(rows)
    return [sum(int(row[name]) for row in found) for name in names]


def shares(counts: Sequence[int]) -> list[str]:
    """Diaries, those where yes is true, and what was said, with what was wrong of it."""
    of, truly, yes, yes_wrong, no, no_wrong = counts
    return [
        str(of),
        str(truly),
        str(yes),
        str(yes_wrong),
        str(no),
        str(no_wrong),
        str(of - yes - no),
    ]


def by_question(rows: Sequence[dict[str, str]]) -> str:
    """Every question, all kinds of a generator together."""
    names = list(dict.fromkeys((row["question"], row["generator"]) for row in rows))
    lines = [
        [
            question.replace("_", " "),
            GENERATORS[generator],
            *shares(
                added(
                    (r for r in rows if (r["question"], r["generator"]) == (question, generator)),
                    COUNTS,
                )
            ),
        ]
        for question, generator in names
    ]
    head = [
        "question",
        "diaries of",
        "diaries",
        "yes is true",
        "yes",
        "wrong",
        "no",
        "wrong",
        "cannot tell",
    ]
    return table(head, lines)


def by_kind(rows: Sequence[dict[str, str]], question: str) -> str:
    """Every kind, one question."""
    own = [row for row in rows if row["question"] == question]
    lines = [
        [row["kind"].replace("_", " "), *shares([int(row[name]) for name in COUNTS])] for row in own
    ]
    head = ["kind", "diaries", "yes is true", "yes", "wrong", "no", "wrong", "cannot tell"]
    return table(head, lines)


def covered(rows: Sequence[dict[str, str]]) -> str:
    """How many of the ranges of nine in ten hold the truth, kinds down, estimates across."""
    names = list(dict.fromkeys(row["estimate"] for row in rows))
    found = {(row["kind"], row["estimate"]): row for row in rows}
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    lines = [
        [kind.replace("_", " "), *(_of(found.get((kind, name))) for name in names)]
        for kind in kinds
    ]
    return table(["kind", *(name.replace("_", " ") for name in names)], lines)


def _of(row: dict[str, str] | None) -> str:
    return f"{row['inside']} of {row['of']}" if row else ""


def told(rows: Sequence[dict[str, str]], *, still: bool) -> str:
    """What is told of chances, and how often it was true: of what was answered, or stayed open."""
    lines = [
        [
            row["asked"].replace("_", " "),
            GENERATORS[row["generator"]],
            *([] if still else [row["said"]]),
            numbers.chance(float(row["chance"])),
            *([_between(row)] if still else []),
            numbers.of_100(float(row["true"])),
            row["of"],
        ]
        for row in rows
        if (row["said"] == "cannot_tell") is still
    ]
    names = ["the model's chance", "told", "true"] if still else ["answer", "sure", "right"]
    return table(["asked", "diaries of", *names, "diaries"], lines)


def _between(row: dict[str, str]) -> str:
    ends = numbers.Ends(float(row["lo"]), float(row["hi"]))
    return numbers.likely(float(row["chance"]), None if ends.lo == ends.hi else ends)


def beside(rows: Sequence[dict[str, str]]) -> str:
    """How often relief that fades is found, and is said without any, by what else goes on."""
    of = {row["kind"]: row for row in rows if row["question"] == "working"}
    lines = [
        [
            stress.replace("_", " "),
            *map(str, added([of[f"early_{stress}"], of[f"fading_{stress}"]], ("of", "yes"))),
            *map(str, added([of[f"no_relief_{stress}"]], ("of", "yes"))),
        ]
        for stress in STRESSES
    ]
    return table(["what else", "relief fades", "found", "no relief", "said falsely"], lines)


def main() -> None:
    """Print the page."""
    rows = fitted.table("diary", "error_rates")
    print(HEAD.format(**rows[0]))
    print("\n## By question\n")
    print(by_question(rows))
    print(COME_TRUE)
    print(told(kept(CHANCES), still=False))
    print(OPEN.format(**fitted.table("diary", "chances")[0]))
    print(told(kept(CHANCES), still=True))
    print(BESIDE)
    print(beside(rows))
    print("\n## Do ranges of nine in ten hold the truth?\n")
    print(covered(kept(COVERAGE)))
    print("\n## By kind of diary")
    for question in dict.fromkeys(row["question"] for row in rows):
        print(f"\n### {question.replace('_', ' ').capitalize()}\n")
        print(by_kind(rows, question))


if __name__ == "__main__":
    main()
