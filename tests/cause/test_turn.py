"""When did it turn? Drawdowns, turns and their intervals, and how far a walk strays from its own low."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tapeline.cause.turn import find_turn, max_drawdown, rise_from_low_p
from tapeline.errors import DesignError


@settings(max_examples=80, deadline=None)
@given(arrays(np.float64, st.integers(2, 40), elements=st.floats(-5, 5)))
def test_largest_drawdown_is_the_largest_over_all_pairs_of_days(path: np.ndarray) -> None:
    found = max_drawdown(path)
    plain = max(path[i] - path[j] for j in range(len(path)) for i in range(j + 1))
    assert found.depth == pytest.approx(plain)
    assert path[found.peak] - path[found.low] == pytest.approx(plain)
    assert found.peak <= found.low


def v_shape(n: int = 200, low: int = 80) -> np.ndarray:
    return np.abs(np.arange(n) - low) * 0.01 + np.random.default_rng(0).standard_normal(n) * 0.002


def test_turn_of_a_valley_is_its_low_and_a_fall_mirrors_it() -> None:
    path = v_shape()
    up, down = find_turn(path, "up"), find_turn(-path, "down")
    assert abs(up.at - 80) <= 1
    assert up.low <= up.at <= up.high
    assert (up.at, up.low, up.high, up.far) == (down.at, down.low, down.high, down.far)
    assert up.move == pytest.approx(path[up.far] - path[up.at])
    assert up.far == 80 + int(np.argmax(path[80:]))


def test_interval_of_the_turn_holds_what_stands_within_two_days_noise() -> None:
    path = v_shape()
    turn = find_turn(path, "up")
    steps = np.diff(path)
    assert turn.noise == pytest.approx(2 * 1.4826 * np.median(np.abs(steps - np.median(steps))))
    assert (path[turn.low : turn.high + 1] <= path[turn.at] + turn.noise).all()
    assert path[turn.high + 1] > path[turn.at] + turn.noise
    assert path[turn.low - 1] > path[turn.at] + turn.noise


def test_share_made_before_an_event_is_that_of_the_close_on_its_eve() -> None:
    path = v_shape()
    turn = find_turn(path, "up")
    assert turn.made_before(path, 60, 1.0) == 0.0
    assert turn.made_before(path, 120, 1.0) == pytest.approx((path[119] - path[turn.at]) / turn.move)


def test_chance_of_a_rise_from_the_low_is_that_of_simulated_walks() -> None:
    # Walks that never fall below their start over n steps are walks seen from their minimum.
    rng = np.random.default_rng(1)
    walks = np.cumsum(rng.standard_normal((60000, 100)), axis=1)
    stayed = walks[(walks >= 0).all(axis=1)]
    for rise in (8.0, 14.0, 22.0):
        simulated = float((stayed[:, -1] >= rise).mean())
        # Days are steps: a walk of a hundred ends a little nearer to its low than the limit, so the stated chance errs high.
        assert simulated - 0.01 <= rise_from_low_p(rise, 1.0, 100) <= simulated + 0.07
    assert rise_from_low_p(-1.0, 1.0, 10) == rise_from_low_p(1.0, 1.0, 0) == 1.0


@pytest.mark.parametrize(
    ("path", "said"),
    [(np.zeros(100), "does not move"), (np.arange(29.0), "at least 30"), (np.r_[np.arange(50.0), np.nan], "gap")],
)
def test_what_has_no_turn_is_refused(path: np.ndarray, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        find_turn(path, "up")
