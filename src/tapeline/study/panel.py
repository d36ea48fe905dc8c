"""The panel: every security's returns on one grid of sessions, with the rows that explain them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import InputError, UnknownNameError
from tapeline.study.kernels.tables import step_returns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Floats = "NDArray[np.float64]"


@dataclass(frozen=True, slots=True)
class Panel:
    """Returns by security and session.

    Attributes:
        sessions: shape (T,), datetime64[D] for daily data or datetime64[us] for bars, ascending and distinct.
        securities: N names, in the order of the rows.
        returns: shape (N, T), per session, NaN where missing; C order.
        gap: shape (N, T), sessions that each return spans (1 without gaps), or None where returns over gaps are missing.
        values: shape (N, T), the cleaned prices, or None where returns came in.
        notes: what was put right or left out on the way in, in words.
    """

    sessions: NDArray[np.datetime64]
    securities: Sequence[str]
    returns: NDArray[np.float64]
    gap: NDArray[np.float64] | None = None
    values: NDArray[np.float64] | None = None
    notes: tuple[str, ...] = ()
    _row: dict[str, int] = field(default_factory=dict, repr=False)

    def row(self, security: str) -> int:
        """The row of a security.

        Raises:
            UnknownNameError: the panel does not hold it.
        """
        if not self._row:
            self._row.update({name: i for i, name in enumerate(self.securities)})
        try:
            return self._row[security]
        except KeyError:
            raise UnknownNameError(
                f"no prices for {security!r}; the panel holds {len(self.securities)} others"
            ) from None


@dataclass(frozen=True, slots=True)
class Factors:
    """The rows that explain returns.

    Attributes:
        names: K names.
        rows: shape (G, K, T); one group where all securities share them.
        row_of: shape (N,), the group of each security.
        riskless: shape (T,), the bill's return per session, or None.
    """

    names: tuple[str, ...]
    rows: NDArray[np.float64]
    row_of: NDArray[np.int64]
    riskless: NDArray[np.float64] | None = None


def returns_of_prices(
    prices: NDArray[np.float64], kind: str = "simple", gaps: str = "drop"
) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
    """Returns from prices: each divides by the earlier price.

    Takes:
        prices: shape (N, T), NaN where there was no trade. Values that are not above zero and finite count as missing.
        kind: "simple", p1 / p0 - 1, or "log", ln(p1 / p0).
        gaps: "drop" leaves the return after a gap missing; "trade_to_trade" measures it from the last trade
            (Maynes and Rumsey 1993, section 2) and says how many sessions it spans.

    Returns:
        returns, shape (N, T), the first session missing; gap, shape (N, T), or None when gaps are dropped.
    """
    if kind not in {"simple", "log"}:
        raise UnknownNameError(f"no kind of return is called {kind!r}; take 'simple' or 'log'")
    if gaps not in {"drop", "trade_to_trade"}:
        raise UnknownNameError(f"no rule for gaps is called {gaps!r}; take 'drop' or 'trade_to_trade'")
    n_sec, n_t = prices.shape
    out = np.empty((n_sec, n_t))
    if gaps == "drop":
        step_returns(np.ascontiguousarray(prices, dtype=np.float64), kind == "log", out)
        return out, None
    clean = np.where(np.isfinite(prices) & (prices > 0.0), prices, np.nan)
    seen = np.where(np.isfinite(clean), np.arange(n_t), -1)
    last = np.maximum.accumulate(seen, axis=1)[:, :-1]
    earlier = np.take_along_axis(clean, np.maximum(last, 0), axis=1)
    earlier[last < 0] = np.nan
    gap = np.ones((n_sec, n_t))
    gap[:, 1:] = np.arange(1, n_t) - last
    ratio = clean[:, 1:] / earlier
    out[:, 0] = np.nan
    out[:, 1:] = ratio - 1.0 if kind == "simple" else np.log(ratio)
    gap[~np.isfinite(out)] = 1.0
    return out, gap


def over_gaps(row: NDArray[np.float64], gap: NDArray[np.float64], kind: str) -> NDArray[np.float64]:
    """A benchmark's return over the same sessions as each security's trade-to-trade return.

    Takes:
        row: shape (T,), the benchmark's return per session. gap: shape (N, T). kind: "simple" or "log".

    Returns:
        shape (N, T): compounded for simple returns, summed for log returns.
    """
    growth = np.log1p(row) if kind == "simple" else row
    bad = ~np.isfinite(growth)
    level = np.concatenate([[0.0], np.cumsum(np.where(bad, 0.0, growth))])
    holes = np.concatenate([[0], np.cumsum(bad)])
    end = np.arange(1, row.size + 1)
    start = end - gap.astype(np.int64)
    total = level[end] - level[start]
    out = np.expm1(total) if kind == "simple" else total
    single = gap == 1.0
    out = np.where(single, row, out)
    return np.where(holes[end] - holes[start] > 0, np.nan, out)


def align(
    sessions: NDArray[np.datetime64], dates: NDArray[np.datetime64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Values of some dates on a grid of sessions, NaN where a session has none; other dates are left out.

    Takes:
        sessions: shape (T,), ascending. dates: shape (D,). values: shape (D,) or (D, K).

    Returns:
        shape (T,) or (T, K).

    Raises:
        InputError: a date appears twice with different values.
    """
    order = np.argsort(dates, kind="stable")
    dates, values = dates[order], values[order]
    twice = np.flatnonzero(dates[1:] == dates[:-1])
    if twice.size and not np.array_equal(values[twice], values[twice + 1], equal_nan=True):
        raise InputError(f"the benchmark has two values for {dates[twice[0]]}; keep one row for each date")
    where = np.searchsorted(sessions, dates)
    hit = (where < sessions.size) & (sessions[np.minimum(where, sessions.size - 1)] == dates)
    out = np.full((sessions.size, *values.shape[1:]), np.nan)
    out[where[hit]] = values[hit]
    return out


__all__ = ["Factors", "Panel", "align", "over_gaps", "returns_of_prices"]
