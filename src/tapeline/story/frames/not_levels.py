"""What stands beside a noun of a figure and is no level of it: a threshold, a need, a cell of a table, by how much it changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.story.frames.figures import COUNTS, STAFF, USERS
from tapeline.story.scene import is_money

if TYPE_CHECKING:
    from tapeline.story.scene import Scene, Token

LEAST_MONEY = 1000.0
"""Less money is that of a share, whatever noun stands before it ("earnings beat the $4.96 forecast")."""


THRESHOLD = re.compile(r"的?(?:整数)?(?:关口|大关|门槛)| (?:mark|threshold|milestone)\b")
"""Behind a number that was passed, and is no level ("first passed the $100 billion mark")."""


_PAID_FOR = re.compile(
    r"\b(?:buy|buys|bought|buying|acquired?|acquiring|purchased?|takeover of|acquisition of) [^,;]{2,40} for $"
)
"""Before what something was bought for."""
_NEEDED = re.compile(
    r"\b(?:need(?:s|ed)?|require[sd]?|must (?:reach|hit|deliver)) (?:to (?:reach|hit|deliver|sell|make) )?(?:another )?$|需要?(?:再)?(?:交付|卖出|达到|有)?$|须(?:交付|卖出|达到)?$"
)
"""Before a number that would be needed, and is nobody's result ("needed 585,000 deliveries to stay on track")."""
_DIFFERENCE = re.compile(
    r" (?:shy of|short of|ahead of|above|below|better than|worse than) (?:the |what )?(?:[A-Z]?[a-z]+ )?(?:consensus|expectations|estimates?|forecasts?|Street|analysts|guidance)\b"
)
"""Behind by how much a figure missed or beat what was expected ("EPS was 11 cents shy of consensus")."""


def is_no_level(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a number beside a noun is none of its levels: a threshold, money beside a count of shares, what a buyback cost."""
    money = is_money(amount.figure.unit)
    return (
        THRESHOLD.match(scene.view, amount.end, scene.end) is not None
        or (metric.sense == "share_count" and money)
        or (money and _PAID_FOR.search(scene.view, scene.clause(amount)[0], amount.hedge_start) is not None)
        or _DIFFERENCE.match(scene.view, amount.end, scene.end) is not None
        or _NEEDED.search(scene.view, max(scene.start, amount.hedge_start - 24), amount.hedge_start) is not None
        or _another_noun(scene, metric, amount)
        or (metric.sense in STAFF and _NEW.match(scene.view, amount.end) is not None)
        or (metric.sense in USERS and _is_of_a_leak(scene, metric, amount))
        or (metric.sense == "costs_and_expenses" and bool(scene.all("sense", "buyback", "bought_back")))
    )


_NEW = re.compile(r"名*新| (?:new|additional|more) ")
"""Behind a count of people who come on top."""
_FLOATED = re.compile(r"\b(?:flotation|float|listing|IPO|offering)\b")


_ANOTHER_EN = re.compile(r"\b(?:an?|the|its|their) (?P<noun>[a-z][a-z'-]*(?: [a-z][a-z'-]*){0,3}) (?:of|at) $")
_ANOTHER_ZH = re.compile(
    r"(?:^|[，,；;、。])[^，,；;、。0-9%]{0,8}?(?P<noun>[一-鿿]{2,8}(?:率|额|量|比|比例|成本|开支|费用|支出|资产|负债|存货|储备|现金|金额))(?:约|仅|已|则|也|均|合计|共计|分别|高)*(?:为|达到?|升至|降至|增至|是|有|录得?|达到)?$"
)


def _another_noun(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a number that stands apart from a noun has one of its own that the lexicon does not know ("a net margin of 21% and a return on equity of 11.6%")."""
    between = any(metric.end <= t.start < amount.start for t in scene.all("quantity"))
    if metric.start >= amount.start or not between:
        return False
    form = _ANOTHER_ZH if scene.language == "zh" else _ANOTHER_EN
    left = max(metric.end, amount.hedge_start - 48)
    m = form.search(scene.view, left, amount.hedge_start)
    return m is not None and not any(m.start("noun") <= t.start < m.end("noun") for t in scene.all("metric"))


_DATA_BEHIND = re.compile(
    r"(?:的)?(?:个资|个人资料|资料|数据|信息|隐私|账号|帐号)|'? (?:personal )?(?:data|information|records|details)\b"
)
_DATA_BEFORE = re.compile(
    r"\b(?:data|information|details|records) (?:of|on|from|belonging to) (?:up to |as many as |some |about |more than |nearly |around )?$"
    r"|\b(?:affect(?:s|ed|ing)|expos(?:es|ed|ing)|harvest(?:s|ed|ing)) (?:up to |as many as |some |about |more than |nearly |around )?$"
    r"|(?:泄露|泄漏|外泄|波及|影响|获取|窃取|盗取)(?:了|多达|约|近|超过|逾|至多|至少)*$"
)


def _is_of_a_leak(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether people are those whose data went astray, and no count of a company's users."""
    start, end = min(metric.start, amount.hedge_start), max(metric.end, amount.end)
    behind = _DATA_BEHIND.match(scene.view, end, scene.end) is not None
    return behind or _DATA_BEFORE.search(scene.view, max(scene.start, start - 48), start) is not None


def raised(scene: Scene, metric: Token) -> bool:
    """Whether what "brought in" a sum is a deal or a flotation, no quarter."""
    if _FLOATED.search(scene.view, scene.start, metric.start) and scene.view.startswith("brought in", metric.start):
        return True
    return any(0 <= metric.start - t.end <= 2 for t in scene.all("sense", "deal"))


IN_FULL = 1e7
"""So much money a company reports in full, whatever a line above says of millions."""
_UNIT_LINE = re.compile(
    r"(?:单位|以)[:： ]?[^\n]{0,6}?(?:百万|千万|十亿|亿|万|千)|in (?:millions|thousands|billions)", re.IGNORECASE
)
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
    return _UNIT_LINE.search(scene.view, max(0, scene.start - TABLE), scene.start) is not None


_GAP = re.compile(r"(?:[ \t]{2,}|[ ]*[|\t][ ]*)")


def _another_column(scene: Scene, amount: Token) -> bool:
    """Whether an amount stands in a further column of a table's row: of a period that only the table's head tells."""
    before = [t for t in scene.all("quantity") if t.end <= amount.start]
    return bool(before) and _GAP.fullmatch(scene.view, before[-1].end, amount.start) is not None


_WENT = re.compile(
    r"(?: [a-z]+){0,2} (?:quit|quitting|left|leaving|cancell?(?:ed|ing)|dropping|departed|defected|deserted|joined|joining|signed up|signing up|fled)\b"
)
"""Behind a number of people by whom a count changed ("600,000 households quit")."""


_BY = re.compile(r"\bby (?:(?:about|around|some|nearly|almost|roughly|more than|over|at least|a|an) )?$", re.IGNORECASE)
"""Before a sum by which something changed ("reduced its debt by $9 billion")."""


def is_change(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a number is by how much a figure changed ("added 8.76 million subscribers", 减少5025人), not where it stood."""
    verbs = scene.all("sense", "rise", "fall")
    near = [t for t in verbs if t.end <= amount.start and scene.together(t, amount)]
    if metric.sense in USERS | STAFF and _WENT.match(scene.view, amount.end, scene.end):
        return True
    if is_money(amount.figure.unit):
        start = amount.hedge_start
        right_before = scene.language == "zh" and bool(near) and 0 <= start - near[-1].end <= 1
        return right_before or _BY.search(scene.view, max(scene.start, start - 16), start) is not None
    if not near or amount.figure.unit == "%":
        return False
    words = scene.all("sense", "to", "exceed", "earlier")
    return (
        not any(near[-1].end <= t.start < amount.start or t is near[-1] for t in words) and metric.sense not in COUNTS
    )


__all__ = ["LEAST_MONEY", "in_a_table", "is_change", "is_no_level", "raised"]
