"""Posteriors of one person as an ArviZ DataTree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wearoff.diary.posterior.fit import DiaryPosterior

DRAWS = 1000


def tree(posterior: DiaryPosterior) -> Any:
    """Equally weighted draws of settings, fixed effects and published estimands (one chain)."""
    import arviz_base

    from wearoff.diary.posterior.prior import SETTINGS

    places = posterior.draws.resampled(DRAWS)
    q = posterior.estimands
    draws = {name: posterior.draws.settings[places, k] for k, name in enumerate(SETTINGS)}
    draws |= {
        "level": posterior.draws.effects.level[places],
        "trend": posterior.draws.effects.trend[places],
        "relief": posterior.draws.effects.relief[places],
    }
    published = {
        "relief_percent": q.relief_percent,
        "relief_days_28": q.relief_days_28,
        "wearoff_day": q.wearoff_day,
        "drift_days_28_per_year": q.drift,
        "baseline": q.baseline,
    }
    draws |= {name: values[places] for name, values in published.items() if values is not None}
    return arviz_base.from_dict({"posterior": {name: v[None] for name, v in draws.items()}})
