"""Earlier levels: in brackets with their time, behind words for what a figure was, by multiples of a year before."""

from __future__ import annotations

import pytest

import tapeline


def levels(text, language="en", published="2023-10-26"):
    """Each measured claim on a reported figure: (measure, metric, the end of its period, verdict)."""
    story = tapeline.read(text, language=language, company="META", published=published)
    pairs = zip(story.claims, tapeline.check(story).verdicts, strict=True)
    return [(c.measure, c.args.get("metric"), str(c.period.end) if c.period else "", v.verdict) for c, v in pairs if c.measure.startswith("fact.")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "metric", "end"),
    [
        ("Diluted earnings per share were $4.39 (2022: $1.64).", "en", "eps_diluted", "2022-09-30"),
        ("The operating margin was 40.3% (3Q22: 20.4%).", "en", "operating_margin", "2022-09-30"),
        ("Net income was $11.58 billion, up 164% (2022: $4.40 billion).", "en", "net_income", "2022-09-30"),
        ("第三季度每股收益4.39美元（2022年：1.64美元）。", "zh", "eps_diluted", "2022-09-30"),
    ],
)
def test_a_level_in_brackets_is_of_the_time_there(text, language, metric, end):
    assert ("fact.value", metric, end, "supported") in levels(text, language)


def test_a_time_in_brackets_dates_nothing_outside_them():
    text = "Earnings per share were $4.39 (2022: $1.64), based on 2,641 million weighted-average diluted shares."
    assert ("fact.value", "weighted_shares_diluted", "", "supported") in levels(text)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Diluted EPS was $4.39; it was $1.64.", "supported"),
        ("Diluted EPS was $4.39; it was $1.46.", "contradicted"),
        (
            "Net income was $11.58 billion, more than twice as much as half of the $4.40 billion booked then.",
            "supported",
        ),
        ("Operating income a year ago was $5.66 billion.", "supported"),
        ("Operating income a year ago was $13.75 billion.", "contradicted"),
    ],
)
def test_a_second_figure_behind_words_for_what_it_was_is_that_of_before(text, verdict):
    assert levels(text)[-1][3] == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Third-quarter net income was 2.6 times what it was a year earlier.", "supported"),
        ("Third-quarter net income was 3.6 times last year's.", "contradicted"),
        ("Revenue was 23 per cent higher than in the same three months of 2022.", "supported"),
        ("Revenue was 33 per cent higher than in the same three months of 2022.", "contradicted"),
    ],
)
def test_multiples_and_percentages_of_a_year_before(text, verdict):
    assert levels(text)[-1][3] == verdict


def test_the_part_behind_and_has_a_figure_of_its_own():
    found = levels("Advertising contributed $33.64 billion and Reality Labs $210 million, the latter down 26%.")
    assert [(m, v) for _, m, _, v in found] == [
        ("advertising_revenue", "supported"),
        ("reality_labs.revenue", "supported"),
    ]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("账上现金368.90亿美元。加上有价证券，611.23亿美元。", "cash_and_marketable_securities"),
        ("现金368.90亿美元，另有242.33亿美元有价证券，共611.23亿美元。", "cash_and_marketable_securities"),
        ("营业利润率从一年前可怜的20.4%蹿升至40.3%。", "operating_margin"),
        ("第三季度净利润115.8亿美元，去年同期44.0亿美元，增幅164%。", "net_income"),
    ],
)
def test_chinese_sums_and_bases(text, metric):
    found = levels(text, "zh")
    assert metric in {m for _, m, _, _ in found}
    assert {v for *_, v in found} == {"supported"}


def test_the_quarter_of_a_title_is_that_of_the_years_below_it():
    table = "第三季度财务摘要\n（单位为百万美元）\n\n　　　　　　2023年　　2022年\n营业收入　　34,146　　27,714\n净利润　　　11,583　　4,395\n"
    found = levels(table, "zh")
    assert [(m, end, v) for _, m, end, v in found] == [
        ("revenue", "2023-09-30", "supported"),
        ("revenue", "2022-09-30", "supported"),
        ("net_income", "2023-09-30", "supported"),
        ("net_income", "2022-09-30", "supported"),
    ]
