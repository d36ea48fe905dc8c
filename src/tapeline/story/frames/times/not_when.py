"""Dates that do not say when a move was: what it is set beside, a rank's first day, the quarter of results, another company's day, an aside's.

`when.py` asks it of each date of a sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.calendar import periods
from tapeline.story.frames.slots import MOVES
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.tokens import Token

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene


def is_of_something_else(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date is not that of a word's move."""
    dated = date_token.dated
    if from_its_price(scene, date_token, token):
        return False
    return (
        (dated is not None and dated.role == "duration" and _is_so_far(scene, date_token, dated.period))
        or _of_a_move_before(scene, date_token, token)
        or _of_what_came_before(scene, date_token, token)
        or _based_elsewhere(scene, date_token, token)
        or _aside(scene, date_token, token)
        or _others(scene, date_token, token)
        or _base_day(scene, date_token)
        or _in_another_part(scene, date_token, token)
        or _of_a_price_or_forecast(scene, date_token)
        or _of_a_split(scene, date_token)
        or _lies_ahead(scene, date_token, token)
        or _had_come_to(scene, date_token, token)
        or _of_a_name_behind(scene, date_token, token)
        or of_results(scene, date_token)
        or _of_a_rank(scene, date_token, token)
        or counts_from(scene, date_token)
        or _quoted_apart(scene, date_token, token)
        or _until_now(scene, date_token, token)
        or _told_apart(scene, date_token, token)
        or _closed_by_another(scene, date_token, token)
        or _after_its_close(scene, date_token, token)
        or _when_another_was_set(scene, date_token, token)
        or _of_what_stands_before(scene, date_token)
        or _in_brackets(scene, date_token, token)
        or _of_one_beside(scene, date_token, token)
    )


def _of_a_move_before(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a day behind a word is that of another move, after which its own came ("another 13.7% after Monday's 19.9% leap")."""
    before = wording("not_when.came_after").search(scene.view, max(token.end, date_token.start - 16), date_token.start)
    return (
        token.end <= date_token.start
        and before is not None
        and wording("not_when.anothers_move").match(scene.view, date_token.end, scene.end) is not None
    )


def _of_what_came_before(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a day before a word is that of an amount ("regained all of Thursday's $27.20, rising by 12%"), or of a move that came first ("after a 4.0% bounce on Thursday Nvidia caved in")."""
    if date_token.end > token.start or token.sense not in MOVES:
        return False
    own = scene.view.startswith(("'s ", "’s "), date_token.end)
    amounts = (t for t in scene.quantities("money") if t.end <= token.start)
    if own and any(0 < t.hedge_start - date_token.end <= len("'s ") for t in amounts):
        return True
    left = scene.clause(date_token)[0]
    return wording("not_when.after_a_move").search(scene.view, left, date_token.start) is not None


def _in_another_part(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a semicolon parts a word from a date behind it, or from a quarter before it whose figures were told ("revenue slipped in the fourth quarter; its stock leapt 23.3%")."""
    left, right = sorted((date_token, token), key=lambda t: t.start)
    if ";" not in scene.view[left.end : right.start]:
        return False
    dated = date_token.dated
    figures = any(scene.together(t, date_token) for t in scene.all("metric") if t.sense not in {"price", "market_cap"})
    of_results = dated is not None and periods.is_reported(dated.period) and figures
    return date_token.start > token.end or of_results


def _of_one_beside(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date is that of another move, which a word's own is set beside ("the fall of 24.6% compares with one of 26.4% in February")."""
    sizes = [t for t in scene.quantities("%") if token.end <= t.start and t.end <= date_token.start]
    if not sizes or date_token.start - sizes[-1].end > len(" in the "):
        return False
    before = (scene.view, max(scene.start, sizes[-1].hedge_start - 24), sizes[-1].hedge_start)
    return wording("not_when.one_of").search(*before) is not None


def _of_a_price_or_forecast(scene: Scene, date_token: Token) -> bool:
    """Whether a date is that of a price that something stood at before, or of what is looked for ("at $138.81 on Tuesday night, were knocked down to …", "an upbeat forecast for the current quarter")."""
    before = (scene.view, max(scene.start, date_token.start - 40), date_token.start)
    return wording("not_when.stood_at").search(*before) is not None


def _in_brackets(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date stands in brackets that are closed before a word (终结此前两年的涨势(2020年涨743%)，而标普500跌19.4%)."""
    span = scene.brackets(date_token)
    alone = span == (date_token.start - 1, date_token.end)  # 裁员公告发布当天(11月9日)，股价大涨
    return span is not None and span[1] < token.start and not alone


def from_its_price(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a day's price is what a Chinese move is counted from (较2021年10月28日的收盘价316.92美元跌去近42%)."""
    if (
        scene.language != "zh"
        or date_token.end > token.start
        or date_token.dated is None
        or date_token.dated.period.grain not in {"day", "week"}
    ):
        return False
    before = wording("not_when.counted_from").search(
        scene.view, max(scene.start, date_token.start - 4), date_token.start + (date_token.dated.role == "since")
    )
    return (
        before is not None
        and wording("not_when.its_price").fullmatch(scene.view, date_token.end, token.start) is not None
    )


def _of_what_stands_before(scene: Scene, date_token: Token) -> bool:
    """Whether the words before a date say whose it is ("as promised on 1 February", "the 11,000 of November", "the record of November 2021")."""
    stretch = (scene.view, max(scene.start, date_token.start - 24), date_token.start)
    if wording("not_when.its_own").match(scene.view, date_token.end):
        return False  # 仅次于今年2月3日的26.4%
    names = ("not_when.promised", "not_when.a_count", "market.nth_time")
    return any(wording(name).search(*stretch) is not None for name in names)


def _when_another_was_set(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date is that of a record that was beaten ("eclipsing Meta's record of $197 billion set on Feb. 2", 打破了Meta在2月2日创下的纪录)."""
    if (
        wording("not_when.set_then").match(scene.view, date_token.end, scene.end) is not None
        and wording("not_when.beats").search(scene.view, scene.start, date_token.start) is not None
    ):
        return True
    before = wording("not_when.set_on").search(scene.view, max(scene.start, date_token.start - 16), date_token.start)
    return token.end <= date_token.start and before is not None


def _told_apart(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date is that of what "at which" sets apart, and not of a word before it or behind the verb that goes on ("the fall from the $323 at which it closed on Wednesday was its worst")."""
    left = token.end
    if date_token.end <= token.start:
        if wording("not_when.goes_on").match(scene.view, date_token.end, scene.end) is None:
            return False
        left = scene.clause(date_token)[0]
    return wording("not_when.apart").search(scene.view, left, max(left, date_token.start)) is not None


def _closed_by_another(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date behind a word is what a further verb closes ("slipped 0.3% and ended 2022 down 19.4%")."""
    return wording("not_when.closed_out").search(scene.view, token.end, max(token.end, date_token.start)) is not None


def _after_its_close(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a day is that of a close from which a move then went on ("ended Monday at $408.09 and jumped more than 10% on the news")."""
    m = wording("not_when.closed_then").match(scene.view, date_token.end, scene.end)
    return m is not None and m.end() <= token.start


def _until_now(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a word between a date and what is told says that it is so now ("was listed at $38 in 2012 and now trades at $474.99")."""
    return (
        date_token.end <= token.start
        and wording("not_when.now").search(scene.view, date_token.end, token.start) is not None
    )


def _is_so_far(scene: Scene, date_token: Token, span: Period) -> bool:
    """Whether a stretch is the year so far, which words of its own tell; and not so many months that are it by chance."""
    words = scene.all("sense", "from_start")
    told = any(t.start < date_token.end and date_token.start < t.end for t in words)
    return told and (span.start.month, span.start.day) == (1, 1) and span.end == scene.published


def _based_elsewhere(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date is what a figure of another clause is set beside ("up 5% from a year ago, …, which were up 5%")."""
    start = max(scene.start, date_token.start - 12)
    before = wording("not_when.base_before").search(scene.view, start, date_token.start)
    base = before is not None or scene.view.startswith("from ", date_token.start)
    compared = date_token.start - scene.start > 1 and compares(scene, date_token)  # "A year earlier, the stock jumped"
    sums = scene.quantities("money") if before and not before[0].lower().startswith("over") else ()
    of_a_sum = any(token.end <= t.start and 0 <= date_token.start - t.end <= BASE_BY for t in sums)
    return (base or compared) and (of_a_sum or not scene.together(date_token, token))


BASE_BY = 12
"""A sum that is set beside that of a time stands so many characters before it ("landed 44 cents above the prior quarter's")."""


def of_results(scene: Scene, date_token: Token) -> bool:
    """Whether a quarter or a year is that of figures which are news, and not when a price moved ("after disappointing second-quarter results")."""
    dated = date_token.dated
    return (
        dated is not None
        and periods.is_reported(dated.period)
        and wording("not_when.of_results").match(scene.view, date_token.end, scene.end) is not None
    )


RANKING = frozenset({"superlative", "record", "high", "lowest", "rank_two", "rank_three", "rank_four", "rank_five"})


BEHIND_A_RANK, BEFORE_A_RANK = 30, 5


def _of_a_rank(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a day is what a rank of another word counts from ("headed for its best year since 1998, with a gain of 35 percent")."""
    if token.sense in RANKING or date_token.dated is None or date_token.dated.role not in {"since", "duration"}:
        return False
    if when_it_was(scene, date_token, token) or _of_a_low_or_high(scene, date_token):
        return False
    right_behind = any(0 <= t.start - date_token.end <= BEFORE_A_RANK for t in scene.tokens if t.sense in RANKING)
    if date_token.dated.role == "duration" and any(
        wording("not_when.rank_of").fullmatch(scene.view, t.end, date_token.start)
        for t in scene.tokens
        if t.sense in RANKING and t.end <= date_token.start
    ):
        return True  # "down 19.4% in its worst year of the past decade"
    if date_token.dated.role == "duration" or (scene.language == "zh" and right_behind):
        return right_behind  # 再创近十五个月收市新低，市值蒸发1.74万亿; 创2020年7月以来新低
    tops = [t for t in scene.tokens if t.sense in RANKING and scene.together(t, date_token)]
    near = [t for t in tops if 0 <= date_token.start - t.end <= BEHIND_A_RANK]
    with_it = wording("not_when.with_a").fullmatch(scene.view, date_token.end, max(date_token.end, token.start))
    return bool(near) and (not scene.together(date_token, token) or token.end <= near[0].start or with_it is not None)


def _of_a_low_or_high(scene: Scene, date_token: Token) -> bool:
    """Whether Chinese counts from the low or the high of a day (自去年11月3日的低点至今), where a rank counts since one (2020年7月以来的新低)."""
    since = scene.view.endswith(tuple(wordlist("not_when.since")), date_token.start, date_token.end)
    return scene.language == "zh" and scene.view.startswith("的", date_token.end) and not since


def when_it_was(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a clause says what happened on the day that another counts from ("the lowest since April 19, when it lost 23%").

    What goes on behind that clause is counted from the day ("since May 24, when it finished at $182.90, it has gained 41%").
    """
    m = wording("not_when.when").match(scene.view, date_token.end)
    if m is None or m.end() > token.start:
        return False
    own = scene.clause(Token(m.end() - 1, m.end(), "topic", "when"))[1]
    since = date_token.dated is not None and date_token.dated.role == "since"
    return not since or scene.language == "zh" or token.start < own


def counts_from(scene: Scene, date_token: Token) -> bool:
    """Whether a date is that of a company's beginning, from which something is counted (2010年上市以来, "since its 2012 debut")."""
    behind = scene.language == "zh" and wording("not_when.counts_from").match(scene.view, date_token.end)
    return (
        bool(behind)
        or wording("not_when.since_its").search(scene.view, max(scene.start, date_token.start - 64), date_token.start)
        is not None
    )


def _quoted_apart(scene: Scene, date: Token, token: Token) -> bool:
    """Whether a date stands in quotation marks that a word does not share ("because of 'capital spending this year', the stock lost 10.6%")."""
    return _is_quoted(scene, date) and not _is_quoted(scene, token)


def _is_quoted(scene: Scene, t: Token) -> bool:
    return scene.view.count('"', scene.start, t.start) % 2 == 1


def _base_day(scene: Scene, date_token: Token) -> bool:
    """Whether a day is only what a move is counted from (较前一日增加2000亿), or that of an earlier one ("fell 1.5% after a Thursday drop of 3%")."""
    day = date_token.dated is not None and date_token.dated.period.grain == "day"
    start = max(scene.start, date_token.start - 12)
    if not day or wording("not_when.base_day").search(scene.view, start, date_token.start) is None:
        return False
    own = wording("not_when.its_move").match(scene.view, date_token.end, scene.end)
    return own is None  # 仅次于今年2月3日的26.4%: the day of that move


def _of_a_split(scene: Scene, date_token: Token) -> bool:
    """Whether a date is that of a split, after which a price is told (按8月31日"一拆五"调整后仅83.67美元)."""
    return wording("not_when.of_a_split").match(scene.view, date_token.end, scene.end) is not None


def _lies_ahead(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether what a date of another clause dates is still to come ("the split comes July 18; it closed at $2,336.41")."""
    left = scene.clause(date_token)[0]
    ahead = wording("not_when.ahead").search(scene.view, left, date_token.start) is not None
    return ahead and not scene.together(date_token, token)


def _had_come_to(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a day is that of what a move had come to before it changed (今年以来的涨幅由前一天的23.3%变为下跌0.1%)."""
    before = (scene.view, max(scene.start, date_token.start - 2), date_token.start)
    return (
        date_token.end <= token.start
        and scene.language == "zh"
        and wording("not_when.turned_from").search(*before) is not None
        and wording("not_when.turned").search(scene.view, date_token.end, token.start) is not None
    )


def _of_a_name_behind(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date is of what Chinese says of a name in front of it (连前一日刚飙升17.6%的Meta也吐回2.6%), and not of what the name then does."""
    names = (t for t in scene.all("name", "company") if date_token.end <= t.start and t.end <= token.start)
    return scene.language == "zh" and any(
        wording("not_when.relative_zh").search(scene.view, date_token.end, n.start) for n in names
    )


def _others(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date behind a token is that of another company's deed ("the gain eclipsed Amazon's $191 billion rise in February 2022"), or of another figure ("a loss of 26.4% that dwarfs the 19% of July 2018")."""
    amounts = [t for t in scene.all("quantity") if t.start >= token.end]
    its = any(scene.view[t.end : date_token.start] == " of " and scene.view.endswith("the ", 0, t.hedge_start) for t in amounts)  # fmt: skip
    return its or any(token.end <= c.start < date_token.start for c in compared(scene, token))


def compared(scene: Scene, token: Token) -> list[Token]:
    """The companies that a word of comparison behind a token sets beside its own, by their deed ("eclipsed Amazon's …", "the record set by Apple")."""
    words = [w for w in scene.all("sense", "exceed") if w.start >= token.start]
    return [
        c for c in scene.all("name", "company")
        if (any(0 <= c.start - w.end <= 2 for w in words) and (scene.view.startswith("'s ", c.end) or of_its_day(scene, c)))
        or (c.start >= token.end and wording("not_when.set_by").search(scene.view, max(scene.start, c.start - 24), c.start))
    ]  # fmt: skip


def of_its_day(scene: Scene, company: Token) -> bool:
    """Whether Chinese goes on from a company to what it did on a day of its own (超过亚马逊2022年2月创下的纪录)."""
    dated = any(d.start == company.end for d in scene.dates("on"))
    return scene.language == "zh" and (dated or scene.view.startswith(tuple(wordlist("not_when.deeds")), company.end))


def _aside(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date belongs to a relative clause that ends before a token ("Amazon, which also reported on Thursday, rose 7.9%")."""
    start, end = scene.clause(date_token)
    return (
        scene.start < start
        and end <= token.start
        and wording("not_when.relative").match(scene.view, start, end) is not None
    )


def compares(scene: Scene, date_token: Token) -> bool:
    """Whether a date is part of words that set a figure beside an earlier one ("from $32.17 billion a year earlier")."""
    words = scene.all("sense", "compare_year", "compare_quarter")
    return any(w.start < date_token.end and date_token.start < w.end for w in words)


def is_base_quarter(scene: Scene, date_token: Token) -> bool:
    """Whether a date is a quarter that a change is set beside (比一季度翻了一番, "Against the fourth quarter, …")."""
    quarter = date_token.dated is not None and date_token.dated.period.grain == "quarter"
    return quarter and not compares(scene, date_token) and same_time(scene, date_token)


LONGEST_BASE = 36
"""So many characters hold the words that set a figure beside a date ("than in any other quarter of 2021")."""


def same_time(scene: Scene, date_token: Token) -> bool:
    """Whether a date only says what a figure is set beside (去年同期, 较2022年, "over 2022", "the same quarter of 2022")."""
    start = max(scene.start, date_token.start - (LONGEST_BASE if scene.language == "en" else 12))
    span = date_token.dated is not None and date_token.dated.period.grain == "span"
    before = scene.view[scene.start : date_token.start].lower()
    if (before.endswith("over ") and span) or before.strip() == "over":
        return False  # "earned $25.1 billion over the first nine months"
    if wording("not_when.base_before").search(scene.view, start, date_token.start):
        return True
    long = date_token.dated is not None and date_token.dated.period.grain != "day"
    if long and wording("not_when.percent_on").search(scene.view, start, date_token.start):
        return True  # "17% on the second quarter"
    opens = wording("not_when.opens").fullmatch(scene.view, scene.clause(date_token)[0], date_token.start) is not None
    return not opens and wording("slots.base_around").search(scene.view, start, date_token.end + 2) is not None


__all__ = [
    "compared",
    "compares",
    "counts_from",
    "from_its_price",
    "is_base_quarter",
    "is_of_something_else",
    "of_its_day",
    "of_results",
    "same_time",
    "when_it_was",
]
