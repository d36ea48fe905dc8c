"""What one event did on its days: abnormal return, a p-value that survives fat tails, the curve over windows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError
from tapeline.study import student
from tapeline.study.abnormal import market_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from tapeline.cause.dated import Dated
    from tapeline.cause.tape import Tape

ESTIMATION = (-260, -11)
WINDOW = (0, 1)
CURVE = ((0, 0), (0, 1), (0, 2), (-1, 1), (-1, 0), (0, 4), (-2, 2), (0, 9))
LEAST = 30  # pre-periods without which nothing is said
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Effect:
    """The abnormal return of one event window.

    Attributes:
        at: position of the event's session.
        window: first and last session, relative to it.
        car: cumulated abnormal return, a fraction.
        se: its standard error with the forecast-error term.
        low, high: 95% interval by Student's t.
        p_t: two-sided, Student's t.
        p_quantile: share of the estimation period's own windows that were as large (Gelbach, Helland and Klick 2013).
        n: sessions of the estimation.
        smallest: the effect that a two-sided 5% test sees in four cases of five.
    """

    at: int
    window: tuple[int, int]
    car: float
    se: float
    low: float
    high: float
    p_t: float
    p_quantile: float
    n: int
    smallest: float

    @property
    def p_value(self) -> float:
        """The weaker of the two p-values: where methods disagree, the weaker counts."""
        return max(self.p_t, self.p_quantile)


def masked(stock: NDArray[np.float64], others: Iterable[int]) -> NDArray[np.float64]:
    """The returns (n,) with the sessions of other dated news taken out, so that they do not swell the estimate of ordinary noise."""
    out = stock.copy()
    taken = [i for i in others if 0 <= i < len(out)]
    out[taken] = np.nan
    return out


def event_effect(tape: Tape, at: int, window: tuple[int, int] = WINDOW, news: Sequence[int] = ()) -> Effect:
    """The market-model abnormal return of the sessions `at + window[0]` to `at + window[1]`.

    Args:
        tape: the security and its benchmark.
        at: position of the session that the news reached.
        window: first and last session, relative to it; cut at the end of the tape.
        news: positions of all dated news; those in the estimation window are left out of the estimation.

    Raises:
        DesignError: fewer than 30 usable sessions before the event, a gap in the window, or a series that does not move.
    """
    window = (window[0], min(window[1], len(tape) - 1 - at))
    if window[1] < window[0]:
        raise DesignError(f"the tape ends on {tape.day(-1)}, before the event window; bring prices up to its end")
    estimation = (max(ESTIMATION[0], 1 - at), ESTIMATION[1])
    usable = masked(tape.stock, (i for i in news if not at + window[0] <= i <= at + window[1]))
    past = slice(max(at + estimation[0], 0), max(at + estimation[1] + 1, 0))
    held = int((np.isfinite(usable[past]) & np.isfinite(tape.index[past])).sum())
    if held < LEAST:
        raise DesignError(
            f"{held} usable sessions before {tape.day(at)}, at least {LEAST} are needed; bring earlier prices"
        )
    fit = market_model(_own(tape.stock, usable, at, window), tape.index, at, estimation, window)
    residual = (usable - fit.alpha - fit.beta * tape.index)[past]
    p_quantile = quantile_p(residual, fit.car / fit.se_car, fit.sigma, window[1] - window[0] + 1)
    reach = student.quantile(1 - LEVEL / 2, fit.df)
    return Effect(at, window, fit.car, fit.se_car, fit.car - reach * fit.se_car, fit.car + reach * fit.se_car, fit.p_value,
                  p_quantile, fit.n_estimation, (reach + student.quantile(0.8, fit.df)) * fit.se_car)  # fmt: skip


def _own(
    stock: NDArray[np.float64], usable: NDArray[np.float64], at: int, window: tuple[int, int]
) -> NDArray[np.float64]:
    out = usable.copy()
    own = slice(at + window[0], at + window[1] + 1)
    out[own] = stock[own]
    return out


def quantile_p(residual: NDArray[np.float64], t: float, sigma: float, length: int) -> float:
    """The share of overlapping windows of `length` residuals (n,) whose standardised sum is as large as `|t|`.

    (1 + count) / (1 + windows): never zero. Windows with a gap are left out. Source: Gelbach, Helland and Klick (2013),
    section 2, two-sided and for sums.
    """
    sums = np.convolve(residual, np.ones(length), mode="valid")
    sums = sums[np.isfinite(sums)]
    hits = int((np.abs(sums) >= abs(t) * sigma * math.sqrt(length)).sum())
    return (1 + hits) / (1 + sums.size)


def curve(tape: Tape, at: int, news: Sequence[int] = ()) -> tuple[tuple[tuple[int, int], float, float], ...]:
    """(window, abnormal return, p-value) for each window of `CURVE` that the tape can give."""
    out = []
    for window in CURVE:
        if at + window[1] < len(tape):
            e = event_effect(tape, at, window, news)
            out.append((window, e.car, e.p_value))
    return tuple(out)


def holm(p: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment (Holm 1979), in the order given."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    out, so_far = [1.0] * len(p), 0.0
    for rank, i in enumerate(order):
        so_far = max(so_far, min(1.0, (len(p) - rank) * p[i]))
        out[i] = so_far
    return out


def window_of(event: Dated) -> tuple[int, int]:
    """The session that the news reached; also the next one where the time of day is not known."""
    return (0, 0) if event.timed else WINDOW


def try_effect(tape: Tape, at: int, window: tuple[int, int], news: Sequence[int]) -> Effect | str:
    """The effect, or in words why there is none."""
    try:
        return event_effect(tape, at, window, news)
    except DesignError as e:
        return str(e)


__all__ = ["CURVE", "ESTIMATION", "LEAST", "LEVEL", "WINDOW", "Effect", "curve", "event_effect", "holm", "masked", "quantile_p",
           "try_effect", "window_of"]  # fmt: skip
