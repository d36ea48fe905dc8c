"""Figures that a company adjusts are not those of its accounts, and are not set beside them."""

from __future__ import annotations

import pytest

import tapeline

FIGURES = [
    ("en", "Adjusted net income was $20 billion, up 20% from $17 billion a year earlier.", ["adjusted.net_income"] * 3),
    ("en", "GAAP net income was $14 billion and non-GAAP net income was $20 billion.", ["net_income", "adjusted.net_income"]),
    ("en", "Excluding items, Meta earned $5.53 a share.", ["adjusted.eps_diluted"]),
    ("en", "Meta earned $5.33 a share, or $5.53 a share on an adjusted basis.", ["eps_diluted", "adjusted.eps_diluted"]),
    ("en", "Adjusted operating margin was 45%.", ["adjusted.operating_margin"]),
    ("en", "Core earnings per share were $1.60.", ["adjusted.eps_diluted"]),
    ("en", "Net income was $14 billion.", ["net_income"]),
    ("zh", "经调整净利润200亿美元，净利润140亿美元。", ["adjusted.net_income", "net_income"]),
    ("zh", "GAAP净利润140亿美元，Non-GAAP净利润200亿美元。", ["net_income", "adjusted.net_income"]),
    ("zh", "调整后每股收益5.53美元。", ["adjusted.eps_diluted"]),
    ("zh", "净利润140亿美元。", ["net_income"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "metrics"), FIGURES)
def test_whose_accounts_a_figure_is_of(language: str, text: str, metrics: list[str]) -> None:
    claims = tapeline.read(text, language=language, company="META", published="2024-02-10").claims
    assert [c.args["metric"] for c in claims] == metrics


def test_an_adjusted_figure_does_not_contradict_the_accounts() -> None:
    text = "Meta earned $5.33 a share, or $6.20 a share excluding one-time items."
    verdicts = tapeline.check(tapeline.read(text, language="en", company="META", published="2024-02-10")).verdicts
    assert [v.verdict for v in verdicts] == ["supported", "unverifiable"]
