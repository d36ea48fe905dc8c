"""What stands beside a noun of a figure and is no level of it: a threshold, a need, a cell of a table, by how much it changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.story.frames.subjects.figure_names import COUNTS, STAFF, USERS
from tapeline.story.frames.times.reported_when import AS_OF_A_DAY
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import DEAREST, is_money

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

PROFITS = frozenset({"net_income", "operating_income"})
LEAST_MONEY = 1000.0
"""Less money is that of a share, whatever noun stands before it ("earnings beat the $4.96 forecast")."""


def is_no_level(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a number beside a noun is none of its levels: a threshold, money beside a count of shares, what a buyback cost."""
    money = is_money(amount.figure.unit)
    return (
        wording("not_levels.threshold").match(scene.view, amount.end, scene.end) is not None
        or (metric.sense == "share_count" and money)
        or (
            money
            and wording("not_levels.paid_for").search(scene.view, scene.clause(amount)[0], amount.hedge_start)
            is not None
        )
        or wording("not_levels.difference").match(scene.view, amount.end, scene.end) is not None
        or wording("not_levels.of_something").match(scene.view, amount.end, scene.end) is not None
        or (
            metric.end <= amount.start
            and wording("not_levels.of_what_follows").match(scene.view, amount.end, scene.end) is not None
        )
        or wording("not_levels.no_result").search(
            scene.view, max(scene.start, amount.hedge_start - 24), amount.hedge_start
        )
        is not None
        or wording("not_levels.each_day").search(scene.view, max(scene.start, metric.start - 6), metric.start)
        is not None
        or wording("not_levels.a_day").match(scene.view, amount.end, scene.end) is not None
        or (money and wording("not_levels.by_the_day").search(scene.view, scene.start, amount.start) is not None)
        or (metric.sense in PROFITS and wording("losses.of_value").match(scene.view, amount.end) is not None)
        or _of_several(scene, amount)
        or (money and amount.figure.value < IN_FULL and _for_each(scene))
        or (metric.sense not in STANDING and _of_some_quarters(scene, metric, amount))
        or wording("not_levels.cumulated").search(scene.view, scene.clause(amount)[0], amount.hedge_start) is not None
        or (money and _is_a_price(scene, amount))
        or _of_its_loss(scene, metric, amount)
        or (metric.sense in PROFITS | {"revenue"} and _is_spent(scene, metric, amount))
        or wording("not_levels.at_best").search(scene.view, scene.clause(amount)[0], amount.hedge_start) is not None
        or wording("not_levels.costs").match(scene.view, metric.start, amount.start) is not None
        or wording("not_levels.equals").match(scene.view, amount.end, scene.end) is not None
        or (metric.sense in STAFF | USERS and _counts_things(scene, amount))
        or _another_noun(scene, metric, amount)
        or (metric.sense in PROFITS and _is_a_persons(scene, metric, amount))
        or (metric.sense in STAFF and _is_of_some_of_them(scene, metric, amount))
        or (metric.sense in USERS and _is_of_a_leak(scene, metric, amount))
        or (metric.sense == "costs_and_expenses" and bool(scene.all("sense", "buyback", "bought_back")))
    )


def _is_of_some_of_them(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a count of staff is of those who come on top, or whom something befell ("told 11,000 employees that their jobs were going")."""
    if wording("not_levels.of_them").match(scene.view, amount.end, scene.end) is not None:
        return False  # 裁去8.7万员工中的13%
    return (
        wording("not_levels.new").match(scene.view, amount.end) is not None
        or wording("not_levels.staff_before").search(scene.view, scene.start, amount.hedge_start) is not None
        or wording("not_levels.staff_behind").match(scene.view, max(metric.end, amount.end), scene.end) is not None
    )


def _counts_things(scene: Scene, amount: Token) -> bool:
    """Whether a bare number has a noun of its own that is none of people ("owns or finances some 12,500 buildings")."""
    m = wording("not_levels.things").match(scene.view, amount.end, scene.end) if amount.figure.unit == "" else None
    return m is not None and not any(
        m.start() <= t.start < m.end() for t in scene.tokens if t.kind in {"metric", "modality"}
    )


def _of_its_loss(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a loss stands between a noun of another figure and a sum, which is the loss's ("sales halved to $339 million while the loss approached $4 billion")."""
    if metric.sense in PROFITS:
        return False
    between = (scene.view, metric.end, max(metric.end, amount.start))
    verbs = scene.all("sense", "lose")
    return (
        any(metric.end <= t.start < amount.start for t in verbs)
        or wording("not_levels.loss").search(*between) is not None
    )


def _is_a_price(scene: Scene, amount: Token) -> bool:
    """Whether a sum is what a share stands at, by the company right before it ("EPS of $10.49, META at $99.20")."""
    cents = amount.figure.value < DEAREST and not amount.figure.unit.endswith("/share")
    return cents and any(
        scene.view[t.end : amount.hedge_start] in {" at ", " @ "} for t in scene.all("name", "company")
    )


def _is_spent(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a sum is what was spent, told behind what came in ("it earned $39.1 billion and spent $28.1 billion on capital goods")."""
    verbs = [t for t in scene.all("sense", "spend") if metric.end <= t.start]
    return any(0 <= amount.hedge_start - t.end <= 1 for t in verbs)


def _for_each(scene: Scene) -> bool:
    """Whether a sentence tells figures for each of many ("revenue amounted to $1.35 million a head and net income to $268,000", 人均200万美元)."""
    return wording("not_levels.for_each").search(scene.view, scene.start, scene.end) is not None


STANDING = AS_OF_A_DAY | USERS | {"marketable_securities"}
"""Figures that are as of a day, of which no sum is one of several periods."""
LONG = frozenset({"half", "year", "span"})


def _of_some_quarters(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a figure is one of several periods together, or since a day, which no date of its sentence bounds ("together the two quarters brought in $36.4 billion")."""
    dates = [d for d in scene.dates("since") if scene.together(d, amount) and metric.start <= d.start <= amount.start]
    since = [
        d for d in dates if wording("not_levels.since").search(scene.view, max(scene.start, d.start - 6), d.start + 6)
    ]
    bounded = any(d.dated.period.grain in LONG for d in scene.dates("on", "until", "whole") if d.dated)
    return bool(since) or (
        not bounded and wording("not_levels.summed").search(scene.view, scene.start, amount.start) is not None
    )


def _of_several(scene: Scene, amount: Token) -> bool:
    """Whether an amount is several figures together that the sentence tells one by one (现金418亿、有价证券235亿，合计654亿)."""
    before = [t for t in scene.quantities("money") if t.end <= amount.start]
    return (
        len(before) > 1
        and wording("not_levels.sum_before").search(scene.view, before[-1].end, amount.hedge_start) is not None
    )


def _is_a_persons(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether somebody stands between a loss and its sum, who made it ("the losses hit her wallet to the tune of $15 billion")."""
    return any(metric.end <= t.start < amount.start and scene.together(t, amount) for t in scene.people)


def _another_noun(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a number that stands apart from a noun has one of its own that the lexicon does not know ("a net margin of 21% and a return on equity of 11.6%")."""
    between = any(metric.end <= t.start < amount.start for t in scene.all("quantity"))
    if metric.start >= amount.start or not between:
        return False
    if wording("not_levels.a_deficit").search(scene.view, metric.end, amount.hedge_start):
        return True
    if scene.language == "en":
        m = wording("not_levels.of_another").match(scene.view, amount.end, scene.end)
        if m is not None and not any(m.start("thing") <= t.start < m.end("thing") for t in scene.tokens):
            return True  # "$65.4 billion in cash and $18.4 billion of notes"
    of_which = wording("not_levels.of_which").search(scene.view, metric.end, amount.hedge_start)
    if of_which is not None and not any(
        of_which.start() <= t.start for t in scene.all("metric") if t.end <= amount.start
    ):
        return True  # 成本费用增长31.3%至167.1亿美元，其中研发首次突破60亿美元
    form = wording("not_levels.another_zh") if scene.language == "zh" else wording("not_levels.another_en")
    left = max(metric.end, amount.hedge_start - 48)
    m = form.search(scene.view, left, amount.hedge_start)
    return m is not None and not any(m.start("noun") <= t.start < m.end("noun") for t in scene.all("metric"))


def _is_of_a_leak(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether people are those whose data went astray, and no count of a company's users."""
    start, end = min(metric.start, amount.hedge_start), max(metric.end, amount.end)
    behind = wording("not_levels.data_behind").match(scene.view, end, scene.end) is not None
    return (
        behind or wording("not_levels.data_before").search(scene.view, max(scene.start, start - 48), start) is not None
    )


def is_a_whole(scene: Scene, amount: Token) -> bool:
    """Whether an amount is the whole that the one before it is a part of ("$38.7 billion of the quarter's $40.1 billion"): no level of what the part is of."""
    ends = (t.end for t in scene.quantities("money") if t.end <= amount.hedge_start and is_money(amount.sense))
    return any(wording("levels.of_the_whole").fullmatch(scene.view, end, amount.hedge_start) for end in ends)


def is_of_the_amount_before(scene: Scene, noun: Token, amount: Token) -> bool:
    """Whether a noun right before an amount is the one of the amount before it ("Of $28.6 billion in revenue $21.4 billion went on costs")."""
    if scene.view[noun.end : amount.hedge_start] != " ":
        return False
    return any(scene.view[t.end : noun.start] in {" in ", " of ", " worth of "} for t in scene.all("quantity"))


def raised(scene: Scene, metric: Token) -> bool:
    """Whether what "brought in" a sum is a deal or a flotation, no quarter."""
    if wording("not_levels.floated").search(scene.view, scene.start, metric.start) and scene.view.startswith(
        "brought in", metric.start
    ):
        return True
    return any(0 <= metric.start - t.end <= 2 for t in scene.all("sense", "deal"))


IN_FULL = 1e7
"""So much money a company reports in full, whatever a line above says of millions."""
TABLE = 400
"""A table's line of units stands so many characters before its rows at most."""


def in_a_table(scene: Scene, amount: Token) -> bool:
    """Whether an amount is a cell of a table that its own row does not tell: in larger units, or of a further column."""
    return _in_larger_units(scene, amount) or _another_column(scene, amount)


def _in_larger_units(scene: Scene, amount: Token) -> bool:
    """Whether a bare number stands in the row of a table whose head says that it is in millions: it is not the number as written."""
    money = is_money(amount.figure.unit) and LEAST_MONEY <= amount.figure.value < IN_FULL
    if not money and (
        amount.figure.unit not in {"", "people"} or not scene.heading or (amount.mention and amount.mention.noun)
    ):
        return False
    return wording("not_levels.unit_line").search(scene.view, max(0, scene.start - TABLE), scene.start) is not None


_GAP = re.compile(r"(?:[ \t]{2,}|[ ]*[|\t][ ]*)")


def _another_column(scene: Scene, amount: Token) -> bool:
    """Whether an amount stands in a further column of a table's row: of a period that only the table's head tells."""
    before = [t for t in scene.all("quantity") if t.end <= amount.start]
    return bool(before) and _GAP.fullmatch(scene.view, before[-1].end, amount.start) is not None


def came_or_went(scene: Scene, amount: Token) -> str:
    """Which way a count of people goes by what they are said to do right behind it: "fall" where they quit, "rise" where they joined, else nothing."""
    if wording("not_levels.went").match(scene.view, amount.end, scene.end):
        return "fall"
    return "rise" if wording("not_levels.came").match(scene.view, amount.end, scene.end) else ""


def _is_how_much_it_changed(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether money behind a figure's noun is by how much that changed ("the increase in profit was $9.4 billion"), and not where it went ("a drop in profit to $4.65 billion")."""
    noun = wording("not_levels.change_in").search(scene.view, scene.clause(metric)[0], metric.start)
    if noun is None or not scene.together(metric, amount) or not is_money(amount.figure.unit):
        return False
    links = (t for t in scene.all("sense", "to") if metric.end <= t.start < amount.start)
    return not any(scene.view[t.start : t.end].lower() == "to" for t in links)


def is_change(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a number is by how much a figure changed ("added 8.76 million subscribers", 减少5025人), not where it stood."""
    verbs = scene.all("sense", "rise", "fall")
    near = [t for t in verbs if t.end <= amount.start and scene.together(t, amount)]
    if _is_how_much_it_changed(scene, metric, amount):
        return True
    if metric.sense in USERS | STAFF and came_or_went(scene, amount):
        return True
    if near and not {"到", "至"}.isdisjoint(scene.view[near[-1].end - 1 : near[-1].end + 1]):
        return False  # 用户掉到19.29亿, 亏损扩大至36.7亿美元, 从1.76美元跃升至5.33美元
    if is_money(amount.figure.unit):
        start = amount.hedge_start
        right_before = bool(near) and 0 <= start - near[-1].end <= 1 and not scene.view.endswith(" to", 0, near[-1].end)
        if right_before and scene.language == "en":
            # "increased $7.9 billion to $40.1 billion"; "revenue up $40.1 billion" is a slip for "to"
            right_before = wording("not_levels.to_next").match(scene.view, amount.end, scene.end) is not None
        return (
            right_before or wording("not_levels.by").search(scene.view, max(scene.start, start - 16), start) is not None
        )
    if not near or amount.figure.unit == "%":
        return False
    if near[-1].end <= metric.start and 0 <= amount.hedge_start - metric.end <= 1:
        return False  # "climbed 4.8% on earnings of $5.16 a share"
    words = scene.all("sense", "to", "exceed", "earlier")
    return (
        not any(near[-1].end <= t.start < amount.start or t is near[-1] for t in words) and metric.sense not in COUNTS
    )


__all__ = [
    "LEAST_MONEY",
    "came_or_went",
    "in_a_table",
    "is_a_whole",
    "is_change",
    "is_no_level",
    "is_of_the_amount_before",
    "raised",
]
