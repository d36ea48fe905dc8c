"""Could the gap be chance? Placebos over donors, over dates, without each donor in turn, and by permuting periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.synthetic.simplex import OPTIMAL, fit_simplex
from tapeline.cause.synthetic.weights import LEAST, synthetic_control
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class InSpace:
    """Placebos that pretend each donor was treated.

    Attributes:
        p_value: rank of the treated unit's ratio among all, (1 + donors with at least its ratio) / (1 + donors).
        ratio: root mean squared gap after over before, treated unit.
        ratios: shape (J,), of the donors.
        gaps: shape (T, J), of the donors.
        least_p: the smallest p-value that so many donors can give.
    """

    p_value: float
    ratio: float
    ratios: NDArray[np.float64]
    gaps: NDArray[np.float64]
    least_p: float

    def among(self, kept: NDArray[np.bool_]) -> InSpace:
        """The same rank among the donors of a mask (J,): those whose own fit passes the test that the treated unit's fit passed."""
        ratios = self.ratios[kept]
        return InSpace(_rank(self.ratio, ratios), self.ratio, ratios, self.gaps[:, kept], 1 / (1 + ratios.size))


def _rank(ratio: float, ratios: NDArray[np.float64]) -> float:
    return (1 + int((ratios >= ratio).sum())) / (1 + ratios.size)


def in_space(y: NDArray[np.float64], x: NDArray[np.float64], pre: int, *, demean: bool = False) -> InSpace:
    """Refit for every donor as if it were treated; the treated unit is never among a placebo's donors.

    Source: Abadie, Diamond and Hainmueller (2010), section 3.4. All fits share one orthogonal factor, so that a placebo never
    sees more rows than there are donors.

    Args:
        y: shape (T,), the treated path.
        x: shape (T, J), donors' paths, at least two.
        pre: periods before the event.
        demean: fit the shape alone, as the treated unit's own fit does.

    Raises:
        DesignError: fewer than two donors, or as `synthetic_control`.
    """
    if x.ndim != 2 or x.shape[1] < 2:
        raise DesignError("placebos over donors need two donors or more (20 for a p-value of 5%)")
    own = synthetic_control(y, x, pre, demean=demean)
    before = x[:pre] - x[:pre].mean(axis=0) if demean else x[:pre]
    level = x - x[:pre].mean(axis=0) if demean else x
    scale = float(np.abs(before).max())
    count = x.shape[1]
    factor: NDArray[np.float64] = np.asarray(np.linalg.qr(before / scale, mode="r"), dtype=np.float64)
    everyone, rows, gaps = np.arange(count), np.ascontiguousarray(level.T), np.empty_like(x)
    for j in range(count):
        rest = np.delete(everyone, j)
        w = _hull_weights(factor[:, rest] - factor[:, [j]], j)
        gaps[:, j] = level[:, j] - w @ rows[rest]
    ratio = own.post_rmspe / max(own.pre_rmspe, 1e-12 * scale)
    before_gap = np.sqrt(np.mean(gaps[:pre] ** 2, axis=0))
    ratios = np.sqrt(np.mean(gaps[pre:] ** 2, axis=0)) / np.maximum(before_gap, 1e-12 * scale)
    return InSpace(_rank(ratio, ratios), ratio, ratios, gaps, 1 / (1 + count))


def _hull_weights(points: NDArray[np.float64], donor: int) -> NDArray[np.float64]:
    """Simplex weights of the point of a hull nearest to the origin, by non-negative least squares.

    The solution of min |P u|^2 + (sum u - 1)^2 over u >= 0 is the nearest point's weights times a constant (Lawson and Hanson
    1974, chapter 23). Here the library's compiled solver is the faster one; its optimality is checked as our own is.
    """
    from scipy.optimize import nnls

    size = float(np.abs(points).max())
    design = np.ones((points.shape[0] + 1, points.shape[1]))
    np.divide(points, size, out=design[:-1])
    goal = np.zeros(points.shape[0] + 1)
    goal[-1] = 1.0
    u = nnls(design, goal)[0]
    w = u / u.sum()
    gradient = (design[:-1] @ w) @ design[:-1]
    missed = float(w @ gradient - gradient.min()) / float(np.einsum("tj,tj->j", design, design).max())
    if missed > OPTIMAL:
        raise DesignError(
            f"the placebo of donor {donor} misses its optimality condition by {missed:.1e}; leave that donor out"
        )
    return np.asarray(w)


def in_time(
    y: NDArray[np.float64], x: NDArray[np.float64], pre: int, dates: Sequence[int]
) -> tuple[tuple[int, float], ...]:
    """(pretended date, end gap) for each date before the event that leaves 30 periods before it.

    Only data before the event are used, and each path is as long after its date as the treated one is (Abadie, Diamond and
    Hainmueller 2015, section 4.4).
    """
    after = y.size - pre
    out = []
    for date in dates:
        end = min(date + after, pre)
        if LEAST <= date < end:
            out.append((date, synthetic_control(y[:end], x[:end], date).end_gap))
    return tuple(out)


def leave_one_out(y: NDArray[np.float64], x: NDArray[np.float64], pre: int) -> dict[int, float]:
    """Donor that carried weight -> end gap without it (Abadie, Diamond and Hainmueller 2015, section 4.5)."""
    full = synthetic_control(y, x, pre)
    carried = [int(j) for j in np.flatnonzero(full.weights > 1e-6)]
    if x.shape[1] < 2:
        return {}
    return {j: synthetic_control(y, np.delete(x, j, axis=1), pre).end_gap for j in carried}


def conformal_p(y: NDArray[np.float64], x: NDArray[np.float64], pre: int, effect: float = 0.0) -> float:
    """The p-value of a constant effect from the event on, by cyclic shifts of the residuals.

    The fit uses every period with the effect taken off, so that residuals are exchangeable under the null (Chernozhukov, Wuethrich
    and Zhu 2021, algorithm 1, moving-block permutations, statistic of order 1).

    Raises:
        DesignError: as `synthetic_control`.
    """
    synthetic_control(y, x, pre)
    under = y.copy()
    under[pre:] -= effect
    residual = np.abs(under - x @ fit_simplex(under, x).weights)
    after = y.size - pre
    doubled = np.concatenate((residual, residual))
    sums = np.convolve(doubled, np.ones(after), mode="valid")[: y.size]
    observed = float(sums[pre])
    return float(np.mean(sums >= observed - 1e-12 * max(observed, 1.0)))


__all__ = ["InSpace", "conformal_p", "in_space", "in_time", "leave_one_out"]
