"""Mid-ranks of each event's abnormal returns among its estimation residuals, summed over events as they stream by."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange

from tapeline.study.kernels.residuals import fill_residuals

BUCKETS = 512
LOOSE = {"reassoc", "contract", "arcp", "nsz"}


@njit(cache=True, fastmath=LOOSE)
def _keys(values, n, scale, keys):
    """A bucket for each value, rising with it: z / (1 + |z|) spreads fat-tailed residuals about evenly."""
    for j in range(n):
        z = values[j] * scale
        keys[j] = np.int32((z / (1.0 + abs(z)) + 1.0) * (0.5 * (BUCKETS - 1)))


@njit(cache=True)
def sort_into(values, n, scale, keys, starts, ordered, where):
    """Sort n values: spread over buckets, then by insertion, which puts right whatever the buckets left."""
    _keys(values, n, scale, keys)
    for b in range(BUCKETS + 1):
        starts[b] = 0
    for j in range(n):
        starts[keys[j] + 1] += 1
    for b in range(BUCKETS):
        starts[b + 1] += starts[b]
    for j in range(n):
        key = keys[j]
        slot = starts[key]
        starts[key] = slot + 1
        ordered[slot] = values[j]
        where[slot] = j
    for a in range(1, n):
        v = ordered[a]
        if ordered[a - 1] > v:
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
    tied = False
    for j in range(1, n):
        tied |= ordered[j] == ordered[j - 1]
    if not tied:
        for j in range(n):
            ranks[where[j]] = j + 1.0
        return
    a = 0
    while a < n:
        b = a
        while b + 1 < n and ordered[b + 1] == ordered[a]:
            b += 1
        shared = 0.5 * (a + b) + 1.0
        for j in range(a, b + 1):
            ranks[where[j]] = shared
        a = b + 1


@njit(cache=True, fastmath=LOOSE)
def _lift(buffer, above, n, a, b, c):
    """Add to `above` how many of a, b and c lie below each value; return how many values lie above each, and the ties."""
    over_a, over_b, over_c, tied = 0.0, 0.0, 0.0, 0.0
    for j in range(n):
        x = buffer[j]
        in_a, in_b, in_c = 1.0 if x > a else 0.0, 1.0 if x > b else 0.0, 1.0 if x > c else 0.0
        above[j] += in_a + in_b + in_c
        over_a += in_a
        over_b += in_b
        over_c += in_c
        tied += (1.0 if x == a else 0.0) + (1.0 if x == b else 0.0) + (1.0 if x == c else 0.0)
    return over_a, over_b, over_c, tied


@njit(cache=True)
def _untie(buffer, above, n, inserted, m, less):
    """Give each tie between a value and an inserted one its half, on both sides."""
    for k in range(m):
        for j in range(n):
            if buffer[j] == inserted[k]:
                above[j] += 0.5
                less[k] -= 0.5


@njit(cache=True, fastmath=LOOSE)
def _add_scaled(above, n, inverse, sums, family, first_day):
    for j in range(n):
        sums[family, first_day + j] += above[j] * inverse - 0.5


@njit(cache=True)
def _place(buffer, ranks, day, n, inserted, m, above, less, sums, tally, family, span, first_day, own):
    """Rank m inserted values with n ranked ones together and add every scaled rank less one half to the sums."""
    inverse = 1.0 / (n + m + 1.0)
    above[:n] = ranks[:n]
    tied = 0.0
    for k in range(0, m, 3):
        b = inserted[k + 1] if k + 1 < m else np.inf
        c = inserted[k + 2] if k + 2 < m else np.inf
        less[k], less[k + 1], less[k + 2], some = _lift(buffer, above, n, inserted[k], b, c)
        tied += some
    for k in range(m):
        less[k] = n - less[k]
    if tied > 0.0:
        _untie(buffer, above, n, inserted, m, less)
    if first_day >= 0:  # no holes: the days are consecutive
        _add_scaled(above, n, inverse, sums, family, first_day)
    else:
        for j in range(n):
            sums[family, day[j]] += above[j] * inverse - 0.5
    for k in range(m):
        rank = less[k] + 1.0
        for q in range(m):
            if q != k:
                rank += 0.5 * ((inserted[q] < inserted[k]) + (inserted[q] <= inserted[k]))
        sums[family, span + own[k]] += rank * inverse - 0.5
        tally[family, span + own[k]] += 1


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
        ranks, above, less = np.empty(span), np.empty(span), np.empty(width + 3)
        keys, where, day = np.empty(span, np.int32), np.empty(span, np.int32), np.empty(span, np.int32)
        starts = np.empty(BUCKETS + 1, np.int32)
        inserted, own = np.empty(max(width, 1)), np.empty(max(width, 1), np.int64)
        whole = 0
        mine, tally = np.zeros((3, span + width)), np.zeros((3, span + width), dtype=np.int64)
        for e in range(block * chunk, min(n_e, (block + 1) * chunk)):
            i = security[e]
            n = last[e] - first[e]
            first_day = first[e] - (position[e] - reach)
            summed = fill_residuals(buffer, y, f, i, row_of[i], first[e], last[e], coef, e, gap, has_gap)
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
            if first_day >= 0 and n == span:
                whole += 1
            elif first_day >= 0:
                tally[:, first_day : first_day + n] += 1
            else:
                for j in range(n):
                    tally[:, day[j]] += 1
            for family in range(3):
                m = 0
                for k in range(width if family < 2 else 1):
                    v = ar[e, k] if family == 0 else (scaled[e, k] if family == 1 else total[e])
                    if np.isfinite(v):
                        inserted[m] = v
                        own[m] = k
                        m += 1
                _place(buffer, ranks, day, n, inserted, m, above, less, mine, tally, family, span, first_day, own)
        tally[:, :span] += whole
        sums[:, block] = mine
        counts[:, block] = tally
    return sums, counts


__all__ = ["midranks", "sort_into", "stream_ranks"]
