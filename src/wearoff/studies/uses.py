"""What predictions of published figures use rows for, said without loading them."""

from __future__ import annotations

USES = {
    "diary_wander_sd": "virtual diaries of validate and trial",
    "diary_wander_time": "virtual diaries of validate and trial",
    "diary_persistence_odds": "virtual diaries of validate and trial",
    "open_label_fall": "virtual studies of validate and trial",
    "leaving_share": "virtual studies of validate and trial",
    "leaving_answer": "virtual studies of validate and trial",
    "most_headache_days": "virtual studies of validate and trial",
    "unseen_miss": "the intervals of validate",
}
"""What each row is used for."""
