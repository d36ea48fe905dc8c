"""What the forms of spans mean: this week or last, months up to a day, the same time of another year, a season, the year or quarter that is reported."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal

from tapeline.story.calendar import periods, resolve
from tapeline.story.calendar.resolve import (
    Context,
    Groups,
    Resolved,
    day_number,
    ended_by_now,
    in_year,
    integer,
    latest_ended,
    month_number,
    resolved,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tapeline.claim import Period

Grain = Literal["quarter", "half", "year", "span"]
_GRAINS: dict[int, Grain] = {3: "quarter", 6: "half", 12: "year"}
_LENGTHS = {"half": 6, "year": 12, "period": 3, "quarter": 3, "半年": 6, "年": 12, "季": 3}
"""The longer names first: "half-year" is none of a year."""


def _length(groups: Groups) -> int | None:
    """How many months a span has: counted ("the nine months to"), or by its name ("the quarter ended", 截至…止年度)."""
    if groups.get("count"):
        return integer(groups["count"])
    name = groups.get("length", "").lower()
    return next((months for word, months in _LENGTHS.items() if word in name), None)


def _span_to(year: int, month: int, length: int) -> Period | None:
    """So many whole months up to the end of a month."""
    return periods.months(year, month - length + 1, length, _GRAINS.get(length, "span"))


def _months_to(groups: Groups, context: Context) -> Resolved | None:
    """ "The three months to 30 September", "the year ended March 2024", 截至9月30日止三个月: of the year named, else the last that was over."""
    month, length = month_number(groups["month"], context), _length(groups)
    if month is None or length is None or not 0 < length <= 12:
        return None
    day = int(groups.get("before") or groups.get("behind") or 31)
    month -= day <= OVER_THE_EDGE  # a quarter of whole weeks that ended on 2 April is that to March
    year = in_year(groups, context)
    if year is not None:
        return resolved([_span_to(year[0], month, length)], year[1])
    return resolved(ended_by_now(lambda y: _span_to(y, month, length), context), "publication")


OVER_THE_EDGE = 7


FRIDAY = 4


def _anchor_day(groups: Groups, context: Context) -> Resolved | None:
    """ "The day before", 次日: from the last day told; a day that follows none is of no date (财报公布次日)."""
    words = " ".join(groups["anchor_day"].lower().split())
    step = context.words["anchor_day"].get(words)
    if step is None or (int(step) >= 0 and context.day is None):
        return None
    when = periods.shifted(context.day or context.published, int(step))
    if when is not None and int(step) < 0 and words in context.words.get("of_sessions", {}):
        when = periods.shifted(when, min(0, FRIDAY - when.weekday()))  # 前一交易日, of a Monday
    if when is None:
        return None
    untold = int(step) < 0 and context.day is None  # of the day of publication, or of the one before it
    eve = periods.shifted(when, -3 if when.weekday() == 0 else -1) if untold else None
    found = [periods.of_day(when), None if eve is None else periods.of_day(eve)]
    if int(step) == 0 and when > context.published:  # 转折在2月1日。那天…, in December: of last February
        found.append(periods.day(when.year - 1, when.month, when.day))
    return resolved(found, "anchor")


def _last_day(groups: Groups, context: Context) -> Resolved | None:
    """The last session of a year or a month (2022年最后一个交易日, "the last trading day of March"): its last weekday, or where that was a holiday the one before."""
    if "month" not in groups and "year" not in groups:
        return resolved([periods.of_day(day) for day in _last_weekdays(_end_told(groups, context))], "publication")
    if "month" in groups:
        whole = resolve.MEANINGS["month"](groups, context)
    else:
        year = in_year(groups, context)
        whole = None if year is None else resolved([periods.year(year[0])], year[1])
    if whole is None:
        return None
    days = [periods.of_day(day) for p in whole.periods for day in _last_weekdays(p.end)]
    return resolved(days, whole.relative_to)


def _end_told(groups: Groups, context: Context) -> date:
    """Up to which day a last session without a date is one: publication; of a year that is over, early in the next, its end; of the month told of, its end."""
    published = context.published
    if groups.get("whole") in OF_A_MONTH:
        of = context.day or (context.anchor if context.anchored else published - timedelta(days=CLOSE_BY))
        return min(periods.month_end(of.year, of.month), published)
    over = groups.get("whole") in {"year", "全年", "年内", "本年"} and published.month == 1 and published.day < EARLY
    return published.replace(year=published.year - 1, month=12, day=31) if over else published


OF_A_MONTH = frozenset({"月末", "月底", "当月", "本月"})
CLOSE_BY = 5
"""So many days into a month, its last session is that of the one before."""
EARLY = 15
"""So many days into a year, the last session of the year is that of the one before."""


def _closed_year(_: Groups, context: Context) -> Resolved | None:
    """The year that somebody finished ("ended the year 24% higher"): the one whose last days these are, else the one before."""
    when = context.published
    ending = (when.month, when.day) >= CLOSING
    return resolved([periods.year(when.year - (not ending))], "publication")


CLOSING = (12, 20)
"""From this day on, the year that is finished is the one that it is."""


def _first_session(groups: Groups, context: Context) -> Resolved | None:
    """The first session of a year (今年首个交易日, 年初第一个交易日): its first weekday behind New Year's Day, or the one after."""
    named = in_year(groups, context)
    year = context.published.year if named is None else named[0]
    days = (periods.day(year, 1, d) for d in range(2, 7))
    open_days = [d for d in days if d is not None and periods.is_weekday(d.start)][:2]
    return resolved(list(open_days), "publication" if named is None else named[1])


def _week_of(groups: Groups, context: Context) -> Resolved | None:
    """The week that holds a day (3月17日那周, "the week ended March 17")."""
    day = resolve.MEANINGS["day"](groups, context)
    if day is None:
        return None
    return resolved([periods.week(p.start) for p in day.periods], day.relative_to)


def _last_weekdays(end: date) -> list[date]:
    days = (periods.shifted(end, -k) for k in range(5))
    return [d for d in days if d is not None and periods.is_weekday(d)][:2]


def _day_of_a_near_month(groups: Groups, context: Context) -> Resolved | None:
    """本月2日, 上月底: a day of this month or the last."""
    number, back = integer(groups["day"].rstrip("日号")), int("上" in groups["near_month"])
    month = periods.back(context.published.replace(day=1), back, "month") if back else context.published
    return (
        None
        if number is None or month is None
        else resolved([periods.day(month.year, month.month, number)], "publication")
    )


def _first_months(groups: Groups, context: Context) -> Resolved | None:
    """The first months of a year (前九个月), or its `last` ones, three of which are its fourth quarter."""
    year = in_year(groups, context)
    count = integer(groups.get("count", "1"))  # 首月
    if count is None:
        return None
    if year is not None:
        last = "last" in groups
        first, of_a_quarter = 13 - count if last else 1, last and count == QUARTER
        return resolved([periods.months(year[0], first, count, "quarter" if of_a_quarter else "span")], year[1])
    return resolved(latest_ended(lambda y: periods.months(y, 1, count, "span"), context), "publication")


QUARTER = 3


def _first_quarters(groups: Groups, context: Context) -> Resolved | None:
    year = in_year(groups, context)
    count = integer(groups["count"])
    if count is None:
        return None
    if year is not None:
        return resolved([periods.months(year[0], 1, 3 * count, "span")], year[1])
    return resolved(latest_ended(lambda y: periods.months(y, 1, 3 * count, "span"), context), "publication")


def _between_months(groups: Groups, context: Context) -> Resolved | None:
    """ "The July-September quarter of 2024", "the July-through-September period last year"."""
    first, last = month_number(groups["month"], context), month_number(groups["last"], context)
    if first is None or last is None:
        return None
    length = (last - first) % 12 + 1
    return _months_to({**groups, "month": groups["last"], "count": str(length)}, context)


def _same_time(groups: Groups, context: Context) -> Resolved | None:
    """ "The same quarter last year", 去年同期: the quarter of that year that the text has named, else in which the last date lies (the last one that was over where there is none), or the year."""
    year = in_year(groups, context)
    quarter_told = next((p.start for p in context.told if p.grain == "quarter"), None)
    when = quarter_told or (context.anchor if context.anchored else periods.back(context.published, 1, "quarter"))
    if year is None or when is None:
        return None
    quarter = periods.containing(when, "quarter")
    then = None if quarter is None else periods.months(year[0], quarter.start.month, 3, "quarter")
    return resolved([then, periods.year(year[0])], "anchor" if context.anchored else "publication")


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12, "春": 3, "夏": 6, "秋": 9, "冬": 12}


def _season(groups: Groups, context: Context) -> Resolved | None:
    """ "Last summer", 今年秋季: three months; without a year those that last began."""
    first = _SEASONS[groups["season"].lower()]

    def of(number: int) -> Period | None:
        return periods.months(number, first, 3, "span")

    year = in_year(groups, context)
    if year is not None:
        return resolved([of(year[0])], year[1])
    now = context.published.year
    near = groups.get("near", "").lower()
    if near == "this":
        return resolved([of(now)], "publication")
    if near == "next":
        return resolved([of(now + (context.published.month >= first))], "publication")
    return resolved(latest_ended(of, context), "publication")


LONG_PAST, A_YEAR = 92, 366
"""So many days after a month was told of, a bare day is no more of it: before its sentence, and in it."""


def _bare_day(groups: Groups, context: Context) -> Resolved | None:
    """23日收盘, 周三(25日): that day of the month of the last date, or the last such day before publication."""
    number = integer(groups["d"])
    if number is None:
        return None
    months = [context.published.year * 12 + context.published.month - 1 - back for back in (0, 1, 2)]
    found = [p for m in months if (p := periods.day(m // 12, m % 12 + 1, number)) and p.start <= context.published]
    months_told = (p.start for p in context.told[:2] if p.grain == "month" and p.start.year == context.anchor.year)
    month = next(months_told, None) if context.narrated else None
    of = month or context.anchor  # 到了10月，三季度利润缩水过半，27日一天又没了24.56%
    if context.month is not None and (context.published - context.month.end).days <= A_YEAR:
        month = of = context.month.start  # "by the middle of July: they stood at $293.34 on the 18th"
    near = periods.day(of.year - (of > context.published), of.month, number) if context.anchored or month else None
    past = near is not None and near.start <= context.published
    if past and near is not None and (context.published - near.start).days > LONG_PAST and found and month is None:
        past = False  # a bare day of a month told long ago would have said its month again
    last = context.published.year * 12 + context.published.month - 1
    ahead = [
        p for m in (last, last + 1) if (p := periods.day(m // 12, m % 12 + 1, number)) and p.start > context.published
    ]
    return resolved([*([near] if past else []), *found[:1], *ahead[:1]], "publication")


def _nth_of_month(groups: Groups, context: Context) -> Resolved | None:
    """ "On the third of the month", "the 27th of that month": a day of the month of the last date; "of this month", of that of publication."""
    number, now = day_number(groups, context), "near" in groups
    if number is None or not (now or context.anchored):
        return None
    of = context.published if now else context.anchor
    return resolved([periods.day(of.year, of.month, number)], "publication" if now else "anchor")


def _reported(grain: Literal["quarter", "year"], _: Groups, context: Context) -> Resolved | None:
    """ "Full-year revenue", 全年营收, "in the quarter": of the period that the text tells of or that was over by then; that which runs is the other that may be meant."""
    found = [p for p in context.told if p.grain == grain == "quarter"]
    running: list[Period | None] = []
    days = [p.end for p in context.told] if grain == "year" else []
    days += [day for day in [periods.back(context.published, 1, grain)] if day is not None]
    for end_month in context.year_ends:
        found += [p for day in days if (p := periods.containing(day, grain, end_month=end_month)) is not None]
        running.append(periods.containing(context.published, grain, end_month=end_month))
    return resolved([*(p for p in found if p.end < context.published), *running], "publication", "whole")


UNSAID, MIDWEEK = frozenset({"", "the", "全", "一", "单"}), 3
"""What names a week without saying which: early in a week it may be the one before."""


BEFORE_IT = frozenset({"the previous", "the prior", "上", "上个", "上一", "上一个"})
"""The quarter before publication, or the one before the quarter that is reported."""


LAST, SATURDAY = -1, 5
FIRST_DAYS = 5
"""So many days into a month, "the month" may still be the one before."""


def _near(groups: Groups, context: Context) -> Resolved | None:
    near = " ".join(groups.get("near", "").lower().split())
    step = context.words["near"].get(near)
    grain = context.words["grain"].get(groups["grain"].lower())
    if step is None or grain is None:
        return None
    when = periods.back(context.published, -int(step), grain)
    if when is None:
        return None
    ends = context.year_ends if grain in {"quarter", "year"} else [context.end_month]
    found = [periods.containing(when, grain, end_month=e) for e in ends]
    opening = context.published.weekday() < MIDWEEK or (grain == "month" and context.published.day <= FIRST_DAYS)
    early = near in UNSAID and opening
    reported = grain == "quarter" and (step == 0 or near in BEFORE_IT)  # one is reported while the next one runs
    if grain == "week" and step == LAST and context.published.weekday() >= SATURDAY:
        found.append(periods.containing(context.published, grain))  # on a weekend, the week that has just ended
    if early or reported:
        found.append(periods.one_before(when, grain))
    return resolved(found, "publication")


MEANINGS: dict[str, Callable[[Groups, Context], Resolved | None]] = {
    "first_months": _first_months,
    "first_quarters": _first_quarters,
    "near": _near,
    "months_to": _months_to,
    "anchor_day": _anchor_day,
    "first_session": _first_session,
    "last_day": _last_day,
    "week_of": _week_of,
    "near_month_day": _day_of_a_near_month,
    "between_months": _between_months,
    "same_time": _same_time,
    "season": _season,
    "bare_day": _bare_day,
    "nth_of_month": _nth_of_month,
    "full_year": partial(_reported, "year"),
    "closed_year": _closed_year,
    "the_quarter": partial(_reported, "quarter"),
}
"""What the rows of the date tables may mean that are spans."""

__all__ = ["MEANINGS"]
