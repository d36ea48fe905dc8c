"""What the tape printed: a security's closes made comparable, and returns over any span. Levels and ranks stand in files of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from tapeline.claim import Cite, Measured
from tapeline.errors import UnmeasurableError
from tapeline.measures.parameters import as_days, days, number, one_of
from tapeline.measures.registry import Question, cite, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tapeline.record import Record
    from tapeline.record.prices import Prices

TICK = 0.005  # a printed price is known to half a cent


@dataclass(frozen=True, slots=True)
class Series:
    """A security's closes made comparable over time: day ordinals (n,), closes (n,), highs (n,), what they are, source."""

    entity: str
    days: NDArray[np.int64]
    close: NDArray[np.float64]
    high: NDArray[np.float64]
    what: str
    source: str
    table: str

    def position(self, day: date) -> int:
        """The last session on or before `day`; -1 before the first."""
        return int(np.searchsorted(self.days, day.toordinal(), side="right")) - 1

    def date(self, i: int) -> date:
        """The date of the i-th session."""
        return date.fromordinal(int(self.days[i]))

    def cite(self, i: int, value: float, digits: int = 2) -> Cite:
        """The trail entry of the i-th session, told with so many digits behind the point."""
        return Cite(self.table, f"{self.entity} {self.date(i)}", f"{value:,.{digits}f}", self.source)


def series(record: Record, entity: str, day: date, known: date) -> Series:
    """Closes in shares of `known`, as printed; the provider's adjusted closes where the tape in the record ends before `day`.

    Raises:
        UnmeasurableError: the record holds neither up to `day`.
    """
    days, closes, source = record.adjusted(entity)
    try:
        p = record.prices(entity)
    except UnmeasurableError:
        if not len(days):
            raise
    else:
        if p.days[-1] >= day.toordinal() - STALE or not len(days) or days[-1] < day.toordinal() - STALE:
            keep = p.days <= known.toordinal()
            last = min(known, p.day(-1))
            return Series(entity, p.days[keep], p.in_shares_of(last, p.close)[keep], p.in_shares_of(last, p.high)[keep],
                          "close as traded, adjusted for splits", p.source, "prices")  # fmt: skip
    keep = days <= known.toordinal()
    none = np.full(int(keep.sum()), np.nan)
    return Series(entity, days[keep], closes[keep], none, "close adjusted for splits and dividends", source, "adjusted")


def session_of(p: Prices, day: date, known: date) -> int:
    """The position of the session on `day`.

    Raises:
        UnmeasurableError: the exchange was closed, or the record's prices do not reach that day.
    """
    if day > known:
        raise UnmeasurableError(f"prices of {p.entity} on {day}, which was not yet known on {known}")
    i = p.at(day)
    if i == 0:
        raise UnmeasurableError(
            f"a close of {p.entity} before {day}, the first day of its prices", fetch_command("prices", p.entity)
        )
    if i is not None:
        return i
    if day > p.day(-1) or day < p.day(0):
        raise _beyond(p, day)
    raise UnmeasurableError(f"a session on {day}: the exchange was closed that day")


def _beyond(p: Prices, day: date) -> UnmeasurableError:
    held = f"the record holds {p.day(0)} to {p.day(-1)}"
    return UnmeasurableError(f"prices of {p.entity} on {day} ({held})", fetch_command("prices", p.entity))


def last_session(record: Record, q: Question) -> tuple[Prices, int]:
    """The prices of the subject, and the position of the last session up to the day asked about.

    Raises:
        UnmeasurableError: the record's prices begin later, or end before it (`require_reach`).
    """
    p = record.prices(q.subject)
    day = min(q.day(), q.known)
    i = p.last(day)
    if i is None:
        raise UnmeasurableError(f"prices of {q.subject} before {p.day(0)}", fetch_command("prices", q.subject))
    require_reach(p, day)
    return p, i


STALE = 7
"""No exchange is closed for more days than this: a tape that ends earlier does not reach the day."""


def require_reach(p: Prices, day: date) -> None:
    """Raise where the record's prices end before a day: the last one is then not that day's.

    Raises:
        UnmeasurableError: a day from Monday to Friday lies between their end and the day, or is the day.
    """
    after = timedelta(days=1)
    if np.busday_count(p.day(-1) + after, day + after) > 0:
        raise _beyond(p, day)


WITHIN_A_DAY = frozenset({"intraday", "traded", "reached"})
"""The sessions that ask for what a day's high and low tell."""
TOLD = "`intraday` where the story speaks of the day's peak, `reached` of what stood at one point, beyond the close, `traded` of some time within the day"
SESSIONS = ("intraday", "reached", "traded")
SESSION = one_of(TOLD, *SESSIONS)
PERIODS: dict[str, Callable[[date], object]] = {
    "day": lambda d: d,
    "week": lambda d: (d.toordinal() - 1) // 7,
    "month": lambda d: (d.year, d.month),
    "quarter": lambda d: (d.year, (d.month - 1) // 3),
    "year": lambda d: d.year,
}
"""What the days of one period have in common, by its name."""
PER = one_of(f"{', '.join(f'`{p}`' for p in PERIODS)} (default day)", *PERIODS)
TRADED = one_of("`traded` where the story speaks of some time within the day", "traded")


def last_of_each(s: Series, last: int, per: str) -> list[int]:
    """The positions of the last session of each day, week, month, quarter or year up to one."""
    days = [s.date(i) for i in range(last + 1)]
    return [list(group)[-1] for _, group in groupby(range(last + 1), key=lambda i: PERIODS[per](days[i]))]


def traded(p: Prices, first: int, last: int) -> Quantity | None:
    """All prices between the low and the high of some sessions, ends included, in money for a share; `None` where the tape has closes only."""
    low, high = float(p.low[first : last + 1].min()), float(p.high[first : last + 1].max())
    unit = f"{p.currency}/share" if p.currency else ""
    return None if np.isnan(low) or np.isnan(high) else Quantity(low - TICK, high + TICK, unit)


def furthest(prices: NDArray[np.float64], first: int, last: int, *, low: bool) -> int | None:
    """Where the lowest (or highest) of some sessions' prices stands, ends included; `None` where the tape has none of them."""
    inside = prices[first : last + 1]
    if np.isnan(inside).all():
        return None
    return first + int(np.nanargmin(inside) if low else np.nanargmax(inside))


WITHIN = one_of(
    "`day` for the session of the period on which the price moved most, `day_up` or `day_down` for the best or the worst",
    "day", "day_up", "day_down",
)  # fmt: skip


@measure(
    "price.return",
    "%",
    session=one_of(f"{TOLD}, `open` of its opening", *SESSIONS, "open"),
    within=WITHIN,
    **{
        "from": one_of(
            "`low` or `high`: from the lowest or the highest price of the period, without one of all time, to the last close known; `offer`: from the price of the offering",
            "low",
            "high",
            "offer",
        ),
        "base": number("a price, in shares of the day asked about, that the change is counted from"),
        "sessions": number("so many sessions up to the end of the period"),
        "to": days("with `from`: the day that the change is counted up to, in place of the last one known"),
    },
)
def price_return(record: Record, q: Question) -> list[Measured]:
    """The change of the price in percent, from the last close before the period to the last close in it.

    A single day is close to close; a year to date starts at the last close of the year before. Readings: close to close; for
    a day also the day's high and low, its opening or, for some time of it, all between, against the close before; of a longer time also
    the furthest that it `reached`. Adjusted
    for splits, not for dividends. On the first day of trading the change is that from the price of the offering, where the record has it.
    """
    if q.args.get("from") in {"low", "high"}:
        return _from_extreme(record, q)
    if q.args.get("from") == "offer" or "base" in q.args:
        return [_from_a_price(record, q)]
    q = on_one_day(record, q)
    day = min(q.day(), q.known)
    s = series(record, q.subject, day, q.known)
    end = s.position(day)
    start = s.position((q.start or day) - timedelta(days=1))
    if "sessions" in q.args:
        return [_over_sessions(record, q, s, end)]
    single = q.start in {None, q.end}
    if single and end == 0 and (first := _from_the_offer(record, q, s)):
        return first
    if end < 0 or start < 0 or (single and s.days[end] != day.toordinal()):
        no_session(record, q, day)
    if day.toordinal() - s.days[end] > STALE:
        require_reach(record.prices(q.subject), day)
    closing = _change(s, start, end, s.close[end], "close to close, " + s.what)
    if single and np.isnan(s.high[end]) and q.args.get("session") in SESSIONS:
        raise no_range(q.subject, day)
    if not single and q.args.get("session") == "reached":
        return [*_on_the_way(record, q, s, (start, end)), closing]
    if not single or np.isnan(s.high[end]):
        return [closing]
    return _of_a_day(s, record.prices(q.subject), (start, end), closing, q)


def _on_the_way(record: Record, q: Question, s: Series, span: tuple[int, int]) -> list[Measured]:
    """How far the price stood from where it started, at its lowest and its highest within a longer time: by closes, then by what it touched."""
    start, end = span
    out = []
    for low, touched in ((True, _lows(record, q, s)), (False, s.high)):
        for prices, what in ((s.close, "close"), (touched, "price within a day")):
            at = furthest(prices, start + 1, end, low=low)
            if at is not None:
                basis = f"from the close before the period to its {'lowest' if low else 'highest'} {what}"
                out.append(_change(s, start, at, prices[at], basis))
    return out


def _from_a_price(record: Record, q: Question) -> Measured:
    """The change from a price that is told, or from that of the offering, to the last close of the period."""
    day = min(q.day(), q.known)
    s = series(record, q.subject, day, q.known)
    end = s.position(day)
    if end < 0 or day.toordinal() - s.days[end] > STALE:
        no_session(record, q, day)
    trail = [s.cite(end, float(s.close[end]))]
    if "base" in q.args:
        base, what = float(q.args["base"]), "the price told"
    else:
        row = next(iter(record.rows("events", entity=q.subject, kind="listing")), None)
        if row is None or row["value"] is None:
            raise UnmeasurableError(f"the offering price of {q.subject}", fetch_command("events", q.subject))
        base = row["value"] / record.prices(q.subject).split_factor(row["date"], q.known)
        what = "the price of the offering"
        trail.insert(0, cite("events", row, f"offered at {row['value']:,.2f}"))
    return _above(base, f"{base:,.2f}", (float(s.close[end]), s.date(end)), f"from {what}, {s.what}", trail)


def _above(base: float, written: str, last: tuple[float, date], basis: str, trail: list[Cite]) -> Measured:
    """The change from a price known to half a cent, as it is `written`, to that of a day."""
    price, day = last
    change, half = 100 * (price / base - 1), 100 * TICK / base
    formula = f"{price:,.2f} ({day}) / {written} - 1 = {change:+.2f}%"
    return reading(Quantity(change - half, change + half, "%"), basis, day, formula, trail, value=change)


def _over_sessions(record: Record, q: Question, s: Series, end: int) -> Measured:
    """The change over so many sessions up to the last of the period, close to close."""
    start = end - int(float(q.args["sessions"]))
    if start < 0 or end < 0:
        no_session(record, q, q.day())
    return _change(s, start, end, s.close[end], f"over {end - start} sessions, {s.what}")


def _from_the_offer(record: Record, q: Question, s: Series) -> list[Measured]:
    """What the first day of trading brought, against the price at which the shares were sold."""
    rows = record.rows("events", entity=q.subject, kind="listing", known=q.known)
    row = next((r for r in rows if r["date"] == s.date(0) == q.day() and r["value"]), None)
    if row is None:
        return []
    opened = q.args.get("session") == "open"
    offer = row["value"]
    close = float(record.prices(q.subject).open[0] if opened else s.close[0])
    trail = [cite("events", row, f"offered at {offer:,.2f}"), s.cite(0, close)]
    basis = f"from the offering to the first {'opening' if opened else 'close'}"
    return [_above(offer, f"{offer:,.2f} (offering)", (close, s.date(0)), basis, trail)]


def _from_extreme(record: Record, q: Question) -> list[Measured]:
    """How far the last close known (or that of the day `to`) lies from the lowest (or highest) close of a period, and from its lowest (highest) price within a day.

    On a day of trading the close before it is the last known while the exchange is open: a reading as well.
    """
    s = series(record, q.subject, q.known, q.known)
    first, last = s.position(q.start - timedelta(days=1)) + 1 if q.start else 0, s.position(min(q.day(), q.known))
    day, later = as_days(q.args["to"]) if "to" in q.args else (q.known, None)
    until = later or day
    end = s.position(until)
    if last < first or until.toordinal() - s.days[end] > STALE:
        no_session(record, q, q.day())
    low = q.args["from"] == "low"
    if low and q.start is None:
        require_beginning(record, q.subject, s.date(0))
    out = []
    for prices, what in ((s.close, "close"), (_lows(record, q, s) if low else s.high, "price within a day")):
        at = furthest(prices, first, last, low=low)
        if at is None:
            continue
        basis = f"from the {'lowest' if low else 'highest'} {what} of {'the period' if q.start else 'all time'}"
        ends = (end, end - 1) if s.days[end] == q.known.toordinal() and "to" not in q.args and end - 1 > at else (end,)
        out += [_change(replace(s, close=prices), at, e, s.close[e], basis) for e in ends]
    return out


def require_beginning(record: Record, entity: str, first: date) -> None:
    """Raise where prices from a day on do not begin with the security's first day of trading, so that their lowest need not be the lowest of all time.

    Raises:
        UnmeasurableError: the record holds no listing on that day.
    """
    if not listed_on(record, entity, first):
        raise UnmeasurableError(f"prices of {entity} before {first}", fetch_command("prices", entity))


def listed_on(record: Record, entity: str, day: date) -> bool:
    """Whether a day was the security's first of trading: no session of it stands before."""
    return any(row["date"] == day for row in record.rows("events", entity=entity, kind="listing"))


def _lows(record: Record, q: Question, s: Series) -> NDArray[np.float64]:
    """The days' lows beside the closes of a series, in the same shares; not a number where those are a provider's."""
    if s.table != "prices":
        return np.full(len(s.days), np.nan)
    p = record.prices(q.subject)
    return p.in_shares_of(min(q.known, p.day(-1)), p.low)[: len(s.days)]


def _of_a_day(s: Series, p: Prices, span: tuple[int, int], closing: Measured, q: Question) -> list[Measured]:
    """The moves of one session from the close before it: to its close, its high and low, its opening, or all between, as asked."""
    start, end = span
    of = min(q.known, p.day(-1))
    session = q.args.get("session", "")
    if session == "open":
        opened = p.in_shares_of(of, p.open)[end]
        return [closing if np.isnan(opened) else _change(s, start, end, opened, "close before to the day's open")]
    asked = session in WITHIN_A_DAY
    low = float(p.in_shares_of(of, p.low)[end])
    peak = _change(s, start, end, s.high[end], "close before to the day's high", standard=asked)
    trough = _change(s, start, end, low, "close before to the day's low", standard=asked)
    if session == "traded":
        return [all_between(trough, peak, "close before to some time of the day")]
    if session == "reached":
        return beyond_close(trough, closing, peak)
    return [peak, trough, closing] if asked else [closing, peak, trough]


def all_between(low: Measured, high: Measured, basis: str) -> Measured:
    """One reading of all that lies between two of a day."""
    span = Quantity(low.quantity.low, high.quantity.high, low.unit)
    trail = [*low.trail, *(c for c in high.trail if c not in low.trail)]
    formula = f"from {low.formula} to {high.formula}"
    return reading(span, basis, low.as_of, formula, trail, standard=low.standard and high.standard, ranging=True)


def beyond_close(trough: Measured, closing: Measured, peak: Measured, count: str = "") -> list[Measured]:
    """The moves that a day saw "at one point": upwards from the close (or from nought) to the high, downwards to the low.

    No one says of a share that closed 20% higher that it was up 15% at one point.
    """
    up = all_between(closing, peak, f"close before to some time between the close and the day's high{count}")
    down = all_between(trough, closing, f"close before to some time between the day's low and the close{count}")
    out = []
    if peak.value > 0:
        out.append(_within(up, replace(up.quantity, low=max(up.low, 0.0))))
    if trough.value < 0:
        out.append(_within(down, replace(down.quantity, high=min(down.high, 0.0))))
    return out or [closing]


def _within(m: Measured, narrower: Quantity) -> Measured:
    return replace(m, quantity=narrower, value=narrower.middle)


def on_one_day(record: Record, q: Question) -> Question:
    """The question about the one session of its period that `within` asks for, where it does."""
    within = q.args.get("within", "")
    if within not in {"day", "day_up", "day_down"} or q.start in {None, q.end}:
        return q
    s = series(record, q.subject, min(q.day(), q.known), q.known)
    last, first = s.position(min(q.day(), q.known)), s.position(q.start or q.day())
    inside = [i for i in range(max(first, 1), last + 1) if s.days[i] >= (q.start or q.day()).toordinal()]
    if not inside:
        return q
    moves = [float(s.close[i] / s.close[i - 1]) - 1.0 for i in inside]
    weights = [abs(m) if within == "day" else m if within == "day_up" else -m for m in moves]
    most = inside[weights.index(max(weights))]
    day = date.fromordinal(int(s.days[most]))
    return replace(q, start=day, end=day)


def no_range(subject: str, day: date) -> UnmeasurableError:
    """That the record has no high and low of a day, where something within it is asked about."""
    return UnmeasurableError(f"the highs and lows of {subject} on {day}", fetch_command("prices", subject))


def no_session(record: Record, q: Question, day: date) -> None:
    """Raise, since no session of the subject is that day, or none before what is asked about.

    Raises:
        UnmeasurableError: always.
    """
    p = record.prices(q.subject)
    session_of(p, day, q.known)
    raise UnmeasurableError(f"a close of {q.subject} before {q.start or day}", fetch_command("prices", q.subject))


@measure("price.change", "USD/share")
def price_change(record: Record, q: Question) -> list[Measured]:
    """By how much money the price of a share (an index: by how many points) changed, from the last close before the period to the last close in it.

    In shares as they are on the day known.
    """
    day = min(q.day(), q.known)
    s, p = series(record, q.subject, day, q.known), record.prices(q.subject)
    end, start = s.position(day), s.position((q.start or day) - timedelta(days=1))
    if s.table != "prices" or end < 0 or start < 0 or (q.start in {None, q.end} and s.days[end] != day.toordinal()):
        no_session(record, q, day)
    require_reach(p, day)
    before, after = float(s.close[start]), float(s.close[end])
    value = after - before
    formula = f"{after:,.2f} ({s.date(end)}) - {before:,.2f} ({s.date(start)}) = {value:+,.2f}"
    quantity = Quantity(value - 2 * TICK, value + 2 * TICK, f"{p.currency}/share" if p.currency else "")
    trail = [s.cite(start, before), s.cite(end, after)]
    return [reading(quantity, f"close to close, {s.what}", s.date(end), formula, trail, value=value)]


MOST_PAID = 0.05
"""No large company pays more of its price in dividends in a year."""
A_MONTH = 31


def _paid(s: Series, start: int, end: int, after: float) -> float:
    """How many points of a move the dividends of its time may be, where only closes are held that are adjusted for them."""
    days = int(s.days[end] - s.days[start])
    return 100 * MOST_PAID * days / 365 * after if s.table == "adjusted" and days > A_MONTH else 0.0


def _change(s: Series, start: int, end: int, price: float, basis: str, *, standard: bool = True) -> Measured:
    before, after = float(s.close[start]), float(price)
    value = (after / before - 1) * 100
    half = 100 * (TICK / before + TICK * after / before**2)
    formula = f"{after:,.2f} ({s.date(end)}) / {before:,.2f} ({s.date(start)}) - 1 = {value:+.2f}%"
    trail = [s.cite(start, before), s.cite(end, after)]
    if paid := _paid(s, start, end, after / before):
        basis += f"; without the dividends, which the record does not hold, up to {paid:.1f} points less"
    quantity = Quantity(value - half - paid, value + half, "%")
    return reading(quantity, basis, s.date(end), formula, trail, value=value, standard=standard, ranging=bool(paid))


__all__ = [
    "PERIODS",
    "Series",
    "furthest",
    "last_of_each",
    "last_session",
    "listed_on",
    "no_range",
    "no_session",
    "price_change",
    "price_return",
    "require_beginning",
    "require_reach",
    "series",
    "session_of",
]
