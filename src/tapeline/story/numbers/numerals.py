"""Written numbers, read exactly (as fractions) where they start: each language by the grammar in its own folder."""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tapeline.errors import UnknownNameError
from tapeline.story import lexicon
from tapeline.story.numbers.digits import DIGITS, Numeral, power_of, read_digits

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction


class Grammar(NamedTuple):
    """How a language writes its numbers: the constant `GRAMMAR` of `numerals.py` in the language's folder.

    Attributes:
        opens: makes the regular expression that matches where a number can begin; a match with a named group is a digit count
            ("double digits").
        read: a view, a place and whether spaces may stand between the characters -> the number that starts there, or `None`.
        suffix_of: a view, the end of digits and whether they are money -> the end and the size of a short magnitude (`bn`).
        magnitude_after: a view and a place -> the end and the size of the magnitude words that start there.
    """

    opens: Callable[[], str]
    read: Callable[[str, int, bool], Numeral | None]
    suffix_of: Callable[[str, int, bool], tuple[int, Fraction] | None] | None = None
    magnitude_after: Callable[[str, int], tuple[int, Fraction] | None] | None = None


def digit_counts(language: str) -> list[tuple[str, str]]:
    """The words for a number of so many digits ("double digits"), for `lexicon.openings`: longest first, each with a named group."""
    words = lexicon.by_word(lexicon.table(language, "units").get("digit_count", {}))
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return [(w, ("(?![A-Za-z])" if w[-1].isascii() else "") + f"(?P<digits{i}>)") for i, w in enumerate(ordered)]


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language; what it does not say of suffixes and magnitudes, the languages that it mixes in say.

    Raises:
        UnknownNameError: a language without tables or without a grammar.
    """
    mixed = lexicon.table(language, "numbers").get("mixes", [])
    name = f"{lexicon.__package__}.{language}.numerals"
    try:
        own: Grammar = importlib.import_module(name).GRAMMAR
    except ModuleNotFoundError as e:
        if e.name is None or not name.startswith(e.name):
            raise
        raise UnknownNameError(f"language {language!r} has no grammar of numbers: add {language}/numerals.py") from e
    for tag in mixed:
        other = grammar(tag)
        own = own._replace(
            suffix_of=own.suffix_of or other.suffix_of, magnitude_after=own.magnitude_after or other.magnitude_after
        )
    return own


def read(view: str, at: int, language: str, *, spaced: bool = True) -> Numeral | None:
    """The number that starts at `at`, or `None`.

    Args:
        view: a normalised view.
        at: where it starts, in code points.
        language: a language with a folder.
        spaced: whether spaces may stand between the characters of a numeral, in a script without spaces.

    Raises:
        UnknownNameError: a language without tables.
    """
    return grammar(language).read(view, at, spaced)


def suffix_of(view: str, at: int, language: str, *, money: bool) -> tuple[int, Fraction] | None:
    """A magnitude written short after digits (`k`, `bn`, and after a currency sign `m`): its end and its size."""
    found = grammar(language).suffix_of
    return None if found is None else found(view, at, money)


def magnitude_after(view: str, at: int, language: str) -> tuple[int, Fraction] | None:
    """The magnitude words (`hundred million`) that start at `at`: their end and their product."""
    found = grammar(language).magnitude_after
    return None if found is None else found(view, at)


__all__ = ["DIGITS", "Grammar", "Numeral", "grammar", "magnitude_after", "power_of", "read", "read_digits", "suffix_of"]
