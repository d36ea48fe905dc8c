"""Mid-ranks of each event's abnormal returns among its estimation residuals, summed over events as they stream by."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numba import get_num_threads, njit

from tapeline.study.kernels.residuals import fill_residuals

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Integers: TypeAlias = NDArray[np.int64]

CHUNK = 256  # events sorted at a time: their residuals and keys stay in a core's cache
GROUP = 16_384  # events that one thread takes at a time
LARGEST = np.iinfo(np.int64).max
LOOSE = {"reassoc", "contract", "arcp", "nsz"}


@njit(cache=True)
def pack(values, n, bits, keys):
    """Write a key for each of n values: an integer that rises with it but for its low bits, which hold the place it came from.

    A missing value's key is the largest of all. Returns how many values are there.
    """
    as_integer, there = values.view(np.int64), 0
    for j in range(n):
        b = as_integer[j]
        key = ((b ^ ((b >> 63) & LARGEST)) >> bits << bits) | j
        keys[j] = key if np.isfinite(values[j]) else LARGEST
        there += np.isfinite(values[j])
    return there


@njit(cache=True)
def rank_packed(values, n, bits, keys, ordered, where, ranks):
    """Write the n values in order, the places they came from, and by place their ranks 1..n, ties sharing the mean of theirs."""
    plain, before = True, -np.inf
    for a in range(n):
        place = keys[a] & ((1 << bits) - 1)
        v = values[place]
        ordered[a], where[a], ranks[place] = v, place, a + 1.0
        plain &= v > before
        before = v
    if not plain:
        _straighten(ordered, where, n)
        _share_ties(ordered, where, n, ranks)


@njit(cache=True)
def _straighten(ordered, where, n):
    """Insertion puts right what the keys' low bits hid."""
    for a in range(1, n):
        v, w, b = ordered[a], where[a], a - 1
        while b >= 0 and ordered[b] > v:
            ordered[b + 1], where[b + 1] = ordered[b], where[b]
            b -= 1
        ordered[b + 1], where[b + 1] = v, w


@njit(cache=True)
def _share_ties(ordered, where, n, ranks):
    a = 0
    while a < n:
        b = a
        while b + 1 < n and ordered[b + 1] == ordered[a]:
            b += 1
        for j in range(a, b + 1):
            ranks[where[j]] = 0.5 * (a + b) + 1.0
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
def _place(buffer, ordered, length, n, inserted, own, m, less, lifted, inverse, times, sums, tally, span):
    """Rank m inserted values with the n together: what they lift the n by goes to `lifted`, their own scaled ranks to `sums`.

    The n stand among the `length` of `buffer`, where a missing one compares with nothing.
    """
    for k in range(0, m, 3):
        if k + 1 == m:
            less[k] = _lift_one(buffer, length, inserted[k], inverse, lifted)
        else:
            c = inserted[k + 2] if k + 2 < m else np.inf
            less[k], less[k + 1], less[k + 2] = _lift_three(
                buffer, length, inserted[k], inserted[k + 1], c, inverse, lifted
            )
    for k in range(m):
        v = inserted[k]
        below = n - int(less[k])
        rank = below + 1.0
        if below > 0 and ordered[below - 1] == v:  # ties between the value and the n: a half on both sides
            for j in range(length):
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


@njit(cache=True, nogil=True)
def fill_keys(
    y, f, row_of, gap, has_gap, security, first, last, coef, order, heads, begin, end, bits, buffers, keys, used
):
    """Write the residuals of some events, their keys, and how many are there; arguments as `stream_ranks`."""
    for h in range(begin, end):
        e, row = order[heads[h]], h - begin
        i, n = security[e], last[e] - first[e]
        fill_residuals(buffers[row], y, f, i, row_of[i], first[e], last[e], coef, e, gap, has_gap)
        keys[row, n:] = LARGEST
        used[row] = pack(buffers[row], n, bits, keys[row])


@njit(cache=True, nogil=True)
def add_ranks(
    position, first, last, sigma, ar, ar_factor, spread, scar, wide, order, heads, reach, span, begin, end, bits, buffers, keys,
    used, sums, counts,
):  # fmt: skip
    """Add the ranks of some events, whose keys are sorted by row, to `sums` and `counts`; arguments as `stream_ranks`."""
    width = ar.shape[1]
    ordered, ranks, where = np.empty(span), np.empty(span), np.empty(span, np.int32)
    inserted, less, own = np.empty(width + 3), np.empty(width + 3), np.empty(width + 3, np.int64)
    zero, one, two = sums[0], sums[1], sums[2]
    some, each, last_one = counts[0], counts[1], counts[2]
    for h in range(begin, end):
        e, times, row = order[heads[h]], heads[h + 1] - heads[h], h - begin
        at, length, n, buffer = first[e] - (position[e] - reach), last[e] - first[e], used[row], buffers[row]
        rank_packed(buffer, n, bits, keys[row], ordered, where, ranks)
        into_zero, into_one, into_two = zero[at : at + length], one[at : at + length], two[at : at + length]
        m = _window(ar, e, inserted, own)
        by_many, by_one = times / (n + m + 1.0), times / (n + 2.0)
        if n == length:
            _add_own(ranks, n, by_many, by_one, 0.5 * times, into_zero, into_one, into_two)
            for j in range(at, at + n):
                some[j] += times
        else:
            for k in range(n):
                j = where[k]
                _add_own(ranks[j:], 1, by_many, by_one, 0.5 * times, into_zero[j:], into_one[j:], into_two[j:])
                some[at + j] += times
        _place(buffer, ordered, length, n, inserted, own, m, less, into_zero, by_many, times, zero, some, span)
        for k in range(m):
            inserted[k] /= np.sqrt(ar_factor[e, own[k]]) * spread[own[k]]
        _place(buffer, ordered, length, n, inserted, own, m, less, into_one, by_many, times, one, each, span)
        inserted[0], own[0] = scar[e] / wide * sigma[e], 0
        _place(buffer, ordered, length, n, inserted, own, 1, less, into_two, by_one, times, two, last_one, span)
    each[:span], last_one[:span] = some[:span], some[:span]


def stream_ranks(
    y: Floats, f: Floats, row_of: Integers, gap: Floats, has_gap: bool, security: Integers, position: Integers,
    first: Integers, last: Integers, coef: Floats, sigma: Floats, ar: Floats, ar_factor: Floats, spread: Floats, scar: Floats,
    wide: float, order: Integers, heads: Integers, reach: int, span: int, said: Callable[[str], None],
) -> tuple[Floats, Integers]:  # fmt: skip
    """Sums over events of scaled mid-ranks less one half, by relative day, for three ways of ranking.

    Events go through in groups, several at a time; the sums of the groups are added in their order, whatever the threads.

    Takes:
        y to coef: as in `residuals.stream_residuals`; sigma: shape (E,).
        ar, ar_factor: shape (E, L), abnormal returns of the event window (NaN where missing) and Var(AR) / sigma**2.
        spread: shape (L,), the cross-section's deviation of standardised abnormal returns. scar: shape (E,), the window's
        standardised cumulative value; wide: its deviation.
        order, heads: as from `grid.by_session`: events that are the same one to a model stand together and are ranked once.
        reach, span: as in `residuals.stream_residuals`. said: called with a line now and then; an exception cancels the rest.

    Returns:
        sums and counts, shape (3, span + L). The families: 0 abnormal returns as they are (Corrado), 1 the same restandardised by
        their cross-section (Corrado and Zivney), 2 the window's total restandardised (Kolari and Pynnonen), which fills the first
        column after the span alone.
    """
    bits, width, total = max(int(span).bit_length(), 1), ar.shape[1], heads.size - 1

    def group(start: int) -> tuple[Floats, Integers]:
        buffers, keys = np.empty((CHUNK, span)), np.empty((CHUNK, span), dtype=np.int64)
        used = np.empty(CHUNK, dtype=np.int64)
        sums, counts = np.zeros((3, span + width)), np.zeros((3, span + width), dtype=np.int64)
        last_one = min(total, start + GROUP)
        for begin in range(start, last_one, CHUNK):
            end = min(last_one, begin + CHUNK)
            fill_keys(
                y,
                f,
                row_of,
                gap,
                has_gap,
                security,
                first,
                last,
                coef,
                order,
                heads,
                begin,
                end,
                bits,
                buffers,
                keys,
                used,
            )
            keys[: end - begin].sort(axis=1)
            add_ranks(
                position, first, last, sigma, ar, ar_factor, spread, scar, wide, order, heads, reach, span, begin, end, bits,
                buffers, keys, used, sums, counts,
            )  # fmt: skip
        return sums, counts

    sums, counts = np.zeros((3, span + width)), np.zeros((3, span + width), dtype=np.int64)
    starts = range(0, total, GROUP)
    if len(starts) < 2:
        return group(0)
    with ThreadPoolExecutor(get_num_threads()) as pool:
        try:
            for start, (some, many) in zip(starts, pool.map(group, starts), strict=True):
                said(f"ranked {heads[min(total, start + GROUP)]:,} of {heads[-1]:,} events")
                sums += some
                counts += many
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return sums, counts


__all__ = ["pack", "rank_packed", "stream_ranks"]
