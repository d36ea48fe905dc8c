"""The quantity finder: what is found, with which value, unit and hedge, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapeline.errors import UnknownNameError
from tapeline.quantity import HEDGES
from tapeline.story.quantities import find, quantities
from tapeline.story.text import normalise


def found(text, language, **options):
    return find(normalise(text), language, **options)


def one(text, language):
    mentions = found(text, language)
    assert len(mentions) == 1, [m.figure for m in mentions]
    return mentions[0]


def test_near_is_no_hedge_inside_another_word():
    assert one("最近5%的股份", "zh").figure.hedge == "exact"
    assert one("签下合约3亿美元", "zh").figure.hedge == "exact"


def test_a_bare_number_counts_in_the_generous_mode_alone():
    assert [q.value for q in quantities("Llama 3", "en")] == [3]
    assert found("Llama 3", "en") == []


def test_the_public_example():
    first, second = quantities("1.2万亿美元 and about 5%", language="zh")
    assert (first.text, first.start, first.end, first.unit) == ("1.2万亿美元", 0, 7, "USD")
    assert (first.low, first.high) == (pytest.approx(1.15e12), pytest.approx(1.25e12))
    assert (second.text, second.unit, second.value) == ("5%", "%", 5)


def test_rounding_follows_the_written_digits():
    assert one("1960亿美元", "zh").figure.step == 1e9
    assert one("140.2亿美元", "zh").figure.step == 1e7
    assert one("$474.99", "en").figure.step == pytest.approx(0.01)
    assert one("50美分", "zh").figure.step == pytest.approx(0.01)
    assert one("百分之五十", "zh").figure.step == 1


def test_yen_and_yuan_by_the_words_of_the_text():
    assert one("¥500亿", "zh").figure.unit == "CNY"
    assert one("¥500 billion", "en").figure.unit == "JPY"
    assert one("Its yuan bonds raised ¥500 million", "en").figure.unit == "CNY"


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownNameError, match="xx"):
        find("1", "xx")


SOUP = st.text(
    alphabet="0123456789.,-/$¥%亿万千百十一二三两半成倍几数多零点分之负约近股元年 abtmkofand\n[]", max_size=60
)


@settings(max_examples=300)
@given(st.one_of(SOUP, st.text(max_size=60)), st.sampled_from(["zh", "en"]), st.booleans())
def test_whatever_the_text_mentions_are_in_order_and_well_formed(text, language, strict):
    view = normalise(text)
    last = 0
    for m in find(view, language, strict=strict):
        assert last <= m.start <= m.number_start < m.number_end <= m.end <= len(view)
        assert m.hedge_start <= m.start <= m.end <= m.hedge_end
        assert m.figure.hedge in HEDGES
        assert m.figure.quantity.low <= m.figure.quantity.high
        last = m.end


@settings(max_examples=200)
@given(st.one_of(SOUP, st.text(max_size=60)), st.sampled_from(["zh", "en"]))
def test_a_number_is_never_invented(text, language):
    view = normalise(text)
    assert not quantities("".join("x" if c.isnumeric() or c.isalpha() or c in "%$" else c for c in view), language)


@pytest.mark.parametrize(
    "text",
    ["1" * 10_000, "亿" * 1_000_000, "[" * 5000 + "1" + "]" * 5000, "1." * 5000, "百分之" * 2000, "one and " * 2000],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_texts_end(text, language):
    values = [m.figure.value for m in found(text, language, strict=False)]
    assert all(abs(v) < 1e31 for v in values)


@pytest.mark.parametrize(
    "text",
    ["Meta ended the year with 67,317 employees.", "It shared the work with 5,000 people.", "Both 12% and more."],
)
def test_the_end_of_a_word_is_no_label(text: str) -> None:
    assert len(find(normalise(text), "en")) == 1


def test_a_label_of_its_own_is_one() -> None:
    assert find(normalise("H 2 and Q 3"), "en") == []


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("净利润：44.0亿美元；EPS：4.39美元", "zh", ["44.0亿美元", "4.39美元"]),
        ("员工：66185人，比分3:1，16:30发布", "zh", ["66185人"]),
        ("Net income:$4.4 billion", "en", ["$4.4 billion"]),
        ("adding the three quarters, 95.7%", "en", ["95.7%"]),
        ("it lost three quarters of its value", "en", ["three quarters"]),
    ],
)
def test_what_a_colon_or_an_article_before_a_number_makes_of_it(text, language, numbers):
    mentions = found(text, language)
    assert [m.figure.text for m in mentions if m.figure.unit not in {"", "years"}] == numbers


def test_more_than_half_reaches_to_two_thirds():
    half = one("more than half of the votes", "en").figure
    assert half.quantity.low == 50.0
    assert 60.0 < half.quantity.high <= 68.0
