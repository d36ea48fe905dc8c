"""Frames of records: all-time highs, the largest move ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted, move_periods, rank_one
from tapeline.story.scene import Draft

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene, Token


def record_move(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The largest one-day gain in Wall Street history", "its worst day ever"."""
    tops = scene.all("sense", "superlative", "record")
    moves = scene.all("sense", "rise", "fall")
    marks = scene.all("sense", "single_day", "ever", "record")
    for top in tops:
        near = scene.nearest(top, moves, side="after", clause=True) or scene.nearest(top, moves, clause=True)
        if near is None or not marks or near.start - top.end > 30:
            continue
        cap = _in_money(scene, top, near)
        period, also, when = move_periods(scene, top)
        down = near.sense == "fall"
        args = {"direction": "down" if down else "up"} | _amount(scene, top, down=down)
        used = tuple(t for t in (top, near, when) if t)
        text = scene.view[min(top.start, near.start) : max(top.end, near.end)]
        measure = "market_cap.change_rank" if cap else "price.return_rank"
        taken.update(tops)
        return [Draft("record", measure, scene.company(top), used, rank_one(text), period, also, args)]
    return []


def _in_money(scene: Scene, top: Token, move: Token) -> bool:
    """Whether a record is one of market value.

    The sentence says so or names money, or the discourse does and the word is not one of percentages (涨幅).
    """
    metric = scene.before_then_after(top, scene.all("metric", "market_cap", "price"))
    if metric is not None:
        return metric.sense == "market_cap"
    if scene.quantities("money"):
        return True
    return scene.discourse.metric == "market_cap" and scene.view[move.start : move.end] not in {"涨幅", "跌幅"}


def _amount(scene: Scene, top: Token, *, down: bool) -> dict[str, str]:
    """The size of the move that the sentence has just named ("lost over $200 billion, the largest loss ever")."""
    amount = scene.nearest(top, scene.quantities("money"), side="before")
    if amount is None:
        return {}
    claimed = asserted(amount, sign=-1.0 if down else 1.0).quantity
    return {"amount": f"{claimed.low:g}:{claimed.high:g}"}


def record_high(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Hit an all-time high"; several companies may share the predicate."""
    out = []
    for top in scene.all("sense", "high"):
        listed = scene.companies_listed(top)
        metric = scene.nearest(top, scene.all("metric", "market_cap", "price"), side="before")
        cap = metric is not None and metric.sense == "market_cap"
        period, also, when = move_periods(scene, top)
        if when is None:
            period, also = None, ((period, *also) if period else also)
        subjects = [t.name.key for t in listed if t.name] or [scene.company(top)]
        for subject, token in zip(subjects, listed or [top], strict=False):
            measure = "market_cap.high_rank" if cap else "price.high_rank"
            used = tuple(t for t in (token, top, when) if t)
            span: tuple[Period, ...] = () if len(subjects) > 1 else also
            out.append(
                Draft("record", measure, subject, used, rank_one(scene.view[top.start : top.end]), period, span, {})
            )
        taken.add(top)
    return out


__all__ = ["record_high", "record_move"]
