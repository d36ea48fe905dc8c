"""The published JSON schemas (draft 2020-12) of a claims file and of a check."""

from __future__ import annotations

from tapeline.claim import VERDICTS
from tapeline.report.json_form import CHECK
from tapeline.story.claims_schema import (
    CLAIM,
    CLAIMS_SCHEMA,
    DAY,
    DRAFT,
    END,
    MODEL,
    STORY,
    TEXT,
    UNREAD,
    Schema,
    list_of,
    object_of,
    or_null,
)

CITE = object_of(["table", "key", "value", "source"], table=TEXT, key=TEXT, value=TEXT, source=TEXT)
MEASURED = object_of(["value", "low", "high", "unit", "basis", "as_of", "formula", "trail"], value=END, low=END, high=END, unit=TEXT,
                     basis=TEXT, as_of=DAY, formula=TEXT, standard={"type": "boolean"}, ranging={"type": "boolean"}, trail=list_of(CITE))  # fmt: skip
NEAREST = object_of(["what", "value", "unit", "why"], what=TEXT, value=END, unit=TEXT, why=TEXT, trail=list_of(CITE))
THEN_AND_NOW = object_of(["then", "now", "changed_on", "by"], then=TEXT, now=TEXT, changed_on=or_null(DAY), by=TEXT)
VERDICT = object_of(
    ["claim", "verdict", "reason", "measured", "bases", "nearest", "then_and_now", "clashes_with", "missing"],
    claim=TEXT, verdict={"enum": list(VERDICTS)}, reason=TEXT, measured=or_null(MEASURED), bases=list_of(MEASURED), nearest=list_of(NEAREST),
    then_and_now=or_null(THEN_AND_NOW), clashes_with=list_of(TEXT), missing=TEXT,
)  # fmt: skip

CHECK_SCHEMA: Schema = {
    "$schema": DRAFT,
    "title": CHECK,
    **object_of(
        ["schema", "story", "claims", "unread", "record", "summary", "checks", "cause"],
        schema={"const": CHECK}, story=STORY, claims=list_of(CLAIM), unread=list_of(UNREAD), model=MODEL,
        record=object_of(["name", "as_of", "sha256"], name=TEXT, as_of=DAY, sha256=TEXT),
        summary=object_of(list(VERDICTS), **{v: {"type": "integer", "minimum": 0} for v in VERDICTS}),
        checks=list_of(VERDICT), cause=list_of({"type": "object"}),
    ),
}  # fmt: skip
SCHEMAS = {"claims": CLAIMS_SCHEMA, "check": CHECK_SCHEMA}

__all__ = ["CHECK_SCHEMA", "CLAIMS_SCHEMA", "SCHEMAS"]
