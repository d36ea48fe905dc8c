"""The frame of a dividend's days: from when a share goes without it, and when it is paid ("payable on March 26", 除息日定在2月21日)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import within
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

REACH = 80
"""The word that says which day it is stands so many characters before it at most."""


def dated(scene: Scene, taken: set[Token]) -> list[Draft]:
    """The days of the dividend that a sentence speaks of, or the one before it."""
    if not scene.all("sense", "dividend") and not scene.discourse.dividend:
        return []
    out = []
    for day in scene.dates("on"):
        told = any(c.isdigit() for c in scene.view[day.start : day.end])  # 除息当天 is a day told before
        if day in taken or day.dated is None or day.dated.period.grain != "day" or not told:
            continue
        which = _which(scene, day)
        if not which:
            continue
        first, *others = sorted(day.dated.candidates, key=lambda p: abs((p.start - scene.published).days))
        out.append(_draft(scene, day, which, first, tuple(others)))
        taken.add(day)
    return out


def _draft(scene: Scene, day: Token, which: str, period: Period, also: tuple[Period, ...]) -> Draft:
    args = {"which": which}
    return Draft(
        "event", "dividend.date", scene.company(day), (day,), within(period), period, also, args, modality="stated"
    )


def _which(scene: Scene, day: Token) -> str:
    """Which day of a dividend a date is, by the words before it in its clause, or right behind it: `ex`, `pay`, or empty for none."""
    before = (scene.view, max(scene.clause(day)[0], day.start - REACH), day.start)
    behind = (scene.view, day.end, scene.end)
    if wording("dividend_dates.ex").search(*before) or wording("dividend_dates.ex_behind").match(*behind):
        return "ex"
    if wording("dividend_dates.pay").search(*before) or wording("dividend_dates.pay_behind").match(*behind):
        return "pay"
    return ""


__all__ = ["dated"]
