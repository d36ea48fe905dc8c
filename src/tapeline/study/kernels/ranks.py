"""Mid-ranks of each event's abnormal returns among its estimation residuals, summed over events as they stream by."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange

from tapeline.study.kernels.residuals import fill_residuals

BUCKETS = 512
CHUNK = 4096  # events for each block of sums
LOOSE = {"reassoc", "contract", "arcp", "nsz"}


@njit(cache=True, fastmath=LOOSE)
def _keys(values, n, scale, keys):
    """A bucket for each value, rising with it: z / (1 + |z|) spreads fat-tailed residuals about evenly."""
    one, half = np.float32(1.0), np.float32(0.5 * (BUCKETS - 1))
    for j in range(n):
        z = np.float32(values[j] * scale)
        keys[j] = np.int32((z / (one + abs(z)) + one) * half)


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
def _lift_three(buffer, n, a, b, c, inverse, sums):
    """Add to `sums`, times `inverse`, how many of a, b and c lie below each value; return how many values lie above each."""
    over_a, over_b, over_c = 0.0, 0.0, 0.0
    for j in range(n):
        x = buffer[j]
        in_a, in_b, in_c = 1.0 if x > a else 0.0, 1.0 if x > b else 0.0, 1.0 if x > c else 0.0
        sums[j] += (in_a + in_b + in_c) * inverse
        over_a += in_a
        over_b += in_b
        over_c += in_c
    return over_a, over_b, over_c


@njit(cache=True, fastmath=LOOSE)
def _lift_one(buffer, n, a, inverse, sums):
    """As `_lift_three`, for one value."""
    over = 0.0
    for j in range(n):
        in_a = 1.0 if buffer[j] > a else 0.0
        sums[j] += in_a * inverse
        over += in_a
    return over


@njit(cache=True, fastmath=LOOSE)
def _add_own(ranks, n, many, one, half, plain, restandardised, total):
    """Add each value's rank among the n, scaled for the families that insert a window's values and for the one that inserts one."""
    for j in range(n):
        shared = ranks[j] * many - half
        plain[j] += shared
        restandardised[j] += shared
        total[j] += ranks[j] * one - half


@njit(cache=True)
def _place(buffer, ordered, n, inserted, own, m, less, lifted, inverse, times, sums, tally, span):
    """Rank m inserted values with the n together: what they lift the n by goes to `lifted`, their own scaled ranks to `sums`."""
    for k in range(0, m, 3):
        if k + 1 == m:
            less[k] = _lift_one(buffer, n, inserted[k], inverse, lifted)
        else:
            c = inserted[k + 2] if k + 2 < m else np.inf
            less[k], less[k + 1], less[k + 2] = _lift_three(buffer, n, inserted[k], inserted[k + 1], c, inverse, lifted)
    for k in range(m):
        v = inserted[k]
        below = n - int(less[k])
        rank = below + 1.0
        if below > 0 and ordered[below - 1] == v:  # ties between the value and the n: a half on both sides
            for j in range(n):
                if buffer[j] == v:
                    lifted[j] += 0.5 * inverse
                    rank -= 0.5
        less[k] = rank
    for k in range(m):
        for q in range(m):
            if q != k:
                less[k] += 0.5 * ((inserted[q] < inserted[k]) + (inserted[q] <= inserted[k]))
        sums[span + own[k]] += less[k] * inverse - 0.5 * times
        tally[span + own[k]] += times


@njit(cache=True)
def _close_up(buffer, day, n, at):
    """Move the values that are there to the front, with their days; return how many they are."""
    used = 0
    for j in range(n):
        if np.isfinite(buffer[j]):
            buffer[used] = buffer[j]
            day[used] = at + j
            used += 1
    return used


@njit(cache=True, inline="always")
def _window(ar, e, inserted, own):
    """An event's abnormal returns that are there, and their columns; return how many they are."""
    m = 0
    for k in range(ar.shape[1]):
        if np.isfinite(ar[e, k]):
            inserted[m] = ar[e, k]
            own[m] = k
            m += 1
    return m


@njit(cache=True, parallel=True)
def stream_ranks(
    y, f, row_of, gap, has_gap, security, position, first, last, coef, sigma, ar, ar_factor, spread, scar, wide, order, heads,
    reach, span, begin, end,
):  # fmt: skip
    """Sums over events of scaled mid-ranks less one half, by relative day, for three ways of ranking.

    Takes:
        y to coef: as in `residuals.stream_residuals`; sigma: shape (E,).
        ar, ar_factor: shape (E, L), abnormal returns of the event window (NaN where missing) and Var(AR) / sigma**2.
        spread: shape (L,), the cross-section's deviation of standardised abnormal returns. scar: shape (E,), the window's
        standardised cumulative value; wide: its deviation.
        order, heads: as from `grid.by_session`: events that are the same one to a model stand together and are ranked once.
        reach, span: as in `residuals.stream_residuals`; begin, end: which of `heads`.

    Returns:
        sums, shape (3, blocks, span + L), counts of the same shape. The families: 0 abnormal returns as they are (Corrado), 1 the
        same restandardised by their cross-section (Corrado and Zivney), 2 the window's total restandardised (Kolari and
        Pynnonen), which fills the first column after the span alone.
    """
    width = ar.shape[1]
    n_b = (end - begin + CHUNK - 1) // CHUNK
    sums = np.zeros((3, n_b, span + width))
    counts = np.zeros((3, n_b, span + width), dtype=np.int64)
    for block in prange(n_b):
        buffer, ordered, ranks = np.empty(span), np.empty(span), np.empty(span)
        keys, where, day = np.empty(span, np.int32), np.empty(span, np.int32), np.empty(span, np.int32)
        starts = np.empty(BUCKETS + 1, np.int32)
        inserted, less, own = np.empty(width + 3), np.empty(width + 3), np.empty(width + 3, np.int64)
        zero, one, two = np.zeros(span + width), np.zeros(span + width), np.zeros(span + width)
        some, each, last_one = (
            np.zeros(span + width, np.int64),
            np.zeros(span + width, np.int64),
            np.zeros(span + width, np.int64),
        )
        loose = np.zeros((3, span))
        for h in range(begin + block * CHUNK, min(end, begin + (block + 1) * CHUNK)):
            e, times = order[heads[h]], heads[h + 1] - heads[h]
            i = security[e]
            n = last[e] - first[e]
            at = first[e] - (position[e] - reach)
            summed = fill_residuals(buffer, y, f, i, row_of[i], first[e], last[e], coef, e, gap, has_gap)
            consecutive = np.isfinite(summed)
            if not consecutive:
                n = _close_up(buffer, day, n, at)
                loose[:] = 0.0
            sort_into(buffer, n, 1.0 / sigma[e], keys, starts, ordered, where)
            midranks(ordered, where, n, ranks)
            into_zero = zero[at : at + n] if consecutive else loose[0]
            into_one = one[at : at + n] if consecutive else loose[1]
            into_two = two[at : at + n] if consecutive else loose[2]
            m = _window(ar, e, inserted, own)
            by_many, by_one = times / (n + m + 1.0), times / (n + 2.0)
            _add_own(ranks, n, by_many, by_one, 0.5 * times, into_zero, into_one, into_two)
            _place(buffer, ordered, n, inserted, own, m, less, into_zero, by_many, times, zero, some, span)
            for k in range(m):
                inserted[k] /= np.sqrt(ar_factor[e, own[k]]) * spread[own[k]]
            _place(buffer, ordered, n, inserted, own, m, less, into_one, by_many, times, one, each, span)
            inserted[0], own[0] = scar[e] / wide * sigma[e], 0
            _place(buffer, ordered, n, inserted, own, 1, less, into_two, by_one, times, two, last_one, span)
            if consecutive:
                some[at : at + n] += times
            else:
                for j in range(n):
                    some[day[j]] += times
                    zero[day[j]] += loose[0, j]
                    one[day[j]] += loose[1, j]
                    two[day[j]] += loose[2, j]
        each[:span], last_one[:span] = some[:span], some[:span]
        sums[0, block], sums[1, block], sums[2, block] = zero, one, two
        counts[0, block], counts[1, block], counts[2, block] = some, each, last_one
    return sums, counts


__all__ = ["midranks", "sort_into", "stream_ranks"]
