"""Nouns that may mean one reported figure or another: users without the service that they use, a pile of cash with or without securities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording, wordlist

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft

OF_ALL = {
    "facebook_daily_active_users": "family_daily_active_people",
    "facebook_monthly_active_users": "family_monthly_active_people",
}
"""The count of one service's users -> that of all of them, which "daily active users" may mean as well."""
CASH, WITH_SECURITIES = "cash_and_equivalents", "cash_and_marketable_securities"


def or_loosely(scene: Scene, draft: Draft) -> Draft:
    """A draft on a figure with the other that its noun may mean (`or`), where its sentence does not say which."""
    other = _other(scene, draft) if draft.measure.startswith("fact.") else ""
    return draft._replace(args={**draft.args, "or": other}) if other else draft


def _other(scene: Scene, draft: Draft) -> str:
    metric = draft.args.get("metric", "")
    if metric in OF_ALL:
        named = wording("loose_nouns.service").search(scene.view, scene.start, scene.end)
        return "" if named else OF_ALL[metric]
    if metric == CASH and any(
        scene.view[t.start : t.end].lower() in wordlist("loose_nouns.cash") for t in scene.all("metric", CASH)
    ):
        return WITH_SECURITIES
    return ""


__all__ = ["or_loosely"]
