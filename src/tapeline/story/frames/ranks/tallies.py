"""The frame of tallies: on how many of so many days, weeks or months a price rose ("fell in eight of the last ten sessions", 九个交易日里第八次收涨)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from tapeline.claim import Asserted
from tapeline.quantity import Quantity
from tapeline.story import lexicon, topics
from tapeline.story.frames.ranks.streaks import count_in, counted_by, of_the_tape
from tapeline.story.frames.times.when import move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Grain, Period
    from tapeline.story.scene import Scene

FEWEST = 3
"""Of fewer days nobody counts."""


def tally(scene: Scene, taken: set[Token]) -> list[Draft]:
    """How often out of so many times a price rose or fell, where the words say both numbers and which way."""
    out: list[Draft] = []
    for m in wording("tallies.told").finditer(scene.view, scene.start, scene.end):
        told = lexicon.groups(m)
        words = Token(m.start(), m.end(), "topic", "record")
        count, among = count_in(told["count"], scene.language), count_in(told["among"], scene.language)
        verb = None if "up" in told or "down" in told else _verb(scene, words)
        way = next((w for w in ("up", "down") if w in told), "") or ("" if verb is None else WAYS[verb.sense])
        per = counted_by(told["unit"], scene.language)
        if not way or not per or among < FEWEST or not 0 < count <= among:
            continue
        if not of_the_tape(scene, words, verb, per) or _is_of_a_size(scene, words, verb):
            continue
        args = {"direction": way, "among": str(among)} | ({} if per == "day" else {"per": per})
        period, also, when = _when(scene, verb or words, words, cast("Grain", told.get("whole", "")))
        used = tuple(dict.fromkeys(t for t in (words, verb, when) if t))
        claim = Asserted(m[0], Quantity.exact(count, "times"))
        subject = scene.company(verb or words)
        out.append(Draft("record", "price.tally", subject, used, claim, period, also, args, modality="stated"))
        taken.update(t for t in scene.tokens if t.start < m.end() and m.start() < t.end)
    return out


WAYS = {"rise": "up", "fall": "down"}


def _verb(scene: Scene, words: Token) -> Token | None:
    """The move that is counted: the last before the words in their clause, else the first behind them."""
    moves = [t for t in scene.all("sense", "rise", "fall") if scene.together(t, words)]
    before = [t for t in moves if t.end <= words.start]
    return before[-1] if before else next((t for t in moves if t.start >= words.end), None)


def _is_of_a_size(scene: Scene, words: Token, verb: Token | None) -> bool:
    """Whether only moves of some size are counted, or prices at a level ("fell more than 5% for the second time in three sessions", "fell below $100 for …")."""
    if verb is None:
        return False
    low, high = min(verb.end, words.start), max(words.start, verb.start)
    between = [t for t in scene.all("quantity") if low <= t.start < high]
    return any(t.sense != "%" or t.figure.hedge in {"over", "under"} for t in between)


def _when(
    scene: Scene, at: Token, words: Token, whole: Grain | Literal[""]
) -> tuple[Period | None, tuple[Period, ...], Token | None]:
    """The day up to which is counted, or the longer time all of whose days are ("on four of the week's five days"); what a stretch's own words are ("the last ten days") is neither."""
    if whole:
        return topics.containing(scene.published, whole), (), None
    own = next((d for d in scene.dates("on") if words.start <= d.start < words.end), None)
    if own is not None and own.dated is not None:
        return own.dated.period, own.dated.candidates[1:], own  # "in 11 of 2023's 12 months"
    period, also, when = move_periods(scene, at)
    if when is None:
        return None, tuple(p for p in (period, *also) if p is not None and p.grain == "day"), None
    inside = words.start <= when.start < words.end and when.dated is not None and when.dated.role == "duration"
    return (None, (), None) if inside else (period, also, when)


__all__ = ["tally"]
