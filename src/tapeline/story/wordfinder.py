"""Finding many literal words at once: whichever starts leftmost and is longest, in one pass over the text, without a pattern to compile.

Words are kept by what they start with: a run of Latin letters and digits, or one other character; longer ones by that and the
character behind it (of several words, the first letter of the second). So each place of a text is looked up twice, whatever the number of words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RUN = re.compile(r"[a-z0-9]+")
_SPACES = re.compile(r"[ ]{2,3}(?![ ])")


@dataclass(frozen=True, slots=True)
class WordFinder:
    """Words: those that are no more than a start, and longer ones by their start and the next character, each list longest first.

    Latin words match whole (no letter on either side; no digit either where `digits`), in any case; a space in a word stands for
    one to three.
    """

    alone: frozenset[str]
    longer: dict[str, tuple[str, ...]]
    starts: re.Pattern[str]
    digits: bool = False

    @classmethod
    def of(cls, words: Iterable[str], *, digits: bool = False) -> WordFinder:
        """A finder of words given in lower case."""
        alone: set[str] = set()
        longer: dict[str, list[str]] = {}
        for word in set(words):
            run = _RUN.match(word)
            head = 1 if run is None else run.end()
            if len(word) > head:
                longer.setdefault(word[: _key(word, head)], []).append(word)
            else:
                alone.add(word)
        by_length = {key: tuple(sorted(w, key=lambda w: (-len(w), w))) for key, w in longer.items()}
        return cls(frozenset(alone), by_length, _starts([*alone, *by_length]), digits)

    def find(self, lowered: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and word of every find in a text in lower case, in order, none overlapping another."""
        if "  " not in lowered:
            yield from self._find(lowered)
            return
        squeezed, places = _squeezed(lowered)
        for start, end, word in self._find(squeezed):
            yield places[start], places[end - 1] + 1, word

    def _find(self, text: str) -> Iterator[tuple[int, int, str]]:
        alone, longer, digits, last = self.alone, self.longer, self.digits, 0
        for m in self.starts.finditer(text):
            start, head = m.span()
            key = text[start : head + 2 if text.startswith(" ", head) else head + 1]
            if start < last or not (key in longer or m[0] in alone):
                continue
            for word in longer.get(key, ()):
                end = start + len(word)
                if text.startswith(word, start) and not (
                    _wordy(word[-1], digits) and _wordy(text[end : end + 1], digits)
                ):
                    break
            else:
                if m[0] not in alone:
                    continue
                word, end = m[0], head
            yield start, end, word
            last = end


def _starts(keys: Iterable[str]) -> re.Pattern[str]:
    """Where a word can start: at a run of letters and digits, or at one of the other characters that some word starts with."""
    others = sorted({key[0] for key in keys if _RUN.match(key) is None})
    return re.compile(r"(?<![a-z0-9])[a-z0-9]+" + (f"|[{re.escape(''.join(others))}]" if others else ""))


def _key(text: str, head: int) -> int:
    """Where the key of a longer word ends, whose start ends at `head`."""
    return head + 2 if text.startswith(" ", head) else head + 1


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
