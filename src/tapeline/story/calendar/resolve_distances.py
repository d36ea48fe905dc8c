"""What the forms mean that tell a time by its distance: weekdays, today, in the past year, two years ago, a year later, anniversaries, feasts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tapeline.story.calendar import periods
from tapeline.story.calendar.resolve import Context, Groups, Resolved, day_number, integer, month_number, resolved

if TYPE_CHECKING:
    from collections.abc import Callable

    from tapeline.claim import Period


def _weekday(groups: Groups, context: Context) -> Resolved | None:
    name = groups["weekday"]
    which = context.words["weekday"].get(name[-1] if not name.isascii() else name[:3].lower())
    if which is None:
        return None
    when = context.published
    latest = -((when.weekday() - which) % 7)
    this_week = which - when.weekday()
    near = groups.get("near", "").lower()
    step = context.words["near"].get(near) if near else None
    if step is None:
        shifts = [latest, latest - 7]
    elif step == 0:
        shifts = [this_week]
    elif step > 0:
        shifts = [this_week + 7 * step] if not name.isascii() else [_ahead(this_week), this_week + 7]
    elif name.isascii():
        shifts = [latest or -7, this_week - 7]
    else:
        shifts = [this_week + 7 * step, *([latest] if -7 < latest < 0 and step == -1 else [])]
    days = [periods.shifted(when, s) for s in shifts]
    return resolved([None if d is None else periods.of_day(d) for d in days], "publication")


def _that_weekday(groups: Groups, context: Context) -> Resolved | None:
    """ "That Friday": the one of the week of the day told last; of no date where none was."""
    which = context.words["weekday"].get(groups["weekday"][:3].lower())
    base = context.day or (context.anchor if context.anchored else None)
    if which is None or base is None:
        return None
    day = periods.shifted(base, which - base.weekday())
    return None if day is None else resolved([periods.of_day(day)], "anchor")


def _ahead(shift: int) -> int:
    return shift if shift > 0 else shift + 7


def _relative_day(groups: Groups, context: Context) -> Resolved | None:
    step = context.words["day"].get(" ".join(groups["relative_day"].lower().split()))
    when = None if step is None else periods.shifted(context.published, int(step))
    return None if when is None else resolved([periods.of_day(when)], "publication")


def _anchor_period(groups: Groups, context: Context) -> Resolved | None:
    step = context.words["anchor_period"].get(" ".join(groups["anchor_near"].lower().split()))
    grain = context.words["grain"].get(groups["grain"].lower())
    if step is None or grain is None or not context.anchored:
        return None
    when = periods.back(context.anchor, -int(step), grain)
    return None if when is None else resolved([periods.containing(when, grain)], "anchor")


def _anchor_year(_: Groups, context: Context) -> Resolved | None:
    return resolved([periods.year(context.anchor.year)], "anchor") if context.anchored else None


def _anchor_since(_: Groups, context: Context) -> Resolved | None:
    """ "Since then", 从那时算起: from what the sentence counted from last, else from the last dated day on."""
    if context.counted is not None:
        return resolved([context.counted], "anchor", "since")
    if not context.anchored:
        return None
    month = periods.containing(context.anchor, "month")
    eras = (*context.told[:1], *([month] if month is not None else ()))
    era = next((p for p in eras if p.start == context.anchor and context.day != p.start), None)
    others = [periods.of_day(d) for d in context.others]  # what else the day named last may mean
    return resolved([era, periods.of_day(context.anchor), *others], "anchor", "since")


def _unit(groups: Groups, context: Context) -> tuple[int, str] | None:
    unit = groups["unit"].lower()
    count = integer(groups["n"]) if "n" in groups else 1
    if count is None or not 0 < count <= 1000:
        return None
    if unit.startswith("decade"):
        return count * 10, "year"
    name = context.words["unit"].get(unit) or context.words["unit"].get(unit.split()[-1])
    return None if name is None else (count, name)


def _past(groups: Groups, context: Context) -> Resolved | None:
    found = _unit(groups, context)
    when = None if found is None else periods.back(context.published, *found)
    start = None if when is None else periods.of_day(when)
    if start is None:
        return None
    return resolved([type(start)("", start.start, context.published, "span")], "publication", "duration")


def _ago(groups: Groups, context: Context) -> Resolved | None:
    return _counted_back(groups, context, context.published, 1, "publication")


def _ago_to_the_day(groups: Groups, context: Context) -> Resolved | None:
    """ "Two years ago to the day" (两年前的今天): the day that publication is the anniversary of, or the one before it."""
    found = _unit(groups, context)
    target = None if found is None else periods.back(context.published, *found)
    if target is None:
        return None
    return resolved([periods.of_day(target), periods.of_day(periods.shifted(target, -1) or target)], "publication")


def _day_ago(groups: Groups, context: Context) -> Resolved | None:
    """ "May 18 ten years ago", 十年前的5月18日: that day of the year so many before publication."""
    years, month, number = integer(groups["n"]), month_number(groups["month"], context), day_number(groups, context)
    if years is None or month is None or number is None:
        return None
    return resolved([periods.day(context.published.year - years, month, number)], "publication")


def _earlier(groups: Groups, context: Context) -> Resolved | None:
    return _counted_back(groups, context, context.anchor, 1, "anchor" if context.anchored else "publication")


def _later(groups: Groups, context: Context) -> Resolved | None:
    return _counted_back(groups, context, context.anchor, -1, "anchor") if context.anchored else None


def _counted_back(groups: Groups, context: Context, when: date, sign: int, relative_to: str) -> Resolved | None:
    found = _unit(groups, context)
    if found is None:
        return None
    if sign > 0 and groups["unit"].lower().startswith(("session", "trading")):
        return _sessions_back(when, found[0]) if relative_to == "anchor" else None
    target = periods.back(when, sign * found[0], found[1])
    if target is None:
        return None
    day = [periods.of_day(target)] if relative_to == "anchor" and found[1] in {"month", "year"} else []
    return resolved([periods.containing(target, found[1]), *day], relative_to)


def _sessions_back(when: date, count: int) -> Resolved | None:
    """The day so many sessions before one that is told, counted in weekdays."""
    return None if count > MOST_SESSIONS else resolved([periods.of_day(periods.weekday_before(when, count))], "anchor")


MOST_SESSIONS = 30
"""Nobody counts back more sessions than these."""


def _anniversary(groups: Groups, context: Context) -> Resolved | None:
    count = integer(groups["n"])
    if count is None or not 0 < count <= 200:
        return None
    year = context.published.year
    return resolved([periods.year(year), periods.year(year - count)], "publication")


def _per(groups: Groups, context: Context) -> Resolved | None:
    grain = context.words["grain"].get(groups["grain"].lower())
    return None if grain is None else resolved([periods.containing(context.published, grain)], "publication", "per")


def _feast(groups: Groups, context: Context) -> Resolved | None:
    name = context.words["feast"].get(" ".join(groups["feast"].lower().split()))
    if name is None:
        return None
    found = [p for k in (0, -1) if (p := _feast_day(str(name), context.published.year + k)) is not None]
    past = [p for p in found if p.start <= context.published]
    return resolved(list(past[:1]) or list(found), "publication")


def _feast_day(name: str, year: int) -> Period | None:
    after = {"thanksgiving": 0, "black_friday": 1, "cyber_monday": 4}.get(name)
    if after is None:
        month, number = name.split("-")
        return periods.day(year, int(month), int(number))
    if not periods.FIRST_YEAR < year < periods.LAST_YEAR:
        return None
    first = date(year, 11, 1)
    fourth_thursday = 22 + (3 - first.weekday()) % 7
    return periods.of_day(date.fromordinal(date(year, 11, fourth_thursday).toordinal() + after))


def _session(_: Groups, context: Context) -> Resolved | None:
    if context.day is None:
        return None  # "after the close", of no day that the text has named
    return resolved([periods.of_day(context.day)], "anchor")


MEANINGS: dict[str, Callable[[Groups, Context], Resolved | None]] = {
    "weekday": _weekday, "that_weekday": _that_weekday, "relative_day": _relative_day, "anchor_period": _anchor_period, "anchor_year": _anchor_year,
    "anchor_since": _anchor_since, "past": _past, "ago": _ago, "day_ago": _day_ago, "ago_to_the_day": _ago_to_the_day, "earlier": _earlier,
    "later": _later, "anniversary": _anniversary, "per": _per, "feast": _feast, "session": _session,
}  # fmt: skip
"""What the rows of the date tables may mean that count from a day; `dates` has those of the other files too."""

__all__ = ["MEANINGS"]
