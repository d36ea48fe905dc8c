"""The shared work of models that explain a return by an intercept and one benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.study.kernels import complete, plane, prefix
from tapeline.study.models.base import Fit, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray


def fit_line(problem: Problem, *, free_alpha: bool, free_beta: bool, rows: NDArray[np.float64] | None = None) -> Fit:
    """Fit and measure by running sums.

    Takes:
        problem: the events.
        free_alpha, free_beta: what is estimated; a fixed alpha is 0, a fixed beta 0 with a free alpha and 1 without.
        rows: shape (G, T), in place of the problem's first factor.
    """
    y = problem.returns
    if rows is not None:
        x = rows
    elif problem.factors.rows.shape[1]:
        x = np.ascontiguousarray(problem.factors.rows[:, 0, :])
    else:
        x = np.zeros((problem.factors.rows.shape[0], y.shape[1]))
    coef, sigma, n, ar, ar_factor, car, car_factor = _study(problem, y, x, free_alpha=free_alpha, free_beta=free_beta)
    lost = 2.0 if free_beta else 1.0
    alike = n.size > 0 and n.min() == n.max()  # then one number serves all events
    df = np.broadcast_to(n[0] - lost, n.shape) if alike else n - lost
    if not problem.factors.rows.shape[1]:
        coef = coef[:, :1]
    return Fit(coef, sigma, df, n, ar, ar_factor, car, car_factor, centred=free_alpha)


def _study(
    problem: Problem, y: NDArray[np.float64], x: NDArray[np.float64], *, free_alpha: bool, free_beta: bool
) -> tuple[NDArray[np.float64], ...]:
    """Coefficients, sigma, n, AR and CAR with their factors.

    By the compact running sums where no return is missing between a security's first and last, else by the full ones.
    """
    gap, has_gap = problem.gaps
    row_of, security, position = problem.factors.row_of, problem.security, problem.position
    width, windows = problem.width, 1 + problem.windows.shape[0]
    coef, stat, *measured = columns(security.size, 2, 2, width, width, windows, windows)
    if not has_gap:
        extent = complete.extents(y, x, row_of)
        if extent.min() >= 0:
            sums: tuple[Any, ...] = complete.running_sums(y, x, row_of, extent)
            fill: Any = complete.study_line  # too many arguments for a type checker
            fill(
                *sums, row_of, extent, y, x, security, position, problem.first, problem.last, problem.lead, problem.inner,
                problem.windows, free_alpha, free_beta, gap, coef, stat, *measured,
            )  # fmt: skip
            return coef, stat[:, 0], stat[:, 1], *measured
    sums, centre = prefix.running_sums(y, x, row_of, gap, has_gap)
    coef, sigma, n, base = prefix.fit_line(sums, centre, security, problem.first, problem.last, free_alpha, free_beta)
    prefix.measure_line(
        y, x, row_of, gap, has_gap, security, position, problem.lead, problem.inner, coef, base, free_alpha, free_beta,
        problem.windows, *measured,
    )  # fmt: skip
    return coef, sigma, n, *measured


def columns(rows: int, *widths: int) -> list[NDArray[np.float64]]:
    """Empty arrays of shape (rows, width) whose columns are contiguous, as `Fit` keeps them."""
    return [np.empty((width, rows)).T for width in widths]


def line_table(*arguments: Any) -> NDArray[np.float64]:
    """The fits of `prefix.fit_line` side by side, shape (E, 7): alpha, beta, sigma, n, sum of g, mean of x, Sxx."""
    coef, sigma, n, base = prefix.fit_line(*arguments)
    return np.column_stack([coef, sigma, n, base])


def measure_given(
    problem: Problem,
    coef: NDArray[np.float64],
    sigma: NDArray[np.float64],
    df: NDArray[np.float64],
    n: NDArray[np.float64],
    *,
    g_sums: NDArray[np.float64] | None = None,
    means: NDArray[np.float64] | None = None,
    inverse: NDArray[np.float64] | None = None,
) -> Fit:
    """Measure with coefficients from elsewhere; without the last three, no forecast-error term is added."""
    events, count = coef.shape[0], coef.shape[1] - 1
    gap, has_gap = problem.gaps
    ar, ar_factor, car, car_factor = plane.measure_plane(
        problem.returns, problem.factors.rows, problem.factors.row_of, gap, has_gap, problem.security, problem.position,
        problem.lead, problem.width, problem.inner, coef,
        np.full(events, np.nan) if g_sums is None else g_sums,
        np.zeros((events, count)) if means is None else means,
        np.full((events, count, count), np.nan) if inverse is None else inverse,
        problem.windows,
    )  # fmt: skip
    return Fit(coef, sigma, df, n, ar, ar_factor, car, car_factor)


def residual_spread(problem: Problem, coef: NDArray[np.float64], parameters: int) -> tuple[NDArray[np.float64], ...]:
    """Sigma, degrees of freedom and count of the estimation residuals of given coefficients, each of shape (E,)."""
    gap, has_gap = problem.gaps
    sums = plane.sum_squares(
        problem.returns, problem.factors.rows, problem.factors.row_of, gap, has_gap, problem.security, problem.first,
        problem.last, coef,
    )  # fmt: skip
    n = sums[:, 0]
    df = n - parameters
    with np.errstate(invalid="ignore", divide="ignore"):
        sigma = np.where(df > 0, np.sqrt(sums[:, 1] / df), np.nan)
    return sigma, df, n


__all__ = ["fit_line", "line_table", "measure_given", "residual_spread"]
