"""Mid-ranks of each event's abnormal returns among its estimation residuals, summed over events as they stream by."""

# ruff: noqa: PLR0917  (compiled loops take their arrays by position)
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange

from tapeline.study.kernels.residuals import fill_residuals

BUCKETS = 512


@njit(cache=True)
def sort_into(values, n, scale, keys, starts, ordered, where):
    """Sort n values: spread over buckets by the distribution function of Student's t(2), then by insertion."""
    for b in range(BUCKETS + 1):
        starts[b] = 0
    for j in range(n):
        z = values[j] * scale
        u = z / np.sqrt(2.0 + z * z)
        key = int((u + 1.0) * (0.5 * BUCKETS))
        key = min(max(key, 0), BUCKETS - 1)
        keys[j] = key
        starts[key + 1] += 1
    for b in range(BUCKETS):
        starts[b + 1] += starts[b]
    for j in range(n):
        slot = starts[keys[j]]
        starts[keys[j]] += 1
        ordered[slot] = values[j]
        where[slot] = j
    for a in range(1, n):
        v = ordered[a]
        w = where[a]
        b = a - 1
        while b >= 0 and ordered[b] > v:
            ordered[b + 1] = ordered[b]
            where[b + 1] = where[b]
            b -= 1
        ordered[b + 1] = v
        where[b + 1] = w


@njit(cache=True)
def midranks(ordered, where, n, ranks):
    """Ranks 1..n by position of origin, ties sharing the mean of theirs."""
    a = 0
    while a < n:
        b = a
        while b + 1 < n and ordered[b + 1] == ordered[a]:
            b += 1
        shared = 0.5 * (a + b) + 1.0
        for j in range(a, b + 1):
            ranks[where[j]] = shared
        a = b + 1


@njit(cache=True)
def _place(buffer, ranks, day, n, inserted, m, above, days_sum, days_count, first_day, event_sum, event_count, own):
    """Rank m inserted values with n ranked ones together and add every scaled rank less one half to the sums."""
    inverse = 1.0 / (n + m + 1.0)
    for j in range(n):
        above[j] = ranks[j]
    for k in range(m):
        v = inserted[k]
        for j in range(n):
            above[j] += 0.5 * ((buffer[j] > v) + (buffer[j] >= v))
    if first_day >= 0:  # no holes: the days are consecutive
        for j in range(n):
            days_sum[first_day + j] += above[j] * inverse - 0.5
            days_count[first_day + j] += 1
    else:
        for j in range(n):
            days_sum[day[j]] += above[j] * inverse - 0.5
            days_count[day[j]] += 1
    for k in range(m):
        v = inserted[k]
        less = 0.0
        for j in range(n):
            less += 0.5 * ((buffer[j] < v) + (buffer[j] <= v))
        for q in range(m):
            if q != k:
                less += 0.5 * ((inserted[q] < v) + (inserted[q] <= v))
        event_sum[own[k]] += (less + 1.0) * inverse - 0.5
        event_count[own[k]] += 1


@njit(cache=True, parallel=True)
def stream_ranks(
    y, f, row_of, gap, has_gap, security, position, first, last, coef, sigma, ar, scaled, total, reach, span, chunk
):
    """Sums over events of scaled mid-ranks less one half, by relative day, for three ways of ranking.

    Takes:
        y to coef: as in `residuals.stream_residuals`; sigma: shape (E,).
        ar: shape (E, L), abnormal returns of the event window (NaN where missing).
        scaled: shape (E, L), the same restandardised by their cross-section, in units of the residuals.
        total: shape (E,), the window's cumulative value restandardised, in units of the residuals.
        reach, span: as in `residuals.stream_residuals`; chunk: events for each block of sums.

    Returns:
        sums, shape (3, blocks, span + L), counts of the same shape. The families: 0 `ar` (Corrado), 1 `scaled`
        (Corrado and Zivney), 2 `total` (Kolari and Pynnonen), which fills the first column after the span alone.
    """
    n_e, width = ar.shape
    n_b = (n_e + chunk - 1) // chunk
    sums = np.zeros((3, n_b, span + width))
    counts = np.zeros((3, n_b, span + width), dtype=np.int64)
    for block in prange(n_b):
        buffer, ordered = np.empty(span), np.empty(span)
        ranks, above = np.empty(span), np.empty(span)
        keys, where, day = np.empty(span, np.int64), np.empty(span, np.int64), np.empty(span, np.int64)
        starts = np.empty(BUCKETS + 1, np.int64)
        inserted, own = np.empty(max(width, 1)), np.empty(max(width, 1), np.int64)
        for e in range(block * chunk, min(n_e, (block + 1) * chunk)):
            i = security[e]
            n = last[e] - first[e]
            first_day = first[e] - (position[e] - reach)
            summed = fill_residuals(buffer, y, f, i, row_of[i], first[e], last[e], coef[e], gap, has_gap)
            if not np.isfinite(summed):
                used = 0
                for j in range(n):
                    if np.isfinite(buffer[j]):
                        buffer[used] = buffer[j]
                        day[used] = first_day + j
                        used += 1
                n = used
                first_day = -1
            sort_into(buffer, n, 1.0 / sigma[e], keys, starts, ordered, where)
            midranks(ordered, where, n, ranks)
            for family in range(3):
                m = 0
                for k in range(width if family < 2 else 1):
                    v = ar[e, k] if family == 0 else (scaled[e, k] if family == 1 else total[e])
                    if np.isfinite(v):
                        inserted[m] = v
                        own[m] = k
                        m += 1
                row, tally = sums[family, block], counts[family, block]
                _place(buffer, ranks, day, n, inserted, m, above, row, tally, first_day, row[span:], tally[span:], own)
    return sums, counts


__all__ = ["midranks", "sort_into", "stream_ranks"]
