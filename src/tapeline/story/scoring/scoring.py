"""How well a reader reads: its claims beside a person's labels, as precision, recall and F1, and what it got wrong.

A claim and a label match where their words overlap and they agree in kind, in subject, and in whether the story says it as a
fact. One label takes at most one claim: pairs of equal value first, then those that share more of their words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tapeline.story import tables
from tapeline.story.quantities import find as find_quantities
from tapeline.story.scoring.labelled import ASSERTED
from tapeline.story.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tapeline.claim import Claim
    from tapeline.story.scoring.labelled import Label, Labelled

UNSIGNED = frozenset({"results", "headcount"})
"""Kinds whose losses are written either way: "a loss of $3 billion", "cut 7,000 jobs"."""
DATED = {"date", "event"}
"""Both kinds say when something happened; the contract does not draw the line between them."""
TOLERANCE = 1e-6
"""Relative difference within which two written values are the same number."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the claim that matches it."""

    label: Label
    claim: Claim
    value_right: bool
    unit_right: bool


@dataclass(frozen=True, slots=True)
class StoryScore:
    """One story's labels and claims set side by side."""

    story: Labelled
    pairs: tuple[Pair, ...]
    missed: tuple[Label, ...]
    spurious: tuple[Claim, ...]
    invented: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts and the figures that follow from them; a share of nothing is 1."""

    matched: int
    labels: int
    claims: int
    numbers: int = 0
    numbers_right: int = 0
    periods: int = 0
    periods_right: int = 0
    hedges_right: int = 0
    invented: int = 0

    @property
    def precision(self) -> float:
        """The share of claims that match a label."""
        return self.matched / self.claims if self.claims else 1.0

    @property
    def recall(self) -> float:
        """The share of labels that a claim matches."""
        return self.matched / self.labels if self.labels else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def value_accuracy(self) -> float:
        """The share of matched labels with a value whose claim has that value in that unit."""
        return self.numbers_right / self.numbers if self.numbers else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """The scores of a folder: for each (split, language, kind), `*` standing for all."""

    stories: tuple[StoryScore, ...]
    tallies: dict[tuple[str, str, str], Tally] = field(default_factory=dict)

    def confusions(self) -> Counter[tuple[str, str]]:
        """(label's kind, claim's kind) of misses and spurious claims whose words overlap, and how often; `-` for none."""
        out: Counter[tuple[str, str]] = Counter()
        for s in self.stories:
            met: set[int] = set()
            for label in s.missed:
                near = [i for i, c in enumerate(s.spurious) if _overlap(label, c) > 0 and i not in met]
                met.update(near[:1])
                out[_told(label), _tell(s.spurious[near[0]]) if near else "-"] += 1
            out.update(("-", _tell(c)) for i, c in enumerate(s.spurious) if i not in met)
        return out


def score(read: Iterable[tuple[Labelled, Sequence[Claim]]]) -> Score:
    """The score of a reader over labelled stories, each with the claims read from it."""
    scored = tuple(score_story(story, claims) for story, claims in read)
    return Score(scored, _tallies(scored))


def score_story(story: Labelled, claims: Sequence[Claim]) -> StoryScore:
    """Match a story's claims with its labels, one to one."""
    options = [
        (not _same_value(label, claim), -_overlap(label, claim), i, j)
        for i, label in enumerate(story.labels)
        for j, claim in enumerate(claims)
        if _fits(label, claim)
    ]
    labels_met: dict[int, int] = {}
    for _, _, i, j in sorted(options):
        if i not in labels_met and j not in labels_met.values():
            labels_met[i] = j
    pairs = tuple(
        Pair(story.labels[i], claims[j], _same_value(story.labels[i], claims[j]), _same_unit(story.labels[i], claims[j]))
        for i, j in sorted(labels_met.items())
    )  # fmt: skip
    taken = set(labels_met.values())
    view = normalise(story.text)
    return StoryScore(
        story,
        pairs,
        tuple(x for i, x in enumerate(story.labels) if i not in labels_met),
        tuple(c for j, c in enumerate(claims) if j not in taken),
        tuple(c for c in claims if is_invented(c, view, story.language)),
    )


def is_invented(claim: Claim, view: str, language: str) -> bool:
    """Whether a claim's value is not in the story's own words: its text is not there, or does not read as that number."""
    if claim.asserted is None:
        return False
    words = normalise(claim.asserted.text)
    at = view.find(words)
    if at < 0:
        return True
    figure = claim.asserted.figure
    if figure is None or not any(c.isdigit() for c in words):
        return False
    around = view[max(0, claim.start - 2 * len(words)) : claim.end + 2 * len(words)]
    stated = [m.figure for text in (words, around) for m in find_quantities(text, language, strict=False)]
    factors = {1.0, *tables.scales(view, language)}  # a cell of a table is in the size that its head says
    factors |= {1 / int(m[1]) for m in _FOR_SHARES.finditer(view, claim.start, claim.end)}
    as_percent = {100.0} if figure.unit == "%" else set()  # 涨了1.8倍 is a rise of 180%
    return not any(
        _equal(abs(f.value) * k, abs(figure.value))
        for f in stated
        for k in (factors | as_percent if f.unit == "x" else factors)
    )


_FOR_SHARES = re.compile(r"每([1-9][0-9]{0,3})股")
"""A dividend told for so many shares is read as that of one."""


def _fits(label: Label, claim: Claim) -> bool:
    same = (label.kind == claim.kind or {label.kind, claim.kind} == DATED) and label.subject in {"", claim.subject}
    return same and _overlap(label, claim) > 0 and label.asserted == (claim.modality in ASSERTED)


def _overlap(label: Label, claim: Claim) -> int:
    return max(0, min(label.end, claim.end) - max(label.start, claim.start))


def _same_value(label: Label, claim: Claim) -> bool:
    if not label.value:
        return True
    if claim.asserted is None:
        return False
    q, figure = claim.asserted.quantity, claim.asserted.figure
    if label.unit == "date":
        return (q.low, q.high) == (label.value[0], label.value[-1])
    if figure is None:
        return math.isfinite(q.low) and math.isfinite(q.high) and _equal(q.middle, label.value[0])
    written: tuple[float, ...] = (figure.value,) if figure.top is None else (figure.value, figure.top)
    if label.kind in UNSIGNED:
        written = tuple(abs(v) for v in written)
    return len(written) == len(label.value) and all(
        map(_equal, sorted(written), sorted(map(abs, label.value) if label.kind in UNSIGNED else label.value))
    )


def _same_unit(label: Label, claim: Claim) -> bool:
    """Whether a claim is in the label's unit; a place in a ranking has none."""
    if not label.value or claim.asserted is None:
        return not label.value
    return claim.asserted.unit.removeprefix("rank") == label.unit


def _equal(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=1e-9)


def _told(label: Label) -> str:
    return label.kind if label.asserted else f"{label.kind} ({label.modality})"


def _tell(claim: Claim) -> str:
    return claim.kind if claim.modality in ASSERTED else f"{claim.kind} ({claim.modality})"


def _tallies(stories: tuple[StoryScore, ...]) -> dict[tuple[str, str, str], Tally]:
    counts: dict[tuple[str, str, str], Counter[str]] = {}

    def add(s: StoryScore, kind: str, what: str) -> None:
        for split in (s.story.split, "*"):
            for language in (s.story.language, "*"):
                for k in (kind, "*"):
                    counts.setdefault((split, language, k), Counter())[what] += 1

    for s in stories:
        for label in (*(p.label for p in s.pairs), *s.missed):
            add(s, label.kind, "labels")
        for kind in (*(p.label.kind for p in s.pairs), *(c.kind for c in s.spurious)):
            add(s, kind, "claims")
        for claim in s.invented:
            add(s, claim.kind, "invented")
        for p in s.pairs:
            for what in _rights(p):
                add(s, p.label.kind, what)
    return {key: Tally(**counts[key]) if "matched" in counts[key] else Tally(0, counts[key]["labels"], counts[key]["claims"])
            for key in sorted(counts)}  # fmt: skip


def _rights(p: Pair) -> list[str]:
    out = ["matched"]
    if p.label.value:
        out.append("numbers")
        if p.value_right and p.unit_right:
            out.append("numbers_right")
        if p.label.hedge == p.claim.hedge:
            out.append("hedges_right")
    if p.label.period is not None:
        out.append("periods")
        read = [q for q in (p.claim.period, *p.claim.also) if q is not None]
        if any((q.start, q.end) == p.label.period for q in read):
            out.append("periods_right")
    return out


__all__ = ["Pair", "Score", "StoryScore", "Tally", "is_invented", "score", "score_story"]
