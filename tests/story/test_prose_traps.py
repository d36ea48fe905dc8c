"""Sentences of newspaper prose that were once read as something else, and would have been contradicted: what is measured, and what is not."""

from __future__ import annotations

import pytest

import tapeline


def measured(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    """The measure, the subject and the figure's words of every claim that something measures."""
    story = tapeline.read(text, language=language, company="META", published="2024-11-10")
    return [(c.measure, c.subject, c.asserted.text if c.asserted else "") for c in story.claims if c.measure]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a part of a market value is by how much it changed
        ("Nvidia dived 17%. Some $589 billion of its market value was gone by the close.",
         [("price.return", "NVDA", "17%"), ("market_cap.change", "NVDA", "$589 billion")]),
        # what was passed is no change
        ("Apple slipped under $3 trillion.", []),
        # an index by a word for it, and points that are no level
        ("The Nasdaq fell on Monday. The index gained 1.1% over the week.", [("price.return", "IXIC", "1.1%")]),
        ("The Dow eked out a gain of 0.3% in spite of a 337-point slide on Friday.", [("price.return", "DJI", "0.3%")]),
        # a company that nobody knows, by what is its own, and what "its" is in the sentence behind
        ("Tiffany's shares rose 6.2%. Tiffany employs over 14,000 people. Its sales reached $4.4 billion last year.",
         [("price.return", "Tiffany", "6.2%"), ("fact.value", "Tiffany", "14,000 people"), ("fact.value", "Tiffany", "$4.4 billion")]),
        # those who leave, and what is left
        ("Mark Zuckerberg spoke. Last year revenue was large, and $1.69 billion of that was left as net income.", None),
        # an age of another day
        ("Mark Zuckerberg will be collecting more than $1 billion a year by the time he is 90.", []),
        # what something was bought for, what was missed by so much
        ("Meta earned more than last year and borrowed to buy Cerner for $28 billion.", []),
        ("EPS was 11 cents shy of consensus.", []),
    ],
)  # fmt: skip
def test_english_prose_is_measured_as_what_it_says(text, wanted):
    found = measured(text)
    if wanted is None:
        assert "person.left" not in {measure for measure, _, _ in found}
    else:
        assert found == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "集团收益按年上升16.2%至人民币623.6亿元。",
            [("fact.growth", "META", "16.2%"), ("fact.value", "META", "人民币623.6亿元")],
        ),
        ("纳斯达克指数周一大跌。该指数全周涨了1.1%。", [("price.return", "IXIC", "1.1%")]),
        ("2023年10月的榜上，他的财富是3400亿元，一年少了24%。", []),
        ("每股盈利3.53美元，则高过市场所料的2.89美元。", [("fact.value", "META", "3.53美元")]),
        ("公司仍维持全年净利350亿美元的目标不变。", []),
        ("Meta前三季度累计回购2.55亿股；8月底批准的新计划上限为50亿美元，流通股减少。", []),
        ("截至2024年9月30日，已回购约2210万股，总成本为20亿美元。", []),
        ("汇兑损失就吃掉350亿日元。", []),
    ],
)
def test_chinese_prose_is_measured_as_what_it_says(text, wanted):
    assert measured(text, "zh") == wanted


def test_a_row_whose_cells_wide_spaces_part():
    text = "（单位：百万美元）\n　　　　　2023年　2022年\n收入　　　134,902　116,609\n"
    assert [(m, said) for m, _, said in measured(text, "zh")] == [("fact.value", "134,902"), ("fact.value", "116,609")]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("四．五兆日圓", 4.45e12, 4.55e12), ("一○％", 9.5, 10.5), ("跌去三成半", 34.5, 35.5), ("三成半导体", 27.5, 32.5)],
)
def test_chinese_points_zeros_and_halves(text, low, high):
    first = tapeline.story.quantities(text, "zh")[0]
    assert (first.low, first.high) == pytest.approx((low, high))


def test_both_targets_of_a_cut():
    story = tapeline.read(
        "JPMorgan lowered its target price to $300 from $605.", language="en", company="META", published="2024-11-10"
    )
    assert [(c.kind, c.asserted.text) for c in story.claims] == [("forecast", "$300"), ("forecast", "$605")]


@pytest.mark.parametrize(
    "text", ["More than 600,000 households quit in January.", "The streaming company shed 200,000 subscribers."]
)
def test_by_how_much_a_count_changed_is_not_where_it_stands(text):
    story = tapeline.read(text, language="en", company="META", published="2024-11-10")
    assert [(c.measure, c.args["metric"].rpartition(".")[2]) for c in story.claims if c.measure] == [
        ("fact.change", "users")
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the small hours of Beijing are the evening of the day before in New York
        (
            "北京时间2月3日凌晨，Meta股价上涨20%。当天Meta市值增加2000亿美元。",
            [("price.return", "2024-02-02"), ("market_cap.change", "2024-02-02")],
        ),
        ("2022年11月的那个周三，38岁的扎克伯格对着镜头。", [("person.age", "2022-11-01")]),
    ],
)
def test_when_it_was(text, wanted):
    story = tapeline.read(text, language="zh", company="META", published="2024-02-10")
    assert [(c.measure, c.period.start.isoformat()) for c in story.claims if c.measure] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "时间倒回2021年9月。股价384.33美元，市值冲上1.08万亿美元，扎克伯格身家1420亿美元。",
        "2024年2月2日Meta股价上涨20.3%。此后，该公司股价一路跌到了90美元以下。",
        "到2022年11月3日，股价跌去七成七。",
        "再过两天扎克伯格就满40岁了。",
    ],
)
def test_of_a_day_that_is_not_told(text):
    story = tapeline.read(text, language="zh", company="META", published="2024-05-12")
    assert not [c for c in story.claims if c.measure and c.asserted and c.asserted.text != "20.3%"]


def test_a_day_in_a_quote_dates_nothing_outside_of_it():
    text = "4月25日，就因为一句“今年资本开支最高要到400亿美元”，股价又砸下10.6%。"
    story = tapeline.read(text, language="zh", company="META", published="2024-05-12")
    (move,) = [c for c in story.claims if c.measure == "price.return"]
    assert move.period.start.isoformat() == "2024-04-25"


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Shares of Meta soared 23% on Thursday; the stock surged the most in a decade.", "2023-02-03"),
        ("Facebook's daily active users averaged 2 billion in the fourth quarter of 2022 for the first time.", "2023-02-03"),
        ("On February 2, 2024 Meta added about $204 billion in market value, the largest one-day gain in Wall Street history.", "2024-05-12"),
        ("Meta spent $19.77 billion on its own shares in 2023. A new plan comes on top of nearly $31 billion left under the old buyback.", "2024-02-03"),
    ],
)  # fmt: skip
def test_true_sentences_are_not_contradicted(text, published):
    check = tapeline.check(tapeline.read(text, language="en", company="META", published=published))
    assert [v.verdict for v in check.verdicts if v.verdict in {"contradicted", "inconsistent"}] == []


@pytest.mark.parametrize(
    "text",
    [
        "2021年，公司营收1179亿美元，净利润394亿美元。转过年来，净利润缩水41%，只剩232亿美元。",
        "2022年11月9日，Meta宣布裁员1.1万人。2023年3月，公司又裁1万人。",
        "2022年2月3日，股价一天崩掉26.4%，2300多亿美元灰飞烟灭。",
    ],
)
def test_true_chinese_sentences_are_not_contradicted(text):
    check = tapeline.check(tapeline.read(text, language="zh", company="META", published="2024-02-10"))
    assert [v.verdict for v in check.verdicts if v.verdict in {"contradicted", "inconsistent"}] == []
    assert "supported" in {v.verdict for v in check.verdicts}


def test_what_a_dividend_of_the_paragraph_brings():
    text = "Meta declared a dividend of 50 cents. The shares jumped. Zuckerberg, who holds about 350 million shares, stands to collect $175 million a quarter, or $700 million a year."
    assert [said for measure, _, said in measured(text) if measure == "dividend.income"] == [
        "$175 million",
        "$700 million",
    ]


def test_a_company_that_the_record_does_not_know_beside_one_that_it_does():
    text = "Meta is worth more than Netflix and Disney. Meta's market value is four times that of Netflix."
    check = tapeline.check(tapeline.read(text, language="en", company="META", published="2024-02-10"))
    assert {v.verdict for v in check.verdicts} == {"unverifiable"}


@pytest.mark.parametrize("text", ["截至9月底，公司有66185名员工，同比减少24%。", "家族日活跃人数为31.4亿。"])
def test_the_newest_figure_of_the_record_is_too_old_to_contradict(text):
    check = tapeline.check(tapeline.read(text, language="zh", company="META", published="2023-10-27"))
    assert {v.verdict for v in check.verdicts} == {"unverifiable"}


def test_a_move_without_a_day_may_be_of_the_storys_own():
    text = (
        "Stocks slid.\n\nNvidia gave up 6.8%, Meta 5.6% and Microsoft 3.6%.\n\nThe S&P 500 had gained 0.6% on July 16."
    )
    check = tapeline.check(tapeline.read(text, language="en", company="META", published="2024-07-24"))
    assert "contradicted" not in {
        v.verdict for c, v in zip(check.story.claims, check.verdicts, strict=True) if c.subject == "META"
    }
