"""How a reported figure, or its growth, ranks among earlier ones, and how often it had risen or fallen before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.derived_facts import all_facts
from tapeline.measures.fact import METRIC, candidates
from tapeline.measures.parameters import DIRECTION, one_of
from tapeline.measures.period_facts import APART, Fact, years
from tapeline.measures.price_ranks import SINCE, counted_from
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from tapeline.claim import Measured
    from tapeline.record import Record

AGAINST = one_of("`year` or `quarter`: what each figure is set beside, where only that is meant", "year", "quarter")
PER = one_of("`year` or `quarter`, where only that is meant", "year", "quarter")


def _alike(record: Record, q: Question, metric: str) -> list[tuple[Fact, list[Fact]]]:
    """Each figure that may be meant, with those of its length that ended before it, oldest first."""
    facts = all_facts(record, q.subject, metric, q.known)
    told = [f for f in candidates(record, q, metric) if q.args.get("per") not in {"year", "quarter"} or (f.months == 12) == (q.args["per"] == "year")]  # fmt: skip
    return [
        (f, [g for g in (years(facts) if f.months == 12 else facts) if g.months == f.months and g.end < f.end])
        for f in told
    ]


def _reaches(pool: list[Fact], since: date) -> bool:
    """Whether figures go back to a day: the first of them is the one that the day falls in, or the next."""
    return bool(pool) and pool[0].end <= since + timedelta(days=31 * max(pool[0].months, 3) + 10)


def _unreached(q: Question, what: str, pool: list[Fact]) -> UnmeasurableError:
    begins = f" (the record's begin with the period to {pool[0].end})" if pool else ""
    told = f" back to {q.args['since'].partition(':')[0]}" if "since" in q.args else " from the company's beginnings"
    return UnmeasurableError(f"{what} of {q.subject}{told}{begins}", fetch_command("facts", q.subject))


@measure("fact.high_rank", "rank", metric=METRIC, low=one_of("`yes` for the lowest", "yes"), since=SINCE, per=PER)
def high_rank(record: Record, q: Question) -> list[Measured]:
    """How a period's figure ranks among all periods of its length in the record up to it: 1 is a record.

    Raises:
        UnmeasurableError: no figure of the period, or none back to `since` where none in the record stood higher.
    """
    lowest, metric = q.args.get("low") == "yes", q.arg("metric")
    out, every = [], _alike(record, q, metric)
    for f, earlier in every:
        for since in counted_from(q):
            pool = [g for g in earlier if g.end >= since]
            above = [g for g in pool if (g.value < f.value if lowest else g.value > f.value)]
            if not above and since != date.min and not _reaches([*earlier, f], since):
                continue
            top = max(pool, key=lambda g: -g.value if lowest else g.value, default=f)
            unit, start = f.quantity.unit, "" if since == date.min else f" since {since}"
            formula = (f"{written(f.value, unit)} to {f.end}; of {len(pool)} earlier periods{start} {len(above)} were "
                       f"{'lower' if lowest else 'higher'} ({written(top.value, unit)} to {top.end})")  # fmt: skip
            trail = [*f.trail, *(top.trail if top is not f else ())]
            out.append(reading(Quantity.exact(len(above) + 1, "rank"), f"{f.basis}{start}", f.end, formula, trail))
    if not out:
        raise _unreached(q, metric, every[0][1] if every else [])
    return out


def _growths(f: Fact, earlier: list[Fact], step: str) -> list[tuple[Fact, Fact, float]]:
    """A figure's growth in percent against the year (or the quarter) before it, and those of the ones before, the newest first; empty where its own is not known."""
    out = []
    for now in [f, *reversed(earlier)]:
        base = next((g for g in earlier if APART[step][0] <= (now.end - g.end).days <= APART[step][1]), None)
        if base is not None and base.value > 0:
            out.append((now, base, 100 * (now.value / base.value - 1)))
    return out if out and out[0][0] is f else []


def _steps(record: Record, q: Question) -> list[tuple[str, list[tuple[Fact, Fact, float]]]]:
    """The growths of each figure that may be meant against a year before, then for quarters and days against the quarter before, as asked; only those that are known."""
    alike = _alike(record, q, q.arg("metric"))
    found = [
        (step, _growths(f, earlier, step))
        for step in APART
        for f, earlier in alike
        if q.args.get("against", step) == step and (step == "year" or f.months in {0, 3})
    ]
    return [(step, growths) for step, growths in found if growths]


def _among(
    record: Record, q: Question, counts: Callable[[float, float], bool], told: str, sign: int = 0
) -> list[Measured]:
    """The rank of each growth among the earlier ones that count beside it (`counts`: an earlier growth and its own), for each day that they may count from; of those of a sign, where any has it.

    Raises:
        UnmeasurableError: none is known, or none counts and those known do not go back so far.
    """
    out, pool, steps = [], [], _steps(record, q)
    alike = [(step, growths) for step, growths in steps if sign * growths[0][2] > 0]
    for step, growths in alike or steps:
        (f, base, own), pool = growths[0], [g[0] for g in reversed(growths)]
        for since in counted_from(q):
            before = [g for g in growths[1:] if g[0].end >= since]
            ahead = [g for g in before if counts(g[2], own)]
            if not ahead and not _reaches(pool, since):
                continue
            start = "" if since == date.min else f" since {since}"
            last = f", the last {_written(ahead[0])}" if ahead else ""
            formula = f"{_written(growths[0])} against a {step} before; of {len(before)} earlier periods{start} {len(ahead)} {told}{last}"
            trail = list(dict.fromkeys((*f.trail, *base.trail, *(c for g in ahead[:1] for c in g[0].trail))))
            basis = f"{f.basis}, against a {step} before{start}"
            out.append(reading(Quantity.exact(len(ahead) + 1, "rank"), basis, f.end, formula, trail))
    if not out:
        raise _unreached(q, f"the growth of {q.arg('metric')}", pool)
    return out


def _written(growth: tuple[Fact, Fact, float]) -> str:
    return f"{growth[2]:+.2f}% to {growth[0].end}"


@measure(
    "fact.growth_rank",
    "rank",
    metric=METRIC,
    low=one_of("`yes` for the slowest", "yes"),
    since=SINCE,
    per=PER,
    against=AGAINST,
)
def growth_rank(record: Record, q: Question) -> list[Measured]:
    """How a figure's growth against the year before (or the quarter, asked so) ranks among those of earlier periods: 1 is the fastest.

    Raises:
        UnmeasurableError: no such growth, or no earlier ones back to `since` (or to the company's beginnings) where none in the record was faster.
    """
    asked = replace(q, args={"against": "year", **q.args})
    if q.args.get("low") == "yes":
        return _among(record, asked, lambda g, own: g < own, "grew less")
    return _among(record, asked, lambda g, own: g > own, "grew more")


@measure(
    "fact.change_count",
    "rank",
    metric=METRIC,
    direction=DIRECTION,
    since=SINCE,
    per=PER,
    against=AGAINST,
)
def change_count(record: Record, q: Question) -> list[Measured]:
    """Which rise (or fall) of a figure a period's is, counted from a day: 1 is the first. Readings: against the year before, then the quarter before.

    A figure that moved the other way is counted behind all: no rise is the first that was none.

    Raises:
        UnmeasurableError: no change is known, or no earlier ones back to `since` (or to the company's beginnings) and none of those in the record went that way.
    """
    if q.args.get("direction") == "down":
        return _among(record, q, lambda g, own: g < 0 or own >= 0, "fell", -1)
    return _among(record, q, lambda g, own: g > 0 or own <= 0, "rose", 1)


__all__ = ["change_count", "growth_rank", "high_rank"]
