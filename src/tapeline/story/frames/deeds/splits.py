"""Frames of splits: how many shares became of one ("the 20-for-1 split", 1拆5, "a 4:1 stock split"), and from which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Quantity
from tapeline.story import lexicon
from tapeline.story.calendar.resolve import integer
from tapeline.story.frames.slots import within
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    import re

    from tapeline.story.scene import Scene

MOST = 100.0
"""No share is split into more, and no more are put together into one."""


def split(scene: Scene, taken: set[Token]) -> list[Draft]:
    """How many shares became of one, and the day on which that was announced or came into force, where the sentence tells it."""
    out: list[Draft] = []
    for m in wording("splits.told").finditer(scene.view, scene.start, scene.end):
        first, *others = pairs = _pairs(scene, m)
        whose = _whose(scene, pairs)
        if any(t in taken for t in _inside(scene, first)):
            continue
        when = _when(scene, first, m)
        for word, subject in zip(pairs, whose, strict=True):
            out.append(_told(scene, m, word, subject, when, alone=not others))
            taken.update(_inside(scene, word))
        out += [d for s in whose for d in _dated(scene, first, s, when)]
        taken.update({when} if when is not None and out[-1].measure == "split.date" else ())
    return out


def _pairs(scene: Scene, m: re.Match[str]) -> list[Token]:
    """The numbers of a split, as they are written; those of several companies' behind "respectively" (比例分别为4比1和5比1)."""
    spans = [m.span(name) for name, text in m.groupdict().items() if text and name.rstrip("0123456789") in NUMBERS]
    word = Token(min(a for a, _ in spans), max(b for _, b in spans), "topic", "split")
    if not any(m.start() <= t.start < m.end() for t in scene.all("sense", "respectively")):
        return [word]
    more = wording("splits.pair").finditer(scene.view, word.start, scene.clause(word)[1])
    return [Token(x.start(), x.end(), "topic", "split") for x in more] or [word]


NUMBERS = frozenset({"after", "before"})


def _whose(scene: Scene, pairs: list[Token]) -> list[str]:
    """Whose split each pair of numbers is: the company named last before it; of several, those before them in their order."""
    named = [t for t in scene.all("name", "company") if t.name and not t.is_index and t.end <= pairs[0].start]
    if len(pairs) > 1:
        return [t.name.key for t in named[-len(pairs) :] if t.name] if len(named) >= len(pairs) else [""] * len(pairs)
    own = scene.nearest(pairs[0], named, side="before", clause=True)
    return [own.name.key if own is not None and own.name is not None else scene.company(pairs[0])]


def _inside(scene: Scene, word: Token) -> list[Token]:
    return [t for t in scene.all("quantity") if t.start < word.end and t.end > word.start]


def _told(scene: Scene, m: re.Match[str], word: Token, subject: str, when: Token | None, *, alone: bool) -> Draft:
    """How many shares became of one."""
    of_pair = m if alone else wording("splits.pair").match(scene.view, word.start)
    times = None if of_pair is None else _ratio(of_pair, scene.language)
    text = scene.view[word.start : word.end]
    claim = None if times is None else Asserted(text, Quantity.exact(times, "x"))
    measure, args = ("", {"kind": "split"}) if claim is None or not subject else ("split.ratio", {})
    period, *also = when.dated.candidates if when is not None and when.dated else (None,)
    tokens = tuple(sorted({t for t in (word, *_inside(scene, word), when) if t}, key=lambda t: t.start))
    return Draft("event", measure, subject, tokens, claim, period, tuple(p for p in also if p), args)


def _when(scene: Scene, word: Token, told: re.Match[str]) -> Token | None:
    """The time that a split is told of: of its clause, else the nearest of the sentence; of as many splits as times before them, in order (2020年、2022年先后一拆五、一拆三)."""
    every = [d for d in scene.dates("on", "end_of", "start_of") if d.dated]
    run = _side_by_side(
        [
            Token(*x.span(), "topic", "split")
            for x in wording("splits.told").finditer(scene.view, scene.start, scene.end)
        ],
        told.start(),
    )
    before = [d for d in every if run and d.end <= run[0].start]
    days = _side_by_side(before, before[-1].start) if before else []
    if len(run) > 1 and len(days) == len(run):
        return days[next(i for i, t in enumerate(run) if t.start == told.start())]
    right_behind = [d for d in every if wording("splits.on").fullmatch(scene.view, word.end, d.start)]
    return scene.nearest(word, right_behind or [d for d in every if scene.together(d, word)] or every)


def _side_by_side(tokens: list[Token], at: int) -> list[Token]:
    """The tokens around the one that begins at a place that nothing but a mark parts from it, in order."""
    runs: list[list[Token]] = []
    for t in tokens:
        if runs and t.start - runs[-1][-1].end <= 1:
            runs[-1].append(t)
        else:
            runs.append([t])
    return next((run for run in runs if any(t.start == at for t in run)), [])


def _dated(scene: Scene, word: Token, subject: str, when: Token | None) -> list[Draft]:
    """On which day a split was announced or came into force, by the words of its clause; nothing where they say neither."""
    period, *also = when.dated.candidates if when is not None and when.dated else (None,)
    if when is None or period is None or period.grain not in {"day", "month"} or not subject:
        return []
    if when.dated is not None and when.dated.relative_to == "anchor":
        return []  # "the day after it announced a 20-for-1 split"
    if wording("splits.to_come").search(scene.view, scene.start, when.start):
        return []  # 宣布6月7日按10比1拆股: neither the day that it was told of, nor surely the first of the new shares
    span = (scene.view, *scene.clause(when))
    which = "ex" if wording("splits.in_force").search(*span) else "declared"
    if which == "declared" and not wording("splits.announced").search(*span):
        return []
    args = {"which": which}
    others = tuple(p for p in also if p)
    return [Draft("event", "split.date", subject, (word, when), within(period), period, others, args)]


def _ratio(m: re.Match[str], language: str) -> float | None:
    """How many shares became of one; `None` where the words do not say, or it is no split."""
    parts = lexicon.groups(m)
    after, before = (integer(parts.get(name, "")) for name in ("after", "before"))
    if after is None or before is None or not before > 0 or not after > 0:
        return None
    if language == "zh" and ("比" in m[0] or ":" in m[0]):
        after, before = max(after, before), min(after, before)  # 比例为1比20, 20比1: the larger number is what became
    times = after / before
    return times if times != 1 and max(times, 1 / times) <= MOST else None


__all__ = ["split"]
