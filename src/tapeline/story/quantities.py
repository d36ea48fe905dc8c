"""The quantity finder: every number of a text with its unit, its hedge and what it counts.

A mention is read in five small steps: the numeral where it starts, its sign and currency sign on the left, its unit or noun on
the right, the hedge on either side, and the second half of a range. Words come from the language's tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tapeline.quantity import Figure, step_of
from tapeline.story import labels, lexicon, numerals, units
from tapeline.story.numerals import Numeral
from tapeline.story.text import normalise

LARGEST = Fraction(10**30)
ONE = Fraction(1)


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
        language: `zh` or `en`.

    Raises:
        UnknownNameError: a language without tables.
    """
    found = []
    for m in find(normalise(text), language, strict=False):
        q = m.figure.quantity
        found.append(Quantified(text[m.start : m.end], m.start, m.end, q.low, q.high, q.unit, m.figure.value,
                                m.number_start, m.number_end, m.numeral))  # fmt: skip
    return found


def find(view: str, language: str, *, strict: bool = True) -> list[Mention]:
    """The quantities of a normalised view, in order, none overlapping another.

    Args:
        view: what `text.normalise` returned.
        language: `zh` or `en`.
        strict: leave out numbers that count nothing (dates, times, names, footnotes, addresses) and articles (一个, one).

    Raises:
        UnknownNameError: a language without tables.
    """
    parts = _singles(view, language, strict=strict)
    mentions: list[Mention] = []
    i = 0
    while i < len(parts):
        joined = _range(view, parts[i], parts[i + 1], language) if i + 1 < len(parts) else None
        part = parts[i] if joined is None else joined
        i += 1 if joined is None else 2
        mention = _mention(view, part, language, floor=mentions[-1].end if mentions else 0)
        if not strict or _stands(mention, part):
            mentions.append(mention)
    return mentions


class _Part(NamedTuple):
    """A number with its own sign and unit, before ranges and hedges."""

    start: int
    end: int
    numeral: Numeral
    unit: str
    factor: Fraction
    value: Fraction
    kind: str
    noun: str
    marked: bool
    top: Fraction | None = None
    spread: bool = False


@cache
def _trigger(language: str) -> re.Pattern[str]:
    table = lexicon.table(language, "numbers")
    digits = lexicon.one_of(w for words in lexicon.table(language, "units")["digit_count"].values() for w in words)
    if language == "zh":
        groups = [
            *table["digits"].values(),
            *table["small"].values(),
            table["marks"]["several"],
            table["marks"]["half"],
            table["big"]["10000"],
        ]
        characters = "".join(w for words in groups for w in words)
        return re.compile(rf"[0-9]|\.[0-9]|(?P<digits>{digits})|[{characters}负]")
    words = [w for name in ("units", "tens", "magnitudes") for group in table[name].values() for w in group]
    numbers = lexicon.one_of([*words, "half", "quarter", "tens", *table["several"]["words"], *table["several"]["pair"]])
    article = (
        r"an?(?=[ -](?:"
        + lexicon.one_of(w for n in ("magnitudes", "parts") for g in table[n].values() for w in g)
        + "))"
    )
    glyphs = "".join(g for group in table["glyphs"].values() for g in group)
    return re.compile(
        rf"[0-9]|\.[0-9]|[{glyphs}]|(?<![A-Za-z])(?:(?P<digits>{digits})|{numbers}|{article})", re.IGNORECASE
    )


class _Text(NamedTuple):
    """What is the same for every number of one text."""

    view: str
    language: str
    yen: str
    skip: list[tuple[int, int]]
    strict: bool


def _singles(view: str, language: str, *, strict: bool) -> list[_Part]:
    trigger = _trigger(language)
    yen = units.yen_or_yuan(view, language) if "¥" in view else ""
    text = _Text(view, language, yen, labels.addresses(view), strict)
    parts: list[_Part] = []
    at = 0
    while (m := trigger.search(view, at)) is not None:
        part, at = _single(text, m, floor=parts[-1].end if parts else 0)
        if part is not None:
            parts.append(part)
    return parts


def _single(text: _Text, m: re.Match[str], floor: int) -> tuple[_Part | None, int]:
    """The part that starts at a trigger, or `None`, and where to go on; words before `floor` are taken."""
    view, language, _, skip, strict = text
    at = m.start()
    if skip and (end := labels.within(skip, at)) is not None:
        return None, end
    if m["digits"]:
        return _digit_count(view, m, language), m.end()
    if (end := labels.held(view, at, language)) is not None:
        return None, end
    n = _half(view, at) if language == "zh" else None
    n = n or numerals.read(view, at, language, joined=not strict)
    if n is None or abs(n.value) > LARGEST:
        return None, _past(view, at)
    part = _part(text, n, floor)
    weak = part.kind not in {"currency", "ratio", "tenths"}
    if strict and (labels.is_bound(view, n, weak=weak) or (weak and labels.is_label(view, n, language))):
        return None, n.end
    return part, part.end


def _past(view: str, at: int) -> int:
    digits = numerals.DIGITS.match(view, at)
    return digits.end() if digits is not None else at + 1


_HALF = re.compile(r"一半|半数|半(?![年天月小场日价成个导径途夜岛路])")


def _half(view: str, at: int) -> Numeral | None:
    m = _HALF.match(view, at)
    if m is None or (m[0] == "半" and view[at - 1 : at] in set(lexicon.table("zh", "numbers")["not_after"]["半"])):
        return None
    return Numeral(at, m.end(), Fraction(1, 2), Fraction(1, 100), form="fraction")


def _digit_count(view: str, m: re.Match[str], language: str) -> _Part:
    rows = lexicon.by_word(lexicon.table(language, "units")["digit_count"])
    low, high = rows[" ".join(m["digits"].lower().split())].split()
    n = Numeral(m.start(), m.end(), Fraction(int(low)), top=Fraction(int(high)))
    found = units.after(view, n, language)
    end = found.end if found.unit in {"%", "points"} else n.end
    return _Part(n.start, end, n, "%", Fraction(1), n.value, "ratio", "", marked=True, top=n.top, spread=True)


_SIGN = re.compile(r"(?:(?<![0-9A-Za-z)%])[-+][ ]?|(?<![A-Za-z])(?:minus|negative)[ ]|负)$", re.IGNORECASE)


def _part(text: _Text, n: Numeral, floor: int) -> _Part:
    view, language = text.view, text.language
    prefix = units.prefix_before(view, n.start, floor, language, text.yen)
    n = _with_suffix(view, n, money=prefix is not None)
    found = units.after(view, n, language)
    start, end, unit, factor, kind = n.start, found.end, found.unit, found.factor, found.kind
    value = n.value if found.value is None else found.value
    if prefix is not None and kind not in {"ratio", "tenths"}:
        start, same = prefix[0], kind == "currency" and unit == prefix[1] and view[end - 1].isalpha()
        unit, factor, kind, end = prefix[1], prefix[2], "currency", end if same else n.end
    elif n.form == "percent":
        unit, factor, kind, end = "%", ONE, "ratio", n.end
    elif n.form == "fraction" and text.strict and unit == "" and abs(n.value) < 1:
        unit, factor, kind, end = "%", Fraction(100), "ratio", n.end
    start, negative = _signed(view, start, floor)
    if kind == "currency":
        end, each = units.per_share(view, start, end, floor, language)
        unit = unit + "/share" if each else unit
    if kind == "tenths":
        n, factor = replace(n, place=Fraction(1, 2) if n.decimals == 0 and found.factor == 10 else n.place), ONE
    return _Part(
        start,
        end,
        n,
        unit,
        factor,
        -value if negative else value,
        kind,
        found.noun,
        marked=prefix is not None or bool(unit),
    )


def _signed(view: str, start: int, floor: int) -> tuple[int, bool]:
    m = _SIGN.search(view, max(floor, start - 10), start)
    if m is None or m[0].strip() == "+":
        return start, False
    return m.start(), True


def _with_suffix(view: str, n: Numeral, *, money: bool) -> Numeral:
    if n.form == "digits" and (suffix := numerals.suffix_of(view, n.end, money=money)) is not None:
        return replace(n, end=suffix[0], value=n.value * suffix[1], place=n.place * suffix[1], form="words")
    if n.form == "digits" and (power := numerals.power_of(view, n.end)) is not None and abs(power[1]) < LARGEST:
        return replace(n, end=power[0], value=n.value * power[1], place=n.place * power[1])
    return n


@cache
def _range_words(
    language: str,
) -> tuple[re.Pattern[str], frozenset[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = lexicon.table(language, "ranges")
    close = table["joiners"]
    return (
        re.compile("[ ]{0,2}(" + lexicon.one_of(close["words"]) + ")[ ]{0,2}", re.IGNORECASE),
        frozenset(close["close"]),
        re.compile("(?:" + lexicon.one_of(close["close_cues_before"]) + ")[^.。;；]{0,16}$", re.IGNORECASE),
        re.compile("(?:" + lexicon.one_of(table["from"]["words"]) + ")[ ]?$", re.IGNORECASE),
        re.compile("(?:" + lexicon.one_of(table["change"]["words"]) + ")[^.。;；,，]{0,10}$", re.IGNORECASE),
    )


def _range(view: str, a: _Part, b: _Part, language: str) -> _Part | None:
    """Two numbers that are the ends of one range (5%至7%, between 5% and 7%, 34.5-37亿), or `None`."""
    if b.start - a.end > 8 or b.start <= a.end or a.spread or b.spread:
        return None
    joiner, close, cue, origin, change = _range_words(language)
    m = joiner.fullmatch(view, a.end, b.start)
    if m is None or origin.search(view, max(0, a.start - 8), a.start) is not None:
        return None
    word, left = m[1].lower(), max(0, a.start - 24)
    if word in close and cue.search(view, left, a.start) is None:
        return None
    bare = not a.marked or (
        a.unit == b.unit and a.kind == "currency" and a.numeral.form == "digits" and b.numeral.form == "words"
    )
    if not bare and (
        a.unit != b.unit or (a.unit != "%" and word not in {"-", "–", "—", "~"} and change.search(view, left, a.start))
    ):
        return None
    return _joined(a, b, bare=bare)


def _joined(a: _Part, b: _Part, *, bare: bool) -> _Part | None:
    low = a.value
    if bare and a.numeral.form == "digits" and b.value:
        low *= _size_word(b)
    if bare and a.kind not in {"", b.kind}:
        return None
    if not low * a.factor < b.value * b.factor and not (low < 0 and b.value < 0):
        return None
    factor = b.factor if bare else a.factor
    numeral = replace(b.numeral, start=a.numeral.start)
    return b._replace(
        start=a.start,
        numeral=numeral,
        value=low * factor / b.factor,
        top=b.value,
        spread=True,
        noun=b.noun,
        kind=b.kind,
    )


def _size_word(part: _Part) -> Fraction:
    """The magnitude that a number in digits was written with (1e8 in 37亿)."""
    return part.numeral.place * 10**part.numeral.decimals if part.numeral.form == "words" else Fraction(1)


def _mention(view: str, part: _Part, language: str, floor: int) -> Mention:
    n, end = part.numeral, part.end
    hedge, hedge_start, hedge_end = n.hedge, part.start, end
    if (found := units.hedge_before(view, part.start, language)) is not None and found[1] >= floor:
        hedge, hedge_start = (found[0] if hedge == "exact" else hedge), found[1]
    if (behind := units.hedge_after(view, end, language)) is not None:
        hedge, hedge_end = (behind[0] if hedge in {"exact", "as_high_as"} else hedge), behind[1]
    value = float(part.value * part.factor)
    top = part.top if part.top is not None or n.top is None else n.top
    figure = Figure(
        view[part.start : end], value, _step(part), part.unit, hedge, None if top is None else float(top * part.factor)
    )
    return Mention(part.start, end, figure, hedge_start, hedge_end, n.start, n.end, float(n.value), part.noun)


def _step(part: _Part) -> float:
    n = part.numeral
    if n.hedge == "several":
        return float(n.place * part.factor)
    if n.form == "fraction" or part.kind == "tenths":
        return float(
            n.place * (100 if part.unit == "%" and n.form == "fraction" else 10 if part.kind == "tenths" else 1)
        )
    scale = float(n.place * 10**n.decimals)
    return step_of(float(part.value), n.decimals, scale, part.unit) * float(part.factor)


def _stands(mention: Mention, part: _Part) -> bool:
    """Whether a number without a strong unit is a quantity in a story: not an article, a digit word, a year or part of a name."""
    n = part.numeral
    if part.kind in {"currency", "ratio", "tenths"}:
        return True
    if n.form != "digits" and n.value == 1 and part.kind != "time":
        return False
    if part.kind in {"time", "counted", "plain"} or n.hedge != "exact" or n.top is not None:
        return bool(part.kind) or n.value >= 10
    if n.form == "digits":
        return not labels.is_year(n) and (n.decimals > 0 or n.value >= 100 or mention.figure.hedge != "exact")
    return n.value >= 100 or (mention.figure.hedge != "exact" and n.value >= 10)


__all__ = ["Mention", "Quantified", "find", "quantities"]
