"""The lines of a page in reading order: columns one after the other, rows of a table as they stand, lines joined to paragraphs."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from tapeline.story.formats.pdf_lines import HYPHEN, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROWS = 3
"""Two columns stand beside each other on so many lines or more."""
PROSE = 18
"""Columns of text are so wide or wider in the middle, a Chinese character counting two; narrower ones are a table's."""
MOST_COLUMNS = 8
GUTTER = 6.0
"""The least gap between columns, in points."""
PARAGRAPH_GAP = 0.6
INDENT = 0.8
OTHER_FONT = 0.15
SHORT = 0.85
_END = re.compile(r"[.!?…。！？：:][\"'”’」』)）]*$")
_WORD = re.compile(r"[A-Za-z]+-[A-Za-z]+")
Row = list[Line]


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of a page, in reading order."""
    hyphened = {w.lower() for x in lines for w in _WORD.findall(x.text)}
    out: list[str] = []
    for column in _columns(_rows(lines)):
        out.extend(_column_paragraphs(column, hyphened))
    return out


def _rows(lines: Sequence[Line]) -> list[Row]:
    """The lines from top to bottom, those at one height together from left to right."""
    rows: list[Row] = []
    for x in sorted(lines, key=lambda x: (-x.middle, x.left)):
        if rows and abs(rows[-1][0].middle - x.middle) < 0.5 * min(x.height, rows[-1][0].height):
            rows[-1].append(x)
        else:
            rows.append([x])
    return [sorted(row, key=lambda x: x.left) for row in rows]


def _columns(rows: list[Row], depth: int = 0) -> list[list[Row]]:
    """The rows parted into what is read as one after the other: whole-width stretches, and columns from left to right."""
    if depth > MOST_COLUMNS:
        return [rows]
    out: list[list[Row]] = []
    plain: list[Row] = []
    at = 0
    while at < len(rows):
        end, gutter = _band(rows, at) if len(rows[at]) > 1 else (at + 1, None)
        if gutter is None:
            plain.extend(rows[at:end])
            at = end
            continue
        if plain:
            out.append(plain)
            plain = []
        for after in (False, True):
            part = [kept for row in rows[at:end] if (kept := [x for x in row if (x.left >= gutter) == after])]
            out.extend(_columns(part, depth + 1))
        at = end
    return [*out, plain] if plain else out


def _band(rows: list[Row], start: int) -> tuple[int, float | None]:
    """Where the columns that begin at a row end, and where they are parted; `None` where they are the cells of a table."""
    low, high = rows[start][0].right, rows[start][1].left
    left: list[int] = []
    right: list[int] = []
    both, end = 0, start
    for i in range(start, len(rows)):
        row = rows[i]
        before = [x for x in row if x.right <= high]
        after = [x for x in row if x.right > high]
        edge = max([low, *(x.right for x in before)]), min([high, *(x.left for x in after)])
        if edge[1] - edge[0] < GUTTER:
            break
        if i > start and not (before and after) and rows[i - 1][0].bottom - row[0].top > 2 * row[0].height:
            break
        low, high = edge
        if before and after:
            both += 1
            left.append(sum(map(_width, before)))
            right.append(_width(after[0]))
        end = i + 1
    if both < ROWS or median(left) < PROSE or median(right) < PROSE:
        return max(end, start + 1), None
    return end, high


def _width(line: Line) -> int:
    return sum(2 if c >= "⺀" else 1 for c in line.text)


def _column_paragraphs(rows: list[Row], hyphened: set[str]) -> Iterable[str]:
    lines = [_as_line(row) for row in rows]
    edge_left = min(x.left for x in lines)
    edge_right = max(x.right for x in lines)
    text = lines[0].text
    for (before_row, before), (row, line) in pairwise(zip(rows, lines, strict=True)):
        if len(row) > 1 or len(before_row) > 1 or _opens(before, line, edge_left, edge_right):
            yield text.replace(HYPHEN, "-")
            text = line.text
        else:
            text = _glued(text, line.text, hyphened)
    yield text.replace(HYPHEN, "-")


def _as_line(row: Row) -> Line:
    return Line(
        "\t".join(x.text for x in row), row[0].left, row[-1].right, min(x.bottom for x in row), max(x.top for x in row)
    )


def _opens(before: Line, line: Line, edge_left: float, edge_right: float) -> bool:
    """Whether a line begins a paragraph."""
    height = max(before.height, 1.0)
    if before.bottom - line.top > PARAGRAPH_GAP * height or abs(line.height - before.height) > OTHER_FONT * height:
        return True
    if line.left - edge_left > INDENT * height and before.left - edge_left < INDENT * height / 2:
        return True
    short = before.right - edge_left < SHORT * (edge_right - edge_left)
    return short and _END.search(before.text) is not None


def _glued(text: str, line: str, hyphened: set[str]) -> str:
    """Two lines as one: a parted word whole again, no space between Chinese characters."""
    if text.endswith((HYPHEN, "-")) and len(text) > 1 and text[-2].isalpha() and line[0].isalpha():
        head, tail = re.findall(r"[A-Za-z]*", text[:-1])[-2], re.match(r"[A-Za-z]*", line)
        kept = line[0].isupper() or (tail is not None and f"{head}-{tail[0]}".lower() in hyphened)
        return f"{text[:-1]}-{line}" if kept else text[:-1] + line
    if text[-1] >= "⺀" or line[0] >= "⺀":
        return text + line
    return f"{text} {line}"


__all__ = ["paragraphs"]
