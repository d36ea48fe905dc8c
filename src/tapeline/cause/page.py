"""The whole page on one causal claim, from a subject and a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from tapeline.cause.assessment import Assessment, Occasion
from tapeline.cause.dated import Dated, acts_on, dated_events
from tapeline.cause.donors import record_pool
from tapeline.cause.judging import judge
from tapeline.cause.outcome import OUTCOMES, on_tape
from tapeline.cause.setting import Claimed, make_setting
from tapeline.cause.tape import MARKET, open_tape
from tapeline.errors import DesignError, InputError, UnmeasurableError
from tapeline.record import open_record

if TYPE_CHECKING:
    from tapeline.cause.tape import Tape
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
    time: str | None = None,
    claim: Literal["move", "turn"] = "move",
    direction: Direction = "up",
    market: str = MARKET,
    deep: bool = True,
    structural: bool = False,
) -> Assessment:
    """Did the event move the outcome, or turn it?

    Args:
        subject: the entity, or a name or ticker of it.
        event: an ISO date, a date, or a pair of them for a span of events. Events of the record on those days are taken with their
            time of day; a day on which the record holds none is tested as it stands.
        outcome: one of `OUTCOMES` (`price`, `relative:peers`, `market_value:index`, ...) or `fact:METRIC` (a reported figure, by quarter).
        record: the evidence; the sample record where not given.
        known: the last day whose knowledge counts; the record's last day where not given.
        what: the kind of the record's event where the day holds several, else words for the event.
        time: New York time of day (`16:05`) of an event that the record does not hold.
        claim: `move` for an effect on the news days, `turn` for a change of direction.
        direction: `up` or `down`.
        market: the benchmark's entity.
        deep: show breaks and a counterfactual even where the verdict does not need them.
        structural: also show a Bayesian structural time series (needs statsmodels: `pip install tapeline[study]`).

    Raises:
        InputError: the event is no date or lies outside the data; an unknown outcome, claim or direction.
        UnknownNameError: the record knows no such company.
    """
    record = record or open_record()
    subject, known = record.resolve(subject), known or record.as_of
    if claim not in {"move", "turn"} or direction not in {"up", "down"}:
        raise InputError(f"claim is `move` or `turn` and direction `up` or `down`, not {claim!r} and {direction!r}")
    days = days_of(event)
    if outcome.startswith("fact:"):
        from tapeline.cause.facts import assess_fact

        return assess_fact(record, subject, outcome.removeprefix("fact:"), days, known, what)
    if outcome not in OUTCOMES:
        raise InputError(f"no outcome is called {outcome!r}; there are {', '.join(OUTCOMES)} and fact:METRIC")
    try:
        tape = on_tape(record, open_tape(record, subject, known, market), outcome, known)
    except (UnmeasurableError, DesignError) as e:
        return Assessment(
            subject, Occasion(days[0], None, what), outcome, "too little data", f"There is no tape to test it on: {e}"
        )
    events, mine = _events(record, tape, days, known, what, time)
    claimed = Claimed(mine[0].kind, direction, *days, claim == "turn", given=True, outcome=outcome)
    setting = make_setting(tape, events, mine, claimed, lambda: record_pool(record, tape, known))
    return judge(setting, what, deep=deep, structural=structural)


def days_of(event: Event) -> tuple[date, date]:
    """The first and last day of an event given as a date, an ISO date or a pair of them.

    Raises:
        InputError: not dates, or in the wrong order.
    """
    first, last = event if isinstance(event, tuple) else (event, event)
    try:
        start, end = (d if isinstance(d, date) else date.fromisoformat(d) for d in (first, last))
    except (ValueError, TypeError) as e:
        raise InputError(f"an event is an ISO date such as 2022-11-30, or two for a span, not {event!r}") from e
    if start > end:
        raise InputError(f"an event's span must run forward, not {start} to {end}")
    return start, end


def _events(
    record: Record, tape: Tape, days: tuple[date, date], known: date, what: str, time: str | None
) -> tuple[list[Dated], list[Dated]]:
    start, end = days
    if start > tape.day(-1) or end < tape.day(0):
        raise InputError(
            f"{start} lies outside the tape of {tape.subject}, {tape.day(0)} to {tape.day(-1)}; bring prices around it"
        )
    events = dated_events(record, tape, known)
    inside = [e for e in events if start <= e.date <= end]
    named = [e for e in inside if e.kind == what]
    if inside:
        return events, named or inside
    at = acts_on(tape, start, time)
    if at is None:
        raise InputError(
            f"the tape of {tape.subject} ends on {tape.day(-1)}, before the news of {start} could act; bring later prices"
        )
    own = Dated(start, at, time is not None, "event", what or f"the event of {start}")
    return sorted([*events, own], key=lambda e: (e.at, e.date, e.kind)), [own]


__all__ = ["Event", "assess", "days_of"]
