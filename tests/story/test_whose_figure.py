"""Whose a figure is, and what it is not: subjects of their own, sources, infinitives, stretches of time, distances from a record."""

from __future__ import annotations

import pytest

import tapeline
from tapeline.claim import Claim


def _read(language: str, text: str, company: str = "META") -> tuple[Claim, ...]:
    return tapeline.read(text, language=language, company=company, published="2024-02-03").claims


@pytest.mark.parametrize(("language", "text", "value", "subject"), [
    ("en", "Apple's sales fell 4%, while Microsoft's rose 17%.", 17.0, "MSFT"),
    ("en", "Revenue at Apple was $119.6 billion; Amazon, by contrast, took in $170 billion.", 1.7e11, "AMZN"),
    ("zh", "苹果毛利率45.9%，微软是68%。", 68.0, "MSFT"),
    ("en", "Nvidia was the exception: it rose 4.4%.", 4.4, "NVDA"),
    ("zh", "高盛把目标价从400美元提到500美元。", 500.0, "META"),
])  # fmt: skip
def test_a_figure_is_that_of_the_company_whose_part_of_the_sentence_it_stands_in(
    language: str, text: str, value: float, subject: str
) -> None:
    found = {c.asserted.figure.value: c.subject for c in _read(language, text) if c.asserted and c.asserted.figure}
    assert found[value] == subject


def test_a_section_is_about_the_company_that_its_heading_names() -> None:
    text = (
        "Morning note\n\nAmazon (AMZN): Buy\n\nRevenue rose 14% to $170.0 billion.\n\nApple: Hold\n\nRevenue rose 2%.\n"
    )
    assert [c.subject for c in _read("en", text) if c.kind in {"ratio", "results"}] == ["AMZN", "AMZN", "AAPL"]


def test_an_answer_goes_on_with_the_company_of_its_question() -> None:
    text = "Did Amazon split its stock?\n\nYes. The shares rose 5% on Friday.\n"
    assert [c.subject for c in _read("en", text) if c.kind == "price_move"] == ["AMZN"]


@pytest.mark.parametrize(("language", "text", "kind"), [
    ("en", "It owes more than it earned last year, and borrowed to buy Cerner for $28 billion.", "results"),
    ("en", "The Nasdaq Composite fell on Wednesday after results from Alphabet.", "event"),
    ("en", "Sales have fallen three quarters running.", "ratio"),
    ("en", "The index is more than 10% below its July record.", "record"),
    ("en", "He bought about 12,500 shares on Monday.", "event"),
    ("en", "Meta has since 2017 retired close to 10% of its shares.", "person"),
    ("en", "The dividend costs it $2.2 billion a year.", "results"),
    ("en", "Meta has spent more than $100 billion on its own shares since 2017.", "person"),
    ("zh", "业绩公布当日股价跌10.6%。", "event"),
])  # fmt: skip
def test_what_a_figure_or_a_day_is_not(language: str, text: str, kind: str) -> None:
    assert not [c for c in _read(language, text) if c.kind == kind and (c.measure or c.asserted)]


def test_what_a_holder_takes_is_no_sum_that_the_company_paid() -> None:
    (claim,) = _read("zh", "从Meta拿到的股息大概是7亿美元。")
    assert (claim.kind, claim.measure) == ("dividend_income", "")


def test_a_level_that_was_passed_is_a_bound() -> None:
    claims = _read("zh", "周五Meta股价收在470美元上方。")
    assert [(c.measure, c.asserted.figure.hedge) for c in claims if c.asserted and c.asserted.figure] == [
        ("price.level", "over")
    ]


@pytest.mark.parametrize(
    ("surface", "text"), [("滙豐", "滙豐升1.2%。"), ("匯豐", "汇丰升1.2%。"), ("汇丰", "匯豐升1.2%。")]
)
def test_a_name_is_found_in_either_script(surface: str, text: str) -> None:
    from tapeline.story.names import Name, Names
    from tapeline.story.text import normalise

    found = Names((Name(surface, "company", "HSBC"),)).find(normalise(text))
    assert [m.name.key for m in found] == ["HSBC"]


NAMED_METRICS = [
    ("en", "Net cash provided by operating activities was $19.4 billion.", ["operating_cash_flow"]),
    ("en", "Cash flow from operations was $19.4 billion.", ["operating_cash_flow"]),
    ("zh", "经营活动产生的现金流量净额为34.5亿元。", ["operating_cash_flow"]),
    ("en", "The shares trade at 25 times forward earnings and 8 times sales.", ["price_multiple", "price_to_sales"]),
    ("en", "The stock trades at 3 times book value.", ["price_to_book"]),
    ("zh", "公司预期市盈率为25倍，市净率为2.5倍。", ["price_multiple", "price_to_book"]),
]


@pytest.mark.parametrize(("language", "text", "metrics"), NAMED_METRICS)
def test_a_figure_is_of_what_its_words_name(language, text, metrics):
    story = tapeline.read(text, language=language, company="META", published="2024-02-10")
    assert [(c.args["metric"], c.modality) for c in story.claims] == [(m, "stated") for m in metrics]
