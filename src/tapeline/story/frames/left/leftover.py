"""The last frame: figures that no other takes, read by the nearest word that says what such a figure is of, and for no measure.

A sentence says more than a measure could check ("retired close to 40% of its shares", 年薪100万美元, 占员工的13%). Its figures are
statements all the same: they are read with their kind, so that a person sees them, and their verdict says that nothing in the record
measures them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from tapeline.claim import Asserted
from tapeline.story import tables
from tapeline.story.frames.left.on_the_tape import guessed
from tapeline.story.frames.slots import asserted, is_a_fortune
from tapeline.story.frames.subjects.figure_names import STAFF, USERS
from tapeline.story.frames.subjects.movers import LARGE, NOT_ON_THE_TAPE, of_holders, stranger
from tapeline.story.frames.subjects.not_levels import in_a_table, raised
from tapeline.story.frames.times.no_day import from_peak, until_now
from tapeline.story.frames.times.when import move_periods
from tapeline.story.learned import of_a_figure, weights
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import group_of, is_money
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Kind, Modality
    from tapeline.story.learned import Pieces, Weights, Words
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

OF_SENSE: dict[str, Kind] = {
    "hold": "holding", "worth": "holding", "trade_up": "holding", "trade_down": "holding", "buyback": "buyback", "bought_back": "buyback",
    "dividend": "dividend", "layoff": "headcount", "acquire": "event", "list": "event", "sell": "event", "invest": "event", "fine": "event",
    "found": "event", "deal": "event", "pay": "person", "odds": "forecast", "times_what": "ratio", "share_of": "ratio", "most_valuable": "market_cap",
    "touch": "price_move", "yield": "ratio",
}  # fmt: skip
"""What a figure near a word of a sense is of."""
OF_METRIC: dict[str, Kind] = {
    "market_cap": "market_cap", "price": "price_move", "price_target": "forecast", "dividend_per_share": "dividend", "jobs": "headcount",
    **dict.fromkeys(USERS, "users"), **dict.fromkeys(STAFF, "headcount"),
}  # fmt: skip
"""What a figure near a noun of a figure is of; of any other noun it is a result."""
IN: dict[str, frozenset[str]] = {
    "%": frozenset(
        {
            "holding",
            "buyback",
            "dividend",
            "headcount",
            "person",
            "ratio",
            "price_move",
            "index",
            "forecast",
            "comparison",
        }
    ),
    "money": frozenset(
        {
            "holding",
            "buyback",
            "dividend",
            "event",
            "person",
            "market_cap",
            "market_cap_change",
            "price_move",
            "forecast",
            "results",
        }
    ),
    "share": frozenset({"dividend", "price_move", "forecast", "results"}),
    "shares": frozenset({"holding", "buyback", "event"}),
    "people": frozenset({"headcount", "users"}),
    "x": frozenset({"ratio", "price_move", "comparison"}),
    "": frozenset({"headcount", "users", "index", "forecast"}),
}
"""The kinds that a figure in a unit can be of."""
DEFAULT: dict[str, Kind] = {
    "%": "ratio",
    "money": "results",
    "shares": "holding",
    "people": "headcount",
    "x": "ratio",
    "share": "price_move",
}
LEAST: dict[str, float] = {"money": 1e6, "people": 50.0}
"""Less than this is not of the default kind: a small sum is a price of anything."""
MOVED = frozenset({"ratio", "price_move", "index", "market_cap_change"})
"""Kinds whose figures are by how much something moved."""
PRICES, SHARE = 1e5, 1000.0
"""No price, and no dividend, of a share is so much money."""
REACH = 24
"""A word behind a figure says what it is of within so many characters."""


def leftover(scene: Scene, taken: set[Token], stated: list[Draft], words: Words) -> list[Draft]:
    """A draft for each figure of a sentence that nothing took and whose kind its words tell."""
    left = [t for t in figures(scene) if t not in taken and not _is_of_a_comparison(scene, t, stated)]
    if not left:
        return []
    out: list[Draft] = []
    known = weights(scene.language)
    for amount in left:
        kind, word = vote(scene, amount)
        if known is not None:
            likely = known.of_figure(evidence(scene, words(), amount, stated, kind))
            best = max(likely, key=lambda k: likely[k])
            if kind is None or (word is None and kind not in TOLD) or (likely[best] >= SURE and kind not in TOLD):
                word = word if best == kind else None
                kind = cast("Kind", best) if best != "none" and likely[best] >= LEAST_LIKELY else None
        if kind == "holding" and wording("holdings.of_a_market").match(scene.view, amount.end, scene.end):
            kind = "ratio"
        if kind == "market_cap_change" and scene.language == "zh" and not _is_a_change(scene, amount):
            kind = "market_cap"  # 一口气冲到8300多亿
        if kind in SHARES_OF and _is_growth(scene, amount):
            kind, word = "ratio", None  # 比上年多39%
        if kind == "results" and amount.figure.unit in HARD and amount.figure.value >= NO_ACCOUNTS:
            kind = "market_cap"
        if kind is None or not _is_possible(scene, kind, amount):
            continue
        if (
            _needs_its_name(kind, word, known) or (kind == "holding" and _moved_to_it(scene, amount))
        ) and _of_a_stranger(scene, amount):
            if not _of_a_business(scene, amount):
                continue
            kind, word = "ratio", None
        draft = _draft(scene, kind, word, amount)
        told_by = _moved(scene, amount)
        elsewhere = _of_another_market(scene, amount) or _of_a_stranger(scene, amount)
        counted = any(from_peak(scene, v) or until_now(scene, v) for v in told_by)
        out.append(draft if elsewhere or counted else guessed(scene, draft, amount, signed=bool(told_by)))
        taken.add(amount)
    return out


PEOPLE = frozenset({"", "户", "个", "名", "位", "家", "台", "accounts", "subscriptions", "homes", "devices"})
"""What a count without a unit may be of, where it is one of people."""
HARD, NO_ACCOUNTS = frozenset({"USD", "EUR", "GBP"}), 7e11
"""No company's accounts hold so much of such money: it is a market value."""
LEAST_LIKELY = 0.4
"""A kind that is less likely than this is not read."""


TOLD = frozenset({"comparison", "market_cap_change"})
"""Kinds that the words right around a figure tell, whatever else is likely."""
SURE = 0.75
"""Where a word of the lexicon says what a figure is of, only so likely a kind goes against it."""


OF_YEARS = frozenset({"record", "person", "event", "date", "forecast", "causal", "quote"})
"""What a length of years can be told of."""
PAYOUTS = frozenset({"dividend", "dividend_income"})
BEFORE = 4000
"""A dividend is spoken of so many characters before what it brings."""


def _is_possible(scene: Scene, kind: Kind, amount: Token) -> bool:
    """Whether a figure can be of a kind at all: no price in years, and no dividend where nothing has spoken of one."""
    if amount.figure.unit == "years" and kind not in OF_YEARS:
        return False
    if (
        kind in {"users", "headcount"}
        and amount.figure.unit == ""
        and amount.mention
        and amount.mention.noun not in PEOPLE
    ):
        return False  # 管理面积逾3000万平方米
    if kind not in PAYOUTS:
        return True
    return wording("leftover.payout").search(scene.view, max(0, scene.start - BEFORE), scene.end) is not None


SHARES_OF = frozenset({"holding", "buyback", "headcount", "person", "dividend"})


def _is_growth(scene: Scene, amount: Token) -> bool:
    """Whether a percentage stands right behind what it is set beside a year or a quarter before."""
    words = scene.all("sense", "compare_year", "compare_quarter")
    return amount.figure.unit == "%" and any(0 <= amount.hedge_start - t.end <= 1 for t in words)


def _moved_to_it(scene: Scene, amount: Token) -> bool:
    """Whether a verb of moving stands right before a figure."""
    return any(0 <= amount.hedge_start - v.end <= 1 for v in _moved(scene, amount))


def _is_of_a_comparison(scene: Scene, amount: Token, stated: list[Draft]) -> bool:
    """Whether a multiple is that of a comparison that stands ("more than six times Tesla's")."""
    return amount.figure.unit == "x" and any(
        d.kind == "comparison" and scene.together(d.tokens[0], amount) for d in stated
    )


def evidence(scene: Scene, words: Pieces, amount: Token, stated: list[Draft], kind: Kind | None) -> list[str]:
    """What speaks for the kind of a figure: the words around it, the `vote` of the nearest word of the lexicon, whether it is a figure of its own."""
    return [*of_a_figure(scene, words, amount, stated, kind or "none"), *(["idle"] if _idle(scene, amount) else [])]


def figures(scene: Scene) -> list[Token]:
    """The figures of a sentence that say something by themselves."""
    every = scene.all("quantity")
    if every and tables.size(scene.view, scene.language, scene.start, scene.end) is not None:
        return []  # 单位：人民币百万元
    known = weights(scene.language) is not None
    every = [t for t in every if not _is_no_figure(scene, t)]
    return [
        t for t in every if not (in_a_table(scene, t) or _of_another_market(scene, t) if known else _idle(scene, t))
    ]


def vote(scene: Scene, amount: Token) -> tuple[Kind | None, Token | None]:
    """The kind that the nearest word of the lexicon says a figure is of, and that word."""
    group = group_of(amount.figure.unit)
    return _kind(scene, amount, group) if group in IN else (None, None)


def _needs_its_name(kind: Kind, word: Token | None, known: Weights | None) -> bool:
    """Whether it matters whose name stands before a figure: where something moved, or where no word says what it is of."""
    moved = kind in MOVED and kind != "market_cap_change"
    return moved or (word is None and known is None)


def _idle(scene: Scene, amount: Token) -> bool:
    """Whether a figure says nothing by itself: a bare "half", a tolerance, a cell of a table, what is of another market."""
    start = amount.hedge_start
    return (
        _is_no_figure(scene, amount)
        or (wording("leftover.whole").match(scene.view, amount.end) is None
            and any(wording("leftover.not_itself").search(scene.view, max(scene.start, at - 16), at) for at in (start, amount.start)))
        or any(t.start < amount.end and amount.start < t.end for t in scene.all("sense", "multiply"))
        or _of_another_market(scene, amount)
        or in_a_table(scene, amount)
    )  # fmt: skip


def _is_no_figure(scene: Scene, amount: Token) -> bool:
    """Whether a number is a bare "half", or how far another may be out."""
    if amount.figure.unit == "" and wording("leftover.things").match(scene.view, amount.number_start, scene.end):
        return True
    if (
        wording("leftover.term").fullmatch(scene.view, amount.number_start, amount.end)
        and scene.view[amount.end : amount.end + 2].strip().isalpha()
    ):
        return True
    before = scene.view[max(scene.start, amount.start - 16) : amount.start]
    return (
        wording("leftover.nothing").search(scene.view, amount.start, amount.end) is not None
        or wording("leftover.tolerance").search(before) is not None
    )


def _of_another_market(scene: Scene, amount: Token) -> bool:
    """Whether a figure is a bond's, a currency's or a commodity's."""
    return any(
        scene.together(t, amount) or t.end <= amount.start for t in scene.all("sense", "elsewhere", "rates", "goods")
    )


def _of_a_stranger(scene: Scene, amount: Token) -> bool:
    """Whether a figure is of something that the reader does not know, and that is no part of a company that it knows."""
    figures = {t.start for t in scene.all("sense", "of_figures")}
    verbs = [v for v in _moved(scene, amount) if not _of_the_company(scene, v)]
    if any(v.start in figures and scene.language == "en" and not _elsewhere(scene, v) for v in verbs):
        return False  # what "increased" is a business, whatever its name
    return stranger(scene, amount) or any(stranger(scene, v) for v in verbs)


_PROPER = re.compile(r"(?<![.!?] )(?<!^)(?<!\n)\b[A-Z][a-z]")


def _of_a_business(scene: Scene, amount: Token) -> bool:
    """Whether what moved by so many percent is something that a company does or has ("Investment banking fees popped 21%"), and no name and no market."""
    verbs = _moved(scene, amount)
    if amount.figure.unit != "%" or not verbs:
        return False
    subject = scene.view[scene.clause(verbs[-1])[0] : verbs[-1].start].strip()
    return len(subject) > 1 and wording("leftover.market").search(subject) is None and _PROPER.search(subject) is None


def _elsewhere(scene: Scene, verb: Token) -> bool:
    return any(t.end <= verb.start and scene.together(t, verb) for t in scene.all("sense", *NOT_ON_THE_TAPE))


def _moved(scene: Scene, amount: Token) -> list[Token]:
    """The verb of moving before a figure in its clause, if any."""
    return [t for t in scene.all("sense", "rise", "fall") if t.end <= amount.start and scene.together(t, amount)][-1:]


def _moved_about(scene: Scene, amount: Token) -> list[Token]:
    """The verb of moving behind a figure in its clause, else the last before it in the sentence (股价崩掉26.4%，2300亿美元灰飞烟灭)."""
    every = scene.all("sense", "rise", "fall")
    behind = [t for t in every if t.start >= amount.end and scene.together(t, amount)]
    return behind[:1] or [t for t in every if t.end <= amount.start][-1:]


def _of_the_company(scene: Scene, verb: Token) -> bool:
    """Whether a company that the reader knows stands before a verb, so that what moved is a part of it ("Microsoft's cloud business grew 29%")."""
    known = [*scene.all("name", "company"), *scene.all("who", "company")]
    return any(t.end <= verb.start and scene.together(t, verb) for t in known)


def _kind(scene: Scene, amount: Token, group: str) -> tuple[Kind | None, Token | None]:
    """The kind of a figure, by the nearest word that can say it, and that word."""
    if group in {"%", "x"} and _beside_another(scene, amount):
        return "comparison", None
    if group == "%" and wording("leftover.whole").match(scene.view, amount.end, scene.end):
        bought = scene.all("sense", "buyback") or "outstanding" in scene.view[amount.end : amount.end + 24]
        return ("buyback" if bought else "holding"), None
    if group == "money" and of_holders(scene, amount):
        return "market_cap_change", None
    for word in _words(scene, amount):
        kind = _of(scene, word, amount, group)
        if kind in IN[group] and _sized(kind, amount, group):
            return kind, word
    if group == "money" and amount.figure.value >= LARGE and (changed := _of_value(scene, amount)):
        return changed, None
    at = wording("leftover.at").search(scene.view, max(scene.start, amount.start - 24), amount.start)
    if group == "money" and amount.figure.value < PRICES and at:
        return "price_move", None
    if group == "" or amount.figure.value < LEAST.get(group, 0.0):
        return None, None
    if group == "people" and amount.figure.value >= MANY:
        return "users", None
    if group == "x" and not scene.quantities("money", "people", "%"):
        return None, None  # "the board met 14 times"
    return DEFAULT.get(group), None


MANY = 1e7
"""No company has so many on its payroll."""


def _of_value(scene: Scene, amount: Token) -> Kind | None:
    """Whether a large sum is a market value ("a $1.2 trillion company"), or by how much one changed ("a one-day gain of $197 billion")."""
    if wording("leftover.company").match(scene.view, amount.end):
        return "market_cap"
    if any(scene.together(t, amount) for t in scene.all("sense", "worth")):
        return None  # somebody's fortune
    tape = all(t.sense in {"price", "market_cap"} for t in scene.all("metric"))
    moved = tape and scene.all("sense", "rise", "fall", "wiped")
    return "market_cap_change" if moved and scene.all("sense", "single_day") else None


def _beside_another(scene: Scene, amount: Token) -> bool:
    """Whether a share or a multiple is one of another company (不到拼多多的四成)."""
    names = [t for t in scene.all("name", "company") if 0 <= amount.start - t.end <= 3]
    return bool(names) and wording("leftover.of_another").match(scene.view, names[-1].end, amount.start) is not None


def _of(scene: Scene, word: Token, amount: Token, group: str) -> Kind | None:
    """What a figure in a unit is of by a word near it."""
    if word.name is not None:
        return "index"
    kind = OF_SENSE.get(word.sense) if word.kind == "sense" else OF_METRIC.get(word.sense, "results")
    moved = (
        _moved(scene, amount)
        or scene.view.startswith(("off ", "from ", "of new "), word.start)
        or wording("tape_levels.part_of_value").match(scene.view, amount.end, scene.end)
    )
    if word.sense == "market_cap" and group == "money" and moved:
        return "market_cap_change"
    if word.sense in {"market_cap", "worth"} and wording("leftover.compared").match(scene.view, amount.end):
        return "market_cap_change"
    if word.sense == "worth" and is_a_fortune(scene, word) and group == "money":
        return "person"
    if word.sense in {"trade_up", "trade_down"} and group == "money":
        return None  # "the move added $200 billion"
    falls = {t.start for t in scene.all("sense", "fall")}
    if word.sense == "layoff" and word.start in falls and not scene.all("metric", *STAFF, "jobs"):
        return None  # "the Nasdaq shed 3%"
    if word.sense == "worth" and scene.all("sense", "pay"):
        return "person"
    if word.sense == "worth" and not _of_a_person(scene, word):
        return "market_cap"
    return "ratio" if kind in {"results", "market_cap"} and group in {"%", "x"} else kind


def _of_a_person(scene: Scene, word: Token) -> bool:
    """Whether somebody, or a holding, is what is worth so much."""
    return (
        bool(scene.people)
        or bool(scene.all("sense", "hold"))
        or scene.view[word.start] in "身财账净个"
        or is_a_fortune(scene, word)
    )


def _sized(kind: Kind, amount: Token, group: str) -> bool:
    if group in {"", "people"} and kind != "index":
        return amount.figure.value >= 50
    if group == "money" and kind in {"price_move", "forecast"}:
        return amount.figure.value < PRICES
    return group != "money" or kind in {"dividend", "price_move", "forecast", "person"} or amount.figure.value >= PRICES


def _words(scene: Scene, amount: Token) -> list[Token]:
    """The words that may say what a figure is of: those of its clause, nearest first, then those before it in the sentence."""
    every = [
        t for t in scene.tokens
        if (t.kind == "sense" and t.sense in OF_SENSE) or (t.kind == "metric" and not raised(scene, t)) or t.is_index
    ]  # fmt: skip
    near = [t for t in every if scene.together(t, amount) and t.start - amount.end <= REACH]
    far = [t for t in every if not scene.together(t, amount) and t.start < amount.start]
    near.sort(key=lambda t: max(amount.start - t.end, t.start - amount.end))
    return near + far[::-1]


def _draft(scene: Scene, kind: Kind, word: Token | None, amount: Token) -> Draft:
    off = word is not None and scene.view.startswith(("off ", "from "), word.start)
    verbs = _moved(scene, amount) or (_moved_about(scene, amount) if kind == "market_cap_change" else [])
    holders_lost = kind == "market_cap_change" and of_holders(scene, amount)
    fell = kind in MOVED and (off or holders_lost or any(t.sense == "fall" for t in verbs))
    sign = -1.0 if fell and (amount.figure.unit == "%" or kind == "market_cap_change") else 1.0
    claim = asserted(amount, sign=sign)
    if claim.figure and (unit := _unit(kind, amount)) != claim.unit:
        claim = Asserted.of_figure(replace(claim.figure, unit=unit))
    subject = word.name.key if word is not None and word.name else scene.company(amount)
    if kind == "comparison":
        subject = scene.discourse.company
    used = (word, amount) if word is not None and scene.together(word, amount) else (amount,)
    if kind == "market_cap_change":
        period, also, when = move_periods(scene, amount, since=False)
        used = (*used, when) if when is not None else used
        daily = period is None or period.grain == "day" or not scene.all("sense", "single_day")
        moved = [] if holders_lost else _moved(scene, amount)
        away = any(stranger(scene, v) or from_peak(scene, v) or (when is None and until_now(scene, v)) for v in moved)
        held = any(wording("market.of_a_holding").search(scene.view, scene.clause(v)[0], v.start) for v in moved)
        known = daily and not away and not held and _is_a_change(scene, amount)
        measure = (
            "market_cap.change"
            if known and (holders_lost or not wording("leftover.compared").match(scene.view, amount.end))
            else ""
        )
        return Draft(kind, measure, subject, used, claim, period, also, hedge=amount.figure.hedge)
    if (
        kind == "price_move"
        and word is None
        and wording("leftover.closed").search(scene.view, scene.clause(amount)[0], amount.start)
    ):
        period, also, when = move_periods(scene, amount, since=False)
        if when is not None and period is not None and period.grain == "day":
            return Draft(kind, "price.level", subject, (*used, when), claim, period, also, hedge=amount.figure.hedge)
    modality: Modality | None = "forecast" if kind == "forecast" else None
    return Draft(kind, "", subject, used, claim, hedge=amount.figure.hedge, modality=modality)


def _is_a_change(scene: Scene, amount: Token) -> bool:
    """Whether a sum can be by how much a market value changed, and not where it stands."""
    before = scene.view[max(scene.start, amount.hedge_start - 16) : amount.number_start].rstrip("$€£¥")
    return amount.figure.value >= LEAST_CHANGE and wording("leftover.passed").search(before) is None


LEAST_CHANGE = 1e7


def _unit(kind: Kind, amount: Token) -> str:
    """The unit of a figure of a kind: small money is that of a share, a bare count of users or staff is one of people."""
    unit = amount.figure.unit
    if kind in {"headcount", "users"} and unit == "":
        return "people"
    each = (kind in {"price_move", "forecast"} and amount.figure.value < PRICES) or (
        kind == "dividend" and amount.figure.value < SHARE
    )
    return f"{unit}/share" if each and is_money(unit) else unit


__all__ = ["evidence", "figures", "leftover", "vote"]
