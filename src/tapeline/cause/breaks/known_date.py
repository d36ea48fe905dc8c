"""Did the drift change on a date that was named beforehand?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.breaks.longrun import bandwidth
from tapeline.errors import DesignError
from tapeline.study import student

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DriftChange:
    """The change of mean abnormal return at a known date.

    Attributes:
        change: abnormal return per session after less before, a fraction.
        se: robust standard error of it.
        low, high: 95% interval.
        p_value: two-sided, Student's t with the shorter regime's sessions less one as degrees of freedom.
        n: sessions used.
        after: of these, after the date.
    """

    change: float
    se: float
    low: float
    high: float
    p_value: float
    n: int
    after: int


def drift_change(stock: NDArray[np.float64], index: NDArray[np.float64], at: int) -> DriftChange:
    """Regress returns on a constant, the benchmark and a step at `at`; with a variance for unequal and dependent days.

    The larger of White's and Newey and West's variance, times n / (n - 3): in short regimes the second alone is too small.

    Source: Chow (1960) for one coefficient; Newey and West (1987), equation 5.

    Args:
        stock: shape (n,), returns; sessions with a gap in either series are left out.
        index: shape (n,), the benchmark's returns.
        at: position of the first session after the change.

    Raises:
        DesignError: fewer than 30 usable sessions before the date, fewer than 10 after it, or no movement.
    """
    good = np.isfinite(stock) & np.isfinite(index)
    before, after = int(good[:at].sum()), int(good[at:].sum())
    if before < 30 or after < 10:
        raise DesignError(
            f"a change of drift needs 30 sessions before the date and 10 after it, and has {before} and {after}"
        )
    y, x = stock[good], index[good]
    step = (np.arange(stock.size) >= at).astype(np.float64)[good]
    design = np.column_stack((np.ones(y.size), x, step))
    if float(np.ptp(y)) <= 0.0 or float(np.ptp(x)) <= 0.0:
        raise DesignError("a series that does not move has no drift to change; choose another outcome or benchmark")
    inverse = np.linalg.inv(design.T @ design)
    b = inverse @ design.T @ y
    scores = design * (y - design @ b)[:, None]
    plain = float((inverse @ (scores.T @ scores) @ inverse)[2, 2])
    robust = float((inverse @ _meat(scores) @ inverse)[2, 2])
    se = math.sqrt(max(plain, robust, 1e-300) * y.size / (y.size - 3))
    df = min(before, after) - 1
    t, reach = float(b[2]) / se, student.quantile(0.975, df)
    return DriftChange(float(b[2]), se, float(b[2]) - reach * se, float(b[2]) + reach * se, student.two_sided(t, df), y.size,
                       after)  # fmt: skip


def _meat(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    lags = max(bandwidth(scores[:, 2]), bandwidth(scores[:, 0]))
    meat = scores.T @ scores
    for j in range(1, lags + 1):
        gamma = scores[:-j].T @ scores[j:]
        meat += (1 - j / (lags + 1)) * (gamma + gamma.T)
    return np.asarray(meat)


__all__ = ["DriftChange", "drift_change"]
