"""The first time above a level: read where a sentence says so beside the level, and of nothing else."""

from datetime import date

import pytest

import tapeline


def firsts(text: str, language: str, published: str, company: str = "META") -> list[tuple[str, str, dict[str, str]]]:
    story = tapeline.read(text, language=language, company=company, published=published)
    return [(c.measure, c.subject, dict(c.args)) for c in story.claims if "threshold" in c.args]


def verdicts(text: str, language: str, published: str, company: str = "META") -> list[str]:
    story = tapeline.read(text, language=language, company=company, published=published)
    kept = {c.id for c in story.claims if c.measure.endswith("first_above")}
    return [v.verdict for v in tapeline.check(story).verdicts if v.claim in kept]


@pytest.mark.parametrize(
    ("text", "language", "measure", "args"),
    [
        ("Meta closed above $500 for the first time on Friday.", "en", "price.first_above", {"threshold": "500", "field": "close"}),
        ("Meta shares topped $500 for the first time on Friday.", "en", "price.first_above", {"threshold": "500"}),
        ("Meta周五首次收在500美元之上。", "zh", "price.first_above", {"threshold": "500", "field": "close"}),
        ("Meta's market value passed $1 trillion for the first time on Friday.", "en", "market_cap.first_above", {"threshold": "1e+12"}),
        ("Meta市值周五首次突破1万亿美元。", "zh", "market_cap.first_above", {"threshold": "1e+12"}),
    ],
)  # fmt: skip
def test_a_first_time_is_one_of_the_price_or_of_the_market_value(text, language, measure, args) -> None:  # type: ignore[no-untyped-def]
    assert firsts(text, language, "2024-03-02") == [(measure, "META", args)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Facebook ended its first day of trading at $38.23.", "en"),
        ("Meta paid its first dividend and closed at $474.99 on Friday.", "en"),
        ("Shares closed at $502.30 in the first session of March.", "en"),
        ("Meta首次派息后周五收于474.99美元。", "zh"),
        ("The S&P 500 briefly went past its old high for the first time on Thursday before closing at 4,997.91.", "en"),
    ],
)
def test_what_was_done_first_is_not_always_the_passing_of_the_level_beside_it(text, language) -> None:  # type: ignore[no-untyped-def]
    assert firsts(text, language, "2024-03-02") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Meta fell below $90 for the first time on Thursday.", "en"),
        ("Meta近一个月来首次收在300美元之上。", "zh"),
        ("Meta closed above $300 on Friday for the first time since January 2022.", "en"),
    ],
)
def test_a_first_time_below_a_level_or_since_some_time_is_not_the_first_of_all(text, language) -> None:  # type: ignore[no-untyped-def]
    assert not [measure for measure, _, _ in firsts(text, language, "2024-03-02") if measure]


def test_a_level_that_was_passed_before_contradicts_a_first_time() -> None:
    """Meta had closed above $380 in August 2021."""
    assert verdicts("Meta ended above $380 for the first time on Friday.", "en", "2024-01-20") == ["contradicted"]
    assert verdicts("Facebook's stock topped $380 for the first time on Monday.", "en", "2021-08-31") == ["supported"]


def test_a_first_time_that_the_record_cannot_date_is_left_open() -> None:
    """The record has no highs of the index, and no count of shares of 2021."""
    within = "The S&P 500 closed above 6,000 for the first time on Friday."
    assert verdicts(within, "en", "2024-11-09") == ["contradicted"]  # it closed at 5,995.54
    worth = "Facebook's market value topped $1 trillion for the first time on Monday."
    assert verdicts(worth, "en", "2021-06-29") == ["unverifiable"]
    assert date(2021, 6, 28).weekday() == 0
