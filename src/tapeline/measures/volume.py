"""How many shares of a security changed hands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.claim import Cite
from tapeline.errors import UnmeasurableError
from tapeline.measures.parameters import one_of
from tapeline.measures.price import Series
from tapeline.measures.price_ranks import SINCE, counted_from, ranked_level
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Measured
    from tapeline.record import Record
    from tapeline.record.prices import Prices

SESSIONS = 2
"""A story that names no day may tell of so many of the last sessions."""


@measure("price.volume", "shares")
def volume(record: Record, q: Question) -> list[Measured]:
    """How many shares were traded on a day, as the record's prices give it; where a split came between, in shares of the day asked by as well."""
    prices = record.prices(q.subject)
    last = prices.last(q.day())
    if last is None or q.start != q.end:
        span = "" if q.start is None else f" on one day of {q.start} to {q.end}"
        raise UnmeasurableError(f"the shares of {q.subject} traded{span}", fetch_command("prices", q.subject))
    wanted = [last] if q.end is not None else [i for i in range(last, last - SESSIONS, -1) if i >= 0]
    found = [m for i in wanted if not np.isnan(prices.volume[i]) for m in _of(prices, i, q.known)]
    if not found:
        raise UnmeasurableError(
            f"the shares of {q.subject} traded on {prices.day(last)}", fetch_command("prices", q.subject)
        )
    return found


@measure("price.volume_rank", "rank", since=SINCE, low=one_of("`yes` for the fewest", "yes"))
def volume_rank(record: Record, q: Question) -> list[Measured]:
    """How a session's volume ranks among those of all sessions up to it: 1 is the most shares ever traded (or, asked so, the fewest), in shares of the day known.

    Readings: of the day asked about; without one, of each of the last two sessions.
    """
    p = record.prices(q.subject)
    last = p.last(min(q.day(), q.known))
    if last is None or q.start != q.end:
        raise UnmeasurableError(f"the shares of {q.subject} traded on one day", fetch_command("prices", q.subject))
    shares = p.counts_in_shares_of(q.known, p.volume)[: last + 1]
    s = Series(p.entity, p.days[: last + 1], shares, shares, "shares traded", p.source, "prices")
    wanted = [last] if q.end is not None else [i for i in range(last, last - SESSIONS, -1) if i >= 0]
    found = [
        ranked_level(record, s, (i, i), "volume", shares, since, q, digits=0)
        for i in wanted
        if not np.isnan(shares[i])
        for since in counted_from(q)
    ]
    if not found:
        raise UnmeasurableError(
            f"the shares of {q.subject} traded on {p.day(last)}", fetch_command("prices", q.subject)
        )
    return found


def _of(prices: Prices, i: int, known: date) -> list[Measured]:
    """The shares traded on a session, as traded and in those of a later day."""
    day, traded = prices.day(i), float(prices.volume[i])
    factor = prices.split_factor(day, known)
    counts = [(traded, "shares traded")] if factor == 1 else [(traded, "shares traded, as then"), (traded * factor, f"shares traded, in those of {known}")]  # fmt: skip
    return [
        reading(Quantity(n - 0.5, n + 0.5, "shares"), basis, day, f"volume of {day} = {n:,.0f} shares",
                [Cite("prices", f"{prices.entity} {day}", f"{n:,.0f}", prices.source)], value=n)
        for n, basis in counts
    ]  # fmt: skip


__all__ = ["volume", "volume_rank"]
