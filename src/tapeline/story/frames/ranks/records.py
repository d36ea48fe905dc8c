"""The frame of records of moves: the largest one-day gain ever, the best day since a date, a drop that is the third worst. Record levels stand in `record_levels.py`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Asserted, Period
from tapeline.quantity import Quantity
from tapeline.story import lexicon
from tapeline.story.frames.ranks.ranked_moves import in_money, of_a_figure, size_told, what_moved
from tapeline.story.frames.slots import MOVES, rank_one
from tapeline.story.frames.subjects.movers import of_an_unknown_index, stranger
from tapeline.story.frames.tape.index_levels import is_a_stand
from tapeline.story.frames.times.level_times import as_it_ended
from tapeline.story.frames.times.not_when import compared
from tapeline.story.frames.times.ranked_since import (
    RANKS,
    REACH,
    counted_since,
    placed,
    since_of,
    years_back,
    years_told,
)
from tapeline.story.frames.times.when import day_before, move_periods
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.numbers.units import DEAREST, is_price
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence
    from datetime import date

    from tapeline.story.scene import Scene


def record_move(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The largest one-day gain in Wall Street history", "its worst day ever", "third-best day since 2012", 刷新纪录."""
    tops = _ranking(scene, taken)
    marks = [
        *scene.all("sense", "single_day", "ever", "record"),
        *(t for t in tops if scene.view.endswith("-ever", 0, t.end)),
    ]
    out: list[Draft] = []
    for top in tops:
        told_since = since_of(scene, top)
        of_all = told_since is not None and _is_of_all_time(scene, told_since, top)
        since = None if of_all else told_since
        moved = what_moved(scene, top) or _moved_before(top, out)
        if (out and since is None and not of_all) or _is_an_ordinal(top, tops):
            continue  # a further record of a sentence counts from a day of its own
        span = None if moved is None or top.sense == "place" else years_told(scene, top, moved)
        start = None if span is None else years_back(span, scene.published)
        marked = (
            marks or since or start or (moved is not None and moved.sense == "day_noun" and _of_the_year(scene, top))
        )
        if moved is None or not marked or of_a_figure(scene, top, moved):
            continue
        closes = top.sense == "record" and _is_of_closes(scene, top) and not _is_told_of(scene, top)
        if closes or (top.sense == "record" and moved.sense in MOVES and _is_reached(scene, top, moved)):
            out.append(_level_reached(scene, top, moved, closes=closes))
            taken.update(tops)
            continue
        if _is_none_of_a_move(scene, top, moved):
            continue
        cap = moved.sense != "day_noun" and in_money(scene, top, moved)
        at = _subject_of(scene, top) or (moved if compared(scene, moved) else top)
        period, also, when = _when(scene, top, at, told_since)
        word = scene.view[top.start : top.end].lower()
        down = moved.sense in {"fall", "lose"} or (
            moved.sense == "day_noun" and (any(w in word for w in wordlist("records.worst")) or _fell(scene, top))
        )
        args = {"direction": "down" if down else "up"}
        args |= _of_value(scene, top, at, down=down) if cap else _counted_from(scene, top, since, start, period)
        if not cap and (per := _per(scene, top, moved)):
            args["per"] = per
            told = [d for d in scene.dates("on") if d.dated and d.dated.period.grain == per and d is not since]
            own = scene.nearest(top, told, side="before") or scene.nearest(top, told, side="after", clause=True)
            if own is not None and own.dated is not None:
                period, also, when = (
                    own.dated.period,
                    own.dated.candidates[1:],
                    own,
                )  # "November's 26.8 per cent being the best month"
            period, also = (period, also) if when is not None else _newest(scene, period)
        counted = [t for t in scene.all("quantity") if span is not None and span.start() <= t.start < span.end()]
        counted += [t for t in scene.all("quantity") if "per" in args and 0 <= t.start - top.end <= 1]
        used = tuple(dict.fromkeys(t for t in (top, moved, when, since, *counted) if t))
        text = scene.view[min(top.start, moved.start) : max(top.end, moved.end)]
        beyond = _is_beyond(scene, top, moved, cap=cap, years=start is not None or since is not None)
        longer = not cap and period is not None and period.grain not in {"day", args.get("per")}
        measure = "" if beyond or longer else RANKED[cap]
        taken.update(tops)
        rank = rank_of(top, text, _nth(scene, top))
        out.append(Draft("record", measure, _holder(scene, at), used, rank, period, also, args))
    return out


def _ranking(scene: Scene, taken: set[Token]) -> list[Token]:
    """The words of rank of a sentence, and behind them the places that a ranked move takes as well."""
    places = placed(scene)
    words = scene.all("sense", "superlative", "record", *RANKS)
    ranks = [t for t in words if not any(p.start <= t.start < p.end for p in places)]
    return [t for t in (*ranks, *places) if t not in taken and not _is_of_a_streak(scene, t)]


def _is_of_a_streak(scene: Scene, top: Token) -> bool:
    """Whether a record is one of a streak, which another frame counts (最长连涨纪录)."""
    before = (scene.view, max(scene.start, top.start - 8), top.start)
    return top.sense == "record" and wording("records.of_a_streak").search(*before) is not None


def _is_of_all_time(scene: Scene, since: Token, top: Token) -> bool:
    """Whether a further rank behind a date is of all time (为2016年1月27日以来最低收盘价，也是史上第二大单日跌幅; 也是公司上市后第三大涨幅)."""
    ever = any(since.end <= t.start < top.start for t in scene.all("sense", "ever"))
    return ever or wording("records.since_listing").search(scene.view, since.end, top.start) is not None


def _fell(scene: Scene, top: Token) -> bool:
    """Whether a fall is what the clause of a word of rank tells before it ("their slide of 26 percent was the biggest in a single day")."""
    told = [t for t in scene.all("sense", "rise", "fall") if t.end <= top.start and scene.together(t, top)]
    return bool(told) and told[-1].sense == "fall" and scene.language == "en"


def _is_an_ordinal(top: Token, tops: Sequence[Token]) -> bool:
    """Whether a word of rank only counts the superlative right behind it ("second-steepest"), which is the one that ranks."""
    return top.sense in RANKS and any(o.sense == "superlative" and 0 <= o.start - top.end <= 1 for o in tops)


def _is_none_of_a_move(scene: Scene, top: Token, moved: Token) -> bool:
    """Whether a word of rank ranks no move: a record that only stood, a pace, a quality, the so many-eth "losing" session in a row."""
    stood = _is_told_of(scene, top) or wording("records.a_level").match(scene.view, top.end, scene.end) is not None
    return (
        (top.sense == "record" and (stood or _is_one_of_many(scene, top)))
        or _is_of_a_segment(scene, moved)
        or wording("records.no_rank").match(scene.view, top.start) is not None
        or _is_of_an_index_told(scene, top)
        or wording("records.fortune").search(scene.view, scene.clause(moved)[0], max(moved.end, top.start)) is not None
        or wording("records.of_a_pace").match(scene.view, top.start) is not None
        or wording("records.adjective").match(scene.view, moved.start) is not None
        or (top.sense == "record" and _of_the_next(scene, moved, top))
        or (
            moved.sense in MOVES and moved.end <= top.start and stranger(scene, moved)
        )  # "consumer prices rose 7.7%, the smallest …"
    )


def _is_one_of_many(scene: Scene, top: Token) -> bool:
    """Whether a record is only counted, as the so many-eth that was set ("its 51st record of 2024")."""
    return wording("records.nth_record").search(scene.view, max(scene.start, top.start - 8), top.start) is not None


def _is_of_a_segment(scene: Scene, moved: Token) -> bool:
    """Whether who gained or lost is a segment, told last before in the clause ("Reality Labs lost a record $17.7 billion")."""
    known = [t for t in scene.tokens if t.name and t.end <= moved.start and scene.together(t, moved)]
    return bool(known) and known[-1].name is not None and known[-1].name.kind == "segment"


def _is_of_an_index_told(scene: Scene, top: Token) -> bool:
    """Whether "its" before a rank is that of an index told of before it, which the reader does not know ("the PHLX chip index sank 7.75%, its steepest decline since 2020")."""
    verbs = [t for t in scene.all("sense", "rise", "fall") if t.end <= top.start]
    its = wording("records.its").search(scene.view, max(scene.start, top.start - 8), top.start)
    return bool(verbs) and its is not None and of_an_unknown_index(scene, verbs[-1])


def _of_the_next(scene: Scene, moved: Token, top: Token) -> bool:
    """Whether another company, named behind a move, is whose record it is ("the index climbed 1% and Microsoft set another record")."""
    if wording("records.rewritten").fullmatch(scene.view, moved.end, top.start):
        return True  # 博通上涨7.3%，同样改写纪录: of which kind is not told
    between = (t for t in scene.all("name", "company") if moved.end <= t.start < top.start)
    return any(wording("records.of_its_own").fullmatch(scene.view, t.end, top.start) for t in between)


def _when(
    scene: Scene, top: Token, at: Token, since: Token | None
) -> tuple[Period | None, tuple[Period, ...], Token | None]:
    """When a ranked move was; where the only date is what the rank counts from, on the last day told of."""
    period, also, when = move_periods(scene, at)
    behind = when is not None and wording("records.following").search(
        scene.view, max(scene.start, when.start - 2), when.start
    )
    year = _of_the_year(scene, top)
    scope = year is not None and when is not None and year.start() <= when.start < year.end()
    if when is None or (when is not since and not behind and not scope):
        return period, also, when
    itself = behind or scope or (when.end <= top.start and when.dated is not None and when.dated.role == "on")
    day = day_before(scene, when if itself else top)  # 继今年2月3日暴跌26.4%之后史上第二大
    own = day.dated.candidates if day is not None and day.dated else scene.discourse.session
    return (own or (None,))[0], own[1:], when


def _counted_from(
    scene: Scene, top: Token, since: Token | None, start: date | None, period: Period | None
) -> dict[str, str]:
    """What a rank is counted from: a date told, its year, so many years back; nothing where it is of all time."""
    if since and since.dated:
        return {"since": counted_since(scene, since, period)}
    counted = start or _within_a_year(scene, top, period)
    return {} if counted is None else {"since": counted.isoformat()}


def _per(scene: Scene, top: Token, moved: Token) -> str:
    """The longer period that is ranked (`week`, `month`, `quarter`, `year`): "its worst month", 最大单周涨幅; empty for a day."""
    last = moved.end if top.sense == "place" else max(top.end, moved.end)
    m = wording("records.per").search(scene.view, min(top.start, moved.start), last)
    behind = wording("records.of_a_span").match(scene.view, last, scene.end)
    m = m or (None if behind is None else wording("records.per").search(scene.view, *behind.span()))
    m = m or wording("records.per_before").search(scene.view, max(scene.start, moved.start - 12), moved.start)
    return "" if m is None else next(iter(lexicon.groups(m)), "")


def _newest(scene: Scene, told: Period | None) -> tuple[Period, tuple[Period, ...]]:
    """The days whose week, month, quarter or year may be the one that is ranked, where the sentence does not say: the last told of, that of publication, one in the time before."""
    days = [scene.published, *((told.end,) if told is not None and told.grain == "day" else ())]
    first, *also = dict.fromkeys([*reversed(days), scene.published - timedelta(days=BEFORE)])
    return Period.of_day(first), tuple(Period.of_day(d) for d in also)


BEFORE = 6
"""So many days after its end, a week, month, quarter or year is still the news."""
RANKED = {True: "market_cap.change_rank", False: "price.return_rank"}


def _is_beyond(scene: Scene, top: Token, moved: Token, *, cap: bool, years: bool) -> bool:
    """Whether no measure ranks such moves: those of weeks, of an index that the record does not hold, of how long, within the day, or of some years' market value."""
    last = max(moved.end, top.end)
    before = min(top.start, moved.start) if top.sense == "place" else top.start
    over_days = wording("no_day.several_days").search(scene.view, scene.start, before)
    several = wording("records.several").search(scene.view, max(scene.start, top.start - 16), top.start)
    return (
        (cap and years)
        or scene.view[top.start : top.end].lower() in wordlist("records.smallest")
        or wording("records.with_its_day").match(scene.view, top.start, scene.end) is not None
        or wording("records.aside_after").match(scene.view, scene.clause(top)[0], top.start) is not None
        or over_days is not None  # "In the thirteen days …; the biggest daily increment was 4.7 per cent"
        or wording("records.previous").search(scene.view, max(scene.start, top.start - 12), top.start) is not None
        or several is not None  # "the two largest daily falls in its history"
        or wording("records.longer").search(scene.view, top.start, last) is not None  # "its best week since May"
        or wording("market.of_the_year").search(scene.view, max(scene.start, moved.start - 12), moved.start) is not None
        or _is_market_wide(scene, top)
        or wording("records.of_people").search(scene.view, top.start, min(scene.clause(top)[1], last + 2 * REACH))
        is not None
        or wording("records.within_a_day").match(scene.view, last, scene.end) is not None
        or (not cap and wording("records.in_points").match(scene.view, last, scene.end) is not None)
        or wording("movers.unknown_index").search(scene.view, _last_named(scene, top), top.start) is not None
        or wording("records.longest").search(scene.view, max(scene.start, top.start - 6), min(scene.end, last + 12))
        is not None  # 持续时间最长的一轮跌势
    )


def _among(scene: Scene, top: Token) -> dict[str, str]:
    """Among what a loss or gain of market value ranks, where the words say that it is the company's own ("its largest one-day loss", 公司史上最大)."""
    left = (scene.view, max(scene.start, top.start - REACH), top.start)
    before = wording("records.own_before").search(*left)
    own = before or wording("records.own_behind").match(scene.view, top.end, scene.end)
    return {"among": "own"} if own else {}


def _is_market_wide(scene: Scene, top: Token) -> bool:
    """Whether a whole market is what a sentence without a name ranks ("Wall Street roars back in its best day since 2008")."""
    words = [t for t in scene.all("who", "company") if not scene.is_possessive(t)]
    named = [t for t in (*scene.all("name", "company"), *words) if scene.language == "zh" or t.end <= top.start]
    return not named and wording("records.market_wide").search(scene.view, scene.start, top.start) is not None


def _is_told_of(scene: Scene, top: Token) -> bool:
    """Whether a record is one that stood, or that something was driven to ("10% below its July record", "the rally that pushed markets to record levels")."""
    away = wording("records.away").search(scene.view, max(scene.start, top.start - 28), top.start) is not None
    return away or scene.view.endswith(" to ", scene.start, top.start)


def _is_reached(scene: Scene, top: Token, moved: Token) -> bool:
    """Whether a record is the level that a price moved to ("shares rose to a record on Friday"), and no move of its own."""
    if _is_said_of_a_price(scene, top):
        return True
    had = wording("record_levels.had").search(scene.view, scene.clause(top)[0], top.start) is not None
    at = wording("records.at_a").search(scene.view, max(scene.start, top.start - 24), top.start) is not None
    return (at and not had) or wording("records.to_a").fullmatch(scene.view, moved.end, top.start) is not None


def _is_said_of_a_price(scene: Scene, top: Token) -> bool:
    """Whether a price stands right before a record in apposition ("vaulted 14.1 percent to $61.08, a record")."""
    last = next((t for t in reversed(scene.all("quantity")) if t.end <= top.start), None)
    if last is None or wording("records.in_apposition").fullmatch(scene.view, last.end, top.start) is None:
        return False
    return is_a_stand(scene, last)


def _is_of_closes(scene: Scene, top: Token) -> bool:
    """Whether a record is that of closes, whatever move stands before it (上涨1.2%，收于4839.81点，刷新收盘纪录)."""
    if wording("records.of_closes").search(scene.view, max(scene.start, top.start - 8), top.start):
        return True
    last = next((t for t in reversed(scene.all("quantity")) if t.end <= top.start), None)
    priced = last is not None and is_price(last.sense) and last.figure.value < DEAREST
    moved = last is not None and any(
        last.end <= t.start for t in scene.all("sense", "rise", "fall") if t.end <= top.start
    )
    return scene.language == "zh" and priced and not moved  # 收383.45美元，一举超越…的382.18美元，同样刷新纪录


def _level_reached(scene: Scene, top: Token, moved: Token, *, closes: bool) -> Draft:
    """The record level, of the day that its sentence names, high or low by the verb."""
    others = [t for t in scene.all("name", "company") if moved.end <= t.start < top.start and scene.together(t, top)]
    at = top if moved.start > top.end or others else moved  # "touched a record on Thursday and gave back 4.5%"
    period, also, when = move_periods(scene, top if closes else at)
    period, also = as_it_ended(scene, top, period, also)
    args = {"low": "yes"} if at.sense == "fall" and not closes else {}
    args |= {"field": "close"} if closes else {}
    used = tuple(dict.fromkeys(t for t in (at, top, when) if t))
    text = scene.view[at.start : top.end]
    return Draft("record", "price.high_rank", scene.company(at), used, rank_one(text), period, also, args)


def _moved_before(top: Token, out: list[Draft]) -> Token | None:
    """The move that a further record of a sentence ranks as well ("its biggest one-day gain in a year and its third biggest since its 2012 debut")."""
    moves = [t for d in out for t in d.tokens if t.sense in {"rise", "fall", "lose", "day_noun"}]
    return moves[-1] if moves and moves[-1].end <= top.start else None


def _last_named(scene: Scene, top: Token) -> int:
    """Where the name that stands last before a record ends."""
    return max((t.end for t in scene.all("name", "company") if t.end <= top.start), default=scene.start)


def rank_of(top: Token, text: str, nth: int = 0) -> Asserted:
    """The rank that a word of record asserts: the so many-eth where one is told, else the first."""
    rank = nth or RANKS.get(top.sense)
    return Asserted(text, Quantity.exact(rank, "rank")) if rank else rank_one(text)


def _within_a_year(scene: Scene, top: Token, period: Period | None) -> date | None:
    """From when a rank counts that is one of its year alone ("the second-largest of the year", 当年最大的单日涨幅); `None` where it is of all time."""
    told = _of_the_year(scene, top)
    day = min(period.start, scene.published) if period is not None else scene.published
    return None if told is None else day.replace(month=1, day=1, year=int(lexicon.groups(told).get("year", day.year)))


def _of_the_year(scene: Scene, top: Token) -> re.Match[str] | None:
    """The words that say a rank to be one of a year alone."""
    edges = max(scene.start, top.start - 24), min(scene.end, top.end + 2 * REACH)
    return next(
        (m for m in wording("records.of_the_year").finditer(scene.view, *edges) if m.start() <= top.end + REACH), None
    )


def _nth(scene: Scene, top: Token) -> int:
    """The ordinal right before a superlative ("its 10th-best day", 第十大); 0 where there is none."""
    m = wording("records.nth").search(scene.view, max(scene.start, top.start - 12), top.start)
    m = m or wording("records.placed").match(scene.view, top.start, top.end)
    if m is None:
        return 0
    told = lexicon.groups(m)["nth"].lower()
    return int(told) if told.isdigit() else lexicon.table(scene.language, "predicates")["ranked"]["places"][told]


def _subject_of(scene: Scene, top: Token) -> Token | None:
    """The move that holds a record by its verb, where another company's stands between ("The gain eclipsed Amazon's $191 billion as the largest one-day increase")."""
    if wording("records.as_the").search(scene.view, scene.start, top.start) is None:
        return None
    moves = [t for t in scene.all("sense", "rise", "fall", "lose") if t.end <= top.start]
    return next((t for t in moves if any(c.start < top.start for c in compared(scene, t))), None)


def _holder(scene: Scene, top: Token) -> str:
    """Whose record it is: not that of a company it is set beside, or whose record was beaten."""
    before = [t for t in scene.all("name", "company") if t.name and t.end <= top.start]
    beaten = wording("records.was_beaten").search(scene.view, scene.start, top.start)
    if beaten is not None:
        before = [t for t in before if t.end <= beaten.start()]
        return before[-1].name.key if before and before[-1].name else scene.discourse.company
    told = [t for t in before if not scene.is_oblique(t)]
    if told and told[-1].name and wording("records.only_behind").search(scene.view, top.end, scene.clause(top)[1]):
        return told[-1].name.key  # "the second-largest one-day loss on record after Meta's in February"
    if not compared(scene, top):
        owned = wording("records.owned").search(scene.view, max(scene.start, top.start - 8), top.start) is not None
        return told[-1].name.key if owned and told and told[-1].name else scene.company(top)
    return before[-1].name.key if before and before[-1].name else scene.discourse.company


def _of_value(scene: Scene, top: Token, at: Token, *, down: bool) -> dict[str, str]:
    """How large a ranked change of market value is told to be, and among which it ranks."""
    return size_told(scene, at, down=down) | _among(scene, top)


__all__ = ["rank_of", "record_move"]
