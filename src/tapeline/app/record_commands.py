"""`tapeline measure`, `measures` and `record`."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from tapeline.app.output import chosen_format, emit, note
from tapeline.errors import InputError, RecordError

if TYPE_CHECKING:
    import argparse

LONGEST_SHOWN = 300


def run(args: argparse.Namespace) -> int:
    """Run the command that the arguments name."""
    if args.command == "record":
        return {
            "list": _list,
            "verify": _verify,
            "show": _show,
            "init": _init,
            "fetch": _fetch,
            "add": _add,
            "export": _export,
        }[args.action](args)
    return _measure(args) if args.command == "measure" else _measures(args)


def _pairs(items: list[str], option: str) -> dict[str, str]:
    out = {}
    for item in items:
        key, sign, value = item.partition("=")
        if not sign or not key:
            raise InputError(f"{option} takes NAME=VALUE, and got {item!r}")
        out[key] = value
    return out


def _measure(args: argparse.Namespace) -> int:
    from tapeline.checking import measure
    from tapeline.record import open_record
    from tapeline.report import json_form, measured

    record = open_record(args.record)
    found = measure(args.name, subject=args.subject, on=args.on, start=args.start, end=args.end, as_of=args.as_of, record=record,
                    **_pairs(args.arg, "--arg"))  # fmt: skip
    if chosen_format(args) == "json":
        emit(args, json_form.dump(json_form.one_measured_json(args.name, args.subject, found)))
    else:
        emit(args, measured.render(args.name, args.subject, found))
    return 0


def _measures(args: argparse.Namespace) -> int:
    from tapeline.measures import measures
    from tapeline.report import json_form, measured

    chosen = chosen_format(args)
    every = measures()
    if chosen == "json":
        emit(args, json_form.dump({"measures": [measured.as_json(m) for m in every.values()]}))
    else:
        emit(args, measured.listing(every.values(), markdown=chosen == "md"))
    return 0


def _list(args: argparse.Namespace) -> int:
    from tapeline.record import TABLES, open_record

    record = open_record(args.record)
    print(f"{record.name}: {record.manifest.description} (known up to {record.as_of}; {record.folder})")
    for name, table in TABLES.items():
        parts = record.manifest.tables.get(name, ())
        print(f"  {name:<11}{sum(p.rows for p in parts):>9,} rows  {table.about}")
    return 0


def _verify(args: argparse.Namespace) -> int:
    from tapeline.record import open_record, verify

    wrong = verify(args.record)
    if wrong:
        raise RecordError("; ".join(wrong))
    record = open_record(args.record)
    parts = sum(len(p) for p in record.manifest.tables.values())
    print(f"{record.name}: {parts} parts, each with the hash that {record.folder}/record.json gives")
    return 0


def _show(args: argparse.Namespace) -> int:
    from tapeline.record import TABLES, open_record

    record = open_record(args.record)
    where = _pairs(args.where, "--where")
    record.files(args.table)
    if unknown := sorted(set(where) - set(TABLES[args.table].columns)):
        raise InputError(
            f"table {args.table} has no column {', '.join(unknown)}; it has {', '.join(TABLES[args.table].columns)}"
        )
    rows = [r for r in record.rows(args.table) if all(str(r[k]) == v for k, v in where.items())]
    for row in rows[: args.limit]:
        print("  ".join(f"{k}={_short(v)}" for k, v in row.items() if v is not None and v is not False))
    if len(rows) > args.limit:
        note(args, f"{len(rows) - args.limit:,} more rows; --limit {len(rows)} shows all")
    return 0


def _short(value: Any) -> Any:
    """A value on one line; a document's text cut, for `record export` gives it whole."""
    if not isinstance(value, str) or len(value) <= LONGEST_SHOWN:
        return value
    return f"{' '.join(value[:LONGEST_SHOWN].split())}… ({len(value):,} characters)"


def _init(args: argparse.Namespace) -> int:
    from pathlib import Path

    from tapeline.record import write

    write.init(args.folder, args.name or Path(args.folder).name)
    note(args, f"made an empty record in {args.folder}")
    return 0


def _fetch(args: argparse.Namespace) -> int:
    import os

    from tapeline.record.fetch import fetch

    contact = args.contact or os.environ.get("TAPELINE_CONTACT", "")
    for ticker in args.tickers:
        found = fetch(args.record, ticker, contact, fresh=args.fresh, mirror=args.mirror)
        told = ", ".join(f"{n:,} {table}" for table, n in found.added.items())
        note(args, f"{found.name} ({found.entity}): added {told}")
    return 0


def _add(args: argparse.Namespace) -> int:
    from tapeline.record import sources, write

    given = _pairs(args.set, "--set")
    rows = [{**row, **given} for row in sources.read(args.file)]
    write.add(args.record, args.table, rows)
    note(args, f"added {len(rows):,} rows to {args.table} in {args.record}")
    return 0


def _export(args: argparse.Namespace) -> int:
    from tapeline.record import TABLES, open_record

    record = open_record(args.record)
    record.files(args.table)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(TABLES[args.table].columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(_plain(r) for r in record.rows(args.table))
    emit(args, out.getvalue())
    return 0


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: "" if v is None else v for k, v in row.items()}


__all__ = ["run"]
