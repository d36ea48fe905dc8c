"""The short way from a story's causal claim to its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.cause.assessment import Assessment, Occasion
from tapeline.cause.dated import dated_events
from tapeline.cause.donors import record_pool
from tapeline.cause.judging import judge
from tapeline.cause.setting import LONG_SPAN, Claimed, make_setting
from tapeline.cause.tape import open_tape
from tapeline.errors import DesignError, UnmeasurableError

if TYPE_CHECKING:
    from datetime import date

    from tapeline.cause.turn import Direction
    from tapeline.record import Record


def assess_claim(
    record: Record,
    subject: str,
    cause_kind: str,
    direction: Direction = "up",
    start: date | None = None,
    end: date | None = None,
    known: date | None = None,
    published: date | None = None,
    *,
    deep: bool = False,
) -> Assessment:
    """Assess a story's claim that a kind of event moved (or turned) a stock.

    Args:
        record: the evidence.
        subject: the entity (`META`).
        cause_kind: a kind of event of the record (`open_source`, `layoffs`...), or another word of the reader's
            (`segment:...`, `ai`) for which the record may hold no dated event.
        direction: `up` or `down`.
        start: when the effect is said to have begun to show; with `end` over 31 days later the claim is about a turn.
        end: the last day of it.
        known: the last day whose knowledge counts; the record's last day where not given.
        published: when the story ran; later events are not its causes.
        deep: also show breaks and a counterfactual where the verdict does not need them.

    Raises:
        UnknownNameError: the record knows no such company.
    """
    known = known or record.as_of
    record.security(subject)
    what = f"{cause_kind} events of {subject}"
    try:
        tape = open_tape(record, subject, known)
    except (UnmeasurableError, DesignError) as e:
        return Assessment(
            subject, Occasion(None, None, what), "price", "too little data", f"There is no tape to test it on: {e}"
        )
    events = dated_events(record, tape, min(known, published or known))
    turn = start is not None and end is not None and (end - start).days > LONG_SPAN
    claimed = Claimed(cause_kind, direction, start, end, turn)
    mine = [e for e in events if e.kind == cause_kind]
    return judge(make_setting(tape, events, mine, claimed, lambda: record_pool(record, tape, known)), what, deep=deep)


__all__ = ["assess_claim"]
