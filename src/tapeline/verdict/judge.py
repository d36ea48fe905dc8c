"""A claim beside what the record says: the verdict with its reason, its nearest truth, and what has changed since."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Asserted, Claim, Measured, Period, Story, ThenAndNow, Verdict
from tapeline.errors import UnmeasurableError
from tapeline.verdict.consistency import clashes
from tapeline.verdict.elsewhere import Fit, fits, of_its_change, of_its_move, on_its_day
from tapeline.verdict.nearest import nearest
from tapeline.verdict.quoting import judge_words
from tapeline.verdict.readings import COMPARED, Readings, comparable, read_all
from tapeline.verdict.reasons import (
    MODALITIES,
    another_class,
    borne_out_elsewhere,
    holds_as_a_change,
    holds_elsewhere,
    holds_on_a_day,
    no_day,
    not_checked,
    of_another,
    reason,
    stale,
    still_open,
    unmeasured,
    without_a_measure,
)
from tapeline.verdict.rules import Grade, Tolerance, grade, kindest
from tapeline.verdict.share_classes import of_another_class
from tapeline.verdict.strangers import strangers
from tapeline.verdict.within_the_day import may_be_within_the_day
from tapeline.written import written

if TYPE_CHECKING:
    from tapeline.record import Record
    from tapeline.verdict.terms import Terms


def judge_all(record: Record, story: Story, terms: Terms) -> tuple[Verdict, ...]:
    """A verdict for every claim of a story but the causal ones, in order, with the clashes between them."""
    ordinary = [c for c in story.claims if c.kind != "causal"]
    verdicts = {c.id: judge(record, c, terms) for c in ordinary}
    for name, other in strangers(record, story, verdicts).items():
        verdicts[name] = _of_another(verdicts[name], other, terms.language)
    told = [
        c for c in ordinary if not (c.inferred and verdicts[c.id].verdict == "unverifiable")
    ]  # those may be of anything
    undated = {c.id for c in told if c.period is None and verdicts[c.id].verdict == "unverifiable"}
    clashing = clashes(told, {k: None if k in undated else v.measured for k, v in verdicts.items()})
    return tuple(_with_clashes(verdicts[c.id], clashing.get(c.id, ()), terms.language) for c in ordinary)


def _with_clashes(verdict: Verdict, others: tuple[str, ...], language: str) -> Verdict:
    if not others:
        return verdict
    if verdict.verdict != "unverifiable":
        return replace(verdict, clashes_with=others)
    listed = ", ".join(others)
    why = (
        f"与本文的{listed}不能同时为真。"
        if language == "zh"
        else f"It cannot be true beside {listed} of the same story."
    )
    return replace(verdict, verdict="inconsistent", reason=why, clashes_with=others)


def _of_another(verdict: Verdict, other: str, language: str) -> Verdict:
    """A verdict that is withheld, since the number may be that of another company or index, which the record does not hold."""
    why, missing = of_another(other, language)
    return replace(verdict, verdict="unverifiable", reason=why, nearest=(), missing=missing)


def judge(record: Record, claim: Claim, terms: Terms) -> Verdict:
    """The verdict on one claim: the kindest standard reading decides, by what was knowable when the story ran.

    Where nothing was knowable then and something is now, the verdict is by what is known now, and says so.
    """
    if not claim.measure and (claim.kind == "quote" or _put_in_a_mouth(record, claim)):
        return judge_words(record, claim, terms)
    if claim.modality in MODALITIES or (not claim.measure and claim.kind in {"opinion", "forecast"}):
        said = claim.modality if claim.modality in MODALITIES else claim.kind
        return Verdict(claim.id, "opinion", not_checked(said, terms.language))
    found = _judged_in_its_time(record, claim, terms) if claim.measure else None
    guessed = "measure" in claim.inferred
    if found is None or (guessed and found.verdict != "supported"):
        why, missing = without_a_measure(terms.language)
        return Verdict(claim.id, "unverifiable", why, missing=missing)
    return found


def _judged_in_its_time(record: Record, claim: Claim, terms: Terms) -> Verdict:
    """The verdict on a claim; on a day told without its year ("Threads launched on July 5") or by its weekday, that of the year or the week that bears it out, if one does."""
    found = _judged(record, claim, terms)
    told, period = claim.asserted, claim.period
    if found.verdict != "contradicted" or told is None or told.unit != "date" or period is None:
        return found
    for other in claim.also:
        same_day = (other.start.month, other.start.day) == (period.start.month, period.start.day)
        same_weekday = abs(other.start - period.start) == WEEK
        if other.days == period.days and (same_day or same_weekday):
            said = Asserted.of_dates(other.start, other.end, told.text)
            again = _judged(record, replace(claim, period=other, also=(), asserted=said), terms)
            if again.verdict == "supported":
                return again
    return found


WEEK = timedelta(days=7)


def _judged(record: Record, claim: Claim, terms: Terms) -> Verdict:
    """The verdict on a claim that has a measure and is stated as a fact."""
    then = read_all(record, claim, terms.then)
    if claim.period is None or not any(m.standard for m in then.found):
        dated = of_its_move(record, claim, terms.then, terms.told)
        claim, then = (dated, read_all(record, dated, terms.then)) if dated is not None else (claim, then)
    later = not any(m.standard for m in then.found) and terms.now > terms.then and not _of_the_newest(claim)
    of_then = claim.measure.startswith("dividend.") or (claim.period is None and claim.measure in FACTS)
    soon = min(terms.now, terms.then + SOON) if of_then else terms.now
    readings = _of_its_time(claim, read_all(record, claim, soon), terms) if later else then
    if claim.asserted is not None and readings.found and not any(comparable(claim, m) for m in readings.found):
        units = (
            f"{claim.measure} in {claim.asserted.unit or 'a bare number'} (the record gives {readings.found[0].unit})"
        )
        return Verdict(claim.id, "unverifiable", unmeasured(units, terms.language), bases=readings.found, missing=units)
    if not any(m.standard for m in readings.found):
        return _unverifiable(claim, then if then.missing else readings, terms)
    return _verdict(record, claim, readings, terms, terms.now if later else terms.then)


def _of_the_newest(claim: Claim) -> bool:
    """Whether a claim ranks the figure that was the newest when the story ran, among those before it: what came out later is another's rank."""
    return claim.period is None and claim.measure in RANKS


RANKS = frozenset({"fact.change_count", "fact.growth_rank", "fact.high_rank", "fact.streak"})
SOON = timedelta(days=30)
"""What was first known so long after a story can still be what it tells of."""


def _of_its_time(claim: Claim, readings: Readings, terms: Terms) -> Readings:
    """What is known now, without what a later event was worth (a buyback of 2023 is not the one that a story of 2021 tells of)."""
    if claim.measure != "event.value":
        return readings
    return replace(readings, found=tuple(m for m in readings.found if m.as_of <= terms.then + SOON))


def _put_in_a_mouth(record: Record, claim: Claim) -> bool:
    """Whether a forecast is someone's, and the record has documents that may hold it."""
    return claim.kind == "forecast" and bool(claim.speaker) and bool(record.rows("documents", entity=claim.subject))


def _unverifiable(claim: Claim, readings: Readings, terms: Terms) -> Verdict:
    missing: UnmeasurableError | None = readings.missing
    what = missing.missing if missing else f"a standard reading of {claim.measure} for {claim.subject}"
    how = f"; {missing.fetch}" if missing and missing.fetch else ""
    return Verdict(
        claim.id, "unverifiable", unmeasured(what, terms.language), bases=readings.found, missing=f"{what}{how}"
    )


def _verdict(record: Record, claim: Claim, readings: Readings, terms: Terms, known: date) -> Verdict:
    standard = [m for m in readings.found if m.standard]
    grades: list[Grade] = [grade_of(claim, m, terms.tolerance) for m in standard]
    best = kindest(grades, [_gap(claim, m) for m in standard])
    if claim.measure in PLACES and claim.period is None and grades[best] == "contradicted":
        best = min(range(len(standard)), key=lambda i: standard[i].value)  # the day that comes nearest to being the one
    decided, verdict = standard[best], grades[best]
    others = tuple(m for m in readings.found if m is not decided)
    fit = _elsewhere(record, claim, verdict, terms)
    if fit is not None and fit.sure:
        why = borne_out_elsewhere(
            reason(claim, fit.measured, "supported", terms.language), fit.measured, terms.language
        )
        since = _since(record, fit.claim, fit.measured, terms)
        return Verdict(claim.id, "supported", why, fit.measured, readings.found, (), since)
    if (withheld := _withheld(record, claim, decided, verdict, fit, terms)) is not None:
        why, missing = withheld
        return Verdict(claim.id, "unverifiable", why, decided, others, missing=missing)
    if verdict == "supported" and _is_a_least(claim, decided):
        beyond = UnmeasurableError(
            "the time before the first price that the record holds, by which the place could be a later one"
        )
        return _unverifiable(claim, replace(readings, missing=beyond), terms)
    unsure = verdict == "contradicted" or (verdict == "imprecise" and claim.measure in COMPARED)
    if unsure and readings.unmet is not None:
        # what else its words can mean is not in the record
        return _unverifiable(claim, replace(readings, missing=readings.unmet), terms)
    near = nearest(record, claim, decided, known, terms.named) if verdict == "contradicted" else ()
    why = reason(claim, decided, verdict, terms.language)
    if known > terms.then:
        why += (
            f"（发稿时尚不可知，按{known}所知）"
            if terms.language == "zh"
            else f" (Not knowable when the story ran; by what was known on {known}.)"
        )
    return Verdict(claim.id, verdict, why, decided, others, near, _since(record, claim, decided, terms))


def _is_a_least(claim: Claim, decided: Measured) -> bool:
    """Whether the record gives a place at best only, since it begins later than what the place counts from: of a move any, of a level one further down than the told."""
    told = claim.asserted.quantity if claim.asserted is not None else None
    at_best = decided.unit == "rank" and decided.high == math.inf and told is not None
    return at_best and told is not None and (claim.measure == "price.return_rank" or told.low > decided.low)


def _gap(claim: Claim, measured: Measured) -> float:
    """How far a reading lies from what is asserted, in the claim's unit."""
    if claim.asserted is None or measured.refutes:
        return 0.0
    return claim.asserted.quantity.gap(measured.quantity.to(claim.asserted.unit))


STALE = 100
"""So many days after the end of a period a story that names none may speak of the next, which the record does not hold yet."""


CLOSE_BY = timedelta(days=10)
"""A figure as of a day is the one that a story gives for another so near."""


MOVES = frozenset(
    {
        "price.change",
        "price.compare",
        "price.from_average",
        "price.place",
        "price.return",
        "price.streak",
        "price.volume",
        "price.volume_ratio",
        "market_cap.change",
    }
)


def _elsewhere(record: Record, claim: Claim, verdict: Grade, terms: Terms) -> Fit | None:
    """What a number is true of that is not as it was read: on a day of the month it is told of, or where its own clause leaves open of when or of whom it is."""
    if verdict == "supported" or "measure" in claim.inferred:
        return None
    if (change := of_its_change(record, claim, terms.then)) is not None:
        return change
    if (fit := on_its_day(record, claim, terms.then)) is not None or not claim.inferred:
        return fit
    return fits(record, claim, terms.then, terms.told, terms.named)


def _withheld(
    record: Record, claim: Claim, decided: Measured, verdict: Grade, fit: Fit | None, terms: Terms
) -> tuple[str, str] | None:
    """Why a claim is not held against what was measured for it, and what is missing; `None` where it is."""
    dated = claim.measure in FACTS and claim.period is not None
    if (verdict == "contradicted" or (verdict == "imprecise" and dated)) and (told := _untold(claim, decided, terms)):
        return told
    if verdict == "imprecise" and claim.period is None and _is_stale(claim, decided, terms):
        return stale(decided.as_of, terms.language)
    if verdict != "supported" and may_be_within_the_day(record, claim, decided, terms.then, under_way=terms.under_way):
        return still_open(decided.as_of, terms.language)
    if verdict != "supported" and of_another_class(record, claim, decided):
        return another_class(claim.subject, terms.language)
    if verdict != "supported" and "measure" in claim.inferred:
        return without_a_measure(terms.language)
    if fit is None:
        return None
    why = holds_as_a_change if fit.of_a_change else holds_on_a_day if fit.of_a_day else holds_elsewhere
    return why(fit.measured, terms.language)


def _untold(claim: Claim, decided: Measured, terms: Terms) -> tuple[str, str] | None:
    """Why a claim that does not say its time is not contradicted by the times tried for it, and what is missing; `None` where it is."""
    if decided.refutes:
        return None
    if _is_stale(claim, decided, terms):
        return stale(decided.as_of, terms.language)
    if claim.measure in MOVES and claim.period is None and "from" not in claim.args:
        return no_day(decided.as_of, terms.language)
    if claim.measure == "price.level" and _is_far(claim, decided):
        return no_day(decided.as_of, terms.language)
    if claim.measure in PLACES and _is_another_day(claim, decided):
        return no_day(decided.as_of, terms.language)
    return None


PLACES = frozenset({"market_cap.change_rank", "price.return_rank", "price.volume_rank"})
"""Measures of the place of a day's move, or of its volume, among others."""
LAST_PLACE, WRONG_WAY = 20, 100
"""A day is not the one of a record that no day is named for where it comes so far down; nor one that the story only named before where it went the other way, and so comes further down than any of its like."""


def _is_another_day(claim: Claim, decided: Measured) -> bool:
    """Whether the day that a rank was tried for cannot be its day."""
    if claim.period is None:
        return decided.value > LAST_PLACE
    return "period" in claim.inferred and decided.value > WRONG_WAY


FAR, NO_PRICE = 1.5, 20.0
"""A price without a day that is so many times another, or as small a part of it, is one of another time (拆股前收报2,213.4美元); one that is so far from that of a day told elsewhere is no price of the company's ("earnings fell 24% to $1.06 a share")."""


def _is_far(claim: Claim, decided: Measured) -> bool:
    """Whether a price lies far from every close that was tried for it, and its clause does not say of what day it is."""
    told = 0.0 if claim.asserted is None else claim.asserted.quantity.middle
    least, most = sorted((abs(told), abs(decided.value)))
    if claim.period is not None and "period" not in claim.inferred:
        return False
    return least == 0 or most / least > (FAR if claim.period is None else NO_PRICE)


FACTS = frozenset({"fact.change", "fact.growth", "fact.ratio", "fact.streak", "fact.value"})
"""Measures of reported figures, which a claim without a period leaves to the newest."""


def _is_stale(claim: Claim, decided: Measured, terms: Terms) -> bool:
    """Whether the newest figure that the record holds is too old, or of a day after the story, to contradict one that the story does not date."""
    if claim.period is None and decided.as_of > terms.then:
        return True
    if claim.period is not None and claim.measure in FACTS:
        return claim.period.start - decided.as_of > CLOSE_BY  # a count as of a day before the time told
    latest = max((p.end for p in claim.also), default=None)
    told = latest is not None and latest <= decided.as_of + CLOSE_BY
    undated = claim.period is None and not told and claim.measure in FACTS
    return undated and not 0 <= (terms.then - decided.as_of).days <= STALE


def grade_of(claim: Claim, measured: Measured, tolerance: Tolerance | None = None) -> Grade:
    """The grade of a claim on one reading; a claim that asserts no interval holds where the record could measure it."""
    if measured.refutes:
        return "contradicted"
    return "supported" if claim.asserted is None else grade(claim.asserted, measured, claim.measure, tolerance)


def _since(record: Record, claim: Claim, decided: Measured, terms: Terms) -> ThenAndNow | None:
    """What is known now that was not known then, where it changes the reading that decided."""
    if terms.now <= terms.then:
        return None
    period = replace(claim, period=_day(claim, decided), also=())
    later = [
        m
        for m in read_all(record, period, terms.now).found
        if m.standard and m.basis == decided.basis and m.as_of == decided.as_of
    ]
    if not later or later[0].value == decided.value:
        return None
    now = later[0]
    changed_on, by = _what_changed(decided, now, terms)
    return ThenAndNow(written(decided.value, decided.unit), written(now.value, now.unit), changed_on, by)


def _day(claim: Claim, decided: Measured) -> Period | None:
    return Period.of_day(decided.as_of) if claim.measure == "market_cap.change_rank" else claim.period


def _what_changed(then: Measured, now: Measured, terms: Terms) -> tuple[date | None, str]:
    """The newest row of the later reading's trail that the earlier one had not, and its day."""
    new = [c for c in now.trail if c not in then.trail]
    dated = [(d, c) for c in new if (d := _date_in(c.key, terms)) is not None]
    if not dated:
        return None, "; ".join(f"{c.key}: {c.value}" for c in new[:1])
    day, row = min(dated, key=lambda x: x[0])
    return day, f"{row.key}: {row.value}"


def _date_in(key: str, terms: Terms) -> date | None:
    for word in key.split():
        try:
            day = date.fromisoformat(word)
        except ValueError:
            continue
        if terms.then < day <= terms.now:
            return day
    return None


__all__ = ["grade_of", "judge", "judge_all"]
