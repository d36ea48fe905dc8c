"""Dividends for each share, and what they pay a holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.holding import holdings
from tapeline.measures.registry import Question, cite, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from tapeline.claim import Measured
    from tapeline.record import Record, Row

PER_YEAR = {"quarter": 1, "year": 4}


@measure("dividend.per_share", "USD/share", per="`quarter` (default) or `year`")
def per_share(record: Record, q: Question) -> list[Measured]:
    """The cash dividend on a share: the newest one declared by the day asked about, times four for a year."""
    row = _newest(record, q)
    times = PER_YEAR[q.args.get("per", "quarter")]
    value = row["amount"] * times
    trail = [cite("dividends", row, f"{row['amount']:.2f} {row['unit']}")]
    formula = (
        f"{row['amount']:.2f} × {times} = {value:.2f}" if times > 1 else f"declared {row['declared']}: {value:.2f}"
    )
    basis = f"dividend declared {row['declared']}" + (", at a yearly rate" if times > 1 else "")
    return [reading(Quantity.exact(value, row["unit"]), basis, row["declared"], formula, trail)]


def _newest(record: Record, q: Question) -> Row:
    rows = [
        r for r in record.rows("dividends", entity=q.subject, known=q.known) if q.end is None or r["declared"] <= q.end
    ]
    rows = rows or record.rows("dividends", entity=q.subject, known=q.known)
    if not rows:
        raise UnmeasurableError(
            f"dividends of {q.subject} declared by {q.known}", fetch_command("dividends", q.subject)
        )
    return max(rows, key=lambda r: r["declared"])


@measure("dividend.income", "USD", person="the holder", per="`quarter` (default) or `year`")
def income(record: Record, q: Question) -> list[Measured]:
    """What the dividend pays a holder: shares held times the amount on a share, for a quarter or (times four) a year."""
    row = _newest(record, q)
    times = PER_YEAR[q.args.get("per", "quarter")]
    out = []
    for held in holdings(record, q.subject, q.arg("person"), q.known):
        shares = Quantity.known_to(held["shares"], held["precision"], "shares")
        value = held["shares"] * row["amount"] * times
        formula = f"{held['shares']:,.0f} × {row['amount']:.2f}{f' × {times}' if times > 1 else ''} = {value:,.0f}"
        trail = [
            cite("holdings", held, f"{held['shares']:,.0f} shares"),
            cite("dividends", row, f"{row['amount']:.2f} a share"),
        ]
        quantity = shares.scale(row["amount"] * times, row["unit"].removesuffix("/share"))
        out.append(reading(quantity, f"holding as of {held['as_of']}", row["declared"], formula, trail, value=value))
    return out


__all__ = ["income", "per_share"]
