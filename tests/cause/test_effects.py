"""Event days: effects against a plain regression, p-values that survive fat tails, multiplicity, shares of the move."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from statsmodels.api import OLS, add_constant
from statsmodels.stats.multitest import multipletests
from tests.cause.tapes import event, tape

from tapeline.cause.effects import CURVE, curve, event_effect, holm, quantile_p
from tapeline.cause.shares import shapley, slope, split_move
from tapeline.errors import DesignError


def test_abnormal_return_is_that_of_a_regression_with_a_dummy() -> None:
    # A dummy for the one session of the window gives the forecast error and its standard error exactly.
    t = tape(1, jumps={500: 0.08})
    e = event_effect(t, 500, (0, 0))
    rows = np.r_[240:490, 500]
    design = add_constant(np.column_stack((t.index[rows], rows == 500)))
    fit = OLS(t.stock[rows], design).fit()
    assert e.car == pytest.approx(fit.params[2], rel=1e-10)
    assert e.se == pytest.approx(fit.bse[2], rel=1e-10)
    assert e.p_t == pytest.approx(fit.pvalues[2], rel=1e-8)
    assert (e.low, e.high) == pytest.approx(tuple(fit.conf_int()[2]), rel=1e-8)


def test_other_news_in_the_estimation_window_is_left_out_of_the_noise() -> None:
    noisy = tape(2, jumps={400: 0.25, 330: -0.2, 500: 0.03})
    blind, seeing = event_effect(noisy, 500, (0, 0)), event_effect(noisy, 500, (0, 0), news=[400, 330])
    assert seeing.se < 0.8 * blind.se
    assert seeing.n == blind.n - 2
    assert seeing.p_value < 0.05 < blind.p_value


def test_sample_quantile_counts_the_estimation_windows_that_were_as_large() -> None:
    residual = np.array([0.01, -0.02, 0.03, np.nan, -0.04, 0.05])
    assert quantile_p(residual, 3.0, 0.01, 1) == (1 + 3) / (1 + 5)
    assert quantile_p(residual, 10.0, 0.01, 1) == 1 / 6
    # windows of two: -0.01, 0.01, (gap), (gap), 0.01
    assert quantile_p(residual, 0.7, 0.01, 2) == (1 + 3) / (1 + 3)


def test_weaker_p_value_counts_and_fat_tails_are_not_called_significant() -> None:
    rng = np.random.default_rng(3)
    t = tape(3)
    t.stock[1:] += 0.02 * rng.standard_t(2, len(t) - 1)
    rejected = [event_effect(t, at, (0, 0)) for at in range(300, 890, 3)]
    assert all(e.p_value >= max(e.p_t, e.p_quantile) for e in rejected)
    assert np.mean([e.p_value < 0.05 for e in rejected]) < 0.08


def test_smallest_visible_effect_is_seen_four_times_in_five() -> None:
    t = tape(4)
    e = event_effect(t, 600, (0, 0))
    rng = np.random.default_rng(5)
    size = e.smallest
    seen = sum(abs(size + e.se * z) / e.se > 1.97 for z in rng.standard_normal(4000)) / 4000
    assert seen == pytest.approx(0.8, abs=0.03)


def test_curve_covers_every_window_that_the_tape_can_give() -> None:
    t = tape(6)
    assert [w for w, _, _ in curve(t, 600)] == list(CURVE)
    short = curve(t, len(t) - 2)
    assert all(w[1] <= 1 for w, _, _ in short)
    for window, effect, p in curve(t, 600):
        alone = event_effect(t, 600, window)
        assert (effect, p) == (alone.car, alone.p_value)


def test_holm_is_that_of_statsmodels() -> None:
    for p in ([0.01, 0.04, 0.03, 0.2], [0.5], [0.02, 0.02, 0.9]):
        assert holm(p) == pytest.approx(list(multipletests(p, method="holm")[1]))
    assert holm([]) == []


@pytest.mark.parametrize(("at", "said"), [(20, "at least 30"), (30, "at least 30")])
def test_fewer_than_thirty_sessions_before_the_event_are_refused(at: int, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        event_effect(tape(7), at)


def test_missing_return_on_the_news_day_and_a_stock_that_does_not_move_are_refused() -> None:
    t = tape(8)
    t.stock[500] = np.nan
    with pytest.raises(DesignError, match="missing"):
        event_effect(t, 500, (0, 0))
    still = tape(9)
    still.stock[:] = 0.0
    with pytest.raises(DesignError, match="does not move"):
        event_effect(still, 500)


def test_shapley_part_is_the_mean_gain_over_all_orders() -> None:
    touched = {"a": frozenset({1, 2}), "b": frozenset({2, 3}), "c": frozenset({2}), "d": frozenset({9})}
    worth = {1: 0.5, 2: -0.3, 3: 0.2, 9: 1.0}
    plain = dict.fromkeys(touched, 0.0)
    for order in itertools.permutations(touched):
        held: frozenset[int] = frozenset()
        for kind in order:
            plain[kind] += sum(worth[s] for s in touched[kind] - held) / math.factorial(len(touched))
            held |= touched[kind]
    assert shapley(touched, worth) == pytest.approx(plain)


def test_split_of_a_move_adds_up_and_gives_a_planted_jump_to_its_kind() -> None:
    t = tape(10, jumps={300: 0.2, 350: 0.1})
    events = [event(t, 300, "results"), event(t, 300, "buyback"), event(t, 350, "layoffs"), event(t, 100, "product")]
    split = split_move(t, 250, 400, events)
    shares = split.shares()
    assert sum(shares.values()) == pytest.approx(1.0)
    assert split.move == pytest.approx(math.log(t.close[400] / t.close[250]))
    assert split.by_kind["results"] == pytest.approx(split.by_kind["buyback"])
    assert split.by_kind["results"] + split.by_kind["buyback"] == pytest.approx(
        math.log1p(t.stock[300]) - split.beta * math.log1p(t.index[300])
    )
    assert "product" not in split.by_kind
    assert set(split.by_event) == {300, 350}


def test_dated_market_news_is_kept_apart_from_the_benchmarks_part() -> None:
    t = tape(12, jumps={300: 0.1})
    shares = split_move(t, 250, 400, [event(t, 300, "market")]).shares()
    assert set(shares) == {"market news", "market", "unexplained"}
    assert sum(shares.values()) == pytest.approx(1.0)


def test_sector_takes_what_it_has_beyond_the_market_by_joint_regression() -> None:
    t = tape(13, jumps={300: 0.1})
    rng = np.random.default_rng(3)
    own = rng.standard_normal(len(t)) * 0.02
    sector = 0.9 * t.index + own
    t.stock[1:] += 1.3 * own[1:]
    news = [event(t, 300, "results")]
    split = split_move(t, 250, 400, news, sector)
    rows = [i for i in range(1, 401) if i != 300]
    y, x = np.log1p(t.stock), np.column_stack((np.log1p(t.index), np.log1p(sector)))
    fit = OLS(y[rows], add_constant(x[rows])).fit()
    assert split.sector is not None
    together = float((x[251:401] @ fit.params[1:]).sum())
    assert split.market + split.sector == pytest.approx(together, rel=1e-9)
    assert split.by_kind["results"] == pytest.approx(y[300] - x[300] @ fit.params[1:], rel=1e-9)
    assert sum(split.shares().values()) == pytest.approx(1.0)
    assert list(split.shares())[-2:] == ["sector", "unexplained"]


def test_slope_is_the_regression_slope_without_the_news() -> None:
    t = tape(11, beta=1.4, jumps={50: 0.5})
    rows = [i for i in range(1, 400) if i != 50]
    fit = OLS(np.log1p(t.stock[rows]), add_constant(np.log1p(t.index[rows]))).fit()
    assert slope(np.log1p(t.stock[1:400]), np.log1p(t.index[1:400]), [49]) == pytest.approx(fit.params[1], rel=1e-10)
