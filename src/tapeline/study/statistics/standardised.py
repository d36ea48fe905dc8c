"""Tests on standardised abnormal returns: Patell, Boehmer-Musumeci-Poulsen, and Kolari-Pynnonen's corrections of both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tapeline.study.correlation import mean_correlation
from tapeline.study.statistics.base import NO_MEAN, Outcome, none, normal_p, statistic, student_p

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tapeline.study.sample import View

FORM = {"standardised": ("exact", "sum_of_sar")}
ALIGN = {"align": ("calendar", "relative")}


def _patell(view: View, form: str) -> float:
    df = view.sample.fit.df
    n, mean = df.size, view.central(form)[0]
    each = df[:1] if df.strides == (0,) else df  # one number for all events, or one each
    return n * mean / math.sqrt(n * float((each / (each - 2.0)).mean()))


def _least(df: NDArray[np.float64]) -> float:
    return float(df[0] if df.strides == (0,) else df.min())


@statistic(
    "patell_z",
    null=NO_MEAN,
    assumes="independent events, no change of variance at the event",
    fails="the event raises variance, or events share days: it then over-rejects, often grossly",
    source="Patell (1976), equations 6 to 11",
    family="parametric",
    options=FORM,
)
def patell_z(view: View, standardised: str = "exact") -> Outcome:
    """Sum of standardised CARs over the root of the sum of their variances, df / (df - 2) each; standard normal.

    `standardised`: "exact" divides each CAR by its own standard error with the window's whole forecast-error term;
    "sum_of_sar" sums the daily standardised returns and divides by sqrt(L), as Patell did.
    """
    n = view.car.size
    if _least(view.sample.fit.df) <= 2:
        return none(n, "an estimation window leaves two or fewer degrees of freedom")
    z = _patell(view, standardised)
    return Outcome(z, normal_p(z), n, convention=f"SCAR {standardised}")


@statistic(
    "patell_adjusted_z",
    null=NO_MEAN,
    assumes="no change of variance at the event; equal correlation is a fair summary of the events' dependence",
    fails="the event raises variance",
    source="Kolari and Pynnonen (2010), equations 3 and 4",
    family="parametric",
    options={**FORM, **ALIGN},
)
def patell_adjusted_z(view: View, standardised: str = "exact", align: str = "calendar") -> Outcome:
    """Patell's statistic times 1 / sqrt(1 + (N - 1) r), r the mean correlation of the events; standard normal."""
    n = view.car.size
    if _least(view.sample.fit.df) <= 2:
        return none(n, "an estimation window leaves two or fewer degrees of freedom")
    r = mean_correlation(view.sample, view.length, align)
    inflation = 1.0 + (n - 1) * r
    if inflation <= 0.0:
        return none(n, f"the mean correlation {r:.4f} is too negative for {n} events")
    z = _patell(view, standardised) / math.sqrt(inflation)
    return Outcome(
        z, normal_p(z), n, convention=f"SCAR {standardised}, residuals by {align} day", extra={"mean_correlation": r}
    )


@statistic(
    "bmp_z",
    null=NO_MEAN,
    assumes="independent events; the event may raise variance, in proportion to each security's own",
    fails="events share days; few events",
    source="Boehmer, Musumeci and Poulsen (1991), section 2.4 and equation 6",
    family="parametric",
    options={**FORM, "reference": ("normal", "student")},
)
def bmp_z(view: View, standardised: str = "exact", reference: str = "normal") -> Outcome:
    """Mean standardised CAR over its cross-sectional standard error (ddof 1).

    `reference`: "normal", or "student" with N - 1 degrees of freedom.
    """
    n = view.car.size
    if n < 2:
        return none(n, "one event has no cross-section")
    if view.central(standardised)[1] == 0.0:
        return none(n, "the standardised CARs do not vary")
    z = _bmp(view, standardised)
    return _referred(z, n, reference, f"SCAR {standardised}, {reference}")


@statistic(
    "kolari_pynnonen_z",
    null=NO_MEAN,
    assumes="the event may raise variance; equal correlation is a fair summary of the events' dependence",
    fails="few events; a mean correlation that changes at the event",
    source="Kolari and Pynnonen (2010), equations 4 to 6",
    family="parametric",
    options={**FORM, **ALIGN, "reference": ("normal", "student")},
)
def kolari_pynnonen_z(
    view: View, standardised: str = "exact", align: str = "calendar", reference: str = "normal"
) -> Outcome:
    """The BMP statistic times sqrt((1 - r) / (1 + (N - 1) r)), r the mean correlation of the events.

    With residuals aligned by calendar day, r counts only pairs whose event windows share days: for none it is zero and
    the statistic is BMP's. `align="relative"` pairs residuals by their distance to the event instead.
    """
    n = view.car.size
    if n < 2:
        return none(n, "one event has no cross-section")
    if view.central(standardised)[1] == 0.0:
        return none(n, "the standardised CARs do not vary")
    r = mean_correlation(view.sample, view.length, align)
    inflation = 1.0 + (n - 1) * r
    if inflation <= 0.0 or r >= 1.0:
        return none(n, f"the mean correlation {r:.4f} leaves no variance for {n} events")
    z = _bmp(view, standardised) * math.sqrt((1.0 - r) / inflation)
    convention = f"SCAR {standardised}, residuals by {align} day, {reference}"
    return _referred(z, n, reference, convention, {"mean_correlation": r})


def _bmp(view: View, form: str) -> float:
    n, (mean, square, _) = view.car.size, view.central(form)
    return mean / math.sqrt(square / (n - 1) / n)


def _referred(z: float, n: int, reference: str, convention: str, extra: dict[str, float] | None = None) -> Outcome:
    if reference == "student":
        return Outcome(z, student_p(z, n - 1), n, n - 1, convention, extra=extra or {})
    return Outcome(z, normal_p(z), n, convention=convention, extra=extra or {})


__all__ = ["bmp_z", "kolari_pynnonen_z", "patell_adjusted_z", "patell_z"]
