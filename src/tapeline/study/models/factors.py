"""Models with several factors: Fama and French's three and five, Carhart's four, any that are given."""

from __future__ import annotations

from tapeline.study.kernels import plane
from tapeline.study.models.base import Fit, Problem, model, need_factors
from tapeline.study.models.lines import measure_given


def fit_factors(problem: Problem) -> Fit:
    """Least squares with an intercept on every factor row; df = n - 1 - K, forecast error of all 1 + K coefficients.

    Var(AR) = sigma**2 (1 + 1/n + d' A^-1 d), with d the factors less their means and A their centred cross-products.
    """
    need_factors(problem)
    gap, has_gap = problem.gaps
    rows = problem.factors.rows
    coef, stat, means, inverse = plane.fit_plane(
        problem.returns, rows, problem.factors.row_of, gap, has_gap, problem.security, problem.first, problem.last
    )
    df = stat[:, 1] - 1.0 - rows.shape[1]
    return measure_given(
        problem, coef, stat[:, 0].copy(), df, stat[:, 1].copy(),
        g_sums=stat[:, 2].copy(), means=means, inverse=inverse,
    )  # fmt: skip


@model(
    "ff3",
    source="Fama and French (1993), section 4",
    needs=("riskless", "factors"),
    factor_names=("mkt_rf", "smb", "hml"),
)
def fama_french_three(problem: Problem) -> Fit:
    """Market, size and value: the excess return on mkt_rf, smb and hml."""
    return fit_factors(problem)


@model(
    "ff5",
    source="Fama and French (2015), equation 5",
    needs=("riskless", "factors"),
    factor_names=("mkt_rf", "smb", "hml", "rmw", "cma"),
)
def fama_french_five(problem: Problem) -> Fit:
    """Market, size, value, profitability and investment: the excess return on mkt_rf, smb, hml, rmw and cma."""
    return fit_factors(problem)


@model(
    "carhart",
    source="Carhart (1997), equation 2",
    needs=("riskless", "factors"),
    factor_names=("mkt_rf", "smb", "hml", "mom"),
)
def carhart(problem: Problem) -> Fit:
    """Market, size, value and momentum: the excess return on mkt_rf, smb, hml and mom."""
    return fit_factors(problem)


@model("factors", source="Campbell, Lo and MacKinlay (1997), equation 4.3.4, with several factors", needs=("factors",))
def any_factors(problem: Problem) -> Fit:
    """The return itself (not in excess of the bill) on every column of `factors`, and on the market where one is given."""
    return fit_factors(problem)


__all__ = ["any_factors", "carhart", "fama_french_five", "fama_french_three", "fit_factors"]
