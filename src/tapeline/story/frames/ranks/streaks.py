"""Frames of streaks: how often in a row a price rose or a figure fell ("for a third straight quarter", "a five-day winning streak", 连续第三个季度下滑, 五连涨)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tapeline.claim import Asserted, Period
from tapeline.quantity import Quantity
from tapeline.story import lexicon, topics
from tapeline.story.calendar import periods
from tapeline.story.frames.slots import MARKET, MOVES, bounds, moved_by
from tapeline.story.frames.subjects.figure_names import NOUNS, RATES, metric_of, name_of
from tapeline.story.frames.subjects.movers import stranger
from tapeline.story.frames.tape.market import is_index
from tapeline.story.frames.times.bases import against
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.frames.times.sessions import of_another_listing, session_of_word
from tapeline.story.frames.times.when import lately, move_periods
from tapeline.story.lexicon import wording
from tapeline.story.numbers import numerals
from tapeline.story.numbers.units import is_money
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.story.scene import Scene

INCOMES = frozenset({"net_income", "operating_income"})
MOVED = ("rise", "fall", "high", "lowest", "lose", "record", "exceed", "worse_than", "multiply")
OF_FIGURES = frozenset({"quarter", "year"})
"""What reported figures are told by."""


@cache
def _table(language: str) -> tuple[dict[str, int], dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """Numbers in words, what a streak is counted by, and the words within one that say that it went up, or down."""
    table = lexicon.table(language, "predicates")["streaks"]
    return (
        table["numbers"],
        table["per"],
        re.compile(table["up"], re.IGNORECASE),
        re.compile(table["down"], re.IGNORECASE),
    )


def streak(scene: Scene, taken: set[Token]) -> list[Draft]:
    """How often in a row something rose or fell, counted where the words say what it was and nothing else than that."""
    out: list[Draft] = []
    for m in wording("streaks.told").finditer(scene.view, scene.start, scene.end):
        words = Token(m.start(), m.end(), "sense", "streak")
        every = scene.all("sense", *MOVED)
        moves = [t for t in every if scene.together(t, words)] or _behind_its_clause(scene, words, every)
        if not (
            moves
            or wording("streaks.alone").search(m[0])
            or wording("streaks.of").match(scene.view, m.end(), scene.end)
        ):
            continue
        if any(t.start < m.end() and t.end > m.start() for t in taken):
            continue
        counted = [t for t in scene.all("quantity") if t.start < m.end() and m.start() < t.end]
        verb = scene.nearest(words, [t for t in moves if t.sense in MOVES])
        verb = None if _way(scene, words, None) else verb  # "snapping a three-session losing run with its biggest gain"
        out.append(_draft(scene, words, verb, (*moves[:1], *counted)))
        taken.update(counted)
    return out


def _behind_its_clause(scene: Scene, words: Token, moves: Sequence[Token]) -> list[Token]:
    """The verbs of the clause behind a streak that is a clause of its own ("For the second quarter in a row, revenue shrank")."""
    left, right = scene.clause(words)
    alone = wording("streaks.leads").fullmatch(scene.view, left, words.start) and words.end + 1 >= right
    behind = next(((a, b) for a, b in scene.clauses if a >= right), None)
    return [t for t in moves if alone and behind is not None and behind[0] <= t.start < behind[1]]


def _draft(scene: Scene, words: Token, verb: Token | None, used: tuple[Token, ...]) -> Draft:
    """The claim of a streak: with a measure where its count, its direction and what moved are told."""
    text = scene.view[words.start : words.end]
    count, way = count_in(text, scene.language), _way(scene, words, verb)
    dated = any(d.dated and d.dated.period.grain == "day" and scene.together(d, words) for d in scene.dates("on"))
    reviewed = [] if dated else topics.grains_reviewed(scene, words.start)  # 全月上涨8.9%，一举终结三连跌
    per = counted_by(text, scene.language) or next(iter(reviewed), "")
    plain = Draft("record", "", scene.company(words), (words, *used), None, None, (), {"metric": "streak"})
    if not count or not way or _is_of_a_kind(scene, words):
        return plain
    over = {"over": "yes"} if _is_over(scene, words) else {}
    args = {"direction": way, **over}
    if any(
        t.figure.hedge != "exact" and scene.together(t, words) and t.start > words.end for t in scene.quantities("%")
    ):
        return plain  # 连续五个季度同比增逾两成: so much in each
    claim = Asserted(text, Quantity.exact(count, "in a row"))
    at = verb or words
    metric = metric_of(scene, at) or (metric_of(scene, words) if verb is not None else None) or _payout(scene, at)
    if metric is not None and metric.sense in INCOMES and wording("streaks.a_result").search(text):
        return plain  # "its fifth straight annual loss" is no fall of the profit
    if metric is not None and metric.sense not in RATES:
        return (
            _of_a_figure(scene, plain, metric, (per or "quarter", claim), args) if per in OF_FIGURES | {""} else plain
        )
    if metric is not None or not of_the_tape(scene, words, verb, per):
        return plain
    return _of_a_price(scene, plain, verb, (per, claim), args)


def _of_a_price(
    scene: Scene, plain: Draft, verb: Token | None, told: tuple[str, Asserted], args: dict[str, str]
) -> Draft:
    """The claim of a price's streak, up to the day that its own clause gives, else up to one told before."""
    (per, claim), words = told, plain.tokens[0]
    period, also, when = move_periods(scene, verb or words)
    if when is not None and _is_of_the_next_clause(scene, words, when):
        period, also, when = None, (), None
    tokens = tuple(dict.fromkeys(t for t in (*plain.tokens, when) if t))
    if when is not None and period is not None and period.grain != "day":
        if per in {"", "day"}:
            return plain  # 10月全月微跌0.85%，结束两连涨
        if period.grain == "year" and per != "year":
            period, also, when = None, (), None  # 连同去年在内，已是连续第八季走高
    over = "over" in args and when is None
    args |= {"per": per} if per not in {"", "day"} else _ended_by(scene, words) if over else {}
    days = tuple(p for p in (period, *also) if p is not None and p.grain == "day")
    period, also = (period, also) if when is not None else (None, days)
    if when is not None and period is not None and (_is_before(scene, when) or _ended_on(scene, words, when)):
        period, also = Period.of_day(periods.weekday_before(period.end)), ()
    if (until := _ran_until(scene, words)) is not None and until.dated is not None:
        period, also, tokens = Period.of_day(until.dated.period.end), (), (*tokens, until)
    if period is None and not also and verb is not None and _lasts(scene, verb):
        period, *others = lately(scene)
        also = tuple(others)
    subject = scene.company(verb or words)
    return Draft("record", "price.streak", subject, tokens, claim, period, also, args)


def _is_of_the_next_clause(scene: Scene, words: Token, when: Token) -> bool:
    """Whether a date is that of a price told behind a Chinese streak (连涨11天，从3月14日的150.62美元…), or what the streak came after (圣诞过后，连跌三日)."""
    if scene.language != "zh" or _ended_on(scene, words, when):
        return False
    apart = when.start >= words.end and not scene.together(words, when)
    return apart or wording("streaks.after_it").match(scene.view, when.end, scene.end) is not None


def _lasts(scene: Scene, verb: Token) -> bool:
    """Whether the verb of a streak says that it goes on up to now ("the stock has risen six sessions straight")."""
    return wording("streaks.perfect").search(scene.view, max(scene.start, verb.start - 16), verb.start) is not None


CENT = 0.01
"""A price told to the cent is one of a share."""


def _is_before(scene: Scene, when: Token) -> bool:
    """Whether a streak ran up to the day before the one told ("before Thursday it had fallen four days in a row")."""
    before = wording("streaks.before").search(scene.view, max(scene.start, when.start - 16), when.start)
    return before is not None or wording("streaks.before_it").search(scene.view, when.start, when.end + 2) is not None


def _ended_on(scene: Scene, words: Token, when: Token) -> bool:
    """Whether a streak is told to have ended on a day behind it ("the seven-day losing streak ended on December 28")."""
    between = (scene.view, words.end, max(words.end, when.start))
    return wording("streaks.ended_on").search(*between) is not None and scene.together(words, when)


def _ended_by(scene: Scene, words: Token) -> dict[str, str]:
    """The percentage of the move that ended a streak, told before it ("climbed 12.2% to $96.63, snapping a three-session losing run"): of its day the streak is."""
    verbs = [t for t in scene.all("sense", "rise", "fall") if t.end <= words.start]
    moved = [t for t in scene.quantities("%") if verbs and verbs[0].end <= t.start and t.end <= words.start]
    if len(moved) != 1:
        return {}
    return {"amount": bounds(moved_by(verbs[0], moved[0]).quantity)}


def _ran_until(scene: Scene, words: Token) -> Token | None:
    """The stretch of time right beside a streak in which it ran ("fell three months in a row from August to October", 从2022年11月到2023年7月连涨九个月)."""
    told = [t for t in scene.dates("duration") if t.dated and t.dated.period.end <= scene.published]
    near = [t for t in told if scene.together(t, words)]
    beside = next((t for t in near if -12 <= t.start - words.end <= 2 or 0 <= words.start - t.end <= 2), None)
    heads = (t for t in told if t.start - scene.start <= 2 and 0 <= scene.clause(t)[1] - t.end <= 2)
    return beside or next(heads, None)


def _is_of_a_kind(scene: Scene, words: Token) -> bool:
    """Whether a streak is one of something else than rises or falls; what the words before it say that it ended is not its own."""
    left, right = scene.clause(words)
    ended = wording("streaks.ended").search(scene.view, max(left, words.start - 24), words.start)
    return wording("streaks.of_a_kind").search(scene.view, ended.start() if ended else left, right) is not None


def _is_over(scene: Scene, words: Token) -> bool:
    """Whether the words before a streak say that it has ended; "after a seventh consecutive fall" says that of none."""
    ended = wording("streaks.ended").search(scene.view, max(scene.start, words.start - 24), words.start)
    if wording("streaks.came_to_an_end").match(scene.view, words.end, scene.end):
        return True
    goes_on = wording("streaks.ordinal").search(scene.view, words.start, words.end) is not None
    return ended is not None and not (goes_on and ended[0].lower().startswith(("after", "following")))


def _of_a_figure(scene: Scene, plain: Draft, metric: Token, told: tuple[str, Asserted], args: dict[str, str]) -> Draft:
    """The claim of a reported figure's streak, of the period that its sentence is about."""
    (per, claim), words = told, plain.tokens[0]
    period, when = fact_period(scene, words)
    yearly = per == "year" and period is not None and period.grain == "quarter"
    if yearly:
        per, args = (
            "quarter",
            {**args, "against": "year"},
        )  # "revenue came in lower, the second yearly decline in a row"
    if when is not None and when.start < words.end and words.start < when.end:
        period, when = None, None  # "the third quarterly decline in a row"
    args = {"metric": name_of(scene, metric), **args, **against(scene, words)} | (
        {} if per == "quarter" else {"per": per}
    )
    tokens = tuple(dict.fromkeys(t for t in (metric, *plain.tokens, when) if t))
    return Draft("record", "fact.streak", scene.company(metric), tokens, claim, period, (), args)


def _payout(scene: Scene, at: Token) -> Token | None:
    """The dividend or the buyback that an earlier clause speaks of and no noun since ("lifted its dividend by 9% to 37 cents, the 22nd consecutive year with an increase")."""
    noun = scene.nearest(at, [*scene.all("metric"), *scene.all("sense", *NOUNS)], side="before")
    return noun if noun is not None and noun.sense in NOUNS else None


def count_in(text: str, language: str) -> int:
    """How often in a row, by the number in a streak's words; 0 where they give none."""
    numbers = _table(language)[0]
    told = (numbers[w] for w in re.findall(r"[a-z]+|\S", text.lower()) if w in numbers)
    read = (numerals.read(text, at, language) for at, c in enumerate(text) if c.isnumeric())
    written = next((int(n.value) for n in read if n is not None), 0)
    return next(told, 0) or written


def counted_by(text: str, language: str) -> str:
    """What a streak is counted by; empty where its words do not say."""
    table = _table(language)[1]
    return next((per for word, per in table.items() if word in text.lower()), "")


def _way(scene: Scene, words: Token, verb: Token | None) -> str:
    """Which way a streak went: by its own words, those right behind it, or its verb; empty where they do not say."""
    _, _, up, down = _table(scene.language)
    behind = wording("streaks.of").match(scene.view, words.end, scene.end)
    for text in (scene.view[words.start : words.end], behind[0] if behind else ""):
        if bool(up.search(text)) != bool(down.search(text)):
            return "up" if up.search(text) else "down"
    return "" if verb is None else "up" if verb.sense == "rise" else "down"


def of_the_tape(scene: Scene, words: Token, verb: Token | None, per: str) -> bool:
    """Whether a streak is one of a price: its clause speaks of one, or of a company and of sessions or weeks."""
    at = verb or words
    if (
        session_of_word(scene, words)
        or of_another_listing(scene, words)
        or (verb is not None and stranger(scene, verb))
    ):
        return False
    if wording("streaks.candle").search(scene.view, words.start, words.end):
        return True  # 月线九连阳
    noun = scene.nearest(at, scene.all("metric"), side="before") or scene.nearest(at, scene.all("metric"), clause=True)
    if noun is not None:
        return noun.sense == "price"
    moved = bool(scene.quantities("%")) and bool(scene.all("sense", "rise", "fall"))
    moved = moved or any(is_money(t.figure.unit) and t.figure.step <= CENT for t in scene.all("quantity"))
    by_session = (per in {"day", "week", "month"} or (not per and moved)) and (
        bool(scene.all("name", "company")) or scene.discourse.metric in MARKET
    )
    has = wording("streaks.has")
    own = verb is not None and any(
        0 <= verb.start - t.end <= 1 or (t.end < verb.start and has.fullmatch(scene.view, t.end, verb.start))
        for t in scene.all("name", "company")
    )
    return is_index(scene, at) or by_session or own or scene.discourse.metric == "price"


__all__ = ["count_in", "counted_by", "of_the_tape", "streak"]
