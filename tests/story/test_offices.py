"""Offices that people hold: in full and by their initials, before a name, behind it and after "is", at the company that is named."""

from __future__ import annotations

import pytest

import tapeline


def checked(language: str, text: str) -> list[tuple[str, str]]:
    story = tapeline.read(text, language=language, company="META", published="2024-02-03")
    return [
        (v.verdict, str(c.args.get("role", "")))
        for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True)
        if c.kind == "person"
    ]


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("en", "Chief Executive Mark Zuckerberg spoke.", "Chief executive officer"),
        ("en", "Founder Mark Zuckerberg spoke.", "Founder"),
        ("en", "Chairman Mark Zuckerberg spoke.", "Chairman"),
        ("en", "Technology chief Andrew Bosworth spoke.", "Chief technology officer"),
        ("en", "Mark Zuckerberg is the chief executive of Meta.", "Chief executive officer"),
        ("en", "Mark Zuckerberg, the chief executive, spoke.", "Chief executive officer"),
        ("en", "Susan Li is Meta's chief financial officer.", "Chief financial officer"),
        ("en", "Adam Mosseri is head of Instagram.", "Head of Instagram"),
        ("en", "Will Cathcart, the head of WhatsApp, spoke.", "Head of WhatsApp"),
        ("zh", "Meta执行长扎克伯格发言。", "Chief executive officer"),
        ("zh", "Meta创办人扎克伯格发言。", "Founder"),
        ("zh", "考克斯是Meta的首席产品官。", "Chief product officer"),
    ],
)
def test_an_office_that_is_held(language, text, role):
    assert checked(language, text) == [("supported", role)]


def test_an_office_that_was_left_is_not_held():
    assert checked("en", "Sheryl Sandberg remains chief operating officer.")[0][0] == "contradicted"


@pytest.mark.parametrize("text", ["Mark Zuckerberg is CEO of Apple.", "Apple CEO Mark Zuckerberg spoke."])
def test_an_office_at_another_company_is_not_the_one_in_the_record(text):
    assert [verdict for verdict, _ in checked("en", text)] == ["unverifiable"]


@pytest.mark.parametrize(
    "text",
    [
        "Mark Zuckerberg is no longer chief executive.",
        "Mark Zuckerberg is not the chief executive of Apple.",
        "扎克伯格是否首席执行官？",
    ],
)
def test_an_office_that_is_denied_or_asked_about_is_not_checked(text):
    language = "en" if text.isascii() else "zh"
    assert not [verdict for verdict, _ in checked(language, text) if verdict in {"supported", "contradicted"}]
