"""Frames of a price at its highest or lowest since a day: "its highest close since September 2021", 2015年以来最低收盘价."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.slots import MARKET, rank_one
from tapeline.story.frames.subjects.figure_names import facts
from tapeline.story.frames.subjects.movers import NOT_ON_THE_TAPE, stranger
from tapeline.story.frames.times.not_when import counts_from
from tapeline.story.frames.times.ranked_since import PER_YEAR, REACH, back, counted_since, years_back, years_told
from tapeline.story.frames.times.sessions import of_the_close, reached
from tapeline.story.frames.times.when import day_before
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import DEAREST, is_price
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Period
    from tapeline.story.scene import Scene


@cache
def _table(language: str) -> tuple[dict[str, bool], re.Pattern[str]]:
    """The words of a highest and a lowest level (whether it is a low), and what stands behind one that is a price's."""
    table = lexicon.table(language, "predicates")["price_level"]
    words = dict.fromkeys(table["highest"], False) | dict.fromkeys(table["lowest"], True)
    return words, re.compile(table["behind"], re.IGNORECASE)


def since(scene: Scene, taken: set[Token]) -> list[Draft]:
    """A close that is the highest or the lowest since a day that the sentence gives, or in so many years."""
    words, behind = _table(scene.language)
    out: list[Draft] = []
    for top in (t for t in scene.all("sense", "superlative", "lowest", "high") if t not in taken):
        text = scene.view[top.start : top.end]
        word = next((w for w in words if text.lower() == w or text.lower().startswith(f"{w} ")), "")
        deeds = (d for d in scene.dates("on") if counts_from(scene, d))  # 2012年上市以来的最低收盘价
        day = next(
            (
                d
                for d in (*scene.dates("since"), *deeds)
                if -REACH <= top.start - d.end <= NEXT or 0 <= d.start - top.end <= REACH
            ),
            None,
        )
        long = None if day is not None else years_told(scene, top, top)
        on, period, also = _reached_on(scene, top)
        first = counted_since(scene, day) if day is not None and day.dated else ""
        first = first or ("" if long is None else years_back(long, _counted_to(scene, on)).isoformat())
        level = behind.match(scene.view, top.start + len(word)) is not None
        then = wording("record_levels.since_then").match(scene.view, top.end, scene.end) is not None
        if then or not word or not first or not level or not _of_the_price(scene, top):
            continue
        args = {"since": first} | ({"low": "yes"} if words[word] else of_the_close(scene, top))
        counted = [t for t in scene.all("quantity") if long is not None and long.start() <= t.start < long.end()]
        within = wording("price_levels.within").search(scene.view, scene.start, top.start)
        out.append(
            Draft(
                "record",
                "" if within else "price.high_rank",
                scene.company(top),
                tuple(t for t in (top, day, on, *counted) if t),
                rank_one(text),
                period,
                also,
                args,
            )
        )
        taken.add(top)
    return out


def of_some_time(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Fell to a two-year low of $88": a close that is the lowest or the highest of so long."""
    out: list[Draft] = []
    for m in wording("price_levels.of_some_time").finditer(scene.view, scene.start, scene.end):
        span = next((t for t in scene.all("quantity") if m.start() <= t.start < m.end() and t not in taken), None)
        word = Token(m.start(), m.end(), "topic", "of_some_time")
        counted = wording("record_levels.from").search(scene.view, max(scene.start, m.start() - 40), m.start("which"))
        if span is None or counted is not None or not _of_the_price(scene, word):
            continue  # "since the 12-year low of 2009 the index has gone up 172 percent"
        on, period, also = _reached_on(scene, word)
        years = span.figure.value / PER_YEAR.get(span.figure.unit.removesuffix("s"), 1)
        args = {"since": back(years, _counted_to(scene, on)).isoformat()} | (
            {"low": "yes"} if m["which"] == "low" else {}
        )
        measure = "" if m["within"] else "price.high_rank"  # closing prices do not tell of the day's own
        used = tuple(t for t in (word, span, on) if t)
        out.append(Draft("record", measure, scene.company(word), used, rank_one(m[0]), period, also, args))
        taken.add(span)
    return out


def first_since(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Closing below $100 for the first time since 2016", 自2016年以来首次跌破100美元, "not since January 2016 have the shares finished so low": such a close is the lowest, or the highest, since then."""
    out: list[Draft] = []
    for m in wording("price_levels.first_since").finditer(scene.view, scene.start, scene.end):
        word = Token(m.start(), m.end(), "topic", "of_some_time")
        near = (d for d in scene.dates("since") if 0 <= d.start - m.end() <= NEXT or 0 <= m.start() - d.end <= NEXT)
        inside = (d for d in scene.dates("since") if m.start() <= d.start < m.end())
        day = next(inside, None) or next(near, None)
        amount = next((t for t in scene.quantities("money") if m.start() <= t.start < m.end()), None)
        kinds = lexicon.groups(m).keys()
        if day is None or (amount is not None and amount.figure.value >= DEAREST):
            continue
        if "close" not in kinds and not _of_the_price(scene, word):
            continue
        on, period, also = _reached_on(scene, word)
        low = {"low": "yes"} if "low" in kinds else {}
        args = {"since": counted_since(scene, day), "field": "close"} | low
        used = tuple(t for t in (word, day, on, amount) if t)
        out.append(Draft("record", "price.high_rank", scene.company(word), used, rank_one(m[0]), period, also, args))
        taken.update(t for t in scene.all("sense", "first") if m.start() <= t.start < m.end())
    return out


NEXT = 8
"""So few characters stand between such a level and the day that it is counted from."""


def _reached_on(scene: Scene, top: Token) -> tuple[Token | None, Period | None, tuple[Period, ...]]:
    """The day on which a level was reached, told before it or behind it in its clause ("a six-month high on Friday"), and what it may be; else the sessions told of."""
    behind = (d for d in scene.dates("on") if d.dated and d.dated.period.grain == "day" and scene.together(d, top))
    on = day_before(scene, top) or next((d for d in behind if d.start >= top.end), None)
    told = on.dated.candidates if on is not None and on.dated else scene.discourse.session
    return on, (told or (None,))[0], told[1:]


def _counted_to(scene: Scene, on: Token | None) -> date:
    """The day that a length of years counts back from: the one on which a level was reached, else that of publication."""
    return on.dated.period.end if on is not None and on.dated else scene.published


def _of_the_price(scene: Scene, top: Token) -> bool:
    """Whether a level is one of the share price or of an index: what is nearest that has levels is no reported figure and no market value."""
    nouns = scene.all("metric")
    noun = scene.nearest(top, nouns, side="before") or scene.nearest(top, nouns, side="after", clause=True)
    if noun is not None:
        return noun.sense == "price" and noun not in facts(scene)
    verb = scene.nearest(top, scene.all("sense", "rise", "fall", "to"), side="before")
    off_the_tape = not NOT_ON_THE_TAPE.isdisjoint(scene.senses) and not scene.all("name", "company")
    if off_the_tape or stranger(scene, verb or top):
        return False
    index = any(t.is_index for t in scene.tokens)
    itself = wording("price_levels.close").match(scene.view, top.end, scene.end) is not None  # "the lowest finish"
    closed = (
        itself
        or bool(scene.all("sense", "close"))
        or any(t.figure.unit.endswith("/share") or reached(scene, t) for t in scene.quantities("money"))
        or _moved_to_a_price(scene, top)
    )
    return index or closed or scene.discourse.metric in MARKET - {"market_cap"}


def _moved_to_a_price(scene: Scene, top: Token) -> bool:
    """Whether a move in percent with a price behind it stands before a level (暴跌24.6%至97.94美元，2016年以来首次跌破100美元)."""
    moves = [t for t in scene.all("sense", "rise", "fall") if t.end <= top.start]
    sizes = [t for t in scene.quantities("%") if moves and moves[-1].end <= t.start < top.start]
    prices = (t for t in scene.all("quantity") if is_price(t.sense) and t.figure.value < DEAREST)
    return any(sizes and sizes[0].end <= t.start < top.start for t in prices)


__all__ = ["first_since", "of_some_time", "since"]
