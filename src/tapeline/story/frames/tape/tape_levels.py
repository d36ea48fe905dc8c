"""Frames of the tape's levels: a market value, a closing price, an index, what a company is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.accounts.levels import expected
from tapeline.story.frames.slots import MARKET, asserted, for_a_share, free, is_a_fortune, passed, per_share
from tapeline.story.frames.subjects.movers import of_another, stranger
from tapeline.story.frames.tape.first_passed import first_passed
from tapeline.story.frames.times.level_times import is_a_year_ago, is_months_ago, level_periods, then_told
from tapeline.story.frames.times.sessions import closed_at, of_another_listing, opened_at, reached, session_of
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import DEAREST, is_money
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Asserted, Kind, Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

MARKET_VALUE = 1e8
"""No listed company of a story is worth less."""
BESIDE = 4
A_PRICE_OF = frozenset({"close", "opening"})
"""Words that only a price of the tape stands behind."""


def level(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Its market value is over $1.22 trillion", "the stock closed at $474.99", 市值跌破7500亿美元, "which closed at $2.73 trillion"."""
    out = []
    for amount in free(scene.all("quantity"), taken):
        each = amount.figure.unit.endswith("/share")
        if not (each or is_money(amount.figure.unit)):
            continue
        cap = not each and amount.figure.value >= MARKET_VALUE
        if (not cap and amount.figure.value >= DEAREST) or is_no_price(scene, amount):
            continue
        if cap and wording("tape_levels.changed").search(scene.view, scene.clause(amount)[0], amount.hedge_start):
            continue  # 市值缩水已达2200亿美元
        first = (wording("tape_levels.first_sold"), wording("tape_levels.opened"))
        if not cap and any(w.search(scene.view, scene.start, amount.hedge_start) for w in first):
            continue
        if (wording("tape_levels.part_of_value") if cap else wording("tape_levels.offered")).match(
            scene.view, amount.end, scene.end
        ):
            continue
        if cap and wording("tape_levels.of_a_holding").search(scene.view, scene.start, amount.hedge_start):
            continue
        if cap and wording("tape_levels.which_did").search(scene.view, scene.clause(amount)[0], amount.hedge_start):
            continue
        beaten = cap and wording("tape_levels.of_one_day").search(scene.view, scene.start, amount.hedge_start)
        if cap and (beaten or _is_a_fortune(scene, amount) or of_another(scene, amount)):
            continue
        own = not cap and _is_no_close(scene, amount)
        found = (
            None
            if own or expected(scene, amount)
            else opened_at(scene, amount, cap=cap)
            or _linked(scene, amount, cap=cap)
            or _brought_to(scene, amount, cap=cap)
        )
        if found is None:
            continue
        metric, opener = found
        told = stood_at(scene, metric, opener, amount, cap=cap)
        out += [told, *first_passed(scene, amount, told, taken)]
        taken.add(amount)
        if cap:
            out += _of_a_share(scene, amount, told, taken)
    return out


def _is_no_close(scene: Scene, amount: Token) -> bool:
    """Whether a price is somebody's own, one of another count of shares, or that of the record before the one told (超过了2021年9月创下的382.18美元的前纪录)."""
    before = wording("tape_levels.of_before").match(scene.view, amount.end, scene.end)
    return (
        before is not None or wording("tape_levels.no_close").search(scene.view, scene.start, amount.start) is not None
    )


def _of_a_share(scene: Scene, value: Token, told: Draft, taken: set[Token]) -> list[Draft]:
    """The price of a share, told as the other form of a market value ("reached about $468 billion, or $699.62 a share")."""
    found = for_a_share(scene, value, free(scene.all("quantity"), taken))
    if found is None or told.measure != "market_cap.level":
        return []
    taken.add(found)
    return [told._replace(kind="price_move", measure="price.level", tokens=(found,), asserted=asserted(found), args={},
                    hedge=found.figure.hedge)]  # fmt: skip


def _is_a_fortune(scene: Scene, amount: Token) -> bool:
    """Whether what was named last before a sum is somebody's fortune (带动马斯克身家逼近3000亿美元，达到2886亿美元)."""
    before = [t for t in scene.tokens if t.end <= amount.start and (t.sense == "worth" or t.kind == "metric")]
    return bool(before) and is_a_fortune(scene, before[-1])


def _linked(scene: Scene, amount: Token, *, cap: bool) -> tuple[Token, Token | None] | None:
    """The noun that an amount is a level of, and the word that links them.

    The noun stands before the amount in its clause, linked by a word or right beside it; or in an earlier clause, where the
    amount's own has a linking word and no noun of its own. For a price a word of closing will do, or a "to" behind a move.
    """
    wanted = "market_cap" if cap else "price"
    links = [
        t
        for t in scene.all("sense", "to", "exceed", "close", "opening")
        if scene.together(t, amount) and t.start <= amount.start
    ]
    links = [
        t
        for t in links
        if t.sense != "to" or not scene.view.endswith("close ", 0, t.start) or scene.view[t.start : t.end] != "to"
    ]  # "by close to $1 trillion"
    link = links[-1] if links else None
    verbs = [t for t in scene.all("sense", "rise", "fall") if scene.together(t, amount) and t.end <= amount.start]
    every = [
        t for t in scene.tokens if t.kind == "metric" or (t.kind == "sense" and t.sense in {"dividend", "buyback"})
    ]
    metrics = [t for t in every if t.start < amount.start]
    own = scene.nearest(amount, [t for t in metrics if scene.together(t, amount)], side="before")
    nearest = own or scene.nearest(amount, metrics, side="before")
    behind = next(
        (
            t
            for t in scene.all("metric", wanted)
            if scene.view[amount.end : t.start] in {"", " ", "-", "的"} and t.start >= amount.end
        ),
        None,
    )
    start = amount.hedge_start
    if not cap and wording("tape_levels.moved_by").search(scene.view, max(scene.start, start - 24), start):
        return None  # "a gain of $80.21 a share"
    if cap and behind is not None:
        moved = bool(verbs) and 0 <= amount.hedge_start - verbs[-1].end <= 1  # "shed some $750 billion in value"
        return None if moved or scene.view.startswith(("off ", "from ", "of new "), behind.start) else (behind, link)
    if cap and own is None and nearest is not None and nearest.sense == wanted and _in_brackets(scene, amount):
        return nearest, None  # 市值仍远高于丰田(2076亿美元)、通用汽车(774亿美元)
    hedged = amount.hedge_start < amount.start
    beside = own is not None and amount.hedge_start - own.end <= BESIDE
    furthest = reached(scene, amount)
    blocked = verbs and (link is None or link.start < verbs[-1].start) and not furthest
    if furthest and (far := _furthest(scene, amount, own or nearest, verbs[-1] if verbs else link, cap=cap)):
        return far
    if not cap and own is None and link is not None and stranger(scene, _verb_of(scene, amount, verbs, link)):
        return None  # "Brent crude fell 0.8% to $74.38 a barrel"
    if not cap and own is not None and verbs and own.end <= verbs[-1].start and stranger(scene, verbs[-1]):
        return None  # "Shares of rival Snap tumbled 35% to $11.40"
    if nearest is None:
        return None if cap or blocked else _without_a_noun(scene, amount, links, moved=bool(verbs))
    if nearest.sense != wanted and not (not cap and nearest.sense == "market_cap" and link and link.sense == "close"):
        moved = (
            cap and nearest.sense == "price" and any(t.start > nearest.start for t in scene.all("metric", "market_cap"))
        )
        return (nearest, link) if moved and link is not None and not blocked else None
    if blocked and own is not None and wording("market.past").match(scene.view, verbs[-1].end, amount.start):
        return own, verbs[-1]  # "fell below $300 billion"
    if blocked:
        return None
    if own is not None:
        return (own, link) if (link is not None and link.start >= own.start) or beside or (cap and hedged) else None
    return (nearest, link) if link is not None else None


def _brought_to(scene: Scene, amount: Token, *, cap: bool) -> tuple[Token, Token | None] | None:
    """The market value that a move made of a company, told by a verb alone ("put the company at $207.2 billion", 收盘后公司值1.22万亿美元)."""
    if not cap or wording("tape_levels.of_another_sum").match(scene.view, amount.end, scene.end):
        return None
    brought = wording("tape_levels.valued_at").search(scene.view, scene.clause(amount)[0], amount.start)
    return None if brought is None else (amount, None)


def _furthest(
    scene: Scene, amount: Token, noun: Token | None, verb: Token | None, *, cap: bool
) -> tuple[Token, Token | None] | None:
    """The level that was the day's highest or lowest, whatever links it to its noun ("climbed as high as $480", 盘中最高触及502.66美元)."""
    if noun is not None and noun.sense != ("market_cap" if cap else "price"):
        return None
    own = noun is not None and scene.together(noun, amount)
    if cap:
        return (
            (noun, verb) if own and noun is not None and verb is not None and verb.sense in {"rise", "fall"} else None
        )
    if verb is not None and not own and stranger(scene, verb):
        return None
    return (noun if own and noun is not None else amount), verb


def _without_a_noun(
    scene: Scene, amount: Token, links: list[Token], *, moved: bool
) -> tuple[Token, Token | None] | None:
    """The level of a price where no noun stands in the sentence: behind a word of closing, or a "to" behind a move, where the discourse or the sentence speaks of prices."""
    link = links[-1] if links else None
    if link is None:
        return None
    out = wording("tape_levels.closed_out").search(scene.view, scene.clause(amount)[0], amount.hedge_start)
    closed = any(t.sense in A_PRICE_OF for t in links) or out is not None
    any_move = [t for t in scene.all("sense", "rise", "fall", "high", "lowest") if t.end <= amount.start or closed]
    right_before = link.sense in A_PRICE_OF and amount.hedge_start - link.end <= 2
    own = scene.all("name", "company") if scene.language == "zh" else scene.companies_listed(amount)
    named = (right_before or out is not None or _ended(scene, links, link)) and any(t.end <= link.start for t in own)
    discourse = (
        scene.discourse.metric == "price" or bool(any_move) or (closed and scene.discourse.metric in MARKET) or named
    )
    return (amount, link) if (closed or moved or _opens(scene, link)) and discourse else None


def _ended(scene: Scene, links: list[Token], link: Token) -> bool:
    """Whether a time alone stands between a word of closing and a linking one ("closed 2023 at")."""
    return any(
        c.sense == "close" and 0 <= d.start - c.end <= 1 and 0 <= link.start - d.end <= 1
        for c in links
        for d in scene.dates("on")
    )


def _verb_of(scene: Scene, amount: Token, verbs: list[Token], link: Token) -> Token:
    """The word whose subject a level's is: the verb of its clause, or of the one before where its own only goes on (ARPU大幅增长24%，至1.13美元)."""
    before = [t for t in scene.all("sense", "rise", "fall") if t.end <= amount.start]
    return verbs[-1] if verbs else before[-1] if before and _opens(scene, link) else link


def _in_brackets(scene: Scene, amount: Token) -> bool:
    """Whether an amount is all that the brackets behind a company's name hold."""
    return scene.view[amount.end : amount.end + 1] in {")", "）"} and bool(_possessor(scene, amount))


def _opens(scene: Scene, link: Token) -> bool:
    """Whether a linking word opens its clause, and so goes on with the move before (终场收跌6.4%，为100.45美元)."""
    return not scene.view[scene.clause(link)[0] : link.start].strip()


def stood_at(scene: Scene, metric: Token, opener: Token | None, amount: Token, *, cap: bool) -> Draft:
    """The draft of what a price or a market value (`cap`) stood at, by its noun and the verb before it."""
    period, also, when = level_periods(scene, amount)
    claim = asserted(amount, hedge=hedge_of(scene, opener, amount))
    if not cap:
        claim = per_share(claim)
    used = tuple(
        dict.fromkeys(t for t in (metric if scene.together(metric, amount) else None, opener, amount, when) if t)
    )
    kind: Kind = "market_cap" if cap else "price_move"
    sessions = () if when else tuple(p for p in (period, *also) if p is not None)
    named = [t for t in scene.all("name", "company") if scene.together(t, amount)]
    latter = any(scene.together(t, amount) for t in scene.all("who", "latter"))
    between = [t for t in scene.all("name", "company") if metric.end <= t.start and t.end <= amount.start]
    several = (
        not cap and len({t.name.key for t in between if t.name}) > 1
    )  # 美股收盘，Alphabet报125.61美元，微软至340.67美元
    near = amount if named or latter or several else metric
    subject = _possessor(scene, amount) or named_behind(scene, amount) or scene.company(near)
    session = session_of(scene, amount)
    args, some_time = _of_its_time(scene, opener, amount, claim, (session, period, when), cap=cap)
    measure = "market_cap.level" if cap else "price.level"
    first_day = session == "open" and wording("tape_levels.offer").search(scene.view, *scene.clause(amount))
    if first_day or session == "extended" or (cap and session == "open") or of_another_listing(scene, amount):
        measure = ""  # the record has the market values of the close and within the day
    if not cap and _swings(scene, amount):
        measure = ""  # any price between would bear it out
    of_no_day = "field" not in args and not some_time and _is_of_no_day(scene, opener, amount, (period, when), cap=cap)
    if of_no_day or (when is None and not cap and "field" not in args and _extreme_before(scene, amount)):
        measure = ""
    return Draft(kind, measure, subject, used, claim, period if when else None,
                 also if when else sessions, args, claim.figure.hedge if claim.figure else "exact")  # fmt: skip


def _swings(scene: Scene, amount: Token) -> bool:
    """Whether a range of prices is the one that a price went up and down in ("swung between $453 and $486", 在453美元至486美元之间波动)."""
    if amount.figure.top is None:
        return False
    before = wording("tape_levels.swung").search(scene.view, scene.start, amount.hedge_start)
    behind = wording("tape_levels.swings").match(scene.view, amount.end, scene.end)
    return bool(before or behind)


def hedge_of(scene: Scene, opener: Token | None, amount: Token) -> str:
    """The hedge of a level that something stood above or below, by the verb before it or by what stands behind it (6,000点上方); empty where it stood there."""
    beyond = wording("tape_levels.beyond").match(scene.view, amount.end)
    exceeds = (opener is not None and opener.sense == "exceed") or amount.figure.hedge == "over"
    if exceeds or (beyond and beyond[1]):
        return passed(amount)
    return "under" if beyond else ""


def _of_its_time(
    scene: Scene,
    opener: Token | None,
    amount: Token,
    claim: Asserted,
    dated: tuple[str, Period | None, Token | None],
    *,
    cap: bool,
) -> tuple[dict[str, str], bool]:
    """Which of the prices or values of its session, its day, or a longer time a level is; and whether it is any of those of that time."""
    session, period, when = dated
    over_time = period is not None and period.grain != "day"
    longer = over_time and not cap
    args = _of_the_furthest(scene, amount, claim, cap=cap) if over_time else {}
    some_time = False
    if not cap and (furthest := reached(scene, amount)):
        args |= {"field": furthest} if not longer else {"of": furthest, "field": furthest}
    elif session == "open" or wording("tape_levels.began").search(scene.view, scene.start, amount.hedge_start):
        args["field"] = "open"
    elif not session and not cap and not args and (closed_at(scene, opener) or _is_a_close(scene, amount)):
        told = (
            longer
            and when is not None
            and (when is then_told(scene, amount) or is_a_year_ago(scene, when) or is_months_ago(scene, when))
        )
        args["session"] = "traded" if told else "close"  # "November 2021, when they closed at $409.97"
    elif session and (cap or session != "intraday"):
        args["session"] = "extended" if session == "extended" else "traded"
    elif not args and (longer or (cap and _of_a_past_month(scene, period))):
        some_time = _at_some_time(scene, amount, when)
        args |= {"session": "traded"} if some_time else {}  # "hit $88.91 in November 2022"
    return args, some_time


def _of_the_furthest(scene: Scene, amount: Token, claim: Asserted, *, cap: bool) -> dict[str, str]:
    """Whether a level of a longer time is told as the lowest or the highest of it."""
    peak = _extreme_before(scene, amount)
    if peak and not cap:
        return {"of": peak}
    up_to = not cap and claim.figure is not None and claim.figure.hedge in {"up_to", "as_high_as"}
    # 2021年9月，股价高达每股382美元; "In July 2021 the shares closed at a record $3,731.41"
    return {"of": "high"} if up_to or _is_a_record(scene, amount) else {}


def _extreme_before(scene: Scene, amount: Token) -> str:
    """`low` or `high` where such a word stands right before a level ("from a low of $88"), else nothing."""
    peak = wording("tape_levels.extreme").search(scene.view, max(scene.start, amount.start - 12), amount.start)
    if peak is None:
        return ""
    return "low" if peak[0].lower().startswith(("low", "bottom", "trough", "低", "谷", "最低")) else "high"


def _is_a_record(scene: Scene, amount: Token) -> bool:
    """Whether the words before a level in its clause call it a record."""
    m = wording("tape_levels.a_record").search(scene.view, scene.clause(amount)[0], amount.hedge_start)
    fell = m is not None and any(m.end() <= t.start < amount.start for t in scene.all("sense", "fall"))
    return (
        m is not None and not fell and wording("tape_levels.down_to").search(scene.view, m.end(), amount.start) is None
    )


def _is_a_close(scene: Scene, amount: Token) -> bool:
    """Whether what stands behind a price calls it a close ("to $97.94 on Thursday, the lowest close since 2016", 报97.94美元，为2016年以来最低收盘价)."""
    return wording("tape_levels.a_close").match(scene.view, amount.end, scene.end) is not None


def _of_a_past_month(scene: Scene, period: Period | None) -> bool:
    """Whether a market value is told of a month, a quarter, a year or a part of one that is over."""
    return period is not None and period.grain in {"month", "quarter", "year", "span"} and period.end < scene.published


def _at_some_time(scene: Scene, amount: Token, when: Token | None) -> bool:
    """Whether a price is that of some time of the month or the year beside it, and not of its close."""
    on = when is not None and when.dated is not None and when.dated.role == "on"
    on = on or (when is not None and scene.view[when.end - 1] == "旬")  # 3月下旬，股价还只有220多美元
    on = on or (when is not None and wording("tape_levels.roughly_then").match(scene.view, when.start) is not None)
    return on and wording("tape_levels.at_its_end").search(scene.view, scene.clause(amount)[0], amount.start) is None


def _is_of_no_day(
    scene: Scene, opener: Token | None, amount: Token, dated: tuple[Period | None, Token | None], *, cap: bool
) -> bool:
    """Whether a level is of a day that the sentence does not give: of some time of a month, of later, of when it was first so."""
    if wording("tape_levels.start_of_a_path").search(
        scene.view, max(scene.start, amount.hedge_start - 40), amount.hedge_start
    ):
        return True  # "dipped below $336 from $500"
    if is_a_milestone(scene, amount):
        return True
    period, when = dated
    sense = "" if opener is None else opener.sense
    if cap and wording("tape_levels.first_ever").search(scene.view, *scene.clause(amount)):
        return True  # 苹果是第一家达到1万亿美元市值的公司
    if when is not None and period is not None:
        at_some_time = sense in {"rise", "fall"} and period.grain != "day"
        return at_some_time or (
            period.grain == "week" and sense in {"", "exceed"}
        )  # "last week, shares surpassed the $500 mark"
    told = period is not None and scene.discourse.of_an_era and _is_an_era(scene, period)
    if told and sense != "close":
        return True  # 时间倒回2021年9月。股价384.33美元
    if cap and wording("tape_levels.helped").search(scene.view, scene.clause(amount)[0], amount.start):
        return True  # 推动公司市值超过1万亿美元
    closed = (
        scene.language == "zh"
        and opener is not None
        and any(t.start == opener.start for t in scene.all("sense", "close"))
    )
    left = scene.clause(amount)[0] if closed else scene.start  # 盘中一度冲高到485.96美元，最终收于474.99美元
    return wording("tape_levels.later").search(scene.view, left, amount.start) is not None  # 此后股价一路跌到90美元以下


def _is_an_era(scene: Scene, period: Period) -> bool:
    """Whether a time that a paragraph tells of is one of the past, and not the quarter that the news reports on."""
    reported = period.grain == "quarter" and (scene.published - period.end).days <= REPORTED_WITHIN
    return period.grain in {"month", "quarter", "year"} and not reported


REPORTED_WITHIN = 120
"""So many days after its end a quarter is that of the news."""


def named_behind(scene: Scene, amount: Token) -> str:
    """The company that the next clause names, where a Chinese sentence opens with the price that something is counted from (以3月23日56.09美元的低点计算，苹果股价涨了一倍多)."""
    names = scene.all("name", "company")
    opens = scene.language == "zh" and wording("tape_levels.counted").match(scene.view, scene.start) is not None
    if not opens or any(t.start < amount.start for t in names) or scene.clause(amount)[0] > scene.start:
        return ""
    return next((t.name.key for t in names if t.name and not t.is_index), "")


def is_a_milestone(scene: Scene, amount: Token) -> bool:
    """Whether a level is one that was passed at some time ("took 41 years to reach its first major milestone of 1,000")."""
    left = max(scene.start, amount.hedge_start - 16)
    return wording("tape_levels.milestone").search(scene.view, left, amount.hedge_start) is not None


def is_no_price(scene: Scene, amount: Token) -> bool:
    """Whether an amount is one for each of something, or by how much one price is above another ("more than $16 above the previous evening's price")."""
    behind = (wording("tape_levels.each"), wording("tape_levels.apart"))
    if any(form.match(scene.view, amount.end) for form in behind):
        return True
    if wording("tape_levels.of_a_sum").search(scene.view, scene.start, amount.hedge_start):
        return True
    told_again = wording("tape_levels.told_again").search(scene.view, scene.start, amount.start)
    return told_again is not None and amount.figure.unit.endswith("/share")


def _possessor(scene: Scene, amount: Token) -> str:
    """The company whose name stands right before an amount ("three times Meta's $263 billion", "well below Airbus, at $120 billion")."""
    start = amount.hedge_start
    near = [
        t
        for t in scene.all("name", "company")
        if 0 <= start - t.end <= 48 and wording("tape_levels.beside").fullmatch(scene.view, t.end, start)
    ]
    return near[-1].name.key if near and near[-1].name else ""


__all__ = ["MARKET_VALUE", "hedge_of", "is_a_milestone", "is_no_price", "level", "named_behind", "stood_at"]
