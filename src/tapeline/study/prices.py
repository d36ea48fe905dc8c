"""Prices, benchmarks and factors in: long or wide tables become a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import InputError, UnknownNameError
from tapeline.study import frames
from tapeline.study.kernels.tables import clear_bad, fill_grid, reach_of_days, seen_days
from tapeline.study.moments import NEW_YORK, days_and_clock
from tapeline.study.panel import Factors, Panel, align, over_gaps, returns_of_prices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tapeline.study.frames import Table

DATES = ("date", "day", "session", "datetime", "timestamp")
NAMES = ("security", "ticker", "symbol", "permno")
MANY_DAYS = 1_000_000  # dates further apart than this are searched for, not tabled
VALUES = ("return", "adjusted_close", "close", "price")


def find_column(columns: Sequence[str], choices: Sequence[str], what: str, origin: str) -> str:
    """The first of `choices` among the columns.

    Raises:
        InputError: none is there.
    """
    for choice in choices:
        if choice in columns:
            return choice
    raise InputError(
        f"{origin} has no column for the {what}; name one {' or '.join(choices)} (it has {list(columns)[:8]})"
    )


def read_panel(
    source: Any, *, returns: str = "simple", gaps: str = "drop", value: str | None = None, bars: bool = False
) -> Panel:
    """A panel from prices or returns, long (date, security, value) or wide (date and one column for each security).

    Takes:
        source: a data frame, DuckDB relation or path.
        returns: "simple" or "log". gaps: "drop" or "trade_to_trade".
        value: the long table's value column; else the first of return, adjusted_close, close, price.
        bars: keep the time of day (intraday bars) instead of the date alone.

    Raises:
        InputError: the table has no dates, no values, or no rows.
    """
    if isinstance(source, Panel):
        return source
    table = frames.read(source, "prices")
    date_column = find_column(table.columns, DATES, "date", "prices")
    stamps = _stamps(table, date_column, bars=bars)
    sessions, unread = _distinct(stamps)
    if sessions.size == 0:
        raise InputError("prices hold no readable dates; write them as 2024-02-02")
    if any(name in table.columns for name in NAMES):
        given, securities, grid, notes = _long(table, stamps, sessions, value)
    else:
        given, securities, grid, notes = _wide(table, date_column, stamps, sessions)
    if unread:
        notes.append(f"{unread} price rows have no readable date and were left out")
    if given == "return":
        bad = np.isinf(grid)
        if bad.any():
            notes.append(f"{int(bad.sum())} returns are infinite and count as missing")
            grid[bad] = np.nan
        return Panel(sessions, securities, grid, None, None, tuple(notes))
    bad = clear_bad(grid)
    if bad:
        notes.append(f"{bad} prices are zero, negative or infinite and count as missing")
    out, gap = returns_of_prices(grid, returns, gaps)
    return Panel(sessions, securities, out, gap, grid, tuple(notes))


def _distinct(stamps: NDArray[np.datetime64]) -> tuple[NDArray[np.datetime64], int]:
    """The distinct dates, ascending, and how many rows have none."""
    whole = stamps.view(np.int64)
    low, high, missing = reach_of_days(whole)
    if high - low > MANY_DAYS:
        return np.unique(stamps[~np.isnat(stamps)]), missing
    seen = seen_days(whole, low, max(high - low + 1, 0))
    return (np.flatnonzero(seen) + low).astype(stamps.dtype), missing


def _stamps(table: Table, column: str, *, bars: bool) -> NDArray[np.datetime64]:
    days, clock = days_and_clock(table, column, NEW_YORK)
    if not bars:
        return days
    moments: NDArray[np.datetime64] = days.astype("datetime64[us]") + np.maximum(clock, 0).astype("timedelta64[s]")
    return moments


def _long(
    table: Table, stamps: NDArray[np.datetime64], sessions: NDArray[np.datetime64], value: str | None
) -> tuple[str, list[str], NDArray[np.float64], list[str]]:
    name_column = find_column(table.columns, NAMES, "security", "prices")
    if value is not None and value not in table.columns:
        raise InputError(f"prices have no column {value!r} (they have {table.columns[:8]})")
    value_column = value or find_column(table.columns, VALUES, "price or return", "prices")
    which, securities = frames.codes(table.frame.get_column(name_column))
    values = frames.numbers(table, value_column)
    whole = sessions.view(np.int64)
    span = int(whole[-1] - whole[0]) + 1
    tabled = span <= MANY_DAYS
    lookup = np.searchsorted(whole, np.arange(whole[0], whole[-1] + 1)) if tabled else whole
    grid = np.full((len(securities), sessions.size), np.nan)
    nameless, extra, clashes = fill_grid(which, stamps.view(np.int64), values, whole[0], lookup, tabled, grid)
    notes = [f"{nameless} price rows have no date or no security and were left out"] if nameless else []
    if extra:
        notes.append(f"{extra} price rows repeat a security and date; {clashes} such days differ and count as missing")
    return value_column, securities, grid, notes


def _wide(
    table: Table, date_column: str, stamps: NDArray[np.datetime64], sessions: NDArray[np.datetime64]
) -> tuple[str, list[str], NDArray[np.float64], list[str]]:
    securities = [name for name in table.columns if name != date_column]
    if not securities:
        raise InputError("prices hold dates alone; give one column for each security, or columns security and close")
    values = np.column_stack([frames.numbers(table, name) for name in securities])
    good = ~np.isnat(stamps)
    where = np.searchsorted(sessions, stamps[good])
    grid = np.full((sessions.size, len(securities)), np.nan)
    kept = values[good]
    grid[where] = kept
    notes: list[str] = []
    if where.size > sessions.size:
        differs = (grid[where] != kept) & ~(np.isnan(grid[where]) & np.isnan(kept))
        rows, columns = np.nonzero(differs)
        grid[where[rows], columns] = np.nan
        notes.append(
            f"{where.size - sessions.size} price rows repeat a date; {rows.size} values differ and count as missing"
        )
    return "close", securities, np.ascontiguousarray(grid.T), notes


def benchmark_row(panel: Panel, market: Any, returns: str) -> NDArray[np.float64]:
    """The benchmark's return per session, shape (T,), from a security of the panel, an array, or a table.

    Raises:
        UnknownNameError: the panel holds no such security.
        InputError: the table has no usable column, or an array has another length.
    """
    if isinstance(market, str) and not market.endswith((".csv", ".parquet")):
        if market not in set(panel.securities):
            raise UnknownNameError(
                f"the benchmark {market!r} is not among the securities of the prices; pass its table instead"
            )
        row = panel.row(market)
        if panel.gap is None or panel.values is None:
            return np.asarray(panel.returns[row], dtype=np.float64)
        return np.asarray(returns_of_prices(panel.values[row : row + 1], returns)[0][0], dtype=np.float64)
    if isinstance(market, np.ndarray):
        if market.shape != panel.sessions.shape:
            raise InputError(f"the benchmark has {market.size} returns, the prices {panel.sessions.size} sessions")
        return market.astype(np.float64)
    table = frames.read(market, "market")
    stamps = _stamps(
        table, find_column(table.columns, DATES, "date", "market"), bars=panel.sessions.dtype != "datetime64[D]"
    )
    column = find_column(table.columns, (*VALUES, "mkt", "market"), "price or return", "market")
    values = align(panel.sessions, stamps[~np.isnat(stamps)], frames.numbers(table, column)[~np.isnat(stamps)])
    if column in {"return", "mkt", "market"}:
        return np.where(np.isfinite(values), values, np.nan)
    return np.asarray(returns_of_prices(values[None, :], returns)[0][0], dtype=np.float64)


def read_factors(panel: Panel, source: Any, unit: str = "decimal") -> dict[str, NDArray[np.float64]]:
    """Factor returns by name, each of shape (T,) on the panel's sessions.

    Takes:
        panel: gives the sessions. source: a table with a date column and one column for each factor.
        unit: "decimal" (0.01 is one percent) or "percent" (as Kenneth French's library writes them).

    Raises:
        InputError: the factors are in percent and said to be decimal, or the table has no factor.
        UnknownNameError: `unit` is neither.
    """
    if unit not in {"decimal", "percent"}:
        raise UnknownNameError(f"no factor unit is called {unit!r}; take 'decimal' or 'percent'")
    table = frames.read(source, "factors")
    date_column = find_column(table.columns, DATES, "date", "factors")
    stamps = _stamps(table, date_column, bars=False)
    names = [name for name in table.columns if name != date_column]
    if not names:
        raise InputError("the factors table holds dates alone; give one column for each factor")
    scale = 0.01 if unit == "percent" else 1.0
    good = ~np.isnat(stamps)
    values = (
        align(panel.sessions, stamps[good], np.column_stack([frames.numbers(table, n) for n in names])[good]) * scale
    )
    spread = np.nanstd(values, axis=0)
    if unit == "decimal" and np.nanmax(spread) > 0.25:
        raise InputError(
            "the factors vary by more than 25% a session: they look like percent; pass factor_unit='percent'"
        )
    return {name: np.ascontiguousarray(values[:, j]) for j, name in enumerate(names)}


def shared_factors(panel: Panel, named: Mapping[str, NDArray[np.float64]], returns: str) -> Factors:
    """Factors that all securities share; over a security's gaps they cover the same sessions as its return."""
    names = tuple(named)
    n_sec, n_t = panel.returns.shape
    if panel.gap is None or not (panel.gap > 1.0).any():
        rows = np.stack([named[n] for n in names])[None] if names else np.zeros((1, 0, n_t))
        return Factors(names, np.ascontiguousarray(rows), np.zeros(n_sec, dtype=np.int64))
    rows = (
        np.stack([over_gaps(named[n], panel.gap, returns) for n in names], axis=1) if names else np.zeros((1, 0, n_t))
    )
    row_of = np.arange(n_sec) if names else np.zeros(n_sec, dtype=np.int64)
    return Factors(names, np.ascontiguousarray(rows), row_of)


def matched_factors(panel: Panel, partner: Mapping[str, Any], returns: str) -> Factors:
    """One benchmark for each security: a matched firm's name, or the names of its peers (their equal-weighted mean).

    Raises:
        UnknownNameError: a partner is not in the panel.
    """
    rows, row_of, seen = [np.full(panel.sessions.size, np.nan)], np.zeros(len(panel.securities), dtype=np.int64), {}
    for name, others in partner.items():
        if name not in set(panel.securities):
            continue
        group = (others,) if isinstance(others, str) else tuple(others)
        if group not in seen:
            seen[group] = len(rows)
            rows.append(peer_mean(panel, group))
        row_of[panel.row(name)] = seen[group]
    table = np.stack(rows)
    if panel.gap is not None:
        table = np.stack([over_gaps(table[g], panel.gap[i : i + 1], returns)[0] for i, g in enumerate(row_of)])
        row_of = np.arange(row_of.size)
    return Factors(("market",), np.ascontiguousarray(table[:, None, :]), row_of)


def peer_mean(panel: Panel, names: Sequence[str]) -> NDArray[np.float64]:
    """The equal-weighted mean return of some securities by session, shape (T,), NaN where none traded."""
    block = panel.returns[[panel.row(n) for n in names]]
    count = np.isfinite(block).sum(axis=0)
    total = np.nansum(block, axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


__all__ = [
    "benchmark_row",
    "find_column",
    "matched_factors",
    "peer_mean",
    "read_factors",
    "read_panel",
    "shared_factors",
]
