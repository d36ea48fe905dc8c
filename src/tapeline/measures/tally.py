"""Tallies: on how many of so many days, weeks or months a price rose, or fell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.parameters import DIRECTION, number
from tapeline.measures.price import PER, Series, last_of_each, require_reach, series
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Measured
    from tapeline.record import Record

TIMES = "times"


@measure(
    "price.tally",
    TIMES,
    direction=DIRECTION,
    per=PER,
    among=number("out of so many, the last of them the one asked about"),
)
def price_tally(record: Record, q: Question) -> list[Measured]:
    """How many of the last so many sessions (or weeks, months, quarters, years) closed above, or below, the one before.

    Of a longer period asked about, how many of all in it, where `among` is not told or is their number. Without a period: up to the last
    session known, then up to the one before it, which a story of the day may tell of.

    Raises:
        UnmeasurableError: the record's prices do not reach that day, or do not go back so far.
    """
    per, among = q.args.get("per", "day"), int(float(q.args.get("among", "0")))
    day = min(q.day(), q.known)
    s = series(record, q.subject, day, q.known)
    require_reach(record.prices(q.subject), day)
    closes = last_of_each(s, s.position(day), per)
    if q.start is not None and q.start < day:
        inside = sum(s.days[i] >= q.start.toordinal() for i in closes)
        among = inside if among in {0, inside} else among
    ends = [len(closes)] if q.start else [len(closes), len(closes) - 1]
    ends = [end for end in ends if end > among > 0]
    if not ends:
        raise UnmeasurableError(
            f"closes of {among + 1 or 'some'} {per}s of {q.subject} up to {day}", fetch_command("prices", q.subject)
        )
    return [_of_closes(s, closes[end - among - 1 : end], q, per) for end in ends]


def _of_closes(s: Series, at: Sequence[int], q: Question, per: str) -> Measured:
    """How many of some closes, but for the first, stand above (or below) the one before."""
    down = q.args.get("direction") == "down"
    values = [float(s.close[i]) for i in at]
    count = sum((b < a) if down else (b > a) for a, b in pairwise(values))
    among, first, last = len(at) - 1, s.date(at[1]), s.date(at[-1])
    way = "lower" if down else "higher"
    shown = f"{count} {way} close{'' if count == 1 else 's'} among {among} by the {per}, {first} to {last}: from {values[0]:,.2f} to {values[-1]:,.2f}"
    trail = [s.cite(at[0], values[0]), s.cite(at[-1], values[-1])]
    basis = f"{among} closes by the {per} up to {last}, {s.what}"
    return reading(Quantity.exact(count, TIMES), basis, last, shown, trail, value=count)


__all__ = ["price_tally"]
