"""Moves counted from a price that is told, from that of the offering, over so many sessions, up to a day that is told."""

import pytest

from tapeline.errors import UnmeasurableError


def test_from_a_price_to_the_last_close(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("price.return", base="88.91", on="2024-02-02")
    assert m.value == pytest.approx(100 * (474.99 / 88.91 - 1))
    assert m.low < m.value < m.high  # the price is known to half a cent


def test_from_the_price_of_the_offering(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("price.return", on="2024-04-30", **{"from": "offer"})
    assert m.value == pytest.approx(100 * (430.17 / 38 - 1))
    assert m.trail[0].value == "offered at 38.00"


def test_an_offering_that_the_record_does_not_hold_measures_nothing(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError, match="the offering price of AAPL"):
        measured("price.return", subject="AAPL", on="2024-02-02", **{"from": "offer"})


def test_over_so_many_sessions_up_to_a_day(measured) -> None:  # type: ignore[no-untyped-def]
    """323.00 on 2 February 2022, 219.55 on the 11th: seven sessions on."""
    m = measured("price.return", on="2022-02-11", sessions="7")
    assert m.value == pytest.approx(100 * (219.55 / 323.00 - 1))
    assert m.basis.startswith("over 7 sessions")


def test_from_a_low_up_to_a_day_that_is_told(measured) -> None:  # type: ignore[no-untyped-def]
    args = {"from": "low", "to": "2023-02-02"}
    m = measured("price.return", start="2022-01-01", on="2022-12-31", **args)
    assert m.value == pytest.approx(100 * (188.77 / 88.91 - 1))


@pytest.mark.parametrize(("which", "day"), [("ex", "2024-02-21"), ("pay", "2024-03-26")])
def test_a_day_of_the_dividend_nearest_to_the_one_told(measured, which: str, day: str) -> None:  # type: ignore[no-untyped-def]
    m = measured("dividend.date", which=which, on="2024-03-01", known="2024-03-01")
    assert m.shown() == day


def test_a_dividend_that_the_record_does_not_hold_yet_is_not_the_one_before(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError, match="a dividend of META around 2024-12-27"):
        measured("dividend.date", which="pay", on="2024-12-27")
