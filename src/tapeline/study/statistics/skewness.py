"""The skewness-adjusted t of Johnson and of Hall, and its bootstrap."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tapeline.study.kernels.central import central_sums
from tapeline.study.statistics.base import NO_MEAN, Outcome, none, statistic, student_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.sample import View


def adjusted_t(x: NDArray[np.float64], form: str = "hall") -> float:
    """The skewness-adjusted t of the mean of x, shape (N,).

    With S = mean / s (ddof 1) and g = sum((x - mean)**3) / (N s**3): "johnson" is sqrt(N) (S + g S**2 / 3 + g / (6 N))
    (Lyon, Barber and Tsai 1999, equation 5); "hall" adds g**2 S**3 / 27 (Hall 1992, equation 2).
    """
    return from_sums(x.size, central_sums(x), form)


def from_sums(n: int, sums: tuple[float, float, float], form: str) -> float:
    """`adjusted_t` from the number, the mean and the sums of squares and cubes about it."""
    mean, square, cube = sums
    s = math.sqrt(square / (n - 1))
    ratio, g = mean / s, cube / (n * s**3)
    value = ratio + g * ratio**2 / 3.0 + g / (6.0 * n)
    if form == "hall":
        value += g**2 * ratio**3 / 27.0
    return float(math.sqrt(n) * value)


@statistic(
    "skewness_adjusted_t",
    null=NO_MEAN,
    assumes="independent events; CARs may be skewed",
    fails="events share days; fewer than about 20 events with long tails",
    source="Hall (1992), equation 2; Johnson (1978), equation 2.5; Lyon, Barber and Tsai (1999), equation 5",
    family="parametric",
    options={"form": ("hall", "johnson")},
)
def skewness_adjusted_t(view: View, form: str = "hall") -> Outcome:
    """The cross-sectional t with its skewness taken out; Student's t with N - 1. `form`: "hall" or "johnson"."""
    n = view.car.size
    if n < 3:
        return none(n, f"{n} events have no skewness")
    if view.central("car")[1] == 0.0:
        return none(n, "the CARs do not vary")
    t = from_sums(n, view.central("car"), form)
    return Outcome(t, student_p(t, n - 1), n, n - 1, f"{form}'s form, spread ddof 1, third moment over N")


@statistic(
    "skewness_adjusted_bootstrap_t",
    null=NO_MEAN,
    assumes="independent events; CARs or buy-and-hold returns may be skewed",
    fails="events share days",
    source="Lyon, Barber and Tsai (1999), equation 6",
    family="resampling",
    options={"form": ("johnson", "hall"), "draws": (999,), "seed": (0,), "fraction": (0.25,)},
)
def skewness_adjusted_bootstrap_t(
    view: View, form: str = "johnson", draws: int = 999, seed: int = 0, fraction: float = 0.25
) -> Outcome:
    """The skewness-adjusted t against its own bootstrap distribution.

    Each draw takes `fraction` of the events with replacement (Lyon, Barber and Tsai take a quarter) and centres on the
    sample's mean. The p-value doubles the smaller tail, (1 + count) / (1 + draws).
    """
    return bootstrap_skewness(view.car, form, draws, seed, fraction)


def bootstrap_skewness(x: NDArray[np.float64], form: str, draws: int, seed: int, fraction: float) -> Outcome:
    """The bootstrapped skewness-adjusted t of the mean of x, shape (N,)."""
    n = x.size
    size = max(int(n * fraction), 5)
    if n < 8:
        return none(n, f"{n} events are too few to draw from")
    rng = np.random.default_rng(seed)
    t = adjusted_t(x, form)
    mean = float(x.mean())
    simulated = np.empty(draws)
    step = max(1, 2_000_000 // size)
    for start in range(0, draws, step):
        count = min(step, draws - start)
        drawn = x[rng.integers(0, n, (count, size))]
        simulated[start : start + count] = _adjusted_rows(drawn, mean, form)
    low = (1 + np.count_nonzero(simulated <= t)) / (1 + draws)
    high = (1 + np.count_nonzero(simulated >= t)) / (1 + draws)
    p = min(1.0, 2.0 * min(low, high))
    return Outcome(t, p, n, convention=f"{form}'s form, {draws} draws of {size} events, seed {seed}")


def _adjusted_rows(x: NDArray[np.float64], centre: float, form: str) -> NDArray[np.float64]:
    """The skewness-adjusted t of every row about `centre`."""
    n = x.shape[1]
    mean, s = x.mean(axis=1), x.std(axis=1, ddof=1)
    ratio = (mean - centre) / s
    g = ((x - mean[:, None]) ** 3).sum(axis=1) / (n * s**3)
    value = ratio + g * ratio**2 / 3.0 + g / (6.0 * n)
    if form == "hall":
        value = value + g**2 * ratio**3 / 27.0
    out: NDArray[np.float64] = math.sqrt(n) * value
    return out


__all__ = ["adjusted_t", "bootstrap_skewness", "skewness_adjusted_bootstrap_t", "skewness_adjusted_t"]
