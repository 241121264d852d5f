"""What is handed on of one person's posterior: equally weighted draws by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.records import Array

DRAWS = 1000


def published(posterior: DiaryPosterior) -> dict[str, Array]:
    """Equally weighted draws of settings, fixed effects and published estimands.

    Args:
        posterior: Weighted draws of one person.

    Returns:
        (DRAWS,) by name: settings in their units, effects in log-odds, estimands in percent,
        days, or days in 28; those that cannot be asked of this diary are left out.
    """
    from wearoff.diary.posterior.prior import SETTINGS

    places = posterior.draws.resampled(DRAWS)
    q = posterior.estimands
    draws = {name: posterior.draws.settings[places, k] for k, name in enumerate(SETTINGS)}
    draws |= {
        "level": posterior.draws.effects.level[places],
        "trend": posterior.draws.effects.trend[places],
        "relief": posterior.draws.effects.relief[places],
    }
    estimands = {
        "relief_percent": q.relief_percent,
        "relief_days_28": q.relief_days_28,
        "wearoff_day": q.wearoff_day,
        "drift_days_28_per_year": q.drift,
        "baseline": q.baseline,
    }
    return draws | {
        name: values[places] for name, values in estimands.items() if values is not None
    }
