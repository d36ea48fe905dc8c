"""Running sums for panels without holes: one cache line for each security and session, the benchmark's sums shared.

A security may begin late and end early; between its first and last return, neither it nor its benchmark may miss one.
Precision and error bound are those of `prefix`.
"""


# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit, prange

from tapeline.study.kernels.prefix import measure_event

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A view of a shared array taken inside a parallel loop counts references on one cache line that all threads fight over: loops
# over events index shared arrays directly and take views of arrays of their own only. Large arrays come from NumPy, which
# asks for huge pages: memory that a kernel allocates itself is handed over in small ones, which can cost more than filling it.

CHUNK = 1024
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


def running_sums(
    y: NDArray[np.float64], x: NDArray[np.float64], row_of: NDArray[np.int64], extent: NDArray[np.int64]
) -> tuple[NDArray[np.float64], ...]:
    """Prefix sums of benchmarks and of securities.

    Takes:
        y: shape (N, T). x: shape (G, T). row_of: shape (N,). extent: shape (N, 2), from `extents`.

    Returns:
        own, shape (N, T + 1, 8): y, xy, yy and their corrections; shared, shape (G, T + 1, 4): x, xx and theirs;
        centre_y, shape (N,), centre_x, shape (G,): the means that were taken off first.
    """
    (n_sec, n_t), n_g = y.shape, x.shape[0]
    out = np.empty((n_sec, n_t + 1, 8)), np.empty((n_g, n_t + 1, 4)), np.zeros(n_sec), np.zeros(n_g)
    _running_sums(y, x, row_of, extent, *out)
    return out


@njit(cache=True, parallel=True)
def _running_sums(y, x, row_of, extent, own, shared, centre_y, centre_x):
    n_sec, n_t = y.shape
    n_g = x.shape[0]
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


@njit(cache=True, inline="always")
def _line(own, shared, centre_y, centre_x, i, r, a, b, free_alpha, free_beta):
    """One window's n, alpha, beta, sigma, mean of x and Sxx, for n of 3 or more."""
    n = float(b - a)
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
    return n, alpha, beta, np.sqrt(left / df), mx + centre_x[r], sxx


@njit(cache=True, parallel=True, error_model="numpy")
def fit_line(own, shared, centre_y, centre_x, row_of, extent, security, first, last, free_alpha, free_beta):
    """Least squares of y on x within each event's estimation window; what goes out is what `prefix.fit_line` gives."""
    coef, base = np.empty((security.size, 2)), np.empty((security.size, 3))
    sigma, count = np.empty(security.size), np.empty(security.size)
    for e in prange(security.size):
        i = security[e]
        a, b = max(first[e], extent[i, 0]), min(last[e], extent[i, 1])
        n, alpha, beta, s, mx, sxx = float(max(b - a, 0)), np.nan, np.nan, np.nan, np.nan, np.nan
        if n >= 3.0:
            n, alpha, beta, s, mx, sxx = _line(
                own, shared, centre_y, centre_x, i, row_of[i], a, b, free_alpha, free_beta
            )
        count[e] = n
        coef[e, 0], coef[e, 1] = alpha, beta
        sigma[e] = s
        base[e, 0], base[e, 1], base[e, 2] = n, mx, sxx
    return coef, sigma, count, base


@njit(cache=True, parallel=True, error_model="numpy")
def study_line(
    own, shared, centre_y, centre_x, row_of, extent, y, x, security, position, first, last, lead, inner, windows, free_alpha,
    free_beta, gap, coef, stat, ar, ar_factor, car, car_factor
):  # fmt: skip
    """`fit_line` and `prefix.measure_line` in one pass over the events, written to arrays that are given.

    Takes:
        own, shared, centre_y, centre_x: from `running_sums`. extent: from `extents`. gap: `base.NO_GAP`.
        coef: shape (E, 2). stat: shape (E, 2), for sigma and n. the others: as `prefix.measure_line`.
    """
    for c in prange((security.size + CHUNK - 1) // CHUNK):
        base = np.empty((CHUNK, 2))
        begin, end = c * CHUNK, min(security.size, (c + 1) * CHUNK)
        for e in range(begin, end):  # short iterations keep many cache misses in flight: fits first, then measures
            i = security[e]
            a, b = max(first[e], extent[i, 0]), min(last[e], extent[i, 1])
            n, alpha, beta, s, mx, sxx = float(max(b - a, 0)), np.nan, np.nan, np.nan, np.nan, np.nan
            if n >= 3.0:
                n, alpha, beta, s, mx, sxx = _line(
                    own, shared, centre_y, centre_x, i, row_of[i], a, b, free_alpha, free_beta
                )
            coef[e, 0], coef[e, 1] = alpha, beta
            stat[e, 0], stat[e, 1] = s, n
            base[e - begin, 0], base[e - begin, 1] = mx, sxx
        for e in range(begin, end):
            i = security[e]
            mine = np.int64(e) if inner.shape[0] > 1 else np.int64(0)
            line = (coef[e, 0], coef[e, 1], stat[e, 1], base[e - begin, 0], base[e - begin, 1])
            measure_event(y, x, i, row_of[i], gap, False, position[e] + lead, inner, mine, line, free_alpha, free_beta, windows, e, ar,
                          ar_factor, car, car_factor)  # fmt: skip


__all__ = ["extents", "fit_line", "running_sums", "study_line"]
