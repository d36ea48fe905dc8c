"""Words looked for in documents: word for word, nearly, or by their content; with who says them and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from tapeline.story import text as views

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tapeline.record import Row

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|%")
_CHINESE = re.compile(r"[一-鿿]")
_CHARACTER = re.compile(r"[一-鿿]|[^一-鿿]+")
_ALTERED = re.compile(r"\[(\w)\](?=\w)")
_LEFT_OUT = re.compile(r"\[[^\]]{0,80}\]|…+|\.\.\.+|⋯+")
_TURN = re.compile(r"^[ \t]*([^\n:：\d.!?。！？]{2,60}?)[ \t]*(?:：|:(?=\s))", re.MULTILINE)
GAP_OF_INSERTION, GAP_OF_ELLIPSIS = 8, 400
"""How many tokens of the document an insertion and an ellipsis may stand for."""
SEED = 3
"""Near passages are sought where so many tokens in a row agree, then two."""
MOST_SEEDS, MOST_HITS, MOST_WINDOWS, LONGEST = 400, 50, 5, 600


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a percent sign or a Chinese character: folded, and where it stands."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that answers to a claim's words.

    Attributes:
        document: the document's row.
        start, end: offsets in its text.
        speaker: who says it, as the document names them; empty where it does not.
        share: how much of the words and of the passage agree, 0 to 1.
        changed: the tokens that differ, on either side.
    """

    document: Row
    start: int
    end: int
    speaker: str
    share: float
    changed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The document's own words, on one line."""
        return " ".join(self.document["text"][self.start : self.end].split())


def tokens(text: str) -> list[Token]:
    """The tokens of a text; punctuation, case, width and traditional characters do not count."""
    view = views.normalise(text)
    out: list[Token] = []
    for m in _TOKEN.finditer(view):
        for part in _CHARACTER.finditer(m[0]):
            at = m.start() + part.start()
            out.append(Token(part[0].casefold().replace(",", ""), at, at + len(part[0])))
    return out


class Text:
    """A document made ready for search."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.tokens = tokens(row["text"])
        self.words = [t.word for t in self.tokens]

    @cached_property
    def _line(self) -> tuple[str, list[int]]:
        """All words on one line with a space around each, and where each begins in it."""
        starts, at = [], 1
        for w in self.words:
            starts.append(at)
            at += len(w) + 1
        return f" {' '.join(self.words)} ", starts

    def find(self, words: Sequence[str], first: int = 0, last: int | None = None) -> int:
        """The first place, as a token's number from `first` up to `last`, where words stand in a row; -1 where they do not."""
        line, starts = self._line
        if first >= len(starts):
            return -1
        stop = len(line) if last is None or last >= len(starts) else starts[last]
        at = line.find(f" {' '.join(words)} ", starts[first] - 1, stop)
        return -1 if at < 0 else bisect_right(starts, at + 1) - 1

    @cached_property
    def turns(self) -> list[tuple[int, str]]:
        """Where each speaker's words begin, by the names before the colons of a transcript."""
        if self.row["kind"] != "transcript":
            return []
        return [(m.start(), m[1].strip()) for m in _TURN.finditer(self.row["text"])]

    def speaker(self, start: int) -> str:
        """Who says what stands at an offset; empty where the document does not tell."""
        if self.row["speaker"]:
            return str(self.row["speaker"])
        i = bisect_right(self.turns, (start, "\U0010ffff")) - 1
        return self.turns[i][1] if i >= 0 else ""

    def passage(self, first: int, last: int, share: float, changed: tuple[str, ...] = ()) -> Passage:
        """The passage from one token to another, both in it."""
        start = self.tokens[first].start
        return Passage(self.row, start, self.tokens[last].end, self.speaker(start), share, changed)


def segments(quote: str) -> list[tuple[list[str], int]]:
    """The stretches of a quote that stand in a row, each with how many tokens may come between it and the one before."""
    whole = _ALTERED.sub(r"\1", views.normalise(quote))
    out: list[tuple[list[str], int]] = []
    at, gap = 0, 0
    for m in [*_LEFT_OUT.finditer(whole), None]:
        words = [t.word for t in tokens(whole[at : m.start() if m else len(whole)])]
        if words:
            out.append((words, gap))
            gap = 0
        if m is not None:
            at, gap = m.end(), max(gap, GAP_OF_INSERTION if m[0].startswith("[") else GAP_OF_ELLIPSIS)
    return out


def verbatim(text: Text, quote: str) -> Iterator[Passage]:
    """Every passage that holds a quote's words in its order."""
    parts = segments(quote)
    at = 0
    while parts and (begin := text.find(parts[0][0], at)) >= 0:
        end = begin + len(parts[0][0])
        for words, gap in parts[1:]:
            place = text.find(words, end, end + gap + len(words) + 1)
            if place < 0:
                break
            end = place + len(words)
        else:
            yield text.passage(begin, end - 1, 1.0)
        at = begin + 1


def near(text: Text, quote: str) -> list[Passage]:
    """The passages nearest to a quote's words, the nearest first."""
    words = [w for part, _ in segments(quote) for w in part][:LONGEST]
    found = []
    for place in _places(text, words):
        a, b = max(0, place - len(words) // 3 - 3), place + len(words) + len(words) // 3 + 3
        window = text.words[a:b]
        blocks = [m for m in SequenceMatcher(None, words, window, autojunk=False).get_matching_blocks() if m.size]
        if not blocks:
            continue
        first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
        agreed = sum(m.size for m in blocks)
        share = 2 * agreed / (len(words) + last - first)
        changed = Counter(words) - Counter(window[first:last]), Counter(window[first:last]) - Counter(words)
        differing = tuple(sorted({*changed[0], *changed[1]}))
        found.append(text.passage(a + first, a + last - 1, share, differing))
    return sorted(found, key=lambda p: (-p.share, p.start))


def _places(text: Text, words: list[str]) -> list[int]:
    """Where passages near some words are likely to begin: the diagonals on which most runs of them agree."""
    for size in (SEED, 2):
        votes: Counter[int] = Counter()
        step = max(4, len(words) // 4)
        for i in range(0, max(0, len(words) - size + 1), max(1, len(words) // MOST_SEEDS)):
            at, hits = text.find(words[i : i + size]), 0
            while at >= 0 and hits < MOST_HITS:
                votes[(at - i) // step] += 1
                hits += 1
                at = text.find(words[i : i + size], at + 1)
        if votes:
            best = sorted(votes, key=lambda k: (-votes[k], k))[:MOST_WINDOWS]
            return [max(0, k * step) for k in best]
    return []


__all__ = ["Passage", "Text", "Token", "near", "segments", "tokens", "verbatim"]
