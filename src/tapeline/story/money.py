"""Chinese amounts that leave their currency out (营收252亿, 收在350.00, 目标价从300提到400), or say no more than 元: they are in the story's money."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording, wordlist

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.story.tokens import Token

PRICED = frozenset({"market_cap", "price", "price_target"})
"""Nouns of what is told in the money that the shares trade in."""
NEAR = 24
"""A noun of a figure stands so many characters before its amount at most."""
TAIWAN = "TWD"
MONEY_SENSES = frozenset({"worth", "buyback", "spend", "lose"})
PRICES = 1e5
NOT_MONEY = frozenset(
    {"headcount", "users", "jobs", "deliveries", "production", "unit_sales", "staff_of_a_kind", "gross_margin", "operating_margin",
     "net_margin", "margin", "effective_tax_rate", "facebook_daily_active_users", "facebook_monthly_active_users", "family_daily_active_people"}
)  # fmt: skip
"""Nouns of figures that are counts or shares."""


@dataclass(frozen=True, slots=True)
class Monies:
    """The currencies that a story's amounts are in where they do not say so.

    Attributes:
        facts: of what a company reports.
        prices: of everything else.
        yuan: what 元 alone stands for, where it is not the renminbi; empty otherwise.
    """

    facts: str = ""
    prices: str = ""
    yuan: str = ""


def currencies(view: str, found: Sequence[Token], *, traditional: bool) -> Monies:
    """The currencies that a story names most often, the first among equals, beside figures that companies report and over all; empty where it names none.

    Args:
        view: the normalised text.
        found: its mentions, in order.
        traditional: whether the text was written in traditional characters, as papers in Hong Kong and Taiwan are.
    """
    named: Counter[str] = Counter()
    reported: Counter[str] = Counter()
    noun: Token | None = None
    for t in found:
        noun = t if t.kind == "metric" else noun
        unit = t.sense.removesuffix("/share")
        if not t.mention or not _is_code(unit) or _colloquial(view, t):
            continue
        named[unit] += 1
        if noun is not None and noun.sense not in PRICED and 0 <= t.start - noun.end <= NEAR:
            reported[unit] += 1
    most = next(iter(named.most_common(1)), ("", 0))[0]
    facts = next(iter(reported.most_common(1)), ("CNY" if most == "HKD" else most, 0))[0]
    hong_kong = (
        traditional
        and not named["TWD"]
        and wording("money.renminbi").search(view) is None
        and wording("money.hong_kong").search(view) is not None
    )
    taiwan = (
        TAIWAN
        if wording("money.taiwan").search(view) and named[TAIWAN] + named["CNY"] == named.total() - named["USD"]
        else ""
    )
    if hong_kong:
        return Monies("HKD" if facts == "CNY" else facts, "HKD", "HKD")
    return Monies(taiwan if taiwan and facts == "CNY" else facts, taiwan if taiwan and most == "CNY" else most, taiwan)


def without_conversions(view: str, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A sentence's tokens without amounts that stand in brackets behind another and say the same in other money ("by more than $230bn (£169bn)")."""
    amounts = [t for t in tokens if t.mention is not None and _is_code(t.sense)]
    again = {
        b
        for a, b in itertools.pairwise(amounts)
        if view[a.end : b.hedge_start].strip() == "(" and view.startswith(")", b.end) and _in_other_money(view, a, b)
    }
    return tuple(t for t in tokens if t not in again) if again else tokens


def _in_other_money(view: str, a: Token, b: Token) -> bool:
    """Whether two amounts are in other money: their currencies differ, or only one of two in dollars says whose ("$US237 billion ($332 billion)")."""
    whose = ["US" in view[t.start : t.number_start] for t in (a, b)]
    return a.sense != b.sense or whose[0] != whose[1]


def denominated(view: str, tokens: Sequence[Token], money: Monies, metric: str, *, index: bool) -> tuple[Token, ...]:
    """A sentence's tokens, its bare amounts of money in a currency.

    Args:
        view: the normalised text.
        tokens: the sentence's tokens in order.
        money: the story's currencies; nothing changes where there are none.
        metric: the figure that the discourse spoke of last.
        index: whether the sentence speaks of an index, whose levels are in no money.
    """
    if not money.prices or not any(_bare(t) or _colloquial(view, t) or _yuan(view, t) for t in tokens):
        return tuple(tokens)
    out: list[Token] = []
    noun: Token | None = None
    for t in tokens:
        noun = t if t.kind == "metric" or t.sense in MONEY_SENSES else noun
        of_fact = noun is not None and noun.kind == "metric" and noun.sense not in PRICED
        of_money = _colloquial(view, t) or (_bare(t) and _is_money(view, t, tokens, metric, index=index))
        code = (money.facts if of_fact else money.prices) if of_money else money.yuan if _yuan(view, t) else ""
        out.append(_in(t, code) if code else t)
    return tuple(out)


def _is_money(view: str, t: Token, tokens: Sequence[Token], metric: str, *, index: bool) -> bool:
    before = [x for x in tokens if x.end <= t.start and (x.kind == "metric" or x.sense in MONEY_SENSES)]
    noun = before[-1] if before else None
    if noun is not None and noun.sense in NOT_MONEY:
        return False
    if wording("money.a_share").match(view, t.end):
        return 0 < t.figure.value < PRICES
    if wording("money.large").search(view, t.start, t.end) and view[t.end - 1] in "亿兆":
        return (noun is not None or metric == "market_cap") and wording("money.ends").match(view, t.end) is not None
    if wording("money.large_en").search(view, t.start, t.end) and wording("money.ends_en").match(view, t.end):
        return noun is not None and noun.sense not in PRICED  # "revenue came to 868 billion"
    if noun is not None and noun.sense == "price_target":
        return 0 < t.figure.value < PRICES
    if index or wording("money.others").search(view, tokens[0].start, t.end + 1):
        return False
    if t.figure.value >= PRICES:
        return False
    if (
        noun is not None
        and noun.sense == "price"
        and wording("money.traded").search(view, tokens[0].start, t.hedge_start)
    ):
        return True  # "the stock was recently trading around 172"
    if "." not in view[t.start : t.end]:
        return False
    closed = any(x.sense == "close" and 0 <= t.hedge_start - x.end <= 1 for x in tokens)
    start = max(tokens[0].start, t.hedge_start - 24)
    return closed or wording("money.stood").search(view, start, t.hedge_start) is not None


def _bare(t: Token) -> bool:
    return t.mention is not None and t.sense == "" and not t.mention.noun


def _colloquial(view: str, t: Token) -> bool:
    return (
        t.mention is not None
        and t.sense.startswith("CNY")
        and view[t.mention.number_end : t.end].strip() in wordlist("money.colloquial")
    )


def _yuan(view: str, t: Token) -> bool:
    """Whether an amount says no more than 元."""
    plain = t.mention is not None and t.sense.startswith("CNY") and view[t.mention.number_end : t.end].strip() == "元"
    return plain and not view.endswith(("人民币", "RMB", "CNY"), max(0, t.start - 4), t.start)


def _is_code(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _in(t: Token, money: str) -> Token:
    assert t.mention is not None  # noqa: S101  (callers pass quantities)
    unit = t.sense.replace("CNY", money) if t.sense else money
    return replace(t, sense=unit, mention=replace(t.mention, figure=replace(t.figure, unit=unit)))


__all__ = ["Monies", "currencies", "denominated", "without_conversions"]
