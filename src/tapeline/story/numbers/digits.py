"""Numbers in digits, and the value that every reader of written numbers returns."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

LONGEST_RUN = 30
"""A longer run of digits is a key or a hash and no number."""
LONGEST_FRACTION = LONGEST_RUN + 8
"""The slash of a fraction stands within so many characters of where it starts."""
MOST_TOKENS = 40
"""A number of more words than this is none."""

DIGITS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")
OPENINGS = (*((digit, "") for digit in "0123456789"), (".", r"(?<![.0-9]\.)[0-9]"))
"""Where a number in digits can begin, for `lexicon.openings`."""
ONE = Fraction(1)


class Numeral(NamedTuple):
    """A number where it stands, without its unit.

    Attributes:
        start, end: code points.
        value: the number.
        place: the size of one unit in its last written digit, magnitude words included (1e7 in 三亿五千万).
        decimals: digits after the point.
        hedge: what the numeral itself says (`over` in 20多亿, `several` in 数十亿).
        top: the upper end of 七八十 (70 to 80), or `None`.
        form: `digits`, `words` (at least one number word or magnitude), `fraction`, or `percent` (百分之五).
    """

    start: int
    end: int
    value: Fraction
    place: Fraction = ONE
    decimals: int = 0
    hedge: str = "exact"
    top: Fraction | None = None
    form: str = "words"


def read_digits(view: str, at: int) -> Numeral | None:
    """A number in digits: `1,234.5`, `.25`."""
    m = DIGITS.match(view, at)
    if m is None or m.end() - m.start() > LONGEST_RUN:
        return None
    whole, _, decimals = m[0].replace(",", "").partition(".")
    value = Fraction(int(whole + decimals or "0"), 10 ** len(decimals))
    return Numeral(at, m.end(), value, Fraction(1, 10 ** len(decimals)), len(decimals), form="digits")


_SLASH = re.compile(r"([0-9]{1,3}) ?/ ?([0-9]{1,3})(?![0-9/])")
_MIXED = re.compile(r"[ ]{1,3}([0-9]{1,4})/([0-9]{1,4})(?![0-9/])")
_POWER = re.compile(r"(?:e|E|[x×]10\^)([+-]?[0-9]{1,3})(?![0-9A-Za-z.])")


def power_of(view: str, at: int) -> tuple[int, Fraction] | None:
    """`e5`, `x10^6` after digits: the end and the factor."""
    m = _POWER.match(view, at)
    return None if m is None else (m.end(), Fraction(10) ** int(m[1]))


def read_fraction(view: str, at: int) -> Numeral | None:
    """`1/2`, `1 4/5`, or `None`."""
    if view.find("/", at, at + LONGEST_FRACTION) < 0:
        return None
    slash = _SLASH.match(view, at)
    if slash is not None:
        below = int(slash[2])
        return (
            Numeral(at, slash.end(), Fraction(int(slash[1]), below), Fraction(1, 100), form="fraction")
            if below
            else None
        )
    n = read_digits(view, at)
    mixed = None if n is None or n.decimals else _MIXED.match(view, n.end)
    if n is None or mixed is None or not int(mixed[2]):
        return None
    return Numeral(at, mixed.end(), n.value + Fraction(int(mixed[1]), int(mixed[2])), Fraction(1, 100), form="fraction")


__all__ = ["DIGITS", "MOST_TOKENS", "ONE", "Numeral", "power_of", "read_digits", "read_fraction"]
