"""What the design could have seen: standard errors, the smallest visible effect, the power against any effect."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.correlation import mean_correlation

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from tapeline.study.results import Study


@dataclass(frozen=True, slots=True)
class Visibility:
    """The smallest effect that a design sees.

    Attributes:
        effect: the mean CAR that a two-sided test at `level` rejects with probability `power`.
        se: standard error of the mean CAR; for several events from their cross-section, times the growth by correlation.
        low, high: the interval at 1 - level about the mean CAR that was found.
        level, power, n: the design.
    """

    effect: float
    se: float
    low: float
    high: float
    level: float
    power: float
    n: int

    def __str__(self) -> str:
        """In a sentence."""
        return f"with {self.n} events this design sees a mean CAR of {self.effect:.2%} or more with a power of {self.power:.0%} at {self.level:.0%}; anything smaller may be there unseen"


def smallest_visible_effect(study: Study, level: float = 0.05, power: float = 0.8) -> Visibility:
    """The minimum detectable effect, (z(1 - level / 2) + z(power)) se. Bloom (1995), equation 1.

    Raises:
        DesignError: no event was kept, or level or power are not between 0 and 1.
    """
    from scipy.special import ndtri, stdtrit

    if not (0 < level < 1 and 0 < power < 1):
        raise DesignError(f"level {level} and power {power} must lie between 0 and 1")
    sample = study.sample
    n = sample.events
    if n == 0:
        raise DesignError("no event was kept")
    se = standard_error(study)
    df = float(sample.fit.df[0]) if n == 1 else n - 1.0
    reject = float(stdtrit(df, 1 - level / 2))
    mean = float(sample.view().car.mean())
    return Visibility((reject + float(ndtri(power))) * se, se, mean - reject * se, mean + reject * se, level, power, n)


def standard_error(study: Study) -> float:
    """The standard error of the mean CAR, grown by the events' mean correlation where that is above zero."""
    view = study.sample.view()
    n = view.car.size
    if n == 1:
        return float(view.se_car[0])
    r = max(0.0, mean_correlation(study.sample, view.length))
    growth = (1.0 + (n - 1) * r) / (1.0 - r) if r < 1.0 else float("inf")
    return float(np.std(view.car, ddof=1) / math.sqrt(n) * math.sqrt(growth))


def power_against(study: Study, effects: ArrayLike, level: float = 0.05) -> NDArray[np.float64]:
    """The chance that a two-sided normal test at `level` rejects, for each true mean CAR, shape as given."""
    from scipy.special import ndtr, ndtri

    ratio = np.asarray(effects, dtype=np.float64) / standard_error(study)
    z = float(ndtri(1 - level / 2))
    out: NDArray[np.float64] = ndtr(ratio - z) + ndtr(-ratio - z)
    return out


__all__ = ["Visibility", "power_against", "smallest_visible_effect", "standard_error"]
