"""What each form of the date tables means: the words that filled it and the day it was published, to periods, likeliest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from tapeline.story.calendar import periods
from tapeline.story.numbers import numerals

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tapeline.claim import Period

Groups = dict[str, str]


@dataclass(frozen=True, slots=True)
class Context:
    """What a form is resolved against.

    Attributes:
        published: the day of publication.
        anchor: the last dated day of the discourse, or the day of publication.
        anchored: whether there was such a day.
        end_month: the last month of the fiscal year.
        words: the language's word table.
        day: the last day named, where one was.
        told: the months, quarters and years named before, the last first.
        others: what else the day named last may be.
        narrated: whether the paragraph tells what happened day after day, so that what follows goes on from it.
        counted: what the sentence counted from last ("the most since November 2008; … the worst since then").
        month: the month, or the part of one, that the sentence has named last.
    """

    published: date
    anchor: date
    anchored: bool
    end_month: int
    words: dict[str, Any]
    day: date | None = None
    told: tuple[Period, ...] = ()
    others: tuple[date, ...] = ()
    narrated: bool = False
    counted: Period | None = None
    month: Period | None = None

    @property
    def year_ends(self) -> list[int]:
        """The last month of the fiscal year, and of the calendar's where that is another."""
        return [self.end_month] if self.end_month == 12 else [self.end_month, 12]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The periods that a form may mean, likeliest first, and how it is meant."""

    periods: tuple[Period, ...]
    relative_to: Literal["absolute", "publication", "anchor"] = "absolute"
    role: Literal["on", "since", "until", "end_of", "start_of", "per", "duration", "whole"] = "on"


def resolved(found: list[Period | None], relative_to: Any = "absolute", role: Any = "on") -> Resolved | None:
    """The periods that there are, each once; `None` where there is none."""
    unique: list[Period] = []
    for period in found:
        if period is not None and period not in unique:
            unique.append(period)
    return Resolved(tuple(unique), relative_to, role) if unique else None


_DIGITS = re.compile(r"[0-9]+")
_HAN = str.maketrans("〇零一二三四五六七八九", "00123456789")


def integer(text: str) -> int | None:
    """The whole number that words or digits say, or `None`."""
    m = _DIGITS.search(text)
    if m is not None:
        return int(m[0])
    language = "en" if text.isascii() else "zh"
    word = text.strip().lower()
    if word in {"a", "an"}:
        return 1
    n = numerals.read(word, 0, language)
    return None if n is None or n.value.denominator != 1 or n.hedge == "several" else int(n.value)


def in_year(groups: Groups, context: Context) -> tuple[int, str] | None:
    """The year that the words name, and what they count it from; `None` where they name none."""
    text = " ".join(groups.get("year", "").lower().split())
    if not text:
        return None
    if text in context.words["year"]:
        return context.published.year + int(context.words["year"][text]), "publication"
    same = context.words["anchor_year"].get(text.removeprefix("of "))
    if same is not None:
        return (context.anchor.year + int(same), "anchor") if context.anchored else None
    digits = text.translate(_HAN)
    m = _DIGITS.search(digits)
    if m is None:
        return None
    number = int(m[0])
    if number < 100:
        number += 2000 if number <= context.published.year % 100 + 10 else 1900
    return number, "absolute"


def month_number(text: str, context: Context) -> int | None:
    """Which month of the year a name or a number with 月 is, or `None`."""
    names = context.words.get("month")
    if names is not None:
        found: int | None = names.get(text[:3].lower())
        return found
    return integer(text.replace("月", "").strip())


def day_number(groups: Groups, context: Context) -> int | None:
    """Which day of the month the words name: a number, or an ordinal ("the second of February")."""
    told = groups.get("nth", "").lower()
    return context.words.get("nth", {}).get(told) or integer(
        told.rstrip("stndrh") or groups.get("day", "").rstrip("日号")
    )


def _first(text: str, table: dict[str, Any]) -> int | None:
    """The number of the first entry of a table that stands in a text."""
    low = text.lower()
    found = [(low.find(key), -len(key), value) for key, value in table.items() if key in low]
    return int(min(found)[2]) if found else None


def _near_years(build: Callable[[int], Period | None], context: Context) -> list[Period | None]:
    """A day or month without its year: the nearest to publication first; the others of the neighbouring years where it is far."""
    when = context.published
    found = [p for p in (build(when.year + k) for k in (-1, 0, 1)) if p is not None]
    found.sort(key=lambda p: (_distance(p, when), p.start > when))
    if not found:
        return []
    near = 0 if found[0].start > when else 60
    return [p for p in found if p is found[0] or (_distance(found[0], when) > near and p is found[1])]


def _distance(period: Period, when: date) -> int:
    if period.contains(when):
        return 0
    return min(abs((period.start - when).days), abs((period.end - when).days))


def _day(groups: Groups, context: Context) -> Resolved | None:
    month, number = month_number(groups["month"], context), day_number(groups, context)
    if month is None or number is None:
        return None
    year = in_year(groups, context)
    if year is not None:
        return resolved([periods.day(year[0], month, number)], year[1])
    near = _near_years(lambda y: periods.day(y, month, number), context)
    # "a week later, on Feb. 4", where the text tells of 2022: that year's day may be meant too
    return resolved(_or_of_its_time(near, periods.day(context.anchor.year, month, number), context), "publication")


def _numeric(groups: Groups, _: Context) -> Resolved | None:
    return resolved([periods.day(int(groups["y"]), int(groups["m"]), int(groups["d"]))])


def _either_order(groups: Groups, _: Context) -> Resolved | None:
    y, a, b = int(groups["y"]), int(groups["a"]), int(groups["b"])
    return resolved([periods.day(y, a, b), periods.day(y, b, a)])


def _month_of(groups: Groups, context: Context) -> Resolved | None:
    month = month_number(groups["month"], context)
    if month is None:
        return None
    year = in_year(groups, context)
    if year is not None:
        return resolved([periods.months(year[0], month, 1, "month")], year[1])
    near = _near_years(lambda y: periods.months(y, month, 1, "month"), context)
    told = periods.months(context.anchor.year, month, 1, "month") if _tells_of_the_past(context) else None
    return resolved(_or_of_its_time(near, told, context), "publication")


def _near_month(groups: Groups, context: Context) -> Resolved | None:
    """ "Last September": the last one that is over; where that is of this year, the words may mean the one before."""
    month, near = month_number(groups["month"], context), " ".join(groups["near"].lower().split())
    if month is None:
        return None
    when = context.published
    if near == "next":
        year = when.year + (month <= when.month)
        return resolved([periods.months(year, month, 1, "month")], "publication")
    if near == "this":
        return resolved([periods.months(when.year, month, 1, "month")], "publication")
    year = when.year - (month >= when.month)
    years = [year, year - 1] if near == "last" and year == when.year else [year]
    return resolved([periods.months(y, month, 1, "month") for y in years], "publication")


_MONTH_DAYS = {"start": (1, 10), "middle": (11, 20), "end": (21, 31)}


def _month_part(groups: Groups, context: Context) -> Resolved | None:
    table = context.words["edge"] if "edge" in groups else context.words["month_edge"]
    edge = table.get(" ".join((groups.get("edge") or groups["month_edge"]).lower().split()).removeprefix("the "))
    whole = _month_of(groups, context)
    if whole is None or edge is None:
        return None
    first, last = _MONTH_DAYS[edge]
    found: list[Period | None] = [
        type(p)("", p.start.replace(day=first), p.start.replace(day=min(last, p.end.day)), "span")
        for p in whole.periods
    ]
    return resolved(found, whole.relative_to, _EDGE_ROLES[edge])


_EDGE_ROLES = {"start": "start_of", "middle": "on", "end": "end_of"}
_EDGE_MONTHS = {"start": (1, 3), "middle": (5, 4), "end": (10, 3)}


def _year_part(groups: Groups, context: Context) -> Resolved | None:
    edge = context.words["edge"].get(" ".join(groups["edge"].lower().split()).removeprefix("the "))
    if edge is None:
        return None
    year = in_year(groups, context)
    first, count = _EDGE_MONTHS[edge]
    if year is not None:
        return resolved([periods.months(year[0], first, count, "span")], year[1], _EDGE_ROLES[edge])
    found = _near_years(lambda y: periods.months(y, first, count, "span"), context)
    told = [periods.months(context.anchor.year, first, count, "span")] if context.anchored else []
    return resolved([*found, *told], "publication", _EDGE_ROLES[edge])


def _quarter(groups: Groups, context: Context) -> Resolved | None:
    which = _first(groups["quarter"], context.words["quarter"])
    if which is None:
        return None
    year = in_year(groups, context)
    if year is not None:
        return resolved([periods.quarter(year[0], which, end_month=e) for e in context.year_ends], year[1])
    builds = [partial(_quarter_of, which, end_month) for end_month in context.year_ends]
    ended = [p for build in builds for p in ended_by_now(build, context)]
    running = [_running(build, context) for build in builds]
    past = _tells_of_the_past(context)
    of_then = [p for build in builds for p in latest_ended(build, context, context.anchor)] if past else []
    return resolved([*of_then, *ended, *running] if context.narrated else [*ended, *of_then, *running], "publication")


PAST = 100
"""A day so long before publication makes what follows it a story of its time ("on Oct. 26, 2022, Meta said that third-quarter …")."""


LATELY = 130
"""A day or month so shortly before publication is of this year, whatever time was spoken of in the paragraphs before it."""


def _or_of_its_time(near: list[Period | None], told: Period | None, context: Context) -> list[Period | None]:
    """A day or month nearest to publication, or that of the year that the text tells of: first where it follows what was told."""
    if told is None or not context.anchored:
        return near
    goes_on = _tells_of_the_past(context) and 0 <= (told.start - context.anchor).days <= 2 * PAST
    lately = near[0] is not None and 0 <= (context.published - near[0].end).days <= LATELY
    of_its_year = context.narrated and told.start.year == context.anchor.year
    goes_on = goes_on and (of_its_year or not lately)
    return [told, *near] if goes_on else [*near, told]


def _tells_of_the_past(context: Context) -> bool:
    return context.anchored and (context.published - context.anchor).days > PAST


def _quarter_of(which: int, end_month: int, year: int) -> Period | None:
    return periods.quarter(year, which, end_month=end_month)


def _half(groups: Groups, context: Context) -> Resolved | None:
    which = _first(groups["half"], context.words["half"])
    if which is None:
        return None
    year = in_year(groups, context)
    if year is not None:
        return resolved([periods.half(year[0], which)], year[1])
    found = ended_by_now(lambda y: periods.half(y, which), context)
    return resolved([*found, _running(lambda y: periods.half(y, which), context)], "publication")


def latest_ended(
    build: Callable[[int], Period | None], context: Context, by: date | None = None
) -> list[Period | None]:
    """The last one that had ended by a day, that of publication where none is given."""
    when = by or context.published
    found = [p for k in (1, 0, -1, -2) if (p := build(when.year + k)) is not None and p.end < when]
    return list(found[:1])


def ended_by_now(build: Callable[[int], Period | None], context: Context) -> list[Period | None]:
    """The last one that had ended, the day of publication counted in: a story of that evening tells of it."""
    return latest_ended(build, context, context.published + timedelta(days=1))


def _running(build: Callable[[int], Period | None], context: Context) -> Period | None:
    """The period that holds the day of publication or starts within a quarter of it, or `None`."""
    for k in (-1, 0, 1):
        p = build(context.published.year + k)
        if p is not None and p.end >= context.published and (p.start - context.published).days <= 92:
            return p
    return None


def _year_to_date(groups: Groups, context: Context) -> Resolved | None:
    year = in_year(groups, context)
    start = periods.day(context.published.year if year is None else year[0], 1, 1)
    if start is None or start.start > context.published:
        return None
    if year is not None and year[0] < context.published.year:  # 2015年以来: since a year, not the year so far
        return resolved([periods.year(year[0])], year[1], "since")
    return resolved([type(start)("", start.start, context.published, "span")], "publication", "duration")


def _fiscal(groups: Groups, context: Context) -> Resolved | None:
    number = int(groups["fy"])
    if "quarter" in groups:
        which = _first(groups["quarter"], context.words["quarter"])
        return (
            None
            if which is None
            else resolved([periods.quarter(number, which, end_month=e) for e in context.year_ends])
        )
    return resolved([periods.year(number, end_month=e) for e in context.year_ends])


def _whole_year(groups: Groups, context: Context) -> Resolved | None:
    year = in_year(groups, context)
    return None if year is None else resolved([periods.year(year[0])], year[1])


def _decade(groups: Groups, _: Context) -> Resolved | None:
    return resolved([periods.months(int(groups["decade"]), 1, 120, "span")])


MEANINGS: dict[str, Callable[[Groups, Context], Resolved | None]] = {
    "day": _day, "numeric": _numeric, "either_order": _either_order, "month": _month_of, "near_month": _near_month, "month_part": _month_part,
    "year_part": _year_part, "quarter": _quarter, "half": _half, "year_to_date": _year_to_date, "fiscal": _fiscal, "year": _whole_year,
    "decade": _decade,
}  # fmt: skip
"""What the rows of the date tables may mean; those of distances and of spans have files of their own."""

__all__ = [
    "MEANINGS",
    "Context",
    "Groups",
    "Resolved",
    "day_number",
    "ended_by_now",
    "in_year",
    "integer",
    "latest_ended",
    "month_number",
    "resolved",
]
