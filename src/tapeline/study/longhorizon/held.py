"""What both long-horizon methods share: events laid on a panel, and what becomes of securities that stop trading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError
from tapeline.study import prices as price_tables
from tapeline.study.events import Events, read_events

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.panel import Panel


@dataclass(frozen=True, slots=True)
class Held:
    """Events that can be held for a horizon.

    Attributes:
        panel, taken: prices and events as read. benchmark: shape (T,), its return per session.
        kept: shape (E,), row numbers. security, position: shape (E,). dropped: (row number, reason) of the rest.
    """

    panel: Panel
    taken: Events
    benchmark: NDArray[np.float64]
    kept: NDArray[np.int64]
    security: NDArray[np.int64]
    position: NDArray[np.int64]
    dropped: tuple[tuple[int, str], ...]


def hold(events: Any, prices: Any, market: Any, horizon: int, returns: str = "simple") -> Held:
    """Lay events on the panel for a horizon of sessions after the event's own.

    Raises:
        DesignError: the horizon is not above zero.
    """
    if horizon < 1:
        raise DesignError(f"a horizon of {horizon} sessions holds nothing; it must be at least 1")
    panel = price_tables.read_panel(prices, returns=returns)
    benchmark = price_tables.benchmark_row(panel, market, returns)
    taken = read_events(events, panel)
    dropped, kept = [], []
    for row in range(taken.security.size):
        reason = _reason(panel, benchmark, taken, row, horizon)
        if reason:
            dropped.append((row, reason))
        else:
            kept.append(row)
    rows = np.array(kept, dtype=np.int64)
    return Held(panel, taken, benchmark, rows, taken.security[rows], taken.position[rows], tuple(dropped))


def _reason(panel: Panel, benchmark: NDArray[np.float64], taken: Events, row: int, horizon: int) -> str:
    i, p = int(taken.security[row]), int(taken.position[row])
    if i < 0:
        return "no prices for this security" if i == -1 else "the event names no security"
    if p < 0:
        return "the event has no readable date" if p == -2 else "the event is before the first session of the prices"
    if taken.repeated[row]:
        return "an earlier row is the same event (same id, security and session)"
    if p + horizon >= panel.sessions.size:
        return f"the data ends before {horizon} sessions after the event"
    part = slice(p + 1, p + 1 + horizon)
    if not np.isfinite(benchmark[part]).all():
        return "the benchmark has no value on a session of the horizon"
    if not np.isfinite(panel.returns[i, p + 1]):
        return "no return on the first session after the event"
    return ""


__all__ = ["Held", "hold"]
