"""Changes of reported figures over several years: "doubled since 2019", 三年来增长57%, "rose 57% from $86 billion in 2020 to $134.9 billion in 2023".

The measures of growth set a period beside the one a year before, so that such a change is read, and for no measure to check.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.story import periods
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.story.scene import Draft, Scene, Token

CHANGES = frozenset({"fact.growth", "fact.ratio"})
APART = 550
"""Between the first days of two periods of which one is the year after the other there are fewer days."""
STRETCH = 740
"""No stretch over two periods that follow each other is so long."""
LONG_AGO = 640
"""A base that ended so many days before publication is not that of the newest figure."""
RANKS = ("superlative", "record", "high", "lowest", "first")


def over_several_years(scene: Scene, draft: Draft) -> Draft:
    """A draft of a change without its measure, where its sentence counts it over more than one year."""
    if draft.measure not in CHANGES or (draft.measure == "fact.ratio" and "sense" not in draft.args):
        return draft
    told = next((t for t in draft.tokens if t.kind == "quantity"), None) or next(iter(draft.tokens), None)
    if told is None:
        return draft
    between = "against" not in draft.args and _between_levels(scene)
    long = between or _counts_years(scene, told) or _from_long_ago(scene, told)
    return replace(draft, measure="") if long else draft


def _counts_years(scene: Scene, told: Token) -> bool:
    """Whether the clause of a change says over how many years it was ("over three years", 五年来)."""
    return wording("several_years.counted").search(scene.view, *scene.clause(told)) is not None


def _from_long_ago(scene: Scene, told: Token) -> bool:
    """Whether a stretch or a base in the clause of a change begins more than a year before what it is set beside; a rank's first year is no base of it."""
    for d in scene.dates("since", "duration"):
        ranked = any(told.end <= t.start <= d.start for t in scene.all("sense", *RANKS))
        opens = d.start == scene.start and d.dated is not None and d.dated.role == "duration"
        if d.dated is None or ranked or not (scene.together(d, told) or opens):
            continue
        days = (d.dated.period.end - d.dated.period.start).days
        if d.dated.role == "duration" and days > STRETCH:
            return True
        if d.dated.role == "since" and (scene.published - d.dated.period.end).days > LONG_AGO:
            return True
    return False


def _between_levels(scene: Scene) -> bool:
    """Whether the only percentage of a sentence is that between the figures of two periods that are years apart."""
    if len(scene.quantities("%")) > 1 or not scene.all("sense", "earlier"):
        return False
    starts = [
        d.dated.period.start for d in scene.dates("on", "since") if d.dated and periods.is_reported(d.dated.period)
    ]
    return len(starts) > 1 and (max(starts) - min(starts)).days > APART


__all__ = ["over_several_years"]
