"""The frame of a record that no move leads to: "closed at a record", "the close of $474.99 was a record", 收于创纪录的4958.61点."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.slots import MARKET, rank_one
from tapeline.story.frames.subjects.movers import stranger
from tapeline.story.frames.tape.index_levels import is_a_stand
from tapeline.story.frames.times.level_times import as_it_ended
from tapeline.story.frames.times.when import day_before, move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene

NEAR = 40
"""The words that say what a record is one of stand within so many characters before it."""


def at_a_record(scene: Scene, taken: set[Token]) -> list[Draft]:
    """The record level of a share or an index, told by a verb of closing, a noun of the price, or beside the price itself."""
    out: list[Draft] = []
    for top in scene.all("sense", "record"):
        if top in taken or not _is_a_level(scene, top):
            continue
        at = scene.nearest(top, scene.all("sense", "close"), side="before", clause=True) or top
        if at is not top and stranger(scene, at):
            continue
        period, also, when = _when(scene, top)
        period, also = as_it_ended(scene, top, period, also)
        closed = wording("at_a_record.closed").search(scene.view, max(scene.start, top.start - NEAR), top.start)
        args = {} if closed is None else {"field": "close"}
        used = tuple(dict.fromkeys(t for t in (at, top, when) if t))
        rank = rank_one(scene.view[top.start : top.end])
        out.append(Draft("record", "price.high_rank", scene.company(at), used, rank, period, also, args))
        taken.add(top)
    return out


def never_as_high(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The stock has never closed higher", 从未收得更高: a record told by what never was."""
    out: list[Draft] = []
    for m in wording("at_a_record.never").finditer(scene.view, scene.start, scene.end):
        at = Token(m.start(), m.end(), "topic", "record")
        if any(t.sense not in MARKET for t in scene.all("metric")) or stranger(scene, at):
            continue
        period, also, _ = move_periods(scene, at, since=False)
        args = {"low": "yes"} if lexicon.groups(m).get("low") else {}
        args |= {"field": "close"} if wording("at_a_record.closed").search(m[0]) else {}
        rank = rank_one(m[0])
        out.append(
            Draft("record", "price.high_rank", scene.company(at), (at,), rank, period, also, args, modality="stated")
        )
        taken.update(t for t in scene.all("sense", "record", "high") if m.start() <= t.start < m.end())
    return out


def _when(scene: Scene, top: Token) -> tuple[Period | None, tuple[Period, ...], Token | None]:
    """The day of a record; the day that an earlier one was set on ("at a record for the first time since January 2022") is none."""
    period, also, when = move_periods(scene, top)
    if when is None or when.dated is None or when.dated.role != "since":
        return period, also, when
    day = day_before(scene, top)
    told = day.dated.candidates if day is not None and day.dated else scene.discourse.session
    return (told or (None,))[0], tuple(told[1:]), day


def _is_a_level(scene: Scene, top: Token) -> bool:
    """Whether a record is what a price or an index stands at, and not one of whatever follows it ("a record number of users")."""
    view, left = scene.view, max(scene.clause(top)[0], top.start - NEAR)
    behind = next((t for t in scene.all("quantity") if t.hedge_start >= top.end), None)
    priced = behind is not None and is_a_stand(scene, behind)
    ends = wording("at_a_record.ends").match(view, top.end, scene.end)
    worth = priced and behind is not None and wording("at_a_record.of").fullmatch(view, top.end, behind.hedge_start)
    if not ends and not worth:
        return False
    sets = wording("at_a_record.sets").match(view, top.start) and wording("at_a_record.named").search(
        view, left, top.start
    )
    if sets or wording("at_a_record.stood").search(view, left, top.start):
        return True
    last = next((t for t in reversed(scene.all("quantity")) if t.end <= top.start), None)
    was = last is not None and wording("at_a_record.was").fullmatch(view, last.end, top.start)
    return bool(was) and last is not None and is_a_stand(scene, last)


__all__ = ["at_a_record", "never_as_high"]
