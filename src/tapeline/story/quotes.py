"""Who is quoted: stretches in quotation marks with a verb of saying beside them, and their speakers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tapeline.story.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.story.scene import Token

SHORTEST = {"zh": 6, "en": 12}
"""Shorter stretches in quotation marks are words used with reserve, titles or names."""
REACH = 80
"""A verb of saying stands within so many characters of its quote, in the same paragraph."""
_MARK = re.compile(r'"')
_OUTLET = re.compile(r"([A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+){1,3})")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote where it stands, its marks left out: who says it (empty where the text does not tell), and the verb's place."""

    start: int
    end: int
    speaker: str


def find(view: str, language: str, tokens: Sequence[Token], default: str = "") -> list[Quote]:
    """The quotes of a view, in order.

    Args:
        view: a normalised text: every double quotation mark is straight.
        language: `zh` or `en`.
        tokens: the view's names and lexicon words, in order.
        default: the speaker where a verb of saying has no person.
    """
    telling = [
        t
        for t in tokens
        if (t.name and t.name.kind == "person") or (t.kind == "sense" and t.sense == "say") or t.kind == "who"
    ]
    out: list[Quote] = []
    at = 0
    for paragraph in paragraphs(view):
        marks = [m.start() for m in _MARK.finditer(view, paragraph.start, paragraph.end)]
        if len(marks) < 2:
            continue
        while at < len(telling) and telling[at].end <= paragraph.start:
            at += 1
        own = [t for t in telling[at : at + len(marks) * 40 + 400] if t.start < paragraph.end]
        for start, end in zip(marks[::2], marks[1::2], strict=False):
            found = _quote(view, language, (start, end), (paragraph.start, paragraph.end), own, default)
            if found is not None:
                out.append(found)
    return out


def _quote(
    view: str, language: str, marks: tuple[int, int], bounds: tuple[int, int], own: list[Token], default: str
) -> Quote | None:
    start, end = marks
    if end - start - 1 < SHORTEST[language if language in SHORTEST else "en"]:
        return None
    left, right = max(bounds[0], start - REACH), min(bounds[1], end + 1 + REACH)
    near = [t for t in own if left <= t.start < start or end < t.start < right]
    verbs = [t for t in near if t.sense == "say"]
    before = view[left:start].rstrip()
    led = before.endswith((":", "："))
    if not verbs and not led:
        return None
    place = min((v.start for v in verbs), key=lambda v: min(abs(v - start), abs(v - end)), default=start)
    people = [t for t in near if t.name]
    if not people and led:
        people = [t for t in own if t.name and t.start < start][:1]
    speaker = min(people, key=lambda t: abs(t.start - place), default=None)
    if speaker is not None and speaker.name is not None:
        return Quote(start + 1, end, speaker.name.key)
    unknown = [m for m in _OUTLET.finditer(view, left, right) if not start < m.start() < end]
    said = min(unknown, key=lambda m: abs(m.start() - place), default=None)
    return Quote(start + 1, end, said[1] if said is not None else default)


__all__ = ["Quote", "find"]
