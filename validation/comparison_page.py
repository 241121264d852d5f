"""The page that ``comparison.py`` fills in."""

from __future__ import annotations

import numpy as np

CAUSALPY_APART = """ CausalPy 0.9.0
(PiecewiseITS), which brings 0.9 GB, was run apart on the first 30 mixed diaries: relief RMSE 35.1
(cover 0.63), drift 1.6 (0.80), 12 seconds a diary; the local level on the same 30: 17.9 and 0.8."""
PAGE = """# wearoff beside what one would use instead

Made by `python -m validation.comparison --diaries {diaries}` in {version}. Every figure is from
made-up diaries with a known truth ([foreign.py](../validation/truth/foreign.py)): the level jumps
between hidden states, days copy the day before, relief has a course of its own. None of it is our
model. Diaries: {counts}, seeds from
{first}; none of them set a number.

A rate among {diaries} diaries has an error of about {error} points where it is near 10 %: the
tables show where things stand; the bounds are tested in `tests/diary/test_generated_diaries.py`.

## What was found

- **Relief** on mixed diaries: error (RMSE) {relief_ours} points; best rival {relief_rival}.
- **Drift** where the diary spans a year: {drift_ours} days in 28 a year; best rival {drift_rival}.
- **Coverage** of our 90 % intervals on mixed diaries: {cover}.
- **Where it is worse: nothing to find.** Without relief our error of it is {none_ours} points; best
  rival {none_rival}. Our intervals are wide there and hold the truth; theirs are short.
- **Where it is worse: little room.** With {ceiling} or more headache days of 28 before the first
  session: {cover_ceiling}.
- **Where it is worse: jumps.** Our level drifts, theirs jumps. Where it jumps often: {cover_often};
  where seldom: {cover_seldom}.
- **When could it be told?** Of {promised} dates for which an answer was called likely enough,
  {promised_kept} brought one.

## Promised rates

{contract}

## Beside the rivals

Left: relief in percent; right: drift in days of 28 a year, diaries of a year or more. *Above 0*:
the 90 % interval of relief lies above nothing; in `no_relief` that is a false finding. *Failed*: no
answer. The rivals: 28 days before each session against 28 after; segmented logistic regression by
GEE with AR(1); a local level with two phases of relief (statsmodels).{causalpy}

{tables}

## Coverage of our 90 % intervals

In brackets, how many diaries have such a truth and such an estimate.

{covered}

Mixed diaries, by what makes them hard:

{where_worse}

## Answers at the shipped thresholds

{rates}

## Is "when could it be told" true?

Long diaries cut off early, analyzed, and analyzed again at the date that was named, when the same
made-up person goes on. *Answered*: a yes or a no at that date. The forecast does not know of every
condition of a yes (checks, both starting views), nor that levels jump.

{promises}

## Which model of untreated days

Log predictive density of the later 40 % of each diary (higher is better), {people} generated people
a set; the reference is the model that is shipped.

```
{residuals}
```
"""


def share(value: float) -> str:
    """A share as a percentage."""
    return "–" if not np.isfinite(value) else f"{100 * value:.0f} %"


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
