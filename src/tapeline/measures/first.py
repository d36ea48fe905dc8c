"""The first time that a price or a market value closed above a level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.claim import Cite, Measured
from tapeline.errors import UnmeasurableError
from tapeline.measures.market_cap import counts_along
from tapeline.measures.parameters import number
from tapeline.measures.registry import Question, measure, reading_of_a_day
from tapeline.written import written

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.record import Record
    from tapeline.record.prices import Prices

LEVEL = number("the level, in the unit of the price or of the market value")


@measure("price.first_above", "date", threshold=LEVEL)
def price_first_above(record: Record, q: Question) -> list[Measured]:
    """The first session whose price stood above a level, in shares of the day known.

    Readings: by the close; by the day's high.
    """
    p = record.prices(q.subject)
    today = min(q.known, p.day(-1))
    unit = f"{p.currency}/share" if p.currency else ""
    columns = (("close", p.close), ("day's high", p.high))
    found = [
        _first(p, q, p.in_shares_of(today, values), name, unit)
        for name, values in columns
        if not np.isnan(values).all()
    ]
    return _known(found, q, unit)


@measure("market_cap.first_above", "date", threshold=LEVEL)
def market_cap_first_above(record: Record, q: Question) -> list[Measured]:
    """The first session whose close made the market value stand above a level.

    Each close is multiplied by the count filed nearest to it. Readings: by the close; by the day's high.
    """
    p = record.prices(q.subject)
    shares = counts_along(record, p, q.known)
    columns = (("close", p.close), ("day's high", p.high))
    found = [_first(p, q, values * shares, name, p.currency) for name, values in columns if not np.isnan(values).all()]
    return _known(found, q, p.currency)


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


def _known(found: list[Measured | None], q: Question, unit: str) -> list[Measured]:
    readings = [m for m in found if m is not None]
    if not readings:
        level = written(float(q.arg("threshold")), unit)
        raise UnmeasurableError(f"a session of {q.subject} above {level} up to {q.known}")
    return readings


__all__ = ["market_cap_first_above", "price_first_above"]
