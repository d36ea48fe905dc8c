"""Splits: the ratio and the day, by what was declared when a story ran."""

from __future__ import annotations

from datetime import date

import pytest

import tapeline
from tapeline.errors import UnmeasurableError


@pytest.mark.parametrize(
    ("subject", "on", "ratio", "ex"),
    [("AMZN", "2022-06-06", 20, "2022-06-06"), ("GOOGL", "2022-07-18", 20, "2022-07-18"), ("AAPL", "2020-08-31", 4, "2020-08-31"),
     ("TSLA", "2020-08-31", 5, "2020-08-31"), ("TSLA", "2022-08-25", 3, "2022-08-25"), ("NVDA", "2021-07-20", 4, "2021-07-20"), ("NVDA", "2024-06-10", 10, "2024-06-10")],
)  # fmt: skip
def test_what_the_companies_announced(subject, on, ratio, ex):
    assert tapeline.measure("split.ratio", subject=subject, on=on).value == ratio
    day = tapeline.measure("split.date", subject=subject, on=on, which="ex")
    assert date.fromordinal(int(day.value)) == date.fromisoformat(ex)


def test_a_split_is_known_from_the_day_it_is_declared():
    declared = tapeline.measure("split.date", subject="AMZN", on="2022-03-20", which="declared")
    assert date.fromordinal(int(declared.value)) == date(2022, 3, 9)
    with pytest.raises(UnmeasurableError):
        tapeline.measure("split.ratio", subject="AMZN", on="2022-03-01", as_of="2022-03-01")


@pytest.mark.parametrize("subject", ["META", "MSFT"])
def test_what_was_never_split_in_the_record_has_no_ratio(subject):
    with pytest.raises(UnmeasurableError, match="split"):
        tapeline.measure("split.ratio", subject=subject, on="2022-06-06")


def test_the_adjusted_closes_of_another_source_step_by_the_ratio():
    before = tapeline.measure("price.level", subject="AMZN", on="2022-06-03")
    assert {round(b.value, 2) for b in (before, *before.bases)} >= {2447.0, 122.35}
