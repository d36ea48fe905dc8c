"""Written numbers, read exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapeline.errors import UnknownNameError
from tapeline.story.numbers.numerals import read

CHINESE = [
    ("三亿五千万", 350_000_000),
    ("二百五", 250),
    ("两千零五", 2005),
    ("5万4千6百", 54_600),
    ("1.2万亿", 1_200_000_000_000),
    ("一点五亿", 150_000_000),
    ("十", 10),
    ("一百一十", 110),
    ("二零二四", 2024),
    ("四万万", 400_000_000),
    ("三分之二", Fraction(2, 3)),
    ("负一又二分之一", Fraction(-3, 2)),
    ("百分之三", 3),
    ("万分之五", Fraction(5, 100)),
    ("1,349亿", 134_900_000_000),
]
ENGLISH = [
    ("twenty-one trillion and three hundred", 21_000_000_000_300),
    ("two hundred and two thousand", 202_000),
    ("half a billion", 500_000_000),
    ("a quarter of a million", 250_000),
    ("two thirds", Fraction(2, 3)),
    ("one and a half", Fraction(3, 2)),
    ("nine point nought four", Fraction(904, 100)),
    ("2.33 million", 2_330_000),
    ("three lakh crore", 3_000_000_000_000),
    ("a dozen", 12),
    ("one in five", Fraction(1, 5)),
    ("1 4/5", Fraction(9, 5)),
]


@pytest.mark.parametrize(("text", "value"), CHINESE)
def test_chinese(text, value):
    n = read(text, 0, "zh")
    assert (n.value, n.start, n.end) == (value, 0, len(text))


@pytest.mark.parametrize(("text", "value"), ENGLISH)
def test_english(text, value):
    n = read(text, 0, "en")
    assert (n.value, n.start, n.end) == (value, 0, len(text))


DIGITS = "零一二三四五六七八九"


def _section(n: int) -> str:
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            out += ("零" if zero and out else "") + DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return out


def _written(n: int) -> str:
    out = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = n // unit % 10_000
        if section:
            out += ("零" if out and section < 1000 else "") + _section(section) + name
    return out


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_every_whole_number_written_out_in_chinese_is_read_back(n):
    assert read(_written(n), 0, "zh").value == n


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False))
def test_digits_with_commas_are_read_back_exactly_in_both_languages(value):
    for language in ("zh", "en"):
        n = read(f"{value:,}", 0, language)
        assert (n.value, n.decimals) == (Fraction(value), 3)


def test_a_vague_numeral_says_so():
    assert (read("数十亿", 0, "zh").hedge, read("数十亿", 0, "zh").place) == ("several", 10**9)
    assert (read("20多亿", 0, "zh").hedge, read("20多亿", 0, "zh").value) == ("over", 2 * 10**9)
    assert (read("七八十", 0, "zh").value, read("七八十", 0, "zh").top) == (70, 80)
    assert (read("tens of billions", 0, "en").hedge, read("tens of billions", 0, "en").place) == ("several", 10**10)


@pytest.mark.parametrize(
    ("text", "language"),
    [("万", "zh"), ("千", "zh"), ("伍", "zh"), ("million", "en"), ("an apple", "en"), ("1" * 31, "en")],
)
def test_what_is_no_number(text, language):
    assert read(text, 0, language) is None


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(UnknownNameError, match="en, zh"):
        read("1", 0, "xx")
