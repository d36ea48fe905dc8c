"""One pass over the estimation windows: what the residual-based tests need, summed as it streams by."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange

# A view of a shared array taken inside a parallel loop counts references on one cache line that all threads fight over: loops
# over events index shared arrays directly and take views of arrays of their own only.


@njit(cache=True, inline="always")
def fill_residuals(buffer, y, f, i, r, a, b, coef, e, gap, has_gap):
    """Write the residuals of event e over [a, b) into `buffer` and return their sum (NaN where one is missing)."""
    n = b - a
    alpha = coef[e, 0]
    if has_gap:
        for j in range(n):
            buffer[j] = (y[i, a + j] - alpha * gap[i, a + j]) / np.sqrt(gap[i, a + j])
        for k in range(f.shape[1]):
            for j in range(n):
                buffer[j] -= coef[e, 1 + k] * f[r, k, a + j] / np.sqrt(gap[i, a + j])
    elif f.shape[1] == 1:
        beta = coef[e, 1]
        for j in range(n):
            buffer[j] = y[i, a + j] - alpha - beta * f[r, 0, a + j]
    else:
        for j in range(n):
            buffer[j] = y[i, a + j] - alpha
        for k in range(f.shape[1]):
            for j in range(n):
                buffer[j] -= coef[e, 1 + k] * f[r, k, a + j]
    total = 0.0
    for j in range(n):
        total += buffer[j]
    return total


CHUNK = 4096
LOOSE = {"reassoc", "contract", "arcp", "nsz"}


@njit(cache=True, fastmath=LOOSE)
def _add_rows(y, begin, rows, used, count, weight, raw, unit):
    """Add the returns of some securities, times their counts to `raw` and times their weights to `unit`, four at a time."""
    for k in range(0, used - used % 4, 4):
        a, b, c, d = rows[k], rows[k + 1], rows[k + 2], rows[k + 3]
        n0, n1, n2, n3 = count[k], count[k + 1], count[k + 2], count[k + 3]
        w0, w1, w2, w3 = weight[k], weight[k + 1], weight[k + 2], weight[k + 3]
        for j in range(raw.size):
            y0, y1, y2, y3 = y[a, begin + j], y[b, begin + j], y[c, begin + j], y[d, begin + j]
            raw[j] += n0 * y0 + n1 * y1 + n2 * y2 + n3 * y3
            unit[j] += w0 * y0 + w1 * y1 + w2 * y2 + w3 * y3
    for k in range(used - used % 4, used):
        for j in range(raw.size):
            raw[j] += count[k] * y[rows[k], begin + j]
            unit[j] += weight[k] * y[rows[k], begin + j]


@njit(cache=True, fastmath=LOOSE)
def _multiply(across, begin, count, weight, raw, unit):
    """`raw` and `unit` as products of all securities' returns with counts and weights, four sessions at a time."""
    span, n = raw.size, across.shape[1]
    for s in range(0, span - span % 4, 4):
        t = begin + s
        a0, a1, a2, a3, b0, b1, b2, b3 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for i in range(n):
            c, w = count[i], weight[i]
            y0, y1, y2, y3 = across[t, i], across[t + 1, i], across[t + 2, i], across[t + 3, i]
            a0, a1, a2, a3 = a0 + c * y0, a1 + c * y1, a2 + c * y2, a3 + c * y3
            b0, b1, b2, b3 = b0 + w * y0, b1 + w * y1, b2 + w * y2, b3 + w * y3
        raw[s], raw[s + 1], raw[s + 2], raw[s + 3] = a0, a1, a2, a3
        unit[s], unit[s + 1], unit[s + 2], unit[s + 3] = b0, b1, b2, b3
    for s in range(span - span % 4, span):
        a, b = 0.0, 0.0
        for i in range(n):
            a += count[i] * across[begin + s, i]
            b += weight[i] * across[begin + s, i]
        raw[s], unit[s] = a, b


DENSE = 0.4  # the share of securities with an event from which on a product over all of them is faster


@njit(cache=True, parallel=True)
def stream_lines(y, across, x, coef, sigma, df, order, heads, pairs, bounds, days, reach, span):
    """Sums of estimation residuals of lines on one benchmark, where every window is whole and of one length.

    The residuals of a session's events add up to their returns' sum less one line, so each security's returns are read once
    for a session, however many events it has there.

    Takes:
        y: shape (N, T). across: the same by session, shape (T, N), zero where missing, or without rows where no session's events
        are dense. x: shape (T,). coef: shape (E, 1) or (E, 2). sigma: shape (E,). df: degrees of freedom, the same for all.
        order, heads, pairs: from `grid.by_session`. bounds: shape (B + 1,), where each session's pairs begin; days: shape (B,),
        the sessions. reach, span: as `stream_residuals`.

    Returns:
        raw and unit, shape (B, span), as `stream_residuals`.
    """
    n_b, n_sec = bounds.size - 1, y.shape[0]
    raw, unit = np.zeros((n_b, span)), np.zeros((n_b, span))
    for block in prange(n_b):
        h0, h1 = bounds[block], bounds[block + 1]
        dense = across.shape[0] > 0 and h1 - h0 > DENSE * n_sec
        size = n_sec if dense else h1 - h0
        rows, count, weight = np.empty(size, np.int64), np.zeros(size), np.zeros(size)
        own, slope, own_unit, slope_unit = 0.0, 0.0, 0.0, 0.0
        begin = days[block] - reach
        for h in range(h0, h1):
            e = order[heads[h]]
            n = float(heads[h + 1] - heads[h])
            scale = n / (sigma[e] * np.sqrt(df))  # one over the length of each event's residuals
            i = pairs[h] - days[block] * n_sec
            at = i if dense else h - h0
            rows[at], count[at], weight[at] = i, n, scale
            beta = coef[e, 1] if coef.shape[1] > 1 else 0.0
            own += n * coef[e, 0]
            slope += n * beta
            own_unit += scale * coef[e, 0]
            slope_unit += scale * beta
        my_raw, my_unit = np.zeros(span), np.zeros(span)
        if dense:
            _multiply(across, begin, count, weight, my_raw, my_unit)
        else:
            _add_rows(y, begin, rows, size, count, weight, my_raw, my_unit)
        for j in range(span):
            raw[block, j] = my_raw[j] - own - slope * x[begin + j]
            unit[block, j] = my_unit[j] - own_unit - slope_unit * x[begin + j]
    return raw, unit


@njit(cache=True, fastmath=LOOSE)
def _share_above(buffer, n, whole):
    """The share of values above zero, among those that are there."""
    above = 0.0
    for j in range(n):
        above += 1.0 if buffer[j] > 0.0 else 0.0
    if whole:
        return above / n
    used = 0
    for j in range(n):
        used += np.isfinite(buffer[j])
    return above / max(used, 1)


@njit(cache=True, parallel=True)
def share_positive(y, f, row_of, gap, has_gap, security, first, last, coef, span):
    """The share of each event's estimation residuals above zero, shape (E,); the arguments are those of `stream_residuals`."""
    out = np.empty(security.size)
    chunks = (security.size + CHUNK - 1) // CHUNK
    for c in prange(chunks):
        buffer = np.empty(span)
        for e in range(c * CHUNK, min(security.size, (c + 1) * CHUNK)):
            i = security[e]
            total = fill_residuals(buffer, y, f, i, row_of[i], first[e], last[e], coef, e, gap, has_gap)
            out[e] = _share_above(buffer, last[e] - first[e], np.isfinite(total))
    return out


@njit(cache=True, fastmath=LOOSE)
def _add_any(buffer, n, raw, unit, counts):
    """Add residuals that may have holes to the sums, centred and scaled to length one for `unit`."""
    total, used = 0.0, 0
    for j in range(n):
        v = buffer[j]
        if np.isfinite(v):
            used += 1
            total += v
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


@njit(cache=True, parallel=True)
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
        centred and scaled to length one; counts, shape (B, span): how many there were.
    """
    n_b = bounds.size - 1
    raw, unit = np.zeros((n_b, span)), np.zeros((n_b, span))
    counts = np.zeros((n_b, span), dtype=np.int32)
    for block in prange(n_b):
        buffer, my_raw, my_unit, my_counts = (
            np.empty(span),
            np.zeros(span),
            np.zeros(span),
            np.zeros(span, dtype=np.int32),
        )
        for o in range(bounds[block], bounds[block + 1]):
            e = order[o]
            i = security[e]
            shift = first[e] - (position[e] - reach)
            fill_residuals(buffer, y, f, i, row_of[i], first[e], last[e], coef, e, gap, has_gap)
            _add_any(buffer, last[e] - first[e], my_raw[shift:], my_unit[shift:], my_counts[shift:])
        raw[block] = my_raw
        unit[block] = my_unit
        counts[block] = my_counts
    return raw, unit, counts


__all__ = ["fill_residuals", "share_positive", "stream_lines", "stream_residuals"]
