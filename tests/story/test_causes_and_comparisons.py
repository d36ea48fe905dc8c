"""Causes of figures and of moves, and companies set side by side in words: what is read, and what must not pass for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from reading_stories import claims

import tapeline


def caused(text, language="en"):
    return [(c.args["outcome"], c.args["cause_text"], c.modality) for c in claims(text, language) if c.kind == "causal"]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Sales dropped 6% as local rivals cut prices.", "en", [("revenue", "local rivals cut prices", "stated")]),
        ("Revenue grew 8%, driven by strong demand for ads.", "en", [("revenue", "strong demand for ads", "stated")]),
        ("The shares fell 3%. Why? Because users left its main app.", "en", [("price", "users left its main app", "stated")]),
        ("广告收入增长26%，主要得益于视频号的带动。", "zh", [("advertising_revenue", "视频号的带动", "stated")]),
        ("8月那一轮暴涨，靠的是政策利好。", "zh", [("price", "政策利好", "stated")]),
        ("The rally had nothing to do with its glasses.", "en", [("price", "its glasses", "negated")]),
        ("股价上涨3%，跟新品没关系。", "zh", [("price", "新品", "negated")]),
        ("It kept 35 cents of each dollar as operating profit, up from 24.", "en", []),
        ("Revenue rose 8% as well.", "en", []),
        ("The stock rose 2% as of Friday.", "en", []),
    ],
)  # fmt: skip
def test_causes(text, language, found):
    assert caused(text, language) == found


def test_a_cause_of_a_figure_is_never_tested_as_one_of_the_price():
    text = "Revenue fell 1% in 2022 as users left for good and advertisers followed them."
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    (cause,) = [v for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True) if c.kind == "causal"]
    assert cause.verdict == "unverifiable"


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Meta is less than half the size of Apple.", "en", [("META", "AAPL", "")]),
        ("Meta's market value is more than six times Tesla's.", "en", [("META", "TSLA", "market_cap.ratio")]),
        ("Meta is still worth more than Tesla.", "en", [("META", "TSLA", "market_cap.compare")]),
        ("市值只及英伟达的二十分之一。", "zh", [("META", "NVDA", "market_cap.ratio")]),
        ("Meta市值比微软小，比特斯拉大。", "zh", [("META", "MSFT", ""), ("META", "TSLA", "")]),
        ("比亚马逊和特斯拉加起来还要多。", "zh", [("META", "AMZN", "")]),
        ("Meta and Apple rose.", "en", []),
    ],
)
def test_side_by_side(text, language, found):
    assert [(c.subject, c.args["than"], c.measure) for c in claims(text, language) if c.kind == "comparison"] == found


def test_the_latter_is_the_company_named_last():
    (move,) = claims("Meta最终会取代特斯拉。后者今年以来股价已跌去四成。", "zh")
    assert (move.kind, move.subject) == ("price_move", "TSLA")
    named = claims("Apple and Tesla parted ways: the latter's shares fell 3%.")
    assert named[-1].subject == "TSLA"


@pytest.mark.parametrize(
    ("text", "language"),
    [("周四，Meta的市值已经超过了1.22万亿美元。", "zh"), ("Meta的营收突破了340亿美元。", "zh")],
)
def test_a_figure_that_is_exceeded_is_a_level_and_no_comparison(text, language):
    kinds = [c.kind for c in claims(text, language)]
    assert "comparison" not in kinds
    assert {"market_cap", "results"} & set(kinds)
