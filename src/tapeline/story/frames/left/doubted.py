"""Figures that a frame took for what they hardly can be: by the weights that the labelled stories teach, their words speak for another kind.

Such a statement is not asked of the record: its figure is left to what its words tell of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.left.leftover import evidence, vote
from tapeline.story.learned import weights
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.story.learned import Words
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

LEAST = 0.05
"""A kind that is less likely than this is doubted. On seven sets of stories that nothing was learned from, so were 7 of 1,006 measured figures, 6 of them wrongly read."""
TOLD = frozenset({"dividend_income", "forecast", "market_cap_change"})
"""Kinds that the build of a sentence tells, whatever its words are likely to be of."""
TOLD_MEASURES = frozenset(
    {"holding.change", "market_cap.ratio", "price.compare", "price.from_average", "price.volume", "price.volume_ratio"}
)
"""Measures of which it is the same."""
ALIKE = {"price_move": ("price_move", "index"), "index": ("index", "price_move")}
"""Kinds that only the name of what moved tells apart."""


def doubted(scene: Scene, drafts: list[Draft], words: Words) -> list[Draft]:
    """The drafts with a measure whose one figure is hardly of their kind; `words` gives the sentence in pieces."""
    known = weights(scene.language)
    asked = [(d, t) for d in drafts if (t := _figure(d)) is not None]
    if known is None or not asked:
        return []
    out: list[Draft] = []
    for draft, amount in asked:
        if draft.measure == "fact.value" and wording("doubted.beat").match(scene.view, amount.end):
            continue  # "revenue of $32.17 billion beat the average estimate"
        passed = (scene.view, max(scene.start, amount.hedge_start - 12), amount.hedge_start)
        if draft.measure == "market_cap.level" and wording("doubted.passed").search(*passed):
            continue  # 市值一度升穿3万亿美元
        others = [d for d in drafts if amount not in d.tokens]
        likely = known.of_figure(evidence(scene, words(), amount, others, vote(scene, amount)[0]))
        if draft.kind in likely and sum(likely.get(k, 0.0) for k in ALIKE.get(draft.kind, (draft.kind,))) < LEAST:
            out.append(draft)
    return out


def _figure(draft: Draft) -> Token | None:
    """The one figure that a measured statement takes."""
    if (
        not draft.measure
        or draft.measure in TOLD_MEASURES
        or draft.kind in TOLD
        or draft.asserted is None
        or draft.asserted.figure is None
    ):
        return None
    amounts = [t for t in draft.tokens if t.kind == "quantity" and t.mention is not None]
    if len(amounts) != 1 or amounts[0].figure.unit != draft.asserted.unit:
        return None  # in another unit than it is written in, the sentence says what its words do not
    return amounts[0]


__all__ = ["doubted"]
