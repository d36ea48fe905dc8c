"""Companies with two classes of shares listed side by side, of which the record holds the prices of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Claim, Measured
    from tapeline.record import Record


APART = {"price.return": 0.61, "price.level": 0.017, "price.change": 0.0061}
"""How far two classes lie apart: a day's move in percentage points, a price as a part of it, a move in money as a part of the price.

So far apart were Alphabet's class A and class C at most, or in 99 of 100 moves, in the 1,215 sessions of 2019 to October 2023, but for the prices of one year.
"""
WIDE_YEAR, WIDE = 2021, 0.046
"""In that year the prices of the two classes lay as far apart as that."""


def of_another_class(record: Record, claim: Claim, decided: Measured) -> bool:
    """Whether a price or a move of one day lies so near what was measured that it can be that of the company's other class."""
    told = claim.asserted
    if told is None or claim.measure not in APART or not _has_two(record, claim.subject, decided.as_of):
        return False
    if claim.period is not None and claim.period.days > 1:
        return False
    wide = claim.measure == "price.level" and decided.as_of.year == WIDE_YEAR
    most = WIDE if wide else APART[claim.measure]
    return told.quantity.gap(decided.quantity.to(told.unit)) <= most * _scale(record, claim, decided)


def _scale(record: Record, claim: Claim, decided: Measured) -> float:
    """What a distance is a part of: the price told, the price of the day of a move in money; a move in percent is in points."""
    if claim.measure == "price.level":
        return abs(decided.value)
    p = record.prices(claim.subject)
    i = p.at(decided.as_of) if claim.measure == "price.change" else None
    return 1.0 if i is None else float(p.close[i])


def _has_two(record: Record, subject: str, day: date) -> bool:
    """Whether the record lists two tickers of a company on one day."""
    listed = [r for r in record.rows("securities", entity=subject) if r["from"] <= day <= (r["to"] or day)]
    return len({r["ticker"] for r in listed}) > 1


__all__ = ["of_another_class"]
