"""Calendar-time portfolios: each session, the securities with an event in the last H sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError, UnknownNameError
from tapeline.study import prices as price_tables
from tapeline.study.longhorizon.held import Held, hold

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CalendarTime:
    """A calendar-time portfolio's abnormal performance per session.

    Attributes:
        held: the events. sessions: shape (P,), those with enough securities. portfolio: shape (P,), its equal-weighted return,
        in excess of the bill where one is given. size: shape (P,), securities in it.
        mean, mean_se, mean_t, mean_p: the mean return less the benchmark's, and its test over sessions.
        names, coef, se, t, p_value: the regression on the factors; the first is the alpha.
        errors: how the regression's standard errors were computed.
    """

    held: Held
    sessions: NDArray[np.datetime64]
    portfolio: NDArray[np.float64]
    size: NDArray[np.int64]
    mean: float
    mean_se: float
    mean_t: float
    mean_p: float
    names: tuple[str, ...]
    coef: NDArray[np.float64]
    se: NDArray[np.float64]
    t: NDArray[np.float64]
    p_value: NDArray[np.float64]
    errors: str

    @property
    def alpha(self) -> float:
        """The intercept, return per session."""
        return float(self.coef[0])


def calendar_time(
    events: Any,
    prices: Any,
    *,
    market: Any,
    horizon: int = 250,
    factors: Any = None,
    factor_unit: str = "decimal",
    least: int = 5,
    weighted: bool = False,
    errors: str = "HC1",
    lags: int = 5,
) -> CalendarTime:
    """The calendar-time portfolio of securities within `horizon` sessions after an event, and its alpha.

    Jaffe (1974) and Mandelker (1974) for the portfolio; Fama (1998), section 2.2, and Mitchell and Stafford (2000), section IV,
    for the regression on factors. The regression and its errors are statsmodels'. A security with two events within the
    horizon is in the portfolio once.

    Takes:
        events, prices, market: as `run`. horizon: sessions (or months, when prices are monthly).
        factors, factor_unit: as `run`; without them, the benchmark is the one factor; a column rf makes returns excess.
        least: securities a session needs. weighted: weigh sessions by the number of securities.
        errors: "HC0" to "HC3", "nonrobust", or "HAC" (Newey and West 1987, `lags`).

    Raises:
        DesignError: fewer than 30 sessions have enough securities.
    """
    import statsmodels.api as sm

    if errors not in {"nonrobust", "HC0", "HC1", "HC2", "HC3", "HAC"}:
        raise UnknownNameError(f"no kind of standard error is called {errors!r}; take HC0 to HC3, HAC or nonrobust")
    held = hold(events, prices, market, 1)
    panel = held.panel
    inside = np.zeros(panel.returns.shape, dtype=bool)
    for i, p in zip(held.security, held.position, strict=True):
        inside[i, p + 1 : p + 1 + horizon] = True
    inside &= np.isfinite(panel.returns)
    size = inside.sum(axis=0)
    total = np.where(inside, panel.returns, 0.0).sum(axis=0)
    table = price_tables.read_factors(panel, factors, factor_unit) if factors is not None else {}
    riskless = table.pop("rf", np.zeros(size.size))
    named = table or {"market": held.benchmark - riskless}
    rows = np.column_stack(list(named.values()))
    use = (size >= least) & np.isfinite(rows).all(axis=1) & np.isfinite(riskless) & np.isfinite(held.benchmark)
    if int(use.sum()) < 30:
        raise DesignError(
            f"{int(use.sum())} sessions hold {least} or more securities, at least 30 are needed; lower `least`"
        )
    portfolio = total[use] / size[use] - riskless[use]
    less = total[use] / size[use] - held.benchmark[use]
    mean_fit = sm.OLS(less, np.ones(less.size)).fit()
    weights = size[use].astype(np.float64) if weighted else np.ones(portfolio.size)
    model = sm.WLS(portfolio, sm.add_constant(rows[use], has_constant="add"), weights=weights)
    fit = model.fit(cov_type=errors, cov_kwds={"maxlags": lags} if errors == "HAC" else None, use_t=True)
    return CalendarTime(
        held, panel.sessions[use], portfolio, size[use], float(mean_fit.params[0]), float(mean_fit.bse[0]),
        float(mean_fit.tvalues[0]), float(mean_fit.pvalues[0]), ("alpha", *named), np.asarray(fit.params), np.asarray(fit.bse),
        np.asarray(fit.tvalues), np.asarray(fit.pvalues), errors,
    )  # fmt: skip


__all__ = ["CalendarTime", "calendar_time"]
