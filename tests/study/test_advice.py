"""Advice follows from the data, and agrees with the validity table."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tapeline import study

from .data import MIXED, made_up, some_events, wide

VALIDITY = Path(__file__).resolve().parents[2] / "docs" / "study" / "validity.csv"
TOO_OFTEN = 0.075


def clustered():
    data = made_up(securities=40, common=0.006)
    return data, [(i, 300) for i in range(40)]


def spread():
    data = made_up(securities=40)
    return data, [(i, 180 + 5 * i) for i in range(40)]


def louder():
    data, where = spread()
    rng = np.random.default_rng(1)
    for i, p in where:
        data[f"S{i:02d}"][p:] *= 1 + 0.03 * rng.standard_normal()
    return data, where


def advice_of(data, where, **options):
    return study.run(
        some_events(data, where), wide(data), market="M", estimation=(-150, -11), window=(0, 0), **options
    ).advice()


@pytest.mark.parametrize(
    ("design", "make", "finding"), [("clustered", clustered, "dependence"), ("variance", louder, "variance")]
)
def test_every_test_that_over_rejects_in_the_validity_table_is_warned_of(design, make, finding):
    advice = advice_of(*make())
    assert advice.found(finding).present
    with VALIDITY.open(encoding="utf-8") as file:
        rows = [
            r
            for r in csv.DictReader(file)
            if r["design"] == design and float(r["effect"]) == 0 and float(r["level"]) == 0.05
        ]
    checked = 0
    for row in rows:
        if row["rejected"] != "nan" and float(row["rejected"]) > TOO_OFTEN:
            assert advice.on(row["test"]).trust != "yes", row["test"]
            checked += 1
    assert checked >= 7


def test_tests_that_hold_their_size_are_trusted_when_nothing_is_wrong():
    advice = advice_of(*spread())
    assert not advice.found("dependence").present
    assert not advice.found("variance").present
    for name in ("bmp_z", "kolari_pynnonen_z", "grank_t", "corrado_rank_z", "day_clustered_t"):
        assert advice.on(name).trust == "yes"


def test_report_first_never_names_a_test_that_is_not_to_be_trusted():
    for make in (clustered, spread, louder):
        advice = advice_of(*make())
        assert advice.best
        for name in advice.best:
            assert advice.on(name).trust == "yes"


def test_one_firm_one_event_with_fat_tails_is_sent_to_the_sample_quantile():
    data = made_up()
    rng = np.random.default_rng(2)
    data["S03"] = 50 * np.cumprod(1 + 0.01 * rng.standard_t(2.5, 420))
    advice = advice_of(data, [(3, 300)])
    assert advice.found("tails").present
    assert advice.on("car_t").trust == "no"
    assert "sample_quantile" in advice.best


def test_thin_trading_is_seen_and_the_models_for_it_are_named():
    data = made_up()
    for i in range(12):
        data[f"S{i:02d}"] = data[f"S{i:02d}"].copy()
        data[f"S{i:02d}"][1::2] = data[f"S{i:02d}"][:-1:2]
    advice = advice_of(data, MIXED)
    assert advice.found("thin").present
    assert "dimson" in advice.found("thin").says
