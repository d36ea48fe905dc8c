"""Frames of what is not a fact: opinions that carry no figure, price targets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story.frames.slots import asserted, free
from tapeline.story.scene import Draft, is_money

if TYPE_CHECKING:
    from tapeline.story.scene import Scene, Token


def opinion(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "In our view, the market has lost patience", 我认为这是最成功的药: one for each sentence."""
    words = scene.all("modality", "opinion")
    if not words:
        return []
    taken.update(words)
    word = words[0]
    end = max(word.end, scene.clause(word)[1])
    thought = replace(word, end=end)
    return [Draft("opinion", "", scene.company(word), (word, thought), None, None, (), {}, "exact", "opinion")]


def price_target(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Raised its price target to $500", 目标价从90美元下调至85美元: the newest figure of the clause."""
    out = []
    for word in scene.all("metric", "price_target"):
        amounts = [
            t for t in free(scene.quantities("money"), taken) if scene.together(t, word) and t.start > word.start
        ]
        to = [t for t in amounts if any(x.end <= t.start and t.start - x.end <= 1 for x in scene.all("sense", "to"))]
        if not amounts:
            continue
        amount = (to or amounts[:1])[-1]
        claim = asserted(amount)
        if claim.figure and is_money(claim.unit):
            claim = Asserted.of_figure(replace(claim.figure, unit=f"{claim.unit}/share"))
        out.append(Draft("forecast", "", scene.company(word), (word, amount), claim, None, (), {"metric": "price_target"},
                         amount.figure.hedge, "forecast"))  # fmt: skip
        taken.update(amounts)
    return out


__all__ = ["opinion", "price_target"]
