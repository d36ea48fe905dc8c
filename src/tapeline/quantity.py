"""Quantities: an interval with a unit, how a written number becomes one, and how two are compared.

The rules of rounding and of hedges stand here and nowhere else (`HEDGES`, `Figure`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tapeline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

Relation = Literal["meets", "below", "above"]

ROUND_CAP = 0.10
"""A round number is never read wider than this share of its value to either side ("2 billion" is 1.8 to 2.2)."""
ABOUT = 0.05
"""What "about" adds where the rounding itself is finer."""
FINE_UNITS = frozenset({"%", "points", "bp", "years", "days", "date", "x", ""})
"""Units in which the ones digit counts even where it is a zero: "20%" is 19.5 to 20.5."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A closed interval `[low, high]` in one unit; either end may be infinite.

    Raises:
        InputError: `low` above `high`, or an end that is not a number.
    """

    low: float
    high: float
    unit: str

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise InputError(f"a quantity needs low <= high, and got {self.low} to {self.high} {self.unit}")

    @classmethod
    def exact(cls, value: float, unit: str) -> Quantity:
        """A value known without error."""
        return cls(value, value, unit)

    @classmethod
    def known_to(cls, value: float, precision: float, unit: str) -> Quantity:
        """A value known to plus or minus half of `precision` (same unit as the value)."""
        half = abs(precision) / 2
        return cls(value - half, value + half, unit)

    @property
    def middle(self) -> float:
        """The midpoint; the finite end where the other is infinite; 0 where both are."""
        if math.isinf(self.low) and math.isinf(self.high):
            return 0.0
        if math.isinf(self.low):
            return self.high
        return self.low if math.isinf(self.high) else (self.low + self.high) / 2

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2

    def contains(self, value: float) -> bool:
        """Whether `value` lies in the interval, ends included."""
        return self.low <= value <= self.high

    def relation(self, other: Quantity) -> Relation:
        """Where this interval lies beside another of the same unit: it meets it, or is wholly below or above."""
        self._same_unit(other)
        if self.high < other.low:
            return "below"
        return "above" if self.low > other.high else "meets"

    def gap(self, other: Quantity) -> float:
        """The distance between two intervals, 0 where they meet."""
        self._same_unit(other)
        return max(other.low - self.high, self.low - other.high, 0.0)

    def intersect(self, other: Quantity) -> Quantity | None:
        """What both intervals hold, or `None` where they do not meet."""
        if self.gap(other) > 0:
            return None
        return Quantity(max(self.low, other.low), min(self.high, other.high), self.unit)

    def __add__(self, other: Quantity) -> Quantity:
        self._same_unit(other)
        return Quantity(self.low + other.low, self.high + other.high, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        self._same_unit(other)
        return Quantity(self.low - other.high, self.high - other.low, self.unit)

    def __neg__(self) -> Quantity:
        return Quantity(-self.high, -self.low, self.unit)

    def __abs__(self) -> Quantity:
        if self.low >= 0:
            return self
        return -self if self.high <= 0 else Quantity(0.0, max(-self.low, self.high), self.unit)

    def __mul__(self, other: Quantity) -> Quantity:
        return _hull([_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)],
                     _product_unit(self.unit, other.unit))  # fmt: skip

    def __truediv__(self, other: Quantity) -> Quantity:
        if other.low <= 0 <= other.high:
            raise InputError(f"cannot divide by an interval that holds zero: {other.low} to {other.high} {other.unit}")
        return _hull([_quotient(a, b) for a in (self.low, self.high) for b in (other.low, other.high)],
                     _quotient_unit(self.unit, other.unit))  # fmt: skip

    def scale(self, factor: float, unit: str | None = None) -> Quantity:
        """The interval times a plain number, in `unit` where one is given."""
        return _hull([_product(self.low, factor), _product(self.high, factor)], self.unit if unit is None else unit)

    def to(self, unit: str) -> Quantity:
        """The same interval in another unit of the same kind (`x` and `%`; `bp` and `points`).

        Raises:
            InputError: the units are not of one kind.
        """
        if unit == self.unit:
            return self
        factor = _CONVERSIONS.get((self.unit, unit))
        if factor is None:
            raise InputError(f"cannot turn {self.unit or 'a bare number'} into {unit or 'a bare number'}")
        return self.scale(factor, unit)

    def _same_unit(self, other: Quantity) -> None:
        if self.unit != other.unit:
            raise InputError(f"cannot set {self.unit or 'a bare number'} beside {other.unit or 'a bare number'}")


_CONVERSIONS = {("x", "%"): 100.0, ("%", "x"): 0.01, ("points", "bp"): 100.0, ("bp", "points"): 0.01,
                ("bp", "%"): 0.01, ("points", "%"): 1.0, ("%", "points"): 1.0}  # fmt: skip


def _hull(values: list[float], unit: str) -> Quantity:
    return Quantity(min(values), max(values), unit)


def _product(a: float, b: float) -> float:
    return 0.0 if 0.0 in (a, b) else a * b


def _quotient(a: float, b: float) -> float:
    return 0.0 if a == 0 or (math.isinf(b) and not math.isinf(a)) else math.inf if math.isinf(a) else a / b


def _product_unit(a: str, b: str) -> str:
    for first, second in ((a, b), (b, a)):
        if first in {"x", ""}:
            return second
        single = "share" if second == "shares" else second
        if first.endswith("/" + single):
            return first.removesuffix("/" + single)
    raise InputError(f"no unit is defined for {a} times {b}")


def _quotient_unit(a: str, b: str) -> str:
    if a == b:
        return "x"
    return a if b in {"x", ""} else f"{a}/{b.removesuffix('s') if b == 'shares' else b}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written: its value, the size of its last significant digit, its unit and its hedge.

    Attributes:
        text: the characters it was read from.
        value: the written value in `unit`.
        step: the size of one unit in the last significant digit, in `unit`; 0 for an exact count.
        unit: a unit of the contract (`USD`, `%`, `x`, `shares`, `people`, `years`...).
        hedge: a name in `HEDGES`.
        top: the upper end of a written range ("5% to 7%"), or `None`.
    """

    text: str
    value: float
    step: float
    unit: str
    hedge: str = "exact"
    top: float | None = None

    @property
    def quantity(self) -> Quantity:
        """The interval that the writing asserts."""
        if self.top is not None:
            half = self.half
            return Quantity(min(self.value, self.top) - half, max(self.value, self.top) + half, self.unit)
        low, high = HEDGES[self.hedge](self)
        return Quantity(min(low, high), max(low, high), self.unit)

    @property
    def half(self) -> float:
        """Half a rounding step, at most `ROUND_CAP` of the value but for percentages, years and days."""
        half = self.step / 2
        return half if self.unit in FINE_UNITS and self.unit != "x" else min(half, ROUND_CAP * abs(self.value))

    @property
    def round_step(self) -> float:
        """The distance to the next round number: one unit of the last digit that is not a zero."""
        return max(self.step, last_nonzero_place(self.value))

    @property
    def step_out(self) -> float:
        """The distance to the next round number away from zero: behind a five that is not the only digit, five units (25 to 30)."""
        units = round(abs(self.value) / last_nonzero_place(self.value))
        return self.round_step * (FIVE if units > FIVE and units % 10 == FIVE else 1)

    def hedged(self, hedge: str) -> Figure:
        """The same figure under another hedge."""
        return replace(self, hedge=hedge)


FIVE = 5


def last_nonzero_place(value: float) -> float:
    """The place value of the last digit that is not a zero (1960 gives 10, 1.22e12 gives 1e10, 0 gives 1)."""
    if value == 0 or not math.isfinite(value):
        return 1.0
    digits, exponent = f"{abs(value):.11e}".split("e")
    fraction = digits.replace(".", "").rstrip("0")
    return float(10.0 ** (int(exponent) - len(fraction) + 1))


def step_of(value: float, decimals: int, scale: float, unit: str) -> float:
    """The size of the last significant digit of a written number.

    Trailing zeros are not significant where a magnitude word or a value from 1,000 on shows a round number; in percent,
    years and multiples, and in figures below 1,000 without a magnitude word, the ones digit counts.

    Args:
        value: the whole value, in `unit`.
        decimals: digits written after the decimal point.
        scale: the factor of the magnitude word (1e8 for 亿, 1e6 for million), 1 without one.
        unit: the unit that the number is in.
    """
    written = scale * 10.0**-decimals
    if decimals or unit in FINE_UNITS or (scale == 1 and abs(value) < 1000):
        return written
    return max(written, last_nonzero_place(value))


def _exact(f: Figure) -> tuple[float, float]:
    return f.value - f.half, f.value + f.half


def _about(f: Figure) -> tuple[float, float]:
    half = max(f.half, ABOUT * abs(f.value))
    return f.value - half, f.value + half


def _slack(f: Figure) -> float:
    return max(min(f.step, ROUND_CAP * abs(f.value)), ABOUT * abs(f.value))


def _outward(f: Figure, distance: float) -> float:
    return f.value + (distance if f.value >= 0 else -distance)


HEDGES: dict[str, Callable[[Figure], tuple[float, float]]] = {
    # "about 350 million": the rounding, and at least 5% to either side
    "about": _about,
    # "196 billion": half a step of the last significant digit to either side
    "exact": _exact,
    # "nearly 30%", 近三成: from one step (at most 10%, at least 5%) short of it, up to it
    "nearly": lambda f: (_outward(f, -_slack(f)), f.value),
    # "over 140 billion": from it up to the next round number (150; "over 25" up to 30)
    "over": lambda f: (f.value, _outward(f, f.step_out)),
    # "under 150": from the round number before up to it
    "under": lambda f: (_outward(f, -f.round_step), f.value),
    # "at least 10": it or anything further out
    "at_least": lambda f: (f.value - f.half, math.inf) if f.value >= 0 else (-math.inf, f.value + f.half),
    # "at most 10": anything up to it
    "at_most": lambda f: (-math.inf, f.value + f.half) if f.value >= 0 else (f.value - f.half, math.inf),
    # "up to 10", "as much as": it is the top of what was seen, so no less than a step short of it
    "up_to": lambda f: (_outward(f, -_slack(f)), _outward(f, f.half)),
    # 高达, "as high as": an emphasis, read as the rounded number
    "as_high_as": _exact,
    # 数十亿, "several billion": two to nine of the unit named (the step)
    "several": lambda f: (2 * f.step, 10 * f.step),
}
"""Each hedge's one rule: a figure as written -> the ends of the interval that it asserts."""

__all__ = [
    "ABOUT",
    "FINE_UNITS",
    "HEDGES",
    "ROUND_CAP",
    "Figure",
    "Quantity",
    "Relation",
    "last_nonzero_place",
    "step_of",
]
