"""The nearest truth of a contradicted claim: another day, company, period or figure of which it would be true; or a slip of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.claim import Claim, Measured, Nearest
from tapeline.errors import TapelineError, UnmeasurableError
from tapeline.measures import Question, ask
from tapeline.measures.derived_facts import all_facts
from tapeline.measures.market_cap import changes, largest, reported_changes
from tapeline.measures.period_facts import years
from tapeline.written import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tapeline.record import Record

MOST = 3
SLIPS = ((10.0, "ten times"), (0.1, "a tenth of"), (1e4, "10,000 times (亿 for 万)"), (1e-4, "a ten-thousandth of (万 for 亿)"),
         (1000.0, "a thousand times (billion for million)"), (0.001, "a thousandth of (million for billion)"),
         (4.0, "four times (a year for a quarter)"), (0.25, "a quarter of (a quarter for a year)"))  # fmt: skip


def nearest(record: Record, claim: Claim, measured: Measured, known: date, named: Iterable[str]) -> tuple[Nearest, ...]:
    """At most three true statements near a contradicted claim, each measured and sourced.

    Args:
        record: the evidence.
        claim: the contradicted claim.
        measured: the reading that contradicted it.
        known: the last day whose knowledge counts.
        named: the other companies that the story names, in its order; they are searched first.
    """
    found: list[Nearest] = []
    for candidate in _candidates(record, claim, measured, known, named):
        if candidate.what not in {n.what for n in found}:
            found.append(candidate)
        if len(found) == MOST:
            break
    return tuple(found) or (_itself(claim, measured),)


def _itself(claim: Claim, measured: Measured) -> Nearest:
    """The measured value, where the record holds nothing of which the claim would be true."""
    return Nearest(
        f"{claim.subject} {claim.measure} {measured.as_of}",
        measured.value,
        measured.unit,
        measured.formula,
        measured.trail,
    )


def _candidates(
    record: Record, claim: Claim, measured: Measured, known: date, named: Iterable[str]
) -> Iterator[Nearest]:
    if claim.measure == "market_cap.change":
        for entity in dict.fromkeys([claim.subject, *named, *record.entities()]):
            yield from _days(record, claim, entity, known)
    if claim.measure == "price.return":
        yield from _return_days(record, claim, known)
    if claim.measure == "market_cap.change_rank":
        yield from _record_day(record, claim, known)
    if claim.measure.startswith("fact."):
        yield from _facts(record, claim, known)
    if claim.measure == "person.tenure":
        yield from _tenure(record, claim, known)
    if claim.asserted and claim.asserted.figure and claim.asserted.unit not in {"date", "rank", "years", "%"}:
        yield from _slips(claim, measured)


def _days(record: Record, claim: Claim, entity: str, known: date) -> Iterator[Nearest]:
    """Days on which the market value of a company changed by what is claimed, the largest first."""
    assert claim.asserted is not None  # noqa: S101  (only a claim with a figure is contradicted on this measure)
    wanted = claim.asserted.quantity
    try:
        prices, moves = changes(record, entity, known)
    except UnmeasurableError:
        return
    hits = [int(i) for i in np.flatnonzero((moves >= wanted.low) & (moves <= wanted.high))]
    for i in sorted(hits, key=lambda i: -abs(moves[i])):
        day = prices.day(i)
        try:
            m = ask(record, claim.measure, Question(entity, known, day, day))
        except UnmeasurableError:
            continue
        yield Nearest(f"{entity} market_cap.change {day}", m.value, m.unit, f"on {day}: {m.formula}", m.trail)
    for who, day, value, trail in reported_changes(record, known):
        if who == entity and wanted.contains(value) and day not in {prices.day(i) for i in hits}:
            yield Nearest(f"{who} market_cap.change {day}", value, "USD", f"as reported for {day}", (trail,))


def _return_days(record: Record, claim: Claim, known: date) -> Iterator[Nearest]:
    """Days on which the price moved by what is claimed, the nearest in time first."""
    assert claim.asserted is not None  # noqa: S101
    wanted = claim.asserted.quantity
    try:
        prices = record.prices(claim.subject)
    except UnmeasurableError:
        return
    close = prices.in_shares_of(prices.day(-1), prices.close)
    moves = 100 * (close[1:] / close[:-1] - 1)
    inside = (moves >= wanted.low) & (moves <= wanted.high) & (prices.days[1:] <= known.toordinal())
    about = claim.period.end.toordinal() if claim.period else known.toordinal()
    hits = sorted(np.flatnonzero(inside), key=lambda i: abs(int(prices.days[i + 1]) - about))
    for i in hits[:MOST]:
        day = prices.day(int(i) + 1)
        try:
            m = ask(record, claim.measure, Question(claim.subject, known, day, day))
        except UnmeasurableError:
            continue
        yield Nearest(f"{claim.subject} price.return {day}", m.value, m.unit, f"on {day}: {m.formula}", m.trail)


def _record_day(record: Record, claim: Claim, known: date) -> Iterator[Nearest]:
    sign = -1.0 if claim.args.get("direction") == "down" else 1.0
    top = largest(record, known, sign)
    if top:
        entity, day, value, trail = top
        word = "loss" if sign < 0 else "gain"
        yield Nearest(
            f"{entity} market_cap.change {day}", value, "USD", f"the largest one-day {word} known on {known}", (trail,)
        )


def _facts(record: Record, claim: Claim, known: date) -> Iterator[Nearest]:
    """The same figure of another period, then another figure of the same period."""
    assert claim.asserted is not None  # noqa: S101
    metric = claim.args.get("metric", "")
    if claim.measure != "fact.value" or not metric:
        return
    wanted = claim.asserted.quantity
    metrics = [metric, *sorted({r["metric"] for r in record.rows("facts", entity=claim.subject)} - {metric})]
    for name in metrics:
        try:
            facts = all_facts(record, claim.subject, name, known)
        except UnmeasurableError:
            continue  # none of it was filed by then
        for f in reversed([*facts, *years(facts)]):
            same = claim.period is None or claim.period.contains(f.end)
            if f.quantity.unit == wanted.unit and wanted.gap(f.quantity) == 0 and (name == metric or same):
                shown = f"{f.start or ''} {f.end}".strip()
                why = "another period" if name == metric else "another figure"
                yield Nearest(f"{claim.subject} {name} {shown}", f.value, f.quantity.unit, f"{why}: {f.basis}", f.trail)


def _tenure(record: Record, claim: Claim, known: date) -> Iterator[Nearest]:
    """The same span counted to the day that the person took office."""
    try:
        m = ask(record, claim.measure, Question(claim.subject, known, args={**claim.args, "until": "appointed"}))
    except TapelineError:
        return
    if claim.asserted and claim.asserted.quantity.gap(m.quantity) == 0:
        yield Nearest(
            f"{claim.args['person']} person.tenure {m.as_of}",
            m.value,
            m.unit,
            f"counted to taking office on {m.as_of}",
            m.trail,
        )


def _slips(claim: Claim, measured: Measured) -> Iterator[Nearest]:
    """The classic slips of magnitude: what the record says is a round factor away from what is claimed."""
    assert claim.asserted is not None  # noqa: S101
    for factor, words in SLIPS:
        if claim.asserted.quantity.gap(measured.quantity.to(claim.asserted.unit).scale(factor)) == 0:
            shown = written(measured.value, measured.unit)
            what = f"{claim.subject} {claim.measure} {measured.as_of}"
            yield Nearest(
                what, measured.value, measured.unit, f"the claim is {words} the measured {shown}", measured.trail
            )


__all__ = ["nearest"]
