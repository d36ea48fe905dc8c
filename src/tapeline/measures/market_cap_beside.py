"""How many times another company's market value a company's is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.market_cap import level
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity

if TYPE_CHECKING:
    from tapeline.claim import Measured
    from tapeline.record import Record


@measure("market_cap.ratio", "x", than="the other entity")
def ratio(record: Record, q: Question) -> list[Measured]:
    """How many times another company's market value the subject's is on the same day, by the likeliest count of each.

    Raises:
        UnmeasurableError: the record lacks the market value of either on the day; or the two are in different money.
    """
    other = record.resolve(q.arg("than"))
    mine, theirs = level(record, q)[0], level(record, Question(other, q.known, q.start, q.end))[0]
    if mine.unit != theirs.unit:
        raise UnmeasurableError(f"the market values of {q.subject} and {other} in one currency")
    times = mine.value / theirs.value
    formula = f"{times:.2f}x = {mine.formula} / {theirs.formula}"
    quantity = Quantity(mine.low / theirs.high, mine.high / theirs.low, "x")
    basis = f"of {other} on {theirs.as_of}"
    return [reading(quantity, basis, mine.as_of, formula, [*mine.trail, *theirs.trail], value=times)]


__all__ = ["ratio"]
