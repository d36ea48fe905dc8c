"""Figures whose words speak against the kind that a frame took them for."""

from __future__ import annotations

import pytest
from reading_stories import read

from tapeline.story.frames.left import doubted

KEPT = [
    ("en", "Revenue rose 25% to $40.1 billion.", {"fact.growth", "fact.value"}),
    ("en", "Meta's shares fell 3% on Thursday.", {"price.return"}),
    ("en", "On a per-share basis, Meta had a loss of $2.41.", {"fact.value"}),
    ("en", "The dividend pays Mark Zuckerberg $175 million a quarter.", {"dividend.income"}),
    ("zh", "第四季度营收401亿美元，同比增长25%。", {"fact.growth", "fact.value"}),
]


@pytest.mark.parametrize(("language", "text", "measures"), KEPT)
def test_what_words_speak_for_is_asked_of_the_record(language: str, text: str, measures: set[str]) -> None:
    assert {c.measure for c in read(text, language).claims if c.measure} == measures


def test_a_doubted_figure_is_left_to_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Meta's revenue was $40.1 billion."
    assert [c.measure for c in read(text).claims] == ["fact.value"]
    monkeypatch.setattr(doubted, "LEAST", 1.1)
    (left,) = read(text).claims
    assert (left.measure, left.asserted.text) == ("", "$40.1 billion")
