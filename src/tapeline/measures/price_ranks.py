"""How a session, or a week, month, quarter or year, ranks among all others: by its level and by its move."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import UnmeasurableError
from tapeline.measures.parameters import DIRECTION, as_days, as_range, days, number_range, one_of
from tapeline.measures.price import PER, STALE, TICK, Series, last_of_each, listed_on, no_session, require_reach, series
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.claim import Measured
    from tapeline.record import Record

SINCE = days("count only from this day on; `first:last` for a period that may or may not count itself")


@measure(
    "price.high_rank",
    "rank",
    since=SINCE,
    low=one_of("`yes` for the lowest", "yes"),
    field=one_of("`close` where closing prices alone are meant", "close"),
    at=number_range("`low:high`, the price that the statement gives, by which its session is known"),
)
def high_rank(record: Record, q: Question) -> list[Measured]:
    """How the best session of a period ranks among all sessions up to it: 1 is an all-time high (or, asked so, low).

    Without a period, the sixty days up to the day known; with a day to count from, the last session alone or the one before
    it. Readings: by close; by the day's high.
    """
    day = min(q.day(), q.known)
    s = series(record, q.subject, day, day)
    last = s.position(day)
    first = s.position((q.start or day - timedelta(days=60)) - timedelta(days=1)) + 1
    if last < first:
        no_session(record, q, day)
    if day.toordinal() - s.days[last] > STALE:
        require_reach(record.prices(q.subject), day)
    newest = [(last, last), (last - 1, last - 1)] if q.start is None and "since" in q.args and last else []
    low = q.args.get("low") == "yes"
    closing = low or q.args.get("field") == "close"
    columns = [("close", s.close)] if closing else [("close", s.close), ("day's high", s.high)]
    spans = _at_price(columns, (first, last), q) or [(*c, span) for span in newest or [(first, last)] for c in columns]
    return [
        ranked_level(record, s, span, name, values, since, q)
        for name, values, span in spans
        if not np.isnan(values[span[0] : span[1] + 1]).all()
        for since in counted_from(q)
    ]


Column = tuple[str, "NDArray[np.float64]"]


def _at_price(
    columns: list[Column], span: tuple[int, int], q: Question
) -> list[tuple[str, NDArray[np.float64], tuple[int, int]]]:
    """The session of a span that stood at the price asked about, the furthest of several and of equals the last, for each column where one did; none where no price is asked about."""
    if "at" not in q.args:
        return []
    low, high = as_range(q.args["at"])
    first, last = span
    sign = -1.0 if q.args.get("low") == "yes" else 1.0
    out = []
    for name, values in columns:
        told = values[first : last + 1]
        inside = np.flatnonzero((told >= low - TICK) & (told <= high + TICK))
        if len(inside):
            furthest = inside[np.flatnonzero(sign * told[inside] == np.max(sign * told[inside]))[-1]]
            out.append((name, values, (first + int(furthest), first + int(furthest))))
    if not out:
        raise UnmeasurableError(f"a session of {q.subject} at {q.args['at']} up to {q.day()}")
    return out


def ranked_level(
    record: Record,
    s: Series,
    span: tuple[int, int],
    name: str,
    values: NDArray[np.float64],
    since: date,
    q: Question,
    digits: int = 2,
) -> Measured:
    """How the best session of a span (first, last) ranks by some values (n,) among those before it, told with so many digits behind the point."""
    low = q.args.get("low") == "yes"
    (first, last), height = span, -values if low else values
    best = first + int(np.nanargmax(height[first : last + 1]))
    counted = s.days[:first] >= since.toordinal()
    rank = 1 + int((counted & (height[:first] > height[best])).sum())
    start = "" if since == date.min else f" since {since}"
    trail = [s.cite(best, float(values[best]), digits)]
    more, most = ("lower", "lowest") if low else ("higher", "highest")
    formula = f"{name} {values[best]:,.{digits}f} on {s.date(best)}; of {int(counted.sum()):,} earlier sessions{start} {rank - 1} stood {more}"
    if counted.any():
        top = int(np.nanargmax(np.where(counted, height[:first], -np.inf)))
        trail.append(s.cite(top, float(values[top]), digits))
        formula += f" ({most} before: {values[top]:,.{digits}f} on {s.date(top)})"
    beyond = np.flatnonzero(height[:first] > height[best])
    ahead = s.date(int(beyond[-1])) if start and rank == 1 and len(beyond) else None
    formula += f"; the last to stand {more} was that of {ahead}" if ahead else ""
    ranked = reading(
        _placed(record, q, s, rank, since), f"by {name}{start}, {s.what}", s.date(best), formula, trail, value=rank
    )
    return replace(ranked, holds_since=_ahead_before(q, ahead))


@measure(
    "price.return_rank",
    "rank",
    direction=DIRECTION,
    since=SINCE,
    per=PER,
)
def return_rank(record: Record, q: Question) -> list[Measured]:
    """How a day's (or week's, month's, quarter's, year's) return in percent ranks among all of the security's up to it: 1 is its largest.

    A longer period is counted from the last close of the one before to its own last close known.
    """
    day = min(q.day(), q.known)
    s = series(record, q.subject, day, day)
    i = s.position(day)
    if q.args.get("per", "day") != "day":
        return _of_longer_periods(record, q, s, i)
    if i < 1 or s.days[i] != day.toordinal():
        no_session(record, q, day)
    sign = -1.0 if q.args.get("direction") == "down" else 1.0
    return [_ranked_return(record, s, i, sign, since, q) for since in counted_from(q)]


def _of_longer_periods(record: Record, q: Question, s: Series, last: int) -> list[Measured]:
    """The rank of the week, month, quarter or year that holds the day asked about, among those that the prices cover from end to end."""
    per = q.args["per"]
    if last < 1:
        no_session(record, q, q.day())
    require_reach(record.prices(q.subject), min(q.day(), q.known))
    ends = last_of_each(s, last, per)
    if len(ends) < 3:
        raise UnmeasurableError(
            f"closes of three {per}s of {q.subject} up to {q.day()}", fetch_command("prices", q.subject)
        )
    sign = -1.0 if q.args.get("direction") == "down" else 1.0
    return [_ranked_period(record, s, ends, sign, since, q) for since in counted_from(q)]


def _ranked_period(record: Record, s: Series, ends: list[int], sign: float, since: date, q: Question) -> Measured:
    per, moves = q.args["per"], np.array([sign * (s.close[b] / s.close[a] - 1) for a, b in pairwise(ends)])
    starts = np.array([s.days[a + 1] for a in ends[:-1]])
    since = since if moves[-1] > 0 else date.min
    pool = np.where(starts[:-1] >= since.toordinal(), moves[:-1], -np.inf)
    rank = 1 + int((pool > moves[-1]).sum())
    start = "" if since == date.min else f" since {since}"
    word = "rises" if sign > 0 else "falls"
    top = int(np.argmax(pool)) if np.isfinite(pool).any() else len(moves) - 1
    formula = (f"{written(100 * sign * moves[-1], '%')} in the {per} to {s.date(ends[-1])}; {rank - 1} larger {word} in a {per} before it{start} "
               f"(largest: {written(100 * sign * moves[top], '%')} to {s.date(ends[top + 1])})")  # fmt: skip
    beyond = np.flatnonzero(moves[:-1] > moves[-1])
    ahead = s.date(ends[int(beyond[-1]) + 1]) if start and rank == 1 and len(beyond) else None
    formula += f"; the last larger one ended on {ahead}" if ahead else ""
    trail = [s.cite(j, float(s.close[j])) for j in (ends[-2], ends[-1], ends[top], ends[top + 1])]
    ranked = reading(
        _placed(record, q, s, rank, since),
        f"by the {per}, close to close{start}, {s.what}",
        s.date(ends[-1]),
        formula,
        trail,
        value=rank,
    )
    return replace(ranked, holds_since=_ahead_before(q, ahead))


def counted_from(q: Question) -> list[date]:
    """From when earlier sessions count: "since June" may leave June itself out ("the largest since June's") or take it in."""
    if "since" not in q.args:
        return [date.min]
    first, last = as_days(q.args["since"])
    after = [date.fromordinal(last.toordinal() + 1)] if last else []
    return [*after, first]


def _placed(record: Record, q: Question, s: Series, rank: int, since: date) -> Quantity:
    """A rank, which is the least that it can be where it counts from before the record's first price."""
    listed = listed_on(record, q.subject, s.date(0))
    return Quantity(rank, rank if listed or since >= s.date(0) else math.inf, "rank")


NEAR = timedelta(days=3)
"""A day is told by readers' calendars and time zones, so many days apart at most."""


def _ahead_before(q: Question, ahead: date | None) -> date | None:
    """The day of the last session that was ahead, where it lies before all that a question's "since" may name: a first place since then too."""
    if ahead is None or ":" not in q.args.get("since", ""):
        return None
    near = NEAR if q.args.get("per", "day") == "day" else timedelta(0)
    return ahead if ahead < min(counted_from(q)) - near else None


def _ranked_return(record: Record, s: Series, i: int, sign: float, since: date, q: Question) -> Measured:
    moves = sign * (s.close[1:] / s.close[:-1] - 1)
    since = since if moves[i - 1] > 0 else date.min  # a rise is no fall, whatever it is counted from
    pool = np.where(s.days[1:] >= since.toordinal(), moves, -np.inf)
    rank = 1 + int((pool[: i - 1] > moves[i - 1]).sum())
    top = int(np.argmax(pool[: i - 1])) if np.isfinite(pool[: i - 1]).any() else i - 1
    word = "rises" if sign > 0 else "falls"
    start = "" if since == date.min else f" since {since}"
    formula = (f"{written(100 * sign * moves[i - 1], '%')} on {s.date(i)}; {rank - 1} larger {word} before it{start} "
               f"(largest before: {written(100 * sign * moves[top], '%')} on {s.date(top + 1)})")  # fmt: skip
    beyond = np.flatnonzero(moves[: i - 1] > moves[i - 1])
    ahead = s.date(int(beyond[-1]) + 1) if start and rank == 1 and len(beyond) else None
    formula += f"; the last larger one was that of {ahead}" if ahead else ""
    trail = [s.cite(j, float(s.close[j])) for j in (i - 1, i, top + 1)]
    ranked = reading(
        _placed(record, q, s, rank, since), f"close to close{start}, {s.what}", s.date(i), formula, trail, value=rank
    )
    return replace(ranked, holds_since=_ahead_before(q, ahead))


__all__ = ["SINCE", "counted_from", "high_rank", "ranked_level", "return_rank"]
