"""The published JSON schemas (draft 2020-12) of a claims file and of a check."""

from __future__ import annotations

from typing import Any

from tapeline.claim import KINDS, MODALITIES, VERDICTS
from tapeline.quantity import HEDGES
from tapeline.report.json_form import CHECK, CLAIMS

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
END: Schema = {
    "type": ["number", "string", "null"],
    "description": "a number; an ISO day for unit date; null for an open end",
}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


PERIOD = _object(["start", "end"], text=TEXT, start=DAY, end=DAY, grain=TEXT)
FIGURE = _object(["value", "step", "unit"], value={"type": "number"}, step={"type": "number"}, unit=TEXT, hedge={"enum": list(HEDGES)},
                 top={"type": ["number", "null"]})  # fmt: skip
ASSERTED = _object(["text", "low", "high", "unit"], text=TEXT, low=END, high=END, unit=TEXT, figure=FIGURE)
CITE = _object(["table", "key", "value", "source"], table=TEXT, key=TEXT, value=TEXT, source=TEXT)
CLAIM = _object(
    ["id", "text", "kind", "measure", "subject"],
    id=TEXT, start={"type": "integer", "minimum": 0}, end={"type": "integer", "minimum": 0}, text=TEXT, kind={"enum": list(KINDS)},
    measure=TEXT, subject=TEXT, period=_or_null(PERIOD), also=_list(PERIOD), asserted=_or_null(ASSERTED), hedge={"enum": list(HEDGES)},
    modality={"enum": list(MODALITIES)}, args={"type": "object", "additionalProperties": TEXT}, speaker=TEXT, found_by=TEXT,
)  # fmt: skip
STORY = _object(["title", "language", "company", "published", "source", "sha256"], title=TEXT, language=TEXT, company=TEXT,
                published=_or_null(DAY), source=TEXT, sha256=TEXT)  # fmt: skip
UNREAD = _object(
    ["start", "end", "text", "reason"], start={"type": "integer"}, end={"type": "integer"}, text=TEXT, reason=TEXT
)
MEASURED = _object(["value", "low", "high", "unit", "basis", "as_of", "formula", "trail"], value=END, low=END, high=END, unit=TEXT,
                   basis=TEXT, as_of=DAY, formula=TEXT, standard={"type": "boolean"}, trail=_list(CITE))  # fmt: skip
NEAREST = _object(["what", "value", "unit", "why"], what=TEXT, value=END, unit=TEXT, why=TEXT, trail=_list(CITE))
THEN_AND_NOW = _object(["then", "now", "changed_on", "by"], then=TEXT, now=TEXT, changed_on=_or_null(DAY), by=TEXT)
VERDICT = _object(
    ["claim", "verdict", "reason", "measured", "bases", "nearest", "then_and_now", "clashes_with", "missing"],
    claim=TEXT, verdict={"enum": list(VERDICTS)}, reason=TEXT, measured=_or_null(MEASURED), bases=_list(MEASURED), nearest=_list(NEAREST),
    then_and_now=_or_null(THEN_AND_NOW), clashes_with=_list(TEXT), missing=TEXT,
)  # fmt: skip

CLAIMS_SCHEMA: Schema = {
    "$schema": DRAFT,
    "title": CLAIMS,
    **_object(
        ["schema", "story", "claims"], schema={"const": CLAIMS}, story=STORY, claims=_list(CLAIM), unread=_list(UNREAD)
    ),
}
CHECK_SCHEMA: Schema = {
    "$schema": DRAFT,
    "title": CHECK,
    **_object(
        ["schema", "story", "claims", "unread", "record", "summary", "checks", "cause"],
        schema={"const": CHECK}, story=STORY, claims=_list(CLAIM), unread=_list(UNREAD),
        record=_object(["name", "as_of", "sha256"], name=TEXT, as_of=DAY, sha256=TEXT),
        summary=_object(list(VERDICTS), **{v: {"type": "integer", "minimum": 0} for v in VERDICTS}),
        checks=_list(VERDICT), cause=_list({"type": "object"}),
    ),
}  # fmt: skip
SCHEMAS = {"claims": CLAIMS_SCHEMA, "check": CHECK_SCHEMA}

__all__ = ["CHECK_SCHEMA", "CLAIMS_SCHEMA", "SCHEMAS"]
