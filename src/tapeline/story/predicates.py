"""The predicate lexicon of a language: words that open frames, nouns that name a figure, words of modality."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from tapeline.story import lexicon
from tapeline.story.names import Name
from tapeline.story.tokens import Token
from tapeline.story.wordfinder import Laid, WordFinder

if TYPE_CHECKING:
    from tapeline.story.tokens import TokenKind

ListKind = Literal["sense", "metric", "modality", "who", "topic", "office", "index"]
Sense = tuple[ListKind, str, "re.Pattern[str] | None", "re.Pattern[str] | None"]
"""A list of the lexicon, a sense in it, and what must stand behind the word, and before it, for it to have that sense."""


@cache
def _lexicon(language: str) -> tuple[WordFinder, dict[str, tuple[Sense, ...]]]:
    table = lexicon.table(language, "predicates")
    senses: dict[str, tuple[Sense, ...]] = {}

    def add(
        word: str, kind: ListKind, sense: str, gap: re.Pattern[str] | None = None, lead: re.Pattern[str] | None = None
    ) -> None:
        senses[word.lower()] = (*senses.get(word.lower(), ()), (kind, sense, gap, lead))

    kinds: tuple[ListKind, ...] = ("metric", "sense", "modality", "who", "topic", "office", "index")
    for kind in kinds:
        for sense, words in table.get(kind, {}).items():
            for word in words:
                add(word, kind, sense)
    for name, kind in CONDITIONAL.items():
        gap, lead = (re.compile(x) if x else None for x in map(table.get(name, {}).get, ("gap", "lead")))
        for sense, words in table.get(name, {}).items():
            for word in words if sense not in {"gap", "lead"} else ():
                add(word, kind, sense, gap, lead)
    for word in multiples(language):
        add(word, "sense", "multiply")
    for sense, form in table.get("joined", {}).items():
        for word in {w + end for of in form["of"] for w in table["sense"][of] for end in form["with"]} - set(senses):
            add(word, "sense", sense)
    for word in table["ignore"]["words"]:
        senses.setdefault(word.lower(), ())
    return WordFinder.of(senses), senses


CONDITIONAL: dict[str, ListKind] = {
    "before_number": "sense",
    "behind_number": "sense",
    "before_move": "sense",
    "before_hour": "sense",
    "as_subject": "metric",
    "as_loss": "metric",
    "parted": "sense",
    "before_day": "sense",
    "index_before_verb": "index",
}
"""Tables of words that have a sense only before what their `gap` says: a number ("off 28%"), the verb that they are the subject of ("earnings rose"), the other half of a verb in two ("turned the stock around"), a day and a side of a level ("ended Friday above $470"); or behind what their `lead` says ("a 26% collapse")."""
LEAD = 16
"""What a word must stand behind has no more characters."""


@cache
def multiples(language: str) -> dict[str, float]:
    """The words that say what a figure became ("tripled", 腰斩), and that as a multiple of what it was."""
    table = lexicon.table(language, "predicates")["multiple"]
    return {word.lower(): float(value) for value, words in table.items() for word in words}


@cache
def named(language: str) -> frozenset[str]:
    """The names of the reported figures that a language has nouns for."""
    return frozenset(lexicon.table(language, "predicates")["metric"])


@cache
def _described(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a description that stands for the company ends in ("the electric-car maker", 这家社交媒体巨头), and what stands before that."""
    table = lexicon.table(language, "predicates").get("described", {"company": "(?!)", "before": ""})
    return re.compile(table["company"]), re.compile(table["before"])


LONGEST = 48
"""A description has no more characters before its last word."""


def _descriptions(view: str, language: str) -> list[Token]:
    ends, before = _described(language)
    out = []
    for m in ends.finditer(view):
        opening = before.search(view, max(0, m.start() - LONGEST), m.start())
        if opening is not None:
            start = opening.start() if opening[0] else m.start()
            out.append(Token(start, m.end(), "who", "company"))
    return out


NAMES = frozenset({"office", "index"})


def _name(view: str, start: int, end: int, sense: str, *, index: bool) -> Token:
    written = view[start:end]
    named = Name(written, "company", sense, "index") if index else Name(written, "office", sense)
    return Token(start, end, "name", named.kind, name=named)


def find(view: str, language: str, laid: Laid | None = None) -> list[Token]:
    """The lexicon's words in a view, in order, then the descriptions that stand for the company; a word with two senses is there twice, an office or an index is a name.

    Args:
        view: a normalised text, any part of one; matched in lower case.
        language: `zh` or `en`.
        laid: the view laid out, where another finder has done so.
    """
    finder, senses = _lexicon(language)
    laid = laid or Laid.of(view)
    low = laid.low
    words = [
        _name(view, start, end, sense, index=kind == "index")
        if kind in NAMES
        else Token(start, end, cast("TokenKind", kind), sense)
        for start, end, word in finder.find(laid)
        for kind, sense, gap, lead in senses[word]
        if (gap is None or gap.match(low, end)) and (lead is None or lead.search(low, max(0, start - LEAD), start))
    ]
    named = {w.start for w in words if w.kind == "who"}
    words += [w for w in _descriptions(view, language) if w.start not in named]
    return words


__all__ = ["find", "multiples", "named"]
