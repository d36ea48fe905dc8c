"""When a reported level stood that another is set beside: a year or a quarter before the one told ("down from $25.0 billion a year earlier", 上季为341亿)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story.calendar import periods
from tapeline.story.calendar.resolve import integer
from tapeline.story.frames.times.not_when import is_base_quarter
from tapeline.story.frames.times.when import owns
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.numbers.units import is_money

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

REACH = 24
"""Between a word of comparison and its figure stand at most so many characters."""


def earlier(scene: Scene, amount: Token, stated: list[Draft]) -> tuple[Period | None, tuple[Period, ...]] | None:
    """When a level stood that another is set beside ("down from $25.0 billion a year earlier"); `None` for a level of now."""
    linked = [t for t in scene.all("sense", "earlier") if sets_beside(scene, t, amount)]
    # what stood before has other readings, or no noun of its own
    of_now = [
        d.period
        for d in stated
        if d.period is not None and not d.also and has_its_noun(d) and not _is_compared(scene, d)
    ]
    base = of_now[-1] if of_now else last_quarter(scene)
    if not stated and _is_of_another(scene, amount):
        return None
    if (whole := _years_before(scene, amount, base)) is not None:
        return whole, ()
    beside = bool(linked or stated or _begins_a_quarter(scene, amount))
    if beside and _of_the_quarter_before(scene, amount) and (quarter := _quarter_of(base)) is not None:
        return periods.one_before(quarter.start, "quarter"), ()
    if linked and (opened := _set_against(scene)) is not None:
        return opened, ()
    of_then = of_a_year_ago(scene, amount) or of_last_year(scene, amount)
    then = (scene.view, max(scene.start, amount.hedge_start - 40), amount.hedge_start)
    sure = (
        wording("earlier_levels.comparable").match(scene.view, amount.end, scene.end) is not None
        or wording("earlier_levels.was_then").search(*then) is not None
    )
    told_then = of_then and (bool(stated) or not _came_to(scene, amount))
    if not (linked or sure or told_then or _opened_by_a_year_ago(scene, amount)):
        return _as_the_one_before(scene, amount, stated)
    relative = {t.start for t in scene.all("sense", "compare_year", "compare_quarter")}
    dated = [
        t
        for t in scene.dates("on", "end_of", "per")
        if t.dated and ((0 <= t.start - amount.end <= 5 and scene.together(t, amount)) or owns(scene, t, amount) or _heads(scene, t, amount)) and t.start not in relative
        and not wording("earlier_levels.same").match(scene.view, t.start)
    ]  # fmt: skip
    inside = [d for d in scene.dates("end_of") if any(t.start <= d.start < d.end <= t.end for t in linked)]
    dated = dated or inside  # 降至去年底的67317人
    told = dated[0].dated.period if dated and dated[0].dated else None
    quarter = year_before(base)
    if (
        told is not None
        and told.grain == "year"
        and base.grain == "quarter"
        and quarter
        and told.start.year in {quarter.start.year, base.start.year}
    ):
        # "more than twice last year's $5.96bn", in news of a quarter; in January of the one that ended with the year told
        return told, (quarter, *_of_the_era(scene))
    if told is not None and (
        dated == inside
        or dated[0].sense == "end_of"
        or periods.is_reported(told)
        or (told.grain == "month" and (amount.figure.unit in {"", "people"} or told.end.month % 3 == 0))
    ):
        return told, ()  # "from 87,314 in September 2022"
    before, quarter = year_before(base), _quarter_of(base)
    untold = not relative and wording("earlier_levels.ends").match(scene.view, amount.end) is not None
    last = periods.one_before(quarter.start, "quarter") if untold and quarter is not None else None
    whole = periods.year(before.start.year) if before else None
    return before, tuple(dict.fromkeys(p for p in (whole, last, *_of_the_era(scene), *_told_before(scene, base)) if p))


def _is_compared(scene: Scene, d: Draft) -> bool:
    """Whether a level is itself one that another is set beside, by the word before its date (高于二季度的38%，也高于上年同期的40.3%)."""
    words = scene.all("sense", "exceed", "worse_than", "set_beside")
    return any(0 <= t.start - w.end <= 1 for t in d.tokens if t.dated for w in words)


def _is_of_another(scene: Scene, amount: Token) -> bool:
    """Whether an amount with a noun right behind it is only set beside another figure ("the bill comes to $1.27 billion, against $58.1 billion in cash")."""
    own = any(0 <= t.start - amount.end <= OWN_NOUN for t in scene.all("metric"))
    before = (scene.view, max(scene.start, amount.hedge_start - 24), amount.hedge_start)
    return own and wording("earlier_levels.of_another").search(*before) is not None


OWN_NOUN = 4


def _years_before(scene: Scene, amount: Token, base: Period) -> Period | None:
    """The same time so many years before the figure told, by the words behind an amount ("compared with $41.8 billion two years earlier")."""
    m = wording("earlier_levels.years_before").match(scene.view, amount.end, scene.end)
    years = None if m is None else integer(m["n"])
    if years is None:
        return None
    told = _quarter_of(base) or base
    for _ in range(years):
        told = year_before(told) or told
    return told


def _quarter_of(base: Period) -> Period | None:
    """The quarter that a level is of: itself, or that at whose end it stood ("1.929 billion at the end of December"); `None` for a longer time."""
    return periods.containing(base.end, "quarter") if base.days <= MOST_OF_A_QUARTER else None


MOST_OF_A_QUARTER = 93


def _came_to(scene: Scene, amount: Token) -> bool:
    """Whether a move brought a figure to an amount, whose "a year ago" is then what the move is set beside."""
    moves = scene.all("sense", "rise", "fall")
    return any(t.end <= amount.start and scene.together(t, amount) for t in moves)


def _told_before(scene: Scene, base: Period) -> list[Period]:
    """The quarters before the one told that a sentence names ("fell short of the second quarter's: $29.01 billion versus $29.08 billion")."""
    told = [d.dated.period for d in scene.dates("on") if d.dated and d.dated.period.grain == "quarter"]
    return [p for p in told if p.end < base.start]


def _of_the_era(scene: Scene) -> tuple[Period, ...]:
    """The stretch a year before the one that the story spoke of last (前九个月…。收入844亿，与去年的843亿持平)."""
    era = scene.discourse.eras[0] if scene.discourse.eras else None
    before = year_before(era) if era is not None and era.grain in {"half", "span"} else None
    return () if before is None else (before,)


def _set_against(scene: Scene) -> Period | None:
    """The quarter that the head of a sentence sets all of it beside ("Against the fourth quarter, … the margin went from 19.9% to 25.2%")."""
    opening = scene.clauses[0][1] if scene.clauses else scene.start
    bases = (d.dated for d in scene.dates("on") if d.end <= opening and is_base_quarter(scene, d))
    return next((told.period for told in bases if told is not None), None)


def of_last_year(scene: Scene, amount: Token) -> bool:
    """Whether "last year's" stands right before an amount ("$12.37bn, more than twice last year's $5.96bn")."""
    before = (scene.view, max(scene.start, amount.hedge_start - 32), amount.hedge_start)
    return wording("earlier_levels.last_years").search(*before) is not None


def _heads(scene: Scene, when: Token, amount: Token) -> bool:
    """Whether a year stands right before the noun whose figure an amount is ("compares with 2023 net income of $39.1bn")."""
    if scene.language != "en":
        return False
    noun = scene.nearest(amount, scene.all("metric"), side="before", clause=True)
    return (
        noun is not None
        and 0 <= noun.start - when.end <= 1
        and not any(noun.end <= t.start < amount.start for t in scene.all("quantity"))
    )


def _begins_a_quarter(scene: Scene, amount: Token) -> bool:
    """Whether an amount is what a quarter began with (季初的210.45亿美元)."""
    around = (scene.view, max(scene.start, amount.hedge_start - 4), min(scene.end, amount.end + 32))
    return wording("earlier_levels.at_its_start").search(*around) is not None


def _of_the_quarter_before(scene: Scene, amount: Token) -> bool:
    """Whether an amount is that of the quarter before the one told ("from $34.1 billion in the previous quarter", 上季为341亿)."""
    before = wording("earlier_levels.last_quarters").search(
        scene.view, max(scene.start, amount.hedge_start - 12), amount.hedge_start
    )
    return (
        before is not None
        or wording("earlier_levels.quarter_before").match(scene.view, amount.end, scene.end) is not None
    )


def _opened_by_a_year_ago(scene: Scene, amount: Token) -> bool:
    """Whether a sentence opens with a year ago and an amount is the first that it tells ("A year ago the company had 86,482 employees")."""
    first = all(t.start >= amount.start for t in scene.all("quantity"))
    return first and wording("earlier_levels.opening_year_ago").match(scene.view, scene.start) is not None


def of_a_year_ago(scene: Scene, amount: Token) -> bool:
    """Whether an amount is that of the year before by the words right behind it ("more than double the $6.4 billion of a year earlier")."""
    return wording("earlier_levels.a_year_ago").match(scene.view, amount.end, scene.end) is not None


def _as_the_one_before(
    scene: Scene, amount: Token, stated: list[Draft]
) -> tuple[Period | None, tuple[Period, ...]] | None:
    """The earlier period of the figure before an amount, where the amount is its other form or goes on with it."""
    last = next((t for t in reversed(scene.all("quantity")) if t.end <= amount.start), None)
    other = next((d for d in reversed(stated) if last in d.tokens), None)
    if last is None or other is None:
        return None
    same = _is_same(scene, last, amount) or _goes_on(scene, last, amount, other)
    return (other.period, other.also) if same else None


def _is_same(scene: Scene, last: Token, amount: Token) -> bool:
    """Whether an amount is the other form of the one before it, which is set beside a figure ("compares with $4.65 billion, or $1.76 a share, a year earlier")."""
    between = scene.view[last.end : amount.start]
    apart = is_money(last.figure.unit) and between.strip() in wordlist("earlier_levels.and")
    joined = apart or between.strip(" ,，(").lower() in wordlist("levels.restated")
    return joined and any(sets_beside(scene, t, last) for t in scene.all("sense", "earlier"))


def _goes_on(scene: Scene, last: Token, amount: Token, other: Draft) -> bool:
    """Whether Chinese goes on with the figures of an earlier time (上年同期每股收益1.76美元，营收322亿美元)."""
    same_time = [d for d in scene.dates("on") if scene.view.endswith("同期", d.start, d.end)]
    opened = [t for t in (*scene.all("sense", "earlier"), *same_time) if t.end <= last.start]
    opened.sort(key=lambda t: t.start)
    if scene.language != "zh" or not opened or (has_its_noun(other) and opened[-1] not in same_time):
        return False
    opens = scene.view[opened[-1].start - 1 : opened[-1].start] in {";", "；", "", "。"}
    dated = any(last.end <= t.start < amount.start for t in scene.dates())
    return opens and not dated and not set(scene.view[last.end : amount.start]) & set(";；。")


def has_its_noun(draft: Draft) -> bool:
    """Whether a draft took the noun of its figure; a level that is only set beside another has none."""
    return any(t.kind == "metric" for t in draft.tokens)


def sets_beside(scene: Scene, word: Token, amount: Token) -> bool:
    """Whether a word of comparison governs an amount: right before it; or a longer one, with no other number between."""
    gap = amount.start - word.end
    noun = [t for t in scene.all("metric") if 0 <= t.start - word.end <= 1 and 0 <= amount.hedge_start - t.end <= 1]
    if scene.language == "zh" and noun and scene.together(word, amount):
        return True  # 与去年同期的净利润73.49亿美元相比
    single = scene.view[word.start : word.end].lower() == "from"
    if single and scene.view.startswith(" the ", word.end):
        gap -= 4  # "up 128 percent from the $1.56 billion it posted"
    if not 0 <= gap <= (2 if single or scene.language == "zh" else REACH) or not scene.together(word, amount):
        return False
    return not any(word.end <= t.start < amount.start for t in scene.all("quantity"))


def one_before(scene: Scene) -> tuple[Period | None, tuple[Period, ...]]:
    """When a figure stood that is only known to be an earlier one: a year before the last quarter, else the quarter before it."""
    base = last_quarter(scene)
    quarter = periods.one_before(base.start, "quarter")
    return year_before(base), () if quarter is None else (quarter,)


def last_quarter(scene: Scene) -> Period:
    """The calendar quarter that ended last before publication."""
    return periods.one_before(scene.published, "quarter") or Period.of_day(scene.published)


def year_before(period: Period) -> Period | None:
    """The same quarter, half or year of the year before; `None` before the calendar begins."""
    try:
        start = period.start.replace(year=period.start.year - 1)
        end = periods.month_end(period.end.year - 1, period.end.month)
    except ValueError:
        return None
    return Period("", start, max(start, end), period.grain) if end > date.min else None


__all__ = [
    "earlier",
    "has_its_noun",
    "last_quarter",
    "of_a_year_ago",
    "of_last_year",
    "one_before",
    "sets_beside",
    "year_before",
]
