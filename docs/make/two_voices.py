"""Two people under both assumptions: writes docs/two-voices.md and its pictures.

`python docs/make/two_voices.py`, from the root of the project. Deterministic.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import kz_curve
import wearoff
from wearoff.evidence import rows as evidence
from wearoff.faces.simulation import assumed
from wearoff.simulation.ready import PEOPLE

if TYPE_CHECKING:
    from wearoff.simulation.ready import Ready

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "two-voices.md"
PICTURES = ROOT / "docs" / "pictures"
YEARS = 5
YEAR, CYCLE = 365, 84


def both(person: Ready, **more: float) -> wearoff.Hypothesis:
    """The person's five years under both assumptions."""
    settings = person.settings | more
    return wearoff.hypothesis(person.condition, years=YEARS, typical=True, settings=settings)


def rows(found: wearoff.Hypothesis) -> list[str]:
    """Table of years: with and without toxin under both assumptions."""
    return [
        f"| {period['from_day'] // YEAR + 1} "
        + " ".join(
            f"| {period[f'{side}_{arm}']:.1f}"
            for side in ("off", "on")
            for arm in ("toxin", "placebo")
        )
        + " |"
        for period in found.periods()
    ]


def finding(person: Ready, found: wearoff.Hypothesis) -> str:
    """One sentence: what the picture shows."""
    last = found.periods()[-1]
    off, on = (last[f"{side}_toxin"] - last[f"{side}_placebo"] for side in ("off", "on"))

    def said(change: float) -> str:
        return f"{abs(change):.1f} {'more' if change > 0 else 'fewer'}"

    return (
        f"{person.title}, year {YEARS}: {said(off)} headache days in 28 with toxin than without "
        f"if joint load leaves nothing behind, {said(on)} if it leaves lasting damage."
    )


def section(person: Ready) -> list[str]:
    """One person: finding, picture, table, command."""
    found = both(person)
    finding_text = finding(person, found)
    (PICTURES / f"two-voices-{person.id}.svg").write_text(assumed.picture(found), encoding="utf-8")
    sets = " ".join(f"--set {name}={value:g}" for name, value in person.settings.items())
    return [
        f"## {person.title}",
        "",
        finding_text,
        "",
        f"![{finding_text}](pictures/two-voices-{person.id}.svg)",
        "",
        "| year | off: toxin | off: without | on: toxin | on: without |",
        "|--:|--:|--:|--:|--:|",
        *rows(found),
        "",
        f"`wearoff simulate {person.condition} --typical --hypothesis {sets}`",
        "",
    ]


def exercise() -> list[str]:
    """What a full program of deep-muscle exercise changes for the wasted neck."""
    person = PEOPLE[1]
    plain, trained = (both(person, **more).periods()[-1] for more in ({}, {"exercise": 1.0}))
    alone = plain["off_placebo"] - trained["off_placebo"]
    text = (
        f"With the assumption on, the wasted neck ends year {YEARS} at {plain['on_toxin']:.1f} "
        "headache days in 28 with toxin. With a full program of deep-muscle exercise from the "
        f"first day it ends at {trained['on_toxin']:.1f}; without toxin and with exercise at "
        f"{trained['on_placebo']:.1f}. By itself, without toxin, exercise takes {alone:.1f} "
        "headache days away. How much capacity it adds is judged; what it does to a headache "
        "beside that was read off trials, in which a little did most: much where the headache "
        "comes from the neck (0.8 days a week of office workers, ANDERSENLL2011), hardly anything "
        "in migraine (0.6 days a month, LEMMENS2019)."
    )
    command = "`--set exercise=1` beside the command above."
    return ["## What undoes part of it", "", text, "", command, ""]


def studies() -> list[str]:
    """The four muscle studies that the warning cites, read."""
    return [
        "## The four muscle studies that the warning cites",
        "",
        "| cited as | what was measured | is the reading fair? |",
        "|---|---|---|",
        *(
            f"| {study.cited_as} ({study.source}) | {study.measured} | {study.fair} |"
            for study in wearoff.claims().cited_studies
        ),
        "",
    ]


HEAD = """# Two voices, one model

Made by `python docs/make/two_voices.py`. The people are invented; the numbers are the model's.

The warning: toxin takes the back-up that stabilizes a weak neck off line, joints are left
unprotected, and headache becomes worse. The advocate: it is a game changer. In the model both can
be true, for different people:

- Toxin blocks sensory endings and relaxes tight muscles. That lowers headache (`nerve`).
- It also weakens big neck muscles. Where the deep muscles meet the day's demand, nothing is
  missing in the typical person. Where they are wasted, more of the demand is unmet than before
  (`stability`). People differ: of those with strong deep muscles some are short of support too.
- Whether unmet demand *damages joints* is the question. **Nobody has looked**: no study of people
  has imaged neck joints before and after toxin. So the rate `kz` is 0 unless set. With it set,
  damage hurts, and `lambda_z` lets it loosen the neck further.

The picture of the assumption therefore stands beside the picture without it, at the same size.
*Without* means the same visits with injections that hold no toxin, so that expectation and the
return from a bad month are in both. Lines are means over twelve weeks, of headache days in 28.
"""
CURVE_HEAD = """## How many people, at which kz

Nobody has measured `kz`. So this is a curve over it, not a result: the share of virtual people
who have at least one headache day in 28 more than the same people after visits without toxin,
averaged over the cycle that ends the year. Every 12 weeks, `lambda_z` = {closed:g} (damage
loosens the neck: the warning's whole spiral), people from the calibrated populations, deep
muscles as named (capacity {necks}).

![{finding}](pictures/two-voices-kz.svg)

{finding}

After {two} years, % of people:
"""
RULED_HEAD = """## What the long open series rule out

{ruled}

Read it so: each line takes the same people with that `kz`. The *stayers* are those still treated;
*everyone* includes those who left. A small chance means that with such a `kz` the stayers would
have become worse than they did.

- {verdict}
- Those who get worse may leave: among everyone the level rises although it stays or falls among
  the stayers. The more leaving follows benefit, the less a series of stayers can say (last
  column), and how far it does was never measured.
- The people had migraine and mostly necks that meet the day's demand. **No long series of people
  with wasted deep neck muscles, or with headache from the neck, exists**: of them it says nothing.
- One series carries this, over a second year; a `kz` below those would not show in it.
- `simulate --hypothesis` draws kz {drawn:g}. Where the series speaks against that, in chronic
  migraine, the picture says so; in headache from the neck no study shows it or the opposite.
"""
TRUE_IF = """## What would have to be true for the warning to be right

1. Unmet demand on neck joints leaves damage that heals slower than sessions come: `kz` above the
   values at which the lines leave the floor. Not studied in people.
2. The person's deep neck muscles do not meet the day's demand. Can be examined; no cutoff is
   known.
3. The neck is injected with enough to weaken it. In migraine about a third of the dose goes
   there.
4. Damaged joints hurt as headache. Neck joints can (LORD1994); no slope was measured.

{floor}

On the floor is a temporary relief that wears off, for years. For the advocate to be right it is
enough that the sensory block helps the person; two to five in ten (judged) do not answer to it.
Both can be true at once.
"""
SPINES = """## What the spines of people with dystonia show, and do not

People treated in the neck for years, for dystonia, are the nearest there is to an answer:

- Of 320 people with toxin for five years or more 17 (5.3 in 100) had new narrowing of the spine's
  canal, or trouble of its nerves or cord, 58.8 % of them within five years (TOHM1203). There were
  no untreated people beside them, and dystonia itself overloads a neck.
- Of 34 people before an operation 14 (41.2 in 100) had moderate or severe wear of the upper neck,
  on the side of the turn, more of them after 10.1 years without good treatment than after 4.8
  (CHAWDA2000). Who of them had toxin is not told.
- Images of 25 people differed little from those of 20 controls (KATSCHNIG2020).

So wear is there, on the side that dystonia overloads, and more of it the longer dystonia was badly
treated. That toxin adds to it is not shown; nor is it shown that it does not. `kz` stays 0 unless
it is set.
"""
LATE = """## When it stops helping after years

A rise underneath is one reason of several. What was found, and what the model has of each:

- **Antibodies** were found in 53.5 % of those who had lost the effect, in 3.5 % of those who still
  responded, and in 20 % of people with dystonia by any test (FABBRI2016); in migraine nobody
  counted. The model has a chance at each session: after {years} years of 12-weekly sessions
  {dystonia:.0%} of people at doses for dystonia, {low:.0%} at those for headache.
- **The disease** goes on: in 74 people with dystonia each symptom was more frequent the longer they
  were treated, though they were about 50 % better (HEFTER2020B). In the model a level wanders, and
  returns from a bad month; it drifts only where an assumption makes it.
- **Leaving** is a choice: 63 % were still treated after ten to twelve years (HAUSSERMANN2004), and
  about 33 % stop, first for lack of benefit, rarely for antibodies (JINNAH2018). In the model
  people leave at each visit, more often the less it helped, and *stayers* are told apart from
  *everyone*.

So about half of those who lose an effect late have no antibodies, and a series of those who stayed
says least of those who lost it.
"""
TAIL = """## What would tell

Neck joints and deep muscles imaged before, and two years after, in people randomized to go on or
to pause; neck strength over one cycle; neck pain in the diary. A diary alone can show that the
level underneath rises. It cannot show why. Which trial would, with how many people and how long:
[settling-trial.md](settling-trial.md). Every claim of both texts, with what was found for and
against it: `wearoff claims`.
"""


def how_many() -> list[str]:
    """Shares of people over kz, and what open series say of it."""
    table = kz_curve.curve()
    ruled, verdict = kz_curve.ruling_table()
    (PICTURES / "two-voices-kz.svg").write_text(kz_curve.picture(table), encoding="utf-8")
    necks = ", ".join(f"{name} {capacity:g}" for name, capacity in kz_curve.NECKS.items())
    head = CURVE_HEAD.format(
        closed=kz_curve.CLOSED, necks=necks, finding=kz_curve.finding(table), two=2
    )
    return [
        head,
        *kz_curve.share_table(table, "two"),
        "After 5 years:",
        "",
        *kz_curve.share_table(table, "five"),
        RULED_HEAD.format(ruled="\n".join(ruled), verdict=verdict, drawn=kz_curve.MIDDLE),
        TRUE_IF.format(floor=kz_curve.floor(table)),
    ]


def late() -> str:
    """Why an effect is lost after years: what was found, and the model's share with antibodies."""
    sessions = YEARS * YEAR // CYCLE + 1

    def share(doses: str) -> float:
        chance = evidence.value(f"antibody_chance_{doses}", "1/session")
        return 1 - (1 - chance) ** sessions

    return LATE.format(years=YEARS, dystonia=share("cervical_dystonia"), low=share("low_dose"))


def main() -> None:
    """Write the page and its pictures."""
    shares = how_many()  # first: it keeps what the pictures say of the series
    lines = [HEAD]
    for person in PEOPLE:
        lines += section(person)
    lines += [*shares, SPINES, late(), *exercise(), *studies(), TAIL]
    PAGE.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
