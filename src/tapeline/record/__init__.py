"""The evidence, each row with its source: open a record, ask it, verify it, make one."""

from tapeline.record.manifest import Manifest, Part
from tapeline.record.schema import TABLES, Table
from tapeline.record.store import SAMPLE, Record, Row, fetch_command, open_record, verify

__all__ = ["SAMPLE", "TABLES", "Manifest", "Part", "Record", "Row", "Table", "fetch_command", "open_record", "verify"]
