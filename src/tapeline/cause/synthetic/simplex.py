"""Least squares with weights that are not negative and sum to one: the nearest point of a convex hull, found exactly.

Source: Wolfe (1976), "Finding the nearest point in a polytope", Mathematical Programming 11. The active set changes by one point at a
time, so that the answer is reached in finitely many steps and its optimality conditions hold to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray

OPTIMAL = 1e-8
ROUNDING = 1e-13


@dataclass(frozen=True, slots=True)
class SimplexFit:
    """Weights on the simplex.

    Attributes:
        weights: shape (J,), not negative, summing to one.
        rss: sum of squared gaps, without the ridge term.
        violation: by how much the worst donor misses the optimality condition, relative to the largest squared distance.
        steps: points that entered the active set.
    """

    weights: NDArray[np.float64]
    rss: float
    violation: float
    steps: int


def fit_simplex(treated: NDArray[np.float64], donors: NDArray[np.float64], ridge: float = 0.0) -> SimplexFit:
    """Minimise |treated - donors w|^2 + ridge |w|^2 over the simplex.

    Args:
        treated: shape (T,), the path to be fitted.
        donors: shape (T, J), one column for each donor.
        ridge: penalty on the squared weights, in squared units of the path.

    Raises:
        DesignError: no donors, a gap, paths of different lengths, or conditions that do not hold to 1e-8.
    """
    check_paths(treated, donors, moving=False)
    scale = float(np.abs(donors - treated[:, None]).max())
    if scale <= 0.0:
        raise DesignError("every donor is the treated series itself; choose other donors")
    points = (donors - treated[:, None]) / scale
    gram = points.T @ points
    penalty = ridge / scale**2
    if penalty:
        gram[np.diag_indices_from(gram)] += penalty
    weights, _, steps = nearest_point(gram)
    active = np.flatnonzero(weights)
    weights[active] = polish(points[:, active], weights[active], penalty)
    missed = violation(gram, weights)
    if missed > OPTIMAL:
        raise DesignError(
            f"the weights miss their optimality condition by {missed:.1e}; the donors are too nearly alike"
        )
    gap = points @ weights * scale
    return SimplexFit(weights, float(gap @ gap), missed, steps)


def nearest_point(gram: NDArray[np.float64]) -> tuple[NDArray[np.float64], float, int]:
    """The point nearest to the origin in the hull of points with Gram matrix `gram` (J, J): weights (J,), violation, steps taken.

    The inverse of the active points' matrix is carried from step to step; where rounding has spoilt it (points that nearly depend on
    each other), the search is run again with a fresh inverse at every step.
    """
    weights, steps = _search(gram, fresh=False)
    missed = violation(gram, weights)
    if missed > OPTIMAL / 100:
        weights, steps = _search(gram, fresh=True)
        missed = violation(gram, weights)
    return weights, missed, steps


def violation(gram: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """By how much the worst point misses the optimality condition, relative to the largest squared distance."""
    gradient = gram @ weights
    return max(float(weights @ gradient - gradient.min()) / float(gram.diagonal().max()), 0.0)


def _search(gram: NDArray[np.float64], *, fresh: bool) -> tuple[NDArray[np.float64], int]:
    size = len(gram)
    top = float(gram.diagonal().max())
    active = [int(gram.diagonal().argmin())]
    w, ones, rows = np.ones(1), np.ones(size), gram[active]
    inverse = 1.0 / (rows[:, active] + top)
    steps = 0
    while steps < 20 * size:
        gradient = w @ rows
        enter = int(gradient.argmin())
        if gradient[enter] >= gradient[active[0]] - ROUNDING * top or enter in active:
            break  # on the active points the gradient is one value, the squared distance
        wider = None if fresh else _entered(inverse, rows[:, enter] + top, gram.item(enter, enter) + top)
        if wider is None and not fresh:
            break
        active.append(enter)
        inverse = _inverse(gram, active, top) if wider is None else wider
        w, rows = np.concatenate((w, ones[:1])), gram[active]
        w[-1] = 0.0
        steps += 1
        while True:
            v = inverse @ ones[: len(active)]
            v /= v @ ones[: len(active)]
            falling = v <= 0.0
            if not falling.any():
                w = v
                break
            step = w[falling] / np.maximum(w[falling] - v[falling], 1e-300)
            w = w + min(float(step.min()), 1.0) * (v - w)
            gone = np.flatnonzero(w <= ROUNDING).tolist() or [int(w.argmin())]
            for i in reversed(gone):
                inverse = _left(inverse, i)
                del active[i]
            if fresh:
                inverse = _inverse(gram, active, top)
            w, rows = np.delete(w, gone), gram[active]
            w /= w.sum()
    out = np.zeros(size)
    out[active] = w
    return out, steps


def _inverse(gram: NDArray[np.float64], active: list[int], top: float) -> NDArray[np.float64]:
    return np.asarray(np.linalg.pinv(gram[active][:, active] + top, rcond=ROUNDING, hermitian=True))


def _entered(inverse: NDArray[np.float64], cross: NDArray[np.float64], own: float) -> NDArray[np.float64] | None:
    """The inverse of G + t 11' on one more active point, by its border; `None` where the point depends on the others.

    The point of least norm in the affine hull has weights proportional to the row sums of this inverse (Wolfe 1976, section 4).
    """
    u = inverse @ cross
    left = own - float(cross @ u)
    if left <= ROUNDING * own:
        return None
    size = len(u)
    out = np.empty((size + 1, size + 1))
    side = u / left
    out[:size, :size] = inverse + u[:, None] * side
    out[size, :size] = out[:size, size] = -side
    out[size, size] = 1.0 / left
    return out


def _left(inverse: NDArray[np.float64], i: int) -> NDArray[np.float64]:
    """The inverse without the i-th active point."""
    column = inverse[:, i]
    keep = np.arange(len(column)) != i
    return np.asarray((inverse - column[:, None] * (column / column[i]))[keep][:, keep])


def polish(points: NDArray[np.float64], weights: NDArray[np.float64], penalty: float = 0.0) -> NDArray[np.float64]:
    """Solve once more for the k active points (T, k) by orthogonal factors instead of the Gram matrix; kept if it stays inside."""
    if len(weights) < 2:
        return weights
    if penalty:
        points = np.vstack((points, np.sqrt(penalty) * np.eye(len(weights))))
    base = int(weights.argmax())
    others = np.delete(points, base, axis=1)
    tail = np.linalg.lstsq(others - points[:, [base]], -points[:, base], rcond=None)[0]
    if tail.min() < 0.0 or tail.sum() > 1.0:
        return weights
    return np.insert(tail, base, 1.0 - tail.sum())


def check_paths(
    treated: NDArray[np.float64], donors: NDArray[np.float64], least: int = 2, *, moving: bool = True
) -> None:
    """Refuse what cannot be fitted, with what would suffice.

    Raises:
        DesignError: no donors, a gap, other lengths, fewer than `least` periods, or (where `moving`) a series that does not move.
    """
    if donors.ndim != 2 or donors.shape[1] == 0:
        raise DesignError(
            "there are no donors; name at least one security that the event did not touch (20 or more to test with)"
        )
    if treated.ndim != 1 or donors.shape[0] != treated.size:
        raise DesignError(f"the treated path has {treated.size} periods and the donors {donors.shape[0]}; align them")
    if treated.size < least:
        raise DesignError(
            f"{treated.size} periods come before the event, at least {least} are needed; bring earlier prices"
        )
    holes = [int(j) for j in np.flatnonzero(~np.isfinite(donors).all(axis=0))]
    if holes or not np.isfinite(treated).all():
        where = f"donors number {', '.join(map(str, holes[:5]))}" if holes else "the treated series"
        raise DesignError(f"{where} have gaps; leave them out, or fill the gaps from another source")
    if not moving:
        return
    if float(np.ptp(treated)) <= 0.0:
        raise DesignError("the treated series does not move before the event; there is nothing to fit")
    if (np.ptp(donors, axis=0) <= 0.0).any():
        raise DesignError("a donor does not move before the event; leave it out")


__all__ = ["OPTIMAL", "SimplexFit", "check_paths", "fit_simplex", "nearest_point", "polish", "violation"]
