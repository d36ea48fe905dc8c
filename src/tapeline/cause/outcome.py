"""What an event is said to have moved: the price, the return, the market value, alone or relative to the index or to peers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.donors import peer_returns, record_pool
from tapeline.errors import UnmeasurableError
from tapeline.measures.share_count import split_factor
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from tapeline.cause.tape import Tape
    from tapeline.record import Record

OUTCOMES = (
    "price", "return", "relative", "relative:index", "relative:peers", "market_value", "market_value:index", "market_value:peers",
)  # fmt: skip
PEERS = "peers"


def on_tape(record: Record, tape: Tape, outcome: str, known: date) -> Tape:
    """The tape on which an outcome is tested: its `close` is the path that turns, its `stock` the returns whose events are tested.

    `price` is the tape itself; `return` has dividends in its path; `relative` is the total return over the benchmark's, and
    `relative:peers` over that of the other securities in the record, which then are the benchmark of the event tests too;
    `market_value` is the close times shares outstanding.

    Raises:
        UnmeasurableError: no share count of the subject.
        DesignError: fewer than two peers.
    """
    path, _, against = outcome.partition(":")
    if path == "market_value":
        tape = valued(record, tape, known)
    if against == PEERS:
        tape = replace(tape, index=peer_returns(record_pool(record, tape, known)), market=PEERS)
    if path == "return":
        return replace(tape, close=_level(np.log1p(tape.stock)))
    return relative(tape) if path == "relative" or against else tape


def relative(tape: Tape) -> Tape:
    """The tape with its closes replaced by the total return relative to the benchmark, 100 at the start; gaps carry no change."""
    return replace(tape, close=_level(np.log1p(tape.stock) - np.log1p(tape.index)), relative=True)


def _level(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(100.0 * np.exp(np.cumsum(np.where(np.isfinite(steps), steps, 0.0))))


def valued(record: Record, tape: Tape, known: date) -> Tape:
    """The tape in market value: closes times shares outstanding, restated for splits.

    Shares run evenly (in logs) from one filed count to the next and stay at the first and last beyond them: buybacks are spread over
    a quarter, so that no session carries a quarter's buyback because a count was filed on it.

    Raises:
        UnmeasurableError: no share count of the subject was filed by then, or the record lacks its prices as traded.
    """
    rows = record.rows("shares", entity=tape.subject, known=known)
    if not rows:
        raise UnmeasurableError(f"shares outstanding of {tape.subject}", fetch_command("shares", tape.subject))
    if tape.source != record.prices(tape.subject).source:  # a provider's adjusted closes have dividends in them
        raise UnmeasurableError(
            f"prices of {tape.subject} as traded up to {tape.day(-1)}", fetch_command("prices", tape.subject)
        )
    counts: dict[int, float] = {}
    for r in rows:
        day = r["as_of"].toordinal()
        counts[day] = counts.get(day, 0.0) + r["shares"] * split_factor(record, tape.subject, r["as_of"], tape.day(-1))
    days = np.array(sorted(counts))
    log_count = np.interp(tape.days, days, np.log([counts[d] for d in days.tolist()]))
    price = np.concatenate(([np.nan], tape.close[1:] / tape.close[:-1]))
    step = np.concatenate(([0.0], np.diff(log_count)))
    return replace(tape, close=tape.close * np.exp(log_count), stock=price * np.exp(step) - 1.0)


__all__ = ["OUTCOMES", "on_tape", "relative", "valued"]
