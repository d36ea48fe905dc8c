"""Frames of the distance from a peak or a trough whose day the sentence does not give: read, and for no measure to check."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story.frames.market import is_index
from tapeline.story.frames.slots import MARKET, asserted, free, per_share
from tapeline.story.lexicon import wording
from tapeline.story.scene import Draft, Token, is_money

if TYPE_CHECKING:
    from tapeline.story.scene import Scene


def from_extreme(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "57% below their all-time high", 较历史高点已回落26%: a move of the tape, where no reported figure is spoken of."""
    out: list[Draft] = []
    for amount in free(scene.quantities("%"), taken):
        sign = _sign(scene, amount)
        nouns = [t for t in scene.all("metric") if t.start < amount.start]
        noun = nouns[-1].sense if nouns else scene.discourse.metric
        if not sign or (noun and noun not in MARKET) or (not noun and scene.language == "zh" and not _named(scene)):
            continue
        verbs = [t for t in scene.all("sense", "rise", "fall") if scene.together(t, amount)]
        verb = scene.nearest(amount, verbs)
        tokens = tuple(sorted((t for t in (verb, amount) if t), key=lambda t: t.start))
        out.append(Draft("index" if is_index(scene, amount) else "price_move", "", scene.company(amount), tokens, asserted(amount, sign=sign),
                         args={"from": "extreme"}, hedge=amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def year_range(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "A 52-week low of $81.64 and a 52-week high of $119.33", 52周高点为119美元: the lowest and the highest price of the year before."""
    out: list[Draft] = []
    for amount in free(scene.all("quantity"), taken):
        unit = amount.figure.unit
        if not (is_money(unit) or unit.endswith("/share")) or amount.figure.value >= DEAREST:
            continue
        m = next(
            (
                m
                for m in wording("extremes.range").finditer(scene.view, scene.start, amount.start)
                if m.end() == amount.hedge_start
            ),
            None,
        )
        if m is None:
            continue
        which = "low" if (m["which"] or m["zh"]).lower() in {"low", "低"} else "high"
        words = Token(m.start(), m.end(), "topic", "year_range")
        start = scene.published - timedelta(days=365)
        period = Period(scene.view[m.start() : m.end()].strip(), start, scene.published, "span")
        out.append(Draft("price_move", "price.level", scene.company(amount), (words, amount), per_share(asserted(amount)), period, (),
                         {"of": which, "field": which}, amount.figure.hedge))  # fmt: skip
        taken.update(t for t in scene.tokens if m.start() <= t.start < amount.end)
    return out


DEAREST = 1e6
"""No share costs so much."""


def _named(scene: Scene) -> bool:
    return any(t.name and t.name.kind == "company" for t in scene.tokens)


def _sign(scene: Scene, amount: Token) -> float:
    """The direction of a distance from an extreme; zero where a number is none."""
    end = scene.clause(amount)[1]
    if scene.language == "zh":
        start = scene.clause(amount)[0]
        extreme = wording("extremes.chinese").search(scene.view, start, amount.start) or wording(
            "extremes.chinese"
        ).match(scene.view, amount.end, end)
        return 0.0 if extreme is None else -1.0 if wording("extremes.down").search(scene.view, start, end) else 1.0
    m = wording("extremes.behind").match(scene.view, amount.end, end)
    if m is None:
        return 0.0
    falls = [t for t in scene.all("sense", "fall") if scene.together(t, amount) and t.end <= amount.start]
    return -1.0 if m["down"] or (not m["up"] and falls) else 1.0


__all__ = ["from_extreme", "year_range"]
