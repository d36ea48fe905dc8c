"""The kernels' digits: running sums against exact arithmetic, tails against SciPy, ranks with ties."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from tapeline.study.kernels import central, complete, grid, prefix, residuals, tables, tails
from tapeline.study.kernels.ranks import LARGEST, pack, rank_packed
from tapeline.study.models.base import NO_GAP

U = 2.0**-53


def exact_fit(y, x):
    """Least squares in rational arithmetic, rounded once at the end."""
    ys, xs = [Fraction(v) for v in y], [Fraction(v) for v in x]
    n = len(ys)
    mx, my = sum(xs) / n, sum(ys) / n
    sxx = sum((a - mx) ** 2 for a in xs)
    sxy = sum((a - mx) * (b - my) for a, b in zip(xs, ys, strict=True))
    syy = sum((b - my) ** 2 for b in ys)
    beta = sxy / sxx
    return float(my - beta * mx), float(beta), float((syy - beta * sxy) / (n - 2)) ** 0.5


@pytest.mark.parametrize("level", [0.0, 1.0, 1e4], ids=["returns", "shifted", "far from zero"])
def test_running_sums_lose_no_digits_far_along_a_series(level):
    """The window's sums against exact arithmetic, 20,000 sessions in, with a wild start that plain sums would not forget."""
    rng = np.random.default_rng(0)
    y = level + 0.02 * rng.standard_normal(20_000)
    x = 0.01 * rng.standard_normal(20_000)
    y[:50] += 1000.0
    sums, centre = prefix.running_sums(y[None], x[None], np.zeros(1, dtype=np.int64), NO_GAP, False)
    first, last = np.array([19_000]), np.array([19_250])
    coef, sigma, n, _ = prefix.fit_line(sums, centre, np.zeros(1, dtype=np.int64), first, last, True, True)
    alpha, beta, spread = exact_fit(y[19_000:19_250], x[19_000:19_250])
    shift = (1000.0 * 50 / 20_000 / 0.02) ** 2  # what centring on the series' mean leaves to cancel
    assert coef[0, 1] == pytest.approx(beta, rel=1e-9)
    assert sigma[0] == pytest.approx(spread, rel=64 * U * shift + 1e-12)
    assert coef[0, 0] == pytest.approx(alpha, rel=1e-12, abs=1e-12)
    assert n[0] == 250


@pytest.mark.parametrize("level", [0.0, 1.0], ids=["returns", "shifted"])
def test_compact_running_sums_agree_with_exact_arithmetic_and_with_the_full_ones(level):
    rng = np.random.default_rng(2)
    y, x = level + 0.02 * rng.standard_t(3, (3, 6000)), 0.01 * rng.standard_normal((1, 6000))
    y[1, :4000] = np.nan  # a security that begins late
    row_of = np.zeros(3, dtype=np.int64)
    security, last = np.array([0, 1, 2, 1]), np.array([250, 5000, 6000, 4100])
    first = last - 250
    extent = complete.extents(y, x, row_of)
    own, shared, centre_y, centre_x = complete.running_sums(y, x, row_of, extent)
    for free in ((True, True), (True, False), (False, False)):
        compact = complete.fit_line(own, shared, centre_y, centre_x, row_of, extent, security, first, last, *free)
        sums, centre = prefix.running_sums(y, x, row_of, NO_GAP, False)
        full = prefix.fit_line(sums, centre, security, first, last, *free)
        for ours, theirs in zip(compact, full, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-15)
    coef, sigma, n, _ = complete.fit_line(
        own, shared, centre_y, centre_x, row_of, extent, security, first, last, True, True
    )
    for e in range(4):
        begin = max(int(first[e]), 4000) if security[e] == 1 else int(first[e])
        alpha, beta, spread = exact_fit(y[security[e], begin : last[e]], x[0, begin : last[e]])
        assert n[e] == last[e] - begin
        assert coef[e].tolist() == pytest.approx([alpha, beta], rel=1e-12)
        assert sigma[e] == pytest.approx(spread, rel=1e-13)


def test_a_hole_between_first_and_last_return_is_seen():
    y, x = np.ones((2, 10)), np.ones((1, 10))
    y[0, :3] = np.nan
    y[1, 5] = np.nan
    assert complete.extents(y, x, np.zeros(2, dtype=np.int64)).tolist() == [[3, 10], [-1, -1]]


def test_window_sums_stay_within_the_stated_bound_of_exact_arithmetic():
    rng = np.random.default_rng(1)
    y, x = rng.standard_t(3, 5000) * 0.02, rng.standard_normal(5000) * 0.01
    sums, centre = prefix.running_sums(y[None], x[None], np.zeros(1, dtype=np.int64), NO_GAP, False)
    a = [Fraction(v) for v in (x - centre[0, 0])]
    b = [Fraction(v) for v in (y - centre[0, 1])]
    low = prefix.LOW
    for first, last in ((0, 250), (2000, 2250), (4750, 5000), (100, 4900)):
        for column, values in ((prefix.S_X, a), (prefix.S_Y, b)):
            exact = sum(values[first:last])
            found = (sums[0, last, column] - sums[0, first, column]) + (
                sums[0, last, low + column] - sums[0, first, low + column]
            )
            whole = float(sum(abs(v) for v in values[:last]))
            assert abs(Fraction(float(found)) - exact) <= 2 * U * abs(exact) + 4 * 5000 * U**2 * whole


def test_plain_running_sums_would_miss_that_bound():
    """The test above can fail: sums kept in one double are off by far more."""
    rng = np.random.default_rng(1)
    y = rng.standard_t(3, 5000) * 0.02
    exact = sum(Fraction(v) for v in y[4750:])
    plain = np.cumsum(y)
    off = abs(Fraction(float(plain[-1] - plain[4749])) - exact)
    assert off > 2 * U * abs(exact) + 4 * 5000 * U**2 * np.abs(y).sum()


def test_student_p_values_agree_with_scipy_over_the_whole_range():
    t = np.concatenate([np.linspace(-40, 40, 60_001), [0.0, 11.999999, 12.0, np.nan]])
    for df in (3.0, 30.0, 248.0):
        found = tails.student_p_values(t, np.full(t.size, df))
        np.testing.assert_allclose(found, 2 * stats.t.sf(np.abs(t), df), rtol=1e-11)
    mixed = np.where(np.arange(t.size) % 2, 248.0, 120.0)
    np.testing.assert_allclose(tails.student_p_values(t, mixed), 2 * stats.t.sf(np.abs(t), mixed), rtol=1e-11)


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(0).standard_t(2, 250),
        np.round(np.random.default_rng(1).standard_normal(250), 1),
        np.zeros(250),
    ],
)
@pytest.mark.parametrize("bits", [8, 40], ids=["places in the low bits", "keys too coarse to sort by"])
def test_midranks_equal_scipys_with_and_without_ties(values, bits):
    n = values.size
    ordered, ranks = np.empty(n), np.empty(n)
    keys, where = np.empty(n, np.int64), np.empty(n, np.int32)
    assert pack(values, n, bits, keys) == n
    keys.sort()
    rank_packed(values, n, bits, keys, ordered, where, ranks)
    np.testing.assert_array_equal(ordered, np.sort(values))
    np.testing.assert_array_equal(ranks, stats.rankdata(values))


def test_missing_values_sort_last_and_are_not_counted():
    values, keys = np.array([0.5, np.nan, -2.0, -np.inf, 0.0]), np.empty(5, np.int64)
    assert pack(values, 5, 3, keys) == 3
    assert (np.sort(keys) & 7)[:3].tolist() == [2, 4, 0]
    assert np.sort(keys)[3:].tolist() == [LARGEST, LARGEST]


def test_rank_statistics_share_ties_between_the_event_and_its_estimation_window():
    """Returns rounded to a tenth of a percent: the event's value ties with many of the estimation window's."""
    import polars as pl

    from tapeline import study

    from . import slow
    from .data import weekdays

    rng = np.random.default_rng(3)
    returns = np.round(0.003 * rng.standard_normal((8, 300)), 3)
    days = weekdays(300)
    table = pl.DataFrame(
        {
            "date": np.tile(days, 8),
            "security": np.repeat([f"S{i:02d}" for i in range(8)], 300),
            "return": returns.ravel(),
        }
    )
    where = [(i, 200 + 9 * i) for i in range(8)]
    events = pl.DataFrame(
        {"security": [f"S{i:02d}" for i, _ in where], "date": [days[p].astype(object) for _, p in where]}
    )
    found = study.run(events, table, model="raw", estimation=(-120, -11), tests=["corrado_rank_z"])
    plain = []
    for i, p in where:
        e = slow.event(returns, np.zeros((0, 300)), i, p, (-120, -11), (-1, 1))
        e.resid, e.ar = returns[i, p - 120 : p - 10], returns[i, p - 1 : p + 2]
        plain.append(e)
    assert found.results[0].statistic == pytest.approx(slow.corrado(plain, False), rel=1e-9)


@pytest.mark.parametrize("rows", [6, 2**60], ids=["packed into one integer", "sorted by pair"])
def test_events_sort_by_session_and_security_and_repeated_pairs_stand_together(rows):
    rng = np.random.default_rng(3)
    security, position = rng.integers(0, 6, 500), rng.integers(0, 7, 500)
    order, heads, pairs = grid.by_session(position, security, rows)
    assert order.tolist() == sorted(range(500), key=lambda e: (position[e], security[e], e))
    assert [divmod(int(p), rows) for p in pairs] == sorted(set(zip(position.tolist(), security.tolist(), strict=True)))
    for (first, last), pair in zip(pairwise(heads), pairs, strict=True):
        assert {(position[e], security[e]) for e in order[first:last]} == {divmod(int(pair), rows)}
    assert heads[-1] == 500


@pytest.mark.parametrize(("first", "last"), [(-9, -3), (-4, 0), (2, 8)])
def test_both_ways_of_counting_crowded_events_agree_with_looking_at_every_pair(first, last):
    rng = np.random.default_rng(4)
    security, position = rng.integers(0, 5, 60), rng.integers(10, 80, 60)
    apart = position[None, :] - position[:, None]
    near = (security[None, :] == security[:, None]) & (first <= apart) & (apart < last)
    _, heads, pairs = grid.by_session(position, security, 5)
    assert grid.count_crowded(pairs, heads, 5, first, last) == near.any(axis=1).sum() > 0
    one_by_one = grid.any_between(security, position, position + first, position + last, 5, 100)
    assert one_by_one.tolist() == near.any(axis=1).tolist()


def test_sums_about_the_mean_agree_with_exact_arithmetic():
    x = 1e3 + np.random.default_rng(5).standard_normal(10_000)
    exact = [Fraction(v) for v in x]
    mean = sum(exact) / len(exact)
    found = central.central_sums(x)
    assert found[0] == pytest.approx(float(mean), rel=1e-15)
    assert found[1] == pytest.approx(float(sum((v - mean) ** 2 for v in exact)), rel=1e-12)
    assert found[2] == pytest.approx(float(sum((v - mean) ** 3 for v in exact)), rel=1e-9)


def test_jackknife_pseudo_values_agree_with_leaving_each_one_out():
    x = np.random.default_rng(6).standard_normal(5000) + 0.3
    theta = np.mean(x) / np.std(x, ddof=1)
    without = [np.delete(x, k) for k in range(x.size)]
    pseudo = [x.size * theta - (x.size - 1) * np.mean(w) / np.std(w, ddof=1) for w in without]
    mean, square, _ = central.central_sums(x)
    least, middle, wide = central.pseudo_values(x, mean, square)
    assert least == pytest.approx(min(np.sum((w - w.mean()) ** 2) for w in without), rel=1e-12)
    assert middle == pytest.approx(np.mean(pseudo), rel=1e-9)
    assert wide == pytest.approx(np.std(pseudo, ddof=1), rel=1e-9)


def test_residual_sums_of_crowded_and_of_thin_sessions_are_the_same_sums():
    """A product over all securities where most have an event, rows one by one where few have: both against the plain sum."""
    rng = np.random.default_rng(7)
    y, x = rng.standard_normal((5, 60)), rng.standard_normal(60)
    y[4, :30] = np.nan  # no event there: a hole that must not spread
    security, position = np.array([0, 1, 1, 2, 3, 0]), np.array([40, 40, 40, 40, 40, 55])
    coef, sigma = rng.standard_normal((6, 2)), rng.uniform(0.5, 1.5, 6)
    order, heads, pairs = grid.by_session(position, security, 5)
    coef[2], sigma[2] = coef[1], sigma[1]  # one pair is one fit
    across = np.empty((60, 5))
    tables.by_day(y, across)
    days, bounds, reach, span = np.array([40, 55]), np.array([0, 4, 5]), 20, 15
    plain = np.zeros((2, 2, span))
    for e in range(6):
        window = slice(position[e] - reach, position[e] - reach + span)
        left = y[security[e], window] - coef[e, 0] - coef[e, 1] * x[window]
        plain[:, int(position[e] == 55)] += np.array([left, left / (sigma[e] * np.sqrt(8.0))])
    for table in (across, across[:0]):
        found = residuals.stream_lines(y, table, x, coef, sigma, 8.0, order, heads, pairs, bounds, days, reach, span)
        np.testing.assert_allclose(np.stack(found), plain, rtol=1e-12, atol=1e-12)


def test_repeated_price_rows_count_once_when_equal_and_not_at_all_when_they_differ():
    which, day = np.array([0, 0, 1, 1, 1, -1, 0]), np.array([5, 5, 5, 7, 7, 5, tables.NO_DAY])
    values, table = np.array([1.0, 1.0, 2.0, 3.0, 4.0, 9.0, 9.0]), np.full((2, 2), np.nan)
    found = tables.fill_grid(which, day, values, 5, np.array([0, 1, 1]), True, table)
    assert found == (2, 2, 1)
    np.testing.assert_array_equal(table, [[1.0, np.nan], [2.0, np.nan]])


def test_moments_of_columns_skip_what_is_missing_and_weigh_what_is_there():
    values = np.array([[1.0, np.nan, 3.0, 4.0], [2.0, 5.0, np.nan, 1.0]])
    weight = np.array([1.0, 2.0, 0.5, 4.0])
    for k, (n, total, mean, square) in enumerate(grid.column_moments(values, weight, True, False).T):
        there = np.isfinite(values[k])
        v, w = values[k][there], weight[there]
        assert (n, total) == (3, w.sum())
        assert mean == pytest.approx(np.average(v, weights=w), rel=1e-14)
        assert square == pytest.approx(np.sum(w**2 * (v - mean) ** 2), rel=1e-14)
    summed = grid.column_moments(values, np.ones(1), False, True)
    assert summed[0].tolist() == [3, 4]
    assert summed[2, 1] == pytest.approx(np.mean([3.0, 5.0, 3.0, 5.0]))
