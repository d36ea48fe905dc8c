"""Every measure: one inherited suite over all of them, and figures worked by hand from the evidence."""

from datetime import date

import pytest

import tapeline
from tapeline.errors import InputError, UnknownNameError, UnmeasurableError
from tapeline.measures import Question, ask, measures
from tapeline.record import Record

HAND = 5e-4  # the hand's own rounding, relative

QUESTIONS: dict[str, dict[str, str]] = {
    "dividend.income": {"person": "Mark Zuckerberg"},
    "dividend.per_share": {},
    "dividend.yield": {"on": "2024-02-02"},
    "event.date": {"kind": "results", "on": "2024-02-04"},
    "event.value": {"kind": "buyback"},
    "dividend.date": {"which": "ex", "on": "2024-02-21"},
    "split.date": {"which": "ex", "subject": "AMZN", "on": "2022-06-06"},
    "split.ratio": {"subject": "AMZN", "on": "2022-06-06"},
    "event.share": {"kind": "layoffs", "on": "2022-11-09"},
    "event.years_since": {"kind": "founding", "on": "2024-02-10"},
    "fact.change": {"metric": "revenue"},
    "fact.change_count": {
        "metric": "revenue",
        "direction": "down",
        "since": "2022-01-01",
        "start": "2022-07-01",
        "on": "2022-09-30",
    },
    "fact.first_above": {"metric": "reality_labs.revenue", "threshold": "1e9"},
    "fact.growth": {"metric": "revenue"},
    "fact.growth_rank": {"metric": "revenue", "since": "2021-04-01"},
    "fact.high_rank": {"metric": "net_income"},
    "fact.ratio": {"metric": "net_income"},
    "fact.spent": {"segment": "reality_labs", "per": "quarter"},
    "fact.streak": {"metric": "revenue"},
    "fact.value": {"metric": "net_income"},
    "holding.change": {"person": "Mark Zuckerberg", "on": "2024-02-02"},
    "holding.share": {"person": "Mark Zuckerberg", "on": "2024-02-02"},
    "holding.shares": {"person": "Mark Zuckerberg"},
    "holding.votes": {"person": "Mark Zuckerberg"},
    "holding.value": {"person": "Mark Zuckerberg", "on": "2024-02-02"},
    "market_cap.change": {"on": "2024-02-02"},
    "market_cap.change_rank": {"on": "2024-02-02"},
    "market_cap.compare": {"than": "AMZN", "on": "2022-02-04"},
    "market_cap.ratio": {"than": "AAPL", "on": "2022-02-03"},
    "market_cap.first_above": {"threshold": "1.2e12"},
    "market_cap.high_rank": {"start": "2024-01-01", "on": "2024-02-02"},
    "market_cap.level": {"on": "2024-02-02"},
    "person.age": {"person": "Susan Li", "on": "2024-02-10"},
    "person.appointed": {"person": "Susan Li", "role": "CFO"},
    "person.born": {"person": "Mark Zuckerberg"},
    "person.joined": {"person": "Susan Li"},
    "person.least_tenure": {"people": "Susan Li|Chris Cox", "on": "2024-02-10"},
    "person.left": {"person": "Chris Cox"},
    "person.role": {"person": "Susan Li", "role": "CFO"},
    "person.succeeded": {"person": "Javier Olivan", "predecessor": "Sheryl Sandberg"},
    "person.tenure": {"person": "Susan Li", "on": "2024-02-10"},
    "price.first_above": {"threshold": "400"},
    "price.from_average": {"sessions": "200", "on": "2023-02-02"},
    "price.to_earnings": {"on": "2024-02-02"},
    "price.volume_rank": {"on": "2024-02-02"},
    "price.volume_ratio": {"on": "2024-02-02"},
    "price.high_rank": {"start": "2024-01-01", "on": "2024-02-02"},
    "price.level": {"on": "2024-02-02"},
    "price.return": {"on": "2024-02-02"},
    "price.return_rank": {"on": "2024-02-02"},
    "price.change": {"on": "2024-02-02"},
    "price.compare": {"on": "2024-02-02", "than": "AAPL"},
    "price.place": {"on": "2024-02-02", "among": "AAPL|AMZN"},
    "price.streak": {"on": "2024-02-02"},
    "price.tally": {"on": "2024-02-02", "among": "10"},
    "price.volume": {"on": "2024-02-02"},
}


@pytest.fixture(params=sorted(QUESTIONS))
def answered(request, measured):  # type: ignore[no-untyped-def]
    return request.param, measured(request.param, **QUESTIONS[request.param])


def test_every_measure_is_exercised_here() -> None:
    assert sorted(measures()) == sorted(QUESTIONS)


def test_every_measure_says_what_it_is() -> None:
    for m in measures().values():
        assert m.about.endswith((".", ":")) or len(m.about) > 20
        assert m.unit
        assert all(meaning for meaning in m.parameters.values())


def test_every_reading_has_a_trail_with_sources_and_holds_its_own_value(answered) -> None:  # type: ignore[no-untyped-def]
    _, first = answered
    for m in (first, *first.bases):
        assert m.trail
        assert all(c.table and c.key and c.source for c in m.trail)
        assert m.low <= m.value <= m.high
        assert m.formula
        assert m.basis


def test_the_first_reading_is_one_that_a_careful_desk_would_use(answered) -> None:  # type: ignore[no-untyped-def]
    assert answered[1].standard


def test_every_measure_gives_the_same_answer_twice(answered, measured) -> None:  # type: ignore[no-untyped-def]
    name, first = answered
    assert measured(name, **QUESTIONS[name]) == first


def test_every_measure_of_an_unknown_company_lacks_evidence_and_says_which(record: Record) -> None:
    for name, question in QUESTIONS.items():
        nobody = {"person": "Nobody", "people": "Nobody", "predecessor": "X"}
        args = {k: nobody.get(k, v) for k, v in question.items() if k not in {"on", "start", "subject"}}
        with pytest.raises(UnmeasurableError) as e:
            ask(record, name, Question("NOONE", date(2024, 2, 10), date(2024, 2, 2), date(2024, 2, 2), args))
        assert e.value.missing, name


@pytest.mark.parametrize(
    ("name", "question", "value"),
    [
        # 474.99 on 2024-02-02 after 394.78; 353.96 at the end of 2023; shares 2,200,048,907 + 349,356,199
        ("price.return", {"on": "2024-02-02"}, 100 * (474.99 / 394.78 - 1)),
        ("price.return", {"start": "2024-01-01", "on": "2024-02-02"}, 100 * (474.99 / 353.96 - 1)),
        ("price.return", {"subject": "GSPC", "start": "2023-01-01", "on": "2023-12-31"}, 24.23),
        ("market_cap.change", {"on": "2024-02-02"}, (474.99 - 394.78) * 2549405106),
        ("market_cap.change", {"on": "2022-02-03"}, (237.76 - 323.00) * 2721945000),
        ("market_cap.level", {"on": "2024-02-02"}, 474.99 * 2549405106),
        ("dividend.income", {"person": "Mark Zuckerberg", "per": "year"}, 350e6 * 0.5 * 4),
        # $0.50 four times, on 474.99
        ("dividend.yield", {"on": "2024-02-02"}, 100 * 4 * 0.5 / 474.99),
        # the quarters to the end of 2023 and 2021 as a whole, in millions: 10,193 + 13,717 + 16,115
        (
            "fact.spent",
            {"segment": "reality_labs", "start": "2021-01-01", "on": "2024-02-02", "per": "total"},
            40.025e9,
        ),
        ("fact.value", {"metric": "net_income", "known": "2024-02-10"}, 14.017e9),
        ("fact.ratio", {"metric": "net_income", "known": "2024-02-10"}, 14.017 / 4.652),
        ("fact.ratio", {"metric": "net_income", "known": "2024-02-10", "sense": "by"}, 14.017 / 4.652 - 1),
        # of four quarters: 28,645 + 31,999 + 34,146 + 40,111 in 2023 after 17,737 + 18,687 + 21,470 + 28,072 in 2020
        (
            "fact.growth",
            {"metric": "revenue", "start": "2023-01-01", "on": "2023-12-31", "base": "3"},
            100 * (134.901 / 85.966 - 1),
        ),
        (
            "fact.growth",
            {"metric": "revenue", "start": "2023-01-01", "on": "2023-12-31", "base": "2020-01-01:2020-12-31"},
            100 * (134.901 / 85.966 - 1),
        ),
        ("fact.change", {"metric": "revenue", "known": "2024-02-10"}, 40.111e9 - 32.165e9),
        ("fact.change", {"metric": "headcount", "known": "2024-02-10"}, 67317 - 86482),
        (
            "fact.change",
            {"metric": "operating_margin", "known": "2024-02-10"},
            100 * (16.384 / 40.111 - 6.399 / 32.165),
        ),
        ("fact.value", {"metric": "operating_margin", "known": "2024-02-10"}, 100 * 16.384 / 40.111),
        ("fact.value", {"metric": "net_margin", "start": "2023-01-01", "on": "2023-12-31"}, 100 * 39.098 / 134.901),
        ("fact.value", {"metric": "family_of_apps.operating_margin", "known": "2024-02-10"}, 100 * 21.030 / 39.040),
        (
            "fact.value",
            {"metric": "share_of_revenue:advertising_revenue", "known": "2024-02-10"},
            100 * 38.706 / 40.111,
        ),
        ("fact.value", {"metric": "cash_and_marketable_securities", "known": "2024-02-10"}, 41.862e9 + 23.541e9),
        # 474.99 on 2024-02-02 after 88.91 on 2022-11-03, the lowest close of that month; 88.91 after 382.18 on 2021-09-07
        (
            "price.return",
            {"start": "2022-11-01", "on": "2022-11-30", "from": "low", "known": "2024-02-03"},
            100 * (474.99 / 88.91 - 1),
        ),
        (
            "price.return",
            {"start": "2021-09-01", "on": "2021-09-30", "from": "high", "known": "2022-11-03"},
            100 * (88.91 / 382.18 - 1),
        ),
        ("holding.votes", {"person": "Mark Zuckerberg"}, 61.1),
        ("event.value", {"kind": "layoffs", "sum": "no", "on": "2023-03-14"}, 10000),
        ("fact.spent", {"segment": "reality_labs", "per": "total", "on": "2022-12-31"}, 6.623e9 + 10.193e9 + 13.717e9),
        (
            "fact.spent",
            {"segment": "reality_labs", "per": "quarter", "known": "2024-02-10"},
            (3.992e9 + 3.739e9 + 3.742e9 + 4.646e9) / 4,
        ),
        ("event.share", {"kind": "layoffs", "on": "2022-11-09"}, 100 * 11000 / 87314),
        ("event.value", {"kind": "layoffs", "sum": "yes", "known": "2023-04-01"}, 21000),
        ("holding.value", {"person": "Mark Zuckerberg", "on": "2024-02-02"}, 350e6 * 474.99),
    ],
)
def test_figures_worked_by_hand(measured, name: str, question: dict[str, str], value: float) -> None:  # type: ignore[no-untyped-def]
    assert measured(name, **question).value == pytest.approx(value, rel=HAND)


@pytest.mark.parametrize(("start", "on"), [("2023-01-01", "2023-01-31"), ("2023-05-02", "2023-05-02")])
def test_an_event_of_a_day_or_a_month_is_of_no_other_time(measured, start: str, on: str) -> None:  # type: ignore[no-untyped-def]
    """The cut of 10,000 jobs was announced on 14 March 2023, that of 11,000 on 9 November 2022."""
    assert measured("event.value", kind="layoffs", sum="no", start="2023-03-01", on="2023-03-31").value == 10000
    with pytest.raises(UnmeasurableError, match=start):
        measured("event.value", kind="layoffs", sum="no", start=start, on=on)


def test_the_same_day_has_one_value_for_each_filed_count(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("market_cap.change", on="2024-02-02", known="2024-02-10")
    standard = [x.value for x in (m, *m.bases) if x.standard]
    assert standard == pytest.approx([204.49e9, 206.13e9], rel=HAND)


def test_ages_and_joining_dates_are_intervals_where_the_evidence_is(measured) -> None:  # type: ignore[no-untyped-def]
    age = measured("person.age", person="Susan Li", on="2024-02-10")
    assert (age.low, age.high) == (37, 38)
    joined = measured("person.joined", person="Susan Li")
    assert [date.fromordinal(int(x)).isoformat() for x in (joined.low, joined.high)] == ["2008-05-01", "2008-05-28"]


def test_an_age_is_in_completed_years(measured) -> None:  # type: ignore[no-untyped-def]
    assert measured("person.age", person="Mark Zuckerberg", on="2024-05-13").value == 39
    assert measured("person.age", person="Mark Zuckerberg", on="2024-05-14").value == 40


def test_a_record_stands_until_it_falls(measured) -> None:  # type: ignore[no-untyped-def]
    assert measured("market_cap.change_rank", on="2024-02-02", known="2024-02-21").value == 1
    assert measured("market_cap.change_rank", on="2024-02-02", known="2024-02-22").value == 2


def test_a_record_as_reported_and_as_measured_are_two_readings(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("market_cap.change_rank", subject="AAPL", on="2022-11-10", known="2022-11-12")
    assert [x.value for x in (m, *m.bases)] == [2, 1]  # 191.3 billion measured for Amazon, 190.8 as then reported


def test_a_day_without_a_session_is_no_day_of_a_zero_return(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError, match="the exchange was closed that day"):
        measured("price.return", on="2024-02-03")


def test_within_a_day_everything_between_low_and_high_was_so(measured) -> None:  # type: ignore[no-untyped-def]
    """By hand: 453.01 and 485.96 against 394.78 are +14.75% and +23.10%; the close alone is +20.32%."""
    move = measured("price.return", on="2024-02-02", session="traded")
    assert (move.low, move.high) == (pytest.approx(14.75, abs=0.01), pytest.approx(23.10, abs=0.01))
    assert move.ranging
    assert not move.bases
    price = measured("price.level", on="2024-02-02", session="traded")
    assert (price.low, price.high) == (pytest.approx(453.01, abs=0.01), pytest.approx(485.96, abs=0.01))
    value = measured("market_cap.level", on="2024-02-02", session="traded")
    close = measured("market_cap.level", on="2024-02-02")
    assert value.low / price.low == pytest.approx(
        close.value / 474.99, rel=1e-4
    )  # one count for every price of the day
    up = measured("price.return", on="2024-02-02", session="reached")  # at one point: beyond the close
    assert (up.low, up.high) == (pytest.approx(20.32, abs=0.01), pytest.approx(23.10, abs=0.01))
    assert not up.bases  # it never fell below the close before
    gained = measured("market_cap.change", on="2024-02-02", session="traded")
    assert gained.high - gained.low == pytest.approx(value.high - value.low, rel=1e-3)


def test_nothing_is_known_before_the_data(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError, match="before 2012-05-18"):
        measured("price.level", on="2001-01-01")
    with pytest.raises(UnmeasurableError, match="the record holds 2012-05-18 to 2024-12-31"):
        measured("market_cap.change", on="2024-02-02", known="2010-01-01")


def test_an_unknown_measure_is_answered_with_its_family() -> None:
    with pytest.raises(UnknownNameError, match=r"price\.returns.*price\.return"):
        ask(None, "price.returns", Question("META", date(2024, 1, 1)))  # type: ignore[arg-type]


def test_a_missing_parameter_is_named(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match="--arg person="):
        measured("person.age")


def test_a_ratio_to_a_loss_means_nothing(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError, match="a ratio to a loss means nothing"):
        measured("fact.ratio", metric="reality_labs.operating_income")


def test_the_first_time_above_a_level_by_close_and_by_high(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("price.first_above", threshold="400")
    assert [x.as_of.isoformat() for x in (m, *m.bases)] == ["2024-01-29", "2024-01-29"]  # closed at 401.02 after 394.14
    high = measured("price.first_above", threshold="403")
    assert [x.as_of.isoformat() for x in (high, *high.bases)] == [
        "2024-02-02",
        "2024-01-30",
    ]  # a high of 406.36 came first
    assert measured("price.first_above", threshold="450").as_of.isoformat() == "2024-02-02"
    with pytest.raises(UnmeasurableError, match=r"above \$10,000"):
        measured("price.first_above", threshold="10000")


def test_a_first_close_is_no_first_price_within_a_day(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("price.first_above", threshold="403", field="close")
    assert m.as_of.isoformat() == "2024-02-02"
    assert not m.bases


def test_an_index_without_highs_may_have_passed_a_level_before_it_closed_above(measured) -> None:  # type: ignore[no-untyped-def]
    """The S&P 500 passed 6,000 within the day on 8 November 2024 and closed above on the 11th; the record has its closes alone."""
    asked = {"name": "price.first_above", "subject": "GSPC", "known": "2024-11-15", "threshold": "6000"}
    assert measured(**asked, on="2024-11-11").as_of == date(2024, 11, 11)
    assert measured(**asked, on="2024-11-12").as_of == date(2024, 11, 11)
    assert measured(**asked, on="2024-11-08", field="close").as_of == date(2024, 11, 11)
    with pytest.raises(UnmeasurableError, match="highs and lows of GSPC on 2024-11-08"):
        measured(**asked, on="2024-11-08")


def test_a_first_market_value_is_dated_by_a_count_of_its_time(measured) -> None:  # type: ignore[no-untyped-def]
    """Facebook passed a trillion on 28 June 2021; the nearest count that the record holds is of January 2022, after a year of buybacks."""
    with pytest.raises(UnmeasurableError, match="shares outstanding of META near 2021"):
        measured("market_cap.first_above", threshold="1e12")
    assert measured("market_cap.first_above", threshold="1.2e12").as_of == date(2024, 2, 2)


def test_what_the_record_does_not_reach_back_to_is_no_first_time(measured) -> None:  # type: ignore[no-untyped-def]
    """Amazon closed above $2,000 in August 2018, before the record begins: the first session that it holds above was not the first of all."""
    with pytest.raises(UnmeasurableError, match="prices of AMZN before 2019-01-02"):
        measured("price.first_above", "AMZN", on="2019-07-10", known="2019-07-11", threshold="2000")
    later = measured("price.first_above", "AMZN", on="2020-07-09", known="2020-07-10", threshold="2000")
    assert later.as_of == date(2019, 7, 10)  # and so not in 2020


def test_two_quarters_are_no_year() -> None:
    """The sample record holds a year's loss of Reality Labs in 2021 and two quarters up to its end: only the former is the year's."""
    year = {"subject": "META", "segment": "reality_labs", "start": "2021-01-01", "end": "2021-12-31"}
    found = tapeline.measure("fact.spent", **year, per="year")
    assert (found.value, found.basis) == (pytest.approx(10.193e9), "operating loss of the year to 2021-12-31")
    with pytest.raises(UnmeasurableError, match="reality_labs"):
        tapeline.measure("fact.spent", **year | {"start": "2021-02-01"}, per="year")


def test_the_loss_of_a_half_year_is_of_that_and_of_no_quarter() -> None:
    """$2.960 billion and $2.806 billion, as the releases of April and July 2022 have them."""
    half = {"subject": "META", "segment": "reality_labs", "start": "2022-01-01", "end": "2022-06-30"}
    found = tapeline.measure("fact.spent", **half)
    assert (found.value, found.bases) == (pytest.approx(2.960e9 + 2.806e9), ())


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("price.level", {"on": "2024-02-02"}),
        ("price.return", {"start": "2024-01-01", "end": "2024-02-02"}),
        ("market_cap.level", {"on": "2024-02-02"}),
        ("market_cap.change", {"start": "2024-01-01", "end": "2024-02-02"}),
        ("market_cap.high_rank", {"start": "2023-12-01", "end": "2024-02-02"}),
    ],
)
def test_a_tape_that_ends_before_the_day_gives_no_price_of_it(name: str, terms: dict[str, str]) -> None:
    """The sample's tape of Tesla ends on 29 December 2023: its last close is none of February's."""
    with pytest.raises(UnmeasurableError):
        tapeline.measure(name, subject="TSLA", as_of="2024-02-03", **terms)


def test_a_day_or_two_after_the_last_close_it_still_stands() -> None:
    found = tapeline.measure("price.level", subject="TSLA", on="2023-12-31", as_of="2024-01-02")
    assert found.value == pytest.approx(248.48, abs=0.01)


def test_the_tenure_of_one_who_left_office_is_told_up_to_then_as_well() -> None:
    """Sandberg was chief operating officer from 24 March 2008 to 1 August 2022: 14 years, whatever day it is told on."""
    found = tapeline.measure("person.tenure", subject="META", person="Sheryl Sandberg", as_of="2024-02-03")
    readings = sorted(round(m.value, 1) for m in (found, *found.bases))
    assert readings == [14.4, 15.9]


def test_a_share_count_of_another_year_is_no_evidence_of_a_day(measured) -> None:  # type: ignore[no-untyped-def]
    """Meta's count of January 2022 says nothing of its market value in 2018, and of June 2021 only within what it may have moved."""
    with pytest.raises(UnmeasurableError, match="around 2018-07-26"):
        measured("market_cap.level", "META", on="2018-07-26")
    near = measured("market_cap.level", "META", on="2021-06-28")
    assert near.quantity.low < 1e12 < near.quantity.high


def test_what_a_holding_gained_in_a_day(measured) -> None:  # type: ignore[no-untyped-def]
    """About 350 million shares, and a close that went from 394.78 to 474.99; over a longer time from the close before it."""
    m = measured("holding.change", person="Mark Zuckerberg", on="2024-02-02")
    assert m.value == pytest.approx(350e6 * (474.99 - 394.78))
    assert m.low < m.value < m.high
    year = measured("holding.change", person="Mark Zuckerberg", start="2023-01-01", on="2023-12-31")
    assert year.value == pytest.approx(350e6 * (353.96 - 120.34))
