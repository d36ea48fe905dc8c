"""Deeds, deals, posts and ages without a figure of their own: what is read, as what, and what must not pass for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import tapeline

sys.path.insert(0, str(Path(__file__).parent))

from reading_stories import checked, claims


def kinds(text, language="en", **options):
    return [(c.kind, c.modality, c.asserted.text if c.asserted else "") for c in claims(text, language, **options)]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("The carmaker suspended its dividend in March 2020.", "en", [("event", "stated", "March 2020")]),
        ("Meta bought Instagram for $1 billion.", "en", [("event", "stated", "$1 billion")]),
        ("Meta was fined $5 billion.", "en", [("event", "stated", "$5 billion")]),
        ("公司以190亿美元收购WhatsApp。", "zh", [("event", "stated", "190亿美元")]),
        ("A spokesman denied that the company had agreed to sell its newspaper arm.", "en", [("event", "negated", "")]),
        ("英伟达上一次拆股是在2021年7月。", "zh", [("event", "stated", "2021年7月")]),
        ("股息将于5月31日派付。", "zh", [("event", "stated", "5月31日")]),
    ],
)
def test_deeds_and_deals(text, language, found):
    assert kinds(text, language) == found


def test_what_a_company_has_done_since_a_day_was_not_done_on_it():
    told = "Meta was founded in 2004 and has since opened offices around the world."
    assert checked(told) == [("event.date", "supported")]


@pytest.mark.parametrize(
    "text",
    ["I sold at $346 last week.", "It bought back $2 billion of stock.", "The sold-out show cost nothing.", "Traders sold the shares in March."],
)  # fmt: skip
def test_what_is_no_deed_of_a_company(text):
    assert not [
        c
        for c in tapeline.read(text, language="en", company="META", published="2024-10-10").claims
        if c.kind == "event" and (c.measure or c.asserted)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Meta named Ingrid Falk chief financial officer.", [("person", "stated", "")]),
        ("Rolf Steiner, 55, stepped down as chairman.", [("person", "stated", "55"), ("person", "stated", "")]),
        ("Mark Zuckerberg ran the place from 2004 until 2010.", [("person", "stated", "from 2004")]),
        ("Mark Zuckerberg was chairman until April 2011.", [("person", "stated", "until April 2011")]),
        ("Mark Zuckerberg is only the seventh chief executive in its history.", [("person", "stated", "")]),
        ("Mark Zuckerberg will take over as chairman on May 8.", [("person", "forecast", "May 8")]),
        ("Mark Zuckerberg is 39.", [("person", "stated", "39")]),
    ],
)
def test_posts_and_ages(text, found):
    assert kinds(text) == found


def test_an_age_of_another_day_is_not_measured_on_the_storys():
    (then,) = claims("Mark Zuckerberg, then 19, was at Harvard.")
    (dated,) = claims("On May 18, 2012 Mark Zuckerberg was 28.")
    assert (then.measure, dated.measure, str(dated.period.start)) == ("", "person.age", "2012-05-18")
    left = claims("Mark Zuckerberg founded Facebook at 19.")
    assert [c.measure for c in left if c.asserted and c.asserted.unit == "years"] == [""]


@pytest.mark.parametrize(
    ("text", "language", "measure", "value"),
    [
        ("The shares stand 57% below their all-time high.", "en", "price.return", -57.0),
        ("Meta's stock is up 40% from its October low.", "en", "", 40.0),
        ("The stock is up 40% from its low.", "en", "", 40.0),
        ("股价较6月创下的历史高点已回落26%。", "zh", "price.return", -26.0),
    ],
)
def test_a_distance_from_an_extreme_is_measured_where_it_is_one_of_all_time(text, language, measure, value):
    (claim,) = [c for c in claims(text, language) if c.asserted]
    assert (claim.kind, claim.measure, claim.asserted.figure.value) == ("price_move", measure, value)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Meta trades at 25 times forward earnings, Apple's at 30 times.", "en", [("META", 25.0), ("AAPL", 30.0)]),
        ("Meta's market value is $1.2 trillion, well short of Apple's $2.6 trillion.", "en", [("META", 1.2e12), ("AAPL", 2.6e12)]),
        ("公司毛利率由14.4%扩阔至15.8%。", "zh", [("META", 14.4), ("META", 15.8)]),
    ],
)  # fmt: skip
def test_a_figure_that_goes_on_with_the_one_before(text, language, found):
    assert sorted(
        (c.subject, c.asserted.figure.value) for c in claims(text, language) if c.asserted and c.asserted.figure
    ) == sorted(found)


@pytest.mark.parametrize(
    ("text", "language", "modality"),
    [
        ("Analysts had been looking for $158.2 billion.", "en", "forecast"),
        ("If it topped $65 billion for the year, cash would run short.", "en", "conditional"),
        ("分析员认为，若守不住，恒生指数可能下试16,500点。", "zh", "conditional"),
    ],
)
def test_a_number_ahead_without_a_noun(text, language, modality):
    (claim,) = [c for c in claims(text, language) if c.asserted]
    assert (claim.kind, claim.measure, claim.modality) == ("forecast", "", modality)
