"""Finding many literal words at once: whichever starts leftmost and is longest, in one pass over the text, without a pattern to compile.

Words are kept by what they start with (a run of Latin letters and digits, or one other character; of several words also the first letter of
the second), so that each place of a text is looked up once or twice, whatever the number of words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RUN = re.compile(r"[a-z0-9]+")
_STARTS = re.compile(r"(?<![a-z0-9])[a-z0-9]+|[^\x00-\x7f]|[$#@&]")
_SPACES = re.compile(r"[ ]{2,3}(?![ ])")


@dataclass(frozen=True, slots=True)
class WordFinder:
    """Words by their start, each list longest first.

    Latin words match whole (no letter on either side; no digit either where `digits`), in any case; a space in a word stands for
    one to three.
    """

    by_start: dict[str, tuple[str, ...]]
    by_two: dict[str, tuple[str, ...]]
    digits: bool = False

    @classmethod
    def of(cls, words: Iterable[str], *, digits: bool = False) -> WordFinder:
        """A finder of words given in lower case."""
        alone: dict[str, list[str]] = {}
        several: dict[str, list[str]] = {}
        for word in set(words):
            run = _RUN.match(word)
            head = 1 if run is None else run.end()
            of_head = alone.setdefault(word[:head], [])
            if word[head : head + 1] == " ":
                several.setdefault(word[: head + 2], []).append(word)
            else:
                of_head.append(word)
        first, two = ({k: tuple(sorted(v, key=lambda w: (-len(w), w))) for k, v in d.items()} for d in (alone, several))
        return cls(first, two, digits)

    def find(self, lowered: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and word of every find in a text in lower case, in order, none overlapping another."""
        if "  " not in lowered:
            yield from self._find(lowered)
            return
        squeezed, places = _squeezed(lowered)
        for start, end, word in self._find(squeezed):
            yield places[start], places[end - 1] + 1, word

    def _find(self, text: str) -> Iterator[tuple[int, int, str]]:
        by_start, by_two, last = self.by_start, self.by_two, 0
        for m in _STARTS.finditer(text):
            words = by_start.get(m[0])
            if words is None:
                continue
            start, head = m.span()
            if start < last:
                continue
            several = by_two.get(text[start : head + 2])
            if several is not None:
                words = several + words
            for word in words:
                end = start + len(word)
                if text.startswith(word, start) and not (
                    _wordy(word[-1], self.digits) and _wordy(text[end : end + 1], self.digits)
                ):
                    yield start, end, word
                    last = end
                    break


def lowered(view: str) -> str:
    """A text in lower case at its own offsets: what would change its length stays as it is."""
    low = view.lower()
    return low if len(low) == len(view) else "".join(c if len(c.lower()) != 1 else c.lower() for c in view)


def _wordy(char: str, digits: bool) -> bool:
    return bool(char) and char.isascii() and (char.isalpha() or (digits and char.isdigit()))


def _squeezed(text: str) -> tuple[str, list[int]]:
    """A text with runs of two or three spaces as one, and the place in the text of each character of it."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for m in _SPACES.finditer(text):
        pieces.append(text[at : m.start() + 1])
        places.extend(range(at, m.start() + 1))
        at = m.end()
    pieces.append(text[at:])
    places.extend(range(at, len(text)))
    return "".join(pieces), places


__all__ = ["WordFinder", "lowered"]
