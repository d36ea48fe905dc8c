"""Frame of a price that its own date or a peak names: "the record of $382.18", "July 25 ($122.21)", 9月7日的收盘纪录382.18美元."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from tapeline.claim import Period
from tapeline.story import lexicon
from tapeline.story.calendar import periods
from tapeline.story.frames.slots import MARKET, asserted, free, per_share
from tapeline.story.frames.subjects.movers import stranger
from tapeline.story.frames.tape.market import is_index
from tapeline.story.frames.tape.tape_levels import is_no_price, named_behind
from tapeline.story.frames.times.sessions import of_another_listing
from tapeline.story.frames.times.when import own_date
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import DEAREST, is_price
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    import re

    from tapeline.claim import Grain
    from tapeline.story.scene import Scene


def dated_price(scene: Scene, taken: set[Token]) -> list[Draft]:
    """A price that no verb tells: of the day that stands beside it, or of all time where it is called the highest or the lowest."""
    out: list[Draft] = []
    for amount in free(scene.all("quantity"), taken):
        if not is_price(amount.figure.unit) or amount.figure.value >= DEAREST or is_no_price(scene, amount):
            continue
        if not _of_the_tape(scene, amount):
            continue
        words = peak_words(scene, amount)
        when = _own_day(scene, amount) or (None if words is None else _date_of(scene, words))
        peak = {} if words is None else peak_of(words[0].lower())
        if when is None and (words is None or wording("dated_prices.all_time").search(words[0]) is None):
            continue
        period: Period | None = None if when is None or when.dated is None else when.dated.period
        also = () if when is None or when.dated is None else tuple(p for p in when.dated.candidates if p != period)
        args = {k: v for k, v in peak.items() if k == "session"} if when is not None and _is_day(when) else peak
        if when is not None and not _is_day(when) and not peak.get("of"):
            continue
        used = tuple(sorted((t for t in (amount, when) if t), key=lambda t: t.start))
        out.append(Draft("price_move", "price.level", named_behind(scene, amount) or scene.company(amount), used, per_share(asserted(amount)), period, also, args,
                         amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def began_at(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Began the year at $129.93", 年初为129.93美元: the last close before a time began, or the first within it."""
    out: list[Draft] = []
    for amount in free(scene.all("quantity"), taken):
        if not is_price(amount.figure.unit) or amount.figure.value >= DEAREST:
            continue
        m = wording("dated_prices.began").search(scene.view, scene.clause(amount)[0], amount.hedge_start)
        start = None if m is None else _start_of(scene, lexicon.groups(m))
        word = None if m is None else Token(m.start(), m.end(), "topic", "began")
        if start is None or word is None or stranger(scene, word):
            continue
        also = tuple(periods.weekdays(Period("", start, start + timedelta(days=FIRST), "span")))
        before = Period.of_day(periods.weekday_before(start))
        out.append(Draft("price_move", "price.level", scene.company(amount), (word, amount), per_share(asserted(amount)), before, also, {},
                         amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


FIRST = 4
"""The first session of a time lies no more days behind its beginning."""


def _start_of(scene: Scene, told: dict[str, str]) -> date | None:
    """The first day of the year that words name, or of the time that publication is within."""
    if told.get("year"):
        return date(int(told["year"]), 1, 1)
    within = periods.containing(scene.published, cast("Grain", told.get("grain", "year").lower()))
    return None if within is None else within.start


def _is_day(when: Token) -> bool:
    return when.dated is not None and when.dated.period.grain == "day"


def _of_the_tape(scene: Scene, amount: Token) -> bool:
    """Whether prices are what a sentence speaks of: by the noun last named before an amount, else by the discourse, else by a move of the tape in it."""
    nouns = [t for t in scene.tokens if t.end <= amount.start and (t.kind == "metric" or t.sense in OTHERS)]
    last = nouns[-1].sense if nouns else scene.discourse.metric
    if last not in MARKET and not (not nouns and scene.all("sense", "close", "rise", "fall", "high", "record")):
        return False
    own = wording("tape_levels.no_close").search(scene.view, scene.start, amount.start)
    offered = wording("tape_levels.first_sold").search(scene.view, scene.start, amount.hedge_start)
    return not (
        own or offered or is_index(scene, amount) or of_another_listing(scene, amount) or stranger(scene, amount)
    )


OTHERS = frozenset({"dividend", "buyback", "pay", "price_target", "list"})


def peak_words(scene: Scene, amount: Token) -> re.Match[str] | None:
    """The words beside a price that call it the highest or the lowest."""
    start = amount.hedge_start
    m = wording("dated_prices.before").search(scene.view, max(scene.start, start - 40), start)
    return m or wording("dated_prices.behind").match(scene.view, amount.end, scene.end)


def _date_of(scene: Scene, words: re.Match[str]) -> Token | None:
    """The date right before those words ("November's low of $88.91")."""
    near = (d for d in scene.dates("on", "end_of") if 0 <= words.start() - d.end <= len("'s "))
    return next((d for d in near if wording("dated_prices.whose").fullmatch(scene.view, d.end, words.start())), None)


def peak_of(words: str) -> dict[str, str]:
    """What the words beside a price call it: the highest or the lowest of its time, a close."""
    args = {"of": "low" if wording("dated_prices.low").search(words) else "high"}
    return args | ({"session": "close"} if wording("dated_prices.closed").search(words) else {})


def _own_day(scene: Scene, amount: Token) -> Token | None:
    """The date right beside a price: its own, or the one that brackets behind it hold a price of."""
    for d in scene.dates("on", "since"):
        if d.end <= amount.start and wording("dated_prices.bracket").fullmatch(scene.view, d.end, amount.hedge_start):
            return d
        if d.start >= amount.end and wording("dated_prices.set_on").fullmatch(scene.view, amount.end, d.start):
            return d
    return own_date(scene, amount)


__all__ = ["began_at", "dated_price", "peak_of", "peak_words"]
