"""The characters of a PDF's page gathered into lines, and lines cut where a wide gap parts columns or cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfTextPage

HYPHEN = "\u00ad"
"""The hyphen of a word parted at a line's end, as this module writes it."""
_HYPHENS = frozenset({0x2, 0xAD, 0xFFFE})
"""What the library gives for it."""
GAP = 0.9
"""A gap of so many line heights within a line parts two columns or cells."""
SAME_LINE = 0.5
RAISED, SMALL = 0.15, 0.8
"""A character this much higher and this much smaller than the one before is a note's mark or a power."""


@dataclass(slots=True)
class Line:
    """A stretch of a line without a wide gap: its text and its box, in points from the page's lower left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """From the lowest to the highest that the font draws."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Half-way between bottom and top."""
        return (self.bottom + self.top) / 2


@dataclass(slots=True)
class _Character:
    code: int
    left: float
    right: float
    bottom: float
    top: float


def lines_of(page: PdfTextPage) -> list[Line]:
    """The lines of a page in the order of its content."""
    out: list[Line] = []
    line: Line | None = None
    for c in _characters(page):
        if c.code in {10, 13}:
            continue
        if line is None or not _goes_on(line, c):
            line = Line("", c.left, c.right, c.bottom, c.top)
            out.append(line)
        _append(line, c)
    for x in out:
        x.text = " ".join(x.text.split())
    return [x for x in out if x.text]


def _characters(page: PdfTextPage) -> Iterator[_Character]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    for i in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page, i)
        if not pdfium.FPDFText_GetLooseCharBox(page, i, box):
            continue
        yield _Character(code, box.left, box.right, min(box.bottom, box.top), max(box.bottom, box.top))


def _goes_on(line: Line, c: _Character) -> bool:
    """Whether a character stands on a line, right after what the line holds."""
    height = max(line.height, c.top - c.bottom, 1.0)
    if abs((c.bottom + c.top) / 2 - line.middle) > SAME_LINE * height:
        return False
    return -GAP * height < c.left - line.right < GAP * height


def _append(line: Line, c: _Character) -> None:
    shown = HYPHEN if c.code in _HYPHENS else chr(c.code) if 32 <= c.code < 0xD800 or c.code >= 0xE000 else " "
    if shown.isspace():
        line.text += " "
        return
    raised = line.text and c.bottom - line.bottom > RAISED * line.height and c.top - c.bottom < SMALL * line.height
    if raised and (shown.isdigit() or shown in "*†‡§") and line.text[-1] != "^":
        if not line.text[-1].isdigit():
            return  # a note's mark
        line.text += "^"
    line.text += shown
    line.right = max(line.right, c.right)
    if not raised:
        line.bottom, line.top = min(line.bottom, c.bottom), max(line.top, c.top)


__all__ = ["HYPHEN", "Line", "lines_of"]
