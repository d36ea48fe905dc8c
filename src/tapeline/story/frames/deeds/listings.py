"""Frame of the price at which a share was first sold: "went public at $38 a share", 发行价为38美元."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story.frames.slots import free, per_share
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_price
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

DEAREST = 1e5
"""No share is first sold for so much."""


def issue_price(scene: Scene, taken: set[Token]) -> list[Draft]:
    """What a share cost at its first sale, which the record holds with the day of the listing."""
    out: list[Draft] = []
    for amount in free(scene.all("quantity"), taken):
        unit = amount.figure.unit
        if not is_price(unit) or amount.figure.value >= DEAREST:
            continue
        before = wording("listings.before").search(scene.view, scene.start, amount.hedge_start)
        if before is None and wording("listings.behind").match(scene.view, amount.end, scene.end) is None:
            continue
        beside = amount.figure.hedge in {
            "over",
            "under",
        }  # 低于38美元的发行价: what is set beside it is the price of the day
        figure = amount.figure.hedged("exact") if beside else amount.figure
        claim = per_share(Asserted.of_figure(figure))
        out.append(Draft("price_move", "event.value", scene.company(amount), (amount,), claim, None, (), {"kind": "listing"},
                         figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


__all__ = ["issue_price"]
