"""When did it turn? The low of the largest drawdown (the high of the largest run-up), and how sharply it is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Drawdown:
    """The largest fall from a running maximum.

    Attributes:
        peak: position of the running maximum it fell from.
        low: position of its low.
        depth: fall in log points, not negative.
    """

    peak: int
    low: int
    depth: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point of a log price.

    Attributes:
        at: position of the extremum.
        low, high: first and last position around it within `noise` of the extremum.
        noise: two days' ordinary moves, `2 * 1.4826 * median |r - median r|`, log points.
        far: position of the move's far end: the highest value after the turn (lowest, for a fall).
        move: log points from the turn to the far end, positive in the claimed direction.
    """

    at: int
    low: int
    high: int
    noise: float
    far: int
    move: float

    def made_before(self, log_price: NDArray[np.float64], event: int, sign: float) -> float:
        """The share of the move that was there at the close before the event; 0 where the event came first."""
        if event <= self.at or self.move <= 0:
            return 0.0
        eve = min(event - 1, self.far)
        return sign * float(log_price[eve] - log_price[self.at]) / self.move


def max_drawdown(log_price: NDArray[np.float64]) -> Drawdown:
    """The largest fall of a log price (n,) from its running maximum; the earliest of equals."""
    if log_price.size < 2 or not np.isfinite(log_price).all():
        raise DesignError("a drawdown needs at least two prices and no gap; choose another window")
    top = np.maximum.accumulate(log_price)
    low = int(np.argmax(top - log_price))
    peak = int(np.argmax(log_price[: low + 1]))
    return Drawdown(peak, low, float(top[low] - log_price[low]))


def find_turn(log_price: NDArray[np.float64], direction: Direction) -> Turn:
    """The turn of a log price (n,): the low of its largest drawdown, or for a fall the high of its largest run-up.

    Raises:
        DesignError: fewer than 30 prices, a gap, or a constant series.
    """
    if log_price.size < 30:
        raise DesignError(f"a turn needs at least 30 sessions, the window holds {log_price.size}; widen it")
    sign = 1.0 if direction == "up" else -1.0
    path = sign * log_price
    at = max_drawdown(path).low
    steps = np.diff(log_price)
    noise = 2.0 * 1.4826 * float(np.median(np.abs(steps - np.median(steps))))
    if noise <= 0.0 and float(np.ptp(log_price)) <= 0.0:
        raise DesignError("the price does not move inside the window; there is no turn to date")
    low = high = at
    while low > 0 and path[low - 1] <= path[at] + noise:
        low -= 1
    while high < path.size - 1 and path[high + 1] <= path[at] + noise:
        high += 1
    far = at + int(np.argmax(path[at:]))
    return Turn(at, low, high, noise, far, float(path[far] - path[at]))


def rise_from_low_p(rise: float, sigma: float, sessions: int) -> float:
    """The chance that a driftless walk stands at least `rise` above its own minimum, `sessions` after it.

    A walk seen from its minimum is a Brownian meander; its end is Rayleigh distributed, P(R > x) = exp(-x^2 / 2)
    (Durrett, Iglehart and Miller 1977, equation 1.1).
    """
    if rise <= 0.0 or sessions < 1 or sigma <= 0.0:
        return 1.0
    return math.exp(-(rise**2) / (2.0 * sigma**2 * sessions))


__all__ = ["Direction", "Drawdown", "Turn", "find_turn", "max_drawdown", "rise_from_low_p"]
