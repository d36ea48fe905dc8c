"""The structural time series: what it sees, what it refuses, and that it never decides."""

from __future__ import annotations

import numpy as np
import pytest

from tapeline.cause import assess
from tapeline.cause.structural import METHOD, forecast_gap
from tapeline.errors import DesignError


def paths(effect: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    benchmark = np.cumsum(rng.standard_normal(163) * 0.02)
    y = 1.2 * benchmark + np.cumsum(rng.standard_normal(163) * 0.005)
    y[150:] += effect
    return y, benchmark


def test_a_planted_shift_is_the_difference_between_two_forecast_gaps() -> None:
    without, with_ = (forecast_gap(*paths(effect), 150) for effect in (0.0, 0.2))
    assert with_.estimate - without.estimate == pytest.approx(0.2, abs=1e-9)
    assert with_.p_value is not None
    assert without.p_value is not None
    assert with_.p_value < 0.01 < without.p_value
    assert not with_.valid


def test_interval_covers_no_effect_at_about_its_level() -> None:
    held = 0
    for seed in range(40):
        e = forecast_gap(*paths(0.0, seed), 150)
        assert e.low is not None
        assert e.high is not None
        held += e.low <= 0.0 <= e.high
    assert held >= 34


def test_too_few_periods_and_a_constant_series_are_refused() -> None:
    y, benchmark = paths(0.0)
    with pytest.raises(DesignError, match="at least 30"):
        forecast_gap(y, benchmark, 20)
    with pytest.raises(DesignError, match="that move"):
        forecast_gap(np.ones(163), benchmark, 150)


def test_it_stands_beside_the_verdict_and_does_not_change_it() -> None:
    plain, more = assess("META", "2022-11-30"), assess("META", "2022-11-30", structural=True)
    assert [e.method for e in more.evidence if e not in plain.evidence] == [METHOD]
    assert (plain.verdict, plain.reason) == (more.verdict, more.reason)
