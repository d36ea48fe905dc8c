"""Numbers of tenths: 三成 and 3割 are 30%, 七成六 76%, 3割5分 35%, 七五折 75%. Which words a language has for them stands in its units."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tapeline.story import lexicon

if TYPE_CHECKING:
    from tapeline.story.numbers.numerals import Numeral

TENTH = Fraction(10)
"""A tenth, in percent."""


class Tenths(NamedTuple):
    """A number of tenths: where it ends, its value and the size of its last digit, in percent."""

    end: int
    value: Fraction
    place: Fraction


class _Words(NamedTuple):
    digits: dict[str, int]
    then_digit: frozenset[str]
    price: frozenset[str]
    smaller: tuple[tuple[Fraction, re.Pattern[str]], ...]
    half: re.Pattern[str] | None


@cache
def _words(language: str) -> _Words:
    table = lexicon.table(language, "units")["tenths"]
    written = lexicon.table(language, "numbers").get("digits", {})
    digits = {words[0]: int(value) for value, words in written.items() if int(value)}
    digit = f"[ ]?([1-9{''.join(digits)}])[ ]?"
    smaller = tuple(
        (Fraction(size), re.compile(digit + lexicon.one_of(words))) for size, words in table.get("smaller", {}).items()
    )
    return _Words(
        digits,
        frozenset(table.get("then_digit", [])),
        frozenset(table.get("price", [])),
        smaller,
        re.compile(table["half"]) if "half" in table else None,
    )


def read(view: str, n: Numeral, end: int, word: str, language: str) -> Tenths | None:
    """The tenths of a number whose word for tenths ends at `end`, with the smaller digits behind it; `None` where it is none."""
    words, value = _words(language), n.value
    price = word in words.price
    if price and 10 <= value < 100 and value % 10 and n.decimals == 0:
        value = value / 10
    if value > 10 or (price and value == 10):
        return None
    if n.decimals:
        return Tenths(end, value * TENTH, TENTH)
    following = view[end : end + 2].lstrip()[:1]
    if words.half is not None and (m := words.half.match(view, end)) is not None:
        return Tenths(m.end(), value * TENTH + TENTH / 2, Fraction(1))
    if word in words.then_digit and following in words.digits:
        return Tenths(view.index(following, end) + 1, value * TENTH + words.digits[following], Fraction(1))
    return _with_smaller(view, Tenths(end, value * TENTH, TENTH), words)


def _with_smaller(view: str, tenths: Tenths, words: _Words) -> Tenths:
    for size, form in words.smaller:
        m = form.match(view, tenths.end)
        if m is not None:
            digit = words.digits.get(m[1]) or int(m[1])
            tenths = Tenths(m.end(), tenths.value + digit * size, size)
    return tenths


__all__ = ["Tenths", "read"]
