"""The sample-quantile test of Gelbach, Helland and Klick: valid for one firm and one event without normal tails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.study.statistics.base import Outcome, none, statistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.sample import View


def quantile_p(value: float, reference: NDArray[np.float64]) -> float:
    """Two-sided p-value of a value among reference values: 2 min(1 + count below, 1 + count above) / (M + 1), at most 1."""
    below = 1 + int(np.count_nonzero(reference <= value))
    above = 1 + int(np.count_nonzero(reference >= value))
    return min(1.0, 2.0 * min(below, above) / (reference.size + 1))


@statistic(
    "sample_quantile",
    null="the window's abnormal return is a draw from the distribution of the estimation window's",
    assumes="abnormal returns stationary over estimation and event window; no shape",
    fails="fewer than about 100 estimation sessions; news or a change of volatility inside the estimation window",
    source="Gelbach, Helland and Klick (2013), section 3",
    family="resampling",
)
def sample_quantile(view: View) -> Outcome:
    """The mean CAR's place among the estimation window's mean abnormal returns, summed over windows of the same length.

    For one firm and one event this is the paper's test, two-sided; for several events it is the same on the portfolio of
    events by relative session. The statistic is the mean CAR.
    """
    sums = view.sample.residuals
    n, length = view.car.size, view.length
    series = sums.mean[sums.count > 0]
    if series.size < length + 39:
        return none(n, f"{series.size} estimation sessions are too few for a quantile of 5%")
    running = np.concatenate([[0.0], np.cumsum(series)])
    reference = running[length:] - running[:-length]
    caar = float(view.car.mean())
    p = quantile_p(caar, reference)
    kind = "overlapping sums" if length > 1 else "single sessions"
    low, high = (float(q) for q in np.quantile(reference, [0.025, 0.975]))
    return Outcome(caar, p, n, convention=f"two-sided, {kind}", extra={"quantile_low": low, "quantile_high": high})


__all__ = ["quantile_p", "sample_quantile"]
