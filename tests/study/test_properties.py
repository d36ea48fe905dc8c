"""What must change nothing: shifting dates, permuting rows, scaling prices, splitting the input."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapeline import study
from tapeline.study.abnormal import market_model

from .data import MIXED, long, made_up, some_events, wide
from .test_statistics import returns_of

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DATA = made_up()
EVENTS = some_events(DATA, MIXED)
TESTS = [
    "car_t", "cross_sectional_t", "patell_z", "bmp_z", "kolari_pynnonen_z", "corrado_rank_z", "corrado_zivney_z", "grank_t",
    "generalized_sign_z", "wilcoxon_z", "crude_dependence_t", "bootstrap_t", "permutation", "sample_quantile",
]  # fmt: skip


def run(events, prices, **options):
    return study.run(events, prices, **({"market": "M", "estimation": (-120, -11), "tests": TESTS} | options))


BASE = run(EVENTS, wide(DATA))


def same_tests(result, rtol):
    for ours, theirs in zip(result.results, BASE.results, strict=True):
        assert ours.statistic == pytest.approx(theirs.statistic, rel=rtol), ours.name
        assert ours.p_value == pytest.approx(theirs.p_value, rel=rtol), ours.name


@FEW
@given(st.integers(-3000, 3000))
def test_shifting_all_dates_changes_nothing(weeks):
    by = np.timedelta64(7 * weeks, "D")
    moved = {k: (v + by if k == "date" else v) for k, v in DATA.items()}
    events = EVENTS.with_columns((pl.col("date") + pl.duration(days=7 * weeks)).cast(pl.Date))
    result = run(events, wide(moved))
    np.testing.assert_array_equal(result.sample.fit.car, BASE.sample.fit.car)
    same_tests(result, 1e-15)


@FEW
@given(st.integers(0, 2**32 - 1))
def test_permuting_price_rows_changes_nothing(seed):
    table = long(DATA)
    order = np.random.default_rng(seed).permutation(len(table))
    result = run(EVENTS, table[order])
    np.testing.assert_array_equal(result.sample.fit.car, BASE.sample.fit.car)
    same_tests(result, 1e-15)


@FEW
@given(st.permutations(range(len(MIXED))))
def test_permuting_events_permutes_their_rows_and_leaves_the_tests(order):
    result = run(EVENTS[list(order)], wide(DATA))
    np.testing.assert_array_equal(result.sample.fit.car, BASE.sample.fit.car[list(order)])
    same_tests(result, 1e-9)


@FEW
@given(st.lists(st.floats(1e-6, 1e6), min_size=13, max_size=13))
def test_scaling_prices_changes_nothing(factors):
    names = [k for k in DATA if k != "date"]
    scaled = DATA | {k: DATA[k] * f for k, f in zip(names, factors, strict=True)}
    result = run(EVENTS, wide(scaled))
    np.testing.assert_allclose(result.sample.fit.car, BASE.sample.fit.car, rtol=1e-8, atol=1e-14)
    same_tests(result, 1e-7)


@FEW
@given(st.lists(st.integers(0, 2), min_size=len(MIXED), max_size=len(MIXED)))
def test_splitting_the_events_in_chunks_changes_no_event(owner):
    found = np.full(len(MIXED), np.nan)
    for part in range(3):
        rows = [j for j, o in enumerate(owner) if o == part]
        if rows:
            found[rows] = run(EVENTS[rows], wide(DATA), tests=["car_t"]).sample.fit.car[:, 0]
    np.testing.assert_array_equal(found, BASE.sample.fit.car[:, 0])


@FEW
@given(st.integers(1, 5000))
def test_block_sizes_inside_the_engine_change_nothing(block):
    import tapeline.study.sample as sample_module

    before = sample_module.BLOCK
    sample_module.BLOCK = block
    try:
        same_tests(run(EVENTS, wide(DATA)), 1e-9)
    finally:
        sample_module.BLOCK = before


@FEW
@given(st.integers(150, 400), st.integers(0, 11))
def test_the_engine_and_the_array_function_agree_anywhere(position, security):
    result = run(some_events(DATA, [(security, position)]), wide(DATA), tests=["car_t"])
    returns, market = returns_of(DATA)
    alone = market_model(returns[security], market, position, (-120, -11), (-1, 1))
    columns = result.columns()
    assert columns["car"][0] == pytest.approx(alone.car, rel=1e-9, abs=1e-15)
    assert columns["se_car"][0] == pytest.approx(alone.se_car, rel=1e-9)
    assert columns["p_value"][0] == pytest.approx(alone.p_value, rel=1e-9)
    np.testing.assert_allclose(
        result.sample.fit.sigma[0] * np.sqrt(result.sample.fit.ar_factor[0]), alone.se_ar, rtol=1e-9
    )


@FEW
@given(st.floats(-0.05, 0.05))
def test_an_added_return_on_the_events_session_comes_back_in_the_mean(effect):
    moved = {k: v.copy() for k, v in DATA.items()}
    for i, p in MIXED[1:9]:
        moved[f"S{i:02d}"][p:] *= 1 + effect
    plain = run(EVENTS[1:9], wide(DATA), tests=["car_t"], window=(0, 0)).columns()["car"]
    found = run(EVENTS[1:9], wide(moved), tests=["car_t"], window=(0, 0)).columns()["car"]
    returns, _ = returns_of(DATA)
    expected = [effect * (1 + returns[i, p]) for i, p in MIXED[1:9]]
    np.testing.assert_allclose(found - plain, expected, rtol=1e-6, atol=1e-12)


def test_the_same_inputs_give_the_same_bytes():
    from tapeline.study.export import render

    again = run(EVENTS, wide(DATA))
    for fmt in ("json", "csv", "latex", "table"):
        assert render(again, fmt) == render(BASE, fmt)
