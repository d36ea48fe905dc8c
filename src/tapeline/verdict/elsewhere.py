"""Another time or company, of which a claim is true whose own clause does not say of when or of whom it is.

What the reader took from elsewhere in the story can be wrong; where the number fits another reading that the story may mean, it
contradicts nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story import periods
from tapeline.verdict.readings import comparable, read_all
from tapeline.verdict.rules import grade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tapeline.claim import Claim, Measured
    from tapeline.record import Record


def fits(
    record: Record, claim: Claim, known: date, told: tuple[Period, ...], named: tuple[str, ...]
) -> Measured | None:
    """What else the record holds that a claim's number is true of.

    Args:
        record: the evidence.
        claim: a claim that the record does not bear out as it was read.
        known: the last day whose knowledge the story could have had.
        told: the times that the story's claims speak of.
        named: the companies that they speak of.
    """
    if claim.asserted is None:
        return None
    for other in _others(claim, known, told, named):
        for m in read_all(record, other, known).found:
            if m.standard and comparable(claim, m) and grade(claim.asserted, m, claim.measure) == "supported":
                return m
    return None


def _others(claim: Claim, known: date, told: tuple[Period, ...], named: tuple[str, ...]) -> Iterator[Claim]:
    """The same statement of other times, of other companies, and of both."""
    times = list(_times(claim, known, told)) if "period" in claim.inferred else []
    whose = [x for x in named if x != claim.subject] if "subject" in claim.inferred else []
    yield from (replace(claim, period=p, also=()) for p in times)
    if claim.measure == "price.level" and "period" in claim.inferred:
        yield from (replace(claim, args={**claim.args, "of": x}, period=None, also=()) for x in ("high", "low"))
    yield from (replace(claim, subject=x) for x in whose)
    yield from (replace(claim, subject=x, period=p, also=()) for x, p in product(whose, times))


DAY, YEAR = timedelta(days=1), timedelta(days=365)
GRAINS = ("week", "month", "quarter", "year")


def _times(claim: Claim, known: date, told: tuple[Period, ...]) -> Iterator[Period]:
    """The times that a story of a day may speak of: those that it names; for a move also those since then, and the week, month, quarter and year, so far and the last."""
    yield from told
    if not claim.measure.endswith((".return", ".change")):
        return
    for grain in GRAINS:
        so_far, last = periods.containing(known, grain), periods.one_before(known, grain)
        yield from (replace(p, end=min(p.end, known)) for p in (so_far, last) if p is not None)
    yield Period("", known - YEAR, known, "span")
    for p in told:
        if p.grain == "day":
            yield from (Period("", day, known, "span") for day in (p.start, p.start + DAY) if day < known)


__all__ = ["fits"]
