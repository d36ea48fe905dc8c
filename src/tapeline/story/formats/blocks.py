"""Text gathered into blocks while a page is read: white space drawn together, references decoded, each piece with its source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5

from tapeline.errors import InputError

_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphens and spaces without width: they part no words, and would part a number or a name."""
_PIECE = re.compile(
    rf"(?P<words>[^&\s{_INVISIBLE}]+(?:[ ][^&\s{_INVISIBLE}]+)*)|(?P<space>\s+)|(?P<reference>&(?:\#[0-9]+|\#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);?)|(?P<and>&)"
)
LONGEST_REFERENCE = 40
MOST_PIECES = 1_000_000
"""A page of more tags and pieces of text between them is refused: no story has so many."""


def _length(written: str) -> int:
    """How much of a reference without its semicolon is one: `&lt` of `&lty`, all where none is."""
    for size in range(min(len(written), LONGEST_REFERENCE), 2, -1):
        if written[1:size] in html5:
            return size
    return len(written)


@dataclass(slots=True)
class Block:
    """A paragraph, a heading, a list item or a row of a table, as it is read.

    Attributes:
        heading: whether it stands in a heading element.
        parts: its text in pieces.
        runs: for each piece its length, and where it begins and ends in the source.
    """

    heading: bool = False
    parts: list[str] = field(default_factory=list)
    runs: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The block's text."""
        return "".join(self.parts)


class Blocks:
    """The blocks of a page, filled in the order of its source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.done: list[Block] = []
        self.current = Block()
        self.pieces = 0
        self._space: tuple[int, int] | None = None
        self._cell: int | None = None

    def count(self) -> None:
        """Count a tag or a piece of text.

        Raises:
            InputError: there are more than any story has.
        """
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            raise InputError(
                f"the page has over {MOST_PIECES:,} tags and pieces of text, and no story has: give the article alone"
            )

    def close(self, *, heading: bool = False) -> None:
        """End the block, where it holds anything; the next is a heading's where that is said."""
        if self.current.parts:
            self.done.append(self.current)
        self.current = Block(heading)
        self._space = self._cell = None

    def cell(self, at: int) -> None:
        """Part two cells of a row."""
        if self.current.parts:
            self._cell = at

    def last(self) -> str:
        """The last character of the open block; empty where there is none, or white space follows it."""
        return self.current.parts[-1][-1] if self.current.parts and self._space is None and self._cell is None else ""

    def text(self, start: int, end: int) -> None:
        """Take in the text `source[start:end]`."""
        for m in _PIECE.finditer(self.source, start, end):
            if m.lastgroup == "space":
                self._space = (self._space[0] if self._space else m.start(), m.end())
            elif m.lastgroup == "reference":
                self._reference(m)
            else:
                self.put(m[0], m.start(), m.end())

    def _reference(self, m: re.Match[str]) -> None:
        written = m[0]
        named = written[1].isalpha() and not written.endswith(";")
        size = _length(written) if named else len(written)
        decoded = unescape(written[:size]) if size <= LONGEST_REFERENCE else written[:size]
        end = m.start() + size
        shown = " ".join("".join(c for c in decoded if c not in _INVISIBLE).split())
        if decoded.isspace():
            self._space = (self._space[0] if self._space else m.start(), end)
        elif shown:
            self.put(shown, m.start(), end)
        if size < len(written):
            self.put(written[size:], end, m.end())

    def put(self, text: str, start: int, end: int) -> None:
        """Add characters that stand for `source[start:end]`, after the white space that is due."""
        if self._cell is not None:
            self._add("\t", self._cell, self._cell)
        elif self._space is not None and self.current.parts:
            self._add(" ", *self._space)
        self._space = self._cell = None
        self._add(text, start, end)

    def _add(self, text: str, start: int, end: int) -> None:
        self.count()
        self.current.parts.append(text)
        self.current.runs.append((len(text), start, end))


__all__ = ["Block", "Blocks"]
