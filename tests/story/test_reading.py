"""What the reader makes of sentences: one statement, one claim; what is denied, hoped for or asked is never asserted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import tapeline

sys.path.insert(0, str(Path(__file__).parent))

from reading_stories import brief, claims, read

SEVERAL = [
    ("en", "Nvidia shares closed up 9.3% at $887 on Thursday.", [("price_move", "NVDA", 9.3, "%"), ("price_move", "NVDA", 887.0, "USD/share")]),
    ("en", "Kroger lost 6% while Nvidia gained 2%.", [("price_move", "Kroger", -6.0, "%"), ("price_move", "NVDA", 2.0, "%")]),
    ("en", "Microsoft shares fell 3.8% while Alphabet gained 5.8%.", [("price_move", "MSFT", -3.8, "%"), ("price_move", "GOOGL", 5.8, "%")]),
    ("en", "Revenue rose 8% to $56.2 billion.", [("ratio", "META", 8.0, "%"), ("results", "META", 5.62e10, "USD")]),
    ("en", "Profit was $24.2 billion, down from $25.0 billion a year earlier.", [("results", "META", 2.42e10, "USD"), ("results", "META", 2.5e10, "USD")]),
    ("en", "The gross margin fell to 17.6% from 23.8% a year earlier.", [("ratio", "META", 17.6, "%"), ("ratio", "META", 23.8, "%")]),
    ("en", "Meta had 67,317 employees and 3.07 billion monthly active users.", [("headcount", "META", 67317.0, "people"), ("users", "META", 3.07e9, "people")]),
    ("en", "Meta paid $1.3 billion in dividends in the quarter.", [("dividend", "META", 1.3e9, "USD")]),
    ("en", "Amazon, worth $1.8 trillion, has few rivals.", [("market_cap", "AMZN", 1.8e12, "USD")]),
    ("en", "Because of the weak outlook, shares fell 4%.", [("causal", "META", None, ""), ("price_move", "META", -4.0, "%")]),
    ("en", "Microsoft's cloud business grew 29%.", [("ratio", "MSFT", 29.0, "%")]),
    ("zh", "阿里巴巴股价较2020年的高点下跌近八成。", [("price_move", "BABA", -80.0, "%")]),
    ("en", "Tesla is worth $770 billion.", [("market_cap", "TSLA", 7.7e11, "USD")]),
    ("en", "The stock has tripled over the past year.", [("price_move", "META", 200.0, "%")]),
    ("zh", "英伟达涨9.3%，报887美元，市值2.2万亿美元。", [("price_move", "NVDA", 9.3, "%"), ("price_move", "NVDA", 887.0, "USD/share"), ("market_cap", "NVDA", 2.2e12, "USD")]),
    ("zh", "营收401.1亿美元，净利润140.2亿美元，分别增长25%和201%。", [("results", "META", 4.011e10, "USD"), ("results", "META", 1.402e10, "USD"), ("ratio", "META", 25.0, "%"), ("ratio", "META", 201.0, "%")]),
    ("zh", "海底捞股价下跌6%。", [("price_move", "海底捞", -6.0, "%")]),
    ("zh", "廣告收入387億美元，年增24%。", [("results", "META", 3.87e10, "USD"), ("ratio", "META", 24.0, "%")]),
    ("zh", "公司员工总数为67317人，同比下降22%。", [("headcount", "META", 67317.0, "people"), ("ratio", "META", -22.0, "%")]),
    ("zh", "今年以来股价已翻倍。", [("price_move", "META", 100.0, "%")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), SEVERAL)
def test_several_statements_of_one_sentence(language, text, expected):
    assert sorted(brief(text, language), key=str) == sorted(expected, key=str)


NOT_ASSERTED = [
    ("en", "Amazon isn't cutting 18,000 jobs.", "negated"),
    ("en", "The company denied that it would buy back $5 billion of stock.", "negated"),
    ("en", "Meta cut 20,000 jobs, one blog wrote, but the company denied the report.", "negated"),
    ("en", "Analysts expect revenue of $81.7 billion.", "forecast"),
    ("en", "If demand recovers, revenue could rise 9%.", "conditional"),
    ("en", "EPS came in at $5.33 vs. $4.96 expected.", "forecast"),
    ("en", "Net sales are expected to grow between 8% and 13%.", "forecast"),
    ("zh", "有传言称特斯拉将裁员2万人，公司对此予以否认。", "negated"),
    ("zh", "公司并未宣布50亿美元的回购计划。", "negated"),
    ("zh", "公司预计四季度营收为400亿美元。", "forecast"),
    ("zh", "如果继续降价，净利润会下降30%。", "conditional"),
    ("zh", "每股盈利5.33美元，市場預期4.96美元。", "forecast"),
    ("zh", "公司将回购100亿美元股票。", "forecast"),
]


@pytest.mark.parametrize(("language", "text", "modality"), NOT_ASSERTED)
def test_what_is_not_said_as_a_fact_is_never_checked_as_one(language, text, modality):
    found = claims(text, language)
    assert found
    assert found[-1].modality == modality
    if modality in {"forecast", "conditional"}:
        assert found[-1].kind == "forecast"
        assert found[-1].measure == ""


def test_a_figure_in_a_question_is_no_claim():
    story = read("Did Meta cut 20,000 jobs?")
    assert story.claims == ()


@pytest.mark.parametrize(
    ("language", "text", "metric"),
    [
        ("en", "Services revenue was $22.3 billion.", "services.revenue"),
        ("en", "Sales of the drug were $2.2 billion.", "drug.revenue"),
        ("en", "Apple's services business generated $23.1 billion in revenue.", "services.revenue"),
        ("en", "Sales in China were $15.1 billion.", "china.revenue"),
        ("en", "Nvidia's data-center revenue was $18.4 billion.", "data-center.revenue"),
        ("zh", "苹果在中国的销售额为151亿美元。", "在中国.revenue"),
        ("en", "Total revenue was $22.3 billion.", "revenue"),
        ("en", "Quarterly revenue was $22.3 billion.", "revenue"),
        ("zh", "数据中心收入达184亿美元。", "数据中心.revenue"),
        ("zh", "亚马逊云科技（AWS）营收242亿美元。", "aws.revenue"),
        ("zh", "公司全年营收242亿美元。", "revenue"),
        ("zh", "Meta第四季度实现营收242亿美元。", "revenue"),
    ],
)
def test_a_part_is_never_measured_as_the_whole(language, text, metric):
    assert [c.args["metric"] for c in claims(text, language)] == [metric]


def test_quotes_carry_their_speaker_and_so_do_the_figures_in_them():
    found = claims('"Our revenue rose 25% to a level that few had thought possible," Mark Zuckerberg said on the call.')
    assert {(c.kind, c.speaker) for c in found} == {("quote", "Mark Zuckerberg"), ("ratio", "Mark Zuckerberg")}
    assert next(c for c in found if c.kind == "quote").text.startswith("Our revenue")


def test_a_chinese_quote_that_ends_before_its_speaker():
    found = claims("“加速计算已经到达引爆点，全世界都在跟进。”黄仁勋在声明中表示。", "zh", company="NVDA")
    assert [(c.kind, c.speaker) for c in found] == [("quote", "Jensen Huang")]


def test_words_used_with_reserve_are_no_quotes():
    assert claims("所谓的「专注」不过是换了种说法。", "zh") == []


RECORDS = [
    ("en", "Apple shares rose 4.7% on Friday, their best day since November.", "price.return_rank", "up", 1.0),
    ("en", "The stock fell 9% on Friday, its third-worst day since 2020.", "price.return_rank", "down", 3.0),
    ("zh", "股价周五收涨10.2%，创2015年7月以来最大单日涨幅。", "price.return_rank", "up", 1.0),
    ("zh", "Meta市值增加1960亿美元，刷新华尔街纪录。", "market_cap.change_rank", "up", 1.0),
]


@pytest.mark.parametrize(("language", "text", "measure", "direction", "rank"), RECORDS)
def test_records_with_their_rank_and_direction(language, text, measure, direction, rank):
    found = [c for c in claims(text, language) if c.kind == "record"]
    assert [(c.measure, c.args["direction"], c.asserted.quantity.low) for c in found] == [(measure, direction, rank)]


def test_a_record_counts_from_the_date_said():
    (found,) = [c for c in claims("Meta股价创下2021年9月以来新高。", "zh") if c.kind == "record"]
    assert (found.measure, found.args) == ("price.high_rank", {"since": "2021-09-01:2021-09-30"})


CAUSES = [
    ("en", "Higher costs weighed on the shares.", "Higher costs", "down"),
    ("en", "The crackdown on password sharing sent the stock up.", "The crackdown on password sharing", "up"),
    ("zh", "降价拖累了股价。", "降价", "down"),
    ("zh", "减肥药的热销推高了公司的股价。", "减肥药的热销", "up"),
]


@pytest.mark.parametrize(("language", "text", "cause", "direction"), CAUSES)
def test_causes_that_no_list_names(language, text, cause, direction):
    (found,) = claims(text, language)
    assert (found.kind, found.args["cause_text"], found.args["direction"]) == ("causal", cause, direction)


def test_a_pronoun_is_no_cause():
    assert claims("This sent the shares down.") == []


def test_the_company_of_an_ellipsis_is_the_one_before():
    found = claims("Alphabet reported revenue of $74.6 billion. It had 181,798 employees.")
    assert [c.subject for c in found] == ["GOOGL", "GOOGL"]


def test_a_loss_is_a_negative_profit():
    way, level = claims("The company's net loss narrowed to $1.2 billion.")
    assert (way.measure, way.args["metric"]) == ("fact.growth", "net_income_loss")
    assert way.asserted.quantity.high == 0
    assert level.args["metric"] == "net_income"
    assert level.asserted.quantity.high < 0


def test_what_was_before_is_dated_before():
    found = claims(
        "Revenue was $40.1 billion in the fourth quarter of 2023, compared with $32.2 billion a year earlier."
    )
    assert [(c.period.start.isoformat(), c.period.end.isoformat()) for c in found] == [
        ("2023-10-01", "2023-12-31"),
        ("2022-10-01", "2022-12-31"),
    ]


def test_unread_numbers_are_listed_with_a_reason():
    story = read("The board met 14 times. Nine of 12 members voted for a plan worth $3 billion.")
    assert story.claims == ()
    assert all(u.reason and story.text[u.start : u.end] == u.text for u in story.unread)
    assert any("$3 billion" in u.text for u in story.unread)


def test_every_claim_quotes_the_text():
    text = "Meta股价周五上涨20%，市值增加1960亿美元。\n\n“这是我们走向开放的重要一步。”扎克伯格说。"
    for c in claims(text, "zh"):
        assert text[c.start : c.end] == c.text


def test_two_dates_of_one_career():
    found = claims("Satya Nadella, chief executive since February 2014, joined Microsoft in 1992.", company="MSFT")
    assert [(c.measure, c.period.start.isoformat()) for c in found if c.measure] == [
        ("person.appointed", "2014-02-01"),
        ("person.joined", "1992-01-01"),
    ]


def test_an_age_between_commas():
    (found,) = [c for c in claims("Susan Li, 38, spoke first.") if c.measure]
    assert (found.measure, found.args["person"], found.asserted.quantity.low) == ("person.age", "Susan Li", 38)


def test_a_year_that_a_figure_is_set_beside_is_not_its_own():
    found = claims("2023年全年营收1349亿美元，较2022年增长16%。", "zh")
    assert {c.period.start.year for c in found} == {2023}


@pytest.mark.parametrize(
    ("text", "language", "speaker", "words"),
    [
        ("Mark Zuckerberg said that the company would keep its doors open to researchers.", "en", "Mark Zuckerberg",
         "the company would keep its doors open to researchers"),
        ("Mark Zuckerberg told staff in June that open models were the safer road for everyone.", "en", "Mark Zuckerberg",
         "open models were the safer road for everyone"),
        ("扎克伯格表示，开源会让整个行业更安全。", "zh", "Mark Zuckerberg", "开源会让整个行业更安全"),
    ],
)  # fmt: skip
def test_what_someone_is_said_to_have_said_is_a_paraphrase(text: str, language: str, speaker: str, words: str) -> None:
    (claim,) = tapeline.read(text, language=language, company="META", published="2024-02-10").claims
    assert (claim.kind, claim.speaker, claim.text, claim.args) == ("quote", speaker, words, {"form": "paraphrase"})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mark Zuckerberg said in June that revenue rose 25%.", "en"),  # the figure is the claim
        ("Did Mark Zuckerberg say that open models were the safer road for everyone?", "en"),
        ("It is often said that open models are the safer road for everyone.", "en"),  # by nobody
        ("扎克伯格表示，收入增长了25%。", "zh"),
        ("大家都说，开源会让整个行业更安全。", "zh"),
    ],
)
def test_a_figure_a_question_and_hearsay_are_no_paraphrases(text: str, language: str) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2024-02-10").claims
    assert all(c.args.get("form") != "paraphrase" for c in claims)
