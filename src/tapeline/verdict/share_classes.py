"""Companies with two classes of shares listed side by side, of which the record holds the prices of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Claim, Measured
    from tapeline.record import Record


APART = {"price.return": 0.95, "price.level": 0.046}
"""How far two classes lie apart at most: a day's move in percentage points, a price as a part of it.

So far apart were Alphabet's class A and class C in the 1,215 sessions of 2019 to October 2023, but for one move.
"""


def of_another_class(record: Record, claim: Claim, decided: Measured) -> bool:
    """Whether a price or a move of one day lies so near what was measured that it can be that of the company's other class."""
    told = claim.asserted
    if told is None or claim.measure not in APART or not _has_two(record, claim.subject, decided.as_of):
        return False
    if claim.period is not None and claim.period.days > 1:
        return False
    scale = abs(decided.value) if claim.measure == "price.level" else 1.0
    return told.quantity.gap(decided.quantity.to(told.unit)) <= APART[claim.measure] * scale


def _has_two(record: Record, subject: str, day: date) -> bool:
    """Whether the record lists two tickers of a company on one day."""
    listed = [r for r in record.rows("securities", entity=subject) if r["from"] <= day <= (r["to"] or day)]
    return len({r["ticker"] for r in listed}) > 1


__all__ = ["of_another_class"]
