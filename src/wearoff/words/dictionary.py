"""What each column of our own files holds, for whoever is given one."""

from __future__ import annotations

from wearoff.measures import COUNTS, TOTALS

DIARY = {
    "date": "day of the entry; a day that is not there was not written",
    "headache": "headache on this day: 0 no, 1 yes",
    "severity_3": "worst of the day: 0 none, 1 mild, 2 moderate, 3 severe",
    "pain_10": "worst headache of the day, from 0 (none) to 10",
    "hours": "hours with headache, 0 to 24",
    "migraine": "migraine on this day: 0 no, 1 yes",
    "neck_pain_10": "neck pain, from 0 (none) to 10",
    "jaw_pain_10": "jaw pain, from 0 (none) to 10",
    "leg_pain_10": "leg pain, from 0 (none) to 10",
    "acute_medication": "acute medicine: 0 none, 1 or more taken or doses",
    "menstruation": "menstruation on this day: 0 no, 1 yes",
    "acute_class": "class of the acute medicine",
    "side_effect": "unwanted effects, in the person's words",
    "note": "anything else, in the person's words",
    "assumed": "free where nothing was written on this day, and it was said to be free of headache",
}
"""Columns of a diary, a row a day; an empty cell was not written, and is never 0."""
INJECTIONS = {
    "date": "day of the session",
    "muscle": "muscle that was injected",
    "side": "left, right, or midline of a muscle that is single",
    "units": "units into this muscle, of the product; units of two products are not alike",
    "product": "botulinum toxin by its generic name",
}
"""Columns of an injection log, a row a muscle and session."""
EVENTS = {
    "date": "first day",
    "kind": "preventive, withdrawal, pregnancy, injury, exercise, illness, stopped or other",
    "what": "which, in the person's words; the kind where nothing more was said",
    "until": "last day; empty if it goes on, or nobody said",
}
"""Columns of events, a row a change beside the injections."""
SCORES = {
    "date": "day on which it was filled in; last day of a count",
    "measure": f"{', '.join(TOTALS)}, or a count of the last days: {', '.join(COUNTS)}",
    "value": "the total, in points of the measure, seconds or days",
}
"""Columns of scores, a row a total."""
TABLES = {"diary": DIARY, "injections": INJECTIONS, "events": EVENTS, "scores": SCORES}
"""Columns of every file by its name."""
