"""Buy-and-hold abnormal returns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import UnknownNameError
from tapeline.study import frames
from tapeline.study.longhorizon.held import Held, hold
from tapeline.study.results import TestResult
from tapeline.study.statistics.base import Outcome, none, student_p
from tapeline.study.statistics.skewness import adjusted_t, bootstrap_skewness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

NULL = "the mean buy-and-hold abnormal return is zero"


@dataclass(frozen=True, slots=True)
class BuyAndHold:
    """Buy-and-hold abnormal returns of events over one horizon.

    Attributes:
        held: the events. horizon: sessions, the first after the event's. bhar, own, other: shape (E,), the abnormal,
        the security's and the comparison's compounded returns. filled: shape (E,), sessions on which the security did not
        trade and the comparison's return stood in. tests: the cross-sectional t, Johnson's and Hall's forms, the bootstrap.
    """

    held: Held
    horizon: int
    bhar: NDArray[np.float64]
    own: NDArray[np.float64]
    other: NDArray[np.float64]
    filled: NDArray[np.int64]
    tests: tuple[TestResult, ...]

    def table(self) -> Any:
        """The events with their figures, in the kind of frame they came in."""
        table = self.held.taken.table
        extra = {"bhar": self.bhar, "buy_and_hold": self.own, "comparison": self.other, "filled": self.filled}
        chosen = table.frame[self.held.kept]
        columns = {name: chosen.get_column(name).to_list() for name in chosen.columns} | extra
        return frames.to_native(frames.from_columns(columns, table.kind), table.kind)


def bhar(
    events: Any,
    prices: Any,
    *,
    market: Any,
    horizon: int = 250,
    partner: Mapping[str, str] | None = None,
    draws: int = 999,
    seed: int = 0,
) -> BuyAndHold:
    """Buy-and-hold abnormal returns: the security's compounded return less its benchmark's or matched firm's.

    BHAR = prod(1 + R) - prod(1 + Rm) over sessions 1 to `horizon`. Barber and Lyon (1997), equation 2; the skewness-adjusted
    t and its bootstrap are Lyon, Barber and Tsai (1999), equations 5 and 6. A session on which the security does not trade
    (a delisting too) earns the comparison's return, and `filled` counts them.

    Takes:
        events, prices, market: as `run`. horizon: sessions.
        partner: security to its matched firm, in place of the benchmark. draws, seed: of the bootstrap.

    Raises:
        UnknownNameError: a partner is not in the prices.
    """
    held = hold(events, prices, market, horizon)
    own, other, filled = np.empty(held.kept.size), np.empty(held.kept.size), np.zeros(held.kept.size, dtype=np.int64)
    for j, (i, p) in enumerate(zip(held.security, held.position, strict=True)):
        part = slice(p + 1, p + 1 + horizon)
        comparison = held.benchmark[part]
        if partner is not None:
            name = held.panel.securities[i]
            if name not in partner:
                raise UnknownNameError(f"no matched firm is given for {name!r}")
            row = held.panel.returns[held.panel.row(partner[name]), part]
            comparison = np.where(np.isfinite(row), row, comparison)
        mine = held.panel.returns[i, part]
        gone = ~np.isfinite(mine)
        filled[j] = int(gone.sum())
        own[j] = math.expm1(float(np.log1p(np.where(gone, comparison, mine)).sum()))
        other[j] = math.expm1(float(np.log1p(comparison).sum()))
    value = own - other
    return BuyAndHold(held, horizon, value, own, other, filled, _tests(value, horizon, draws, seed))


def _tests(x: NDArray[np.float64], horizon: int, draws: int, seed: int) -> tuple[TestResult, ...]:
    n = x.size
    window = (1, horizon)
    if n < 3:
        few = none(n, f"{n} events are too few")
        return (_result("cross_sectional_t", window, few),)
    t = float(x.mean() / (np.std(x, ddof=1) / math.sqrt(n)))
    out = [_result("cross_sectional_t", window, Outcome(t, student_p(t, n - 1), n, n - 1, "ddof 1"))]
    for form in ("johnson", "hall"):
        value = adjusted_t(x, form)
        out.append(
            _result("skewness_adjusted_t", window, Outcome(value, student_p(value, n - 1), n, n - 1, f"{form}'s form"))
        )
    out.append(_result("skewness_adjusted_bootstrap_t", window, bootstrap_skewness(x, "johnson", draws, seed, 0.25)))
    return tuple(out)


def _result(name: str, window: tuple[int, int], outcome: Outcome) -> TestResult:
    return TestResult(
        name,
        window,
        outcome.statistic,
        outcome.p_value,
        outcome.n,
        outcome.df,
        NULL,
        outcome.convention,
        outcome.note,
        {},
    )


__all__ = ["BuyAndHold", "bhar"]
