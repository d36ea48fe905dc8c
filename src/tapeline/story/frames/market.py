"""Frames of the tape: moves, levels and comparisons of price and market value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.claim import Asserted, Period
from tapeline.story.frames.slots import MARKET, above_zero, asserted, free, move_periods
from tapeline.story.scene import Draft, is_money

if TYPE_CHECKING:
    from tapeline.claim import Kind
    from tapeline.story.scene import Scene, Token


def _market_metric(scene: Scene, opener: Token, amount: Token) -> Token | None:
    """The noun that says what moved: before the verb in the sentence, else after it in the clause.

    For money the market value of the clause comes first ("the shares rose, adding $191 billion in market value").
    """
    metrics = scene.all("metric")
    value = (
        scene.nearest(amount, scene.all("metric", "market_cap"), clause=True) if is_money(amount.figure.unit) else None
    )
    if value is not None:
        return value
    return scene.nearest(opener, metrics, side="before") or scene.nearest(opener, metrics, side="after", clause=True)


def _is_index(scene: Scene, opener: Token) -> bool:
    named = [t for t in scene.all("name", "company") if scene.together(t, opener)]
    found = scene.before_then_after(opener, named)
    return bool(found and found.name and found.name.of == "index")


def move(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Market value rose by $196 billion on Friday", "the stock fell 26%", "the index gained 24% last year"."""
    out = []
    for opener in scene.all("sense", "rise", "fall"):
        amounts = free(scene.quantities("%", "money"), taken)
        amount = scene.nearest(opener, amounts, side="after", clause=True) or scene.nearest(
            opener, amounts, side="before", clause=True
        )
        if amount is None or opener in taken:
            continue
        metric = _market_metric(scene, opener, amount)
        index = _is_index(scene, opener)
        sense = metric.sense if metric else scene.discourse.metric
        if not index and sense not in MARKET and not (metric is None and sense == "" and amount.figure.unit == "%"):
            continue
        money = is_money(amount.figure.unit)
        if money and sense != "market_cap":
            continue
        out.append(_move(scene, opener, amount, metric, index=index))
        taken.add(amount)
    return out


def _move(scene: Scene, opener: Token, amount: Token, metric: Token | None, *, index: bool) -> Draft:
    money = is_money(amount.figure.unit)
    period, also, when = move_periods(scene, opener)
    if when is None and any(
        scene.together(t, opener) or t.start < opener.start for t in scene.all("sense", "from_start")
    ):
        start = scene.published.replace(month=1, day=1)
        ends = [p.end for p in scene.discourse.session if start < p.end <= scene.published]
        period, also = Period("", start, scene.published, "span"), tuple(Period("", start, e, "span") for e in ends)
    sign = -1.0 if opener.sense == "fall" else 1.0
    args = {}
    if any(scene.together(t, opener) for t in scene.all("sense", "intraday")):
        args["session"] = "intraday"
    if when is not None and any(when.start < t.start <= opener.start for t in scene.all("sense", "results")):
        args["after"] = "results"
    kind: Kind = "market_cap_change" if money else "index" if index else "price_move"
    measure = "market_cap.change" if money else "price.return"
    used = tuple(t for t in (opener, amount, metric if metric and scene.together(metric, opener) else None, when) if t)
    claim = asserted(amount, sign=sign)
    return Draft(
        kind,
        measure,
        scene.company(opener),
        used,
        claim,
        period,
        also,
        args,
        claim.figure.hedge if claim.figure else "exact",
    )


def level(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Its market value is over $1.22 trillion", "the stock closed at $474.99"."""
    out = []
    for metric in scene.all("metric", "market_cap", "price"):
        amounts = [t for t in free(scene.quantities("money", "USD/share"), taken) if t.figure.unit != "%"]
        amount = scene.nearest(metric, amounts, side="after", clause=True)
        if amount is None:
            continue
        openers = [t for t in scene.all("sense", "to", "exceed") if metric.start < t.start <= amount.start]
        moved = [t for t in scene.all("sense", "rise", "fall") if metric.start < t.start < amount.start]
        if not openers or (moved and not openers[-1].start > moved[-1].start):
            continue
        cap = metric.sense == "market_cap"
        if not cap and amount.figure.value >= 1e6:
            continue
        period, also, when = move_periods(scene, metric)
        hedge = "over" if openers[-1].sense == "exceed" else ""
        claim = asserted(amount, hedge=hedge)
        if not cap and is_money(claim.unit) and claim.figure:
            claim = Asserted.of_figure(replace(claim.figure, unit=f"{claim.unit}/share"))
        used = tuple(t for t in (metric, openers[-1], amount, when) if t)
        kind: Kind = "market_cap" if cap else "price_move"
        sessions = () if when else tuple(p for p in (period, *also) if p is not None)
        out.append(Draft(kind, "market_cap.level" if cap else "price.level", scene.company(metric), used, claim,
                         period if when else None, also if when else sessions, {}, hedge or amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def comparison(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Its gain in market value exceeded Amazon's", "is worth more than Tesla"."""
    out = []
    for opener in [t for t in scene.all("sense", "exceed") if t not in taken]:
        names = [t for t in scene.all("name", "company") if t.start >= opener.end and t.start - opener.end <= 4]
        other = scene.nearest(opener, names, side="after", clause=True)
        metric = scene.nearest(opener, scene.all("metric", "market_cap"), side="before")
        if other is None or other.name is None or (metric is None and scene.discourse.metric != "market_cap"):
            continue
        before = [t for t in scene.all("name", "company") if t.start < opener.start]
        first = scene.nearest(opener, before)
        subject = first.name.key if first and first.name else scene.discourse.company
        if other.name.key == subject:
            continue
        moved = [t for t in scene.all("sense", "rise", "fall") if scene.together(t, opener)]
        period, also, when = move_periods(scene, opener)
        args = {"than": other.name.key, "what": "change" if moved else "level"}
        used = tuple(t for t in (metric, opener, other, when) if t)
        text = scene.view[opener.start : other.end]
        out.append(
            Draft("comparison", "market_cap.compare", subject, used, above_zero(text, "USD"), period, also, args)
        )
    return out


__all__ = ["comparison", "level", "move"]
