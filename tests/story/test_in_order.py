"""Numbers listed behind one figure or several: each of its own noun, its own time or its own part of one."""

from __future__ import annotations

import pytest

import tapeline

EN, ZH = ("en", "2024-02-03"), ("zh", "2024-02-03")


def claims(told: tuple[str, str], text: str) -> list[tapeline.Claim]:
    language, published = told
    return list(tapeline.read(text, language=language, company="META", published=published).claims)


@pytest.mark.parametrize(
    ("told", "text", "starts"),
    [
        (EN, "Revenue was $117.9 billion, $116.6 billion and $134.9 billion in 2021, 2022 and 2023.",
         ["2021-01-01", "2022-01-01", "2023-01-01"]),
        (EN, "Net income in 2021, 2022 and 2023 was $39.4 billion, $23.2 billion and $39.1 billion.",
         ["2021-01-01", "2022-01-01", "2023-01-01"]),
        (EN, "Net income was $7.5bn, $6.7bn, $4.4bn and $4.7bn in the four quarters of 2022.",
         ["2022-01-01", "2022-04-01", "2022-07-01", "2022-10-01"]),
        (EN, "In the four quarters of 2022 revenue grew 7%, fell 1%, fell 4% and fell 4%.",
         ["2022-01-01", "2022-04-01", "2022-07-01", "2022-10-01"]),
        (EN, "Revenue was $27.9 billion in the first quarter of 2022, $28.8 billion in the second and $27.7 billion in the third.",
         ["2022-01-01", "2022-04-01", "2022-07-01"]),
        (EN, ("Costs were $23.73 billion and $88.15 billion, a decrease of 8% year-over-year and an increase of 1%, "
             "for the fourth quarter and full year 2023, respectively."),
         ["2023-10-01", "2023-01-01", "2023-10-01", "2023-01-01"]),
        (ZH, "2021年至2023年，Meta收入分别为1179亿、1166亿和1349亿美元。", ["2021-01-01", "2022-01-01", "2023-01-01"]),
        (ZH, "2021、2022、2023年收入分别为1179亿美元、1166亿美元、1349亿美元。", ["2021-01-01", "2022-01-01", "2023-01-01"]),
        (ZH, "2023年四个季度，Meta收入分别增长3%、11%、23%和25%。", ["2023-01-01", "2023-04-01", "2023-07-01", "2023-10-01"]),
    ],
)  # fmt: skip
def test_each_number_has_its_own_time(told: tuple[str, str], text: str, starts: list[str]) -> None:
    found = [c for c in claims(told, text) if c.measure in {"fact.value", "fact.growth"}]
    assert sorted(str(c.period.start) for c in found if c.period) == sorted(starts)
    verdicts = tapeline.check(tapeline.read(text, language=told[0], company="META", published=told[1])).verdicts
    assert {v.verdict for v in verdicts if v.claim in {c.id for c in found}} == {"supported"}


def test_each_number_has_its_own_noun() -> None:
    found = claims(EN, "Revenue, costs and profit were $134.9 billion, $88.2 billion and $39.1 billion in 2023.")
    assert [c.args["metric"] for c in found] == ["revenue", "costs_and_expenses", "net_income"]


@pytest.mark.parametrize(
    "text",
    [
        "Revenue growth was 7%, -1%, -4% and -4%.",
        "Meta had cash, operating income and net income of $65.4 billion, $46.8 billion and $39.1 billion.",
        "Net income was $7.5bn, $6.7bn and $4.4bn in the four quarters of 2022.",
    ],
)
def test_a_list_that_fits_no_times_and_no_nouns_is_not_measured(text: str) -> None:
    assert all(not c.measure for c in claims(EN, text))


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        (
            "Revenue of $134.9 billion and net income of $39.1 billion made 2023 a good year.",
            ["fact.value", "fact.value"],
        ),
        ("It earned $39.1 billion and spent $28.1 billion on capital goods.", ["fact.value", ""]),
    ],
)
def test_numbers_with_words_of_their_own_are_no_list(text: str, measured: list[str]) -> None:
    assert [c.measure for c in claims(EN, text)] == measured
