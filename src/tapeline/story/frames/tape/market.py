"""Frames of the tape: moves of price and market value. Levels stand in `tape_levels.py`, comparisons in `comparisons.py`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.slots import MARKET, asserted, ends_a_session, free, in_reach, is_news, on_a_day
from tapeline.story.frames.subjects.figure_names import NOUNS
from tapeline.story.frames.subjects.movers import WHOLE_VALUE, gained_in_a_day
from tapeline.story.frames.subjects.not_moves import LARGE, moves_something_else
from tapeline.story.frames.tape.when_moved import when_moved
from tapeline.story.frames.times.no_day import (
    IN_A_DAY,
    MOST_A_DAY,
    from_peak,
    is_of_an_untold_day,
    is_too_large,
)
from tapeline.story.frames.times.not_when import when_it_was
from tapeline.story.frames.times.sessions import of_another_listing, reached, session_of
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.numbers.units import DEAREST, is_money
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Kind
    from tapeline.story.scene import Scene


def _market_metric(scene: Scene, opener: Token, amount: Token) -> Token | None:
    """The noun that says what moved: before the verb in the sentence, else after it in the clause.

    For money the market value of the clause comes first ("the shares rose, adding $191 billion in market value").
    """
    nouns = [t for t in scene.all("metric") if not scene.in_an_aside(t, opener)]
    metrics = [*nouns, *scene.all("sense", *NOUNS)]
    value = (
        scene.nearest(amount, scene.all("metric", "market_cap"), clause=True) if is_money(amount.figure.unit) else None
    )
    if value is not None:
        return value
    own = [t for t in metrics if scene.together(t, opener)]
    of = next((t for t in own if scene.view[opener.end : t.start].strip().lower() in {"in", "of"}), None)
    if of is not None:
        return of  # "reported a 13% drop in sales"
    every = metrics if scene.language == "zh" else nouns
    if on_a_day(scene, opener) or ends_a_session(scene, opener):
        every = [
            t for t in every if t.sense in MARKET
        ]  # "With revenue down on the year, Meta dropped 5.2% on Thursday"
    return (scene.nearest(opener, own, side="before") or scene.nearest(opener, every, side="before")
            or scene.nearest(opener, [t for t in in_reach(scene, opener, metrics) if not is_news(scene, amount, t)],
                             side="after", clause=True))  # fmt: skip


def is_index(scene: Scene, opener: Token) -> bool:
    """Whether a verb's subject is an index: the nearest name in its clause, before it by preference."""
    names = scene.all("name", "company")
    if scene.stands_for_index(opener):
        return True
    if scene.of_a_share(opener):
        return False
    if wording("market.member_of").search(scene.view, scene.start, opener.start):
        # one that performed worst "in the S&P 500, plunging 12.3%" is none
        names = [t for t in names if t.name and t.name.of != "index"]
    if scene.stands_in(opener) and not any(t.end <= opener.start and scene.together(t, opener) for t in names):
        before = [t for t in names if t.end <= opener.start]
        if before and all(t.is_index for t in before):
            return True  # "the Russell 2000 is up 1.4%; it has gained 4.2% since May 15"
        if not scene.discourse.its_index:
            return False  # "it has risen 40% and lends the Nikkei a tenth of its weight"
    names = [t for t in names if not scene.sets_the_scene(t, opener)]
    here = [
        t for t in names if scene.together(t, opener) and not (t.start > opener.end and scene.is_set_beside(opener, t))
    ]
    priced = any(t.end <= opener.start and scene.together(t, opener) for t in scene.all("metric", "price"))
    if priced and scene.language == "en" and not any(t.end <= opener.start for t in here):
        here = []  # "the stock rose 5.2 percent even as the S&P 500 dropped 2.1 percent"
    found = scene.before_then_after(opener, here) or scene.resumed(names, opener)
    found = found or scene.nearest(opener, names, side="before")
    return found is not None and found.is_index


def index_of(scene: Scene, opener: Token) -> str:
    """The index whose move a verb tells: the one named last before it, else what the sentence speaks of (远逊于标普500的跌19.4%)."""
    subject = scene.company(opener)
    named = {t.name.key: t for t in scene.all("name", "company") if t.name and t.is_index}
    own = [k for k, t in named.items() if t.end <= opener.start and scene.together(t, opener)]
    if own and scene.language == "zh":
        return own[-1]  # 标普500上半年20.6%的跌幅是…，纳斯达克29.5%的跌幅则…
    before = [key for key, t in named.items() if t.end <= opener.start]
    return subject if subject in named or not before else before[-1]


def move(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Market value rose by $196 billion on Friday", "the stock fell 26%", "the index gained 24% last year"."""
    out = []
    for opener in (*_deeds(scene), *_above_then(scene), *_verbs(scene), *scene.all("sense", "lose")):
        amount = _amount(scene, opener, taken)
        if amount is None or opener in taken or not _is_of_a_price(scene, opener, amount):
            continue
        metric, owner = _market_metric(scene, opener, amount), _owner(scene, opener, amount)
        metric = None if opener.sense == "lose" and amount.figure.unit == "%" else metric  # "a loss of 5%"
        index = owner.is_index if owner and owner.name else is_index(scene, opener)
        if moves_something_else(scene, opener, amount, metric, index=index):
            continue
        sense = metric.sense if metric else scene.discourse.metric
        if from_peak(scene, opener, amount) or wording("market.of_a_holding").search(
            scene.view, scene.clause(opener)[0], opener.start
        ):
            continue
        named = metric is None and any(
            t.end <= opener.start for t in scene.all("name", "company") if scene.together(t, opener)
        )
        money = is_money(amount.figure.unit)
        of_a_day = money and gained_in_a_day(scene, opener, amount)
        if (
            not index
            and not of_a_day
            and sense not in MARKET
            and not (metric is None and amount.figure.unit == "%" and (sense == "" or named))
        ):
            continue
        wiped = amount.figure.value >= WHOLE_VALUE and any(t.start == opener.start for t in scene.all("sense", "wiped"))
        if money and sense == "market_cap" and amount.figure.value < (LARGE if metric is None else DEAREST):
            continue  # 现在吐回去52块, "the $10.94 gain added $174 billion to its market value"
        if money and sense != "market_cap" and not (wiped and sense in MARKET) and not of_a_day:
            continue
        draft = _move(scene, opener, amount, metric, index=index)
        if owner is not None and owner.name is not None:
            draft = draft._replace(subject=owner.name.key)
        elif index:
            draft = draft._replace(subject=index_of(scene, opener))
        out += [draft, *(draft._replace(subject=s) for s in _listed_before(scene, opener, amount, draft.subject))]
        taken.add(amount)
    return out


def _deeds(scene: Scene) -> list[Token]:
    """What a move did to a market value, as the verbs of a move ("boosting its market value by $204 billion")."""
    if not scene.all("metric", "market_cap"):
        return []
    up, down = (
        wording(f).finditer(scene.view, scene.start, scene.end) for f in ("market.acted_up", "market.acted_down")
    )
    found = [Token(m.start(), m.end() - 1, "sense", sense) for ms, sense in ((up, "rise"), (down, "fall")) for m in ms]
    return sorted(found, key=lambda t: t.start)


def _above_then(scene: Scene) -> list[Token]:
    """The words that set a price beside what it was at a time ("is 49% higher than at the end of 2022"), as verbs of a move from then."""
    out: list[Token] = []
    for word in scene.all("sense", "exceed", "worse_than"):
        m = wording("market.than_then").match(scene.view, word.start, word.end)
        sized = any(0 <= word.start - t.end <= 1 for t in scene.quantities("%"))
        near = [d for d in scene.dates("on", "end_of", "start_of") if 0 <= d.start - word.end <= THEN and d.dated]
        dated = any(d.dated and (d.dated.role != "on" or d.dated.period.grain == "day") for d in near)
        if m is not None and sized and dated:
            sense = "fall" if lexicon.groups(m).get("down") else "rise"
            out.append(Token(word.start, word.end, "sense", sense))
    return out


THEN = 8
"""So many characters stand between "than" and a time at most ("than at the end of 2022")."""


def _is_of_a_price(scene: Scene, opener: Token, amount: Token) -> bool:
    """Whether a loss is one of a price: in percent or of market value, right behind its noun ("with a loss of 62.5% since January"); every other move may be."""
    if opener.sense != "lose":
        return True
    of = scene.language == "en" and scene.view.endswith(" of", 0, opener.end)
    sized = amount.figure.unit == "%" or wording("losses.of_value").match(scene.view, amount.end) is not None
    beside = 0 <= amount.hedge_start - opener.end <= 1
    again = wording("market.loss_or").fullmatch(scene.view, opener.end, amount.hedge_start) is not None
    return of and sized and (beside or again)


def _owner(scene: Scene, opener: Token, amount: Token) -> Token | None:
    """The company or index whose move an amount is: by a possessive right before it ("the S&P 500's 9 percent decline"), or by what follows its noun ("a 13 percent increase in the S&P 500")."""
    names = scene.all("name", "company")
    own = next((t for t in names if scene.view[t.end : amount.hedge_start] == "'s "), None)
    if own is not None or not 0 <= opener.start - amount.end <= 1:
        return own
    return next(
        (
            t
            for t in names
            if t.start > opener.end and wording("market.of_whom").fullmatch(scene.view, opener.end, t.start)
        ),
        None,
    )


def _listed_before(scene: Scene, opener: Token, amount: Token, subject: str) -> list[str]:
    """The other companies of a list whose last name is the subject of a move in percent: it is each one's (百度、京东、腾讯涨超2%, "Apple and Nvidia rose 2%")."""
    names = [t for t in scene.all("name", "company") if t.end <= opener.start]
    last = next((i for i, t in reversed(list(enumerate(names))) if t.name and t.name.key == subject), None)
    if (
        last is None
        or amount.figure.unit != "%"
        or wording("market.together").search(scene.view, names[last].end, amount.end + 16)
    ):
        return []
    if wording("market.rest").match(scene.view, names[last].end, opener.start) is None or not scene.together(
        names[last], opener
    ):
        return []
    out: list[str] = []
    for a, b in zip(reversed(names[:last]), reversed(names[: last + 1]), strict=False):
        beside = (
            scene.heading and scene.language == "zh" and not scene.view[a.end : b.start].strip()
        )  # 特斯拉苹果跌超2%
        listed = beside or wording("market.and").fullmatch(scene.view, a.end, b.start)
        if not listed or a.name is None or (scene.language == "zh" and scene.is_oblique(a)):
            break  # 紧随特斯拉，英伟达跌50.3%
        out.append(a.name.key)
    return out


PART_OF_A_VALUE = 25.0
"""A company that lost so many percent of its value on one day would have its day named."""


def _amount(scene: Scene, opener: Token, taken: set[Token]) -> Token | None:
    """By how much something moved: the number after the verb, not behind a "to"; else the one before it, where no other verb is nearer."""
    amounts = [
        t
        for t in free(scene.quantities("%", "money"), taken)
        if not any(wording(f).match(scene.view, t.end) for f in ("market.stake", "market.room", "figures.as"))
    ]
    verbs = _verbs(scene)
    after, again = scene.nearest(opener, amounts, side="after", clause=True), _or_else(scene, opener, amounts)
    if after is not None and (not in_reach(scene, opener, [after]) or _of_the_next(scene, opener, after, verbs)):
        after = None  # "slipped after the company reported a 13% drop in sales"
    losses = [t for t in scene.all("sense", "lose") if t is not opener and t.start >= opener.end]
    if after is not None and any(0 <= after.hedge_start - t.end <= 1 for t in losses):
        after = None  # "Wednesday's 2.9% gain more than made good Tuesday's loss of 2.7%"
    if after is None or (again is not None and is_money(after.figure.unit) and after.figure.value < LARGE):
        after = again or after  # "rose $3.31, or 1.77%"
    if after is not None and not any(opener.end <= t.start < after.start for t in verbs):
        if is_money(after.figure.unit) and wording("market.past").match(scene.view, opener.end, after.start):
            return None  # a level: "fell below $300 billion"
        if is_money(after.figure.unit) and (reached(scene, after) or _is_reached(scene, opener, after)):
            return None  # "climbed as high as $1.24 trillion"
        to = [
            t
            for t in scene.all("sense", "to", "close")
            if opener.end <= t.start < after.start and after.hedge_start - t.end <= 2
        ]
        by = wording("movers.gain_of").fullmatch(scene.view, opener.start, after.hedge_start) or _was(
            scene, opener, after
        )
        if not to or scene.view[opener.end - 1] == MAGNITUDE or by:
            return after  # else a level: "closed 2% higher at $190.60"
    before = scene.nearest(opener, amounts, side="before", clause=True)
    others = (*verbs, *scene.all("who", "index"))  # "is 17% below where it ended last year and the index is down"
    if before is None or any(t is not opener and before.end <= t.start < opener.start for t in others):
        return None
    if is_money(before.figure.unit) and wording("market.turns").search(scene.view, before.end, opener.start):
        return None
    return before if not any(t.end <= before.start and before.start - t.end <= 3 for t in verbs) else None


def _was(scene: Scene, noun: Token, amount: Token) -> bool:
    """Whether a sentence says of the noun of a move what that was ("Apple's June gain was 9.4%"), and not what it had come to within a session ("at its peak the gain was 18 percent")."""
    told = wording("movers.gain_was").fullmatch(scene.view, noun.start, amount.hedge_start) is not None
    return told and wording("movers.at_an_extreme").search(scene.view, scene.start, noun.start) is None


def _is_reached(scene: Scene, opener: Token, amount: Token) -> bool:
    """Whether a sum is the level that something is brought past ("lifts its worth past $1.22 trillion")."""
    acts = any(opener.end <= t.start < amount.start for t in scene.all("metric", "market_cap"))
    return acts and wording("market.reaching").search(scene.view, opener.end, amount.start) is not None


def _of_the_next(scene: Scene, opener: Token, after: Token, verbs: Sequence[Token]) -> bool:
    """Whether a number behind a verb is that of the verb right behind it, in another part of the clause ("has advanced this month but remains 32 per cent down")."""
    parted = scene.language == "en" and any(
        wording(w).search(scene.view, opener.end, after.hedge_start) for w in ("when.joints", "market.another_verb")
    )
    return parted and any(0 <= t.start - after.end <= 1 for t in verbs)


MAGNITUDE = "幅"
"""What the nouns of a move's size end in (涨幅, 跌幅): a "to" behind one says how much (涨幅达5%, 跌幅扩大至4%)."""


def _verbs(scene: Scene) -> list[Token]:
    """The words of moving, without those that only say how its size changed (跌幅扩大至)."""
    return [t for t in scene.all("sense", "rise", "fall") if not scene.view.endswith(MAGNITUDE, 0, t.start)]


def _or_else(scene: Scene, opener: Token, amounts: list[Token]) -> Token | None:
    """A percentage that says again what a number behind the verb has said ("lost 141 points, or 0.3%")."""
    first = scene.nearest(opener, scene.all("quantity"), side="after", clause=True)
    if first is None:
        return None
    end = next((d.end for d in scene.dates("on") if 0 <= d.start - first.end <= len(" on ")), first.end)
    again = [t for t in amounts if t.figure.unit == "%" and 0 < t.hedge_start - end <= 6]
    dated = {""} if end != first.end else set()  # "leapt $122.61 on Friday, more than 13 percent"
    said = wordlist("market.or") | dated
    return next((t for t in again if scene.view[end : t.hedge_start].strip(" ,，").lower() in said), None)


def _is_of_a_day(scene: Scene, opener: Token, when: Token) -> bool:
    """Whether a move that a month or a year dates is that of one of its days ("not since February, when it rose 23%, had it had such a day")."""
    return (
        any(
            scene.together(t, opener) and not when.start <= t.start < when.end for t in scene.all("sense", "single_day")
        )
        or wording("market.day_after").search(scene.view, opener.end, scene.clause(opener)[1]) is not None
        or wording("market.worst_day").search(scene.view, scene.start, opener.start) is not None
        or (
            when_it_was(scene, when, opener)
            and any(
                (when.sense == "since" or t.end <= opener.start)
                and not wording("records.longer_than_a_day").fullmatch(scene.view, t.start, t.end)
                for t in scene.all("sense", "day_noun", "single_day")
                if not when.start <= t.start < when.end
            )
        )
    )


def _move(scene: Scene, opener: Token, amount: Token, metric: Token | None, *, index: bool) -> Draft:
    money = is_money(amount.figure.unit)
    period, also, when = when_moved(scene, opener, amount)
    down = opener.sense != "rise" or wording("market.noun_down").match(scene.view, amount.end, scene.end) is not None
    sign = -1.0 if down and not _given_back(scene, opener, amount) else 1.0
    args = {}
    session = session_of(scene, amount)
    if session in {"intraday", "traded", "reached"} or (session and not money):
        args["session"] = session
    longer = period is not None and when is not None and period.grain != "day"
    if (
        when is not None
        and longer
        and (
            _is_of_a_day(scene, opener, when)
            or (money and gained_in_a_day(scene, opener, amount))
            or wording("market.after_a_deed").match(scene.view, amount.end, when.start)
        )
    ):
        args["within"] = "day_down" if sign < 0 else "day_up"
    since = period is not None and period.grain == "span"
    if when is not None and not since and _after_results(scene, when, opener, amount, longer=longer):
        args["after"] = "results"
    capital = metric is not None and metric.sense == "market_cap" and not index
    kind: Kind = "market_cap_change" if money or capital else "index" if index else "price_move"
    measure = "market_cap.change" if money else "price.return"
    far = (
        not money
        and amount.figure.value > (PART_OF_A_VALUE if capital else IN_A_DAY)
        and not scene.discourse.eras
        and not args.get("within")
    )
    most = max(IN_A_DAY, MOST_A_DAY * period.days) if period is not None and when is not None else math.inf
    if not money and amount.figure.value > most and not args.get("within"):
        measure = ""  # 2021年初，股价在大幅上涨720%之后
    if session == "extended" or _was_so(scene, amount) or is_of_an_untold_day(scene, opener, period, when, far=far):
        measure = ""
    member = wording("market.member_of").search(scene.view, *scene.clause(opener)) is not None
    if member and scene.company(opener) in {t.name.key for t in scene.all("name", "company") if t.name and t.is_index}:
        measure = ""  # "the best stock in the S&P 500 this year, up 175%": whose move it is is told elsewhere
    if not index and of_another_listing(scene, amount):
        measure = ""
    if wording("market.from_issue").search(scene.view, scene.clause(opener)[0], opener.start) or _of_members(
        scene, opener, kind
    ):
        measure = ""  # 收盘价38.23美元，较发行价涨0.61%
    if scene.language == "zh" and when is not None and when.dated is not None and when.dated.session and not money:
        measure = measure if when.dated.session == "intraday" or _is_news_between(scene, when, opener) else ""
    if scene.language == "en" and any(amount.end <= t.start for t in scene.all("sense", "respectively")):
        measure = ""  # "names like Priceline and Tesla, falling 2.6 percent and 3.4 percent, respectively": what could be paired is taken
    if not money and is_too_large(amount, period, index=index, fell=sign < 0):
        measure = ""  # 11月3日，股价只剩88.91美元，跌去七成七: from a peak that is not told
    used = tuple(t for t in (opener, amount, metric if metric and scene.together(metric, opener) else None, when) if t)
    claim = asserted(amount, sign=sign)
    return Draft(kind, measure, scene.company(opener), used, claim, period, also, args,
                 claim.figure.hedge if claim.figure else "exact")  # fmt: skip


def _of_members(scene: Scene, opener: Token, kind: Kind) -> bool:
    """Whether a market value is that of an index's members (该指数合计损失超过12%，市值蒸发近6万亿美元)."""
    told = [t for t in scene.tokens if t.end <= opener.start and (t.name is not None or t.kind == "who")]
    return kind == "market_cap_change" and bool(told) and told[-1].kind == "who" and told[-1].sense == "index"


def _after_results(scene: Scene, when: Token, opener: Token, amount: Token, *, longer: bool) -> bool:
    """Whether results stand between a time and the verb of a move, or behind the move of some day of a longer time ("a year ago it rose 23% after results")."""
    for t in scene.all("sense", "results"):
        behind = (
            longer and amount.end <= t.start and wording("market.after_news").search(scene.view, amount.end, t.start)
        )
        if when.start < t.start <= opener.start or behind:
            return True
    return False


def _is_news_between(scene: Scene, when: Token, opener: Token) -> bool:
    """Whether what happened outside of the market's hours is news, on which the price moved (盘后公布财报，次日大涨)."""
    return any(when.end <= t.start < opener.start for t in scene.all("sense", "announce", "results", "say", "after"))


def _given_back(scene: Scene, opener: Token, amount: Token) -> bool:
    """Whether a percentage is that of a rise which was given back (回吐了20%的涨幅, "wiping out the 9.3% rebound of Friday"), and no fall of so much (次日回吐1.2%)."""
    if wording("market.noun_up").match(scene.view, amount.end, scene.end):
        return True
    told = wording("market.given_back").search(scene.view, opener.start, amount.hedge_start) is not None
    return told and (
        scene.language != "zh" or wording("market.gains_behind").match(scene.view, amount.end, scene.end) is not None
    )


def _was_so(scene: Scene, amount: Token) -> bool:
    """Whether a percentage is what a move had come to before it changed (年内涨幅从57.3%缩至42.4%)."""
    before = (scene.view, max(scene.start, amount.hedge_start - 6), amount.hedge_start)
    changed = wording("market.was").match(scene.view, amount.end, scene.end)
    return changed is not None and wording("market.out_of").search(*before) is not None


__all__ = ["index_of", "is_index", "move"]
