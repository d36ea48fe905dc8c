"""Bringing a company's public filings into a record: who it is, what it reported, its shares, its results days."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.errors import InputError, UnknownNameError
from tapeline.record import sources, write
from tapeline.record.polite import Site
from tapeline.record.schema import TABLES
from tapeline.record.store import open_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from tapeline.record.store import Record, Row

NAMES, DATA = "https://www.sec.gov", "https://data.sec.gov"
KEPT = "fetched"
"""The folder inside a record in which answers are kept."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought.

    Attributes:
        entity: the company's ticker.
        name: its name.
        added: how many rows each table was given; rows that it held already are not counted.
    """

    entity: str
    name: str
    added: dict[str, int]


def fetch(
    folder: str | Path,
    ticker: str,
    contact: str,
    *,
    fresh: bool = False,
    mirror: str = "",
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Add what the SEC holds on a company to a record; run again, it adds only what is new.

    Args:
        folder: a record of one's own (`tapeline record init`).
        ticker: the company's ticker in the United States.
        contact: the e-mail address that the SEC is told.
        fresh: ask anew for what is kept from an earlier run.
        mirror: another server with the same paths, in place of the SEC's two.
        sleep: how to wait between requests.

    Raises:
        InputError: no contact, no connection, or the environment refuses the network.
        UnknownNameError: the SEC knows no such ticker.
        RecordError: no record in the folder.
    """
    path = Path(folder)
    record = open_record(path)
    site = Site(path / KEPT, contact, fresh=fresh, sleep=sleep)
    entity, base = ticker.strip().upper(), mirror.rstrip("/")
    number = _number(site.json(f"{base or NAMES}/files/company_tickers.json", "company_tickers"), entity)
    who = site.json(f"{base or DATA}/submissions/CIK{number:010d}.json", f"{entity}-submissions")
    told = site.json(f"{base or DATA}/api/xbrl/companyfacts/CIK{number:010d}.json", f"{entity}-companyfacts")
    try:
        found = {
            "securities": sources.sec.securities(entity, who),
            "events": sources.sec.results(entity, who),
            "shares": sources.sec.shares(entity, told),
            "facts": sources.sec.facts(entity, told),
        }
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise InputError(
            f"what the site tells of {entity} has another shape than it documents ({type(e).__name__}: {e})"
        ) from e
    return Fetched(entity, str(who["name"]), {table: _add_new(record, table, rows) for table, rows in found.items()})


def _number(tickers: Any, entity: str) -> int:
    """The number under which the SEC files a company."""
    rows = tickers.values() if isinstance(tickers, dict) else ()
    found = next((r for r in rows if isinstance(r, dict) and str(r.get("ticker", "")).upper() == entity), None)
    if found is None:
        raise UnknownNameError(
            f"the SEC knows no company with the ticker {entity!r}; give the ticker of its shares in the United States"
        )
    return int(found["cik_str"])


def _add_new(record: Record, table: str, rows: list[Row]) -> int:
    """Add the rows that a table does not hold yet, and say how many."""
    identity = [c for c in (*TABLES[table].key, "period_start", "filed", "time") if c in TABLES[table].columns]
    held = {tuple(_plain(r[c]) for c in identity) for r in record.rows(table)}
    new = [r for r in rows if tuple(_plain(r.get(c)) for c in identity) not in held]
    if new:
        write.add(record.folder, table, new)
    return len(new)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


__all__ = ["Fetched", "fetch"]
