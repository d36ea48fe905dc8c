"""Sentences as newspapers write them: subjects with asides, people by their given names, dividends and yields without their words."""

from __future__ import annotations

import pytest

import tapeline


def read(text: str, company: str = "META") -> list[tuple[str, str, str]]:
    """The kind, the subject and the figure's words of every claim that is no forecast."""
    story = tapeline.read(text, language="en", company=company, published="2024-02-10")
    return [
        (c.kind, c.subject, c.asserted.text if c.asserted else "") for c in story.claims if c.modality != "forecast"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nvidia, whose chips fill Oracle's halls, gained 3.8% on Friday.", ("price_move", "NVDA", "3.8%")),
        ("The Nasdaq Composite, dragged lower by IBM, lost 0.3% on Friday.", ("index", "IXIC", "0.3%")),
        ("Meta is larger than Netflix, which has 302 million paying members.", ("users", "NFLX", "302 million paying members")),
        ("Boeing fell 4% on Friday.", ("price_move", "BA", "4%")),
    ],
)  # fmt: skip
def test_the_subject_behind_an_aside(text, found):
    assert found in read(text)


def test_what_a_deal_costs_is_no_market_value():
    text = "OpenAI has agreed to buy computing worth around $300 billion from Oracle."
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    assert not [c for c in story.claims if c.measure == "market_cap.level"]


def test_more_than_the_day_before_is_a_change():
    text = "The company is worth about $1.2 trillion, some $197 billion more than on Thursday."
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    assert [(c.kind, c.measure) for c in story.claims] == [
        ("market_cap", "market_cap.level"),
        ("market_cap_change", ""),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Alphabet will hand shareholders 20 cents for each share.", ("dividend", "GOOGL", "20 cents for each share")),
        ("The yield works out at less than half of one percent.", ("ratio", "META", "half of one percent")),
        ("Coca-Cola has raised its dividend for 62 years running and pays around 3%.", ("ratio", "KO", "3%")),
        ("A dividend is due. His 140 shares will earn him $28 each quarter.", ("dividend_income", "META", "$28")),
    ],
)
def test_dividends_and_yields_without_their_words(text, found):
    assert found in read(text)


def test_the_length_of_a_streak_is_its_value():
    assert ("record", "KO", "62 years running") in read("Coca-Cola has raised its dividend for 62 years running.")


def test_a_growth_that_nothing_stopped_is_stated():
    story = tapeline.read(
        "AI had not stopped quarterly profit from growing by 57%.",
        language="en",
        company="META",
        published="2024-02-10",
    )
    assert [(c.kind, c.modality) for c in story.claims] == [("ratio", "stated")]


@pytest.mark.parametrize(
    "text",
    [
        "There was not much left.",
        "In 2015 you could buy a share for less than a cup of coffee.",
        "Charles Schwab opened early.",
    ],
)
def test_what_is_no_forecast_and_no_departure(text):
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    assert not [c for c in story.claims if c.kind in {"forecast", "person"}]


def test_people_by_their_given_names():
    text = "Lisa Su had been in charge for nine months. She joined AMD in 2012."
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    assert {c.args["person"] for c in story.claims if "person" in c.args} == {"Lisa Su"}


def test_the_other_holder_of_a_sentence():
    text = "Larry Page, 51, holds about 389 million shares and Sergey Brin, 50, roughly 362 million."
    story = tapeline.read(text, language="en", company="GOOGL", published="2024-07-10")
    held = {c.args["person"]: c.asserted.text for c in story.claims if c.kind == "holding"}
    assert held == {"Larry Page": "389 million shares", "Sergey Brin": "362 million"}
