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
    weights = polish(points, weights, penalty)
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
    active = [int(np.argmin(gram.diagonal()))]
    w = np.ones(1)
    steps = 0
    while steps < 20 * size:
        gradient = w @ gram[active]
        enter = int(gradient.argmin())
        if gradient[enter] >= float(w @ gradient[active]) - ROUNDING * top or enter in active:
            break
        active.append(enter)
        w = np.append(w, 0.0)
        steps += 1
        while True:
            inner = gram[np.ix_(active, active)]
            v = _affine(inner, top)
            if v.min() > 0.0:
                w = v
                break
            falling = v <= 0.0
            step = w[falling] / np.maximum(w[falling] - v[falling], 1e-300)
            w = w + min(float(step.min()), 1.0) * (v - w)
            keep = w > ROUNDING
            if keep.all():
                keep[int(np.argmin(w))] = False
            active = [a for a, k in zip(active, keep, strict=True) if k]
            w = w[keep] / w[keep].sum()
    out = np.zeros(size)
    out[active] = w
    return out, steps


def _affine(inner: NDArray[np.float64], top: float) -> NDArray[np.float64]:
    """The point of least norm in the affine hull: solve (G + t 11') u = 1 and scale u to sum to one (Wolfe 1976, section 4)."""
    try:
        u = np.linalg.solve(inner + top, np.ones(len(inner)))
    except np.linalg.LinAlgError:
        u = np.linalg.lstsq(inner + top, np.ones(len(inner)), rcond=None)[0]
    return np.asarray(u / u.sum())


def polish(points: NDArray[np.float64], weights: NDArray[np.float64], penalty: float) -> NDArray[np.float64]:
    """Solve once more on the active points by orthogonal factors instead of the Gram matrix, and keep it if it stays inside."""
    active = np.flatnonzero(weights > 0.0)
    if len(active) < 2:
        return weights
    chosen = points[:, active]
    if penalty:
        chosen = np.vstack((chosen, np.sqrt(penalty) * np.eye(len(active))))
    base = int(np.argmax(weights[active]))
    others = np.delete(np.arange(len(active)), base)
    tail = np.linalg.lstsq(chosen[:, others] - chosen[:, [base]], -chosen[:, base], rcond=None)[0]
    better = np.empty(len(active))
    better[others], better[base] = tail, 1.0 - tail.sum()
    if better.min() < 0.0:
        return weights
    out = np.zeros_like(weights)
    out[active] = better
    return out


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
