"""Figures that R computed (generator and raw output in tests/reference/study), event by event and test by test."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from tapeline import study
from tapeline.study.statistics.multiple import benjamini_hochberg, holm

FOLDER = Path(__file__).resolve().parents[1] / "reference" / "study"
RTOL = 1e-9  # R's QR against running sums on 110 sessions
ZERO_NEAR = 1e-8  # statistics close to zero lose digits to cancellation in their numerator

with (FOLDER / "reference.csv").open(encoding="utf-8") as file:
    R = {(row["name"], row["window"]): float(row["value"]) for row in csv.DictReader(file)}

EQUAL = (
    "cross_sectional_t", "bmp_z", "patell_z", "patell_adjusted_z", "kolari_pynnonen_z", "crude_dependence_t",
    "corrado_rank_z", "corrado_zivney_z", "grank_t", "grank_z", "day_clustered_t",
)  # fmt: skip


@pytest.fixture(scope="module", params=[(-1, 1), (0, 0)], ids=["window-1:1", "window0:0"])
def ours(request):
    return study.run(
        FOLDER / "events.csv", FOLDER / "panel.csv", market="M", estimation=(-120, -11), window=request.param
    )


def label(result):
    return f"{result.setting.window[0]}:{result.setting.window[1]}"


def test_every_event_agrees_with_lm_and_predict(ours):
    columns = ours.columns()
    for j in range(ours.n_kept):
        for name in ("alpha", "beta", "sigma", "car", "se_car"):
            assert columns[name][j] == pytest.approx(R[f"{name}_e{j}", label(ours)], rel=RTOL), (name, j)
        assert columns["p_value"][j] == pytest.approx(R[f"p_e{j}", label(ours)], rel=RTOL)
    assert ours.n_kept == 12


@pytest.mark.parametrize("name", EQUAL)
def test_statistic_agrees_with_r(ours, name):
    assert ours.result(name).statistic == pytest.approx(R[name, label(ours)], rel=ZERO_NEAR)


@pytest.mark.parametrize("name", ["sign_z", "generalized_sign_z"])
def test_sign_tests_agree_with_prop_test(ours, name):
    assert ours.result(name).statistic ** 2 == pytest.approx(R[f"{name}_squared", label(ours)], rel=RTOL)


def test_wilcoxon_agrees_with_wilcox_test(ours):
    assert ours.result("wilcoxon_z").p_value == pytest.approx(R["wilcoxon_p", label(ours)], rel=RTOL)


def test_cross_sectional_p_value_agrees_with_t_test(ours):
    assert ours.result("cross_sectional_t").p_value == pytest.approx(R["cross_sectional_t_p", label(ours)], rel=RTOL)


def test_mean_correlation_agrees_with_crossprod_and_cor(ours):
    found = ours.result("kolari_pynnonen_z").extra["mean_correlation"]
    assert found == pytest.approx(R["mean_correlation", label(ours)], rel=RTOL)
    from tapeline.study.correlation import mean_correlation

    relative = mean_correlation(ours.sample, 1, "relative")
    assert relative == pytest.approx(R["mean_correlation_relative", label(ours)], rel=RTOL)


def test_holm_and_benjamini_hochberg_agree_with_p_adjust():
    p = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04]
    assert holm(p).tolist() == pytest.approx([R[f"holm_{j}", ""] for j in range(1, 7)], rel=1e-12)
    assert benjamini_hochberg(p).tolist() == pytest.approx([R[f"bh_{j}", ""] for j in range(1, 7)], rel=1e-12)


def test_published_cross_correlation_of_five_percent_makes_a_five_percent_test_reject_29_percent():
    """Kolari and Pynnonen (2010), page 3997: 50 firms, mean correlation 0.05, nominal 5%."""
    from scipy.stats import norm

    inflation = math.sqrt(1 + 49 * 0.05)
    assert round(2 * norm.sf(1.959964 / inflation), 2) == 0.29


def test_published_ratio_of_mackinlay_good_news_day():
    """MacKinlay (1997), page 25: mean abnormal return 0.965%, one-day standard error 0.104%, statistic 9.28."""
    import numpy as np

    from tapeline.study.statistics.parametric import car_t

    class View:
        car = np.full(30, 0.00965)
        se_car = np.full(30, 0.00104 * math.sqrt(30))

    assert round(car_t(View()).statistic, 2) == 9.28
