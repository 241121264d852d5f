"""What is told of a posterior beside the answers, and does not wait for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.diary.future.forecast import forecast
from wearoff.diary.future.visits import since_last_visit
from wearoff.diary.underneath import underneath

if TYPE_CHECKING:
    from wearoff.diary.case import Case
    from wearoff.diary.pieces import Forecast, SinceVisit, Underneath
    from wearoff.diary.posterior.fit import DiaryPosterior


@dataclass(frozen=True)
class Beside:
    """The days to come, the days since the last visit, and what lies underneath."""

    forecast: Forecast | None
    since_last_visit: SinceVisit | None
    underneath: Underneath | None


def beside(
    case: Case, posterior: DiaryPosterior, earlier: DiaryPosterior | None, *, ahead: bool
) -> Beside:
    """Forecast and simulate.

    Args:
        case: what is known.
        posterior: of the diary.
        earlier: of the diary as it was at the last visit, whose forecast is held against what came.
        ahead: whether to forecast.
    """
    return Beside(
        forecast=forecast(posterior) if ahead else None,
        since_last_visit=since_last_visit(earlier, posterior.record),
        underneath=underneath(case.log, case.condition, posterior.record.last + 1),
    )
