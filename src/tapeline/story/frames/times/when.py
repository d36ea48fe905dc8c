"""When something was: the time of a move, with its other honest readings. The period of a reported figure stands in `reported_when.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story import lexicon, topics
from tapeline.story.calendar import periods
from tapeline.story.frames.times.not_when import (
    compares,
    from_its_price,
    is_of_something_else,
    of_results,
    same_time,
    when_it_was,
)
from tapeline.story.frames.times.stretches import (
    from_a_start,
    of_a_stretch,
    since_a_year_before,
    so_far,
    spans_since,
    up_to_publication,
)
from tapeline.story.lexicon import wording
from tapeline.story.numbers import numerals
from tapeline.story.numbers.units import is_money, is_price

if TYPE_CHECKING:
    from datetime import date

    from tapeline.story.calendar.dates import Role
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def _other_days(scene: Scene, token: Token, found: Token, sessions: tuple[Period, ...]) -> tuple[Period, ...]:
    """The days told of before that a word near a date may speak of instead; none where the date gives its year."""
    if found.dated is None or str(found.dated.period.start.year) in scene.view[found.start : found.end]:
        return ()
    if _is_its_own_day(scene, token, found):
        return ()
    another = found.start > token.end and " and " in scene.view[token.end : found.start]
    return (*sessions, *(scene.discourse.eras if another else ()))


def _is_its_own_day(scene: Scene, token: Token, found: Token) -> bool:
    """Whether a day can only be that of a move or a price in its clause: no news and no other move stands in it ("closed at $2,861.80 on Wednesday")."""
    left, right = sorted((token.start, found.start))
    others = (*NEWS, "rise", "fall", "lose")
    apart = any(left < t.start < right for t in scene.all("sense", *others)) or any(
        scene.together(t, found) for t in scene.all("sense", *NEWS)
    )
    own = found.dated is not None and found.dated.role == "on" and found.dated.relative_to != "anchor"
    return own and scene.together(found, token) and not apart


NEWS = ("announce", "results", "say", "after", "before")


def _counted_from(scene: Scene, found: Token) -> bool:
    """Whether a move runs from a date until now ("since 3 November", "higher than at the start of the year")."""
    role = found.dated.role if found.dated else ""
    than = wording("when.than_at").search(scene.view, max(scene.start, found.start - 12), found.start)
    based = wording("when.than_end").search(scene.view, max(scene.start, found.start - 1), found.start)
    closed = wording("when.since_the_close").search(scene.view, max(scene.start, found.start - 32), found.start)
    return (
        role == "since"
        or closed is not None
        or _is_of_a_deed(scene, found)
        or (role in {"start_of", "end_of", "on"} and than is not None)
        or (role == "end_of" and based is not None)
    )


def _is_of_a_deed(scene: Scene, found: Token) -> bool:
    """Whether a day is that of a deed from which something is counted ("since the third-quarter report on October 25", 10月25日公布三季报以来)."""
    before = wording("when.since_on").search(scene.view, max(scene.start, found.start - 64), found.start)
    behind = wording("when.since_its_deed").match(scene.view, found.end, scene.end)
    day = found.dated is not None and found.dated.role == "on" and found.dated.period.grain == "day"
    return day and (before is not None or behind is not None)


def move_periods(
    scene: Scene, token: Token, amount: Token | None = None, *, since: bool = True, stretches: bool = False
) -> tuple[Period | None, tuple[Period, ...], Token | None]:
    """When a move happened: the date of its clause, else the nearest before it in the sentence, else the last dated session.

    `since`: whether a date that something runs from counts; `stretches`: whether a stretch does ("over the past month").
    Returns the period, its other honest resolutions, and the date's token.
    """
    if _is_by_a_deed(scene, token):
        return None, (), None  # of no day that the sentence gives
    usable = _usable(scene, token, since=since, stretches=stretches)
    found = _dated(scene, token, amount, usable)
    if found is None or found.dated is None:
        told = [
            up_to_publication(scene, p)
            for p in (scene.discourse.session if _of_a_day(scene, token) else scene.discourse.told())
        ]
        stretch = (up_to_publication(scene, p) for p in (*topics.reviewed(scene), *scene.discourse.stretch))
        return (told[0] if told else None), (*told[1:], *_of_the_news(scene, told), *stretch), None
    if (spans := since_a_year_before(scene, found)) is not None:
        return (spans[0] if spans else None), tuple(spans[1:]), found
    if (closes := _between_closes(scene, found)) is not None:
        return closes[0], closes[1:], found
    days = _sessions_after(scene, found, token)
    first, also = found.dated.period, tuple(p for p in found.dated.candidates if p != found.dated.period)
    first, also = (days[0], tuple(days[1:])) if days else (first, also)
    if from_its_price(scene, found, token):
        spans = _from_its_price(scene, found, token, (first, *also))
        return (spans[0] if spans else None), tuple(spans[1:]), found
    if _counted_from(scene, found) and not when_it_was(scene, found, token) and found is not _bracketing(scene, token):
        first, *rest = [span for p in (first, *also) for span in spans_since(scene, found, p)]
        also = tuple(rest)
    if found.dated.role == "start_of" and wording("when.over").search(
        scene.view, max(scene.start, found.start - 2), found.start
    ):
        spans = from_a_start(scene, (first, *also), found)
        return (spans[0], tuple(spans[1:]), found) if spans else (first, also, found)
    if found.dated.role == "until" and (opening := _opening(scene, found)) is not None:
        first = Period(first.text, min(opening, first.end), first.end, "span")
        also = tuple(Period(p.text, min(opening, p.end), p.end, "span") for p in also)
    elif found.dated.role == "until":
        also = (*also, *(replace(p, end=first.end) for p in scene.discourse.stretch if p.start < first.end <= p.end))
    if found.dated.role == "duration" and first.start < first.end == scene.published:
        day = timedelta(days=1)  # "over the past 12 months": from the close of the first day, or told a day later
        also = (
            *also,
            replace(first, start=first.start + day),
            replace(first, start=first.start - day, end=first.end - day),
        )
    also = (*also, *_by_another_clock(scene, first, found))
    first, also = nearest_to_dateline(scene, first, also)
    sessions = tuple(p for p in scene.discourse.session if p != first and p not in also)
    if first.grain == "day":
        return *_of_one_day(scene, token, (first, *also), _other_days(scene, token, found, sessions)), found
    return *of_a_stretch(scene, token, found, (first, *also)), found


def _is_by_a_deed(scene: Scene, token: Token) -> bool:
    """Whether only a deed tells the day of a move (财报当日创近三年来最大单日跌幅, "losing 4.2 per cent on the day its figures were due")."""
    left, right = scene.clause(token)
    left = left if scene.language == "zh" else token.start
    if wording("when.that_day").search(scene.view, left, right) is None:
        return False
    months = (d for d in scene.dates("on") if d.dated and d.dated.period.grain == "month")
    return not any(left <= d.start < token.start for d in months)  # 22年2月财报次日跌26%: a day of that month


def _of_one_day(
    scene: Scene, token: Token, told: tuple[Period, ...], others: tuple[Period, ...]
) -> tuple[Period, tuple[Period, ...]]:
    """The day of a move, and the others that it can be; the day before, where the words count back from the one told ("a day after a 7.8% slide")."""
    if (back := _days_after(scene, token)) is not None:
        told, others = tuple(_earlier(p, back) for p in told), ()
    return told[0], (*told[1:], *others)


def _days_after(scene: Scene, token: Token) -> int | None:
    """How many sessions before the day told a move was ("a day after a 7.8% slide", "two sessions after climbing 3%"); `None` where the words do not count back."""
    m = wording("when.days_after").search(scene.view, scene.clause(token)[0], token.start)
    count = None if m is None else numerals.read(lexicon.groups(m)["n"], 0, scene.language)
    return None if m is None else 1 if count is None else int(count.value)


def _between_closes(scene: Scene, found: Token) -> tuple[Period, ...] | None:
    """The time between two closes that are both named ("between Wednesday's close and Thursday's")."""
    between = wording("when.between_closes").match(scene.view, found.end, scene.end)
    other = next((d for d in scene.dates("on") if between is not None and d.start == between.end()), None)
    if (
        found.dated is None
        or other is None
        or other.dated is None
        or not scene.view.endswith("between ", 0, found.start)
    ):
        return None
    pairs = zip(found.dated.candidates, other.dated.candidates, strict=False)
    spans = [(a.start + timedelta(days=1), b.end) for a, b in pairs if a.start < b.end]
    return tuple(Period.of_day(b) if a == b else Period("", a, b, "span") for a, b in spans) or None


def lately(scene: Scene) -> tuple[Period, ...]:
    """The day of publication and the weekday before it: one of them is the last session of what goes on."""
    return tuple(Period.of_day(d) for d in (scene.published, periods.weekday_before(scene.published)))


def the_last_session(scene: Scene) -> tuple[Period, tuple[Period, ...]]:
    """The session that the text goes on about, or else the last before publication; and the others that it may be."""
    period, *others = (*scene.discourse.session, *lately(scene))
    return period, tuple(others)


def back_from_lately(scene: Scene, token: Token) -> tuple[Period, ...]:
    """The days that the words before something count back to from the last session ("crashed 19% a day after setting an all-time closing high"); none where they do not."""
    back = _days_after(scene, token)
    return () if back is None else tuple(_earlier(p, back) for p in (*scene.discourse.session[:1], *lately(scene)))


def is_an_eve(scene: Scene, date_token: Token) -> bool:
    """Whether a date is the day before the one told of, which a sentence only looks back to (前一交易日该指数刚刚下跌2.08%): the next one goes on with the day itself."""
    steps: dict[str, int] = lexicon.table(scene.language, "dates")["words"]["anchor_day"]
    return steps.get(scene.view[date_token.start : date_token.end].lower(), 0) < 0


def _earlier(day: Period, weekdays: int) -> Period:
    """The day so many weekdays before one ("Amazon bounced 13.5% on Friday, a day after a 7.8% slide")."""
    return Period.of_day(periods.weekday_before(day.start, weekdays), day.text)


def _by_another_clock(scene: Scene, told: Period, found: Token) -> tuple[Period, ...]:
    """The day before the one told, where a Chinese story says "today" of the session that had ended in New York, or "yesterday" beside it (昨天还涨7.4%，今天就跌8.4%)."""
    if scene.language != "zh" or told.grain != "day":
        return ()
    today = told.start == scene.published and wording("when.a_weekday").search(told.text) is None
    others = [d.dated.period for d in scene.dates("on") if d.dated and d is not found]
    beside = any(p.grain == "day" and p.start == scene.published for p in others)
    eve = beside and told.start == scene.published - timedelta(days=1)
    return (Period.of_day(told.start - timedelta(days=1), told.text),) if today or eve else ()


def _from_its_price(scene: Scene, found: Token, token: Token, told: tuple[Period, ...]) -> list[Period]:
    """The stretches that a move from a day's price runs over; and where that is only "the session before" (较前一交易日的129.82美元挫24.56%), the day after it."""
    day = timedelta(days=1)
    starts = [Period(p.text, p.end + day, scene.published, "span") for p in told if p.end < scene.published]
    spans = [s for p in starts for s in so_far(scene, token, p) if s.end > p.start]
    if found.dated is None or found.dated.relative_to == "absolute":
        return spans
    after = (Period.of_day(p.end + timedelta(days=3 if p.end.weekday() == FRIDAY else 1)) for p in told)
    return [*spans, *scene.discourse.session[:2], *after]


FRIDAY = 4
LATELY = 7
"""A day so many days before publication may be the eve of what a story tells."""


def _of_the_news(scene: Scene, told: list[Period]) -> list[Period]:
    """The day of publication, where the last day told of may only have been one before what a story tells."""
    if not told or told[0].grain != "day" or not 0 < (scene.published - told[0].end).days <= LATELY:
        return []
    return [Period.of_day(scene.published)]


def _usable(scene: Scene, token: Token, *, since: bool, stretches: bool) -> list[Token]:
    """The dates of a sentence that a move can be of."""
    roles: list[Role] = ["on", "end_of", "start_of", "until", "whole"]
    roles += ["since"] if since else []
    roles += ["duration"] if stretches else []
    left = scene.clause(token)[0]
    begun = [d for d in scene.dates(*roles) if d.dated and 0 <= left - d.end <= 1 and when_it_was(scene, d, token)]
    if begun:
        return begun  # "the poorest showing since 2008, when it lost 38.49%"
    usable = [
        t
        for t in scene.dates(*roles)
        if t.dated
        and not is_of_something_else(scene, t, token)
        and not _is_of_a_move_behind(scene, t, token)
        and not (token.end < t.start and wording("when.ahead_of").search(scene.view, token.end, t.start))
    ]
    nearer = [
        t
        for t in usable
        if t.end <= token.start or not wording("slots.opens_another").search(scene.view, token.end, t.start)
    ]
    return own_conjunct(
        scene, token, nearer or usable
    )  # "on Thursday … dropping $17 billion after it reported … on Wednesday"


def _is_of_a_move_behind(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a month or a year behind a word is that of a move with its own size, which came before ("finished 15.1% higher after dropping 21.6% in 2022")."""
    if date_token.dated is None or date_token.dated.period.grain == "day":
        return False
    moves = (t for t in scene.all("sense", "rise", "fall") if token.end <= t.start and t.end <= date_token.start)
    return any(
        wording("when.after_another_move").search(scene.view, token.end, m.start) is not None
        and any(m.end <= q.start < date_token.start for q in scene.quantities("%"))
        for m in moves
    )


def own_conjunct(scene: Scene, token: Token, dates: list[Token]) -> list[Token]:
    """The dates that stand in the same part of a clause as a token ("cut 11,000 jobs in November and 10,000 more in March"); all where it has none."""
    if scene.language != "en":
        return dates
    start, end = scene.clause(token)
    left = max((m.end() for m in wording("when.joints").finditer(scene.view, start, token.start)), default=start)
    right = min((m.start() for m in wording("when.joints").finditer(scene.view, token.end, end)), default=end)
    own = [d for d in dates if left <= d.start and d.end <= right]
    return own or [d for d in dates if not _contrasted(scene, token, d)]


def _contrasted(scene: Scene, token: Token, d: Token) -> bool:
    """Whether a month or a year behind a word is that of what is set against it ("rose 0.6 per cent but remains 7.4 per cent lower in 2016")."""
    day = d.dated is not None and d.dated.period.grain == "day"
    behind = token.end <= d.start and scene.together(token, d)
    return behind and not day and wording("when.contrast").search(scene.view, token.end, d.start) is not None


def _of_a_day(scene: Scene, token: Token) -> bool:
    """Whether the clause of a move without a date says that it is one of a day (公司股价全日微跌0.2%), whatever quarter its paragraph speaks of."""
    return wording("when.all_day").search(scene.view, *scene.clause(token)) is not None


def _dated(scene: Scene, token: Token, amount: Token | None, usable: list[Token]) -> Token | None:
    """The date of a move: its amount's own, else its verb's, its clause's, the nearest before, or one that stands alone behind."""
    own = _beside_a_move(scene, token, amount, usable)
    found = own or scene.before_then_after(token, usable, clause=True) or scene.nearest(token, usable, side="before")
    found = found or next((t for t in usable if t.start > token.start and alone(scene, t)), None)
    return found or (scene.nearest(token, usable, side="after") if _days_after(scene, token) is not None else None)


def _beside_a_move(scene: Scene, token: Token, amount: Token | None, usable: list[Token]) -> Token | None:
    """The date that is a move's by where it stands: in English beside its amount, else its verb; in Chinese before the amount of a noun, or before brackets."""
    if amount is not None and scene.language == "en":
        bracketed = _before_brackets(scene, amount, usable)
        return bracketed or own_date(scene, amount) or (own_date(scene, token) if token.start > amount.end else None)
    if amount is not None and scene.language == "zh":
        owned = next((d for d in scene.dates("on") if scene.view[d.end : amount.hedge_start] == "的"), None)
        if owned is not None:
            return owned  # 跌幅甚至超过上周四的9.5%
    if amount is not None and scene.language == "zh" and wording("when.noun_of_a_move").match(scene.view, amount.end):
        edges = {amount.start, amount.hedge_start}
        return next((d for d in scene.dates("on") if d.end in edges), None)  # 前一日7.3%的升幅
    return _before_brackets(scene, token, usable)


def _bracketing(scene: Scene, token: Token) -> Token | None:
    """The date of any role right before the brackets that a word stands in: what is told in them is of its own day (从9月8日(那天跌了21.06%)算起)."""
    return _before_brackets(scene, token, scene.dates())


def _before_brackets(scene: Scene, token: Token, usable: list[Token]) -> Token | None:
    """The date right before the brackets that a move stands in (2月(跌32.6%)与10月(跌31.3%)最惨烈, "eclipses 2013 (up 105.3%)")."""
    span = scene.brackets(token)
    return None if span is None else next((d for d in usable if 0 <= span[0] - d.end <= 1), None)


def _sessions_after(scene: Scene, date_token: Token, token: Token) -> list[Period]:
    """The weekdays behind a day of news after its close, which moved the price only then ("reported late Thursday, sparking a rally"); none where it is no such day."""
    if date_token.dated is None or date_token.dated.period.grain != "day":
        return []
    left = max(scene.start, date_token.start - 32)
    if not wording("when.after_the_close").search(scene.view, left, date_token.start):
        return []
    behind = wording("slots.opens_another").search(scene.view, token.end, date_token.start)
    if date_token.end > token.start and not behind:
        return []
    ahead = [periods.weekday_after(p.start) for p in date_token.dated.candidates]
    return [Period.of_day(day, date_token.dated.period.text) for day in ahead] if ahead[0] <= scene.published else []


def alone(scene: Scene, date_token: Token) -> bool:
    """Whether a date is all that its clause holds but for the price that a move led to, and so the sentence's ("closed at $474.99, up 20.3%, on Feb. 2", "rose $74.42, or 24.4%, to $379.80 on Thursday")."""
    start, end = scene.clause(date_token)
    prices = [t for t in scene.all("quantity") if start <= t.start and t.end <= date_token.start and is_price(t.sense)]
    if prices:
        start = prices[-1].end if wording("when.led_to").fullmatch(scene.view, start, prices[-1].hedge_start) else start
    around = scene.view[start : date_token.start] + scene.view[date_token.end : end]
    return around.strip(" ,.，。").lower() in {"", "on", "in", "for", "during"}


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


_OUT_OF = frozenset("从自由")
"""Before a date whose level something came from (从2022年的1166亿美元增至1349亿)."""


def own_date(scene: Scene, amount: Token) -> Token | None:
    """The date that stands right beside an amount and is its own ("$116.6 billion in 2022", 2022年的1166亿)."""
    for d in (*scene.dates("on", "end_of", "until", "whole"), *_left(scene)):
        if scene.language == "zh" and d.end == amount.start and is_money(amount.figure.unit):
            return d  # 接近去年上半年135亿美元的两倍
        behind = wording("when.says_when").fullmatch(scene.view, amount.end, max(amount.end, d.start))
        if behind is not None and wording("when.ends").match(scene.view, d.end, scene.end):
            return d  # 年内最低收盘116.86美元，就在1月3日
        if not _stands_beside(scene, d, amount) or (scene.language == "en" and of_results(scene, d)):
            continue  # "up 20% on fourth-quarter results"
        if _opens_another(scene, d, amount):
            continue
        of = scene.language == "en" and scene.view.startswith(" of ", amount.end)
        if of or _of_a_date(scene, d) or owns(scene, d, amount) or not (same_time(scene, d) or compares(scene, d)):
            return d  # "the 42.5% of the same period in 2021"
    return None


def _opens_another(scene: Scene, d: Token, amount: Token) -> bool:
    """Whether a date behind an amount opens a clause with a verb or an amount of its own ("in December it dropped 5.9%, in the fourth quarter it rose 7.1%", "a record $217.50, on Thursday $176.26")."""
    if scene.language != "en" or scene.together(d, amount) or d.start < amount.end:
        return False
    goes_on = wording("when.goes_on").match(scene.view, d.end, scene.end) is not None
    moves = scene.all("sense", "rise", "fall")
    return goes_on or any(scene.together(t, d) and t.start >= d.end for t in moves)


def _left(scene: Scene) -> list[Token]:
    """The Chinese dates that something came from."""
    if scene.language != "zh":
        return []
    return [d for d in scene.dates("since") if _OUT_OF & set(scene.view[max(scene.start, d.start - 1) : d.start + 1])]


def _stands_beside(scene: Scene, d: Token, amount: Token) -> bool:
    """Whether nothing but a joint parts a date from an amount: Chinese puts it in front, English behind, or as an owner in front."""
    if scene.language == "zh":
        start = amount.hedge_start
        return d.end <= start and wording("when.joins", "zh").fullmatch(scene.view, d.end, start) is not None
    behind = amount.end < d.start and wording("when.joins", "en").fullmatch(scene.view, amount.end, d.start) is not None
    return behind or owns(scene, d, amount)


def owns(scene: Scene, d: Token, amount: Token) -> bool:
    """Whether a year is an amount's owner ("2021's record $39.4 billion")."""
    start = amount.hedge_start
    return d.end <= start and wording("when.owned").fullmatch(scene.view, d.end, start) is not None


def _of_a_date(scene: Scene, d: Token) -> bool:
    """Whether a date is an amount's by 的, whatever the amount is the base of (较2022年的289亿, 由三季度末的368亿)."""
    return (
        scene.view[d.end : d.end + 2].lstrip().startswith("的")
        and wording("slots.base_around").search(scene.view, d.start, d.end) is None
    )


def day_before(scene: Scene, token: Token) -> Token | None:
    """The last day that a sentence names before a token."""
    days = [d for d in scene.dates("on") if d.dated and d.dated.period.grain == "day"]
    return scene.nearest(token, [d for d in days if not _only_compared(scene, d)], side="before")


def _only_compared(scene: Scene, day: Token) -> bool:
    """Whether a level of another day is only set beside a day (与去年11月3日的低点相比，…回到最高位, "Only on Feb. 3 have they had a worse day; the close was the lowest since 2016")."""
    beside = (scene.view, max(scene.start, day.start - 6), day.start)
    if any(form.search(*beside) for form in (wording("not_when.counted_from"), wording("not_when.promised"))):
        return True
    before = (scene.view, max(scene.start, day.start - 12), day.start)
    return scene.language == "en" and wording("not_when.base_day").search(*before) is not None


__all__ = [
    "alone",
    "back_from_lately",
    "day_before",
    "is_an_eve",
    "move_periods",
    "nearest_to_dateline",
    "own_conjunct",
    "own_date",
    "owns",
    "the_last_session",
]
