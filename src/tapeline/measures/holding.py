"""Who holds how much: shares, share of the company, value."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Cite, Measured
from tapeline.errors import UnmeasurableError
from tapeline.measures.price import last_session
from tapeline.measures.registry import Question, cite, measure, reading
from tapeline.measures.share_count import share_counts
from tapeline.quantity import Quantity
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from datetime import date

    from tapeline.record import Record, Row


def holdings(record: Record, entity: str, person: str, known: date) -> list[Row]:
    """A person's holdings of a company known by a day, newest first.

    Raises:
        UnmeasurableError: the record holds none.
    """
    rows = record.rows("holdings", entity=entity, person=person, known=known)
    if not rows:
        raise UnmeasurableError(f"holdings of {person} in {entity} known by {known}", fetch_command("holdings", person))
    return sorted(rows, key=lambda r: r["as_of"], reverse=True)


def _shares(row: Row) -> Quantity:
    return Quantity.known_to(row["shares"], row["precision"], "shares")


@measure("holding.shares", "shares", person="the holder")
def shares(record: Record, q: Question) -> list[Measured]:
    """The shares that a person holds, by each statement known, newest first."""
    return [
        reading(_shares(r), f"as of {r['as_of']}, class {r['class']}", r["as_of"], f"stated: {r['shares']:,.0f}",
                [cite("holdings", r, f"{r['shares']:,.0f} shares")], value=r["shares"])
        for r in holdings(record, q.subject, q.arg("person"), q.known)
    ]  # fmt: skip


@measure("holding.share", "%", person="the holder")
def share(record: Record, q: Question) -> list[Measured]:
    """The part of the company that a person holds, in percent of all shares.

    Readings: shares held over each recent filing's count of all classes; the percentage as stated. Votes are shown, not used.
    """
    row = holdings(record, q.subject, q.arg("person"), q.known)[0]
    held = cite("holdings", row, f"{row['shares']:,.0f} shares")
    out = []
    for count in share_counts(record, q.subject, min(q.day(), q.known), q.known):
        value = 100 * row["shares"] / count.value
        formula = f"{row['shares']:,.0f} / {count.value:,.0f} = {value:.2f}%"
        out.append(reading((_shares(row) / count.quantity).to("%"), f"of {count.basis}", row["as_of"], formula,
                           [held, *count.trail], value=value, standard=count.standard))  # fmt: skip
    for column, what, standard in (
        ("percent_of_class", "of the shares, as stated", True),
        ("percent_of_votes", "of the votes", False),
    ):
        if row[column] is not None:
            out.append(_stated(row, column, what, standard=standard))
    return out


@measure("holding.votes", "%", person="the holder")
def votes(record: Record, q: Question) -> list[Measured]:
    """The part of the votes that a person has, in percent, as stated.

    Raises:
        UnmeasurableError: no statement known gives it.
    """
    rows = [r for r in holdings(record, q.subject, q.arg("person"), q.known) if r["percent_of_votes"] is not None]
    if not rows:
        raise UnmeasurableError(
            f"votes of {q.arg('person')} in {q.subject} known by {q.known}", fetch_command("holdings", q.arg("person"))
        )
    return [_stated(r, "percent_of_votes", "of the votes, as stated", standard=True) for r in rows]


def _stated(row: Row, column: str, what: str, *, standard: bool) -> Measured:
    """A percentage of a statement, known to its last digit."""
    decimals = len(f"{row[column]:g}".partition(".")[2])
    quantity = Quantity.known_to(row[column], 10.0**-decimals, "%")
    trail = [cite("holdings", row, f"{row[column]:g}%")]
    return reading(
        quantity, what, row["as_of"], f"stated: {row[column]:g}%", trail, value=row[column], standard=standard
    )


@measure("holding.value", "USD", person="the holder")
def value(record: Record, q: Question) -> list[Measured]:
    """What a person's shares are worth at the last close on or before the day asked about."""
    row = holdings(record, q.subject, q.arg("person"), q.known)[0]
    p, i = last_session(record, q)
    factor = p.split_factor(row["as_of"], p.day(i))
    close = float(p.close[i])
    worth = row["shares"] * factor * close
    formula = f"{row['shares'] * factor:,.0f} × {close:,.2f} = {worth:,.0f}"
    trail = [
        cite("holdings", row, f"{row['shares']:,.0f} shares"),
        Cite("prices", f"{q.subject} {p.day(i)}", f"close {close:,.2f}", p.source),
    ]
    quantity = _shares(row).scale(factor * close, p.currency)
    return [
        reading(quantity, f"close of {p.day(i)}, holding as of {row['as_of']}", p.day(i), formula, trail, value=worth)
    ]


@measure("holding.change", "USD", person="the holder")
def change(record: Record, q: Question) -> list[Measured]:
    """By how much a person's shares became worth more (or, negative, less) on a day or over a time, from the last close before it to its last.

    Without a time, on the last session up to the day known. The holding is held fixed.

    Raises:
        UnmeasurableError: the record lacks the holding, or a close before the time.
    """
    row = holdings(record, q.subject, q.arg("person"), q.known)[0]
    p, i = last_session(record, q)
    before = i - 1 if q.start is None else p.last(q.start - timedelta(days=1))
    if before is None or before < 0 or before >= i:
        raise UnmeasurableError(
            f"a close of {q.subject} before {q.start or p.day(i)}", fetch_command("prices", q.subject)
        )
    closes = p.in_shares_of(p.day(i), p.close)
    factor = p.split_factor(row["as_of"], p.day(i))
    moved = float(closes[i] - closes[before])
    gained = row["shares"] * factor * moved
    formula = f"{row['shares'] * factor:,.0f} × ({closes[i]:,.2f} - {closes[before]:,.2f}) = {gained:,.0f}"
    trail = [
        cite("holdings", row, f"{row['shares']:,.0f} shares"),
        *(Cite("prices", f"{q.subject} {p.day(k)}", f"close {p.close[k]:,.2f}", p.source) for k in (before, i)),
    ]
    quantity = _shares(row).scale(factor * moved, p.currency)
    basis = f"closes of {p.day(before)} and {p.day(i)}, holding as of {row['as_of']}"
    return [reading(quantity, basis, p.day(i), formula, trail, value=gained)]


__all__ = ["change", "holdings", "share", "shares", "value", "votes"]
