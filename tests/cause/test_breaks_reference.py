"""Breaks against strucchange 1.5-3 in R (tests/reference/cause_breaks.R, raw output beside it).

Tolerances: sums of squares to 1e-9 relative (R prints 12 digits; its sums come from recursive residuals, ours from running sums);
positions exactly; interval ends exactly; p-values of sup-F to 0.01 (R interpolates Hansen's 1997 table, we use DeLong's tail).
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.cause.series import meta, reference

from tapeline.cause.breaks import break_interval, cusum, drift_change, mosum, segment, sup_f

R = reference("cause_breaks.csv")
D = meta()
MODELS = {
    "mean": (D["meta"], None),
    "size": (D["size"], None),
    "beta": (D["meta"], D["gspc"]),
    "trend": (D["log_price"], D["t"]),
}
BY_R = [(model, m) for model in MODELS for m in range(1, 6)]


@pytest.mark.parametrize(("model", "m"), BY_R)
def test_break_dates_are_those_of_strucchange(model: str, m: int) -> None:
    y, x = MODELS[model]
    found = segment(y, x, most=5)
    theirs = tuple(int(R[model, f"break{i}", m]) - 1 for i in range(1, m + 1))
    assert found.positions[m] == theirs
    assert found.rss[m] == pytest.approx(R[model, "rss", m], rel=1e-9)
    assert found.bic[m] == pytest.approx(R[model, "bic", m], rel=1e-9)


@pytest.mark.parametrize("model", list(MODELS))
@pytest.mark.parametrize("m", [1, 2])
def test_intervals_of_break_dates_are_those_of_strucchange(model: str, m: int) -> None:
    y, x = MODELS[model]
    ours = break_interval(y, x, segment(y, x), m)
    for i, (low, high) in enumerate(ours, 1):
        # Ours end where the series does; R's may run past it.
        assert low == max(int(R[model, f"low{i}", m]) - 1, 0)
        assert high == min(int(R[model, f"high{i}", m]) - 1, y.size - 1)


@pytest.mark.parametrize("model", list(MODELS))
def test_sup_f_is_that_of_strucchange(model: str) -> None:
    y, x = MODELS[model]
    ours = sup_f(y, x, robust=False)
    assert ours.statistic == pytest.approx(R[model, "supf", 1], rel=1e-8)
    assert ours.at == int(R[model, "supf_at", 1]) - 1
    assert ours.p_value == pytest.approx(R[model, "supf_p", 1], abs=0.01)


@pytest.mark.parametrize("model", ["mean", "size"])
def test_cusum_and_mosum_are_those_of_strucchange(model: str) -> None:
    y, _ = MODELS[model]
    ours = cusum(y, robust=False)
    assert ours.statistic == pytest.approx(R[model, "OLS-CUSUM", 0], rel=1e-9)
    assert ours.p_value == pytest.approx(R[model, "OLS-CUSUM_p", 0], rel=1e-3)
    moving = mosum(y, robust=False, draws=4000)
    assert moving.statistic == pytest.approx(R[model, "OLS-MOSUM", 0], rel=1e-9)
    # R's table stops at 0.01 and is coarse; ours is simulated.
    assert moving.p_value <= 0.01 if model == "size" else abs(moving.p_value - R[model, "OLS-MOSUM_p", 0]) < 0.08


def test_change_of_drift_at_a_known_date_is_that_of_sandwich_in_r(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tapeline.cause.breaks.known_date.bandwidth", lambda _: 4)
    ours = drift_change(D["meta"], D["gspc"], 300)
    assert ours.change == pytest.approx(R["drift", "change", 300], rel=1e-8)
    assert ours.se == pytest.approx(R["drift", "se_lag4", 300], rel=1e-8)
    assert math.isclose(ours.low + ours.high, 2 * ours.change, rel_tol=1e-9)
    assert ours.after == len(D["meta"]) - 300
    assert np.sign(ours.low) != np.sign(ours.high) or ours.p_value < 0.05
