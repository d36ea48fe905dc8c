"""The year and the quarter that a text means by "full-year", 全年, "in the quarter", 当季; stretches with two ends; records of some years."""

from __future__ import annotations

import pytest
from reading_stories import of_meta

import tapeline
from tapeline.claim import Claim

YEAR, QUARTER = ("2023-01-01", "2023-12-31"), ("2023-10-01", "2023-12-31")


def read(text: str, language: str, published: str = "2024-02-10") -> tuple[Claim, ...]:
    return of_meta(text, language, published).claims


def days(claim: Claim) -> tuple[str, str] | None:
    return None if claim.period is None else (str(claim.period.start), str(claim.period.end))


PERIODS = [
    ("en", "Full-year net income was $39.1 billion.", [YEAR]),
    ("en", "For the full year, revenue was $134.9 billion.", [YEAR]),
    ("en", "Revenue for the year was $134.9 billion, and net income in the quarter was $14 billion.", [YEAR, QUARTER]),
    ("en", "Full-year 2022 revenue was $116.6 billion.", [("2022-01-01", "2022-12-31")]),
    ("en", "In the first quarter of 2023, revenue was $28.6 billion. Net income in the quarter was $5.7 billion.",
     [("2023-01-01", "2023-03-31")] * 2),
    ("zh", "Meta全年营收为1349亿美元，当季净利润140亿美元。", [YEAR, QUARTER]),
    ("zh", "Meta第四季度营收401亿美元，全年营收1349亿美元。", [QUARTER, YEAR]),
    ("zh", "2022年全年净利润232亿美元。", [("2022-01-01", "2022-12-31")]),
    ("zh", "从三季度末到上周五，Meta股价上涨了58%。", [("2023-10-01", "2024-02-02")]),
    ("zh", "Meta股价周五上涨1.5%，一周内股价累计上涨3%。", [("2024-02-09", "2024-02-09"), ("2024-02-03", "2024-02-10")]),
    ("en", "From the end of 2023 through last Friday, Meta shares rose 32%.", [("2024-01-01", "2024-02-09")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), PERIODS)
def test_the_period_that_is_meant(language: str, text: str, wanted: list[tuple[str, str]]) -> None:
    assert [days(c) for c in read(text, language) if c.asserted] == wanted


def test_a_wrong_figure_of_the_year_is_set_beside_the_years() -> None:
    story = tapeline.read(
        "Full-year revenue was $144.9 billion.", language="en", company="META", published="2024-02-10"
    )
    (verdict,) = tapeline.check(story).verdicts
    assert verdict.verdict == "contradicted"
    assert verdict.measured is not None
    assert verdict.measured.value == pytest.approx(134.9e9, rel=1e-4)


@pytest.mark.parametrize(("text", "wanted"), [
    ("Meta expects fourth-quarter revenue of $36.5 billion to $40 billion.", QUARTER),
    ("Meta expects full-year revenue of $134 billion.", YEAR),
])  # fmt: skip
def test_a_forecast_is_of_the_time_that_is_not_over(text: str, wanted: tuple[str, str]) -> None:
    (claim,) = read(text, "en", published="2023-10-26")
    assert (claim.kind, days(claim)) == ("forecast", wanted)


def test_an_aim_for_the_year_dates_no_event() -> None:
    assert not [c for c in read("营收380亿美元，完成全年目标。", "zh") if c.kind in {"date", "event"}]


RANKS = [
    ("en", "The S&P 500 had its best day in two months.", "GSPC", "up"),
    ("en", "Meta stock suffered its worst day in a month on Friday.", "META", "down"),
    ("en", "The shares had their best session in six weeks.", "META", "up"),
    ("en", "Meta shares fell 5%, the most since October 2022.", "META", "down"),
    ("en", "Meta rose 14% on Friday, the most in more than two years.", "META", "up"),
    ("zh", "标普500指数录得逾一个多月以来最大单日涨幅。", "GSPC", "up"),
]


@pytest.mark.parametrize(("language", "text", "subject", "direction"), RANKS)
def test_a_rank_among_the_days_of_some_time(language: str, text: str, subject: str, direction: str) -> None:
    (claim,) = [c for c in read(text, language) if c.kind == "record"]
    assert (claim.measure, claim.subject, claim.args["direction"]) == ("price.return_rank", subject, direction)
    assert claim.args["since"]


LEVELS = [
    ("Shares fell to a two-year low of $88 on Friday.", "META", "yes"),
    ("The stock hit a six-month high on Friday.", "META", None),
    ("The S&P 500 closed at a 14-month high on Friday.", "GSPC", None),
    ("Meta stock fell to $115, the lowest close in more than two years.", "META", "yes"),
    ("The stock hit its lowest level in two years.", "META", "yes"),
]


@pytest.mark.parametrize(("text", "subject", "low"), LEVELS)
def test_a_level_among_the_closes_of_some_time(text: str, subject: str, low: str | None) -> None:
    (claim,) = [c for c in read(text, "en") if c.kind == "record"]
    assert (claim.measure, claim.subject, claim.args.get("low")) == ("price.high_rank", subject, low)
    assert claim.args["since"]


@pytest.mark.parametrize("text", [
    "Unemployment fell to a 50-year low.",
    "The 10-year yield, which hit 4.26% on Wednesday, its highest in three months, settled at 4.21%.",
    "Meta stock rose 3%. Henry Hub is at $2.50, a 21-month low.",
    "Revenue growth hit a three-year low.",
    "Boeing tumbled to a two-year intraday low.",  # closing prices do not tell
])  # fmt: skip
def test_other_levels_are_none_of_its_closes(text: str) -> None:
    assert "price.high_rank" not in [c.measure for c in read(text, "en")]


@pytest.mark.parametrize(("text", "of", "price"), [
    ("The stock climbed as high as $485.96 on Feb. 2, 2024.", "high", 485.96),
    ("In 2022 the stock fell as low as $88.09.", "low", 88.09),
])  # fmt: skip
def test_the_furthest_that_a_price_reached_is_measured_within_the_day(text: str, of: str, price: float) -> None:
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    (verdict,) = tapeline.check(story).verdicts
    assert (verdict.verdict, story.claims[0].args["field"]) == ("supported", of)
    assert verdict.measured is not None
    assert verdict.measured.value == pytest.approx(price)


@pytest.mark.parametrize("text", [
    "Meta shares slid as much as 6%, the most intraday since March.",  # closing prices do not tell
    "Revenue rose 25%, the most in two years.",
    "The most popular app in two years fell.",
])  # fmt: skip
def test_other_ranks_are_none_of_days(text: str) -> None:
    assert "price.return_rank" not in [c.measure for c in read(text, "en")]
