"""Resampling tests, the sample quantile, and corrections for many tests."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from tapeline import study
from tapeline.study.statistics.multiple import adjust, romano_wolf
from tapeline.study.statistics.resampling import day_clustered
from tapeline.study.statistics.skewness import adjusted_t, bootstrap_skewness

from . import slow
from .data import MIXED, made_up, some_events, wide
from .test_statistics import ESTIMATION, both


def all_flips(sums, size):
    """Every sign pattern of whole days: the exact distribution that the wild bootstrap draws from."""
    days = sums.size
    patterns = 1 - 2 * ((np.arange(2**days)[:, None] >> np.arange(days)) & 1)
    t = day_clustered(sums, size)
    found = [abs(day_clustered(row, size)) >= abs(t) * (1 - 1e-12) for row in patterns * sums]
    return float(np.mean(found))


def test_wild_bootstrap_converges_to_the_exact_distribution_over_all_flips_of_days():
    plain, fast = both(tests=["bootstrap_t"], test_options={"draws": 20_000})
    days = sorted({e.position for e in plain})
    sums = np.array([sum(e.car for e in plain if e.position == d) for d in days])
    size = np.array([sum(e.position == d for e in plain) for d in days])
    exact = all_flips(sums, size)
    assert fast.result("bootstrap_t").statistic == pytest.approx(slow.day_clustered_t(plain), rel=1e-9)
    assert fast.result("bootstrap_t").p_value == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 20_000))


def test_pitfall_the_wild_bootstrap_flips_days_not_firms():
    """Ten firms hit alike on each of eight days: by firm it is 80 observations, by day it is eight."""
    from tapeline.study.statistics.base import find_statistic

    rng = np.random.default_rng(0)
    common = rng.standard_normal(8) + 0.5

    class Fake:
        clusters = (np.arange(8), np.full(8, 10))
        problem = SimpleNamespace(position=np.repeat(np.arange(8), 10))

    class View:
        sample = Fake
        car = np.repeat(common, 10) + 0.01 * rng.standard_normal(80)

    found = find_statistic("bootstrap_t").compute(View(), draws=4999)
    by_firm = stats.ttest_1samp(View.car, 0).pvalue
    assert by_firm < 1e-5
    assert found.p_value > 0.8 * 2 / 2**8
    assert found.p_value == pytest.approx(
        all_flips(np.bincount(Fake.problem.position, View.car), np.full(8, 10)), abs=0.03
    )


def test_block_bootstrap_draws_whole_blocks_of_event_days():
    _, fast = both(
        positions=[(i % 12, 150 + 4 * i) for i in range(40)],
        tests=["bootstrap_t"],
        test_options={"method": "block", "draws": 1999},
    )
    one = fast.result("bootstrap_t")
    assert 0.0 < one.p_value <= 1.0
    assert "block" in one.convention
    assert abs(one.p_value - 2 * stats.norm.sf(abs(one.statistic))) < 0.15


def test_permutation_is_the_share_of_placebo_means_of_one_event():
    """One event has as many placebo dates as its estimation window has places: the exact share is known."""
    plain, fast = both(positions=[(3, 300)], tests=["permutation"], test_options={"draws": 20_000})
    resid = plain[0].resid
    placebo = np.array([resid[k : k + 3].sum() for k in range(resid.size - 2)])
    exact = float(np.mean(np.abs(placebo) >= abs(plain[0].car)))
    assert fast.result("permutation").p_value == pytest.approx(
        exact, abs=4 * np.sqrt(exact * (1 - exact) / 20_000) + 1e-4
    )


@pytest.mark.parametrize("window", [(0, 0), (-1, 1)])
def test_sample_quantile_counts_the_estimation_residuals_beyond_the_event(window):
    plain, fast = both(window, positions=[(3, 300)], tests=["sample_quantile"])
    resid, length = plain[0].resid, window[1] - window[0] + 1
    sums = [resid[k : k + length].sum() for k in range(resid.size - length + 1)]
    below = 1 + sum(v <= plain[0].car for v in sums)
    above = 1 + sum(v >= plain[0].car for v in sums)
    assert fast.result("sample_quantile").p_value == min(1.0, 2 * min(below, above) / (len(sums) + 1))


def test_pitfall_the_single_firm_t_test_assumes_normal_tails_and_the_sample_quantile_does_not():
    """Residuals of Student's t(3): at 1%, the t-test rejects too often and the quantile test holds its size."""
    rng = np.random.default_rng(12)
    draws, normal, quantile = 4000, 0, 0
    for _ in range(draws):
        x = rng.standard_t(3, 251)
        t = x[-1] / (x[:-1].std(ddof=1) * np.sqrt(1 + 1 / 250))
        normal += 2 * stats.t.sf(abs(t), 249) < 0.01
        from tapeline.study.statistics.quantile import quantile_p

        quantile += quantile_p(x[-1], x[:-1]) < 0.01
    assert normal / draws > 0.014
    assert quantile / draws < 0.0125


@pytest.mark.parametrize("zeros", ["drop", "pratt"])
def test_wilcoxon_agrees_with_scipy_with_zeros_and_ties(zeros):
    from tapeline.study.statistics.base import find_statistic

    class View:
        car = np.round(np.random.default_rng(3).standard_normal(60), 1)

    found = find_statistic("wilcoxon_z").compute(View(), zeros=zeros)
    theirs = stats.wilcoxon(
        View.car, zero_method="wilcox" if zeros == "drop" else "pratt", correction=False, method="approx"
    )
    assert found.p_value == pytest.approx(theirs.pvalue, rel=1e-9)
    assert (View.car == 0).any()


def test_bootstrapped_skewness_adjusted_t_follows_its_definition():
    x = np.random.default_rng(1).exponential(1.0, 120) - 1.0
    found = bootstrap_skewness(x, "johnson", 500, 7, 0.25)
    rng = np.random.default_rng(7)
    rows = x[rng.integers(0, 120, (500, 30))]
    simulated = [adjusted_t(row - x.mean(), "johnson") for row in rows]
    t = adjusted_t(x, "johnson")
    low, high = 1 + sum(v <= t for v in simulated), 1 + sum(v >= t for v in simulated)
    assert found.statistic == t
    assert found.p_value == pytest.approx(min(1.0, 2 * min(low, high) / 501), rel=1e-12)


def test_romano_wolf_lies_between_the_unadjusted_and_bonferroni_and_uses_dependence():
    rng = np.random.default_rng(0)
    draws = 5000
    alone = rng.standard_normal((draws, 10))
    together = np.repeat(alone[:, :1], 10, axis=1)
    t = np.full(10, 2.2)
    independent, identical = romano_wolf(t, alone)[0], romano_wolf(t, together)[0]
    single = float(np.mean(np.abs(alone[:, 0]) >= 2.2))
    assert identical == pytest.approx(single, abs=1e-3)
    assert independent == pytest.approx(1 - (1 - single) ** 10, abs=0.03)


def test_romano_wolf_follows_its_steps():
    t = np.array([3.0, 1.0, 2.0])
    draws = np.array([[2.5, 0.5, 1.0], [0.1, 3.5, 0.2], [1.0, 1.5, 0.3], [0.2, 0.3, 2.1]])
    first = (1 + sum(max(abs(row)) >= 3.0 for row in draws)) / 5
    second = max(first, (1 + sum(max(abs(row[1]), abs(row[2])) >= 2.0 for row in draws)) / 5)
    third = max(second, (1 + sum(abs(row[1]) >= 1.0 for row in draws)) / 5)
    assert romano_wolf(t, draws).tolist() == [first, third, second]


def test_adjusted_p_values_stand_beside_the_tests():
    data = made_up()
    found = study.run(
        some_events(data, MIXED),
        wide(data),
        market="M",
        estimation=ESTIMATION,
        tests=["bmp_z", "patell_z", "grank_t"],
        adjust="holm",
    )
    assert found.tests["p_adjusted"].to_list() == pytest.approx(
        adjust(found.tests["p_value"].to_numpy(), "holm").tolist()
    )


def test_seeds_are_arguments_and_the_same_seed_gives_the_same_answer():
    results = [both(tests=["bootstrap_t", "permutation"], test_options={"seed": s})[1] for s in (1, 1, 2)]
    values = [[r.p_value for r in one.results] for one in results]
    assert values[0] == values[1]
    assert values[0] != values[2]
