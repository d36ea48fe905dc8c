"""A cause and its effect: the words of each, what moved, which way, whose it is, and what is no denial of it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from reading_stories import claims

import tapeline
from tapeline.story.frames.causes.cause_told import UNSAID


def causes(text, language):
    """The causal claims of a text, whatever their modality has made of them."""
    return [c for c in claims(text, language) if "cause_text" in c.args]


def told(text, language):
    return [(c.args["cause_text"], c.args["outcome"], c.args["direction"]) for c in causes(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Shares of the grocer fell 7% after the chain (and its Texas arm) warned of thinner margins.",
         ("the chain (and its Texas arm) warned of thinner margins", "price", "down")),
        ("en", "The shares rose 3% after the Reno, Nevada company reported results that lifted its standing among miners.",
         ("the Reno, Nevada company reported results that lifted its standing among miners", "price", "up")),
        ("en", "The group returned to profitability in the year to March, it said on Tuesday, boosted by the sale of its ferries.",
         ("the sale of its ferries", "net_income", "up")),
        ("en", "Warm weather continued to weigh on sales.", ("Warm weather", "revenue", "down")),
        ("en", "Sales fell 2% as the strike sapped demand from hotel customers.", ("the strike sapped demand from hotel customers", "revenue", "down")),
        ("zh", "由于运费上涨、广告收入走弱等原因，公司利润减少。", ("运费上涨、广告收入走弱", "net_income", "down")),
        ("zh", "疫情已经推动Meta股价大跌。", ("疫情", "price", "down")),
        ("zh", "财报不及预期，加上订单减少，导致公司股价遭遇滑铁卢。", ("财报不及预期,加上订单减少", "price", "down")),
        ("zh", "股价因订单减少而下跌3%。", ("订单减少", "price", "down")),
        ("zh", "受惠于新品热销，营收增长12%。", ("新品热销", "revenue", "up")),
        ("zh", "推动股价上涨的是回购。", ("回购", "price", "up")),
    ],
)  # fmt: skip
def test_the_cause_alone_and_what_it_moved(language, text, found):
    assert told(text, language) == [found]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("zh", "公司营业利润下降12%。管理层表示，主要由于毛利率下降。", ("毛利率下降", "operating_income", "down")),
        (
            "en",
            "Revenue dropped 8%. The company blamed the decline on a late spring.",
            ("a late spring", "revenue", "down"),
        ),
    ],
)
def test_a_cause_that_only_explains_has_the_outcome_of_the_statement_before(language, text, found):
    assert told(text, language) == [found]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("zh", "这次召回对Meta股价有明显影响。", ("这次召回", "price", UNSAID)),
        ("zh", "公司大举烧钱，对股价构成压力。", ("公司大举烧钱", "price", UNSAID)),
        ("zh", "停售的原因为零件短缺。", ("零件短缺", "other", UNSAID)),
        ("zh", "投资者因为裁员而买入股票。", ("裁员", "other", UNSAID)),
        ("en", "Investors sold shares because of the layoffs.", ("the layoffs", "other", UNSAID)),
        ("zh", "危机的根源在于债务不断扩大。", ("债务不断扩大", "other", UNSAID)),
        ("zh", "股价大跌似乎是在为这桩丑闻付出代价。", ("这桩丑闻", "price", "down")),
        ("en", "Shares shot up 9% on the news.", ("the news", "price", "up")),
        ("en", "Optimism about chips contributed to a 12% rally in the S&P 500.", ("Optimism about chips", "price", "up")),
        ("en", "A strike at two mills spurs a loss of $3 million.", ("A strike at two mills", "net_income", "down")),
        ("en", "Meta added $20 billion in market value on Friday, the most since March, after the company declared a special payout.",
         ("the company declared a special payout", "price", "up")),
        ("en", "Meta shares shoot up in extended trading after company beats forecasts", ("company beats forecasts", "price", "up")),
    ],
)  # fmt: skip
def test_causes_in_other_words(language, text, found):
    assert found in told(text, language)


@pytest.mark.parametrize(
    ("language", "text", "subject"),
    [
        ("en", "Hong Kong stocks fell after Alibaba's sales disappointed.", "HSI"),
        ("zh", "港股下跌，因为阿里巴巴业绩令人失望。", "HSI"),
        ("zh", "苹果的新规拖累了广告收入。", "META"),
        ("zh", "因为苹果业绩不佳，其股价下跌3%。", "AAPL"),
        ("en", "Apple's stock fell 2% after Tesla warned of thinner margins.", "AAPL"),
    ],
)
def test_the_subject_is_whose_price_or_figure_it_is(language, text, subject):
    assert [c.subject for c in causes(text, language)] == [subject]


@pytest.mark.parametrize(
    ("language", "text", "modality"),
    [
        ("en", "Shares fell 4%, and the result does not surprise as it reflects softer demand.", "stated"),
        ("en", "The stock fell 4% because it did not win the order.", "stated"),
        ("en", "Shares fell 4%, but not because of the recall.", "negated"),
        ("zh", "股价下跌3%，因为公司没有拿到订单。", "stated"),
        ("zh", "股价上涨3%，并非由于裁员。", "negated"),
    ],
)
def test_a_denial_is_the_causes_own(language, text, modality):
    assert [c.modality for c in causes(text, language)] == [modality]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Revenue fell as much as 12% in the third quarter of the year."),
        ("en", "The shares, due to report earnings on Monday, rose 2%."),
        ("en", "Meta has lifted its dividend for 12 years in a row."),
        ("zh", "公司出售股票，股价平稳，说不难受是假的。"),
    ],
)
def test_what_is_no_cause(language, text):
    assert causes(text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "在美上市的股票普遍上扬，因为研究人员透露，疫情在一些城市已见顶，这种乐观情绪推高了股价。",
        "公司受惠新产品需求，营收增长30%，持续超越市场。",
    ],
)
def test_one_statement_is_one_claim(text):
    found = causes(text, "zh")
    assert len(found) == len({c.args["cause_text"] for c in found})
    assert not any(a.start < b.end and b.start < a.end for a in found for b in found if a is not b)


def test_a_report_of_a_quarter_is_no_day_of_the_move():
    (cause,) = causes("多个坏消息导致Meta股价暴跌，包括本季度收入预期偏低。", "zh")
    assert cause.period is None


def test_the_same_cause_lends_its_direction():
    text = "裁员改变了Meta的股价。"
    (cause,) = causes(text, "zh")
    assert cause.args["direction"] == UNSAID
    assert [c.args["direction"] for c in causes(text + "裁员推高了股价。", "zh")] == ["up", "up"]


def test_a_direction_that_is_not_told_is_tested_both_ways_and_the_kinder_verdict_counts():
    def verdict(direction):
        (claim,) = claims("裁员改变了Meta的股价。", "zh")
        story = replace(
            tapeline.read("裁员改变了Meta的股价。", language="zh", company="META", published="2024-02-10"),
            claims=(replace(claim, args={**claim.args, "direction": direction}),),
        )
        return tapeline.check(story).verdicts[0].verdict

    order = ["supported", "unverifiable", "contradicted"]
    assert verdict(UNSAID) == min(verdict("up"), verdict("down"), key=order.index)
