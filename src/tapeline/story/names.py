"""The name finder: companies, people, offices, segments and products that the caller knows of, where they stand in a view."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from tapeline.story.text import normalise
from tapeline.story.wordfinder import Laid, WordFinder

NameKind = Literal["company", "person", "office", "segment", "product"]


@dataclass(frozen=True, slots=True)
class Name:
    """A way of writing a name, what it is, and what it stands for (an entity, a person, an office, a segment, a product).

    `of` is the entity that a person, office, segment or product belongs to, where it belongs to one.
    """

    surface: str
    kind: NameKind
    key: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name where it stands: `view[start:end]`."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True)
class Names:
    """Every name that a story may speak of. Surfaces of two letters or more; Latin ones match whole words in their own case."""

    names: tuple[Name, ...]

    @cached_property
    def _by_key(self) -> dict[str, tuple[Name, ...]]:
        """The names by their surface in lower case, the first given first."""
        out: dict[str, list[Name]] = {}
        for name in self.names:
            if len(name.surface) > 1:
                out.setdefault(_key(name.surface), []).append(name)
        return {key: tuple(names) for key, names in out.items()}

    @cached_property
    def _finder(self) -> WordFinder:
        return WordFinder.of(self._by_key)

    def find(self, view: str, laid: Laid | None = None) -> list[NameMention]:
        """The names in a view, in order; the longest wins where two overlap. `laid` is the view laid out, where another finder has done so."""
        found: list[NameMention] = []
        for start, end, key in self._finder.find(laid or Laid.of(view)):
            name = next((n for n in self._by_key[key] if _written(n, view, start, end)), None)
            inside = key in not_before() and view[end : end + 1] in not_before()[key] and end < len(view)
            if name is not None and not inside:
                found.append(NameMention(start, end, name))
        return found


@cache
def in_trade(trade: str) -> frozenset[str]:
    """The companies of a trade that a story may call by it."""
    return frozenset(_companies()["trades"].get(trade, ()))


@cache
def _companies() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "companies.toml").read_text(encoding="utf-8"))


@cache
def well_known() -> tuple[Name, ...]:
    """Large companies by their tickers, in English and Chinese: what a story says of them is theirs, whether the record holds them or not."""
    table = _companies()["companies"]
    return tuple(Name(s, "company", ticker) for ticker, surfaces in table.items() for s in surfaces)


@cache
def not_before() -> dict[str, str]:
    """The characters before which a name is part of another word, by name."""
    return {str(name): str(characters) for name, characters in _companies()["not_before"].items()}


def _key(surface: str) -> str:
    return " ".join(normalise(surface).split()).lower()


def _written(name: Name, view: str, start: int, end: int) -> bool:
    """Whether a name is written as one: its first letter in its own case, so that `apple` is a fruit; a short one wholly in its own.

    A thing's that is written small may open a sentence ("The metaverse division").
    """
    surface = name.surface
    if not surface[0].isascii() and not normalise(surface)[0].isascii():
        return True
    opens = name.kind != "company" and surface[0].islower() and view[start] == surface[0].upper()
    return (opens or view[start] == surface[0]) and (
        len(surface) > 4 or " ".join(view[start:end].split())[1:] == surface[1:]
    )


__all__ = ["Name", "NameKind", "NameMention", "Names", "well_known"]
