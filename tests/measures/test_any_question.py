"""Whatever is asked of a measure, the answer is a measurement or an error that says what is missing."""

import re
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapeline.errors import InputError, TapelineError
from tapeline.measures import Question, ask, measures
from tapeline.record import Record

TEXTS: dict[str, tuple[str, ...]] = {
    "metric": ("revenue", "net_income", "reality_labs.revenue", "reality_labs.operating_income", "headcount", "dap", "mau", "eps_diluted", "nothing"),
    "base": ("3", "0", "2020-01-01:2020-12-31", "first"), "since": ("2012-05-18", "2022-01-01:2022-03-31", "2030-01-01", "2019-02-30", "soon"),
    "threshold": ("1e9", "0", "-1", "nan", "many"), "amount": ("1e9:2e11", "5:1", "1e9"), "zone": ("Asia/Shanghai", "Mars", ""),
    "person": ("Mark Zuckerberg", "Susan Li", "Nobody"), "people": ("Susan Li|Chris Cox", ""), "predecessor": ("Sheryl Sandberg", "X"),
    "role": ("CFO", "cook"), "kind": ("results", "buyback", "founding", "layoffs", "none"), "than": ("AMZN", "GSPC", "NOONE"),
    "segment": ("reality_labs", "x"), "about": ("Instagram", ""),
}  # fmt: skip
NAMES = sorted(measures())
FIRST, LAST = date(2011, 1, 1), date(2025, 6, 30)


@st.composite
def questions(draw: st.DrawFn, name: str) -> Question:
    known = draw(st.dates(FIRST, LAST))
    end = draw(st.none() | st.dates(FIRST, LAST))
    long = draw(st.sampled_from((0, 0, 1, 6, 89, 91, 364, 365, 3000, -5)))
    start = None if end is None else end - timedelta(long)
    args = {
        name: draw(st.sampled_from((*TEXTS.get(name, ()), *p.allowed, "sideways")))
        for name, p in measures()[name].parameters.items()
        if draw(st.integers(0, 3))
    }
    return Question(draw(st.sampled_from(("META", "AAPL", "NVDA", "GSPC", "NOONE"))), known, start, end, args)


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_question_is_measured_or_refused_in_words(name: str, record: Record, data: st.DataObject) -> None:
    question = data.draw(questions(name))
    found = None
    with suppress(TapelineError):
        found = ask(record, name, question)
    for m in (found, *found.bases) if found else ():
        assert m.low <= m.value <= m.high
        assert m.trail
        assert m.formula


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("price.return", {"withn": "day"}, "price.return has no parameter withn: it has session, within, from"),
        ("holding.shares", {"person": "Mark Zuckerberg", "of": "x"}, "it has person"),
        ("dividend.yield", {"per": "year"}, "it has none"),
        ("fact.streak", {"metric": "revenue", "direction": "dwon"}, "direction is one of up, down"),
        ("price.first_above", {"threshold": "a trillion"}, "written like 1e9"),
        ("price.high_rank", {"since": "2019-02-30"}, "written like 2022-01-01 or 2022-01-01:2022-03-31"),
        ("fact.growth", {"metric": "revenue", "base": "prior"}, "written like 3 or 2020-01-01:2020-12-31"),
        ("event.date", {"kind": "results", "zone": "Mars"}, "written like Asia/Shanghai"),
    ],
)
def test_a_misspelt_parameter_is_refused_and_not_passed_over(
    record: Record, name: str, args: dict[str, str], words: str
) -> None:
    with pytest.raises(InputError, match=re.escape(words)):
        ask(record, name, Question("META", LAST, None, None, args))
