"""Counts on the grid of securities and sessions, and column moments."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit, prange

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 16_384


@njit(cache=True, parallel=True)
def any_between(security, position, known, first, last, rows, span):
    """Whether any event of the same security lies on a session in [first, last), shape (E,).

    Takes:
        security, position, known, first, last: shape (E,). rows, span: the grid's size; positions beyond it do not matter.
    """
    running = np.zeros((max(rows, 0), span + 1), dtype=np.int32)
    for e in range(security.size):
        if known[e] and position[e] < span:
            running[security[e], position[e] + 1] += 1
    for i in prange(rows):
        for t in range(span):
            running[i, t + 1] += running[i, t]
    out = np.zeros(security.size, dtype=np.bool_)
    for e in prange(security.size):
        if known[e]:
            out[e] = running[security[e], last[e]] > running[security[e], first[e]]
    return out


@njit(cache=True)
def _add_rows(values, begin, end, weight, weighted, cumulate, mean, out):
    """Add rows [begin, end) to the sums of each column: count, w, w x, w**2 (x - mean)**2 about a given mean."""
    width = values.shape[1]
    for e in range(begin, end):
        w = weight[e] if weighted else 1.0
        total, started = 0.0, False
        for k in range(width):
            v = values[e, k]
            if cumulate:
                if np.isfinite(v):
                    total += v
                    started = True
                v = total if started else np.nan
            if np.isfinite(v):
                d = v - mean[k]
                out[0, k] += 1.0
                out[1, k] += w
                out[2, k] += w * v
                out[3, k] += w * w * d * d


@njit(cache=True, parallel=True)
def column_moments(values, weight, weighted, cumulate):
    """Weighted sums of each column, over the values that are there.

    Takes:
        values: shape (E, L), NaN where missing. weight: shape (E,); weighted: whether it is used.
        cumulate: add the columns up along each row first: a missing value adds nothing, and before the first there is none.

    Returns:
        shape (4, L): count, sum of w, mean, sum of w**2 (x - mean)**2.
    """
    n_e, width = values.shape
    chunks = (n_e + CHUNK - 1) // CHUNK
    out = np.zeros((4, width))
    for _ in range(2):  # sums first, then squares about the mean
        part = np.zeros((chunks, 4, width))
        for c in prange(chunks):
            mine = np.zeros((4, width))
            centre = out[2].copy()
            _add_rows(values, c * CHUNK, min(n_e, (c + 1) * CHUNK), weight, weighted, cumulate, centre, mine)
            part[c] = mine
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
        there is one (else the grid is searched). day, clock: shape (E,), days (the least integer where there is none) and seconds
        (-1 where there are none). closes: shape (T,).

    Returns:
        position, shape (E,): -1 before the first session or without a day, T after the last; moved, shape (E,): 0 for the
        day's own session, 1 for no session on the day, 2 for after the close.
    """
    position, moved = np.empty(day.size, np.int64), np.zeros(day.size, np.int8)
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
            elif clock[e] >= 0 and clock[e] >= closes[at]:
                moved[e] = 2
                at += 1
            position[e] = at
    return position, moved


def counting_sort(cluster: NDArray[np.int64], size: NDArray[np.int64]) -> NDArray[np.int64]:
    """The order that sorts events by cluster and keeps their order within one, shape (E,).

    Takes:
        cluster: shape (E,), integers below C. size: shape (C,), how many events each holds.
    """
    order = np.empty(cluster.size, dtype=np.int64)
    _counting_sort(cluster, np.cumsum(size) - size, order)
    return order


@njit(cache=True)
def _counting_sort(cluster, slot, order):
    for e in range(cluster.size):
        c = cluster[e]
        order[slot[c]] = e
        slot[c] += 1


@njit(cache=True)
def spans(position, first, last):
    """The most and the fewest sessions from an estimation window's start to its event, and the most from the event to its end."""
    most, fewest, after = position[0] - first[0], position[0] - first[0], last[0] - position[0]
    for e in range(position.size):
        most, fewest = max(most, position[e] - first[e]), min(fewest, position[e] - first[e])
        after = max(after, last[e] - position[e])
    return most, fewest, after


__all__ = ["any_between", "column_moments", "counting_sort", "place_days", "spans"]
