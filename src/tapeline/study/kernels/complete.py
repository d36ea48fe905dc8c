"""Running sums for panels without holes: one cache line for each security and session, the benchmark's sums shared.

A security may begin late and end early; between its first and last return, neither it nor its benchmark may miss one.
Precision and error bound are those of `prefix`.
"""


# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange

# A view of a shared array taken inside a parallel loop counts references on one cache line that all threads fight over: loops
# over events index shared arrays directly and take views of arrays of their own only.

LOW = 3  # the corrections follow the sums: y, xy, yy, then their lows; x, xx, then theirs


@njit(cache=True, inline="always")
def _push(row, before, col, low, value):
    hi = before[col]
    total = hi + value
    back = total - hi
    rest = before[low] + ((hi - (total - back)) + (value - back))
    new = total + rest
    row[col] = new
    row[low] = rest - (new - total)


@njit(cache=True, parallel=True)
def extents(y, x, row_of):
    """First and last return of each security with its benchmark, as [first, last), shape (N, 2); (-1, -1) where one is missing between."""
    n_sec, n_t = y.shape
    out = np.zeros((n_sec, 2), dtype=np.int64)
    for i in prange(n_sec):
        r = row_of[i]
        first, last, count = n_t, 0, 0
        for t in range(n_t):
            if np.isfinite(y[i, t]) and np.isfinite(x[r, t]):
                first = min(first, t)
                last = t + 1
                count += 1
        if count > 0 and count == last - first:
            out[i, 0] = first
            out[i, 1] = last
        elif count > 0:
            out[i, 0] = -1
            out[i, 1] = -1
    return out


@njit(cache=True, parallel=True)
def running_sums(y, x, row_of, extent):
    """Prefix sums of benchmarks and of securities.

    Takes:
        y: shape (N, T). x: shape (G, T). row_of: shape (N,). extent: shape (N, 2), from `extents`.

    Returns:
        own, shape (N, T + 1, 8): y, xy, yy and their corrections; shared, shape (G, T + 1, 4): x, xx and theirs;
        centre_y, shape (N,), centre_x, shape (G,): the means that were taken off first.
    """
    n_sec, n_t = y.shape
    n_g = x.shape[0]
    own, shared = np.empty((n_sec, n_t + 1, 8)), np.empty((n_g, n_t + 1, 4))
    centre_y, centre_x = np.zeros(n_sec), np.zeros(n_g)
    for r in prange(n_g):
        total, count = 0.0, 0
        for t in range(n_t):
            if np.isfinite(x[r, t]):
                total += x[r, t]
                count += 1
        centre_x[r] = total / max(count, 1)
        table = shared[r]
        table[0] = 0.0
        for t in range(n_t):
            d = x[r, t] - centre_x[r] if np.isfinite(x[r, t]) else 0.0
            _push(table[t + 1], table[t], 0, 2, d)
            _push(table[t + 1], table[t], 1, 3, d * d)
    for i in prange(n_sec):
        r = row_of[i]
        first, last = extent[i, 0], extent[i, 1]
        total = 0.0
        for t in range(first, last):
            total += y[i, t]
        centre_y[i] = total / max(last - first, 1)
        table = own[i]
        table[: first + 1] = 0.0
        for t in range(first, last):
            d = y[i, t] - centre_y[i]
            _push(table[t + 1], table[t], 0, LOW, d)
            _push(table[t + 1], table[t], 1, LOW + 1, d * (x[r, t] - centre_x[r]))
            _push(table[t + 1], table[t], 2, LOW + 2, d * d)
        for t in range(last, n_t):
            table[t + 1] = table[t]
    return own, shared, centre_y, centre_x


@njit(cache=True, parallel=True)
def fit_line(own, shared, centre_y, centre_x, row_of, extent, security, first, last, free_alpha, free_beta):
    """Least squares of y on x within each event's estimation window; what goes out is what `prefix.fit_line` gives."""
    coef, base = np.empty((security.size, 2)), np.empty((security.size, 3))
    sigma, count, r2 = np.empty(security.size), np.empty(security.size), np.empty(security.size)
    for e in prange(security.size):
        i = security[e]
        r = row_of[i]
        a, b = max(first[e], extent[i, 0]), min(last[e], extent[i, 1])
        n = float(max(b - a, 0))
        count[e] = n
        base[e, 0] = n
        if n < 3.0:
            coef[e, 0] = coef[e, 1] = sigma[e] = r2[e] = base[e, 1] = base[e, 2] = np.nan
            continue
        sy = (own[i, b, 0] - own[i, a, 0]) + (own[i, b, LOW] - own[i, a, LOW])
        own_xy = (own[i, b, 1] - own[i, a, 1]) + (own[i, b, LOW + 1] - own[i, a, LOW + 1])
        raw_yy = (own[i, b, 2] - own[i, a, 2]) + (own[i, b, LOW + 2] - own[i, a, LOW + 2])
        sx = (shared[r, b, 0] - shared[r, a, 0]) + (shared[r, b, 2] - shared[r, a, 2])
        raw_xx = (shared[r, b, 1] - shared[r, a, 1]) + (shared[r, b, 3] - shared[r, a, 3])
        mx, my = sx / n, sy / n
        sxx, sxy, syy = raw_xx - sx * mx, own_xy - sx * my, raw_yy - sy * my
        alpha, beta, df = 0.0, 0.0, n - 1.0
        left = syy
        if free_beta:
            beta = sxy / sxx if sxx > 0.0 else np.nan
            df = n - 2.0
            left = syy - beta * sxy
        elif not free_alpha:
            beta = 1.0
            left = syy - 2.0 * sxy + sxx
        if free_alpha:
            alpha = (my + centre_y[i]) - beta * (mx + centre_x[r])
        if left <= 1e-13 * syy or syy <= 1e-14 * raw_yy:
            left = 0.0
        coef[e, 0] = alpha
        coef[e, 1] = beta
        sigma[e] = np.sqrt(left / df)
        base[e, 1] = mx + centre_x[r]
        base[e, 2] = sxx
        r2[e] = 1.0 - left / syy if syy > 0.0 else np.nan
    return coef, sigma, count, r2, base


__all__ = ["extents", "fit_line", "running_sums"]
