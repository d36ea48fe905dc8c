"""Who the stock can be compared with: other securities on the same sessions, and which of them the cause touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.dated import place
from tapeline.cause.tape import closes, returns_between
from tapeline.errors import DesignError, UnmeasurableError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tapeline.cause.tape import Tape
    from tapeline.record import Record

PRE_DAYS, PRE_WEEKS, POST_WEEKS, WEEK = 250, 150, 13, 5
LEAST_VOTERS = 19
LEAST_PERIODS = 30


@dataclass(frozen=True, slots=True)
class Pool:
    """Possible donors on the subject's sessions.

    Attributes:
        names: J entities.
        returns: shape (n, J), simple total returns between the subject's closes; NaN where there is none.
        news: for each donor the positions of its own dated news.
        sector: the donors of the subject's own sector, as positions among the names.
        sector_name: what that sector is called; empty where it is not known.
    """

    names: tuple[str, ...]
    returns: NDArray[np.float64]
    news: tuple[tuple[int, ...], ...]
    sector: tuple[int, ...] = ()
    sector_name: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A treated series and its usable donors around one event.

    Attributes:
        y: shape (T,), treated series.
        x: shape (T, J), donors.
        pre: periods before the event.
        names: the J donors.
        days: positions on the tape of the periods' ends, shape (T,).
        left_out: donor -> why it was left out.
    """

    y: NDArray[np.float64]
    x: NDArray[np.float64]
    pre: int
    names: tuple[str, ...]
    days: NDArray[np.int64]
    left_out: dict[str, str]


def record_pool(record: Record, tape: Tape, known: date) -> Pool:
    """Every other priced security of the record; the benchmark is no donor."""
    priced = [e for e in record.entities() if e not in {tape.subject, tape.market}]
    columns, names, news = [], [], []
    for entity in priced:
        try:
            days, level, returns, _ = closes(record, entity, known)
        except UnmeasurableError:
            continue
        total = np.concatenate(([level[0]], level[0] * np.cumprod(1.0 + returns[1:])))
        keep = days <= known.toordinal()
        columns.append(returns_between(tape.days, days[keep], total[keep]))
        names.append(entity)
        rows = record.rows("events", entity=entity, known=known)
        news.append(tuple(e.at for e in (place(tape, r) for r in rows) if e is not None))
    stacked = np.column_stack(columns) if columns else np.empty((len(tape), 0))
    own = str(record.security(tape.subject)["sector"] or "")
    sector = tuple(j for j, name in enumerate(names) if own and record.security(name)["sector"] == own)
    return Pool(tuple(names), stacked, tuple(news), sector, own)


def peer_returns(pool: Pool, among: Sequence[int] | None = None, *, least: int = 2) -> NDArray[np.float64]:
    """The mean simple return of peers, shape (n,): on each session of those that have a return and no dated news of their own.

    Args:
        pool: the possible donors.
        among: which of them, by position; all where not given.
        least: the fewest peers, of the pool and of each session that is not NaN.

    Raises:
        DesignError: fewer peers than `least`.
    """
    chosen = list(range(len(pool.names)) if among is None else among)
    if len(chosen) < least:
        raise DesignError(f"the record holds prices of {len(chosen)} peers, at least {least} are needed; "
                          "add prices of comparable companies")  # fmt: skip
    quiet = pool.returns.copy()
    for j in chosen:
        quiet[[i for i in pool.news[j] if i < len(quiet)], j] = np.nan
    quiet = quiet[:, chosen]
    count = np.isfinite(quiet).sum(axis=1)
    return np.where(count >= least, np.nansum(quiet, axis=1) / np.maximum(count, 1), np.nan)


def daily_view(tape: Tape, pool: Pool, at: int, window: tuple[int, int], what: str = "") -> View:
    """Daily log returns of the 250 sessions that end 11 before the event, and of the event window.

    Raises:
        DesignError: fewer than 30 sessions before, a gap of the subject's own, or no donor left.
    """
    before = np.arange(max(1, at - PRE_DAYS - 10), max(1, at - 10))
    own = np.arange(at + window[0], min(at + window[1] + 1, len(tape)))
    days = np.concatenate((before, own))
    return _view(tape, pool, np.log1p(tape.stock)[days], np.log1p(pool.returns)[days], (len(before), days, own, what))


def weekly_view(tape: Tape, pool: Pool, at: int, what: str = "") -> View:
    """Weekly log prices relative to the eve of the event: up to 150 weeks that end on it, and 13 weeks from it.

    All paths meet at the eve, so that a gap that was there before the event is not counted as its effect.

    Raises:
        DesignError: fewer than 30 weeks before, none after, a gap of the subject's own, or no donor left.
    """
    weeks_before = min(PRE_WEEKS, (at - 1) // WEEK)
    weeks_after = min(POST_WEEKS, (len(tape) - at) // WEEK)
    if weeks_after < 1:
        raise DesignError(f"the tape ends within a week of {tape.day(min(at, len(tape) - 1))}; bring later prices")
    ends = at - 1 + WEEK * np.arange(-weeks_before, weeks_after + 1)
    span = slice(int(ends[0]), int(ends[-1]) + 1)
    y, x = (_cumulated(np.log1p(r[span]))[::WEEK] for r in (tape.stock, pool.returns))
    y, x = y - y[weeks_before], x - x[weeks_before]
    own = np.arange(at, min(at + 2, len(tape)))
    return _view(tape, pool, y, x, (weeks_before + 1, ends, own, what))


def _cumulated(r: NDArray[np.float64]) -> NDArray[np.float64]:
    out = r.copy()
    out[0] = 0.0
    return np.asarray(np.cumsum(out, axis=0))


def _view(
    tape: Tape, pool: Pool, y: NDArray[np.float64], x: NDArray[np.float64], at: tuple[int, NDArray[np.int64], NDArray[np.int64], str]
) -> View:  # fmt: skip
    pre, days, own, what = at
    if pre < LEAST_PERIODS:
        raise DesignError(
            f"{pre} periods come before {tape.day(int(own[0]))}, at least {LEAST_PERIODS} are needed; bring earlier prices"
        )
    if not np.isfinite(y).all():
        raise DesignError(f"{tape.subject} has a gap around {tape.day(int(own[0]))}; bring the missing prices")
    left_out = {}
    for j, name in enumerate(pool.names):
        if name.casefold() in what.casefold().split():
            left_out[name] = "named in the event"
        elif not np.isfinite(x[:, j]).all():
            left_out[name] = "prices with gaps"
        elif float(np.ptp(x[:pre, j])) <= 0.0:
            left_out[name] = "does not move"
        elif set(pool.news[j]) & set(own.tolist()):
            left_out[name] = "news of its own on those sessions"
    keep = [j for j, name in enumerate(pool.names) if name not in left_out]
    if len(keep) < 2:
        raise DesignError(f"{len(keep)} usable donors around {tape.day(int(own[0]))}, at least 2 are needed and {LEAST_VOTERS} to "
                          f"test at 5%{_listed(left_out)}; add prices of securities that the event did not touch")  # fmt: skip
    return View(y, x[:, keep], pre, tuple(pool.names[j] for j in keep), days, left_out)


def _listed(left_out: dict[str, str]) -> str:
    return f" (left out: {', '.join(f'{k}, {v}' for k, v in left_out.items())})" if left_out else ""


def pool_of(names: Sequence[str], returns: NDArray[np.float64]) -> Pool:
    """Donors from an array of simple returns (n, J) without news of their own."""
    return Pool(tuple(names), returns, tuple(() for _ in names))


__all__ = ["LEAST_VOTERS", "Pool", "View", "daily_view", "peer_returns", "pool_of", "record_pool", "weekly_view"]
