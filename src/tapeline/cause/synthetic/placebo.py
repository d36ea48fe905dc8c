"""Could the gap be chance? Placebos over donors, over dates, without each donor in turn, and by permuting periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.synthetic.simplex import fit_simplex, nearest_point, polish
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


def in_space(y: NDArray[np.float64], x: NDArray[np.float64], pre: int, *, demean: bool = False) -> InSpace:
    """Refit for every donor as if it were treated; the treated unit is never among a placebo's donors.

    Source: Abadie, Diamond and Hainmueller (2010), section 3.4. All fits share one matrix of products, so that a placebo costs
    its active-set steps and no more.

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
    products = (before / scale).T @ (before / scale)
    count = x.shape[1]
    gaps = np.empty_like(x)
    everyone = np.arange(count)
    for j in range(count):
        rest = np.delete(everyone, j)
        mine = products[rest, j]
        gram = products[rest][:, rest] - (mine[:, None] + (mine - products[j, j]))
        w, _ = nearest_point(gram)
        used = np.flatnonzero(w)
        donors = rest[used]
        weights = polish((before[:, donors] - before[:, [j]]) / scale, w[used])
        gaps[:, j] = level[:, j] - level[:, donors] @ weights
    ratio = own.post_rmspe / max(own.pre_rmspe, 1e-12 * scale)
    before_gap = np.sqrt(np.mean(gaps[:pre] ** 2, axis=0))
    ratios = np.sqrt(np.mean(gaps[pre:] ** 2, axis=0)) / np.maximum(before_gap, 1e-12 * scale)
    p = (1 + int((ratios >= ratio).sum())) / (1 + count)
    return InSpace(p, ratio, ratios, gaps, 1 / (1 + count))


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
