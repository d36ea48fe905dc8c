"""True sentences of the wire that were once called wrong: what each must at least not be."""

from __future__ import annotations

import pytest

import tapeline

TRUE = [
    "Meta's fourth-quarter revenue was $40.11 billion, up 25% from $32.17 billion a year earlier.",
    "Full-year net income was $39.10 billion, or $14.87 a share.",
    "Meta laid off 11,000 employees, or 13% of its workforce, in November 2022.",
    "Meta spent $6.32 billion on buybacks in the quarter.",
    "Meta bought back $20.03 billion of its stock in 2023.",
    "Amazon added $190 billion in market value in a single day in February 2022.",
    "Meta's stock price has quintupled from its November 2022 low.",
    "Meta fell 26.4% on February 3, 2022, wiping out $232 billion of market value.",
    "In 2022 Meta's stock lost 64% of its value.",
    "Meta's gain on Friday was the third-biggest one-day percentage gain in its history.",
]


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_is_never_contradicted(text: str) -> None:
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    verdicts = tapeline.check(story).verdicts
    assert not [v for v in verdicts if v.verdict in {"contradicted", "imprecise", "inconsistent"}]


def test_what_was_spent_is_not_what_was_allowed() -> None:
    (spent,) = tapeline.read(TRUE[3], language="en", company="META", published="2024-02-10").claims
    (allowed,) = tapeline.read(
        "The board authorized $50 billion in buybacks.", language="en", company="META", published="2024-02-10"
    ).claims
    assert (spent.measure, spent.args) == ("fact.value", {"metric": "buybacks"})
    assert allowed.measure == "event.value"


def test_one_day_of_a_month_is_the_day_on_which_it_moved_most() -> None:
    month = {"subject": "AMZN", "start": "2022-02-01", "end": "2022-02-28"}
    within, whole = tapeline.measure("price.return", within="day", **month), tapeline.measure("price.return", **month)
    assert within.as_of.isoformat() == "2022-02-04"
    assert within.value == pytest.approx(tapeline.measure("price.return", subject="AMZN", on="2022-02-04").value)
    assert within.value > whole.value


@pytest.mark.parametrize(("text", "low", "high"), [
    ("Meta净利润增加了两倍。", 2.7, 3.3),
    ("Meta净利润翻两番。", 3.6, 4.4),
    ("Meta的营收跌去一半。", 0.45, 0.55),
])  # fmt: skip
def test_a_word_that_multiplies_says_by_how_much_in_a_table(text: str, low: float, high: float) -> None:
    (claim,) = tapeline.read(text, language="zh", company="META", published="2024-02-10").claims
    assert claim.asserted is not None
    asserted = claim.asserted.quantity
    times = (asserted.low + asserted.high) / 2 + (1.0 if claim.args["sense"] == "by" else 0.0)
    assert low <= times <= high


@pytest.mark.parametrize(
    "text",
    [
        "That compares with a profit of $4.65 billion, or $1.76 per share, a year earlier.",
        "Meta's shares have risen about 430% since hitting a low in November 2022.",
        "The company lost more than $600 billion in market value in 2022.",
        "Amazon, which also reported on Thursday, rose 7.9% on February 2.",
        "Apple shares slipped after the iPhone maker reported a 13% drop in sales in China.",
        "Meta ended 2023 with 67,317 employees.",
        "The record gain eclipsed Amazon's $191 billion rise in February 2022.",
    ],
)
def test_nor_are_these(text: str) -> None:
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    assert not [v for v in tapeline.check(story).verdicts if v.verdict in {"contradicted", "imprecise", "inconsistent"}]


@pytest.mark.parametrize(
    "text",
    [
        "Meta shares have more than quintupled from their November 2022 low of $88.91.",
        "Meta's stock closed at $474.99, up 20.3%, on Feb. 2.",
    ],
)
def test_a_low_of_a_month_and_a_date_behind_an_aside(text: str) -> None:
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    verdicts = {v.verdict for v in tapeline.check(story).verdicts}
    assert "supported" in verdicts
    assert not verdicts & {"contradicted", "imprecise", "inconsistent"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Amazon added $190bn of market value on a single day in February 2022.", "en"),
        (
            "Zuckerberg then cut 11,000 jobs, or 13 per cent of staff, and in March 2023 announced a further 10,000 redundancies.",
            "en",
        ),
        ("The shares, up 32.2% this year, ended up 20.3% at $474.99 on February 2.", "en"),
        ("On February 3 2022 alone the shares dropped 26 per cent, wiping out more than $230bn.", "en"),
        ("Reality Labs部门第四季度亏损46.5亿美元，全年亏损161亿美元。", "zh"),
        ("2022年2月3日，Meta股价单日暴跌26.4%，市值蒸发超过2300亿美元。", "zh"),
    ],
)
def test_long_sentences_keep_their_parts_apart(text: str, language: str) -> None:
    story = tapeline.read(text, language=language, company="META", published="2024-02-10")
    verdicts = [v.verdict for v in tapeline.check(story).verdicts]
    assert "supported" in verdicts
    assert not set(verdicts) & {"contradicted", "imprecise", "inconsistent"}


def test_what_had_happened_was_over_on_the_eve() -> None:
    text = "Meta's shares, which had already risen 11.5% this year before the report, ended up 20.3% on Friday."
    story = tapeline.read(text, language="en", company="META", published="2024-02-03")
    assert [v.verdict for v in tapeline.check(story).verdicts] == ["supported", "supported"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Earnings rose to $14.02 billion, or $5.33 a share, from $4.65 billion, or $1.76 a share.", "en"),
        ("Meta ended 2023 with 67,317 employees, against 86,482 a year before.", "en"),
        ("Mark Zuckerberg, then 19, founded Facebook in 2004.", "en"),
        ("Susan Li, 37, took over as finance chief in November 2022.", "en"),
        ("Meta trades well below its record high of $384.33 set in 2021.", "en"),
        ("It returned $6.3 billion to shareholders in buybacks and dividends.", "en"),
        ("Mark Zuckerberg controls 61% of the votes.", "en"),
        ("Mark Zuckerberg sold shares in November; Vanguard holds 7.5% of the company.", "en"),
        ("Threads has more than 130 million monthly users.", "en"),
        ("Mark Zuckerberg was born in White Plains in 1984.", "en"),
        ("净利润140.2亿美元，折合每股5.33美元，上年同期为46.5亿美元，每股1.76美元。", "zh"),
        ("Meta四季度回购63.2亿美元股票。", "zh"),
        ("扎克伯格创办了Facebook，先锋集团持有Meta约7.5%的股份。", "zh"),
        ("Reality Labs四季度亏损46.5亿美元，累计亏损已超400亿美元。", "zh"),
        ("扎克伯格此前曾在IBM工作12年。", "zh"),
        ("Meta上市以来股价累计涨了12倍多。", "zh"),
        ("The stock is up more than 900% since he took over.", "en"),
        ("Meta's market value fell below $300 billion in November 2022.", "en"),
        ("Its active installed base reached an all-time high.", "en"),
        ("Meta paid $1.3 billion in dividends and $6 billion through other means.", "en"),
        ("Meta四季度营收401.1亿美元；特斯拉紧随其后，后者营收为251.7亿美元。", "zh"),
    ],
)
def test_what_stands_beside_a_figure_is_not_taken_for_it(text, language):
    story = tapeline.read(text, language=language, company="META", published="2024-02-10")
    assert story.claims
    assert not [v for v in tapeline.check(story).verdicts if v.verdict in {"contradicted", "imprecise", "inconsistent"}]


def test_a_month_without_its_year_is_behind_what_is_told_as_a_fact():
    (claim,) = tapeline.read(
        "Microsoft completed the purchase of a rival last October.",
        language="en",
        company="MSFT",
        published="2024-08-06",
    ).claims
    assert str(claim.period.start) == "2023-10-01"
    ahead = tapeline.read(
        "Microsoft will complete the purchase of a rival in October.",
        language="en",
        company="MSFT",
        published="2024-08-06",
    ).claims
    assert [str(c.period.start) for c in ahead if c.period] == ["2024-10-01"]


@pytest.mark.parametrize(
    ("text", "language", "per"),
    [
        ("Meta shares had their best week since 2013 on Friday.", "en", "week"),
        ("It was the stock's biggest monthly gain since 2013.", "en", "month"),
        ("Meta创下上市以来最大单月涨幅。", "zh", "month"),
    ],
)
def test_a_rank_of_weeks_or_months_is_not_measured_on_days(text, language, per):
    story = tapeline.read(text, language=language, company="META", published="2024-02-10")
    assert [c.args.get("per") for c in story.claims if c.kind == "record"] == [per]
    day = tapeline.read(
        "It was the stock's biggest daily gain since 2013.", language="en", company="META", published="2024-02-10"
    )
    assert [c.measure for c in day.claims] == ["price.return_rank"]


@pytest.mark.parametrize("text", [
    "Meta rose 20.3 percent on Friday after it reported that fourth-quarter revenue had climbed 25 percent.",
    "Meta rose 20 percent Friday as quarterly revenue grew 25 percent.",
    "Meta climbed 20 percent on Friday when the company said net income had tripled.",
    "Meta's revenue rose 25% in the quarter. The gain was larger than Amazon's. The stock tripled in 2023.",
])  # fmt: skip
def test_the_move_of_a_price_is_not_the_growth_of_what_a_later_clause_names(text: str) -> None:
    story = tapeline.read(text, language="en", company="META", published="2024-02-03")
    verdicts = tapeline.check(story).verdicts
    assert "supported" in {v.verdict for v in verdicts}
    assert not [v for v in verdicts if v.verdict in {"contradicted", "imprecise", "inconsistent"}]


def test_news_of_a_figure_is_the_results_that_told_it() -> None:
    text = "Meta rose 20.3 percent on Friday after it reported that fourth-quarter revenue had climbed 25 percent."
    causal = [
        c
        for c in tapeline.read(text, language="en", company="META", published="2024-02-03").claims
        if c.kind == "causal"
    ]
    assert [c.args["cause"] for c in causal] == ["results"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Meta left its free cash flow goal of $3 billion where it was.", "en"),
        ("A headcount of 60,000 would be enough for Meta.", "en"),
        ("Meta's EPS beat the $2.89 that analysts had modeled.", "en"),
        ("Meta将自由现金流目标定在30亿美元。", "zh"),
        ("500亿美元的营收目标并未改变，Meta表示。", "zh"),
        ("Meta管理层希望净利润达到100亿美元。", "zh"),
    ],
)
def test_what_is_aimed_at_or_hoped_for_is_no_result(text: str, language: str) -> None:
    claims = [
        c for c in tapeline.read(text, language=language, company="META", published="2024-02-10").claims if c.asserted
    ]
    assert claims
    assert not [c for c in claims if c.measure]


def test_what_was_reached_beside_an_aim_is_a_result() -> None:
    story = tapeline.read("营收380亿美元，完成全年目标。", language="zh", company="META", published="2024-02-10")
    assert [c.measure for c in story.claims if c.asserted] == ["fact.value"]
