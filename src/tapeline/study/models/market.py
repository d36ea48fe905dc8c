"""Models with one estimated slope on a benchmark: the market model and its kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.study.models.base import Fit, Problem, model, need_factors, option
from tapeline.study.models.lines import fit_line, measure_given, residual_spread

if TYPE_CHECKING:
    import numpy as np

SOURCE = "MacKinlay (1997), equations 3 to 8; Campbell, Lo and MacKinlay (1997), equations 4.3.1 to 4.4.9"


@model("market", source=SOURCE, needs=("market",))
def market_model(problem: Problem) -> Fit:
    """Ordinary least squares on the benchmark: R = alpha + beta Rm + e.

    df = n - 2; Var(AR) = sigma**2 (1 + 1/n + (Rm - mean)**2 / Sxx), and for a window of L sessions
    Var(CAR) = sigma**2 (L + L**2/n + (sum of Rm - L mean)**2 / Sxx). Over gaps, weighted as Maynes and Rumsey (1993).
    """
    need_factors(problem, 1)
    return fit_line(problem, free_alpha=True, free_beta=True)


@model("capm", source="Sharpe (1964); Campbell, Lo and MacKinlay (1997), equation 5.3.1", needs=("market", "riskless"))
def capm(problem: Problem) -> Fit:
    """Excess return on the benchmark's excess return, so R - Rf = alpha + beta (Rm - Rf) + e.

    Option `alpha`: "estimated" (default, Jensen's alpha is part of the normal return; df = n - 2) or "zero" (the theory's
    restriction: regression through the origin, df = n - 1, and only the slope carries forecast error).
    """
    need_factors(problem, 1)
    if option(problem, "alpha", ("estimated", "zero")) == "estimated":
        return fit_line(problem, free_alpha=True, free_beta=True)
    return _through_origin(problem)


def _through_origin(problem: Problem) -> Fit:
    import numpy as np

    x_rows = problem.factors.rows[:, 0, :]
    e = problem.security.size
    coef, sxx = np.zeros((e, 2)), np.zeros(e)
    for j in range(e):
        i = problem.security[j]
        part = slice(problem.first[j], problem.last[j])
        y, x = problem.returns[i, part], x_rows[problem.factors.row_of[i], part]
        weight = 1.0 if problem.gap is None else 1.0 / problem.gap[i, part]
        use = np.isfinite(y) & np.isfinite(x)
        sxx[j] = float(np.sum((x * x * weight)[use]))
        coef[j, 1] = float(np.sum((x * y * weight)[use])) / sxx[j] if sxx[j] > 0 else np.nan
    sigma, df, n = residual_spread(problem, coef, 1)
    inverse: np.ndarray = (1.0 / sxx)[:, None, None]
    return measure_given(problem, coef, sigma, df, n, inverse=inverse)


@model(
    "peer",
    source="Schipper and Thompson (1983), on industry benchmarks; Campbell, Lo and MacKinlay (1997), 4.3",
    needs=("partner",),
)
def peer(problem: Problem) -> Fit:
    """The market model on the equal-weighted mean of each security's peers (`partner={"A": ["B", "C"]}`)."""
    need_factors(problem, 1)
    return fit_line(problem, free_alpha=True, free_beta=True)


@model("matched", source="Barber and Lyon (1997), section 3, the control-firm approach", needs=("partner",))
def matched(problem: Problem) -> Fit:
    """The return of one matched firm of the same session (`partner={"A": "B"}`), nothing estimated but the spread."""
    need_factors(problem, 1)
    return fit_line(problem, free_alpha=False, free_beta=False)


@model("rolling", source="Fama and MacBeth (1973), section IV, on rolling betas", needs=("market",), cut=60)
def rolling(problem: Problem) -> Fit:
    """The market model on the last `length` sessions of the estimation window alone (default 60)."""
    need_factors(problem, 1)
    return fit_line(problem, free_alpha=True, free_beta=True)


__all__ = ["capm", "market_model", "matched", "peer", "rolling"]
