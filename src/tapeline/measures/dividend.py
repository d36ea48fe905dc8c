"""Dividends for each share, what they pay a holder, and the yield on the price."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Cite
from tapeline.errors import UnmeasurableError
from tapeline.measures.holding import holdings
from tapeline.measures.parameters import PER_QUARTER, one_of
from tapeline.measures.price import last_session
from tapeline.measures.registry import Question, cite, measure, reading, reading_of_a_day
from tapeline.quantity import Quantity
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from tapeline.claim import Measured
    from tapeline.record import Record, Row
    from tapeline.record.prices import Prices

PER_YEAR = {"quarter": 1, "year": 4}


@measure("dividend.per_share", "USD/share", per=PER_QUARTER)
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


@measure(
    "dividend.date",
    "date",
    which=one_of("`ex`: from when a share goes without it, or `pay`: when it is paid", "ex", "pay"),
)
def day_of(record: Record, q: Question) -> list[Measured]:
    """A day of a dividend declared by the day known: of the one whose day is nearest to the one asked about.

    Raises:
        UnmeasurableError: the record holds none with that day within 45 days, and so not the one that is asked about.
    """
    column = "ex_date" if q.arg("which") == "ex" else "pay_date"
    rows = [r for r in record.rows("dividends", entity=q.subject, known=q.known) if r[column] is not None]
    near = min(rows, key=lambda r: abs(r[column] - q.day()), default=None)
    if near is None or abs(near[column] - q.day()) > APART / 2:
        raise UnmeasurableError(f"a dividend of {q.subject} around {q.day()}", fetch_command("dividends", q.subject))
    day = near[column]
    what = "ex-dividend" if column == "ex_date" else "payable"
    formula = f"the dividend of {near['amount']:.2f} declared {near['declared']} was {what} on {day}"
    return [reading_of_a_day(day, what, formula, [cite("dividends", near, f"{what} {day}")])]


APART = timedelta(days=90)
"""A quarterly dividend is so far from the next."""


@measure("dividend.income", "USD", person="the holder", per=PER_QUARTER)
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


@measure("dividend.yield", "%")
def dividend_yield(record: Record, q: Question) -> list[Measured]:
    """The dividend yield: the newest dividend at a yearly rate as a share of the last close on or before the day asked about, or of the close before; then what went ex in the year up to that day."""
    row, (p, i) = _newest(record, q), last_session(record, q)
    out = []
    for k in (i, i - 1):
        rate = row["amount"] * PER_YEAR["year"] / p.split_factor(row["declared"], p.day(k))
        basis = f"dividend declared {row['declared']} at a yearly rate, close of {p.day(k)}"
        out.append(_yield(q, p, k, rate, [row], basis))
    year_before = p.day(i) - timedelta(days=365)
    paid = [
        r for r in record.rows("dividends", entity=q.subject, known=q.known) if year_before < r["ex_date"] <= p.day(i)
    ]
    if len(paid) > 1:
        rate = sum(r["amount"] / p.split_factor(r["ex_date"], p.day(i)) for r in paid)
        out.append(_yield(q, p, i, rate, paid, f"{len(paid)} dividends of the year before, close of {p.day(i)}"))
    return out


def _yield(q: Question, p: Prices, i: int, rate: float, rows: list[Row], basis: str) -> Measured:
    close = float(p.close[i])
    value = 100 * rate / close
    trail = [
        *(cite("dividends", row, f"{row['amount']:.2f} {row['unit']}") for row in rows),
        Cite("prices", f"{q.subject} {p.day(i)}", f"close {close:,.2f}", p.source),
    ]
    return reading(Quantity.exact(value, "%"), basis, p.day(i), f"{rate:.2f} / {close:,.2f} = {value:.3f}%", trail)


__all__ = ["day_of", "dividend_yield", "income", "per_share"]
