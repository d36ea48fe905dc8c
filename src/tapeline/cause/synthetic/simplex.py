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
        DesignError: no donors, a gap, paths of different lengths or without movement, or conditions that do not hold to 1e-8.
    """
    check_paths(treated, donors)
    scale = float(np.abs(donors - treated[:, None]).max())
    if scale <= 0.0:
        raise DesignError("every donor is the treated series itself; choose other donors")
    points = (donors - treated[:, None]) / scale
    gram = points.T @ points
    penalty = ridge / scale**2
    if penalty:
        gram[np.diag_indices_from(gram)] += penalty
    weights, steps = nearest_point(gram)
    active = np.flatnonzero(weights)
    weights[active] = polish(points[:, active], weights[active], penalty)
    gradient = gram @ weights
    violation = float(weights @ gradient - gradient.min()) / float(np.diag(gram).max())
    if violation > OPTIMAL:
        raise DesignError(
            f"the weights miss their optimality condition by {violation:.1e}; the donors are too nearly alike"
        )
    gap = points @ weights * scale
    return SimplexFit(weights, float(gap @ gap), max(violation, 0.0), steps)


def nearest_point(gram: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Weights (J,) of the point nearest to the origin in the hull of points with Gram matrix `gram` (J, J), and the steps taken."""
    size = len(gram)
    top = float(gram.diagonal().max())
    active = [int(gram.diagonal().argmin())]
    w = np.ones(1)
    inverse = np.array([[1.0 / (gram[active[0], active[0]] + top)]])
    steps = 0
    while steps < 20 * size:
        gradient = w @ gram[active]
        enter = int(gradient.argmin())
        if gradient[enter] >= float(w @ gradient[active]) - ROUNDING * top or enter in active:
            break
        wider = _entered(inverse, gram[enter, active] + top, float(gram[enter, enter]) + top)
        if wider is None:
            break
        active.append(enter)
        inverse, w = wider, np.concatenate((w, [0.0]))
        steps += 1
        while True:
            v = inverse.sum(axis=1)
            v /= v.sum()
            if v.min() > 0.0:
                w = v
                break
            falling = v <= 0.0
            step = w[falling] / np.maximum(w[falling] - v[falling], 1e-300)
            w = w + min(float(step.min()), 1.0) * (v - w)
            gone = set(np.flatnonzero(w <= ROUNDING).tolist()) or {int(w.argmin())}
            for i in sorted(gone, reverse=True):
                inverse = _left(inverse, i)
                del active[i]
            w = np.delete(w, list(gone))
            w /= w.sum()
    out = np.zeros(size)
    out[active] = w
    return out, steps


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
    rest = inverse - column[:, None] * (column / column[i])
    keep = [k for k in range(len(column)) if k != i]
    return np.asarray(rest[keep][:, keep])


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


def check_paths(treated: NDArray[np.float64], donors: NDArray[np.float64], least: int = 2) -> None:
    """Refuse what cannot be fitted, with what would suffice.

    Raises:
        DesignError: no donors, a gap, other lengths, fewer than `least` periods, or a series that does not move.
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
    if float(np.ptp(treated)) <= 0.0:
        raise DesignError("the treated series does not move before the event; there is nothing to fit")
    if (np.ptp(donors, axis=0) <= 0.0).any():
        raise DesignError("a donor does not move before the event; leave it out")


__all__ = ["OPTIMAL", "SimplexFit", "check_paths", "fit_simplex", "nearest_point", "polish"]
