"""What a text says of itself: its language, its company, its day of publication, its title."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tapeline.errors import InputError
from tapeline.story import lexicon, predicates, unknown_companies
from tapeline.story import text as views
from tapeline.story.calendar import dates
from tapeline.story.wordfinder import Laid

if TYPE_CHECKING:
    from tapeline.story.names import Names

HEAD = 600
"""The dateline is looked for in so many code points from the start, and as many from the end."""
TWICE = 2
"""A company that no record knows is what a story is about only where it is named so often."""
_CJK = re.compile(r"[一-鿿]")
_LETTER = re.compile(r"[A-Za-z]")
LONGEST_DATELINE = 60


@dataclass(frozen=True, slots=True)
class Metadata:
    """A story's language, company, publication day and title."""

    language: str
    company: str
    published: date
    title: str


def complete(text: str, names: Names, *, language: str | None, company: str | None, published: date | None) -> Metadata:
    """What is known of a story, and what its text tells of the rest.

    Raises:
        InputError: something is missing and the text does not tell it; the message names it and the option that gives it.
    """
    view = views.normalise(text[: 4 * HEAD] + "\n" + text[-HEAD:])
    tongue = language or language_of(view)
    entity = company or _entity(views.normalise(text), names, tongue)
    if not entity:
        raise InputError("the story names no company that can be told for one: give it as --company TICKER")
    day = published or published_on(view, tongue)
    if day is None:
        raise InputError("the story's publication date is missing: give it as --published YYYY-MM-DD")
    return Metadata(tongue, entity, day, title_of(text))


def language_of(view: str) -> str:
    """`zh` where Chinese characters are a third of the letters or more, else `en`."""
    chinese, latin = len(_CJK.findall(view)), len(_LETTER.findall(view))
    return "zh" if chinese * 3 >= chinese + latin and chinese else "en"


def company_of(view: str, names: Names) -> str:
    """The company named most often, the first named among equals; empty where none is."""
    found = [m.name.key for m in names.find(view) if m.name.kind == "company" and m.name.of != "index"]
    return Counter(found).most_common(1)[0][0] if found else ""


def _entity(view: str, names: Names, language: str) -> str:
    return company_of(view, names) or another_of(view, language)


def another_of(view: str, language: str) -> str:
    """The company that no record knows and a story names most often, twice at least; empty where it names none."""
    if language not in lexicon.languages("predicates"):
        return ""
    laid = Laid.of(view)
    found = unknown_companies.find(view, language, [], predicates.find(view, language, laid), laid)
    most = Counter(m.name.key for m in found).most_common(1)
    return most[0][0] if most and most[0][1] >= TWICE else ""


def published_on(view: str, language: str) -> date | None:
    """The day on a short line of its own near the start or the end, written with its year; `None` where there is none."""
    lines = views.paragraphs(view)
    for line in [*lines[:8], *lines[-4:]]:
        if line.end - line.start > LONGEST_DATELINE:
            continue
        for m in dates.find(view[line.start : line.end], language, date(2100, 1, 1)):
            if m.relative_to == "absolute" and m.period.grain == "day" and len(m.candidates) == 1:
                return m.period.start
    return None


def title_of(text: str) -> str:
    """The first line that holds anything, cut at 120 code points."""
    line = next((x.strip() for x in text.splitlines() if x.strip()), "")
    return line[:120]


__all__ = ["Metadata", "company_of", "complete", "language_of", "published_on", "title_of"]
