"""Numbers listed behind one figure or several: each of the noun, the time or the part of a time that stands at its place ("revenue was $117.9 billion, $116.6 billion and $134.9 billion in 2021, 2022 and 2023")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.calendar import periods
from tapeline.story.frames.accounts.levels import as_level
from tapeline.story.frames.beside.paired import level_of, side_by_side
from tapeline.story.frames.slots import asserted
from tapeline.story.frames.subjects.figure_names import facts
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Grain, Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

OF_A_TIME = frozenset({"fact.value", "fact.growth", "price.return"})
SEVERAL = 3
"""So many numbers behind one noun are of as many times, whether these are told or not."""
GRAINS: dict[int, Grain] = {3: "quarter", 12: "year"}
"""The parts of a longer time that figures are reported for, by their months."""


def in_order(scene: Scene, taken: set[Token], drafts: list[Draft]) -> list[Draft]:
    """The drafts of a sentence, those of a list each with its own noun or time; where neither is told, a list has no measure."""
    out = drafts
    for run in _lists(scene):
        own = [d for d in out if any(t in run for t in d.tokens)]
        first = next((d for d in own if run[0] in d.tokens and _can_be_listed(d)), None)
        if first is None or any(not _is_alike(d, first) for d in own):
            continue
        listed = _of_nouns(scene, first, run) or _of_times(scene, first, run)
        if not listed and first.measure in OF_A_TIME and len(run) >= SEVERAL:
            listed = [first._replace(measure="")]
        if listed:
            at = out.index(first)
            out = [*out[:at], *listed, *(d for d in out[at:] if not any(d is x for x in own))]
            taken.update(t for d in listed for t in d.tokens if t.kind == "quantity")
    return _respectively(scene, out)


def _respectively(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """As many drafts on one figure as there are times before "respectively", each of its own ("a decrease of 8% and an increase of 1% for the fourth quarter and full year, respectively")."""
    whens = _before_the_word(scene)
    groups: dict[tuple[str, str], list[Draft]] = {}
    for d in sorted(drafts, key=_place) if whens else ():
        if d.measure in OF_A_TIME and 0 < _place(d) < whens[0].start:
            groups.setdefault((d.measure, d.args.get("metric", "")), []).append(d)
    told = {id(d): t.dated.candidates for group in groups.values() if len(group) == len(whens)
            for d, t in zip(group, whens, strict=True) if t.dated}  # fmt: skip
    return [d._replace(period=told[id(d)][0], also=told[id(d)][1:]) if id(d) in told else d for d in drafts]


def _place(d: Draft) -> int:
    return max((t.start for t in d.tokens if t.kind == "quantity"), default=0)


def _before_the_word(scene: Scene) -> list[Token]:
    """The times side by side right before "respectively", two or more."""
    word = next((t for t in scene.all("sense", "respectively") if scene.language == "en"), None)
    if word is None:
        return []
    whens = side_by_side([t for t in scene.dates("on", "end_of") if t.end <= word.start], scene)
    return whens if len(whens) > 1 and word.start - whens[-1].end <= len(", ") else []


def _can_be_listed(d: Draft) -> bool:
    """Whether a draft is on a reported figure, or on a move in percent that nothing but its time says more of."""
    return "metric" in d.args or (d.measure == "price.return" and not d.args)


def _is_alike(d: Draft, first: Draft) -> bool:
    """Whether a draft is of the same thing as the first of its list, or of none: others have been told apart already (亚马逊、微软则分别升80.88%及56.8%)."""
    return d.args == first.args and d.subject == first.subject and d.measure in {first.measure, ""}


def _lists(scene: Scene) -> list[list[Token]]:
    """The numbers that nothing but commas, conjunctions and verbs of growing parts, two or more of one kind, the last behind a conjunction."""
    runs: list[list[Token]] = []
    for t in scene.all("quantity"):
        if runs and _goes_on(scene, runs[-1][-1], t):
            runs[-1].append(t)
        else:
            runs.append([t])
    return [run for run in runs if len(run) > 1 and _ends(scene, run)]


def _goes_on(scene: Scene, last: Token, t: Token) -> bool:
    """Whether a number goes on with the list that another stands last in."""
    alike = t.sense == last.sense or (is_money(t.sense) and is_money(last.sense))
    start = next((v.start for v in scene.all("sense", "rise", "fall") if last.end <= v.start < t.hedge_start), None)
    if start is not None and wording("in_order.by").fullmatch(scene.view, start, t.hedge_start) is None:
        return False
    end = t.hedge_start if start is None else start
    return alike and wording("in_order.joint").fullmatch(scene.view, last.end, end) is not None


def _ends(scene: Scene, run: Sequence[Token]) -> bool:
    """Whether a list ends with a conjunction, and its last number is no part of what follows it ("$40 billion and 25% more than …")."""
    joint = wording("in_order.last").search(scene.view, run[-2].end, run[-1].hedge_start)
    return joint is not None and wording("in_order.goes_on").match(scene.view, run[-1].end) is None


def _of_nouns(scene: Scene, first: Draft, run: Sequence[Token]) -> list[Draft]:
    """Levels of as many figures as there are numbers ("revenue, costs and profit were …"); without a measure where there are more or fewer."""
    nouns = facts(scene)
    noun = next((t for t in first.tokens if t in nouns), None)
    if noun is None or noun.end > run[0].start or first.measure != "fact.value":
        return []
    told = side_by_side([t for t in nouns if t.end <= noun.end], scene)
    if len(told) != len(run):
        return [first._replace(measure="")] if len(told) > 1 else []
    return [
        level_of(scene, n, a, first.subject)._replace(period=first.period, also=first.also)
        for n, a in zip(told, run, strict=True)
    ]


def _of_times(scene: Scene, first: Draft, run: Sequence[Token]) -> list[Draft]:
    """One figure, its growth, or a move of the tape, at as many times as there are numbers."""
    noun = next((t for t in first.tokens if t.kind == "metric"), None)
    moved = first.measure == "price.return"
    whens = _times(scene, run) if noun is not None or moved else []
    verbs = scene.all("sense", "rise", "fall")
    verb = next((t for t in first.tokens if t in verbs), None)
    grows = verb is not None or moved or first.measure == "fact.growth" or _is_growth(scene, noun, run[0])
    out = []
    for amount, (meant, when) in zip(run, whens, strict=False):
        verb = next((v for v in reversed(verbs) if verb and verb.end <= v.start < amount.start), verb)
        falls = verb is not None and verb.sense == "fall"
        level = None if grows or noun is None else as_level(scene, noun, amount)
        claim = level or asserted(amount, sign=-1.0 if falls else 1.0)
        tokens = tuple(t for t in (noun if not moved else None, amount, when) if t)
        out.append(
            first._replace(tokens=tokens, asserted=claim, hedge=amount.figure.hedge, period=meant[0], also=meant[1:])
        )
    if moved or not grows:
        return [d._replace(measure="price.return" if moved else "fact.value") for d in out]
    return [d._replace(kind="ratio", measure="fact.growth") for d in out]


def _is_growth(scene: Scene, noun: Token | None, amount: Token) -> bool:
    """Whether the words between a noun and a list say that its numbers are how fast it grew."""
    return noun is not None and wording("in_order.growth").search(scene.view, noun.start, amount.start) is not None


Times = list[tuple[tuple["Period", ...], "Token"]]


def _times(scene: Scene, run: Sequence[Token]) -> Times:
    """As many times as there are numbers, each with its token: side by side before them, behind them or before "respectively"; or the quarters or years of one."""
    dates = scene.dates("on", "end_of", "duration")
    before = [t for t in dates if t.end <= run[0].start]
    behind = [t for t in dates if t.start >= run[-1].end]
    ends = [t for t in _before_the_word(scene) if t in behind]
    near = behind[:1] if behind and wording("in_order.in").fullmatch(scene.view, run[-1].end, behind[0].start) else []
    for listed in (ends, side_by_side(before, scene), _from(scene, near, behind)):
        if len(listed) == len(run):
            return [(t.dated.candidates, t) for t in listed if t.dated]
    parted = (_parts(scene, t, len(run)) for t in (*near, *before[-1:]))
    return next((found for found in parted if found), [])


def _from(scene: Scene, near: list[Token], behind: list[Token]) -> list[Token]:
    """The times side by side from the first behind a list on."""
    out = near[:1]
    for t in behind[1:] if near else ():
        if wording("paired.between").fullmatch(scene.view, out[-1].end, t.start) is None:
            break
        out.append(t)
    return out


def _parts(scene: Scene, when: Token, count: int) -> Times:
    """The quarters or years of a time, where it has so many and the sentence speaks of them ("in the four quarters of 2022", 2021年至2023年)."""
    each = [_divided(p, count) for p in when.dated.candidates] if when.dated else []
    if not each or not each[0]:
        return []
    quarters = each[0][0].grain == "quarter"
    if quarters and wording("in_order.quarters").search(scene.view, scene.start, scene.end) is None:
        return []
    return [(tuple(p[i] for p in each if len(p) == count), when) for i in range(count)]


def _divided(whole: Period, count: int) -> list[Period]:
    """A time in so many parts alike; empty where these are no quarters and no years."""
    start, end = whole.start, whole.end
    length, rest = divmod((end.year - start.year) * 12 + end.month - start.month + 1, count)
    if rest or length not in GRAINS or start.day != 1:
        return []
    parts = [
        periods.months(start.year, start.month + i * length, length, GRAINS[length], whole.text) for i in range(count)
    ]
    return [p for p in parts if p is not None]


__all__ = ["in_order"]
