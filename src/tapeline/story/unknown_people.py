"""People whom no record knows: by a given name, or by what stands beside their names (an age, an office, "who", a title, a verb of saying)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tapeline.story import lexicon
from tapeline.story.names import Name, NameMention
from tapeline.story.wordfinder import Laid, WordFinder

if TYPE_CHECKING:
    from collections.abc import Iterator

_REST = r"(?:'[A-Z])?[a-z]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?"
"""What follows the capital of a word of a name."""
_BETWEEN = r"(?: (?:\"[A-Z][a-z]+\"|[A-Z]\.|van|von|de|der|del|bin|al)){0,2}"
_FULL = re.compile(
    rf"[A-Z](?<![A-Za-z0-9'&-][A-Z]){_REST}(?:(?:{_BETWEEN} [A-Z]{_REST}){{1,3}}(?![A-Za-z0-9&])|(?=, [1-9][0-9][,.;)]))"
)
SHORTEST = 3
"""A surname of fewer letters stands for its bearer only as part of the whole name."""
BEFORE = 32
"""What marks a name ends right before it, and begins so many characters earlier at most."""


class _Marks(NamedTuple):
    """What stands before and behind a person's name, the words that are none of it, and those that no name holds."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    titles: frozenset[str]
    openers: frozenset[str]
    never: frozenset[str]
    given: frozenset[str]


@cache
def _marks(language: str) -> _Marks:
    table = lexicon.table(language, "predicates")["unknown_people"]
    posts, said, named, did = (lexicon.one_of(table[name]) for name in ("posts", "say", "named", "did"))
    post = rf"(?:(?:the|its|a|an|his|her|their|our) )?(?:[A-Za-z-]{{1,14}}(?:'s)? ){{0,3}}?{posts}"
    age = r"(?P<age>(?:,|,? (?:then|now|aged)) [1-9][0-9](?=[,.;)]))"
    return _Marks(
        re.compile(
            rf"(?<![A-Za-z])(?:{posts}(?: \([A-Z]{{2,5}}\))?,?|(?P<said>{said})|(?P<named>{named})) $", re.IGNORECASE
        ),
        re.compile(
            rf"{age}|, who(?:se)? |, {post}| {did}|(?P<post> (?:as |to be |to )?{post})|(?P<from> (?:of|at|from) [A-Z]|, (?:an?|the|its) )"
        ),
        *(frozenset(table[name]) for name in ("titles", "openers", "never", "given")),
    )


def find(view: str, language: str, known: list[NameMention], laid: Laid) -> list[NameMention]:
    """The people that a view names and `known` does not, in order: wherever their whole name or, behind it, their surname stands."""
    taken = {i for m in known for i in range(m.start, m.end)}
    found: dict[str, int] = {}
    for start, end in _chinese(view) if language == "zh" else _english(view):
        if taken.isdisjoint(range(start, end)):
            found.setdefault(view[start:end], start)
    called = {name.lower(): Name(name, "person", name) for name in reversed(found)}
    first = {name.lower(): at for name, at in found.items()}
    if language != "zh":
        full = [(at, called[name.lower()]) for name, at in found.items()]
        full += [(m.start, m.name) for m in known if m.name.kind == "person"]
        read = {m.name.surface.lower() for m in known}
        for at, name in sorted(full, key=lambda f: f[0]):
            surname = name.surface.split()[-1].lower()
            if surname not in read and SHORTEST <= len(surname) < len(name.surface) and surname not in called:
                called[surname], first[surname] = name, at
    if not called:
        return []
    return [
        NameMention(start, end, replace(called[word], surface=view[start:end]))
        for start, end, word in WordFinder.of(called).find(laid)
        if start >= first[word] and (language == "zh" or view[start].isupper()) and taken.isdisjoint(range(start, end))
    ]


def _english(view: str) -> Iterator[tuple[int, int]]:
    """Names of two words or more with a mark beside them, or of one behind a courtesy title."""
    marks = _marks("en")
    for m in _FULL.finditer(view):
        words, start, behind = m[0].split(" "), m.start(), marks.behind.match(view, m.end())
        while words and words[0] in marks.openers:
            start += len(words.pop(0)) + 1
        titled = bool(words) and words[0].rstrip(".") in marks.titles
        if titled:
            start += len(words.pop(0)) + 1
        aged = behind is not None and behind["age"] is not None
        if len(words) < (1 if titled or aged else 2) or not marks.never.isdisjoint(words):
            continue
        before = marks.before.search(view, max(0, start - BEFORE), start)
        named = len(words) == 2 and words[0] in marks.given
        if titled or named or _is_marked(before.lastgroup if before else "", behind.lastgroup if behind else ""):
            yield start, m.end()


def _is_marked(before: str | None, behind: str | None) -> bool:
    """Whether what stands around a name makes it a person's, by the groups that matched: `None` is a mark that needs no other."""
    return before is None or behind in {None, "age"} or (before, behind) in {("said", "from"), ("named", "post")}


@cache
def _posted() -> re.Pattern[str]:
    """A Chinese name right behind an office, up to what may follow a name: a surname and one or two characters, or a transliteration."""
    table = lexicon.table("zh", "predicates")["unknown_people"]
    posts, follow, sound = lexicon.one_of(table["posts"]), lexicon.one_of(table["follow"]), table["transliterated"]
    name = rf"[一-鿿]{{1,5}}·[一-鿿]{{1,6}}?|[{sound}]{{2,5}}?|[{table['surnames']}][一-鿿]{{1,2}}?"
    return re.compile(
        rf"{posts}(?!{follow})(?P<name>{name})(?={follow}|[,，、(。;；]|[1-9][0-9]岁|(?:19|20)[0-9]{{2}}年)"
    )


def _chinese(view: str) -> Iterator[tuple[int, int]]:
    for m in _posted().finditer(view):
        yield m.span("name")


__all__ = ["find"]
