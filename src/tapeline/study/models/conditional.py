"""Market models whose residual variance moves: GARCH(1,1) and EGARCH(1,1), fitted with `arch`."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.models.base import Fit, Problem, model, need_factors, option
from tapeline.study.models.lines import measure_given

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALE = 100.0  # arch converges best on returns in percent


def _fit_one(y: NDArray[np.float64], x: NDArray[np.float64], kind: str) -> Any:
    from arch.univariate import EGARCH, GARCH, LS

    mean = LS(y * SCALE, x=x[:, None] * SCALE, constant=True, rescale=False)
    mean.volatility = GARCH(p=1, q=1) if kind == "garch" else EGARCH(p=1, o=1, q=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit that does not converge is told by its flag and comes back as a reason
        return mean.fit(disp="off", show_warning=False)


def _variances(
    params: NDArray[np.float64], resid: NDArray[np.float64], last_variance: float, lead: int, width: int, kind: str
) -> NDArray[np.float64]:
    """Variances of the event window's sessions, as forecast from the session before it.

    The recursion runs over the residuals between the two windows as they came (`resid`, the last estimation residual
    first), then over expected values. Bollerslev (1986), equation 1; Nelson (1991), equation 2.1.
    """
    h = last_variance
    for e in resid[: max(lead, 1)]:
        h = _step(params, h, float(e), kind)
    out = np.empty(width)
    for k in range(width):
        out[k] = h
        h = _expected_step(params, h, kind)
    return out


def _step(params: NDArray[np.float64], h: float, e: float, kind: str) -> float:
    if kind == "garch":
        omega, alpha, beta = params
        return float(omega + alpha * e * e + beta * h)
    omega, alpha, gamma, beta = params
    z = e / np.sqrt(h)
    return float(np.exp(omega + alpha * (abs(z) - np.sqrt(2.0 / np.pi)) + gamma * z + beta * np.log(h)))


def _expected_step(params: NDArray[np.float64], h: float, kind: str) -> float:
    if kind == "garch":
        omega, alpha, beta = params
        return float(omega + (alpha + beta) * h)
    omega, _, _, beta = params
    return float(np.exp(omega + beta * np.log(h)))


def _conditional(problem: Problem, kind: str) -> Fit:
    need_factors(problem, 1)
    if problem.gap is not None:
        raise DesignError("a variance recursion has no meaning over gaps; use gaps='drop' with this model")
    events, width = problem.security.size, problem.width
    forecast_error = option(problem, "forecast_error", ("in", "out")) == "in"
    cov = np.zeros((events, 2, 2))
    coef, sigma = np.full((events, 2), np.nan), np.full(events, np.nan)
    n, h = np.zeros(events), np.full((events, width), np.nan)
    for j in range(events):
        i, a, b = problem.security[j], problem.first[j], problem.last[j]
        y, x = problem.returns[i], problem.factors.rows[problem.factors.row_of[i], 0]
        use = np.isfinite(y[a:b]) & np.isfinite(x[a:b])
        n[j] = use.sum()
        if n[j] < 60:
            continue
        fitted = _fit_one(y[a:b][use], x[a:b][use], kind)
        if fitted.convergence_flag != 0:
            continue
        values = np.asarray(fitted.params)
        coef[j] = values[0] / SCALE, values[1]
        between = (
            y[b - 1 : problem.position[j] + problem.lead]
            - coef[j, 0]
            - coef[j, 1] * x[b - 1 : problem.position[j] + problem.lead]
        )
        between = np.where(np.isfinite(between), between, 0.0) * SCALE
        last_variance = float(np.asarray(fitted.conditional_volatility)[-1] ** 2)
        h[j] = _variances(values[2:], between, last_variance, between.size, width, kind) / SCALE**2
        sigma[j] = float(np.std(np.asarray(fitted.resid), ddof=2)) / SCALE
        if forecast_error:
            cov[j] = np.asarray(fitted.param_cov)[:2, :2] / np.array([[SCALE**2, SCALE], [SCALE, 1.0]])
    plain = measure_given(problem, coef, sigma, n - 2.0, n)
    ahead = np.stack([np.ones((events, width)), _benchmark_ahead(problem)], axis=2)
    ahead = np.where(np.isfinite(plain.ar)[:, :, None], ahead, 0.0)
    h = np.where(np.isfinite(plain.ar), h, 0.0)
    spare = sigma**2
    sums = [_window_variance(h[:, a:b], ahead[:, a:b], cov) / spare for a, b in [(0, width), *problem.windows]]
    each = np.column_stack([_window_variance(h[:, [k]], ahead[:, [k]], cov) / spare for k in range(width)])
    each = np.where(np.isfinite(plain.ar), each, np.nan)
    return Fit(coef, sigma, n - 2.0, n, plain.ar, each, plain.car, np.column_stack(sums))


def _benchmark_ahead(problem: Problem) -> NDArray[np.float64]:
    """The benchmark over each event's window, shape (E, L)."""
    columns = problem.position[:, None] + problem.lead + np.arange(problem.width)
    return np.asarray(
        problem.factors.rows[problem.factors.row_of[problem.security], 0][np.arange(columns.shape[0])[:, None], columns]
    )


def _window_variance(
    h: NDArray[np.float64], ahead: NDArray[np.float64], cov: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Variance of a sum of abnormal returns: the sessions' own and, from the coefficients' covariance, that of the forecast.

    Takes:
        h: shape (E, L). ahead: shape (E, L, 2), what each coefficient multiplies. cov: shape (E, 2, 2).
    """
    total = ahead.sum(axis=1)
    return np.asarray(h.sum(axis=1) + np.einsum("ei,eij,ej->e", total, cov, total))


@model("garch", source="Bollerslev (1986), equation 1; Corhay and Tourani Rad (1996), equation 3", needs=("market",))
def garch_market(problem: Problem) -> Fit:
    """The market model with GARCH(1,1) residuals: each event's abnormal returns have their own forecast variance.

    Fitted by maximum likelihood with normal errors, event by event. Sigma is the residuals' standard deviation;
    Var(AR) is the variance forecast from the session before the event window plus, with `forecast_error` "in" (the default), the
    variance that the estimated intercept and slope add, from their robust covariance (Bollerslev and Wooldridge 1992); "out"
    leaves that term out, as Corhay and Tourani Rad do. An event whose likelihood does not converge is left out with that reason.
    """
    return _conditional(problem, "garch")


@model("egarch", source="Nelson (1991), equation 2.1", needs=("market",))
def egarch_market(problem: Problem) -> Fit:
    """The market model with EGARCH(1,1) residuals; beyond one session the forecast is that of the log variance.

    `forecast_error` as in `garch`.
    """
    return _conditional(problem, "egarch")


__all__ = ["egarch_market", "garch_market"]
