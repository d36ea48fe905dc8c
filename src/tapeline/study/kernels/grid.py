"""Counts on the grid of securities and sessions, and column moments."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit, prange

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 16_384
LOOSE = {"reassoc", "contract", "arcp", "nsz"}
SHARES = 2  # a third pass over the events costs more than it shares out


@njit(cache=True, parallel=True)
def any_between(security, position, first, last, rows, span):
    """Whether any event of the same security lies on a session in [first, last), shape (E,).

    Takes:
        security, position, first, last: shape (E,); negative ones are events without a place. rows, span: the grid's size;
        positions beyond it do not matter.
    """
    running = np.zeros((max(rows, 0), span + 1), dtype=np.int32)
    shares = min(rows, SHARES)
    for share in prange(shares):  # each share counts the events of its own securities
        low, high = rows * share // shares, rows * (share + 1) // shares
        for e in range(security.size):
            if low <= security[e] < high and 0 <= position[e] < span:
                running[security[e], position[e] + 1] += 1
        for i in range(low, high):
            for t in range(span):
                running[i, t + 1] += running[i, t]
    out = np.zeros(security.size, dtype=np.bool_)
    for e in prange(security.size):
        if security[e] >= 0 and position[e] >= 0:
            out[e] = running[security[e], last[e]] > running[security[e], first[e]]
    return out


@njit(cache=True, fastmath=LOOSE, error_model="numpy")
def _sum_column(values, weight, weighted, mean):
    """Count, sum of w, of w x and of w**2 (x - mean)**2, over the values that are there."""
    count, total, first, second = 0.0, 0.0, 0.0, 0.0
    for e in range(values.size):
        v = values[e]
        w = weight[e] if weighted else 1.0
        there = abs(v) < np.inf
        d = w * (v - mean) if there else 0.0
        count += 1.0 if there else 0.0
        total += w if there else 0.0
        first += w * v if there else 0.0
        second += d * d
    return count, total, first, second


@njit(cache=True)
def _add_up(values, begin, end, run):
    """Write each row's sums up to each column to `run`: a missing value adds nothing, and before the first there is none."""
    for k in range(values.shape[0]):
        for e in range(begin, end):
            v = values[k, e]
            before = run[k - 1, e - begin] if k else np.nan
            run[k, e - begin] = before if not np.isfinite(v) else v if not np.isfinite(before) else before + v


@njit(cache=True, parallel=True, error_model="numpy")
def column_moments(values, weight, weighted, cumulate):
    """Weighted sums of each column, over the values that are there.

    Takes:
        values: shape (L, E), a column of the table in each row, NaN where missing. weight: shape (E,); weighted: whether it is used.
        cumulate: add the columns up along each event first: a missing value adds nothing, and before the first there is none.

    Returns:
        shape (4, L): count, sum of w, mean, sum of w**2 (x - mean)**2.
    """
    width, n_e = values.shape
    chunks = (n_e + CHUNK - 1) // CHUNK
    out = np.zeros((4, width))
    for _ in range(2):  # sums first, then squares about the mean
        part = np.zeros((chunks, 4, width))
        for c in prange(chunks):
            begin, end = c * CHUNK, min(n_e, (c + 1) * CHUNK)
            run = np.empty((width if cumulate else 0, end - begin))
            if cumulate:
                _add_up(values, begin, end, run)
            mine = weight[begin:end] if weighted else weight
            for k in range(width):
                column = run[k] if cumulate else values[k, begin:end]
                part[c, 0, k], part[c, 1, k], part[c, 2, k], part[c, 3, k] = _sum_column(
                    column, mine, weighted, out[2, k]
                )
        out = np.zeros((4, width))
        for c in range(chunks):
            out += part[c]
        out[2] /= out[1]
    return out


@njit(cache=True, parallel=True)
def place_days(grid, table, tabled, day, clock, closes):
    """The session on or after each day, one later where the clock is at or past its close.

    Takes:
        grid: shape (T,), sessions as days. table: the session on or after each day from the first on; tabled: whether
        there is one (else the grid is searched). day: shape (E,), days (the least integer where there is none). clock: shape (E,)
        or (1,), seconds (-1 where there are none). closes: shape (T,).

    Returns:
        position, shape (E,): -1 before the first session or without a day, T after the last; moved, shape (E,): 0 for the
        day's own session, 1 for no session on the day, 2 for after the close.
    """
    position, moved = np.empty(day.size, np.int64), np.zeros(day.size, np.int8)
    timed = clock.size > 1
    for e in prange(day.size):
        d = day[e]
        if d < grid[0]:
            position[e] = -1
        elif d > grid[-1]:
            position[e] = grid.size
            moved[e] = 1
        else:
            at = table[d - grid[0]] if tabled else np.searchsorted(grid, d)
            if grid[at] != d:
                moved[e] = 1
            elif 0 <= clock[np.int64(e) if timed else np.int64(0)] >= closes[at]:
                moved[e] = 2
                at += 1
            position[e] = at
    return position, moved


def by_session(
    position: NDArray[np.int64], security: NDArray[np.int64], rows: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Events sorted by session, then by security, and where each distinct pair of the two begins.

    Takes:
        position, security: shape (E,), none negative. rows: securities on the grid.

    Returns:
        order, shape (E,), events of one pair as they came; heads, shape (P + 1,), into `order`, its size at the end; pairs,
        shape (P,), session times `rows` plus security.
    """
    bits = max(int(position.size - 1).bit_length(), 1)
    order, pair = np.empty(position.size, dtype=np.int64), np.empty(position.size, dtype=np.int64)
    heads = np.empty(position.size + 1, dtype=np.int64)
    if (int(position.max(initial=0)) + 1) * rows < 2 ** (
        62 - bits
    ):  # the pair and the event's place fit in one integer
        _mark(position, security, rows, bits, pair)
        pair.sort()
        count = _heads(pair, bits, order, heads)
    else:
        pair = position * rows + security
        order = np.argsort(pair, kind="stable")
        pair = pair[order]
        count = _heads(pair, 0, np.empty_like(pair), heads)
    return order, heads[: count + 1], pair[:count]


@njit(cache=True, parallel=True)
def _mark(position, security, rows, bits, pair):
    """Write each event's pair with its place in the low bits."""
    for e in prange(position.size):
        pair[e] = (position[e] * rows + security[e]) << bits | np.int64(e)


@njit(cache=True)
def _heads(pair, bits, order, heads):
    """Take the places out again, move the distinct pairs to the front, and write where each begins and the size."""
    count, before = -1, -1  # no pair is negative
    heads[0] = 0
    for k in range(pair.size):
        order[k] = pair[k] & ((1 << bits) - 1)
        v = pair[k] >> bits
        count += v != before
        pair[count] = v  # without a branch: a run's last place stays
        heads[count + 1] = k + 1
        before = v
    return count + 1


@njit(cache=True)
def count_crowded(pairs, heads, rows, first, last):
    """How many events have another of their security on a session in [first, last) relative to their own.

    Takes:
        pairs, heads: from `by_session`. rows: securities on the grid. first, last: the same for all events.
    """
    seen = np.full(rows, -1, np.int64)  # the last session so far that an event's window may hold, by security
    crowded, p, ahead, q = 0, 0, 0, 0
    for h in range(pairs.size):
        while pairs[h] >= (p + 1) * rows:
            p += 1
        while ahead < pairs.size and pairs[ahead] < (p + last) * rows:
            while pairs[ahead] >= (q + 1) * rows:
                q += 1
            seen[pairs[ahead] - q * rows] = q
            ahead += 1
        if seen[pairs[h] - p * rows] >= max(p + first, 0):
            crowded += heads[h + 1] - heads[h]
    return crowded


@njit(cache=True, parallel=True)
def spans(position, first, last):
    """The most and the fewest sessions from an estimation window's start to its event, and the same from the event to its end."""
    most, fewest = position[0] - first[0], position[0] - first[0]
    late, soon = last[0] - position[0], last[0] - position[0]
    for e in prange(position.size):
        most = max(most, position[e] - first[e])
        fewest = min(fewest, position[e] - first[e])
        late = max(late, last[e] - position[e])
        soon = min(soon, last[e] - position[e])
    return most, fewest, late, soon


@njit(cache=True, parallel=True, error_model="numpy")
def standardise(car, factor, sigma, se, scar):
    """Write each CAR's standard error, sigma times the root of its factor, and the CAR over it, shape (E,) all."""
    for e in prange(car.size):
        se[e] = sigma[e] * np.sqrt(factor[e])
        scar[e] = car[e] / se[e]


@njit(cache=True)
def shifted_product(table, days, apart):
    """Sum of products of each row with the row of the day `apart` later, on the calendar days that both hold.

    Takes:
        table: shape (C, S), by relative day. days: shape (C,), each row's day, ascending. apart: 0 or more.
    """
    total, later = 0.0, 0
    for row in range(days.size):
        while later < days.size and days[later] < days[row] + apart:
            later += 1
        if later < days.size and days[later] == days[row] + apart:
            total += _product(table[row, apart:], table[later, : table.shape[1] - apart])
    return total


@njit(cache=True, fastmath=LOOSE)
def _product(a, b):
    total = 0.0
    for k in range(a.size):
        total += a[k] * b[k]
    return total


__all__ = [
    "any_between",
    "by_session",
    "column_moments",
    "count_crowded",
    "place_days",
    "shifted_product",
    "spans",
    "standardise",
]
