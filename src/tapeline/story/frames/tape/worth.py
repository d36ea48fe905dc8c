"""The frame of what a company is said to be worth: "Tesla is worth $770 billion", "worth less than $270 billion"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.slots import asserted, free, is_a_fortune
from tapeline.story.frames.subjects.movers import stranger
from tapeline.story.frames.tape.first_passed import first_passed
from tapeline.story.frames.tape.tape_levels import MARKET_VALUE, stood_at
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

FAR = 32
"""What is worth so much stands within so many characters of the word that says it."""


def worth(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Tesla is worth $770 billion": a company's worth is its market value, where nobody's holding is spoken of."""
    out = []
    than = [
        t for t in scene.all("sense", "exceed", "worse_than") if wording("worth.than").match(scene.view, t.start)
    ]  # "worth less than $270 billion"
    for word in (*scene.all("sense", "worth"), *than):
        amount = scene.nearest(word, free(scene.quantities("money"), taken), side="after", clause=True)
        before = [
            t
            for t in scene.tokens
            if t.end <= word.start and ((t.name and t.name.kind in {"company", "person"}) or t.kind == "who")
        ]
        beside = [t for t in before if scene.together(t, word) or word.start - t.end <= 2]
        resumed = scene.resumed([t for t in scene.all("name", "company") if t.end <= word.start], word)
        beside += [resumed] if resumed is not None else []
        owner = scene.nearest(word, beside, side="before")
        if before and wording("worth.is").search(scene.view, max(scene.start, word.start - 6), word.start):
            owner = next(
                (t for t in before if scene.together(t, word)), owner
            )  # "the company that he was handed was worth"
        of_company = owner is not None and (owner.sense == "company")
        if amount is None or not of_company or scene.all("sense", "hold") or amount.figure.value < MARKET_VALUE:
            continue
        if wording("tape_levels.of_a_holding").search(scene.view, scene.clause(amount)[0], amount.start):
            continue  # "He holds 350 million shares. They were worth $166 billion"
        if wording("tape_levels.each").match(scene.view, amount.end):
            continue  # "the extra nickel is worth $91.2 million a year"
        if wording("worth.at_a_price").search(scene.view, scene.start, word.start):
            continue  # "At Friday's closing price of $161.16 it was worth $37 billion": so many shares
        if any(owner.end <= t.start < word.start for t in scene.all("sense", "rise", "fall") if owner is not None):
            continue  # "Apple's 8.9% jump that day was worth $190.9 billion"
        if scene.view.endswith(" by ", 0, amount.hedge_start):
            continue  # "the group's worth on the stock market increased by around 200 billion dollars"
        if is_a_fortune(scene, word):
            continue  # somebody's wealth
        far = owner is not None and owner is not resumed and word.start - owner.end > FAR
        if far or stranger(scene, word):
            continue  # "has agreed to buy computing worth $300 billion"
        out += _of_its_worth(scene, word, amount, taken)
        taken.add(amount)
    return out


def _of_its_worth(scene: Scene, word: Token, amount: Token, taken: set[Token]) -> list[Draft]:
    """What a company is said to be worth, for the first time where the words say so; or by how much that is more than before ("worth $204.5 billion more than the evening before")."""
    told = stood_at(scene, word, None, amount, cap=True)
    more = wording("worth.by_so_much").match(scene.view, amount.end, scene.end)
    if more is not None:
        claim = asserted(amount, sign=-1.0 if lexicon.groups(more).get("less") else 1.0)
        return [told._replace(kind="market_cap_change", measure="market_cap.change", asserted=claim, args={})]
    return [told, *first_passed(scene, amount, told, taken)]


__all__ = ["worth"]
