"""Frames of figures that lie ahead or under a condition and that no noun of a reported figure took: said, and never asserted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted
from tapeline.story.frames.subjects.figure_names import RATES
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Kind
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

UNITS = frozenset({"%", "x", "people", "shares", "points"})
LEAST = 1e5
"""Less money ahead is a price of something."""


def awaited(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Analysts had been looking for $158.2 billion", "if it topped $65 billion", 大市可能下试16,500点: a number behind a word that looks ahead."""
    words = scene.all("modality", "forecast", "conditional")
    out: list[Draft] = []
    for amount in [t for t in scene.all("quantity") if t not in taken] if words else []:
        word = _ahead_of(scene, words, amount)
        if word is None or not _counts(scene, amount):
            continue
        opened = any(w.sense == "conditional" and w.end <= amount.start for w in words)
        noun = scene.nearest(amount, scene.all("metric"), side="before", clause=True)
        falls = [t for t in scene.all("sense", "fall") if word.end <= t.start < amount.start]
        sign = -1.0 if falls and amount.figure.unit == "%" else 1.0
        rate = noun is not None and noun.sense in RATES and is_money(amount.figure.unit)  # of something else then
        args = {"metric": noun.sense} if noun is not None and not rate else {}
        split = amount.figure.unit in {"shares", "x"} and wording("awaited.split").search(
            scene.view, scene.start, scene.end
        )
        kind: Kind = "event" if split else "forecast"
        out.append(Draft(kind, "", scene.company(amount), (word, amount), asserted(amount, sign=sign), args=args, hedge=amount.figure.hedge,
                         modality="conditional" if opened or word.sense == "conditional" else "forecast"))  # fmt: skip
        taken.add(amount)
    return out


def _ahead_of(scene: Scene, words: Sequence[Token], amount: Token) -> Token | None:
    """The word that looks ahead to a number: before it in its clause, with nothing between that speaks of what was."""
    before = [w for w in words if w.end <= amount.start and scene.together(w, amount)]
    word = before[-1] if before else None
    if word is None or wording("awaited.stated").search(scene.view, word.end, amount.start) is not None:
        return None
    return word


def _counts(scene: Scene, amount: Token) -> bool:
    """Whether a number says how much: money, a share or a multiple; a bare one only of an index."""
    unit = amount.figure.unit
    if is_money(unit):
        return amount.figure.value >= LEAST
    if unit == "":
        named = any(t.is_index for t in scene.tokens)
        return named and amount.figure.value >= 100
    return unit in UNITS and amount.figure.value > 0


__all__ = ["awaited"]
