"""Long tables laid on the grid of securities and sessions, and prices turned into returns, row by row."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange

NO_DAY = np.iinfo(np.int64).min  # what a missing date is as an integer


@njit(cache=True)
def reach_of_days(day):
    """The first and the last day, and how many rows have none; the first lies after the last where no row has one."""
    low, high, missing = np.iinfo(np.int64).max, NO_DAY, 0
    for r in range(day.size):
        if day[r] == NO_DAY:
            missing += 1
        else:
            low, high = min(low, day[r]), max(high, day[r])
    return low, high, missing


@njit(cache=True)
def seen_days(day, low, span):
    """Which of `span` days from `low` on stand in a row, shape (span,)."""
    seen = np.zeros(span, dtype=np.bool_)
    for r in range(day.size):
        if day[r] != NO_DAY:
            seen[day[r] - low] = True
    return seen


@njit(cache=True)
def fill_grid(which, day, values, low, lookup, tabled, grid):
    """Write each row's value to its cell; a cell with two different values becomes NaN.

    Takes:
        which, day, values: shape (R,): security (negative without a name), day, value.
        low, lookup, tabled: the first session's day, and each day's session from there on, or, where not tabled, the
        sessions' days to search. grid: shape (N, T), of NaN, to write to.

    Returns:
        rows without a security or a day, rows that repeat a cell, cells with different values.
    """
    state = np.zeros(grid.shape, dtype=np.int8)
    nameless, extra, clashes = 0, 0, 0
    for r in range(which.size):
        if which[r] < 0 or day[r] == NO_DAY:
            nameless += 1
            continue
        i, v = which[r], values[r]
        t = lookup[day[r] - low] if tabled else np.searchsorted(lookup, day[r])
        if state[i, t] == 0:
            grid[i, t] = v
            state[i, t] = 1
            continue
        extra += 1
        same = grid[i, t] == v or (np.isnan(grid[i, t]) and np.isnan(v))
        if state[i, t] == 1 and not same:
            grid[i, t] = np.nan
            state[i, t] = 2
            clashes += 1
    return nameless, extra, clashes


@njit(cache=True, parallel=True)
def clear_bad(prices):
    """Turn prices that are not above zero and finite into NaN, in place; return how many there were."""
    bad = 0
    for i in prange(prices.shape[0]):
        mine = 0
        for t in range(prices.shape[1]):
            p = prices[i, t]
            if p <= 0.0 or abs(p) == np.inf:
                prices[i, t] = np.nan
                mine += 1
        bad += mine
    return bad


@njit(cache=True, parallel=True, error_model="numpy")
def step_returns(prices, log, out):
    """Write the return of each session over the one before, NaN where one of the prices is not above zero and finite."""
    for i in prange(prices.shape[0]):
        out[i, 0] = np.nan
        for t in range(1, prices.shape[1]):
            earlier, later = prices[i, t - 1], prices[i, t]
            there = 0.0 < earlier < np.inf and 0.0 < later < np.inf
            ratio = later / earlier if there else np.nan
            out[i, t] = np.log(ratio) if log else ratio - 1.0


@njit(cache=True, parallel=True)
def by_day(values, out):
    """Write a grid by session, shape (T, N), with zeros where a value is missing."""
    for t in prange(values.shape[1]):
        for i in range(values.shape[0]):
            v = values[i, t]
            out[t, i] = v if np.isfinite(v) else 0.0


__all__ = ["NO_DAY", "by_day", "clear_bad", "fill_grid", "reach_of_days", "seen_days", "step_returns"]
