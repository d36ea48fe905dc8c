"""Figures that no frame takes: read with the kind that their words tell, for no measure, or left unread where they say nothing."""

from __future__ import annotations

import pytest

import tapeline

READ = [
    ("en", "His 3.5% of the shares is worth a great deal.", "holding", 3.5, "%"),
    ("en", "Zuckerberg's pay climbed 60% to $34.2 million last year.", "person", 60.0, "%"),
    ("en", "The odds of a recession rose to 25%, one bank reckons.", "forecast", 25.0, "%"),
    ("en", "Meta's cloud business grew 29%.", "ratio", 29.0, "%"),
    ("en", "The flotation brought in $16 billion, a record for the sector.", "event", 1.6e10, "USD"),
    ("zh", "他的年薪为100万美元。", "person", 1e6, "USD"),
    ("zh", "买回6.13亿股，是回购史上少有的。", "buyback", 6.13e8, "shares"),
    ("zh", "高盛将经济衰退的概率上调至25%。", "forecast", 25.0, "%"),
    ("zh", "公司市值不到亚马逊的四成。", "comparison", 40.0, "%"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "value", "unit"), READ)
def test_a_figure_is_of_the_kind_that_its_words_tell(
    language: str, text: str, kind: str, value: float, unit: str
) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2024-02-03").claims
    found = [
        (c.kind, c.asserted.figure.value, c.asserted.unit, c.measure)
        for c in claims
        if c.asserted and c.asserted.figure
    ]
    assert (kind, value, unit, "") in found


@pytest.mark.parametrize(("language", "text"), [
    ("en", "The board met 14 times."),
    ("en", "Half of it is gone."),
    ("en", "Revenue guidance holds, give or take 2%."),
    ("zh", "每10股派息。"),
    ("zh", "(单位:人民币百万元)"),
])  # fmt: skip
def test_what_is_of_nothing_that_the_record_holds_stays_unread(language: str, text: str) -> None:
    story = tapeline.read(text, language=language, company="META", published="2024-02-03")
    assert not [c for c in story.claims if c.asserted]


@pytest.mark.parametrize(("language", "text", "wanted"), [
    ("en", "The 10-year yield fell to 4.21%.", [("ratio", 4.21, "%")]),
    ("en", "The two-year Treasury yield shot up to 3.76%.", [("ratio", 3.76, "%")]),
    ("en", "Brent crude lost 0.8% to settle at $74.38 a barrel.", [("price_move", -0.8, "%"), ("price_move", 74.38, "USD")]),
    ("zh", "十年期国债收益率降至4.21%。", [("ratio", 4.21, "%")]),
    ("zh", "现货黄金跌0.8%，报2039美元/盎司。", [("price_move", -0.8, "%"), ("price_move", 2039.0, "USD")]),
])  # fmt: skip
def test_rates_goods_and_currencies_are_read_for_no_measure(language: str, text: str, wanted: list) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2024-02-03").claims
    assert [(c.kind, c.asserted.figure.value, c.asserted.unit) for c in claims] == wanted
    assert {(c.measure, c.subject) for c in claims} == {("", "")}


def test_the_move_of_a_company_that_no_record_knows_is_its_own_and_unverifiable() -> None:
    for language, text, subject in (("en", "Kroger lost 6%.", "Kroger"), ("zh", "海底捞股价下跌6%。", "海底捞")):
        story = tapeline.read(text, language=language, company="META", published="2024-02-03")
        (claim,) = story.claims
        assert (claim.subject, claim.kind) == (subject, "price_move")
        assert tapeline.check(story).verdicts[0].verdict == "unverifiable"


def test_such_a_claim_is_unverifiable_and_says_why() -> None:
    story = tapeline.read(
        "Zuckerberg's pay climbed 60% last year.", language="en", company="META", published="2024-02-03"
    )
    (verdict,) = tapeline.check(story).verdicts
    assert verdict.verdict == "unverifiable"
    assert verdict.missing
