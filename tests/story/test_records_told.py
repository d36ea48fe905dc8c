"""Record levels that no move leads to, ranks by what is ahead of them, and days counted back from one that is told."""

from __future__ import annotations

import pytest

import tapeline


def verdicts(text: str, language: str, company: str, published: str) -> list[tuple[str, str, str]]:
    story = tapeline.read(text, language=language, company=company, published=published)
    check = tapeline.check(story)
    return [(c.measure, c.subject, v.verdict) for c, v in zip(story.claims, check.verdicts, strict=True)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Meta closed at a record on {}.", "en"),
        ("On {} Meta's stock finished at a record.", "en"),
        ("Meta set a closing record on {}.", "en"),
        ("On {} Meta's shares were at a record.", "en"),
        ("Meta{}收盘创纪录。", "zh"),
        ("Meta{}收于创纪录的高价，股价刷新纪录。", "zh"),
    ],
)
def test_a_record_is_measured_on_its_day(text: str, language: str) -> None:
    days = {"en": ("February 2", "February 9"), "zh": ("2月2日", "2月9日")}[language]
    for when, verdict in zip(days, ("supported", "contradicted"), strict=True):
        found = verdicts(text.format(when), language, "META", "2024-02-10")
        assert ("price.high_rank", "META", verdict) in found


@pytest.mark.parametrize(
    "text",
    [
        "Revenue was a record.",
        "Meta hit a record number of users on Friday.",
        "Holders of record on Friday get it.",
        "创纪录的派息将于周五发放。",
    ],
)
def test_what_is_a_record_of_something_else_is_none_of_the_price(text: str) -> None:
    language = "en" if text.isascii() else "zh"
    assert not any(m == "price.high_rank" for m, _, _ in verdicts(text, language, "META", "2024-02-10"))


def test_what_never_was_is_a_record() -> None:
    assert ("price.high_rank", "META", "supported") in verdicts(
        "The stock has never closed higher.", "en", "META", "2024-02-03"
    )
    assert ("price.high_rank", "META", "contradicted") in verdicts(
        "On February 9 the stock had never closed higher.", "en", "META", "2024-02-10"
    )


def test_whose_place_is_behind_another_s_is_not_that_other() -> None:
    text = "Amazon lost $207 billion in value on Friday, the second-largest one-day loss on record after Meta's in February."
    assert ("market_cap.change_rank", "AMZN", "supported") in verdicts(text, "en", "AMZN", "2022-04-30")


def test_a_gain_that_is_the_largest_of_all_stocks_is_one_of_market_value() -> None:
    text = "It was the largest single-day gain in stock market history."
    assert verdicts(text, "en", "META", "2024-02-03") == [("market_cap.change_rank", "META", "supported")]


@pytest.mark.parametrize(("words", "verdict"), [("a day", "supported"), ("two days", "contradicted")])
def test_a_day_is_counted_back_from_the_one_of_the_main_clause(words: str, verdict: str) -> None:
    text = f"{words.capitalize()} after rallying 2.6%, the S&P 500 sank 2.4% on Friday."
    found = verdicts(text, "en", "GSPC", "2022-10-15")
    assert found[0] == ("price.return", "GSPC", verdict)


def test_a_word_that_only_opens_a_sentence_is_no_company() -> None:
    for word in ("Yet", "Having", "Investors", "Suddenly", "Chipmakers"):
        story = tapeline.read(f"{word} lost 5.6% on Wednesday.", language="en", company="META", published="2022-10-28")
        assert not any(c.subject == word for c in story.claims)


def test_some_that_are_not_named_are_not_the_company() -> None:
    story = tapeline.read("Some lost 5.6% on Wednesday.", language="en", company="META", published="2022-10-28")
    assert not any(c.measure for c in story.claims)
