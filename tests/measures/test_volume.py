"""Shares traded on a day, and stories that tell of them."""

from __future__ import annotations

from datetime import date

import pytest

import tapeline
from tapeline.errors import UnmeasurableError
from tapeline.measures.registry import Question, ask
from tapeline.record import Record


def asked(record: Record, entity: str, day: str, known: str = "2024-12-31"):
    on = date.fromisoformat(day)
    return ask(record, "price.volume", Question(entity, date.fromisoformat(known), on, on))


def test_a_days_volume_is_that_of_the_tape(record: Record) -> None:
    """Some 188.1 million Meta shares changed hands on 3 February 2022, as the press told it then."""
    assert asked(record, "META", "2022-02-03").value == pytest.approx(188.1e6, rel=1e-3)


def test_a_day_without_a_session_is_the_last_one_before_it(record: Record) -> None:
    assert asked(record, "META", "2022-02-05").as_of == date(2022, 2, 4)


def test_a_day_before_a_split_is_told_in_either_kind_of_share(record: Record) -> None:
    first = asked(record, "AMZN", "2022-02-04")
    then, now = first.value, first.bases[0].value
    assert now == pytest.approx(20 * then)


def test_a_longer_time_has_no_volume_of_a_day(record: Record) -> None:
    with pytest.raises(UnmeasurableError):
        ask(record, "price.volume", Question("META", date(2024, 12, 31), date(2022, 1, 1), date(2022, 12, 31)))


@pytest.mark.parametrize(
    ("text", "language", "verdict"),
    [
        ("Meta closed at $237.76 on Thursday. Some 188 million shares were traded.", "en", "supported"),
        ("Meta closed at $237.76 on Thursday on turnover of 188.1 million shares.", "en", "supported"),
        ("Meta fell 26.4% on Thursday. Volume: 288.1 million.", "en", "contradicted"),
        ("Meta周四收报237.76美元，全天成交约1.88亿股。", "zh", "supported"),
        ("Meta周四收报237.76美元，当天1.88亿股易手。", "zh", "supported"),
    ],
)
def test_a_story_that_tells_the_volume_is_checked(text: str, language: str, verdict: str) -> None:
    story = tapeline.read(text, language=language, company="META", published="2022-02-03")
    pairs = zip(story.claims, tapeline.check(story).verdicts, strict=True)
    assert [v.verdict for c, v in pairs if c.measure == "price.volume"] == [verdict]


@pytest.mark.parametrize(
    "text", ["Volume on U.S. exchanges was 11.5 billion shares.", "Meta bought 188 million shares."]
)
def test_a_markets_volume_and_what_somebody_bought_are_no_companys(text: str) -> None:
    story = tapeline.read(text, language="en", company="META", published="2022-02-03")
    assert not any(c.measure == "price.volume" for c in story.claims)
