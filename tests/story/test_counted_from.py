"""Moves counted from what is told: a price, the offering, so many sessions; and what pins a streak to a day."""

from __future__ import annotations

import pytest

import tapeline


def moves(text: str, published: str, company: str = "META", language: str = "en") -> list[tapeline.Claim]:
    story = tapeline.read(text, language=language, company=company, published=published)
    return [c for c in story.claims if c.measure == "price.return"]


@pytest.mark.parametrize(
    ("text", "language", "args", "value"),
    [
        ("The stock has risen more than fivefold from the $88.91 to which it sank.", "en", {"base": "88.91"}, 400),
        ("Shares are up 434% from $88.91.", "en", {"base": "88.91"}, 434),
        ("The stock stood at $430.17, more than 11 times the offer price.", "en", {"from": "offer"}, 1000),
        ("股价是430.17美元，是发行价的11倍多。", "zh", {"from": "offer"}, 1000),
        ("The stock lost 32% in seven trading sessions.", "en", {"sessions": "7"}, -32),
        ("股价七个交易日跌去32%。", "zh", {"sessions": "7"}, -32),
        ("Over the five sessions the stock shed 13.3%.", "en", {"sessions": "5"}, -13.3),
        ("It bottomed at $88.91 in November 2022 and has since gained 384%.", "en", {"base": "88.91"}, 384),
        ("The stock bottomed at $88.91 in November 2022. It has since gained 384%.", "en", {"base": "88.91"}, 384),
        ("Since sinking to $88.91 in November 2022, the stock has gained 384%.", "en", {"base": "88.91"}, 384),
        (
            "The stock was $88.91 in November 2022; now it is $430.17. That is a gain of 384%.",
            "en",
            {"base": "88.91"},
            384,
        ),
        ("The stock is up 384% from its November 3 close of $88.91.", "en", {"base": "88.91"}, 384),
        ("股价2022年11月跌至88.91美元，此后累计上涨384%。", "zh", {"base": "88.91"}, 384),
    ],
)
def test_what_a_move_is_counted_from(text: str, language: str, args: dict[str, str], value: float) -> None:
    claim = moves(text, "2024-05-01", language=language)[-1]
    assert claim.args == args
    assert claim.asserted is not None
    assert claim.asserted.figure is not None
    assert claim.asserted.figure.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Revenue was up 16% from $116.6 billion.", "en"),
        ("从8月31日的收盘纪录算起，五个交易日跌去三成多。", "zh"),
    ],
)
def test_what_is_counted_from_nothing_of_the_kind(text: str, language: str) -> None:
    assert not any(c.args.keys() & {"base", "sessions"} for c in moves(text, "2024-05-01", language=language))


@pytest.mark.parametrize(
    ("measure", "text", "right", "wrong", "language", "company", "published"),
    [
        (
            "price.streak",
            "Amazon.com climbed 12.2% to $96.63, snapping a {}-session losing run.",
            "three",
            "six",
            "en",
            "AMZN",
            "2022-11-10",
        ),
        ("price.place", "微软今年上涨56.8%，收于376.04美元，在七家中列第{}。", "六", "四", "zh", "MSFT", "2023-12-30"),
    ],
)
def test_a_streak_and_a_place_are_of_the_time_in_which_the_move_beside_them_was_so(
    measure: str, text: str, right: str, wrong: str, language: str, company: str, published: str
) -> None:
    for word, verdict in ((right, "supported"), (wrong, "contradicted")):
        story = tapeline.read(text.format(word), language=language, company=company, published=published)
        check = tapeline.check(story)
        found = {c.measure: v.verdict for c, v in zip(story.claims, check.verdicts, strict=True)}
        assert found[measure] == verdict


def test_further_figures_of_a_list_are_of_the_times_behind_them() -> None:
    text = "Meta earned $29.1 billion in 2020, $39.4 billion in 2021 and $23.2 billion in 2022."
    story = tapeline.read(text, language="en", company="META", published="2023-03-15")
    told = [c.period.start.year for c in story.claims if c.measure == "fact.value" and c.period is not None]
    assert told == [2020, 2021, 2022]
    assert {v.verdict for v in tapeline.check(story).verdicts} == {"supported"}


def test_a_bare_figure_may_be_that_of_the_part_told_of_in_an_earlier_paragraph() -> None:
    text = "Reality Labs is losing money.\n\nBetween July and September it took $270 million in revenue."
    story = tapeline.read(text, language="en", company="META", published="2024-11-01")
    figures = [c for c in story.claims if c.measure == "fact.value"]
    assert [c.args.get("or") for c in figures] == ["reality_labs.revenue"]
    assert [v.verdict for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True) if c in figures] == [
        "supported"
    ]
