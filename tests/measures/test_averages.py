"""A close beside its moving average, a volume beside the usual one and among others, a price beside earnings: against pandas and by hand."""

from datetime import date

import pandas as pd
import pytest

from tapeline.errors import InputError, UnmeasurableError
from tapeline.record import Record


def tape(record: Record, entity: str) -> pd.DataFrame:
    p = record.prices(entity)
    days = [date.fromordinal(int(d)) for d in p.days]
    return pd.DataFrame({"close": p.close, "volume": p.volume}, index=pd.to_datetime(days))


@pytest.mark.parametrize("sessions", [5, 50, 200])
@pytest.mark.parametrize("day", ["2022-02-03", "2022-11-03", "2023-02-02", "2024-02-02"])
def test_a_close_beside_the_moving_averages_of_pandas(record, measured, sessions, day) -> None:  # type: ignore[no-untyped-def]
    close = tape(record, "META")["close"]
    mean = close.rolling(sessions).mean()
    m = measured("price.from_average", on=day, sessions=str(sessions))
    (before,) = m.bases
    assert m.value == pytest.approx(100 * (close[day] / mean[day] - 1), abs=1e-9)
    assert before.value == pytest.approx(100 * (close[day] / mean.shift(1)[day] - 1), abs=1e-9)


def test_an_average_over_a_split_is_in_shares_of_the_day(measured) -> None:  # type: ignore[no-untyped-def]
    """Amazon split twenty for one on 6 June 2022: five sessions later the mean of ten closes takes the older ones at a twentieth."""
    assert abs(measured("price.from_average", "AMZN", on="2022-06-10", sessions="10").value) < 20


def test_too_short_a_tape_has_no_average(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError, match="200 sessions of META up to 2012-08-01"):
        measured("price.from_average", on="2012-08-01", known="2012-08-01", sessions="200")
    with pytest.raises(InputError, match="written like 20"):
        measured("price.from_average", on="2022-02-03", sessions="0")


@pytest.mark.parametrize("sessions", [20, 30, 65])
def test_a_volume_beside_the_usual_one_of_pandas(record, measured, sessions) -> None:  # type: ignore[no-untyped-def]
    volume = tape(record, "META")["volume"]
    usual = volume.rolling(sessions).mean().shift(1)
    m = measured("price.volume_ratio", on="2024-02-02", sessions=str(sessions))
    assert m.value == pytest.approx(volume["2024-02-02"] / usual["2024-02-02"], abs=1e-9)
    every = measured("price.volume_ratio", on="2024-02-02")
    assert m.value in [x.value for x in (every, *every.bases)]


def test_the_rank_of_a_volume_by_pandas(record, measured) -> None:  # type: ignore[no-untyped-def]
    volume = tape(record, "META")["volume"]
    for day in ("2022-02-03", "2023-02-02", "2024-02-02"):
        so_far = volume[:day]
        assert measured("price.volume_rank", on=day).value == so_far.rank(ascending=False)[day]
        least = measured("price.volume_rank", on=day, low="yes")
        assert least.value == so_far.rank()[day]
    since = measured("price.volume_rank", on="2023-02-02", since="2022-11-01")
    assert since.value == volume["2022-11-01":"2023-02-02"].rank(ascending=False)["2023-02-02"]


def test_a_price_beside_the_earnings_of_four_quarters(measured) -> None:  # type: ignore[no-untyped-def]
    """474.99 over 2.20 + 2.98 + 4.39 + 5.33, as Meta reported them; a day before results, over the four quarters before."""
    m = measured("price.to_earnings", on="2024-02-02")
    assert m.value == pytest.approx(474.99 / 14.90, abs=1e-9)
    assert m.low < 31.9 < m.high
    before = measured("price.to_earnings", on="2024-01-31", known="2024-01-31")
    assert before.value == pytest.approx(390.14 / (1.76 + 2.20 + 2.98 + 4.39), abs=1e-9)


def test_a_price_without_earnings_of_four_quarters_has_no_multiple(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError, match="eps_diluted of AAPL over four quarters"):
        measured("price.to_earnings", "AAPL", on="2022-11-03")
