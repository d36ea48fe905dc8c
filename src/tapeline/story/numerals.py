"""Written numbers: digits, Chinese numerals and English number words, read exactly (as fractions) where they start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon, numerals_en, numerals_zh
from tapeline.story.digits import DIGITS, Numeral, power_of, read_digits

if TYPE_CHECKING:
    from collections.abc import Callable


def read(view: str, at: int, language: str, *, spaced: bool = True) -> Numeral | None:
    """The number that starts at `at`, or `None`.

    Args:
        view: a normalised view.
        at: where it starts, in code points.
        language: a language with a table of numbers; the table names its `reader`.
        spaced: whether spaces may stand between the characters of a Chinese numeral.

    Raises:
        UnknownNameError: a language without tables.
    """
    return _READERS[lexicon.table(language, "numbers")["reader"]](view, at, language, spaced)


_READERS: dict[str, Callable[[str, int, str, bool], Numeral | None]] = {
    "han": lambda view, at, language, spaced: numerals_zh.read(view, at, language, spaced=spaced),
    "latin": lambda view, at, language, _: numerals_en.read(view, at, language),
}

suffix_of = numerals_en.suffix_of
magnitude_after = numerals_en.magnitude_after

__all__ = ["DIGITS", "Numeral", "magnitude_after", "power_of", "read", "read_digits", "suffix_of"]
