"""Users told without the service that they use: a company that has several services counts those of one, and the people of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft

OF_ALL = {
    "facebook_daily_active_users": "family_daily_active_people",
    "facebook_monthly_active_users": "family_monthly_active_people",
}
"""The count of one service's users -> that of all of them, which "daily active users" may mean as well."""


def of_one_or_all(scene: Scene, draft: Draft) -> Draft:
    """A draft on users with the other count that its words may mean (`or`), where its sentence does not name the service."""
    other = OF_ALL.get(draft.args.get("metric", ""))
    if (
        other is None
        or not draft.measure.startswith("fact.")
        or wording("whose_users.service").search(scene.view, scene.start, scene.end)
    ):
        return draft
    return draft._replace(args={**draft.args, "or": other})


__all__ = ["of_one_or_all"]
