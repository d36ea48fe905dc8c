"""The names that a record knows, as the reader wants them: companies, people, offices, segments, products."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tapeline.story import Name, Names, well_known

if TYPE_CHECKING:
    from tapeline.record import Record

_FORM = re.compile(
    r"(?:,? (?:Inc|Corp|Ltd|plc|Co)\.?|,? (?:Incorporated|Corporation|Company|Holdings|Platforms|and Company))+$"
)


_GATHERED: WeakKeyDictionary[Record, Names] = WeakKeyDictionary()


def names_of(record: Record) -> Names:
    """Every name in the record, gathered once for as long as it is open.

    Tickers and company names with and without their legal form, people by full and last name, offices in both languages,
    segments and products; then the large companies that stories name, for what it does not hold.
    """
    names = _GATHERED.get(record)
    if names is None:
        names = _GATHERED[record] = Names((*_held(record), *well_known()))
    return names


def _held(record: Record) -> list[Name]:
    """The names in the record's own tables."""
    found: list[Name] = []
    for row in record.rows("names"):
        found += [Name(s, row["kind"], row["key"], row["entity"]) for s in row["surfaces"].split("|")]
    for row in record.rows("securities"):
        of = "index" if row["sector"] == "Index" else ""
        surfaces = [
            row["name"],
            _FORM.sub("", row["name"]),
            row["ticker"].lstrip("^"),
            *(row["aliases"] or "").split("|"),
        ]
        found += [Name(s, "company", row["entity"], of) for s in dict.fromkeys(surfaces) if s]
    served: dict[str, set[str]] = {}
    for row in record.rows("roles"):
        served.setdefault(row["person"], set()).add(row["entity"])
    for row in record.rows("people"):
        surfaces = [row["person"], row["person"].split()[-1], *(row["aliases"] or "").split("|")]
        entities = served.get(row["person"], set())
        of = min(entities) if len(entities) == 1 else ""
        found += [Name(s, "person", row["person"], of) for s in dict.fromkeys(surfaces) if len(s) > 1]
    for row in record.rows("roles"):
        if row["role"] != "employee":
            role = row["role"]
            surfaces = [role, role.lower(), role[0].lower() + role[1:], *(row["role_zh"] or "").split("|")]
            found += [Name(s, "office", row["role"], row["entity"]) for s in dict.fromkeys(surfaces) if s]
    return found


__all__ = ["names_of"]
