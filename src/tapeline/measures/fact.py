"""Reported figures: levels, growth, multiples, sums, records of their own."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.derived_facts import all_facts
from tapeline.measures.parameters import Parameter, as_base, number, one_of
from tapeline.measures.period_facts import A_QUARTER, Fact, add_up, for_period, quarters, years
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from tapeline.claim import Measured
    from tapeline.record import Record

A_YEAR = 366
"""A loss over more days than these is a sum of several years."""
METRIC = "the figure's name in the record (`revenue`, `net_income`, `headcount`...)"


def _measured(f: Fact, basis: str = "") -> Measured:
    parts = " + ".join(c.value for c in f.trail) if len(f.trail) > 1 else ""
    formula = f.formula or (
        f"{parts} = {written(f.value, f.quantity.unit)}" if parts else f"reported: {written(f.value, f.quantity.unit)}"
    )
    return reading(f.quantity, basis or f.basis, f.end, formula, list(f.trail), value=f.value)


def candidates(record: Record, q: Question, metric: str) -> list[Fact]:
    """The figures that may be meant: of the period asked about, else of the newest quarter, year and twelve months.

    Raises:
        UnmeasurableError: no figure of that period was filed by the day known.
    """
    facts = all_facts(record, q.subject, metric, q.known)
    if q.start and q.end:
        found = for_period(facts, q.start, q.end)
        if not found:
            raise UnmeasurableError(f"{metric} of {q.subject} for {q.start} to {q.end} filed by {q.known}",
                                    fetch_command("facts", q.subject))  # fmt: skip
        return found
    newest = quarters(facts)[-1:]
    whole = years(facts)
    calendar = [f for f in whole if newest and f.end <= newest[0].end][-1:]
    return newest + [f for f in calendar if not newest or f.months == 12]


@measure("fact.value", "the metric's unit", metric=METRIC)
def value(record: Record, q: Question) -> list[Measured]:
    """A reported figure for a period, as filed by the day known.

    Readings: the period asked about; without one the newest quarter (or day) and the newest twelve months.
    """
    return [_measured(f) for f in candidates(record, q, q.arg("metric"))]


AGAINST = one_of("`year` or `quarter`, where only that is meant", "year", "quarter")
BASE = Parameter(
    "what it is set beside, where that is not the year or the quarter before: a period (`2020-01-01:2020-12-31`), or so many years before (`3`)",
    (), as_base, "3 or 2020-01-01:2020-12-31",
)  # fmt: skip


def pairs(record: Record, q: Question, metric: str) -> list[tuple[Fact, Fact, str]]:
    """Each honest pair of a figure and what it is compared with: a year before, then the quarter before; or the base that the question gives."""
    facts = all_facts(record, q.subject, metric, q.known)
    pool = [*facts, *years(facts)]
    out: list[tuple[Fact, Fact, str]] = []
    for f in candidates(record, q, metric):
        against, base = q.args.get("against"), q.args.get("base")
        if base:
            out.extend((f, g, f"the figure to {g.end}") for g in pool if g.months == f.months and _is_base(f, g, base))
            continue
        before = [g for g in pool if g.months == f.months and _apart(f, g, 1)] or _as_long_a_year_before(facts, f)
        if against != "quarter":
            out.extend((f, g, "a year before") for g in before[-1:])
        if f.months in {0, 3} and against != "year":
            out.extend(
                (f, g, "the quarter before") for g in pool if g.months == f.months and 80 <= (f.end - g.end).days <= 100
            )
    if not out:
        raise UnmeasurableError(
            f"{metric} of {q.subject} for the period before, to compare with", fetch_command("facts", q.subject)
        )
    return out


def _as_long_a_year_before(facts: list[Fact], f: Fact) -> list[Fact]:
    """The quarters of a year before that make up as long a stretch as those of a figure do ("in the first nine months")."""
    if f.start is None or f.months in {3, 12}:
        return []
    start, end = (day - timedelta(days=365) for day in (f.start, f.end))
    return [g for g in for_period(facts, start, end) if g.months == f.months and _apart(f, g, 1)]


def _apart(later: Fact, earlier: Fact, years: int) -> bool:
    """Whether two figures are of the same part of years so many years apart."""
    return abs((later.end - earlier.end).days - 365.25 * years) <= 10


def _is_base(f: Fact, g: Fact, base: str) -> bool:
    """Whether a figure is the one that another is set beside: so many years before, or of a period and the same part of its year."""
    told = as_base(base)
    if isinstance(told, int):
        return _apart(f, g, told)
    start, end = told
    whole = round((f.end - g.end).days / 365.25)
    return start <= g.end <= end and g.end < f.end and (_apart(f, g, whole) or (g.start, g.end) == (start, end))


@measure(
    "fact.ratio",
    "x",
    metric=METRIC,
    sense=one_of("`to` (default: 'tripled' is 3) or `by` ('up by two times' is 2 over)", "to", "by"),
    against=AGAINST,
    base=BASE,
)
def ratio(record: Record, q: Question) -> list[Measured]:
    """A reported figure as a multiple of the same figure before.

    Readings: against a year before, and for a quarter against the quarter before. Under `sense=by` the multiple is what was
    added (增加了两倍, "increased by 200%"): the ratio less one.
    """
    out = []
    by = q.args.get("sense") == "by"
    for now, then, what in pairs(record, q, q.arg("metric")):
        if then.quantity.low <= 0:
            continue
        quotient = now.quantity / then.quantity
        value = now.value / then.value - by
        shown = f"{written(now.value, now.quantity.unit)} ({now.end}) / {written(then.value, then.quantity.unit)} ({then.end})"
        formula = f"{shown}{' - 1' if by else ''} = {value:.3f}"
        quantity = Quantity(quotient.low - by, quotient.high - by, "x")
        out.append(reading(quantity, f"{'added to' if by else 'multiple of'} {what}", now.end, formula, [*now.trail, *then.trail],
                           value=value))  # fmt: skip
    return out or _negative_base(q)


@measure("fact.growth", "%", metric=METRIC, against=AGAINST, base=BASE)
def growth(record: Record, q: Question) -> list[Measured]:
    """The growth of a reported figure in percent, against a year before and, for a quarter, against the quarter before."""
    out = []
    for now, then, what in pairs(record, q, q.arg("metric")):
        if then.quantity.low <= 0:
            continue
        value = 100 * (now.value / then.value - 1)
        change = (now.quantity / then.quantity).to("%")
        quantity = Quantity(change.low - 100, change.high - 100, "%")
        unit = now.quantity.unit
        formula = (
            f"{written(now.value, unit)} ({now.end}) / {written(then.value, unit)} ({then.end}) - 1 = {value:+.2f}%"
        )
        out.append(reading(quantity, f"against {what}", now.end, formula, [*now.trail, *then.trail], value=value))
    return out or _negative_base(q)


@measure(
    "fact.change",
    "the metric's unit (points for a rate)",
    metric=METRIC,
    against=AGAINST,
    base=BASE,
)
def change(record: Record, q: Question) -> list[Measured]:
    """By how much a reported figure changed, in its own unit, against a year before and, for a quarter or a day, against the quarter before."""
    out = []
    for now, then, what in pairs(record, q, q.arg("metric")):
        difference, own = now.quantity - then.quantity, now.quantity.unit
        unit = "points" if own == "%" else own
        value = now.value - then.value
        formula = (
            f"{written(now.value, own)} ({now.end}) - {written(then.value, own)} ({then.end}) = {written(value, unit)}"
        )
        trail = [*now.trail, *then.trail]
        out.append(reading(difference.to(unit), f"against {what}", now.end, formula, trail, value=value))
    return out


def _negative_base(q: Question) -> list[Measured]:
    raise UnmeasurableError(
        f"a positive {q.arg('metric')} of {q.subject} to compare with: a ratio to a loss means nothing"
    )


@measure(
    "fact.spent",
    "USD",
    segment="the segment's name in the record (`reality_labs`)",
    per=one_of(
        "`quarter`, `year` or `total`; where the statement does not say, each is a reading", "quarter", "year", "total"
    ),
)
def spent(record: Record, q: Question) -> list[Measured]:
    """What a segment cost its owner: its operating loss, or its costs (revenue less operating income).

    `per=quarter`: the mean of the last four quarters, then the newest quarter; over a quarter that one. `per=year`: the last twelve months.
    `per=total`: the sum over whole years up to the last one ended by the day asked about, from the first year in the record and
    from each later one of the first three; over a period of more than a year the sum of what began in it, up to the newest quarter.
    Without it, over two or three quarters (a half-year, nine months) the sum of those, and nothing else.
    """
    segment, per = q.arg("segment"), q.args.get("per", "")
    income = all_facts(record, q.subject, f"{segment}.operating_income", q.known)
    until = min(q.end or q.known, q.known)
    single = [f for f in quarters(income) if f.end <= until][-4:]
    out: list[Measured] = []
    if not per and (part := _over_a_part(income, q)):
        return part
    own = q.start is not None and q.end is not None and (q.end - q.start).days < A_QUARTER
    if own and until == q.end and single and (until - single[-1].end).days >= A_QUARTER:
        raise UnmeasurableError(
            f"{segment} results of {q.subject} from {q.start} to {q.end}", fetch_command("facts", q.subject)
        )
    if per != "total" and single:
        out += _by_the_quarter(record, q, single[-1:] if own else single, segment) if per == "quarter" else []
        out += [_loss(single[-1])] if not per else []
        out += (
            [_mean_loss(single, "operating loss, twelve months", 1.0)]
            if per != "quarter" and _is_a_year(single)
            else []
        )
    whole = [f for f in years(income) if f.end <= until and f.end.month == fiscal_month(record, q)]
    asked = [f for f in whole if q.start and (f.start, f.end) == (q.start, q.end)] if per in {"", "year"} else []
    out = [_loss(asked[0], "year"), *out] if asked else out
    if per in {"", "total"} and whole:
        if q.start is not None and (until - q.start).days > A_YEAR:
            out += _spent_since([f for f in quarters(income) if f.end <= until], whole, q.start)
        else:
            out += _total_spent(whole)
    if not out:
        raise UnmeasurableError(f"{segment} results of {q.subject} by {until}", fetch_command("facts", q.subject))
    return out


def _over_a_part(income: list[Fact], q: Question) -> list[Measured]:
    """The loss over the two or three quarters that a question asks about ("in the first nine months")."""
    if q.start is None or q.end is None or not A_QUARTER < (q.end - q.start).days < A_YEAR - A_QUARTER // 2:
        return []
    return [_loss(f, "quarters") for f in for_period(income, q.start, q.end)[:1]]


def _by_the_quarter(record: Record, q: Question, single: list[Fact], segment: str) -> list[Measured]:
    mean = f"mean operating loss of {len(single)} quarters to {single[-1].end}"
    several = [_mean_loss(single, mean, 1 / len(single))] if len(single) > 1 else []
    return [*several, _loss(single[-1]), *_cost(record, q, single[-1], segment)]


def _mean_loss(single: list[Fact], basis: str, share: float) -> Measured:
    summed = add_up(single, basis)
    value = -summed.value * share
    terms = " + ".join(c.value for c in summed.trail)
    formula = f"-({terms}){f' × {share:g}' if share != 1 else ''} = {written(value, summed.quantity.unit)}"
    return reading((-summed.quantity).scale(share), basis, summed.end, formula, list(summed.trail), value=value)


def fiscal_month(record: Record, q: Question) -> int:
    """The month in which the subject's fiscal year ends."""
    return int(record.security(q.subject)["fiscal_year_end_month"] or 12)


def _loss(f: Fact, span: str = "quarter") -> Measured:
    basis = f"operating loss of the {span} to {f.end}"
    formula = f"{basis}: {written(-f.value, f.quantity.unit)}"
    return reading(-f.quantity, basis, f.end, formula, list(f.trail), value=-f.value)


def _is_a_year(single: list[Fact]) -> bool:
    """Whether quarters are four that follow each other without a gap."""
    joined = all((b.start - a.end).days == 1 for a, b in pairwise(single) if b.start)
    return len(single) == 4 and joined


def _cost(record: Record, q: Question, income: Fact, segment: str) -> list[Measured]:
    sales = [
        f
        for f in all_facts(record, q.subject, f"{segment}.revenue", q.known)
        if (f.start, f.end) == (income.start, income.end)
    ]
    if not sales:
        return []
    unit = income.quantity.unit
    total = sales[0].value - income.value
    formula = f"{written(sales[0].value, unit)} - ({written(income.value, unit)}) = {written(total, unit)}"
    basis = f"costs of the quarter to {income.end} (revenue less operating income)"
    return [
        reading(
            sales[0].quantity - income.quantity,
            basis,
            income.end,
            formula,
            [*sales[0].trail, *income.trail],
            value=total,
        )
    ]


def _total_spent(whole: list[Fact]) -> list[Measured]:
    out = [_summed_loss(whole[first:]) for first in range(min(3, len(whole)))]
    return [*out[1:2], *out[:1], *out[2:]]


def _spent_since(single: list[Fact], whole: list[Fact], start: date) -> list[Measured]:
    """The sums since a day: from the first year that began on it or after, up to the newest quarter and to the last whole year; and with the quarter that the day closes."""
    later = [f for f in single if f.start and whole[-1].end < f.start]
    years_since = [f for f in whole if f.start and f.start >= start]
    closed = [
        f for f in single if f.start and f.start < start <= f.end and (not years_since or f.end < years_since[0].end)
    ]
    sums = [[*years_since, *later], years_since, [*closed, *years_since, *later], years_since[1:] + later]
    told: dict[tuple[date, date], list[Fact]] = {(s[0].start or start, s[-1].end): s for s in sums if s}
    return [_summed_loss(s) for s in told.values()]


def _summed_loss(losses: list[Fact]) -> Measured:
    first = losses[0].start or losses[0].end
    summed = add_up(losses, f"operating losses from {first} to {losses[-1].end}")
    formula = f"{' + '.join(c.value for c in summed.trail)} = {written(summed.value, summed.quantity.unit)}"
    return reading(-summed.quantity, summed.basis, summed.end, formula, list(summed.trail), value=-summed.value)


@measure(
    "fact.first_above",
    "date",
    metric=METRIC,
    threshold=number("the level, in the metric's unit"),
    below=one_of("`yes` for first below", "yes"),
)
def first_above(record: Record, q: Question) -> list[Measured]:
    """The end of the first period in the record whose figure stood above (or below) a level."""
    facts = quarters(all_facts(record, q.subject, q.arg("metric"), q.known))
    level, below = float(q.arg("threshold")), q.args.get("below") == "yes"
    hits = [f for f in facts if (f.quantity.low < level if below else f.quantity.high >= level)]
    unit = facts[0].quantity.unit
    if not hits:
        raise UnmeasurableError(
            f"a quarter in which {q.arg('metric')} of {q.subject} passed {written(level, unit)} (filed by {q.known})"
        )
    first = hits[0]
    earlier = [f for f in facts if f.end < first.end]
    top = max(earlier, key=lambda f: f.value, default=first)
    formula = (f"{written(first.value, unit)} in the quarter to {first.end}; of {len(earlier)} earlier quarters in the record the "
               f"highest is {written(top.value, unit)} ({top.end})")  # fmt: skip
    when = Quantity((first.start or first.end).toordinal(), first.end.toordinal(), "date")
    trail = [*first.trail, *top.trail]
    return [
        reading(
            when, f"quarters of the record from {facts[0].end}", first.end, formula, trail, value=first.end.toordinal()
        )
    ]


__all__ = ["candidates", "change", "first_above", "fiscal_month", "growth", "pairs", "ratio", "spent", "value"]
