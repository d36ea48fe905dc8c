"""The name finder: companies, people, offices, segments and products that the caller knows of, where they stand in a view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

NameKind = Literal["company", "person", "office", "segment", "product"]
_WORD = "A-Za-z0-9"


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
    def _by_surface(self) -> dict[str, Name]:
        out: dict[str, Name] = {}
        for name in self.names:
            out.setdefault(_key(name.surface), name)
        return out

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        surfaces = sorted({n.surface for n in self.names if len(n.surface) > 1}, key=lambda s: (-len(s), s))
        if not surfaces:
            return None
        return re.compile("|".join(_literal(s) for s in surfaces))

    def find(self, view: str) -> list[NameMention]:
        """The names in a view, in order; the longest wins where two overlap."""
        if self._pattern is None:
            return []
        return [NameMention(m.start(), m.end(), self._by_surface[_key(m[0])]) for m in self._pattern.finditer(view)]


def _key(surface: str) -> str:
    return " ".join(surface.split()).casefold()


def _literal(surface: str) -> str:
    """A Latin name matches whole words; its first letter keeps its case, so that `apple` is a fruit."""
    pattern = re.escape(surface).replace(r"\ ", "[ ]{1,3}")
    if surface[0].isascii() and surface[0].isalnum():
        first, rest = re.escape(surface[0]), pattern[len(re.escape(surface[0])) :]
        pattern = rf"(?<![{_WORD}]){first}" + (f"(?i:{rest})" if len(surface) > 4 else rest)
    if surface[-1].isascii() and surface[-1].isalnum():
        pattern += rf"(?![{_WORD}])"
    return pattern


__all__ = ["Name", "NameKind", "NameMention", "Names"]
