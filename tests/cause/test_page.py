"""The sample record: what the tape says about Meta's turn of 2022, and the shape of what comes back."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tapeline.cause
from tapeline.cause import Assessment, assess, assess_claim
from tapeline.cause.assessment import CAUSE_VERDICTS
from tapeline.cause.donors import Pool
from tapeline.cause.outcome import OUTCOMES, on_tape, peer_returns, relative
from tapeline.cause.tape import open_tape, returns_between
from tapeline.errors import DesignError, InputError, TapelineError, UnknownNameError, UnmeasurableError
from tapeline.record import Record, open_record

KNOWN = date(2024, 2, 10)
CONTRACT = {
    "schema": None, "subject": None, "event": {"date", "session", "what"}, "outcome": None, "verdict": None, "reason": None,
    "timing": {"turn", "low", "high", "before_event"},
    "evidence": {"method", "null", "estimate", "low", "high", "p_value", "n", "valid", "caveat"},
    "breaks": {"series", "date", "low", "high", "statistic", "p_value", "valid"},
    "counterfactual": {"method", "pre_rmspe", "end_gap", "placebo_p", "weights", "path"},
    "rivals": {"date", "what", "kind", "estimate", "p_value", "share"}, "smallest_visible_effect": None, "refused": {"method", "why"},
}  # fmt: skip


@pytest.fixture(scope="module")
def record() -> Record:
    return open_record()


@pytest.fixture(scope="module")
def article(record: Record) -> Assessment:
    return assess_claim(
        record, "META", "open_source", "up", date(2022, 10, 1), date(2022, 12, 31), KNOWN, KNOWN, deep=True
    )


def test_open_source_releases_came_after_the_turn_so_the_calendar_contradicts_them(article: Assessment) -> None:
    assert article.verdict == "contradicted by timing"
    assert article.timing is not None
    assert (article.timing.turn, article.timing.price) == (date(2022, 11, 3), 88.91)
    assert article.timing.before_event is True
    assert article.event.date == date(2023, 2, 24)
    assert "2023-02-24" in article.reason
    assert "2022-11-03" in article.reason


def test_results_buyback_and_layoffs_carry_far_more_of_the_rise_than_any_release(article: Assessment) -> None:
    shares = article.shares
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["results"] > 0.1 > 0.05 > abs(shares["open_source"])
    assert shares["layoffs"] > 0.05
    assert 0.1 < shares["unexplained"] < 0.5
    by_session = {r.session: r for r in article.rivals}
    assert by_session[date(2023, 2, 2)].estimate == pytest.approx(0.21, abs=0.02)
    assert by_session[date(2022, 11, 9)].p_value is not None
    assert by_session[date(2022, 11, 9)].p_value < 0.01
    day = [r.share for r in article.rivals if r.session == date(2023, 2, 2)]
    assert len(day) == 2
    assert day[0] == day[1]
    assert sum(x or 0.0 for x in day) > 0.1
    # Untimed news takes two sessions, so a session next to other news could be counted with both; here none is.
    dated = sum(r.share or 0.0 for r in article.rivals if r.kind != "market")
    assert dated == pytest.approx(1 - shares["market"] - shares["unexplained"] - shares["open_source"], abs=1e-9)


def test_releases_have_no_abnormal_return_to_speak_of_and_are_dated(article: Assessment) -> None:
    days = {e.date: e for e in article.evidence if e.method == "market-model abnormal return"}
    for day in (date(2023, 2, 24), date(2023, 7, 18), date(2023, 8, 24)):
        assert days[day].p_value is not None
        assert days[day].p_value > 0.3
        assert not days[day].valid


def test_breaks_carry_intervals_and_the_log_price_is_flagged(article: Assessment) -> None:
    assert {b.series for b in article.breaks} == {"abnormal return, mean", "market beta", "log price, trend"}
    for b in article.breaks:
        assert b.low <= b.date <= b.high
        if b.series == "log price, trend":
            assert not b.valid
            assert "unit root" in b.caveat
    near = [b for b in article.breaks if b.series == "abnormal return, mean"]
    assert any(abs((b.date - date(2022, 11, 3)).days) < 20 for b in near)
    assert all("cannot single out a day" in b.caveat for b in near if (b.high - b.low).days > 200)


def test_a_poor_fit_before_the_event_is_refused_with_the_reason(article: Assessment) -> None:
    assert article.counterfactual is None
    assert any("poor fit before the event" in r.why and "closer peers" in r.why for r in article.refused)


def test_json_has_the_fields_of_the_contract_and_only_plain_values(article: Assessment) -> None:
    made = assess("META", "2022-11-30")
    for a in (article, made):
        j = json.loads(json.dumps(a.to_json(), allow_nan=False))
        assert set(CONTRACT) <= set(j)
        assert j["schema"] == "tapeline.cause/1"
        for name, inner in CONTRACT.items():
            rows = j[name] if isinstance(j[name], list) else [j[name]]
            for row in rows:
                if inner and row is not None:
                    assert inner <= set(row), name
    assert made.to_json()["counterfactual"]["weights"]


def test_same_question_gives_the_same_bytes() -> None:
    first, second = (json.dumps(assess("META", "2022-11-30").to_json()) for _ in range(2))
    assert first == second


def test_after_hours_news_acts_on_the_next_session(record: Record) -> None:
    made = assess("META", "2023-02-01", what="results", record=record)
    assert (made.event.date, made.event.session) == (date(2023, 2, 1), date(2023, 2, 2))
    assert made.verdict == "cannot be told apart"
    assert made.apart_from == ("buyback",)


def test_a_weekend_acts_on_monday(record: Record) -> None:
    assert assess("META", "2023-05-06", record=record, deep=False).event.session == date(2023, 5, 8)


def test_a_dividend_that_came_with_results_and_a_buyback_cannot_be_told_apart(record: Record) -> None:
    made = assess_claim(record, "META", "dividend", "up", date(2024, 2, 2), date(2024, 2, 2), KNOWN, KNOWN)
    assert made.words == "cannot be told apart from buyback, results"


@pytest.mark.parametrize("kind", ["ai", "segment:reality_labs", "outlook", "split"])
def test_a_cause_without_a_dated_event_is_too_little_data(record: Record, kind: str) -> None:
    made = assess_claim(record, "META", kind, "up", date(2022, 10, 1), date(2022, 12, 31), KNOWN, KNOWN)
    assert made.verdict == "too little data"
    assert kind in made.reason


def test_what_was_not_yet_known_is_not_used(record: Record) -> None:
    early = assess_claim(
        record, "META", "open_source", "up", date(2022, 10, 1), date(2022, 12, 31), date(2023, 3, 1), None
    )
    assert all(e.date is None or e.date <= date(2023, 3, 1) for e in early.evidence)
    assert all(r.date <= date(2023, 3, 1) for r in early.rivals)


def test_a_figure_with_few_quarters_is_too_little_data_and_an_unknown_one_is_named(record: Record) -> None:
    made = assess("META", "2023-02-24", "fact:revenue", record=record)
    assert made.verdict == "too little data"
    assert "at least 30 are needed" in made.reason
    with pytest.raises(InputError, match="no 'colour' of META"):
        assess("META", "2023-02-24", "fact:colour", record=record)


def test_price_relative_to_the_index_takes_the_index_out(record: Record) -> None:
    tape = open_tape(record, "META", KNOWN)
    i, j = tape.first(date(2022, 11, 3)), tape.first(date(2024, 2, 9))
    assert i is not None
    assert j is not None
    gspc = record.prices("GSPC")
    index = gspc.close[gspc.at(date(2024, 2, 9))] / gspc.close[gspc.at(date(2022, 11, 3))]
    ratio = relative(tape).close
    assert ratio[j] / ratio[i] == pytest.approx(tape.close[j] / tape.close[i] / index, rel=1e-9)


def test_market_value_meets_the_filed_count_on_its_own_day_and_moves_no_more_on_it(record: Record) -> None:
    tape = open_tape(record, "META", KNOWN)
    value = on_tape(record, tape, "market_value", KNOWN)
    filed = date(2023, 10, 20)
    i = tape.first(filed)
    assert i is not None
    assert value.close[i] == pytest.approx(
        record.prices("META").close[record.prices("META").at(filed)] * (2219607026 + 350255706)
    )
    assert abs(value.stock[i] - tape.stock[i]) < 1e-3
    with pytest.raises(UnmeasurableError, match="as traded"):
        on_tape(record, replace(tape, source="another"), "market_value", KNOWN)
    with pytest.raises(UnmeasurableError, match="shares outstanding of LLY"):
        on_tape(record, open_tape(record, "LLY", KNOWN), "market_value", KNOWN)


def test_peers_without_news_of_their_own_are_the_benchmark_of_a_path_relative_to_peers(record: Record) -> None:
    import numpy as np

    nan = float("nan")
    pool = Pool(("A", "B", "C"), np.array([[nan, nan, nan], [0.01, 0.03, 0.2], [0.02, nan, nan]]), ((), (), (1,)))
    np.testing.assert_allclose(peer_returns(pool), [nan, 0.02, nan])
    with pytest.raises(DesignError, match="at least 2"):
        peer_returns(Pool(("A",), np.zeros((3, 1)), ((),)))
    made = assess("META", "2023-02-01", "relative:peers", record=record, deep=False)
    assert made.verdict == "supported"
    assert math.fsum(made.shares.values()) == pytest.approx(1.0)


def test_the_sector_is_a_rival_where_the_record_holds_enough_of_it(record: Record) -> None:
    chips = assess("AAPL", "2023-02-02", record=record, deep=False)
    assert "sector" in chips.shares
    assert [r.kind for r in chips.rivals][-2:] == ["market", "sector"]
    alone = assess("META", "2023-02-01", record=record, deep=False)
    assert "sector" not in alone.shares
    assert any(
        r.method.startswith("sector") and "1 other security of Communication Services (GOOGL)" in r.why
        for r in alone.refused
    )


def test_on_a_relative_path_the_benchmark_gives_only_what_beta_adds(record: Record) -> None:
    alone, over = (assess("META", "2023-02-01", o, record=record, deep=False) for o in ("return", "relative"))
    assert alone.timing is not None
    assert over.timing is not None
    assert alone.timing.turn == over.timing.turn
    assert 0.0 < over.shares["market"] < alone.shares["market"]


def test_a_missed_session_is_not_a_zero_return() -> None:
    import numpy as np

    out = returns_between(np.array([1, 2, 4]), np.array([1, 2, 3, 4]), np.array([100.0, 110.0, 121.0, 133.1]))
    assert out[1:] == pytest.approx([0.1, 0.21])
    assert np.isnan(returns_between(np.array([1, 2]), np.array([], dtype=int), np.array([]))).all()


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("yesterday", "ISO date"),
        (("2023-02-01", "2022-02-01"), "run forward"),
        ("1999-01-04", "outside the tape of META, 2012-05-18"),
        ("2031-01-04", "outside the tape"),
    ],
)
def test_an_event_that_is_no_date_or_outside_the_data_is_refused(event: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        assess("META", event)


def test_unknown_company_outcome_and_claim_are_refused(record: Record) -> None:
    with pytest.raises(UnknownNameError, match="NOPE"):
        assess("NOPE", "2022-11-30")
    with pytest.raises(UnknownNameError, match="NOPE"):
        assess_claim(record, "NOPE", "layoffs")
    with pytest.raises(InputError, match="price, return, relative"):
        assess("META", "2022-11-30", "mood")
    with pytest.raises(InputError, match="`move` or `turn`"):
        assess("META", "2022-11-30", claim="cause")  # type: ignore[arg-type]


def test_a_stock_without_prices_before_the_event_is_too_little_data(record: Record) -> None:
    assert assess("GSPC", "2022-11-30", record=record).verdict == "too little data"
    assert assess("META", "2012-06-01", record=record).verdict == "too little data"


def test_overlapping_causes_of_a_span_are_tested_side_by_side(record: Record) -> None:
    made = assess("META", ("2022-11-09", "2023-03-14"), what="layoffs", record=record, deep=False)
    tested = [e for e in made.evidence if e.valid]
    assert len(tested) == 2
    assert all(e.p_adjusted is not None and e.p_value is not None and e.p_adjusted > e.p_value for e in tested[:1])
    assert made.event.end == date(2023, 3, 14)


def test_short_way_loads_no_heavy_library() -> None:
    code = (
        "import sys; from datetime import date; from tapeline.record import open_record; from tapeline.cause import assess_claim; "
        "assess_claim(open_record(), 'META', 'open_source', 'up', date(2022,10,1), date(2022,12,31), date(2024,2,10)); "
        "print([m for m in ('pandas', 'numba', 'scipy.stats', 'scipy.optimize', 'matplotlib', 'statsmodels') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names() -> None:
    assert sorted(tapeline.cause.__all__) == dir(tapeline.cause) == ["Assessment", "assess", "assess_claim"]
    with pytest.raises(AttributeError, match="prove"):
        tapeline.cause.prove  # noqa: B018


@settings(max_examples=80, deadline=None)
@given(
    entity=st.sampled_from(["META", "AAPL", "AMZN", "LLY", "QCOM", "GSPC"]),
    day=st.dates(date(2011, 1, 1), date(2025, 12, 31)),
    length=st.integers(0, 300),
    claim=st.sampled_from(["move", "turn"]),
    direction=st.sampled_from(["up", "down"]),
    outcome=st.sampled_from(OUTCOMES),
    lag=st.none() | st.integers(-30, 500),
)
def test_any_question_ends_in_a_verdict_that_adds_up_or_in_a_refusal(  # type: ignore[no-untyped-def]
    entity, day, length, claim, direction, outcome, lag
) -> None:
    known = None if lag is None else day + timedelta(days=lag)
    try:
        made = assess(
            entity,
            (day, day + timedelta(days=length)),
            outcome,
            known=known,
            claim=claim,
            direction=direction,
            deep=False,
        )
    except TapelineError:
        return  # refused with a reason; anything else fails the test
    assert made.reason
    assert made.verdict in CAUSE_VERDICTS
    json.dumps(made.to_json(), allow_nan=False)
    assert not made.shares or sum(made.shares.values()) == pytest.approx(1.0)
    assert bool(made.apart_from) == (made.verdict == "cannot be told apart")
    assert all(e.p_value is None or 0.0 <= e.p_value <= 1.0 for e in made.evidence)
