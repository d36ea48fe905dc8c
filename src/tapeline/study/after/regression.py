"""Cross-sectional regressions of CARs on firm traits, comparisons between groups, quantiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError, InputError, UnknownNameError
from tapeline.study import frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tapeline.study.results import Study


@dataclass(frozen=True, slots=True)
class Regression:
    """A cross-sectional regression of CAR on traits.

    Attributes:
        names: "const" and the traits. coef, se, t, p_value, low, high: shape (K,), the interval at 95%.
        n: events used. r2: of the regression. errors: how the standard errors were computed. left_out: events without a trait.
    """

    names: tuple[str, ...]
    coef: NDArray[np.float64]
    se: NDArray[np.float64]
    t: NDArray[np.float64]
    p_value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: int
    r2: float
    errors: str
    left_out: int

    def table(self) -> dict[str, Any]:
        """One row for each coefficient, by column."""
        return {
            "name": list(self.names), "coef": self.coef, "se": self.se, "t": self.t, "p_value": self.p_value,
            "low": self.low, "high": self.high,
        }  # fmt: skip


def regress(study: Study, traits: Sequence[str], *, errors: str = "HC3", weighted: bool = False) -> Regression:
    """Regress the events' CARs on columns of the events table, with statsmodels.

    Source: MacKinlay (1997), section 9; White (1980) for HC errors; Karafiath (1994) on which to use.

    Takes:
        study: the study. traits: names of numeric columns of the events.
        errors: "HC0" to "HC3", "nonrobust", "session" (clustered by event session) or "security" (by security).
        weighted: weight each event by 1 / Var(CAR).

    Raises:
        InputError: a trait is not a column of the events. DesignError: fewer events than coefficients.
    """
    import statsmodels.api as sm

    known = {"HC0", "HC1", "HC2", "HC3", "nonrobust", "session", "security"}
    if errors not in known:
        raise UnknownNameError(f"no kind of standard error is called {errors!r}; there are {', '.join(sorted(known))}")
    table = study.taken.table
    missing = [name for name in traits if name not in table.columns]
    if missing:
        raise InputError(f"the events have no column {missing[0]!r}; they have {table.columns}")
    x = np.column_stack([frames.numbers(table, name)[study.kept] for name in traits])
    view, problem = study.sample.view(), study.sample.problem
    use = np.isfinite(x).all(axis=1)
    if int(use.sum()) <= len(traits) + 1:
        raise DesignError(f"{int(use.sum())} events have all of {list(traits)}; more than {len(traits) + 1} are needed")
    weights = 1.0 / view.se_car[use] ** 2 if weighted else np.ones(int(use.sum()))
    model = sm.WLS(view.car[use], sm.add_constant(x[use], has_constant="add"), weights=weights)
    if errors in {"session", "security"}:
        groups = problem.position if errors == "session" else problem.security
        fit = model.fit(cov_type="cluster", cov_kwds={"groups": groups[use]}, use_t=True)
    else:
        fit = model.fit(cov_type=errors, use_t=True)
    low, high = np.asarray(fit.conf_int()).T
    return Regression(
        ("const", *traits), np.asarray(fit.params), np.asarray(fit.bse), np.asarray(fit.tvalues), np.asarray(fit.pvalues),
        low, high, int(fit.nobs), float(fit.rsquared), errors, int((~use).sum()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """Groups of events side by side.

    Attributes:
        groups: their labels, sorted. n, mean, se: by group (standard error from the cross-section, ddof 1).
        statistic, p_value: that all means are equal: Welch (1951), which for two groups is the Welch t squared.
        rank_p: that all distributions are equal: Kruskal and Wallis (1952).
    """

    groups: tuple[str, ...]
    n: NDArray[np.int64]
    mean: NDArray[np.float64]
    se: NDArray[np.float64]
    statistic: float
    p_value: float
    rank_p: float

    def table(self) -> dict[str, Any]:
        """One row for each group, by column."""
        return {"group": list(self.groups), "n": self.n, "mean": self.mean, "se": self.se}


def compare(study: Study, column: str = "group") -> Comparison:
    """Compare the mean CAR of groups of events.

    Raises:
        InputError: the events have no such column. DesignError: fewer than two groups of two events.
    """
    from scipy.special import fdtrc
    from scipy.stats import kruskal

    table = study.taken.table
    if column not in table.columns:
        raise InputError(f"the events have no column {column!r}; they have {table.columns}")
    labels = np.array([str(v) for v in table.frame.get_column(column).to_list()], dtype=object)[study.kept]
    car = study.sample.view().car
    names = sorted(set(labels))
    parts = [car[labels == name] for name in names]
    if len(parts) < 2 or min(p.size for p in parts) < 2:
        raise DesignError(
            f"groups of {column!r} have {[p.size for p in parts]} events; two groups of at least two are needed"
        )
    n = np.array([p.size for p in parts])
    mean = np.array([p.mean() for p in parts])
    variance = np.array([p.var(ddof=1) for p in parts])
    w = n / variance
    centre = float((w * mean).sum() / w.sum())
    k = len(parts)
    off = float((((1 - w / w.sum()) ** 2) / (n - 1)).sum())
    f = float((w * (mean - centre) ** 2).sum()) / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * off)
    df = (k * k - 1) / (3 * off)
    return Comparison(
        tuple(names), n, mean, np.sqrt(variance / n), f, float(fdtrc(k - 1, df, f)), float(kruskal(*parts).pvalue)
    )


def quantiles(
    study: Study, at: Sequence[float] = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
) -> dict[str, NDArray[np.float64]]:
    """Quantiles of the events' CARs with distribution-free 95% intervals (order statistics; Conover 1999, section 3.2)."""
    from scipy.special import ndtri

    car = np.sort(study.sample.view().car)
    n = car.size
    q = np.asarray(at, dtype=np.float64)
    half = ndtri(0.975) * np.sqrt(n * q * (1 - q))
    low = np.clip(np.floor(n * q - half).astype(int), 0, n - 1)
    high = np.clip(np.ceil(n * q + half).astype(int), 0, n - 1)
    return {"quantile": q, "car": np.quantile(car, q), "low": car[low], "high": car[high]}


__all__ = ["Comparison", "Regression", "compare", "quantiles", "regress"]
