"""Dated events of the record, each placed on the session that the news reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapeline.cause.tape import Tape
    from tapeline.record import Record, Row

AFTER_THE_CLOSE = "16:00"  # New York
NOT_NEWS = frozenset({"founding", "listing"})


@dataclass(frozen=True, slots=True)
class Dated:
    """One event: when it happened, the position of the session it acted on, whether its time of day is known, and what it was."""

    date: date
    at: int
    timed: bool
    kind: str
    what: str


def acts_on(tape: Tape, day: date, time: str | None) -> int | None:
    """The position of the first session whose close could hold the news; `None` where the tape ends before.

    News at 16:00 New York or later acts on the next session; a weekend's or a holiday's on the first session after it.
    """
    late = time is not None and time >= AFTER_THE_CLOSE
    return tape.first(day + timedelta(days=1) if late else day)


def place(tape: Tape, row: Row) -> Dated | None:
    """An event row on the tape, or `None` where the tape does not reach it (or begins after it)."""
    at = tape.first(row["acts_on"]) if row.get("acts_on") else acts_on(tape, row["date"], row["time"])
    if at is None or row["date"].toordinal() < int(tape.days[0]):
        return None
    return Dated(row["date"], at, row["time"] is not None, row["kind"], row["what"])


def dated_events(record: Record, tape: Tape, known: date) -> list[Dated]:
    """Every event of the subject that was known and that the tape reaches, oldest first."""
    rows = record.rows("events", entity=tape.subject, known=known)
    placed = [place(tape, row) for row in rows if row["kind"] not in NOT_NEWS]
    return sorted((e for e in placed if e is not None), key=lambda e: (e.at, e.date, e.kind))


__all__ = ["AFTER_THE_CLOSE", "Dated", "acts_on", "dated_events", "place"]
