"""The reports: nothing overlaps, nothing is lost, nothing of the story is acted on."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tapeline
from tapeline.record import Record
from tapeline.report import chart, html, markdown
from tapeline.report.labels import CLEAR, GAP, Label, place
from tapeline.report.latex import escape as latex_escape
from tapeline.report.marking import marked
from tapeline.report.terminal import shorten, width_of, wrap
from tapeline.story.loading import load

LEFT, RIGHT, ROWS = 50.0, 950.0, 12
HOSTILE = '</p><script>alert(1)</script><img src=x onerror=alert(2)> "]]> ${x} $title `*_|[a](javascript:alert(3))'
TEXT = f"{HOSTILE}\n\nApple shares rose 8.9% on Thursday. {HOSTILE}\n\nTesla shares jumped 17.4% on Thursday."


@pytest.fixture(scope="module")
def check() -> tapeline.Check:
    story = tapeline.read(TEXT, language="en", company="AAPL", published="2022-11-12", title=HOSTILE)
    return tapeline.check(story)


labels = st.lists(st.tuples(st.floats(LEFT, RIGHT), st.floats(20, 260), st.floats(0, 30)), max_size=18).map(
    lambda rows: [Label(i, x, w, weight) for i, (x, w, weight) in enumerate(rows)]
)


@given(labels)
def test_labels_never_overlap_and_no_leader_crosses_words(every: list[Label]) -> None:
    placed = place(every, LEFT, RIGHT, ROWS)
    assert all(p.left >= LEFT and p.right <= RIGHT + 1e-6 and 0 <= p.row < ROWS for p in placed)
    for i, a in enumerate(placed):
        for b in placed[i + 1 :]:
            if a.row == b.row:
                assert a.right + GAP <= b.left or b.right + GAP <= a.left
            else:
                upper, lower = (a, b) if a.row < b.row else (b, a)
                assert not lower.left - CLEAR <= upper.label.x <= lower.right + CLEAR


@given(labels)
def test_the_heaviest_label_always_has_its_place(every: list[Label]) -> None:
    if every:
        first = max(every, key=lambda x: (x.weight, -x.index))
        assert first in {p.label for p in place(every, LEFT, RIGHT, ROWS)}


def test_the_chart_says_its_unit_and_its_source(record: Record) -> None:
    drawn = chart.chart_of(record, "META", date(2022, 6, 1), date(2024, 2, 10))
    text = chart.svg(drawn)
    assert "daily close, USD a share. Source: daily prices as traded; record sample." in text
    assert "var(--chart-line, #2457a6)" in text
    assert "Q4 2022 results" in text


def test_what_fell_on_one_day_is_one_mark_results_first(record: Record) -> None:
    drawn = chart.chart_of(record, "META", date(2024, 1, 1), date(2024, 2, 10))
    (mark,) = drawn.marks
    assert mark.day == date(2024, 2, 2)  # the news of 1 February came after the close
    assert mark.words.startswith("Q4 2023 results")
    assert mark.move == pytest.approx(20.32, abs=0.01)


def test_a_split_is_no_cliff_on_the_chart(record: Record) -> None:
    drawn = chart.chart_of(record, "AMZN", date(2022, 1, 3), date(2022, 12, 30))
    assert max(abs(drawn.close[1:] / drawn.close[:-1] - 1)) < 0.2


class Collected(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [k for k, _ in attrs if k.startswith("on")]
        self.links += [v or "" for k, v in attrs if k in {"href", "src", "xlink:href"}]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(page: str) -> Collected:
    parser = Collected()
    parser.feed(page)
    return parser


def test_a_hostile_story_stays_text_in_the_page(check: tapeline.Check, record: Record) -> None:
    page = html.render(check, record)
    found = parsed(page)
    assert found.tags.count("script") == 1
    assert "img" not in found.tags
    assert found.handlers == []
    assert all(link.startswith("#") for link in found.links)
    assert "alert(1)" in "".join(found.text)


def test_the_page_needs_nothing_from_anywhere(check: tapeline.Check, record: Record) -> None:
    page = html.render(check, record)
    outside = set(re.findall(r"(?:https?:)?//[\w.-]+", page))
    assert {u.split("//")[1] for u in outside} <= {
        "www.w3.org",
        "purl.org",
        "creativecommons.org",
    }  # names of SVG's vocabularies
    assert "default-src 'none'" in page


def test_every_claim_has_its_mark_and_its_card(check: tapeline.Check, record: Record) -> None:
    page = html.render(check, record)
    for c in check.story.claims:
        assert f'id="card-{c.id}"' in page
        assert re.search(rf'data-claims="[^"]*\b{c.id}\b', page)


def test_marking_loses_no_character(check: tapeline.Check) -> None:
    text = "".join(parsed(marked(check.story, check.verdicts)).text)
    assert "".join(text.split()) == "".join(check.story.text.split())


def test_overlapping_claims_share_their_stretch() -> None:
    loaded = load("sample:nvidia-2023-surge.zh")
    checked = tapeline.check(tapeline.read(loaded.text, language="zh", company="NVDA", published="2023-05-27"))
    page = marked(checked.story, checked.verdicts)
    assert 'data-claims="c1 c2 c3"' in page
    assert "".join("".join(parsed(page).text).split()) == "".join(loaded.text.split())


def test_markdown_and_latex_escape_what_they_would_act_on(check: tapeline.Check) -> None:
    text = markdown.render(check)
    assert "<script>" not in text
    assert r"\[a\](javascript" in text
    assert "[a](javascript" not in text
    assert latex_escape("100% of $5 & #1_{x}") == r"100\% of \$5 \& \#1\_\{x\}"


@given(st.text(max_size=300), st.integers(20, 100))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width, "  ")
    words = [w for w in text.split() if width_of(w) <= width - 2]
    assert "".join("".join(lines).split()) == "".join(text.split())
    if len(words) == len(text.split()):
        assert all(width_of(line) <= width for line in lines)


@given(st.text(max_size=200), st.integers(10, 80))
def test_a_shortened_text_fits(text: str, width: int) -> None:
    assert width_of(shorten(text, width)) <= width + 2
    assert "\n" not in shorten(text, width)


def test_a_notebook_shows_a_table_with_every_text_escaped(check: tapeline.Check) -> None:
    shown = check._repr_html_()
    assert "<script>" not in shown
    assert shown.count("<tr>") == len(check.verdicts)


def test_a_table_keeps_its_columns_and_prose_does_not() -> None:
    text = "Revenue  rose 25%.\n\n(In millions)\n        2023      2022\nRevenue  134,902   116,609\nNet income  39,098   23,200\n"
    story = tapeline.read(text, language="en", company="META", published="2024-02-03")
    page = marked(story, tapeline.check(story).verdicts)
    assert page.count('<p class="table"') == 1
    prose, table = page.split('<p class="table"')
    assert "rose 25%" in prose
    assert "        2023      2022" in re.sub("<[^>]*>", "", table)
