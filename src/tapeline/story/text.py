"""The view of a story that every finder reads: one width, one script, one kind of quote, at the offsets of the text as given."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tapeline.story import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Span(NamedTuple):
    """A stretch of a text, in code points: `text[start:end]`."""

    start: int
    end: int


_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_QUOTES = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"',
    "\u300c": '"', "\u300d": '"', "\u300e": '"', "\u300f": '"',
}  # fmt: skip
_OTHERS = {
    "\u2212": "-",
    "\u00a5": "\u00a5",
    "\uffe5": "\u00a5",
    "\uffe0": "\u00a2",
    "\uffe1": "\u00a3",
    "\u3002": "\u3002",
    "\u301c": "~",
}


@cache
def _mapping() -> dict[int, str]:
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    pairs = dict.fromkeys(_SPACES, " ") | _QUOTES | _OTHERS
    return wide | lexicon.characters() | {ord(a): b for a, b in pairs.items()}


_COMMA_BETWEEN = re.compile(r"(?<=[0-9])\uff0c(?=[0-9])")
"""A full-width comma between half-width digits parts two numbers; it becomes another comma, so that it never reads as 20,300."""


_CELLS_APART = re.compile("(?<=\\S)\u3000+(?=[-+(（]?[$¥]?[0-9０-９])|(?<=[0-9０-９年%％)）])\u3000+(?=\\S)")
"""Wide spaces beside numbers part the cells of a row, as tabs do."""


_HAN_POINT = re.compile("(?<=[〇零一二三四五六七八九十百])[．](?=[〇零一二三四五六七八九])")
_HAN_ZERO = re.compile("○(?=[○〇零一二三四五六七八九%％])|(?<=[〇零一二三四五六七八九])○")
"""A point and a round zero among Chinese digits (四．五兆, 一○％)."""


_LINK = re.compile(r",? ?opens new tab\b")
"""What pages set behind a link for those who listen to them."""
_IN_PLACE: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("．", _HAN_POINT, lambda _: "点"),
    ("○", _HAN_ZERO, lambda _: "〇"),
    ("\u3000", _CELLS_APART, lambda m: "\t" * len(m[0])),
    ("\uff0c", _COMMA_BETWEEN, lambda _: "\ufe50"),
    ("opens new tab", _LINK, lambda m: " " * len(m[0])),
)
"""What a mark becomes by what stands beside it; a text without the mark is not searched."""


def normalise(text: str) -> str:
    """The view of a text: as many code points as the text, so that offsets are shared.

    Full-width forms become ASCII, traditional characters simplified ones, curly and corner quotes straight ones, the minus
    sign a hyphen, a wave dash a tilde, other spaces a plain space. Line ends stay, and tabs, which part the cells of a table.
    """
    for mark, pattern, becomes in _IN_PLACE:
        if mark in text:
            text = pattern.sub(becomes, text)
    return text.translate(_mapping())


_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029\x85]+")


def paragraphs(view: str) -> list[Span]:
    """The lines of a view that hold anything, without the spaces around them."""
    return [span for m in _PARAGRAPH.finditer(view) if (span := _trimmed(view, m.start(), m.end())) is not None]


def paragraph_at(starts: Sequence[int], place: int) -> int:
    """Which of the paragraphs that begin so a place stands in, counted from 0; -1 before the first."""
    return bisect_right(starts, place) - 1


def _trimmed(view: str, start: int, end: int) -> Span | None:
    piece = view[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece) - len(piece.rstrip())
    return Span(start + left, end - right) if left < len(piece) else None


_CLOSERS = "\"'”’)]}」』》】"
_CLOSING = f"[{re.escape(_CLOSERS)}]*"
_END = re.compile(
    rf"[。!?！？….;；】](?:(?<=[。!?！？…】])[。!?！？…]*{_CLOSING}|(?<=\.)\.*{_CLOSING}(?=\s|$|[一-鿿])|(?<=;)(?=[一-鿿])|(?<=；))"
)
_WORD_BEFORE = re.compile(r"[A-Za-z][A-Za-z.]*$")
_LOWER_AFTER = re.compile(r"\s+(?:[a-z0-9]|\$(?![A-Z]))")


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """Of every language: a text of one holds names and words of another."""
    tables = [lexicon.table(language, "text") for language in lexicon.languages("text")]
    every = {name: [word for t in tables for word in t[name]] for name in ("abbreviations", "never_last", "openers")}
    opener = re.compile(r"\s+" + lexicon.one_of(every["openers"]))
    return frozenset(every["abbreviations"]), frozenset(every["never_last"]), opener


def sentences(view: str) -> list[Span]:
    """The sentences of a view, paragraph by paragraph; a decimal point or an abbreviation ends none."""
    found: list[Span] = []
    for paragraph in paragraphs(view):
        start = counted = paragraph.start
        opened = 0
        for m in _END.finditer(view, paragraph.start, paragraph.end):
            opened += view.count('"', counted, m.start())
            counted = m.start()
            if _ends_a_sentence(view, m, start, paragraph.end):
                end = m.end() if opened % 2 else _before_a_quote(m)
                _append(found, view, start, end)
                start = end
        _append(found, view, start, paragraph.end)
    return found


def _before_a_quote(mark: re.Match[str]) -> int:
    """Where a sentence ends whose quotes are all closed: before a mark of quotation, which then opens one (停牌。"21万科06"跌超14%)."""
    at = mark[0].find('"')
    return mark.end() if at < 0 else mark.start() + at


def _append(found: list[Span], view: str, start: int, end: int) -> None:
    span = _trimmed(view, start, end)
    if span is not None:
        found.append(span)


def _ends_a_sentence(view: str, mark: re.Match[str], start: int, end: int) -> bool:
    if not mark[0].startswith("."):
        return not (mark[0][0] in "!?" and _LOWER_AFTER.match(view, mark.end(), end))
    if len(mark[0]) > 1 and mark[0][1] == ".":
        return not _LOWER_AFTER.match(view, mark.end(), end)
    before = _WORD_BEFORE.search(view, max(start, mark.start() - 24), mark.start())
    if before is None:
        return not (
            view[mark.start() - 1 : mark.start()].isdigit() and re.match(r"\d", view[mark.end() : mark.end() + 1])
        )
    if view[before.start() - 1 : before.start()] == "'":
        return True  # "well short of Apple's."
    if len(before[0]) == 1 and view[before.start() - 1 : before.start()].isdigit():
        return not _LOWER_AFTER.match(view, mark.end(), end)  # "a value of $2.87T. Microsoft was next."
    word = before[0].lower()
    abbreviations, never_last, openers = _abbreviations()
    if word not in abbreviations and len(word) > 1 and not re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        return True
    if mark.end() >= end:
        return True
    if len(word) == 1 or word in never_last or _LOWER_AFTER.match(view, mark.end(), end):
        return False
    return openers.match(view, mark.end(), end) is not None


HEADING_LENGTH = 80
"""Longer paragraphs are no headings, in code points."""
_HEADING_END = re.compile(rf"[。.!?！？…;；,，:：]{_CLOSING}$")

_WITHIN = re.compile(r"[。;；]|[.!?…][ ]")


def headings(view: str) -> list[Span]:
    """The short paragraphs that neither end nor hold a sentence."""
    return [p for p in paragraphs(view) if p.end - p.start <= HEADING_LENGTH and not _is_prose(view, p)]


def _is_prose(view: str, p: Span) -> bool:
    ends = _HEADING_END.search(view, max(p.start, p.end - 4), p.end)
    return ends is not None or _WITHIN.search(view, p.start, p.end) is not None
