"""How slots are filled: which period, which interval, which tokens a draft may still take."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Asserted, Period
from tapeline.quantity import Figure, Quantity
from tapeline.story import periods
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.scene import is_money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tapeline.story.dates import Role
    from tapeline.story.scene import Scene, Token

MARKET = frozenset({"market_cap", "price"})
NOT_FACTS = frozenset({"market_cap", "price", "jobs", "price_target"})


def free(tokens: Iterable[Token], taken: set[Token]) -> list[Token]:
    """The tokens that no frame has taken."""
    return [t for t in tokens if t not in taken]


def asserted(token: Token, *, sign: float = 1.0, hedge: str = "") -> Asserted:
    """What a quantity token asserts, with the predicate's direction (`sign` -1 for a fall) and a hedge of its own."""
    figure = token.figure
    if hedge and figure.hedge == "exact":
        figure = figure.hedged(hedge)
    if sign < 0:
        figure = replace(figure, value=-abs(figure.value), top=None if figure.top is None else -abs(figure.top))
    return Asserted.of_figure(figure)


def per_share(claim: Asserted) -> Asserted:
    """The same money, of one share; what is in any other unit is as it was."""
    if claim.figure is None or not is_money(claim.unit):
        return claim
    return Asserted.of_figure(replace(claim.figure, unit=f"{claim.unit}/share"))


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


def move_periods(
    scene: Scene, token: Token, amount: Token | None = None, *, since: bool = True, stretches: bool = False
) -> tuple[Period | None, tuple[Period, ...], Token | None]:
    """When a move happened: the date of its clause, else the nearest before it in the sentence, else the last dated session.

    `since`: whether a date that something runs from counts; `stretches`: whether a stretch does ("over the past month").
    Returns the period, its other honest resolutions, and the date's token.
    """
    if wording("slots.that_day").search(scene.view, *scene.clause(token)):
        return None, (), None  # 财报当日创近三年来最大单日跌幅: of no day that the sentence gives
    usable = _usable(scene, token, since=since, stretches=stretches)
    found = _dated(scene, token, amount, usable)
    if found is None or found.dated is None:
        told = [
            _until_now(scene, p)
            for p in (scene.discourse.session if _of_a_day(scene, token) else scene.discourse.told())
        ]
        return (told[0] if told else None), tuple(told[1:]), None
    days = _sessions_after(scene, found, token)
    first, also = found.dated.period, tuple(p for p in found.dated.candidates if p != found.dated.period)
    first, also = (days[0], tuple(days[1:])) if days else (first, also)
    if found.dated.role == "since" and not _when_it_was(scene, found, token):
        last = max(first.end, scene.published)
        if wording("slots.end_of").search(scene.view, found.start, found.end):
            first = replace(first, start=first.end)  # "since the end of 2022"
        after = first.start + timedelta(days=1)  # "since 3 November" may leave that day's own move out
        eve = last - timedelta(days=1)
        also = (Period(first.text, after, last, "span"),) if first.grain == "day" and after <= last else ()
        also += (Period(first.text, first.start, eve, "span"),) if first.start < eve else ()
        first = Period(first.text, first.start, last, "span")
    if found.dated.role == "start_of" and wording("slots.over").search(
        scene.view, max(scene.start, found.start - 2), found.start
    ):
        spans = _from_a_start(scene, (first, *also), found)
        return (spans[0], tuple(spans[1:]), found) if spans else (first, also, found)
    if found.dated.role == "until" and (opening := _opening(scene, found)) is not None:
        first = Period(first.text, min(opening, first.end), first.end, "span")
        also = tuple(Period(p.text, min(opening, p.end), p.end, "span") for p in also)
    if found.dated.role == "duration" and first.end == scene.published:
        day = timedelta(days=1)  # "over the past 12 months": from the close of the first day, or told a day later
        also = (
            *also,
            replace(first, start=first.start + day),
            replace(first, start=first.start - day, end=first.end - day),
        )
    if scene.language == "zh" and first.grain == "day" and first.start == scene.published:
        also = (
            *also,
            Period.of_day(first.start - timedelta(days=1), first.text),
        )  # 今日 in Shanghai, of the session that had ended
    first, also = nearest_to_dateline(scene, first, also)
    sessions = tuple(p for p in scene.discourse.session if p != first and p not in also)
    if first.grain == "day":
        another = found.start > token.end and " and " in scene.view[token.end : found.start]
        return first, (*also, *sessions, *(scene.discourse.eras if another else ())), found
    if first.contains(scene.published) and first.start < scene.published:
        ends = [
            Period(first.text, first.start, p.end, first.grain) for p in sessions if first.start < p.end <= first.end
        ]
        ends += [Period(first.text, first.start, e, first.grain) for e in eves(scene, token) if e > first.start]
        clipped = Period(first.text, first.start, scene.published, first.grain)
        return clipped, (*also, *ends), found
    return first, also, found


def _usable(scene: Scene, token: Token, *, since: bool, stretches: bool) -> list[Token]:
    """The dates of a sentence that a move can be of."""
    roles: list[Role] = ["on", "end_of", "start_of", "until", "whole"]
    roles += ["since"] if since else []
    roles += ["duration"] if stretches else []
    usable = [
        t
        for t in scene.dates(*roles)
        if t.dated
        and not (t.dated.role == "duration" and _is_so_far(scene, t.dated.period))
        and not _based_elsewhere(scene, t, token)
        and not _aside(scene, t, token)
        and not _others(scene, t, token)
        and not _base_day(scene, t)
        and not _of_results(scene, t)
        and not _of_a_rank(scene, t, token)
        and not counts_from(scene, t)
        and not _quoted_apart(scene, t, token)
    ]
    usable = own_conjunct(scene, token, usable)
    nearer = [
        t
        for t in usable
        if t.end <= token.start or not wording("slots.opens_another").search(scene.view, token.end, t.start)
    ]
    return nearer or usable  # "on Thursday … dropping $17 billion after it reported … on Wednesday"


def _is_so_far(scene: Scene, span: Period) -> bool:
    """Whether a stretch is the year so far, which words of its own tell."""
    return (span.start.month, span.start.day) == (1, 1) and span.end == scene.published


def _based_elsewhere(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date is what a figure of another clause is set beside ("up 5% from a year ago, …, which were up 5%")."""
    start = max(scene.start, date_token.start - 12)
    base = scene.view.startswith("from ", date_token.start) or wording("slots.base_before").search(
        scene.view, start, date_token.start
    )
    return bool(base) and not scene.together(date_token, token)


def _of_results(scene: Scene, date_token: Token) -> bool:
    """Whether a quarter or a year is that of figures which are news, and not when a price moved ("after disappointing second-quarter results")."""
    dated = date_token.dated
    return (
        dated is not None
        and periods.is_reported(dated.period)
        and wording("slots.of_results").match(scene.view, date_token.end) is not None
    )


RANKING = frozenset({"superlative", "record", "high", "lowest", "rank_two", "rank_three", "rank_four", "rank_five"})
BEHIND_A_RANK, BEFORE_A_RANK = 30, 5


def _of_a_rank(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a day is what a rank of another word counts from ("headed for its best year since 1998, with a gain of 35 percent")."""
    if token.sense in RANKING or date_token.dated is None or date_token.dated.role not in {"since", "duration"}:
        return False
    if date_token.dated.role == "duration":  # 再创近十五个月收市新低，市值蒸发1.74万亿
        return any(0 <= t.start - date_token.end <= BEFORE_A_RANK for t in scene.tokens if t.sense in RANKING)
    if _when_it_was(scene, date_token, token):
        return False
    tops = [t for t in scene.tokens if t.sense in RANKING and scene.together(t, date_token)]
    near = [t for t in tops if 0 <= date_token.start - t.end <= BEHIND_A_RANK]
    return bool(near) and (not scene.together(date_token, token) or token.end <= near[0].start)


def _when_it_was(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a clause says what happened on the day that another counts from ("the lowest since April 19, when it lost 23%")."""
    return token.start > date_token.end and wording("slots.when").match(scene.view, date_token.end) is not None


def counts_from(scene: Scene, date_token: Token) -> bool:
    """Whether a date is that of a company's beginning, from which something is counted (2010年上市以来, "since its 2012 debut")."""
    behind = scene.language == "zh" and wording("slots.counts_from").match(scene.view, date_token.end)
    return (
        bool(behind)
        or wording("slots.since_its").search(scene.view, max(scene.start, date_token.start - 64), date_token.start)
        is not None
    )


def _quoted_apart(scene: Scene, date: Token, token: Token) -> bool:
    """Whether a date stands in quotation marks that a word does not share ("because of 'capital spending this year', the stock lost 10.6%")."""
    return _is_quoted(scene, date) and not _is_quoted(scene, token)


def _is_quoted(scene: Scene, t: Token) -> bool:
    return scene.view.count('"', scene.start, t.start) % 2 == 1


def own_conjunct(scene: Scene, token: Token, dates: list[Token]) -> list[Token]:
    """The dates that stand in the same part of a clause as a token ("cut 11,000 jobs in November and 10,000 more in March"); all where it has none."""
    if scene.language != "en":
        return dates
    start, end = scene.clause(token)
    left = max((m.end() for m in wording("slots.joints").finditer(scene.view, start, token.start)), default=start)
    right = min((m.start() for m in wording("slots.joints").finditer(scene.view, token.end, end)), default=end)
    return [d for d in dates if left <= d.start and d.end <= right] or dates


def _of_a_day(scene: Scene, token: Token) -> bool:
    """Whether the clause of a move without a date says that it is one of a day (公司股价全日微跌0.2%), whatever quarter its paragraph speaks of."""
    return wording("slots.all_day").search(scene.view, *scene.clause(token)) is not None


def _base_day(scene: Scene, date_token: Token) -> bool:
    """Whether a day is only what a move is counted from (较前一日增加2000亿), or that of an earlier one ("fell 1.5% after a Thursday drop of 3%")."""
    day = date_token.dated is not None and date_token.dated.period.grain == "day"
    start = max(scene.start, date_token.start - 12)
    return day and wording("slots.base_day").search(scene.view, start, date_token.start) is not None


def _dated(scene: Scene, token: Token, amount: Token | None, usable: list[Token]) -> Token | None:
    """The date of a move: its amount's own, else its verb's, its clause's, the nearest before, or one that stands alone behind."""
    own = None
    if amount is not None and scene.language == "en":
        own = own_date(scene, amount) or (own_date(scene, token) if token.start > amount.end else None)
    found = own or scene.before_then_after(token, usable, clause=True) or scene.nearest(token, usable, side="before")
    return found or next((t for t in usable if t.start > token.start and _alone(scene, t)), None)


def _sessions_after(scene: Scene, date_token: Token, token: Token) -> list[Period]:
    """The weekdays behind a day of news after its close, which moved the price only then ("reported late Thursday, sparking a rally"); none where it is no such day."""
    left = max(scene.start, date_token.start - 32)
    late = wording("slots.after_the_close").search(scene.view, left, date_token.start)
    apart = date_token.end <= token.start or wording("slots.opens_another").search(
        scene.view, token.end, date_token.start
    )
    if not late or not apart or date_token.dated is None or date_token.dated.period.grain != "day":
        return []
    told = [p.start for p in date_token.dated.candidates]
    ahead = [day + timedelta(days=7 - day.weekday() if day.weekday() >= FRIDAY else 1) for day in told]
    return [Period.of_day(day, date_token.dated.period.text) for day in ahead] if ahead[0] <= scene.published else []


FRIDAY = 4


def _from_a_start(scene: Scene, starts: tuple[Period, ...], token: Token) -> list[Period]:
    """The stretches from one of some starts (较年初) to each day up to which a move may be told."""
    return [Period(p.text, p.start, end, "span") for p in starts for end in _ends(scene, p, token) if p.start <= end]


def _ends(scene: Scene, opening: Period, token: Token) -> list[date]:
    """The days up to which a move from a start (较年初) may be told: the last day named, that of the discourse, the publication's."""
    days = [p.end for t in scene.dates("on") if t.dated and t.start < token.start for p in t.dated.candidates]
    days += [p.end for p in (*scene.discourse.session, scene.discourse.dateline) if p is not None]
    within_year = [d for d in days if opening.start < d and d.year == opening.start.year]
    return list(dict.fromkeys((*within_year, scene.published, scene.published - timedelta(days=1))))


def _until_now(scene: Scene, period: Period) -> Period:
    """A period cut off at the day of publication."""
    ended = period.end <= scene.published or period.start >= scene.published
    return period if ended else Period(period.text, period.start, scene.published, period.grain)


def _others(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date behind a token is that of another company's deed ("the gain eclipsed Amazon's $191 billion rise in February 2022")."""
    return any(token.end <= c.start < date_token.start for c in compared(scene, token))


def compared(scene: Scene, token: Token) -> list[Token]:
    """The companies that a word of comparison behind a token sets beside its own, by their deed ("eclipsed Amazon's …", "the record set by Apple")."""
    words = [w for w in scene.all("sense", "exceed") if w.start >= token.end]
    return [
        c for c in scene.all("name", "company")
        if (any(0 <= c.start - w.end <= 2 for w in words) and (scene.view.startswith("'s ", c.end) or of_its_day(scene, c)))
        or (c.start >= token.end and wording("slots.set_by").search(scene.view, max(scene.start, c.start - 24), c.start))
    ]  # fmt: skip


def of_its_day(scene: Scene, company: Token) -> bool:
    """Whether Chinese goes on from a company to what it did on a day of its own (超过亚马逊2022年2月创下的纪录)."""
    dated = any(d.start == company.end for d in scene.dates("on"))
    return scene.language == "zh" and (dated or scene.view.startswith(tuple(wordlist("slots.deeds")), company.end))


def _alone(scene: Scene, date_token: Token) -> bool:
    """Whether a date is all that its clause holds, and so the sentence's ("closed at $474.99, up 20.3%, on Feb. 2")."""
    start, end = scene.clause(date_token)
    around = scene.view[start : date_token.start] + scene.view[date_token.end : end]
    return around.strip(" ,.，。").lower() in {"", "on", "in", "for", "during"}


def _aside(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date belongs to a relative clause that ends before a token ("Amazon, which also reported on Thursday, rose 7.9%")."""
    start, end = scene.clause(date_token)
    return (
        scene.start < start
        and end <= token.start
        and wording("slots.relative").match(scene.view, start, end) is not None
    )


def eves(scene: Scene, token: Token) -> list[date]:
    """The last days before what a story tells, for a move that was over by then ("had risen 11.5% this year before the report")."""
    if wording("slots.had").search(scene.view, scene.clause(token)[0], token.start) is None:
        return []
    told = (scene.published, *(p.end for p in scene.discourse.session))
    return list(dict.fromkeys(day - timedelta(days=k) for day in told for k in range(1, 5)))


def _opening(scene: Scene, until: Token) -> date | None:
    """The day that a span "through Thursday" opens on: the start of the year that the sentence counts from."""
    if scene.all("sense", "from_start"):
        return scene.published.replace(month=1, day=1)
    years = [
        t.dated.period.start for t in scene.dates("on") if t is not until and t.dated and t.dated.period.grain == "year"
    ]
    return years[-1] if years else None


FAR = 31
"""A day named outright so far from a weekday's says nothing of which one it is."""


def nearest_to_dateline(scene: Scene, first: Period, also: tuple[Period, ...]) -> tuple[Period, tuple[Period, ...]]:
    """Among candidates for one word ("Friday"), the one nearest to the last day named outright comes first."""
    line = scene.discourse.dateline
    if line is None or not also or first.grain != "day":
        return first, also
    if abs((first.start - line.start).days) > FAR:
        return first, also
    ordered = sorted((first, *also), key=lambda p: abs((p.start - line.start).days))
    return ordered[0], tuple(ordered[1:])


def own_date(scene: Scene, amount: Token) -> Token | None:
    """The date that stands right beside an amount and is its own ("$116.6 billion in 2022", 2022年的1166亿)."""
    for d in scene.dates("on", "end_of", "until"):
        if scene.language == "zh":
            start = amount.hedge_start
            beside = d.end <= start and wording("slots.joins", "zh").fullmatch(scene.view, d.end, start) is not None
        else:
            beside = (
                amount.end < d.start
                and wording("slots.joins", "en").fullmatch(scene.view, amount.end, d.start) is not None
            )
        if beside and (_of_a_date(scene, d) or not (_same_time(scene, d) or _compares(scene, d))):
            return d
    return None


def _of_a_date(scene: Scene, d: Token) -> bool:
    """Whether a date is an amount's by 的, whatever the amount is the base of (较2022年的289亿, 由三季度末的368亿)."""
    return (
        scene.view[d.end : d.end + 2].lstrip().startswith("的")
        and wording("slots.base_around").search(scene.view, d.start, d.end) is None
    )


def day_before(scene: Scene, token: Token) -> Token | None:
    """The last day that a sentence names before a token."""
    days = [d for d in scene.dates("on") if d.dated and d.dated.period.grain == "day"]
    return scene.nearest(token, days, side="before")


def fact_period(scene: Scene, token: Token, amount: Token | None = None) -> tuple[Period | None, Token | None]:
    """The period that a reported figure is for: its amount's own date, else one of its clause that is not another amount's, or a quarter or year earlier in the sentence."""
    own = None if amount is None else own_date(scene, amount)
    others = {own_date(scene, a) for a in scene.all("quantity") if a is not amount} if amount is not None else set()
    usable = [
        t
        for t in scene.dates("on", "end_of", "per", "until", "whole")
        if t.dated
        and t.dated.role != "per"
        and not _same_time(scene, t)
        and not _compares(scene, t)
        and t not in others
    ]
    if own is not None:
        usable, token = [own], amount or token
    usable = own_conjunct(scene, token, usable)
    found = scene.before_then_after(token, usable, clause=True)
    if found is None:
        events = scene.all("sense", *OF_EVENTS)
        wide = [t for t in usable if t.dated and (periods.is_reported(t.dated.period) or t.dated.role == "end_of")
                and not any(scene.together(t, e) for e in events)]  # fmt: skip
        found = scene.nearest(token, wide, side="before")
        found = found or next((t for t in wide if t.start > token.start and _alone(scene, t)), None)
    if found is None or found.dated is None or found.dated.period.grain in {"day", "week"}:
        return None, None
    period = found.dated.period
    return (None, None) if period.end > scene.published and period.start > scene.published else (period, found)


OF_EVENTS = ("found", "launch", "list", "acquire", "join", "appoint", "leave", "born", "rename")
"""What a clause with one of these dates is an event, and no figure of another clause."""


def subject_of(scene: Scene, amount: Token) -> str:
    """The company that a figure's own part of a sentence begins with, where its noun stands in another's; empty where none does.

    The part begins at the figure's clause, or behind the last semicolon ("… 9.7%, 小鹏是14%", "…; BYD, by contrast, sold 1.76 million").
    """
    names = [t for t in scene.all("name", "company") if t.name and t.name.of != "index" and t.end <= amount.start]
    own = next((t for t in names if scene.view[t.end : amount.hedge_start] == "'s "), None)
    if own is not None and own.name is not None:
        return own.name.key  # "ahead of Toyota's 5.02 million"
    for left in (scene.clause(amount)[0], max(scene.view.rfind(mark, scene.start, amount.start) for mark in ";；") + 1):
        first = next((t for t in names if t.start >= left), None)
        if (
            left > scene.start
            and first is not None
            and first.name
            and wording("slots.opener").fullmatch(scene.view, left, first.start)
        ):
            return first.name.key
    return ""


def _compares(scene: Scene, date_token: Token) -> bool:
    """Whether a date is part of words that set a figure beside an earlier one ("from $32.17 billion a year earlier")."""
    words = scene.all("sense", "compare_year", "compare_quarter")
    return any(w.start < date_token.end and date_token.start < w.end for w in words)


def _same_time(scene: Scene, date_token: Token) -> bool:
    """Whether a date only says what a figure is set beside (去年同期, 较2022年, "over 2022", "the same quarter of 2022")."""
    start = max(scene.start, date_token.start - (24 if scene.language == "en" else 12))
    if wording("slots.base_before").search(scene.view, start, date_token.start):
        return True
    opens = wording("slots.opens").fullmatch(scene.view, scene.clause(date_token)[0], date_token.start) is not None
    return not opens and wording("slots.base_around").search(scene.view, start, date_token.end + 2) is not None


__all__ = [
    "MARKET", "NOT_FACTS", "above_zero", "asserted", "compared", "counts_from", "day_before", "eves", "fact_period", "free", "in_reach",
    "move_periods", "nearest_to_dateline", "number", "of_its_day", "own_date", "rank_one", "subject_of", "within",
]  # fmt: skip
