"""From a claim on its tape to an assessment: test the candidates, weigh the rivals, ask the rule."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.assessment import Assessment, Evidence, Refused, Rival
from tapeline.cause.breaks.known_date import DriftChange, drift_change
from tapeline.cause.effects import Effect, curve, holm, try_effect, window_of
from tapeline.cause.outcome import PEERS
from tapeline.cause.rule import Case, Tested, decide
from tapeline.cause.setting import REACH, Setting, timing_of
from tapeline.cause.turn import max_drawdown
from tapeline.errors import DesignError
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from datetime import date

    from tapeline.cause.assessment import Occasion, Timing
    from tapeline.cause.dated import Dated

NEWS_DAYS = "market-model abnormal return"
DRIFT = "change of mean abnormal return over the quarter from the event"
NULL = "no abnormal return on the sessions that the news reached"
NULL_DRIFT = "the same mean abnormal return as in the year before"
EVE = "move from the turn to the eve of the event"
NULL_EVE = "a walk without drift, seen from its own extremum"
DRAWDOWN = "largest drawdown on the tape"
BEFORE_DRIFT = 250


@dataclass(frozen=True, slots=True)
class Measured:
    """The effects of all dated events, and for the candidates the change of drift (or why there is none)."""

    effects: dict[Dated, Effect | str]
    drifts: dict[Dated, DriftChange | str]


def judge(s: Setting, what: str, *, deep: bool = False, structural: bool = False) -> Assessment:
    """Test the candidates that the claim allows and decide by the rule of `docs/cause/rule.md`.

    Args:
        s: the claim on its tape.
        what: what to call the cause where no event can be named.
        deep: also show breaks and a counterfactual where the verdict does not need them.
        structural: with `deep`, also show a structural time series.
    """
    known = Measured({e: try_effect(s.tape, e.at, window_of(e), s.news) for e in s.events},
                     {e: _drift(s, e) for e in s.near} if s.claimed.about_turn else {})  # fmt: skip
    event = s.occasion(what)
    candidates = _by_session(s, known)
    tested = tuple(_tested(s, e, known) for e in candidates)
    at = {t.session: e for t, e in zip(tested, candidates, strict=True)}
    case = Case(
        subject=s.tape.subject, kind=s.claimed.kind, sign=s.claimed.sign, about_turn=s.claimed.about_turn,
        given=s.claimed.given, tested=tested, nearest=tuple(_distance(s, e) for e in s.mine), turn=timing_of(s, event),
        reach=REACH, why_untested="; ".join(dict.fromkeys(x for e in s.near if isinstance(x := known.effects[e], str))),
        missing=fetch_command("events", s.tape.subject), against=lambda t: _against(s, at[t.session]),
    )  # fmt: skip
    found = decide(case)
    sizes = [x.smallest for e in candidates if isinstance(x := known.effects[e], Effect)]
    made = Assessment(
        s.tape.subject, event, s.claimed.outcome, found.verdict, found.reason, timing=case.turn, evidence=_evidence(s, known, case.turn),
        rivals=_rivals(s, known), smallest_visible_effect=max(sizes, default=None), refused=s.refused,
        sensitivity=found.sensitivity, curve=_curve(tested), shares=s.split.shares() if s.split else {}, apart_from=found.apart_from,
    )  # fmt: skip
    made = _deepened(s, made, event) if deep else made
    return _with_structural(s, made) if deep and structural else made


def _deepened(s: Setting, made: Assessment, event: Occasion) -> Assessment:
    """The same with breaks, fluctuation tests and the counterfactual."""
    from tapeline.cause.counterfactual import counterfactual_page
    from tapeline.cause.turning import break_evidence

    centre = s.near[0].at if s.near else s.turn.at if s.turn else len(s.tape) - 1
    breaks, moving, refused = break_evidence(s.tape, s.turn.at if s.turn else centre)
    window = window_of(s.near[0]) if s.near else (0, 1)
    path, placebos, without = counterfactual_page(
        s.tape, s.pool(), centre, weekly=s.claimed.about_turn, window=window, what=event.what
    )
    fall = max_drawdown(np.log(s.tape.close))
    deepest = Evidence(DRAWDOWN, "a description, not a test", math.expm1(-fall.depth), None, None, None, len(s.tape), valid=False,
                       date=s.tape.day(fall.low), what=f"from {s.tape.day(fall.peak)} to {s.tape.day(fall.low)}")  # fmt: skip
    return replace(made, breaks=breaks, counterfactual=path, evidence=(*made.evidence, *placebos, *moving, deepest),
                   refused=(*made.refused, *refused, *without))  # fmt: skip


def _with_structural(s: Setting, made: Assessment) -> Assessment:
    """The same with a structural time series of the last 150 weeks before the event and 13 after."""
    from tapeline.cause.donors import pool_of, weekly_view
    from tapeline.cause.structural import METHOD, forecast_gap

    centre = s.near[0].at if s.near else s.turn.at if s.turn else len(s.tape) - 1
    twice = pool_of(["index", "index again"], np.column_stack((s.tape.index, s.tape.index)))
    try:
        view = weekly_view(s.tape, twice, centre)
        return replace(made, evidence=(*made.evidence, forecast_gap(view.y, view.x[:, 0], view.pre)))
    except DesignError as e:
        return replace(made, refused=(*made.refused, Refused(METHOD, str(e))))


def _curve(tested: tuple[Tested, ...]) -> tuple[tuple[tuple[int, int], float, float], ...]:
    return tested[0].curve if len(tested) == 1 else ()


def _by_session(s: Setting, known: Measured) -> list[Dated]:
    """One candidate for each session that can be tested: news of the same minute is one cause."""
    out: dict[int, Dated] = {}
    for e in s.near:
        if isinstance(known.effects[e], Effect):
            other = out.get(e.at)
            out[e.at] = (
                e if other is None else replace(other, what=f"{other.what}; {e.what}", timed=other.timed and e.timed)
            )
    for e in out.values():
        if e not in known.effects:
            known.effects[e] = try_effect(s.tape, e.at, window_of(e), s.news)
            if s.claimed.about_turn:
                known.drifts[e] = _drift(s, e)
    return [e for e in out.values() if isinstance(known.effects[e], Effect)]


def _tested(s: Setting, e: Dated, known: Measured) -> Tested:
    x = known.effects[e]
    if isinstance(x, str):
        raise DesignError(x)
    part = s.split.by_event.get(e.at) if s.split else None
    share = part / s.split.move if s.split and part is not None else None
    drift = known.drifts.get(e)
    change, p = (drift.change, drift.p_value) if isinstance(drift, DriftChange) else (None, None)
    return Tested(e.what, e.date, s.tape.day(e.at), x.car, x.p_value, share, s.same_sessions(e), change, p,
                  s.same_sessions(e, REACH), curve(s.tape, e.at, s.news))  # fmt: skip


def _drift(s: Setting, e: Dated) -> DriftChange | str:
    span = slice(max(1, e.at - BEFORE_DRIFT), min(len(s.tape), e.at + REACH))
    try:
        return drift_change(s.tape.stock[span], s.tape.index[span], e.at - span.start)
    except DesignError as reason:
        return str(reason)


def _against(s: Setting, e: Dated) -> tuple[str, ...]:
    """What the other methods with a vote say against an effect; they are computed only here, where they can matter."""
    from tapeline.cause.counterfactual import against_placebo
    from tapeline.cause.turning import against_break

    turn = s.claimed.about_turn
    said = [against_placebo(s.tape, s.pool(), e.at, weekly=turn, window=window_of(e), what=e.what)]
    if turn:
        said.append(against_break(s.tape, e.at))
    return tuple(x for x in said if x)


def _distance(s: Setting, e: Dated) -> tuple[str, date, int]:
    return e.what, e.date, e.at - (s.turn.at if s.turn else e.at)


def _evidence(s: Setting, known: Measured, timing: Timing | None) -> tuple[Evidence, ...]:
    pairs = [(e, x) for e in s.mine if isinstance(x := known.effects[e], Effect)]
    tested = [e for e, _ in pairs if e in s.near]
    adjusted = dict(zip(tested, holm([x.p_value for e, x in pairs if e in s.near]), strict=True))
    out = []
    for e, x in pairs:
        caveats = [] if e in s.near else ["outside the time in which it could have caused the claimed effect"]
        caveats += [] if e.timed else ["time of day not known, so two sessions"]
        if others := s.same_sessions(e):
            caveats.append(f"the same sessions carried {', '.join(others)}")
        out.append(Evidence(NEWS_DAYS, NULL, x.car, x.low, x.high, x.p_value, x.n, e in s.near, "; ".join(caveats),
                            s.tape.day(e.at), e.what, adjusted.get(e)))  # fmt: skip
    if (
        s.claimed.about_turn
        and timing is not None
        and timing.chance is not None
        and timing.gained_before is not None
        and s.turn
    ):
        before = timing.gained_before * s.turn.move
        out.append(
            Evidence(EVE, NULL_EVE, before, None, None, timing.chance, len(s.tape), True, "log points", timing.turn)
        )
    for e in tested:
        if isinstance(d := known.drifts.get(e), DriftChange):
            others = s.same_sessions(e, REACH)
            caveat = f"the same quarter carried {', '.join(others)}" if others else ""
            out.append(Evidence(DRIFT, NULL_DRIFT, d.change, d.low, d.high, d.p_value, d.n, True, caveat,
                                s.tape.day(e.at), e.what))  # fmt: skip
    return tuple(out)


def _rivals(s: Setting, known: Measured) -> tuple[Rival, ...]:
    """Other dated events after the turn, the market and the sector, largest share of the move first; news of one session share it equally."""
    low, far = (s.turn.at, s.turn.far) if s.turn else (0, len(s.tape) - 1)
    out = []
    for e in s.events:
        x = known.effects[e]
        if e in s.mine or not low < e.at <= far or isinstance(x, str):
            continue
        part = s.split.by_event.get(e.at) if s.split else None
        together = sum(o.at == e.at for o in s.events)
        share = part / s.split.move / together if s.split and part is not None else None
        out.append(Rival(e.date, e.what, e.kind, x.car, x.p_value, share, s.tape.day(e.at)))
    out.sort(key=lambda r: -abs(r.share or 0.0))
    if s.split:
        out.append(Rival(s.tape.day(far), f"{'the peers' if s.tape.market == PEERS else 'the market'} over the whole move (beta {s.split.beta:.2f})", "market",
                         float(np.expm1(s.split.market)), None, s.split.market / s.split.move))  # fmt: skip
        if s.split.sector is not None:
            out.append(Rival(s.tape.day(far), "the sector beyond the market over the whole move", "sector",
                             float(np.expm1(s.split.sector)), None, s.split.sector / s.split.move))  # fmt: skip
    return tuple(out)


__all__ = ["Measured", "judge"]
