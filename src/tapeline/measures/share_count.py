"""Share counts: every filed count that an honest reader could multiply a price by, in shares of the price's own day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.registry import cite
from tapeline.quantity import Quantity
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Cite
    from tapeline.record import Record, Row

STALE_DAYS = 200  # a cover count older than two quarters is said to be old
TOO_FAR = 400
"""A count so many days from the day asked about says nothing of that day."""
DRIFT = 0.08
"""By so much of itself a count may have moved in a year: Apple's fell by 3.8% a year from 2020 to 2022, Meta's by 4.1% in the seven months to January 2022."""


@dataclass(frozen=True, slots=True)
class ShareCount:
    """A share count with its interval, what it is, its trail, and whether a careful desk would use it for that day."""

    quantity: Quantity
    value: float
    basis: str
    as_of: date
    trail: tuple[Cite, ...]
    standard: bool


def share_counts(record: Record, entity: str, day: date, known: date) -> list[ShareCount]:
    """The share counts for `day` that were filed by `known`: the two newest filings, then class A alone, then diluted.

    A count of another day is restated for splits in between. Classes are never mixed across filings.

    Raises:
        UnmeasurableError: no share count of the entity was filed by then, or none that is of a time near the day.
    """
    rows = record.rows("shares", entity=entity, known=known) or record.rows("shares", entity=entity)
    if not rows:
        raise UnmeasurableError(f"shares outstanding of {entity}", fetch_command("shares", entity))
    dates = sorted({r["as_of"] for r in rows}, key=lambda d: (abs((d - day).days), d))
    newest = sorted({r["as_of"] for r in rows if r["as_of"] <= day}, reverse=True)[:2]
    chosen = [d for d in newest if (day - d).days <= STALE_DAYS] or dates[:1]
    if abs((chosen[0] - day).days) > TOO_FAR:
        what = f"shares outstanding of {entity} around {day} (the nearest count in the record is of {chosen[0]})"
        raise UnmeasurableError(what, fetch_command("shares", entity))
    out = [_total(record, [r for r in rows if r["as_of"] == d], day) for d in chosen]
    classes = {r["class"] for r in rows if r["as_of"] == chosen[0]}
    if len(classes) > 1:
        first = min(classes)
        out.append(
            _total(
                record, [r for r in rows if r["as_of"] == chosen[0] and r["class"] == first], day, f"class {first} only"
            )
        )
    return out + _diluted(record, entity, day, known)


def count_trail(record: Record, entity: str, day: date, known: date) -> tuple[Cite, ...]:
    """Where the count nearest to a day stands in the record; empty where there is none of a time near it."""
    try:
        return share_counts(record, entity, day, known)[0].trail
    except UnmeasurableError:
        return ()


def _total(record: Record, rows: list[Row], day: date, only: str = "") -> ShareCount:
    entity, as_of = rows[0]["entity"], rows[0]["as_of"]
    factor = split_factor(record, entity, as_of, day)
    value = sum(r["shares"] for r in rows) * factor
    precision = sum(r["precision"] for r in rows) * factor
    named = only or ("classes " + " and ".join(sorted(r["class"] for r in rows)) if len(rows) > 1 else "all shares")
    age = (day - as_of).days
    note = f", {abs(age)} days {'old' if age > 0 else 'later'}" if age > STALE_DAYS or age < 0 else ""
    split = f", restated {factor:g} for 1" if factor != 1 else ""
    trail = tuple(cite("shares", r, f"{r['shares']:,.0f}") for r in rows)
    basis = f"{named} on the {rows[0]['form']} cover of {as_of}{note}{split}"
    quantity = Quantity.known_to(value, precision, "shares")
    if abs(age) > STALE_DAYS:
        moved = value * DRIFT * abs(age) / 365.25
        quantity = Quantity(value - moved, value + moved, "shares")
    return ShareCount(quantity, value, basis, as_of, trail, not only)


def split_factor(record: Record, entity: str, earlier: date, later: date) -> float:
    """Shares on the later day for each share on the earlier one."""
    factor = 1.0
    for row in record.rows("splits", entity=entity):
        if earlier < row["ex_date"] <= later:
            factor *= row["ratio"]
        elif later < row["ex_date"] <= earlier:
            factor /= row["ratio"]
    return factor


def _diluted(record: Record, entity: str, day: date, known: date) -> list[ShareCount]:
    rows = [
        r
        for r in record.rows("facts", entity=entity, metric="weighted_shares_diluted", known=known)
        if r["period_end"] <= day
    ]
    if not rows:
        return []
    row = max(rows, key=lambda r: (r["period_end"], r["filed"]))
    quantity = Quantity.known_to(row["value"], row["precision"], "shares")
    basis = f"diluted weighted shares of the quarter to {row['period_end']}"
    return [
        ShareCount(
            quantity,
            row["value"],
            basis,
            row["period_end"],
            (cite("facts", row, f"{row['value']:,.0f}"),),
            standard=False,
        )
    ]


__all__ = ["ShareCount", "count_trail", "share_counts", "split_factor"]
