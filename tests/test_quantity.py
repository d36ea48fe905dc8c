"""Intervals, rounding and hedges."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapeline.errors import InputError
from tapeline.quantity import HEDGES, Figure, Quantity, last_nonzero_place, step_of

CLOSE = 1e-9  # floating-point rounding of one operation, relative

finite = st.floats(-1e9, 1e9, allow_nan=False)
positive = st.floats(1e-3, 1e9, allow_nan=False)


def interval(unit: str, ends: st.SearchStrategy[float] = finite) -> st.SearchStrategy[Quantity]:
    return st.tuples(ends, ends).map(lambda e: Quantity(min(e), max(e), unit))


def points(q: Quantity) -> list[float]:
    return [q.low, q.middle, q.high]


def holds(q: Quantity, value: float) -> bool:
    slack = CLOSE * max(1.0, abs(q.low), abs(q.high))
    return q.low - slack <= value <= q.high + slack


@given(interval("USD"), interval("USD"))
def test_sums_and_differences_hold_every_sum_and_difference(a: Quantity, b: Quantity) -> None:
    for x in points(a):
        for y in points(b):
            assert holds(a + b, x + y)
            assert holds(a - b, x - y)


@given(interval("USD/share"), interval("shares"))
def test_products_hold_every_product(a: Quantity, b: Quantity) -> None:
    for x in points(a):
        for y in points(b):
            assert holds(a * b, x * y)


@given(interval("USD"), interval("USD", positive))
def test_quotients_hold_every_quotient(a: Quantity, b: Quantity) -> None:
    for x in points(a):
        for y in points(b):
            assert holds(a / b, x / y)


@given(interval("USD"))
def test_the_absolute_value_holds_every_absolute_value(a: Quantity) -> None:
    for x in points(a):
        assert holds(abs(a), abs(x))
    assert abs(a).low >= 0


@given(interval("USD"), interval("USD"))
def test_meeting_is_symmetric_and_agrees_with_gap_and_intersection(a: Quantity, b: Quantity) -> None:
    meets = a.relation(b) == "meets"
    assert meets == (b.relation(a) == "meets") == (a.gap(b) == 0) == (a.intersect(b) is not None)
    if not meets:
        assert {a.relation(b), b.relation(a)} == {"below", "above"}


def test_units_multiply_and_divide_as_they_are_named() -> None:
    price, count = Quantity.exact(80.0, "USD/share"), Quantity.exact(2.0, "shares")
    assert (price * count).unit == "USD"
    assert (Quantity.exact(6.0, "USD") / Quantity.exact(2.0, "USD")) == Quantity(3.0, 3.0, "x")
    assert Quantity(0.5, 0.6, "x").to("%") == Quantity(50.0, 60.0, "%")
    assert (Quantity.exact(6.0, "USD") / Quantity.exact(2.0, "shares")).unit == "USD/share"


@pytest.mark.parametrize("operation", [lambda a, b: a + b, lambda a, b: a.gap(b), lambda a, b: a * b])
def test_units_of_two_kinds_do_not_mix(operation) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match="USD"):
        operation(Quantity.exact(1.0, "USD"), Quantity.exact(1.0, "people"))


def test_dividing_by_an_interval_that_holds_zero_is_refused() -> None:
    with pytest.raises(InputError, match="zero"):
        Quantity.exact(1.0, "USD") / Quantity(-1.0, 1.0, "USD")


@pytest.mark.parametrize(("low", "high"), [(2.0, 1.0), (math.nan, 1.0), (0.0, math.nan)])
def test_an_interval_needs_its_ends_in_order(low: float, high: float) -> None:
    with pytest.raises(InputError):
        Quantity(low, high, "USD")


@pytest.mark.parametrize(
    ("value", "decimals", "scale", "unit", "low", "high"),
    [
        (1960e8, 0, 1e8, "USD", 1955e8, 1965e8),  # 1960亿
        (350e6, 0, 1e6, "shares", 345e6, 355e6),  # 350 million
        (24.0, 0, 1.0, "%", 23.5, 24.5),
        (20.0, 0, 1.0, "%", 19.5, 20.5),
        (1.22e12, 2, 1e12, "USD", 1.215e12, 1.225e12),
        (21000.0, 0, 1.0, "people", 20500.0, 21500.0),
        (300e8, 0, 1e8, "USD", 270e8, 330e8),  # one significant digit: a tenth to either side at the most
        (0.5, 2, 1.0, "USD/share", 0.495, 0.505),
    ],
)
def test_a_written_number_is_known_to_half_its_last_significant_digit(value, decimals, scale, unit, low, high) -> None:  # type: ignore[no-untyped-def]
    q = Figure("", value, step_of(value, decimals, scale, unit), unit).quantity
    assert (q.low, q.high) == pytest.approx((low, high), rel=CLOSE)


@pytest.mark.parametrize(
    ("hedge", "value", "step", "unit", "low", "high"),
    [
        ("over", 1400e8, 100e8, "USD", 1400e8, 1500e8),  # bounded by the next round number
        ("over", 1.22e12, 1e10, "USD", 1.22e12, 1.23e12),
        ("over", 10.0, 1.0, "years", 10.0, 20.0),
        ("over", -2000e8, 1000e8, "USD", -3000e8, -2000e8),  # a loss of over 200 billion
        ("under", 150e8, 10e8, "USD", 140e8, 150e8),
        ("nearly", 1000e8, 1000e8, "USD", 900e8, 1000e8),
        ("nearly", 30.0, 1.0, "%", 28.5, 30.0),
        ("about", 350e6, 10e6, "shares", 332.5e6, 367.5e6),
        ("about", 1.75e8, 1e6, "USD", 1.6625e8, 1.8375e8),
        ("up_to", 40e8, 10e8, "USD", 36e8, 44e8),
        ("as_high_as", 40e8, 10e8, "USD", 36e8, 44e8),
        ("several", 1e9, 1e9, "USD", 2e9, 1e10),
        ("at_least", 13.0, 1.0, "years", 12.5, math.inf),
        ("at_most", 13.0, 1.0, "years", -math.inf, 13.5),
    ],
)
def test_each_hedge_has_its_one_rule(hedge, value, step, unit, low, high) -> None:  # type: ignore[no-untyped-def]
    q = Figure("", value, step, unit, hedge).quantity
    assert (q.low, q.high) == pytest.approx((low, high), rel=CLOSE)


@given(st.sampled_from(sorted(set(HEDGES) - {"several"})), st.floats(1.0, 1e12), st.integers(0, 3))
def test_every_hedge_allows_the_number_itself(hedge: str, value: float, decimals: int) -> None:
    figure = Figure("", value, step_of(value, decimals, 1.0, "USD"), "USD", hedge)
    assert holds(figure.quantity, value)


@given(st.floats(1.0, 1e12), st.integers(0, 3))
def test_about_is_never_narrower_than_the_number_alone(value: float, decimals: int) -> None:
    figure = Figure("", value, step_of(value, decimals, 1.0, "USD"), "USD")
    exact, about = figure.quantity, figure.hedged("about").quantity
    assert about.low <= exact.low + CLOSE * value
    assert about.high >= exact.high - CLOSE * value


@given(st.integers(1, 10**12))
def test_the_last_place_that_is_not_zero_divides_the_number_and_ten_times_it_does_not(n: int) -> None:
    if len(str(n).rstrip("0")) > 11:
        return
    place = round(last_nonzero_place(float(n)))
    assert n % place == 0
    assert n % (10 * place) != 0


def test_a_range_is_as_wide_as_its_ends() -> None:
    q = Figure("5% to 7%", 5.0, 1.0, "%", top=7.0).quantity
    assert (q.low, q.high) == (4.5, 7.5)
