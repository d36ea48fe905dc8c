"""The tables of a record: their columns, the columns that must be there, and the column that dates what was knowable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SCHEMA = "tapeline.record/1"
ColumnType = Literal["VARCHAR", "DATE", "DOUBLE", "BOOLEAN"]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a record.

    Attributes:
        name: what it is called in commands and trails.
        about: one line for `tapeline record list`.
        columns: each column with its type.
        required: columns in which a row may not be empty.
        key: columns that name a row in a trail.
        known: the column that says when a row became knowable, or empty where the row's own date does.
    """

    name: str
    about: str
    columns: dict[str, ColumnType]
    required: tuple[str, ...]
    key: tuple[str, ...]
    known: str = ""


def _table(name: str, about: str, columns: str, key: str, known: str = "") -> Table:
    """Build a table from `name:type` words; `!` marks a column that may not be empty."""
    types: dict[str, ColumnType] = {}
    required: list[str] = []
    short: dict[str, ColumnType] = {"s": "VARCHAR", "d": "DATE", "f": "DOUBLE", "b": "BOOLEAN"}
    for word in f"{columns} source:s! to_be_confirmed:b".split():
        column, kind = word.rstrip("!").split(":")
        types[column] = short[kind]
        if word.endswith("!"):
            required.append(column)
    return Table(name, about, types, tuple(required), tuple(key.split()), known)


TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        _table("securities", "who is who: names, tickers by period, exchange, fiscal year",
               "entity:s! name:s! aliases:s ticker:s! exchange:s! from:d! to:d currency:s! sector:s "
               "fiscal_year_end_month:f note:s", "entity ticker"),
        _table("names", "segments and products, by the names that stories use",
               "entity:s! kind:s! key:s! surfaces:s!", "entity kind key"),
        _table("prices", "daily prices as traded",
               "entity:s! date:d! open:f high:f low:f close:f! volume:f", "entity date", "date"),
        _table("adjusted", "closes adjusted by a provider for splits and dividends, with the vintage",
               "entity:s! date:d! adjusted_close:f! volume:f vintage:s!", "entity date", "date"),
        _table("splits", "stock splits: shares after for each share before",
               "entity:s! declared:d ex_date:d! ratio:f!", "entity ex_date", "ex_date"),
        _table("dividends", "cash dividends for each share",
               "entity:s! declared:d! ex_date:d! pay_date:d amount:f! unit:s!", "entity ex_date", "declared"),
        _table("shares", "shares outstanding by class, as filed",
               "entity:s! class:s! as_of:d! shares:f! precision:f! filed:d! form:s!", "entity class as_of", "filed"),
        _table("facts", "reported figures by period, with the day they were filed",
               "entity:s! metric:s! period_start:d period_end:d! value:f! precision:f! unit:s! filed:d! form:s! accession:s",
               "entity metric period_end", "filed"),
        _table("events", "what happened when, with the New York time of day where known",
               "entity:s! date:d! time:s kind:s! what:s! what_zh:s value:f unit:s measure:s acts_on:d",
               "entity date kind", "date"),
        _table("people", "people, their names, and the days between which they were born",
               "person:s! aliases:s born_earliest:d born_latest:d", "person"),
        _table("roles", "who held which office and who worked where, each end an interval of days",
               "person:s! entity:s! role:s! role_zh:s from_earliest:d! from_latest:d! to_earliest:d to_latest:d",
               "person entity role"),
        _table("holdings", "who holds how much",
               "person:s! entity:s! class:s! as_of:d! shares:f! precision:f! percent_of_class:f percent_of_votes:f filed:d",
               "person entity as_of", "as_of"),
        _table("documents", "what was said or written, word for word: transcripts, letters, press releases, filings",
               "entity:s! id:s! date:d! kind:s! title:s! speaker:s language:s! complete:b text:s!", "entity id", "date"),
    )
}  # fmt: skip
"""Every table that a record may hold, by name."""

__all__ = ["SCHEMA", "TABLES", "ColumnType", "Table"]
