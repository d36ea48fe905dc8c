"""Moves in money, ranks of longer periods, extremes of all time, and moves beside others', against pandas."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tapeline.errors import InputError, UnmeasurableError

FREQUENCY = {"week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def closes(record, entity: str = "META", until: str = "2024-12-31") -> pd.Series:
    """The closes of a security in shares of a day, by day."""
    p, day = record.prices(entity), date.fromisoformat(until)
    index = pd.to_datetime([p.day(i) for i in range(len(p))])
    return pd.Series(p.in_shares_of(day, p.close), index=index)[:until]


@pytest.mark.parametrize("day", ["2024-02-02", "2022-10-27", "2013-07-25"])
def test_a_change_in_money_is_the_difference_of_two_closes(record, measured, day):
    diff = closes(record).diff()[day]
    assert measured("price.change", on=day).value == pytest.approx(diff, abs=1e-9)


@pytest.mark.parametrize("per", sorted(FREQUENCY))
@pytest.mark.parametrize("day", ["2022-02-28", "2022-10-31", "2023-03-31", "2019-12-31", "2022-11-11"])
def test_the_rank_of_a_longer_period_is_that_of_its_return(record, measured, per, day):
    by = closes(record, until=day).groupby(closes(record, until=day).index.to_period(FREQUENCY[per])).last()
    returns = by.pct_change().dropna()
    for direction, ascending in (("up", False), ("down", True)):
        rank = int(returns.rank(ascending=ascending, method="min").iloc[-1])
        assert measured("price.return_rank", on=day, per=per, direction=direction).value == rank


@pytest.mark.parametrize(("of", "day"), [("high", "2024-01-18"), ("high", "2022-11-03"), ("low", "2013-01-02")])
def test_the_extreme_of_all_time_is_that_of_every_close(record, measured, of, day):
    pool = closes(record, until=day)
    found = measured("price.level", known=day, of=of, session="close")
    assert found.value == pytest.approx(pool.max() if of == "high" else pool.min())


def test_the_distance_from_a_record_is_from_the_highest_close(record, measured):
    pool = closes(record, until="2022-11-03")
    found = measured("price.return", known="2022-11-03", **{"from": "high"})
    assert found.value == pytest.approx(100 * (pool.iloc[-1] / pool.max() - 1))


def test_a_lowest_of_all_time_needs_prices_from_the_listing_on(measured):
    with pytest.raises(UnmeasurableError, match="prices of NVDA before"):
        measured("price.level", "NVDA", known="2023-05-25", of="low")


@pytest.mark.parametrize(("start", "end"), [("2023-01-01", "2023-12-29"), ("2022-11-10", "2022-11-10")])
def test_a_comparison_is_the_difference_of_two_returns(record, measured, start, end):
    moves = {}
    for entity in ("AAPL", "MSFT"):
        pool = closes(record, entity, end)
        moves[entity] = 100 * (pool.iloc[-1] / pool[: pd.Timestamp(start) - pd.Timedelta(days=1)].iloc[-1] - 1)
    gap = moves["AAPL"] - moves["MSFT"]
    assert measured("price.compare", "AAPL", start=start, on=end, than="MSFT").value == pytest.approx(gap, abs=1e-6)
    assert measured("price.compare", "AAPL", start=start, on=end, than="MSFT", direction="down").value == pytest.approx(
        -gap, abs=1e-6
    )


def test_a_comparison_speaks_of_the_time_in_which_the_move_was_as_told(measured):
    asked = {"than": "GSPC", "on": "2022-06-09"}
    assert measured("price.compare", **asked, amount="-6.45:-6.35").value < 0
    with pytest.raises(UnmeasurableError, match="a move of META"):
        measured("price.compare", **asked, amount="3:4")


SEVEN = ("META", "AAPL", "AMZN", "GOOGL", "MSFT", "NVDA", "TSLA")


@pytest.mark.parametrize("year", [2020, 2021, 2022, 2023])
def test_a_place_is_the_rank_among_the_returns(record, measured, year):
    returns = {}
    for entity in SEVEN:
        pool = closes(record, entity, f"{year}-12-31")
        returns[entity] = pool.iloc[-1] / pool[: f"{year - 1}-12-31"].iloc[-1]
    ranks = pd.Series(returns).rank(ascending=False).astype(int)
    for entity in SEVEN:
        among = "|".join(e for e in SEVEN if e != entity)
        found = measured("price.place", entity, start=f"{year}-01-01", on=f"{year}-12-31", among=among)
        assert found.value == ranks[entity]


def test_a_record_is_that_of_the_session_at_the_price_told(measured):
    asked = {"start": "2023-01-01", "on": "2023-12-29", "field": "close"}
    assert measured("price.high_rank", "MSFT", **asked).value == 1
    assert measured("price.high_rank", "MSFT", **asked, at="376.03:376.05").value == 9
    with pytest.raises(UnmeasurableError, match="a session of MSFT"):
        measured("price.high_rank", "MSFT", **asked, at="500:501")


def test_a_loss_is_an_income_turned_round(measured):
    asked = {"start": "2023-10-01", "on": "2023-12-31"}
    income = measured("fact.value", **asked, metric="reality_labs.operating_income")
    assert measured("fact.value", **asked, metric="reality_labs.operating_income_loss").value == -income.value


def test_an_unknown_parameter_is_refused(measured):
    with pytest.raises(InputError, match="has no parameter"):
        measured("price.compare", on="2024-02-02", than="AAPL", per="week")
