"""The best places for m breaks, for every m up to a maximum: exact dynamic programming with memory linear in the series.

Source: Bai and Perron (2003), section 3. A segment's sum of squares comes from running sums in constant time, so no triangle of
sums of squares is ever stored: the work is O(n^2) vectorised over the segment's start, the memory O(n) for each number of breaks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRIM = 0.15
MOST = 5


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The least-squares partition for each number of breaks.

    Attributes:
        n: observations.
        k: regressors of each segment, the constant included.
        least: shortest segment allowed.
        positions: for each m = 0, 1, ..., the positions of the last observation before each break.
        rss: residual sum of squares for each m.
        bic: Schwarz's criterion for each m, Gaussian likelihood, (k + 1)(m + 1) parameters.
    """

    n: int
    k: int
    least: int
    positions: tuple[tuple[int, ...], ...]
    rss: tuple[float, ...]
    bic: tuple[float, ...]

    @property
    def best(self) -> int:
        """The number of breaks with the smallest criterion."""
        return int(np.argmin(self.bic))

    def bounds(self, m: int) -> list[tuple[int, int]]:
        """First and one-past-last position of each segment under m breaks."""
        edges = [0, *(p + 1 for p in self.positions[m]), self.n]
        return list(pairwise(edges))


def segment(
    y: NDArray[np.float64], x: NDArray[np.float64] | None = None, *, most: int = MOST, trim: float = TRIM
) -> Segmentation:
    """Partition a series into segments of constant mean, or of a constant line on a regressor.

    Args:
        y: shape (n,), finite.
        x: shape (n,), the regressor beside the constant (time for a trend, the market's return for a beta); none for a mean.
        most: largest number of breaks.
        trim: shortest segment as a share of n.

    Raises:
        DesignError: a gap, fewer than 30 observations, a series or regressor that does not move, or no room for a break.
    """
    _check(y, x)
    n, k = y.size, 1 if x is None else 2
    least = math.floor(n * trim)
    most = min(most, math.ceil(n / max(least, 1)) - 2)
    if least <= k or most < 1:
        raise DesignError(f"{n} observations leave no room for a break with segments of {least}; bring a longer series")
    cost = RunningCost(y, x)
    table = np.full(
        (most + 1, n + 1), np.inf
    )  # table[m, j]: best sum of squares of the first j observations with m breaks
    from_ = np.zeros((most + 1, n + 1), dtype=np.int32)
    for j in range(least, n + 1):
        rss = cost.up_to(j, j - least)
        table[0, j] = rss[0]
        for m in range(1, most + 1):
            lo = m * least
            if lo > j - least:
                break
            total = table[m - 1, lo : j - least + 1] + rss[lo:]
            i = int(np.argmin(total))
            table[m, j], from_[m, j] = total[i], lo + i
    positions = tuple(_walk(from_, m, n) for m in range(most + 1))
    rss_all = tuple(max(float(table[m, n]), 0.0) * cost.scale**2 for m in range(most + 1))
    bic = tuple(
        n * (math.log(max(r, 1e-300)) + 1 - math.log(n) + math.log(2 * math.pi)) + math.log(n) * (k + 1) * (m + 1)
        for m, r in enumerate(rss_all)
    )
    return Segmentation(n, k, least, positions, rss_all, bic)


def _walk(from_: NDArray[np.int32], m: int, n: int) -> tuple[int, ...]:
    out, j = [], n
    for level in range(m, 0, -1):
        j = int(from_[level, j])
        out.append(j - 1)
    return tuple(reversed(out))


class RunningCost:
    """Running sums of the centred and scaled data, from which a segment's sum of squares follows."""

    def __init__(self, y: NDArray[np.float64], x: NDArray[np.float64] | None) -> None:
        self.scale = float(y.std())
        z = (y - y.mean()) / self.scale
        self.y, self.yy = _running(z), _running(z * z)
        self.count = np.arange(y.size + 1, dtype=np.float64)
        self.line = x is not None
        if x is not None:
            w = (x - x.mean()) / x.std()
            self.x, self.xx, self.xy = _running(w), _running(w * w), _running(w * z)

    def up_to(self, j: int, last: int) -> NDArray[np.float64]:
        """The sum of squares of observations i..j-1 for every start i = 0..last, shape (last + 1,)."""
        size = self.count[j] - self.count[: last + 1]
        sy = self.y[j] - self.y[: last + 1]
        syy = self.yy[j] - self.yy[: last + 1] - sy * sy / size
        if not self.line:
            return np.asarray(syy)
        sx = self.x[j] - self.x[: last + 1]
        sxx = self.xx[j] - self.xx[: last + 1] - sx * sx / size
        sxy = self.xy[j] - self.xy[: last + 1] - sx * sy / size
        return np.asarray(syy - sxy * sxy / np.maximum(sxx, 1e-300))


def _running(v: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate(([0.0], np.cumsum(v)))


def _check(y: NDArray[np.float64], x: NDArray[np.float64] | None) -> None:
    if y.ndim != 1 or y.size < 30:
        raise DesignError(f"breaks need at least 30 observations in one series, not {y.size}")
    if not np.isfinite(y).all() or (x is not None and (x.shape != y.shape or not np.isfinite(x).all())):
        raise DesignError(
            "a series for breaks may hold no gap, and its regressor must be as long; fill or cut it first"
        )
    if float(np.ptp(y)) <= 0.0 or (x is not None and float(np.ptp(x)) <= 0.0):
        raise DesignError("a constant series has no breaks to find; choose another outcome or window")


__all__ = ["MOST", "TRIM", "Segmentation", "segment"]
