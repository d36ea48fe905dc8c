"""Data frames in, arrays through, data frames out: the one place that knows their kinds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from tapeline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


MANY_ROWS = 100_000  # columns longer than this are looked up by several threads


@dataclass(frozen=True, slots=True)
class Table:
    """A frame held as an eager narwhals frame, with the kind its owner used.

    Attributes:
        frame: the rows.
        kind: "pandas", "polars", "pyarrow", "duckdb".
        origin: what to call it in an error.
    """

    frame: nw.DataFrame[Any]
    kind: str
    origin: str

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self.frame.columns


def read(source: Any, origin: str) -> Table:
    """Take a frame, a DuckDB relation, or the path of a CSV or Parquet file.

    Raises:
        InputError: it is none of these, or the file cannot be read.
    """
    if isinstance(source, str | Path):
        return _read_path(Path(source), origin)
    if isinstance(source, dict):
        return Table(from_columns(source, _installed()), _installed(), origin)
    try:
        native = nw.from_native(source)
    except TypeError as error:
        raise InputError(f"{origin} is a {type(source).__name__}, not a data frame or the path of one") from error
    if isinstance(native, nw.LazyFrame):
        lazy_kind = str(native.implementation.value)
        frame = native.collect() if lazy_kind != "duckdb" else _fetch(source)
        return Table(frame, lazy_kind, origin)
    return Table(native, str(native.implementation.value), origin)


def _read_path(path: Path, origin: str) -> Table:
    import duckdb

    readers = {".csv": "read_csv_auto", ".tsv": "read_csv_auto", ".gz": "read_csv_auto", ".parquet": "read_parquet"}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{origin}: {path.name} is neither .csv nor .parquet; convert it or pass a data frame")
    if not path.exists():
        raise InputError(f"{origin}: there is no file {path}")
    try:
        relation = duckdb.connect().execute(f"SELECT * FROM {reader}(?)", [str(path)])
        columns = {name: _plain(values) for name, values in relation.fetchnumpy().items()}
    except duckdb.Error as error:
        raise InputError(f"{origin}: {path.name} cannot be read ({str(error).splitlines()[0]})") from error
    kind = _installed()
    return Table(from_columns(columns, kind), kind, origin)


def _fetch(relation: Any) -> nw.DataFrame[Any]:
    columns = {name: _plain(values) for name, values in relation.fetchnumpy().items()}
    return from_columns(columns, _installed())


def _plain(values: Any) -> NDArray[Any]:
    """A column without its mask: missing numbers become NaN, missing dates NaT, other missing values None."""
    masked: Any = values
    if not isinstance(values, np.ma.MaskedArray):
        return np.asarray(values)
    if values.dtype.kind == "M":
        return np.asarray(masked.filled(np.datetime64("NaT")))
    if values.dtype.kind in "iufb" and values.mask.any():
        return np.asarray(masked.astype(np.float64).filled(np.nan))
    return np.asarray(masked.filled(None) if masked.dtype.kind == "O" else masked.data)


def _installed() -> str:
    import importlib.util

    for name in ("polars", "pandas", "pyarrow"):
        if importlib.util.find_spec(name) is not None:
            return name
    raise InputError("no data-frame library is installed; install one of polars, pandas, pyarrow")


def from_columns(columns: Mapping[str, Any], kind: str) -> nw.DataFrame[Any]:
    """A frame of a kind from named columns; DuckDB's are held in the first library that is installed."""
    backend = _installed() if kind == "duckdb" else kind
    ready = {name: _for_backend(values, backend) for name, values in columns.items()}
    library: Any = nw.Implementation.from_string(backend)
    return nw.from_dict(ready, backend=library)


def _for_backend(values: Any, backend: str) -> Any:
    array = values if isinstance(values, np.ndarray) else np.asarray(values)
    if array.dtype.kind in "UO":
        return _text(array.tolist(), backend)
    if array.dtype.kind == "M" and backend == "pandas":
        return array.astype("datetime64[ns]")
    if array.dtype == "datetime64[D]" and backend == "polars" and not np.isnat(array).any():
        import polars as pl

        return pl.Series(array.view(np.int64).astype(np.int32)).cast(pl.Date)
    return array


def _text(values: list[Any], backend: str) -> Any:
    """A column of text, typed as such even when it is empty."""
    if values or backend == "pandas":
        return values
    if backend == "polars":
        import polars as pl

        return pl.Series(values, dtype=pl.String)
    import pyarrow as pa

    return pa.chunked_array([pa.array(values, pa.string())])


def to_native(frame: nw.DataFrame[Any], kind: str) -> Any:
    """The frame in the kind that its owner used."""
    native = frame.to_native()
    if kind != "duckdb":
        return native
    import duckdb

    held = native if str(frame.implementation.value) == "pyarrow" else frame.to_arrow()
    return duckdb.from_arrow(held)


def numbers(table: Table, column: str) -> NDArray[np.float64]:
    """A column of numbers as float64, missing values as NaN.

    Raises:
        InputError: it holds something else.
    """
    series = table.frame.get_column(column)
    if series.dtype == nw.Boolean or not (series.dtype.is_numeric() or series.dtype == nw.Unknown):
        try:
            series = series.cast(nw.Float64)
        except Exception as error:  # each library raises its own kind here
            raise InputError(f"{table.origin}: column {column!r} holds {series.dtype}, numbers are needed") from error
    if series.dtype != nw.Float64:
        series = series.cast(nw.Float64)
    return np.asarray(series.to_numpy(), dtype=np.float64)


def codes(series: nw.Series[Any]) -> tuple[NDArray[np.int64], list[str]]:
    """A column of names as integers and the distinct names, sorted; missing names are -1."""
    native = series.to_native()
    kind = str(series.implementation.value)
    if kind == "polars":
        runs = _runs(native)
        if runs is not None:
            lengths, heads = runs
            where, names = codes(nw.from_native(heads, series_only=True))
            return np.repeat(where, lengths), names
        import polars as pl

        text = native.cast(pl.String)
        distinct = text.drop_nulls().unique().sort()
        return text.cast(pl.Enum(distinct)).to_physical().cast(pl.Int64).fill_null(-1).to_numpy(), distinct.to_list()
    if kind == "pyarrow":
        import pyarrow as pa

        encoded = native.cast(pa.string()).combine_chunks().dictionary_encode()
        encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
        where = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        return _sorted_codes(where, encoded.dictionary.to_pylist())
    import pandas as pd

    where, found = pd.factorize(native)
    return _sorted_codes(np.asarray(where, dtype=np.int64), [str(v) for v in found])


def _runs(native: Any) -> tuple[NDArray[np.int64], Any] | None:
    """Lengths and heads of runs of equal names, where a table sorted by name has few; a look at a few rows decides."""
    step = max(1, native.len() // 64)
    if native.len() < 10_000 or (native.gather_every(step) != native.shift(1).gather_every(step)).sum() > 4:
        return None
    runs = native.rle()
    return runs.struct.field("len").to_numpy().astype(np.int64), runs.struct.field("value")


def codes_among(series: nw.Series[Any], known: Sequence[str]) -> NDArray[np.int64]:
    """A column of names as positions in `known`: -1 for a name that is not there, -2 for a missing one."""
    native = series.to_native()
    if str(series.implementation.value) == "polars" and len(set(known)) == len(known):
        return _places(native, known)
    which, names = codes(series)
    row = {name: i for i, name in enumerate(known)}
    lookup = np.array([row.get(name, -1) for name in names] + [-2], dtype=np.int64)
    return lookup[which]


def _places(native: Any, known: Sequence[str]) -> NDArray[np.int64]:
    """`codes_among` for a polars column: a long one in as many pieces as there are threads."""
    import polars as pl

    text, kinds = native.cast(pl.String), pl.Enum(list(known))
    parts = pl.thread_pool_size() if text.len() > MANY_ROWS else 1
    step = text.len() // parts
    pieces = [pl.col("text").slice(k * step, step).cast(kinds, strict=False).alias(str(k)) for k in range(parts)]
    found = [*pl.DataFrame({"text": text}).select(pieces), text[parts * step :].cast(kinds, strict=False)]
    if not any(piece.null_count() for piece in found):
        return np.concatenate([piece.to_physical().to_numpy() for piece in found]).astype(np.int64)
    places = np.concatenate([piece.to_physical().cast(pl.Int64).fill_null(-1).to_numpy() for piece in found])
    return np.asarray(places - text.is_null().to_numpy(), dtype=np.int64)


def _sorted_codes(where: NDArray[np.int64], names: Sequence[str]) -> tuple[NDArray[np.int64], list[str]]:
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names) + 1, dtype=np.int64)
    rank[[*order]] = np.arange(len(names)) if names else 0
    rank[len(names)] = -1
    return rank[where], [names[j] for j in order]


__all__ = ["Table", "codes", "codes_among", "from_columns", "numbers", "read", "to_native"]
