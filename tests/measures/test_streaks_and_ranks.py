"""Streaks and ranks of figures, beside run lengths that pandas counts and figures worked by hand from the evidence."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tapeline.errors import InputError, UnmeasurableError
from tapeline.measures import Question, ask
from tapeline.measures.price import series

RULES = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


@pytest.fixture(scope="module")
def closes(record):  # type: ignore[no-untyped-def]
    s = series(record, "META", date(2024, 12, 31), date(2024, 12, 31))
    return pd.Series(s.close, index=pd.to_datetime([date.fromordinal(int(d)) for d in s.days]))


def run_length(closes: pd.Series, until: str, per: str, direction: str) -> int:
    """The length of the last run of rises (or falls) by pandas: groups of equal signs."""
    told = closes[:until]
    last = told.groupby(told.index.to_period(RULES[per])).last()
    signs = np.sign(last.diff().dropna())
    runs = (signs != signs.shift()).cumsum()
    return int((runs == runs.iloc[-1]).sum()) if signs.iloc[-1] == (1 if direction == "up" else -1) else 0


@pytest.mark.parametrize("per", RULES)
@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("day", ["2022-02-03", "2022-10-27", "2022-11-03", "2023-03-31", "2023-06-16", "2024-02-02"])
def test_a_streak_is_as_long_as_pandas_counts_it(measured, closes, day: str, direction: str, per: str) -> None:  # type: ignore[no-untyped-def]
    m = measured("price.streak", on=day, direction=direction, per=per)
    assert (m.low, m.high) == (run_length(closes, day, per, direction),) * 2


@pytest.mark.parametrize("per", RULES)
@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize(("day", "among"), [("2022-11-03", 5), ("2023-06-16", 4), ("2024-02-02", 9)])
def test_a_tally_is_what_pandas_counts(measured, closes, day: str, among: int, direction: str, per: str) -> None:  # type: ignore[no-untyped-def]
    told = closes[:day]
    steps = told.groupby(told.index.to_period(RULES[per])).last().diff().iloc[-among:]
    m = measured("price.tally", on=day, direction=direction, per=per, among=str(among))
    assert m.value == ((steps > 0) if direction == "up" else (steps < 0)).sum()


def test_of_a_longer_time_all_days_are_counted(measured, closes) -> None:  # type: ignore[no-untyped-def]
    year = {"start": "2023-01-01", "on": "2023-12-31", "per": "month", "direction": "up"}
    months = closes.groupby(closes.index.to_period("M")).last().diff()["2023-01":"2023-12"]
    assert measured("price.tally", **year).value == (months > 0).sum() == 11
    assert measured("price.tally", **year, among="12").value == 11
    assert measured("price.tally", **year, among="5").value == 4  # of the last five: August fell


def test_a_tally_of_more_days_than_the_record_has_is_refused(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError, match="closes of 4000 days"):
        measured("price.tally", on="2024-02-02", among="3999")


def test_a_streak_that_ended_is_that_of_the_session_before(measured, closes) -> None:  # type: ignore[no-untyped-def]
    before = run_length(closes, "2024-02-01", "day", "up")
    assert measured("price.streak", on="2024-02-02", over="yes").value == before


def test_without_a_day_the_session_before_the_last_is_a_reading_too(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("price.streak", known="2024-02-02")
    assert [m.value, *(b.value for b in m.bases)] == [2, 1]


def test_a_streak_by_something_else_is_refused(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match="fortnight"):
        measured("price.streak", on="2024-02-02", per="fortnight")


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        # 28,822 / 27,714 / 32,165 million in 2022 after 29,077 / 29,010 / 33,671 in 2021; the first quarter rose
        ({"metric": "revenue", "direction": "down", "known": "2023-02-10"}, 3, 3),
        ({"metric": "revenue", "direction": "down", "over": "yes", "known": "2023-05-10"}, 3, 3),
        ({"metric": "revenue", "direction": "up", "known": "2023-02-10"}, 0, 0),
        # 32,639 million in the first quarter of 2023 and each later one above that a year before
        ({"metric": "revenue", "direction": "up", "start": "2023-10-01", "on": "2023-12-31"}, 4, 4),
        # against the quarter before: 28,645, 31,999, 34,146, 40,111 million
        ({"metric": "revenue", "direction": "up", "against": "quarter", "known": "2024-02-10"}, 3, 3),
        # 85,965; 117,929; 116,609 million: the record begins with 2020
        (
            {"metric": "revenue", "direction": "up", "per": "year", "start": "2021-01-01", "on": "2021-12-31"},
            1,
            math.inf,
        ),
    ],
)
def test_a_streak_of_a_figure_by_hand(measured, question: dict[str, str], low: float, high: float) -> None:  # type: ignore[no-untyped-def]
    m = measured("fact.streak", **question)
    assert (m.low, m.high) == (low, high)


@pytest.mark.parametrize(
    ("name", "question", "rank"),
    [
        # 24.7% in the last quarter of 2023; 35.1% in the third of 2021 and 19.9% in the fourth
        ("fact.growth_rank", {"metric": "revenue", "since": "2021-10-01", "known": "2024-02-10"}, 1),
        ("fact.growth_rank", {"metric": "revenue", "since": "2021-07-01", "known": "2024-02-10"}, 2),
        ("fact.growth_rank", {"metric": "revenue", "low": "yes", "since": "2021-04-01", "known": "2022-05-10"}, 1),
        # 14,017 million; 11,583 in the third quarter of 2023; 10,394 in the second of 2021
        ("fact.high_rank", {"metric": "net_income", "since": "2021-01-01", "known": "2024-02-10"}, 1),
        # 4,395 million in the third quarter of 2022; 4,902 in the first of 2020
        ("fact.high_rank", {"metric": "net_income", "low": "yes", "since": "2020-01-01", "known": "2022-11-10"}, 1),
        # the first fall since 2022 began was the second quarter's, the second the third's
        ("fact.change_count", {"metric": "revenue", "direction": "down", "since": "2022-01-01", "known": "2022-08-10"}, 1),
        ("fact.change_count", {"metric": "revenue", "direction": "down", "since": "2022-01-01", "known": "2022-11-10"}, 2),
        ("fact.change_count", {"metric": "revenue", "direction": "up", "since": "2022-06-01", "known": "2023-05-10"}, 1),
    ],
)  # fmt: skip
def test_a_rank_by_hand(measured, name: str, question: dict[str, str], rank: int) -> None:  # type: ignore[no-untyped-def]
    assert measured(name, **question).value == rank


def test_what_moved_the_other_way_is_no_first_fall(measured) -> None:  # type: ignore[no-untyped-def]
    asked = {"metric": "revenue", "direction": "down", "since": "2022-01-01", "known": "2024-02-10"}
    assert measured("fact.change_count", **asked).value > 1


@pytest.mark.parametrize("name", ["fact.growth_rank", "fact.change_count", "fact.high_rank"])
def test_no_first_place_is_given_beyond_the_record(record, name: str) -> None:  # type: ignore[no-untyped-def]
    args = {"metric": "net_income", "since": "2012-05-18"}
    args |= {"fact.change_count": {"direction": "down"}, "fact.high_rank": {"low": "yes"}}.get(name, {})
    known = date(2022, 11, 10) if name == "fact.high_rank" else date(2021, 5, 10)
    with pytest.raises(UnmeasurableError, match="back to 2012-05-18"):
        ask(record, name, Question("META", known, None, None, args))


@pytest.mark.parametrize(
    ("since", "held"),
    [
        (
            "2016-01-01:2016-01-31",
            "2013-07-25",
        ),  # 15.5% on 28 January 2016 was no larger: the last that was is of July 2013
        ("2013-07-01:2013-07-31", None),  # the day itself lies in July 2013
        ("2013-07-26:2013-07-26", None),  # told by another time zone's calendar
        ("2016-01-01", None),  # since at least then: no other day is set beside it
    ],
)
def test_a_first_place_since_a_time_is_one_since_long_before(measured, since: str, held: str | None) -> None:  # type: ignore[no-untyped-def]
    found = measured("price.return_rank", on="2022-04-28", since=since, known="2022-04-28")
    assert found.value == 1
    assert (found.holds_since.isoformat() if found.holds_since else None) == held


def test_a_companys_own_record_is_ranked_among_its_own_days(measured) -> None:  # type: ignore[no-untyped-def]
    # Amazon's loss of 29 April 2022 was its own largest, and smaller than Meta's of February
    asked = {"subject": "AMZN", "on": "2022-04-29", "known": "2022-04-30", "direction": "down"}
    assert [measured("market_cap.change_rank", **asked, **own).value for own in ({}, {"among": "own"})] == [2, 1]


def test_a_rise_is_no_fall_whatever_it_is_ranked_since(measured) -> None:  # type: ignore[no-untyped-def]
    found = measured("price.return_rank", on="2022-10-28", direction="down", since="2022-10-01:2022-10-31")
    assert found.value > 100
