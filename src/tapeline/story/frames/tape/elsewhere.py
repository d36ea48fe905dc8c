"""Frames of what moves without being a security or a company's figure: rates and yields, goods, currencies. The record holds none of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Kind
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

KINDS: dict[str, Kind] = {"rates": "ratio", "goods": "price_move"}
UNITS = {"rates": frozenset({"%", "bp", "points"}), "goods": frozenset({"%"})}
BEHIND = 32
"""A number stands within so many characters behind the word for what it is of, or behind the number before it."""


def moved(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The 10-year yield climbed to 4.03%", "U.S. oil settled at $87.31 a barrel, down 0.5%", 失业率降至3.7%: the numbers behind the word, up to what else is named."""
    out: list[Draft] = []
    for word in scene.all("sense", *KINDS):
        at = word.end
        for t in [t for t in scene.tokens if t.start >= word.end]:
            if t.name is not None or t.kind == "metric" or t.sense in KINDS:
                break
            if t.kind != "quantity" or t in taken or t.start - at > BEHIND or not _fits(word, t):
                continue
            verbs = [v for v in scene.all("sense", "rise", "fall") if word.end <= v.start < t.start]
            to = any(t.hedge_start - x.end <= 2 for x in scene.all("sense", "to", "close") if x.end <= t.start)
            sign = (
                -1.0
                if verbs and verbs[-1].sense == "fall" and not to and t.figure.unit in {"%", "bp", "points"}
                else 1.0
            )
            out.append(
                Draft(KINDS[word.sense], "", "", (_whole(scene, word), t), asserted(t, sign=sign), hedge=t.figure.hedge)
            )
            taken.add(t)
            at = t.end
    return out


def _whole(scene: Scene, word: Token) -> Token:
    """A word with the term in front of it ("10-year Treasury yield", 10年期国债收益率)."""
    m = wording("elsewhere.term").search(scene.view, max(scene.start, word.start - 16), word.start)
    return word if m is None else replace(word, start=m.start())


def _fits(word: Token, amount: Token) -> bool:
    unit = amount.figure.unit
    return unit in UNITS[word.sense] or (word.sense == "goods" and is_money(unit.removesuffix("/share")))


__all__ = ["moved"]
