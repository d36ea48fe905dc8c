"""A path without the event, from donors: four ways to weigh them, each fitted before the event only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.synthetic.simplex import check_paths, fit_simplex
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

LEAST = 30
RIDGES = 20


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A counterfactual path and its distance from what was observed.

    Attributes:
        method: how the donors were weighed.
        weights: shape (J,).
        intercept: constant added to the weighted donors.
        path: shape (T,), the counterfactual.
        gap: shape (T,), observed less counterfactual.
        pre: number of periods before the event.
        penalty: ridge or elastic-net penalty chosen; 0 where there is none.
    """

    method: str
    weights: NDArray[np.float64]
    intercept: float
    path: NDArray[np.float64]
    gap: NDArray[np.float64]
    pre: int
    penalty: float = 0.0

    @property
    def pre_rmspe(self) -> float:
        """Root mean squared gap before the event."""
        return float(np.sqrt(np.mean(self.gap[: self.pre] ** 2)))

    @property
    def post_rmspe(self) -> float:
        """Root mean squared gap from the event on."""
        return float(np.sqrt(np.mean(self.gap[self.pre :] ** 2)))

    @property
    def end_gap(self) -> float:
        """The gap in the last period."""
        return float(self.gap[-1])


def _check(y: NDArray[np.float64], x: NDArray[np.float64], pre: int, least: int) -> None:
    if not 0 < pre < y.size:
        raise DesignError(f"the event falls outside the data: {pre} of {y.size} periods come before it")
    check_paths(y[:pre], x[:pre], least)
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise DesignError("a path has gaps after the event; shorten the window or leave the donor out")


def _made(
    method: str, y: NDArray[np.float64], x: NDArray[np.float64], pre: int, w: NDArray[np.float64], *, intercept: float = 0.0,
    penalty: float = 0.0,
) -> Synthetic:  # fmt: skip
    path = x @ w + intercept
    return Synthetic(method, w, intercept, path, y - path, pre, penalty)


def synthetic_control(
    y: NDArray[np.float64], x: NDArray[np.float64], pre: int, *, demean: bool = False, least: int = LEAST
) -> Synthetic:
    """Synthetic control with simplex weights on the outcomes before the event.

    Source: Abadie, Diamond and Hainmueller (2010), equation 2, with every period before the event as a predictor of equal weight;
    with `demean`, an intercept (Doudchenko and Imbens 2016; Ferman and Pinto 2021).

    Args:
        y: shape (T,), the treated path.
        x: shape (T, J), the donors' paths.
        pre: periods before the event.
        demean: fit the shape alone.
        least: fewest periods before the event.

    Raises:
        DesignError: no donors, a gap, too few periods, a series that does not move, an event outside the data.
    """
    _check(y, x, pre, least)
    a, b = (float(y[:pre].mean()), x[:pre].mean(axis=0)) if demean else (0.0, np.zeros(x.shape[1]))
    fit = fit_simplex(y[:pre] - a, x[:pre] - b)
    return _made("synthetic control", y, x, pre, fit.weights, intercept=a - float(b @ fit.weights))


def ridge_augmented(
    y: NDArray[np.float64], x: NDArray[np.float64], pre: int, penalty: float | None = None, *, least: int = LEAST
) -> Synthetic:
    """Synthetic control with a ridge correction of what its weights leave unfitted; weights may turn negative.

    Source: Ben-Michael, Feller and Rothstein (2021), lemma 1: w + (x1 - X0'w)'(X0'X0 + penalty I)^-1 X0', outcomes centred by the
    donors' mean in each period. Without a given penalty, the one with the least error when each period before the event is
    left out in turn (their section 5.3).

    Raises:
        DesignError: as `synthetic_control`.
    """
    _check(y, x, pre, least)
    centre = x[:pre].mean(axis=1)
    donors, target = (x[:pre] - centre[:, None]).T, y[:pre] - centre
    if penalty is None:
        penalty = _best_ridge(donors, target, _ridges(donors))
    w = fit_simplex(y[:pre], x[:pre]).weights
    return _made("ridge-augmented", y, x, pre, _augment(donors, target, w, penalty), penalty=penalty)


def _ridges(donors: NDArray[np.float64]) -> NDArray[np.float64]:
    top = float(np.linalg.norm(donors, 2)) ** 2
    return top * np.logspace(0, -6, RIDGES)


def _augment(
    donors: NDArray[np.float64], target: NDArray[np.float64], w: NDArray[np.float64], penalty: float
) -> NDArray[np.float64]:
    left = target - donors.T @ w
    return np.asarray(w + donors @ np.linalg.solve(donors.T @ donors + penalty * np.eye(target.size), left))


def _best_ridge(donors: NDArray[np.float64], target: NDArray[np.float64], ridges: NDArray[np.float64]) -> float:
    """The penalty with the least squared error over periods left out one at a time.

    With M = (X0 X0' + penalty I)^-1 and the residual r of the simplex weights fitted without period t, the error left at t is
    (M r)_t / M_tt: one inverse for each penalty serves every period.
    """
    residual = np.empty((target.size, target.size))
    for t in range(target.size):
        keep = np.arange(target.size) != t
        residual[t] = target - donors.T @ fit_simplex(target[keep], donors[:, keep].T).weights
    products = donors.T @ donors
    error = []
    for penalty in ridges:
        m = np.linalg.inv(products + penalty * np.eye(target.size))
        error.append(float(np.sum((np.einsum("ts,ts->t", m, residual) / m.diagonal()) ** 2)))
    return float(ridges[int(np.argmin(error))])


def elastic_net(
    y: NDArray[np.float64], x: NDArray[np.float64], pre: int, penalty: float | None = None, *, mix: float = 0.5, least: int = LEAST
) -> Synthetic:  # fmt: skip
    """Donor weights of any sign, shrunk by an elastic net, with an intercept.

    Source: Doudchenko and Imbens (2016), equation 5: |y - m - Xw|^2 / (2T) + penalty (mix |w|_1 + (1 - mix) |w|^2 / 2). Without a given
    penalty, the one that predicts the last quarter of the periods before the event best from the first three.

    Raises:
        DesignError: as `synthetic_control`.
    """
    _check(y, x, pre, least)
    if penalty is None:
        cut = pre - pre // 4
        penalty = _best_net(y[:pre], x[:pre], cut, mix)
    w, intercept = net_weights(y[:pre], x[:pre], penalty, mix)
    return _made("elastic net", y, x, pre, w, intercept=intercept, penalty=penalty)


def _best_net(y: NDArray[np.float64], x: NDArray[np.float64], cut: int, mix: float) -> float:
    a, b = x[:cut] - x[:cut].mean(axis=0), y[:cut] - y[:cut].mean()
    top = float(np.abs(a.T @ b).max()) / cut / mix
    best, chosen, w = np.inf, top, np.zeros(x.shape[1])
    for penalty in top * np.logspace(0, -3, 20):
        w, intercept = net_weights(y[:cut], x[:cut], float(penalty), mix, w)
        error = float(np.mean((y[cut:] - x[cut:] @ w - intercept) ** 2))
        if error < best:
            best, chosen = error, float(penalty)
    return chosen


def net_weights(
    y: NDArray[np.float64],
    x: NDArray[np.float64],
    penalty: float,
    mix: float,
    start: NDArray[np.float64] | None = None,
    steps: int = 5000,
) -> tuple[NDArray[np.float64], float]:
    """Elastic-net weights (J,) and the intercept, by feature-sign search (Lee, Battle, Raina and Ng 2007, algorithm 1).

    The signs of the weights are guessed, the weights that have them are solved for exactly, and the guess is changed where a
    sign turns or a donor left out pulls harder than the penalty; each step lowers the objective, so the search ends.

    Raises:
        DesignError: not ended in `steps`.
    """
    mean_x, mean_y = x.mean(axis=0), float(y.mean())
    a, b = x - mean_x, y - mean_y
    gram, cross = a.T @ a / y.size, a.T @ b / y.size
    gram[np.diag_indices_from(gram)] += penalty * (1 - mix)
    lasso = penalty * mix
    w = np.zeros(x.shape[1]) if start is None else start.copy()
    slack = 1e-9 * max(float(np.abs(cross).max()), 1e-300)
    for _ in range(steps):
        pull = cross - gram @ w
        settled = bool((np.abs(pull - lasso * np.sign(w))[w != 0.0] <= slack).all())
        sign = np.sign(w)
        if settled:
            outside = np.where(w == 0.0, np.abs(pull), 0.0)
            enter = int(outside.argmax())
            if outside[enter] <= lasso + slack:
                return w, mean_y - float(mean_x @ w)
            sign[enter] = np.sign(pull[enter])
        w = _towards(gram, cross, w, sign, lasso)
    raise DesignError(
        f"the elastic net did not settle in {steps} steps; raise the penalty or drop donors that are alike"
    )


def _towards(
    gram: NDArray[np.float64],
    cross: NDArray[np.float64],
    w: NDArray[np.float64],
    sign: NDArray[np.float64],
    lasso: float,
) -> NDArray[np.float64]:
    """The best point on the way from `w` to the solution with these signs: its end, or where a weight first or later reaches zero."""
    active = np.flatnonzero(sign)
    inner, goal = gram[active][:, active], cross[active]
    here, there = w[active], np.linalg.solve(inner, goal - lasso * sign[active])
    with np.errstate(divide="ignore", invalid="ignore"):
        stops = here / (here - there)
    turning = np.flatnonzero((stops > 0.0) & (stops < 1.0) & (here != 0.0))
    candidates = [there]
    for i in turning:
        point = here + stops[i] * (there - here)
        point[i] = 0.0
        candidates.append(point)
    values = [float(c @ inner @ c / 2 - goal @ c + lasso * np.abs(c).sum()) for c in candidates]
    out = np.zeros_like(w)
    out[active] = candidates[int(np.argmin(values))]
    return out


METHODS: dict[str, Callable[..., Synthetic]] = {
    "synthetic control": synthetic_control,
    "ridge-augmented": ridge_augmented,
    "elastic net": elastic_net,
}

__all__ = ["LEAST", "METHODS", "Synthetic", "elastic_net", "net_weights", "ridge_augmented", "synthetic_control"]
