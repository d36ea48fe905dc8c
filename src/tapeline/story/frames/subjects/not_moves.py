"""What stands beside a verb of moving and moved without being a share or an index that the reader knows: a fortune, a payout, a part of a company, a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import MARKET, ends_a_session, is_a_fortune
from tapeline.story.frames.subjects.movers import gained_in_a_day, of_a_sector, of_an_unknown_index, stranger
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


LARGE = 1e6
"""Money of so much is no price."""
AFTER_A_PAYOUT = 24
"""A verb so near behind a dividend or a buyback says by how much that was raised."""


def moves_something_else(scene: Scene, opener: Token, amount: Token, metric: Token | None, *, index: bool) -> bool:
    """Whether what moved is no share and no index that the reader knows: a fortune, a payout, a part of a company, an index of another name."""
    if is_no_move(scene, amount):
        return True  # 那次跳涨被抹去四成多, 涨跌幅超过5%
    if index:
        without = wording("not_moves.without").search(scene.view, max(scene.start, opener.start - 24), opener.start)
        return not scene.company(opener) or of_a_sector(scene, opener) or without is not None
    if stranger(scene, opener) or of_an_unknown_index(scene, opener) or _of_a_part(scene, opener):
        return True
    was = next((t for t in scene.all("sense", "to") if 0 <= amount.hedge_start - t.end <= 1), None)
    if was is not None and amount.end <= opener.start and stranger(scene, was):
        return True  # "Collaboration was 12% lower"
    if _of_a_fortune(scene, opener):
        return True
    if any(
        0 <= opener.start - t.end <= 1 and scene.view.endswith("比", 0, t.start) for t in scene.all("name", "company")
    ):
        return True  # 市值约1.25兆美元，比Meta多出逾四成
    if wording("not_moves.than_another").search(scene.view, scene.start, opener.start):
        return True  # 比三周前Meta的纪录还多三成有余
    if metric is not None or gained_in_a_day(scene, opener, amount):
        return False
    if wording("not_moves.of_a_sum").match(scene.view, max(amount.end, opener.end), scene.end):
        return True  # "It fell by 41 per cent, from $39.4bn to $23.2bn"
    if _goes_on(scene, opener) or _of_a_payout(scene, opener):
        return True
    compared = scene.all("sense", "compare_year", "compare_quarter")
    of_figures = (*scene.all("sense", "of_figures"), *compared)
    return any(t.start == opener.start for t in of_figures) or any(
        t.end <= opener.start and scene.together(t, opener) for t in compared
    )  # 德国前三个月注册量同比少了62%


def is_no_move(scene: Scene, amount: Token) -> bool:
    """Whether the words around an amount say that it is no move of the time told: a part that was given back, a distance, a size that days are counted by."""
    before = wording("not_moves.no_move").search(scene.view, scene.start, amount.hedge_start)
    return before is not None or wording("not_moves.of_days").match(scene.view, amount.end, scene.end) is not None


def _of_a_part(scene: Scene, opener: Token) -> bool:
    """Whether a segment or a product of a company is what moved ("while Reality Labs declined 1%")."""
    known = [t for t in scene.tokens if t.end <= opener.start and scene.together(t, opener)]
    last = known[-1].name if known else None
    return last is not None and last.kind in {"segment", "product"}


def _goes_on(scene: Scene, opener: Token) -> bool:
    """Whether a verb opens the clause behind a large sum or count, which is what moved ("contributed $28.5 billion, up 19%", iPhone卖了479亿，升近66%)."""
    before = [t for t in scene.quantities("money", "") if t.end <= opener.start]
    gap = scene.view[before[-1].end : opener.start].strip() if before else "."
    return gap in {",", "("} and before[-1].figure.value >= LARGE


def _of_a_fortune(scene: Scene, opener: Token) -> bool:
    """Whether what moved is somebody's fortune, named last before the verb (他的财富是3400亿元，一年少了24%)."""
    before = [
        t for t in scene.tokens
        if t.end <= opener.start and (t.sense in {"worth", *MARKET} or (t.name and t.name.kind == "company"))
    ]  # fmt: skip
    return bool(before) and is_a_fortune(scene, before[-1])


def _of_a_payout(scene: Scene, opener: Token) -> bool:
    """Whether what was raised is the dividend or the buyback spoken of right before ("a $0.77 dividend, up 5% from a year ago")."""
    before = [
        t
        for t in scene.tokens
        if t.end <= opener.start and (t.kind == "name" or t.sense in {"dividend", "buyback", "price"})
    ]
    if not before or before[-1].sense not in {"dividend", "buyback"} or ends_a_session(scene, opener):
        return False
    told = [t for t in scene.all("quantity") if before[-1].end <= t.start and t.end <= opener.start]
    return opener.start - before[-1].end - sum(t.end - t.start for t in told) <= AFTER_A_PAYOUT


__all__ = ["LARGE", "is_no_move", "moves_something_else"]
