"""What stands beside a move or a figure that is told: other names, other times, places, prices of an index, money and points."""

from __future__ import annotations

import pytest

import tapeline


def read(text: str, language: str = "en", company: str = "META", published: str = "2024-02-03"):
    return tapeline.read(text, language=language, company=company, published=published).claims


def verdicts(text: str, language: str = "en", company: str = "META", published: str = "2024-02-03"):
    story = tapeline.read(text, language=language, company=company, published=published)
    return [(c.measure, v.verdict) for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True)]


def verdicts_of(measure: str, text: str, language: str, company: str, published: str):
    return [v for m, v in verdicts(text, language, company, published) if m == measure]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("The S&P 500 fell 12% on Monday to 2,386.13.", "en", 2386.13),
        ("The S&P 500 closed on Monday at 2,386.13 points.", "en", 2386.13),
        ("标普500指数周一下跌12%，收于2386.13点。", "zh", 2386.13),
        ("標普500指數週一下跌12%至2386.13點。", "zh", 2386.13),
    ],
)
def test_what_an_index_stands_at_is_measured(text, language, value):
    levels = [c for c in read(text, language, "MSFT", "2020-03-17") if c.measure == "price.level"]
    assert [c.asserted.figure.value for c in levels] == [value]
    assert ("price.level", "supported") in verdicts(text, language, "MSFT", "2020-03-17")
    assert ("price.level", "contradicted") in verdicts(text.replace("386", "486"), language, "MSFT", "2020-03-17")


@pytest.mark.parametrize(
    ("text", "language", "company", "published", "right"),
    [
        ("The stock fell $41.24 on Thursday.", "en", "META", "2018-07-27", True),
        ("The stock fell $44.24 on Thursday.", "en", "META", "2018-07-27", False),
        ("Meta's gain of $80.21 a share on Friday was large.", "en", "META", "2024-02-03", True),
        ("标普500指数周一下跌324.89点。", "zh", "META", "2020-03-17", True),
        ("标普500指数周一下跌234.89点。", "zh", "META", "2020-03-17", False),
    ],
)
def test_a_move_in_money_or_points_is_measured(text, language, company, published, right):
    assert verdicts_of("price.change", text, language, company, published) == ["supported" if right else "contradicted"]


@pytest.mark.parametrize(
    ("text", "language", "metrics"),
    [
        (
            "Revenue shrank by 1.1% to $116.6 billion, profit by 41% to $23.2 billion.",
            "en",
            {"revenue": -1.1, "net_income": -41.0},
        ),
        ("Revenue went up 27%, net income by 117%.", "en", {"revenue": 27.0, "net_income": 117.0}),
    ],
)
def test_a_further_figure_has_the_verb_of_the_one_before(text, language, metrics):
    found = {c.args["metric"]: c.asserted.figure.value for c in read(text, language) if c.measure == "fact.growth"}
    assert found == metrics


def test_a_figure_that_grew_from_two_times_is_two_claims():
    text = "Net income of $9.19 billion was 17% higher than a year ago and 12% lower than in the second quarter."
    grown = [
        (c.args["against"], c.asserted.figure.value)
        for c in read(text, published="2021-10-26")
        if c.measure == "fact.growth"
    ]
    assert grown == [("year", 17.0), ("quarter", -12.0)]


@pytest.mark.parametrize(
    ("text", "language", "company", "published", "right"),
    [
        ("Apple gained 48% in 2023, less than Nvidia.", "en", "AAPL", "2023-12-29", True),
        ("Apple gained 48% in 2023, more than Microsoft.", "en", "AAPL", "2023-12-29", False),
        ("Facebook gained 9.9 per cent in 2016, slightly less than the S&P 500.", "en", "META", "2016-12-30", False),
        ("苹果今年累计上涨48%，跑赢标普500指数。", "zh", "AAPL", "2023-12-30", True),
        ("Meta周四下跌6.4%，表现仍好于标普500指数。", "zh", "META", "2022-06-09", False),
    ],
)
def test_a_move_set_beside_anothers_is_measured(text, language, company, published, right):
    assert verdicts_of("price.compare", text, language, company, published) == [
        "supported" if right else "contradicted"
    ]


def test_names_behind_a_move_have_theirs():
    text = "On Thursday Nvidia rose by 14.3%, Amazon by 12.2%, Meta Platforms by 10.2%."
    moves = [(c.subject, c.asserted.figure.value) for c in read(text, company="AAPL", published="2022-11-11")]
    assert moves == [("NVDA", 14.3), ("AMZN", 12.2), ("META", 10.2)]
    text = "Apple gained 48% in 2023, less than Nvidia (+239%) and Meta (+194%)."
    moves = [c.subject for c in read(text, company="AAPL", published="2023-12-29") if c.measure == "price.return"]
    assert moves == ["AAPL", "NVDA", "META"]


@pytest.mark.parametrize(
    ("text", "language", "company", "published", "right"),
    [
        (
            "Alphabet was the best of the seven big technology stocks in the first quarter, gaining 18%.",
            "en",
            "GOOGL",
            "2021-04-01",
            True,
        ),
        (
            "Tesla's 65 per cent loss in 2022 was only the second worst among the seven.",
            "en",
            "TSLA",
            "2022-12-30",
            False,
        ),
        ("苹果上半年累计上涨49.3%，在七大科技股中排第五。", "zh", "AAPL", "2023-06-30", True),
        ("苹果上半年累计上涨49.3%，在七大科技股中排第二。", "zh", "AAPL", "2023-06-30", False),
    ],
)
def test_a_place_among_the_seven_is_measured(text, language, company, published, right):
    assert verdicts_of("price.place", text, language, company, published) == ["supported" if right else "contradicted"]


def test_several_that_fared_worst_have_no_one_place():
    text = "Tesla and Meta fared worst of the seven in 2022, down 65% and 64% respectively."
    assert "price.place" not in [c.measure for c in read(text, company="MSFT", published="2022-12-31")]


@pytest.mark.parametrize(
    ("text", "company", "published", "right"),
    [
        ("Meta's 31.3 per cent slide in October was its worst month on record.", "META", "2022-10-31", False),
        ("Meta shares fell 31.3% in October, their worst month since February.", "META", "2022-10-31", True),
        ("Meta soared 24.5 per cent this week, its best week since the flotation.", "META", "2022-11-11", False),
        ("Facebook gained 53.4% in 2017, its best year since 2013.", "META", "2017-12-29", True),
        ("Facebook sank 14.3 per cent on Monday, its worst day since the listing.", "META", "2020-03-16", False),
    ],
)
def test_a_week_a_month_or_a_year_is_ranked_among_its_like(text, company, published, right):
    assert verdicts_of("price.return_rank", text, "en", company, published) == [
        "supported" if right else "contradicted"
    ]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Microsoft rose 57 per cent in 2023 and closed the year at a record.", False),
        ("Microsoft finished the year at a record high of $376.04.", False),
    ],
)
def test_a_record_that_closed_a_year_is_that_of_its_last_day(text, right):
    assert verdicts_of("price.high_rank", text, "en", "MSFT", "2023-12-29") == [
        "supported" if right else "contradicted"
    ]


def test_a_rank_is_not_confirmed_beyond_the_first_price_of_the_record():
    text = "英伟达周四暴涨24.4%，为2010年以来最大单日涨幅。"
    assert ("price.return_rank", "unverifiable") in verdicts(text, "zh", "NVDA", "2023-05-26")


@pytest.mark.parametrize(
    ("text", "language", "published", "right"),
    [
        ("Its operating margin widened from a year earlier.", "en", "2024-02-02", True),
        (
            "Facebook's operating margin narrowed in the first quarter of 2021 from a year earlier.",
            "en",
            "2021-04-29",
            False,
        ),
        (
            "The operating loss of Reality Labs widened again in the first quarter compared with a year earlier.",
            "en",
            "2024-04-24",
            False,
        ),
        ("Revenue fell as well, to $27.9 billion.", "en", "2022-04-28", True),
        ("Operating income rose to $8.5 billion in the first quarter.", "en", "2022-04-28", False),
        ("二季度经营利润率较上年同期收窄。", "zh", "2022-07-28", True),
        ("Reality Labs亏损44.9亿美元，较一季度收窄。", "zh", "2024-08-01", False),
    ],
)
def test_which_way_a_figure_went_is_measured_without_a_number(text, language, published, right):
    ways = [v for m, v in verdicts(text, language, "META", published) if m in {"fact.growth", "fact.change"}]
    assert ways == ["supported" if right else "contradicted"]


def test_a_pair_of_bases_is_measured_one_by_one():
    text = "二季度Meta营收288.22亿美元，环比与同比双双下滑。"
    claims = [c for c in read(text, "zh", published="2022-07-28") if c.measure == "fact.growth"]
    assert sorted(c.args["against"] for c in claims) == ["quarter", "year"]


@pytest.mark.parametrize("text", [
    "Revenue growth slowed in 2023.",
    "Revenue will rise in 2024.",
    "Costs and expectations rose.",
])  # fmt: skip
def test_no_direction_is_read_where_none_is_stated(text):
    measured = [c for c in read(text) if c.measure in {"fact.growth", "fact.change"} and c.modality == "stated"]
    assert measured == []


@pytest.mark.parametrize(
    ("text", "language", "published", "right"),
    [
        ("Reality Labs lost $2.8 billion, more than it had lost in the first quarter.", "en", "2022-07-28", False),
        ("The operating margin was 29%, lower than in the first quarter.", "en", "2022-07-28", True),
        ("一季度营收364.6亿美元，高于去年同期。", "zh", "2024-04-25", True),
        ("一季度营收364.6亿美元，低于去年同期。", "zh", "2024-04-25", False),
    ],
)
def test_a_level_set_beside_an_earlier_one_is_measured_without_its_size(text, language, published, right):
    ways = [v for m, v in verdicts(text, language, "META", published) if m in {"fact.growth", "fact.change"}]
    assert ways == ["supported" if right else "contradicted"]


@pytest.mark.parametrize(
    ("text", "company", "published", "subjects"),
    [
        (
            "Meta fell 26.4% on Thursday. The retailer's shares rose 13.5% on Friday.",
            "AMZN",
            "2022-02-05",
            ["META", "AMZN"],
        ),
        (
            "Nvidia rose 24.4% on Thursday. The next chipmaker rose 11.5% on Friday.",
            "AVGO",
            "2023-05-27",
            ["NVDA", "AVGO"],
        ),
    ],
)
def test_a_description_by_trade_means_the_company_of_that_trade(text, company, published, subjects):
    assert [c.subject for c in read(text, "en", company, published) if c.kind == "price_move"] == subjects


def test_a_move_without_a_date_may_be_of_the_time_that_the_story_looks_back_on():
    text = "Alphabet gained 65% in 2021. Then came Microsoft. It rose 51.2%, and Apple 33.8%."
    assert "contradicted" not in [v for _, v in verdicts(text, "en", "GOOGL", "2021-12-31")]
    text = "Apple gained 48% in 2023. The day was quiet. Nvidia rose 32%."
    assert verdicts(text, "en", "AAPL", "2023-12-29")[-1] == ("price.return", "unverifiable")


@pytest.mark.parametrize(
    ("text", "language", "published"),
    [
        (
            "The stock rose 5.4% to $204.71, on top of a 6.2% jump on Wednesday, even as the S&P 500 slipped 0.9%.",
            "en",
            "2020-04-30",
        ),
        ("The shares are 19% short of their record close of $217.50.", "en", "2018-07-27"),
        ("目前股價較歷史最高收盤價632.68美元回落約7.5%。", "zh", "2024-12-31"),
    ],
)
def test_asides_and_extremes_of_all_time_are_measured(text, language, published):
    found = [v for _, v in verdicts(text, language, "META", published)]
    assert found.count("supported") >= 2
    assert not {"contradicted", "imprecise"} & set(found)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("CUPERTINO, Nov 11 - Apple added 8.9% on Thursday.", ["2022-11-10"]),
        ("On Nov 10 - a Thursday - Apple added 8.9%.", ["2022-11-10"]),
    ],
)
def test_the_day_of_filing_dates_nothing_and_one_before_a_dash_does(text, days):
    moves = [c for c in read(text, "en", "AAPL", "2022-11-12") if c.measure == "price.return"]
    assert [c.period.start.isoformat() for c in moves] == days
