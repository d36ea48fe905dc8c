"""Every honest reading of a claim: each period that its words allow, each basis that the measure knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Claim, Measured, Period
from tapeline.errors import UnknownNameError, UnmeasurableError
from tapeline.measures import Question, ask

if TYPE_CHECKING:
    from tapeline.record import Record

READER_ARGS = frozenset({"after"})
"""What the reader says of a claim that is no parameter of its measure."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What a claim could honestly mean, measured, the most likely first; or why nothing could be measured."""

    found: tuple[Measured, ...]
    missing: UnmeasurableError | None = None


def read_all(record: Record, claim: Claim, known: date) -> Readings:
    """Measure a claim under each of its periods, by what was known on a day."""
    found: list[Measured] = []
    missing: UnmeasurableError | None = None
    for period in periods(record, claim, known):
        start, end = (period.start, period.end) if period else (None, None)
        args = {k: v for k, v in claim.args.items() if k not in READER_ARGS}
        try:
            first = ask(record, claim.measure, Question(claim.subject, known, start, end, args))
        except UnmeasurableError as e:
            missing = missing or e
            continue
        except UnknownNameError as e:  # a company beside which the subject is set
            missing = missing or UnmeasurableError(str(e))
            continue
        found += [m for m in (replace(first, bases=()), *first.bases) if m not in found]
    return Readings(tuple(found), missing)


def periods(record: Record, claim: Claim, known: date) -> list[Period | None]:
    """The periods that a claim's words allow; "after its results" is first of all the session that the results acted on."""
    stated: list[Period | None] = [claim.period, *claim.also]
    if claim.args.get("after") != "results" or claim.period is None:
        return list(dict.fromkeys(stated))
    return list(dict.fromkeys([*_sessions_after_results(record, claim, known), *stated]))


def _sessions_after_results(record: Record, claim: Claim, known: date) -> list[Period]:
    day = claim.period.start if claim.period else known
    question = Question(claim.subject, known, day, day, {"kind": "results"})
    try:
        dated = ask(record, "event.date", question)
        prices = record.prices(claim.subject)
    except UnmeasurableError:
        return []
    acts = dated.bases[0].as_of if dated.bases else dated.as_of
    i = prices.first(acts)
    near = abs(acts - day) <= timedelta(days=10)
    return [Period.of_day(prices.day(i), claim.period.text if claim.period else "")] if i is not None and near else []


__all__ = ["READER_ARGS", "Readings", "periods", "read_all"]
