"""The date finder: what each form resolves to, and that no date comes from nowhere."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tapeline.errors import UnknownNameError
from tapeline.story import lexicon
from tapeline.story.calendar.dates import find
from tapeline.story.calendar.grammar import PLACEHOLDER, grammar_of, next_form, openings, places
from tapeline.story.text import normalise
from tapeline.story.wordfinder import lowered

SATURDAY = date(2024, 2, 10)


def found(text, language, published=SATURDAY, **options):
    return find(normalise(text), language, published, **options)


def one(text, language, **options):
    mentions = found(text, language, **options)
    assert len(mentions) == 1, mentions
    return mentions[0]


def day(text):
    return date.fromisoformat(text)


RESOLVED = [
    ("en", "for the nine months", "2023-01-01", "2023-09-30", "span", "publication", "on"),
    ("en", "between July and September", "2023-07-01", "2023-09-30", "quarter", "publication", "on"),
    ("en", "2Q23", "2023-04-01", "2023-06-30", "quarter", "absolute", "on"),
    ("en", "1H22", "2022-01-01", "2022-06-30", "half", "absolute", "on"),
    ("en", "H1'22", "2022-01-01", "2022-06-30", "half", "absolute", "on"),
    ("en", "May 18, ten years ago", "2014-05-18", "2014-05-18", "day", "publication", "on"),
    ("zh", "十年前的5月18日", "2014-05-18", "2014-05-18", "day", "publication", "on"),
    ("en", "the first trading day of 2023", "2023-01-02", "2023-01-02", "day", "absolute", "on"),
    ("en", "since New Year's", "2024-01-01", "2024-01-01", "day", "publication", "since"),
    ("zh", "22Q3", "2022-07-01", "2022-09-30", "quarter", "absolute", "on"),
    ("zh", "1Q23", "2023-01-01", "2023-03-31", "quarter", "absolute", "on"),
    ("zh", "2023年首个交易日", "2023-01-02", "2023-01-02", "day", "absolute", "on"),
    ("zh", "2月4日", "2024-02-04", "2024-02-04", "day", "publication", "on"),
    ("zh", "2024年2月4日", "2024-02-04", "2024-02-04", "day", "absolute", "on"),
    ("zh", "二〇二三年十二月三十一日", "2023-12-31", "2023-12-31", "day", "absolute", "on"),
    ("zh", "2024-02-04", "2024-02-04", "2024-02-04", "day", "absolute", "on"),
    ("zh", "周五", "2024-02-09", "2024-02-09", "day", "publication", "on"),
    ("zh", "上周五", "2024-02-02", "2024-02-02", "day", "publication", "on"),
    ("zh", "本周", "2024-02-05", "2024-02-11", "week", "publication", "on"),
    ("zh", "昨日", "2024-02-09", "2024-02-09", "day", "publication", "on"),
    ("zh", "去年", "2023-01-01", "2023-12-31", "year", "publication", "on"),
    ("zh", "在24年就", "2024-01-01", "2024-12-31", "year", "absolute", "on"),
    ("zh", "第四季度", "2023-10-01", "2023-12-31", "quarter", "publication", "on"),
    ("zh", "去年第三季度", "2023-07-01", "2023-09-30", "quarter", "publication", "on"),
    ("zh", "2023年前三季度", "2023-01-01", "2023-09-30", "span", "absolute", "on"),
    ("zh", "2023年上半年", "2023-01-01", "2023-06-30", "half", "absolute", "on"),
    ("zh", "2022年底", "2022-10-01", "2022-12-31", "span", "absolute", "end_of"),
    ("zh", "自2022年底以来", "2022-10-01", "2022-12-31", "span", "absolute", "since"),
    ("zh", "年初至今", "2024-01-01", "2024-02-10", "span", "publication", "duration"),
    ("zh", "过去十年", "2014-02-10", "2024-02-10", "span", "publication", "duration"),
    ("zh", "每季度", "2024-01-01", "2024-03-31", "quarter", "publication", "per"),
    ("zh", "20年前", "2004-01-01", "2004-12-31", "year", "publication", "on"),
    ("zh", "圣诞节当天", "2023-12-25", "2023-12-25", "day", "publication", "on"),
    ("zh", "2005年", "2005-01-01", "2005-12-31", "year", "absolute", "on"),
    ("zh", "去年12月", "2023-12-01", "2023-12-31", "month", "publication", "on"),
    ("zh", "截至2023年12月31日", "2023-12-31", "2023-12-31", "day", "absolute", "until"),
    ("en", "Feb. 4, 2024", "2024-02-04", "2024-02-04", "day", "absolute", "on"),
    ("en", "4 February", "2024-02-04", "2024-02-04", "day", "publication", "on"),
    ("en", "Friday", "2024-02-09", "2024-02-09", "day", "publication", "on"),
    ("en", "last year", "2023-01-01", "2023-12-31", "year", "publication", "on"),
    ("en", "the fourth quarter", "2023-10-01", "2023-12-31", "quarter", "publication", "on"),
    ("en", "Q3 2023", "2023-07-01", "2023-09-30", "quarter", "absolute", "on"),
    ("en", "fourth quarter of last year", "2023-10-01", "2023-12-31", "quarter", "publication", "on"),
    ("en", "late 2022", "2022-10-01", "2022-12-31", "span", "absolute", "end_of"),
    ("en", "since late 2022", "2022-10-01", "2022-12-31", "span", "absolute", "since"),
    ("en", "early 2023", "2023-01-01", "2023-03-31", "span", "absolute", "start_of"),
    ("en", "the end of 2022", "2022-10-01", "2022-12-31", "span", "absolute", "end_of"),
    ("en", "year to date", "2024-01-01", "2024-02-10", "span", "publication", "duration"),
    ("en", "over the past decade", "2014-02-10", "2024-02-10", "span", "publication", "duration"),
    ("en", "20 years ago", "2004-01-01", "2004-12-31", "year", "publication", "on"),
    ("en", "nearly $4 billion a quarter", "2024-01-01", "2024-03-31", "quarter", "publication", "per"),
    ("en", "it was founded in 2005.", "2005-01-01", "2005-12-31", "year", "absolute", "on"),
    ("en", "the three months to 31 December", "2023-10-01", "2023-12-31", "quarter", "publication", "on"),
    ("en", "the nine months ended Sept. 30, 2023", "2023-01-01", "2023-09-30", "span", "absolute", "on"),
    ("en", "the fiscal year that ended in March", "2022-04-01", "2023-03-31", "year", "publication", "on"),
    ("en", "the year to June 2023", "2022-07-01", "2023-06-30", "year", "absolute", "on"),
    ("en", "July-September quarter of 2023", "2023-07-01", "2023-09-30", "quarter", "absolute", "on"),
    ("en", "July-through-September period last year", "2023-07-01", "2023-09-30", "quarter", "publication", "on"),
    ("en", "September quarter a year ago", "2023-07-01", "2023-09-30", "quarter", "publication", "on"),
    ("en", "last summer", "2023-06-01", "2023-08-31", "span", "publication", "on"),
    ("zh", "2023年夏天", "2023-06-01", "2023-08-31", "span", "absolute", "on"),
    ("zh", "截至2023年9月30日止九个月", "2023-01-01", "2023-09-30", "span", "absolute", "until"),
    ("zh", "去年同期", "2023-10-01", "2023-12-31", "quarter", "publication", "on"),
    ("zh", "上季", "2023-10-01", "2023-12-31", "quarter", "publication", "on"),
    ("en", "Christmas Day", "2023-12-25", "2023-12-25", "day", "publication", "on"),
    ("en", "Thanksgiving", "2023-11-23", "2023-11-23", "day", "publication", "on"),
    ("en", "yesterday", "2024-02-09", "2024-02-09", "day", "publication", "on"),
]


@pytest.mark.parametrize(("language", "text", "start", "end", "grain", "relative_to", "role"), RESOLVED)
def test_resolution(language, text, start, end, grain, relative_to, role):
    m = one(text, language)
    assert (m.period.start, m.period.end, m.period.grain) == (day(start), day(end), grain)
    assert (m.relative_to, m.role) == (relative_to, role)
    assert m.period.text == normalise(text)[m.start : m.end]


AMBIGUOUS = [
    ("zh", "周五", ["2024-02-09", "2024-02-02"]),
    ("zh", "上周五", ["2024-02-02", "2024-02-09"]),
    ("en", "last Friday", ["2024-02-09", "2024-02-02"]),
    ("en", "2/4/2024", ["2024-02-04", "2024-04-02"]),
    ("zh", "20周年", ["2024-01-01", "2004-01-01"]),
    ("zh", "第一季度", ["2023-01-01", "2024-01-01"]),
    ("en", "on March 20", ["2024-03-20", "2023-03-20"]),
    ("zh", "股价8日大跌", ["2024-02-08", "2024-03-08"]),
    ("zh", "本季度", ["2024-01-01", "2023-10-01"]),
    ("en", "the same quarter last year", ["2023-10-01", "2023-01-01"]),
]


@pytest.mark.parametrize(("language", "text", "starts"), AMBIGUOUS)
def test_what_is_ambiguous_keeps_its_candidates_likeliest_first(language, text, starts):
    m = one(text, language)
    assert [p.start for p in m.candidates] == [day(s) for s in starts]
    assert m.candidates[0] == m.period


def test_a_fiscal_quarter_comes_first_and_the_calendar_one_second():
    m = one("第一季度", "zh", fiscal_year_end_month=9)
    assert [p.start for p in m.candidates][:2] == [day("2023-10-01"), day("2023-01-01")]
    assert one("Q4 2023", "en", fiscal_year_end_month=6).period.start == day("2023-04-01")


def test_relative_days_count_from_what_was_dated_before():
    _friday, before, after = found("2月2日大涨,而此前一天大跌,次日又涨", "zh")
    assert (before.period.start, before.relative_to) == (day("2024-02-01"), "anchor")
    assert after.period.start == day("2024-02-02")
    named = day("2024-02-02")
    assert found("the day before", "en", anchor=named, day=named)[0].period.start == day("2024-02-01")
    assert not found("that day", "en", anchor=day("2020-01-01"))  # the year 2020 was told of, and no day
    _first, following = found("In the fourth quarter of 2022 it lost money; the following quarter it did not", "en")
    assert following.period.start == day("2023-01-01")


def test_sessions_are_counted_back_in_weekdays_and_only_from_a_day_that_is_told():
    _monday, before = found("On Monday it fell; two sessions earlier it had risen", "en")
    assert before.period.start == day("2024-02-01")
    assert not found("two sessions earlier it had risen", "en")


def test_since_then_counts_from_what_its_sentence_counted_from_last():
    first, then = found("the worst since November 2008, and likewise the worst since then", "en")
    assert (first.role, then.role) == ("since", "since")
    assert then.period.start == first.period.start == day("2008-11-01")


def test_a_year_is_finished_in_its_last_days_or_thereafter():
    assert one("ended the year 24% higher", "en").period.start == day("2023-01-01")


def test_a_year_of_the_discourse_needs_one():
    assert found("那年", "zh") == []
    assert found("2018年上市,那年", "zh")[1].period.start == day("2018-01-01")


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("zh", "周一至周五", "2024-02-05", "2024-02-09"),
        ("zh", "2013年至2023年", "2013-01-01", "2023-12-31"),
        ("en", "from 2013 to 2023", "2013-01-01", "2023-12-31"),
        ("en", "Jan. 31-Feb. 2", "2024-01-31", "2024-02-02"),
    ],
)
def test_two_ends_are_one_stretch(language, text, start, end):
    m = one(text, language)
    assert (m.period.start, m.period.end, m.role, m.period.grain) == (day(start), day(end), "duration", "span")


def test_sessions_belong_to_their_day():
    m = one("周四盘后", "zh")
    assert (m.period.start, m.session) == (day("2024-02-08"), "after_close")
    m = one("Thursday after the bell", "en")
    assert (m.period.start, m.session) == (day("2024-02-08"), "after_close")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "2月30日"),
        ("zh", "3000年"),
        ("zh", "1960亿美元"),
        ("zh", "工作了14年"),
        ("zh", "5日均线"),
        ("zh", "连续3日上涨"),
        ("zh", "30日内付清"),
        ("zh", "12024年5"),
        ("en", "it may rise"),
        ("en", "2005 jobs"),
        ("en", "$2,024 in cash"),
        ("en", "a quarter of revenue"),
        ("en", "the second half-hearted try, the sun, 20240"),
    ],
)
def test_what_is_no_date(language, text):
    assert found(text, language) == []


SOUP = st.text(alphabet="0123456789-/., 年月日周上下底初季度第一二三五十前后去今 QFebMarinlatesyrof", max_size=50)


@settings(max_examples=300)
@example("五二周年", "zh", date(1951, 1, 1))
@given(
    st.one_of(SOUP, st.text(max_size=60)), st.sampled_from(["zh", "en"]), st.dates(date(1901, 1, 1), date(2099, 12, 31))
)
def test_whatever_the_text_dates_are_plausible_and_in_order(text, language, published):
    view = normalise(text)
    last = 0
    for m in find(view, language, published):
        assert last <= m.start < m.end <= len(view)
        told = view[m.start : m.end].lower()
        first = 1700 if "周年" in told or "anniversary" in told else 1900  # what had its 150th may be old
        assert all(p.start.year >= first and p.end.year <= 2100 for p in m.candidates)
        last = m.end


@settings(max_examples=200)
@given(st.text(alphabet="0123456789", max_size=40), st.sampled_from(["zh", "en"]))
def test_digits_alone_date_nothing(text, language):
    assert found(text, language) == []


@settings(max_examples=200)
@given(st.text(max_size=60), st.sampled_from(["zh", "en"]))
def test_a_text_without_digits_and_calendar_words_holds_no_date(text, language):
    masked = "".join("x" if c.isalnum() else c for c in normalise(text))
    assert found(masked, language) == []


@pytest.mark.parametrize(
    "text",
    ["1" * 10_000, "亿" * 1_000_000, "[" * 5000 + "2024" + "]" * 5000, "2024-" * 4000, "第一" * 5000, "last " * 5000],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_texts_end(text, language):
    assert all(m.period.start <= m.period.end for m in found(text, language))


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownNameError, match="xx"):
        find("1", "xx", SATURDAY)


ROWS = [(language, row) for language in ("en", "zh") for row in range(len(grammar_of(language).rows))]


@pytest.mark.parametrize(("language", "row"), ROWS)
def test_what_opens_a_form_is_all_in_the_table(language: str, row: int) -> None:
    """What is passed over without a try could not have been a date: strings made from each form are found with and without it."""
    grammar = grammar_of(language)
    shapes = lexicon.table(language, "dates")["shapes"]
    form = PLACEHOLDER.sub(lambda m: str(shapes[m[1]]), re.sub(r"\(\?P<[a-z_]+>", "(?:", grammar.rows[row].form))

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(re.compile(form, re.IGNORECASE | re.ASCII if language == "en" else 0), fullmatch=True))
    def same(text: str) -> None:
        every = grammar.any_row.search(text)
        low = lowered(text)
        quick = next_form(text, low, 0, grammar)
        assert (every and every.span()) == (quick and quick.span())
        known = places(low, language, openings(low, language), len(text))
        assert quick is None or quick.start() in known
        quicker = next_form(text, low, 0, grammar, known)
        assert (quick and quick.span()) == (quicker and quicker.span())

    same()
