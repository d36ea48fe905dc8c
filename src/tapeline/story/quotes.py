"""Who is quoted: stretches in quotation marks with a verb of saying beside them, and their speakers."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tapeline.story.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.story.tokens import Token

SHORTEST = {"zh": 6, "en": 12}
"""Shorter stretches in quotation marks are words used with reserve, titles or names."""
REACH = 80
"""A verb of saying stands within so many characters of its quote, in the same paragraph."""
BESIDE = 30
"""A day stands within so many characters of the verb that it dates."""
_PARTS = re.compile(r"[\n\",，。.;；:：]")
_OPENS = re.compile(r"(?:\A|[\n.!?。\"])\s*(?:on\s+)?\Z", re.IGNORECASE)
_IS_SAID = re.compile(r"(?:[a-z]+[ ,'-]+){3}[^\"]*[a-z][,.!?]\Z|[一-鿿]{4}[^\"]*[，。！？]\Z")
"""Several words that end with a mark of their own are somebody's words, whatever the verb beside them ("There was no plan," he shrugs)."""
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
    telling = [t for t in tokens if (t.name and t.name.kind == "person") or (t.kind == "sense" and t.sense == "say")]
    starts = [t.start for t in telling]
    out: list[Quote] = []
    for paragraph in paragraphs(view):
        marks = [m.start() for m in _MARK.finditer(view, paragraph.start, paragraph.end)]
        for start, end in zip(marks[::2], marks[1::2], strict=False):
            left, right = max(paragraph.start, start - REACH), min(paragraph.end, end + 1 + REACH)
            before = telling[bisect_left(starts, left) : bisect_left(starts, start)]
            after = telling[bisect_left(starts, end) : bisect_left(starts, right)]
            opens = bisect_left(starts, paragraph.start)
            first = telling[opens : min(opens + 1, bisect_left(starts, start))]
            found = _quote(view, language, (start, end), (left, right), [*before, *after], first, default)
            if found is not None:
                out.append(found)
    return out


def day_said(view: str, quote: Quote, verbs: Sequence[Token], days: Sequence[Token]) -> Token | None:
    """The day on which a quote is said to have been said: beside a verb of saying outside of it, in the same clause; else `None`.

    Args:
        view: the normalised text.
        quote: a quote of it.
        verbs: the view's verbs of saying, in order.
        days: its mentions of single days, in order.
    """
    told = _around(view, quote, verbs)
    for day in _around(view, quote, days):
        if any(_beside(view, day, verb) for verb in told):
            return day
    return None


def _beside(view: str, day: Token, verb: Token) -> bool:
    between = view[min(day.end, verb.end) : max(day.start, verb.start)]
    if day.end <= verb.start and _OPENS.search(view, max(0, day.start - 6), day.start):
        between = between.lstrip().removeprefix(",")  # "On Thursday, Quill said"
    return len(between) <= BESIDE and not _PARTS.search(between)


def _around(view: str, quote: Quote, found: Sequence[Token]) -> list[Token]:
    """What stands near a quote in its paragraph and not in it, the nearest first."""
    left = max(quote.start - REACH, view.rfind("\n", max(0, quote.start - REACH), quote.start))
    end = view.find("\n", quote.end, quote.end + REACH)
    right = quote.end + REACH if end < 0 else end
    first, last = (bisect_left(found, x, key=lambda t: t.start) for x in (left, right))
    outside = [t for t in found[first:last] if t.end <= quote.start or t.start >= quote.end]
    return sorted(outside, key=lambda t: quote.start - t.end if t.end <= quote.start else t.start - quote.end)


def _quote(
    view: str,
    language: str,
    marks: tuple[int, int],
    reach: tuple[int, int],
    near: list[Token],
    opening: list[Token],
    default: str,
) -> Quote | None:
    """The quote between two marks, from the mentions near it and the first of its paragraph; `None` where nobody is said to say it."""
    start, end = marks
    if end - start - 1 < SHORTEST.get(language, SHORTEST["en"]):
        return None
    verbs = [t for t in near if t.sense == "say"]
    led = view[reach[0] : start].rstrip().endswith((":", "："))
    if not verbs and not led and not _IS_SAID.search(view, start + 1, end):
        return None
    place = min((v.start for v in verbs), key=lambda v: min(abs(v - start), abs(v - end)), default=start)
    people = [t for t in near if t.name] or ([t for t in opening if t.name] if led else [])
    speaker = min(people, key=lambda t: abs(t.start - place), default=None)
    if speaker is not None and speaker.name is not None:
        return Quote(start + 1, end, speaker.name.key)
    unknown = [m for m in _OUTLET.finditer(view, *reach) if not start < m.start() < end]
    said = min(unknown, key=lambda m: abs(m.start() - place), default=None)
    return Quote(start + 1, end, said[1] if said is not None else default)


__all__ = ["Quote", "day_said", "find"]
