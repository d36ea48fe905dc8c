"""The word tables of each language: data files beside the code, read once, when first asked for."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tapeline.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

_FOLDER = Path(__file__).parent


@cache
def languages(name: str = "numbers") -> tuple[str, ...]:
    """The languages whose folder has a table: of numbers, every language there is."""
    return tuple(sorted(p.parent.name for p in _FOLDER.glob(f"*/{name}.toml")))


@cache
def characters() -> dict[int, str]:
    """Traditional characters by code point -> their simplified forms, which every view and every table is folded to."""
    table = tomllib.loads((_FOLDER / "characters.toml").read_text(encoding="utf-8"))
    old, new = ("".join(table[name].split()) for name in ("traditional", "simplified"))
    return {ord(a): b for a, b in zip(old, new, strict=True)}


@cache
def _traditional() -> frozenset[str]:
    return frozenset(map(chr, characters()))


def is_traditional(text: str) -> bool:
    """Whether a Chinese text is written in traditional characters: a twentieth of its first two thousand characters and more are."""
    piece = text[:2000]
    return 20 * sum(c in _traditional() for c in piece) > len(piece)


@cache
def table(language: str, name: str) -> dict[str, Any]:
    """One table of one language, as nested dictionaries, its words in the form that a normalised view has them in.

    Raises:
        UnknownNameError: no such language, or the language has no such table.
    """
    stories = languages("predicates")
    if language not in languages():
        more = sorted(set(languages()) - set(stories))
        alone = f"; and numbers alone: {', '.join(more)}" if more else ""
        raise UnknownNameError(f"no language {language!r} to read in; there are: {', '.join(stories)}{alone}")
    path = _FOLDER / language / f"{name}.toml"
    if not path.is_file() and name in {"dates", "predicates"}:
        raise UnknownNameError(
            f"of language {language!r} only numbers are read (tapeline.story.quantities), not {name}; "
            f"stories are read in: {', '.join(stories)}"
        )
    if not path.is_file():
        raise UnknownNameError(f"language {language!r} has no table {name!r}: add {language}/{name}.toml")
    words = path.read_text(encoding="utf-8")
    folded = words if _traditional().isdisjoint(words) else words.translate(characters())
    return tomllib.loads(folded)


@cache
def wording(name: str, language: str = "") -> re.Pattern[str]:
    """What a frame looks for by a name ("market.from_peak"): the patterns of that name in every language's `patterns.toml`, or in one's.

    Of every language, where none is given, because a text of one holds words of another.

    Raises:
        UnknownNameError: there is no pattern of that name.
    """
    section, key = name.split(".")
    found = [pattern for t in _patterns(language) for pattern in t.get(section, {}).get(key, [])]
    if not found:
        raise UnknownNameError(
            f"no patterns are named {name!r}: add `{key}` under [{section}] of a language's patterns.toml"
        )
    return re.compile("|".join(found))


_SUFFIX = re.compile(r"(?:_[a-z]{2}|[0-9])$")


def groups(m: re.Match[str]) -> dict[str, str]:
    """The named groups of a match that took part, each by its name alone: a name stands once in a pattern, and has a number or the language behind it where it is needed again."""
    return {_SUFFIX.sub("", name): text for name, text in m.groupdict().items() if text}


@cache
def wordlist(name: str) -> frozenset[str]:
    """The words that a frame knows by a name ("market.fortunes"), of every language, as they stand in `patterns.toml`.

    Raises:
        UnknownNameError: there are no words of that name.
    """
    section, key = name.split(".")
    found = [word for t in _patterns("") for word in t.get(section, {}).get("words", {}).get(key, [])]
    if not found:
        raise UnknownNameError(
            f"no words are named {name!r}: add `{key}` under [{section}.words] of a language's patterns.toml"
        )
    return frozenset(found)


def _patterns(language: str) -> list[dict[str, Any]]:
    known = languages("patterns")
    return [table(tag, "patterns") for tag in ((language,) if language in known else known)]


def merged(language: str, name: str) -> list[dict[str, Any]]:
    """The language's own table, then those of the languages whose words its texts mix in."""
    return [table(tag, name) for tag in (language, *table(language, "numbers").get("mixes", []))]


def listed(tables: Iterable[dict[str, Any]], group: str, key: str = "words") -> list[str]:
    """The words of one group in several tables; a group that a table lacks has none."""
    return [word for t in tables for word in t.get(group, {}).get(key, [])]


def one_of(words: Iterable[str]) -> str:
    """A regular-expression alternation of literal words, longest first; a space in a word stands for one or more.

    Latin words end at a word boundary, words of other scripts need none. No words match nowhere.
    """
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    runs = [
        "|".join(_literal(w) for w in run) if not latin else f"(?:{'|'.join(_literal(w) for w in run)})(?![A-Za-z])"
        for latin, run in itertools.groupby(ordered, key=lambda w: _latin(w[-1]))
    ]
    return "(?:" + "|".join(runs) + ")" if runs else "(?!)"


def openings(forms: Iterable[tuple[str, str]], left: str = "") -> str:
    """A regular-expression alternation of words, each with an expression for what must follow it, that a search finds quickly.

    Every alternative begins with another character, so that the places between are skipped; words that begin alike keep their order.

    Args:
        forms: a word, and what must follow it, which may be empty.
        left: the characters, as of a set, of which none may stand before the word.
    """
    rests: dict[str, list[str]] = {}
    for word, behind in forms:
        rests.setdefault(re.escape(word[0]), []).append((_literal(word[1:]) if word[1:] else "") + behind)
    return "|".join(
        first + (f"(?<![{left}]{first})" if left else "") + (f"(?:{'|'.join(rest)})" if any(rest) else "")
        for first, rest in rests.items()
    )


def _literal(word: str) -> str:
    return re.escape(word).replace(r"\ ", "[ ]{1,3}")


def by_word(groups: dict[str, list[str]]) -> dict[str, str]:
    """`{name: [words]}` turned round, words in lower case: word -> name."""
    return {word.lower(): name for name, words in groups.items() for word in words}


@dataclass(frozen=True, slots=True)
class Phrases(Generic[T]):
    """Words and phrases with what each stands for, found by the place where they start or end: the longest wins.

    Latin words are found whole, whatever their case.
    """

    entries: dict[str, T]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, entries: dict[str, T]) -> Phrases[T]:
        """The phrases of a dictionary whose keys are in lower case."""
        return cls(entries, tuple(sorted({len(word) for word in entries}, reverse=True)))

    def starting(self, view: str, at: int) -> tuple[str, int] | None:
        """The phrase that starts at `at`, and where it ends."""
        if not self.lengths:
            return None
        piece = view[at : at + self.lengths[0]].lower()
        for length in self.lengths:
            word = piece[:length]
            if word in self.entries and not (_latin(word[-1]) and _latin(view[at + len(word) : at + len(word) + 1])):
                return word, at + len(word)
        return None

    def ending(self, view: str, at: int, floor: int = 0) -> tuple[str, int] | None:
        """The phrase that ends at `at` and starts no earlier than `floor`, and where it starts."""
        if not self.lengths:
            return None
        piece = view[max(floor, at - self.lengths[0]) : at].lower()
        for length in self.lengths:
            word = piece[-length:]
            if word in self.entries and not (_latin(word[0]) and _latin(view[at - len(word) - 1 : at - len(word)])):
                return word, at - len(word)
        return None


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
