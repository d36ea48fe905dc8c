"""Least squares on several factors, each event reading its own estimation window.

The factors and the outcome are centred within the window before the normal equations are formed and solved by Cholesky,
so the relative error of a coefficient is of the order of u * cond(X)**2 with X centred: 1e-11 or better for daily factors.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange


@njit(cache=True)
def _invert(a, k):
    """The inverse of a symmetric positive definite matrix by Cholesky; NaN where it is not."""
    low = np.zeros((k, k))
    for i in range(k):
        for j in range(i + 1):
            s = a[i, j]
            for m in range(j):
                s -= low[i, m] * low[j, m]
            if i == j:
                if not s > 1e-13 * a[i, i]:
                    return np.full((k, k), np.nan)
                low[i, i] = np.sqrt(s)
            else:
                low[i, j] = s / low[j, j]
    inv = np.zeros((k, k))
    for c in range(k):
        z = np.zeros(k)
        for i in range(k):
            s = 1.0 if i == c else 0.0
            for m in range(i):
                s -= low[i, m] * z[m]
            z[i] = s / low[i, i]
        for i in range(k - 1, -1, -1):
            s = z[i]
            for m in range(i + 1, k):
                s -= low[m, i] * inv[m, c]
            inv[i, c] = s / low[i, i]
    return inv


@njit(cache=True)
def _usable(y, f, i, r, t, n_k):
    if not np.isfinite(y[i, t]):
        return False
    for k in range(n_k):  # noqa: SIM110  (numba has no all() over a generator)
        if not np.isfinite(f[r, k, t]):
            return False
    return True


@njit(cache=True)
def _moments(y, f, gap, has_gap, i, r, a, b):
    """Count, sum of gaps, means (factors, then outcome) and centred cross-products over [a, b)."""
    n_k = f.shape[1]
    mean = np.zeros(n_k + 1)
    n, g_sum = 0.0, 0.0
    for t in range(a, b):
        if _usable(y, f, i, r, t, n_k):
            n += 1.0
            g_sum += gap[i, t] if has_gap else 1.0
            for k in range(n_k):
                mean[k] += f[r, k, t]
            mean[n_k] += y[i, t]
    mean /= max(g_sum, 1.0)
    cross = np.zeros((n_k + 1, n_k + 1))
    d = np.empty(n_k + 1)
    for t in range(a, b):
        if _usable(y, f, i, r, t, n_k):
            g = gap[i, t] if has_gap else 1.0
            for k in range(n_k):
                d[k] = f[r, k, t] - g * mean[k]
            d[n_k] = y[i, t] - g * mean[n_k]
            for p in range(n_k + 1):
                for q in range(p + 1):
                    cross[p, q] += d[p] * d[q] / g
    for p in range(n_k + 1):
        for q in range(p):
            cross[q, p] = cross[p, q]
    return n, g_sum, mean, cross


@njit(cache=True, parallel=True)
def fit_plane(y, f, row_of, gap, has_gap, security, first, last):
    """Least squares with an intercept on K factors within each event's estimation window.

    Takes:
        y: shape (N, T), returns, NaN where missing.
        f: shape (G, K, T), factor rows; `row_of`, shape (N,), says which a security uses.
        gap, has_gap: sessions that each return spans, where trade-to-trade returns are used.
        security: shape (E,). first, last: shape (E,), positions [first, last).

    Returns:
        coef, shape (E, 1 + K): intercept and slopes; stat, shape (E, 3): sigma, n, sum of g;
        mean, shape (E, K); inverse, shape (E, K, K): of the centred cross-products.
    """
    n_e, n_k = security.size, f.shape[1]
    coef = np.full((n_e, 1 + n_k), np.nan)
    stat = np.full((n_e, 3), np.nan)
    means = np.full((n_e, n_k), np.nan)
    inverse = np.full((n_e, n_k, n_k), np.nan)
    for e in prange(n_e):
        i = security[e]
        r = row_of[i]
        n, g_sum, mean, cross = _moments(y, f, gap, has_gap, i, r, first[e], last[e])
        stat[e, 1] = n
        stat[e, 2] = g_sum
        df = n - 1.0 - n_k
        if df < 1.0:
            continue
        inv = _invert(cross[:n_k, :n_k], n_k)
        alpha = mean[n_k]
        for p in range(n_k):
            b = 0.0
            for q in range(n_k):
                b += inv[p, q] * cross[q, n_k]
            coef[e, 1 + p] = b
            alpha -= b * mean[p]
            means[e, p] = mean[p]
        coef[e, 0] = alpha
        left = 0.0
        for t in range(first[e], last[e]):
            if _usable(y, f, i, r, t, n_k):
                g = gap[i, t] if has_gap else 1.0
                u = y[i, t] - g * alpha
                for k in range(n_k):
                    u -= coef[e, 1 + k] * f[r, k, t]
                left += u * u / g
        if left <= 1e-20 * cross[n_k, n_k]:
            left = 0.0
        stat[e, 0] = np.sqrt(left / df)
        inverse[e] = inv
    return coef, stat, means, inverse


@njit(cache=True)
def _factor(g, g_sum, inv, d):
    """Var / sigma**2 of a return over g sessions whose factors differ from their means by d."""
    total = g
    if np.isfinite(g_sum):
        total += g * g / g_sum
    if d.size > 0 and np.isfinite(inv[0, 0]):
        for p in range(d.size):
            for q in range(d.size):
                total += d[p] * inv[p, q] * d[q]
    return total


@njit(cache=True, parallel=True)
def measure_plane(
    y, f, row_of, gap, has_gap, security, position, lead, width, inner, coef, g_sums, means, inverse, windows
):
    """Abnormal returns and variance factors for fitted factor models.

    The arguments are those of `fit_plane` and `prefix.measure_line`. A NaN in `inverse` leaves the forecast-error term of
    the slopes out, a NaN in `g_sums` that of the intercept (coefficients that were not estimated in the window).

    Returns:
        ar and ar_factor, shape (E, L); car and car_factor, shape (E, 1 + W).
    """
    n_e, n_w, n_k = security.size, windows.shape[0], f.shape[1]
    ar, ar_factor = np.full((width, n_e), np.nan).T, np.full((width, n_e), np.nan).T
    car, car_factor = np.empty((1 + n_w, n_e)).T, np.empty((1 + n_w, n_e)).T
    for e in prange(n_e):
        i = security[e]
        r = row_of[i]
        start = position[e] + lead
        d = np.zeros((1 + n_w, n_k))
        gs = np.zeros(1 + n_w)
        car[e, :] = 0.0
        one = np.empty(n_k)
        own = np.int64(e) if inner.shape[0] > 1 else 0
        for j in range(inner[own, 0], inner[own, 1]):
            t = start + j
            if not np.isfinite(y[i, t]):
                continue
            g = gap[i, t] if has_gap else 1.0
            u = y[i, t] - g * coef[e, 0]
            for k in range(n_k):
                u -= coef[e, 1 + k] * f[r, k, t]
                one[k] = f[r, k, t] - g * means[e, k]
            ar[e, j] = u
            ar_factor[e, j] = _factor(g, g_sums[e], inverse[e], one)
            for w in range(1 + n_w):
                if w == 0 or windows[w - 1, 0] <= j < windows[w - 1, 1]:
                    car[e, w] += u
                    gs[w] += g
                    for k in range(n_k):
                        d[w, k] += one[k]
        for w in range(1 + n_w):
            car_factor[e, w] = _factor(gs[w], g_sums[e], inverse[e], d[w])
    return ar, ar_factor, car, car_factor


@njit(cache=True, parallel=True)
def sum_squares(y, f, row_of, gap, has_gap, security, first, last, coef):
    """Counts and sums of squared estimation residuals (about zero) of given coefficients, shape (E, 2)."""
    n_k = f.shape[1]
    out = np.zeros((security.size, 2))
    for e in prange(security.size):
        i = security[e]
        r = row_of[i]
        for t in range(first[e], last[e]):
            if _usable(y, f, i, r, t, n_k):
                g = gap[i, t] if has_gap else 1.0
                u = y[i, t] - g * coef[e, 0]
                for k in range(n_k):
                    u -= coef[e, 1 + k] * f[r, k, t]
                out[e, 0] += 1.0
                out[e, 1] += u * u / g
    return out


__all__ = ["fit_plane", "measure_plane", "sum_squares"]
