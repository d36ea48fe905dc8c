"""A session beside the average of those before it: its close beside a moving average, its volume beside the usual one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.claim import Cite
from tapeline.errors import UnmeasurableError
from tapeline.measures.parameters import whole_number
from tapeline.measures.price import last_session
from tapeline.measures.registry import Question, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command
from tapeline.written import written

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.claim import Measured
    from tapeline.record import Record
    from tapeline.record.prices import Prices

USUAL = (20, 30, 50, 65, 250)
"""Over so many sessions a volume is averaged where nobody says over how many: a month, six weeks, ten, a quarter, a year."""


@measure(
    "price.from_average",
    "%",
    sessions=whole_number("over how many sessions the average is, the last of them the day asked about"),
)
def from_average(record: Record, q: Question) -> list[Measured]:
    """How far a close lies above the simple moving average of the closes of so many sessions; below it, negative.

    Readings: the average up to the session itself, as charts draw it; up to the one before. In shares of that session.

    Raises:
        UnmeasurableError: the record does not hold as many sessions up to the day.
    """
    n = int(q.arg("sessions"))
    p, i = last_session(record, q)
    closes = p.in_shares_of(p.day(i), p.close)[: i + 1]
    found = [_beside(p, i, closes, last - n + 1, last) for last in (i, i - 1) if last - n + 1 >= 0]
    if not found:
        raise UnmeasurableError(f"{n} sessions of {q.subject} up to {p.day(i)}", fetch_command("prices", q.subject))
    return found


def _beside(p: Prices, i: int, closes: NDArray[np.float64], first: int, last: int) -> Measured:
    """A close beside the average of the closes from one session to another."""
    mean = float(closes[first : last + 1].mean())
    away = 100 * (float(closes[i]) / mean - 1)
    formula = (
        f"{written(away, '%')} = {closes[i]:,.2f} on {p.day(i)} beside {mean:,.2f}, the average of the "
        f"{last - first + 1} closes from {p.day(first)} to {p.day(last)}"
    )
    basis = "average up to the day" if last == i else "average up to the session before"
    trail = [Cite("prices", f"{p.entity} {p.day(i)}", f"{closes[i]:,.2f}", p.source)]
    return reading(Quantity.exact(away, "%"), basis, p.day(i), formula, trail)


@measure("price.volume_ratio", "x", sessions=whole_number("over how many sessions before the day the average is"))
def volume_ratio(record: Record, q: Question) -> list[Measured]:
    """How many times the average volume of the sessions before it a session's volume was, in shares of that session.

    Readings: the average over so many sessions; where nobody says how many, over 20, 30, 50, 65 and 250.

    Raises:
        UnmeasurableError: the record lacks the volume of the day, or of as many sessions before it.
    """
    p, i = last_session(record, q)
    shares = p.counts_in_shares_of(p.day(i), p.volume)[: i + 1]
    over = (int(q.args["sessions"]),) if "sessions" in q.args else USUAL
    found = [
        _times_usual(p, i, float(shares[i]), float(shares[i - n : i].mean()), n)
        for n in over
        if i >= n and not np.isnan(shares[i - n : i + 1]).any()
    ]
    if not found:
        raise UnmeasurableError(
            f"the shares of {q.subject} traded in the {over[0]} sessions up to {p.day(i)}",
            fetch_command("prices", q.subject),
        )
    return found


def _times_usual(p: Prices, i: int, traded: float, mean: float, n: int) -> Measured:
    formula = f"{traded / mean:.2f}x = {traded:,.0f} shares on {p.day(i)} / {mean:,.0f}, the average of the {n} sessions before"
    trail = [Cite("prices", f"{p.entity} {p.day(i)}", f"{traded:,.0f}", p.source)]
    return reading(Quantity.exact(traded / mean, "x"), f"average of {n} sessions", p.day(i), formula, trail)


__all__ = ["from_average", "volume_ratio"]
