"""Tapes made for tests: a stock that follows its benchmark with noise of its own."""

from __future__ import annotations

from datetime import date

import numpy as np

from tapeline.cause.dated import Dated
from tapeline.cause.donors import Pool, pool_of
from tapeline.cause.judging import judge
from tapeline.cause.setting import Claimed, make_setting
from tapeline.cause.tape import Tape

FIRST = date(2018, 1, 1).toordinal()


def tape(
    seed: int = 0, n: int = 900, sigma: float = 0.015, jumps: dict[int, float] | None = None, beta: float = 1.0
) -> Tape:
    """n sessions, one a day; `jumps` adds to the simple return of a session."""
    rng = np.random.default_rng(seed)
    index = rng.standard_normal(n) * 0.01
    stock = beta * index + rng.standard_normal(n) * sigma
    for at, size in (jumps or {}).items():
        stock[at] += size
    stock[0] = index[0] = np.nan
    close = 100 * np.cumprod(1 + np.nan_to_num(stock))
    return Tape("AAA", "GSPC", FIRST + np.arange(n), close, stock, index, "made for tests")


def donors(t: Tape, count: int, seed: int = 1, sigma: float = 0.015) -> Pool:
    rng = np.random.default_rng(seed)
    returns = t.index[:, None] + rng.standard_normal((len(t), count)) * sigma
    return pool_of([f"D{j}" for j in range(count)], returns)


def event(t: Tape, at: int, kind: str = "event", timed: bool = True, what: str = "the news") -> Dated:
    return Dated(t.day(at), at, timed, kind, what)


def verdict(
    t: Tape,
    events,
    mine,
    *,
    turn: bool = False,
    direction: str = "up",
    given: bool = True,
    pool=None,
    days=(None, None),
    deep: bool = False,
):  # type: ignore[no-untyped-def]
    claimed = Claimed(mine[0].kind if mine else "event", direction, *days, turn, given=given)
    chosen = pool or donors(t, 2)
    return judge(make_setting(t, events, mine, claimed, lambda: chosen), "the cause", deep=deep)
