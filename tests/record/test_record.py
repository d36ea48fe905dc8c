"""The record: read, verified, written whole or not at all."""

import csv
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tapeline.errors import InputError, RecordError, UnknownNameError, UnmeasurableError
from tapeline.record import SAMPLE, TABLES, Record, open_record, sources, verify, write

PRICE_DIGITS = 5e-5  # the record keeps four decimals of a price


def test_the_sample_is_small_and_as_its_manifest_says(record: Record) -> None:
    assert verify() == []
    assert sum(p.stat().st_size for p in SAMPLE.rglob("*.parquet")) < 3_000_000
    assert {t for t in TABLES if record.manifest.tables.get(t)} == set(TABLES) - {"documents"}


@pytest.mark.parametrize("table", [t for t in TABLES if t not in {"prices", "adjusted", "documents"}])
def test_every_row_names_its_source_and_fills_its_required_columns(record: Record, table: str) -> None:
    rows = record.rows(table)
    assert rows
    for row in rows:
        assert row["source"].strip()
        assert all(row[c] is not None for c in TABLES[table].required)


def test_rows_from_memory_of_a_filing_carry_their_mark(record: Record) -> None:
    marked = [(r["class"], r["as_of"]) for r in record.rows("shares", entity="META") if r["to_be_confirmed"]]
    assert marked == [("A", date(2022, 1, 28)), ("B", date(2022, 1, 28)), ("B", date(2024, 1, 26))]


def test_prices_agree_with_the_evidence_they_were_made_from(record: Record, shared: Path) -> None:
    with (shared / "data/prices/closes.csv").open(newline="", encoding="utf-8") as f:
        rows = [r for r in csv.DictReader(f) if r["ticker"] == "META"]
    p = record.prices("META")
    assert len(p) == len(rows) == 3175
    assert np.abs(p.close - [float(r["close"]) for r in rows]).max() <= PRICE_DIGITS
    assert [p.day(i).isoformat() for i in (0, -1)] == [rows[0]["date"], rows[-1]["date"]]


def test_peers_are_as_traded_and_come_out_as_given_when_adjusted_for_splits(record: Record, shared: Path) -> None:
    with (shared / "data/prices/closes.csv").open(newline="", encoding="utf-8") as f:
        given = [float(r["close"]) for r in csv.DictReader(f) if r["ticker"] == "NVDA"]
    p = record.prices("NVDA")
    assert np.allclose(p.in_shares_of(date(2023, 12, 29), p.close), given, rtol=1e-6)
    before = p.at(date(2021, 7, 19))
    assert before is not None
    assert p.close[before] == pytest.approx(4 * given[before], rel=1e-6)  # the four-for-one split came the day after


def test_a_split_day_is_no_fall_of_the_total_return(record: Record) -> None:
    p = record.prices("AMZN")
    i = p.at(date(2022, 6, 6))
    assert i is not None
    assert p.close[i] / p.close[i - 1] < 0.06  # twenty for one, as traded
    assert abs(p.total_returns()[i]) < 0.05


def test_a_dividend_belongs_to_the_total_return_of_its_ex_day(record: Record) -> None:
    p = record.prices("META")
    i = p.at(date(2024, 2, 21))
    assert i is not None
    assert p.total_returns()[i] == pytest.approx((p.close[i] + 0.50) / p.close[i - 1] - 1, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "entity"), [("FB", "META"), ("脸书", "META"), ("apple", "AAPL"), ("英伟达", "NVDA"), ("Google", "GOOGL")]
)
def test_a_company_is_found_by_ticker_name_and_alias(record: Record, name: str, entity: str) -> None:
    assert record.resolve(name) == entity


def test_an_unknown_company_is_named_with_what_is_known(record: Record) -> None:
    with pytest.raises(UnknownNameError, match=r"'ZZZZ'.*META"):
        record.resolve("ZZZZ")


def test_what_was_filed_later_is_not_known_earlier(record: Record) -> None:
    then = record.rows("facts", known=date(2024, 1, 31), entity="META", metric="net_income")
    assert max(r["period_end"] for r in then) == date(2023, 9, 30)


def copy_of_sample(folder: Path) -> Path:
    shutil.copytree(SAMPLE, folder / "copy")
    return folder / "copy"


def test_a_missing_part_is_one_clear_line(tmp_path: Path) -> None:
    folder = copy_of_sample(tmp_path)
    (folder / "prices/part-0001.parquet").unlink()
    with pytest.raises(RecordError, match=r"prices/part-0001\.parquet is missing"):
        open_record(folder).prices("META")
    assert verify(folder) == ["prices/part-0001.parquet is missing"]


def test_a_damaged_part_is_found_by_its_hash_before_it_is_read(tmp_path: Path) -> None:
    folder = copy_of_sample(tmp_path)
    part = folder / "facts/part-0001.parquet"
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(bytes(content))
    with pytest.raises(RecordError, match=r"facts/part-0001\.parquet has changed"):
        open_record(folder).rows("facts")


@pytest.mark.parametrize("content", ["", "{", '{"schema": "other/1"}', "[]"])
def test_a_damaged_manifest_is_one_clear_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "record.json").write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=r"record\.json cannot be read"):
        open_record(tmp_path)


def test_a_folder_without_a_record_says_how_to_make_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(RecordError, match="record init"):
            open_record(folder)


PRICES = "entity,date,close,source\nABC,2024-01-02,10,test\nABC,2024-01-03,11.5,test\n"


def own_record(folder: Path) -> Path:
    write.init(folder / "own", "own")
    file = folder / "prices.csv"
    file.write_text(PRICES, encoding="utf-8")
    write.add(folder / "own", "prices", sources.read(file))
    return folder / "own"


def test_a_record_of_ones_own_is_read_back_as_it_was_added(tmp_path: Path) -> None:
    folder = own_record(tmp_path)
    write.add(folder, "securities", [{"entity": "ABC", "name": "ABC Inc.", "ticker": "ABC", "exchange": "XNYS", "from": "2000-01-01",
                                      "currency": "USD", "source": "test"}])  # fmt: skip
    record = open_record(folder)
    assert record.prices("ABC").close.tolist() == [10.0, 11.5]
    assert np.isnan(record.prices("ABC").open).all()
    assert record.as_of == date(2024, 1, 3)
    assert verify(folder) == []


def test_a_second_part_joins_the_first(tmp_path: Path) -> None:
    folder = own_record(tmp_path)
    write.add(folder, "prices", [{"entity": "ABC", "date": date(2024, 1, 4), "close": 12, "source": "test"}])
    assert [len(p) for p in open_record(folder).manifest.tables.values()] == [2]
    assert open_record(folder).manifest.as_of == date(2024, 1, 4)


@pytest.mark.parametrize(
    ("row", "problem", "error"),
    [
        ({"entity": "ABC", "date": "2024-01-04", "source": "t"}, "row 1: column close is empty", InputError),
        (
            {"entity": "ABC", "date": "4 Jan", "close": "1", "source": "t"},
            "column date holds '4 Jan', not a date",
            InputError,
        ),
        (
            {"entity": "ABC", "date": "2024-01-04", "close": "x", "source": "t"},
            "column close holds 'x', not a double",
            InputError,
        ),
        ({"ticker": "ABC"}, "table prices has no column ticker", UnknownNameError),
    ],
)
def test_a_row_that_does_not_fit_adds_nothing(
    tmp_path: Path, row: dict[str, str], problem: str, error: type[Exception]
) -> None:
    folder = own_record(tmp_path)
    before = sorted(p.name for p in folder.rglob("*"))
    with pytest.raises(error, match=problem):
        write.add(folder, "prices", [row])
    assert sorted(p.name for p in folder.rglob("*")) == before


def test_text_in_a_row_comes_back_to_the_letter(tmp_path: Path) -> None:
    write.init(tmp_path / "r", "r")
    odd = 'He said "no", then\nleft; 涨了,\t100%'
    write.add(
        tmp_path / "r", "events", [{"entity": "ABC", "date": "2024-01-02", "kind": "quote", "what": odd, "source": "t"}]
    )
    assert open_record(tmp_path / "r").rows("events")[0]["what"] == odd


def test_a_line_with_too_few_values_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("entity,date,close,source\nABC,2024-01-02\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 1: it has more or fewer values"):
        sources.read(file)


def test_prices_of_no_one_are_missing_evidence_with_the_command_that_adds_them(record: Record) -> None:
    with pytest.raises(UnmeasurableError, match=r"record add prices qcom\.csv"):
        record.prices("QCOM")


def test_writing_fails_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old", encoding="utf-8")

    def broken(self: Path, target: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="disk full"):
        write.write_text(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]
