"""Frames of the distance from a peak or a trough: of a month or a year that the sentence gives, or of none, which no measure can check."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.quantity import Quantity
from tapeline.story.frames.slots import MARKET, asserted, free, moved_by, per_share
from tapeline.story.frames.subjects.movers import of_a_group_before
from tapeline.story.frames.tape.market import index_of, is_index
from tapeline.story.frames.tape.market_multiples import as_percent
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import DEAREST, is_price
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    import re

    from tapeline.claim import Asserted, Kind
    from tapeline.story.scene import Scene


def from_dated_extreme(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Up 434% from its November 2022 low", 自2022年11月的低点以来已涨逾4倍: from the extreme of a period to now."""
    out: list[Draft] = []
    for m in wording("extremes.point", scene.language).finditer(scene.view, scene.start, scene.end):
        when = _beside(scene, m)
        if when is None or when.dated is None or when.dated.period.end > scene.published:
            continue
        point = Token(m.start(), max(m.end(), when.end), "topic", "extreme")
        left = scene.clause(point)[0]
        others = [d for d in scene.dates("on", "since", "end_of", "until") if d is not when]
        moved = _stands(scene, point, taken)
        if moved is None and any(left <= d.start < point.start for d in others):
            continue
        moved = moved or _moved(scene, point, taken)
        if moved is None:
            continue
        opener, amount, claim = moved
        if amount is not None and ";" in scene.view[amount.end : point.start]:
            continue  # "For the year the gain is 59.6%; since the trough of November 3rd 2022, …"
        if of_a_group_before(scene, point.start, opener):
            continue  # 板块里可选消费最惨，自1月高点已跌35%
        which = "low" if wording("extremes.low").fullmatch(m["which"].lower()) else "high"
        used = tuple(sorted(dict.fromkeys(t for t in (when, opener, amount) if t), key=lambda t: t.start))
        kind: Kind = "index" if is_index(scene, opener) else "price_move"
        said = kind == "index" and scene.language == "en"  # in Chinese what is far from its high is seldom said
        out.append(Draft(kind, "price.return", index_of(scene, opener) if said else scene.company(opener), used, claim, when.dated.period, (), {"from": which},
                         claim.figure.hedge if claim.figure else "exact"))  # fmt: skip
        out += _at_a_price(scene, point, out[-1], which, taken)
        taken.update(t for t in scene.tokens if t in (opener, amount) or point.start <= t.start < point.end)
    return out


def _at_a_price(scene: Scene, point: Token, move: Draft, which: str, taken: set[Token]) -> list[Draft]:
    """The price of an extreme that stands among its words ("their record close of $382.18 in September 2021"): a close where they say so, else any price of the day."""
    inside = [t for t in free(scene.all("quantity"), taken) if point.start <= t.start < point.end]
    amount = next((t for t in inside if is_price(t.sense) and t.figure.value < DEAREST), None)
    if amount is None:
        return []
    closed = wording("extremes.closed").search(scene.view, point.start, point.end) is not None
    args = {"of": which, "session": "close"} if closed else {"session": "traded"}
    return [move._replace(kind="price_move", measure="price.level", tokens=(amount,), asserted=per_share(asserted(amount)), args=args,
                    hedge=amount.figure.hedge)]  # fmt: skip


def _stands(scene: Scene, point: Token, taken: set[Token]) -> tuple[Token, Token | None, Asserted] | None:
    """A percentage right before an extreme that it is counted from, what says which way, and what it asserts ("8% below its record close on July 5", "… and 74% since its peak in September")."""
    every = free(scene.quantities("%"), taken)
    away = next((t for t in every if wording("extremes.away").fullmatch(scene.view, point.end, t.hedge_start)), None)
    if away is not None:  # 距7月5日的历史收盘高点仍有8%, 比11月3日88.91美元的低位高出14%
        above = _is_low(scene, point) or scene.view[point.end : away.hedge_start].strip().endswith("高出")
        return away, away, asserted(away, sign=1.0 if above else -1.0)
    amount = next((t for t in every if t.end <= point.start and not scene.view[t.end : point.start].strip()), None)
    if amount is None or (
        scene.language == "zh" and wording("extremes.behind").match(scene.view, point.end, scene.end)
    ):
        return None
    if wording("extremes.within").search(scene.view, max(scene.start, amount.hedge_start - 16), amount.hedge_start):
        return amount, amount, _no_further(asserted(amount), point, scene)
    moves = [t for t in scene.all("sense", "rise", "fall") if t.end <= amount.start]
    fell = wording("extremes.under").match(scene.view, point.start, point.end)
    rose = wording("extremes.over").match(scene.view, point.start, point.end)
    if not (fell or rose or moves):
        return None
    sign = -1.0 if fell or (not rose and moves[-1].sense == "fall") else 1.0
    beside = bool(moves) and amount.hedge_start - moves[-1].end <= OPENS
    return (moves[-1] if beside else amount), amount, asserted(amount, sign=sign)


def _no_further(claim: Asserted, point: Token, scene: Scene) -> Asserted:
    """A distance of so many percent at most ("within 0.6% of its record")."""
    most = claim.quantity.high
    return replace(claim, quantity=Quantity(0.0, most, "%") if _is_low(scene, point) else Quantity(-most, 0.0, "%"))


def _is_low(scene: Scene, point: Token) -> bool:
    return wording("extremes.low").search(scene.view, point.start, point.end) is not None


def _beside(scene: Scene, m: re.Match[str]) -> Token | None:
    """The date of an extreme: in the words before it ("its November 2022 low"), or right behind it ("its low in November 2022")."""
    for d in scene.all("date"):
        inside = m.start() <= d.start and d.end <= m.start("which")
        if inside or (
            m.end() <= d.start and wording("extremes.in", scene.language).fullmatch(scene.view, m.end(), d.start)
        ):
            return d
    return None


def _moved(scene: Scene, point: Token, taken: set[Token]) -> tuple[Token, Token | None, Asserted] | None:
    """The verb of the move that an extreme is the base of, its amount where the verb has none in itself, and what they assert."""
    nouns = [t for t in scene.all("metric") if not point.start <= t.start < point.end]
    noun = scene.nearest(point, nouns)
    named = any(t.name and t.name.kind == "company" for t in scene.tokens)
    if (noun is not None and noun.sense != "price") or not (noun or named or scene.discourse.metric == "price"):
        return None
    verbs = [t for t in scene.all("sense", "rise", "fall", "multiply") if t not in taken]
    opener = scene.nearest(point, verbs)
    rest = scene.view[point.end : scene.clause(point)[1]].strip()
    leads = point.start == scene.start or opener is None  # "From its 2022 low, hit on Oct. 14, the stock has tripled"
    if opener is None or not (scene.together(opener, point) or len(rest) <= OPENS or leads):
        return None
    amount = None
    if opener.sense != "multiply":
        amount = scene.nearest(opener, free(scene.quantities("%", "x"), taken), side="after", clause=True)
        if (
            amount is None
            or amount.hedge_start - opener.end > OPENS
            or (amount.sense == "x" and opener.sense == "fall")
        ):
            return None
    if amount is not None and amount.sense == "%":
        return opener, amount, moved_by(opener, amount)
    claim = as_percent(scene, opener, amount)
    return None if claim is None else (opener, amount, claim)


OPENS = 4
"""So many characters may stand between a verb and its amount, and behind an extreme whose clause the next one goes on with (以来, 算起)."""


def from_extreme(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "57% below their all-time high", 较历史高点已回落26%: a move of the tape, where no reported figure is spoken of."""
    out: list[Draft] = []
    for amount in free(scene.quantities("%"), taken):
        sign = _sign(scene, amount)
        nouns = [t for t in scene.all("metric") if t.start < amount.start]
        noun = nouns[-1].sense if nouns else scene.discourse.metric
        if not sign or (noun and noun not in MARKET) or (not noun and scene.language == "zh" and not _named(scene)):
            continue
        verbs = [t for t in scene.all("sense", "rise", "fall") if scene.together(t, amount)]
        verb = scene.nearest(amount, verbs)
        tokens = tuple(sorted((t for t in (verb, amount) if t), key=lambda t: t.start))
        which = _of_all_time(scene, amount)
        sign = {"high": -1.0, "low": 1.0}.get(which, sign)
        out.append(Draft("index" if is_index(scene, amount) else "price_move", "price.return" if which else "", scene.company(amount), tokens,
                         asserted(amount, sign=sign), args={"from": which or "extreme"}, hedge=amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _of_all_time(scene: Scene, amount: Token) -> str:
    """Whether an extreme is the `high` or the `low` of all time; empty where its words leave open from when it counts."""
    left = scene.clause(amount)[0] if scene.language == "zh" else amount.end
    m = wording("extremes.all_time").search(scene.view, left, scene.clause(amount)[1])
    if m is None:
        return ""
    return "low" if wording("extremes.low").search(m[0].lower()) else "high"


def year_range(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "A 52-week low of $81.64 and a 52-week high of $119.33", 52周高点为119美元: the lowest and the highest price of the year before."""
    out: list[Draft] = []
    for amount in free(scene.all("quantity"), taken):
        unit = amount.figure.unit
        if not is_price(unit) or amount.figure.value >= DEAREST:
            continue
        m = next(
            (
                m
                for m in wording("extremes.range").finditer(scene.view, scene.start, amount.start)
                if m.end() == amount.hedge_start
            ),
            None,
        )
        if m is None:
            continue
        which = "low" if (m["which"] or m["zh"]).lower() in {"low", "低"} else "high"
        words = Token(m.start(), m.end(), "topic", "year_range")
        start = scene.published - timedelta(days=365)
        period = Period(scene.view[m.start() : m.end()].strip(), start, scene.published, "span")
        out.append(Draft("price_move", "price.level", scene.company(amount), (words, amount), per_share(asserted(amount)), period, (),
                         {"of": which, "field": which}, amount.figure.hedge))  # fmt: skip
        taken.update(t for t in scene.tokens if m.start() <= t.start < amount.end)
    return out


def _named(scene: Scene) -> bool:
    return any(t.name and t.name.kind == "company" for t in scene.tokens)


def _sign(scene: Scene, amount: Token) -> float:
    """The direction of a distance from an extreme; zero where a number is none."""
    end = scene.clause(amount)[1]
    if scene.language == "zh":
        start = scene.clause(amount)[0]
        extreme = wording("extremes.chinese").search(scene.view, start, amount.start) or wording(
            "extremes.chinese"
        ).match(scene.view, amount.end, end)
        return 0.0 if extreme is None else -1.0 if wording("extremes.down").search(scene.view, start, end) else 1.0
    m = wording("extremes.behind").match(scene.view, amount.end, end)
    if m is None:
        return 0.0
    falls = [t for t in scene.all("sense", "fall") if scene.together(t, amount) and t.end <= amount.start]
    return -1.0 if m["down"] or (not m["up"] and falls) else 1.0


__all__ = ["from_dated_extreme", "from_extreme", "year_range"]
