"""A record opened for reading: tables in Parquet parts, queried through DuckDB, each part checked by its hash on first use."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.errors import RecordError, UnknownNameError, UnmeasurableError
from tapeline.record.manifest import Manifest, check_part, read_manifest
from tapeline.record.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from tapeline.record.prices import Prices

Row = dict[str, Any]
INDEX = "Index"
"""The sector of an index: its prices are points, and belong to no currency."""
SAMPLE = Path(__file__).parent / "sample"


class Record:
    """The evidence store: every row with its source, every question answered as of a day.

    Open one with `open_record`. A record never changes while it is open.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._rows: dict[str, list[Row]] = {}
        self._prices: dict[str, Prices] = {}
        self._adjusted: dict[str, tuple[Any, Any, str]] = {}
        self._files: dict[str, list[str]] = {}

    @property
    def name(self) -> str:
        """The record's name."""
        return self.manifest.name

    @property
    def as_of(self) -> date:
        """The last day that the record knows about."""
        return self.manifest.as_of

    @property
    def sha256(self) -> str:
        """The hash of the whole record."""
        return self.manifest.sha256

    @functools.cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        return duckdb.connect(":memory:", config={"threads": 1, "enable_external_access": True})

    def files(self, table: str) -> list[str]:
        """The checked paths of a table's parts, in order.

        Raises:
            UnknownNameError: no such table in the schema.
            RecordError: a part is missing or damaged.
        """
        if table not in TABLES:
            raise UnknownNameError(f"no table is called {table!r}; there are {', '.join(TABLES)}")
        if table not in self._files:
            parts = self.manifest.tables.get(table, ())
            for part in parts:
                if wrong := check_part(self.folder, part):
                    raise RecordError(
                        f"record {self.folder}: {wrong}; restore it, or `tapeline record verify` lists all damage"
                    )
            self._files[table] = [str(self.folder / part.file) for part in parts]
        return self._files[table]

    def rows(self, table: str, *, known: date | None = None, **equal: str) -> list[Row]:
        """The rows of a small table, as dictionaries, in the table's own order.

        Args:
            table: a name in `TABLES`.
            known: keep only what was knowable on that day (by the table's `known` column).
            equal: keep only rows whose columns equal these values (`entity="META"`).
        """
        if table not in self._rows:
            self._rows[table] = self._load(table)
        found = list(self._rows[table])
        for name, value in equal.items():
            found = [row for row in found if row[name] == value]
        column = TABLES[table].known
        return found if known is None or not column else [row for row in found if row[column] <= known]

    def _load(self, table: str) -> list[Row]:
        files = self.files(table)
        if not files:
            return []
        schema = TABLES[table]
        order = ", ".join(f'"{c}"' for c in schema.key)
        columns = ", ".join(f'"{c}"' for c in schema.columns)
        found = self._query(f"SELECT {columns} FROM read_parquet($files) ORDER BY {order}", {"files": files}).fetchall()
        return [dict(zip(schema.columns, row, strict=True)) for row in found]

    def _query(self, sql: str, values: Row) -> duckdb.DuckDBPyConnection:
        import duckdb

        try:
            return self._connection.execute(sql, values)
        except duckdb.Error as e:
            first = str(e).splitlines()[0]
            raise RecordError(f"record {self.folder}: {first}; `tapeline record verify` lists what is damaged") from e

    def entities(self) -> list[str]:
        """Every entity that the record knows, sorted."""
        return sorted({row["entity"] for row in self.rows("securities")})

    def security(self, entity: str) -> Row:
        """The newest securities row of an entity; of two classes of shares, that of its own ticker.

        Raises:
            UnknownNameError: the record knows no such entity.
        """
        rows = self.rows("securities", entity=entity)
        if not rows:
            raise UnknownNameError(
                f"record {self.name!r} knows no company {entity!r}; it knows {', '.join(self.entities())}"
            )
        return max(rows, key=lambda r: (r["to"] is None, r["ticker"] == entity, r["from"]))

    def resolve(self, name: str) -> str:
        """The entity that a ticker, name or alias stands for (any case).

        Raises:
            UnknownNameError: nothing is called so.
        """
        wanted = name.strip().casefold()
        for row in self.rows("securities"):
            names = [row["entity"], row["ticker"], row["name"], *(row["aliases"] or "").split("|")]
            if wanted in {n.casefold() for n in names if n}:
                return str(row["entity"])
        raise UnknownNameError(f"record {self.name!r} knows no company {name!r}; it knows {', '.join(self.entities())}")

    def prices(self, entity: str) -> Prices:
        """The daily prices of an entity, as traded.

        Raises:
            UnmeasurableError: the record holds no prices of it.
        """
        if entity not in self._prices:
            self._prices[entity] = self._load_prices(entity)
        return self._prices[entity]

    def _load_prices(self, entity: str) -> Prices:
        import numpy as np

        from tapeline.record.prices import Prices

        columns = self._series("prices", entity, ("open", "high", "low", "close", "volume"))
        if not len(columns["days"]):
            raise UnmeasurableError(f"daily prices of {entity}", fetch_command("prices", entity))
        splits = tuple((r["ex_date"].toordinal(), r["ratio"]) for r in self.rows("splits", entity=entity))
        dividends = tuple((r["ex_date"].toordinal(), r["amount"]) for r in self.rows("dividends", entity=entity))
        security = self.security(entity)
        currency = "" if security["sector"] == INDEX else security["currency"]
        floats = {k: np.asarray(v, dtype=np.float64) for k, v in columns.items() if k not in {"days", "source"}}
        return Prices(entity, columns["days"], splits=splits, dividends=dividends, currency=currency,
                      source=columns["source"], **floats)  # fmt: skip

    def adjusted(self, entity: str) -> tuple[Any, Any, str]:
        """Provider-adjusted closes: day ordinals (n,), closes (n,), and the source with its vintage; empty where none."""
        if entity not in self._adjusted:
            columns = self._series("adjusted", entity, ("adjusted_close",))
            self._adjusted[entity] = (columns["days"], columns["adjusted_close"], columns["source"])
        return self._adjusted[entity]

    def _series(self, table: str, entity: str, wanted: Sequence[str]) -> Row:
        import numpy as np

        files = self.files(table)
        empty: Row = {"days": np.zeros(0, np.int64), "source": "", **dict.fromkeys(wanted, np.zeros(0))}
        if not files:
            return empty
        chosen = ", ".join(f'"{c}"' for c in wanted)
        found = self._query(
            f"SELECT date, {chosen}, source FROM read_parquet($files) WHERE entity = $entity ORDER BY date",
            {"files": files, "entity": entity},
        ).fetchnumpy()
        if not len(found["date"]):
            return empty
        epoch = date(1970, 1, 1).toordinal()
        days = np.asarray(found["date"], dtype="datetime64[D]").astype(np.int64) + epoch
        floats = {c: np.ma.filled(np.ma.asarray(found[c], dtype=np.float64), np.nan) for c in wanted}
        return {"days": days, "source": str(found["source"][-1]), **floats}


def fetch_command(table: str, what: str) -> str:
    """The command that would bring missing evidence into a record of the user's own."""
    return f"tapeline record add {table} {what.lower().replace(' ', '-')}.csv --record DIR"


def open_record(folder: str | Path | None = None) -> Record:
    """Open a record folder, or the sample record inside the package where none is named.

    Raises:
        RecordError: no record there, or one of another schema.
    """
    path = SAMPLE if folder is None else Path(folder)
    return Record(path, read_manifest(path))


def verify(folder: str | Path | None = None) -> list[str]:
    """Everything that is wrong with a record's files, in words; empty where all is as the manifest says."""
    path = SAMPLE if folder is None else Path(folder)
    manifest = read_manifest(path)
    return [wrong for parts in manifest.tables.values() for part in parts if (wrong := check_part(path, part))]


__all__ = ["SAMPLE", "Record", "Row", "fetch_command", "open_record", "verify"]
