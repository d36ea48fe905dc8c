"""Evidence from a Parquet file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from tapeline.record.store import Row


def read(path: Path) -> list[Row]:
    """The rows of the file, by column name.

    Raises:
        InputError: the file is not readable Parquet.
    """
    import duckdb

    try:
        with duckdb.connect(":memory:") as connection:
            found = connection.execute("SELECT * FROM read_parquet($path)", {"path": str(path)})
            names = [c[0] for c in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except duckdb.Error as e:
        raise InputError(f"{path} cannot be read as Parquet: {str(e).splitlines()[0]}") from e


__all__ = ["read"]
