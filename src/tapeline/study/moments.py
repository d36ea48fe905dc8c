"""Moments in time: columns of dates and times as datetime64, and the session that each acts on."""

from __future__ import annotations

import datetime as dt
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from tapeline.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.frames import Table

NEW_YORK = "America/New_York"
MOVED = ("", "not a session", "after the close")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where events fall on a grid of sessions.

    Attributes:
        position: shape (E,), session index; -1 before the first session or without a date, T after the last.
        moved: shape (E,), what moved the event, an index into `MOVED`.
    """

    position: NDArray[np.int64]
    moved: NDArray[np.int8]


def days_and_clock(table: Table, column: str, zone: str) -> tuple[NDArray[np.datetime64], NDArray[np.int64]]:
    """A column of dates or moments, in the exchange's own time.

    Takes:
        table: the rows. column: dates, datetimes (with a zone: converted; without: taken as local), or ISO 8601 text.
        zone: the exchange's time zone.

    Returns:
        days, shape (R,), datetime64[D], NaT where unreadable; clock, shape (R,), seconds after midnight, -1 for a date
        without a time; shape (1,) where no date has one.
    """
    series = table.frame.get_column(column)
    kind = series.dtype
    if kind == nw.Date:
        values = np.asarray(series.to_numpy())
        return values.astype("datetime64[D]", copy=False), np.full(1, -1, dtype=np.int64)
    if isinstance(kind, nw.Datetime):
        if kind.time_zone is not None:
            series = series.dt.convert_time_zone(zone).dt.replace_time_zone(None)
            return _split(np.asarray(series.to_numpy()).astype("datetime64[us]"), timed=True)
        return _split(np.asarray(series.to_numpy()).astype("datetime64[us]"), timed=False)
    return _from_objects(series.to_list(), zone)


def _split(values: NDArray[np.datetime64], *, timed: bool) -> tuple[NDArray[np.datetime64], NDArray[np.int64]]:
    """Days and seconds; a column of midnights alone holds dates."""
    days = values.astype("datetime64[D]")
    clock = (values - days).astype("timedelta64[s]").astype(np.int64)
    missing = np.isnat(values)
    if not timed and not clock[~missing].any():
        clock[:] = -1
    clock[missing] = -1
    return days, clock


def _from_objects(values: list[Any], zone: str) -> tuple[NDArray[np.datetime64], NDArray[np.int64]]:
    from zoneinfo import ZoneInfo

    try:
        days = np.array(values, dtype="datetime64[D]")
        if all(v is None or len(str(v)) == 10 for v in values):
            return days, np.full(days.size, -1, dtype=np.int64)
    except (ValueError, TypeError):
        days = np.empty(0, dtype="datetime64[D]")
    days = np.full(len(values), np.datetime64("NaT"), dtype="datetime64[D]")
    clock = np.full(len(values), -1, dtype=np.int64)
    local = ZoneInfo(zone)
    for j, value in enumerate(values):
        moment = _parse(value)
        if moment is None:
            continue
        if isinstance(moment, dt.datetime):
            if moment.tzinfo is not None:
                moment = moment.astimezone(local)
            clock[j] = moment.hour * 3600 + moment.minute * 60 + moment.second
            days[j] = np.datetime64(moment.date())
        else:
            days[j] = np.datetime64(moment)
    return days, clock


def _parse(value: Any) -> dt.date | None:
    """A date, or a datetime where a time is given; None where it is neither."""
    if isinstance(value, dt.datetime | dt.date):
        return value
    text = str(value).strip()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass_on = text.replace("Z", "+00:00")
    try:
        return dt.datetime.fromisoformat(pass_on)
    except ValueError:
        return None


def clock_column(table: Table, column: str) -> NDArray[np.int64]:
    """A column of times of day ("16:05", "16:05:30", time objects) as seconds after midnight, -1 where empty.

    Raises:
        InputError: a value is not a time of day.
    """
    values = table.frame.get_column(column).to_list()
    out = np.full(len(values), -1, dtype=np.int64)
    for j, value in enumerate(values):
        if value is None or value == "" or (isinstance(value, float) and np.isnan(value)):
            continue
        try:
            moment = value if isinstance(value, dt.time) else dt.time.fromisoformat(str(value).strip())
        except ValueError:
            raise InputError(f"{table.origin}: {value!r} in column {column!r} is no time of day; write 16:05") from None
        out[j] = moment.hour * 3600 + moment.minute * 60 + moment.second
    return out


def place(
    sessions: NDArray[np.datetime64],
    days: NDArray[np.datetime64],
    clock: NDArray[np.int64],
    closes: NDArray[np.int64],
) -> Placed:
    """The session that each moment acts on.

    News at or after the close acts on the next session; a day without a session passes on to the next one; a date
    without a time acts on its own day.

    Takes:
        sessions: shape (T,), datetime64[D]. days: shape (E,). clock: shape (E,) or (1,). closes: shape (T,), seconds after midnight.
    """
    from tapeline.study.kernels.grid import place_days

    grid, day = sessions.view(np.int64), days.astype("datetime64[D]", copy=False).view(np.int64)
    position, moved = place_days(grid, *_days_between(grid), day, clock, closes)
    return Placed(position, moved)


def _days_between(grid: NDArray[np.int64]) -> tuple[NDArray[np.int64], bool]:
    """The session on or after every day between the first and the last, and whether the table is small enough to keep."""
    reach = int(grid[-1] - grid[0]) + 1
    if reach > 1_000_000:
        return np.empty(0, dtype=np.int64), False
    return np.searchsorted(grid, np.arange(grid[0], grid[0] + reach)).astype(np.int64), True


def closes_of(sessions: NDArray[np.datetime64], close: str, calendar: str | None) -> NDArray[np.int64]:
    """The closing time of each session, seconds after midnight in the exchange's time; half days from the calendar.

    Raises:
        InputError: `close` is no time of day, or the calendar is unknown or needs `exchange_calendars`.
    """
    try:
        usual = dt.time.fromisoformat(close)
    except ValueError:
        raise InputError(f"close={close!r} is no time of day; write 16:00") from None
    out = np.full(sessions.size, usual.hour * 3600 + usual.minute * 60, dtype=np.int64)
    if calendar is None:
        return out
    days, ends, _ = _schedule(calendar, sessions)
    where = np.searchsorted(sessions, days)
    hit = (where < sessions.size) & (sessions[np.minimum(where, sessions.size - 1)] == days)
    out[where[hit]] = ends[hit]
    return out


def calendar_sessions(calendar: str, sessions: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """The exchange's sessions between the first and the last session of the prices."""
    return _schedule(calendar, sessions)[0]


def calendar_zone(calendar: str | None, sessions: NDArray[np.datetime64]) -> str:
    """The exchange's time zone; New York without a calendar."""
    return NEW_YORK if calendar is None else _schedule(calendar, sessions)[2]


def _schedule(calendar: str, sessions: NDArray[np.datetime64]) -> tuple[NDArray[np.datetime64], NDArray[np.int64], str]:
    """An exchange's sessions, their closes in seconds after its own midnight, and its time zone."""
    try:
        import exchange_calendars as xc
    except ImportError as error:
        raise InputError("an exchange calendar needs `exchange_calendars`; install tapeline[study]") from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the calendars' own use of pandas is deprecated here and there
        try:
            found = xc.get_calendar(calendar, start=str(sessions[0])[:10], end=str(sessions[-1])[:10])
        except xc.errors.InvalidCalendarName as error:
            raise InputError(f"no exchange calendar is called {calendar!r}; New York's is XNYS") from error
        ends = found.closes.dt.tz_convert(found.tz)
        seconds = (ends.dt.hour * 3600 + ends.dt.minute * 60).to_numpy().astype(np.int64)
        days = found.sessions.to_numpy().astype("datetime64[D]")
    return days, seconds, str(found.tz)


__all__ = [
    "MOVED",
    "NEW_YORK",
    "Placed",
    "calendar_sessions",
    "calendar_zone",
    "clock_column",
    "closes_of",
    "days_and_clock",
    "place",
]
