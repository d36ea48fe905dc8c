"""Figures that follow from those that a record holds: margins, parts of revenue, cash and securities together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.period_facts import Fact, basis_of, filed, years
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tapeline.quantity import Quantity
    from tapeline.record import Record

    Joint = Callable[[Fact, Fact, str], Fact | None]

QUOTIENTS = {"operating_margin": ("operating_income", "revenue"), "net_margin": ("net_income", "revenue")}
"""Rates: what is divided by what, of the company or of one segment (`family_of_apps.operating_margin`)."""
SUMS = {"cash_and_marketable_securities": ("cash_and_equivalents", "marketable_securities")}
LOSS = "_loss"
"""What stands behind the name of an income whose loss is meant, as a positive amount (`reality_labs.operating_income_loss`)."""
PART_OF_REVENUE = "share_of_revenue:"
"""What stands before the name of the figure whose part of revenue is meant (`share_of_revenue:advertising_revenue`)."""


def all_facts(record: Record, entity: str, metric: str, known: date) -> list[Fact]:
    """Every figure of a metric filed by a day, else each that follows from figures filed by then, oldest period first.

    Raises:
        UnmeasurableError: none was filed by then.
    """
    found = filed(record, entity, metric, known) or _derived(record, entity, metric, known)
    if not found:
        raise UnmeasurableError(f"{metric} of {entity} filed by {known}", fetch_command("facts", entity))
    return found


def _derived(record: Record, entity: str, metric: str, known: date) -> list[Fact]:
    if metric.endswith(LOSS):
        income = filed(record, entity, metric.removesuffix(LOSS), known)
        return [replace(f, quantity=-f.quantity, value=-f.value) for f in income]
    segment, _, name = metric.rpartition(".")
    whose = f"{segment}." if segment else ""
    joined: Joint = _quotient
    if metric.startswith(PART_OF_REVENUE):
        parts = metric.removeprefix(PART_OF_REVENUE), "revenue"
    elif name in QUOTIENTS:
        above, below = QUOTIENTS[name]
        parts = f"{whose}{above}", f"{whose}{below}"
    elif name in SUMS:
        parts, joined = SUMS[name], _sum
    else:
        return []
    first, second = (filed(record, entity, part, known) for part in parts)
    return _by_period(first, second, metric, joined)


def _by_period(first: list[Fact], second: list[Fact], metric: str, joined: Joint) -> list[Fact]:
    """Two figures of the same periods as one, of quarters, days and years; whole years as filed or added up."""
    pool = {(f.start, f.end): f for f in [*second, *years(second)]}
    pairs = {(f.start, f.end): f for f in [*first, *years(first)]}
    out = [joined(f, pool[when], metric) for when, f in pairs.items() if when in pool]
    return sorted((f for f in out if f is not None), key=lambda f: (f.end, f.start or f.end))


def _quotient(above: Fact, below: Fact, metric: str) -> Fact | None:
    if below.quantity.low <= 0:
        return None
    value = 100 * above.value / below.value
    return _made(above, below, metric, (above.quantity / below.quantity).to("%"), value, "/", f"{value:.2f}%")


def _sum(one: Fact, other: Fact, metric: str) -> Fact:
    value = one.value + other.value
    return _made(one, other, metric, one.quantity + other.quantity, value, "+", written(value, one.quantity.unit))


def _made(one: Fact, other: Fact, metric: str, quantity: Quantity, value: float, sign: str, shown: str) -> Fact:
    """The figure that two of one period make, with its arithmetic and both trails."""
    terms = f" {sign} ".join(written(f.value, f.quantity.unit) for f in (one, other))
    return Fact(
        quantity, value, basis_of(metric, one.start, one.end), one.start, one.end, max(one.filed, other.filed),
        (*one.trail, *other.trail), f"{terms} = {shown}",
    )  # fmt: skip


__all__ = ["PART_OF_REVENUE", "QUOTIENTS", "SUMS", "all_facts"]
