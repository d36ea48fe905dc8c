"""Calendar arithmetic for the date finder: the stretch of days that a word names, ends included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Period

if TYPE_CHECKING:
    from tapeline.claim import Grain

FIRST_YEAR, LAST_YEAR = 1600, 2100
"""Years that a story may speak of; a date outside them is none."""
ZONES = {"zh": "Asia/Shanghai"}
"""Where a language's readers live: what happens after the close in New York happens on their next day."""


def day(year: int, month: int, number: int, text: str = "") -> Period | None:
    """A day, or `None` where the calendar has none such."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return Period.of_day(date(year, month, number), text)
    except ValueError:
        return None


def of_day(when: date, text: str = "") -> Period | None:
    """A day, or `None` outside the years that a story may speak of."""
    return Period.of_day(when, text) if FIRST_YEAR <= when.year <= LAST_YEAR else None


def shifted(when: date, days: int) -> date | None:
    """A day so many days later, or `None` outside the calendar."""
    try:
        return when + timedelta(days=days)
    except OverflowError:
        return None


SATURDAY = 5


def is_weekday(when: date) -> bool:
    """Whether a day is one from Monday to Friday, on which an exchange may be open."""
    return when.weekday() < SATURDAY


def weekday_before(when: date, count: int = 1) -> date:
    """The day that lies so many days from Monday to Friday before a day; the last of them where no count is given."""
    for _ in range(count):
        when = next(d for k in (1, 2, 3) if is_weekday(d := when - timedelta(days=k)))
    return when


def weekday_after(when: date) -> date:
    """The first day from Monday to Friday after a day."""
    return next(d for k in (1, 2, 3) if is_weekday(d := when + timedelta(days=k)))


def weekdays(whole: Period) -> list[Period]:
    """The days from Monday to Friday of a period, in order."""
    days = (whole.start + timedelta(days=k) for k in range(whole.days))
    return [Period.of_day(d) for d in days if is_weekday(d)]


def month_end(year: int, month: int) -> date:
    """The last day of a month (`month` may run past 12)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def month_start(year: int, month: int) -> date:
    """The first day of a month (`month` may run below 1 or past 12)."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def months(year: int, first: int, count: int, grain: Grain, text: str = "") -> Period | None:
    """So many whole months from month `first` of a year (which may lie outside 1 to 12)."""
    if not FIRST_YEAR < year < LAST_YEAR:
        return None
    return Period(text, month_start(year, first), month_end(year, first + count - 1), grain)


def year(number: int, text: str = "", end_month: int = 12) -> Period | None:
    """A calendar year, or the fiscal year that ends in `end_month` of it."""
    return months(number, end_month - 11, 12, "year", text)


def quarter(number: int, which: int, text: str = "", end_month: int = 12) -> Period | None:
    """A quarter of a year that ends in `end_month`."""
    return months(number, end_month - 11 + 3 * (which - 1), 3, "quarter", text)


def half(number: int, which: int, text: str = "", end_month: int = 12) -> Period | None:
    """A half of a year that ends in `end_month`."""
    return months(number, end_month - 11 + 6 * (which - 1), 6, "half", text)


NINE_MONTHS = range(273, 276)
"""How many days three quarters have."""


def is_reported(period: Period) -> bool:
    """Whether companies report for such a period: a quarter, half or year, or the first three quarters of one."""
    return period.grain in {"quarter", "half", "year"} or (period.grain == "span" and period.days in NINE_MONTHS)


def week(when: date, text: str = "") -> Period | None:
    """The week, Monday to Sunday, that holds a day."""
    start = shifted(when, -when.weekday())
    end = None if start is None else shifted(start, 6)
    if start is None or end is None or not (start.year >= FIRST_YEAR and end.year <= LAST_YEAR):
        return None
    return Period(text, start, end, "week")


def back(when: date, count: int, unit: str) -> date | None:
    """The day `count` units (`day`, `week`, `month`, `quarter`, `year`) before another; the month's last day where it is shorter."""
    if unit in {"day", "week"}:
        return shifted(when, -count * (7 if unit == "week" else 1)) if abs(count) < 100_000 else None
    step = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    target = when.year * 12 + when.month - 1 - count * step
    if not FIRST_YEAR * 12 <= target < (LAST_YEAR + 1) * 12:
        return None
    last = month_end(target // 12, target % 12 + 1)
    return last.replace(day=min(when.day, last.day))


def one_before(when: date, grain: str) -> Period | None:
    """The week, month, quarter or year before the one that holds a day."""
    day = back(when, 1, grain)
    return None if day is None else containing(day, grain)


def containing(when: date, grain: str, text: str = "", end_month: int = 12) -> Period | None:
    """The week, month, quarter, half or year that holds a day (quarters and years of a year that ends in `end_month`)."""
    if grain == "day":
        return of_day(when, text)
    if grain == "week":
        return week(when, text)
    if grain == "month":
        return months(when.year, when.month, 1, "month", text)
    length = {"quarter": 3, "half": 6, "year": 12}[grain]
    offset = (when.month - end_month - 1) % 12 % length
    named: dict[str, Grain] = {"quarter": "quarter", "half": "half", "year": "year"}
    return months(when.year, when.month - offset, length, named[grain], text)


__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "back",
    "containing",
    "day",
    "half",
    "is_reported",
    "is_weekday",
    "month_end",
    "month_start",
    "months",
    "of_day",
    "quarter",
    "shifted",
    "week",
    "weekdays",
    "year",
]
