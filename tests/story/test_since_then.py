"""Days that are told by the day before them: 同年, "that year", "since then", 从那时算起, and a quarter's name across a noun."""

from __future__ import annotations

import pytest

import tapeline

SUPPORTED = [
    ("en", "Meta shares closed at $88.91 on Nov. 3, 2022. Since then they have risen 434 percent.", 2),
    ("en", "Meta shares bottomed at $88.91 on Nov. 3, 2022. From that low they have gained 434 percent.", 2),
    ("en", "Meta shares closed at $88.91 on Nov. 3, 2022 and have since risen 434 percent.", 2),
    ("en", "Meta shares fell 26.4% on Feb. 3, 2022. The stock closed at $88.91 on Nov. 3 of that year.", 2),
    ("en", "Since Nov. 3, 2022, Meta shares have risen 425 percent.", 1),
    ("zh", "2022年11月3日,Meta股价收于88.91美元。此后股价上涨434%。", 2),
    ("zh", "2022年2月3日,Meta股价曾暴跌26%。同年11月3日股价收于88.91美元。从那时算起,股价已涨逾四倍。", 3),
    ("zh", "Meta的财报显示,2023年第四季度营收401.1亿美元,同比增长25%。", 2),
    ("zh", "Meta的财报显示,2023年第四季度净利润140.2亿美元。", 1),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "count"), SUPPORTED)
def test_true_statements_that_count_from_another_are_supported(language: str, text: str, count: int) -> None:
    story = tapeline.read(text, language=language, company="META", published="2024-02-03")
    verdicts = tapeline.check(story).verdicts
    assert [v.verdict for v in verdicts if v.verdict != "unverifiable"] == ["supported"] * count


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Since then they have risen 434 percent."),
    ("zh", "此后股价上涨434%。"),
])  # fmt: skip
def test_since_then_without_a_day_to_count_from_is_no_period(language: str, text: str) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2024-02-03").claims
    assert not [c for c in claims if c.period]


def test_the_lowest_close_since_a_year_dates_nothing_that_comes_after() -> None:
    text = "2022年11月3日,Meta股价收于88.91美元,为2015年以来最低。自那时以来股价上涨434%。"
    moved = tapeline.read(text, language="zh", company="META", published="2024-02-03").claims[-1]
    assert str(moved.period.start) == "2022-11-03"
