"""Statements that are true by the sample record, each checked as written; and each again with a figure made false.

`true_statements.psv` holds them, one on a line: language, company, day of publication, text; `true_paragraphs.psv` holds whole
paragraphs in the styles of wires, notes, profiles and posts. Each was worked out from the record's tables, and none of it may be
called contradicted or imprecise. `false_statements.psv` holds statements with something false in them, as a careless hand writes it
(the wrong quarter, the day's high for its close, a rank or a streak off by one), with what is false at the end of the line; none may pass.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import tapeline

HERE = Path(__file__).parent


def rows(name: str) -> list[tuple[str, str, str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    told = (line.replace(r"\n", "\n").split("|") for line in lines)
    return [(language, company, day, text) for language, company, day, text, *_ in told]


ROWS, PARAGRAPHS, FALSEHOODS = rows("true_statements.psv"), rows("true_paragraphs.psv"), rows("false_statements.psv")
DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
FALSE = 1.61
"""A figure so many times as large is another one, whatever it is rounded to."""
SAMPLE = 4
"""Every so many-eth row tells how much is found to be true; that none is contradicted, every row does."""
LEAST_SUPPORTED, LEAST_CONTRADICTED = 630, 0.85
LEAST_IN_PARAGRAPHS = 1600
PARTS = 8
"""The rows are made false in so many tests, which run side by side."""


@cache
def checked(language: str, company: str, published: str, text: str) -> list[tuple[tapeline.Claim, tapeline.Verdict]]:
    story = tapeline.read(text, language=language, company=company, published=published)
    return list(zip(story.claims, tapeline.check(story).verdicts, strict=True))


def made_false(number: str) -> str:
    decimals = len(number.partition(".")[2])
    return f"{float(number.replace(',', '')) * FALSE:.{decimals}f}"


def falsified(row: tuple[str, str, str, str]) -> list[str]:
    """The verdicts on each supported figure of a statement after it was made false; those that are read no more are left out."""
    language, company, published, text = row
    out = []
    for claim, verdict in checked(*row):
        words = claim.asserted.text if claim.asserted and claim.asserted.figure else ""
        digits, at = DIGITS.search(words), text.find(words, claim.start)
        if verdict.verdict != "supported" or digits is None or at < 0 or made_false(digits[0]) == digits[0]:
            continue
        false = words[: digits.start()] + made_false(digits[0]) + words[digits.end() :]
        again = checked(language, company, published, text[:at] + false + text[at + len(words) :])
        out += [v.verdict for c, v in again if c.asserted and c.asserted.text == false and c.kind == claim.kind][:1]
    return out


@pytest.mark.parametrize("row", [*ROWS, *PARAGRAPHS], ids=[row[3][:40] for row in (*ROWS, *PARAGRAPHS)])
def test_what_is_true_is_not_contradicted(row: tuple[str, str, str, str]) -> None:
    wrong = [(c.text, v.verdict, v.reason) for c, v in checked(*row) if v.verdict in {"contradicted", "imprecise"}]
    assert not wrong


@pytest.mark.parametrize("row", FALSEHOODS, ids=[row[3][:40] for row in FALSEHOODS])
def test_what_is_false_does_not_pass(row: tuple[str, str, str, str]) -> None:
    assert {v.verdict for _, v in checked(*row)} & {"contradicted", "imprecise", "inconsistent"}


def test_most_of_what_is_true_is_found_to_be() -> None:
    verdicts = [v.verdict for row in ROWS[::SAMPLE] for _, v in checked(*row)]
    assert verdicts.count("supported") >= LEAST_SUPPORTED


def test_most_figures_of_true_paragraphs_are_found_to_be_true() -> None:
    verdicts = [v.verdict for row in PARAGRAPHS[::SAMPLE] for _, v in checked(*row)]
    assert verdicts.count("supported") >= LEAST_IN_PARAGRAPHS


@pytest.mark.parametrize("part", range(PARTS))
def test_no_figure_made_false_is_supported_and_most_are_contradicted(part: int) -> None:
    verdicts = [verdict for row in ROWS[part::PARTS] for verdict in falsified(row)]
    assert "supported" not in verdicts
    assert verdicts.count("contradicted") >= LEAST_CONTRADICTED * len(verdicts)
