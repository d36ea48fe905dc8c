"""Breaks: slow plain recomputation, published critical values, coverage, and what is refused."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapeline.cause.breaks import (
    argmax_cdf,
    break_interval,
    cusum,
    dated_interval,
    drift_change,
    likelihood_interval,
    long_run_variance,
    mosum,
    segment,
    select,
    sup_f,
    sup_f_p,
)
from tapeline.cause.breaks.selection import sequential_p
from tapeline.errors import DesignError


def plain_rss(y: np.ndarray, x: np.ndarray | None) -> float:
    design = np.ones((len(y), 1)) if x is None else np.column_stack((np.ones(len(y)), x))
    fit = np.linalg.lstsq(design, y, rcond=None)[0]
    return float(((y - design @ fit) ** 2).sum())


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), line=st.booleans())
def test_dynamic_programming_finds_what_trying_every_partition_finds(seed: int, line: bool) -> None:
    rng = np.random.default_rng(seed)
    y = rng.standard_normal(34) + np.repeat([0.0, 2.0], 17)
    x = rng.standard_normal(34) if line else None
    found = segment(y, x, most=2, trim=0.2)
    least = found.least
    for m in (1, 2):
        best = math.inf
        for edges in itertools.combinations(range(least, 35 - least), m):
            cuts = [0, *edges, 34]
            if min(np.diff(cuts)) < least:
                continue
            total = sum(plain_rss(y[a:b], None if x is None else x[a:b]) for a, b in itertools.pairwise(cuts))
            best = min(best, total)
        assert found.rss[m] == pytest.approx(best, rel=1e-9)


def test_a_planted_break_is_found_and_none_is_found_in_noise() -> None:
    rng = np.random.default_rng(5)
    noise = rng.standard_normal(400)
    shifted = noise + np.repeat([0.0, 1.5, -1.0], [130, 130, 140])
    chosen = select(shifted)
    assert chosen.sequential == chosen.by_bic == 2
    assert all(abs(a - b) <= 4 for a, b in zip(chosen.found.positions[2], (129, 259), strict=True))
    assert select(noise).sequential == 0


def test_moving_and_scaling_a_series_moves_nothing() -> None:
    rng = np.random.default_rng(6)
    y = rng.standard_normal(200) + np.repeat([0.0, 1.0], 100)
    plain, moved = segment(y), segment(1e6 + 1e-3 * y)
    assert plain.positions == moved.positions
    assert sup_f(1e6 + 1e-3 * y).statistic == pytest.approx(sup_f(y).statistic, rel=1e-6)


# Bai and Perron (2003), "Critical values for multiple structural change tests", Econometrics Journal 6, table 1, trimming 0.15, 5%:
# sup F(l + 1 | l), l = 0..4, per restriction.
TABLE = {1: (8.58, 10.13, 11.14, 11.83, 12.25), 2: (11.47, 12.95, 14.03, 14.85, 15.29)}


@pytest.mark.parametrize("q", [1, 2])
def test_p_values_meet_the_published_critical_values(q: int) -> None:
    for breaks, critical in enumerate(TABLE[q]):
        assert sequential_p(sup_f_p(critical, q), breaks) == pytest.approx(0.05, abs=0.012)


def test_p_value_falls_with_the_statistic_and_stays_a_probability() -> None:
    values = [sup_f_p(c, 2) for c in np.linspace(0.01, 60, 300)]
    assert all(0.0 <= v <= 1.0 for v in values)
    assert all(a >= b - 1e-4 for a, b in itertools.pairwise(values))


def test_sup_f_size_in_simulation_is_near_its_level() -> None:
    rng = np.random.default_rng(7)
    rejected = np.mean([sup_f(rng.standard_normal(300)).p_value < 0.05 for _ in range(400)])
    assert 0.015 < rejected < 0.075


def test_robust_variance_keeps_the_size_under_autocorrelation_where_the_classical_one_does_not() -> None:
    rng = np.random.default_rng(8)
    robust = classical = 0
    for _ in range(150):
        e = rng.standard_normal(500)
        u = np.convolve(e, 0.6 ** np.arange(20))[:400]
        robust += sup_f(u).p_value < 0.05
        classical += sup_f(u, robust=False).p_value < 0.05
    assert classical > 75
    assert robust < 30


def test_bai_distribution_is_a_distribution_and_has_its_published_quantile() -> None:
    assert argmax_cdf(0.0) == pytest.approx(0.5, abs=1e-12)
    assert argmax_cdf(11.0) == pytest.approx(0.975, abs=0.001)  # Bai (1997), section 2.3: 11 for 95%, 7.7 for 90%
    assert argmax_cdf(7.7) == pytest.approx(0.95, abs=0.001)
    for xi, phi in ((1.0, 1.0), (2.0, 0.5), (0.4, 3.0)):
        grid = [argmax_cdf(v, xi, phi) for v in np.linspace(-3000, 3000, 1201)]
        assert grid[0] == pytest.approx(0.0, abs=1e-4)
        assert grid[-1] == pytest.approx(1.0, abs=1e-4)
        assert all(b >= a - 1e-12 for a, b in itertools.pairwise(grid))


def test_bai_distribution_is_that_of_a_simulated_walk() -> None:
    rng = np.random.default_rng(9)
    step, reach = 0.05, 60.0
    n = int(reach / step)
    drift = np.arange(1, n + 1) * step / 2
    left = np.cumsum(rng.standard_normal((1500, n)), axis=1) * math.sqrt(step) - drift
    right = np.cumsum(rng.standard_normal((1500, n)), axis=1) * math.sqrt(step) - drift
    i, j = left.argmax(axis=1), right.argmax(axis=1)
    at_left, at_right = left.max(axis=1), right.max(axis=1)
    where = np.where(np.maximum(at_left, at_right) <= 0, 0.0, np.where(at_left > at_right, -(i + 1.0), j + 1.0)) * step
    for v in (-4.0, -1.0, 1.0, 4.0):
        assert float(np.mean(where <= v)) == pytest.approx(argmax_cdf(v), abs=0.035)


def test_interval_of_a_break_covers_it_at_its_level() -> None:
    rng = np.random.default_rng(10)
    hits = 0
    for _ in range(200):
        y = rng.standard_normal(300) + np.repeat([0.0, 0.8], 150)
        ((low, high),) = break_interval(y, None, segment(y, most=1), 1)
        hits += low <= 149 <= high
    assert hits >= 180  # 95% stated; 90% is four standard errors below


def test_long_run_variance_of_a_moving_average() -> None:
    rng = np.random.default_rng(11)
    e = rng.standard_normal(20001)
    u = e[1:] + 0.5 * e[:-1]
    assert long_run_variance(u) == pytest.approx(2.25, rel=0.1)
    assert long_run_variance(u, lags=0) == pytest.approx(float(u.var()), rel=1e-12)


def test_fluctuation_tests_have_their_size_and_see_a_change() -> None:
    rng = np.random.default_rng(12)
    noise = [rng.standard_normal(250) for _ in range(200)]
    assert np.mean([cusum(u).p_value < 0.05 for u in noise]) < 0.09
    changed = noise[0] + np.repeat([0.0, 1.0], 125)
    assert cusum(changed).p_value < 0.01
    assert abs(cusum(changed).at - 124) < 15
    assert mosum(changed, robust=False, draws=500).p_value < 0.05
    assert mosum(changed, draws=500).p_value == mosum(changed, draws=500).p_value


def test_change_of_drift_has_its_size_and_sees_a_shift() -> None:
    rng = np.random.default_rng(13)
    rejected, m = 0, rng.standard_normal((300, 313)) * 0.01
    for row in m:
        y = row + rng.standard_normal(313) * 0.02
        rejected += drift_change(y, row, 250).p_value < 0.05
    assert rejected / 300 < 0.1
    y = m[0] + rng.standard_normal(313) * 0.02
    y[250:] += 0.03
    seen = drift_change(y, m[0], 250)
    assert seen.p_value < 0.001
    assert seen.low < 0.03 < seen.high


@pytest.mark.parametrize(
    ("y", "x", "said"),
    [
        (np.zeros(100), None, "constant"),
        (np.arange(20.0), None, "at least 30"),
        (np.r_[np.arange(40.0), np.nan], None, "gap"),
        (np.arange(40.0), np.zeros(40), "constant"),
        (np.arange(40.0), np.arange(39.0), "as long"),
    ],
)
def test_what_cannot_be_segmented_is_refused_with_the_reason(y: np.ndarray, x: np.ndarray | None, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        segment(y, x)


def test_tests_for_breaks_refuse_what_they_cannot_test() -> None:
    with pytest.raises(DesignError, match="30 observations"):
        sup_f(np.ones(100))
    with pytest.raises(DesignError, match="30 observations"):
        cusum(np.ones(5))
    with pytest.raises(DesignError, match="does not move"):
        cusum(np.ones(50))
    with pytest.raises(DesignError, match="30 sessions before"):
        drift_change(np.ones(30), np.ones(30), 20)
    with pytest.raises(DesignError, match="does not move"):
        drift_change(np.ones(100), np.arange(100.0), 60)


def test_likelihood_interval_holds_the_dates_that_a_plain_search_keeps() -> None:
    rng = np.random.default_rng(14)
    for x in (None, rng.standard_normal(120)):
        y = rng.standard_normal(120) + np.repeat([0.0, 1.0], 60)
        found = segment(y, x, most=1)
        rss = {k: plain_rss(y[:k], None if x is None else x[:k]) + plain_rss(y[k:], None if x is None else x[k:])
               for k in range(found.least, 121 - found.least)}  # fmt: skip
        best = min(rss.values())
        kept = [k - 1 for k, r in rss.items() if 120 * (r - best) / best <= 7.352]
        assert likelihood_interval(y, x, found, 1) == [(min(kept), max(kept))]


def test_reported_interval_keeps_its_level_where_the_break_is_small() -> None:
    rng = np.random.default_rng(15)
    bai = ours = 0
    for _ in range(150):
        y = rng.standard_normal(300) + np.repeat([0.0, 0.3], 150)
        found = segment(y, most=1)
        ((a, b),), ((c, d),) = break_interval(y, None, found, 1), dated_interval(y, None, found, 1)
        assert c <= a <= b <= d
        bai += a <= 149 <= b
        ours += c <= 149 <= d
    assert bai < ours
    assert ours >= 137  # 95% stated, two standard errors
