"""The dates of one sentence as a story tells them: counted from what was dated before it, and what the next one counts from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story.calendar import dates, periods
from tapeline.story.calendar.periods import ZONES
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tapeline.claim import Story
    from tapeline.story import text
    from tapeline.story.scene import Discourse

ANCHORS = frozenset({"day", "month", "year"})
EDGES = frozenset({"end_of", "start_of"})
"""Only a date of these grains is one that "the day before" or "a year later" counts from."""


def dates_of(
    view: str,
    span: text.Span,
    story: Story,
    discourse: Discourse,
    before: dates.Origin,
    month: int,
    places: Sequence[int],
) -> list[Token]:
    """The sentence's dates, whose forms stand at these places of the view, counted from what was dated before it; "the day before" may also be that of one of the last dated sessions."""
    assert story.published is not None  # noqa: S101  (the caller has checked)
    piece = view[span.start : span.end]
    find = partial(
        dates.find,
        piece,
        story.language,
        story.published,
        told=discourse.eras,
        fiscal_year_end_month=month,
        narrated=before.narrated,
        places=[at - span.start for at in places],
    )
    found = find(before.anchor, day=before.day)
    if not found:
        return []
    anchored = [m for m in found if m.relative_to == "anchor" and m.period.grain == "day" and m.role != "since"]
    ran = [p.start for p in discourse.session]
    looks_back = before.day is not None and any(m.period.start < before.day for m in anchored)
    for session in dict.fromkeys([*ran[:1], *([max(ran)] if ran and looks_back else [])]):
        again = find(session, day=session) if anchored and session != before.day else []
        found = [_either(a, b) for a, b in zip(found, again, strict=True)] if len(again) == len(found) else found
    found = [m for m in found if not (_says_again(piece, m, found) or _is_of_the_day_behind(piece, m, found))]
    found = [_of_the_month_told(m, found) for m in found]
    found = [_from_there(piece, m, before.day) for m in _of_the_years_told(piece, found)]
    bases = {m.period.start for m in found if m.role == "since"} if before.day is None else {before.day}
    found = [_same_day(m, story, discourse) if m.period.start in bases else m for m in found]
    told = [m for m in found if not (_is_dateline(view, span.start, m) or _is_its_weekday(view, span.start, m))]
    so_far = (m for m in told if _is_a_year_so_far(piece, m, story))
    return [
        *(_date_token(view, span.start, m) for m in told),
        *(Token(span.start + m.start, span.start + m.end, "sense", "from_start") for m in so_far),
    ]


def _is_a_year_so_far(view: str, m: dates.DateMention, story: Story) -> bool:
    """Whether a stretch is the year up to now that is told by its number ("2022 so far"), which no word of the lexicon can be."""
    of_now = m.role == "duration" and m.period.end == story.published
    return of_now and (m.period.start.month, m.period.start.day) == (1, 1) and view[m.start : m.end].find("20") >= 0


def _is_its_weekday(view: str, offset: int, m: dates.DateMention) -> bool:
    """Whether a weekday only says which one a day told of was (那天是星期四, "it was a Thursday"): it dates nothing anew."""
    return wording("reading.was_a").search(view, max(0, offset + m.start - 24), offset + m.start) is not None


def _is_dateline(view: str, offset: int, m: dates.DateMention) -> bool:
    """Whether a date is the one on which a story was filed (10月20日讯, "CUPERTINO, Nov 11 - Apple added …")."""
    start, end = offset + m.start, offset + m.end
    if wording("reading.filed").match(view, end):
        return True
    at_a_place = wording("reading.filed_at").search(view, max(0, start - 40), start)
    return at_a_place is not None and wording("reading.filed_dash").match(view, end) is not None


def _either(a: dates.DateMention, b: dates.DateMention) -> dates.DateMention:
    """A mention that counts from a day, as counted from either of two."""
    if a.relative_to != "anchor" or a.period.grain != "day":
        return a
    return replace(a, candidates=tuple(dict.fromkeys((*a.candidates, *b.candidates))))


def _says_again(view: str, m: dates.DateMention, found: list[dates.DateMention]) -> bool:
    """Whether a weekday in brackets says a day's date again ("2 February (Friday)", 2月24日(周五))."""
    in_brackets = view[m.start - 1 : m.start] == "(" and view[m.end : m.end + 1] == ")"
    weekday = m.period.grain == "day" and not any(c.isdigit() for c in view[m.start : m.end])
    if not weekday:
        return wording("reading.same_time_again").fullmatch(view, m.start, m.end) is not None and any(
            x.end == m.start and x.period.grain == m.period.grain for x in found
        )  # 4月当月
    if any(
        x.end == m.start and dates.is_day(x) and x.period.start.weekday() == m.period.start.weekday() for x in found
    ):
        return True  # 2月2日这个周五
    return in_brackets and any(x.end in {m.start - 1, m.start - 2} and dates.is_day(x) for x in found)


def _is_of_the_day_behind(view: str, m: dates.DateMention, found: list[dates.DateMention]) -> bool:
    """Whether a part of a day is one of the day that is told right behind it, and of none before ("after the close on Wednesday")."""
    days = (x for x in found if x.start > m.end and dates.is_day(x))
    return bool(m.session) and m.relative_to == "anchor" and any(view[m.end : x.start] in DAY_BEHIND for x in days)


DAY_BEHIND = frozenset({" ", " on ", " of ", ", "})
"""What stands between a part of the day and the day that it is of."""


def _of_the_month_told(m: dates.DateMention, found: list[dates.DateMention]) -> dates.DateMention:
    """A month without a year, of the year that its sentence has given it before (我是去年四月抄的底，结果4月当月跌了32%)."""
    if m.period.grain != "month" or len(m.candidates) < 2:
        return m
    same = (x.period for x in found if x.end <= m.start and x.period.grain == "month" and len(x.candidates) == 1)
    told = next((p for p in same if p.start.month == m.period.start.month), None)
    return m if told is None else replace(m, period=told, candidates=tuple(dict.fromkeys((told, *m.candidates))))


def _of_the_years_told(view: str, found: list[dates.DateMention]) -> list[dates.DateMention]:
    """The mentions of a sentence, "the second" and "the third" each as of the year of the half or the quarter before it."""
    out: list[dates.DateMention] = []
    for m in found:
        out.append(_of_the_year_told(view, m, out[-1]) if out else m)
    return out


def _of_the_year_told(view: str, m: dates.DateMention, before: dates.DateMention) -> dates.DateMention:
    """ "The second" behind a first half, which is the other half of its year and no quarter; behind a quarter of some year, that year's ("in the first quarter of 2022, … in the second")."""
    if before.period.grain not in {"half", "quarter"} or m.period.grain != "quarter":
        return m
    if wording("reading.the_nth").fullmatch(view, m.start, m.end) is None:
        return m
    grain, text = before.period.grain, view[m.start : m.end]
    on = 6 if grain == "half" else m.period.start.month - before.period.start.month
    starts = (p.start for p in before.candidates)
    told = (periods.months(s.year, s.month + on, 6 if grain == "half" else 3, grain, text) for s in starts)
    others = () if grain == "half" else m.candidates
    candidates = tuple(dict.fromkeys((*(p for p in told if p is not None), *others)))
    return replace(m, period=candidates[0], candidates=candidates)


def _from_there(view: str, m: dates.DateMention, day: date | None) -> dates.DateMention:
    """A stretch that begins on the day told last ("From there to the end of October they dropped by almost a third"): from its close, or from the one before."""
    said = wording("reading.from_there").search(view, max(0, m.start - 16), m.start)
    if day is None or said is None or m.period.end <= day:
        return m
    starts = (day + timedelta(days=1), day)
    spans = tuple(Period(p.text, start, p.end, "span") for p in m.candidates if p.end > day for start in starts)
    return replace(m, start=said.start(), period=spans[0], candidates=spans, role="duration")


def _same_day(m: dates.DateMention, story: Story, discourse: Discourse) -> dates.DateMention:
    """A mention of the day told last (同日, "that day"), as any of some: that may only have been the eve of what is told, or an older day that something counts from."""
    if m.relative_to != "anchor" or m.role != "on" or m.period.grain != "day":
        return m
    assert story.published is not None  # noqa: S101  (the caller has checked)
    eve = (story.published - timedelta(days=1),) if story.language in ZONES else ()
    days = (*(p.start for p in discourse.session), story.published, *eve)
    others = (Period.of_day(d, m.period.text) for d in days)
    return replace(m, candidates=tuple(dict.fromkeys((*m.candidates, *others))))


def _date_token(view: str, offset: int, m: dates.DateMention) -> Token:
    start, end = offset + m.start, offset + m.end
    words = view[start : end + 2].lower()
    if "周年" in words or "anniversary" in words:
        return Token(start, end, "date", "anniversary")
    return Token(start, end, "date", m.role, dated=replace(m, base=True) if _is_base(view, start, end) else m)


def told_on(dated: list[Token], before: dates.Origin, published: date) -> dates.Origin:
    """What the next sentence's "the year before" and "the day before" count from: the last date, and the last day, of this one."""
    anchor, day, _ = before
    told = [t for t in reversed(dated) if t.dated and t.dated.role not in {"per", "whole"} and not t.dated.base]
    last = next(
        (
            t.dated
            for t in told
            if t.dated
            and (t.dated.period.grain in ANCHORS or t.dated.role in EDGES or _is_a_season(t.dated))
            and not dates.is_background(t.dated)
        ),
        None,
    )
    days = [t for t in dated if t.dated and dates.is_day(t.dated)]
    latest = next((t.dated for t in reversed(days) if t.dated and not t.dated.base), None)
    since = None if last is None else dates.told_on(anchor, last, published)
    moved = anchor if since is None or since > published else since
    return dates.Origin(
        moved,
        day if latest is None else dates.told_on(anchor, latest, published),
        before.narrated if last is None else dates.goes_on(before, moved, last),
    )


def _is_a_season(m: dates.DateMention) -> bool:
    """Whether a mention is of some months in which something happened ("until the summer of 2013")."""
    return m.period.grain == "span" and m.role in {"on", "until"} and m.period.days <= SEASON


SEASON = 92


def _is_base(view: str, start: int, end: int) -> bool:
    """Whether a date is only that of what a figure is set beside ("up from $39.4 billion in 2021", 由2022年的…)."""
    if wording("reading.tells_from").match(view, end):
        return False
    if wording("reading.same_time").match(view, start, end):
        return True  # "less than in the same period of 2023"
    if wording("reading.share_count").match(view, end):
        return True  # 以1月28日约27.2亿股的总股本估算
    return wording("reading.base").search(view, max(0, start - 40), start) is not None


__all__ = ["dates_of", "told_on"]
