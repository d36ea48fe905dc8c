"""Frames of companies set side by side in words: how many times another, bigger or smaller than it, the most valuable of all.

What a plain "worth more than" says of market values (`comparison`) a measure checks; the others are read, and for no measure.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Figure, Quantity
from tapeline.story import lexicon
from tapeline.story.frames.slots import MARKET, above_zero, asserted, is_a_fortune
from tapeline.story.frames.times.not_when import is_of_something_else, of_its_day
from tapeline.story.frames.times.ranked_since import placed
from tapeline.story.frames.times.when import move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene


def side_by_side(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "More than six times Honda's", "less than half the size of Apple", 市值只及英伟达的二十分之一, 比腾讯小."""
    out: list[Draft] = []
    names = [t for t in scene.all("name", "company") if t.name and t.name.of != "index"]
    for other in [t for t in names if t not in taken]:
        match = _set_beside(scene, other)
        if (
            match is None
            or other.name is None
            or any(other.start < d.tokens[0].end for d in out)
            or any(t in taken for t in scene.tokens if match[0] <= t.start < other.start)
        ):
            continue
        objects = {d.args["than"] for d in out} | {other.name.key}
        before = [t for t in names if t.end <= match[0] and t.name and t.name.key not in objects]
        subject = _subject(scene, before, match[0])
        if subject == other.name.key:
            continue
        words = Token(match[0], match[1], "topic", "comparison")
        told = Draft("comparison", "", subject, (words, other), args={"than": other.name.key})
        out.append(_in_worth(scene, told, match))
        said = (*scene.all("sense", "exceed", "worse_than"), *scene.all("quantity"))
        taken.update(t for t in said if match[0] <= t.start < match[1])
    return out


def _in_worth(scene: Scene, told: Draft, span: tuple[int, int]) -> Draft:
    """A comparison of two companies as one of their market values, where its words say how many times as much one is worth; "three times more" may be three or four, and is left."""
    near = (
        t
        for t in scene.quantities("x", "%")
        if t.start < span[1] + BEHIND[scene.language == "zh"] and t.end >= span[0] - 1
    )
    amount = next(near, None)
    words = (scene.view, max(scene.start, span[0] - 1), span[1])
    twice = wording("comparisons.twice").search(*words)
    of_worth = wording("comparisons.of_worth").search(scene.view, scene.start, span[1])
    if of_worth is None or wording("comparisons.more_by").search(*words) or (amount is None and twice is None):
        return told
    claim = asserted(amount) if amount is not None else Asserted.of_figure(Figure("twice", 2.0, 1.0, "x"))
    period, also, when = move_periods(scene, told.tokens[0], since=False)
    day = when is not None and period is not None and period.grain == "day"
    used = tuple(sorted({*told.tokens, *(t for t in (amount, when if day else None) if t)}, key=lambda t: t.start))
    return told._replace(
        measure="market_cap.ratio",
        tokens=used,
        asserted=claim,
        period=period if day else None,
        also=also if day else (),
        hedge=claim.figure.hedge if claim.figure else "exact",
    )


BEHIND = (0, 2)
"""In Chinese the number may stand right behind the words that set two companies beside each other (是Meta的三倍多)."""


def _behind(scene: Scene, words: Token) -> str:
    """Whose rank it is: the first company named before it, else the discourse's."""
    named = [t for t in scene.all("name", "company") if t.name and t.name.of != "index" and t.end <= words.start]
    return named[0].name.key if named and named[0].name else scene.company(words)


def _subject(scene: Scene, before: list[Token], start: int) -> str:
    named = before[0].name if before and scene.clause(before[0])[0] >= scene.start else None
    near = [t for t in before if scene.clause(t)[0] <= start < scene.clause(t)[1]]
    chosen = near[0].name if near else named
    words = Token(start, start, "topic", "comparison")
    return (
        chosen.key
        if chosen is not None
        else scene.company(words)
        if scene.all("who", "latter")
        else scene.discourse.company
    )


def _set_beside(scene: Scene, other: Token) -> tuple[int, int] | None:
    """Where the words that set a company beside another begin and end; `None` where none stand around its name."""
    start = max(scene.start, other.start - 48)
    if scene.language == "zh":
        before = wording("comparisons.chinese_before").search(
            scene.view, max(scene.start, other.start - 10), other.start
        )
        behind = wording("comparisons.chinese_behind").match(scene.view, other.end, scene.end)
        if before is None or behind is None or (behind[0][:1] in "，,。)" and "个" not in before[0]):
            return None
        return before.start(), behind.end()
    m = wording("comparisons.times").search(scene.view, start, other.start)
    return None if m is None else (m.start(), other.end)


def most_valuable(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The most valuable company on earth", 全球市值最高的公司, 最强蓝筹: first or so many-eth of all, for no measure to check."""
    out = []
    for m in wording("comparisons.top").finditer(scene.view, scene.start, scene.end):
        words = Token(m.start(), m.end(), "topic", "comparison")
        if any(m.start() <= t.start < m.end() for t in taken):
            continue
        out.append(Draft("comparison", "", _behind(scene, words), (words,), args={"what": m[0].lower()}))
    return out[:1]


@cache
def _ranks(language: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """What says a place among its like, and the words for places."""
    table = lexicon.table(language, "predicates").get("ranked", {})
    return re.compile(table.get("form", "(?!)")), table.get("places", {})


def ranked(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The world's third-largest retailer", 中国第二大电商公司, "ranks No. 1": the place among its like, the first where no other is said, for no measure to check."""
    form, places = _ranks(scene.language)
    out: list[Draft] = []
    of_moves = placed(scene)
    for m in form.finditer(scene.view, scene.start, scene.end):
        inside = [t for t in scene.tokens if t.start < m.end() and m.start() < t.end]
        # "ranks as the fourth-biggest daily gain"
        ranks_moves = any(t.sense == "single_day" for t in inside) or any(
            m.start() <= p.start < m.end() for p in of_moves
        )
        if ranks_moves or any(t in taken for t in inside):
            continue
        said = next((x for x in m.groups() if x), "")
        place = places.get(said) or int("".join(c for c in said if c.isdigit()) or 1)
        words = Token(m.start(), m.end(), "topic", "comparison")
        claim = Asserted(m[0], Quantity.exact(float(place), "rank"))
        out.append(Draft("comparison", "", _behind(scene, words), (words,), claim, args={"what": m[0].lower()[:60]}))
        taken.update(inside)
    return out


REACH = 12
"""The other company's name stands within so many characters of the word that compares ("more than that of Tesla")."""


def comparison(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Its gain in market value exceeded Amazon's", "is worth more than Tesla", "still smaller than Alphabet", 低于微软."""
    out: list[Draft] = []
    for opener in [t for t in scene.all("sense", "exceed", "worse_than") if t not in taken]:
        other = _other(scene, opener)
        metric = scene.nearest(opener, scene.all("metric", "market_cap"), side="before") or scene.nearest(
            opener, scene.all("metric", "market_cap"), side="after", clause=True)  # fmt: skip
        valued = (
            metric is not None
            or scene.discourse.metric == "market_cap"
            or wording("comparisons.valued").search(scene.view, scene.start, scene.end)
        )
        nearer = scene.nearest(opener, scene.all("metric"), side="before", clause=True)
        if (
            other is None
            or other.name is None
            or not valued
            or _of_people(scene, opener, other)
            or (nearer is not None and nearer.sense not in MARKET)
            or (
                metric is None
                and scene.quantities("%")
                and wording("comparisons.valued").search(scene.view, scene.start, scene.end) is None
            )
        ):
            continue
        objects = {d.args["than"] for d in out}  # what was set beside the subject before is no subject
        before = [t for t in scene.all("name", "company") if t.start < opener.start and t is not other
                  and not (t.name and t.name.key in objects)]  # fmt: skip
        plain = [t for t in before if not scene.is_oblique(t)]
        stands_in = any(t.end <= opener.start for t in scene.all("who", "company"))  # 它买下博通，市值也超过亚马逊
        first = scene.nearest(opener, plain if plain or stands_in else before)
        subject = first.name.key if first and first.name else scene.discourse.company
        if other.name.key == subject or of_its_day(scene, other):
            continue
        moved = [t for t in scene.all("sense", "rise", "fall") if scene.together(t, opener)]
        period, also, when = move_periods(scene, opener)
        args = {"than": other.name.key, "what": "change" if moved else "level"}
        used = tuple(t for t in (metric, opener, other, when) if t)
        text = scene.view[min(opener.start, other.start) : max(opener.end, other.end)]
        sign = (
            above_zero(text, "USD") if opener.sense == "exceed" else Asserted(text, Quantity(float("-inf"), 0.0, "USD"))
        )
        dated = any(
            is_of_something_else(scene, d, opener)
            for d in scene.dates("on")
            if d.start >= other.end and scene.together(d, other)
        )
        own_day = any(
            0 <= other.start - d.end <= 1 and (d is not when or d.start >= opener.end) for d in scene.dates("on")
        )  # 超过2022年11月10日苹果的1909亿
        untold = dated or (scene.language == "zh" and own_day) or (not moved and _of_its_move(scene, opener, other))
        measure = "" if untold else "market_cap.compare"  # "eclipsed Amazon's $191 billion in February 2022"
        out.append(Draft("comparison", measure, subject, used, sign, period, also, args))
        taken.add(other)
    return out


def _of_its_move(scene: Scene, opener: Token, other: Token) -> bool:
    """Whether a participle sets a move told before it beside another's, of a day that is not told ("Amazon's gain was the biggest ever, topping Apple's")."""
    owned = wording("comparisons.its_own").match(scene.view, other.end, scene.end) is not None
    moves = scene.all("sense", "rise", "fall", "single_day")
    return owned and scene.opens_clause(opener) and any(t.end <= opener.start for t in moves)


def _of_people(scene: Scene, opener: Token, other: Token) -> bool:
    """Whether it is people or their fortunes that are compared (身家已超越亚马逊创办人)."""
    worth = [t for t in scene.all("sense", "worth") if t.end <= opener.start and scene.together(t, opener)]
    fortune = any(is_a_fortune(scene, t) for t in worth)
    return fortune or wording("comparisons.somebody").match(scene.view, other.end, scene.end) is not None


def _other(scene: Scene, opener: Token) -> Token | None:
    """The company that a word compares with: right after it; or before it where Chinese puts it there (把强生甩在身后, 比谷歌高出)."""
    names = scene.all("name", "company")
    after = [t for t in names if t.start >= opener.end and t.start - opener.end <= REACH]
    between = [t for t in scene.tokens if t.kind == "quantity" and after and opener.end <= t.start < after[0].start]
    if after and not between and scene.together(after[0], opener):
        return after[0]
    if scene.language != "zh":
        return None
    marked = [t for t in names if t.end <= opener.start and scene.together(t, opener)]
    return next(
        (t for t in reversed(marked) if _MARKS & set(scene.view[max(scene.start, t.start - 6) : t.start])), None
    )


_MARKS = frozenset("把比将")
"""Characters before a name that set it beside the sentence's subject."""

__all__ = ["comparison", "most_valuable", "ranked", "side_by_side"]
