"""One security beside its benchmark, session by session, up to the day whose knowledge counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError, UnmeasurableError
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.record import Record

MARKET = "GSPC"


@dataclass(frozen=True, slots=True)
class Tape:
    """Aligned daily series of one security and its benchmark.

    Attributes:
        subject, market: the two entities.
        days: day ordinals of the subject's sessions, shape (n,), strictly rising.
        close: closes comparable over time (adjusted for splits), shape (n,).
        stock: simple total returns, shape (n,), the first NaN.
        index: the benchmark's simple returns between the same closes, shape (n,), NaN where it has none.
        source: where the prices came from.
        relative: whether `close` is a path relative to the benchmark.
    """

    subject: str
    market: str
    days: NDArray[np.int64]
    close: NDArray[np.float64]
    stock: NDArray[np.float64]
    index: NDArray[np.float64]
    source: str
    relative: bool = False

    def __len__(self) -> int:
        return len(self.days)

    def day(self, i: int) -> date:
        """The date of the i-th session."""
        return date.fromordinal(int(self.days[i]))

    def first(self, day: date) -> int | None:
        """The position of the first session on or after `day`, or `None` after the last."""
        i = int(np.searchsorted(self.days, day.toordinal()))
        return i if i < len(self.days) else None

    def last(self, day: date) -> int | None:
        """The position of the last session on or before `day`, or `None` before the first."""
        i = int(np.searchsorted(self.days, day.toordinal(), side="right")) - 1
        return i if i >= 0 else None


def closes(
    record: Record, entity: str, until: date
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], str]:
    """Days (n,), comparable closes (n,), simple total returns (n,) and the source, of whichever table reaches further.

    Prices as traded come first; the provider's adjusted closes serve where they alone reach `until`.

    Raises:
        UnmeasurableError: the record holds neither.
    """
    days, adjusted, source = record.adjusted(entity)
    try:
        p = record.prices(entity)
    except UnmeasurableError:
        if not len(days):
            raise
    else:
        if not len(days) or p.days[-1] >= min(until.toordinal(), int(days[-1])):
            return p.days, p.in_shares_of(p.day(-1), p.close), p.total_returns(), p.source
    returns = np.full(len(days), np.nan)
    returns[1:] = adjusted[1:] / adjusted[:-1] - 1.0
    return days, adjusted, returns, source


def open_tape(record: Record, subject: str, known: date, market: str = MARKET) -> Tape:
    """The subject's sessions up to `known`, with the benchmark's return over each of them.

    Raises:
        UnmeasurableError: the record lacks the subject's or the benchmark's prices.
        DesignError: the subject is the benchmark.
    """
    if subject == market:
        raise DesignError(f"{subject} cannot be measured against itself; name another benchmark")
    days, close, stock, source = closes(record, subject, known)
    keep = days <= known.toordinal()
    if int(keep.sum()) < 2:
        raise UnmeasurableError(f"prices of {subject} up to {known}", fetch_command("prices", subject))
    days = days[keep]
    other, level, _, _ = closes(record, market, known)
    return Tape(subject, market, days, close[keep], stock[keep], returns_between(days, other, level), source)


def returns_between(
    days: NDArray[np.int64], other: NDArray[np.int64], level: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Simple returns of a second series between the closes of the first one's sessions, shape (n,); NaN where it has no close.

    A session that the subject missed is not a zero return: the benchmark's return then spans the same two closes.
    """
    if not len(other):
        return np.full(len(days), np.nan)
    at = np.searchsorted(other, days)
    at_safe = np.minimum(at, len(other) - 1)
    matched = np.where((at < len(other)) & (other[at_safe] == days), level[at_safe], np.nan)
    out = np.full(len(days), np.nan)
    out[1:] = matched[1:] / matched[:-1] - 1.0
    return out


__all__ = ["MARKET", "Tape", "closes", "open_tape", "returns_between"]
