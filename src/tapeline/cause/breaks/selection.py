"""Is there a break at all, and how many: sup-F with a robust variance, one break after another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.breaks.longrun import bandwidth
from tapeline.cause.breaks.segments import MOST, TRIM, Segmentation, segment
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SupF:
    """The largest of the break statistics over all admissible dates.

    Attributes:
        statistic: chi-square scale (the Wald or score statistic itself, not divided by the number of restrictions).
        at: position of the last observation before the break where it is largest.
        p_value: by `sup_f_p`.
        k: coefficients that may change.
        lags: Bartlett lags of the variance; 0 where only unequal variances are allowed for, -1 for the classical variance.
    """

    statistic: float
    at: int
    p_value: float
    k: int
    lags: int


@dataclass(frozen=True, slots=True)
class Selected:
    """How many breaks the sequential test finds, and what each test on the way said.

    Attributes:
        sequential: number of breaks by the sequential test at 5%.
        by_bic: number of breaks by Schwarz's criterion.
        tests: the test of l + 1 breaks against l, for l = 0, 1, ... up to the first that does not reject.
        found: the partitions.
    """

    sequential: int
    by_bic: int
    tests: tuple[SupF, ...]
    found: Segmentation


def sup_f(
    y: NDArray[np.float64],
    x: NDArray[np.float64] | None = None,
    *,
    trim: float = TRIM,
    robust: bool = True,
    lags: int | None = None,
) -> SupF:
    """Test one break at an unknown date against none.

    The classical form is Andrews's (1993) sup-Wald with equal error variance, n (RSS0 - RSS1) / RSS1 in large samples and
    (RSS0 - RSS1) / (RSS1 / (n - 2k)) here. The robust form is the sup-score statistic S_t' V^-1 S_t n / (t (n - t)) of the
    scores x_t e_t under no break, with Newey and West's V (Andrews 1993, equation 4.4).

    Raises:
        DesignError: a gap, fewer than 30 observations or a constant series.
    """
    n = y.size
    if n < 30 or float(np.ptp(y)) <= 0.0 or not np.isfinite(y).all():
        raise DesignError(f"a test for breaks needs 30 observations that move, without gaps; this series holds {n}")
    design = np.ones((n, 1)) if x is None else np.column_stack((np.ones(n), (x - x.mean()) / x.std()))
    k = design.shape[1]
    lo, hi = math.floor(n * trim), math.floor(n * (1 - trim))
    residual = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    scores = design * residual[:, None]
    running = np.cumsum(scores, axis=0)[lo - 1 : hi]
    t = np.arange(lo, hi + 1, dtype=np.float64)
    if robust:
        lags = max(bandwidth(c) for c in scores.T) if lags is None else lags
        v = np.linalg.inv(_long_run_matrix(scores, lags))
        stat = np.einsum("ti,ij,tj->t", running, v, running) * n / (t * (n - t))
    else:
        lags = -1
        stat = _classical(y, x, design, lo, hi)
    best = int(np.argmax(stat))
    return SupF(float(stat[best]), lo + best - 1, sup_f_p(float(stat[best]), k, trim), k, lags)


def _classical(
    y: NDArray[np.float64], x: NDArray[np.float64] | None, design: NDArray[np.float64], lo: int, hi: int
) -> NDArray[np.float64]:
    from tapeline.cause.breaks.segments import RunningCost

    n, k = design.shape
    forward, total = RunningCost(y, x), RunningCost(y, x).up_to(n, 0)[0]
    backward = RunningCost(y[::-1].copy(), None if x is None else x[::-1].copy())
    out = np.empty(hi - lo + 1)
    for row, t in enumerate(range(lo, hi + 1)):
        split = float(forward.up_to(t, 0)[0] + backward.up_to(n - t, 0)[0])
        out[row] = (total - split) / (split / (n - 2 * k))
    return out


def _long_run_matrix(scores: NDArray[np.float64], lags: int) -> NDArray[np.float64]:
    n = len(scores)
    out = scores.T @ scores / n
    for j in range(1, lags + 1):
        gamma = scores[:-j].T @ scores[j:] / n
        out += (1 - j / (lags + 1)) * (gamma + gamma.T)
    return np.asarray(out)


def sup_f_p(statistic: float, k: int, trim: float = TRIM) -> float:
    """The asymptotic p-value of a sup-F statistic on the chi-square scale with k changing coefficients.

    P(sup > c) ~ (c/2)^(k/2) exp(-c/2) / Gamma(k/2) * ((1 - k/c) ln r + 2/c), with r = ((1 - trim) / trim)^2 (DeLong 1981;
    Estrella 2003, equation 3). Good in the tail that decides; where it turns over, the bound 1 is given.
    """
    if statistic <= k:
        return 1.0
    ratio = 2 * math.log((1 - trim) / trim)

    def tail(c: float) -> float:
        log_density = (k / 2) * math.log(c / 2) - c / 2 - math.lgamma(k / 2)
        return math.exp(log_density) * ((1 - k / c) * ratio + 2 / c)

    peak = max((k + 0.05 * i for i in range(1, 200)), key=tail)
    return min(1.0, tail(statistic)) if statistic >= peak else min(1.0, tail(peak))


def sequential_p(p: float, breaks: int) -> float:
    """The p-value of `breaks` + 1 breaks against `breaks`: the largest of as many independent sup-F (Bai and Perron 1998, prop. 7)."""
    return 1 - (1 - p) ** (breaks + 1)


def select(
    y: NDArray[np.float64],
    x: NDArray[np.float64] | None = None,
    *,
    most: int = MOST,
    trim: float = TRIM,
    level: float = 0.05,
) -> Selected:
    """Count breaks by testing each next one in every segment of the best partition so far (Bai and Perron 1998, section 4.3).

    Raises:
        DesignError: as `segment` and `sup_f`.
    """
    found = segment(y, x, most=most, trim=trim)
    lags = _lags(y, x, found)
    tests: list[SupF] = []
    count = 0
    for m in range(len(found.rss)):
        inside = [
            (lo, sup_f(y[lo:hi], None if x is None else x[lo:hi], trim=trim, lags=lags))
            for lo, hi in found.bounds(m)
            if hi - lo >= max(30, 2 * found.least)
        ]
        if not inside:
            break
        lo, best = max(inside, key=lambda pair: pair[1].statistic)
        p = sequential_p(best.p_value, m)
        tests.append(SupF(best.statistic, best.at + lo, p, best.k, best.lags))
        if p > level or m == len(found.rss) - 1:
            break
        count = m + 1
    return Selected(count, found.best, tuple(tests), found)


def _lags(y: NDArray[np.float64], x: NDArray[np.float64] | None, found: Segmentation) -> int:
    """Bartlett lags from the residuals of the partition that Schwarz's criterion prefers, lest breaks pass for dependence."""
    design = np.ones((y.size, 1)) if x is None else np.column_stack((np.ones(y.size), (x - x.mean()) / x.std()))
    lags = 0
    pieces = []
    for lo, hi in found.bounds(found.best):
        residual = y[lo:hi] - design[lo:hi] @ np.linalg.lstsq(design[lo:hi], y[lo:hi], rcond=None)[0]
        pieces.append(design[lo:hi] * residual[:, None])
    for column in np.vstack(pieces).T:
        lags = max(lags, bandwidth(column))
    return lags


__all__ = ["Selected", "SupF", "select", "sequential_p", "sup_f", "sup_f_p"]
