"""The measure of a printed price: its close, open, high or low on a day, the lowest or highest of a period, for a share then and a share now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tapeline.claim import Cite, Measured
from tapeline.measures.parameters import one_of
from tapeline.measures.price import TICK, TRADED, furthest, last_session, no_range, require_beginning, traded
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity

if TYPE_CHECKING:
    from tapeline.record import Record
    from tapeline.record.prices import Prices


@measure(
    "price.level",
    "USD/share",
    field=one_of("close, open, high or low (default close)", "close", "open", "high", "low"),
    of=one_of("`low` or `high`: the period's lowest or highest, without a period that of all time", "low", "high"),
    session=one_of(f"{TRADED.meaning}; `close` where it says that a session closed so", "traded", "close"),
)
def level(record: Record, q: Question) -> list[Measured]:
    """The printed price of a share on a day, or on the last session before it.

    Readings: the close (the field asked for); the day's high and low, but for `session=close`, beside a high or a low only the close; with `session=traded`, all that lies between low and high. As traded; of a
    day before a split that is known, also each for a share as it is now, which is how a price of the past is mostly told.

    Raises:
        UnmeasurableError: some time within a day is asked about, of which the record has no high and low.
    """
    p, i = last_session(record, q)
    if "of" in q.args and q.start is None:
        return _of_all_time(record, p, q, i)
    i = extreme(p, q, i)
    first_day = p.first(q.start) if q.start else None
    now = p.split_factor(p.day(i), min(q.known, p.day(-1)))
    of_some_time = q.args.get("session") == "traded"
    span = traded(p, i if first_day is None else min(first_day, i), i) if of_some_time else None
    if of_some_time and span is None and (first_day is None or first_day >= i):
        raise no_range(q.subject, p.day(i))
    if span is not None:
        formula = f"low {span.low:,.2f} to high {span.high:,.2f} up to {p.day(i)}"
        trail = [Cite("prices", f"{q.subject} {p.day(i)}", formula, p.source)]
        within = reading(span, "as traded within the day", p.day(i), formula, trail, ranging=True)
        return [within, *_in_shares_of_now([within], now)]
    first = q.args.get("field", "close")
    others = () if q.args.get("session") == "close" else FIELDS[first]
    return _on_a_day(p, q, i, [first, *others])


FIELDS = {"close": ("high", "low"), "open": ("close", "high", "low"), "high": ("close",), "low": ("close",)}
"""What else of a day a price can be, by what it is told as: no low is told as a high."""


def _on_a_day(p: Prices, q: Question, i: int, fields: list[str]) -> list[Measured]:
    """Some of the prices of a session, as traded and for a share as it is now."""
    now = p.split_factor(p.day(i), min(q.known, p.day(-1)))
    out = []
    unit = f"{p.currency}/share" if p.currency else ""
    for name in fields:
        value = float(getattr(p, name)[i])
        if np.isnan(value):
            continue
        trail = [Cite("prices", f"{q.subject} {p.day(i)}", f"{name} {value:,.2f}", p.source)]
        formula = f"{name} of {p.day(i)} = {value:,.2f}"
        out.append(
            reading(
                Quantity(value - TICK, value + TICK, unit), f"{name} as traded", p.day(i), formula, trail, value=value
            )
        )
    return [*out, *_in_shares_of_now(out, now)]


NEWS = 7
"""A record so many days old may be what the story tells of, and the one that it names the record before."""


def _of_all_time(record: Record, p: Prices, q: Question, last: int) -> list[Measured]:
    """The highest (or lowest) close up to a session, and the highest price within a day; where that is news, also the one that stood before."""
    low = q.args["of"] == "low"
    if low:
        require_beginning(record, q.subject, p.day(0))
    within = () if q.args.get("session") == "close" or q.args.get("field") == "close" else (q.args["of"],)
    out: list[Measured] = []
    for name in ("close", *within):
        prices = p.in_shares_of(min(q.known, p.day(-1)), getattr(p, name))
        at = furthest(prices, 0, last, low=low)
        while at is not None:
            out += _on_a_day(p, q, at, [name])
            recent = at > 0 and (q.known - p.day(at)).days <= NEWS
            at = furthest(prices, 0, at - 1, low=low) if recent else None
    return out


def _in_shares_of_now(readings: list[Measured], factor: float) -> list[Measured]:
    """Prices for a share as it is on the day known, so many of which each share has become since; none where no split lies between."""
    if factor == 1:
        return []
    return [
        replace(
            m,
            quantity=Quantity(m.low / factor, m.high / factor, m.unit),
            value=m.value / factor,
            basis=f"{m.basis}, for a share after the splits since",
            formula=f"{m.formula}; / {factor:g} = {m.value / factor:,.2f}",
        )
        for m in readings
    ]


def extreme(p: Prices, q: Question, last: int) -> int:
    """The session of the period with the lowest or the highest close (or low, or high: `field`), where the question asks for one; else the last."""
    first = p.first(q.start) if q.start and q.args.get("of") in {"low", "high"} else None
    if first is None or first >= last:
        return last
    prices = p.in_shares_of(p.day(last), getattr(p, q.args.get("field", "close")))
    found = furthest(prices, first, last, low=q.args["of"] == "low")
    return last if found is None else found


__all__ = ["extreme", "level"]
