"""Where evidence comes from: one file for each kind of source; `read(path)` picks by the file's ending, `sec` reads what that site answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tapeline.errors import InputError
from tapeline.record.sources import delimited, document, parquet, sec

if TYPE_CHECKING:
    from tapeline.record.store import Row

SOURCES = {".csv": delimited.read, ".tsv": delimited.read, ".parquet": parquet.read, ".txt": document.read,
           ".md": document.read}  # fmt: skip


def read(path: str | Path) -> list[Row]:
    """The rows of a file, by column name, every value as the file holds it.

    Raises:
        InputError: no such file, or a kind of file that no source reads.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(f"no file at {file}; give the path of a {', '.join(SOURCES)} file")
    reader = SOURCES.get(file.suffix.lower())
    if reader is None:
        raise InputError(f"{file} is of a kind that no source reads; give a {', '.join(SOURCES)} file")
    return reader(file)


__all__ = ["SOURCES", "read", "sec"]
