"""A story that was written while the session of its day went on: what it says of a price need not be what the session ended at."""

from __future__ import annotations

from datetime import timedelta
from math import isnan
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Claim, Measured
    from tapeline.record import Record
    from tapeline.record.prices import Prices


MOVES = frozenset({"market_cap.change", "price.return"})
"""Measures of a day's move, which passed through every price between the last close and its own."""


def may_be_within_the_day(record: Record, claim: Claim, decided: Measured, published: date, *, under_way: bool) -> bool:
    """Whether a price or a move of the day of the story was so at some time of it, and the story was written then.

    Args:
        record: the evidence.
        claim: a claim that the close does not bear out.
        decided: what was measured for it.
        published: the day of the story.
        under_way: whether the story was written while the session went on.
    """
    told = claim.asserted
    late = timedelta(days=1 if under_way else 0)  # where the story runs it may be a day later
    if told is None or published - decided.as_of > late or (claim.period is not None and claim.period.days > 1):
        return False
    if claim.args.get("session") == "intraday" or claim.args.get("field") in {"high", "low"}:
        down = claim.args.get("field") == "low" or told.quantity.middle < 0
        return decided.value < told.quantity.low if down else decided.value > told.quantity.high
    if under_way and claim.measure == "price.volume":
        return told.quantity.low < decided.value  # 165 million shares by midday: more followed
    if not under_way or claim.args.get("session") == "close" or claim.measure not in {*MOVES, "price.level"}:
        return False
    session = _session(record, claim.subject, decided.as_of)
    if session is None:
        return True  # nothing says what the prices of the day were
    p, i = session
    price = _price(claim, told.quantity.middle, decided, p, i)
    if price is None:
        return False
    low, high = float(p.low[i]), float(p.high[i])
    return isnan(low) or isnan(high) or low <= price <= high


def _price(claim: Claim, told: float, decided: Measured, p: Prices, i: int) -> float | None:
    """The price that a number told of a session comes to: its own; that of a move from the last close, in percent or as far as it is a part of the day's change of market value."""
    if claim.measure == "price.level":
        return told
    if not i or decided.value == 0:
        return None
    closes = p.in_shares_of(decided.as_of, p.close)
    before, close = float(closes[i - 1]), float(closes[i])
    if claim.measure == "market_cap.change":
        return before + told / decided.value * (close - before) if told * decided.value > 0 else None
    if abs(100 * (close / before - 1) - decided.value) > A_HUNDREDTH:
        return None  # of a longer time up to the day
    return before * (1 + told / 100)


A_HUNDREDTH = 0.02
"""In percentage points: the move of the day itself, and not one up to it."""


def _session(record: Record, subject: str, day: date) -> tuple[Prices, int] | None:
    """A company's daily prices and the place of a day among them; `None` where the record has none of it or of the day."""
    try:
        p = record.prices(subject)
    except UnmeasurableError:
        return None
    i = p.at(day)
    return None if i is None else (p, i)


__all__ = ["may_be_within_the_day"]
