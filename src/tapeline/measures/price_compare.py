"""A security's move beside others' of the same time: which gained more, and which place it took among some."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.parameters import DIRECTION, as_range, number_range
from tapeline.measures.price import price_return
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from tapeline.claim import Measured
    from tapeline.record import Record

AMOUNT = number_range("`low:high`, the subject's move in percent, where the statement tells it: of that time it speaks")
NEAR = 0.05
"""A move told roughly is this part of itself from the measured one at most."""


@measure("price.compare", "points", than="the other entity, or an index", direction=DIRECTION, amount=AMOUNT)
def compare(record: Record, q: Question) -> list[Measured]:
    """By how many points the subject's return is above another's of the same time (`direction=down`: by how many it fell more).

    Both are close to close, without dividends, as `price.return` measures them.
    """
    other = record.resolve(q.arg("than"))
    sign = -1.0 if q.args.get("direction") == "down" else 1.0
    mine, theirs = _own(record, q), _return(record, q, other)
    value = sign * (mine.value - theirs.value)
    gap = (mine.quantity - theirs.quantity).to("points").scale(sign)
    formula = f"{q.subject} {written(mine.value, '%')}; {other} {written(theirs.value, '%')}"
    trail = [*mine.trail, *theirs.trail]
    return [reading(gap, f"against {other}, {mine.basis}", mine.as_of, formula, trail, value=value)]


@measure("price.place", "rank", among="the other entities, separated by `|`", direction=DIRECTION, amount=AMOUNT)
def place(record: Record, q: Question) -> list[Measured]:
    """The subject's place among some securities by their returns of one time: 1 gained most (`direction=down`: lost most)."""
    others = [e for e in dict.fromkeys(record.resolve(e) for e in q.arg("among").split("|")) if e != q.subject]
    sign = -1.0 if q.args.get("direction") == "down" else 1.0
    mine = _own(record, q)
    theirs = [(e, _return(record, q, e)) for e in others]
    own, spans = mine.quantity.scale(sign), [m.quantity.scale(sign) for _, m in theirs]
    best, worst = 1 + sum(s.low > own.high for s in spans), 1 + sum(s.high >= own.low for s in spans)
    listed = sorted([(q.subject, mine), *theirs], key=lambda x: -sign * x[1].value)
    formula = "; ".join(f"{e} {written(m.value, '%')}" for e, m in listed)
    trail = [c for _, m in listed for c in m.trail]
    rank = 1 + [e for e, _ in listed].index(q.subject)
    basis = f"among {len(listed)}, {mine.basis}"
    return [reading(Quantity(best, worst, "rank"), basis, mine.as_of, formula, trail, value=rank)]


def _own(record: Record, q: Question) -> Measured:
    """The subject's return.

    Raises:
        UnmeasurableError: the record lacks its prices, or it was not the move that the statement tells.
    """
    mine = _return(record, q, q.subject)
    if "amount" in q.args:
        told = Quantity(*as_range(q.args["amount"]), "%")
        if told.gap(mine.quantity) > NEAR * max(1.0, abs(mine.value)):
            raise UnmeasurableError(f"a move of {q.subject} by {q.args['amount']} percent from {q.start} to {q.day()}")
    return mine


def _return(record: Record, q: Question, entity: str) -> Measured:
    """An entity's return in the time asked about.

    Raises:
        UnmeasurableError: the record lacks its prices.
    """
    found = next((m for m in price_return(record, replace(q, subject=entity, args={})) if m.standard), None)
    if found is None:
        raise UnmeasurableError(f"a return of {entity} up to {q.day()}", fetch_command("prices", entity))
    return found


__all__ = ["NEAR", "compare", "place"]
