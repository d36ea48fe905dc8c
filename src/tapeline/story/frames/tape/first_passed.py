"""The first time that a price, an index or a market value stood above a level: "closed above 6,000 for the first time", 市值首次突破1万亿美元."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

REACH = {"en": 72, "zh": 12}
"""A word of a first time stands within so many characters of its level."""
MEASURES = {"price_move": "price.first_above", "index": "price.first_above", "market_cap": "market_cap.first_above"}
BEYOND = 4
"""What says in Chinese that a level was passed may stand right behind it (首次收在500美元之上)."""
BELOW = frozenset({"under", "at_most"})
YEAR = timedelta(days=366)
"""A first time that no day is told for is one of the year before publication."""


def first_passed(scene: Scene, amount: Token, told: Draft, taken: set[Token]) -> list[Draft]:
    """That a level was passed for the first time, where its clause says so beside it; `told` is the level itself, and the word of the first time is `taken`.

    No measure has the first time below a level, nor the first since some time that no rank is told by.
    """
    first = next((t for t in scene.all("sense", "first") if _is_of(scene, t, amount)), None)
    if first is None or told.kind not in MEASURES:
        return []
    taken.add(first)
    args = {"threshold": f"{amount.figure.value:.10g}"}
    closed = told.args.get("session") == "close" or any(t.sense == "close" for t in told.tokens)
    if closed and told.kind != "market_cap":
        args["field"] = "close"
    period = told.period
    start, end = (period.start, period.end) if period else (scene.published - YEAR, scene.published)
    words = scene.view[first.start : first.end]
    when = [t for t in told.tokens if t.dated]
    return [
        Draft(
            "record",
            "" if _is_since(scene, first) or _falls(scene, amount, told) else MEASURES[told.kind],
            told.subject,
            tuple(sorted((first, amount, *when), key=lambda t: t.start)),
            Asserted.of_dates(start, end, words),
            period,
            told.also if period else (),
            args,
        )
    ]


def _is_of(scene: Scene, first: Token, amount: Token) -> bool:
    """Whether a word of a first time stands beside a level, in its clause and with no other number between, and is not that of something else ("its first dividend")."""
    low, high = sorted((first, amount), key=lambda t: t.start)
    if not scene.together(first, amount) or high.start - low.end > REACH.get(scene.language, REACH["en"]):
        return False
    if any(low.end <= t.start < high.start for t in scene.all("quantity")):
        return False
    behind = scene.view[amount.end : amount.end + BEYOND] if low is first else ""
    if low is first and wording("first_passed.passing").search(scene.view[low.end : high.start] + behind) is None:
        return False
    return wording("first_passed.of_something_else").match(scene.view, first.start, scene.end) is None


def _is_since(scene: Scene, first: Token) -> bool:
    """Whether it is the first time since some time, and not the first of all."""
    again = wording("levels.first_since").match(scene.view, first.end, scene.end)
    before = wording("first_passed.since").search(scene.view, scene.start, first.start)
    return bool(again or before) or any(scene.together(d, first) for d in scene.dates("since"))


def _falls(scene: Scene, amount: Token, told: Draft) -> bool:
    """Whether a level was passed from above."""
    hedges = {amount.figure.hedge, told.asserted.figure.hedge if told.asserted and told.asserted.figure else ""}
    down = wording("first_passed.down").search(scene.view, scene.clause(amount)[0], amount.start)
    return not BELOW.isdisjoint(hedges) or down is not None


__all__ = ["first_passed"]
