"""One pass over the estimation windows: what the residual-based tests need, summed as it streams by."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange


@njit(cache=True, inline="always")
def fill_residuals(buffer, y, f, i, r, a, b, coef, gap, has_gap):
    """Write the residuals of [a, b) into `buffer` and return their sum (NaN where one is missing)."""
    n = b - a
    alpha = coef[0]
    if has_gap:
        for j in range(n):
            buffer[j] = (y[i, a + j] - alpha * gap[i, a + j]) / np.sqrt(gap[i, a + j])
        for k in range(f.shape[1]):
            for j in range(n):
                buffer[j] -= coef[1 + k] * f[r, k, a + j] / np.sqrt(gap[i, a + j])
    elif f.shape[1] == 1:
        beta = coef[1]
        for j in range(n):
            buffer[j] = y[i, a + j] - alpha - beta * f[r, 0, a + j]
    else:
        for j in range(n):
            buffer[j] = y[i, a + j] - alpha
        for k in range(f.shape[1]):
            for j in range(n):
                buffer[j] -= coef[1 + k] * f[r, k, a + j]
    total = 0.0
    for j in range(n):
        total += buffer[j]
    return total


@njit(cache=True, fastmath={"reassoc", "contract", "arcp", "nsz"})
def _add_line(y, x, alpha, beta, scale, raw, unit):
    """Add a line's residuals to `raw` and, scaled, to `unit`; return how many are above zero."""
    above = 0.0
    for j in range(y.size):
        v = y[j] - alpha - beta * x[j]
        raw[j] += v
        unit[j] += v * scale
        above += 1.0 if v > 0.0 else 0.0
    return above


@njit(cache=True, fastmath={"reassoc", "contract", "arcp", "nsz"})
def _add_any(buffer, n, raw, unit, counts):
    """Add residuals that may have holes to the sums, centred and scaled to length one for `unit`; return the share above 0."""
    total, used, above = 0.0, 0, 0
    for j in range(n):
        v = buffer[j]
        if np.isfinite(v):
            used += 1
            total += v
            above += v > 0.0
            raw[j] += v
            counts[j] += 1
    mean = total / max(used, 1)
    s2 = 0.0
    for j in range(n):
        buffer[j] = buffer[j] - mean if np.isfinite(buffer[j]) else 0.0
        s2 += buffer[j] * buffer[j]
    scale = 1.0 / np.sqrt(s2) if s2 > 0.0 else 0.0
    for j in range(n):
        unit[j] += buffer[j] * scale
    return above / max(used, 1)


@njit(cache=True, parallel=True)
def stream_residuals(
    y,
    f,
    row_of,
    gap,
    has_gap,
    security,
    position,
    first,
    last,
    coef,
    sigma,
    df,
    n_used,
    centred,
    order,
    bounds,
    reach,
    span,
):
    """Sums of estimation residuals by block of events that share an event session.

    Takes:
        y, f, row_of, gap, has_gap: as in `plane.fit_plane`.
        security, position, first, last, sigma, df, n_used: shape (E,); coef: shape (E, 1 + K).
        centred: the residuals have mean zero and sum of squares df * sigma**2, so that one reading of a window is enough.
        order: shape (E,), events sorted so that each block holds one event session only.
        bounds: shape (B + 1,), where each block starts in `order`.
        reach, span: the widest estimation window starts `reach` sessions before the event and holds `span` sessions.

    Returns:
        raw, shape (B, span): sums of residuals by relative day; unit, shape (B, span): the same, each event's residuals
        centred and scaled to length one; counts, shape (B, span): how many there were;
        positive, shape (E,): the share of residuals above zero.
    """
    n_b = bounds.size - 1
    raw = np.zeros((n_b, span))
    unit = np.zeros((n_b, span))
    counts = np.zeros((n_b, span), dtype=np.int32)
    positive = np.empty(security.size)
    one_pass = centred and not has_gap and f.shape[1] == 1
    for block in prange(n_b):
        buffer = np.empty(span)
        whole = 0
        for o in range(bounds[block], bounds[block + 1]):
            e = order[o]
            i = security[e]
            a, b = first[e], last[e]
            n = b - a
            r = row_of[i]
            shift = a - (position[e] - reach)
            if one_pass and n_used[e] == n:
                scale = 1.0 / (sigma[e] * np.sqrt(df[e]))
                above = _add_line(
                    y[i, a:b],
                    f[r, 0, a:b],
                    coef[e, 0],
                    coef[e, 1],
                    scale,
                    raw[block, shift : shift + n],
                    unit[block, shift : shift + n],
                )
                positive[e] = above / n
                if n == span:
                    whole += 1
                else:
                    counts[block, shift : shift + n] += 1
            else:
                fill_residuals(buffer, y, f, i, r, a, b, coef[e], gap, has_gap)
                positive[e] = _add_any(buffer, n, raw[block, shift:], unit[block, shift:], counts[block, shift:])
        counts[block] += whole
    return raw, unit, counts, positive


__all__ = ["fill_residuals", "stream_residuals"]
