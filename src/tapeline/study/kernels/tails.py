"""Two-sided p-values of Student's t for many statistics at once."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit, prange
from scipy.special import gammaln, stdtr

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP = 1.0 / 32.0
EDGE = 12.0
TERMS = 10
FEW = 20_000  # below this many statistics the table costs more than it saves


def student_p_values(t: NDArray[np.float64], df: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two-sided p-values, relative error below 1e-11.

    Many statistics with few distinct degrees of freedom are read from a table of Taylor expansions of the distribution
    function; the rest, and the far tails, are computed one by one.

    Takes:
        t: shape (E,). df: shape (E,).
    """
    out: NDArray[np.float64]
    distinct = _distinct(df) if t.size > FEW else df[:0]
    if not 0 < distinct.size <= 256 or not np.isfinite(distinct).all():
        out = 2.0 * stdtr(df, -np.abs(t))
        return out
    table = np.stack([_table(float(v)) for v in distinct])
    which = np.searchsorted(distinct, df) if distinct.size > 1 else np.zeros(1, dtype=np.int64)
    out = np.empty(t.size)
    beyond = _evaluate(t, which, table, out)
    far = np.flatnonzero(~(np.abs(t) < EDGE)) if beyond else np.empty(0, dtype=np.int64)
    out[far] = 2.0 * stdtr(df[far], -np.abs(t[far]))
    return out


def _distinct(df: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distinct values, without sorting them all where there is one."""
    return df[:1] if df.strides == (0,) or df.min() == df.max() else np.unique(df)


def _table(df: float) -> NDArray[np.float64]:
    """Taylor coefficients of the two-sided p-value about each node, from the density's differential equation."""
    nodes = np.arange(0.0, EDGE + STEP, STEP)
    density = np.exp(gammaln((df + 1) / 2) - gammaln(df / 2)) / np.sqrt(df * np.pi)
    a = np.zeros((nodes.size, TERMS))
    a[:, 0] = density * (1.0 + nodes**2 / df) ** (-(df + 1) / 2)
    for k in range(TERMS - 1):
        before = a[:, k - 1] if k else 0.0
        push = (2 * k + df + 1) * nodes * a[:, k] + (k + df) * before
        a[:, k + 1] = -push / ((df + nodes**2) * (k + 1))
    out = np.empty((nodes.size, TERMS + 1))
    out[:, 0] = 2.0 * stdtr(df, -nodes)
    out[:, 1:] = -2.0 * a / np.arange(1, TERMS + 1)
    return out


@njit(cache=True, parallel=True)
def _evaluate(t, which, table, out):
    """Write the p-values of the statistics that the table reaches; return how many it does not."""
    far = 0
    for e in prange(t.size):
        x = abs(t[e])
        if not x < EDGE:
            out[e] = np.nan
            far += 1
            continue
        node = int(x / STEP + 0.5)
        h = x - node * STEP
        row = table[which[np.int64(e) if which.size > 1 else np.int64(0)], node]
        p = row[TERMS]
        for k in range(TERMS - 1, -1, -1):
            p = p * h + row[k]
        out[e] = p
    return far


__all__ = ["student_p_values"]
