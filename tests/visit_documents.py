"""Results of people who do not exist, with everything that a face may meet.

They are made without an analysis, so that hundreds of them cost little. What they say is found as
in an analysis: only counts, estimates and verdicts are made up, and their types are checked.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from wearoff.diary.finish import finished
from wearoff.diary.result import Findings
from wearoff.words.doubts import doubt

START = date(2016, 1, 4)
ANSWERS = ("yes", "no", "cannot_tell")
REASONS = {
    "working": {
        "too_noisy": "too noisy",
        "one_session": "one session",
    },
    "better_since": {"too_noisy": "too noisy"},
    "wears_off_early": {"not_asked_yet": "asked once the first question is answered with yes"},
    "drifting_worse": {"too_noisy": "the slope is not clear yet"},
    "drifting_better": {"too_noisy": "the slope is not clear yet"},
}
ASKED = {
    "working": "at least 2 fewer headache days in 28 through relief that rises and falls",
    "better_since": "at least 2 fewer headache days in 28 now than before the first session",
    "wears_off_early": "half of the help gone 14 days or more before the next session",
    "drifting_worse": "underlying level rising by more than 1 headache day in 28 a year",
    "drifting_better": "underlying level falling by more than 1 headache day in 28 a year",
}
POINTS = {"improvement": "going_on", "few_days": "pause", "mark": "neither"}
CHECKS = {
    "placebo_in_time": "the real dates explain the diary as well as fake ones, or better",
    "leave_cycle_out": "no single cycle decides the answer",
    "beyond_the_prior": "the diary narrowed relief to 31 % of what was believed before",
    "predictive_fit": "diaries made again from the answer look like this one",
    "sampler": "adaptive importance sampling, k-hat 0.14",
}


def day(number):
    """The date of a day counted from the first session."""
    return (START + timedelta(days=number)).isoformat()


def rounded(value):
    """Six digits, as documents hold them."""
    return float(f"{value:.6g}")


def estimate(rng, low, high, *, halves=False):
    """A mean within its intervals."""
    cuts = sorted(rng.uniform(low, high) for _ in range(5))
    keys = ("lo90", "lo50", "mean", "hi50", "hi90")
    found = {key: rounded(cut) for key, cut in zip(keys, cuts, strict=True)}
    return found if halves else {key: found[key] for key in ("mean", "lo90", "hi90")}


def window(first, days, written, yes):
    """A window of entries."""
    return {
        "first": day(first),
        "last": day(first + days - 1),
        "days": days,
        "written": written,
        "yes": float(yes),
        "rate": rounded(28 * yes / written),
        "source": "diary",
    }


def tally(rng, before_days, last):
    """Counts before and now with their windows."""
    written = rng.randint(before_days // 2 + 1, before_days)
    before = window(-before_days, before_days, written, rng.randint(1, written))
    size = min(84, last + 1)
    seen = rng.randint(size // 2 + 1, size)
    now = window(last - size + 1, size, seen, rng.randint(0, seen))
    change = rounded(now["rate"] - before["rate"])
    return {
        "before": before["rate"],
        "now": now["rate"],
        "change": change,
        "change_percent": rounded(100 * change / before["rate"]),
        "at_least": False,
        "windows": {"before": before, "now": now},
    }


def verdict(rng, question, answer, chance):
    """A verdict with its reasons, and what would tell where it is open."""
    codes, told = [], None
    if answer == "cannot_tell":
        codes = [rng.choice(list(REASONS[question]))]
        chance = None if codes == ["not_asked_yet"] else chance
        told = {
            "what": "the diary kept on as it is",
            "codes": ["diary_kept"],
            "date": day(4000),
            "chance": rounded(rng.random()),
            "enough": rng.random() < 0.5,
            "farthest_days": 730,
            "by_date": [],
        }
    return {
        "question": question,
        "asked": ASKED[question],
        "answer": answer,
        "probability": chance,
        "probability_range": chance_range(chance) if answer == "cannot_tell" else None,
        "reason_codes": codes,
        "because": [REASONS[question][code] for code in codes],
        "by_view": {} if chance is None else {"warning": answer, "advocate": rng.choice(ANSWERS)},
        "would_tell": told,
        "sources": ["relief_half_day"],
    }


def chance_range(chance):
    """What is told instead of a chance, of half of them; it has a stream of its own."""
    rng = random.Random(chance)  # noqa: S311 - nothing secret
    if chance is None or rng.random() < 0.5:
        return None
    return {"lo": rounded(chance * rng.random()), "hi": rounded(1 - (1 - chance) * rng.random())}


def rule(rng, number, kind="improvement"):
    """A rule or a mark with its four fields."""
    counted = rng.choice(("yes", "no", "not_recorded", "too_early"))
    known = counted in {"yes", "no"}
    found = {
        "id": f"rule-{number}",
        "name": rng.choice(("NICE 30 % fewer", "EHF under 10, 3 months", "Payer 50 % fewer")),
        "where": "UK",
        "asks": rng.choice(
            ("30 % fewer headache days after two sessions", "under 15 a month for 3 months")
        ),
        "kind": kind,
        "points": POINTS[kind],
        "counted": counted,
        "observed": f"{rng.uniform(-60, 30):+.0f} %" if known else "",
        "probability_met": rounded(rng.random()) if known else None,
        "chance_new_window_differs": rounded(rng.random() / 2) if known else None,
        "probability_days_alone": None,
        "text": "",
        "left_out": None,
        "early": None,
        "counts": [],
        "window": {"first": day(0), "last": day(83)} if known else None,
        "source": "NICE TA260, section 1.2",
        "url": "https://www.nice.org.uk/guidance/ta260",
        "date": "2026-11-20",
        "grade": "open text",
        "note": "",
    }
    return found | {"probability_range": chance_range(found["probability_met"])}


def made_result(seed, *, sessions=None, rules=None, weeks=None, **changes):
    """A result with consistent counts and any answers; ``weeks`` cuts its course."""
    document = made_findings(seed, sessions=sessions, rules=rules) | changes
    document["course"] = document["course"][:weeks]
    return result_of(document)


def result_of(document):
    """The result of findings as a dictionary."""
    return finished(Findings.model_validate(document))


def changed(result, **changes):
    """The result of the same findings with some of them changed."""
    given = {name: getattr(result, name) for name in Findings.model_fields} | changes
    return finished(Findings.model_validate(given))


def doubts(seed):
    """Nothing doubtful in every other document, else a few doubts of both effects."""
    rng = random.Random(seed + 1)  # noqa: S311 - nothing secret
    found = [
        doubt("date_far", "diary.csv, line 123", date="2035-05-03", days=3652),
        doubt("session_far", "injections.csv, line 3", date="2021-12-05", days=449),
        doubt("repeated", "diary.csv, line 9", date="2024-03-04", rows=2),
        doubt("gap", "diary.csv, line 60", first="2024-05-01", last="2024-06-09", days=40),
    ]
    kept = rng.sample(found, rng.randint(0, 4)) if rng.random() < 0.5 else []
    return [vars(one) | {"confirmed": rng.random() < 0.2} for one in kept]


def better_since(seed):
    """The verdict of a question that has a stream of its own."""
    rng = random.Random(seed + 2)  # noqa: S311 - nothing secret
    return verdict(rng, "better_since", rng.choice(ANSWERS), rounded(rng.random()))


def season(rng):
    """A year's wave, of half of the diaries."""
    high, told = rng.randrange(12), rng.random() < 0.5
    months = {"highest": high + 1, "lowest": (high + 6) % 12 + 1}
    alone = {"by_wandering_alone": rng.choice((0.02, 0.4))}
    return estimate(rng, 0, 6) | months | alone if told else None


def since(seed, chances):
    """Change since before the first session, and the steady trend."""
    rng = random.Random(seed + 3)  # noqa: S311 - nothing secret
    alone = {"by_wandering_alone": rounded(rng.random())}
    parts = {name: estimate(rng, -4, 8) for name in ("comes_and_goes", "stayed")}
    ways = {f"p_{way}": chances[f"drifting_{way}"] / 2 for way in ("worse", "better")}
    return {
        "change_since_days_28": estimate(rng, -8, 16) | parts | alone,
        "trend_days_28_per_year": estimate(rng, -5, 5)
        | ways
        | alone
        | {"line_days_28_per_year": 1.0, "season": season(rng)},
    }


def made_findings(seed, *, sessions=None, rules=None):
    """Findings with consistent counts and any verdicts, as a dictionary."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    sessions = sessions or rng.randint(1, 14)
    before_days, apart = rng.randint(28, 90), rng.choice((77, 84, 91))
    cycles, observed, missing = [], 0, 0
    counts = tally(rng, before_days, sessions * apart - 1)
    observed += counts["windows"]["before"]["written"]
    missing += before_days - counts["windows"]["before"]["written"]
    for k in range(sessions):
        written = rng.randint(20, apart)
        yes = rng.randint(0, written)
        observed, missing = observed + written, missing + apart - written
        cycles.append(
            {
                "session": k + 1,
                "date": day(k * apart),
                "days": apart,
                "relief_percent": estimate(rng, -20, 80),
                "relief_days_28": estimate(rng, -4, 16),
                "wearoff_day": estimate(rng, 30, 90),
                "p_wears_off": rounded(rng.random()),
                "days_observed": written,
                "yes": yes,
                "counted": rounded(28 * yes / written),
                "lowest_level": rounded(rng.uniform(0, 12)),
                "highest_level": rounded(rng.uniform(12, 28)),
                "open": k + 1 == sessions,
            }
        )
    chances = {q: rounded(rng.random()) for q in ASKED if q != "better_since"}
    weeks = [
        {
            "date": day(start),
            "day": start,
            "counted": rounded(rng.uniform(0, 28)) if rng.random() < 0.9 else None,
            "with_relief": estimate(rng, 2, 26, halves=True),
            "without_relief": estimate(rng, 2, 26, halves=True),
        }
        for start in range(-before_days, sessions * apart, 7)
    ]
    standard = [
        {
            "day": start + 3,
            "cycles": sessions,
            "days_observed": 6 * sessions,
            "counted": rounded(rng.uniform(0, 28)),
            "with_relief": estimate(rng, 2, 26, halves=True),
            "without_relief": estimate(rng, 2, 26, halves=True),
            "drawn": True,
        }
        for start in range(0, apart, 7)
    ]
    beside = tally(rng, before_days, sessions * apart - 1)
    hit_6 = [rng.randint(50, 78), rng.randint(40, 70)]
    dates = [day(0), day(sessions * apart - 5)]
    totals = [
        {
            "measure": "hit_6",
            "title": "HIT-6",
            "before_first_session": False,
            "filled_late": True,
            "first": {"date": dates[0], "value": float(hit_6[0])},
            "last": {"date": dates[1], "value": float(hit_6[1])},
            "change": float(hit_6[1] - hit_6[0]),
            "detectable_change": 10.0,
            "meaningful_change": 5.0,
            "source": "a paper",
            "grade": "human",
            "beyond_noise": abs(hit_6[1] - hit_6[0]) > 10,
            "text": f"HIT-6 changed by {hit_6[1] - hit_6[0]} points; retest noise about 10",
        }
    ]
    ruled = [
        rule(rng, k, ("improvement", "few_days", "mark")[k % 3])
        for k in range(rng.randint(0, 9) if rules is None else rules)
    ]
    return {
        "meta": {"version": "0.1.0", "seed": 1, "evidence": "2026-11"},
        "name": f"Person {seed}",
        "condition": "chronic_migraine",
        "outcome": "headache days",
        "first": day(-before_days),
        "last": day(sessions * apart - 1),
        "days_observed": observed,
        "days_missing": missing,
        "days_before": before_days,
        "sessions": [
            {
                "session": k + 1,
                "date": day(k * apart),
                "day": k * apart,
                "product": "onabotulinumtoxinA",
                "units": 155.0,
                "in_diary": True,
                "days_since_last": apart if k else None,
            }
            for k in range(sessions)
        ],
        "counted": counts,
        "counted_28": [
            window(first, 28, 26, rng.randint(0, 26))
            for first in range(-28 * (before_days // 28), sessions * apart - 27, 28)
        ],
        "baseline": {"headache_days_28": estimate(rng, 12, 26)},
        "cycles": cycles,
        "relief_days_28": estimate(rng, -4, 16),
        "relief_percent": estimate(rng, -20, 80),
        "wearoff_day": estimate(rng, 30, 90),
        "p_wears_off": rounded(rng.random()),
        "lasting_change_days_28": estimate(rng, -8, 4),
        "drift_days_28_per_year": estimate(rng, -5, 5)
        | {"p_worse": chances["drifting_worse"], "p_better": chances["drifting_better"]}
        | {"line_days_28_per_year": 1.0},
        **since(seed, chances),
        "standard_cycle": standard,
        "course": weeks,
        "underneath": None,
        "verdicts": [
            *(verdict(rng, q, rng.choice(ANSWERS), chance) for q, chance in chances.items()),
            better_since(seed),
        ],
        "rules": ruled,
        "rules_disagree": "These rules disagree for this diary." if len(ruled) > 2 else None,
        "labels": [
            {
                "check": "units_a_session",
                "code": "plan_total",
                "values": {"lowest": 155.0, "highest": 155.0},
                "result": "inside",
                "text": "155 U, within 155 to 195 U",
                "source": "label",
                "grade": "open text",
                "note": "",
            }
        ],
        "overuse": {
            "code": "together",
            "values": {},
            "windows": [],
            "classes": [
                {
                    "name": "triptans",
                    "days_28": 6.5,
                    "at_least": False,
                    "by_window": [6, 7, 6],
                    "line": 10,
                    "of": "specific",
                    "months": 3.0,
                    "counted": "no",
                    "text": "triptans on 6.5 days in 28",
                },
            ],
            "text": "days with triptans stayed below 10",
            "source": "ICHD-3 8.2",
            "grade": "human",
        },
        "totals": totals,
        "patterns": [
            {
                "name": "jaw_pain_before_headache",
                "source": "jaw",
                "code": "days_needed",
                "values": {"days": 130, "needed": 120},
                "question": "Does jaw pain come before headache?",
                "answer": "cannot_tell",
                "probability": rounded(rng.random()),
                "estimate": None,
                "days": 130,
                "text": "130 paired days",
                "asked": "jaw pain today goes with more headache tomorrow",
                "reason_codes": [],
            }
        ],
        "since_last_visit": {
            "date": day(40),
            "days_written": 27,
            "changes": [{"code": "counted", "values": {"before": 12.7, "since": 10.4}}],
            "text": ["counted 12.7 days in 28 in the cycle before, 10.4 since"],
            "forecast": estimate(rng, 4, 20),
            "came": rounded(rng.uniform(4, 20)),
            "inside": True,
            "first": day(41),
            "last": day(68),
        },
        "forecast": {
            "text": "if things go on as they are",
            "interval_days": apart,
            "windows": [
                {
                    "first": day(sessions * apart + k * 28),
                    "last": day(sessions * apart + k * 28 + 27),
                    "headache_days_28": estimate(rng, 2, 26),
                }
                for k in range(3)
            ],
        },
        "wearoff_dots": [
            float(rng.randint(30, apart + 9)) if rng.random() < 0.8 else None for _ in range(20)
        ],
        "checks": [
            {
                "name": name,
                "result": rng.choice(("pass", "pass", "fail")),
                "text": text,
                "value": rounded(rng.random()),
                "code": "no_sessions",
                "values": {},
            }
            for name, text in CHECKS.items()
        ],
        "outcomes": [
            {
                "name": "moderate_headache",
                "outcome": "days with moderate or severe headache",
                "note": "severity_3 of 2 or more",
                **beside,
            }
        ],
        "hours": None,
        "false_alarms": {"said": 2, "of": 100},
        "acute_medication": tally(rng, before_days, sessions * apart - 1),
        "events": [
            {"date": day(30), "kind": "preventive", "what": "candesartan", "until": day(90)}
        ],
        "scores": [
            {"date": when, "measure": "hit_6", "title": "HIT-6", "value": float(value)}
            for when, value in zip(dates, hit_6, strict=True)
        ],
        "notes": ["no condition given: taken as chronic_migraine"],
        "note_codes": [{"code": "no_condition", "values": {"taken": "chronic_migraine"}}],
        "understood": {
            "files": [],
            "days_read": observed + missing,
            "headache": 0,
            "free": observed,
            "empty": missing,
            "merged": 0,
            "left_out": [],
            "unwritten": "unknown",
            "taken_free": 0,
        },
        "doubts": doubts(seed),
        "unidentified_codes": ["without_injections"],
        "unidentified": ["what would have happened without any injections: nothing was blinded"],
        "method": {
            "sampler": "adaptive importance sampling",
            "k_hat": 0.139863,
            "effective_draws_kish": 1800.39,
            "level_intervals_widened": 1.12,
            "draws": 4096,
            "log_evidence": -564.072,
            "interval_days": apart,
        },
        "references": ["Dodick DW (2019). Early onset of effect. Cephalalgia."],
    }


def worst_result(*, weeks=None):
    """Ten years, and every text and list longer than its place."""
    document = made_findings(7, sessions=41, rules=14)
    document["course"] = document["course"][:weeks]
    long = "Maria-Antonietta " * 6
    document["name"] = long.strip()
    document["sessions"][3]["product"] = "rimabotulinumtoxinB"
    document["sessions"][4] |= {"product": "incobotulinumtoxinA", "units": 195.5}
    document["sessions"][5] |= {"product": "abobotulinumtoxinA", "units": 195.5}
    document["events"] = [
        {"date": day(30 * k), "kind": "other", "what": f"change {k} of a long list", "until": None}
        for k in range(40)
    ]
    document["notes"] = [f"note {k} " + "that is rather long " * 8 for k in range(30)]
    document["outcomes"] *= 8
    far = doubt("date_far", "a-file-of-a-long-name.csv, line 123", date="2035-05-03", days=3652)
    document["doubts"] = [vars(far)] * 9
    document["counted"]["windows"]["before"]["source"] = "a letter with a very long name " * 6
    for verdict in document["verdicts"]:
        verdict |= {
            "answer": "cannot_tell",
            "probability": 0.5,
            "reason_codes": ["too_noisy"],
            "because": ["words of a reason that goes on " * 12],
            "by_view": {"warning": "no", "advocate": "cannot_tell"},
            "would_tell": {
                "what": "the diary; " + "something else; " * 20,
                "codes": ["not_even_diary", *["no_room"] * 20],
                "date": day(9000),
                "chance": 0.5,
                "enough": False,
                "farthest_days": 730,
            },
        }
    for row in document["rules"]:
        row["asks"] = "a very long condition on many things at once, " * 5
        row["name"] = "A health service of a large country " * 3
        row["observed"] = "10, 11, 12, 13, 14 in the last five months " * 3
    document["totals"] = document["totals"] * 9
    document["rules_disagree"] = "These rules disagree for this diary."
    return result_of(document)
