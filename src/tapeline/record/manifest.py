"""The manifest of a record folder (`record.json`): which parts belong to it, and the hash that each must have."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tapeline.errors import RecordError
from tapeline.record.schema import SCHEMA, TABLES

if TYPE_CHECKING:
    from pathlib import Path

FILE = "record.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of a table: its path inside the record, its rows, its size in bytes and its SHA-256."""

    file: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a record says of itself.

    Attributes:
        name: the record's name, shown with every answer.
        as_of: the last day that the record knows about.
        description: one line.
        tables: the parts of each table.
        sha256: the hash of the manifest itself, and so of the whole record.
    """

    name: str
    as_of: date
    description: str
    tables: dict[str, tuple[Part, ...]]
    sha256: str = ""

    def to_json(self) -> str:
        """The text of `record.json`."""
        tables = {
            name: [{"file": p.file, "rows": p.rows, "bytes": p.bytes, "sha256": p.sha256} for p in parts]
            for name, parts in sorted(self.tables.items())
        }
        body = {"schema": SCHEMA, "name": self.name, "as_of": self.as_of.isoformat(), "description": self.description}
        return json.dumps({**body, "tables": tables}, ensure_ascii=False, indent=1) + "\n"


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a record folder.

    Raises:
        RecordError: no such folder, no `record.json` in it, or one of another schema.
    """
    path = folder / FILE
    if not folder.is_dir():
        raise RecordError(f"no record at {folder}: there is no such folder; `tapeline record init {folder}` makes one")
    if not path.is_file():
        raise RecordError(f"{folder} is not a record: it has no {FILE}; `tapeline record init {folder}` makes one")
    text = path.read_bytes()
    try:
        return _parse(json.loads(text), hashlib.sha256(text).hexdigest())
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise RecordError(
            f"{path} cannot be read as a record's manifest ({e}); restore it or make the record anew"
        ) from e


def _parse(raw: dict[str, Any], sha256: str) -> Manifest:
    if raw["schema"] != SCHEMA:
        raise ValueError(f"its schema is {raw['schema']!r}, and this version reads {SCHEMA!r}")
    unknown = sorted(set(raw["tables"]) - set(TABLES))
    if unknown:
        raise ValueError(f"it lists unknown tables: {', '.join(unknown)}")
    tables = {
        name: tuple(Part(p["file"], int(p["rows"]), int(p["bytes"]), p["sha256"]) for p in parts)
        for name, parts in raw["tables"].items()
    }
    return Manifest(raw["name"], date.fromisoformat(raw["as_of"]), raw["description"], tables, sha256)


def check_part(folder: Path, part: Part) -> str:
    """What is wrong with a part, in words; empty where its hash is as the manifest says."""
    path = folder / part.file
    if not path.is_file():
        return f"{part.file} is missing"
    if path.stat().st_size != part.bytes:
        return f"{part.file} has {path.stat().st_size} bytes and should have {part.bytes}"
    return "" if file_sha256(path) == part.sha256 else f"{part.file} has changed: its hash is not the one in {FILE}"


__all__ = ["FILE", "Manifest", "Part", "check_part", "file_sha256", "read_manifest"]
