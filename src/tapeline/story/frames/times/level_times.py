"""When a level of the tape stood: on its own day, at the start of a year, the day before something, twelve months before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story.calendar import periods
from tapeline.story.frames.times.not_when import from_its_price, when_it_was
from tapeline.story.frames.times.when import move_periods, own_date, owns
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from datetime import date

    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

LONGEST_REST = 3
"""So many days without a session a day can have before it."""
RIGHT_BEHIND = 6
"""A date so near behind an amount, or behind the head of a sentence, has but a preposition before it."""
A_MONTH = 31
FIRST_DAYS = 4
"""So many days into a year its first session has been, whatever holidays it begins with."""


def level_periods(scene: Scene, amount: Token) -> tuple[Period | None, tuple[Period, ...], Token | None]:
    """When a level stood: on its own day where something came from it (从周四的394.78美元升至周五的474.99美元), else as a move is dated."""
    opening = _start_beside(scene, amount)
    if opening is not None and opening.dated is not None:
        times = [p for c in opening.dated.candidates for p in _at_the_start(c)]
        return times[0], tuple(times[1:]), opening
    for d in scene.dates("since", "on"):
        if d.dated and wording("level_times.ended_at").fullmatch(scene.view, d.end, amount.hedge_start):
            return _last_day(d.dated.period, scene.published), (), d  # "since February ended at $273.36"
    then = then_told(scene, amount)
    own = _of_its_day(scene, amount) or own_date(scene, amount) or then
    sure = own is not None and (scene.language == "zh" or owns(scene, own, amount))
    if own is not None and own.dated is not None and sure and own.dated.period.grain == "day":
        return own.dated.period, tuple(p for p in own.dated.candidates if p != own.dated.period), own
    if own is None or own.dated is None or (own.dated.role != "since" and own is not then):
        first, also, when = move_periods(scene, amount, amount, since=False)
        if when is not None and (_is_where_it_came_from(scene, when, amount) or _came_since(scene, when, amount)):
            return None, tuple(scene.discourse.session), None  # "from $430.17 at the end of April to $476.20"
        if when is not None and is_a_year_ago(scene, when):
            return *_around_a_year_ago(scene.published), when
        if first is not None and wording("level_times.a_year_before").match(scene.view, amount.end, scene.end):
            years = [_a_year_before(p) for p in (first, *also)]
            return years[0], tuple(years[1:]), when
        if when is not None and wording("level_times.eve_of").search(scene.view, scene.start, when.start):
            first, also = _eves(first), tuple(p for c in also if (p := _eves(c)) is not None)
        if when is not None and first is not None and first.grain == "day" and _may_be_of_the_base(scene, when, amount):
            also = (*also, Period.of_day(periods.weekday_after(first.end), first.text))
        return first, also, when
    return own.dated.period, tuple(p for p in own.dated.candidates if p != own.dated.period), own


def is_a_year_ago(scene: Scene, when: Token) -> bool:
    """Whether a time is "a year ago", which is of the weeks around that day."""
    return wording("level_times.a_year_ago").fullmatch(scene.view, when.start, when.end) is not None


def is_months_ago(scene: Scene, when: Token) -> bool:
    """Whether a time is so many months ago, which is of some day of that month."""
    return wording("level_times.months_ago").fullmatch(scene.view, when.start, when.end) is not None


def _around_a_year_ago(published: date) -> tuple[Period | None, tuple[Period, ...]]:
    """The weeks around the day a year before publication ("a year ago the stock stood at $186.53"): a price of another month is none of then."""
    day = periods.back(published, 1, "year")
    return (None, ()) if day is None else (Period("", day - A_WEEK, day + A_WEEK, "span"), ())


A_WEEK = timedelta(days=7)


def _is_where_it_came_from(scene: Scene, when: Token, amount: Token) -> bool:
    """Whether a time is that of the price that a level came from, as it stands between the two."""
    prices = scene.quantities("money", "points", "")
    left = max((t.start for t in prices if t.end <= when.start), default=None)
    span = None if left is None else (scene.view, max(scene.start, left - 8), amount.hedge_start)
    return span is not None and wording("level_times.from_to").search(*span) is not None


def _came_since(scene: Scene, when: Token, amount: Token) -> bool:
    """Whether "since then" stands between a time and a level, which is then one of now ("… in November 2022; since then the stock has gone from $88.91 to $474.99")."""
    since = (d for d in scene.dates("since") if d.dated and d.dated.relative_to == "anchor")
    return any(when.end <= d.start and d.end <= amount.start for d in since)


def _may_be_of_the_base(scene: Scene, when: Token, amount: Token) -> bool:
    """Whether a day behind two levels may be that of the one that the other came from ("to $263 billion from $349 billion on Wednesday")."""
    bases = (t for t in scene.quantities("money") if amount.end <= t.start and 0 <= when.start - t.end <= RIGHT_BEHIND)
    return any(wording("level_times.from").fullmatch(scene.view, amount.end, t.hedge_start) for t in bases)


def _of_its_day(scene: Scene, amount: Token) -> Token | None:
    """The day whose price an amount is, where Chinese counts from it (较9月7日的收盘纪录382.18美元低17%)."""
    days = [d for d in scene.dates("on", "since") if from_its_price(scene, d, amount)]
    parted = bool(days) and any(days[-1].end <= t.start < amount.start for t in scene.all("quantity"))
    return None if not days or parted else days[-1]


def _start_beside(scene: Scene, amount: Token) -> Token | None:
    """The start of a year or a month that a price is of: its own date, or one of its clause or at the head of the sentence that is no other amount's."""
    own, others = own_date(scene, amount), [t for t in scene.all("quantity") if t is not amount]
    if own is not None:
        return own if own.dated is not None and own.dated.role == "start_of" else None
    theirs = [own_date(scene, t) for t in others]
    for d in sorted(scene.dates("start_of"), key=lambda d: d.start > amount.start):
        low, high = (d.end, amount.start) if d.end <= amount.start else (amount.end, d.start)
        taken = d in theirs or any(
            (0 <= d.start - t.end <= RIGHT_BEHIND and scene.together(t, d)) or low <= t.start < high for t in others
        )
        heads = d.start - scene.start <= RIGHT_BEHIND and d.end <= amount.start
        if not taken and (scene.together(d, amount) or heads):
            return d
    return None


def _a_year_before(period: Period) -> Period:
    """The same days of the year before ("ended 2013 at $54.65 against $26.62 twelve months before")."""
    start, end = (periods.back(day, 1, "year") or day for day in (period.start, period.end))
    return replace(period, start=start, end=end)


def _eves(period: Period | None) -> Period | None:
    """The days before a day, whose last close a price "before Thursday" is; any other period as it is."""
    if period is None or period.grain != "day":
        return period
    last = period.start - timedelta(days=1)
    return Period(period.text, last - timedelta(days=LONGEST_REST), last, "span")


def _at_the_start(period: Period) -> tuple[Period, ...]:
    """When a price "at the start of the year" stood: at the last close before, or at that of the first session; of a month in its first days."""
    if period.days < A_MONTH:
        return (period,)
    eve, first = period.start - timedelta(days=1), period.start + timedelta(days=FIRST_DAYS)
    return Period.of_day(eve, period.text), Period.of_day(first, period.text)


def as_it_ended(
    scene: Scene, top: Token, period: Period | None, also: tuple[Period, ...]
) -> tuple[Period | None, tuple[Period, ...]]:
    """The last days of the longer times that a record may be of, where the words say that it closed them ("closed the year at a record", 以历史新高收官)."""
    left = scene.clause(top)[0]
    ended = wording("level_times.ended").search(scene.view, left, scene.clause(top)[1])
    if ended is None or period is None or period.grain == "day":
        return period, also
    first, *others = dict.fromkeys(_last_day(p, scene.published) for p in (period, *also) if p.grain != "day")
    return first, tuple(others)


def _last_day(period: Period, published: date) -> Period:
    """The last working day of a time, up to publication."""
    day = min(period.end, published)
    return Period.of_day(day - timedelta(days=max(day.weekday() - FRIDAY, 0)), period.text)


FRIDAY = 4


def then_told(scene: Scene, amount: Token) -> Token | None:
    """The date that something is counted from, where the clause behind it says how a price stood then ("since the end of 2022, when they stood at $120.34")."""
    told = (d for d in scene.dates("since", "on") if d.end <= amount.start and when_it_was(scene, d, amount))
    return next((d for d in told if not scene.view[d.end : scene.clause(amount)[0]].strip(" ,")), None)


__all__ = ["as_it_ended", "is_a_year_ago", "is_months_ago", "level_periods", "then_told"]
