"""Running sums along each security, so that an estimation window costs two look-ups.

Sums are kept in twice the working precision (a leading double and its correction, Dekker 1971; Knuth, TAOCP 2, 4.2.2),
of returns less their security's own mean. With u = 2**-53, a window sum read as a difference of two prefixes has an error
of at most 2u of the exact window sum plus 4*T*u**2 of the whole running sum, whatever the length T of the series: window
sums carry full double precision. What is left is the cancellation of the normal equations themselves, a relative error of
the residual variance of a few u / (1 - R2).
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange

N_OBS, S_G, S_X, S_Y, S_XX, S_XY, S_YY = 0, 1, 2, 3, 4, 5, 6
LOW = 8  # the corrections of columns 2..6 sit in columns LOW+2..LOW+6
WIDTH = 16


@njit(cache=True, inline="always")
def _add(table, row, col, before, value):
    hi = table[before, col]
    lo = table[before, LOW + col]
    total = hi + value
    back = total - hi
    err = (hi - (total - back)) + (value - back)
    low = lo + err
    new = total + low
    table[row, col] = new
    table[row, LOW + col] = low - (new - total)


@njit(cache=True, parallel=True)
def running_sums(y, x, row_of, gap, has_gap):
    """Prefix sums of one regressor and one outcome.

    Takes:
        y: shape (N, T), returns, NaN where missing.
        x: shape (G, T), benchmark rows.
        row_of: shape (N,), the benchmark row of each security.
        gap: shape (N, T) or (1, 1), sessions that each return spans.
        has_gap: whether `gap` is used (trade-to-trade returns, weighted by its inverse).

    Returns:
        sums, shape (N, T + 1, 16); centre, shape (N, 2): the mean of x and of y that was taken off first.
    """
    n_sec, n_t = y.shape
    sums = np.empty((n_sec, n_t + 1, WIDTH))
    centre = np.zeros((n_sec, 2))
    for i in prange(n_sec):
        r = row_of[i]
        count, mx, my = 0.0, 0.0, 0.0
        for t in range(n_t):
            if np.isfinite(y[i, t]) and np.isfinite(x[r, t]):
                g = gap[i, t] if has_gap else 1.0
                count += g
                mx += x[r, t]
                my += y[i, t]
        if count > 0:
            mx /= count
            my /= count
        centre[i, 0] = mx
        centre[i, 1] = my
        table = sums[i]
        for c in range(WIDTH):
            table[0, c] = 0.0
        for t in range(n_t):
            for c in range(WIDTH):
                table[t + 1, c] = table[t, c]
            if np.isfinite(y[i, t]) and np.isfinite(x[r, t]):
                g = gap[i, t] if has_gap else 1.0
                a = x[r, t] - mx * g
                b = y[i, t] - my * g
                w = 1.0 / g
                table[t + 1, N_OBS] += 1.0
                table[t + 1, S_G] += g
                _add(table, t + 1, S_X, t, a)
                _add(table, t + 1, S_Y, t, b)
                _add(table, t + 1, S_XX, t, a * a * w)
                _add(table, t + 1, S_XY, t, a * b * w)
                _add(table, t + 1, S_YY, t, b * b * w)
    return sums, centre


@njit(cache=True, inline="always")
def _between(sums, i, a, b, col):
    return (sums[i, b, col] - sums[i, a, col]) + (sums[i, b, LOW + col] - sums[i, a, LOW + col])


@njit(cache=True, parallel=True)
def fit_line(sums, centre, security, first, last, free_alpha, free_beta):
    """Least squares of y on x within each event's estimation window, from running sums.

    Takes:
        sums, centre: from `running_sums`.
        security: shape (E,), row of each event's security.
        first, last: shape (E,), the window as positions [first, last).
        free_alpha, free_beta: what is estimated; a fixed alpha is 0, a fixed beta 1 when alpha is fixed too, else 0.

    Returns:
        coef, shape (E, 2): alpha and beta; sigma and n, shape (E,); base, shape (E, 3): sum of g, mean of x, Sxx. Sigma
        is NaN where it cannot be estimated and 0 where the fit is exact or the security does not move.
    """
    coef, base = np.empty((security.size, 2)), np.empty((security.size, 3))
    sigma, count = np.empty(security.size), np.empty(security.size)
    for e in prange(security.size):
        i = security[e]
        a, b = first[e], last[e]
        n = sums[i, b, N_OBS] - sums[i, a, N_OBS]
        count[e] = n
        if n < 3.0:
            coef[e, 0] = coef[e, 1] = sigma[e] = base[e, 1] = base[e, 2] = np.nan
            base[e, 0] = n
            continue
        g = sums[i, b, S_G] - sums[i, a, S_G]
        sx, sy = _between(sums, i, a, b, S_X), _between(sums, i, a, b, S_Y)
        raw_yy = _between(sums, i, a, b, S_YY)
        mx, my = sx / g, sy / g
        sxx = _between(sums, i, a, b, S_XX) - sx * mx
        sxy = _between(sums, i, a, b, S_XY) - sx * my
        syy = raw_yy - sy * my
        alpha, beta, df = 0.0, 0.0, n - 1.0
        if free_beta:
            beta = sxy / sxx if sxx > 0.0 else np.nan
            df = n - 2.0
            left = syy - beta * sxy
        elif free_alpha:
            left = syy
        else:
            beta = 1.0
            left = syy - 2.0 * sxy + sxx
        if free_alpha:
            alpha = (my + centre[i, 1]) - beta * (mx + centre[i, 0])
        if left <= 1e-13 * syy or syy <= 1e-14 * raw_yy:
            left = 0.0
        coef[e, 0] = alpha
        coef[e, 1] = beta
        sigma[e] = np.sqrt(left / df)
        base[e, 0] = g
        base[e, 1] = mx + centre[i, 0]
        base[e, 2] = sxx
    return coef, sigma, count, base


@njit(cache=True, inline="always")
def measure_event(
    y, x, i, r, gap, has_gap, start, inner, own, line, free_alpha, free_beta, windows, e, ar, ar_factor, car, car_factor
):
    """Write one event's abnormal returns and variance factors; `line` is alpha, beta, sum of g, mean of x and Sxx."""
    alpha, beta, x_mean = line[0], line[1], line[3]
    by_mean, by_slope = 1.0 / line[2] if free_alpha else 0.0, 1.0 / line[4] if free_beta else 0.0
    first, last = inner[own, 0], inner[own, 1]
    total, gs, ds = 0.0, 0.0, 0.0
    for k in range(ar.shape[1]):
        t = start + k
        g = gap[i, t] if has_gap else 1.0
        d = x[r, t] - g * x_mean
        v = y[i, t] - alpha * g - beta * x[r, t]
        inside = first <= k < last
        ar[e, k] = v if inside else np.nan
        ar_factor[e, k] = g + g * g * by_mean + d * d * by_slope if inside else np.nan
        if inside and not (has_gap and not np.isfinite(y[i, t])):
            total += v
            gs += g
            ds += d
    car[e, 0] = total
    car_factor[e, 0] = gs + gs * gs * by_mean + ds * ds * by_slope
    for w in range(windows.shape[0]):
        total, gs, ds = 0.0, 0.0, 0.0
        for k in range(windows[w, 0], windows[w, 1]):
            t = start + k
            if has_gap and not np.isfinite(y[i, t]):
                continue
            g = gap[i, t] if has_gap else 1.0
            total += ar[e, k]
            gs += g
            ds += x[r, t] - g * x_mean
        car[e, 1 + w] = total
        car_factor[e, 1 + w] = gs + gs * gs * by_mean + ds * ds * by_slope


@njit(cache=True, parallel=True)
def measure_line(
    y, x, row_of, gap, has_gap, security, position, lead, inner, coef, base, free_alpha, free_beta, windows, ar, ar_factor, car,
    car_factor
):  # fmt: skip
    """Abnormal returns around each event and the factors of their variances, for a fitted line.

    Takes:
        y, x, row_of, gap, has_gap: as in `running_sums`.
        security, position: shape (E,), each event's row and session.
        lead: offset of the first session of the event window.
        inner: shape (E, 2), each event's own window as positions [a, b) within 0..L, or (1, 2) where all share it.
        coef, base: from `fit_line`.
        free_alpha, free_beta: as there.
        windows: shape (W, 2), further windows as [a, b) within 0..L.
        ar, ar_factor: shape (E, L), to write to: NaN where missing or outside the event's own window; Var(AR) / sigma**2.
        car, car_factor: shape (E, 1 + W), to write to: the event's own window first.
    """
    for e in prange(security.size):
        i = security[e]
        own = np.int64(e) if inner.shape[0] > 1 else np.int64(0)
        line = (coef[e, 0], coef[e, 1], base[e, 0], base[e, 1], base[e, 2])
        measure_event(y, x, i, row_of[i], gap, has_gap, position[e] + lead, inner, own, line, free_alpha, free_beta, windows, e, ar,
                      ar_factor, car, car_factor)  # fmt: skip


__all__ = ["fit_line", "measure_event", "measure_line", "running_sums"]
