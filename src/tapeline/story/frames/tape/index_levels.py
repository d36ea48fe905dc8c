"""The frame of what an index stands at: "closed at 5,354", 跌2.5%至2447.89点, "a record 4,796.56"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted, free
from tapeline.story.frames.tape.dated_prices import peak_of, peak_words
from tapeline.story.frames.tape.first_passed import first_passed
from tapeline.story.frames.tape.market import index_of, is_index
from tapeline.story.frames.tape.tape_levels import BESIDE, hedge_of, is_a_milestone
from tapeline.story.frames.times.level_times import level_periods
from tapeline.story.frames.times.sessions import session_of
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import DEAREST, is_price
from tapeline.story.tokens import Draft
from tapeline.story.topics import POINTS

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

LEAST = 100
"""No index of the record stands lower."""


def index_level(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The S&P 500 closed at 5,354", 标普500指数收于2386.13点, "to a record of its own, 4,958.61"."""
    out = []
    for amount in free(scene.quantities("", "points"), taken):
        opener = _opener(scene, amount) if _can_be(scene, amount) else None
        if opener is None or not is_index(scene, opener):
            continue
        if (far := _far_from(scene, amount)) is not None:
            out.append(
                Draft(
                    "index",
                    "price.level",
                    index_of(scene, opener),
                    (amount,),
                    asserted(amount),
                    args=far,
                    hedge=amount.figure.hedge,
                )
            )
            taken.add(amount)
            continue
        stood = _stood(scene, opener, amount)
        out += [stood, *first_passed(scene, amount, stood, taken)]
        taken.add(amount)
    return out


def _stood(scene: Scene, opener: Token, amount: Token) -> Draft:
    """What an index stood at, or above or below what."""
    period, also, when = level_periods(scene, amount)
    session = session_of(scene, amount)
    args = {} if session in {"", "open", "extended"} else {"session": "traded"}
    told = when is not None or (period is not None and period.grain == "day")
    return Draft(
        "index",
        "price.level",
        index_of(scene, opener),
        tuple(dict.fromkeys(t for t in (opener, amount, when) if t)),
        asserted(amount, hedge=hedge_of(scene, opener, amount)),
        period if told else None,
        also if told else tuple(p for p in (period, *also) if p is not None),
        args,
        amount.figure.hedge,
    )


def _far_from(scene: Scene, amount: Token) -> dict[str, str] | None:
    """The record that an index stands so far from, or has passed, where an amount is that ("17.5% below its record close of 4,796.56", "eclipsing the record of 4,796.56"); `None` where it is none."""
    words = peak_words(scene, amount)
    if words is None:
        return None
    away = wording("records.away").search(scene.view, max(scene.start, words.start() - 28), words.start())
    passes = (t for t in scene.all("sense", "exceed") if scene.together(t, amount) and t.end <= words.start() + 1)
    if away is None and next(passes, None) is None:
        return None
    return peak_of(words[0].lower())


def _can_be(scene: Scene, amount: Token) -> bool:
    """Whether a bare number can be what an index stands at: no count of anything, no round level that was passed, no number of points that it moved by."""
    noun = amount.mention.noun if amount.mention is not None else ""
    counts = bool(noun) and noun not in POINTS  # 标普500指数500只成份股中457家公司
    return not (
        counts
        or amount.figure.value < LEAST
        or is_a_milestone(scene, amount)
        or wording("index_levels.of_a_month").search(scene.view, scene.start, amount.hedge_start)
        or wording("index_levels.moved_by").match(scene.view, amount.end)
        or wording("index_levels.had_come_to").search(scene.view, scene.start, amount.hedge_start)
    )


def is_a_stand(scene: Scene, amount: Token) -> bool:
    """Whether an amount can be a price of a share, or a level of the index that a sentence speaks of."""
    if is_price(amount.sense):
        return amount.figure.value < DEAREST
    return amount.sense in {"", "points"} and amount.figure.value >= LEAST and is_index(scene, amount)


def _opener(scene: Scene, amount: Token) -> Token | None:
    """The word that says that an index stood so: one of closing or reaching right before it, or a record; for points in Chinese what stands around them."""
    start = amount.hedge_start
    links = [t for t in scene.all("sense", "close", "to") if start - BESIDE <= t.end <= amount.start]
    if links:
        return links[-1]
    before = wording("index_levels.stood").search(scene.view, max(scene.start, start - 40), start)
    behind = wording("index_levels.so_it_closed").match(scene.view, amount.end)
    return amount if before is not None or behind is not None else None


__all__ = ["index_level", "is_a_stand"]
