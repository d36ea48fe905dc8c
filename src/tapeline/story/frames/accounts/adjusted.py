"""Figures that a company adjusts: "adjusted earnings" and 经调整净利润 are not those of its accounts, and are never set beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

ADJUSTABLE = frozenset(
    {"net_income", "operating_income", "eps_diluted", "operating_margin", "net_margin", "margin", "gross_margin", "gross_profit", "costs_and_expenses",
     "operating_cash_flow", "free_cash_flow"}
)  # fmt: skip
"""Figures of the accounts that companies give adjusted as well."""
REACH = 64


def as_adjusted(scene: Scene, draft: Draft) -> Draft:
    """A draft of a reported figure under the name of the adjusted one, where the words before its noun or beside its amount say that it is that."""
    metric = draft.args.get("metric", "")
    if not draft.measure.startswith("fact.") or metric.rpartition(".")[2].removesuffix("_change") not in ADJUSTABLE:
        return draft
    amounts = [t for t in draft.tokens if t.kind == "quantity"]
    noun = next((t for t in draft.tokens if t.kind == "metric"), None)
    if noun is None and amounts:
        noun = scene.nearest(amounts[0], scene.all("metric"), side="before")
    told = [*([noun] if noun else []), *amounts[:1]]
    if not any(wording("adjusted.before").search(_words_before(scene, t)) for t in told) and not any(
        wording("adjusted.behind").match(scene.view, t.end, scene.end) for t in amounts[:1]
    ):
        return draft
    return draft._replace(args={**draft.args, "metric": f"adjusted.{metric}"})


def _words_before(scene: Scene, token: Token) -> str:
    """A token with the words before it, from the last figure on."""
    ends = [t.end for t in scene.all("quantity") if t.end <= token.start]
    return scene.view[max([scene.start, token.start - REACH, *ends]) : token.end]


__all__ = ["as_adjusted"]
