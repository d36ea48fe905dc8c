"""What a price that stands beside it dates or measures: a record level, a streak, a move that no day is told of ("soared 29.6% to $34.36"), a move from one price to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.slots import bounds
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token


NEAR = 36
"""A move of a day stands within so many characters of the price that it came to."""


def at_their_price(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """The drafts of a sentence, each that is of the session of a price beside it with that price.

    Such is a record level of the same time (年末收于376.04美元，是其历史最高收盘价), a streak, a move in money or in percent that nothing dates
    ("closed at $379.80, a gain of $74.42").
    """
    drafts = [_between_two(scene, d) for d in drafts]
    every = [d for d in drafts if d.measure == "price.level" and d.asserted is not None and "field" not in d.args]
    levels = [d for d in every if "of" not in d.args]
    highest = [*levels, *(d for d in every if d.args.get("of") == "high")]
    return [_from_another(scene, d, levels) or _priced(scene, d, levels, highest) for d in drafts] if every else drafts


def _between_two(scene: Scene, d: Draft) -> Draft:
    """A move right behind two prices that it lies between, counted from the first (从131.40美元缩到112.82美元，跌掉14.1%); one in money is their difference, and of no day."""
    amount = _figure(d)
    if amount is None or d.measure not in {"price.return", "price.change"} or d.args:
        return d
    start = min(t.start for t in (*(t for t in d.tokens if t.sense in {"rise", "fall"}), amount))
    m = wording("at_their_price.between").search(scene.view, scene.start, start)
    if m is None or any(t.dated and t.start >= m.start() for t in d.tokens):
        return d
    if amount.figure.unit != "%":
        return d._replace(measure="")
    return d._replace(args={"base": lexicon.groups(m)["base"].replace(",", "")})


def _from_another(scene: Scene, d: Draft, levels: list[Draft]) -> Draft | None:
    """A move in percent beside the two prices that it lies between ("fell from $336.35 to $120.34, a drop of 64 per cent"), counted from the one to the day of the other."""
    amount = _figure(d)
    a_move = d.kind in {"price_move", "index"} and d.measure in {"price.return", "price.change", ""}
    if not a_move or amount is None:
        return None
    if wording("at_their_price.of_a_day").match(scene.view, amount.end, scene.end):
        return None  # "from $312.55 to $288.35, losing 4.2 per cent on the day its figures were due"
    for level in levels:
        to = _figure(level)
        m = None if to is None else wording("at_their_price.from_to").search(scene.view, scene.start, to.hedge_start)
        if to is None or m is None or level.asserted is None:
            continue
        if any(t.dated and t.start >= m.start() for t in d.tokens):
            continue  # the move has a time of its own
        first = min(amount.hedge_start, d.tokens[0].start)
        behind = first >= to.end and wording("at_their_price.or").fullmatch(scene.view, to.end, first)
        ahead = amount.end <= m.start()
        before = ahead and wording("at_their_price.before_from").fullmatch(scene.view, amount.end, m.start())
        if behind or before:
            if amount.figure.unit != "%":
                return d._replace(measure="")  # "from $336.35 to $120.34, $216.01 lower": of no day
            base = lexicon.groups(m)["base"].replace(",", "")
            args = {"base": base, "at": bounds(level.asserted.quantity)}
            return d._replace(measure="price.return", period=level.period, also=level.also, args=args)
    return None


def _priced(scene: Scene, d: Draft, levels: list[Draft], highest: list[Draft]) -> Draft:
    undated = (
        d.measure in {"price.change", "price.streak"} and d.period is None and d.args.keys() <= {"direction", "over"}
    )
    if d.measure == "price.high_rank" or undated:
        near = [x for x in (levels if undated else highest) if x.subject == d.subject and x.period == d.period]
        if undated and not near and (closed := _close_beside(scene, d, levels)) is not None:
            return d._replace(period=closed.period, also=closed.also)
    elif d.measure == "price.return" and d.period is None and not d.args:
        near = [x for x in levels if x.subject == d.subject and x.period is None and _came_to(scene, d, x)]
    else:
        return d
    told = min(near, key=lambda x: abs(x.tokens[-1].start - d.tokens[-1].start), default=None)
    if told is None or told.asserted is None:
        return d
    return d._replace(args={**d.args, "at": bounds(told.asserted.quantity)})


def _close_beside(scene: Scene, d: Draft, levels: list[Draft]) -> Draft | None:
    """The price of a day nearest to a streak that goes on up to it (已连跌七个交易日，周二收于207.55美元); `None` where the streak had ended (连跌8天之后)."""
    words = d.tokens[0]
    if wording("at_their_price.ended").match(scene.view, words.end, scene.end):
        return None
    own = [(abs(t.start - words.start), x) for x in levels if x.subject == d.subject and (t := _figure(x)) is not None]
    if len({x.period for _, x in own}) > 1:
        return None  # 連九漲，10月26日收327.89美元，11月8日363.20美元
    near = min(own, key=lambda found: found[0], default=(0, None))[1]
    if near is None or near.period is None or near.period.grain != "day":
        return None
    left, right = sorted((words.end, near.tokens[-1].end))
    return None if wording("at_their_price.compared").search(scene.view, left, right) else near


def _came_to(scene: Scene, move: Draft, level: Draft) -> bool:
    """Whether a price is what a move of one day came to: it stands right beside it, told to the cent, and the verb is no perfect ("has gained 40% and stood at …")."""
    by, to = _figure(move), _figure(level)
    if by is None or to is None or level.asserted is None or level.asserted.quantity.half_width > CENT:
        return False
    first, second = sorted((by, to), key=lambda t: t.start)
    if second.hedge_start - first.end > NEAR:
        return False
    left = scene.clause(move.tokens[0])[0]
    return wording("at_their_price.perfect").search(scene.view, left, by.start) is None


CENT = 0.006
"""Half of the cent to which a price is told, in money of a share."""


def _figure(draft: Draft) -> Token | None:
    return next((t for t in draft.tokens if t.kind == "quantity"), None)


__all__ = ["at_their_price"]
