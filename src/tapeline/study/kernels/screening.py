"""One pass over the events for each question of which can be studied."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit, prange

KEPT = 0


@njit(cache=True, parallel=True)
def lay_windows(security, position, repeated, offsets, reach, sessions, minimum, codes, code, first, last):
    """Write each event's estimation window as positions [first, last), cut to the data, and why it cannot be studied.

    Takes:
        security, position: shape (E,), negative as in `events.Events`. repeated: shape (E,).
        offsets: shape (E, 4), or (1, 4) where all share them: estimation and event window, first and last session.
        reach: first and last session that any event window takes. sessions: how many there are.
        minimum: sessions that an estimation window must hold.
        codes: the codes of no_security, no_date, no_prices, repeated, own_window, before, after, window and short.
        code, first, last: shape (E,), to write to.
    """
    for e in prange(security.size):
        own = np.int64(e) if offsets.shape[0] > 1 else np.int64(0)
        p = position[e]
        a = min(max(p + offsets[own, 0], 0), sessions)
        b = min(max(p + offsets[own, 1] + 1, a), sessions)
        first[e], last[e] = a, b
        apart = offsets[own, 1] < offsets[own, 2] or offsets[own, 3] < offsets[own, 0]
        mark = KEPT
        if security[e] == -2:
            mark = codes[0]
        elif p == -2:
            mark = codes[1]
        elif security[e] == -1:
            mark = codes[2]
        elif repeated[e]:
            mark = codes[3]
        elif offsets[own, 0] > offsets[own, 1] or offsets[own, 2] > offsets[own, 3] or not apart:
            mark = codes[4]
        elif p == -1:
            mark = codes[5]
        elif p >= sessions:
            mark = codes[6]
        elif p + reach[0] < 0 or p + reach[1] >= sessions:
            mark = codes[7]
        elif b - a < minimum:
            mark = codes[8]
        code[e] = mark


@njit(cache=True, parallel=True)
def judge_fits(sigma, n, ar, car, minimum, codes, code):
    """Write why a fitted event gives no number, for what its figures alone can say.

    Takes:
        sigma, n, car: shape (E,). ar: shape (L, E). minimum: returns that an estimation window must hold.
        codes: the codes of short, exact, unidentified and hole. code: shape (E,), to write to.

    Returns:
        how many events have an abnormal return missing, and how many are marked.
    """
    holes, marked = 0, 0
    for e in prange(sigma.size):
        whole = True
        for k in range(ar.shape[0]):
            whole &= np.isfinite(ar[k, e])
        holes += not whole
        mark = KEPT
        if n[e] < minimum:
            mark = codes[0]
        elif sigma[e] == 0.0:
            mark = codes[1]
        elif not np.isfinite(sigma[e]):
            mark = codes[2]
        elif not np.isfinite(car[e]):
            mark = codes[3]
        marked += mark != KEPT
        code[e] = mark
    return holes, marked


__all__ = ["judge_fits", "lay_windows"]
