"""The rule of `docs/cause/rule.md`: evidence in, one of five verdicts out, with the sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tapeline.cause.assessment import Day  # noqa: TC001 (fields named `date` hide the type)
from tapeline.cause.effects import LEVEL, holm

if TYPE_CHECKING:
    from collections.abc import Callable

    from tapeline.cause.assessment import CauseVerdict, Timing

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Tested:
    """One candidate that was tested.

    Attributes:
        what, date, session: the news and the session it reached.
        estimate, p_value: abnormal return of the news days, and the weaker of its p-values.
        share: part of the whole move that the news days gave; `None` where there is no move.
        same_sessions: kinds of other news on those sessions.
        drift, drift_p: change of the mean abnormal return over the quarter from the event, a session; `None` where it cannot be had.
        same_quarter: kinds of other news in that quarter.
        curve: window, effect and p-value for each event window tried.
    """

    what: str
    date: Day
    session: Day
    estimate: float
    p_value: float
    share: float | None
    same_sessions: tuple[str, ...]
    drift: float | None
    drift_p: float | None
    same_quarter: tuple[str, ...]
    curve: tuple[tuple[tuple[int, int], float, float], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What the rule looks at.

    Attributes:
        subject, kind: the claim.
        sign: 1 where a rise is claimed, -1 for a fall.
        about_turn: whether the claim is about a turn or about the news days.
        given: whether the event was named by its date.
        tested: candidates with their effects.
        nearest: every event of the claimed kind: what, date, sessions after the turn (negative: before it).
        turn: when it turned, or `None` where there is no turn.
        reach: sessions in which a cause should show.
        why_untested: why a candidate has no effect to show.
        missing: the command that would bring evidence.
        against: for a candidate, what other methods with a vote say against it; asked only where it matters.
    """

    subject: str
    kind: str
    sign: float
    about_turn: bool
    given: bool
    tested: tuple[Tested, ...]
    nearest: tuple[tuple[str, Day, int], ...]
    turn: Timing | None
    reach: int
    why_untested: str
    missing: str
    against: Callable[[Tested], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict with its reason, its sensitivity line and the rivals that it cannot be told from."""

    verdict: CauseVerdict
    reason: str
    sensitivity: str
    apart_from: tuple[str, ...] = ()


def decide(case: Case) -> Found:
    """The verdict: data first, then the calendar, then the effect, then the rivals; where methods disagree, the weaker."""
    if not case.nearest:
        return Found("too little data", f"The record holds no dated event of the kind {case.kind} for {case.subject}, so there is "
                     "nothing to test", f"A dated event would make it testable: {case.missing}.")  # fmt: skip
    if not case.tested:
        return _untested(case)
    if case.about_turn and (found := _calendar(case)):
        return found
    return _turned(case) if case.about_turn else _news_days(case)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sessions(n: int) -> str:
    return f"{n} session{'' if n == 1 else 's'}"


def _untested(case: Case) -> Found:
    if case.why_untested:
        return Found("too little data", f"No candidate could be tested: {case.why_untested}",
                     "A tape with enough sessions before the event and none missing on the news days would.")  # fmt: skip
    if not case.about_turn or case.turn is None:
        why = "acts on the claimed days" if not case.about_turn else "can be placed, for want of a turn"
        return Found("too little data", f"No event of the kind {case.kind} in the record of {case.subject} {why}",
                     f"An event dated to those days would make it testable: {case.missing}.")  # fmt: skip
    after = [n for n in case.nearest if n[2] > 0]
    before = [n for n in case.nearest if n[2] <= 0]
    said = [_upper(case.turn.note)]
    if after:
        what, day, gap = min(after, key=lambda n: n[2])
        said.append(f"the first {case.kind} event after it ({what}, {day}) came {_sessions(gap)} later")
    if before:
        what, day, gap = max(before, key=lambda n: n[2])
        said.append(f"the last one before it ({what}, {day}) came {_sessions(-gap)} earlier, beyond the {case.reach} in which a "
                    "listed price should show it")  # fmt: skip
    if after:
        return Found("contradicted by timing", "; ".join(said), f"An event of the kind {case.kind} dated to the {case.reach} sessions "
                     "up to the turn would reopen it.")  # fmt: skip
    return Found(
        "not supported", "; ".join(said), "A reason to expect so long a delay, stated beforehand, would reopen it."
    )


def _calendar(case: Case) -> Found | None:
    """The calendar on an event that was named by its date."""
    turn = case.turn
    if turn is None or not case.given:
        return None
    first = min(t.session for t in case.tested)
    gap = max(n[2] for n in case.nearest)
    if gap < -case.reach:
        return Found("not supported", f"{_upper(turn.note)}, {_sessions(-gap)} after the event, beyond the {case.reach} in which a listed "
                     "price should show it", "A reason to expect so long a delay, stated beforehand, would reopen it.")  # fmt: skip
    if first <= turn.high or turn.gained_before is None:
        return None
    beyond = turn.chance is not None and turn.chance <= LEVEL
    if turn.gained_before < HALF and not beyond:
        return None
    return Found("contradicted by timing", f"{_upper(turn.note)}, before the event, and {turn.gained_before:.0%} of the move was made "
                 "before it", "An earlier date for the cause would reopen it.")  # fmt: skip


def _news_days(case: Case) -> Found:
    adjusted = holm([t.p_value for t in case.tested])
    best = _strongest(case, adjusted)
    t, p = case.tested[best], adjusted[best]
    said = _told(case, t, p)
    if p > LEVEL or case.sign * t.estimate <= 0:
        return _no_effect(case, t, said)
    weak = sum(1 for _, effect, q in t.curve if q > LEVEL or case.sign * effect <= 0)
    if 2 * weak > len(t.curve):
        return Found("not supported", f"{said}, but not in {weak} of {len(t.curve)} event windows",
                     "An effect that did not hang on the window would change it.")  # fmt: skip
    return _against_or_rivals(case, t, said, t.same_sessions)


def _turned(case: Case) -> Found:
    """Two routes at half the level: the news days carry half of the move, or the drift changed in the quarter from the event."""
    day = holm([t.p_value for t in case.tested])
    best = _strongest(case, day)
    t = case.tested[best]
    if day[best] <= LEVEL / 2 and case.sign * t.estimate > 0 and (t.share or 0.0) >= HALF:
        return _against_or_rivals(case, t, _told(case, t, day[best]) + f", {t.share:.0%} of the move", t.same_sessions)
    slow = [x for x in case.tested if x.drift_p is not None]
    drift = holm([x.drift_p for x in slow if x.drift_p is not None])
    seen = [(p, x) for p, x in zip(drift, slow, strict=True) if p <= LEVEL / 2 and case.sign * (x.drift or 0.0) > 0]
    if seen:
        p, x = min(seen, key=lambda pair: pair[0])
        said = (f"in the {_sessions(case.reach)} from {x.what} ({x.date}) the mean abnormal return changed by {x.drift:+.2%} a session, "
                f"p = {p:.3f}")  # fmt: skip
        return _against_or_rivals(case, x, _upper(said), x.same_quarter, "quarter")
    said = _told(case, t, day[best])
    if t.share is not None:
        said += f", {t.share:.0%} of the move from the turn"
    if t.drift_p is not None:
        said += f"; the drift of the quarter from it did not change beyond chance (p = {t.drift_p:.2f})"
    if case.turn:
        said += f"; {case.turn.note}"
    return Found(
        "not supported", said, "News days that carried half of the move, or a clear change of drift, would change it."
    )


def _strongest(case: Case, adjusted: list[float]) -> int:
    order = range(len(adjusted))
    return min(
        order, key=lambda i: (case.sign * case.tested[i].estimate <= 0, adjusted[i], -abs(case.tested[i].estimate))
    )


def _told(case: Case, t: Tested, p: float) -> str:
    said = f"{_upper(t.what)} ({t.date}): abnormal return {t.estimate:+.1%} on {t.session}, p = {p:.3f}"
    return said + (f" (the strongest of {len(case.tested)}, adjusted for it)" if len(case.tested) > 1 else "")


def _no_effect(case: Case, t: Tested, said: str) -> Found:
    wrong = case.sign * t.estimate <= 0
    why = "in the other direction" if wrong else "not to be told from ordinary days"
    late = f"; {case.turn.note}, before it" if case.turn and case.turn.before_event else ""
    return Found("not supported", f"{said}, {why}{late}", "A stronger move on the news days would change it.")


def _against_or_rivals(case: Case, t: Tested, said: str, rivals: tuple[str, ...], span: str = "sessions") -> Found:
    if against := case.against(t):
        return Found("not supported", f"{said}, but {'; '.join(against)}", "Agreement of all methods would change it.")
    if rivals:
        return Found("cannot be told apart", f"{said}; the same {span} carried {', '.join(rivals)}",
                     "Prices inside the day, where the news came hours apart, could tell them apart.", rivals)  # fmt: skip
    return Found("supported", f"{said}; the record holds no other dated news on those sessions",
                 "Other news on the same sessions, which the record does not hold, would change it.")  # fmt: skip


__all__ = ["Case", "Found", "Tested", "decide"]
