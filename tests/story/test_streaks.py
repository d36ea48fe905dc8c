"""Streaks and ranks of figures as stories tell them: what is counted, which way, by what, and what no measure counts."""

from __future__ import annotations

import pytest

import tapeline


def record_of(text: str, published: str, language: str = "en") -> tapeline.Claim:
    story = tapeline.read(text, language=language, company="META", published=published)
    return next(c for c in story.claims if c.kind == "record")


@pytest.mark.parametrize(
    ("text", "language", "args", "low", "high"),
    [
        ("The stock rose for a second straight day on Friday.", "en", {"direction": "up"}, 2, 2),
        ("The shares posted a fourth straight weekly gain.", "en", {"direction": "up", "per": "week"}, 4, 4),
        ("Shares have risen six months in a row.", "en", {"direction": "up", "per": "month"}, 6, 6),
        ("Shares fell 3% on Friday, snapping a five-day winning streak.", "en", {"direction": "up", "over": "yes"}, 5, 5),
        ("股价周五连续第二个交易日上涨。", "zh", {"direction": "up"}, 2, 2),
        ("Meta股价周线四连涨。", "zh", {"direction": "up", "per": "week"}, 4, 4),
        ("Meta股价已连涨六个月。", "zh", {"direction": "up", "per": "month"}, 6, 6),
    ],
)  # fmt: skip
def test_a_streak_of_the_price(text: str, language: str, args: dict[str, str], low: int, high: int) -> None:
    claim = record_of(text, "2024-02-03", language)
    assert (claim.measure, claim.args) == ("price.streak", args)
    assert claim.asserted is not None
    assert claim.asserted.quantity.low == low
    assert claim.asserted.quantity.high == high


@pytest.mark.parametrize(
    ("text", "language", "args"),
    [
        ("Revenue fell for a third straight quarter, to $32.2 billion.", "en", {"direction": "down", "metric": "revenue"}),
        ("It was the third consecutive quarter of falling revenue.", "en", {"direction": "down", "metric": "revenue"}),
        ("Revenue rose 3%, the first increase after three straight quarters of decline.", "en",
         {"direction": "down", "metric": "revenue", "over": "yes"}),
        ("Net income has now fallen two years running.", "en", {"direction": "down", "metric": "net_income", "per": "year"}),
        ("营收连续三个季度同比下降。", "zh", {"direction": "down", "metric": "revenue", "against": "year"}),
        ("营收增长3%，结束了连续三个季度的下滑。", "zh", {"direction": "down", "metric": "revenue", "over": "yes"}),
    ],
)  # fmt: skip
def test_a_streak_of_a_figure(text: str, language: str, args: dict[str, str]) -> None:
    claim = record_of(text, "2023-04-27", language)
    assert (claim.measure, claim.args) == ("fact.streak", args)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It was the fourth straight quarter of accelerating revenue growth.", "en"),
        ("It was its fifth straight annual loss.", "en"),
        ("Profit fell short of estimates for a fourth straight quarter.", "en"),
        ("Sales there have now fallen for five quarters running.", "en"),
        ("净利润连续七个季度好于预期，同比增长超20%。", "zh"),
        ("用户数连续三个季度保持两位数增长。", "zh"),
    ],
)
def test_a_streak_of_something_else_is_no_streak_of_rises(text: str, language: str) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2023-04-27").claims
    assert claims
    assert not [c for c in claims if c.measure.endswith(".streak")]


@pytest.mark.parametrize(
    ("text", "language", "published", "measure", "verdict"),
    [
        ("Revenue fell for a third straight quarter.", "en", "2023-02-04", "fact.streak", "supported"),
        ("Revenue fell for a second straight quarter.", "en", "2023-02-04", "fact.streak", "contradicted"),
        ("营收连续第三个季度下滑。", "zh", "2023-02-04", "fact.streak", "supported"),
        ("营收连续第四个季度下滑。", "zh", "2023-02-04", "fact.streak", "contradicted"),
        ("The shares rose for a third straight day on Friday.", "en", "2024-02-03", "price.streak", "contradicted"),
        ("Revenue rose 25%, the fastest growth since 2021.", "en", "2024-02-03", "fact.growth_rank", "supported"),
        ("Revenue rose 25%, the fastest growth since 2020.", "en", "2024-02-03", "fact.growth_rank", "contradicted"),
        ("营收增长25%，为2021年以来最快增速。", "zh", "2024-02-03", "fact.growth_rank", "supported"),
        ("Net income was the highest since 2021.", "en", "2024-02-03", "fact.high_rank", "supported"),
        ("The operating margin of 41% was the highest since 2020.", "en", "2024-02-03", "fact.high_rank", "contradicted"),
        ("Profit fell to $4.4 billion, the lowest since 2018.", "en", "2022-10-28", "fact.high_rank", "unverifiable"),
        ("Revenue rose 3%, the first increase in four quarters.", "en", "2023-04-27", "fact.change_count", "supported"),
        ("营收增长3%，四个季度以来首次恢复增长。", "zh", "2023-04-27", "fact.change_count", "supported"),
        ("Revenue fell 4%, its first decline since 2021.", "en", "2022-10-28", "fact.change_count", "contradicted"),
        ("Revenue fell 1%, the first decline in the company's history.", "en", "2022-07-28", "fact.change_count", "unverifiable"),
        ("营收同比下降1%，为上市以来首次下滑。", "zh", "2022-07-28", "fact.change_count", "unverifiable"),
    ],
)  # fmt: skip
def test_what_the_record_says(text: str, language: str, published: str, measure: str, verdict: str) -> None:
    story = tapeline.read(text, language=language, company="META", published=published)
    told = [(c.measure, v.verdict) for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True)]
    assert (measure, verdict) in told


def test_a_rank_of_growth_without_its_noun_is_that_of_the_figure_told_before() -> None:
    text = "Revenue was $40.1 billion, up 25%. It was the fastest growth since 2021."
    claim = record_of(text, "2024-02-03")
    assert (claim.measure, claim.args["metric"]) == ("fact.growth_rank", "revenue")


def test_a_rank_of_growth_of_nothing_known_is_no_rank_of_a_price() -> None:
    assert record_of("It was the fastest growth since 2021.", "2024-02-03").measure == ""
