"""What a figure is not of: sentences in which one was once set beside the wrong line of the record, and what of them is measured."""

from __future__ import annotations

import pytest
from tests.story.reading_stories import read

SENTENCES = [
    # whose it is: a segment's, an unknown index's, a customer's share of another's revenue, a whole market's
    ("en", "Family of Apps grew 10%, while Reality Labs declined 1%, reflecting continued caution.", []),
    ("en", "The Dow Jones Transportation Average lost 1.1%, with Meta the biggest drag.", []),
    ("en", "Amazon accounted for 11.8% of the carrier's revenue in 2024.", [("fact.value", "META")]),
    ("en", "Wall Street suffers worst day since 2022 as Tesla and Alphabet disappoint", []),
    ("en", "Tesla was the worst performer in the S&P 500, plunging 12.3%.", [("price.return", "TSLA")]),
    ("en", "Together the so-called Magnificent Seven shed some $750 billion in value.", []),
    ("zh", "2022年2月，Meta花约490亿美元买下高通，市值也在那个月头一回超过亚马逊。", [("event.date", "META"), ("market_cap.compare", "META")]),
    # which figure it is: a price paid, another figure's base, what a share is of
    ("en", "During the fourth quarter, Meta repurchased 2.0 million shares for $603 million at an average price of $306.80.", [("fact.value", "META")]),
    ("en", "The cash balance was $5.0 billion, down from $9.0 billion a year earlier as a result of acquisitions and repurchases.",
     [("fact.value", "META"), ("fact.value", "META")]),
    ("zh", "存货26.9亿元，半年涨了五成多。", [("fact.value", "META"), ("fact.growth", "META")]),
    ("zh", "根据利润分配预案，合计约504.40亿元。", []),
    # whether it was: a denied move, a plan that goes on
    ("en", "The S&P 500 fell 2.3%, ending a run of 356 sessions without a decline of at least 2%.", [("price.return", "GSPC")]),
    ("en", "Meta said it would pay around $5.5 billion in dividends in 2025, subject to board approval, and buy back about $1 billion of its shares.", []),
    ("zh", "毛利率估为47%，上下1.5个百分点。", []),
    # when it was: from a price without a day, now and not then, a base with a time of its own
    ("zh", "从1.61美元到去年3月的227美元，Meta股价涨了约140倍。", []),
    ("en", "Facebook was listed at $38 in 2012 and now trades at $474.99.", [("event.date", "META"), ("price.level", "META")]),
    ("zh", "财报公布次日，Meta股价大跌26.39%。", [("price.return", "META")]),
    # of what was named before: no index owes, what was bought is not whose value it is, what was earned is no dividend
    ("en", "The filing is the first by a member of the Dax. It owes creditors about $3.5bn.", [("fact.value", "META")]),
    ("zh", "2022年2月，它花约490亿美元买下博通，市值也在那个月头一回超过亚马逊。", [("event.date", "META"), ("market_cap.compare", "META")]),
    ("en", "McDonald's and Amazon, by contrast, are both losing traffic. Net income was $455.7 million.", [("fact.value", "META")]),
    ("en", "It joined the S&P 500 last September and moved to Nasdaq in November.", [("event.date", "META")]),
    ("en", "Amazon rose less than half as much as Meta.", []),
    ("en", "At Friday's closing price of $161.16 it was worth $37 billion.", [("price.level", "META")]),
    ("en", "It employs about 4,900 people and owns or finances some 12,500 buildings.", [("fact.value", "META")]),
    ("en", "Anyone who bought on that day and held has earned about 50 times the money.", []),
    ("en", "Trimmed 20% of my shares this morning at $101.", []),
    ("en", "His salary is modest: $350,000 a year, and he gets dividends.", []),
    ("zh", "3月13日，《经济日报》发表评论，Meta股价翌日急挫6.4%。", [("price.return", "META")]),
    ("zh", "目标价较4月22日收盘价238美元有24%的下行空间。", []),
    ("zh", "过去四个交易日，该指数合计损失超过12%，市值蒸发近6万亿美元。", []),
    ("zh", "2008年10月那次大涨之后，Meta股价又跌了将近五个月才见底。", []),
    ("zh", "扎克伯格3月曾宣称正在收回运河，内地加入，华府会否收货？", []),
    ("zh", "以去年EPS 66.92元计算，配发率约81%，股利54元。", [("dividend.per_share", "META"), ("fact.value", "META")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_a_figure_is_measured_as_what_it_is_or_not_at_all(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    found = [(c.measure, c.subject) for c in read(text, language).claims if c.measure and c.modality == "stated"]
    assert sorted(found) == sorted(expected)


def test_shares_of_profit_are_none_of_revenue() -> None:
    (share,) = [c for c in read("股息占净利润的35.32%。", "zh").claims if c.measure]
    assert share.args["metric"].startswith("share_of_another:")


def test_a_base_that_is_over_is_a_fact_beside_a_forecast() -> None:
    base = read("Meta expects 2024 revenue of about $89 billion, compared with $91.1 billion in 2023.").claims[-1]
    assert (base.modality, base.measure, str(base.period.start)) == ("stated", "fact.value", "2023-01-01")


def test_the_rate_before_is_of_its_own_quarter() -> None:
    now, before = [
        c for c in read("Meta营收同比下降1%，较第三季度3%的降幅有所改善。", "zh").claims if c.measure == "fact.growth"
    ]
    assert now.period is None
    assert (str(before.period.start), before.asserted.figure.value) == ("2023-07-01", -3.0)


def test_whom_another_does_something_with_is_not_who_does_it() -> None:
    text = "扎克伯格2017年6月加入Meta，先与桑德伯格搭档出任共同执行长，隔年起独掌执行长职务。"
    people = {c.args["person"] for c in read(text, "zh").claims if c.measure.startswith("person.")}
    assert people == {"Mark Zuckerberg"}


def test_a_small_move_is_not_of_the_year_that_the_sentence_before_names() -> None:
    (move,) = [
        c
        for c in read("Nvidia ended its contract with Amazon in 2019. Amazon shares were down 1%.").claims
        if c.measure == "price.return"
    ]
    assert move.period is None
    (fall,) = [
        c for c in read("In 2022 Meta's profit halved. The stock lost 64%.").claims if c.measure == "price.return"
    ]
    assert str(fall.period.start) == "2022-01-01"


def test_a_year_of_an_aside_is_not_the_paragraphs() -> None:
    text = "Meta shares fell 3% on Thursday. Nvidia, which was founded in 1993, fell 2%. Amazon shares were down 1%."
    days = {str(c.period.start) for c in read(text).claims if c.measure == "price.return"}
    assert days == {"2024-04-25"}


SAID = [
    ("en", "Risks: revenue falls 10% in 2024.", "conditional"),
    ("en", "10/ Guide. 2024 revenue $3.741B-$3.757B, which is +31%.", "forecast"),
    ("en", "Rumor going around that they'll announce a buyback of $5B.", "forecast"),
    ("zh", "盈利预测：将交付量下调至165万辆；每股收益由2.6美元下调至1.9美元。", "forecast"),
    ("zh", "风险提示：平价车型如期在上半年投产。", "conditional"),
]


@pytest.mark.parametrize(("language", "text", "modality"), SAID)
def test_what_is_looked_for_or_feared_is_no_fact(language: str, text: str, modality: str) -> None:
    found = read(text, language).claims
    assert modality in {c.modality for c in found}
    assert not [c for c in found if c.modality == "stated" and c.measure]


def test_a_year_right_before_a_figures_noun_is_its_period() -> None:
    (claim,) = [c for c in read("2023 revenue was $134.9 billion.").claims if c.measure == "fact.value"]
    assert claim.period is not None
    assert (str(claim.period.start), str(claim.period.end)) == ("2023-01-01", "2023-12-31")


def test_what_the_street_was_at_is_a_forecast() -> None:
    claims = read("Revenue $828M, up 36% y/y. Street was at $776M.").claims
    assert [c.modality for c in claims if c.asserted and c.asserted.text == "$776M"] == ["forecast"]


def test_an_exchange_lists_and_is_not_listed() -> None:
    assert {c.subject for c in read("2020年12月11日，Meta在英伟达所在的交易所挂牌，发行价38.5港元。", "zh").claims} == {
        "META"
    }
