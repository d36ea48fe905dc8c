"""The short way from a story's causal claim to its evidence: the calendar first, then the event days, then the rivals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.assessment import Assessment, Evidence, Occasion, Refused, Rival, Timing
from tapeline.cause.dated import Dated, dated_events
from tapeline.cause.effects import LEVEL, Effect, curve, holm, try_effect, window_of
from tapeline.cause.rule import Case, Tested, decide
from tapeline.cause.shares import Split, split_move
from tapeline.cause.tape import Tape, open_tape
from tapeline.cause.turn import Direction, Turn, find_turn
from tapeline.errors import DesignError, InputError, UnmeasurableError
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from datetime import date

    from tapeline.record import Record

REACH = 63  # sessions (a quarter) in which a cause should show in a listed price
AROUND = 252  # sessions searched for the turn on either side
LONG_SPAN = 31  # days: a claim about a longer period is about a turn, not about a day
NULL = "no abnormal return on the sessions that the news reached"


@dataclass(frozen=True, slots=True)
class Setting:
    """A claim on its tape: what is claimed, where it turned, what happened when."""

    tape: Tape
    events: tuple[Dated, ...]
    kind: str
    direction: Direction
    turn: Turn | None
    offset: int
    split: Split | None
    refused: tuple[Refused, ...]

    @property
    def news(self) -> list[int]:
        """The sessions of all dated news."""
        return [e.at for e in self.events] + [e.at + 1 for e in self.events if not e.timed]


def assess_claim(
    record: Record,
    subject: str,
    cause_kind: str,
    direction: Direction = "up",
    start: date | None = None,
    end: date | None = None,
    known: date | None = None,
    published: date | None = None,
) -> Assessment:
    """Assess a story's claim that a kind of event moved (or turned) a stock.

    Args:
        record: the evidence.
        subject: the entity (`META`).
        cause_kind: a kind of event of the record (`open_source`, `layoffs`...), or another word of the reader's
            (`segment:...`, `ai`) for which the record may hold no dated event.
        direction: `up` or `down`.
        start: when the effect is said to have shown; a period of over 31 days is taken as a claim about a turn.
        end: the last day of it.
        known: the last day whose knowledge counts; the record's last day where not given.
        published: when the story ran; later events are not its causes.

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
            subject, Occasion(None, None, what), "price", "too little data", f"There is no tape to test it on: {e}."
        )
    events = dated_events(record, tape, min(known, published or known))
    setting = _setting(tape, events, cause_kind, direction, (start, end))
    return judge(setting, start, end, what)


def _setting(
    tape: Tape, events: list[Dated], kind: str, direction: Direction, claimed: tuple[date | None, date | None]
) -> Setting:
    start, end = claimed
    middle = tape.last(end or tape.day(-1))
    first = tape.first(start) if start else None
    lo = max(0, (first if first is not None else middle or 0) - AROUND)
    hi = min(len(tape), (middle or 0) + 2 * AROUND + 1)
    refused: list[Refused] = []
    turn = split = None
    try:
        turn = find_turn(np.log(tape.close[lo:hi]), direction)
        split = split_move(tape, lo + turn.at, lo + turn.far, events) if turn.move > 0 else None
    except DesignError as e:
        refused.append(Refused("turning point", str(e)))
    return Setting(tape, tuple(events), kind, direction, turn, lo, split, tuple(refused))


def place_claim(
    record: Record,
    subject: str,
    days: tuple[date, date],
    *,
    outcome: str,
    known: date,
    what: str,
    direction: Direction,
    market: str,
) -> Assessment:
    """Assess an event given by its days: the record's own events on them, or the days themselves where it holds none."""
    tape = open_tape(record, subject, known, market)
    start, end = days
    if start > tape.day(-1) or end < tape.day(0):
        raise InputError(
            f"{start} lies outside the tape of {subject}, {tape.day(0)} to {tape.day(-1)}; bring prices around it"
        )
    events = dated_events(record, tape, known)
    inside = [e for e in events if start <= e.date <= end]
    kind = inside[0].kind if inside else "named"
    if not inside:
        at = tape.first(start)
        inside = [Dated(start, at if at is not None else len(tape) - 1, False, kind, what or f"the event of {start}")]
        events = sorted([*events, *inside], key=lambda e: (e.at, e.date, e.kind))
    last = tape.day(max(e.at for e in inside))
    return replace(judge(_setting(tape, events, kind, direction, (start, last)), start, last, what), outcome=outcome)


def judge(s: Setting, start: date | None, end: date | None, what: str) -> Assessment:
    """Test the candidates that the claim allows and decide by the rule of `docs/cause/rule.md`."""
    about_turn = start is not None and end is not None and (end - start).days > LONG_SPAN
    mine = [e for e in s.events if e.kind == s.kind]
    near = _near(s, mine, start, end, about_turn=about_turn)
    effects = {e: try_effect(s.tape, e.at, window_of(e), s.news) for e in s.events}
    evidence = _evidence(s, mine, near, effects)
    event = _event_of(s, near or mine)
    tested = tuple(
        Tested(e.what, e.date, s.tape.day(e.at), x.car, x.p_value, apart_from(s, e))
        for e, x in ((e, effects[e]) for e in near)
        if isinstance(x, Effect)
    )
    case = Case(
        subject=s.tape.subject, kind=s.kind, direction=s.direction, about_turn=about_turn, tested=tested,
        nearest=tuple(_gap(s, e) for e in mine), turn=_timing(s, event), reach=REACH,
        why_untested="; ".join(x for e in near if isinstance(x := effects[e], str)),
        missing=fetch_command("events", s.tape.subject), claimed=(start, end),
        curve=curve(s.tape, near[0].at, s.news) if len(near) == 1 and tested else (),
    )  # fmt: skip
    found = decide(case)
    smallest = [x.smallest for e in near if isinstance(x := effects[e], Effect)]
    return Assessment(
        s.tape.subject, Occasion(event.date, s.tape.day(event.at), event.what) if event else Occasion(None, None, what), "price",
        found.verdict, found.reason, timing=_timing(s, event), evidence=evidence, rivals=_rivals(s, effects),
        smallest_visible_effect=max(smallest, default=None), refused=s.refused, sensitivity=found.sensitivity,
        curve=case.curve, shares=s.split.shares() if s.split else {}, apart_from=found.apart_from,
    )  # fmt: skip


def _near(s: Setting, mine: list[Dated], start: date | None, end: date | None, *, about_turn: bool) -> list[Dated]:
    """The events of the claimed kind that could have done it: those up to a quarter before the turn, or on the claimed days."""
    if about_turn:
        if s.turn is None:
            return mine
        first, last = s.offset + s.turn.low, s.offset + s.turn.high
        if start and end:
            first, last = min(first, s.tape.first(start) or 0), max(last, s.tape.last(end) or 0)
        return [e for e in mine if first - REACH <= e.at <= last]
    if start is None and end is None:
        return [e for e in mine if e.at >= len(s.tape) - AROUND] or mine[-1:]
    lo, hi = s.tape.first(start or end or s.tape.day(0)), s.tape.last(end or start or s.tape.day(-1))
    if lo is None or hi is None:
        return []
    return [e for e in mine if lo - 1 <= e.at <= hi]


def _event_of(s: Setting, pool: list[Dated]) -> Dated | None:
    """The event that the assessment shows: the nearest to the turn."""
    at = s.offset + s.turn.at if s.turn else len(s.tape)
    return min(pool, key=lambda e: (abs(e.at - at), e.at), default=None)


def _timing(s: Setting, event: Dated | None) -> Timing | None:
    if s.turn is None:
        return None
    t, at = s.turn, s.offset + s.turn.at
    log_price = np.log(s.tape.close[s.offset :])
    sign = 1.0 if s.direction == "up" else -1.0
    made = t.made_before(log_price, event.at - s.offset, sign) if event else None
    word = "low" if s.direction == "up" else "high"
    note = f"the {word} was {s.tape.close[at]:,.2f} on {s.tape.day(at)}"
    return Timing(s.tape.day(at), s.tape.day(s.offset + t.low), s.tape.day(s.offset + t.high), at < event.at if event else None,
                  round(float(s.tape.close[at]), 4), made, note)  # fmt: skip


def _gap(s: Setting, e: Dated) -> tuple[str, date, int]:
    """An event of the claimed kind and how many sessions it came after the turn (negative: before)."""
    return e.what, e.date, e.at - (s.offset + s.turn.at if s.turn else e.at)


def apart_from(s: Setting, e: Dated) -> tuple[str, ...]:
    """The kinds of other news that acted on the sessions of an event's window."""
    window = window_of(e)
    days = range(e.at + window[0], e.at + window[1] + 1)
    return tuple(sorted({o.kind for o in s.events if o.kind != e.kind and o.at in days}))


def _evidence(
    s: Setting, mine: list[Dated], near: list[Dated], effects: dict[Dated, Effect | str]
) -> tuple[Evidence, ...]:
    pairs = [(e, x) for e in mine if isinstance(x := effects[e], Effect)]
    adjusted = holm([x.p_value for e, x in pairs if e in near])
    by_event = dict(zip([e for e, _ in pairs if e in near], adjusted, strict=True))
    out = []
    for e, x in pairs:
        caveats = [] if e in near else ["outside the time in which it could have caused the claimed effect"]
        caveats += [] if e.timed else ["time of day not known: two sessions"]
        if others := apart_from(s, e):
            caveats.append(f"the same sessions carried {', '.join(others)}")
        out.append(Evidence("market-model abnormal return", NULL, x.car, x.low, x.high, x.p_value, x.n, e in near,
                            "; ".join(caveats), s.tape.day(e.at), e.what, by_event.get(e)))  # fmt: skip
    return tuple(out)


def _rivals(s: Setting, effects: dict[Dated, Effect | str]) -> tuple[Rival, ...]:
    """Other dated events after the turn and the market, largest share first."""
    out = []
    low = s.offset + s.turn.at if s.turn else 0
    far = s.offset + s.turn.far if s.turn else len(s.tape)
    for e in s.events:
        x = effects[e]
        if e.kind == s.kind or not low < e.at <= far or isinstance(x, str):
            continue
        part = s.split.by_event.get(e.at) if s.split else None
        share = part / s.split.move if s.split and part is not None else None
        out.append(Rival(e.date, e.what, e.kind, x.car, x.p_value, share, s.tape.day(e.at)))
    out.sort(key=lambda r: -abs(r.share or 0.0))
    if s.split:
        move = float(np.expm1(s.split.market))
        out.append(Rival(s.tape.day(far), f"the market over the whole move (beta {s.split.beta:.2f})", "market", move, None,
                         s.split.market / s.split.move))  # fmt: skip
    return tuple(out)


__all__ = ["AROUND", "LEVEL", "LONG_SPAN", "REACH", "Setting", "apart_from", "assess_claim", "judge", "place_claim"]
