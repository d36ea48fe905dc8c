"""Reported figures by period: which rows answer for a quarter, a year or twelve months, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tapeline.measures.registry import cite
from tapeline.quantity import Quantity
from tapeline.written import written

if TYPE_CHECKING:
    from tapeline.claim import Cite
    from tapeline.record import Record, Row


SHARES_CHANGE = 0.01


@dataclass(frozen=True, slots=True)
class Fact:
    """A reported figure for a period: its interval, what it is, its last day, its first filing day, its trail, and how it was worked out where it was."""

    quantity: Quantity
    value: float
    basis: str
    start: date | None
    end: date
    filed: date
    trail: tuple[Cite, ...]
    formula: str = ""

    @property
    def months(self) -> int:
        """Calendar months covered, rounded; 0 for a figure as of a day."""
        return 0 if self.start is None else round(((self.end - self.start).days + 1) / 30.44)


def basis_of(metric: str, start: date | None, end: date) -> str:
    """What a figure is, in words: of a stretch, or as of a day."""
    return f"{metric} as of {end}" if start is None else f"{metric}, {start} to {end}"


def fact_of(row: Row) -> Fact:
    """One row as a `Fact`."""
    quantity = Quantity.known_to(row["value"], row["precision"], row["unit"])
    start, end = row["period_start"], row["period_end"]
    return Fact(
        quantity,
        row["value"],
        basis_of(row["metric"], start, end),
        start,
        end,
        row["filed"],
        (cite("facts", row, written(row["value"], row["unit"])),),
    )


def filed(record: Record, entity: str, metric: str, known: date) -> list[Fact]:
    """Every figure of a metric filed by a day, the newest filing for each period, oldest period first; empty where none was."""
    newest: dict[tuple[date | None, date], Row] = {}
    for row in sorted(record.rows("facts", entity=entity, metric=metric, known=known), key=lambda r: r["filed"]):
        newest[row["period_start"], row["period_end"]] = row
    return sorted((fact_of(r) for r in newest.values()), key=lambda f: (f.end, f.start or f.end))


def add_up(facts: list[Fact], basis: str) -> Fact:
    """The sum of figures of one unit over periods.

    Figures a share add up only about, as the number of shares changes from one quarter to the next: their sum is known to 1%.
    """
    total = facts[0].quantity
    for f in facts[1:]:
        total = total + f.quantity
    if total.unit.endswith("/share"):
        half = SHARES_CHANGE * abs(sum(f.value for f in facts))
        total, basis = Quantity(total.low - half, total.high + half, total.unit), f"{basis}, known to 1%"
    trail = tuple(c for f in facts for c in f.trail)
    return Fact(
        total, sum(f.value for f in facts), basis, facts[0].start, facts[-1].end, max(f.filed for f in facts), trail
    )


def adds_up(fact: Fact) -> bool:
    """Whether the figures of periods make up that of the whole: no rate's do."""
    return fact.quantity.unit not in {"%", "points", "x"}


def quarters(facts: list[Fact]) -> list[Fact]:
    """The figures that cover one quarter (or are as of a day), oldest first."""
    return [f for f in facts if f.months in {0, 3}]


def years(facts: list[Fact]) -> list[Fact]:
    """The figures of whole years: as filed, else as the sum of four quarters that follow one another."""
    whole = {f.end: f for f in facts if f.months == 12}
    single = [f for f in facts if f.months == 3]
    for i in range(3, len(single)):
        four = single[i - 3 : i + 1]
        follow = (four[-1].end - four[0].end).days in range(265, 285)
        if follow and four[-1].end not in whole and adds_up(four[0]):
            summed = add_up(four, f"four quarters to {four[-1].end}")
            whole[summed.end] = summed
    return [whole[end] for end in sorted(whole)]


APART = {"year": (355, 376), "quarter": (80, 100)}
"""So many days lie between the ends of two figures that are a year, or a quarter, apart."""
A_QUARTER = 100
"""A figure as of a day answers for so many days behind it."""


def for_period(facts: list[Fact], start: date, end: date) -> list[Fact]:
    """The figures that honestly answer for a stretch of days, the closest first; empty where none does.

    An exact period wins; then a year as four quarters, a span as the quarters inside it; then, for a figure as of a day, the
    last one of the stretch, or of the quarter before its end.
    """
    slack = timedelta(days=10)  # 52/53-week quarters end within days of the calendar's
    exact = [
        f for f in [*facts, *years(facts)] if f.start and abs(f.start - start) <= slack and abs(f.end - end) <= slack
    ]
    if exact:
        return exact[:1]
    inside = [f for f in quarters(facts) if f.start and start - slack <= f.start and f.end <= end + slack]
    if (
        len(inside) > 1
        and adds_up(inside[0])
        and abs(inside[-1].end - end) <= slack
        and abs((inside[0].start or start) - start) <= slack
    ):
        return [add_up(inside, f"{len(inside)} quarters, {inside[0].start} to {inside[-1].end}")]
    instant = [f for f in facts if f.start is None and f.end <= end + slack]
    if instant and (instant[-1].end >= start - slack or (end - instant[-1].end).days <= A_QUARTER):
        return instant[-1:]
    return inside[-1:] if inside and adds_up(inside[0]) else []


__all__ = [
    "APART",
    "A_QUARTER",
    "Fact",
    "add_up",
    "adds_up",
    "basis_of",
    "fact_of",
    "filed",
    "for_period",
    "quarters",
    "years",
]
