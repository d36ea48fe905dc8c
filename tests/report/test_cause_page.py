"""The page on one causal claim."""

import json
from datetime import date
from html.parser import HTMLParser

import pytest

from tapeline.cause import assess
from tapeline.record import Record
from tapeline.report import cause_page, cause_text
from tapeline.report.cause_text import headline


@pytest.fixture(scope="module")
def raw() -> dict[str, object]:
    return json.loads(json.dumps(assess("META", date(2023, 2, 1)).to_json()))


class Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth, self.deepest, self.rows = 0, 0, 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag in {"table", "section", "figure"}
        self.rows += tag == "tr"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in {"table", "section", "figure"}


def test_the_page_shows_every_piece_of_evidence_with_its_null(raw) -> None:  # type: ignore[no-untyped-def]
    page = cause_page.page(raw)
    for e in raw["evidence"]:
        assert e["null"].replace("'", "&#x27;") in page
    parsed = Tables()
    parsed.feed(page)
    assert parsed.depth == 0
    assert parsed.rows >= len(raw["evidence"]) + len(raw["rivals"])


def test_the_page_needs_nothing_from_anywhere(raw) -> None:  # type: ignore[no-untyped-def]
    page = cause_page.page(raw)
    assert "<script" not in page
    assert "default-src 'none'" in page


def test_hostile_words_in_a_record_stay_text(raw) -> None:  # type: ignore[no-untyped-def]
    hostile = "<script>alert(1)</script>"
    rivals = [{**raw["rivals"][0], "what": hostile}]
    assert hostile not in cause_page.page({**raw, "rivals": rivals, "reason": hostile, "subject": hostile})


def test_a_monitoring_statistic_is_no_percentage(raw) -> None:  # type: ignore[no-untyped-def]
    text = cause_text.render(raw)
    (line,) = [x for x in text.splitlines() if "OLS-CUSUM" in x]
    assert "%" not in line


def test_the_same_assessment_is_the_same_page(raw, record: Record) -> None:  # type: ignore[no-untyped-def]
    again = assess("META", date(2023, 2, 1), record=record).to_json()
    assert cause_page.page(raw) == cause_page.page(json.loads(json.dumps(again)))


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("price", "META, 2023-02-01: supported"),
        ("return", "META, total return, 2023-02-01: supported"),
        ("relative:peers", "META, total return relative to the peers, 2023-02-01: supported"),
        ("market_value:index", "META, market value relative to the index, 2023-02-01: supported"),
    ],
)
def test_the_headline_says_what_was_moved(outcome: str, said: str) -> None:
    assert headline(assess("META", "2023-02-01", outcome, deep=False).to_json()) == said
