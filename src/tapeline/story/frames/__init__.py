"""The frames, shared by all languages: what a sentence can state, and which mentions fill its slots.

Each is a function from a `Scene` to drafts of claims; `FRAMES` lists them in the order in which they may take a number, each with
what a sentence must have for it to be tried: its marks, which are its tokens' kinds and senses.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tapeline.story.frames.accounts import (
    figure_directions,
    figures,
    gapped,
    levels,
    losses,
    parts_and_multiples,
    table_rows,
)
from tapeline.story.frames.beside import ellipsis, paired
from tapeline.story.frames.causes import causal
from tapeline.story.frames.deeds import deeds, events, listings, splits
from tapeline.story.frames.payouts import dividend_dates, dividends, holdings, payout, wealth
from tapeline.story.frames.people import ages, lives, people, posts, titles
from tapeline.story.frames.ranks import (
    at_a_record,
    comparisons,
    extremes,
    figure_ranks,
    not_since,
    price_levels,
    record_levels,
    records,
    streaks,
    tallies,
)
from tapeline.story.frames.tape import (
    averages,
    counted_from,
    dated_prices,
    directions,
    elsewhere,
    index_levels,
    market,
    market_multiples,
    price_changes,
    recalled,
    rows,
    tape_levels,
    turnover,
    worth,
)
from tapeline.story.frames.times import ranked_since
from tapeline.story.frames.unsettled import awaited, said, unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

    FrameFunction = Callable[[Scene, set[Token]], list[Draft]]


MOVES = ("rise", "fall")
LINKS = ("to", "exceed", "close", "opening", "worth", "market_cap", "price")
RANKS = tuple(ranked_since.RANKS)


class Frame(NamedTuple):
    """A frame, and what a sentence must have for it to be tried.

    Attributes:
        read: what it makes of a sentence.
        needs: the marks of a sentence that it needs, of each set one.
        counts: whether all that it reads takes a number that no frame before it has.
    """

    read: FrameFunction
    needs: tuple[frozenset[str], ...]
    counts: bool


NUMBER = ("quantity",)
"""What a frame needs that reads nothing but numbers which no frame before it has taken."""


def _frame(function: FrameFunction, *needs: str | tuple[str, ...]) -> Frame:
    every = tuple(frozenset({need} if isinstance(need, str) else need) for need in needs)
    return Frame(function, every, NUMBER in needs)


FRAMES: tuple[Frame, ...] = (
    _frame(rows.quotation_row, NUMBER, "%", "company"),
    _frame(table_rows.table_row),
    _frame(listings.issue_price, NUMBER, ("list", "touch")),
    _frame(recalled.recalled, NUMBER, "money", "date", "company"),
    _frame(splits.split, ("deed", "split", "x")),
    _frame(events.opened, "open_to"),
    _frame(events.anniversary, "anniversary"),
    _frame(ages.age, NUMBER),
    _frame(lives.age_between_commas, "person"),
    _frame(lives.age_said, "person"),
    _frame(lives.born, "born", "date"),
    _frame(lives.held_until, "office", "date"),
    _frame(lives.in_office_since, "office", "since"),
    _frame(people.tenure, NUMBER, "work"),
    _frame(people.joined, ("join", "work"), "date"),
    _frame(people.office, ("appoint", "succeed", "office")),
    _frame(posts.heads, "heads", "date"),
    _frame(posts.named_to, "appoint", "office"),
    _frame(titles.titled, "person"),
    _frame(posts.ordinal, "office"),
    _frame(people.left_or_returned, ("leave", "again"), "date"),
    _frame(posts.gone, "leave", "person"),
    _frame(people.schooling, ("degree", "award"), "date"),
    _frame(dividend_dates.dated, "date"),
    _frame(dividends.for_so_many_shares, NUMBER, "shares"),
    _frame(dividends.dividend_income, NUMBER, "money", ("dividend", "per_quarter", "per_year", "per")),
    _frame(dividends.dividend, NUMBER, "dividend"),
    _frame(dividends.dividends_paid, NUMBER, "money", "dividend"),
    _frame(dividends.pays, NUMBER),
    _frame(dividends.yields, NUMBER, "%"),
    _frame(payout.buyback, NUMBER, "money", "buyback"),
    _frame(payout.shares_bought, NUMBER, "buyback", "shares"),
    _frame(holdings.traded, NUMBER, ("trade_up", "trade_down")),
    _frame(holdings.holding, NUMBER, "hold"),
    _frame(holdings.worth, NUMBER, "money", "worth"),
    _frame(wealth.gained_or_lost, NUMBER, "money", "person"),
    _frame(payout.spent, NUMBER, ("spend", "lose")),
    _frame(payout.jobs_cut, NUMBER, "layoff"),
    _frame(payout.jobs_share, NUMBER, "layoff"),
    _frame(payout.jobs_bare, NUMBER, "layoff"),
    _frame(said.price_target, NUMBER, "price_target"),
    _frame(averages.from_average),
    _frame(averages.volume_beside_usual, NUMBER, "x"),
    _frame(turnover.most_since, ("superlative", "high", "lowest", "record")),
    _frame(extremes.year_range, NUMBER, ("days", "years", "high", "lowest")),
    _frame(figure_ranks.ranked, ("superlative", "lowest", "high", "first")),
    _frame(price_levels.since, ("superlative", "lowest", "high")),
    _frame(price_levels.of_some_time, NUMBER, ("days", "weeks", "months", "years")),
    _frame(price_levels.first_since, ("close", "first", "price"), "since"),
    _frame(comparisons.ranked, ("superlative", "place", "most_valuable", *RANKS)),
    _frame(tallies.tally, (*MOVES, "days", "weeks", "months")),
    _frame(not_since.not_since, ("rise", "fall", "day_noun"), "date"),
    _frame(records.record_move, ("superlative", "record", *RANKS)),
    _frame(at_a_record.at_a_record, "record"),
    _frame(at_a_record.never_as_high, "negated"),
    _frame(record_levels.record_high, ("high", "lowest")),
    _frame(comparisons.comparison, ("exceed", "worse_than"), "company"),
    _frame(comparisons.side_by_side, "company"),
    _frame(comparisons.most_valuable, ("superlative", "market_cap", "most_valuable")),
    _frame(losses.lost, NUMBER, "money", "lose"),
    _frame(parts_and_multiples.share_of, NUMBER, "share_of", "%"),
    _frame(parts_and_multiples.priced_at, NUMBER, ("times_what", "x")),
    _frame(counted_from.from_a_price, (*MOVES, "multiply")),
    _frame(counted_from.since_a_price, NUMBER, MOVES, "since", "%"),
    _frame(counted_from.since_it_stood, NUMBER, MOVES),
    _frame(counted_from.came_to, NUMBER, MOVES, "%"),
    _frame(counted_from.beside_a_price, NUMBER, "%"),
    _frame(counted_from.from_the_offer, NUMBER, ("x", "%")),
    _frame(counted_from.over_sessions, NUMBER, "%", MOVES),
    _frame(extremes.from_dated_extreme, ("multiply", "x", "%"), "date"),
    _frame(extremes.from_extreme, NUMBER, "%"),
    _frame(paired.paired, NUMBER, "respectively"),
    _frame(paired.apposed, NUMBER, MOVES, "%", "company"),
    _frame(elsewhere.moved, NUMBER, ("rates", "goods")),
    _frame(market_multiples.multiplied, ("multiply", "x")),
    _frame(market.move, NUMBER, (*MOVES, "lose", "exceed", "worse_than")),
    _frame(rows.series, NUMBER, MOVES, "%", "company"),
    _frame(rows.signed_move, NUMBER, "%"),
    _frame(turnover.traded, NUMBER, ("shares", "")),
    _frame(price_changes.points, NUMBER, MOVES),
    _frame(price_changes.dollars, NUMBER, MOVES),
    _frame(tape_levels.level, NUMBER, (*LINKS, *MOVES)),
    _frame(worth.worth, NUMBER, "money", ("worth", "exceed", "worse_than")),
    _frame(index_levels.index_level, NUMBER),
    _frame(figures.multiple, ("multiply", "x")),
    _frame(figures.growth, NUMBER, (*MOVES, "exceed", "worse_than", "compare_year", "compare_quarter", "points")),
    _frame(gapped.signed_behind, NUMBER, "%", "metric"),
    _frame(ellipsis.a_year_ago, NUMBER, "earlier"),
    _frame(levels.level, NUMBER),
    _frame(record_levels.record_figure, ("record", "superlative", "first", "lowest", *RANKS)),
    _frame(deeds.dealt, deeds.DEALS),
    _frame(awaited.awaited, NUMBER, ("forecast", "conditional")),
    _frame(events.reported, "results", "date"),
    _frame(events.told, "say", "date", "quantity"),
    _frame(events.happened, ("rename", "found", "launch", "list", "acquire"), "date"),
    _frame(deeds.done, ("deed", "sell"), "date"),
    _frame(events.chart_top, "chart_top"),
    _frame(streaks.streak, "streak"),
    _frame(dated_prices.began_at, NUMBER),
    _frame(dated_prices.dated_price, NUMBER),
    _frame(directions.went, MOVES),
    _frame(figure_directions.went, MOVES),
    _frame(directions.against_expectations, ("forecast", "exceed", "expectation")),
    _frame(causal.causal, ("cause", "because", "rescue", "began", "after", *MOVES)),
    _frame(causal.unrelated, "unrelated"),
    _frame(unmeasured.denied, ("negated", "denied"), tuple(unmeasured.DENIED)),
    _frame(unmeasured.looked_for, ("forecast", "conditional"), unmeasured.CHANGES),
    _frame(said.opinion, "opinion"),
)

_LANE = len(FRAMES)
_NEEDS = max(len(f.needs) for f in FRAMES)
"""Of each need a frame has a bit: those of the first need in the lowest lane, those of the next above them."""


def _bit(nth: int, frame: int) -> int:
    return 1 << nth * _LANE + frame


_WITHOUT = sum(_bit(n, i) for i, f in enumerate(FRAMES) for n in range(len(f.needs), _NEEDS))
_FILLED: dict[str, int] = {}
for _i, _frame_ in enumerate(FRAMES):
    for _n, _need in enumerate(_frame_.needs):
        for _mark in _need:
            _FILLED[_mark] = _FILLED.get(_mark, 0) | _bit(_n, _i)


def frames_for(marks: Iterable[str]) -> tuple[Frame, ...]:
    """The frames that a sentence with these marks may fill, in their order."""
    filled = _WITHOUT
    for bits in filter(None, map(_FILLED.get, marks)):
        filled |= bits
    every = -1
    for n in range(_NEEDS):
        every &= filled >> n * _LANE
    return _among(every & (1 << _LANE) - 1)


@lru_cache(maxsize=4096)
def _among(wanted: int) -> tuple[Frame, ...]:
    return tuple(frame for i, frame in enumerate(FRAMES) if wanted >> i & 1)


__all__ = ["FRAMES", "Frame", "frames_for"]
