"""The predicate lexicon of a language: words that open frames, nouns that name a figure, words of modality."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tapeline.story import lexicon

TokenKind = Literal["sense", "metric", "modality", "who", "topic", "office"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon where it stands: what list it is in and its sense there."""

    start: int
    end: int
    kind: TokenKind
    sense: str


@cache
def _compiled(language: str) -> tuple[re.Pattern[str], dict[str, tuple[tuple[TokenKind, str], ...]]]:
    table = lexicon.table(language, "predicates")
    senses: dict[str, tuple[tuple[TokenKind, str], ...]] = {}
    kinds: tuple[TokenKind, ...] = ("metric", "sense", "modality", "who", "topic", "office")
    for kind in kinds:
        for sense, words in table[kind].items():
            for word in words:
                senses[word] = (*senses.get(word, ()), (kind, sense))
    for word in table["ignore"]["words"]:
        senses.setdefault(word, ())
    ordered = sorted(senses, key=lambda w: (-len(w), w))
    return re.compile("|".join(_literal(w) for w in ordered)), senses


def _literal(word: str) -> str:
    pattern = re.escape(word).replace(r"\ ", "[ ]{1,3}")
    before = r"(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
    return before + pattern + (r"(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else "")


def find(view: str, language: str) -> list[Word]:
    """The lexicon's words in a view, in order; a word with two senses is there twice.

    Args:
        view: a normalised text, any part of one; matched in lower case.
        language: `zh` or `en`.
    """
    pattern, senses = _compiled(language)
    lowered = view.lower() if len(view.lower()) == len(view) else view
    found: list[Word] = []
    for m in pattern.finditer(lowered):
        key = m[0] if m[0] in senses else " ".join(m[0].split())
        found.extend(Word(m.start(), m.end(), kind, sense) for kind, sense in senses[key])
    return found


__all__ = ["TokenKind", "Word", "find"]
