"""Frame of what somebody's fortune gained or lost: "$13 billion richer", "he lost $15 billion", "added $13 billion to her wealth"; its level stands in `payout.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.accounts.figures import of_a_person
from tapeline.story.frames.slots import asserted, free
from tapeline.story.frames.times.when import lately, move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

LEAST = 1e6
"""Less money that somebody gains or loses is pay, or a bet."""
REACH = 24


def gained_or_lost(scene: Scene, taken: set[Token]) -> list[Draft]:
    """By how much somebody has become richer or poorer: by the move of the shares that the record knows somebody to hold, which is a guess, as a fortune may have more in it."""
    out: list[Draft] = []
    for amount in [t for t in free(scene.quantities("money"), taken) if t.figure.value >= LEAST]:
        verb = _verb(scene, amount)
        sign = _told_behind(scene, amount) or (0.0 if verb is None else 1.0 if verb.sense == "rise" else -1.0)
        if not sign:
            continue
        person = scene.person(amount)
        period, also, when = move_periods(scene, verb or amount, since=False)
        tokens = tuple(sorted((t for t in (verb, amount, when) if t), key=lambda t: t.start))
        told = Draft(
            "holding", "", scene.discourse.company, tokens, asserted(amount, sign=sign), hedge=amount.figure.hedge
        )
        if person:
            days = (period, *also) if period is not None else lately(scene)
            told = told._replace(measure="holding.change", period=period if when is not None else None, args={"person": person},
                                 also=also if when is not None else tuple(p for p in days if p), inferred=("measure",))  # fmt: skip
        out.append(told)
        taken.add(amount)
    return out


def _told_behind(scene: Scene, amount: Token) -> float:
    """The direction that the words behind a sum give somebody's fortune ("$13 billion richer", "$1 billion from his net worth"); zero where they give none."""
    if wording("wealth.poorer").match(scene.view, amount.end, scene.end):
        return -1.0
    return 1.0 if wording("wealth.richer").match(scene.view, amount.end, scene.end) else 0.0


def _verb(scene: Scene, amount: Token) -> Token | None:
    """The verb right before a sum whose subject is a person, or what somebody holds ("he lost $15 billion", "her holdings appreciated by $4.6 billion")."""
    moved = [
        t
        for t in scene.all("sense", "rise", "fall", "lose")
        if t.end <= amount.hedge_start and scene.together(t, amount)
    ]
    if not moved or amount.hedge_start - moved[-1].end > REACH:
        return None
    verb = moved[-1]
    left = max(scene.start, verb.start - 48)
    held = wording("wealth.held").search(scene.view, left, verb.start) is not None
    own = of_a_person(scene, verb) and wording("wealth.subject").search(scene.view, left, verb.start) is not None
    between = any(verb.end <= t.start < amount.start and (t.kind == "metric" or t.name) for t in scene.tokens)
    return verb if (held or own) and not between else None


__all__ = ["gained_or_lost"]
