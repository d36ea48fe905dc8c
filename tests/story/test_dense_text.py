"""What dense texts say in few words: figures that another takes up, that lie ahead, or that are a change and no level."""

from __future__ import annotations

import pytest

import tapeline

CASES = [
    ("en", "MSFT", "Intelligent Cloud contributed $28.5 billion, up 19%, in the quarter.", ("ratio", "stated", 19.0)),
    ("en", "TSLA", "Analysts project revenue of $113 billion in 2025.", ("forecast", "forecast", 1.13e11)),
    ("en", "TSLA", "Vehicle deliveries grow 25% next year, on the company's own count.", ("forecast", "forecast", 25.0)),
    ("en", "TSLA", "Shares in the electric-car maker sank 12.3%.", ("price_move", "stated", -12.3)),
    ("en", "AAPL", "The shares slid 4.8% on Friday, taking $146 billion off the value.", ("market_cap_change", "stated", -1.46e11)),
    ("zh", "META", "当天股价暴涨20.3%，一口气多出1970亿美元市值。", ("market_cap_change", "stated", 1.97e11)),
    ("zh", "META", "第一季度营收介于345亿至370亿美元。", ("forecast", "forecast", 3.45e10)),
    ("zh", "META", "裁员占员工的13%。", ("headcount", "stated", 13.0)),
    ("zh", "META", "公司回购了股票，占去年末流通股的2.1%。", ("buyback", "stated", 2.1)),
    ("zh", "META", "高盛昨天把目标价从380美元提到了500美元，你现在跑？", ("forecast", "forecast", 500.0)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "company", "text", "expected"), CASES)
def test_a_figure_is_what_its_few_words_make_it(
    language: str, company: str, text: str, expected: tuple[str, str, float]
) -> None:
    claims = tapeline.read(text, language=language, company=company, published="2024-02-03").claims
    found = [(c.kind, c.modality, c.asserted.figure.value) for c in claims if c.asserted and c.asserted.figure]
    assert expected in found


@pytest.mark.parametrize(("language", "text", "never"), [
    ("en", "Intelligent Cloud contributed $28.5 billion, up 19%.", "price_move"),
    ("zh", "全靠云撑着，云涨6%。", "price_move"),
    ("en", "Meta shares fell 4%, knocking $40 billion off the value.", "market_cap"),
    ("en", "The Nasdaq Composite shed 3.64% to finish on 17,342.41.", "headcount"),
    ("zh", "我觉得推手是回购：公司持有4.2%的股份。", "opinion"),
])  # fmt: skip
def test_and_nothing_else(language: str, text: str, never: str) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2024-02-03").claims
    assert never not in {c.kind for c in claims if c.asserted}


THREAD = [
    ("en", "$META closed +20.3% on Friday at $474.99.", [("price.return", 20.3), ("price.level", 474.99)]),
    ("en", "Q4 rev $40.1bn, +25% YoY.", [("fact.value", 4.01e10), ("fact.growth", 25.0)]),
    ("en", "Headcount 67,317, -22% YoY.", [("fact.value", 67317.0), ("fact.growth", -22.0)]),
    ("en", "FY23 revenue $134.9bn, +16%.", [("fact.value", 1.349e11), ("fact.growth", 16.0)]),
    ("en", "Stock is up 34% this year after +194% in 2023 and -64% in 2022.",
     [("price.return", 34.0), ("price.return", 194.0), ("price.return", -64.0)]),
    ("en", "First dividend ever: $0.50 a qtr, so $2 a yr.", [("dividend.per_share", 0.5), ("dividend.per_share", 2.0)]),
    ("zh", "四季度营收401亿美元，+25%。", [("fact.value", 4.01e10), ("fact.growth", 25.0)]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), THREAD)
def test_the_shorthand_of_threads_is_measured_and_true(
    language: str, text: str, expected: list[tuple[str, float]]
) -> None:
    story = tapeline.read(text, language=language, company="META", published="2024-02-03")
    measured = [c for c in story.claims if c.measure and c.asserted and c.asserted.figure]
    assert [(c.measure, c.asserted.figure.value) for c in measured if c.asserted and c.asserted.figure] == expected
    verdicts = {v.claim: v.verdict for v in tapeline.check(story).verdicts}
    assert {verdicts[c.id] for c in measured} == {"supported"}
