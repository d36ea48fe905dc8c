"""From a story's text to its claims: sentences become scenes, frames draft claims, and what no frame took is listed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.story import (
    quotes,
    tables,
    text,
)
from tapeline.story.drafting import drafts_of
from tapeline.story.gathered import Reading
from tapeline.story.handing_on import handed_on, sessions_told
from tapeline.story.idle import CHECKABLE, is_idle
from tapeline.story.lexicon import wording
from tapeline.story.numbering import extent, numbered, unread
from tapeline.story.scenes import Scenes, mentions, sentences
from tapeline.story.tokens import Draft, Token
from tapeline.story.wordfinder import Laid

if TYPE_CHECKING:
    from tapeline.claim import Story
    from tapeline.story.drafting import Drafted
    from tapeline.story.gathered import SecondReader
    from tapeline.story.names import Names
    from tapeline.story.scene import Scene


_DIGIT = re.compile(r"\d")


def read_claims(
    story: Story, names: Names, *, fiscal_year_end_month: int = 12, second: SecondReader | None = None
) -> Story:
    """The story with its claims and with the stretches that no claim came from.

    Args:
        story: text, language, company and publication day must be there.
        names: what the text may speak of by name.
        fiscal_year_end_month: the last month of the company's fiscal year.
        second: another reader, beside the frames or in their place.
    """
    if story.published is None:
        return story
    view = text.normalise(story.text)
    laid = Laid.of(view)
    found = mentions(view, story.language, names, laid)
    said = quotes.find(view, story.language, found, story.company)
    scenes = Scenes(story, story.published, laid, view, found, fiscal_year_end_month)
    reading = Reading(story.published, story.language, scenes.blocks)
    for span, tokens in sentences(view, found):
        if second is None and is_idle(view, span, tokens) and scenes.gone_past(span, tokens):
            continue
        scene, dated = scenes.laid(span, tokens)
        drafted = drafts_of(scene, second)
        over = sessions_told(scene, drafted.framed)
        reading.gather(scene, drafted.standing, dated, over)
        _list_unread(scene, drafted, reading)
        table = _table(scene, reading, fiscal_year_end_month, scenes.monies.facts)
        discourse = handed_on(scene, drafted.framed, over)
        scenes.go_on(scene, dated, discourse if table is None else discourse._replace(table=table))
    alone = second is not None and second.alone
    reading.drafts = _spoken(reading.drafts, said, story.company)
    if not alone:
        reading.drafts += _quoted(view, said, found, reading, story.company)
    return replace(story, claims=numbered(story, reading), unread=unread(story, reading))


def _table(scene: Scene, reading: Reading, month: int, currency: str) -> tables.Head | None:
    """What the head of a table says behind a line; a line that is a head, or goes on with one, was read and is not listed as left out."""
    old, span = scene.discourse.table, (scene.start, scene.end)
    found = tables.following(scene.view, scene.language, span, scene.tokens, old, month, currency)
    if found is not None and found != old and reading.unread[-1:] and reading.unread[-1][:2] == span:
        reading.unread[-1] = (*span, "the head of a table, by which its rows are read")
    return found


def _spoken(drafts: list[Draft], said: list[quotes.Quote], company: str) -> list[Draft]:
    """The drafts, each inside a quote with its speaker."""
    starts = [q.start for q in said]
    out: list[Draft] = []
    for d in drafts:
        start = extent(d)[0]
        i = bisect_right(starts, start) - 1
        inside = i >= 0 and start < said[i].end
        if inside and d.kind == "opinion":
            continue
        out.append(d._replace(speaker=said[i].speaker) if inside and said[i].speaker != company else d)
    return out


def _quoted(view: str, said: list[quotes.Quote], found: list[Token], reading: Reading, company: str) -> list[Draft]:
    """A draft for every quote, with the day on which it is said to have been said."""
    verbs = [t for t in found if t.kind == "sense" and t.sense == "say"]
    out = []
    for q in said:
        words = Token(q.start, q.end, "topic", "quote")
        day = quotes.day_said(view, q, verbs, reading.days)
        candidates = day.dated.candidates if day and day.dated else ()
        out.append(Draft("quote", "", company, (words,), None, next(iter(candidates), None), candidates[1:], modality="stated",
                         speaker="" if q.speaker == company else q.speaker))  # fmt: skip
    return out


def _list_unread(scene: Scene, drafted: Drafted, reading: Reading) -> None:
    """List a sentence that could be checked and states nothing, and of another the numbers that nothing took."""
    if not drafted.standing:
        if scene.is_figured or not scene.senses.isdisjoint(CHECKABLE) or _has_digits(scene):
            reading.unread.append((scene.start, scene.end, _why(scene)))
        return
    for t in scene.tokens:
        if t.kind == "quantity" and t not in drafted.taken:
            reading.unread.append((t.start, t.end, "a number that no statement of this sentence takes"))


def _has_digits(scene: Scene) -> bool:
    """Whether a sentence has digits other than those of a time of day ("4:05 p.m.")."""
    if _DIGIT.search(scene.view, scene.start, scene.end) is None:
        return False
    every = [m.start() for m in _DIGIT.finditer(scene.view, scene.start, scene.end)]
    clocks = [m.span() for m in wording("reading.clock").finditer(scene.view, scene.start, scene.end)]
    return any(all(not a <= at < b for a, b in clocks) for at in every)


def _why(scene: Scene) -> str:
    if any(t.kind == "quantity" for t in scene.tokens):
        return "a number, and no statement that the reader knows takes it"
    if any(t.kind == "date" for t in scene.tokens):
        return "a date, and nothing that the reader can date by it"
    if any(t.sense in {"cause", "because", "rescue"} for t in scene.all("sense")):
        return "a word of cause, without a dated cause and a move of a price"
    if any(t.sense in CHECKABLE for t in scene.all("sense")):
        return "a word of record, without a figure that the reader knows"
    return "digits that are no quantity and no date"


__all__ = ["read_claims"]
