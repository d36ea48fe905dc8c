"""What a word of rank ranks among moves: which move or day, whether it is one of the tape, whether in money, and how large."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted, bounds
from tapeline.story.frames.subjects.figure_names import facts
from tapeline.story.frames.times.not_when import compared
from tapeline.story.frames.times.ranked_since import REACH, since_of
from tapeline.story.lexicon import wording, wordlist

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def what_moved(scene: Scene, top: Token) -> Token | None:
    """The move or the day that a superlative ranks: right behind it; or for a record word, anywhere before it."""
    moves = scene.all("sense", "rise", "fall", "lose")
    days = scene.all("sense", "day_noun")
    near = scene.nearest(top, [*moves, *days], side="after", clause=True)
    session = next((t for t in scene.all("sense", "single_day") if 0 <= t.start - top.end <= 1), None)
    its_day = next((t for t in scene.all("sense", "single_day") if t.end == top.start and scene.language == "zh"), None)
    if near is None and its_day is not None and scene.view[top.start : top.end] in wordlist("records.worst"):
        return replace(its_day, sense="day_noun")  # 近四年来单日最惨
    if near is None and session is not None and wording("records.a_session").match(scene.view, session.end, scene.end):
        return replace(session, sense="day_noun")  # "the best single day for the shares since November"
    if near is not None and near.start - top.end <= (REACH if near.sense != "day_noun" else 3):
        return near
    if top.sense == "superlative":
        if near is None and (before := _size_before(scene, top)) is not None:
            return before
        if near is None and wording("records.of_a_span").match(scene.view, top.end, scene.end):
            return scene.nearest(top, [*moves, *days], side="before")  # 2019年1月以来表现最好的一个月
        if scene.language != "en" or near:
            return None
        left = scene.clause(top)[0]
        words = scene.view[left : top.start].strip().lower()
        opens = words in {"", "the", "by the"}
        start = scene.clause_before(left) if words in wordlist("records.its_own") else None
        if start is not None:  # "a decline of 9.51%, their steepest since March 2020"
            moves, opens = [t for t in moves if t.start >= start], True
        return scene.nearest(top, moves, side="before", clause=not opens)  # "fell 5%, the most since 2022"
    return scene.nearest(top, moves, clause=True) or scene.nearest(top, moves, side="before")


def _size_before(scene: Scene, top: Token) -> Token | None:
    """The noun of a move's size that opens the clause of a rank in Chinese, or stands right before it (单日跌幅为2022年9月29日以来最大, 史上单日损失最惨)."""
    moves = [t for t in scene.all("sense", "rise", "fall") if t.end <= top.start]
    sizes = [t for t in moves if scene.view[t.end - 1] == "幅" or (t.end == top.start and scene.language == "zh")]
    return next((t for t in sizes if scene.together(t, top)), None)


def of_a_figure(scene: Scene, top: Token, moved: Token) -> bool:
    """Whether a record is one of a reported figure, not of the tape: the nearest noun before it, else after it, says so."""
    noun = scene.nearest(top, scene.all("metric"), side="before")
    if scene.view[moved.start : moved.end].lower() in wordlist("records.growth"):
        return noun is None or noun.sense not in {"price", "market_cap"}  # "It was the fastest growth since 2021"
    if moved.sense != "day_noun":
        paid = scene.all("sense", "dividend")
        noun = scene.before_then_after(top, [*scene.all("metric"), *paid])
        return noun is not None and noun.sense != "trading_turnover" and (noun in facts(scene) or noun in paid)
    words = scene.view[moved.start : moved.end].lower()
    if words in wordlist("records.stretches") and not facts(scene):
        return not (
            scene.all("metric", "price") or scene.discourse.metric in {"", "price"}
        )  # "the stock's best year since 2014"
    return words in wordlist("records.of_figures") or (
        noun is not None and noun in facts(scene) and scene.together(noun, top)
    )


LEAST_VALUE = 1e8


def in_money(scene: Scene, top: Token, move: Token) -> bool:
    """Whether a record is one of market value.

    The sentence says so or names money, or the discourse does and the word is not one of percentages (涨幅).
    """
    if any(top.start <= t.start < move.end for t in scene.all("metric", "price")):
        return False  # 最大股价跌幅
    among_all = wording("records.of_all_stocks").search(scene.view, max(top.end, move.end), scene.clause(top)[1])
    if among_all or wording("records.in_dollars").search(scene.view, scene.start, scene.end):
        return True  # "In dollars, it was the biggest one-day gain in the company's history"
    caps = scene.all("metric", "market_cap")
    if any(wording("records.of_value").fullmatch(scene.view, move.end, t.start) for t in caps if t.start >= move.end):
        return True  # "the largest one-day loss in market value"
    moved = [t for t in scene.quantities("money") if t.end <= top.start and t.figure.value >= LEAST_VALUE]
    valued = [t for t in scene.all("metric", "market_cap") if moved and t.end <= moved[-1].start]
    if valued and not any(moved[-1].end <= t.start < top.start for t in scene.all("quantity")):
        return True  # 市值蒸发近3000亿美元，创下美国股票史上最大跌幅
    nouns = [
        t
        for t in scene.all("metric", "market_cap", "price")
        if scene.view[t.start : t.end] not in wordlist("records.markets")
    ]
    metric = scene.nearest(top, nouns, side="before") or scene.nearest(top, nouns, side="after", clause=True)
    if metric is not None:
        return metric.sense == "market_cap"
    payouts = scene.all("sense", "buyback", "dividend")
    sums = [t for t in scene.quantities("money") if not any(scene.together(t, p) for p in payouts)]
    since = since_of(scene, top) is not None
    sums = [t for t in sums if t.end <= top.start or scene.together(t, top) or not since]
    if any(t.figure.value >= LEAST_VALUE for t in sums):
        return True
    if since:
        return False  # "its steepest one-day climb since July 2015"
    return scene.discourse.metric == "market_cap" and scene.view[move.start : move.end] not in {"涨幅", "跌幅"}


def size_told(scene: Scene, top: Token, *, down: bool) -> dict[str, str]:
    """The size of the move that the sentence has just named ("lost over $200 billion, the largest loss ever")."""
    told = [t for t in scene.quantities("money") if scene.view[t.start - 1 : t.start] != "("]  # no other money's
    others = compared(scene, top)
    # none of another's ("eclipsed Amazon's $191 billion")
    told = [t for t in told if not any(c.end <= t.start <= c.end + 4 for c in others)]
    told = [t for t in told if not wording("records.was_beaten").search(scene.view, scene.start, t.end)]
    amount = scene.nearest(top, told, side="after" if others else "before")
    if amount is None:
        return {}
    claimed = asserted(amount, sign=-1.0 if down else 1.0).quantity
    return {"amount": bounds(claimed)}


__all__ = ["in_money", "of_a_figure", "size_told", "what_moved"]
