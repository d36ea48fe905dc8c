"""Frames of what a company once gained or lost in market value, recalled beside another's day ("Amazon's $190 billion gain in February 2022", Meta在2月2日创下的1970亿美元)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.slots import asserted, free
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Inferred
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

LEAST = 5e10
"""Nothing but its market value makes a company's gain so large, whatever it is called."""


def recalled(scene: Scene, taken: set[Token]) -> list[Draft]:
    """The change of market value of a company that a sum stands beside, on the day or in the month that stands beside it too."""
    sums = [t for t in free(scene.quantities("money"), taken) if t.figure.value >= LEAST]
    names = [t for t in scene.all("name", "company") if t.name and not t.is_index] if sums else []
    out: list[Draft] = []
    for amount in sums if names else ():
        found = next((x for name in names if (x := _beside(scene, amount, name)) is not None), None)
        if found is None:
            continue
        name, when, down = found
        if when.dated is None or name.name is None:
            continue
        first, *others = when.dated.candidates
        claim = asserted(amount, sign=-1.0 if down else 1.0)
        tokens = tuple(sorted((name, amount, when), key=lambda t: t.start))
        args = {} if first.grain == "day" else {"within": "day_down" if down else "day_up"}
        guess: tuple[Inferred, ...] = ("measure",) if args else ()  # of which day of the month, the words do not say
        out.append(Draft("market_cap_change", "market_cap.change", name.name.key, tokens, claim, first, tuple(others), args,
                         amount.figure.hedge, inferred=guess))  # fmt: skip
        taken.add(amount)
    return out


def _beside(scene: Scene, amount: Token, name: Token) -> tuple[Token, Token, bool] | None:
    """The company, the day, and whether it lost, where the words between a sum, a name and a day say that the sum is what it gained or lost then."""
    days = [d for d in scene.dates("on") if d.dated and d.dated.period.grain in {"day", "month"}]
    for day in days:
        first, second, third = sorted((amount, name, day), key=lambda t: t.start)
        form = wording("recalled.name_first" if first is name else "recalled.sum_first")
        if day is first or (first is name and third is amount and scene.language != "zh"):
            continue
        between = f"{scene.view[first.end : second.hedge_start]}|{scene.view[second.end : third.hedge_start]}"
        m = form.fullmatch(between)
        if m is not None:
            return name, day, "down" in lexicon.groups(m)
    return None


__all__ = ["recalled"]
