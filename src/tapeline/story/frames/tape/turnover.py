"""The frame of how many shares changed hands: "some 232 million shares were traded", "volume: 150.5 million", 成交1.505亿股, 1.544亿股易手."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted, counted_in, free
from tapeline.story.frames.times.when import lately, move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

LEAST = 1e5
"""Fewer shares are no day's volume of a large company."""


def traded(scene: Scene, taken: set[Token]) -> list[Draft]:
    """The shares of a company that were traded on a day; not those of a whole market."""
    out: list[Draft] = []
    for amount in free(scene.quantities("shares", ""), taken):
        if amount.figure.value < LEAST or not _is_turnover(scene, amount):
            continue
        period, also, when = move_periods(scene, amount, since=False)
        if when is not None and when.start >= amount.end and wording("turnover.than").match(scene.view, amount.end):
            (period, *rest), when = (*scene.discourse.session, *lately(scene)), None
            also = tuple(rest)  # "150 million shares from 97 million the day before"
        if period is not None and period.grain != "day":
            continue
        days = tuple(p for p in also if p.grain == "day")
        used = (amount,) if when is None else tuple(sorted((amount, when), key=lambda t: t.start))
        claim = counted_in(asserted(amount), "shares")
        out.append(Draft("price_move", "price.volume", scene.company(amount), used, claim, period, days,
                         hedge=amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _is_turnover(scene: Scene, amount: Token) -> bool:
    """Whether the words before or behind a count say that so many shares were traded, and its clause speaks of no whole market."""
    before = (scene.view, max(scene.start, amount.hedge_start - 40), amount.hedge_start)
    said = wording("turnover.before").search(*before) or wording("turnover.behind").match(
        scene.view, amount.end, scene.end
    )
    return said is not None and wording("turnover.of_a_market").search(scene.view, *scene.clause(amount)) is None


__all__ = ["traded"]
