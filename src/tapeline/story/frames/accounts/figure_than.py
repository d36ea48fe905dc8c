"""The frame of a figure that is said to be more, or less, than that of an earlier time: "$2.8 billion, more than in the first quarter", 高于上年同期的37.4亿美元."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Quantity
from tapeline.story import lexicon
from tapeline.story.frames.accounts.gapped import AGAINST
from tapeline.story.frames.subjects.figure_names import RATES, kind_of
from tapeline.story.frames.times.bases import counted_from
from tapeline.story.frames.times.earlier_levels import has_its_noun
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene


def than(scene: Scene, stated: list[Draft]) -> list[Draft]:
    """A further draft for each level of a sentence that is said to be more, or less, than that of a time right behind it."""
    out: list[Draft] = []
    for d in stated:
        amount = next((t for t in reversed(d.tokens) if t.kind == "quantity"), None)
        name = _name(d)
        m = None if amount is None or not name else wording("figure_than.than").match(scene.view, amount.end, scene.end)
        base = None if m is None else _base(scene, m.end())
        counted = None if base is None else _counted(scene, base)
        if m is None or base is None or not counted:
            continue
        more = "more" in lexicon.groups(m)
        rate = name.rpartition(".")[2] in RATES
        span = (
            Quantity(0.0, math.inf, "points" if rate else "%")
            if more
            else Quantity(-math.inf, 0.0, "points" if rate else "%")
        )
        words = Token(m.end() - len(m[0].lstrip(" ,")), base.end, "topic", "comparison")
        out.append(Draft(kind_of(name), "fact.change" if rate else "fact.growth", d.subject, (words,),
                         Asserted(scene.view[words.start : words.end], span), d.period, d.also, {"metric": name, **counted}))  # fmt: skip
    return [*stated, *out]


def _name(draft: Draft) -> str:
    """The figure whose level a draft tells; of what a segment cost, that of its loss. An earlier level, which has no noun, is only a base itself."""
    if (
        has_its_noun(draft)
        and draft.measure == "fact.value"
        and draft.asserted is not None
        and draft.asserted.figure is not None
    ):
        return draft.args["metric"]
    return (
        f"{draft.args['segment']}.operating_income_loss"
        if draft.measure == "fact.spent" and draft.args.get("per") != "total"
        else ""
    )


def _base(scene: Scene, at: int) -> Token | None:
    """The time that stands right behind words of comparison; a level of its own may follow, which other frames read."""
    words = [*scene.all("sense", "compare_year", "compare_quarter"), *scene.dates()]
    return next((t for t in words if wording("figure_than.the").fullmatch(scene.view, at, t.start)), None)


def _counted(scene: Scene, base: Token) -> dict[str, str] | None:
    """How the change from a base is asked for; nothing where it is no base that a measure knows."""
    return {"against": AGAINST[base.sense]} if base.sense in AGAINST else counted_from(scene, base, base)


__all__ = ["than"]
