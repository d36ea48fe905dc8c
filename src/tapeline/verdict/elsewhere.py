"""Another time or company, of which a claim is true whose own clause does not say of when or of whom it is.

What the reader took from elsewhere in the story can be wrong; where the number fits another reading that the story may mean, it
contradicts nothing, and where it is told so finely that this is hardly chance, it is borne out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.measures.parameters import as_range
from tapeline.measures.price_compare import NEAR
from tapeline.quantity import Quantity
from tapeline.story.calendar import periods
from tapeline.story.inferred import is_fine
from tapeline.verdict.readings import comparable, read_all
from tapeline.verdict.rules import grade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tapeline.claim import Asserted, Claim, Measured
    from tapeline.record import Record


@dataclass(frozen=True, slots=True)
class Fit:
    """What else a claim's number is true of.

    Attributes:
        claim: the claim as it is read for it.
        measured: what bears it out.
        sure: whether it is hardly so by chance: another time of the same company, and told finely.
        of_a_day: whether it is a day of the month that the claim is told of.
        of_a_change: whether it is by how much a price changed, and no price.
    """

    claim: Claim
    measured: Measured
    sure: bool
    of_a_day: bool = False
    of_a_change: bool = False


def fits(record: Record, claim: Claim, known: date, told: tuple[Period, ...], named: tuple[str, ...]) -> Fit | None:
    """What else the record holds that a claim's number is true of.

    Args:
        record: the evidence.
        claim: a claim that the record does not bear out as it was read.
        known: the last day whose knowledge the story could have had.
        told: the times that the story's claims speak of.
        named: the companies that they speak of.
    """
    if claim.asserted is None or (claim.measure == "price.volume" and not is_fine(claim.asserted, claim.measure)):
        return None  # on some day or other about so many shares were traded
    for other in _others(claim, known, told, named):
        for m in read_all(record, other, known).found:
            if _bears_out(m, other) and _is_of_its_size(claim.asserted, m):
                return Fit(other, m, not m.ranging and _is_sure(claim, other))
    return None


def _bears_out(measured: Measured, claim: Claim) -> bool:
    """Whether a reading that is a usual one bears a claim out."""
    return (
        measured.standard
        and claim.asserted is not None
        and comparable(claim, measured)
        and grade(claim.asserted, measured, claim.measure) == "supported"
    )


def _is_of_its_size(asserted: Asserted, measured: Measured) -> bool:
    """Whether a reading lies near a number that is told with one end ("more than 7%"): a move of any size would fit it otherwise."""
    ends = [abs(x) for x in (asserted.quantity.low, asserted.quantity.high) if math.isfinite(x)]
    return len(ends) == 2 or not ends or abs(measured.value) <= BEYOND * ends[0]


BEYOND = 1.3
"""What is told as more than so much is hardly this many times as much."""


def on_its_day(record: Record, claim: Claim, known: date) -> Fit | None:
    """The greatest daily move of the month that a move is told of, where the number is that day's ("the 26.4% collapse of last February").

    A month may be remembered by a day, but the words say the month, so that the claim is not borne out by it.

    Args:
        record: the evidence.
        claim: a claim that the record does not bear out as it was read.
        known: the last day whose knowledge the story could have had.
    """
    month = claim.period
    if claim.measure not in DAILY or claim.asserted is None or month is None or month.grain != "month":
        return None
    each = [replace(claim, period=p, also=()) for p in periods.weekdays(month) if p.end <= known]
    read = [(c, m) for c in each for m in read_all(record, c, known).found if m.standard]
    if not read:
        return None
    up = claim.asserted.quantity.middle > 0
    day, greatest = max(read, key=lambda found: found[1].value if up else -found[1].value)
    if grade(claim.asserted, greatest, claim.measure) != "supported":
        return None
    return Fit(day, greatest, sure=False, of_a_day=True)


def of_its_change(record: Record, claim: Claim, known: date) -> Fit | None:
    """The change of a price on the day for which a number was read as the price itself, where it is that ("After Thursday's $52.12 the shares won back $1.91").

    Args:
        record: the evidence.
        claim: a claim that the record does not bear out as it was read.
        known: the last day whose knowledge the story could have had.
    """
    if claim.measure != "price.level" or claim.asserted is None or claim.period is None or claim.period.grain != "day":
        return None
    told = claim.asserted.quantity
    for quantity in (told, Quantity(-told.high, -told.low, told.unit)):
        other = replace(claim, measure="price.change", asserted=replace(claim.asserted, quantity=quantity), args={})
        for m in read_all(record, other, known).found:
            if _bears_out(m, other):
                return Fit(other, m, sure=False, of_a_change=True)
    return None


DAILY = frozenset({"market_cap.change", "price.return"})
"""Measures of moves by which a month may be remembered."""


def of_its_move(record: Record, claim: Claim, known: date, told: tuple[Period, ...]) -> Claim | None:
    """A claim on a move or beside a price that is told (`amount`, `at`), dated by the first time in reach in which that was so; `None` where there is none.

    Args:
        record: the evidence.
        claim: a claim that nothing dates, or that could not be measured in the time that does.
        known: the last day whose knowledge the story could have had.
        told: the times that the story's claims speak of.
    """
    beside = next((name for name in ("amount", "at") if name in claim.args), "")
    if not beside or claim.measure not in ON_A_MOVE:
        return None
    days = claim.measure in {"price.change", "price.return", "price.streak"}
    times = (p for p in (*claim.also, *_times(claim, known, told)) if p.grain == "day" or not days)
    measure, unit, near = ("price.return", "%", NEAR) if beside == "amount" else ("price.level", "", 0.0)
    low, high = as_range(claim.args[beside])
    move = replace(claim, measure=measure, args={})
    for p in times:
        found = (m for m in read_all(record, replace(move, period=p, also=()), known).found if m.standard)
        if any(Quantity(low, high, unit or m.unit).gap(m.quantity) <= near * max(1.0, abs(m.value)) for m in found):
            return replace(claim, period=p, also=())
    return None


ON_A_MOVE = frozenset({"price.change", "price.compare", "price.place", "price.return", "price.streak"})
"""Measures of claims that a move or a close is told beside: whom it beat, its place, the streak that it ended, its size."""


def _is_sure(claim: Claim, other: Claim) -> bool:
    """Whether another reading is hardly one by chance; of a stretch that begins on a day that is told, only where the clause says whose the number is."""
    named = "subject" not in claim.inferred or other.period is None or other.period.grain != "span"
    return (
        other.subject == claim.subject
        and named
        and claim.asserted is not None
        and is_fine(claim.asserted, claim.measure, many=True)
    )


def _others(claim: Claim, known: date, told: tuple[Period, ...], named: tuple[str, ...]) -> Iterator[Claim]:
    """The same statement of other times, of other companies, and of both."""
    times = list(_times(claim, known, told)) if "period" in claim.inferred else []
    its_own = "subject" not in claim.inferred or ("from" in claim.args and claim.kind != "index")
    whose = [] if its_own else [x for x in named if x != claim.subject]
    yield from (replace(claim, period=p, also=()) for p in times)
    if claim.measure == "price.level" and "period" in claim.inferred:
        yield from (replace(claim, args={**claim.args, "of": x}, period=None, also=()) for x in ("high", "low"))
    yield from (replace(claim, subject=x) for x in whose)
    yield from (replace(claim, subject=x, period=p, also=()) for x, p in product(whose, times))


DAY, YEAR = timedelta(days=1), timedelta(days=365)
WEEK = 7
GRAINS = ("week", "month", "quarter", "year")


OVER_STRETCHES = frozenset({"price.change", "price.compare", "price.place", "price.return"})
"""Measures of moves, which a story may tell of a day as of a longer time."""


def _times(claim: Claim, known: date, told: tuple[Period, ...]) -> Iterator[Period]:
    """The times that a story may speak of: those that it names; for a move of a price also the stretches up to its day or the day before.

    By how much a market value changed is told of days, and in numbers so round that some stretch of years would fit any of them.
    """
    yield from (p for p in told if p.grain == "day" or claim.measure != "market_cap.change")
    if claim.measure in OVER_STRETCHES:
        yield from (p for end in (known, known - DAY) for p in _up_to(end, told) if end == known or p.days > WEEK)
        yield from (p for grain in GRAINS if (p := periods.one_before(known, grain)) is not None)


def _up_to(end: date, told: tuple[Period, ...]) -> Iterator[Period]:
    """The week, month, quarter and year so far, a whole year, and what ran from each day or time that is told."""
    for grain in GRAINS:
        so_far = periods.containing(end, grain)
        if so_far is not None:
            yield replace(so_far, end=end)
    yield Period("", end - YEAR, end, "span")
    for p in told:
        starts = (p.start, p.start + DAY) if p.grain == "day" else (p.end + DAY,)
        yield from (Period("", day, end, "span") for day in starts if day < end)


__all__ = ["Fit", "fits", "of_its_change", "of_its_move", "on_its_day"]
