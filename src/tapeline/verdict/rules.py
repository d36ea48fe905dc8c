"""The rule that sets an assertion beside a measurement: supported, imprecise or contradicted. The tolerances stand here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tapeline.quantity import ROUND_CAP, Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Asserted, Measured

Grade = Literal["supported", "imprecise", "contradicted"]
ORDER: tuple[Grade, ...] = ("supported", "imprecise", "contradicted")
TOLERANCE = 0.03
"""Beyond the rounding, a value within this share of the measured one is imprecise and not contradicted."""
EXACT_UNITS = frozenset({"date", "rank"})
EXACT_MEASURES = frozenset({"person.age"})
OPEN_HEDGES = {"over": 1.0, "at_least": 1.0, "under": -1.0, "at_most": -1.0}
"""The hedges that are true to the letter however far the value lies; "nearly" is none: 0% is not nearly 24%."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far from the rounding a claim may lie and still be imprecise: a share of the value, and one more rounding step."""

    share: float = TOLERANCE
    steps: float = 1.0


def grade(asserted: Asserted, measured: Measured, measure: str, tolerance: Tolerance | None = None) -> Grade:
    """The grade of an assertion on one reading.

    The intervals meet: supported, but for a first place "since" a time that is one since long before: imprecise. They lie within one more rounding step, or within 3% of the measured value: imprecise. The
    hedge points the right way and is only stretched ("over 140" when it is 166): imprecise. Else contradicted. Dates, ranks and
    ages know no tolerance.

    Raises:
        InputError: the two are not of one kind of unit.
    """
    claimed, found = asserted.quantity, measured.quantity.to(asserted.unit)
    if claimed.gap(found) <= 1e-12 * max(abs(found.low), 1.0):
        return "supported" if measured.holds_since is None else "imprecise"
    if asserted.unit in EXACT_UNITS or measure in EXACT_MEASURES:
        return "contradicted"
    if _stretched(asserted, found):
        return "imprecise"
    allowed = tolerance or Tolerance()
    figure = asserted.figure
    step = min(figure.step, ROUND_CAP * abs(figure.value)) if figure else 0.0
    slack = max(allowed.share * abs(found.middle), allowed.steps * step)
    return "imprecise" if claimed.gap(found) <= slack else "contradicted"


def _stretched(asserted: Asserted, found: Quantity) -> bool:
    """Whether a one-sided hedge is true to the letter and misleads by its distance."""
    figure = asserted.figure
    if figure is None or figure.hedge not in OPEN_HEDGES or figure.value == 0:
        return False
    if found.low * figure.value <= 0 or found.high * figure.value <= 0:
        return False
    outward = OPEN_HEDGES[figure.hedge] * (1 if figure.value > 0 else -1)
    return found.low >= figure.value if outward > 0 else found.high <= figure.value


def kindest(grades: Sequence[Grade], gaps: Sequence[float] = ()) -> int:
    """The position of the best grade; of several imprecise ones that with the smallest gap, else the first.

    Args:
        grades: the grade of each reading, the likeliest first.
        gaps: how far each reading lies from what is asserted.
    """
    ranks = [ORDER.index(g) for g in grades]
    near = gaps if gaps and min(ranks) == ORDER.index("imprecise") else [0.0] * len(grades)
    return min(range(len(grades)), key=lambda i: (ranks[i], near[i], i))


__all__ = ["ORDER", "TOLERANCE", "Grade", "Tolerance", "grade", "kindest"]
