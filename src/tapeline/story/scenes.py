"""The sentences of a story laid out one after another: their mentions settled, each behind what those before it hand on."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from tapeline.story import lexicon, money, predicates, text, topics, trades, unknown_companies, unknown_people
from tapeline.story.calendar import dates
from tapeline.story.calendar.grammar import openings, places
from tapeline.story.clauses import clauses
from tapeline.story.handing_on import LONG_PAST, behind_nothing
from tapeline.story.lexicon import wording
from tapeline.story.quantities import find as find_quantities
from tapeline.story.scene import Discourse, Scene
from tapeline.story.sentence_dates import dates_of, told_on
from tapeline.story.settling import settle, without_background
from tapeline.story.tokens import MENTIONED, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tapeline.claim import Period, Story
    from tapeline.story.names import Name, Names
    from tapeline.story.wordfinder import Laid

LONGEST = 1200
"""A longer sentence is read in pieces of this many code points, so that reading stays linear."""


class Scenes:
    """Where the way through a story has come to: the paragraph, what its heading says, and what the sentences before hand on.

    Attributes:
        blocks: where each paragraph begins.
        monies: what a sign of money stands for in the story.
    """

    def __init__(
        self, story: Story, published: date, laid: Laid, view: str, found: Sequence[Token], month: int
    ) -> None:
        self.story, self.published, self.view, self.month = story, published, view, month
        self.blocks = [p.start for p in text.paragraphs(view)]
        traditional = story.language == "zh" and lexicon.is_traditional(story.text)
        self.monies = money.currencies(view, found, traditional=traditional)
        self._low, self._openings = laid.low, openings(laid.low, story.language)
        self._headings = {h.start for h in text.headings(view)}
        self._paragraph = -1
        self._lead = story.company
        self._headed: tuple[Period, ...] = ()
        self._index: Name | None = None
        self._origin = dates.Origin()
        self._discourse = Discourse(story.company, gauge=topics.own_index(story.company, story.language))

    def laid(self, span: text.Span, tokens: list[Token]) -> tuple[Scene, list[Token]]:
        """A sentence with its mentions as a scene, and its dates, settled or not."""
        heading = self._come_to(span, tokens)
        at = self._dates_at(span)
        dated = dates_of(self.view, span, self.story, self._discourse, self._origin, self.month, at) if at else []
        scene = Scene(
            self.view,
            span.start,
            span.end,
            self._settled([*tokens, *dated]),
            self._discourse,
            self.published,
            self.story.language,
            heading,
            clauses(self.view, span.start, span.end),
        )
        return scene, dated

    def gone_past(self, span: text.Span, tokens: list[Token]) -> bool:
        """Go past a sentence whose words mention nothing; not where a date does."""
        if self._dates_at(span):
            return False
        self._come_to(span, tokens)
        self._discourse = behind_nothing(self._discourse, min(self._discourse.dividend, topics.SPOKEN - 1))
        return True

    def _come_to(self, span: text.Span, tokens: list[Token]) -> bool:
        """Open the paragraph of a sentence where it is the first; whether that is a heading."""
        here = text.paragraph_at(self.blocks, span.start)
        heading = here >= 0 and self.blocks[here] in self._headings
        if here != self._paragraph:
            self._paragraph = here
            self._open_paragraph(span, tokens, heading=heading)
        return heading

    def _dates_at(self, span: text.Span) -> list[int]:
        """Where the forms of dates stand in a sentence."""
        first = bisect_left(self._openings, span.start)
        among = self._openings[first : bisect_left(self._openings, span.end, first)]
        return places(self._low, self.story.language, among, span.end) if among else []

    def go_on(self, scene: Scene, dated: list[Token], discourse: Discourse) -> None:
        """What a sentence, its dates and the discourse behind it are to the next."""
        self._origin = told_on(dated, self._origin, self.published)
        self._discourse = discourse
        self._headed = discourse.eras if scene.heading else self._headed

    def _open_paragraph(self, span: text.Span, tokens: list[Token], *, heading: bool) -> None:
        """A paragraph is on the company of its heading, and not on what the one before named last, unless it answers or goes on with that."""
        view, old = self.view, self._discourse
        self._index = None
        self._origin = dates.Origin() if heading else self._origin._replace(narrated=False)
        if heading:
            self._headed, self._lead = (), _section_company(view, span, tokens) or self.story.company
        answers = view[max(0, span.start - 4) : span.start].rstrip().endswith(("?", "？"))
        self._discourse = old._replace(
            session=tuple(p for p in old.session if (self.published - p.end).days <= LONG_PAST),
            company=old.company if answers or wording("reading.goes_on").match(view, span.start) else self._lead,
            eras=self._headed,
            of_an_era=bool(self._headed),
            segment="",
            dividend=topics.SPOKEN if old.dividend == topics.SPOKEN else 0,
        )

    def _settled(self, tokens: list[Token]) -> tuple[Token, ...]:
        """The mentions of a sentence that stand, behind the index that the paragraph named last, in the story's money."""
        view, discourse = self.view, self._discourse
        settled = settle(view, tokens)
        if MENTIONED.isdisjoint(t.kind for t in settled):
            return settled
        told = (discourse.company, discourse.latter, self.story.company)
        settled = trades.by_trade(view, settled, told, self.story.language)
        settled = topics.with_its_index(without_background(view, settled), self._index)
        named = topics.last_index(settled)
        self._index = named or self._index
        settled = money.without_conversions(view, settled)
        return money.denominated(view, settled, self.monies, discourse.metric, index=named is not None)


MARKS = " *#0123456789./、①②③④⑤⑥⑦⑧⑨⑩一二三四五六七八九十()（）•·◆■▲▶►▎◇○●★☆-–—"
"""What may stand before the name at the head of a section."""


def _section_company(view: str, span: text.Span, tokens: Sequence[Token]) -> str:
    """The company that a heading sets its section under, by the name that it begins with ("Walmart (WMT): Buy", "Lowe's"); empty where it does not."""
    first = next((t for t in tokens if t.name and t.name.kind == "company" and t.name.of != "index"), None)
    if first is None or first.name is None or view[span.start : first.start].strip(MARKS):
        return ""
    return first.name.key if _HEADS.match(view, first.end, span.end) or first.end >= span.end else ""


_HEADS = re.compile(r" ?(?:\(|:|：|-|–|—|\||$|[*#])|\s{1,3}[+-]?[0-9]")


def mentions(view: str, language: str, names: Names, laid: Laid) -> list[Token]:
    """Every mention of a view but the dates, which depend on the discourse, in order; `laid` is the view laid out."""
    words = predicates.find(view, language, laid)
    indexes = {i: (w.start, w.end) for w in words if w.is_index for i in range(w.start, w.end)}
    named = []
    for m in names.find(view, laid):
        a, b = indexes.get(m.start, (m.start, m.end))
        title = view[m.start - 1 : m.start] == "《" and m.name.kind == "company"  # 《大公报》发表评论
        if not title and (b < m.end or (a, b) == (m.start, m.end)):
            named.append(m)  # and none of a longer word of an index
    named += unknown_companies.find(view, language, named, words, laid)
    nouns = {w.start for w in words if w.kind == "metric"}
    named += [m for m in unknown_people.find(view, language, named, laid) if m.start not in nouns]
    taken = {i for m in named if m.name.kind in {"office", "company"} for i in range(m.start, m.end)}
    found: list[Token] = [
        *(
            Token(m.start, m.end, "quantity", m.figure.unit, mention=m)
            for m in find_quantities(view, language, low=laid.low)
        ),
        *(Token(m.start, m.end, "name", m.name.kind, name=m.name) for m in named),
        *(w for w in words if w.name is None or taken.isdisjoint(range(w.start, w.end))),
    ]
    found.sort(key=lambda t: t.start)
    return found


def sentences(view: str, found: list[Token]) -> Iterator[tuple[text.Span, list[Token]]]:
    """Each sentence with its mentions but for the dates."""
    starts = [t.start for t in found]
    for sentence in text.sentences(view):
        for a in range(sentence.start, sentence.end, LONGEST):
            span = text.Span(a, min(a + LONGEST, sentence.end))
            yield span, found[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


__all__ = ["Scenes", "mentions", "sentences"]
