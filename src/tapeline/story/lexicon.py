"""The word tables of each language: data files beside the code, read once, when first asked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOLDER = Path(__file__).parent


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a folder of tables."""
    return tuple(sorted(p.parent.name for p in _FOLDER.glob("*/numbers.toml")))


@cache
def table(language: str, name: str) -> dict[str, Any]:
    """One table of one language, as nested dictionaries.

    Raises:
        UnknownNameError: no such language, or the language has no such table.
    """
    if language not in languages():
        raise UnknownNameError(
            f"no language {language!r} to read numbers and dates in; there are: {', '.join(languages())}"
        )
    path = _FOLDER / language / f"{name}.toml"
    if not path.is_file():
        raise UnknownNameError(f"language {language!r} has no table {name!r} (looked for {name}.toml)")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def one_of(words: Iterable[str]) -> str:
    """A regular-expression alternation of literal words, longest first; a space in a word stands for one or more.

    Latin words end at a word boundary, words of other scripts need none.
    """
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(_literal(w) for w in ordered) + ")"


def _literal(word: str) -> str:
    pattern = re.escape(word).replace(r"\ ", "[ ]{1,3}")
    return pattern + "(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else pattern


def by_word(groups: dict[str, list[str]]) -> dict[str, str]:
    """`{name: [words]}` turned round, words in lower case: word -> name."""
    return {word.lower(): name for name, words in groups.items() for word in words}
