"""Synthetic controls: conditions that any right answer meets, placebos, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from tests.cause.series import REFERENCE

from tapeline.cause.synthetic import (
    METHODS,
    conformal_p,
    elastic_net,
    fit_simplex,
    in_space,
    in_time,
    leave_one_out,
    ridge_augmented,
    synthetic_control,
    synthetic_did,
)
from tapeline.cause.synthetic.weights import net_weights
from tapeline.errors import DesignError

PANEL = np.loadtxt(REFERENCE / "cause_panel.csv", delimiter=",")
Y, X = PANEL[:, 0], PANEL[:, 1:]
PRE = 80


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    donors=st.integers(1, 40),
    periods=st.integers(3, 60),
    scale=st.sampled_from([1e-6, 1.0, 1e6]),
)
def test_weights_meet_the_optimality_conditions_at_any_size_and_scale(
    seed: int, donors: int, periods: int, scale: float
) -> None:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((periods, donors)).cumsum(axis=0) * scale
    y = rng.standard_normal(periods).cumsum() * scale
    fit = fit_simplex(y, x)
    assert fit.weights.min() >= 0.0
    assert fit.weights.sum() == pytest.approx(1.0, abs=1e-12)
    gradient = x.T @ (x @ fit.weights - y)
    bound = 1e-8 * float(((x - y[:, None]) ** 2).sum(axis=0).max())
    assert gradient.min() >= fit.weights @ gradient - bound
    assert fit.rss == pytest.approx(float(((y - x @ fit.weights) ** 2).sum()), rel=1e-8, abs=bound)


@pytest.mark.parametrize(("seed", "periods", "donors"), [(340, 6, 49), (1845, 4, 30), (2895, 5, 59)])
def test_far_more_donors_than_periods_meet_the_conditions_where_a_carried_inverse_is_spoilt(
    seed: int, periods: int, donors: int
) -> None:
    rng = np.random.default_rng(seed)
    assert (int(rng.integers(3, 60)), int(rng.integers(1, 60))) == (periods, donors)
    x = rng.standard_normal((periods, donors)).cumsum(axis=0)
    y = rng.standard_normal(periods).cumsum()
    fit = fit_simplex(y, x)
    gradient = x.T @ (x @ fit.weights - y)
    assert gradient.min() >= fit.weights @ gradient - 1e-9 * float(((x - y[:, None]) ** 2).sum(axis=0).max())


def test_weights_are_found_again_where_the_treated_path_is_a_mixture() -> None:
    true = np.zeros(23)
    true[[1, 5, 9]] = 0.5, 0.3, 0.2
    fit = fit_simplex(X @ true, X)
    np.testing.assert_allclose(fit.weights, true, atol=1e-9)
    assert fit.rss < 1e-18


def test_more_donors_than_periods_is_still_solved() -> None:
    fit = synthetic_control(Y[:40], X[:40], 32)
    assert fit.weights.sum() == pytest.approx(1.0)
    assert np.isfinite(fit.end_gap)


def test_elastic_net_meets_its_own_conditions_and_no_general_solver_does_better() -> None:
    penalty, mix = 1e-4, 0.5
    w, intercept = net_weights(Y[:PRE], X[:PRE], penalty, mix)

    def objective(v: np.ndarray) -> float:
        left = Y[:PRE] - Y[:PRE].mean() - (X[:PRE] - X[:PRE].mean(axis=0)) @ v
        return float(left @ left / (2 * PRE) + penalty * (mix * np.abs(v).sum() + (1 - mix) / 2 * (v @ v)))

    parts = minimize(lambda ab: objective(ab[:23] - ab[23:]), np.zeros(46), bounds=[(0, None)] * 46, method="L-BFGS-B",
                     options={"maxfun": 200_000, "ftol": 1e-15})  # fmt: skip
    assert objective(w) <= parts.fun + 1e-12
    assert objective(w) == pytest.approx(parts.fun, rel=1e-2)  # it stops short of ours
    assert intercept == pytest.approx(Y[:PRE].mean() - X[:PRE].mean(axis=0) @ w, abs=1e-12)


@pytest.mark.parametrize("method", list(METHODS))
def test_every_method_sees_a_planted_effect_and_leaves_the_time_before_alone(method: str) -> None:
    fit = METHODS[method](Y, X, PRE)
    without = METHODS[method](np.r_[Y[:PRE], Y[PRE:] - 0.1], X, PRE)
    np.testing.assert_allclose(fit.weights, without.weights, atol=1e-12)
    assert fit.end_gap - without.end_gap == pytest.approx(0.1, abs=1e-9)
    assert fit.pre_rmspe < 0.02


def test_ridge_with_an_endless_penalty_is_the_synthetic_control() -> None:
    np.testing.assert_allclose(
        ridge_augmented(Y, X, PRE, 1e12).weights, synthetic_control(Y, X, PRE).weights, atol=1e-9
    )
    assert ridge_augmented(Y, X, PRE).pre_rmspe <= synthetic_control(Y, X, PRE).pre_rmspe


def test_treated_unit_is_left_out_of_its_placebos_donor_pools() -> None:
    # A donor that equals the treated path could copy it perfectly, were the treated unit in its pool.
    rng = np.random.default_rng(1)
    twin = np.column_stack((X, Y + 0.001 * rng.standard_normal(Y.size)))
    placebo = in_space(Y, twin, PRE)
    alone = synthetic_control(twin[:, -1], X, PRE)
    np.testing.assert_allclose(placebo.gaps[:, -1], alone.gap, atol=1e-9)


def test_placebos_equal_refitting_each_donor_by_hand() -> None:
    for demean in (False, True):
        placebo = in_space(Y, X, PRE, demean=demean)
        for j in (0, 7, 22):
            alone = synthetic_control(X[:, j], np.delete(X, j, axis=1), PRE, demean=demean)
            assert placebo.ratios[j] == pytest.approx(alone.post_rmspe / alone.pre_rmspe, rel=1e-8)


def test_placebo_p_value_is_a_rank_and_is_level_for_units_without_effect() -> None:
    clean = PANEL.copy()
    clean[PRE:, 0] -= 0.1
    p = [in_space(clean[:, i], np.delete(clean, i, axis=1), PRE).p_value for i in range(24)]
    # A placebo's pool leaves out the unit under test, so ranks are near a permutation of 1/24 ... 24/24, not exactly one.
    assert sum(v <= 0.125 for v in p) <= 6
    assert min(p) >= 1 / 24


def test_placebos_in_time_stay_before_the_event_and_leaving_donors_out_covers_those_with_weight() -> None:
    changed = Y.copy()
    changed[PRE:] += 5.0
    assert in_time(Y, X, PRE, [40, 55, 20]) == in_time(changed, X, PRE, [40, 55, 20])
    assert [d for d, _ in in_time(Y, X, PRE, [40, 55, 20])] == [40, 55]
    fit = synthetic_control(Y, X, PRE)
    assert sorted(leave_one_out(Y, X, PRE)) == [int(j) for j in np.flatnonzero(fit.weights > 1e-6)]


def test_conformal_p_value_is_small_for_a_large_effect_and_large_at_the_truth() -> None:
    big = Y.copy()
    big[PRE:] += 1.0
    assert conformal_p(big, X, PRE, 1.1) > conformal_p(big, X, PRE)
    assert conformal_p(big[:83], X[:83], PRE) <= 0.1
    assert 1 / Y.size <= conformal_p(Y, X, PRE) <= 1.0


def test_synthetic_did_takes_off_a_constant_difference() -> None:
    assert synthetic_did(Y + 7.0, X, PRE).estimate == pytest.approx(synthetic_did(Y, X, PRE).estimate, abs=1e-9)
    assert synthetic_did(Y, X, PRE).gap[PRE:].mean() == pytest.approx(synthetic_did(Y, X, PRE).estimate, abs=1e-12)


CONSTANT = np.ones_like(Y)
HOLED = X.copy()
HOLED[3, 4] = np.nan
LATER = X.copy()
LATER[90, 2] = np.nan


@pytest.mark.parametrize("method", [*METHODS.values(), synthetic_did])
@pytest.mark.parametrize(
    ("y", "x", "pre", "said"),
    [
        (Y, X[:, :0], PRE, "no donors.*20 or more"),
        (Y, HOLED, PRE, "donors number 4 have gaps"),
        (Y, LATER, PRE, "gaps after the event"),
        (Y, X, 29, "at least 30 are needed"),
        (Y, X, 0, "outside the data"),
        (Y, X, 100, "outside the data"),
        (CONSTANT, X, PRE, "does not move"),
        (Y, np.column_stack((X, CONSTANT)), PRE, "donor does not move"),
        (Y, X[:50], PRE, "align"),
    ],
)
def test_bad_input_is_refused_with_what_would_suffice(
    method, y: np.ndarray, x: np.ndarray, pre: int, said: str
) -> None:  # type: ignore[no-untyped-def]
    said = said.replace("gaps after the event", "gaps after the event|without gaps after")
    with pytest.raises(DesignError, match=said):
        method(y, x, pre)


def test_a_donor_that_is_the_treated_series_itself_is_refused_alone_and_placebos_need_two() -> None:
    with pytest.raises(DesignError, match="itself"):
        fit_simplex(Y, Y[:, None])
    with pytest.raises(DesignError, match="two donors or more"):
        in_space(Y, X[:, :1], PRE)


def test_elastic_net_that_cannot_converge_says_so() -> None:
    with pytest.raises(DesignError, match="did not settle"):
        net_weights(Y[:PRE], X[:PRE], 1e-9, 0.5, steps=1)


def test_elastic_net_with_twins_and_more_donors_than_periods_meets_its_conditions() -> None:
    rng = np.random.default_rng(4)
    x = np.column_stack(
        (X, X[:, :3] + 1e-6 * rng.standard_normal((100, 3)), rng.standard_normal((100, 80)).cumsum(axis=0) * 0.02)
    )
    for penalty in (1e-3, 1e-5):
        w, _ = net_weights(Y[:60], x[:60], penalty, 0.5)
        a, b = x[:60] - x[:60].mean(axis=0), Y[:60] - Y[:60].mean()
        pull = a.T @ (b - a @ w) / 60 - penalty * 0.5 * w
        assert np.abs(pull).max() <= penalty * 0.5 + 1e-9
        np.testing.assert_allclose(pull[w != 0], penalty * 0.5 * np.sign(w[w != 0]), atol=1e-9)
    assert elastic_net(Y, x, PRE).pre_rmspe < 0.02


def test_ridge_penalty_is_the_one_that_leaving_out_each_period_by_hand_chooses() -> None:
    chosen = ridge_augmented(Y[:60], X[:60], 40)
    centre = X[:40].mean(axis=1)
    donors, target = (X[:40] - centre[:, None]).T, Y[:40] - centre
    ridges = float(np.linalg.norm(donors, 2)) ** 2 * np.logspace(0, -6, 20)
    error = np.zeros(20)
    for t in range(40):
        keep = np.arange(40) != t
        held, goal = donors[:, keep], target[keep]
        w = fit_simplex(goal, held.T).weights
        for i, penalty in enumerate(ridges):
            full = w + held @ np.linalg.solve(held.T @ held + penalty * np.eye(39), goal - held.T @ w)
            error[i] += (target[t] - donors[:, t] @ full) ** 2
    assert chosen.penalty == pytest.approx(ridges[int(error.argmin())])


def test_elastic_net_chooses_its_penalty_from_data_before_the_event_only() -> None:
    changed = Y.copy()
    changed[PRE:] *= -3
    assert elastic_net(Y, X, PRE).penalty == elastic_net(changed, X, PRE).penalty
