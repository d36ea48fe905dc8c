"""Evidence from a CSV or TSV file with a header line."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tapeline.errors import InputError

LONGEST = 20_000_000
"""The longest value, in code points: a document's text is one."""

if TYPE_CHECKING:
    from pathlib import Path

    from tapeline.record.store import Row


def read(path: Path) -> list[Row]:
    """The rows of the file, every value as text.

    Raises:
        InputError: not UTF-8, a value that is too long, or a line with more or fewer values than the header.
    """
    csv.field_size_limit(LONGEST)
    try:
        with path.open(newline="", encoding="utf-8-sig") as f:
            reader = csv.DictReader(f, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
            rows = list(reader)
    except UnicodeDecodeError as e:
        raise InputError(
            f"{path} is not UTF-8 ({e.reason} at byte {e.start}); convert it, for example with iconv"
        ) from e
    except csv.Error as e:
        raise InputError(f"{path} cannot be read as a table ({e}); mend it, or give it as Parquet") from e
    for number, row in enumerate(rows, start=1):
        if None in row or None in row.values():
            raise InputError(f"{path}, row {number}: it has more or fewer values than the header; mend that line")
    return [dict(row) for row in rows]


__all__ = ["read"]
