"""The normalised view, sentences and headings."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapeline.story.text import headings, normalise, paragraphs, sentences


@given(st.text(max_size=200))
def test_a_view_is_as_long_as_its_text(text):
    assert len(normalise(text)) == len(text)


@given(st.text(max_size=200))
def test_a_view_of_a_view_is_itself(text):
    view = normalise(text)
    assert normalise(view) == view


@given(st.text(alphabet="a1。.!? \n“”,，一", max_size=80))
def test_sentences_lie_in_order_and_hold_every_visible_character(text):
    view = normalise(text)
    spans = sentences(view)
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(c.isspace() for i, c in enumerate(view) if i not in covered)


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("１，２３４．５％", "1,234.5%"),
        ("億萬點負兩個百分點", "亿万点负两个百分点"),
        ("“引”‘号’「角」", '"引"\'号\'"角"'),
        ("a\u00a0b\u3000c\td", "a b c\td"),
        ("−5", "-5"),
    ],
)
def test_what_a_view_changes(text, view):
    assert normalise(text) == view


def test_a_wide_comma_between_plain_digits_never_joins_them():
    assert "," not in normalise("20，300")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "It rose 3.5% in the U.S. on Friday. It fell later.",
            ["It rose 3.5% in the U.S. on Friday.", "It fell later."],
        ),
        ("Acme Inc. rose. Mr. Smith of No. 5 left.", ["Acme Inc. rose.", "Mr. Smith of No. 5 left."]),
        ("Sales were $1,234.50. Profit fell.", ["Sales were $1,234.50.", "Profit fell."]),
        ("It is based in the U.S. The shares fell.", ["It is based in the U.S.", "The shares fell."]),
        ("公司大涨。股价为3.5元!他说:“好。”之后下跌", ["公司大涨。", "股价为3.5元!", '他说:"好。"', "之后下跌"]),
        ("A line\nanother line", ["A line", "another line"]),
    ],
)
def test_sentences(text, wanted):
    view = normalise(text)
    assert [view[start:end] for start, end in sentences(view)] == wanted


def test_headings_are_short_and_have_no_end_mark():
    view = normalise("市值创下新高\n\n周五,公司市值大涨。\nShares jump on profit\n" + "a long line " * 20)
    assert [view[start:end] for start, end in headings(view)] == ["市值创下新高", "Shares jump on profit"]


def test_paragraphs_leave_out_empty_lines():
    assert [tuple(p) for p in paragraphs("ab\n\n  cd \r\n")] == [(0, 2), (6, 8)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("多只债券停牌。“21万科06”跌了。", ["多只债券停牌。", "“21万科06”跌了。"]),
        ("他说：“我们很好。”股价涨了。", ["他说：“我们很好。”", "股价涨了。"]),
        ("“好。”他说。“明年更好。”", ["“好。”", "他说。", "“明年更好。”"]),
    ],
)
def test_a_quotation_mark_behind_a_full_stop_closes_only_what_is_open(text, expected):
    view = normalise(text)
    assert [text[s.start : s.end] for s in sentences(view)] == expected
