"""The date finder: every date and period that a text names, resolved against its publication and what was dated before it.

Each language has a table of rows: a form made of placeholders, and what the form means. Meanings are the functions of the files
`resolve`, `resolve_distances` and `resolve_spans`; a form that the calendar refuses (30 February, the year 2525) is no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from tapeline.claim import Period
from tapeline.story import lexicon
from tapeline.story.calendar import periods, resolve, resolve_distances, resolve_spans
from tapeline.story.calendar.grammar import LOOSE, grammar_of, guard, next_form, row_of, slots_of, tightened
from tapeline.story.wordfinder import lowered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tapeline.story.calendar.grammar import Grammar, Row

RelativeTo = Literal["absolute", "publication", "anchor"]
Role = Literal["on", "since", "until", "end_of", "start_of", "per", "duration", "whole"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or period where it stands in a view.

    Attributes:
        start, end: code points, with the words that give the role (自…以来, since …).
        period: the likeliest resolution, ends included.
        candidates: every honest resolution, likeliest first; `candidates[0]` is `period`.
        relative_to: what the words count from.
        role: how the period is meant.
        session: `after_close`, `pre_open` or `intraday` where the words say so, else empty.
        base: whether it is only that of what a figure is set beside ("up from $39.4 billion in 2021").
    """

    start: int
    end: int
    period: Period
    candidates: tuple[Period, ...]
    relative_to: RelativeTo
    role: Role
    session: str = ""
    base: bool = False


MEANINGS = {**resolve.MEANINGS, **resolve_distances.MEANINGS, **resolve_spans.MEANINGS}
"""What each row of the date tables may mean."""


def find(
    view: str,
    language: str,
    published: date,
    anchor: date | None = None,
    *,
    day: date | None = None,
    told: tuple[Period, ...] = (),
    fiscal_year_end_month: int = 12,
    narrated: bool = False,
    places: Sequence[int] | None = None,
) -> list[DateMention]:
    """The dates and periods of a normalised view, in order, none overlapping another.

    Args:
        view: what `text.normalise` returned.
        language: `zh` or `en`.
        published: the day of publication, from which 周五 or "last year" count.
        anchor: the day that 次日 or "the following quarter" count from until the view itself has dated something; the day of
            publication where there is none.
        day: the last day named, from which 次日 counts; where there was none, "that day" is of no date, and "the day before" is
            that before publication.
        told: the months, quarters and years named before, the last first, of which "in the quarter" may be.
        fiscal_year_end_month: the last month of the company's fiscal year; where it is not 12, a quarter is read as fiscal
            first and as calendar second.
        narrated: whether the paragraph of the view tells what happened day after day (`goes_on`).
        places: where the forms of its dates stand, in order, where that is known (`grammar.places`).

    Raises:
        UnknownNameError: a language without tables.
    """
    start = Origin(anchor, day, narrated)
    if language == "zh" and LOOSE.search(view) is not None:
        tight, at = tightened(view)
        mentions = _scan(tight, language, published, start, told, fiscal_year_end_month, None)
        return [_as_written(view, m, at[m.start], at[m.end - 1] + 1) for m in mentions]
    return _scan(view, language, published, start, told, fiscal_year_end_month, places)


class Origin(NamedTuple):
    """What the dates of a sentence count from.

    Attributes:
        anchor: the last dated day before it.
        day: the last day named before it.
        narrated: whether its own paragraph tells what happened day after day (`goes_on`).
    """

    anchor: date | None = None
    day: date | None = None
    narrated: bool = False


def _scan(
    view: str,
    language: str,
    published: date,
    start: Origin,
    told: tuple[Period, ...],
    fiscal_year_end_month: int,
    places: Sequence[int] | None,
) -> list[DateMention]:
    """The dates of a view that has no spaces inside them."""
    grammar = grammar_of(language)
    anchor, day, narrated = start
    found: list[DateMention] = []
    at, low = 0, lowered(view)
    others: tuple[date, ...] = ()
    since: date | None = None
    origin: date | None = None  # the day that one before it was counted from
    counted: Period | None = None
    month: Period | None = None
    while (m := next_form(view, low, at, grammar, places)) is not None:
        context = resolve.Context(
            published,
            anchor or published,
            anchor is not None,
            fiscal_year_end_month,
            grammar.words,
            day or since,
            told,
            others,
            narrated,
            counted,
            month,
        )
        floor = found[-1].end if found else 0
        mention = _mention(view, m, grammar, context, floor=floor)
        if origin is not None and mention is not None and _looks_on(mention, day):
            again = _mention(view, m, grammar, replace(context, day=origin), floor=floor)
            more = () if again is None else again.candidates
            mention = replace(mention, candidates=tuple(dict.fromkeys((*mention.candidates, *more))))
        mention = _in_new_york(view, mention) if mention is not None and language == "zh" else mention
        at = max(m.end(), m.start() + 1)
        if mention is not None:
            at = max(at, mention.end)
            counted = mention.period if mention.role == "since" else counted
            month = mention.period if _is_within_a_month(mention) else month
            if _is_a_base(view, mention, grammar):
                found.append(mention)  # 比去年11月11日高一毛钱: nothing counts from the day of a base
                continue
            if mention.period.grain == "day":
                since = told_on(anchor, mention, published)
            if is_day(mention):
                counted_from = (day,) if day is not None and mention.relative_to == "anchor" else ()
                origin, day = (day if _looks_back(mention, day) else None), since
                others = (*(p.start for p in mention.candidates if p.start < published), *counted_from)
            moved = _moved(anchor, mention, published)
            narrated = goes_on(Origin(anchor, day, narrated), moved, mention)
            anchor = moved
            told = (mention.period, *told) if is_era(mention.period) and mention.role != "per" else told
            joined = _joined(view, found[-1], mention, grammar) if found else None
            found[len(found) - (joined is not None) :] = [mention if joined is None else joined]
    return found


def _is_within_a_month(mention: DateMention) -> bool:
    """Whether a mention is of a month or of a part of one ("the middle of July")."""
    start, end = mention.period.start, mention.period.end
    return (
        mention.period.grain in {"month", "span"} and start < end and (start.year, start.month) == (end.year, end.month)
    )


def _looks_back(mention: DateMention, day: date | None) -> bool:
    """Whether a day is told as the one before another (前一天跌4.89%，后一天涨2.11%)."""
    return day is not None and mention.relative_to == "anchor" and mention.period.start < day


def _looks_on(mention: DateMention, day: date | None) -> bool:
    """Whether a day is told as one after another."""
    return day is not None and mention.relative_to == "anchor" and mention.period.start > day and is_day(mention)


def _as_written(view: str, m: DateMention, start: int, end: int) -> DateMention:
    """A mention of a tightened text at its place in the text as it was, with its words."""
    candidates = tuple(replace(p, text=view[start:end]) for p in m.candidates)
    return replace(m, start=start, end=end, period=replace(m.period, text=view[start:end]), candidates=candidates)


_SMALL_HOURS = re.compile(r"(?:凌晨|清晨)")
_BEIJING = re.compile(r"北京时间$")


def _in_new_york(view: str, mention: DateMention) -> DateMention:
    """A day whose small hours in Beijing are told of is the day before in New York (北京时间2月3日凌晨); it may be the day itself where no clock is named."""
    if not is_day(mention) or _SMALL_HOURS.match(view, mention.end) is None:
        return mention
    before = Period.of_day(mention.period.start - timedelta(days=1))
    first, second = (before, mention.period) if _BEIJING.search(view, 0, mention.start) else (mention.period, before)
    period = replace(first, text=mention.period.text)
    rest = tuple(p for p in mention.candidates if p != mention.period)
    return replace(mention, period=period, candidates=(period, second, *rest))


def _joined(view: str, a: DateMention, b: DateMention, grammar: Grammar) -> DateMention | None:
    """Two days, months, quarters or years that are the ends of one stretch (周一至周五, from 2013 to 2023, 从一季度末到上周五), or `None`."""
    if (
        b.start - a.end > 6
        or not (a.period.grain == b.period.grain or (b.period.grain == "day" and a.period.grain != "week"))
        or b.role not in {"on", "end_of", "until"}
        or a.role not in {"on", "since"}
    ):
        return None
    between = _BETWEEN.search(view, max(0, a.start - 9), a.start) is not None and view[a.end : b.start] == " and "
    until = b.role == "until" and b.period.grain == "day" and not view[a.end : b.start].strip()
    if a.period.start > b.period.end or not (between or until or grammar.joiner.fullmatch(view, a.end, b.start)):
        return None
    ends = a.period.grain != b.period.grain and any(w in a.period.text.lower() for w in _endings(grammar.language))
    start = a.period.end + timedelta(days=1) if ends else a.period.start
    period = Period(view[a.start : b.end], min(start, b.period.end), b.period.end, "span")
    relative_to = a.relative_to if a.relative_to == b.relative_to else "publication"
    return DateMention(a.start, b.end, period, (period,), relative_to, "duration")


@cache
def _endings(language: str) -> tuple[str, ...]:
    """The words that say that the end of a period is meant (年底, "the end of")."""
    table = lexicon.table(language, "dates")["words"]
    return tuple(w for key in ("edge", "month_edge") for w, edge in table.get(key, {}).items() if edge == "end")


_BETWEEN = re.compile(r"\b[Bb]etween $")


def is_day(mention: DateMention) -> bool:
    """Whether a mention names a day on which something happened, from which the day after counts."""
    return mention.role == "on" and mention.period.grain == "day"


def _is_a_base(view: str, mention: DateMention, grammar: Grammar) -> bool:
    """Whether a day, or the same time of the year before, is one that something is only set beside (比去年11月11日高一毛钱, 高于上年同期的1.71美元), and that no word behind it goes on from."""
    before = grammar.words.get("base_before")
    if (
        not before
        or not (is_day(mention) or mention.period.text.endswith("同期"))
        or not guard(before).search(view, max(0, mention.start - 4), mention.start)
    ):
        return False
    behind = view[mention.end : mention.end + 12]
    return not any(word in behind for word in grammar.words["anchor_day"])


ERAS = frozenset({"month", "quarter", "year"})


def is_era(period: Period) -> bool:
    """Whether a period is one that later figures of a paragraph may be of."""
    return period.grain in ERAS or periods.is_reported(period)


"""Grains of the periods that a story tells of."""


def is_background(mention: DateMention) -> bool:
    """Whether a mention dates nothing that happened: "the lowest close since 2015"."""
    return mention.role == "since" and mention.period.grain in ERAS


NEAR = 60


def told_on(anchor: date | None, mention: DateMention, published: date) -> date:
    """The day that a mention dates what follows by: one without a year, far from publication, is of the year told before."""
    first = mention.period.start
    if anchor is None or abs((first - published).days) <= NEAR:
        return first
    return next((p.start for p in mention.candidates if p.start.year == anchor.year), first)


def goes_on(before: Origin, moved: date | None, mention: DateMention) -> bool:
    """Whether a paragraph tells what happened day after day: its last date is a day, or a later time of the same year."""
    if moved is None or moved == before.anchor or mention.period.grain not in {"day", "month"}:
        return before.narrated
    later = before.anchor is not None and before.anchor <= moved and before.anchor.year == moved.year
    return is_day(mention) or (before.narrated and later)


def _moved(anchor: date | None, mention: DateMention, published: date) -> date | None:
    if mention.role in {"per", "duration", "whole"} or (mention.session and mention.relative_to == "anchor"):
        return anchor
    if is_background(mention):
        return anchor
    told = told_on(anchor, mention, published)
    return told if told <= published else anchor  # what lies ahead dates nothing that is told


def _is_licensed(view: str, m: re.Match[str], row: Row, grammar: Grammar, floor: int) -> bool:
    """Whether what stands before or behind a form says that it is a time, where its row asks for that ("in 2023", "2023 revenue")."""
    if (behind := grammar.words.get("never_before")) and guard(behind).match(view, m.end()):
        return False  # "the second quarter in a row"
    if not row.left or guard(row.left).search(view[max(floor, m.start() - 24) : m.end()]) is not None:
        return True
    return bool(row.right) and guard(row.right).match(view, m.end()) is not None


def _mention(view: str, m: re.Match[str], grammar: Grammar, context: resolve.Context, floor: int) -> DateMention | None:
    row = row_of(m, grammar)
    if not _is_licensed(view, m, row, grammar, floor):
        return None
    of_it = grammar.words.get("of_what_follows") if context.day is None else None
    if of_it and guard(of_it).match(view, m.end()):
        return None  # "the day before the results"
    slots = slots_of(grammar.language, row.form)
    inner = slots.match(view, m.start(), m.end()) or slots.match(view, m.start())  # a form may look at what follows it
    groups = {} if inner is None else {name: text for name, text in inner.groupdict().items() if text}
    resolved = MEANINGS[row.means](groups, context)
    if resolved is None or not resolved.periods:
        return None
    start, end = m.span()
    role: Role = resolved.role
    session = grammar.words["session"].get(groups.get("session", "").lower(), "")
    if role in {"on", "end_of", "start_of"}:
        role, start, end = _role(view, (start, end), role, grammar, floor)
    if not session and resolved.periods[0].grain == "day" and (beside := grammar.session.match(view, end)) is not None:
        session, end = grammar.words["session"].get(" ".join(beside[1].lower().split()), ""), beside.end()
    words = view[start:end]
    meant = tuple(Period(words, p.start, p.end, p.grain) for p in resolved.periods)
    if role == "since":  # what runs until now has begun: a bare month is the last one
        step = -1 if meant[0].grain == "day" else 0  # and a bare day too
        meant = tuple(sorted(meant, key=lambda p: (p.start > context.published, step * p.start.toordinal())))
    return DateMention(start, end, meant[0], meant, resolved.relative_to, role, session)


def _role(view: str, span: tuple[int, int], role: Role, grammar: Grammar, floor: int) -> tuple[Role, int, int]:
    """The role that the words around a period give it, and the stretch with those words."""
    start, end = span
    left = max(floor, start - 16)
    if lexicon.wording("reading.tells_from").match(view, end):
        return role, start, end  # 故事从2022年2月讲起: what follows was then
    for name, before, behind in (
        ("since", grammar.since_before, grammar.since_after),
        ("until", grammar.until_before, grammar.until_after),
    ):
        b = before.search(view, left, start)
        a = None if behind is None else behind.match(view, end)
        if b is not None or a is not None:
            found: Role = "since" if name == "since" else "until"
            return found, start if b is None else b.start(), end if a is None else a.end()
    return role, start, end


__all__ = [
    "ERAS",
    "DateMention",
    "Origin",
    "RelativeTo",
    "Role",
    "find",
    "goes_on",
    "is_background",
    "is_day",
    "is_era",
    "told_on",
]
