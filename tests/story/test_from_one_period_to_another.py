"""Figures that went from one period's level to another's: each level has its own period, a change is dated by where it came to, and one over several years by the base that its sentence gives."""

from __future__ import annotations

import pytest
from reading_stories import checked

TRUE = [
    ("zh", "Meta收入从2022年的1166亿美元升至2023年的1349亿美元。", 2),
    ("zh", "Meta收入从2022年1166亿美元升至2023年1349亿美元。", 2),
    ("zh", "Meta净利润自2022年的232亿美元大增至391亿美元。", 2),
    ("zh", "Meta净利润从2022年四季度的46.5亿美元增至2023年四季度的140亿美元。", 2),
    ("zh", "Meta员工人数从2022年底的86482人降至2023年底的67317人。", 2),
    ("zh", "股价从周四的394.78美元升至周五的474.99美元。", 2),
    ("zh", "Meta收入由2022年的1166亿美元增长16%至2023年的1349亿美元。", 3),
    ("en", "Meta's revenue rose from $116.6 billion in 2022 to $134.9 billion in 2023.", 2),
    ("en", "Revenue rose 16% from $116.6 billion in 2022 to $134.9 billion in 2023.", 3),
    ("en", "Revenue rose 16% from $116.6 billion in 2022.", 2),
    ("en", "Headcount fell 22% from 86,482 in December 2022 to 67,317 in December 2023.", 3),
    ("en", "Net income tripled from $4.65 billion in the fourth quarter of 2022 to $14.02 billion in the fourth quarter of 2023.", 3),
    ("en", "For all of 2023, Meta made $39.1 billion on sales of $134.9 billion.", 2),
    ("en", "Meta's worst day came in February 2022, when it fell 26%.", 1),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "claims"), TRUE)
def test_what_is_true_is_supported(language: str, text: str, claims: int) -> None:
    found = checked(text, language)
    assert len(found) == claims
    assert {verdict for _, verdict in found} == {"supported"}


OVER_YEARS = [
    ("en", "Revenue has risen 57% since 2020.", "supported"),
    ("en", "Revenue rose 57% from 2020 to 2023.", "supported"),
    ("en", "From 2020 to 2023 revenue rose 57%.", "supported"),
    ("en", "Annual revenue grew 57% over three years.", "supported"),
    ("en", "Since 2021 Meta's annual revenue has grown 14%.", "supported"),
    ("en", "Revenue increased by $49 billion between 2020 and 2023.", "supported"),
    ("en", "Revenue rose 97% from 2020 to 2023.", "contradicted"),
    ("en", "Revenue grew 16% over three years.", "contradicted"),
    ("en", "Revenue has doubled since 2019.", "unverifiable"),
    ("en", "Revenue doubled in five years.", "unverifiable"),
    ("en", "Revenue grew 57% over several years.", "unverifiable"),
    ("en", "Meta's revenue rose 57% from $86 billion in 2020 to $134.9 billion in 2023.", "supported"),
    ("zh", "2020年至2023年，Meta收入增长57%。", "supported"),
    ("zh", "三年来Meta全年收入增长57%。", "supported"),
    ("zh", "自2020年以来，Meta的收入增长了57%。", "supported"),
    ("zh", "过去三年，公司净利润增长了34%。", "supported"),
    ("zh", "过去三年，公司净利润增长了69%。", "contradicted"),
    ("zh", "Meta年收入从2020年的860亿美元增长到2023年的1349亿美元，增长57%。", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "verdict"), OVER_YEARS)
def test_a_change_over_several_years_is_set_beside_its_own_base(language: str, text: str, verdict: str) -> None:
    changes = {"fact.growth", "fact.ratio", "fact.change", ""}
    assert [v for m, v in checked(text, language) if m in changes] == [verdict]


ONE_YEAR = [
    ("en", "Revenue rose 25%, the fastest since 2020.", "supported"),
    ("en", "Revenue is up 16% since 2022.", "supported"),
    ("en", "Revenue rose 57% in the fourth quarter.", "contradicted"),
    ("en", "Net income tripled from a year earlier.", "supported"),
    ("zh", "公司十年来最差的成绩过后，第四季度收入增长25%。", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "verdict"), ONE_YEAR)
def test_a_change_over_one_year_is_checked(language: str, text: str, verdict: str) -> None:
    assert [v for m, v in checked(text, language) if m in {"fact.growth", "fact.ratio"}] == [verdict]


GOODS = ["单条广告均价上涨2%。", "广告价格上涨2%。"]


@pytest.mark.parametrize("text", GOODS)
def test_the_price_of_goods_is_no_shares(text: str) -> None:
    assert not [m for m, _ in checked(text, "zh") if m]
