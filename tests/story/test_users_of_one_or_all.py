"""Users told without their service: of one service, or of all that a company has."""

from __future__ import annotations

import pytest

import tapeline


def verdicts(text: str, language: str) -> list[str]:
    story = tapeline.read(text, language=language, company="META", published="2024-02-03")
    return [v.verdict for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True) if c.kind == "users"]


@pytest.mark.parametrize(
    ("language", "text", "verdict"),
    [
        ("en", "Daily active users came to 3.19 billion.", "supported"),
        ("en", "Daily active users came to 2.11 billion.", "supported"),
        ("en", "Daily active users came to 5.2 billion.", "contradicted"),
        ("en", "Facebook's daily active users came to 3.19 billion.", "contradicted"),
        ("en", "At Facebook's parent, daily active users came to 3.19 billion.", "supported"),
        ("en", "Its apps are used daily by 3.19 billion people.", "supported"),
        ("zh", "日活用户达31.9亿。", "supported"),
        ("zh", "脸书的日活用户达31.9亿。", "contradicted"),
        ("zh", "脸书母公司Meta的日活用户达31.9亿。", "supported"),
        ("zh", "日活用户达52亿。", "contradicted"),
    ],
)
def test_a_count_may_be_of_one_service_or_of_all(language: str, text: str, verdict: str) -> None:
    assert verdicts(text, language) == [verdict]


def test_nothing_is_contradicted_while_the_record_lacks_the_other_count() -> None:
    assert verdicts("月活用户达52亿。", "zh") == ["unverifiable"]
