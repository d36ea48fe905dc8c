"""One security, one event: the market model over arrays, with nothing but NumPy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError
from tapeline.study import student

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class AbnormalReturns:
    """A market model fitted before one event and the returns it does not explain.

    Attributes:
        alpha: intercept, return per session.
        beta: slope on the market's return.
        sigma: residual standard deviation, return per session.
        df: residual degrees of freedom, `n_estimation - 2`.
        ar: shape (L,), abnormal return of each session of the window.
        se_ar: shape (L,), standard error of each, with the forecast-error term.
        car: sum of `ar`.
        se_car: standard error of `car`, with the forecast-error term of the whole window.
        t: `car / se_car`.
        p_value: two-sided, Student's t with `df` degrees of freedom.
        n_estimation: sessions used for the fit (those with both returns).
    """

    alpha: float
    beta: float
    sigma: float
    df: int
    ar: NDArray[np.float64]
    se_ar: NDArray[np.float64]
    car: float
    se_car: float
    t: float
    p_value: float
    n_estimation: int


def market_model(
    stock_returns: ArrayLike,
    market_returns: ArrayLike,
    event_index: int,
    estimation: tuple[int, int] = (-260, -11),
    window: tuple[int, int] = (-1, 1),
) -> AbnormalReturns:
    """Fit the market model before one event and measure the abnormal returns around it.

    Source: MacKinlay (1997), equations 3 to 8; Campbell, Lo and MacKinlay (1997), equations 4.3.1 to 4.4.9.

    Args:
        stock_returns: shape (T,), one return per session, NaN where there is none.
        market_returns: shape (T,), the benchmark's return for the same sessions.
        event_index: position of the event's session in the two arrays.
        estimation: first and last session of the estimation window, relative to the event, both included.
        window: first and last session of the event window, relative to the event, both included.

    Raises:
        DesignError: a window leaves the data, overlaps the other, holds a missing return inside the event window, or
            leaves fewer than three sessions or no variance to estimate from.
    """
    y = np.asarray(stock_returns, dtype=np.float64)
    x = np.asarray(market_returns, dtype=np.float64)
    _check(y, x, event_index, estimation, window)
    past = slice(event_index + estimation[0], event_index + estimation[1] + 1)
    usable = np.isfinite(y[past]) & np.isfinite(x[past])
    y0, x0 = y[past][usable], x[past][usable]
    n = int(y0.size)
    if n < 3:
        raise DesignError(f"the estimation window holds {n} usable sessions, at least 3 are needed; widen `estimation`")
    x_mean, y_mean = float(x0.mean()), float(y0.mean())
    dx, dy = x0 - x_mean, y0 - y_mean
    sxx, syy = float(dx @ dx), float(dy @ dy)
    if sxx <= 0.0 or syy <= 0.0:
        which = "the benchmark" if sxx <= 0.0 else "the security"
        raise DesignError(f"{which} does not move inside the estimation window; choose another window or series")
    beta = float(dx @ dy) / sxx
    alpha = y_mean - beta * x_mean
    residual = dy - beta * dx
    sigma = math.sqrt(float(residual @ residual) / (n - 2))
    if sigma <= 1e-14 * math.sqrt(syy):
        raise DesignError("the model fits the estimation window exactly (is the security its own benchmark?)")
    now = slice(event_index + window[0], event_index + window[1] + 1)
    y1, x1 = y[now], x[now]
    if not (np.isfinite(y1).all() and np.isfinite(x1).all()):
        raise DesignError("a return is missing inside the event window; choose a window without gaps")
    ar = y1 - alpha - beta * x1
    ahead = x1 - x_mean
    length = ar.size
    se_ar = sigma * np.sqrt(1.0 + 1.0 / n + ahead * ahead / sxx)
    car = math.fsum(ar)
    se_car = sigma * math.sqrt(length + length * length / n + float(ahead.sum()) ** 2 / sxx)
    t = car / se_car
    return AbnormalReturns(alpha, beta, sigma, n - 2, ar, se_ar, car, se_car, t, student.two_sided(t, n - 2), n)


def _check(
    y: NDArray[np.float64],
    x: NDArray[np.float64],
    event_index: int,
    estimation: tuple[int, int],
    window: tuple[int, int],
) -> None:
    if y.ndim != 1 or y.shape != x.shape:
        raise DesignError(f"stock and market returns must be two series of one length, not {y.shape} and {x.shape}")
    if estimation[0] > estimation[1] or window[0] > window[1]:
        raise DesignError(f"a window must run forward, not estimation={estimation}, window={window}")
    if estimation[1] >= window[0] and window[1] >= estimation[0]:
        raise DesignError(f"estimation {estimation} overlaps the event window {window}; move one of them")
    first = event_index + min(estimation[0], window[0])
    last = event_index + max(estimation[1], window[1])
    if first < 0 or last >= y.size:
        raise DesignError(f"the windows need sessions {first} to {last}, the series has 0 to {y.size - 1}")


__all__ = ["AbnormalReturns", "market_model"]
