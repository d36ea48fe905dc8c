"""Figures as headlines and short posts write them: what was expected in a bracket, news behind "on", a quarter whose results moved a price, a last day without its first."""

from __future__ import annotations

from datetime import date

import pytest
from reading_stories import of_meta

from tapeline.claim import Claim
from tapeline.story.text import sentences


def read(text: str) -> tuple[Claim, ...]:
    return of_meta(text, published="2018-07-26").claims


EXPECTED = [
    "Revenue was $13.23 billion vs. $13.36 billion est.",
    "$META: revenue $13.23B vs. $13.36B exp.",
    "Revenue of $13.23 billion (est. $13.36 billion).",
    "Revenue was $13.23 billion (expected: $13.36 billion).",
    "Revenue was $13.23 billion against a $13.36 billion consensus estimate.",
]


@pytest.mark.parametrize("text", EXPECTED)
def test_what_was_expected_is_no_result(text: str) -> None:
    told, expected = read(text)
    assert (told.kind, told.measure) == ("results", "fact.value")
    assert (expected.kind, expected.measure) == ("forecast", "")


def test_what_it_is_set_beside_without_such_a_word_is_the_year_befores() -> None:
    told, before = read("Revenue was $13.23 billion vs. $9.32 billion.")
    assert (told.measure, before.measure) == ("fact.value", "fact.value")


NEWS = [
    ("Facebook fell 19% on weak ad revenue.", "price.return"),
    ("It fell 19% on slower growth in sales.", "price.return"),
    ("Facebook rose 20% on better-than-expected profit on Thursday.", "price.return"),
    ("Profit rose 20% on strong revenue.", "fact.growth"),
    ("Facebook rose 20% after hours on strong revenue.", ""),
    ("Facebook +20% after hours on Q4 beat.", ""),
]


@pytest.mark.parametrize(("text", "measure"), NEWS)
def test_the_news_of_a_move_is_not_what_moved(text: str, measure: str) -> None:
    (move,) = [c for c in read(text) if c.asserted is not None and c.asserted.quantity.unit == "%"]
    assert move.measure == measure


OF_NO_QUARTER = [
    "Facebook rose 20% on fourth-quarter results.",
    "Facebook rose 20% on Q4 beat.",
    "The stock fell 19% on second-quarter revenue.",
]


@pytest.mark.parametrize("text", OF_NO_QUARTER)
def test_a_quarter_of_results_is_no_time_of_a_move(text: str) -> None:
    (move,) = [c for c in read(text) if c.measure == "price.return"]
    assert move.period is None


def test_a_quarter_alone_is_the_time_of_a_move() -> None:
    (move,) = read("Facebook shares jumped 20% in the fourth quarter.")
    assert move.period is not None
    assert move.period.start == date(2017, 10, 1)


@pytest.mark.parametrize(
    "text",
    ["Facebook was worth $0.51T. Apple was next.", "It trades at 26x. Cheap?", "Sales came to $13B. $AAPL rose."],
)
def test_a_sentence_ends_behind_the_letter_of_a_number(text: str) -> None:
    assert len(sentences(text)) == 2


def test_what_ranks_behind_another_is_no_cause() -> None:
    (one,) = read("Facebook is behind only Apple and Microsoft by market value.")
    assert (one.kind, one.measure, one.args["than"]) == ("comparison", "market_cap.compare", "AAPL")


UNTIL = [
    ("Shares fell 18% through Friday.", ""),
    ("The stock had fallen 18% until Friday's close.", ""),
    ("Shares rose 5% from July 2 through July 20.", "price.return"),
    ("Facebook gained 23% this year through Wednesday.", "price.return"),
    ("The stock broke through Friday's high, rising 5% on Monday.", "price.return"),
]


@pytest.mark.parametrize(("text", "measure"), UNTIL)
def test_a_move_until_a_day_needs_its_first(text: str, measure: str) -> None:
    (move,) = [c for c in read(text) if c.kind == "price_move"]
    assert move.measure == measure
