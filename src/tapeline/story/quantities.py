"""The quantity finder: every number of a text with its unit, its hedge and what it counts.

A mention is read in five small steps: the numeral where it starts, its sign and currency sign on the left, its unit or noun on
the right, the hedge on either side, and the second half of a range. Words come from the language's tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tapeline.quantity import Figure, step_of
from tapeline.story.numbers import labels, parts, ranges, units
from tapeline.story.text import normalise
from tapeline.story.wordfinder import lowered

if TYPE_CHECKING:
    from tapeline.story.numbers.parts import Part


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity where it stands in a view.

    Attributes:
        start, end: the number with its unit (and its sign), in code points.
        figure: the number as written: value in the base unit, step, unit, hedge, top of a range.
        hedge_start, hedge_end: the same stretch with the hedge words around it.
        number_start, number_end: the numeral alone.
        numeral: the numeral's own value (140.2e8 for 140.2亿美元, 50 for 50美分).
        noun: the counted noun or classifier, in lower case; empty without one.
    """

    start: int
    end: int
    figure: Figure
    hedge_start: int
    hedge_end: int
    number_start: int
    number_end: int
    numeral: float
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Quantified:
    """A number of a text with its unit: `text[start:end]`, the interval `low` to `high` that it asserts, and its written value."""

    text: str
    start: int
    end: int
    low: float
    high: float
    unit: str
    value: float
    number_start: int
    number_end: int
    numeral: float


def quantities(text: str, language: str) -> list[Quantified]:
    """Each number of a text with its unit, bare numbers included.

    Args:
        text: any text; offsets are code points of it.
        language: one that has a folder (`lexicon.languages()`).

    Raises:
        UnknownNameError: a language without tables.
    """
    found = []
    for m in find(normalise(text), language, strict=False):
        q = m.figure.quantity
        found.append(Quantified(text[m.start : m.end], m.start, m.end, q.low, q.high, q.unit, m.figure.value,
                                m.number_start, m.number_end, m.numeral))  # fmt: skip
    return found


def find(view: str, language: str, *, strict: bool = True, low: str = "") -> list[Mention]:
    """The quantities of a normalised view, in order, none overlapping another.

    Args:
        view: what `text.normalise` returned.
        language: one that has a folder (`lexicon.languages()`).
        strict: leave out numbers that count nothing (dates, times, names, footnotes, addresses) and articles (一个, one).
        low: the view in lower case, where another finder has made it so.

    Raises:
        UnknownNameError: a language without tables.
    """
    mentions: list[Mention] = []
    for part in _joined(view, parts.find(view, low or lowered(view), language, strict=strict), language, strict=strict):
        mention = _mention(view, part, language, floor=mentions[-1].end if mentions else 0)
        if not strict or _stands(view, mention, part, language):
            mentions.append(mention)
    return mentions


def _joined(view: str, found: list[Part], language: str, *, strict: bool) -> list[Part]:
    out: list[Part] = []
    for part in found:
        last = out[-1] if out else None
        joined = None
        if last is not None:
            joined = ranges.join_range(view, last, part, language)
            if joined is None and (part.kind == "currency" or not strict):
                joined = ranges.join_coins(view, last, part, language)
        if joined is None:
            out.append(part)
        else:
            out[-1] = joined
    return out


NEXT_FRACTION, UP_TO_TWO_THIRDS = 5, 17
"""Behind "more than a quarter", and "more than half", so many steps of a fraction lie before the next that would be told; "nearly" is as far short of one."""
OF_ITSELF = 0.05
"""A fraction told in words has a step of so much of itself: a half is what lies between 48.75% and 51.25%."""


def _mention(view: str, part: Part, language: str, floor: int) -> Mention:
    n, end = part.numeral, part.end
    hedge, hedge_start, hedge_end = n.hedge, part.start, end
    if (found := units.hedge_before(view, part.start, language)) is not None and found[1] >= floor:
        hedge, hedge_start = (found[0] if hedge == "exact" else hedge), found[1]
    if (behind := units.hedge_after(view, end, language)) is not None:
        hedge, hedge_end = (behind[0] if hedge in {"exact", "as_high_as"} else hedge), behind[1]
    value = float(part.value * part.factor)
    top = part.top if part.top is not None or n.top is None else n.top
    step = _step(part)
    if n.form == "fraction":
        further = UP_TO_TWO_THIRDS if value in {0.5, 50.0} and hedge != "nearly" else NEXT_FRACTION
        step = step * further if hedge in {"over", "under", "nearly"} else max(step, OF_ITSELF * abs(value))
    figure = Figure(
        view[part.start : end], value, step, part.unit, hedge, None if top is None else float(top * part.factor)
    )
    return Mention(part.start, end, figure, hedge_start, hedge_end, n.start, n.end, float(n.value), part.noun)


def _step(part: Part) -> float:
    n = part.numeral
    if n.hedge == "several":
        return float(n.place * part.factor)
    if n.form == "fraction" or part.kind == "tenths":
        size = part.factor if part.unit == "%" and n.form == "fraction" else 10 if part.kind == "tenths" else 1
        return float(n.place * size)  # of a share ("a quarter") a hundredth is a percent; of "half of 1%" it is not
    place = Fraction(1) if n.decimals == 0 and 1 < n.place < 1000 else n.place
    scale = float(place * 10**n.decimals)
    return step_of(float(part.value), n.decimals, scale, part.unit) * float(part.factor)


def _stands(view: str, mention: Mention, part: Part, language: str) -> bool:
    """Whether a number without a strong unit is a quantity in a story: not an article, a digit word, a year or part of a name."""
    n = part.numeral
    if part.kind in {"currency", "ratio", "tenths"}:
        return not part.lone_coin
    if n.form != "digits" and n.value == 1 and part.kind != "time":
        return False
    if part.kind in {"time", "counted", "plain"} or n.hedge != "exact" or n.top is not None:
        return bool(part.kind) or n.value >= 10
    if n.form == "digits":
        named = (
            n.decimals == 0
            and n.value < 10_000
            and mention.hedge_start == mention.start
            and labels.follows_name(view, n.start)
        )
        return (
            not labels.is_year(n)
            and not named
            and (
                n.decimals > 0
                or n.value >= 100
                or mention.figure.hedge != "exact"
                or labels.is_told_bare(view, n, language)
            )
        )
    return n.value >= 100 or (mention.figure.hedge != "exact" and n.value >= 10)


__all__ = ["Mention", "Quantified", "find", "quantities"]
