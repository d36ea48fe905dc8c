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


VALUES = [
    ("zh", "市值飙升1960亿美元", 1.96e11, "USD"),
    ("zh", "净利润达到140.2亿美元", 1.402e10, "USD"),
    ("zh", "季度派息为每股 50美分", 0.5, "USD/share"),
    ("zh", "每股收益14.87美元", 14.87, "USD/share"),
    ("zh", "约三亿五千万股", 3.5e8, "shares"),
    ("zh", "裁减21000个工作岗位", 21000, "people"),
    ("zh", "利润增加了两倍", 2, "x"),
    ("zh", "下跌两成", 20, "%"),
    ("zh", "下跌三成五", 35, "%"),
    ("zh", "按七五折出售", 75, "%"),
    ("zh", "百分之三点五", 3.5, "%"),
    ("zh", "提高3個百分點", 3, "points"),
    ("zh", "加息25个基点", 25, "bp"),
    ("zh", "占收入的三分之一", 100 / 3, "%"),
    ("zh", "她今年38岁", 38, "years"),
    ("zh", "连续五天上涨", 5, "days"),
    ("zh", "历时15个月", 1.25, "years"),
    ("zh", "用了三年半", 3.5, "years"),
    ("zh", "售价50元6角", 50.6, "CNY"),
    ("zh", "500亿港元的回购", 5e10, "HKD"),
    ("zh", "股票1拆20", 20, "x"),
    ("en", "It added $196.8 billion", 1.968e11, "USD"),
    ("en", "worth $1.22tn", 1.22e12, "USD"),
    ("en", "worth US$197bn", 1.97e11, "USD"),
    ("en", "a HK$300m deal", 3e8, "HKD"),
    ("en", "it paid 5 million yen", 5e6, "JPY"),
    ("en", "a dividend of 50 cents a share", 0.5, "USD/share"),
    ("en", "earnings per share of $5.33", 5.33, "USD/share"),
    ("en", "cut 21,000 jobs", 21000, "people"),
    ("en", "3.07 billion daily active users", 3.07e9, "people"),
    ("en", "a quarter of its revenue", 25, "%"),
    ("en", "one in five employees", 20, "%"),
    ("en", "a 20-for-1 split", 20, "x"),
    ("en", "a 1-for-20 reverse split", 0.05, "x"),
    ("en", "margin rose 2.5 percentage points", 2.5, "points"),
    ("en", "rates rose 25 basis points", 25, "bp"),
    ("en", "a 20-fold rise", 20, "x"),
    ("en", "fell minus 3 percent", -3, "%"),
    ("en", "a loss of -$4.65 billion", -4.65e9, "USD"),
    ("en", "a 38-year-old manager", 38, "years"),
    ("en", "thirteen dollars and forty-five cents", 13.45, "USD"),
    ("en", "guidance of 120 MEUR", 1.2e8, "EUR"),
    ("en", "half a billion dollars", 5e8, "USD"),
]


@pytest.mark.parametrize(("language", "text", "value", "unit"), VALUES)
def test_value_and_unit(language, text, value, unit):
    figure = one(text, language).figure
    assert figure.value == pytest.approx(value, rel=1e-12)
    assert figure.unit == unit


HEDGED = [
    ("zh", "拥有约3.5亿股", "about", "约3.5亿股"),
    ("zh", "市值已经超过了1.22万亿美元", "over", "超过了1.22万亿美元"),
    ("zh", "增长近三成", "nearly", "近三成"),
    ("zh", "不到5%", "under", "不到5%"),
    ("zh", "至少10人", "at_least", "至少10人"),
    ("zh", "高达40亿美元", "as_high_as", "高达40亿美元"),
    ("zh", "不超过300美元", "at_most", "不超过300美元"),
    ("zh", "13岁以上", "at_least", "13岁以上"),
    ("zh", "100亿元左右", "about", "100亿元左右"),
    ("zh", "花费数十亿美元", "several", "数十亿美元"),
    ("zh", "研究十余年", "over", "十余年"),
    ("zh", "增长两倍多", "over", "两倍多"),
    ("zh", "上百亿元", "over", "上百亿元"),
    ("en", "about $14 million", "about", "about $14 million"),
    ("en", "nearly 30%", "nearly", "nearly 30%"),
    ("en", "more than 140 employees", "over", "more than 140 employees"),
    ("en", "up to 15%", "up_to", "up to 15%"),
    ("en", "less than 1%", "under", "less than 1%"),
    ("en", "at least 10 people", "at_least", "at least 10 people"),
    ("en", "5% or more", "at_least", "5% or more"),
    ("en", "no more than 2,000 stores", "at_most", "no more than 2,000 stores"),
    ("en", "hundreds of millions of dollars", "several", "hundreds of millions of dollars"),
]


@pytest.mark.parametrize(("language", "text", "hedge", "stretch"), HEDGED)
def test_hedge_and_its_stretch(language, text, hedge, stretch):
    mention = one(text, language)
    assert mention.figure.hedge == hedge
    assert normalise(text)[mention.hedge_start : mention.hedge_end] == stretch


def test_near_is_no_hedge_inside_another_word():
    assert one("最近5%的股份", "zh").figure.hedge == "exact"
    assert one("签下合约3亿美元", "zh").figure.hedge == "exact"


RANGES = [
    ("zh", "预计增长5%至7%", 5, 7, "%"),
    ("zh", "营收34.5-37亿美元", 3.45e9, 3.7e9, "USD"),
    ("zh", "七八十亿美元", 7e9, 8e9, "USD"),
    ("zh", "高个位数增长", 7, 9, "%"),
    ("en", "between 5% and 7%", 5, 7, "%"),
    ("en", "guided to $34.5 billion-$37 billion", 3.45e10, 3.7e10, "USD"),
    ("en", "$34.5 to $37 billion", 3.45e10, 3.7e10, "USD"),
    ("en", "spending of $30-37 billion", 3e10, 3.7e10, "USD"),
    ("en", "high single digits", 7, 9, "%"),
]


@pytest.mark.parametrize(("language", "text", "low", "high", "unit"), RANGES)
def test_a_range_is_one_mention(language, text, low, high, unit):
    figure = one(text, language).figure
    assert (figure.value, figure.top, figure.unit) == (pytest.approx(low), pytest.approx(high), unit)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "from 5% to 7%"),
        ("zh", "从5%到7%"),
        ("en", "rose $2 to $35"),
        ("zh", "上涨5元至20元"),
        ("en", "up 5% to $7"),
        ("en", "5% and 7%"),
    ],
)
def test_a_change_and_where_it_led_are_two_mentions(language, text):
    mentions = found(text, language)
    assert len(mentions) == 2
    assert all(m.figure.top is None for m in mentions)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "2024年2月4日,第四季度,晚上8点30分,Llama 3,第3代,三星,一直,一个,四川,周五,十分,部队,Q4,在24年就,前十名"),
        ("zh", "评分10/10分[12],见https://a.example/300%,版本2.0.1,14:30"),
        (
            "en",
            "In 2024, on Feb. 4, Q4, the third quarter, Llama 3, Quest 3, GPT-4, 5G, H100, COVID-19, 401(k), page 3, 10-K",
        ),
        (
            "en",
            "rated 10/10 [12], see www.a.example/300 or a3@b.example, version 2.0.1, at 14:30, one of them, this one, a third party",
        ),
        ("en", "the S&P 500, the Nasdaq 100, 2024-02-04, 2/4/2024, first half, No. 5, 4 p.m., +1-222-333-4444"),
    ],
)
def test_numbers_that_count_nothing_are_left_alone(language, text):
    assert [m.figure.text for m in found(text, language)] == []


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
