"""Splits of a share: how many became of one, and from which day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.parameters import one_of
from tapeline.measures.registry import Question, cite, measure, reading, reading_of_a_day
from tapeline.quantity import Quantity
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Measured
    from tapeline.record import Record, Row

FAR = timedelta(days=400)
"""A split so long before or after the time asked about is another one."""


@measure("split.ratio", "x")
def ratio(record: Record, q: Question) -> list[Measured]:
    """How many shares became of one: in the split nearest to the time asked about, else in the newest one declared by the day known.

    Raises:
        UnmeasurableError: the record holds no split within 400 days of that time.
    """
    row = _nearest(record, q)
    value = row["ratio"]
    formula = f"{written(value, '')} shares for one, in force from {row['ex_date']}"
    trail = [cite("splits", row, f"{written(value, '')} for 1")]
    return [reading(Quantity.exact(value, "x"), f"the split of {row['ex_date']}", row["ex_date"], formula, trail)]


@measure(
    "split.date",
    "date",
    which=one_of("`ex`: from when a share trades split, or `declared`: when it was announced", "ex", "declared"),
)
def day_of(record: Record, q: Question) -> list[Measured]:
    """A day of the split nearest to the time asked about.

    Raises:
        UnmeasurableError: the record holds no split within 400 days of that time, or not that day of it.
    """
    row = _nearest(record, q)
    declared = q.arg("which") == "declared"
    day: date | None = row["declared"] if declared else row["ex_date"]
    if day is None:
        raise UnmeasurableError(
            f"the day on which the split of {q.subject} was declared", fetch_command("splits", q.subject)
        )
    what = "declared" if declared else "in force"
    formula = f"the split {written(row['ratio'], '')} for 1 was {what} on {day}"
    return [reading_of_a_day(day, what, formula, [cite("splits", row, f"{what} {day}")])]


def _nearest(record: Record, q: Question) -> Row:
    """The split nearest to the time asked about among those declared by the day known."""
    rows = [r for r in record.rows("splits", entity=q.subject) if (r["declared"] or r["ex_date"]) <= q.known]
    near = min(rows, key=lambda r: _apart(r, q.day()), default=None)
    if near is None or _apart(near, q.day()) > FAR:
        raise UnmeasurableError(f"a split of {q.subject} around {q.day()}", fetch_command("splits", q.subject))
    return near


def _apart(row: Row, day: date) -> timedelta:
    """How far a day lies from a split's nearer one."""
    days: list[date] = [d for d in (row["declared"], row["ex_date"]) if d is not None]
    return min(abs(d - day) for d in days)


__all__ = ["day_of", "ratio"]
