"""Watching for a change: cumulated and moving sums of residuals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.breaks.longrun import long_run_variance
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Monitor:
    """A fluctuation test.

    Attributes:
        name: `OLS-CUSUM` or `OLS-MOSUM`.
        path: the standardised process; (n + 1,) for the cumulated, (n - width + 1,) for the moving sums.
        statistic: its largest distance from zero.
        at: position where it is largest (for moving sums, the last observation of the window).
        p_value: of no change in the mean.
        width: observations in the moving window; 0 for the cumulated sum.
    """

    name: str
    path: NDArray[np.float64]
    statistic: float
    at: int
    p_value: float
    width: int


def cusum(u: NDArray[np.float64], *, robust: bool = True) -> Monitor:
    """OLS-CUSUM of a series (n,) against its mean (Ploberger and Kraemer 1992); the limit is a Brownian bridge.

    P(sup |B| > x) = 2 sum over k >= 1 of (-1)^(k+1) exp(-2 k^2 x^2).
    """
    path = _cumulated(u, robust=robust)
    at = int(np.argmax(np.abs(path)))
    x = float(abs(path[at]))
    p = 2 * sum((-1) ** (k + 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101)) if x > 0.2 else 1.0
    return Monitor("OLS-CUSUM", path, x, max(at - 1, 0), min(max(p, 0.0), 1.0), 0)


def mosum(
    u: NDArray[np.float64], *, share: float = 0.15, robust: bool = True, draws: int = 2000, seed: int = 0
) -> Monitor:
    """OLS-MOSUM of a series (n,): sums over a moving window (Chu, Hornik and Kuan 1995); increments of a Brownian bridge.

    The p-value is the rank of the statistic among `draws` simulated bridges of the same length, (1 + count) / (1 + draws).
    """
    bridge = _cumulated(u, robust=robust)
    width = math.floor(u.size * share)
    path = bridge[width:] - bridge[:-width]
    at = int(np.argmax(np.abs(path)))
    x = float(abs(path[at]))
    rng = np.random.default_rng(seed)
    n, hits = u.size, 0
    for start in range(0, draws, 100):
        steps = rng.standard_normal((min(100, draws - start), n))
        steps -= steps.mean(axis=1, keepdims=True)
        sums = np.concatenate((np.zeros((len(steps), 1)), np.cumsum(steps, axis=1)), axis=1) / math.sqrt(n)
        hits += int((np.abs(sums[:, width:] - sums[:, :-width]).max(axis=1) >= x).sum())
    return Monitor("OLS-MOSUM", path, x, at + width - 1, (1 + hits) / (1 + draws), width)


def _cumulated(u: NDArray[np.float64], *, robust: bool) -> NDArray[np.float64]:
    if u.size < 30 or not np.isfinite(u).all():
        raise DesignError(f"a fluctuation test needs 30 observations without gaps, and got {u.size}")
    e = u - u.mean()
    variance = long_run_variance(u) if robust else float(e @ e) / (u.size - 1)
    return np.concatenate(([0.0], np.cumsum(e))) / math.sqrt(u.size * variance)


__all__ = ["Monitor", "cusum", "mosum"]
