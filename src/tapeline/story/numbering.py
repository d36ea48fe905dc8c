"""The drafts of a story as its claims: numbered in the order of the text, each with the days that it may be of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tapeline.claim import Claim, Period, Unread
from tapeline.story.calendar.periods import ZONES, is_weekday
from tapeline.story.frames.causes.cause_told import completed
from tapeline.story.frames.people.titles import BESIDE as BESIDE_A_NAME
from tapeline.story.text import paragraph_at

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Story
    from tapeline.story.gathered import Reading
    from tapeline.story.tokens import Draft

MOVES = frozenset(
    {"market_cap.change", "price.change", "price.compare", "price.place", "price.return", "price.return_rank"}
)
"""Measures of what a session brought, which a story without a day leaves to those around its publication."""
NEEDS_A_DAY = MOVES | {"market_cap.change_rank", "market_cap.compare"}
STANDING = frozenset(
    {"dividend.yield", "holding.value", "market_cap.high_rank", "market_cap.level", "price.high_rank", "price.level"}
)
"""Measures of what stood on a day, which a story without one leaves to the sessions that it tells of."""
_ALL_TIME = frozenset({"from", "of"})
"""Arguments that name an extreme, which without a period is one of all time."""


def numbered(story: Story, reading: Reading) -> tuple[Claim, ...]:
    """The drafts in the order of the text, with their spans.

    Undated moves get the story's own dated sessions, an undated causal claim the date that the story gives the same cause
    elsewhere.
    """
    dated = {
        d.args["cause"]: d.period
        for d in reading.drafts
        if d.kind == "causal" and d.period and d.args["cause"] != "other"
    }
    drafts = [
        d._replace(period=dated.get(d.args["cause"])) if d.kind == "causal" and d.period is None else d
        for d in reading.drafts
    ]
    ordered = sorted(completed(_once(drafts)), key=lambda d: (extent(d), d.measure))
    told = _Told.of(reading)
    return tuple(_claim(story, reading, d, f"c{i}", told) for i, d in enumerate(ordered, start=1))


class _Told(NamedTuple):
    """What a whole story tells, for its claims that do not say it themselves.

    Attributes:
        sessions: its own dated sessions: those of the days before it, then the older ones.
        lately: the days that it names in the week before it, whatever it says of them ("Thursday belonged to Facebook. The stock leapt 15.5%").
        people: whom its headings name.
    """

    sessions: tuple[Period, ...]
    lately: tuple[Period, ...]
    people: str

    @classmethod
    def of(cls, reading: Reading) -> _Told:
        sessions = tuple(sorted(reading.sessions, key=lambda p: (reading.published - p.end).days > RECENT))
        named = dict.fromkeys(p for t in reading.days if t.dated for p in t.dated.candidates)
        lately = tuple(p for p in named if 0 <= (reading.published - p.end).days < WEEK)
        return cls(sessions, lately if sessions else (), "|".join(dict.fromkeys(reading.headed)))


def _once(drafts: list[Draft]) -> list[Draft]:
    """The drafts without offices that were told beside the same name before."""
    told: set[str] = set()
    out = []
    for d in drafts:
        key = d.args.get("person", "")
        if d.args.get("form") == BESIDE_A_NAME and key in told:
            continue
        told.update({key} if d.args.get("form") == BESIDE_A_NAME else ())
        out.append(d)
    return out


RECENT = 30
"""A move without a day is of the story's sessions in so many days before it, if there are any, and of older ones last."""


def extent(d: Draft) -> tuple[int, int]:
    """Where the words of a draft begin and end, their hedges counted in."""
    start = end = -1
    for t in d.tokens:
        start = t.start if start < 0 or t.start < start else start
        last = t.end if t.mention is None or t.mention.hedge_end < t.end else t.mention.hedge_end
        end = max(end, last)
    return start, end


def _claim(story: Story, reading: Reading, d: Draft, number: str, told: _Told) -> Claim:
    start, end = extent(d)
    period, also = d.period, d.also
    near_by = bool(told.sessions) and (reading.published - told.sessions[0].end).days <= RECENT
    if period is None and not _ALL_TIME.isdisjoint(d.args):
        pass  # from the highest price of all, or that price itself
    elif d.measure in NEEDS_A_DAY and period is None and near_by:
        period, also = told.sessions[0], (*told.sessions[1:], Period.of_day(reading.published), *told.lately, *also)
    elif period is None and (d.measure in MOVES or (d.measure in NEEDS_A_DAY and "amount" in d.args)):
        also = (*also, *_sessions_before(reading.published))
    elif d.measure in STANDING and period is None:
        near = _sessions_before(reading.published) if _is_of_the_last_close(d, reading) else ()
        also = (*also, *reading.sessions, *near, *told.lately)
    elif d.measure == "fact.spent" and period is None and "per" not in d.args:
        # spending without a date is spending up to the time that its paragraph speaks of, or up to now
        also = tuple(reading.dated.get(paragraph_at(reading.blocks, start), ()))
    also, args = _distinct(period, also), dict(d.args)
    if d.measure == "person.least_tenure":
        args["people"] = told.people
    if d.measure == "event.date" and story.language in ZONES:
        args["zone"] = ZONES[story.language]
    ahead = d.modality in {"forecast", "conditional"}
    measure = "" if ahead or d.kind in {"forecast", "opinion", "causal"} else d.measure
    return Claim(number, start, end, story.text[start:end], d.kind, measure, d.subject, period, d.asserted, d.hedge,
                 d.modality or "stated", args, d.speaker, d.found_by, also, d.inferred)  # fmt: skip


WEEK = 7


def _is_of_the_last_close(d: Draft, reading: Reading) -> bool:
    """Whether a level told of now may be of any of the last closes: a price where the story tells of no session, a market value where it tells of none of the week before it."""
    if d.measure == "price.level":
        return not reading.sessions
    lately = any((reading.published - p.end).days < WEEK for p in reading.sessions)
    return d.measure == "market_cap.level" and not lately


def _distinct(period: Period | None, also: tuple[Period, ...]) -> tuple[Period, ...]:
    """The other periods that a claim may be of, each once, whatever words name it."""
    spans: dict[tuple[date, date], Period] = {}
    for p in also:
        spans.setdefault((p.start, p.end), p)
    if period is not None:
        spans.pop((period.start, period.end), None)
    return tuple(spans.values())


def _sessions_before(published: date) -> list[Period]:
    """The day of publication and the two working days before, of which a move may be in a story that names no day."""
    days = [published - timedelta(days=k) for k in range(5)]
    return [Period.of_day(d) for d in days if is_weekday(d)][:3]


def unread(story: Story, reading: Reading) -> tuple[Unread, ...]:
    """The stretches that no claim came from, in order."""
    return tuple(Unread(a, b, story.text[a:b], why) for a, b, why in sorted(reading.unread))


__all__ = ["NEEDS_A_DAY", "extent", "numbered", "unread"]
