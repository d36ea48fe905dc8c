"""The rule of `docs/cause/rule.md`: evidence in, one of five verdicts out, with the sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tapeline.cause.assessment import Day  # noqa: TC001 (fields named `date` hide the type)
from tapeline.cause.effects import LEVEL, holm

if TYPE_CHECKING:
    from tapeline.cause.assessment import CauseVerdict, Timing


@dataclass(frozen=True, slots=True)
class Tested:
    """One candidate that was tested: what, its date and session, its effect, its p-value, the news it shares sessions with."""

    what: str
    date: Day
    session: Day
    estimate: float
    p_value: float
    same_sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What the rule looks at.

    Attributes:
        subject, kind, direction: the claim.
        about_turn: whether the claim is about a turn or about the days of the news.
        tested: candidates with their effects.
        nearest: every event of the claimed kind with its distance from the turn in sessions (positive: after it).
        turn: when it turned, or `None` where there is no turn.
        reach: sessions in which a cause should show.
        why_untested: why a candidate has no effect to show.
        missing: the command that would bring evidence.
        claimed: when the effect is said to have shown.
        curve: window, effect and p-value for each window tried.
        against: verdict-carrying methods other than the event window that disagree, in words.
    """

    subject: str
    kind: str
    direction: str
    about_turn: bool
    tested: tuple[Tested, ...]
    nearest: tuple[tuple[str, Day, int], ...]
    turn: Timing | None
    reach: int
    why_untested: str
    missing: str
    claimed: tuple[Day | None, Day | None]
    curve: tuple[tuple[tuple[int, int], float, float], ...] = ()
    against: tuple[str, ...] = ()


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
        return Found("too little data", f"The record holds no dated {case.kind} event of {case.subject} that the story could mean",
                     f"A dated event would make it testable: {case.missing}.")  # fmt: skip
    if not case.tested:
        return _untested(case)
    if case.about_turn and (late := _only_after(case)):
        return late
    return _effect(case)


def _untested(case: Case) -> Found:
    if case.why_untested:
        return Found(
            "too little data", f"No candidate could be tested: {case.why_untested}", "More sessions before the event."
        )
    after = [n for n in case.nearest if n[2] > 0]
    before = [n for n in case.nearest if n[2] <= 0]
    if not case.about_turn or case.turn is None:
        return Found("too little data", f"No {case.kind} event of {case.subject} in the record acts on the claimed days",
                     f"An event of {case.kind} dated to those days would make it testable: {case.missing}.")  # fmt: skip
    told = case.turn.note
    said = [f"{told[0].upper()}{told[1:]}"]
    if after:
        what, day, gap = min(after, key=lambda n: n[2])
        said.append(f"the first {case.kind} event after it ({what}, {day}) came {gap} sessions later")
    if before:
        what, day, gap = max(before, key=lambda n: n[2])
        said.append(f"the last one before it ({what}, {day}) came {-gap} sessions earlier, beyond the {case.reach} "
                    f"in which a listed price should show it")  # fmt: skip
    if after:
        return Found("contradicted by timing", "; ".join(said),
                     f"A {case.kind} event dated between {case.reach} sessions before the turn and the turn would reopen it.")  # fmt: skip
    return Found(
        "not supported", "; ".join(said), "A reason to expect so long a delay, stated before looking, would reopen it."
    )


def _only_after(case: Case) -> Found | None:
    """Every candidate acted after the turn's interval and most of the move was already made: the calendar refutes it."""
    if case.turn is None or case.turn.gained_before is None or case.claimed[0] is not None:
        return None
    late = all(t.session > case.turn.high for t in case.tested)
    if not (late and case.turn.before_event and case.turn.gained_before >= 0.5):
        return None
    return Found("contradicted by timing",
                 f"{case.turn.note[0].upper()}{case.turn.note[1:]}, before the event, and {case.turn.gained_before:.0%} of the move "
                 "was made before it", "An earlier date for the cause would reopen it.")  # fmt: skip


def _effect(case: Case) -> Found:
    sign = 1.0 if case.direction == "up" else -1.0
    adjusted = holm([t.p_value for t in case.tested])
    best = min(range(len(adjusted)), key=lambda i: (sign * case.tested[i].estimate <= 0, adjusted[i]))
    t, p = case.tested[best], adjusted[best]
    said = f"{t.what} ({t.date}): abnormal return {t.estimate:+.1%} on {t.session}, p = {p:.3f}"
    if len(case.tested) > 1:
        said += f" (the strongest of {len(case.tested)}, adjusted for it)"
    if p > LEVEL or sign * t.estimate <= 0:
        why = "in the other direction" if sign * t.estimate <= 0 else "not distinguishable from ordinary days"
        return Found("not supported", f"{said}: {why}", "A stronger move on the days of the news would change it.")
    if t.same_sessions:
        return Found("cannot be told apart", f"{said}; the same sessions carried {', '.join(t.same_sessions)}",
                     "News that came hours apart, with prices inside the day, could tell them apart.", t.same_sessions)  # fmt: skip
    weak = [w for w, _, q in case.curve if q > LEVEL]
    if case.curve and 2 * len(weak) > len(case.curve):
        return Found("not supported", f"{said}, but not in {len(weak)} of {len(case.curve)} event windows",
                     "An effect that did not hang on the window would change it.")  # fmt: skip
    if case.against:
        return Found(
            "not supported", f"{said}, but {'; '.join(case.against)}", "Agreement of both methods would change it."
        )
    return Found("supported", f"{said}; no other dated news in the record fell on those sessions",
                 "Other news on the same sessions that the record does not hold would change it.")  # fmt: skip


__all__ = ["Case", "Found", "Tested", "decide"]
