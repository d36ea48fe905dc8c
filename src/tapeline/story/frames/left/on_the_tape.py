"""What a figure of the tape is likely of whose own words do not say it: a price or a move that no other frame takes, of the day or stretch told nearest.

Such a guess (`inferred` holds `measure`) can bear a figure out, and never contradicts one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.times.when import move_periods
from tapeline.story.inferred import is_fine
from tapeline.story.numbers.units import is_money

if TYPE_CHECKING:
    from tapeline.claim import Kind, Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

OF_THE_TAPE: frozenset[Kind] = frozenset({"price_move", "index"})


def guessed(scene: Scene, draft: Draft, amount: Token, *, signed: bool) -> Draft:
    """A draft of a price or a move without a measure, with that of the time told nearest to it.

    Args:
        scene: the sentence.
        draft: what the last frame made of the amount.
        amount: the amount.
        signed: whether a verb says which way it moved; a sign before the number may.
    """
    claim = draft.asserted
    if draft.measure or draft.kind not in OF_THE_TAPE or claim is None or claim.figure is None:
        return draft
    level = is_money(claim.unit.removesuffix("/share")) or claim.unit in {"", "points"}
    signed = signed or claim.figure.value < 0 or scene.view[amount.start - 1 : amount.start + 1].strip("(")[:1] == "+"
    if not level and (claim.unit != "%" or not signed):
        return draft
    period, also, when = move_periods(scene, amount, since=False, stretches=not level)
    measure = "price.level" if level else "price.return"
    if not is_fine(claim, measure, dated=when is not None):
        return draft
    if (period is None and not level) or (level and period is not None and not _is_of_a_day(period, when)):
        return draft
    days = tuple(p for p in also if not level or p.grain == "day")[:MOST]
    used = (*draft.tokens, *((when,) if when is not None else ()))
    return draft._replace(measure=measure, tokens=used, period=period, also=days, inferred=("measure", "period"))


def _is_of_a_day(period: Period, when: Token | None) -> bool:
    """Whether a price can be that of a time: a day, or the end of a longer one."""
    return period.grain == "day" or (when is not None and when.dated is not None and when.dated.role == "end_of")


MOST = 3
"""So many other times are tried for one that its words do not say."""

__all__ = ["guessed"]
