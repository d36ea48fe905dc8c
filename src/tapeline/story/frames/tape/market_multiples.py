"""Frames of multiples of a price: "the stock has tripled", 股价翻倍, 股价涨了两倍."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Asserted, Period
from tapeline.quantity import Figure
from tapeline.story.frames.accounts.figures import word_multiple
from tapeline.story.frames.slots import MARKET, free
from tapeline.story.frames.subjects.movers import stranger
from tapeline.story.frames.tape.market import is_index
from tapeline.story.frames.times.no_day import from_a_price, from_peak, over_several_days
from tapeline.story.frames.times.when import move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Kind
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def _names_its_subject(scene: Scene, opener: Token) -> bool:
    """Whether a company's name stands right before a verb, in a sentence without a noun of a figure ("Broadcom doubled in 2023")."""
    named = any(
        wording("market.own_verb").fullmatch(scene.view, t.end, opener.start) for t in scene.all("name", "company")
    )
    return named and not scene.all("metric") and bool(scene.dates("on", "since", "duration"))


def _stands_for_the_stock(scene: Scene, opener: Token) -> bool:
    """Whether a pronoun right before a verb stands for the shares that the story told of last ("They have doubled since November 8")."""
    near = any(
        wording("market.own_verb").fullmatch(scene.view, t.end, opener.start) for t in scene.all("who", "company")
    )
    return near and scene.discourse.metric == "price" and bool(scene.dates("since", "duration"))


def _is_of_anothers(scene: Scene, amount: Token) -> bool:
    """Whether a multiple is one of what another did (涨幅是标普500的近20倍)."""
    names = (t for t in scene.all("name", "company") if t.end <= amount.hedge_start)
    return any(scene.view[t.end : amount.hedge_start].strip() == "的" for t in names)


def _names_another(scene: Scene, opener: Token, amount: Token) -> bool:
    """Whether another company is named between a verb and a multiple ("Amazon has gained 82 percent and Tesla trades at nearly five times its price")."""
    return any(opener.end <= t.start < amount.hedge_start for t in scene.all("name", "company"))


def multiplied(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The stock has tripled", 股价翻倍, 股价涨了两倍: a multiple of the price as the percentage that it is."""
    out = []
    for opener in scene.all("sense", "multiply", "rise"):
        metric = scene.nearest(opener, scene.all("metric"), side="before")
        index = metric is None and is_index(scene, opener)
        named = _names_its_subject(scene, opener) or _stands_for_the_stock(scene, opener)
        priced = metric.sense in MARKET if metric is not None else named
        if not (index or priced) or opener in taken or stranger(scene, opener):
            continue
        if from_peak(scene, opener) or (
            opener.sense == "multiply" and wording("market.object").match(scene.view, opener.end)
        ):
            continue
        amount = scene.nearest(opener, free(scene.quantities("x"), taken), side="after", clause=True)
        if amount is not None and (_is_of_anothers(scene, amount) or _names_another(scene, opener, amount)):
            continue
        of_volume = amount is not None and wording("market_multiples.in_volume").search(
            scene.view, opener.end, amount.hedge_start
        )
        claim = None if of_volume else as_percent(scene, opener, amount)
        if claim is None or claim.figure is None:
            continue
        period, also, when = move_periods(scene, opener, stretches=True)
        so_far = scene.all("sense", "from_start")
        if when is not None and not scene.together(when, opener) and any(_beside(scene, t, opener) for t in so_far):
            when = None  # 周四股价下跌5.2%，今年以来已跌去一半以上
        if when is None and so_far:
            period, also = Period("", scene.published.replace(month=1, day=1), scene.published, "span"), ()
        used = tuple(t for t in (metric, opener, amount, when) if t)
        if when is None and not so_far:  # no stock is tripled in a day that the sentence does not even name
            longer = [p for p in (period, *also) if p is not None and p.grain != "day"]
            period, also = (longer[0] if longer else None), tuple(longer[1:])
        known = period is not None and (
            when is not None or wording("market.since").search(scene.view, *scene.clause(opener)) is None
        )
        in_a_day = (
            when is not None and period is not None and period.grain == "day" and not scene.all("sense", "single_day")
        )
        measure = (
            "price.return"
            if known
            and not (
                in_a_day
                or from_a_price(scene, opener)
                or _from_to(scene, opener)
                or (amount is not None and _of_a_move(scene, amount))
                or over_several_days(scene, opener, period)
            )
            else ""
        )
        capital = metric is not None and metric.sense == "market_cap" and not index
        kind: Kind = "index" if index else "market_cap_change" if capital else "price_move"
        out.append(Draft(kind, measure, scene.company(opener), used, claim, period, also, {}, claim.figure.hedge))
        taken.update(t for t in (opener, amount) if t)
    return out


def _beside(scene: Scene, word: Token, opener: Token) -> bool:
    """Whether a word of time is of a verb's clause, but for brackets between ("has more than doubled (110%) since the turn of the year")."""
    between = scene.view[opener.end : word.start].strip()
    return scene.together(word, opener) or (between.startswith("(") and between.endswith(")"))


def _of_a_move(scene: Scene, amount: Token) -> bool:
    """Whether a multiple is one of another's move (是标普500指数涨幅的三倍)."""
    before = (scene.view, max(scene.start, amount.hedge_start - 8), amount.hedge_start)
    return wording("market_multiples.of_a_move").search(*before) is not None


def _from_to(scene: Scene, opener: Token) -> bool:
    """Whether the words before a multiple say from what price to what it was ("went from $170.39 to $488.69, nearly tripling")."""
    return wording("market_multiples.from_to").search(scene.view, scene.start, opener.start) is not None


def as_percent(scene: Scene, opener: Token, amount: Token | None) -> Asserted | None:
    """A multiple of a price ("has tripled", 涨了两倍) as the percentage that it is, known to a tenth of itself; `None` for none."""
    if opener.sense == "multiply":
        figure = word_multiple(scene, opener).figure
        text, times = scene.view[opener.start : opener.end], (figure.value - 1.0 if figure else 1.0)
        hedge = figure.hedge if figure else "exact"
    elif amount is not None:
        text, times, hedge = amount.figure.text, amount.figure.value, amount.figure.hedge
    else:
        return None
    if hedge == "over":  # "more than doubled": less than tripled
        return Asserted.of_figure(Figure(text, 100.0 * times, 0.0, "%", top=100.0 * (times + 1.0)))
    return Asserted.of_figure(Figure(text, 100.0 * times, 20.0 * abs(times), "%", hedge))


__all__ = ["as_percent", "multiplied"]
