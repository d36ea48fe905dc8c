"""What stands beside a number: its unit, the noun it counts, its sign and the words that hedge it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tapeline.story import lexicon

if TYPE_CHECKING:
    from tapeline.story.numerals import Numeral

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Unit:
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


class _Patterns(NamedTuple):
    after: re.Pattern[str]
    words: dict[str, _Word]
    prefix: re.Pattern[str]
    prefixes: dict[str, _Word]
    classifiers: re.Pattern[str]
    large_only: frozenset[str]
    share_before: re.Pattern[str]
    share_after: re.Pattern[str]


def _merged(language: str, name: str) -> list[dict[str, Any]]:
    """The language's own table, then those of the languages whose words its texts mix in."""
    return [lexicon.table(tag, name) for tag in (language, *lexicon.table(language, "numbers")["mixes"])]


def _rows(tables: list[dict[str, Any]], group: str, kind: str) -> dict[str, _Word]:
    rows: dict[str, _Word] = {}
    for table in reversed(tables):
        for key, words in table.get(group, {}).items():
            unit, _, factor = key.partition("*")
            entry = _Word(kind, "" if group == "counted_plain" or key == "words" else unit, Fraction(factor or 1))
            rows |= {word.lower(): entry for word in words}
    return rows


def _joined_codes(tables: list[dict[str, Any]]) -> dict[str, _Word]:
    """`MEUR`, `BUSD`: a magnitude written onto the code."""
    return {
        (letter + code).lower(): _Word("currency", code, Fraction(size))
        for table in tables if "joined" in table
        for code in table["joined"]["codes"] for letter, size in table["joined"]["letters"].items()
    }  # fmt: skip


def _spaced(words: dict[str, _Word]) -> str:
    """Ratio words of Han characters, spaces let be between them (个 百分 点)."""
    han = [w for w, entry in words.items() if entry.kind == "ratio" and len(w) > 1 and not w.isascii()]
    return "|".join(r"[ ]{0,2}".join(map(re.escape, w)) for w in sorted(han, key=len, reverse=True))


def _list(tables: list[dict[str, Any]], group: str, key: str = "words") -> list[str]:
    return [word for table in tables for word in table.get(group, {}).get(key, [])]


@cache
def _patterns(language: str) -> _Patterns:
    tables = _merged(language, "units")
    groups = (("counted_plain", "plain"), ("counted", "counted"), ("time", "time"), ("parts", "currency"),
              ("currency", "currency"), ("ratio", "ratio"), ("tenths", "tenths"))  # fmt: skip
    words: dict[str, _Word] = {}
    for group, kind in groups:
        words |= _rows(tables, group, kind)
    joined = _joined_codes(tables)
    words |= joined
    spaced = _spaced(words)
    prefixes = joined | _rows(tables, "prefix", "currency") | _rows(tables, "prefix_parts", "currency")
    links = _list(tables, "modifiers") + _list(tables, "classifiers")
    return _Patterns(
        re.compile(
            rf"(?:[ ]{{0,3}}-[ ]?|[ ]{{0,3}})(?:{spaced + '|' if spaced else ''}{lexicon.one_of(words)})", re.IGNORECASE
        ),
        words,
        re.compile(
            r"(?<![A-Za-z])(?:" + lexicon.one_of([*prefixes, "¥"]).removeprefix("(?:") + r"[ ]{0,2}$", re.IGNORECASE
        ),
        prefixes,
        re.compile(r"(?:[ -]{0,2}" + lexicon.one_of(links) + "){1,3}", re.IGNORECASE),
        frozenset(_list(tables, "large_only")),
        re.compile(
            "(?:" + lexicon.one_of(_list(tables, "per_share", "before")) + r")[^.。;；,，$€£¥]{0,32}$", re.IGNORECASE
        ),
        re.compile("[ ]?-?" + lexicon.one_of(_list(tables, "per_share", "after")), re.IGNORECASE),
    )


def yen_or_yuan(view: str, language: str) -> str:
    """What ¥ stands for in a text: yen or yuan, by the words of the text, else by its language."""
    table = lexicon.table("en", "units")["yen_or_yuan"]
    named = [code for code in table["order"] if any(word in view for word in table[code])]
    if len(named) == 1:
        return str(named[0])
    return "CNY" if language == "zh" else "JPY"


_WINDOW = 12


def prefix_before(view: str, at: int, floor: int, language: str, yen: str) -> tuple[int, str, Fraction] | None:
    """A currency sign or code that ends at `at`: where it starts (not before `floor`), the currency, and what one of it is worth."""
    patterns = _patterns(language)
    m = patterns.prefix.search(view, max(floor, at - _WINDOW), at)
    if m is None:
        return None
    word = m[0].strip().lower()
    if word == "¥":
        return m.start(), yen, ONE
    entry = patterns.prefixes[word]
    return m.start(), entry.unit, entry.factor


def after(view: str, n: Numeral, language: str) -> Unit:
    """The unit or counted noun that follows a number; without one, the number alone."""
    patterns = _patterns(language)
    found = _after(view, n, n.end, patterns)
    if found.kind not in {"", "plain"}:
        return found
    if (n.hedge == "several" or n.form == "fraction") and view.startswith(" of ", n.end):
        further = _after(view, n, n.end + 3, patterns)
        if further.kind in {"currency", "counted", "time"}:
            return further
    link = patterns.classifiers.match(view, n.end)
    if link is not None:
        further = _after(view, n, link.end(), patterns)
        if further.unit == "XBT":
            return further
        if further.kind in {"counted", "plain", "time"} and (further.kind != "time" or language == "en"):
            return further
    return found


def _after(view: str, n: Numeral, at: int, patterns: _Patterns) -> Unit:
    m = patterns.after.match(view, at)
    if m is None:
        return Unit(n.start, n.end)
    word = " ".join(m[0].lower().lstrip(" -").split())
    entry = patterns.words.get(word) or patterns.words.get(m[0].replace(" ", "").lower())
    if entry is None or (word in patterns.large_only and n.form != "words" and n.value < 1000):
        return Unit(n.start, n.end)
    if entry.kind == "tenths":
        return _tenths(view, n, m.end(), word)
    noun = word if entry.kind in {"counted", "plain", "time"} else ""
    return Unit(n.start, m.end(), entry.unit, entry.factor, noun, entry.kind)


_DIGITS = "零一二三四五六七八九"


def _tenths(view: str, n: Numeral, end: int, word: str) -> Unit:
    """三成 is 30%, 七成六 76%, 七五折 75%."""
    value = n.value
    if word == "折" and value >= 10 and n.decimals == 0:
        value = value / 10 if value < 100 and value % 10 else value
    if value > 10 or (word == "折" and value == 10):
        return Unit(n.start, n.end)
    following = view[end : end + 2].lstrip()[:1]
    if word == "成" and following and following in _DIGITS[1:] and n.decimals == 0:
        end = view.index(following, end) + 1
        return Unit(n.start, end, "%", ONE, kind="tenths", value=value * 10 + _DIGITS.index(following))
    return Unit(n.start, end, "%", Fraction(10), kind="tenths", value=value * 10)


def per_share(view: str, start: int, end: int, floor: int, language: str) -> tuple[int, bool]:
    """Whether an amount is one for each share (每股…, …a share), and where it ends with those words."""
    patterns = _patterns(language)
    m = patterns.share_after.match(view, end)
    if m is not None:
        return m.end(), True
    return end, patterns.share_before.search(view, max(floor, start - 40), start) is not None


class _HedgeWords(NamedTuple):
    before: re.Pattern[str]
    after: re.Pattern[str]
    names_before: dict[str, str]
    names_after: dict[str, str]
    not_after: dict[str, str]
    only_before: dict[str, str]
    window: int


@cache
def _hedge_words(language: str) -> _HedgeWords:
    table = lexicon.table(language, "hedges")
    before, behind = lexicon.by_word(table["before"]), lexicon.by_word(table["after"])
    between = lexicon.one_of(table["between"]["words"])
    gap = rf"(?:{between}){{0,2}}" if language == "zh" else rf"(?:[ ]{between})?"
    left = r"(?<![A-Za-z])" if language == "en" else ""
    return _HedgeWords(
        re.compile(f"{left}({lexicon.one_of(before)}){gap}[ ]{{0,2}}$", re.IGNORECASE),
        re.compile("[ ]?" + lexicon.one_of(behind), re.IGNORECASE),
        before, behind, table["not_after"], table["only_before"],
        max(map(len, before)) + 14,
    )  # fmt: skip


def hedge_before(view: str, at: int, language: str) -> tuple[str, int] | None:
    """The hedge word that ends at `at`, and where it starts."""
    words = _hedge_words(language)
    m = words.before.search(view, max(0, at - words.window), at)
    while m is not None:
        word = " ".join(m[1].lower().split())
        stem = next((w for w in words.not_after if word.startswith(w)), "")
        if view[m.start() - 1 : m.start()] in set(words.not_after.get(stem, "")) or (
            word in words.only_before and view[at : at + 1] not in words.only_before[word]
        ):
            m = words.before.search(view, m.start() + 1, at)
            continue
        return words.names_before[word], m.start()
    return None


def hedge_after(view: str, at: int, language: str) -> tuple[str, int] | None:
    """The hedge word that starts at `at`, and where it ends."""
    words = _hedge_words(language)
    m = words.after.match(view, at)
    return None if m is None else (words.names_after[" ".join(m[0].lower().split())], m.end())


__all__ = ["Unit", "after", "hedge_after", "hedge_before", "per_share", "prefix_before", "yen_or_yuan"]
