"""How surely a break is dated: Bai's distribution of the estimated break, regimes of unequal variance allowed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.breaks.segments import RunningCost

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tapeline.cause.breaks.segments import Segmentation


def argmax_cdf(x: float, xi: float = 1.0, phi: float = 1.0) -> float:
    """The distribution of the place where a two-sided Brownian motion with triangular drift is largest.

    Source: Bai (1997), appendix B, the function G with parameters xi (ratio of the regimes' regressor moments along the change)
    and phi (xi times the ratio of their error variances); xi = phi = 1 is symmetric.
    """
    t = abs(x)
    if x <= 0:
        r = xi / phi
        a, b = r * (1 + r) / 2, 0.5 + r
        c = phi * (phi + 2 * xi) / (xi * (phi + xi))
        d = (phi + 2 * xi) ** 2 / ((phi + xi) * xi)
        return -math.sqrt(t / (2 * math.pi)) * math.exp(-t / 8) - c * _exp_tail(a * t, b * math.sqrt(t)) \
            + (d - 2 + t / 2) * _exp_tail(0.0, math.sqrt(t) / 2)  # fmt: skip
    q = xi * xi / phi
    a, b = (phi + xi) / 2, (2 * phi + xi) / (2 * math.sqrt(phi))
    c = xi * (2 * phi + xi) / ((phi + xi) * phi)
    d = (2 * phi + xi) ** 2 / ((phi + xi) * phi)
    return 1 + math.sqrt(q * t / (2 * math.pi)) * math.exp(-q * t / 8) + c * _exp_tail(a * t, b * math.sqrt(t)) \
        - (d - 2 + q * t / 2) * _exp_tail(0.0, math.sqrt(q * t) / 2)  # fmt: skip


def _exp_tail(power: float, z: float) -> float:
    """exp(power) times the normal tail beyond z, without overflow."""
    from scipy.special import log_ndtr

    return math.exp(min(power + float(log_ndtr(-z)), 700.0))


def _root(f: Callable[[float], float], lo: float, hi: float) -> float:
    """Where a rising function crosses zero, by bisection to the last bits."""
    for _ in range(200):
        middle = (lo + hi) / 2
        if middle in {lo, hi}:
            break
        if f(middle) < 0:
            lo = middle
        else:
            hi = middle
    return (lo + hi) / 2


def argmax_quantile(level: float, xi: float, phi: float) -> float:
    """The quantile of `argmax_cdf`."""
    reach = 1.0
    while argmax_cdf(reach, xi, phi) < level or argmax_cdf(-reach, xi, phi) > level:
        reach *= 2
        if reach > 1e9:
            break
    return _root(lambda v: argmax_cdf(v, xi, phi) - level, -reach, reach)


def break_interval(
    y: NDArray[np.float64], x: NDArray[np.float64] | None, found: Segmentation, m: int, level: float = 0.95
) -> list[tuple[int, int]]:
    """The confidence interval of each of m break positions, cut at the ends of the series.

    Source: Bai (1997), section 4; Bai and Perron (2003), equation 14. Moments and error variances differ between regimes; errors
    are taken as uncorrelated inside each.
    """
    ones = np.ones(y.size)
    design = ones[:, None] if x is None else np.column_stack((ones, x))
    fits = []
    for lo, hi in found.bounds(m):
        part, target = design[lo:hi], y[lo:hi]
        coefficient = np.linalg.lstsq(part, target, rcond=None)[0]
        residual = target - part @ coefficient
        fits.append((coefficient, part.T @ part / (hi - lo), float(residual @ residual) / (hi - lo)))
    out = []
    for at, (b1, q1, s1), (b2, q2, s2) in zip(found.positions[m], fits[:-1], fits[1:], strict=True):
        change = b2 - b1
        moment1, moment2 = float(change @ q1 @ change), float(change @ q2 @ change)
        if min(moment1, moment2, s1, s2) <= 0.0:
            out.append((at, at))
            continue
        xi = moment2 / moment1
        phi = xi * s2 / s1
        tail = (1 - level) / 2
        lower, upper = (argmax_quantile(q, xi, phi) * s1 / moment1 for q in (tail, 1 - tail))
        out.append((max(at - math.ceil(upper), 0), min(at - math.floor(lower), y.size - 1)))
    return out


def likelihood_interval(
    y: NDArray[np.float64], x: NDArray[np.float64] | None, found: Segmentation, m: int, level: float = 0.95
) -> list[tuple[int, int]]:
    """First and last date, for each of m breaks, that the likelihood ratio does not reject with the other breaks held.

    Dates k with n (RSS(k) - RSS) / RSS <= c, P(LR <= c) = (1 - exp(-c / 2))^2, 7.35 at 95% (Hansen 2000, theorem 2; Eo and Morley
    2015). It keeps its level for breaks too small for Bai's interval.
    """
    critical = -2.0 * math.log(1.0 - math.sqrt(level))
    edges = [0, *(p + 1 for p in found.positions[m]), found.n]
    variance = found.rss[m] / found.n
    out = []
    for i, at in enumerate(found.positions[m]):
        lo, hi = edges[i], edges[i + 2]
        part, regressor = y[lo:hi], None if x is None else x[lo:hi]
        least = min(found.least, (hi - lo) // 2)
        forward = RunningCost(part[::-1].copy(), None if regressor is None else regressor[::-1].copy())
        after = forward.up_to(hi - lo, hi - lo - least)[::-1]  # first k observations, for every k >= least
        backward = RunningCost(part, regressor)
        before = backward.up_to(hi - lo, hi - lo - least)  # from k on, for every k
        split = (after[: hi - lo - 2 * least + 1] + before[least : hi - lo - least + 1]) * backward.scale**2
        kept = np.flatnonzero(split - split.min() <= critical * variance) + lo + least - 1
        out.append((min(int(kept[0]), at), max(int(kept[-1]), at)))
    return out


def dated_interval(
    y: NDArray[np.float64], x: NDArray[np.float64] | None, found: Segmentation, m: int
) -> list[tuple[int, int]]:
    """The 95% interval that is reported: from the first to the last date in Bai's interval or the likelihood ratio's."""
    pairs = zip(break_interval(y, x, found, m), likelihood_interval(y, x, found, m), strict=True)
    return [(min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs]


__all__ = ["argmax_cdf", "argmax_quantile", "break_interval", "dated_interval", "likelihood_interval"]
