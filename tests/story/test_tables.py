"""Tables in a story: each cell under the head of its column, in the table's money and size."""

from __future__ import annotations

import pytest

import tapeline
from tapeline.claim import Claim
from tapeline.story import tables

INCOME = """Meta Platforms reports results

(In millions, except per share amounts)
                            Three Months Ended December 31,    Twelve Months Ended December 31,
                            2023         2022         2023         2022
Revenue                     $ 40,111     $ 32,165     $ 134,902    $ 116,609
Cost of revenue             7,695        8,336        25,959       25,249
Net income                  $ 14,017     $ 4,652      $ 39,098     $ 23,200
Earnings per share:
Diluted                     $ 5.33       $ 1.76       $ 14.87      $ 8.59

Income (loss) from operations:
Reality Labs                (4,646)      (4,279)      (16,120)     (13,717)

Revenue rose 25% from a year earlier.
"""


def _read(text: str, language: str = "en", **more: str) -> tuple[Claim, ...]:
    return tapeline.read(text, language=language, company="META", published="2024-02-02", **more).claims


def _cells(claims: tuple[Claim, ...]) -> list[tuple[str, float, str, str]]:
    return [(c.args.get("metric", ""), c.asserted.figure.value, c.asserted.unit, str(c.period.start) if c.period else "")
            for c in claims if c.asserted and c.asserted.figure]  # fmt: skip


def test_each_cell_has_the_size_the_money_and_the_period_of_its_column() -> None:
    cells = _cells(_read(INCOME))
    assert cells[:4] == [
        ("revenue", 40_111e6, "USD", "2023-10-01"),
        ("revenue", 32_165e6, "USD", "2022-10-01"),
        ("revenue", 134_902e6, "USD", "2023-01-01"),
        ("revenue", 116_609e6, "USD", "2022-01-01"),
    ]
    assert ("eps_diluted", 5.33, "USD/share", "2023-10-01") in cells
    assert ("reality_labs.operating_income", -16_120e6, "USD", "2023-01-01") in cells


def test_a_true_table_is_supported_cell_by_cell_and_a_row_without_a_measure_says_so() -> None:
    story = tapeline.read(INCOME, language="en", company="META", published="2024-02-02")
    verdicts = tapeline.check(story).verdicts
    by_row: dict[str, set[str]] = {}
    for c, v in zip(story.claims, verdicts, strict=True):
        by_row.setdefault(c.args.get("metric", ""), set()).add(v.verdict)
    assert by_row.pop("") == {"unverifiable"}
    assert set(by_row) == {"revenue", "net_income", "eps_diluted", "reality_labs.operating_income"}
    assert set.union(*by_row.values()) == {"supported"}


def test_two_cells_that_changed_places_are_contradicted() -> None:
    swapped = INCOME.replace("$ 40,111     $ 32,165 ", "$ 32,165     $ 40,111 ")
    story = tapeline.read(swapped, language="en", company="META", published="2024-02-02")
    wrong = [
        c.text for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True) if v.verdict == "contradicted"
    ]
    assert [w.split()[-1] for w in wrong] == ["32,165", "40,111"]


def test_the_head_of_a_table_is_listed_as_such() -> None:
    story = tapeline.read(INCOME, language="en", company="META", published="2024-02-02")
    assert [u.reason for u in story.unread] == ["the head of a table, by which its rows are read"] * 3


@pytest.mark.parametrize(("language", "text", "expected"), [
    ("zh", "经营数据(单位:人民币百万元)\n项目  2023年第四季度  2022年第四季度  同比\n收入  155,196  144,954  7%\n",
     [("revenue", 155_196e6, "CNY", "2023-10-01"), ("revenue", 144_954e6, "CNY", "2022-10-01"), ("revenue", 7.0, "%", "2023-10-01")]),
    ("zh", "(单位:百万)\n项目  2023年12月末  2022年12月末\n付费会员  248  234\n",
     [("users", 248e6, "people", "2023-12-21"), ("users", 234e6, "people", "2022-12-21")]),
    ("en", "(In thousands)\nQ4 FY23\tQ4 FY22\tChange\nNet income\t$\t1,500\t$\t3,000\t(50)\t%\n",
     [("net_income", 1.5e6, "USD", "2023-10-01"), ("net_income", 3e6, "USD", "2022-10-01"), ("net_income", -50.0, "%", "2023-10-01")]),
    ("en", "$ in billions | 2023 | 2022\nRevenue | 134.9 | 116.6\n",
     [("revenue", 134.9e9, "USD", "2023-01-01"), ("revenue", 116.6e9, "USD", "2022-01-01")]),
])  # fmt: skip
def test_heads_of_many_forms(language: str, text: str, expected: list[tuple[str, float, str, str]]) -> None:
    assert _cells(_read(text, language)) == expected


@pytest.mark.parametrize("text", [
    "Revenue  rose 25%  in the quarter.",
    "Meta said revenue was $40.1 billion.  Net income was $14.0 billion.",
])  # fmt: skip
def test_prose_with_wide_spaces_is_no_row(text: str) -> None:
    assert all(c.measure in {"fact.value", "fact.growth"} and c.text != "Revenue" for c in _read(text))
    assert len(_read(text)) == text.count("$") + text.count("%")


def test_columns_that_the_head_does_not_tell_are_checked_against_nothing() -> None:
    text = "(In millions)\n2023  2022\nRevenue  $40,111  32,165  31,254\n"
    assert [c.measure for c in _read(text)] == ["fact.value", "", ""]


def test_a_sign_in_a_cell_of_its_own_belongs_to_its_number() -> None:
    view = "Revenue\t$\t38,706\t24\t%"
    assert [view[a:b] for a, b in tables.cells(view, 0, len(view))] == ["Revenue", "$\t38,706", "24\t%"]
