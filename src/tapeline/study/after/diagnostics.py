"""Diagnostics of the estimation residuals: normality, autocorrelation, heteroscedasticity, stability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.sample import Sample


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """Diagnostics by event, shape (E,) each; p-values are of the null that all is well.

    Attributes:
        event: which event each row is about (an index into the kept events).
        skewness, excess_kurtosis: moments about the mean over powers of the spread (divisor n).
        jarque_bera, normal_p: the statistic and its chi-squared(2) p-value. Jarque and Bera (1980), equation 4.
        durbin_watson: sum of squared differences over sum of squares. Durbin and Watson (1950), section 4.
        ljung_box, autocorrelation_p: ten lags, chi-squared(10). Ljung and Box (1978), equation 3.
        arch, arch_p: n R2 of squared residuals on five lags, chi-squared(5). Engle (1982), section 8.
    """

    event: NDArray[np.int64]
    skewness: NDArray[np.float64]
    excess_kurtosis: NDArray[np.float64]
    jarque_bera: NDArray[np.float64]
    normal_p: NDArray[np.float64]
    durbin_watson: NDArray[np.float64]
    ljung_box: NDArray[np.float64]
    autocorrelation_p: NDArray[np.float64]
    arch: NDArray[np.float64]
    arch_p: NDArray[np.float64]

    def table(self) -> dict[str, NDArray[np.float64]]:
        """The columns by name."""
        return {name: getattr(self, name) for name in self.__slots__}


def residuals_of(sample: Sample, e: int) -> NDArray[np.float64]:
    """One event's estimation residuals, shape (n,), in order, without the missing ones."""
    problem, fit = sample.problem, sample.fit
    i, part = problem.security[e], slice(problem.first[e], problem.last[e])
    rows = problem.factors.rows[problem.factors.row_of[i], :, part]
    gap = np.ones(rows.shape[1]) if problem.gap is None else problem.gap[i, part]
    out = (problem.returns[i, part] - fit.coef[e, 0] * gap - fit.coef[e, 1:] @ rows) / np.sqrt(gap)
    known: NDArray[np.float64] = out[np.isfinite(out)]
    return known


def diagnose(sample: Sample, most: int | None = None, lags: int = 10, arch_lags: int = 5) -> Diagnostics:
    """Diagnose the residuals of every kept event, or of `most` of them taken at even steps."""
    from scipy.special import chdtrc

    count = sample.events if most is None else min(most, sample.events)
    chosen = np.unique(np.linspace(0, sample.events - 1, count).astype(np.int64))
    out = np.array([_one(residuals_of(sample, int(e)), lags, arch_lags) for e in chosen])
    skew, kurt, jb, dw, lb, ar = out.T
    return Diagnostics(chosen, skew, kurt, jb, chdtrc(2, jb), dw, lb, chdtrc(lags, lb), ar, chdtrc(arch_lags, ar))


def _one(x: NDArray[np.float64], lags: int, arch_lags: int) -> tuple[float, ...]:
    n = x.size
    c = x - x.mean()
    m2 = float(c @ c) / n
    skew, kurt = float(np.mean(c**3)) / m2**1.5, float(np.mean(c**4)) / m2**2 - 3.0
    jb = n / 6.0 * (skew**2 + kurt**2 / 4.0)
    dw = float(np.sum(np.diff(x) ** 2) / np.sum(x**2))
    rho = np.array([float(c[k:] @ c[:-k]) for k in range(1, lags + 1)]) / (n * m2)
    lb = float(n * (n + 2) * np.sum(rho**2 / (n - np.arange(1, lags + 1))))
    square = x * x
    design = np.column_stack(
        [np.ones(n - arch_lags)] + [square[arch_lags - k : n - k] for k in range(1, arch_lags + 1)]
    )
    target = square[arch_lags:]
    left = target - design @ np.linalg.lstsq(design, target, rcond=None)[0]
    total = target - target.mean()
    arch = (n - arch_lags) * (1.0 - float(left @ left) / float(total @ total))
    return skew, kurt, jb, dw, lb, arch


__all__ = ["Diagnostics", "diagnose", "residuals_of"]
