"""Where the characters of a story's text stood in the file that it was taken out of. No I/O."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field


def _numbers() -> array[int]:
    return array("q")


@dataclass(slots=True)
class Origin:
    """The way back from a text to its source: to code points of a page's source, or to the pages of a PDF.

    The text is covered by runs. In an even run every code point of the text is one of the source; in any other (a character
    reference, white space drawn together, a tag that parts words) the run stands for its stretch of source as a whole.

    Attributes:
        at: where each run begins in the text, rising from 0.
        begins: where each run begins in the source.
        ends: where each run ends in the source.
        pages: where each page begins in the text, rising; empty where the source has none.
    """

    at: array[int] = field(default_factory=_numbers)
    begins: array[int] = field(default_factory=_numbers)
    ends: array[int] = field(default_factory=_numbers)
    pages: array[int] = field(default_factory=_numbers)
    length: int = 0

    def add(self, length: int, begin: int, end: int) -> None:
        """Let the next `length` code points of the text come from `begin` to `end` of the source."""
        if not length:
            return
        if self.at and length == end - begin and begin == self.ends[-1] and self._even(len(self.at) - 1):
            self.ends[-1] = end
        else:
            self.at.append(self.length)
            self.begins.append(begin)
            self.ends.append(end)
        self.length += length

    def _even(self, run: int) -> bool:
        after = self.at[run + 1] if run + 1 < len(self.at) else self.length
        return self.ends[run] - self.begins[run] == after - self.at[run]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of the source that `text[start:end]` was taken from; `None` where the source has no code points (a PDF).

        >>> way = Origin()
        >>> way.add(5, 100, 105)  # plain text
        >>> way.add(1, 105, 110)  # &amp;
        >>> way.span(2, 6)
        (102, 110)
        """
        if not self.at or not 0 <= start < end <= self.length:
            return None
        first, last = bisect_right(self.at, start) - 1, bisect_right(self.at, end - 1) - 1
        begin = self.begins[first] + (start - self.at[first] if self._even(first) else 0)
        stop = self.begins[last] + (end - self.at[last]) if self._even(last) else self.ends[last]
        return begin, stop

    def page(self, start: int) -> int | None:
        """The page, counted from 1, on which the code point at `start` stands; `None` where the source has no pages."""
        return bisect_right(self.pages, start) if self.pages else None


__all__ = ["Origin"]
