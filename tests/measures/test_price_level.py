"""Printed prices, and the same for a share after the splits since."""

import pytest

from tapeline.claim import Measured
from tapeline.errors import UnmeasurableError


def test_a_price_of_before_a_split_is_told_both_ways(measured) -> None:  # type: ignore[no-untyped-def]
    # Tesla closed at $1,229.91 on 4 November 2021; its shares were split in three on 25 August 2022
    found = measured("price.level", subject="TSLA", on="2021-11-04", known="2022-12-27", session="close")
    assert [round(m.value, 2) for m in (found, *found.bases)] == [1229.91, 409.97]
    assert found.bases[0].formula.endswith("/ 3 = 409.97")


def test_a_split_that_is_not_known_yet_changes_nothing(measured) -> None:  # type: ignore[no-untyped-def]
    found = measured("price.level", subject="TSLA", on="2021-11-04", known="2022-08-24", session="close")
    assert (found.value, found.bases) == (1229.91, ())


@pytest.mark.parametrize(("of", "day"), [("low", "2022-11-03"), ("high", "2022-01-03")])
def test_the_lowest_and_the_highest_close_of_a_period(measured, of: str, day: str) -> None:  # type: ignore[no-untyped-def]
    found: Measured = measured("price.level", start="2022-01-01", on="2022-12-31", of=of, session="close")
    assert found.as_of.isoformat() == day


def test_dividends_that_the_record_does_not_hold_make_a_long_move_a_range(measured) -> None:  # type: ignore[no-untyped-def]
    # Eli Lilly's closes are held adjusted for dividends alone: its price rose 28.5% in 2020, with dividends 31.0%
    year = measured("price.return", subject="LLY", start="2020-01-01", on="2020-12-31", known="2023-08-08")
    assert year.low < 28.5 < year.high < 31.1
    assert year.ranging
    day = measured("price.return", subject="LLY", on="2023-08-08", known="2023-08-08")
    assert not day.ranging


def test_the_last_close_is_not_that_of_a_weekday_behind_the_tape(measured) -> None:  # type: ignore[no-untyped-def]
    # Apple's prices end on Friday, 29 December 2023
    saturday = measured("price.level", subject="AAPL", on="2023-12-30", known="2024-01-05")
    assert saturday.as_of.isoformat() == "2023-12-29"
    with pytest.raises(UnmeasurableError, match="2024-01-02"):
        measured("price.level", subject="AAPL", on="2024-01-02", known="2024-01-05")
