"""Two numbers that are one: the ends of a range (5%至7%), an amount in two coins (thirteen dollars and forty-five cents)."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tapeline.story import lexicon

if TYPE_CHECKING:
    from tapeline.story.numbers.parts import Part


class _RangeWords(NamedTuple):
    joiner: re.Pattern[str]
    close: frozenset[str]
    cue: re.Pattern[str]
    origin: re.Pattern[str]
    change: re.Pattern[str]
    leading: frozenset[str]
    led: re.Pattern[str]
    coins: re.Pattern[str]


@cache
def _range_words(language: str) -> _RangeWords:
    table = lexicon.table(language, "ranges")
    joiners, led = table["joiners"], table.get("led", {"joiners": [], "after": []})
    coins = lexicon.listed(lexicon.merged(language, "ranges"), "coins")
    spaced = lexicon.one_of(w for w in coins if w[-1].isascii())
    glued = lexicon.one_of(w for w in coins if not w[-1].isascii())
    return _RangeWords(
        re.compile("[ ]{0,2}(" + lexicon.one_of(joiners["words"]) + ")[ ]{0,2}", re.IGNORECASE),
        frozenset(joiners.get("close", [])),
        re.compile("(?:" + lexicon.one_of(joiners.get("close_cues_before", [])) + ")[^.。;；]{0,16}$", re.IGNORECASE),
        re.compile("(?:" + lexicon.one_of(table.get("from", {}).get("words", [])) + ")[ ]?$", re.IGNORECASE),
        re.compile(
            "(?:" + lexicon.one_of(table.get("change", {}).get("words", [])) + ")[^.。;；,，]{0,10}$", re.IGNORECASE
        ),
        frozenset(led["joiners"]),
        re.compile(lexicon.one_of(led["after"])),
        re.compile(f"(?:[ ]{spaced}|,)?[ ]|[ ]?{glued}?[ ]?", re.IGNORECASE),
    )


def join_range(view: str, a: Part, b: Part, language: str) -> Part | None:
    """Two numbers that are the ends of one range (5%至7%, between 5% and 7%, 34.5-37亿), or `None`."""
    if b.start - a.end > 8 or b.start <= a.end or a.spread or b.spread:
        return None
    words = _range_words(language)
    m = words.joiner.fullmatch(view, a.end, b.start)
    if m is None or _no_dash(view, m, a, b) or words.origin.search(view, max(0, a.start - 8), a.start) is not None:
        return None
    word, left, close = m[1].lower(), max(0, a.start - 24), words.close
    if word in close and words.cue.search(view, left, a.start) is None:
        return None
    if word in words.leading and words.led.match(view, b.end) is not None:
        return None
    if a.prefixed and not b.kind and not b.marked and word not in close:
        b = b._replace(unit=a.unit, factor=a.factor, kind="currency", marked=True)
    bare = (not a.marked and (word not in close or a.numeral.form == "digits")) or (
        a.unit == b.unit and a.kind == "currency" and a.numeral.form == "digits" and b.numeral.form == "words"
    )
    if not bare and (
        b.unit not in {a.unit, f"{a.unit}/share"}  # "$6 to $7 per share"
        or (a.unit != "%" and word not in {"-", "–", "—", "~"} and words.change.search(view, left, a.start))
    ):
        return None
    return _joined(a, b, bare=bare)


def _no_dash(view: str, m: re.Match[str], a: Part, b: Part) -> bool:
    """Whether a hyphen between two numbers is no range: between words, or in a row of more than two numbers."""
    if m[1] != "-":
        return False
    written = view[a.numeral.start].isdigit() and view[b.numeral.start].isdigit()
    return not written or view[b.end : b.end + 1] == "-" or view[a.start - 1 : a.start] in {"-", "+"}


def _joined(a: Part, b: Part, *, bare: bool) -> Part | None:
    low = a.value
    if bare and a.numeral.form == "digits" and b.value:
        low *= _size_word(b)
    if bare and a.kind not in {"", b.kind}:
        return None
    if not low * a.factor < b.value * b.factor and not (low < 0 and b.value < 0):
        return None
    factor = b.factor if bare else a.factor
    numeral = b.numeral._replace(start=a.numeral.start)
    return b._replace(
        start=a.start,
        numeral=numeral,
        value=low * factor / b.factor,
        top=b.value,
        spread=True,
        noun=b.noun,
        kind=b.kind,
    )


def _size_word(part: Part) -> Fraction:
    """The magnitude that a number in digits was written with (1e8 in 37亿)."""
    return part.numeral.place * 10**part.numeral.decimals if part.numeral.form == "words" else Fraction(1)


def join_coins(view: str, a: Part, b: Part, language: str) -> Part | None:
    """An amount in two coins of one currency (两美元又三美分, 50元6角, 17 dollars 25), or `None`."""
    if a.kind != "currency" or a.top is not None or b.start - a.end > 5 or a.numeral.decimals or a.value < 0:
        return None
    if _range_words(language).coins.fullmatch(view, a.end, b.start) is None:
        return None
    if (
        b.kind == "currency"
        and b.unit == a.unit
        and b.factor < a.factor
        and b.value * b.factor < a.factor
        and not b.prefixed
    ):
        factor = b.factor
    elif (
        not b.marked
        and not b.kind
        and a.factor == 1
        and b.numeral.end - b.numeral.start > 1
        and 10 <= b.value < 100
        and view[a.end - 1].isalpha()
    ):
        factor = Fraction(1, 100)
    else:
        return None
    numeral = b.numeral._replace(start=a.numeral.start)
    return a._replace(
        end=b.end,
        lone_coin=False,
        numeral=numeral,
        value=(a.value * a.factor + b.value * factor) / factor,
        factor=factor,
    )


__all__ = ["join_coins", "join_range"]
