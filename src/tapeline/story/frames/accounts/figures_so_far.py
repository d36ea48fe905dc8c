"""Reported figures of the year so far: "revenue so far this year", "its losses for 2022 so far", 今年以来累计亏损94亿美元.

Companies report by quarters, so that the year so far is its quarters that are over, as many of them as were reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.calendar import periods
from tapeline.story.frames.slots import asserted
from tapeline.story.frames.times.when import move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft

OVER_TIME = frozenset({"fact.value", "fact.growth", "fact.spent"})


def of_the_year_so_far(scene: Scene, draft: Draft) -> Draft:
    """A draft of a reported figure that its clause tells of the running year, over the quarters of it that have ended; a period of its own keeps it as it is."""
    amount = next((t for t in reversed(draft.tokens) if t.kind == "quantity"), None)
    if draft.measure not in OVER_TIME or amount is None:
        return draft
    if (total := _since_a_day(scene, draft, amount)) is not None:
        return total
    running = periods.year(scene.published.year)
    told = _adds_to(scene, amount)
    if told is None and draft.period not in {None, running} and not _is_the_year(scene, draft):
        return draft
    told = told or next((t for t in scene.tokens if _says_so_far(scene, t) and _is_told_of(scene, t, amount)), None)
    if told is None or scene.published.month < FIRST:
        return draft
    over = [periods.months(scene.published.year, 1, n, "quarter" if n == QUARTER else "span") for n in (9, 6, QUARTER)]
    ended = [p for p in over if p is not None and p.end < scene.published]
    args = {k: v for k, v in draft.args.items() if k != "per"}
    return draft._replace(tokens=(*draft.tokens, told), period=ended[0], also=tuple(ended[1:]), args=args)


def _since_a_day(scene: Scene, draft: Draft, amount: Token) -> Draft | None:
    """What a part of a company lost since a day, all in all ("racked up more than $45 billion in losses since the end of 2020")."""
    segment, _, figure = (draft.args.get("or") or draft.args.get("metric", "")).rpartition(".")
    if draft.measure != "fact.value" or not segment or figure != "operating_income":
        return None
    span, also, since = move_periods(scene, amount)
    if since is None or since.sense != "since" or not scene.together(since, amount):
        return None
    args = {"segment": segment, "per": "total"}
    used = (*draft.tokens, since)
    return draft._replace(
        measure="fact.spent", tokens=used, asserted=asserted(amount), period=span, also=also, args=args
    )


FIRST = 4
"""Before this month no quarter of the year is over."""
QUARTER = 3


def _adds_to(scene: Scene, amount: Token) -> Token | None:
    """The words before an amount that say that the year so far adds up to it ("bringing its losses for the year to $11.5 billion")."""
    m = wording("figures.adds_to").search(scene.view, scene.clause(amount)[0], amount.hedge_start)
    return None if m is None else Token(m.start(), m.end(), "topic", "so_far")


def _is_the_year(scene: Scene, draft: Draft) -> bool:
    """Whether the period of a draft is the running year, or the part of it up to publication."""
    p = draft.period
    return p is not None and p.start == scene.published.replace(month=1, day=1) and p.end >= scene.published


def _says_so_far(scene: Scene, token: Token) -> bool:
    """Whether a word tells of the year up to now ("so far this year", 今年以来)."""
    if token.dated is not None:
        p = token.dated.period
        return token.dated.role == "duration" and p.start.timetuple().tm_yday == 1 and p.end == scene.published
    return token.kind == "sense" and token.sense == "from_start"


def _is_told_of(scene: Scene, word: Token, amount: Token) -> bool:
    """Whether such a word stands in the clause of an amount, or opens the sentence and no other time stands between (今年以来，Meta营收…，净利润…)."""
    if scene.together(word, amount):
        return True
    opens = word.end <= amount.start and not scene.view[scene.start : word.start].strip()
    return opens and not any(word.end <= d.start < amount.end for d in scene.dates())


__all__ = ["of_the_year_so_far"]
