"""A year that a paragraph speaks of, figures with a date each, and moves that no day could hold."""

from __future__ import annotations

import pytest

import tapeline

SUPPORTED = [
    ("en", "In 2023 the tide turned. Nvidia's shares more than tripled, gaining 239 percent. Meta rose 194 percent.", 3),
    ("en", "The year 2023 was kinder to it. Apple gained 48 percent.", 1),
    ("zh", "2023年局面逆转。英伟达股价全年上涨239%,Meta上涨194%。", 2),
    ("zh", "2022年,美国科技股遭遇重挫。Meta股价全年下跌64%,亚马逊股价跌去一半。", 2),
    ("en", "Apple rose 7 percent on Jan. 28, 2022. A week later, on Feb. 4, Amazon jumped 13.5 percent.", 2),
    ("en", "Meta's revenue rose from $116.6 billion in 2022 to $134.9 billion in 2023.", 2),
    ("en", "Meta's headcount went from 86,482 at the end of 2022 to 67,317 a year later.", 2),
    ("en", "Revenue fell in 2022 for the first time. Net income dropped 41 percent to $23.2 billion, from $39.4 billion in 2021.", 3),
    ("en", "Meta earned $23.2 billion in 2022, down from $39.4 billion in 2021. Reality Labs lost $13.7 billion that year.", 3),
    ("en", "In the fourth quarter of 2023 Meta's revenue was $40.1 billion, up from $32.2 billion in the same quarter of 2022, and operating income was $16.4 billion, more than double the $6.4 billion of a year earlier.", 4),
    ("en", "Amazon jumped 13.5 percent on Feb. 4, 2022, its best day since 2020.", 2),
    ("en", "Friday's gain of 20.3 percent was the stock's third largest ever.", 1),
    ("en", "On Oct. 26, 2022, Meta said that third-quarter revenue had fallen 4 percent to $27.7 billion and that net income had halved to $4.4 billion.", 4),
    ("en", "On Oct. 26, 2022, Meta reported. The next day the stock fell 24.6 percent, its worst day since February, and closed at $97.94.", 3),
    ("en", "On Oct. 26, 2022, Meta reported. On Nov. 9 the stock rose 5.2 percent.", 1),
    ("en", "On Feb. 1, 2023, Meta reported fourth-quarter sales of $32.2 billion. The next day the shares soared 23.3 percent.", 2),
    ("en", "Meta's rise of 20.3 percent a week ago was its biggest one-day gain since it jumped 23.3 percent on Feb. 2, 2023.", 2),
    ("en", "Net income of $14.0 billion was three times the $4.65 billion of the fourth quarter of 2022.", 2),
    ("en", "Meta shares have risen 32 percent so far this year after almost tripling in 2023.", 1),
    ("en", "In 2023 the S&P 500 climbed. It rose 24 percent.", 1),
    ("zh", "Meta营收由2022年的1166亿美元增至2023年的1349亿美元。", 2),
    ("zh", "Meta员工总数由2022年底的86482人降至2023年底的67317人。", 2),
    ("zh", "Meta员工总数由2022年底的86482人降至67317人。", 2),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "least"), SUPPORTED)
def test_true_statements_told_by_a_year_or_with_a_date_each(language: str, text: str, least: int) -> None:
    story = tapeline.read(text, language=language, company="META", published="2024-02-10")
    verdicts = [v.verdict for v in tapeline.check(story).verdicts]
    assert verdicts.count("supported") >= least
    assert not {"contradicted", "imprecise", "inconsistent"} & set(verdicts)


def test_a_day_named_last_goes_before_the_year_of_the_paragraph() -> None:
    text = "Meta's revenue reached $134.9 billion in 2023. The shares closed at $474.99 on Feb. 2, 2024. They rose 20.3 percent."
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    moved = next(c for c in story.claims if c.measure == "price.return")
    assert str(moved.period.start) == "2024-02-02"


@pytest.mark.parametrize("text", ["Meta's shares have tripled.", "Meta's shares rose 900 percent."])
def test_a_move_that_no_day_holds_is_not_that_of_the_storys_day(text: str) -> None:
    story = tapeline.read(
        f"Meta rose 20.3 percent on Friday.\n\n{text}", language="en", company="META", published="2024-02-03"
    )
    _, far = tapeline.check(story).verdicts
    assert (far.verdict, story.claims[1].measure) == ("unverifiable", "")
    assert far.missing


def test_a_year_ends_with_its_paragraph() -> None:
    text = "In 2022 it all went wrong.\n\nMeta's shares rose 20.3 percent."
    story = tapeline.read(text, language="en", company="META", published="2024-02-03")
    assert not [c for c in story.claims if c.period and c.period.start.year == 2022]


def test_a_table_in_millions_is_read_in_its_size_and_a_column_without_a_head_is_not_checked() -> None:
    """Neither is $40,111 a revenue, nor is last year's column this year's: both would be wrong numbers."""
    text = (
        "Statements of income (in millions, except per share data)\n\n"
        "Revenue                 $40,111    $32,165\nDiluted EPS             $5.33      $1.76\n"
    )
    story = tapeline.read(text, language="en", company="META", published="2024-02-03")
    assert [(c.asserted.quantity.middle, c.measure) for c in story.claims if c.asserted] == [
        (40_111e6, "fact.value"), (32_165e6, ""), (5.33, "fact.value"), (1.76, "")]  # fmt: skip
