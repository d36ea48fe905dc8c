"""How an assertion is set beside a measurement."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapeline.claim import Asserted, Cite, Measured
from tapeline.quantity import Figure, Quantity
from tapeline.verdict import Tolerance, grade
from tapeline.verdict.rules import ORDER, kindest


def found(low: float, high: float | None = None, unit: str = "USD") -> Measured:
    q = Quantity(low, low if high is None else high, unit)
    return Measured(q, q.middle, "test", date(2024, 1, 2), "x", (Cite("t", "k", "v", "s"),))


def said(value: float, step: float, unit: str = "USD", hedge: str = "exact") -> Asserted:
    return Asserted.of_figure(Figure(str(value), value, step, unit, hedge))


@pytest.mark.parametrize(
    ("claim", "measured", "expected"),
    [
        (said(24, 1, "%"), found(24.23, unit="%"), "supported"),
        (said(35, 1, "%"), found(34.19, unit="%"), "imprecise"),  # one more rounding step
        (said(196e9, 1e9), found(204.5e9, 206.1e9), "contradicted"),
        (said(200e9, 1e9), found(204.5e9), "imprecise"),  # within 3% of what was measured
        (said(140e9, 10e9, hedge="over"), found(166e9), "imprecise"),  # true to the letter, stretched
        (said(1.22e12, 1e10, hedge="over"), found(1.2207e12), "supported"),
        (said(200e9, 100e9, hedge="over"), found(11.8e9), "contradicted"),
        (said(-200e9, 100e9, hedge="over"), found(-232e9), "supported"),
        (said(-200e9, 100e9, hedge="over"), found(232e9), "contradicted"),  # a gain is no large loss
        (said(-200e9, 100e9, hedge="over"), found(-400e9), "imprecise"),
        (said(-24, 1, "%", hedge="under"), found(1.2, unit="%"), "contradicted"),  # a rise is no fall of less than 24%
        (said(-24, 1, "%", hedge="nearly"), found(0.0, unit="%"), "contradicted"),
        (said(24, 1, "%", hedge="nearly"), found(2.4, unit="%"), "contradicted"),
        (said(24, 1, "%", hedge="nearly"), found(24.3, unit="%"), "imprecise"),
        (said(24, 1, "%", hedge="under"), found(12.0, unit="%"), "imprecise"),
        (said(2.0, 1, "x"), found(2.013, unit="x"), "supported"),
        (said(50, 1, "%"), found(0.5, unit="x"), "supported"),  # a ratio is a percentage
    ],
)
def test_the_grades(claim: Asserted, measured: Measured, expected: str) -> None:
    assert grade(claim, measured, "any.measure") == expected


def test_an_interval_measurement_supports_whatever_it_allows() -> None:
    assert grade(said(2.47e9, 1e7, "shares"), found(2.465e9, 2.475e9, "shares"), "m") == "supported"


@pytest.mark.parametrize("unit", ["date", "rank"])
def test_dates_and_ranks_know_no_tolerance(unit: str) -> None:
    claim = Asserted("", Quantity.exact(738920.0, unit))
    assert grade(claim, found(738920.0, unit=unit), "m") == "supported"
    assert grade(claim, found(738919.0, unit=unit), "m") == "contradicted"


def test_an_age_knows_no_tolerance() -> None:
    assert grade(said(39, 1, "years"), found(40, unit="years"), "person.age") == "contradicted"


def test_the_tolerance_is_the_users_to_set() -> None:
    claim, measured = said(204.0e9, 1e8), found(200e9)
    assert grade(claim, measured, "m") == "imprecise"
    assert grade(claim, measured, "m", Tolerance(share=0.01)) == "contradicted"


@given(st.floats(1e3, 1e12), st.floats(0.5, 1.5))
def test_farther_is_never_judged_more_kindly(value: float, factor: float) -> None:
    claim = said(value, value * 1e-3)
    near, far = found(value * factor), found(value * (1 + 1.5 * (factor - 1)))
    assert ORDER.index(grade(claim, near, "m")) <= ORDER.index(grade(claim, far, "m"))


def test_of_two_imprecise_readings_the_nearer_decides() -> None:
    assert kindest(["contradicted", "imprecise", "imprecise"], [9.0, 2.0, 0.3]) == 2


def test_of_two_supported_or_two_contradicted_readings_the_likelier_decides() -> None:
    assert kindest(["contradicted", "supported", "supported"], [9.0, 0.0, 0.0]) == 1
    assert kindest(["contradicted", "contradicted"], [9.0, 2.0]) == 0
