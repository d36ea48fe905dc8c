"""Finding many literal words at once: whichever starts leftmost and is longest, in one pass over the text, without a pattern to compile.

Words are kept by their first two runs of Latin letters and digits, or their first two characters beyond ASCII; those that have no second by the first.
So each place of a text is looked up twice, whatever the number of words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import add, itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

K = TypeVar("K")
_RUN = re.compile(r"[a-z0-9]+")
_RUNS = re.compile(r"([a-z0-9]+)")
_WIDE = re.compile(r"[^\x00-\x7f]+")
_SPACES = re.compile(r"[ ]{2,3}(?![ ])")


class Laid(NamedTuple):
    """A text laid out for the finders, which share it.

    Attributes:
        low: in lower case.
        text: the same with one space where there are two or three.
        starts: where each run of Latin letters and digits starts.
        runs: those runs.
        places: the place in `low` of each character; `None` where they are the same.
        wide: from where to where it has characters beyond ASCII.
    """

    low: str
    text: str
    starts: list[int]
    runs: list[str]
    places: list[int] | None
    wide: list[tuple[int, int]]

    @classmethod
    def of(cls, view: str) -> Laid:
        """A normalised text, or any part of one."""
        low = lowered(view)
        text, places = _squeezed(low) if "  " in low else (low, None)
        parts = _RUNS.split(text)
        wide = [] if text.isascii() else [m.span() for m in _WIDE.finditer(text)]
        return cls(low, text, list(accumulate(map(len, parts)))[::2], parts[1::2], places, wide)


@dataclass(frozen=True, slots=True)
class WordFinder:
    """Words by what they start with.

    Latin words match whole (no letter and no digit on either side), in any case; a space in a word stands for one to three.

    Attributes:
        one: words by their first run of letters and digits, or their first character where it is neither: those that have no key of their own.
        longer: the other words by their key, the first two runs, or the first two characters beyond ASCII; each list longest first.
        single: finds the characters, neither letter nor digit of ASCII, that `one` has words of; `None` where it has none.
    """

    one: dict[str, tuple[str, ...]]
    longer: dict[str | tuple[str, str], tuple[str, ...]]
    single: re.Pattern[str] | None

    @classmethod
    def of(cls, words: Iterable[str]) -> WordFinder:
        """A finder of words given in lower case."""
        one: dict[str, list[str]] = {}
        longer: dict[str | tuple[str, str], list[str]] = {}
        for word in sorted(set(words), key=lambda w: (-len(w), w)):
            runs = _RUNS.split(word, maxsplit=2)
            if runs[0] and (word[0].isascii() or len(word) == 1):
                one.setdefault(word[0], []).append(word)
            elif runs[0]:
                longer.setdefault(word[:2], []).append(word)
            elif len(runs) > 3:
                longer.setdefault((runs[1], runs[3]), []).append(word)
            else:
                one.setdefault(runs[1], []).append(word)
        single = re.escape("".join(sorted(key for key in one if not _RUN.match(key))))
        return cls(_frozen(one), _frozen(longer), re.compile(f"[{single}]") if single else None)

    def find(self, laid: Laid) -> Iterator[tuple[int, int, str]]:
        """Start, end and word of every find in a text, in order, none overlapping another."""
        text, places, last = laid.text, laid.places, 0
        for start, words in self._candidates(laid):
            if start < last:
                continue
            for word in words:
                end = start + len(word)
                if text.startswith(word, start) and not (_latin(word[-1]) and _latin(text[end : end + 1])):
                    yield (start, end, word) if places is None else (places[start], places[end - 1] + 1, word)
                    last = end
                    break

    def _candidates(self, laid: Laid) -> list[tuple[int, tuple[str, ...]]]:
        """Where words may start, in order, and which, at one place the longer ones first; found without a step of our own for each place of a text."""
        one, longer = self.one, self.longer
        text, starts, runs = laid.text, laid.starts, laid.runs
        found = [(at, words) for at, words in zip(starts, map(longer.get, pairwise(runs)), strict=False) if words]
        for start, end in laid.wide:
            pairs = map(add, text[start:end], text[start + 1 : end + 1])
            found += [(at, words) for at, words in enumerate(map(longer.get, pairs), start) if words]
        found += [(at, words) for at, words in zip(starts, map(one.get, runs), strict=False) if words]
        if self.single is not None:
            found += [(m.start(), one[m[0]]) for m in self.single.finditer(text)]
        return sorted(found, key=itemgetter(0))


def _frozen(table: dict[K, list[str]]) -> dict[K, tuple[str, ...]]:
    return {key: tuple(words) for key, words in table.items()}


def lowered(view: str) -> str:
    """A text in lower case at its own offsets: what would change its length stays as it is."""
    low = view.lower()
    return low if len(low) == len(view) else "".join(c if len(c.lower()) != 1 else c.lower() for c in view)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


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


__all__ = ["Laid", "WordFinder", "lowered"]
