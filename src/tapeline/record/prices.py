"""A security's daily prices as traded, and what adjusting for splits and dividends makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Prices:
    """Daily prices of one security, oldest first.

    Attributes:
        entity: whose prices.
        days: day ordinals (`date.toordinal`), shape (n,), strictly rising.
        open, high, low, close: as traded on the day, in `currency` a share, shape (n,); NaN where not known.
        volume: shares traded, shape (n,).
        splits: (ex-day ordinal, shares after for each before), oldest first.
        dividends: (ex-day ordinal, amount a share as declared), oldest first.
        currency: ISO code; empty for an index, whose prices are points.
        source: where the prices came from.
    """

    entity: str
    days: NDArray[np.int64]
    open: NDArray[np.float64]
    high: NDArray[np.float64]
    low: NDArray[np.float64]
    close: NDArray[np.float64]
    volume: NDArray[np.float64]
    splits: tuple[tuple[int, float], ...]
    dividends: tuple[tuple[int, float], ...]
    currency: str
    source: str

    def __len__(self) -> int:
        return len(self.days)

    def day(self, i: int) -> date:
        """The date of the i-th session."""
        return date.fromordinal(int(self.days[i]))

    def at(self, day: date) -> int | None:
        """The position of the session on `day`, or `None` where the exchange did not trade."""
        i = int(np.searchsorted(self.days, day.toordinal()))
        return i if i < len(self.days) and self.days[i] == day.toordinal() else None

    def last(self, day: date) -> int | None:
        """The position of the last session on or before `day`, or `None` before the first."""
        i = int(np.searchsorted(self.days, day.toordinal(), side="right")) - 1
        return i if i >= 0 else None

    def first(self, day: date) -> int | None:
        """The position of the first session on or after `day`, or `None` after the last."""
        i = int(np.searchsorted(self.days, day.toordinal()))
        return i if i < len(self.days) else None

    def split_factor(self, earlier: date, later: date) -> float:
        """Shares on `later` for each share on `earlier`."""
        factor = 1.0
        for ex, ratio in self.splits:
            if earlier.toordinal() < ex <= later.toordinal():
                factor *= ratio
        return factor

    def in_shares_of(self, day: date, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Prices (shape (n,)) restated for a share as it was on `day`: comparable across splits, not dividend-adjusted."""
        factors = np.ones(len(self.days))
        for ex, ratio in self.splits:
            if ex <= day.toordinal():
                factors[self.days < ex] /= ratio
            else:
                factors[self.days >= ex] *= ratio
        return values * factors

    def counts_in_shares_of(self, day: date, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Counts of shares (shape (n,)), each as on its own session, restated in shares as they were on `day`."""
        return counts / self.in_shares_of(day, np.ones(len(self.days)))

    def total_returns(self) -> NDArray[np.float64]:
        """Simple returns with dividends, close to close, shape (n,), the first NaN.

        A session's return is (close * split ratio + dividend) / previous close - 1, dividends in today's shares.
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            out = np.full(len(self.days), np.nan)
            gross = self.close.copy()
            for ex, ratio in self.splits:
                i = int(np.searchsorted(self.days, ex))
                if i < len(gross) and i > 0:
                    gross[i] *= ratio
            for ex, amount in self.dividends:
                i = int(np.searchsorted(self.days, ex))
                if i < len(gross) and i > 0:
                    gross[i] += amount
            out[1:] = gross[1:] / self.close[:-1] - 1.0
        return out


__all__ = ["Prices"]
