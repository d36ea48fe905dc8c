"""What happened when: dates of events, and the figures that events state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tapeline.errors import UnmeasurableError
from tapeline.measures.derived_facts import all_facts
from tapeline.measures.parameters import Parameter, as_range, as_zone, number_range, one_of
from tapeline.measures.registry import Question, cite, measure, reading, reading_of_a_day
from tapeline.quantity import Quantity
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from tapeline.claim import Measured
    from tapeline.record import Record, Row

KIND = "the event's kind in the record (`results`, `layoffs`, `buyback`, `open_source`, `product`...)"

NEAR = timedelta(days=45)
"""Half a quarter: no two results of one company are as near."""


def events(record: Record, q: Question) -> list[Row]:
    """The subject's events of a kind (and, with `about`, whose words hold it) up to the day known, oldest first.

    Raises:
        UnmeasurableError: the record holds none.
    """
    kinds = q.arg("kind").split("|")
    about = q.args.get("about", "").casefold()
    rows = [
        r for r in record.rows("events", entity=q.subject, known=q.known)
        if r["kind"] in kinds and about in f"{r['what']} {r['what_zh'] or ''}".casefold()
    ]  # fmt: skip
    if not rows:
        told = f' about "{q.args["about"]}"' if about else ""
        what = f"{q.arg('kind').replace('|', ' or ')} events of {q.subject}{told} up to {q.known}"
        raise UnmeasurableError(what, fetch_command("events", q.subject))
    return sorted(rows, key=lambda r: (r["date"], r["time"] or ""))


@measure(
    "event.date",
    "date",
    kind=KIND,
    about="words that the event's description must hold",
    which=one_of("`first` for the earliest", "first"),
    zone=Parameter("where the story's readers live (`Asia/Shanghai`)", (), as_zone, "Asia/Shanghai"),
)
def event_date(record: Record, q: Question) -> list[Measured]:
    """The day of the subject's event of a kind nearest to the period asked about, in New York time.

    Readings: the day itself; with `zone`, the day that it was there, where that was another; for news after the close (16:00 or later) the session that it acts on is shown, not used.
    """
    row = _meant(events(record, q), q)
    when = f" {row['time']}" if row["time"] else ""
    out = [_dated(row, row["date"], "the day it happened", f"{row['what']}: {row['date']}{when}")]
    if row["time"] and "zone" in q.args:
        out += _elsewhere(row, q.args["zone"])
    if row["time"] and row["time"] >= "16:00":
        try:
            p = record.prices(q.subject)
        except UnmeasurableError:
            return out
        i = p.first(row["date"] + timedelta(days=1))
        if i is not None:
            formula = f"{row['what']}: {row['date']}{when}, after the close, so it acts on {p.day(i)}"
            out.append(_dated(row, p.day(i), "the session it acts on", formula, standard=False))
    return out


def _meant(rows: list[Row], q: Question) -> Row:
    """The event that the question means: the first, the newest, or the one nearest to its period.

    Where nothing but the kind tells events apart (results come every quarter), one farther off than `NEAR` is another one.
    """
    if q.args.get("which") == "first":
        return rows[0]
    if not (q.start and q.end):
        return rows[-1]
    start, end = q.start, q.end
    nearest = min(rows, key=lambda r: max((start - r["date"]).days, (r["date"] - end).days, 0))
    if "about" not in q.args and not start - NEAR <= nearest["date"] <= end + NEAR:
        what = f"{q.arg('kind').replace('|', ' or ')} events of {q.subject} near {start}"
        raise UnmeasurableError(what, fetch_command("events", q.subject))
    return nearest


def _elsewhere(row: Row, zone: str) -> list[Measured]:
    """The day that it was where the story's readers live, where that was another day."""
    moment = datetime.fromisoformat(f"{row['date']}T{row['time']}").replace(tzinfo=ZoneInfo("America/New_York"))
    there = moment.astimezone(ZoneInfo(zone))
    if there.date() == row["date"]:
        return []
    formula = f"{row['what']}: {row['date']} {row['time']} in New York, {there:%Y-%m-%d %H:%M} in {zone}"
    return [_dated(row, there.date(), f"the day it was in {zone}", formula)]


def _dated(row: Row, day: date, basis: str, formula: str, *, standard: bool = True) -> Measured:
    return reading_of_a_day(day, basis, formula, [cite("events", row, row["what"])], standard=standard)


@measure("event.years_since", "years", kind=KIND, about="words that the event's description must hold")
def years_since(record: Record, q: Question) -> list[Measured]:
    """The years from the subject's first event of a kind to the day asked about: an anniversary."""
    row, day = events(record, q)[0], q.day()
    value = (day - row["date"]).days / 365.2425
    formula = f"{row['date']} to {day}: {value:.2f} years"
    return [
        reading(
            Quantity.exact(value, "years"), f"since {row['what']}", day, formula, [cite("events", row, row["what"])]
        )
    ]


def _valued(q: Question, record: Record) -> list[Row]:
    rows = [r for r in events(record, q) if r["value"] is not None]
    if not rows:
        raise UnmeasurableError(
            f"a stated figure for {q.arg('kind')} of {q.subject} by {q.known}", fetch_command("events", q.subject)
        )
    return rows


NEAR_A_DAY = 10
"""An event so many days from a day that is told is not the one told of; the newest is, where it is no further from the day known."""


@measure(
    "event.value",
    "the event's unit",
    kind=KIND,
    about="words that the event's description must hold",
    sum=one_of("`yes` where the sum over all of the kind is meant first, `no` where it cannot be", "yes", "no"),
)
def event_value(record: Record, q: Question) -> list[Measured]:
    """The figure that an event states (a buyback's size, jobs cut): of the one nearest to the period, else the newest.

    Readings: that event; the sum over all of the kind in the period, or within 400 days up to the day known; without a period each
    other one of the last two years, but where the newest is of the last ten days, which is then the one told of.

    Raises:
        UnmeasurableError: the record holds none with a figure, or none within ten days of the day or the month asked about.
    """
    rows = _valued(q, record)
    day = q.day()
    start = q.start or day
    near = min(rows, key=lambda r: (_days_apart(r, start, day), -r["date"].toordinal()))
    told = q.start is not None and q.end is not None and (q.end - q.start).days <= A_MONTH
    if told and _days_apart(near, start, day) > NEAR_A_DAY:
        when = f"on {q.start}" if q.start == q.end else f"from {q.start} to {q.end}"
        raise UnmeasurableError(
            f"{q.args.get('kind', 'an event')} of {q.subject} {when}", fetch_command("events", q.subject)
        )
    out = [_stated([near], f"the announcement of {near['date']}")]
    window = [
        r for r in rows if near["date"] - timedelta(days=400) <= r["date"] <= q.known and r["unit"] == near["unit"]
    ]
    if len(window) > 1 and q.args.get("sum") != "no":
        out.append(
            _stated(window, f"the sum of {len(window)} announcements, {window[0]['date']} to {window[-1]['date']}")
        )
    if q.args.get("sum") == "yes":
        out.reverse()
    if q.start is None and (day - near["date"]).days > NEAR_A_DAY:
        since = day - timedelta(days=730)
        out.extend(
            _stated([r], f"the announcement of {r['date']}")
            for r in rows
            if r is not near and since <= r["date"] <= day
        )
    return out


A_MONTH = 31


def _days_apart(row: Row, start: date, end: date) -> int:
    """How many days before or behind a stretch of time an event was; 0 within it."""
    return int(max((start - row["date"]).days, (row["date"] - end).days, 0))


@measure(
    "event.share", "%", kind=KIND, amount=number_range("`low:high`, where the statement tells the number of people too")
)
def event_share(record: Record, q: Question) -> list[Measured]:
    """What share of the staff the jobs are that an event cuts: its people over the last headcount that was reported for a day before it.

    Which event, where no time is told: the one that cuts `amount` people, else the newest.
    """
    told = q.args.get("amount", "")
    cuts = event_value(record, replace(q, args={"kind": q.arg("kind"), "sum": "no"}))
    low, high = as_range(told) if told else (cuts[0].low, cuts[0].high)
    cut = next((c for c in cuts if c.low <= high and low <= c.high), cuts[0])
    counts = [f for f in all_facts(record, q.subject, "headcount", q.known) if f.end <= cut.as_of]
    if cut.unit != "people" or not counts:
        raise UnmeasurableError(f"the headcount of {q.subject} before {cut.as_of}", fetch_command("facts", q.subject))
    staff = max(counts, key=lambda f: f.end)
    low, share, high = (100 * x / staff.value for x in (cut.low, cut.value, cut.high))
    formula = f"{cut.value:,.0f} ({cut.as_of}) / {staff.value:,.0f} ({staff.end}) = {share:.1f}%"
    basis, trail = f"of the staff on {staff.end}", [*cut.trail, *staff.trail]
    return [reading(Quantity(low, high, "%"), basis, cut.as_of, formula, trail, value=share)]


def _stated(rows: list[Row], basis: str) -> Measured:
    total, unit = sum(r["value"] for r in rows), rows[0]["unit"]
    terms = " + ".join(f"{written(r['value'], unit)} ({r['date']})" for r in rows)
    formula = f"{terms} = {written(total, unit)}" if len(rows) > 1 else terms
    trail = [cite("events", r, r["what"]) for r in rows]
    half = max(abs(total) * 0.005, 0.0) if unit == "people" else 0.0
    return reading(Quantity(total - half, total + half, unit), basis, rows[-1]["date"], formula, trail, value=total)


__all__ = ["event_date", "event_share", "event_value", "events", "years_since"]
