"""Frames of a move told in money or in points: "fell $41.24 a share", "a gain of $80.21", 每股蒸发41.24美元, 道指下跌1,033.99点."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story.frames.slots import free, moved_by, per_share
from tapeline.story.frames.subjects.movers import stranger
from tapeline.story.frames.subjects.not_moves import is_no_move
from tapeline.story.frames.tape.market import index_of, is_index
from tapeline.story.frames.tape.when_moved import when_moved
from tapeline.story.frames.times.no_day import over_several_days
from tapeline.story.frames.times.sessions import of_another_listing, reached, session_of
from tapeline.story.frames.times.when import is_an_eve
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import DEAREST, is_price
from tapeline.story.tokens import Draft
from tapeline.story.topics import POINTS

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def points(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "道指下跌1,033.99点", "off 325 points": by how many points an index moved."""
    out: list[Draft] = []
    for verb in scene.all("sense", "rise", "fall"):
        amounts = [t for t in free(scene.quantities("", "points"), taken) if t.sense == "points" or _counts_points(t)]
        own = [t for t in amounts if "百" not in scene.view[t.start : t.end]]
        said = next(
            (t for t in own if wording("price_changes.or_points").fullmatch(scene.view, verb.end, t.hedge_start)), None
        )
        amount = (
            scene.nearest(verb, own, side="after", clause=True)
            or scene.nearest(verb, own, side="before", clause=True)
            or said
        )
        if amount is None or not (amount is said or _beside(verb, amount)) or not is_index(scene, verb):
            continue
        if is_no_move(scene, amount):
            continue  # 僅比關口高0.02點
        if any(verb.end <= t.start < amount.start for t in scene.all("sense", "to", "close")):
            continue
        if (
            scene.language == "zh"
            and amount.end <= verb.start
            and wording("price_changes.from_level").search(scene.view, scene.clause(amount)[0], amount.start)
        ):
            continue  # 较10月12日的3,577.03点反弹: the level that it is counted from
        claim = moved_by(verb, amount)
        claim = Asserted.of_figure(replace(claim.figure, unit="")) if claim.figure else claim
        draft = _draft(scene, verb, amount, claim, index=True)._replace(subject=index_of(scene, verb))
        based = wording("price_changes.from_a_point").search(scene.view, scene.start, verb.start) is not None
        out.append(draft._replace(measure="") if based else draft)
        taken.add(amount)
    return out


def _beside(verb: Token, amount: Token) -> bool:
    """Whether so many points stand right behind a verb, or before it ("66 points lower", 58.87点的涨幅)."""
    return -12 <= amount.start - verb.end <= 4 or 0 <= verb.start - amount.end <= 1


def _counts_points(amount: Token) -> bool:
    return amount.mention is not None and amount.mention.noun in POINTS


def dollars(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Down $41.24, or 19.0%", 每股涨了12美元: by how much money the price of a share moved, right beside the verb that says so."""
    out: list[Draft] = []
    for amount in free(scene.all("quantity"), taken):
        if not is_price(amount.figure.unit) or amount.figure.value >= DEAREST:
            continue
        verb = _verb(scene, amount)
        if verb is None or reached(scene, amount) or is_index(scene, verb) or not _of_the_tape(scene, verb, amount):
            continue
        claim = per_share(moved_by(verb, amount))
        out.append(_draft(scene, verb, amount, claim, index=False))
        taken.add(amount)
    return out


def _verb(scene: Scene, amount: Token) -> Token | None:
    """The verb of a move that an amount stands right behind, or right before ("closed 23 cents higher")."""
    moves = [v for v in scene.all("sense", "rise", "fall") if not _is_a_level(scene, v)]
    if wording("losses.of_a_price").match(scene.view, amount.end, scene.end):
        moves += [v for v in scene.all("sense", "lose") if v.end <= amount.start]
    near = [v for v in moves if 0 <= amount.hedge_start - v.end <= BESIDE]
    past = any(wording("market.past").match(scene.view, v.end, amount.start) for v in near)  # "dropped below $90"
    by = [v for v in near if wording("price_changes.by").fullmatch(scene.view, v.end, amount.hedge_start)]
    by += [v for v in moves if wording("price_changes.higher").fullmatch(scene.view, amount.end, v.end)]
    return None if past else next(iter(by), None)


def _is_a_level(scene: Scene, verb: Token) -> bool:
    """Whether a word of moving is part of one that names a level (写下的前高245.42美元)."""
    return wording("price_changes.a_level").search(scene.view, verb.start - 1, verb.end) is not None


BESIDE = 8


def _of_the_tape(scene: Scene, verb: Token, amount: Token) -> bool:
    """Whether it is the price of a share that moved by an amount: a percentage of the tape says so again, or the nouns around name a price and no figure."""
    if stranger(scene, verb) or wording("price_changes.of_a_payout").match(scene.view, amount.end, scene.end):
        return False
    nouns = [
        t
        for t in scene.tokens
        if t.end <= amount.start
        and t.start != verb.start
        and (t.kind == "metric" or t.sense in {"dividend", "buyback", "pay"})
    ]
    last = nouns[-1].sense if nouns else scene.discourse.metric
    again = wording("price_changes.or").match(scene.view, amount.end, scene.end) is not None
    told = any(t.end <= verb.start for t in scene.quantities("%")) and bool(scene.all("name", "company"))
    told = told or wording("price_changes.to_a_price").match(scene.view, verb.end, scene.end) is not None
    own = (
        again or told or _beside_its_size(scene, verb, amount) or amount.figure.unit.endswith("/share")
    )  # 苹果收涨8.90%，报146.87美元，较前一日上涨12.00美元
    return last == "price" or (own and not nouns)


def _beside_its_size(scene: Scene, verb: Token, amount: Token) -> bool:
    """Whether a company moved by an amount told to the cent, and its percentage follows ("Meta added $80.21 on Friday, a one-day gain of 20.3%")."""
    named = any(0 <= verb.start - t.end <= 1 for t in scene.all("name", "company"))
    fine = amount.figure.step <= CENT and "." in amount.figure.text
    return named and fine and any(t.start > amount.end for t in scene.quantities("%"))


CENT = 0.01


def _draft(scene: Scene, verb: Token, amount: Token, claim: Asserted, *, index: bool) -> Draft:
    period, also, when = when_moved(scene, verb, amount)
    eve = when is not None and is_an_eve(scene, when) and not scene.together(when, verb)
    off_the_tape = (
        eve  # 前一天收盘价还有138.81美元，一天少了13.20美元
        or session_of(scene, amount)
        or over_several_days(scene, verb, period)
        or of_another_listing(scene, amount)
    )
    used = tuple(t for t in (verb, amount, when) if t)
    return Draft("index" if index else "price_move", "" if off_the_tape else "price.change", scene.company(verb), used, claim, period, also, {},
                 amount.figure.hedge)  # fmt: skip


__all__ = ["dollars", "points"]
