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
