"""What comes in: kinds of tables, sessions, and a documented rule and reason for everything that is wrong."""

from __future__ import annotations

import datetime as dt
import warnings

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from tapeline import errors, study

from .data import MIXED, long, made_up, some_events, wide

ESTIMATION = (-120, -11)
KINDS = {
    "polars": lambda f: f,
    "pandas": lambda f: f.to_pandas(),
    "pyarrow": lambda f: f.to_arrow(),
    "duckdb": lambda f: duckdb.from_arrow(f.to_arrow()),
}
TYPES = {"polars": pl.DataFrame, "pandas": pd.DataFrame, "pyarrow": pa.Table, "duckdb": duckdb.DuckDBPyRelation}


def run(events, prices, **options):
    settings = {"market": "M", "estimation": ESTIMATION, "tests": ["bmp_z", "patell_z"]} | options
    return study.run(events, prices, **settings)


def reasons(result):
    frame = nw.from_native(result.dropped)
    frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return frame.get_column("reason").to_list()


def adds_up(result):
    assert result.n_in == result.n_kept + len(reasons(result))
    values = result.columns()
    for name in ("car", "t", "p_value", "sigma"):
        assert np.isfinite(values[name]).all(), name


@pytest.fixture(scope="module")
def data():
    return made_up()


@pytest.fixture(scope="module")
def baseline(data):
    return run(some_events(data, MIXED), wide(data))


@pytest.mark.parametrize("shape", [wide, long])
@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_comes_back_in_the_kind_that_came_in(kind, shape, data, baseline):
    result = run(KINDS[kind](some_events(data, MIXED)), KINDS[kind](shape(data)))
    np.testing.assert_array_equal(result.sample.fit.car, baseline.sample.fit.car)
    for table in (result.events, result.dropped, result.aar, result.caar, result.tests, result.table()):
        assert isinstance(table, TYPES[kind])


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_paths_are_read_as_tables(suffix, tmp_path, data, baseline):
    for name, frame in (("events", some_events(data, MIXED)), ("prices", long(data))):
        getattr(frame, f"write_{suffix}")(tmp_path / f"{name}.{suffix}")
    result = run(tmp_path / f"events.{suffix}", str(tmp_path / f"prices.{suffix}"))
    np.testing.assert_allclose(result.sample.fit.car, baseline.sample.fit.car, rtol=1e-12)


def test_benchmark_may_be_a_table_or_an_array(data, baseline):
    prices = wide(data).drop("M")
    table = wide(data).select("date", close="M")
    level = data["M"]
    returns = np.append(np.nan, level[1:] / level[:-1] - 1)
    for market in (table, returns):
        result = run(some_events(data, MIXED), prices, market=market)
        np.testing.assert_array_equal(result.sample.fit.car, baseline.sample.fit.car)


def test_returns_may_come_in_instead_of_prices(data, baseline):
    frame = long(data).sort("security", "date")
    frame = frame.with_columns((pl.col("close") / pl.col("close").shift(1).over("security") - 1).alias("return")).drop(
        "close"
    )
    result = run(some_events(data, MIXED), frame)
    np.testing.assert_allclose(result.sample.fit.car, baseline.sample.fit.car, rtol=1e-12)


def test_simple_returns_divide_by_the_earlier_price():
    from tapeline.study.panel import returns_of_prices

    simple, _ = returns_of_prices(np.array([[100.0, 110.0, 99.0]]))
    assert simple[0, 1:].tolist() == pytest.approx([0.10, -0.10], rel=1e-12)


def one(data, **columns):
    base = {"security": ["S01"], "date": [data["date"][300].astype(object)]}
    return pl.DataFrame(base | columns)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"security": ["NOPE"]}, "no prices for this security"),
        ({"security": [None]}, "names no security"),
        ({"date": [None]}, "no readable date"),
        ({"date": ["soon"]}, "no readable date"),
        ({"date": [dt.date(1999, 1, 4)]}, "before the first session"),
        ({"date": [dt.date(2099, 1, 5)]}, "after the last session"),
    ],
)
def test_an_event_that_cannot_be_placed_comes_back_with_its_reason(change, reason, data):
    result = run(one(data, **change), wide(data))
    adds_up(result)
    assert reason in reasons(result)[0]


def test_event_window_beyond_the_data_and_short_histories(data):
    days = data["date"]
    events = pl.DataFrame({"security": ["S01", "S01"], "date": [days[-1].astype(object), days[60].astype(object)]})
    result = run(events, wide(data))
    assert "beyond the prices" in reasons(result)[0]
    assert "too few returns" in reasons(result)[1]
    assert "55" in reasons(result)[1]


def test_an_estimation_window_shorter_than_asked_is_said_never_silent(data):
    result = run(one(data, date=[data["date"][100].astype(object)]), wide(data))
    assert result.columns()["n_estimation"].tolist() == [89]
    assert any("fewer estimation returns than asked" in note for note in result.notes)


def test_windows_count_sessions_not_calendar_days(data, baseline):
    assert baseline.columns()["n_estimation"].tolist() == [110] * len(MIXED)


def test_an_event_on_a_day_without_a_session_acts_on_the_next_one_and_says_so(data):
    friday = next(d for d in data["date"][300:] if d.astype(object).weekday() == 4)
    saturday, monday = friday + 1, friday + 3
    result = run(one(data, date=[saturday.astype(object)]), wide(data))
    assert result.columns()["session"][0] == monday
    assert nw.from_native(result.events).get_column("moved").to_list() == ["not a session"]
    assert any("without a session" in note for note in result.notes)


@pytest.mark.parametrize(("clock", "moves"), [("09:00", 0), ("15:59:59", 0), ("16:00", 1), ("18:30", 1)])
def test_pitfall_news_after_the_close_acts_on_the_next_session(clock, moves, data):
    result = run(one(data, time=[clock]), wide(data))
    assert result.columns()["session"][0] == data["date"][300 + moves]


def test_pitfall_a_moment_stamped_in_utc_is_converted_before_the_close_is_looked_at(data):
    day = data["date"][300].astype(object)
    late = dt.datetime(day.year, day.month, day.day, 21, 32, tzinfo=dt.UTC)  # 16:32 or 17:32 in New York
    early = dt.datetime(day.year, day.month, day.day, 17, 0, tzinfo=dt.UTC)  # 12:00 or 13:00
    for moment, moves in ((late, 1), (early, 0)):
        result = run(one(data, date=[moment]), wide(data))
        assert result.columns()["session"][0] == data["date"][300 + moves]


def test_half_days_close_early_with_an_exchange_calendar():
    days = np.arange(np.datetime64("2018-01-02"), np.datetime64("2019-12-31"))
    import exchange_calendars as xc

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        open_days = (
            xc.get_calendar("XNYS", start="2018-01-02", end="2019-12-31").sessions.to_numpy().astype("datetime64[D]")
        )
    days = days[np.isin(days, open_days)]
    rng = np.random.default_rng(0)
    table = pl.DataFrame(
        {
            "date": days,
            "M": np.cumprod(1 + 0.01 * rng.standard_normal(days.size)),
            "A": np.cumprod(1 + 0.01 * rng.standard_normal(days.size)),
        }
    )
    event = pl.DataFrame({"security": ["A"], "date": [dt.date(2019, 7, 3)], "time": ["14:00"]})  # closed at 13:00
    with_calendar = run(event, table, calendar="XNYS")
    without = run(event, table)
    assert str(with_calendar.columns()["session"][0]) == "2019-07-05"
    assert str(without.columns()["session"][0]) == "2019-07-03"
    missing = run(event, table.filter(pl.col("date") != dt.date(2019, 3, 4)), calendar="XNYS")
    assert any("miss 1 sessions of XNYS, the first on 2019-03-04" in note for note in missing.notes)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, -5.0])
def test_unusable_prices_count_as_missing_and_a_hole_in_the_window_is_named(bad, data):
    spoilt = {k: v.copy() for k, v in data.items()}
    spoilt["S01"][300] = bad
    result = run(one(data), wide(spoilt))
    adds_up(result)
    assert "missing inside the event window" in reasons(result)[0]
    if not np.isnan(bad):
        assert any("zero, negative or infinite" in note for note in result.notes)


def test_pitfall_a_missing_session_is_not_a_zero_return(data):
    spoilt = {k: v.copy() for k, v in data.items()}
    spoilt["S01"][250] = np.nan
    dropped = run(one(data), wide(spoilt))
    assert dropped.columns()["n_estimation"].tolist() == [108]
    traded = run(one(data), wide(spoilt), gaps="trade_to_trade")
    assert traded.columns()["n_estimation"].tolist() == [109]


def test_trade_to_trade_keeps_an_event_whose_window_has_a_gap(data):
    spoilt = {k: v.copy() for k, v in data.items()}
    spoilt["S01"][300] = np.nan
    result = run(one(data), wide(spoilt), gaps="trade_to_trade", returns="log", model="market_adjusted")
    both = np.log(data["S01"][301] / data["S01"][298]) - np.log(data["M"][301] / data["M"][298])
    assert result.columns()["car"][0] == pytest.approx(both, rel=1e-9)


def test_a_benchmark_that_ends_early_is_named(data):
    result = run(one(data), wide(data).drop("M"), market=wide(data).select("date", close="M")[:290])
    assert "benchmark or a factor has no value" in reasons(result)[0]


def test_a_price_that_does_not_move_and_a_security_that_is_its_own_benchmark_are_named(data):
    still = {k: v.copy() for k, v in data.items()}
    still["S01"][150:298] = 42.0
    assert "does not move" in reasons(run(one(data), wide(still)))[0]
    itself = run(one(data, security=["M"]), wide(data))
    assert "explains the estimation window exactly" in reasons(itself)[0]


def test_factors_that_move_together_are_named(data):
    table = wide(data).select("date", a=pl.col("M").pct_change(), b=pl.col("M").pct_change() * 2).fill_null(0.0)
    result = run(one(data), wide(data), model="factors", market=None, factors=table)
    assert "factors that move together" in reasons(result)[0]


def test_factors_in_percent_are_refused_unless_said_so(data):
    rng = np.random.default_rng(0)
    table = pl.DataFrame({"date": data["date"], "smb": rng.standard_normal(420)})
    with pytest.raises(errors.InputError, match="percent"):
        run(one(data), wide(data), model="factors", factors=table)
    assert run(one(data), wide(data), model="factors", factors=table, factor_unit="percent").n_kept == 1


def test_repeated_price_rows_collapse_when_equal_and_are_missing_when_not(data, baseline):
    prices = long(data)
    equal = run(some_events(data, MIXED), pl.concat([prices, prices[:50]]))
    np.testing.assert_array_equal(equal.sample.fit.car, baseline.sample.fit.car)
    assert any("repeat a security and date; 0 such days differ" in note for note in equal.notes)
    clash = prices.filter((pl.col("security") == "S01") & (pl.col("date") == data["date"][300])).with_columns(
        pl.col("close") * 2
    )
    differing = run(one(data), pl.concat([prices, clash]))
    assert "missing inside the event window" in reasons(differing)[0]


def test_the_same_event_twice_counts_once_and_two_events_of_a_firm_are_two(data):
    events = pl.concat([some_events(data, MIXED[:2]), some_events(data, MIXED[:1])])
    result = run(events, wide(data))
    assert result.n_kept == 2
    assert "earlier row is the same event" in reasons(result)[0]
    two = some_events(data, [(1, 300), (1, 305)])
    assert run(two, wide(data)).n_kept == 2


def test_pitfall_an_estimation_window_that_holds_another_event_is_said_and_can_be_dropped(data):
    events = some_events(data, [(1, 250), (1, 300)])
    kept = run(events, wide(data))
    assert any("another event of their security inside" in note for note in kept.notes)
    dropped = run(events, wide(data), overlap="drop")
    assert dropped.n_kept == 1
    assert "inside the estimation window" in reasons(dropped)[0]


def test_own_windows_of_an_event_are_obeyed(data):
    events = one(data, window_start=[-2], window_end=[0], estimation_start=[-100], estimation_end=[-31])
    own = run(events, wide(data))
    same = run(one(data), wide(data), window=(-2, 0), estimation=(-100, -31))
    assert own.columns()["car"][0] == pytest.approx(same.columns()["car"][0], rel=1e-12)
    assert own.columns()["se_car"][0] == pytest.approx(same.columns()["se_car"][0], rel=1e-12)
    backwards = run(one(data, window_start=[3], window_end=[-3]), wide(data))
    assert "own windows" in reasons(backwards)[0]


def test_weights_make_a_weighted_mean_and_its_error(data):
    weights = np.linspace(1, 3, len(MIXED))
    events = some_events(data, MIXED).with_columns(pl.Series("weight", weights))
    result = run(events, wide(data), tests=["cross_sectional_t"], window=(0, 0))
    car = result.columns()["car"]
    w = weights / weights.sum()
    mean = w @ car
    se = np.sqrt(12 / 11 * np.sum(w**2 * (car - mean) ** 2))
    assert result.results[0].statistic == pytest.approx(mean / se, rel=1e-12)
    assert result.aar_columns()["aar"][0] == pytest.approx(mean, rel=1e-12)
    assert result.aar_columns()["se"][0] == pytest.approx(se, rel=1e-12)


def test_intraday_bars_are_sessions_of_their_own():
    rng = np.random.default_rng(4)
    start = np.datetime64("2024-01-02T09:30")
    stamps = np.concatenate(
        [start + np.timedelta64(d, "D") + np.arange(0, 390, 5).astype("timedelta64[m]") for d in range(4)]
    )
    market = 0.001 * rng.standard_normal(stamps.size)
    stock = market + 0.001 * rng.standard_normal(stamps.size)
    stock[250] += 0.05
    table = pl.DataFrame(
        {"date": stamps.astype("datetime64[us]"), "M": np.cumprod(1 + market), "A": np.cumprod(1 + stock)}
    )
    moment = stamps[250].astype("datetime64[us]").astype(object) - dt.timedelta(minutes=3)
    result = run(
        pl.DataFrame({"security": ["A"], "date": [moment]}), table, bars=True, estimation=(-200, -5), window=(0, 2)
    )
    assert result.columns()["session"][0] == stamps[250]
    assert result.columns()["ar[0]"][0] == pytest.approx(0.05, abs=0.005)


@pytest.mark.parametrize(
    ("events", "options", "kind", "text"),
    [
        ({"when": ["2020-01-02"], "security": ["A"]}, {}, errors.InputError, "no column for the date"),
        ({"date": ["2016-03-02"], "name": ["A"]}, {}, errors.InputError, "no column for the security"),
        (None, {"model": "magic"}, errors.UnknownNameError, "no return model"),
        (None, {"tests": ["t"]}, errors.UnknownNameError, "no test"),
        (None, {"market": "DAX"}, errors.UnknownNameError, "benchmark 'DAX'"),
        (None, {"market": None}, errors.InputError, "needs a benchmark"),
        (None, {"window": (1, -1)}, errors.DesignError, "run forward"),
        (None, {"estimation": (-10, 0)}, errors.DesignError, "overlaps"),
        (None, {"returns": "cubic"}, errors.UnknownNameError, "kind of return"),
        (
            None,
            {"test_options": {"align": "weekday"}, "tests": ["kolari_pynnonen_z"]},
            errors.UnknownNameError,
            "align",
        ),
        (None, {"model": "ff3"}, errors.InputError, "factors"),
        (None, {"close": "tea time"}, errors.InputError, "time of day"),
    ],
)
def test_wrong_requests_say_what_where_and_what_to_do(events, options, kind, text, data):
    table = one(data) if events is None else pl.DataFrame(events)
    with pytest.raises(kind, match=text):
        run(table, wide(data), **options)


def test_unusable_sources_are_refused_with_a_reason(tmp_path, data):
    with pytest.raises(errors.InputError, match="no file"):
        run(tmp_path / "none.csv", wide(data))
    with pytest.raises(errors.InputError, match="neither"):
        run(tmp_path / "events.doc", wide(data))
    with pytest.raises(errors.InputError, match="not a data frame"):
        run(42, wide(data))
