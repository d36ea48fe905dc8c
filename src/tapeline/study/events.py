"""Events in: who, when, and what else the owner says about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import InputError
from tapeline.study import frames, moments
from tapeline.study.prices import DATES, NAMES, find_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.frames import Table
    from tapeline.study.panel import Panel

OWN_WINDOWS = ("window_start", "window_end", "estimation_start", "estimation_end")


@dataclass(frozen=True, slots=True)
class Events:
    """Events on a panel's grid.

    Attributes:
        table: the rows as given.
        security_column, date_column: what they were called.
        security: shape (E,), row in the panel, -1 where the panel has none, -2 where no name is given.
        position: shape (E,), session index; -1 before the first, T after the last, -2 without a readable date.
        moved: shape (E,), why the session is not the date's own, an index into `moments.MOVED`.
        days: shape (E,), datetime64[D], the date as given.
        repeated: shape (E,), whether an earlier row has the same id, security and session.
        weight: shape (E,), or None. group: shape (E,), labels, or None.
        own: shape (E, 4), own event and estimation windows, NaN where the study's apply, or None.
    """

    table: Table
    security_column: str
    date_column: str
    security: NDArray[np.int64]
    position: NDArray[np.int64]
    moved: NDArray[np.int8]
    days: NDArray[np.datetime64]
    repeated: NDArray[np.bool_]
    weight: NDArray[np.float64] | None
    group: NDArray[np.object_] | None
    own: NDArray[np.float64] | None


def read_events(
    source: Any, panel: Panel, *, close: str = "16:00", calendar: str | None = None, bars: bool = False
) -> Events:
    """Events from a table with columns security (or ticker) and date, and id, time, group, weight where there are any.

    Args:
        source: a data frame, DuckDB relation or path.
        panel: gives the sessions and securities.
        close: the usual closing time; an event at or after it acts on the next session.
        calendar: an exchange calendar's name (`XNYS`), for half days and the time zone.
        bars: the panel holds intraday bars: an event acts on the first bar that begins after it.

    Raises:
        InputError: no column for the security or the date, no rows, or an unreadable time or weight.
    """
    table = frames.read(source, "events")
    name_column = find_column(table.columns, NAMES, "security", "events")
    date_column = find_column(table.columns, DATES, "date", "events")
    security = frames.codes_among(table.frame.get_column(name_column), panel.securities)
    zone = moments.calendar_zone(calendar, panel.sessions)
    days, clock = moments.days_and_clock(table, date_column, zone)
    if days.size == 0:
        raise InputError("events hold no rows; give at least one security and date")
    if "time" in table.columns:
        given = moments.clock_column(table, "time")
        clock = np.where(given >= 0, given, clock)
    if bars:
        stamps = days.astype("datetime64[us]") + np.maximum(clock, 0).astype("timedelta64[s]")
        placed = _place_bars(panel.sessions, stamps)
    else:
        placed = moments.place(panel.sessions, days, clock, moments.closes_of(panel.sessions, close, calendar))
    position = placed.position
    undated = np.isnat(days)
    if undated.any():
        position[undated] = -2
    weight = frames.numbers(table, "weight") if "weight" in table.columns else None
    group = np.array(table.frame.get_column("group").to_list(), dtype=object) if "group" in table.columns else None
    repeated = _repeats(table, security, position)
    own = _own_windows(table)
    return Events(table, name_column, date_column, security, position, placed.moved, days, repeated, weight, group, own)


def _place_bars(sessions: NDArray[np.datetime64], stamps: NDArray[np.datetime64]) -> moments.Placed:
    grid, at = sessions.astype("datetime64[us]").astype(np.int64), stamps.astype(np.int64)
    position = np.searchsorted(grid, at).astype(np.int64)
    inside = np.minimum(position, grid.size - 1)
    moved = ((grid[inside] != at) & (position < grid.size)).astype(np.int8)
    position[at < grid[0]] = -1
    return moments.Placed(position, moved)


def _repeats(table: Table, security: NDArray[np.int64], position: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether an earlier row is the same event: same id where ids are given, else same security and session."""
    repeated = np.zeros(security.size, dtype=bool)
    if "id" not in table.columns:
        return repeated
    ids = frames.codes(table.frame.get_column("id"))[0]
    order = np.lexsort((position, security, ids))
    same = (ids[order][1:] == ids[order][:-1]) & (security[order][1:] == security[order][:-1])
    same &= (position[order][1:] == position[order][:-1]) & (ids[order][1:] >= 0)
    repeated[order[1:][same]] = True
    return repeated


def _own_windows(table: Table) -> NDArray[np.float64] | None:
    if not any(name in table.columns for name in OWN_WINDOWS):
        return None
    count = len(table.frame)
    columns = [frames.numbers(table, n) if n in table.columns else np.full(count, np.nan) for n in OWN_WINDOWS]
    return np.column_stack(columns)


__all__ = ["Events", "read_events"]
