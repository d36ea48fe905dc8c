"""The first time that a price or a market value stood above a level."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tapeline.claim import Cite, Measured
from tapeline.errors import UnmeasurableError
from tapeline.measures.market_cap import counts_along, days_to_a_count
from tapeline.measures.parameters import number, one_of
from tapeline.measures.price import no_range, require_beginning
from tapeline.measures.registry import Question, measure, reading_of_a_day
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.record import Record
    from tapeline.record.prices import Prices

LEVEL = number("the level, in the unit of the price or of the market value")
LONG, OPENING = 1250, 250
"""Where the record begins later than the listing, the first session above a level is taken for the first of all after five years of sessions that were not, or after one in which none stood at half of it."""
NEAR = 100
"""A count of shares filed for a day so many days from a session is that session's."""
YEAR = timedelta(days=366)
"""A first time that no day is told for is one of the year before."""


@measure(
    "price.first_above",
    "date",
    threshold=LEVEL,
    field=one_of("`close` where closing prices alone are meant", "close"),
)
def price_first_above(record: Record, q: Question) -> list[Measured]:
    """The first session whose price stood above a level, in shares of the day known.

    Readings: by the close; by the day's high.

    Raises:
        UnmeasurableError: none did; or the record begins too late, or lacks the highs, to tell which was the first.
    """
    p = record.prices(q.subject)
    today = min(q.known, p.day(-1))
    unit = f"{p.currency}/share" if p.currency else ""
    closing = q.args.get("field") == "close"
    columns = [("close", p.close)] if closing else [("close", p.close), ("day's high", p.high)]
    found = _firsts(record, p, q, [(name, p.in_shares_of(today, values)) for name, values in columns], unit)
    if not closing and np.isnan(p.high).all() and q.day() < found[0].as_of:
        raise no_range(q.subject, q.day())
    return found


@measure("market_cap.first_above", "date", threshold=LEVEL)
def market_cap_first_above(record: Record, q: Question) -> list[Measured]:
    """The first session whose close made the market value stand above a level.

    Each close is multiplied by the count filed nearest to it. Readings: by the close; by the day's high.

    Raises:
        UnmeasurableError: none did; or the record begins too late, or has no count of that time, to tell which was the first.
    """
    p = record.prices(q.subject)
    shares = counts_along(record, p, q.known)
    found = _firsts(record, p, q, [("close", p.close * shares), ("day's high", p.high * shares)], p.currency)
    first = found[0].as_of
    told = q.start is not None and q.start <= first <= q.day()
    if not told and days_to_a_count(record, q.subject, first, q.known) > NEAR:
        raise UnmeasurableError(f"shares outstanding of {q.subject} near {first}", fetch_command("shares", q.subject))
    return found


def _firsts(
    record: Record, p: Prices, q: Question, columns: list[tuple[str, NDArray[np.float64]]], unit: str
) -> list[Measured]:
    """The first session above the level by each column, the close first."""
    found = [_first(p, q, values, name, unit) for name, values in columns if not np.isnan(values).all()]
    readings = [m for m in found if m is not None]
    if not readings:
        level = written(float(q.arg("threshold")), unit)
        raise UnmeasurableError(f"a session of {q.subject} above {level} up to {q.known}")
    if not _is_later(q, readings[0].as_of):
        _require_before(record, p, q, columns[0][1], readings[0].as_of)
    return readings


def _first(p: Prices, q: Question, values: NDArray[np.float64], name: str, unit: str) -> Measured | None:
    level = float(q.arg("threshold"))
    above = np.flatnonzero((values > level) & (p.days <= q.known.toordinal()))
    if not len(above):
        return None
    i = int(above[0])
    day = p.day(i)
    if i == 0:
        formula = f"by {name} {written(values[0], unit)} on {day}, the first session in the record"
    else:
        top = float(np.nanmax(values[:i]))
        formula = f"by {name} {written(values[i], unit)} on {day}; of {i:,} earlier sessions none stood above {written(top, unit)}"
    trail = [Cite("prices", f"{p.entity} {day}", f"{name} {values[i]:,.2f}", p.source)]
    return reading_of_a_day(day, f"by {name}", formula, trail)


def _is_later(q: Question, day: date) -> bool:
    """Whether the time asked about lies after a day: what had been above a level then was not so for the first time."""
    return (q.start or q.known - YEAR) > day


def _require_before(record: Record, p: Prices, q: Question, values: NDArray[np.float64], first: date) -> None:
    """Refuse where a session before the record begins may have been the first by some values: it does not begin at the listing, nor long before, nor far below."""
    before = int((p.days < first.toordinal()).sum())
    far = before >= OPENING and 2 * float(np.nanmax(values[:OPENING])) < float(q.arg("threshold"))
    if not (far or before >= LONG):
        require_beginning(record, q.subject, p.day(0))


__all__ = ["market_cap_first_above", "price_first_above"]
