"""Writing a record: rows checked against the schema, parts written aside and renamed, the manifest last."""

from __future__ import annotations

import csv
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.errors import InputError, RecordError, UnknownNameError
from tapeline.record.manifest import FILE, Manifest, Part, file_sha256, read_manifest
from tapeline.record.schema import TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tapeline.record.store import Row

LONGEST_LINE = 40_000_000
"""A row's bytes at the most: a document's text is one value."""


def init(folder: str | Path, name: str, description: str = "", as_of: date = date.min) -> Manifest:
    """Make an empty record.

    Raises:
        RecordError: a record is there already.
    """
    path = Path(folder)
    if (path / FILE).exists():
        raise RecordError(f"{path} holds a record already; choose another folder or add to that one")
    path.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(name, as_of, description, {})
    write_text(path / FILE, manifest.to_json())
    return read_manifest(path)


def add(folder: str | Path, table: str, rows: Iterable[Row]) -> Manifest:
    """Add rows to a table as one new part; either all of them or none.

    Rows carry the table's columns by name, as text, numbers or dates; missing columns are empty.

    Raises:
        UnknownNameError: no such table, or a column that the table does not have.
        InputError: a row with an empty required column or a value of another type: which row, which column.
    """
    path = Path(folder)
    manifest = read_manifest(path)
    if table not in TABLES:
        raise UnknownNameError(f"no table is called {table!r}; there are {', '.join(TABLES)}")
    schema = TABLES[table]
    checked = [_checked(schema, number, row) for number, row in enumerate(rows, start=1)]
    if not checked:
        raise InputError(f"no rows to add to {table}: the input is empty")
    done = manifest.tables.get(table, ())
    relative = f"{table}/part-{len(done) + 1:04d}.parquet"
    _write_part(path / relative, schema, checked)
    part = Part(relative, len(checked), (path / relative).stat().st_size, file_sha256(path / relative))
    newest = max([manifest.as_of, *(row[i] for row in checked for i in _dating(schema) if row[i] is not None)])
    tables = {**manifest.tables, table: (*done, part)}
    write_text(path / FILE, Manifest(manifest.name, newest, manifest.description, tables).to_json())
    return read_manifest(path)


def _dating(schema: Table) -> list[int]:
    return [i for i, column in enumerate(schema.columns) if column == schema.known]


def _checked(schema: Table, number: int, row: Row) -> tuple[Any, ...]:
    unknown = sorted(set(row) - set(schema.columns))
    if unknown:
        known = ", ".join(schema.columns)
        raise UnknownNameError(f"table {schema.name} has no column {', '.join(unknown)} (row {number}); it has {known}")
    out: list[Any] = []
    for column, kind in schema.columns.items():
        value = row.get(column)
        if value is None or value == "":
            if column in schema.required:
                raise InputError(f"table {schema.name}, row {number}: column {column} is empty and may not be")
            out.append(None)
            continue
        try:
            out.append(_typed(value, kind))
        except (ValueError, TypeError) as e:
            raise InputError(
                f"table {schema.name}, row {number}: column {column} holds {value!r}, not a {kind.lower()}"
            ) from e
    return tuple(out)


def _typed(value: Any, kind: str) -> Any:
    if kind == "DATE":
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    if kind == "DOUBLE":
        return float(value)
    if kind == "BOOLEAN":
        return (
            value
            if isinstance(value, bool)
            else {"true": True, "false": False, "1": True, "0": False}[str(value).lower()]
        )
    return str(value)


def _write_part(path: Path, schema: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    import duckdb

    path.parent.mkdir(parents=True, exist_ok=True)
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in schema.columns.items())
    aside, plain = path.with_suffix(".writing"), path.with_suffix(".rows")
    try:
        with plain.open("w", newline="", encoding="utf-8") as f:
            csv.writer(f).writerows(rows)
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            connection.execute(
                f"COPY (SELECT * FROM read_csv($plain, header = false, auto_detect = false, delim = ',', quote = '\"', "
                f"escape = '\"', new_line = '\\r\\n', max_line_size = {LONGEST_LINE}, columns = {{{types}}})) TO $aside (FORMAT parquet, COMPRESSION zstd)",
                {"plain": str(plain), "aside": str(aside)},
            )
        aside.replace(path)
    finally:
        plain.unlink(missing_ok=True)
        aside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all: to a temporary file in the same folder, then renamed."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: to a temporary file in the same folder, then renamed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(content)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


__all__ = ["add", "init", "write_bytes", "write_text"]
