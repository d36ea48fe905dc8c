"""Slopes drawn towards a prior: Blume, Vasicek."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.kernels import prefix
from tapeline.study.models.base import Fit, Problem, model, need_factors
from tapeline.study.models.lines import line_table, measure_given, residual_spread

if TYPE_CHECKING:
    from numpy.typing import NDArray


def _least_squares(problem: Problem) -> NDArray[np.float64]:
    gap, has_gap = problem.gaps
    x = np.ascontiguousarray(problem.factors.rows[:, 0, :])
    sums, centre = prefix.running_sums(problem.returns, x, problem.factors.row_of, gap, has_gap)
    return line_table(sums, centre, problem.security, problem.first, problem.last, True, True)


def _with_slope(problem: Problem, ols: NDArray[np.float64], beta: NDArray[np.float64]) -> Fit:
    alpha = ols[:, 0] + (ols[:, 1] - beta) * ols[:, 5]
    coef = np.column_stack([alpha, beta])
    sigma, df, n = residual_spread(problem, coef, 2)
    return measure_given(
        problem, coef, sigma, df, n,
        g_sums=ols[:, 4].copy(), means=ols[:, 5:6].copy(), inverse=(1.0 / ols[:, 6])[:, None, None],
    )  # fmt: skip


@model("blume", source="Blume (1975), section II; the rounded weights are the trade's", needs=("market",))
def blume(problem: Problem) -> Fit:
    """The market model with its slope drawn towards one: beta = 1/3 + 2/3 b (option `weights`).

    Alpha makes the mean residual zero; df = n - 2; forecast-error term as for least squares.
    """
    need_factors(problem, 1)
    base, share = problem.options.get("weights", (1.0 / 3.0, 2.0 / 3.0))
    ols = _least_squares(problem)
    return _with_slope(problem, ols, float(base) + float(share) * ols[:, 1])


@model("vasicek", source="Vasicek (1973), equation 18", needs=("market",))
def vasicek(problem: Problem) -> Fit:
    """The market model with its slope drawn towards a prior mean, by the precision of each.

    Option `prior`: (mean, standard deviation); by default those of the slopes of the study's own events (ddof 1).

    Raises:
        DesignError: no prior is given and there are fewer than three events to take it from.
    """
    need_factors(problem, 1)
    ols = _least_squares(problem)
    beta = ols[:, 1]
    known = beta[np.isfinite(beta)]
    prior = problem.options.get("prior")
    if prior is None and known.size < 3:
        raise DesignError(
            f"{known.size} events are too few for a prior of slopes; pass model_options={{'prior': (1.0, 0.5)}}"
        )
    centre, spread = (
        (float(known.mean()), float(known.std(ddof=1))) if prior is None else (float(prior[0]), float(prior[1]))
    )
    own = ols[:, 2] ** 2 / ols[:, 6]
    trust = spread**2 / (spread**2 + own)
    return _with_slope(problem, ols, trust * beta + (1.0 - trust) * centre)


__all__ = ["blume", "vasicek"]
