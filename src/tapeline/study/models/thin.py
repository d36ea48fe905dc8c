"""Slopes for securities that trade thinly: Scholes and Williams, Dimson."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.kernels import plane, prefix
from tapeline.study.models.base import NO_GAP, Fit, Problem, model, need_factors
from tapeline.study.models.lines import line_table, measure_given, residual_spread

if TYPE_CHECKING:
    from numpy.typing import NDArray


def shifted(rows: NDArray[np.float64], by: int) -> NDArray[np.float64]:
    """Rows moved so that column t holds the value of t + by; NaN beyond the ends."""
    out = np.full(rows.shape, np.nan)
    if by > 0:
        out[:, :-by] = rows[:, by:]
    elif by < 0:
        out[:, -by:] = rows[:, :by]
    else:
        out[:] = rows
    return out


def _no_gaps(problem: Problem) -> None:
    if problem.gap is not None:
        raise DesignError("leads and lags of the benchmark have no meaning over gaps; use gaps='drop' with this model")


def _as_ols(problem: Problem, coef: NDArray[np.float64], parameters: int, ols: NDArray[np.float64]) -> Fit:
    """Measure with a corrected slope and the forecast-error term of ordinary least squares."""
    sigma, df, n = residual_spread(problem, coef, parameters)
    return measure_given(
        problem, coef, sigma, df, n,
        g_sums=n, means=ols[:, 5:6].copy(), inverse=(1.0 / ols[:, 6])[:, None, None],
    )  # fmt: skip


@model("scholes_williams", source="Scholes and Williams (1977), equations 19 and 20", needs=("market",))
def scholes_williams(problem: Problem) -> Fit:
    """Slope from the benchmark's previous, same and next session: (b- + b0 + b+) / (1 + 2 rho).

    The three slopes and rho, the benchmark's first autocorrelation, use the sessions of the estimation window whose
    neighbours lie inside it too. Alpha makes the mean residual of those sessions zero. df = n - 2; the forecast-error
    term is that of ordinary least squares.
    """
    need_factors(problem, 1)
    _no_gaps(problem)
    x = np.ascontiguousarray(problem.factors.rows[:, 0, :])
    inside = problem.first + 1, problem.last - 1
    slopes = []
    for by in (-1, 0, 1):
        sums, centre = prefix.running_sums(problem.returns, shifted(x, by), problem.factors.row_of, NO_GAP, False)
        slopes.append(line_table(sums, centre, problem.security, *inside, True, True))
    groups = np.arange(x.shape[0])
    sums, centre = prefix.running_sums(x, shifted(x, -1), groups, NO_GAP, False)
    own = line_table(
        sums, centre, problem.factors.row_of[problem.security], problem.first + 1, problem.last, True, True
    )
    explained, left = own[:, 1] ** 2 * own[:, 6], own[:, 2] ** 2 * (own[:, 3] - 2.0)
    rho = np.sign(own[:, 1]) * np.sqrt(explained / (explained + left))
    beta = (slopes[0][:, 1] + slopes[1][:, 1] + slopes[2][:, 1]) / (1.0 + 2.0 * rho)
    same = slopes[1]
    y_mean = same[:, 0] + same[:, 1] * same[:, 5]
    coef = np.column_stack([y_mean - beta * same[:, 5], beta])
    sums, centre = prefix.running_sums(problem.returns, x, problem.factors.row_of, NO_GAP, False)
    ols = line_table(sums, centre, problem.security, problem.first, problem.last, True, True)
    return _as_ols(problem, coef, 2, ols)


@model("dimson", source="Dimson (1979), equation 6", needs=("market",))
def dimson(problem: Problem) -> Fit:
    """Slope as the sum of the slopes on leads and lags of the benchmark (`lags`, default 1 on either side).

    df = n - 2 - 2 lags for the sessions whose leads and lags exist; the forecast-error term is that of least squares on
    the same session's benchmark.
    """
    need_factors(problem, 1)
    _no_gaps(problem)
    lags = int(problem.options.get("lags", 1))
    x = np.ascontiguousarray(problem.factors.rows[:, 0, :])
    rows = np.ascontiguousarray(np.stack([shifted(x, by) for by in range(-lags, lags + 1)], axis=1))
    fitted, _, _, _ = plane.fit_plane(
        problem.returns, rows, problem.factors.row_of, NO_GAP, False, problem.security,
        problem.first + lags, problem.last - lags,
    )  # fmt: skip
    coef = np.column_stack([fitted[:, 0], fitted[:, 1:].sum(axis=1)])
    sums, centre = prefix.running_sums(problem.returns, x, problem.factors.row_of, NO_GAP, False)
    ols = line_table(sums, centre, problem.security, problem.first, problem.last, True, True)
    return _as_ols(problem, coef, 2 + 2 * lags, ols)


__all__ = ["dimson", "scholes_williams", "shifted"]
