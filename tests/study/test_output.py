"""What goes out: JSON as promised, tables, pictures, the page, the command."""

from __future__ import annotations

import csv
import gc
import io
import json
import re
import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tapeline import errors, study
from tapeline.study.abnormal import market_model
from tapeline.study.export import FORMATS, render
from tapeline.study.plot import KINDS, as_svg

from .data import MIXED, made_up, some_events, wide
from .test_statistics import ESTIMATION, returns_of

PROMISED = ["cross_sectional_t", "patell_z", "patell_adjusted_z", "bmp_z", "kolari_pynnonen_z", "corrado_rank_z", "corrado_zivney_z", "grank_t", "grank_z", "sign_z", "generalized_sign_z", "wilcoxon_z", "skewness_adjusted_t", "crude_dependence_t", "jackknife_z", "bootstrap_t", "permutation", "sample_quantile"]  # fmt: skip
DOCS = Path(__file__).resolve().parents[2] / "docs" / "study"


@pytest.fixture(scope="module")
def found():
    data = made_up()
    events = pl.concat(
        [
            some_events(data, MIXED),
            pl.DataFrame({"id": ["x"], "security": ["<b>NOPE</b>"], "date": [data["date"][300].astype(object)]}),
        ]
    )
    return study.run(events, wide(data), market="M", estimation=ESTIMATION)


def test_json_has_the_promised_shape_and_the_counts_add_up(found):
    out = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert out["schema"] == "tapeline.study/1"
    assert (out["model"], out["estimation"], out["window"]) == ("market", [-120, -11], [-1, 1])
    assert out["n_in"] == 13 == out["n_kept"] + len(out["dropped"])
    for key in (
        "id",
        "security",
        "date",
        "session",
        "alpha",
        "beta",
        "sigma",
        "ar",
        "car",
        "se_car",
        "scar",
        "t",
        "p_value",
    ):
        assert key in out["events"][0]
    first = out["events"][0]
    assert sum(first["ar"]) == pytest.approx(first["car"], rel=1e-12)
    assert first["t"] == pytest.approx(first["car"] / first["se_car"], rel=1e-12)
    assert out["caar"][-1] == pytest.approx(np.mean([e["car"] for e in out["events"]]), rel=1e-12)
    assert np.cumsum(out["aar"]).tolist() == pytest.approx(out["caar"], rel=1e-12)
    assert out["dropped"][0] == {
        "id": "x",
        "security": "<b>NOPE</b>",
        "date": out["dropped"][0]["date"],
        "reason": "no prices for this security",
    }
    assert {"name", "window", "statistic", "p_value", "n", "null"} <= set(out["tests"][0])


def test_every_promised_test_runs_under_its_promised_name(found):
    names = {t["name"] for t in found.to_json()["tests"]}
    assert set(PROMISED) <= names
    assert names == set(study.statistics_table())


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_carries_every_test_or_event(fmt, found):
    out = render(found, fmt)
    if fmt in {"parquet", "xlsx"}:
        assert isinstance(out, bytes)
        frame = pl.read_parquet(io.BytesIO(out)) if fmt == "parquet" else None
        if frame is not None:
            assert frame["car"].to_list() == found.columns()["car"].tolist()
        else:
            from openpyxl import load_workbook

            book = load_workbook(io.BytesIO(out))
            assert book.sheetnames == ["tests", "events", "aar", "caar", "dropped"]
            assert book["events"].max_row == 13
        return
    if fmt == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert [float(r["car"]) for r in rows] == found.columns()["car"].tolist()
        return
    for name in PROMISED:
        assert (name.replace("_", r"\_") if fmt == "latex" else name) in out


def test_unknown_formats_and_pictures_are_refused(found):
    with pytest.raises(errors.UnknownNameError, match="no format"):
        render(found, "docx")
    with pytest.raises(errors.UnknownNameError, match="no picture"):
        found.plot("pie")


def test_a_spreadsheet_never_runs_a_security_as_a_formula():
    from tapeline.study.export import _cell

    assert _cell("=cmd|'/c calc'!A1").startswith("'=")


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_are_drawn_without_a_display_and_the_same_each_time(kind, found):
    first, second = as_svg(found.plot(kind)), as_svg(found.plot(kind))
    assert first == second
    assert first.count("<path") > 3


def test_the_page_stands_alone_escapes_names_and_shows_the_sensitivity(found):
    page = study.one_page(found, "Earnings <news>")
    assert "Earnings &lt;news&gt;" in page
    assert "<b>NOPE" not in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=.https?:", page)
    assert page.count("<svg") == 5
    assert "1 x no prices for this security" in page
    assert "Report first" in page


def test_text_says_what_was_left_out_and_which_tests_to_trust(found):
    text = repr(found)
    assert "13 events in, 12 kept, 1 dropped" in text
    assert "1 x no prices for this security" in text
    assert "Report first" in text
    assert "<table>" in found._repr_html_()


def test_the_command_takes_strings_and_paths(tmp_path):
    data = made_up()
    some_events(data, MIXED).write_csv(tmp_path / "events.csv")
    wide(data).write_parquet(tmp_path / "prices.parquet")
    out = study.command(
        str(tmp_path / "events.csv"),
        str(tmp_path / "prices.parquet"),
        "M",
        estimation="-120:-11",
        window="-1:+1",
        tests="bmp_z, grank_t",
        fmt="json",
    )
    assert [t["name"] for t in json.loads(out)["tests"]] == ["bmp_z", "grank_t"]
    with pytest.raises(errors.InputError, match="first:last"):
        study.command(str(tmp_path / "events.csv"), str(tmp_path / "prices.parquet"), "M", window="three")


def test_a_study_can_be_watched_and_cancelled():
    data, seen = made_up(), []
    study.run(
        some_events(data, MIXED), wide(data), market="M", estimation=ESTIMATION, tests=["bmp_z"], progress=seen.append
    )
    assert any("fitting market for 12 events" in line for line in seen)

    def stop(line):
        if "testing" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        study.run(some_events(data, MIXED), wide(data), market="M", estimation=ESTIMATION, progress=stop)


def test_a_study_that_is_let_go_is_freed_at_once():
    """No figure points back at its study: millions of events do not wait for the garbage collector."""
    data = made_up()
    result = study.run(some_events(data, MIXED), wide(data), market="M", estimation=ESTIMATION)
    assert len(result.events)
    assert len(result.aar)
    assert len(result.tests)
    gc.collect()
    gc.disable()
    try:
        sample = weakref.ref(result.sample)
        del result
        assert sample() is None
    finally:
        gc.enable()


def test_ranking_in_pieces_says_so_and_changes_nothing(monkeypatch):
    data, seen = made_up(), []
    asked = {"market": "M", "estimation": ESTIMATION, "tests": ["corrado_rank_z", "corrado_zivney_z", "grank_t"]}
    whole = study.run(some_events(data, MIXED), wide(data), **asked)
    monkeypatch.setattr("tapeline.study.kernels.ranks.CHUNK", 2)
    monkeypatch.setattr("tapeline.study.kernels.ranks.GROUP", 5)
    pieces = study.run(some_events(data, MIXED), wide(data), progress=seen.append, **asked)
    assert [line for line in seen if "ranked" in line] == [
        "ranked 5 of 12 events", "ranked 10 of 12 events", "ranked 12 of 12 events",
    ]  # fmt: skip
    for a, b in zip(whole.results, pieces.results, strict=True):
        assert a.statistic == pytest.approx(b.statistic, rel=1e-12)


def test_the_array_entry_gives_one_event_without_any_frame():
    data = made_up()
    returns, market = returns_of(data)
    one = market_model(returns[3], market, 301, ESTIMATION, (-1, 1))
    whole = study.run(some_events(data, [(3, 301)]), wide(data), market="M", estimation=ESTIMATION, tests=["car_t"])
    assert one.car == pytest.approx(whole.columns()["car"][0], rel=1e-9)
    assert one.ar.sum() == pytest.approx(one.car, rel=1e-12)
    assert (one.n_estimation, one.df) == (110, 108)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"event_index": 50}, "need sessions"),
        ({"window": (-20, 1)}, "overlaps"),
        ({"window": (2, 1)}, "forward"),
        ({"market": "flat"}, "does not move"),
        ({"market": "own"}, "exactly"),
        ({"hole": True}, "missing inside the event window"),
    ],
)
def test_the_array_entry_refuses_designs_without_meaning(change, text):
    returns, market = returns_of(made_up())
    stock = returns[3].copy()
    if change.get("hole"):
        stock[301] = np.nan
    market = {"flat": np.zeros(420), "own": stock}.get(change.get("market"), market)
    with pytest.raises(errors.DesignError, match=text):
        market_model(stock, market, change.get("event_index", 301), ESTIMATION, change.get("window", (-1, 1)))


def test_importing_the_array_entry_brings_in_nothing_heavy():
    code = "import sys; import tapeline.study.abnormal; print(sorted(m for m in ('numba','pandas','scipy','polars','matplotlib','narwhals') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_list_is_what_it_says():
    assert sorted(study.__all__) == dir(study)
    for name in study.__all__:
        assert callable(getattr(study, name)), name
    with pytest.raises(AttributeError):
        study.nothing_of_this_name  # noqa: B018


def test_every_model_and_statistic_is_in_the_reference_page_which_is_the_one_the_code_writes():
    from tapeline.study.listing import reference_page

    page = (DOCS / "reference.md").read_text(encoding="utf-8")
    assert page == reference_page()
    for name, one in study.statistics_table().items():
        assert f"### `{name}`" in page
        assert re.search(r"\(\d{4}\)", one.source), name
        assert one.null
        assert one.assumes
        assert one.fails
    for name, model in study.models_table().items():
        assert f"### `{name}`" in page
        assert re.search(r"\(\d{4}\)", model.source), name


def test_every_statistic_is_in_the_validity_table():
    page = (DOCS / "validity.md").read_text(encoding="utf-8")
    for name in study.statistics_table():
        assert page.count(f"| {name} |") == 6, name
