"""Frames of statements without a number: which way a price or an index went, whether what was expected was beaten or missed."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Quantity
from tapeline.story import lexicon
from tapeline.story.frames.subjects.movers import stranger
from tapeline.story.frames.tape.market import MAGNITUDE, is_index
from tapeline.story.frames.times.sessions import of_another_listing, session_of_word
from tapeline.story.frames.times.when import move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Kind
    from tapeline.story.scene import Scene


def went(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Shares fell on Friday", 三大股指全线下跌: the direction, checked where the sentence gives the day and says that it closed so."""
    out: list[Draft] = []
    for opener in scene.all("sense", "rise", "fall"):
        if opener in taken or any(
            scene.together(t, opener) for t in scene.tokens if t.kind == "quantity" or t.sense in OTHERS
        ):
            continue
        if (
            wording("directions.noun").search(scene.view, scene.clause(opener)[0], opener.start)
            or scene.view[opener.end - 1] in MAGNITUDE
        ):
            continue  # "its biggest gain", 最大涨幅
        index = is_index(scene, opener)
        noun = scene.nearest(opener, scene.all("metric"), side="before", clause=True)
        if not index and (noun is None or noun.sense != "price" or stranger(scene, opener)):
            continue
        period, also, when = move_periods(scene, opener)
        day = when is not None and period is not None and period.grain == "day"
        closed = any(scene.together(t, opener) for t in scene.all("sense", "close"))
        elsewhere = session_of_word(scene, opener) or of_another_listing(scene, opener)
        measure = "price.return" if day and closed and not elsewhere else ""
        interval = Quantity(0.0, math.inf, "%") if opener.sense == "rise" else Quantity(-math.inf, 0.0, "%")
        used = tuple(sorted((t for t in (noun, opener, when) if t), key=lambda t: t.start))
        kind: Kind = "index" if index else "price_move"
        claim = Asserted(scene.view[opener.start : opener.end], interval)
        out.append(
            Draft(kind, measure, scene.company(opener), used, claim, period if day else None, also if day else ())
        )
    return out


OTHERS = frozenset(
    {
        "superlative",
        "record",
        "high",
        "lowest",
        "cause",
        "because",
        "rescue",
        "from_start",
        "began",
        "after",
        "multiply",
        "streak",
        "unrelated",
    }
)
"""Words of statements that say the direction themselves: records, causes, moves of a year."""


@cache
def _expected(language: str) -> re.Pattern[str]:
    return re.compile(lexicon.table(language, "predicates").get("expectations", {}).get("form", "(?!)"))


def against_expectations(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Topped Wall Street estimates", 符合预期: what came out beside what was looked for, where neither is a number."""
    out = []
    for m in _expected(scene.language).finditer(scene.view, scene.start, scene.end):
        near = [t for t in scene.all("quantity") if m.start() - 4 <= t.start <= m.end() + 12]
        if near:
            continue  # "topped estimates of $39.2 billion" is the forecast's number
        words = Token(m.start(), m.end(), "topic", "comparison")
        out.append(
            Draft("comparison", "", scene.company(words), (words,), args={"what": m[0].lower()[:60]}, modality="stated")
        )
        taken.update(t for t in scene.all("modality") if m.start() <= t.start < m.end())
    return out


__all__ = ["against_expectations", "went"]
