"""The frames, shared by all languages: what a sentence can state, and which mentions fill its slots.

Each is a function from a `Scene` to drafts of claims; `FRAMES` lists them in the order in which they may take a number, each with
the senses of which a sentence must have one for it to be tried.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

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
from tapeline.story.frames.people import lives, people, posts, titles
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


def _frame(function: FrameFunction, *senses: str) -> tuple[FrameFunction, frozenset[str]]:
    return function, frozenset(senses)


FRAMES: tuple[tuple[FrameFunction, frozenset[str]], ...] = (
    _frame(rows.quotation_row, "%"),
    _frame(table_rows.table_row),
    _frame(listings.issue_price, "list", "touch"),
    _frame(recalled.recalled),
    _frame(splits.split, "deed", "split", "x"),
    _frame(events.opened, "open_to"),
    _frame(events.anniversary, "anniversary"),
    _frame(people.age),
    _frame(lives.age_between_commas, "person"),
    _frame(lives.age_said, "person"),
    _frame(lives.born, "born"),
    _frame(lives.held_until, "office"),
    _frame(lives.in_office_since, "office"),
    _frame(people.tenure, "work"),
    _frame(people.joined, "join", "work"),
    _frame(people.office, "appoint", "succeed", "office"),
    _frame(posts.heads, "heads"),
    _frame(posts.named_to, "appoint"),
    _frame(titles.titled, "person"),
    _frame(posts.ordinal, "office"),
    _frame(people.left_or_returned, "leave", "again"),
    _frame(posts.gone, "leave"),
    _frame(people.schooling, "degree", "award"),
    _frame(dividend_dates.dated),
    _frame(dividends.for_so_many_shares, "shares"),
    _frame(dividends.dividend_income, "dividend", "per_quarter", "per_year", "per"),
    _frame(dividends.dividend, "dividend"),
    _frame(dividends.dividends_paid, "dividend"),
    _frame(dividends.pays),
    _frame(dividends.yields, "%"),
    _frame(payout.buyback, "buyback"),
    _frame(payout.shares_bought, "buyback"),
    _frame(holdings.traded, "trade_up", "trade_down"),
    _frame(holdings.holding, "hold"),
    _frame(holdings.worth, "worth"),
    _frame(wealth.gained_or_lost, "person"),
    _frame(payout.spent, "spend", "lose"),
    _frame(payout.jobs_cut, "layoff"),
    _frame(payout.jobs_share, "layoff"),
    _frame(payout.jobs_bare, "layoff"),
    _frame(said.price_target, "price_target"),
    _frame(extremes.year_range, "days", "years", "high", "lowest"),
    _frame(figure_ranks.ranked, "superlative", "lowest", "high", "first"),
    _frame(price_levels.since, "superlative", "lowest", "high"),
    _frame(price_levels.of_some_time, "days", "weeks", "months", "years"),
    _frame(price_levels.first_since, "close", "first", "price"),
    _frame(comparisons.ranked, "superlative", "place", "most_valuable", *RANKS),
    _frame(tallies.tally, *MOVES, "days", "weeks", "months"),
    _frame(not_since.not_since, "rise", "fall", "day_noun"),
    _frame(records.record_move, "superlative", "record", *RANKS),
    _frame(at_a_record.at_a_record, "record"),
    _frame(at_a_record.never_as_high, "negated"),
    _frame(record_levels.record_high, "high", "lowest"),
    _frame(comparisons.comparison, "exceed", "worse_than"),
    _frame(comparisons.side_by_side, "company"),
    _frame(comparisons.most_valuable, "superlative", "market_cap", "most_valuable"),
    _frame(losses.lost, "lose"),
    _frame(parts_and_multiples.share_of, "share_of"),
    _frame(parts_and_multiples.priced_at, "times_what", "x"),
    _frame(counted_from.from_a_price, *MOVES, "multiply"),
    _frame(counted_from.since_a_price, *MOVES),
    _frame(counted_from.since_it_stood, *MOVES),
    _frame(counted_from.came_to, *MOVES),
    _frame(counted_from.beside_a_price, "%"),
    _frame(counted_from.from_the_offer, "x", "%"),
    _frame(counted_from.over_sessions, "%"),
    _frame(extremes.from_dated_extreme, "multiply", "x", "%"),
    _frame(extremes.from_extreme, "%"),
    _frame(paired.paired, "respectively"),
    _frame(paired.apposed, "rise", "fall"),
    _frame(elsewhere.moved, "rates", "goods"),
    _frame(market_multiples.multiplied, "multiply", "x"),
    _frame(market.move, *MOVES, "lose", "exceed", "worse_than"),
    _frame(rows.series, *MOVES),
    _frame(rows.signed_move, "%"),
    _frame(turnover.traded, "shares", ""),
    _frame(price_changes.points, *MOVES),
    _frame(price_changes.dollars, *MOVES),
    _frame(tape_levels.level, *LINKS, *MOVES),
    _frame(tape_levels.worth, "worth"),
    _frame(index_levels.index_level),
    _frame(figures.multiple, "multiply", "x"),
    _frame(figures.growth, *MOVES, "exceed", "worse_than", "compare_year", "compare_quarter", "points"),
    _frame(gapped.signed_behind, "%"),
    _frame(ellipsis.a_year_ago, "earlier"),
    _frame(levels.level),
    _frame(record_levels.record_figure, "record", "superlative", "first", "lowest", *RANKS),
    _frame(deeds.dealt, *deeds.DEALS),
    _frame(awaited.awaited, "forecast", "conditional"),
    _frame(events.reported, "results"),
    _frame(events.told, "say"),
    _frame(events.happened, "rename", "found", "launch", "list", "acquire"),
    _frame(deeds.done, "deed", "sell"),
    _frame(events.chart_top, "chart_top"),
    _frame(streaks.streak, "streak"),
    _frame(dated_prices.began_at),
    _frame(dated_prices.dated_price),
    _frame(directions.went, *MOVES),
    _frame(figure_directions.went, *MOVES),
    _frame(directions.against_expectations, "forecast", "exceed", "expectation"),
    _frame(causal.causal, "cause", "because", "rescue", "began", "after", *MOVES),
    _frame(causal.unrelated, "unrelated"),
    _frame(unmeasured.denied, "negated", "denied"),
    _frame(unmeasured.looked_for, "forecast", "conditional"),
    _frame(said.opinion, "opinion"),
)

_ALWAYS = sum(1 << i for i, (_, senses) in enumerate(FRAMES) if not senses)
_BY_SENSE: dict[str, int] = {}
for _i, (_, _senses) in enumerate(FRAMES):
    for _sense in _senses:
        _BY_SENSE[_sense] = _BY_SENSE.get(_sense, 0) | 1 << _i


def frames_for(senses: Iterable[str]) -> tuple[FrameFunction, ...]:
    """The frames that a sentence with these senses may fill, in their order."""
    wanted = _ALWAYS
    for sense in senses:
        wanted |= _BY_SENSE.get(sense, 0)
    return _among(wanted)


@lru_cache(maxsize=4096)
def _among(wanted: int) -> tuple[FrameFunction, ...]:
    return tuple(frame for i, (frame, _) in enumerate(FRAMES) if wanted >> i & 1)


__all__ = ["FRAMES", "frames_for"]
