"""Every honest reading of a claim: each period that its words allow, each basis that the measure knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Claim, Measured, Period
from tapeline.errors import InputError, UnknownNameError, UnmeasurableError
from tapeline.measures import Question, ask

if TYPE_CHECKING:
    from tapeline.record import Record

READER_ARGS = frozenset({"after", "form", "or"})
"""What the reader says of a claim that is no parameter of its measure."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What a claim could honestly mean, measured, the most likely first.

    Attributes:
        found: what was measured.
        missing: why something was not.
        unmet: why one of the things that its words can mean was measured for none of its periods, or not for the one that they give.
    """

    found: tuple[Measured, ...]
    missing: UnmeasurableError | None = None
    unmet: UnmeasurableError | None = None


def read_all(record: Record, claim: Claim, known: date) -> Readings:
    """Measure a claim under each of its periods, and each figure that its noun can name, by what was known on a day."""
    found: list[Measured] = []
    lacking: list[UnmeasurableError] = []
    unmet: UnmeasurableError | None = None
    for meant in _meanings(claim):
        measured, errors, told = _measured(record, claim, meant, known)
        found += [m for m in measured if m not in found]
        lacking += errors
        unmet = unmet or (told if measured else errors[0])
    return Readings(tuple(found), next(iter(lacking), None), unmet)


def comparable(claim: Claim, measured: Measured) -> bool:
    """Whether what was measured is in a unit that the claim's can be turned into."""
    if measured.refutes:
        return True
    try:
        measured.quantity.to(claim.asserted.unit if claim.asserted else measured.unit)
    except InputError:
        return False
    return True


COMPARED = frozenset({"fact.change", "fact.growth", "fact.ratio"})
"""Measures of a figure beside an earlier one."""


def _meanings(claim: Claim) -> list[dict[str, str]]:
    """The arguments of each thing that a claim's words can mean: another figure of the same noun, and first of all a change within a year."""
    told = READER_ARGS | (
        {"amount", "at"} if claim.measure in {"price.change", "price.return", "price.streak"} else frozenset()
    )  # which date it
    args = {k: v for k, v in claim.args.items() if k not in told}
    out = [args, *([{**args, "metric": claim.args["or"]}] if "or" in claim.args else [])]
    if claim.measure in COMPARED and args.keys().isdisjoint({"against", "base"}):
        out = [{**args, "against": "year"}, *out]
    return out


def _measured(
    record: Record, claim: Claim, args: dict[str, str], known: date
) -> tuple[list[Measured], list[UnmeasurableError], UnmeasurableError | None]:
    """A claim measured under each of its periods; why it could not be under some; and why not under the one that its words give."""
    found: list[Measured] = []
    errors: list[UnmeasurableError] = []
    own: UnmeasurableError | None = None
    for period in periods(record, claim, known):
        start, end = (period.start, period.end) if period else (None, None)
        try:
            first = ask(record, claim.measure, Question(claim.subject, known, start, end, args))
        except UnmeasurableError as e:
            errors.append(e)
            own = own or (e if e.fetch and period is not None and period == claim.period else None)
        except UnknownNameError as e:  # a company beside which the subject is set
            errors.append(UnmeasurableError(str(e)))
        else:
            found += [m for m in (replace(first, bases=()), *first.bases) if m not in found]
    return found, errors, own


def periods(record: Record, claim: Claim, known: date) -> list[Period | None]:
    """The periods that a claim's words allow; "after its results" is first of all a session that results acted on.

    Of a longer period ("a year ago it rose 23% after results") it is nothing but those sessions, where the record knows any.
    """
    stated: list[Period | None] = [claim.period, *claim.also]
    if claim.args.get("after") != "results" or claim.period is None:
        return list(dict.fromkeys(stated))
    sessions = _sessions_after_results(record, claim, known)
    if sessions and claim.period.days > NEAR:
        return list(dict.fromkeys(sessions))
    return list(dict.fromkeys([*sessions, *stated]))


NEAR = 10
"""Results that acted on a session so many days from the one told of are those that the story means."""


def _sessions_after_results(record: Record, claim: Claim, known: date) -> list[Period]:
    """The sessions that the results in a claim's period acted on; for a day, the one of the results nearest to it."""
    told = claim.period or Period.of_day(known)
    if told.days > NEAR:
        rows = record.rows("events", entity=claim.subject, kind="results", known=known)
        days = [row["date"] for row in rows if told.start <= row["date"] <= told.end]
    else:
        days = [told.start]
    found = [_session_after(record, claim, day, known) for day in days]
    return [
        p for p in found if p is not None and (told.days > NEAR or abs(p.start - told.start) <= timedelta(days=NEAR))
    ]


def _session_after(record: Record, claim: Claim, day: date, known: date) -> Period | None:
    """The session that the results nearest to a day acted on."""
    acted_on = _acted_on(record, claim, day, known)
    if acted_on is None:
        return None
    try:
        prices = record.prices(claim.subject)
    except UnmeasurableError:
        return None
    i = prices.first(acted_on)
    return None if i is None else Period.of_day(prices.day(i), claim.period.text if claim.period else "")


def _acted_on(record: Record, claim: Claim, day: date, known: date) -> date | None:
    """The day that the results nearest to a day acted on; the one behind it, where the record does not hold them and a statement dates them itself: they may have come after the close."""
    question = Question(claim.subject, known, day, day, {"kind": "results"})
    try:
        dated = ask(record, "event.date", question)
    except UnmeasurableError:
        return None if "period" in claim.inferred else day + timedelta(days=1)
    return dated.bases[0].as_of if dated.bases else dated.as_of


__all__ = ["COMPARED", "READER_ARGS", "Readings", "comparable", "periods", "read_all"]
