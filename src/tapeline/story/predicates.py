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
    for sense, words in table.get("as_subject", {}).items():
        for word in words if sense != "gap" else ():
            senses[word] = (*senses.get(word, ()), ("metric", sense))
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
    conditions = _conditions(language)
    low = lowered(view)
    return [
        Word(start, end, kind, sense)
        for start, end, word in finder.find(low)
        for kind, sense in senses[word]
        if (gap := conditions.get((word, sense))) is None or gap.match(low, end)
    ]


@cache
def _conditions(language: str) -> dict[tuple[str, str], re.Pattern[str]]:
    """What must stand behind a word for a sense of it: a number ("off 28%"), or the verb that it is the subject of ("earnings rose")."""
    tables = [lexicon.table(language, "predicates").get(name, {}) for name in ("before_number", "as_subject")]
    return {
        (word, sense): re.compile(table["gap"])
        for table in tables
        for sense, words in table.items()
        if sense != "gap"
        for word in words
    }


__all__ = ["TokenKind", "Word", "find", "multiples"]
