"""On what terms claims are judged: what a story could have known, what is known now, and what else its claims tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Period
    from tapeline.verdict.rules import Tolerance


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms claims are judged.

    Attributes:
        then: the last day whose knowledge the story could have had.
        now: the last day whose knowledge the reader has.
        language: the language of the reasons, `zh` or `en`.
        tolerance: how far beyond the rounding is imprecise.
        named: the companies that the story's claims speak of, for another reading and the nearest truth.
        told: the times that its claims speak of.
        under_way: whether the story was written while the session of its day went on, and so need not know its close.
        deep: whether a causal claim also gets breaks and a counterfactual, which its verdict does not need.
    """

    then: date
    now: date
    language: str = "en"
    tolerance: Tolerance | None = None
    named: tuple[str, ...] = ()
    told: tuple[Period, ...] = ()
    under_way: bool = False
    deep: bool = False


__all__ = ["Terms"]
