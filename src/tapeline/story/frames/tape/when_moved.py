"""When a move of the tape happened: the day or the stretch that its words give, the year so far, or what the discourse has told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story.calendar import dates
from tapeline.story.frames.times.no_day import years_own
from tapeline.story.frames.times.stretches import year_so_far
from tapeline.story.frames.times.when import move_periods
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

OF_AN_ERA = 40.0
"""A move of fewer percent need not be that of a year that only the sentence before names."""


def when_moved(scene: Scene, opener: Token, amount: Token) -> tuple[Period | None, tuple[Period, ...], Token | None]:
    """When a move happened: its day or period, or the year so far where words of its own say that."""
    if wording("market.on_the_day").match(scene.view, amount.end, scene.end):
        return _of_the_day(scene, opener)  # "closed at $473.32 on Friday, down 2.2% on the day but up 34% for the year"
    if wording("market.for_the_year").match(scene.view, amount.end, scene.end) and not scene.discourse.of_an_era:
        return *year_so_far(scene, opener), None  # "the index ended Friday at 4,769.83, up 24.2% for the year"
    if wording("market.of_the_year").search(scene.view, max(scene.start, opener.start - 36), opener.start):
        year = scene.published.replace(month=1, day=1)
        return Period("", year, scene.published, "span"), (Period.of_year(year.year - 1),), None
    period, also, when = move_periods(scene, opener, amount, stretches=True)
    so_far = [t for t in scene.all("sense", "from_start") if not _is_counted_in(scene, t)]
    told = max(amount.end, opener.end)
    near = [t for t in so_far if 0 <= t.start - told <= 2 and scene.together(t, amount)]
    if when is not None and any(when.start >= t.end or when.end <= amount.start for t in near):
        when = None  # "has risen 46% so far this year after tripling in 2023", "rebounded in 2023 and are up 34% so far this year"
    if (
        when is not None
        and when.end <= scene.clause(opener)[0]
        and any(_opens_its_clause(scene, t, opener) for t in so_far)
    ):
        when = None  # 周五收盘上涨1.77%，而自年初以来已上涨42%
    own = any(
        scene.together(t, opener)
        or (
            t.start < opener.start
            and (
                not _has_its_own(scene, t, amount)
                or wording("market.beside_it").search(scene.view, t.end, amount.start)
            )
        )
        for t in so_far
    )
    if when is None and own and not years_own(scene, period):
        period, also = year_so_far(scene, opener)
    elif so_far and when is not None and when.end <= amount.start:
        also = (*also, *year_so_far(scene, opener)[1])  # 前一天，它的年内涨幅还有23%，…，转为微跌0.1%
    small = is_money(amount.figure.unit) or amount.figure.value < OF_AN_ERA
    if when is None and small and period is not None and dates.is_era(period):
        also = (period, *also)  # the year told before it may be another statement's
        period = None
    return period, also, when


def _of_the_day(scene: Scene, opener: Token) -> tuple[Period | None, tuple[Period, ...], Token | None]:
    """The day that the sentence has named before a move, else the last one told of."""
    days = [d for d in scene.dates("on") if d.dated and d.dated.period.grain == "day" and d.end <= opener.start]
    if days and days[-1].dated is not None:
        first, *others = days[-1].dated.candidates
        return first, tuple(others), days[-1]
    told = scene.discourse.session
    return (told[0] if told else None), told[1:], None


def _is_counted_in(scene: Scene, word: Token) -> bool:
    """Whether the year so far only holds a move, which is of one day of it ("for the second time this year", "later this year")."""
    counted = wording("market.nth_time").search(scene.view, scene.start, word.start) is not None
    return counted or scene.view.endswith("later ", 0, word.start)


def _opens_its_clause(scene: Scene, word: Token, opener: Token) -> bool:
    """Whether a word of time is of the clause of a verb: in it, or all that stands between it and the clause before (年初至今，特斯拉已跌超37%)."""
    left = scene.clause(opener)[0]
    apart = scene.clause(word)[1] == left and not scene.view[word.end : left].strip(" ,，")
    return scene.together(word, opener) or apart


def _has_its_own(scene: Scene, word: Token, amount: Token) -> bool:
    """Whether a word of time has a percentage of its own in its clause ("had risen 11.5% this year, ended up 20.3%")."""
    return any(t is not amount and scene.together(t, word) for t in scene.quantities("%"))


__all__ = ["when_moved"]
