"""The structural time series: what it sees, what it refuses, and that it never decides."""

from __future__ import annotations

import numpy as np
import pytest
from tests.cause.series import REFERENCE

from tapeline.cause import assess
from tapeline.cause.structural import METHOD, forecast_gap, posterior, split_r_hat
from tapeline.errors import DesignError


def paths(effect: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    benchmark = np.cumsum(rng.standard_normal(163) * 0.02)
    y = 1.2 * benchmark + np.cumsum(rng.standard_normal(163) * 0.005)
    y[150:] += effect
    return y, benchmark


def test_a_planted_shift_is_the_difference_between_two_forecast_gaps() -> None:
    without, with_ = (forecast_gap(*paths(effect), 150) for effect in (0.0, 0.2))
    assert with_.estimate - without.estimate == pytest.approx(
        0.2, abs=1e-9
    )  # the draws do not see the path after the event
    assert with_.p_value is not None
    assert without.p_value is not None
    assert with_.p_value < 0.01 < without.p_value
    assert not with_.valid


def test_posterior_is_that_of_an_independent_sampler() -> None:
    """NumPyro's NUTS on the same model and priors; its generator is tests/reference/cause_bayes.py."""
    y, benchmark = np.loadtxt(REFERENCE / "cause_bayes_series.csv", delimiter=",").T
    rows = (REFERENCE / "cause_bayes.csv").read_text(encoding="utf-8").splitlines()[1:]
    ours = posterior(y, benchmark, 150)
    for name, mean, sd, low, _, high in (row.split(",") for row in rows):
        drawn, spread = getattr(ours, name), float(sd)
        assert drawn.mean() == pytest.approx(float(mean), abs=0.15 * spread), name
        assert drawn.std() == pytest.approx(spread, rel=0.15), name
        np.testing.assert_allclose(np.quantile(drawn, (0.025, 0.975)), [float(low), float(high)], atol=0.35 * spread)


def test_a_quiet_series_is_inside_its_interval_and_the_seed_decides_the_draws() -> None:
    first, again, other = (forecast_gap(*paths(0.0, 3), 150, seed) for seed in (0, 0, 1))
    assert first == again != other
    assert first.low is not None
    assert first.high is not None
    assert first.low <= 0.0 <= first.high


def test_chains_that_disagree_are_told_from_chains_that_agree() -> None:
    rng = np.random.default_rng(0)
    same = rng.standard_normal((2, 1000))
    assert split_r_hat(same) < 1.01
    assert split_r_hat(same + np.array([[0.0], [1.0]])) > 1.05


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
