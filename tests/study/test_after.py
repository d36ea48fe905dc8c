"""After the test: regressions, groups, pre-trends, power, sensitivity, diagnostics; long horizons, volume, volatility."""

from __future__ import annotations

import math
import warnings

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.diagnostic import acorr_ljungbox, het_arch
from statsmodels.stats.stattools import durbin_watson, jarque_bera

from tapeline import errors, study
from tapeline.study.after.diagnostics import diagnose, residuals_of

from . import slow
from .data import MIXED, made_up, some_events, wide
from .test_statistics import ESTIMATION, returns_of

MANY = [(i % 12, 150 + 6 * i) for i in range(40)]


@pytest.fixture(scope="module")
def data():
    return made_up()


@pytest.fixture(scope="module")
def found(data):
    rng = np.random.default_rng(0)
    events = some_events(data, MANY).with_columns(
        pl.Series("size", rng.standard_normal(40)),
        pl.Series("age", np.where(np.arange(40) == 5, np.nan, rng.random(40))),
        pl.Series("group", ["good", "bad"] * 20),
    )
    return study.run(events, wide(data), market="M", estimation=ESTIMATION, tests="all")


def test_regression_agrees_with_statsmodels_for_every_kind_of_error(found):
    car = found.columns()["car"]
    frame = found.taken.table.frame
    x = np.column_stack([frame.get_column("size").to_numpy(), frame.get_column("age").to_numpy()])
    use = np.isfinite(x).all(axis=1)
    groups = found.sample.problem.security[use]
    for kind in ("HC3", "nonrobust", "security"):
        ours = study.regress(found, ["size", "age"], errors=kind)
        options = {"cov_type": "cluster", "cov_kwds": {"groups": groups}} if kind == "security" else {"cov_type": kind}
        fit = sm.OLS(car[use], sm.add_constant(x[use])).fit(use_t=True, **options)
        np.testing.assert_allclose(ours.coef, fit.params, rtol=1e-9)
        np.testing.assert_allclose(ours.se, fit.bse, rtol=1e-9)
        np.testing.assert_allclose(ours.p_value, fit.pvalues, rtol=1e-8)
        assert (ours.n, ours.left_out) == (39, 1)
    with pytest.raises(errors.InputError, match="no column"):
        study.regress(found, ["height"])


def test_comparison_of_two_groups_is_welchs_t_squared(found):
    car, good = found.columns()["car"], np.array(["good", "bad"] * 20) == "good"
    ours = study.compare(found)
    welch = stats.ttest_ind(car[good], car[~good], equal_var=False)
    assert ours.groups == ("bad", "good")
    assert ours.statistic == pytest.approx(welch.statistic**2, rel=1e-9)
    assert ours.p_value == pytest.approx(welch.pvalue, rel=1e-9)
    assert ours.rank_p == pytest.approx(stats.kruskal(car[good], car[~good]).pvalue, rel=1e-9)


def test_quantiles_have_intervals_that_cover_them(found):
    table = study.quantiles(found, [0.25, 0.5, 0.75])
    np.testing.assert_allclose(table["car"], np.quantile(found.columns()["car"], [0.25, 0.5, 0.75]))
    assert (table["low"] < table["car"]).all()
    assert (table["car"] < table["high"]).all()


def test_pretrend_is_hotellings_t_squared_on_the_sessions_before(data, found):
    returns, market = returns_of(data)
    rows = np.array([slow.event(returns, market[None], i, p, ESTIMATION, (-6, -2)).ar for i, p in MANY])
    n, length = rows.shape
    t2 = n * rows.mean(axis=0) @ np.linalg.inv(np.cov(rows.T)) @ rows.mean(axis=0)
    ours = study.pretrend(found, (-6, -2))
    f = (n - length) / (length * (n - 1)) * t2
    assert ours.statistic == pytest.approx(f, rel=1e-9)
    assert ours.p_value == pytest.approx(stats.f.sf(f, length, n - length), rel=1e-9)
    assert ours.drift == pytest.approx(rows.sum(axis=1).mean(), rel=1e-9)
    with pytest.raises(errors.DesignError, match="overlaps"):
        study.pretrend(found, (-12, -2))


def test_pretrend_sees_a_leak(data):
    leaked = {k: v.copy() for k, v in data.items()}
    for i, p in MANY[:12]:
        leaked[f"S{i:02d}"][p - 4 :] *= 1.04
    honest = study.run(some_events(data, MANY[:12]), wide(data), market="M", estimation=ESTIMATION, tests=["car_t"])
    found = study.run(some_events(leaked, MANY[:12]), wide(leaked), market="M", estimation=ESTIMATION, tests=["car_t"])
    assert study.pretrend(found, (-5, -3)).drift_p < 0.001 < study.pretrend(honest, (-5, -3)).drift_p


def test_simultaneous_bands_are_wider_than_pointwise_and_cover_the_path(found):
    ours = study.bands(found, draws=499)
    assert 1.96 < ours.critical < 3.5
    assert (ours.low_all < ours.low).all()
    assert (ours.high < ours.high_all).all()
    assert ours.caar[-1] == pytest.approx(found.columns()["car"].mean(), rel=1e-12)


def test_smallest_visible_effect_is_seen_with_the_power_it_states(data):
    """Add exactly that effect to random studies and count how often the t-test rejects."""
    apart = [(i, 200 + 15 * i) for i in range(12)]
    found = study.run(
        some_events(data, apart), wide(data), market="M", estimation=ESTIMATION, window=(0, 0), tests=["car_t"]
    )
    seen = study.smallest_visible_effect(found, power=0.8)
    car = found.columns()["car"]
    assert seen.se == pytest.approx(car.std(ddof=1) / math.sqrt(12), rel=1e-9)
    rng = np.random.default_rng(0)
    draws = seen.effect + car.std(ddof=1) * rng.standard_normal((20_000, 12))
    rejected = (stats.ttest_1samp(draws, 0, axis=1).pvalue < 0.05).mean()
    assert rejected == pytest.approx(0.8, abs=0.04)
    assert "may be there unseen" in str(seen)


def test_pitfall_no_significance_is_not_no_effect_power_is_stated_for_any_effect(found):
    power = study.power_against(found, [0.0, 0.005, 0.05])
    assert power[0] == pytest.approx(0.05, abs=1e-9)
    assert power[0] < power[1] < power[2]
    assert power[2] > 0.9


def test_pitfall_answers_that_move_with_the_window_are_shown(data, found):
    ours = study.sensitivity(found)
    labels = [v.label for v in ours.variants]
    assert labels[0] == "market, [-1, 1]"
    assert "model mean" in labels
    five = next(v for v in ours.variants if v.label == "window [-5, 5]")
    anew = study.run(
        found.taken.table.frame.to_native(),
        wide(data),
        market="M",
        estimation=ESTIMATION,
        window=(-5, 5),
        tests=["car_t"],
    )
    assert five.caar == pytest.approx(anew.columns()["car"].mean(), rel=1e-12)
    refused = study.sensitivity(found, estimations=[(-1000, -11)]).variants[-3]
    assert refused.what == "estimation"
    assert "no event has the sessions" in refused.note


def test_sensitivity_takes_other_benchmarks(data, found):
    ours = study.sensitivity(found, windows=[], estimations=[], models=[], benchmarks={"S11": "S11"})
    anew = study.run(
        found.taken.table.frame.to_native(),
        wide(data),
        market="S11",
        estimation=ESTIMATION,
        tests=["car_t"],
        overlap="keep",
    )
    kept = [s != "S11" for s in anew.taken.table.frame.get_column("security").to_list()]
    assert [v.label for v in ours.variants][1:] == ["benchmark S11"]
    assert ours.variants[1].caar == pytest.approx(anew.columns()["car"].mean(), rel=1e-12)
    assert ours.variants[1].n == anew.n_kept == sum(kept)


def test_diagnostics_agree_with_statsmodels(found):
    ours = diagnose(found.sample)
    for row in (0, 7, 39):
        x = residuals_of(found.sample, row)
        jb, jb_p, skew, kurtosis = jarque_bera(x)
        assert ours.jarque_bera[row] == pytest.approx(jb, rel=1e-9)
        assert ours.normal_p[row] == pytest.approx(jb_p, rel=1e-8)
        assert ours.skewness[row] == pytest.approx(skew, rel=1e-9)
        assert ours.excess_kurtosis[row] == pytest.approx(kurtosis - 3, rel=1e-9)
        assert ours.durbin_watson[row] == pytest.approx(durbin_watson(x), rel=1e-9)
        box = acorr_ljungbox(x, lags=[10])
        assert ours.ljung_box[row] == pytest.approx(float(box["lb_stat"].iloc[0]), rel=1e-7)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # statsmodels warns of its own next release
            lm, lm_p, _, _ = het_arch(x, nlags=5)
        assert ours.arch[row] == pytest.approx(lm, rel=1e-7)
        assert ours.arch_p[row] == pytest.approx(lm_p, rel=1e-7)


def test_simulation_counts_rejections_and_power_grows_with_the_effect(data):
    ours = study.simulate(
        wide(data),
        market="M",
        estimation=ESTIMATION,
        events=10,
        samples=120,
        effects=(0.0, 0.01, 0.03),
        tests=["bmp_z", "grank_t"],
        seed=3,
    )
    size, small, large = (ours.rejected[:, f, 1] for f in range(3))
    assert (size < 0.15).all()
    assert (small > size).all()
    assert (large > 0.9).all()
    again = study.simulate(
        wide(data),
        market="M",
        estimation=ESTIMATION,
        events=10,
        samples=120,
        effects=(0.0, 0.01, 0.03),
        tests=["bmp_z", "grank_t"],
        seed=3,
    )
    np.testing.assert_array_equal(ours.rejected, again.rejected)


def test_pitfall_a_break_or_another_shock_in_the_estimation_window_inflates_sigma(data):
    shocked = {k: v.copy() for k, v in data.items()}
    shocked["S01"][250:] *= 1.3
    calm = study.run(some_events(data, [(1, 300)]), wide(data), market="M", estimation=ESTIMATION, tests=["car_t"])
    found = study.run(
        some_events(shocked, [(1, 250), (1, 300)]), wide(shocked), market="M", estimation=ESTIMATION, tests=["car_t"]
    )
    assert found.columns()["sigma"][1] > 2 * calm.columns()["sigma"][0]
    assert any("inside the estimation window" in note for note in found.notes)


def test_bhar_compounds_and_its_tests_follow_lyon_barber_and_tsai(data):
    events = some_events(data, MANY[:30])
    ours = study.bhar(events, wide(data), market="M", horizon=60)
    returns, market = returns_of(data)
    plain = []
    for i, p in MANY[:30]:
        plain.append(np.prod(1 + returns[i, p + 1 : p + 61]) - np.prod(1 + market[p + 1 : p + 61]))
    np.testing.assert_allclose(ours.bhar, plain, rtol=1e-9)
    x = np.array(plain)
    assert ours.tests[0].statistic == pytest.approx(stats.ttest_1samp(x, 0).statistic, rel=1e-9)
    s, g = x.mean() / x.std(ddof=1), ((x - x.mean()) ** 3).sum() / (30 * x.std(ddof=1) ** 3)
    assert ours.tests[1].statistic == pytest.approx(math.sqrt(30) * (s + g * s * s / 3 + g / 180), rel=1e-9)
    assert ours.table()["bhar"].to_list() == ours.bhar.tolist()


def test_pitfall_a_delisted_security_is_held_to_the_end_and_counted_not_dropped(data):
    gone = {k: v.copy() for k, v in data.items()}
    gone["S01"][340:] = np.nan
    ours = study.bhar(some_events(gone, [(1, 300), (2, 300), (2, 400), (3, 300)]), wide(gone), market="M", horizon=60)
    returns, market = returns_of(gone)
    joined = np.concatenate([returns[1, 301:340], market[340:361]])
    assert ours.filled.tolist() == [21, 0, 0]
    assert ours.own[0] == pytest.approx(np.prod(1 + joined) - 1, rel=1e-9)
    assert "data ends before 60 sessions" in ours.held.dropped[0][1]
    assert len(ours.held.dropped) + ours.bhar.size == 4


def test_pitfall_calendar_time_uses_a_calendar_and_agrees_with_statsmodels(data):
    returns, market = returns_of(data)
    ours = study.calendar_time(
        some_events(data, MANY), wide(data), market="M", horizon=40, least=2, errors="HAC", lags=4
    )
    inside = np.zeros(returns.shape, dtype=bool)
    for i, p in MANY:
        inside[i, p + 1 : p + 41] = True
    portfolio, index = [], []
    for t in range(returns.shape[1]):
        members = returns[inside[:, t], t]
        if members.size >= 2:
            portfolio.append(members.mean())
            index.append(t)
    fit = sm.OLS(portfolio, sm.add_constant(market[index])).fit(cov_type="HAC", cov_kwds={"maxlags": 4}, use_t=True)
    np.testing.assert_allclose(ours.coef, fit.params, rtol=1e-9)
    np.testing.assert_allclose(ours.se, fit.bse, rtol=1e-9)
    less = np.array(portfolio) - market[index]
    assert ours.mean_t == pytest.approx(stats.ttest_1samp(less, 0).statistic, rel=1e-9)
    assert ours.sessions.size == len(index)


def test_volume_study_finds_the_session_with_twice_the_volume(data):
    rng = np.random.default_rng(0)
    volumes = {"date": data["date"]} | {f"S{i:02d}": np.exp(14 + 0.3 * rng.standard_normal(420)) for i in range(12)}
    for i, p in MIXED:
        volumes[f"S{i:02d}"][p] *= 2.0
    ours = study.volume(some_events(data, MIXED), wide(volumes), estimation=ESTIMATION, window=(0, 0), tests=["bmp_z"])
    assert ours.columns()["car"].mean() == pytest.approx(math.log(2), abs=0.25)
    assert ours.results[0].p_value < 0.01
    level = np.log(volumes["S05"])
    assert ours.columns()["car"][5] == pytest.approx(level[310] - level[190:300].mean(), rel=1e-9)


def test_volatility_ratio_follows_its_definition_and_is_one_without_an_event():
    quiet = made_up(securities=40, common=0.0)
    where = [(i, 180 + 5 * i) for i in range(40)]
    found = study.run(
        some_events(quiet, where), wide(quiet), market="M", estimation=(-150, -11), window=(-2, 2), tests=["car_t"]
    )
    ours = study.volatility(found)
    returns, market = returns_of(quiet)
    events = [slow.event(returns, market[None], i, p, (-150, -11), (-2, 2)) for i, p in where]
    n = 40
    for k in range(5):
        total, h_total = sum(e.ar[k] for e in events), sum(e.var_ar[k] for e in events)
        ratio = sum((n * e.ar[k] - total) ** 2 / (n * (n - 2) * e.var_ar[k] + h_total) for e in events) / (n - 1)
        assert ours.ratio[k] == pytest.approx(ratio, rel=1e-9)
        assert ours.p_value[k] == pytest.approx(stats.chi2.sf((n - 1) * ratio, n - 1), rel=1e-9)
    assert 0.5 < ours.ratio.mean() < 1.6
