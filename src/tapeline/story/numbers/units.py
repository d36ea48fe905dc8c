"""What stands beside a number: its unit, the noun it counts, its sign and the words that hedge it."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tapeline.story import lexicon
from tapeline.story.lexicon import Phrases
from tapeline.story.numbers import tenths

if TYPE_CHECKING:
    from tapeline.story.numbers.numerals import Numeral

ONE = Fraction(1)


class Unit(NamedTuple):
    """A unit found beside a number.

    Attributes:
        start, end: the number with its unit, in code points.
        unit: a unit of the contract, or empty.
        factor: how many of `unit` the written word is worth (1/100 for cents).
        noun: the counted noun or classifier.
        kind: `currency`, `ratio`, `tenths`, `time`, `counted`, `plain`, or empty.
        value: the number where the unit changes it (七成六), or `None`.
    """

    start: int
    end: int
    unit: str = ""
    factor: Fraction = ONE
    noun: str = ""
    kind: str = ""
    value: Fraction | None = None


class _Word(NamedTuple):
    kind: str
    unit: str
    factor: Fraction


class _Words(NamedTuple):
    after: Phrases[_Word]
    spaced: re.Pattern[str] | None
    prefixes: Phrases[_Word]
    links: Phrases[bool]
    large_only: frozenset[str]
    of: tuple[str, ...]
    link_to_time: bool
    never_alone: frozenset[tuple[str, Fraction]]
    share_before: re.Pattern[str]
    share_after: re.Pattern[str]


def _rows(tables: list[dict[str, Any]], group: str, kind: str) -> dict[str, _Word]:
    rows: dict[str, _Word] = {}
    for table in reversed(tables):
        for key, words in table.get(group, {}).items():
            if not isinstance(words, list) or (group == "tenths" and key != "words"):
                continue
            unit, factor = _sized(key)
            entry = _Word(kind, "" if group == "counted_plain" or key == "words" else unit, factor)
            rows |= {word.lower(): entry for word in words}
    return rows


def _sized(key: str) -> tuple[str, Fraction]:
    """`USD*1/100`: a unit and how many of it the word is worth."""
    unit, _, factor = key.partition("*")
    return unit, Fraction(factor or 1)


def _joined_codes(tables: list[dict[str, Any]]) -> dict[str, _Word]:
    """`MEUR`, `BUSD`: a magnitude written onto the code."""
    return {
        (letter + code).lower(): _Word("currency", code, Fraction(size))
        for table in tables if "joined" in table
        for code in table["joined"]["codes"] for letter, size in table["joined"]["letters"].items()
    }  # fmt: skip


def _spaced(words: dict[str, _Word]) -> re.Pattern[str] | None:
    """Ratio words of Han characters, spaces let be between them (个 百分 点)."""
    han = [w for w, entry in words.items() if entry.kind == "ratio" and len(w) > 1 and not w.isascii()]
    pattern = "|".join("[ ]{0,2}".join(map(re.escape, w)) for w in sorted(han, key=len, reverse=True))
    return re.compile(pattern) if han else None


@cache
def _words(language: str) -> _Words:
    tables, listed = lexicon.merged(language, "units"), lexicon.listed
    groups = (("counted_plain", "plain"), ("counted", "counted"), ("time", "time"), ("parts", "currency"),
              ("currency", "currency"), ("ratio", "ratio"), ("tenths", "tenths"))  # fmt: skip
    words: dict[str, _Word] = {}
    for group, kind in groups:
        words |= _rows(tables, group, kind)
    joined = _joined_codes(tables)
    prefixes = joined | _rows(tables, "prefix", "currency") | _rows(tables, "prefix_parts", "currency")
    links = listed(tables, "modifiers") + listed(tables, "classifiers")
    return _Words(
        Phrases.of(words | joined),
        _spaced(words),
        Phrases.of(prefixes | {"¥": _Word("currency", "", ONE)}),
        Phrases.of({word.lower(): True for word in links}),
        frozenset(listed(tables, "large_only")),
        tuple(listed(tables, "of")),
        bool(tables[0].get("modifiers", {}).get("before_time")),
        frozenset(_sized(coin) for coin in listed(tables, "never_alone", "coins")),
        re.compile(
            "(?:" + lexicon.one_of(listed(tables, "per_share", "before")) + r")[^.。;；,，$€£¥]{0,32}$", re.IGNORECASE
        ),
        re.compile("[ ]?-?" + lexicon.one_of(listed(tables, "per_share", "after")), re.IGNORECASE),
    )


def yen_or_yuan(view: str, language: str) -> str:
    """What ¥ stands for in a text: yen or yuan, by the words of the text, else by its language."""
    tables = lexicon.merged(language, "units")
    order: list[str] = tables[0]["yen_or_yuan"]["order"]
    named = [code for code in order if any(word in view for word in lexicon.listed(tables, "yen_or_yuan", code))]
    return named[0] if len(named) == 1 else order[0]


def never_alone(unit: str, factor: Fraction, language: str) -> bool:
    """Whether a coin's word has other meanings, so that it is money only beside another amount (角, 分)."""
    return factor != 1 and (unit, factor) in _words(language).never_alone


_LOOSENED = frozenset("约近逾超")
"""Hedges of one character, which may stand between a currency and its number."""


def prefix_before(view: str, at: int, floor: int, language: str, yen: str) -> tuple[int, str, Fraction] | None:
    """A currency sign or code that ends at `at`: where it starts (not before `floor`), the currency, and what one of it is worth."""
    prefixes = _words(language).prefixes
    end = at
    while end > floor and at - end < 2 and view[end - 1] == " ":
        end -= 1
    found = prefixes.ending(view, end, floor)
    if found is None and view[end - 1 : end] in _LOOSENED:
        found = prefixes.ending(view, end - 1, floor)  # 港币约15.4亿元
    if found is None:
        return None
    entry = prefixes.entries[found[0]]
    return found[1], entry.unit or yen, entry.factor


def after(view: str, n: Numeral, language: str) -> Unit:
    """The unit or counted noun that follows a number; without one, the number alone."""
    words = _words(language)
    found = _after(view, n, n.end, language)
    if found.kind not in {"", "plain"}:
        return found
    if (n.hedge == "several" or n.form == "fraction") and view.startswith(words.of, n.end):
        further = _after(view, n, n.end + next(len(w) for w in words.of if view.startswith(w, n.end)), language)
        if further.kind in {"currency", "counted", "time"}:
            return further
    link = _links(view, n.end, words)
    if link > n.end:
        further = _after(view, n, link, language)
        if (
            further.unit == "XBT"
            or further.kind in {"counted", "plain"}
            or (further.kind == "time" and words.link_to_time)
        ):
            return further
    return found


def _links(view: str, at: int, words: _Words) -> int:
    """The end of the classifiers or adjectives (at most three) that stand between a number and its noun."""
    for _ in range(3):
        start = at
        while start < len(view) and start - at < 2 and view[start] in " -":
            start += 1
        found = words.links.starting(view, start)
        if found is None:
            break
        at = found[1]
    return at


_GAP = re.compile(r"[ ]{0,3}-[ ]?|[ ]{0,3}")


def _after(view: str, n: Numeral, at: int, language: str) -> Unit:
    words = _words(language)
    gap = _GAP.match(view, at)
    start = at if gap is None else gap.end()
    spaced = None if words.spaced is None else words.spaced.match(view, start)
    found = words.after.starting(view, start) if spaced is None else (spaced[0].replace(" ", ""), spaced.end())
    if found is None:
        return Unit(n.start, n.end)
    word, end = found
    entry = words.after.entries[word]
    if word in words.large_only and n.form != "words" and n.value < 1000:
        return Unit(n.start, n.end)
    if entry.kind == "tenths":
        return _in_tenths(view, n, end, word, language)
    noun = word if entry.kind in {"counted", "plain", "time"} else ""
    return Unit(n.start, end, entry.unit, entry.factor, noun, entry.kind)


def _in_tenths(view: str, n: Numeral, end: int, word: str, language: str) -> Unit:
    found = tenths.read(view, n, end, word, language)
    if found is None:
        return Unit(n.start, n.end)
    return Unit(n.start, found.end, "%", found.place, kind="tenths", value=found.value)


def per_share(view: str, start: int, end: int, floor: int, language: str) -> tuple[int, bool]:
    """Whether an amount is one for each share (每股…, …a share), and where it ends with those words."""
    words = _words(language)
    m = words.share_after.match(view, end)
    if m is not None:
        return m.end(), True
    return end, words.share_before.search(view, max(floor, start - 40), start) is not None


class _HedgeWords(NamedTuple):
    before: Phrases[str]
    after: Phrases[str]
    between: Phrases[bool]
    not_after: dict[str, str]
    only_before: dict[str, str]
    not_before: dict[str, str]
    parts_of_verbs: dict[str, re.Pattern[str]]


@cache
def _hedge_words(language: str) -> _HedgeWords:
    table = lexicon.table(language, "hedges")
    return _HedgeWords(
        Phrases.of(lexicon.by_word(table["before"])),
        Phrases.of(lexicon.by_word(table["after"])),
        Phrases.of(dict.fromkeys(table.get("between", {}).get("words", []), True)),
        table.get("not_after", {}),
        table.get("only_before", {}),
        table.get("not_before", {}),
        {w: re.compile(f"(?:{verbs}) $") for w, verbs in table.get("parts_of_verbs", {}).items()},
    )


def hedge_before(view: str, at: int, language: str) -> tuple[str, int] | None:
    """The hedge word that ends at `at` (articles and particles let be between), and where it starts."""
    words, end = _hedge_words(language), at
    for _ in range(3):
        end = _left(view, end)
        found = words.before.ending(view, end)
        if found is not None and _is_hedge(view, at, found, words):
            return words.before.entries[found[0]], found[1]
        between = words.between.ending(view, end)
        if between is None:
            break
        end = between[1]
    return None


def _left(view: str, at: int) -> int:
    end = at
    while end > 0 and at - end < 2 and view[end - 1] == " ":
        end -= 1
    return end


def _is_hedge(view: str, number: int, found: tuple[str, int], words: _HedgeWords) -> bool:
    word, start = found
    stem = next((w for w in words.not_after if word.startswith(w)), "")
    before = view[start - 1 : start]
    if before and before in words.not_after.get(stem, ""):
        return False
    verb = words.parts_of_verbs.get(word)
    if verb is not None and verb.search(view, max(0, start - 12), start):
        return False  # "shot up to 3.76%"
    return word not in words.only_before or view[number : number + 1] in words.only_before[word]


def hedge_after(view: str, at: int, language: str) -> tuple[str, int] | None:
    """The hedge word that starts at `at`, and where it ends."""
    words = _hedge_words(language)
    found = words.after.starting(view, at + view.startswith(" ", at))
    if found is None:
        return None
    word, end = found
    following = view[end : end + 1]
    return None if following and following in words.not_before.get(word, "") else (words.after.entries[word], end)


def is_money(unit: str) -> bool:
    """Whether a unit is a currency code."""
    return len(unit) == 3 and unit.isupper()


DEAREST = 1e6
"""No share costs so much: a larger amount of money is a sum or a market value."""


def is_price(unit: str) -> bool:
    """Whether a price can be told in a unit: money, or money a share."""
    return is_money(unit) or unit.endswith("/share")


def group_of(unit: str) -> str:
    """What units are alike: money, money a share; every other is its own."""
    return "money" if is_money(unit) else "share" if unit.endswith("/share") else unit


__all__ = [
    "DEAREST",
    "Unit",
    "after",
    "group_of",
    "hedge_after",
    "hedge_before",
    "is_money",
    "is_price",
    "never_alone",
    "per_share",
    "prefix_before",
    "yen_or_yuan",
]
