"""Market value and its changes, on each honest share count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tapeline.claim import Cite, Measured
from tapeline.errors import UnmeasurableError
from tapeline.measures.parameters import DIRECTION, as_range, number_range, one_of
from tapeline.measures.price import (
    SESSION,
    TICK,
    TRADED,
    WITHIN,
    WITHIN_A_DAY,
    all_between,
    beyond_close,
    last_session,
    no_range,
    on_one_day,
    require_reach,
    session_of,
    traded,
)
from tapeline.measures.price_level import extreme
from tapeline.measures.registry import Question, measure, reading
from tapeline.measures.share_count import ShareCount, count_trail, share_counts
from tapeline.quantity import Quantity
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.record import Record, Row
    from tapeline.record.prices import Prices


@measure(
    "market_cap.level",
    "USD",
    session=TRADED,
    of=one_of("`low` or `high`: that of the period's lowest or highest close", "low", "high"),
)
def level(record: Record, q: Question) -> list[Measured]:
    """Market value: the printed close of the day, or of the last session before it, times shares outstanding.

    Readings: each recent filing's count over all classes; class A alone; diluted shares; with `session=traded`, all that lies
    between the low and high of the day, or of the period asked about, on each count. An as-traded price only ever meets a count in shares of the same day.
    """
    p, i = last_session(record, q)
    i = extreme(p, q, i)
    day, close = p.day(i), float(p.close[i])
    price = Quantity(close - TICK, close + TICK, f"{p.currency}/share")
    counts = share_counts(record, q.subject, day, q.known)
    first = p.first(q.start) if q.start else i
    span = traded(p, i if first is None else min(first, i), i) if q.args.get("session") == "traded" else None
    if span is not None:
        return [_between(p, i, span, c) for c in counts]
    out = []
    for count in counts:
        value = close * count.value
        formula = f"{close:,.2f} × {count.value:,.0f} = {written(value, p.currency)}"
        trail = [_close(p, i), *count.trail]
        out.append(
            reading(
                price * count.quantity,
                count.basis,
                day,
                formula,
                trail,
                value=value,
                standard=count.standard,
            )
        )
    return out


def _between(p: Prices, i: int, span: Quantity, count: ShareCount) -> Measured:
    """The market values that a company had within a day, on one count."""
    formula = f"low {span.low:,.2f} to high {span.high:,.2f} × {count.value:,.0f} = {written(span.low * count.value, p.currency)} to {written(span.high * count.value, p.currency)}"
    trail = [Cite("prices", f"{p.entity} {p.day(i)}", f"{span.low:,.2f} to {span.high:,.2f}", p.source), *count.trail]
    basis = f"within the day; {count.basis}"
    return reading(span * count.quantity, basis, p.day(i), formula, trail, standard=count.standard, ranging=True)


def _close(p: Prices, i: int) -> Cite:
    return Cite("prices", f"{p.entity} {p.day(i)}", f"close {p.close[i]:,.2f}", p.source)


@measure(
    "market_cap.change",
    "USD",
    session=SESSION,
    within=WITHIN,
)
def change(record: Record, q: Question) -> list[Measured]:
    """The change of market value over a session or a span: the change of the printed close times shares outstanding.

    The count is held fixed over the change. Readings: each recent filing's count; the day's high and low in place of the close;
    what was reported of the day at the time, where an event of the record says.
    """
    q = on_one_day(record, q)
    day = min(q.day(), q.known)
    told = [
        reading(
            Quantity.exact(v, "USD"),
            "as reported at the time",
            d,
            f"reported for {d}: {written(v, 'USD')}",
            [c],
            value=v,
        )
        for e, d, v, c in reported_changes(record, q.known)
        if (e, d) == (q.subject, day) and q.start in {None, q.end}
    ]
    try:
        return [*_measured_change(record, q, day), *told]
    except UnmeasurableError:
        if not told:
            raise
        return told


def _measured_change(record: Record, q: Question, day: date) -> list[Measured]:
    p = record.prices(q.subject)
    if q.start in {None, q.end}:
        i = session_of(p, day, q.known)
        before = i - 1
    else:
        found, earlier = p.last(day), p.last(date.fromordinal((q.start or day).toordinal() - 1))
        if found is None or earlier is None:
            raise UnmeasurableError(
                f"prices of {q.subject} from {q.start} to {day}", fetch_command("prices", q.subject)
            )
        require_reach(p, day)
        i, before = found, earlier
    counts = share_counts(record, q.subject, p.day(i), q.known)
    out = [_difference(p, before, i, p.close, "close to close", c) for c in counts]
    if i != before + 1:
        return [*out, *_level_to_level(record, q, p, before, i, counts[0])]
    session = q.args.get("session", "")
    if np.isnan(p.high[i]) or np.isnan(p.low[i]):
        if session:
            raise no_range(q.subject, day)
        return out
    of = counts if session else counts[:1]
    highs, lows = (
        [_difference(p, before, i, v, f"close before to the {name}", c, standard=session in WITHIN_A_DAY) for c in of]
        for name, v in (("day's high", p.high), ("day's low", p.low))
    )
    each = list(zip(out, highs, lows, of, strict=False))
    if session == "traded":
        return [all_between(low, high, f"close before to some time of the day; {c.basis}") for _, high, low, c in each]
    if session == "reached":
        return [m for close, high, low, c in each for m in beyond_close(low, close, high, f"; {c.basis}")]
    return [*highs, *lows, *out] if session else [*out, *highs, *lows]


def _level_to_level(record: Record, q: Question, p: Prices, before: int, i: int, last: ShareCount) -> list[Measured]:
    """The market value at the end less that at the start, each on the count of its own day, where these differ."""
    try:
        first = share_counts(record, q.subject, p.day(before), q.known)[0]
    except UnmeasurableError:
        return []  # no count of a time near the first day
    if first.as_of == last.as_of:
        return []
    old, new = float(p.close[before]), float(p.close[i])
    value = new * last.value - old * first.value
    quantity = Quantity(new - TICK, new + TICK, f"{p.currency}/share") * last.quantity - Quantity(
        old - TICK, old + TICK, f"{p.currency}/share") * first.quantity  # fmt: skip
    formula = f"{new:,.2f} × {last.value:,.0f} - {old:,.2f} × {first.value:,.0f} = {written(value, p.currency)}"
    basis = f"level to level, each on its own count: {first.basis}; {last.basis}"
    trail = [_close(p, before), _close(p, i), *first.trail, *last.trail]
    return [reading(quantity, basis, p.day(i), formula, trail, value=value, standard=last.standard)]


def _difference(
    p: Prices, before: int, i: int, field: object, what: str, count: ShareCount, *, standard: bool = True
) -> Measured:
    factor = p.split_factor(p.day(before), p.day(i))
    old, new = float(p.close[before]) / factor, float(np.asarray(field)[i])
    move = Quantity(new - old - 2 * TICK, new - old + 2 * TICK, f"{p.currency}/share")
    value = (new - old) * count.value
    formula = f"({new:,.2f} - {old:,.2f}) × {count.value:,.0f} = {written(value, p.currency)}"
    trail = [_close(p, before), Cite("prices", f"{p.entity} {p.day(i)}", f"{new:,.2f}", p.source), *count.trail]
    return reading(move * count.quantity, f"{what}; {count.basis}", p.day(i), formula, trail, value=value,
                   standard=standard and count.standard)  # fmt: skip


@measure("market_cap.high_rank", "rank")
def high_rank(record: Record, q: Question) -> list[Measured]:
    """How the greatest market value of a period ranks among all closes before it: 1 is a record of the company's own.

    Each session's close is multiplied by the count filed nearest to it. Without a period, the sixty days up to the day known.
    """
    day = min(q.day(), q.known)
    p = record.prices(q.subject)
    last = p.last(day)
    first = p.first(q.start or date.fromordinal(day.toordinal() - 60))
    if last is None or first is None or first > last:
        raise UnmeasurableError(f"prices of {q.subject} up to {day}", fetch_command("prices", q.subject))
    require_reach(p, day)
    caps = p.close[: last + 1] * counts_along(record, p, q.known)[: last + 1]
    best = first + int(np.argmax(caps[first:]))
    rank = 1 + int((caps[:first] > caps[best]).sum())
    top = int(np.argmax(caps[:first])) if first else best
    formula = (f"{written(caps[best], p.currency)} at the close of {p.day(best)}; {rank - 1} earlier closes stood higher "
               f"(highest before: {written(caps[top], p.currency)} on {p.day(top)})")  # fmt: skip
    trail = [_close(p, best), _close(p, top), *count_trail(record, q.subject, p.day(best), q.known)]
    return [reading(Quantity.exact(rank, "rank"), "by close, nearest filed share count", p.day(best), formula, trail)]


def counts_along(record: Record, p: Prices, known: date) -> NDArray[np.float64]:
    """For each session of `p` (n,), shares outstanding by the filing nearest in time, in shares of that session's day.

    Raises:
        UnmeasurableError: no share count of the entity at all.
    """
    rows = _filed_counts(record, p.entity, known)
    if not rows:
        raise UnmeasurableError(f"shares outstanding of {p.entity}", fetch_command("shares", p.entity))
    dates = sorted({r["as_of"] for r in rows})
    totals = np.array([sum(r["shares"] for r in rows if r["as_of"] == d) for d in dates])
    ordinals = np.array([d.toordinal() for d in dates])
    nearest = np.abs(p.days[:, None] - ordinals[None, :]).argmin(axis=1)
    latest = dates[-1]
    to_latest = np.array([p.split_factor(d, latest) for d in dates])
    from_latest = p.in_shares_of(latest, np.ones(len(p)))
    return np.asarray((totals * to_latest)[nearest] * from_latest, dtype=np.float64)


def days_to_a_count(record: Record, entity: str, day: date, known: date) -> int:
    """How many days lie between a session and the filed count of shares that `counts_along` takes for it."""
    counted: list[date] = [r["as_of"] for r in _filed_counts(record, entity, known)]
    return min(abs((as_of - day).days) for as_of in counted)


def _filed_counts(record: Record, entity: str, known: date) -> list[Row]:
    """The counts of shares filed by a day; all that were ever filed where none was by then."""
    return record.rows("shares", entity=entity, known=known) or record.rows("shares", entity=entity)


def changes(record: Record, entity: str, known: date) -> tuple[Prices, NDArray[np.float64]]:
    """The daily changes of an entity's market value (n,), the first NaN, up to `known`; counts held fixed over each day."""
    p = record.prices(entity)
    shares = counts_along(record, p, known)
    restated = p.in_shares_of(p.day(-1), p.close)
    # in shares of the last day both price and count are comparable across splits
    constant = p.counts_in_shares_of(p.day(-1), shares)
    out = np.full(len(p), np.nan)
    out[1:] = np.diff(restated) * constant[1:]
    out[p.days > known.toordinal()] = np.nan
    return p, out


def reported_changes(record: Record, known: date) -> list[tuple[str, date, float, Cite]]:
    """Changes of market value that an event of the record reports: entity, session, value, trail."""
    return [
        (
            r["entity"],
            r["acts_on"],
            r["value"],
            Cite("events", f"{r['entity']} {r['acts_on']}", written(r["value"], r["unit"]), r["source"]),
        )
        for r in record.rows("events", known=known)
        if r["measure"] == "market_cap.change" and r["acts_on"] <= known
    ]


@measure(
    "market_cap.change_rank",
    "rank",
    direction=DIRECTION,
    amount=number_range("`low:high`, where the statement names the move by its size"),
    among=one_of("`own`: among the company's own days alone", "own"),
)
def change_rank(record: Record, q: Question) -> list[Measured]:
    """How a day's gain (or loss) in market value ranks among the days of every company in the record, or of its own: 1 is the largest ever.

    Days known on the day asked about count: measured ones, and those that an event of the record reports. Readings: the day
    asked about, or the last session where none is; with `amount`, the company's largest move of that size, whatever its day.
    """
    sign = -1.0 if q.args.get("direction") == "down" else 1.0
    pool = [x for x in _pool(record, q.known, sign) if q.args.get("among") != "own" or x[0] == q.subject]
    day = min(q.day(), q.known)
    out = [
        _ranked(
            ask_change(record, q, day if q.start is not None else _last_session(record, q.subject, day)), pool, q, sign
        )
    ]
    if "amount" in q.args:
        low, high = as_range(q.arg("amount"))
        same = [x for x in pool if x[0] == q.subject and x[1] != out[0].as_of
                and max(low - x[2], x[2] - high) <= ABOUT * abs(x[2])]  # fmt: skip
        if same:
            day = max(same, key=lambda x: sign * x[2])[1]
            out.append(_ranked(ask_change(record, q, day), pool, q, sign, f"the move of that size, on {day}; "))
    until = [x for x in pool if x[1] <= out[0].as_of]
    if len(until) < len(pool) and (q.known - out[0].as_of).days > STANDING:
        out.append(_ranked(ask_change(record, q, out[0].as_of), until, q, sign, "up to that day; "))
    return [*out, *_as_reported(record, q, pool, sign, out[0].as_of)]


def _last_session(record: Record, subject: str, day: date) -> date:
    """The day of the last session up to a day, where it is near; else the day itself."""
    p = record.prices(subject)
    i = p.last(day)
    return day if i is None or (day - p.day(i)).days > LATELY else p.day(i)


LATELY = 5
"""Without a day, a rank is that of a session so many days ago at most."""


ABOUT = 0.06
"""A move in market value is told by counts of shares that differ by so much."""


STANDING = 60
"""So many days later a story that tells of a record tells of what it was when it was set."""


def _as_reported(
    record: Record, q: Question, pool: list[tuple[str, date, float, Cite]], sign: float, day: date
) -> list[Measured]:
    """The rank by the figures that were reported at the time, where the day's own was; measured ones where none was."""
    told = {(e, d): (e, d, v, c) for e, d, v, c in reported_changes(record, q.known)}
    if (q.subject, day) not in told:
        return []
    _, _, value, trail = told[q.subject, day]
    own = reading(Quantity.exact(value, "USD"), "", day, "", [trail], value=value)
    return [_ranked(own, [told.get((x[0], x[1]), x) for x in pool], q, sign, "as reported at the time; ")]


def _ranked(
    own: Measured, pool: list[tuple[str, date, float, Cite]], q: Question, sign: float, which: str = ""
) -> Measured:
    others = [x for x in pool if (x[0], x[1]) != (q.subject, own.as_of)]
    larger = [x for x in others if sign * x[2] > sign * own.value]
    ranked = sorted(others, key=lambda x: -sign * x[2])[:3]
    listed = "; ".join(f"{e} {d}: {written(v, own.unit)}" for e, d, v, _ in ranked)
    formula = f"{written(own.value, own.unit)} on {own.as_of}; {len(larger)} larger in the record. The next: {listed}"
    companies = len({x[0] for x in pool})
    whose = f"{companies} companies of the record" if companies > 1 else "its own days in the record"
    basis = f"{which}{whose}, closes times the nearest filed count, and reported records"
    trail = [*own.trail, *(c for *_, c in ranked)]
    return reading(Quantity.exact(len(larger) + 1, "rank"), basis, own.as_of, formula, trail)


def ask_change(record: Record, q: Question, day: date) -> Measured:
    """The day's change on the first share count."""
    return change(record, Question(q.subject, q.known, day, day))[0]


def _pool(record: Record, known: date, sign: float) -> list[tuple[str, date, float, Cite]]:
    """The ten largest moves of each company with prices and counts, and the reported ones, one for each company and day."""
    found: dict[tuple[str, date], tuple[str, date, float, Cite]] = {}
    for entity in sorted({r["entity"] for r in record.rows("shares")}):
        try:
            p, moves = changes(record, entity, known)
        except UnmeasurableError:
            continue
        for i in np.argsort(np.where(np.isnan(moves), np.inf, -sign * moves))[:10]:
            if sign * moves[i] > 0:
                found[entity, p.day(int(i))] = (entity, p.day(int(i)), float(moves[i]), _close(p, int(i)))
    for entity, day, value, trail in reported_changes(record, known):
        if sign * value > 0 and (entity, day) not in found:
            found[entity, day] = (entity, day, value, trail)
    return list(found.values())


def largest(record: Record, known: date, sign: float) -> tuple[str, date, float, Cite] | None:
    """The largest gain (`sign` 1) or loss (-1) in market value that the record knew of on a day."""
    pool = _pool(record, known, sign)
    return max(pool, key=lambda x: sign * x[2]) if pool else None


@measure(
    "market_cap.compare",
    "USD",
    than="the other entity",
    what=one_of("`level` or `change` (default level)", "level", "change"),
)
def compare(record: Record, q: Question) -> list[Measured]:
    """The subject's market value (or its change) less another company's on the same day; above 0 where the subject leads.

    For a change also against the other company's own largest change known by then.
    """
    other = record.resolve(q.arg("than"))
    what = change if q.args.get("what") == "change" else level
    mine = what(record, q)[0]
    out: list[Measured] = []
    missing: UnmeasurableError | None = None
    try:
        theirs = what(record, Question(other, q.known, q.start, q.end))[0]
        out.append(_lead(mine, theirs.quantity, theirs.value, f"{other} on {theirs.as_of}", theirs.trail))
    except UnmeasurableError as e:
        missing = e
    if what is change:
        records = [x for x in _pool(record, q.known, 1.0) if x[0] == other]
        if records:
            _, day, value, trail = max(records, key=lambda x: x[2])
            quantity = Quantity.exact(value, mine.unit)
            out.append(_lead(mine, quantity, value, f"{other}'s own largest, on {day}", (trail,)))
    if not out:
        raise missing or UnmeasurableError(f"market value of {other}")
    return out


def _lead(mine: Measured, theirs: Quantity, value: float, basis: str, trail: tuple[Cite, ...]) -> Measured:
    formula = (
        f"{written(mine.value, mine.unit)} - {written(value, mine.unit)} = {written(mine.value - value, mine.unit)}"
    )
    return reading(
        mine.quantity - theirs, f"against {basis}", mine.as_of, formula, [*mine.trail, *trail], value=mine.value - value
    )


__all__ = [
    "change",
    "change_rank",
    "changes",
    "compare",
    "counts_along",
    "high_rank",
    "largest",
    "level",
    "reported_changes",
]
