"""The frames, shared by all languages: what a sentence can state, and which mentions fill its slots.

Each is a function from a `Scene` to drafts of claims; `FRAMES` lists them in the order in which they may take a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames import (
    causal,
    events,
    figures,
    levels,
    lives,
    market,
    payout,
    people,
    records,
    said,
    tape_levels,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tapeline.story.scene import Draft, Scene, Token

FRAMES: tuple[Callable[[Scene, set[Token]], list[Draft]], ...] = (
    events.opened,
    events.anniversary,
    people.age,
    lives.age_between_commas,
    lives.born,
    people.tenure,
    people.joined,
    people.office,
    people.left_or_returned,
    people.schooling,
    payout.dividend_income,
    payout.dividend,
    payout.buyback,
    payout.holding,
    payout.worth,
    payout.spent,
    payout.jobs_cut,
    payout.jobs_share,
    said.price_target,
    records.record_move,
    records.record_high,
    market.comparison,
    levels.lost,
    levels.share_of,
    levels.priced_at,
    market.multiplied,
    market.move,
    tape_levels.level,
    tape_levels.worth,
    tape_levels.index_level,
    figures.multiple,
    figures.growth,
    levels.level,
    records.record_figure,
    events.reported,
    events.told,
    events.happened,
    events.chart_top,
    causal.causal,
    said.opinion,
)

__all__ = ["FRAMES"]
