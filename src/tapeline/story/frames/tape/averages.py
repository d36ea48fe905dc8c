"""A price beside its moving average ("closed above its 200-day moving average", 跌破50日均线), and a volume beside the usual one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Quantity
from tapeline.story import lexicon
from tapeline.story.frames.slots import asserted, free
from tapeline.story.frames.tape.market import index_of, is_index
from tapeline.story.frames.times.when import move_periods, the_last_session
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene

BESIDE = 2
"""How far a price lies from its average stands so near before or behind the words for it."""


def from_average(scene: Scene, taken: set[Token]) -> list[Draft]:
    """On which side of its moving average a price stands, and how far from it where the words say so."""
    out: list[Draft] = []
    if wording("averages.named").search(scene.view, scene.start, scene.end) is None:
        return out
    for m in wording("averages.told").finditer(scene.view, scene.start, scene.end):
        told = lexicon.groups(m)
        down = "down" in told
        if not (down or "up" in told):
            continue
        words = Token(m.start(), m.end(), "topic", "average")
        size = _size(scene, words, taken)
        if size is not None:
            claim = asserted(size, sign=-1.0 if down else 1.0)
        else:
            claim = Asserted(m[0].strip(), Quantity(-math.inf, 0.0, "%") if down else Quantity(0.0, math.inf, "%"))
        index = is_index(scene, words)
        subject = index_of(scene, words) if index else scene.company(words)
        measure, period, also, when = _of_a_day(scene, words, "price.from_average", m.span())
        if size is None and when is not None:
            also = ()  # a side alone is borne out by one day or another of the same name
        used = tuple(sorted((t for t in (words, size, when) if t), key=lambda t: t.start))
        args = {"sessions": told["n"]}
        out.append(Draft("index" if index else "price_move", measure, subject, used, claim, period, also, args))
        taken.update(t for t in scene.tokens if t is size or words.start <= t.start < words.end)
    return out


def _size(scene: Scene, words: Token, taken: set[Token]) -> Token | None:
    """How far from the average, right before the words or right behind them ("9% above its 50-day average", 高于50日均线9%)."""
    near = (
        t
        for t in free(scene.quantities("%"), taken)
        if 0 <= words.start - t.end <= BESIDE or 0 <= t.hedge_start - words.end <= BESIDE
    )
    return next(near, None)


def _of_a_day(
    scene: Scene, words: Token, measure: str, average: tuple[int, int]
) -> tuple[str, Period | None, tuple[Period, ...], Token | None]:
    """The session that words tell of, and what else it may be; no measure where they tell of a longer time than a day. The time that the average is over is none of it."""
    period, also, when = move_periods(scene, words, since=False)
    if when is not None and average[0] <= when.start < average[1]:
        (period, also), when = the_last_session(scene), None
    if period is not None and period.grain != "day":
        return "", None, (), when
    return measure, period, tuple(p for p in also if p.grain == "day"), when


def volume_beside_usual(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Volume was more than five times its 30-day average", 成交量是平均水平的5倍."""
    out: list[Draft] = []
    if wording("averages.volume").search(scene.view, scene.start, scene.end) is None:
        return out
    for amount in free(scene.quantities("x"), taken):
        behind = wording("averages.usual").match(scene.view, amount.end, scene.end)
        before = wording("averages.of_usual").search(scene.view, scene.clause(amount)[0], amount.hedge_start)
        found = behind or before
        if found is None:
            continue
        measure, period, also, when = _of_a_day(scene, amount, "price.volume_ratio", found.span())
        over = lexicon.groups(found).get("n")
        used = tuple(sorted((t for t in (amount, when) if t), key=lambda t: t.start))
        args = {"sessions": over} if over else {}
        out.append(Draft("ratio", measure, scene.company(amount), used, asserted(amount), period, also, args,
                         amount.figure.hedge))  # fmt: skip
        taken.update(t for t in scene.tokens if t is amount or found.start() <= t.start < found.end())
    return out


__all__ = ["from_average", "volume_beside_usual"]
