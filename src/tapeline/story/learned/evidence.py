"""What speaks for a kind: the words of a clause, or those around a figure, with names, figures and dates as what they are.

A word counts by itself, by how it begins (the forms of a word share that) and with its neighbour; a word of the lexicon counts by its
sense, so that words that the labelled stories lack count by those of their like.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from tapeline.story.numbers.units import group_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

_WORD = {"en": re.compile(r"[A-Za-z]+(?:n't)?|\d+|[?!:;()\"“”—$]"), "zh": re.compile(r"[A-Za-z]+|\d+|[^\s，,。]")}
BEGINNING = 5
"""So many letters of a longer word count as its beginning."""
NEAR = 6
"""So many words on each side of a figure count."""
BARE = "n"
"""The group of a number without a unit."""
LARGE = (1e3, 1e5, 1e8, 1e10)
"""Sizes that tell sums apart: prices, pay, deals, results, market values."""


TELLING = frozenset({"sense", "metric", "modality", "who"})
"""Words of the lexicon that count by their sense."""
STATED = frozenset({"causal", "comparison", "event", "person", "opinion", "record", "forecast", "quote"})
"""Kinds of which a frame's reading is no evidence: the model is asked where the frames are silent."""


class Pieces(NamedTuple):
    """A sentence as words and mentions, in order: where each starts, and what it is."""

    starts: list[int]
    words: list[str]


class Words:
    """A sentence in pieces, made when it is first asked for."""

    __slots__ = ("made", "scene")

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.made: Pieces | None = None

    def __call__(self) -> Pieces:
        """The pieces."""
        if self.made is None:
            self.made = pieces(self.scene)
        return self.made


def pieces(scene: Scene) -> Pieces:
    """A sentence as words and mentions, in order."""
    starts: list[int] = []
    words: list[str] = []
    at, view = scene.start, scene.view
    word = _WORD.get(scene.language, _WORD["en"])
    for t in (*_mentions(scene), None):
        until = scene.end if t is None else t.start
        for m in word.finditer(view, at, max(at, until)):
            starts.append(m.start())
            words.append(m[0].lower())
        if t is not None:
            starts.append(t.start)
            words.append(_place(t))
            at = t.end
    return Pieces(starts, words)


def _mentions(scene: Scene) -> Iterator[Token]:
    """The figures, dates and names of a sentence, none over another."""
    end = scene.start
    for t in scene.tokens:
        if t.kind in {"quantity", "date", "name"} and t.start >= end:
            yield t
            end = t.end


def _place(t: Token) -> str:
    if t.kind == "quantity":
        return f"#{group_of(t.figure.unit) or BARE}"
    if t.kind == "date":
        grain = t.dated.period.grain if t.dated else ""
        return f"@{t.sense}-{grain}"
    return "@index" if t.is_index else f"@{t.sense}"


def of_a_clause(scene: Scene, whole: Pieces, bounds: tuple[int, int], stated: Sequence[Draft]) -> list[str]:
    """The evidence on what a clause states.

    Args:
        scene: the sentence.
        whole: its pieces.
        bounds: the clause.
        stated: what the frames have read in the sentence.
    """
    low, high = bounds
    a, b = bisect_left(whole.starts, low), bisect_left(whole.starts, high)
    words = whole.words
    here = words[a:b]
    out = [x for w in here for x in _forms(w, scene.language)]
    out += map(" ".join, itertools.pairwise(here))
    if scene.language == "zh":
        out += map(" ".join, zip(here, here[1:], here[2:], strict=False))
    out += [f"first {w}" for w in here[:1]]
    out += [f"before {w}" for w in words[max(0, a - 2) : a]]
    out += [f"after {w}" for w in words[b : b + 2]]
    out += [f"sense {t.sense}" for t in scene.tokens if low <= t.start < high and t.kind in TELLING]
    counted = [d for d in stated if d.kind not in STATED]
    out += [f"stated {d.kind}" for d in counted if any(low <= t.start < high for t in d.tokens)]
    out += [f"beside {d.kind}" for d in counted]
    out.append(f"long {min(len(here) // 3, 6)}")
    out += ["of a person"] if scene.discourse.person else []
    out += [f"of {scene.discourse.metric}"] if scene.discourse.metric else []
    out += ["heading"] if scene.heading else []
    out += ["quoted"] if scene.view.count('"', scene.start, low) % 2 else []
    return list(dict.fromkeys(out))


def of_a_figure(scene: Scene, whole: Pieces, amount: Token, stated: Sequence[Draft], vote: str) -> list[str]:
    """The evidence on what a figure is of; `vote` is what the nearest word of the lexicon says."""
    group = group_of(amount.figure.unit) or BARE
    at = bisect_left(whole.starts, amount.start)
    left, right = whole.words[max(0, at - NEAR) : at], whole.words[at + 1 : at + 1 + NEAR]
    out = [f"unit {group}", f"vote {vote}", f"vote {vote} {group}"]
    out.append(f"size {group} {sum(abs(amount.figure.value) >= s for s in LARGE)}")
    for side, near in (("left", left[::-1]), ("right", right)):
        out += [f"{side} {x}" for w in near for x in _forms(w, scene.language)]
        out += [f"{side} {i} {w}" for i, w in enumerate(near[:2])]
        out += [f"{side} {i} {group} {w}" for i, w in enumerate(near[:1])]
        pairs = itertools.pairwise(near if side == "right" else near[::-1])
        out += [f"{side} {x} {y}" for x, y in pairs]
    low, high = scene.clause(amount)
    every = [t for t in scene.tokens if t.kind in TELLING]
    out += [f"sense {t.sense}" for t in every if low <= t.start < high]
    out += [f"sense {t.sense} {group}" for t in every if low <= t.start < high]
    out += [f"elsewhere {t.sense}" for t in every if not low <= t.start < high]
    before = [t for t in every if t.end <= amount.start][-2:]
    out += [f"nearest {t.sense} {group}" for t in before]
    out += [f"beside {d.kind}" for d in stated]
    last = [d.kind for d in stated if max(t.end for t in d.tokens) <= amount.start][-1:]
    out += [f"last {kind} {group}" for kind in last]
    out += ["heading"] if scene.heading else []
    return list(dict.fromkeys(out))


def _forms(word: str, language: str) -> tuple[str, ...]:
    if language != "zh" and len(word) > BEGINNING and word[0].isalpha():
        return (word, word[:BEGINNING] + "-")
    return (word,)


__all__ = ["Pieces", "Words", "of_a_clause", "of_a_figure", "pieces"]
