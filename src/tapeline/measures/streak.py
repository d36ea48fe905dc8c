"""Streaks: how many sessions, weeks, months, quarters or years in a row a price or a reported figure has risen or fallen."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.derived_facts import all_facts
from tapeline.measures.fact import METRIC, fiscal_month
from tapeline.measures.parameters import DIRECTION, PER_QUARTER, one_of
from tapeline.measures.period_facts import APART, Fact, for_period, quarters, years
from tapeline.measures.price import PER, Series, last_of_each, require_reach, series
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Measured
    from tapeline.record import Record

IN_A_ROW = "in a row"
OVER = one_of("`yes` for the streak that the time asked about ended", "yes")


@measure(
    "price.streak",
    IN_A_ROW,
    direction=DIRECTION,
    per=PER,
    over=OVER,
)
def price_streak(record: Record, q: Question) -> list[Measured]:
    """How many sessions (or weeks, months, quarters, years) in a row the close stood above, or below, that of the one before, up to the one asked about.

    Without a period asked about: up to the last one known, then up to the one before it, which a story of the day may tell of.

    Raises:
        UnmeasurableError: the record's prices do not reach that day.
    """
    per = q.args.get("per", "day")
    day = min(q.day(), q.known)
    s = series(record, q.subject, day, q.known)
    last = s.position(day)
    if last < 1:
        raise UnmeasurableError(f"two closes of {q.subject} up to {day}", fetch_command("prices", q.subject))
    require_reach(record.prices(q.subject), day)
    closes = last_of_each(s, last, per)
    ends = [len(closes) - 1] if q.start else [len(closes) - 1, len(closes) - 2]
    if len(closes) < 2:
        raise UnmeasurableError(f"closes of two {per}s of {q.subject} up to {day}", fetch_command("prices", q.subject))
    return [_of_closes(s, closes[: end + 1], q, per) for end in ends if end >= 1]


def _of_closes(s: Series, at: Sequence[int], q: Question, per: str) -> Measured:
    """The streak that the last of some closes is in, or ended."""
    values = [float(s.close[i]) for i in at]
    run, stop = _run([b - a for a, b in pairwise(values)], q)
    first = stop - run
    way = "lower" if q.args.get("direction") == "down" else "higher"
    shown = f"{run} {way} close{'' if run == 1 else 's'} in a row by the {per}: {values[first]:,.2f} ({s.date(at[first])}) to {values[stop]:,.2f} ({s.date(at[stop])})"
    trail = [s.cite(at[i], values[i]) for i in sorted({max(first - 1, 0), first, stop})]
    quantity = Quantity(run, math.inf if run == stop else run, IN_A_ROW)
    return reading(quantity, f"closes by the {per} up to {s.date(at[stop])}", s.date(at[stop]), shown, trail, value=run)


def _run(steps: Sequence[float], q: Question) -> tuple[int, int]:
    """How many rises (or falls) some steps end with, and how many steps were counted: all, or with `over` those before the last."""
    sign, counted = -1 if q.args.get("direction") == "down" else 1, max(len(steps) - (q.args.get("over") == "yes"), 0)
    run = 0
    while run < counted and sign * steps[counted - 1 - run] > 0:
        run += 1
    return run, counted


@measure(
    "fact.streak",
    IN_A_ROW,
    metric=METRIC,
    direction=DIRECTION,
    per=PER_QUARTER,
    against=one_of("`year` or `quarter`: what each quarter is set beside, where only that is meant", "year", "quarter"),
    over=OVER,
)
def fact_streak(record: Record, q: Question) -> list[Measured]:
    """How many quarters (or years) in a row a reported figure has grown, or shrunk, up to the one asked about, else the newest.

    Readings: each against a year before; quarters also each against the one before. A streak that begins with the record is
    "so many or more".

    Raises:
        UnmeasurableError: no two figures to compare were filed by the day known.
    """
    metric, per, against = q.arg("metric"), q.args.get("per", "quarter"), q.args.get("against", "")
    facts = all_facts(record, q.subject, metric, q.known)
    pool = years(facts) if per == "year" else quarters(facts)
    if per == "year":
        pool = [f for f in pool if f.end.month == fiscal_month(record, q)]
    if q.start and q.end:
        told = for_period(pool, q.start, q.end)
        pool = [f for f in pool if told and f.end <= told[0].end]
    apart = [step for step in (("year",) if per == "year" else ("year", "quarter")) if against in {"", step}]
    out = [m for step in apart if (m := _of_facts(pool, step, q, per)) is not None]
    if not out:
        raise UnmeasurableError(f"two {per}s of {metric} of {q.subject} to compare", fetch_command("facts", q.subject))
    return out


def _of_facts(pool: list[Fact], step: str, q: Question, per: str) -> Measured | None:
    """The streak of growth against a year (or the quarter) before that the last figure is in, or ended; `None` where there is nothing to compare."""
    low, high = APART[step]
    pairs = [(f, g) for f in pool for g in pool if g.months == f.months and low <= (f.end - g.end).days <= high]
    joined = _without_gaps(pairs, APART[per][1])
    run, counted = _run([f.value - g.value for f, g in joined], q)
    if not counted:
        return None
    newest, joined = joined[-1][0].end, joined[:counted]
    first, last = joined[-max(run, 1)], joined[-1]
    way = "below" if q.args.get("direction") == "down" else "above"
    unit = last[0].quantity.unit
    ends = "; last ".join(
        f"{written(f.value, unit)} ({f.end}) against {written(g.value, unit)}" for f, g in dict.fromkeys((first, last))
    )
    formula = f"{run} {per}{'' if run == 1 else 's'} in a row {way} the {step} before: {ends}"
    trail = [c for f, g in dict.fromkeys((first, last)) for c in (*f.trail, *g.trail)]
    quantity = Quantity(run, math.inf if run == counted else run, IN_A_ROW)
    return reading(
        quantity, f"{per}s against the {step} before, up to {last[0].end}", newest, formula, trail, value=run
    )


def _without_gaps(pairs: list[tuple[Fact, Fact]], apart: int) -> list[tuple[Fact, Fact]]:
    """The last pairs that follow one another without a period missing."""
    at = len(pairs) - 1
    while at > 0 and (pairs[at][0].end - pairs[at - 1][0].end).days <= apart:
        at -= 1
    return pairs[max(at, 0) :]


__all__ = ["fact_streak", "price_streak"]
