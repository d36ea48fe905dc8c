"""One pass over the estimation windows: what the residual-based tests need, summed as it streams by."""

# ruff: noqa: PLR0917  (compiled loops take their arrays by position)
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


@njit(cache=True, parallel=True, fastmath={"reassoc", "contract", "arcp", "nsz"})
def stream_residuals(y, f, row_of, gap, has_gap, security, position, first, last, coef, order, bounds, reach, span):
    """Sums of estimation residuals by block of events that share an event session.

    Takes:
        y, f, row_of, gap, has_gap: as in `plane.fit_plane`.
        security, position, first, last: shape (E,); coef: shape (E, 1 + K).
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
    for block in prange(n_b):
        buffer = np.empty(span)
        for o in range(bounds[block], bounds[block + 1]):
            e = order[o]
            i = security[e]
            n = last[e] - first[e]
            shift = first[e] - (position[e] - reach)
            total = fill_residuals(buffer, y, f, i, row_of[i], first[e], last[e], coef[e], gap, has_gap)
            used = 0
            above = 0
            if total == total:  # noqa: PLR0124  (the quick test for a window without holes)
                used = n
                for j in range(n):
                    above += buffer[j] > 0.0
                    raw[block, shift + j] += buffer[j]
                    counts[block, shift + j] += 1
                mean = total / n
                for j in range(n):
                    buffer[j] -= mean
            else:
                total = 0.0
                for j in range(n):
                    v = buffer[j]
                    if np.isfinite(v):
                        used += 1
                        total += v
                        above += v > 0.0
                        raw[block, shift + j] += v
                        counts[block, shift + j] += 1
                mean = total / max(used, 1)
                for j in range(n):
                    buffer[j] = buffer[j] - mean if np.isfinite(buffer[j]) else 0.0
            s2 = 0.0
            for j in range(n):
                s2 += buffer[j] * buffer[j]
            scale = 1.0 / np.sqrt(s2) if s2 > 0.0 else 0.0
            for j in range(n):
                unit[block, shift + j] += buffer[j] * scale
            positive[e] = above / max(used, 1)
    return raw, unit, counts, positive


__all__ = ["fill_residuals", "stream_residuals"]
