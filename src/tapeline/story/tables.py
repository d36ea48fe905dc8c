"""Tables in a text: the cells of a row, and what the head of the table says of its columns, its money and its scale.

A table reaches the reader as lines whose cells are parted by tabs, bars or two spaces and more. Its head may take several lines: one
that says "In millions", one of "Three Months Ended December 31,", one of years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from tapeline.story import lexicon
from tapeline.story.calendar import periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Period
    from tapeline.story.tokens import Token

_GAP = re.compile(r"[ ]*[\t|│][ \t|│]*|[ ]{2,}")
LONGEST = 400
"""A longer line is no row and no head."""
PROSE = frozenset("。.!?！？;；,，")
"""What a line of prose ends in: it ends a table."""
SIGNS = frozenset({"$", "%", "¥", "€", "£", "HK$", "US$", ")", "%)"})
"""What may stand in a cell of its own beside its number."""
_DOLLAR = re.compile(r"(?<![A-Z])\$")
_YEAR = re.compile(r"(?:FY ?|fiscal )?'?((?:19|20)[0-9]{2})(?:年|财年|年度)?(?:\([^()]{1,12}\))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines above a row say.

    Attributes:
        scale: what the numbers are in, 1e6 for "in millions".
        money: the currency of bare numbers; empty where nothing names one.
        columns: for each column of figures the periods that its head can mean, likeliest first.
        title: the title above some rows that is the noun of a figure ("Revenue:"), and its sense.
        ends: (months, last month) of each stretch that columns of years stand under: (3, 12) for "Three Months Ended December 31".
    """

    scale: float = 1.0
    money: str = ""
    columns: tuple[tuple[Period, ...], ...] = ()
    ends: tuple[tuple[int, int], ...] = ()
    title: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class _Words:
    """What a language's heads are written in."""

    unit: re.Pattern[str]
    ends: re.Pattern[str]
    sizes: dict[str, float] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)


@cache
def _words(language: str) -> _Words:
    table: dict[str, Any] = lexicon.table(language, "predicates")["table"]
    return _Words(
        re.compile(table["unit"], re.IGNORECASE),
        re.compile(table["ends"], re.IGNORECASE),
        {k: float(v) for k, v in table["sizes"].items()},
        dict(table["months"]),
    )


def _parted(view: str, start: int, end: int) -> bool:
    """Whether anything parts cells in a line."""
    line = view[start:end]
    return "  " in line or "\t" in line or "|" in line or "│" in line


def is_prose(view: str, start: int, end: int) -> bool:
    """Whether a line ends as prose does and has no cells."""
    return view[end - 1] in PROSE and not _parted(view, start, end)


def cells(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a line begin and end; a sign in a cell of its own belongs to its number. One cell where the line is no row."""
    if end - start > LONGEST or not _parted(view, start, end):
        return [(start, end)]
    bounds, at = [], start
    for m in _GAP.finditer(view, start, end):
        bounds.append((at, m.start()))
        at = m.end()
    bounds.append((at, end))
    out: list[tuple[int, int]] = []
    opened: int | None = None
    for a, b in bounds:
        word = view[a:b].strip()
        if not word:
            continue
        if word in SIGNS and word[-1] in "%)" and out:
            out[-1] = (out[-1][0], b)
        elif word in SIGNS:
            opened = a
        else:
            out.append((a if opened is None else opened, b))
            opened = None
    return out or [(start, end)]


def size(view: str, language: str, start: int, end: int) -> float | None:
    """What the numbers under a line are in, where the line says so ("In millions", 单位：百万元)."""
    words, end = _words(language), min(end, start + LONGEST)
    line = view[start:end].lower()
    if not any(size in line for size in words.sizes):
        return None
    m = words.unit.search(view, start, end)
    return None if m is None else words.sizes[m["size"].lower()]


def scales(view: str, language: str) -> set[float]:
    """Every scale that a text says its tables are in."""
    words = _words(language)
    return {words.sizes[m["size"].lower()] for m in words.unit.finditer(view)}


def following(
    view: str,
    language: str,
    span: tuple[int, int],
    tokens: Sequence[Token],
    old: Head | None,
    month: int,
    money: str = "",
) -> Head | None:
    """What the head says after one more line.

    Args:
        view: the normalised text.
        language: the story's language.
        span: where the line begins and ends.
        tokens: the line's tokens.
        old: what the lines above said.
        month: the last month of the company's fiscal year.
        money: the currency that the story's figures are in, for a table that names none.
    """
    start, end = span
    if end - start > LONGEST or is_prose(view, start, end):
        return None
    found = cells(view, start, end)
    head = old
    sized = size(view, language, start, end)
    if sized is not None:
        head = replace(head or Head(), scale=sized, money=_money(view, language, span) or (head.money if head else ""))
    ends = tuple(e for m in _words(language).ends.finditer(view, start, end) if (e := _end(m, language)))
    if not ends and len(found) == 1 and end - start <= LONGEST // 3 and not any(t.mention for t in tokens):
        ends = _titled(tokens)
    if ends:
        head = replace(head or Head(), ends=ends, columns=())
    if columns := _columns(view, language, found, tokens, head, month):
        return replace(head or Head(), columns=columns, money=(head.money if head else "") or money)
    if len(found) == 1 and sized is None and not ends and end - start > LONGEST // 3:
        return None
    if head is not None and len(found) == 1:
        return replace(head, title=_title(view, language, span))
    if head is not None and not head.money:
        return replace(head, money=shown(view, span, tokens) or money)
    return head


def _titled(tokens: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    """The quarter or half that a title is of, as so many months to a month ("Third quarter highlights"): the years below it are those of such."""
    told = [t.dated.period for t in tokens if t.dated and t.dated.period.grain in STRETCHES]
    return tuple((STRETCHES[p.grain], p.end.month) for p in told[:1])


STRETCHES = {"quarter": 3, "half": 6}


def shown(view: str, span: tuple[int, int], tokens: Sequence[Token]) -> str:
    """The currency that a row shows: a head without one takes that of its first row."""
    units = [t.sense.removesuffix("/share") for t in tokens if t.mention]
    return next((c for c in units if len(c) == 3 and c.isupper()), "USD" if _DOLLAR.search(view, *span) else "")


def _title(view: str, language: str, span: tuple[int, int]) -> tuple[str, str]:
    """The noun of a figure that is all a line says ("Income (loss) from operations:"), and its sense."""
    words = bare(view[span[0] : span[1]])
    sense = metrics(language).get(words, "")
    return (words, sense) if sense else ("", "")


_LOSS = re.compile(r" ?\([^()]*\)| ?:$|^total ")


def bare(words: str) -> str:
    """A row's or a title's words in lower case, without what stands in brackets and the colon."""
    return _LOSS.sub("", words.strip().lower()).strip()


@cache
def metrics(language: str) -> dict[str, str]:
    """The nouns of figures in lower case -> their senses."""
    return lexicon.by_word(lexicon.table(language, "predicates")["metric"])


def _end(m: re.Match[str], language: str) -> tuple[int, int] | None:
    words = _words(language)
    count = words.months.get(m["count"].lower().strip()) if m["count"] else None
    named = m["month"]
    last = int(named) if named.isdigit() else words.months.get(named[:3].lower(), 0)
    return None if count is None or not 1 <= last <= 12 else (count, last)


def _money(view: str, language: str, span: tuple[int, int]) -> str:
    """The currency that a line names, by any of its words."""
    table = lexicon.table(language, "units")
    codes = lexicon.by_word(table["currency"]) | lexicon.by_word(table["prefix"])
    line = view[span[0] : span[1]].lower()
    found = [(line.find(w), -len(w), code) for w, code in codes.items() if len(w) > 1 and w in line]
    return min(found)[2] if found else ("USD" if "$" in line else "")


def _columns(
    view: str, language: str, found: list[tuple[int, int]], tokens: Sequence[Token], head: Head | None, month: int
) -> tuple[tuple[Period, ...], ...]:
    """The periods of a line of column heads, behind a first cell that may name the rows; empty where a line is none."""
    out: list[Any] = []
    for i, (a, b) in enumerate(found):
        inside = [t for t in tokens if a <= t.start < b]
        dated = [t.dated for t in inside if t.dated and t.dated.role != "per"]
        year = _YEAR.fullmatch(view[a:b].strip())
        ended = _words(language).ends.search(view, a, b)
        if ended and dated and (end := _end(ended, language)):
            out.append(_ended(dated[0].period.end.year, end))
        elif year:
            out.append(int(year[1]))
        elif dated and b - a <= COLUMN:
            out.append(dated[0].candidates)
        elif i and any(t.kind in {"quantity", "metric"} for t in inside):
            return ()
    years = [c for c in out if isinstance(c, int)]
    alone = len(found) == 1 or (head is None and len(out) < 2 and not years)
    return () if alone else _told(out, years, head.ends if head else (), month)


COLUMN = 40
"""The head of a column is no longer than this."""


def _told(
    columns: list[Any], years: list[int], ends: tuple[tuple[int, int], ...], month: int
) -> tuple[tuple[Period, ...], ...]:
    """Columns of bare years as the stretches that they stand under, each of as many years as another; else as fiscal years, then calendar ones."""
    if not years:
        return tuple(columns)
    each = max(1, len(years) // len(ends)) if ends else len(years)
    out = []
    for i, year in enumerate(years):
        if ends:
            out.append(_ended(year, ends[min(i // each, len(ends) - 1)]))
        else:
            whole = (periods.year(year, end_month=month), periods.year(year))
            out.append(tuple(dict.fromkeys(p for p in whole if p)))
    return tuple(out)


def _ended(year: int, end: tuple[int, int]) -> tuple[Period, ...]:
    """So many months that end with a month of a year."""
    count, last = end
    grain = {3: "quarter", 6: "half", 12: "year"}.get(count, "span")
    found = periods.months(year, last - count + 1, count, grain)  # type: ignore[arg-type]
    return (found,) if found else ()


__all__ = ["Head", "bare", "cells", "following", "is_prose", "metrics", "scales", "shown", "size"]
