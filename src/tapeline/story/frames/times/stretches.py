"""The stretches of time that a move may be told of: since a day, from a start, so far within one that is not over, over a year up to a day. Which time is a move's stands in `when.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story.calendar import periods
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from datetime import date

    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def spans_since(scene: Scene, found: Token, start: Period) -> list[Period]:
    """The stretches that a move since a day, or since a longer time, may be told of: to publication or the day before, and without the day's own move; none of a time that lies ahead."""
    if start.start > scene.published and start is not (found.dated.period if found.dated else None):
        return []
    last, begun = max(start.start, scene.published), start.start
    if start.grain == "week" or wording("when.end_of").search(scene.view, found.start, found.end):
        begun = min(start.end, last)  # "since the end of 2022", 从9月10日那周: with the last day's own move, or without
    after, eve = begun + timedelta(days=1), last - timedelta(days=1)
    spans = [(begun, last)]
    if start.grain == "month" and begun == start.start and start.end < last:
        spans.append((start.end + timedelta(days=1), last))  # "since December": since its end
    spans += [(after, last)] if (start.grain == "day" or begun != start.start) and after <= last else []
    if (
        start.grain == "span" and start.days <= A_THIRD and begun == start.start
    ):  # "since late October": since any day of it
        spans += [(d.end + timedelta(days=1), last) for d in periods.weekdays(start) if begun <= d.end < last]
    spans += [(begun, eve)] if begun < eve else []
    spans += [(after, eve)] if (after, last) in spans and after < eve else []
    return [Period(start.text, a, b, "span") for a, b in spans]


A_THIRD = 11
"""The days of a part of a month."""


def of_a_stretch(
    scene: Scene, token: Token, found: Token, told: tuple[Period, ...]
) -> tuple[Period, tuple[Period, ...]]:
    """When a move over a stretch ended, among its resolutions: one that goes on is told up to a day, and "for the year" may be this one so far."""
    first, *also = told
    if first.contains(scene.published) and first.start < scene.published:
        clipped, *ends = so_far(scene, token, first)
        return clipped, (*also, *ends)
    also = [p for q in also for p in (so_far(scene, token, q) if q.start < scene.published <= q.end else [q])]
    whole = found.dated is not None and found.dated.role == "whole" and first.grain == "year"
    if whole and (now := periods.year(scene.published.year)):
        also += so_far(scene, token, replace(now, text=first.text))
    return first, tuple(also)


def so_far(scene: Scene, token: Token, span: Period) -> list[Period]:
    """A stretch that is not over, up to each day that a move within it may be told to: that of publication, the sessions told of, those of its sentence, the day before."""
    told = [d.dated for d in scene.dates("on", "until") if d.dated and d.dated.period.grain == "day"]
    days = [p.end for p in (*scene.discourse.session, *(p for d in told for p in d.candidates))]
    days += [*eves(scene, token), scene.published - timedelta(days=1)]
    ends = (scene.published, *(e for e in dict.fromkeys(days) if span.start < e < scene.published))
    return [Period(span.text, span.start, e, span.grain) for e in ends]


def from_a_start(scene: Scene, starts: tuple[Period, ...], token: Token) -> list[Period]:
    """The stretches from one of some starts (较年初) to each day up to which a move may be told."""
    return [Period(p.text, p.start, end, "span") for p in starts for end in _ends(scene, p, token) if p.start <= end]


def since_a_year_before(scene: Scene, date_token: Token) -> list[Period] | None:
    """The twelve months that "up 150% from a year earlier" (较一年前) tells of, to the day that the sentence names or to publication; `None` where a date says nothing of the kind.

    None are given where the sentence names a time that is no day.
    """
    if date_token.dated is None or not any(
        t.start <= date_token.start
        and date_token.end <= t.end
        and wording("when.a_year_before").match(scene.view, t.start)
        for t in scene.all("sense", "compare_year")
    ):
        return None
    others = [t.dated.period for t in scene.dates("on", "end_of", "start_of") if t.dated and t is not date_token]
    if any(p.grain != "day" for p in others):
        return []
    end = others[-1].start if others else scene.published
    text, day = date_token.dated.period.text, timedelta(days=1)
    start = periods.back(end, 1, "year")
    if start is None:
        return []
    # also as told a day later, or without the first day's move
    edges = [(start, end), (start + day, end), (start - day, end - day)]
    return [Period(text, a, b, "span") for a, b in edges]


def _ends(scene: Scene, opening: Period, token: Token) -> list[date]:
    """The days up to which a move from a start (较年初) may be told: the last day named, that of the discourse, the publication's."""
    days = [p.end for t in scene.dates("on") if t.dated and t.start < token.start for p in t.dated.candidates]
    days += [p.end for p in (*scene.discourse.session, scene.discourse.dateline) if p is not None]
    within_year = [d for d in days if opening.start < d and d.year == opening.start.year]
    return list(dict.fromkeys((*within_year, scene.published, scene.published - timedelta(days=1))))


def up_to_publication(scene: Scene, period: Period) -> Period:
    """A period cut off at the day of publication."""
    ended = period.end <= scene.published or period.start >= scene.published
    return period if ended else Period(period.text, period.start, scene.published, period.grain)


def eves(scene: Scene, token: Token) -> list[date]:
    """The last days before what a story tells, for a move that was over by then ("had risen 11.5% this year before the report")."""
    if wording("when.had").search(scene.view, scene.start, token.start) is None:
        return []
    told = (scene.published, *(p.end for p in scene.discourse.session))
    return list(dict.fromkeys(day - timedelta(days=k) for day in told for k in range(1, 5)))


def year_so_far(scene: Scene, opener: Token) -> tuple[Period, tuple[Period, ...]]:
    """The year up to publication, and up to the days before it that a story of that day may mean, those of its sentence among them."""
    start = scene.published.replace(month=1, day=1)
    whole, *before = so_far(scene, opener, Period("", start, scene.published, "span"))
    return whole, tuple(before)


__all__ = [
    "eves",
    "from_a_start",
    "of_a_stretch",
    "since_a_year_before",
    "so_far",
    "spans_since",
    "up_to_publication",
    "year_so_far",
]
