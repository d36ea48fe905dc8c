"""How slots are filled: which interval a number asserts, which tokens a draft may still take, whose figure it is. Times stand in `when.py`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Figure, Quantity
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.numbers.units import is_money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

MARKET = frozenset({"market_cap", "price"})
MOVES = frozenset({"rise", "fall", "lose"})
"""The words that say which way something moved."""
NOT_FACTS = frozenset({"market_cap", "price", "jobs", "price_target"})


def free(tokens: Iterable[Token], taken: set[Token]) -> list[Token]:
    """The tokens that no frame has taken."""
    return [t for t in tokens if t not in taken]


def asserted(token: Token, *, sign: float = 1.0, hedge: str = "") -> Asserted:
    """What a quantity token asserts, with the predicate's direction (`sign` -1 for a fall) and a hedge of its own."""
    figure = token.figure
    if hedge and (figure.hedge == "exact" or (figure.hedge == "over" and hedge == "at_least")):
        figure = figure.hedged(hedge)
    if sign < 0:
        figure = replace(figure, value=-abs(figure.value), top=None if figure.top is None else -abs(figure.top))
    return Asserted.of_figure(figure)


def moved_by(verb: Token, amount: Token) -> Asserted:
    """What a quantity asserts as the size of a move: below zero where its verb is one of falling."""
    return asserted(amount, sign=-1.0 if verb.sense == "fall" else 1.0)


def passed(amount: Token) -> str:
    """The hedge of a level that was passed: up to the next round number where it is a round one, and anything beyond where it is told to the cent ("cleared the $182.85 that it needed")."""
    figure = amount.figure
    return "at_least" if figure.value and figure.step <= FINELY * abs(figure.value) else "over"


FINELY = 0.0005
"""A level told so finely, as a share of itself, is a mark that something was to pass."""


def counted_in(claim: Asserted, unit: str) -> Asserted:
    """The same count, of people or shares; what has a unit is as it was."""
    if claim.figure is None or claim.unit:
        return claim
    return Asserted.of_figure(replace(claim.figure, unit=unit))


def per_share(claim: Asserted) -> Asserted:
    """The same money, of one share; what is in any other unit is as it was."""
    if claim.figure is None or not is_money(claim.unit):
        return claim
    return Asserted.of_figure(replace(claim.figure, unit=f"{claim.unit}/share"))


def bounds(span: Quantity) -> str:
    """An interval as an argument of a measure (`low:high`)."""
    return f"{span.low:.12g}:{span.high:.12g}"


def is_a_fortune(scene: Scene, word: Token) -> bool:
    """Whether a word for what something is worth is one for somebody's wealth (身家, "net worth")."""
    return scene.view[word.start : word.end].lower() in wordlist("slots.fortunes")


def on_a_day(scene: Scene, opener: Token) -> bool:
    """Whether a day stands behind a verb in its clause, in Chinese before it, on which no reported figure moves ("With revenue down on the year, Meta dropped 5.2% on Thursday")."""
    every = [d for d in scene.dates("on") if d.dated and d.dated.period.grain == "day"]
    days = [d for d in every if not wording("bases.than").search(scene.view, max(scene.start, d.start - 1), d.start)]
    return any((d.start >= opener.end) != (scene.language == "zh") and scene.together(d, opener) for d in days)


def ends_a_session(scene: Scene, opener: Token) -> bool:
    """Whether a word of moving says how a session ended, whatever its sentence spoke of ("its first dividend ever, finished up 20.3%")."""
    return wording("market.ended").search(scene.view, max(scene.start, opener.start - 32), opener.start) is not None


def in_reach(scene: Scene, verb: Token, nouns: Iterable[Token]) -> list[Token]:
    """The nouns behind a verb that it can speak of: no clause of their own begins in between ("rose 20% after revenue had climbed")."""
    return [
        t
        for t in nouns
        if t.start <= verb.end or wording("slots.opens_another").search(scene.view, verb.end, t.hedge_start + 1) is None
    ]


def rank_one(text: str) -> Asserted:
    """The assertion of being the first of all."""
    return Asserted(text, Quantity.exact(1.0, "rank"))


def above_zero(text: str, unit: str) -> Asserted:
    """The assertion of a positive difference."""
    return Asserted(text, Quantity(0.0, float("inf"), unit))


def within(period: Period) -> Asserted:
    """The assertion that something fell in a period."""
    return Asserted.of_dates(period.start, period.end, period.text)


def number(value: float, unit: str, text: str) -> Asserted:
    """The assertion of a number that a word states ("tripled"), known to a tenth of itself."""
    return Asserted.of_figure(Figure(text, value, 0.2 * value, unit))


def subject_of(scene: Scene, amount: Token) -> str:
    """The company that a figure's own part of a sentence begins with, where its noun stands in another's; empty where none does.

    The part begins at the figure's clause, or behind the last semicolon ("… 9.7%, 小鹏是14%", "…; BYD, by contrast, sold 1.76 million").
    """
    names = [t for t in scene.all("name", "company") if t.name and t.name.of != "index" and t.end <= amount.start]
    own = next((t for t in names if scene.view[t.end : amount.hedge_start] == "'s "), None)
    if own is not None and own.name is not None:
        return own.name.key  # "ahead of Toyota's 5.02 million"
    for left in (scene.clause(amount)[0], scene.view.rfind(";", scene.start, amount.start) + 1):
        first = next((t for t in names if t.start >= left), None)
        if (
            left > scene.start
            and first is not None
            and first.name
            and wording("slots.opener").fullmatch(scene.view, left, first.start)
        ):
            return first.name.key
    return ""


def for_a_share(scene: Scene, whole: Token, amounts: Iterable[Token]) -> Token | None:
    """The other form of a sum, told for each share right behind it ("$468 billion, or $699.62 a share")."""
    each = (t for t in amounts if t.figure.unit.endswith("/share"))
    return next((t for t in each if wording("levels.or").fullmatch(scene.view, whole.end, t.hedge_start)), None)


def is_news(scene: Scene, amount: Token, metric: Token) -> bool:
    """Whether a figure's noun behind a change is why something moved, and not what did ("Facebook rose 20% on strong revenue")."""
    return amount.end <= metric.start and wording("slots.news").match(scene.view, amount.end, metric.start) is not None


__all__ = [
    "MARKET", "NOT_FACTS", "above_zero", "asserted", "bounds", "counted_in", "ends_a_session", "for_a_share", "free", "in_reach", "is_a_fortune", "is_news", "moved_by", "number", "on_a_day", "per_share", "rank_one", "subject_of", "within",
]  # fmt: skip
