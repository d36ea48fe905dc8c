"""The whole page on one causal claim, from a subject and a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tapeline.cause.claimed import place_claim
from tapeline.errors import InputError
from tapeline.record import open_record

if TYPE_CHECKING:
    from tapeline.cause.assessment import Assessment
    from tapeline.cause.turn import Direction
    from tapeline.record import Record

Event = str | date | tuple[str | date, str | date]


def assess(
    subject: str,
    event: Event,
    outcome: str = "price",
    *,
    record: Record | None = None,
    known: date | None = None,
    what: str = "",
    direction: Direction = "up",
    market: str = "GSPC",
) -> Assessment:
    """Did the event move the outcome?

    Raises:
        InputError: the event is no date, or lies outside the data.
        UnknownNameError: the record knows no such company.
    """
    record = record or open_record()
    start, end = days_of(event)
    asked = {"outcome": outcome, "what": what, "market": market}
    return place_claim(
        record, record.resolve(subject), (start, end), known=known or record.as_of, direction=direction, **asked
    )


def days_of(event: Event) -> tuple[date, date]:
    """The first and last day of an event given as a date, an ISO date or a pair of them.

    Raises:
        InputError: not dates, or in the wrong order.
    """
    first, last = event if isinstance(event, tuple) else (event, event)
    try:
        start, end = (d if isinstance(d, date) else date.fromisoformat(d) for d in (first, last))
    except ValueError as e:
        raise InputError(f"an event is an ISO date such as 2022-11-30, or two for a span, not {event!r}") from e
    if start > end:
        raise InputError(f"an event's span must run forward, not {start} to {end}")
    return start, end


__all__ = ["Event", "assess", "days_of"]
