"""Prices and moves that no frame takes are tried on the time told nearest; they can be borne out so, and are never contradicted."""

from __future__ import annotations

import pytest

import tapeline


def tried(text, language="en", company="META", published="2022-11-05"):
    """The claims that say not of what they are: (measure, verdict)."""
    story = tapeline.read(text, language=language, company=company, published=published)
    verdicts = tapeline.check(story).verdicts
    return [(c.measure, v.verdict) for c, v in zip(story.claims, verdicts, strict=True) if "measure" in c.inferred]


@pytest.mark.parametrize(
    ("text", "language", "measure"),
    [
        ("Alphabet, Oct 25: $104.48.", "en", "price.level"),
        ("Alphabet had one bounce (+4.4% on the 28th) in October.", "en", "price.return"),
        ("Alphabet fell. 10月25日，谷歌只有104.48美元。", "zh", "price.level"),
    ],
)
def test_what_the_day_told_nearest_bears_out_is_supported(text, language, measure):
    assert (measure, "supported") in tried(text, language, "GOOGL")


@pytest.mark.parametrize(
    "text",
    ["Alphabet, Oct 25: $140.48.", "Alphabet had one bounce (+7.4% on the 28th) in October."],
)
def test_what_it_does_not_bear_out_is_left_open_as_before(text):
    assert {v for _, v in tried(text, company="GOOGL")} == {"unverifiable"}
    story = tapeline.read(text, language="en", company="GOOGL", published="2022-11-05")
    open_ones = [
        v for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True) if "measure" in c.inferred
    ]
    assert all(v.measured is None and not v.bases for v in open_ones)
    assert all(v.reason == "A statement of fact, and no measure here can check it." for v in open_ones)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("伦敦期油收报64.92美元，涨0.98美元或1.53%。", "zh"),
        ("Gold stood at $1,648.20 on Oct 25.", "en"),
        ("Meta at about $100 on Oct 25.", "en"),
        ("Tesla 9.1%.", "en"),
    ],
    ids=["oil", "gold", "too round", "no way told"],
)
def test_what_is_of_another_market_or_too_coarse_or_unsigned_is_not_tried(text, language):
    assert tried(text, language) == []


def test_the_claim_says_that_its_measure_is_a_guess():
    story = tapeline.read("By the close we're at $146.87.", language="en", company="AAPL", published="2022-11-10")
    assert [(c.measure, c.inferred) for c in story.claims] == [("price.level", ("measure", "period"))]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("05:02 【美股科技巨头周三遭抛售】谷歌A收跌9.14%。", "zh"),
        ("Oct. 26. A rout. Alphabet slid 9.1%.", "en"),
    ],
)
def test_the_day_of_a_title_or_one_that_stands_alone_dates_what_follows(text, language):
    story = tapeline.read(text, language=language, company="META", published="2022-10-27")
    pairs = zip(story.claims, tapeline.check(story).verdicts, strict=True)
    assert [(c.subject, str(c.period.start), v.verdict) for c, v in pairs if c.measure == "price.return"] == [
        ("GOOGL", "2022-10-26", "supported")
    ]


def test_the_benchmark_is_the_index_named_last():
    text = "Meta fell 24.6% on Thursday. The S&P 500 lost ground too.\n\nAmazon slipped. The benchmark index shed 0.6%."
    story = tapeline.read(text, language="en", company="META", published="2022-10-28")
    assert [c.subject for c in story.claims if c.kind == "index"] == ["GSPC"]


def test_a_time_of_day_is_nothing_left_out():
    story = tapeline.read("4:05 p.m. They are out. 16:30发布。", language="en", company="META", published="2022-10-28")
    assert [u.text for u in story.unread] == []
