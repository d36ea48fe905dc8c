"""What is said to move and is not the company's: no price of its own is made of it."""

from __future__ import annotations

import pytest

import tapeline

STRANGERS = [
    ("en", "US traffic was down 7%."),
    ("en", "Prosus was trading 14% lower in Amsterdam."),
    ("en", "Store traffic was off 3%."),
    ("en", "Click-through rates were up 12%."),
    ("en", "Search queries were up 15%."),
    ("en", "Prosus ended 14% lower."),
    ("en", "The fund is down 9% this year."),
    ("en", "Time spent on Reels is up 40%."),
    ("en", "Home prices were 12% higher."),
    ("en", "The dividend will be $0.77 per share, up 24 percent."),
    ("en", "Cost per click, or how much it can charge for its ads, was down 11% on the year before."),
    ("en", "Companies such as Zebulon's, which have risen 12%, are dearer."),
    ("zh", "Meta股价下跌约7%，维亚康姆 CBS 股价也下跌近4%。"),
    ("zh", "Meta股价大涨6%，持有Meta 13%股份的创办人身价大增。"),
]  # fmt: skip
INDICES = [
    ("en", "The tech-focused Nasdaq, of which Meta is a major part, plunged 3.7 percent.", "IXIC"),
    ("zh", "恒指一度升133点，腾讯涨1%。收市报19,830点，挫210点或1.05%。", "HSI"),
]  # fmt: skip
NAMED = [
    ("Prosus, which owns a quarter of Tencent, slipped 3%.", ["Prosus"]),
    ("Nvidia, whose chips fill Oracle's halls, gained 3.8%.", ["NVDA"]),
    ("Rents, which had fallen for a year, rose 3%.", []),
    ("Wages climbed 4%.", []),
]
OWN = [
    ("en", "The stock was down 7%.", -7.0),
    ("en", "Meta was trading 14% lower.", -14.0),
    ("en", "Meta's stock closed half a per cent down.", -0.5),
    ("en", "The shares ended 3% higher.", 3.0),
    ("zh", "Meta 股价下跌近4%。", -4.0),
]


@pytest.mark.parametrize(("language", "text"), STRANGERS)
def test_what_else_moved_is_no_move_of_the_company(language: str, text: str) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2024-02-10").claims
    moves = [c for c in claims if c.measure.startswith(("price.", "market_cap.")) and c.subject == "META"]
    assert len(moves) == ("Meta" in text)


@pytest.mark.parametrize(("text", "subjects"), NAMED)
def test_a_move_is_that_of_the_subject_in_front_of_what_is_said_of_it(text: str, subjects: list[str]) -> None:
    claims = tapeline.read(text, language="en", company="META", published="2024-02-10").claims
    assert [c.subject for c in claims if c.measure == "price.return"] == subjects


@pytest.mark.parametrize(("language", "text", "by"), OWN)
def test_its_own_moves_are_read(language: str, text: str, by: float) -> None:
    (claim,) = tapeline.read(text, language=language, company="META", published="2024-02-10").claims
    assert (claim.measure, claim.subject) == ("price.return", "META")
    assert claim.asserted is not None
    assert claim.asserted.quantity is not None
    assert claim.asserted.quantity.low <= by <= claim.asserted.quantity.high


def test_a_percentage_behind_a_level_is_of_the_same_time_of_the_day() -> None:
    morning, close = [
        c
        for c in tapeline.read(
            "沪指半日收报3012.90点，跌0.99%。截至收盘，沪指报2997.07点，跌幅1.51%。",
            language="zh",
            company="META",
            published="2024-02-10",
        ).claims
        if c.measure == "price.return"
    ]
    assert (morning.args.get("session"), close.args.get("session")) == ("traded", None)


@pytest.mark.parametrize(("language", "text"), [
    ("zh", "超三分之一市值没了。"),  # over a time that is not told
    ("zh", "某某板半日收报9621.33点，跌0.83%。"),  # no share is counted in points
    ("zh", "扎克伯格持有的股份市值一天缩水300亿美元。"),
    ("en", "The S&P 500 took 41 years to reach its first milestone of 1,000."),
])  # fmt: skip
def test_what_is_read_and_not_measured(language: str, text: str) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2024-02-10").claims
    assert not [c for c in claims if c.measure.startswith(("price.", "market_cap."))]


@pytest.mark.parametrize(("language", "text", "index"), INDICES)
def test_an_index_is_what_counts_points_or_stands_before_an_aside(language: str, text: str, index: str) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2024-02-10").claims
    assert [c.subject for c in claims if c.measure == "price.return"][-1] == index
