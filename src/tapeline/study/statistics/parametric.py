"""Tests on the mean cumulative abnormal return in its own units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tapeline.study.kernels.central import pseudo_values
from tapeline.study.statistics.base import NO_MEAN, Outcome, inner, none, normal_p, spread, statistic, student_p

if TYPE_CHECKING:
    from tapeline.study.sample import View


@statistic(
    "car_t",
    null=NO_MEAN,
    assumes="independent events, normal residuals, no change of variance at the event",
    fails="events share days or the event itself raises variance (then it over-rejects)",
    source="Campbell, Lo and MacKinlay (1997), equations 4.4.20 to 4.4.22; MacKinlay (1997), equations 17 to 20",
    family="parametric",
)
def car_t(view: View) -> Outcome:
    """Mean CAR over the standard error that the estimation windows imply: sqrt(sum of Var(CAR)) / N.

    Each Var(CAR) carries the full forecast-error term of its window. Standard normal; for one event Student's t with the
    model's degrees of freedom.
    """
    n = view.car.size
    z = float(view.car.sum()) / math.sqrt(inner(view.se_car, view.se_car))
    if n == 1:
        df = float(view.sample.fit.df[0])
        return Outcome(z, student_p(z, df), 1, df, "forecast-error term in; Student's t for one event")
    return Outcome(z, normal_p(z), n, convention="forecast-error term in")


@statistic(
    "cross_sectional_t",
    null=NO_MEAN,
    assumes="independent and identically distributed CARs across events, of any variance",
    fails="events share days (CARs are correlated), few events with skewed CARs",
    source="Brown and Warner (1980), appendix A.3; Boehmer, Musumeci and Poulsen (1991), section 2.2",
    family="parametric",
)
def cross_sectional_t(view: View) -> Outcome:
    """Mean CAR over its cross-sectional standard error, s / sqrt(N) with ddof 1; Student's t with N - 1.

    With event weights w (scaled to sum to one) the mean is weighted and its variance is
    N / (N - 1) times the sum of w**2 (CAR - mean)**2.
    """
    n = view.car.size
    if n < 2:
        return none(n, "one event has no cross-section")
    weight = view.sample.weight
    if weight is None:
        mean, square, _ = view.central("car")
        se = math.sqrt(square / (n - 1) / n)
    else:
        w = weight / weight.sum()
        mean = float(w @ view.car)
        se = math.sqrt(n / (n - 1) * float((w * w) @ (view.car - mean) ** 2))
    if se == 0.0:
        return none(n, "the CARs do not vary")
    t = mean / se
    return Outcome(t, student_p(t, n - 1), n, n - 1, "ddof 1" if weight is None else "ddof 1, event weights")


@statistic(
    "crude_dependence_t",
    null=NO_MEAN,
    assumes="the portfolio's mean abnormal return varies in the event window as in the estimation window, without autocorrelation",
    fails="the event raises variance; few sessions in the estimation window; events far apart in time (then it is only inefficient)",
    source="Brown and Warner (1980), appendix A.2; Brown and Warner (1985), equations 5 to 7",
    family="parametric",
)
def crude_dependence_t(view: View) -> Outcome:
    """Sum of the window's mean abnormal returns over the time-series spread of the estimation window's means.

    t = CAAR / (S sqrt(L)), S**2 the variance (ddof 1) of the mean residual by relative session. Cross-sectional
    correlation is in S, because days are aligned as the events are. Student's t with T - 1.
    """
    sums = view.sample.residuals
    series = sums.mean[sums.count > 0]
    n, periods = view.car.size, series.size
    if periods < 3:
        return none(n, "fewer than three sessions to take the spread from")
    s = spread(series)
    t = float(view.car.mean()) / (s * math.sqrt(view.length))
    return Outcome(t, student_p(t, periods - 1), n, periods - 1, "spread about the mean, ddof 1")


@statistic(
    "jackknife_z",
    null="the ratio of the mean standardised CAR to its cross-sectional spread is zero",
    assumes="independent events; the event may raise variance, by different amounts",
    fails="events share days; fewer than about ten events",
    source="Giaccotto and Sfiridis (1996), section 3, on pseudo-values of the standardised mean; Quenouille (1956), equation 2",
    family="parametric",
    options={"standardised": ("exact", "sum_of_sar")},
)
def jackknife_z(view: View, standardised: str = "exact") -> Outcome:
    """Mean over standard error of the jackknife pseudo-values of theta = mean(SCAR) / s(SCAR).

    The pseudo-values are N theta - (N - 1) theta(-i); the statistic is their mean over s / sqrt(N). Student's t, N - 1.
    """
    x = view.standardised(standardised)
    n = x.size
    if n < 4:
        return none(n, f"{n} events are too few to leave one out")
    mean, square, _ = view.central(standardised)
    least, middle, wide = pseudo_values(x, mean, square) if square > 0.0 else (0.0, 0.0, 0.0)
    if least <= 1e-12 * square:
        return none(n, "one event carries all of the spread")
    z = middle / (wide / math.sqrt(n))
    return Outcome(z, student_p(z, n - 1), n, n - 1, f"SCAR {standardised}")


__all__ = ["car_t", "cross_sectional_t", "crude_dependence_t", "jackknife_z"]
