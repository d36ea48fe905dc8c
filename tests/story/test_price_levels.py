"""Prices at their highest or lowest since a day, and the one session of a year: what is read, and what the record says."""

from __future__ import annotations

import pytest

import tapeline

TRUE = [
    ("en", "Meta shares closed at $88.91 on Nov. 3, 2022, their lowest close since 2015."),
    ("en", "On Nov. 3, 2022 Meta shares hit their lowest level since 2015."),
    ("en", "On Sept. 7, 2021 Meta shares closed at their highest level since 2015."),
    ("zh", "2022年11月3日,Meta股价收于88.91美元,为2015年以来最低收盘价。"),
    ("zh", "Meta周五大涨20.3%,为2023年以来最大单日涨幅。"),
    ("en", "In 2022 Amazon added about $190 billion in market value in a single session."),
    ("en", "Amazon lost more than $200 billion of its market value in a single session in 2022."),
]  # fmt: skip
FALSE = [
    ("en", "On Feb. 3, 2023 Meta shares hit their lowest level since 2015."),
    ("en", "Meta's stock hit an all-time low on Nov. 3, 2022."),
    ("zh", "2023年2月3日,Meta股价收于186.53美元,为2015年以来最低收盘价。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), TRUE)
def test_true_levels_and_sessions_are_supported(language: str, text: str) -> None:
    story = tapeline.read(text, language=language, company="META", published="2024-02-03")
    verdicts = tapeline.check(story).verdicts
    assert verdicts
    assert {v.verdict for v in verdicts} == {"supported"}


@pytest.mark.parametrize(("language", "text"), FALSE)
def test_false_ones_are_contradicted(language: str, text: str) -> None:
    story = tapeline.read(text, language=language, company="META", published="2024-02-03")
    ranked = [(c, v) for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True) if c.kind == "record"]
    assert [(c.measure, v.verdict) for c, v in ranked] == [("price.high_rank", "contradicted")]


@pytest.mark.parametrize(("language", "text"), [
    ("en", "On Jan. 18, 2024 Meta's revenue was at its highest level since September 2021."),
    ("en", "Meta has rallied from its record low."),
    ("zh", "Meta股价从历史低点反弹。"),
    ("zh", "Meta的员工人数为2021年以来最低。"),
])  # fmt: skip
def test_levels_of_other_things_and_levels_counted_from_are_not_the_price(language: str, text: str) -> None:
    story = tapeline.read(text, language=language, company="META", published="2024-02-03")
    assert not [c for c in story.claims if c.measure == "price.high_rank"]


def test_the_lowest_close_is_the_one_that_the_tape_shows() -> None:
    low = tapeline.measure("price.high_rank", subject="META", on="2022-11-03", low="yes", since="2016-01-01")
    high = tapeline.measure("price.high_rank", subject="META", on="2022-11-03", since="2016-01-01")
    assert (low.quantity.low, low.as_of.isoformat()) == (1.0, "2022-11-03")
    assert high.quantity.low > 1
