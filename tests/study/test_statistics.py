"""Every statistic against the plain recomputation of `slow.py`, and what the papers say of its limits."""

from __future__ import annotations

import numpy as np
import pytest

from tapeline import study

from . import slow
from .data import MIXED, made_up, some_events, wide

RTOL = 1e-9  # sums of a few hundred doubles in another order
ESTIMATION = (-120, -11)


def returns_of(data):
    prices = np.array([data[k] for k in data if k.startswith("S")])
    market = data["M"]
    out = np.full(prices.shape, np.nan)
    out[:, 1:] = prices[:, 1:] / prices[:, :-1] - 1
    factor = np.full(market.size, np.nan)
    factor[1:] = market[1:] / market[:-1] - 1
    return out, factor


def both(window=(-1, 1), data=None, positions=MIXED, **options):
    data = data or made_up()
    returns, market = returns_of(data)
    plain = [slow.event(returns, market[None], i, p, ESTIMATION, window) for i, p in positions]
    fast = study.run(
        some_events(data, positions), wide(data), market="M", estimation=ESTIMATION, window=window, **options
    )
    assert fast.n_kept == len(positions)
    return plain, fast


PLAIN = {
    "car_t": slow.car_t,
    "cross_sectional_t": slow.cross_sectional_t,
    "crude_dependence_t": slow.crude_dependence_t,
    "patell_z": slow.patell_z,
    "patell_adjusted_z": slow.patell_adjusted_z,
    "bmp_z": slow.bmp_z,
    "kolari_pynnonen_z": slow.kolari_pynnonen_z,
    "jackknife_z": slow.jackknife_z,
    "corrado_rank_z": lambda e: slow.corrado(e, restandardise=False),
    "corrado_zivney_z": lambda e: slow.corrado(e, restandardise=True),
    "grank_t": lambda e: slow.grank(e)[0],
    "grank_z": lambda e: slow.grank(e)[1],
    "sign_z": slow.sign_z,
    "generalized_sign_z": slow.generalized_sign_z,
    "skewness_adjusted_t": lambda e: slow.skewness_adjusted_t(e, "hall"),
    "day_clustered_t": slow.day_clustered_t,
    "portfolio_t": slow.portfolio_t,
}


def with_holes():
    """The made-up panel with missing prices inside estimation windows, different ones for each security."""
    data = made_up()
    for i, name in enumerate(k for k in data if k.startswith("S")):
        data[name] = data[name].copy()
        data[name][[210 + 3 * i, 240 + i, 241 + i]] = np.nan
    return data


@pytest.mark.parametrize("window", [(0, 0), (-1, 1), (-5, 5)])
@pytest.mark.parametrize("holes", [False, True], ids=["complete", "holes"])
@pytest.mark.parametrize("name", PLAIN)
def test_statistic_equals_the_plain_recomputation(name, window, holes):
    plain, fast = both(window, with_holes() if holes else None, tests=[name])
    assert fast.result(name).statistic == pytest.approx(PLAIN[name](plain), rel=RTOL)


@pytest.mark.parametrize("name", ["patell_z", "bmp_z"])
def test_exact_scar_and_sum_of_sar_are_both_offered_and_differ(name):
    plain, fast = both(tests=[name], test_options={"standardised": "sum_of_sar"})
    expected = getattr(slow, name)(plain, slow.sum_of_sar(plain))
    assert fast.result(name).statistic == pytest.approx(expected, rel=RTOL)
    assert "sum_of_sar" in fast.result(name).convention
    assert abs(expected - getattr(slow, name)(plain)) > 1e-6


@pytest.mark.parametrize("name", ["patell_adjusted_z", "kolari_pynnonen_z"])
def test_residuals_may_be_aligned_by_relative_day(name):
    plain, fast = both(tests=[name], test_options={"align": "relative"})
    assert fast.result(name).statistic == pytest.approx(getattr(slow, name)(plain, "relative"), rel=RTOL)
    assert fast.result(name).extra["mean_correlation"] == pytest.approx(
        slow.mean_correlation(plain, "relative"), rel=RTOL
    )


def test_skewness_adjustment_has_johnsons_form_too():
    plain, fast = both(tests=["skewness_adjusted_t"], test_options={"form": "johnson"})
    assert fast.result("skewness_adjusted_t").statistic == pytest.approx(
        slow.skewness_adjusted_t(plain, "johnson"), rel=RTOL
    )


def test_pitfall_events_that_share_no_day_are_uncorrelated_and_kolari_pynnonen_equals_bmp():
    apart = [(i, 200 + 15 * i) for i in range(12)]
    _, fast = both(positions=apart, tests=["bmp_z", "kolari_pynnonen_z", "patell_z", "patell_adjusted_z"])
    assert fast.result("kolari_pynnonen_z").extra["mean_correlation"] == 0.0
    assert fast.result("kolari_pynnonen_z").statistic == fast.result("bmp_z").statistic
    assert fast.result("patell_adjusted_z").statistic == fast.result("patell_z").statistic


def test_pitfall_residual_correlation_is_aligned_by_calendar_day_not_by_relative_day():
    neighbours = [(i, 300 + i) for i in range(12)]
    plain, fast = both((-2, 2), positions=neighbours, data=made_up(common=0.01), tests=["kolari_pynnonen_z"])
    calendar, relative = slow.mean_correlation(plain), slow.mean_correlation(plain, "relative")
    assert calendar > 0.1
    assert abs(relative) < calendar / 2
    assert fast.result("kolari_pynnonen_z").extra["mean_correlation"] == pytest.approx(calendar, rel=RTOL)


def test_pitfall_two_events_of_one_firm_are_two():
    twice = [(0, 300), (0, 330), (1, 300), (2, 310), (2, 345), (3, 320)]
    plain, fast = both(positions=twice, tests=["corrado_rank_z", "grank_t"])
    assert fast.result("corrado_rank_z").n == 6
    assert fast.result("corrado_rank_z").statistic == pytest.approx(slow.corrado(plain, False), rel=RTOL)
    assert fast.result("grank_t").statistic == pytest.approx(slow.grank(plain)[0], rel=RTOL)


def test_pitfall_rank_statistics_over_a_window_are_the_windows_own_not_the_first_days():
    data = made_up()
    for i, p in MIXED:
        data[f"S{i:02d}"][p + 1 :] *= 1.08  # the last day of the window moves, the first does not
    plain, fast = both((-1, 1), data, windows=[(-1, -1)], tests=["corrado_rank_z", "grank_t"])
    assert fast.result("corrado_rank_z").statistic > 2.0
    assert abs(fast.result("corrado_rank_z", (-1, -1)).statistic) < 2.0
    assert fast.result("corrado_rank_z").statistic == pytest.approx(slow.corrado(plain, False), rel=RTOL)


def test_sub_windows_have_the_same_statistics_as_a_study_of_their_own():
    _, wide_study = both(
        (-3, 3), windows=[(0, 1)], tests=["patell_z", "bmp_z", "kolari_pynnonen_z", "grank_t", "sign_z"]
    )
    _, narrow = both((0, 1), tests=["patell_z", "bmp_z", "kolari_pynnonen_z", "grank_t", "sign_z"])
    for name in ("patell_z", "bmp_z", "kolari_pynnonen_z", "grank_t", "sign_z"):
        assert wide_study.result(name, (0, 1)).statistic == pytest.approx(narrow.result(name).statistic, rel=RTOL)


def test_pitfall_forecast_error_is_in_bmp_and_kolari_pynnonen():
    plain, fast = both(tests=["bmp_z"])
    without = np.array([e.car / (e.sigma * np.sqrt(len(e.ar))) for e in plain])
    assert abs(slow.bmp_z(plain, without) - slow.bmp_z(plain)) > 1e-4
    assert fast.result("bmp_z").statistic == pytest.approx(slow.bmp_z(plain), rel=RTOL)


def test_one_event_gives_values_where_a_cross_section_is_not_needed_and_reasons_where_it_is():
    _, fast = both(positions=[(3, 300)], tests="all")
    for one in fast.results:
        assert np.isfinite(one.statistic) or one.note, one.name
    assert np.isfinite(fast.result("car_t").p_value)
    assert np.isfinite(fast.result("sample_quantile").p_value)
    assert "cross-section" in fast.result("bmp_z").note


def test_all_events_on_one_day_gives_reasons_for_tests_that_need_several_days():
    _, fast = both(positions=[(i, 300) for i in range(12)], tests="all")
    assert "days" in fast.result("bootstrap_t").note
    assert "days" in fast.result("day_clustered_t").note
    assert fast.result("kolari_pynnonen_z").extra["mean_correlation"] > 0.0


def test_events_that_are_all_alike_have_no_cross_section_to_test_by():
    """The same event three times: every spread is zero, and each test that divides by one says so."""
    data = made_up()
    asked = ["cross_sectional_t", "bmp_z", "kolari_pynnonen_z", "skewness_adjusted_t", "jackknife_z"]
    result = study.run(some_events(data, [(3, 301)] * 4), wide(data), market="M", estimation=ESTIMATION, tests=asked)
    for one in result.results:
        assert np.isnan(one.statistic)
        assert one.note
