"""Chinese amounts that leave their currency out (营收252亿, 收在350.00, 目标价从300提到400): they are in the story's money."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tapeline.story.scene import Token

_LARGE = re.compile(r"[0-9一二两三四五六七八九十百千数几多余]*[万千百]?[亿兆]")
"""What the words of a bare amount of money end in: nobody writes so many of anything else without its noun."""
_ENDS = re.compile(r"[,，。;；:：!！?？、()（）\n\"]|\.(?![0-9])| |$|[的了左右上下之以多余关大市元]")
"""What may follow it: a mark, or a particle; a noun would be what it counts."""
COLLOQUIAL = ("块", "块钱")
"""A word for the unit of whatever money is spoken of."""
MONEY_SENSES = frozenset({"worth", "buyback", "spend", "lose"})
PRICES = 1e5
_OTHERS = re.compile(r"指数|综指|成指|期货|原油|黄金|比特币|收益率|汇率|点")
"""What else a sentence may say the close of, in no money of the story's."""
NOT_MONEY = frozenset(
    {"headcount", "users", "jobs", "deliveries", "production", "unit_sales", "staff_of_a_kind", "gross_margin", "operating_margin",
     "net_margin", "effective_tax_rate", "facebook_daily_active_users", "facebook_monthly_active_users", "family_daily_active_people"}
)  # fmt: skip
"""Nouns of figures that are counts or shares."""


def currency(view: str, found: Iterable[Token]) -> str:
    """The currency that a story names most often, the first among equals; empty where it names none."""
    named = Counter(
        unit
        for t in found
        if t.mention and _is_code(unit := t.sense.removesuffix("/share")) and not _colloquial(view, t)
    )
    return next(iter(named.most_common(1)), ("", 0))[0]


def denominated(view: str, tokens: Sequence[Token], money: str, metric: str, *, index: bool) -> tuple[Token, ...]:
    """A sentence's tokens, its bare amounts of money in a currency.

    Args:
        view: the normalised text.
        tokens: the sentence's tokens in order.
        money: the story's currency; nothing changes where it is empty.
        metric: the figure that the discourse spoke of last.
        index: whether the sentence speaks of an index, whose levels are in no money.
    """
    if not money or not any(_bare(t) or _colloquial(view, t) for t in tokens):
        return tuple(tokens)
    out: list[Token] = []
    for t in tokens:
        of_money = _colloquial(view, t) or (_bare(t) and _is_money(view, t, tokens, metric, index=index))
        out.append(_in(t, money) if of_money else t)
    return tuple(out)


def _is_money(view: str, t: Token, tokens: Sequence[Token], metric: str, *, index: bool) -> bool:
    before = [x for x in tokens if x.end <= t.start and (x.kind == "metric" or x.sense in MONEY_SENSES)]
    noun = before[-1] if before else None
    if noun is not None and noun.sense in NOT_MONEY:
        return False
    if _LARGE.search(view, t.start, t.end) and view[t.end - 1] in "亿兆":
        return (noun is not None or metric == "market_cap") and _ENDS.match(view, t.end) is not None
    if noun is not None and noun.sense == "price_target":
        return 0 < t.figure.value < PRICES
    if index or _OTHERS.search(view, tokens[0].start, t.end + 1):
        return False
    closing = any(x.sense == "close" and 0 <= t.start - x.end <= 1 for x in tokens)
    return closing and "." in view[t.start : t.end] and t.figure.value < PRICES


def _bare(t: Token) -> bool:
    return t.mention is not None and t.sense == "" and not t.mention.noun


def _colloquial(view: str, t: Token) -> bool:
    return (
        t.mention is not None and t.sense.startswith("CNY") and view[t.mention.number_end : t.end].strip() in COLLOQUIAL
    )


def _is_code(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _in(t: Token, money: str) -> Token:
    assert t.mention is not None  # noqa: S101  (callers pass quantities)
    unit = t.sense.replace("CNY", money) if t.sense else money
    return replace(t, sense=unit, mention=replace(t.mention, figure=replace(t.figure, unit=unit)))


__all__ = ["currency", "denominated"]
