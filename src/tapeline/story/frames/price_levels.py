"""Frames of a price at its highest or lowest since a day: "its highest close since September 2021", 2015年以来最低收盘价."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.figures import facts
from tapeline.story.frames.records import REACH, named_period
from tapeline.story.frames.slots import MARKET, day_before, rank_one
from tapeline.story.scene import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene, Token


@cache
def _table(language: str) -> tuple[dict[str, bool], re.Pattern[str]]:
    """The words of a highest and a lowest level (whether it is a low), and what stands behind one that is a price's."""
    table = lexicon.table(language, "predicates")["price_level"]
    words = dict.fromkeys(table["highest"], False) | dict.fromkeys(table["lowest"], True)
    return words, re.compile(table["behind"], re.IGNORECASE)


def since(scene: Scene, taken: set[Token]) -> list[Draft]:
    """A close that is the highest or the lowest since a day that the sentence gives."""
    words, behind = _table(scene.language)
    out: list[Draft] = []
    for top in (t for t in scene.all("sense", "superlative", "lowest") if t not in taken):
        low = words.get(scene.view[top.start : top.end].lower())
        day = next(
            (d for d in scene.dates("since") if -REACH <= top.start - d.end <= 2 or 0 <= d.start - top.end <= REACH),
            None,
        )
        if low is None or day is None or day.dated is None or behind.match(scene.view, top.end) is None:
            continue
        if not _of_the_price(scene, top):
            continue
        on = day_before(scene, top)
        told = on.dated.candidates if on is not None and on.dated else scene.discourse.session
        period, also = (told or (None,))[0], told[1:]
        args = {"since": named_period(day.dated.period)} | ({"low": "yes"} if low else {})
        text = scene.view[top.start : top.end]
        out.append(
            Draft(
                "record",
                "price.high_rank",
                scene.company(top),
                tuple(t for t in (top, day, on) if t),
                rank_one(text),
                period,
                also,
                args,
            )
        )
        taken.add(top)
    return out


def _of_the_price(scene: Scene, top: Token) -> bool:
    """Whether a level is one of the share price or of an index: what is nearest that has levels is no reported figure and no market value."""
    nouns = scene.all("metric")
    noun = scene.nearest(top, nouns, side="before") or scene.nearest(top, nouns, side="after", clause=True)
    if noun is not None:
        return noun.sense == "price" and noun not in facts(scene)
    index = any(t.name and t.name.of == "index" for t in scene.tokens)
    closed = bool(scene.all("sense", "close")) or any(
        t.figure and t.figure.unit.endswith("/share") for t in scene.quantities("money")
    )
    return index or closed or scene.discourse.metric in MARKET - {"market_cap"}


__all__ = ["since"]
