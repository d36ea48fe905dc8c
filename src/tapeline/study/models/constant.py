"""Models without an estimated slope: a constant mean, the market itself, a mean around the event."""

from __future__ import annotations

import numpy as np

from tapeline.study.models.base import Fit, Problem, model, need_factors
from tapeline.study.models.lines import fit_line, measure_given, residual_spread


@model("mean", source="Brown and Warner (1985), equation 1; MacKinlay (1997), equation 1")
def mean_adjusted(problem: Problem) -> Fit:
    """The security's own mean return over the estimation window.

    One parameter: df = n - 1; Var(AR) = sigma**2 (1 + 1/n).
    """
    return fit_line(
        problem,
        free_alpha=True,
        free_beta=False,
        rows=np.zeros((problem.factors.rows.shape[0], problem.returns.shape[1])),
    )


@model("market_adjusted", source="Brown and Warner (1985), equation 2", needs=("market",))
def market_adjusted(problem: Problem) -> Fit:
    """The benchmark's return of the same session: intercept 0 and slope 1, nothing estimated but the spread.

    Sigma is the standard deviation about the mean over the estimation window (df = n - 1); no forecast-error term.
    """
    need_factors(problem, 1)
    return fit_line(problem, free_alpha=False, free_beta=False)


@model("comparison_mean", source="Masulis (1980), the comparison-period returns approach; Brown and Warner (1980)")
def comparison_mean(problem: Problem) -> Fit:
    """The mean return of sessions both before and after the event (`after`: how many sessions follow the event window).

    The comparison period is the estimation window and as many sessions after the event window as `after` says (default:
    the estimation window's length), less the sessions the data does not reach. df = n - 1; Var(AR) = sigma**2 (1 + 1/n).
    """
    y = problem.returns
    wanted = int(problem.options.get("after", 0))
    level = np.where(np.isfinite(y), y, 0.0)
    zeros = np.zeros((y.shape[0], 1))
    sums = np.concatenate([zeros, np.cumsum(level, axis=1)], axis=1)
    squares = np.concatenate([zeros, np.cumsum(level * level, axis=1)], axis=1)
    counts = np.concatenate([zeros, np.cumsum(np.isfinite(y), axis=1)], axis=1)
    i, size = problem.security, problem.last - problem.first
    begin = np.minimum(problem.position + problem.lead + problem.width, y.shape[1])
    end = np.minimum(begin + (wanted or size), y.shape[1])

    def both(table: np.ndarray) -> np.ndarray:
        out: np.ndarray = table[i, problem.last] - table[i, problem.first] + table[i, end] - table[i, begin]
        return out

    n, total, square = both(counts), both(sums), both(squares)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / n
        sigma = np.where(n > 2, np.sqrt(np.maximum(square - n * mean * mean, 0.0) / (n - 1)), np.nan)
    coef = np.zeros((i.size, 1 + problem.factors.rows.shape[1]))
    coef[:, 0] = mean
    return measure_given(problem, coef, sigma, n - 1.0, n, g_sums=n)


@model("raw", source="Brown and Warner (1980), section 2")
def raw(problem: Problem) -> Fit:
    """The return itself is taken as abnormal: an expected return of zero; sigma about zero, df = n."""
    coef = np.zeros((problem.security.size, 1 + problem.factors.rows.shape[1]))
    sigma, df, n = residual_spread(problem, coef, 0)
    return measure_given(problem, coef, sigma, df, n)


__all__ = ["comparison_mean", "market_adjusted", "mean_adjusted", "raw"]
