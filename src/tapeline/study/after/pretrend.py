"""Were the securities already moving? A joint test of the sessions before the event, and bands that hold all along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.after.again import again

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.results import Study


@dataclass(frozen=True, slots=True)
class Pretrend:
    """A joint test that mean abnormal returns before the event are zero.

    Attributes:
        offsets, aar: shape (L,), the sessions before the event. statistic, df1, df2, p_value: Hotelling's T-squared as F.
        drift, drift_p: the mean CAR over the sessions and its two-sided p-value. n: events.
    """

    offsets: NDArray[np.int64]
    aar: NDArray[np.float64]
    statistic: float
    df1: int
    df2: int
    p_value: float
    drift: float
    drift_p: float
    n: int


def pretrend(study: Study, window: tuple[int, int] = (-10, -2)) -> Pretrend:
    """Test the sessions of `window`, all before the event window, jointly.

    T**2 = N m' S^-1 m of the mean m and covariance S of the abnormal returns; F = (N - L) / (L (N - 1)) T**2 with L and
    N - L degrees of freedom. Hotelling (1931), equation 19.

    Raises:
        DesignError: the window overlaps the estimation window, or there are no more events than sessions.
    """
    from scipy.special import fdtrc, stdtr

    sample = again(study, window=window)
    ar = sample.fit.ar[np.isfinite(sample.fit.ar).all(axis=1)]
    n, length = ar.shape
    if n <= length + 1:
        raise DesignError(f"{n} events cannot test {length} sessions jointly; shorten the window")
    mean = ar.mean(axis=0)
    cov = np.cov(ar, rowvar=False).reshape(length, length)
    t2 = float(n * mean @ np.linalg.solve(cov, mean))
    f = (n - length) / (length * (n - 1)) * t2
    car = ar.sum(axis=1)
    t = float(car.mean() / (car.std(ddof=1) / np.sqrt(n)))
    offsets = np.arange(window[0], window[1] + 1)
    p, drift_p = float(fdtrc(length, n - length, f)), float(2 * stdtr(n - 1, -abs(t)))
    return Pretrend(offsets, mean, f, length, n - length, p, float(car.mean()), drift_p, n)


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands about the cumulated mean abnormal return.

    Attributes:
        offsets, caar: shape (L,). low, high: pointwise. low_all, high_all: the whole path lies inside with the given level.
        critical: the multiple of the standard error behind the latter. level: of both.
    """

    offsets: NDArray[np.int64]
    caar: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    low_all: NDArray[np.float64]
    high_all: NDArray[np.float64]
    critical: float
    level: float


def bands(study: Study, level: float = 0.95, draws: int = 1999, seed: int = 0) -> Bands:
    """Pointwise and simultaneous bands for the CAAR, with whole event sessions as clusters.

    The simultaneous multiple is the quantile of the largest |t| over the path under Rademacher multipliers by event session.
    Montiel Olea and Plagborg-Moller (2019), algorithm 1; the multipliers as in Chernozhukov, Chetverikov and Kato (2013).

    Raises:
        DesignError: fewer than three event sessions.
    """
    from scipy.special import ndtri

    sample = study.sample
    _, size = sample.clusters
    if size.size < 3:
        raise DesignError(f"{size.size} event sessions are too few for bands")
    path = np.nancumsum(sample.fit.ar, axis=1)
    n = path.shape[0]
    mean = path.mean(axis=0)
    off = np.zeros((size.size, path.shape[1]))
    np.add.at(off, sample.cluster, path - mean)
    se = np.sqrt(size.size / (size.size - 1) * (off**2).sum(axis=0)) / n
    rng = np.random.default_rng(seed)
    flips = rng.integers(0, 2, (draws, size.size)) * 2.0 - 1.0
    largest = np.abs(flips @ off / n / se).max(axis=1)
    critical = float(np.quantile(largest, level))
    z = float(ndtri(0.5 + level / 2))
    return Bands(
        study.offsets, mean, mean - z * se, mean + z * se, mean - critical * se, mean + critical * se, critical, level
    )


__all__ = ["Bands", "Pretrend", "bands", "pretrend"]
