"""What a share costs beside what it earned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.claim import Cite
from tapeline.errors import UnmeasurableError
from tapeline.measures.fact import fiscal_month
from tapeline.measures.period_facts import filed, years
from tapeline.measures.price import last_session
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from tapeline.claim import Measured
    from tapeline.measures.period_facts import Fact
    from tapeline.record import Record
    from tapeline.record.prices import Prices

METRIC = "eps_diluted"
OLDEST = 200
"""Earnings of a year that ended so many days before are no longer those of the last four quarters."""


@measure("price.to_earnings", "x")
def to_earnings(record: Record, q: Question) -> list[Measured]:
    """The close of a day (or of the last session before it) over diluted earnings a share of the last four quarters filed by then.

    Readings: the last four quarters; the last fiscal year of four, where that is another. Earnings are in shares of the day of
    the price.

    Raises:
        UnmeasurableError: the record lacks the prices, or the earnings of four quarters; or these are a loss, beside which a price means nothing.
    """
    p, i = last_session(record, q)
    day = p.day(i)
    known = [f for f in filed(record, q.subject, METRIC, q.known) if f.filed <= max(day, q.day())]
    rolling = [f for f in years(known) if (day - f.end).days <= OLDEST]
    if not rolling:
        raise UnmeasurableError(
            f"{METRIC} of {q.subject} over four quarters up to {day}", fetch_command("facts", q.subject)
        )
    last = rolling[-1]
    if last.value <= 0:
        raise UnmeasurableError(f"{q.subject} lost money over the {last.basis}: a price beside a loss means nothing")
    month = fiscal_month(record, q)
    fiscal = [f for f in rolling[:-1] if f.end.month == month and f.value > 0]
    return [
        _times(p, i, f, name)
        for f, name in ((last, "last four quarters"), *((f, "last fiscal year") for f in fiscal[-1:]))
    ]


def _times(p: Prices, i: int, earned: Fact, name: str) -> Measured:
    """A close as a multiple of earnings a share, as wide as these are known."""
    day, close = p.day(i), float(p.close[i])
    shares = p.split_factor(earned.filed, day)
    low, high = earned.quantity.low / shares, earned.quantity.high / shares
    per_share = earned.value / shares
    formula = f"{close / per_share:.1f}x = {close:,.2f} on {day} / {per_share:,.2f} ({earned.basis})"
    trail = [Cite("prices", f"{p.entity} {day}", f"{close:,.2f}", p.source), *earned.trail]
    found = reading(Quantity(close / high, close / low, "x"), f"close over {name}", day, formula, trail)
    return replace(found, value=close / per_share)


__all__ = ["to_earnings"]
