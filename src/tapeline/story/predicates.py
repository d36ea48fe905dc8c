"""The predicate lexicon of a language: words that open frames, nouns that name a figure, words of modality."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tapeline.story import lexicon
from tapeline.story.wordfinder import WordFinder, lowered

TokenKind = Literal["sense", "metric", "modality", "who", "topic", "office", "index"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon where it stands: what list it is in and its sense there."""

    start: int
    end: int
    kind: TokenKind
    sense: str


@cache
def _lexicon(language: str) -> tuple[WordFinder, dict[str, tuple[tuple[TokenKind, str], ...]]]:
    table = lexicon.table(language, "predicates")
    senses: dict[str, tuple[tuple[TokenKind, str], ...]] = {}
    kinds: tuple[TokenKind, ...] = ("metric", "sense", "modality", "who", "topic", "office", "index")
    for kind in kinds:
        for sense, words in table.get(kind, {}).items():
            for word in words:
                senses[word.lower()] = (*senses.get(word.lower(), ()), (kind, sense))
    for sense, words in table.get("before_number", {}).items():
        for word in words if sense != "gap" else ():
            senses[word] = (*senses.get(word, ()), ("sense", sense))
    for word in multiples(language):
        senses[word] = (*senses.get(word, ()), ("sense", "multiply"))
    for word in table["ignore"]["words"]:
        senses.setdefault(word.lower(), ())
    return WordFinder.of(senses), senses


@cache
def multiples(language: str) -> dict[str, float]:
    """The words that say what a figure became ("tripled", 腰斩), and that as a multiple of what it was."""
    table = lexicon.table(language, "predicates")["multiple"]
    return {word.lower(): float(value) for value, words in table.items() for word in words}


def find(view: str, language: str) -> list[Word]:
    """The lexicon's words in a view, in order; a word with two senses is there twice.

    Args:
        view: a normalised text, any part of one; matched in lower case.
        language: `zh` or `en`.
    """
    finder, senses = _lexicon(language)
    conditional, gap = _before_number(language)
    low = lowered(view)
    return [
        Word(start, end, kind, sense)
        for start, end, word in finder.find(low)
        for kind, sense in senses[word]
        if word not in conditional or gap.match(low, end)
    ]


@cache
def _before_number(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """The words that count only right before a number, and what may stand between them and it."""
    table = lexicon.table(language, "predicates").get("before_number", {})
    words = {word for key, of_sense in table.items() if key != "gap" for word in of_sense}
    return frozenset(words), re.compile(table.get("gap", "(?!)"))


__all__ = ["TokenKind", "Word", "find", "multiples"]
