"""The published JSON schema (draft 2020-12) of a claims file, and the parts that a check's schema shares with it."""

from __future__ import annotations

from typing import Any

from tapeline.claim import INFERRED, KINDS, MODALITIES
from tapeline.quantity import HEDGES

Schema = dict[str, Any]
CLAIMS = "tapeline.claims/1"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
DAY: Schema = {"type": "string", "format": "date"}
END: Schema = {
    "type": ["number", "string", "null"],
    "description": "a number; an ISO day for unit date; null for an open end",
}


def object_of(required: list[str], **properties: Schema) -> Schema:
    """The schema of an object."""
    return {"type": "object", "required": required, "properties": properties}


def or_null(schema: Schema) -> Schema:
    """The schema of a value that may be `null`."""
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(schema: Schema) -> Schema:
    """The schema of a list."""
    return {"type": "array", "items": schema}


PERIOD = object_of(["start", "end"], text=TEXT, start=DAY, end=DAY, grain=TEXT)
FIGURE = object_of(["value", "step", "unit"], value={"type": "number"}, step={"type": "number"}, unit=TEXT, hedge={"enum": list(HEDGES)},
                   top={"type": ["number", "null"]})  # fmt: skip
ASSERTED = object_of(["text", "low", "high", "unit"], text=TEXT, low=END, high=END, unit=TEXT, figure=FIGURE)
CLAIM = object_of(
    ["id", "text", "kind", "measure", "subject"],
    id=TEXT, start=COUNT, end=COUNT, text=TEXT, kind={"enum": list(KINDS)}, measure=TEXT, subject=TEXT, period=or_null(PERIOD),
    also=list_of(PERIOD), asserted=or_null(ASSERTED), hedge={"enum": list(HEDGES)}, modality={"enum": list(MODALITIES)},
    args={"type": "object", "additionalProperties": TEXT}, speaker=TEXT,
    found_by={"type": "string", "description": "built-in, model or both for Tapeline's readers; any other name for another"},
    inferred=list_of({"enum": list(INFERRED)}), source_start=COUNT, source_end=COUNT, page={"type": "integer", "minimum": 1},
)  # fmt: skip
"""`inferred` is what its own clause does not say, and the reader took from elsewhere; `source_start` and `source_end` are there for a story from a web page, `page` for one from a PDF."""
STORY = object_of(["title", "language", "company", "published", "source", "sha256"], title=TEXT, language=TEXT, company=TEXT,
                  published=or_null(DAY), source=TEXT, sha256=TEXT)  # fmt: skip
UNREAD = object_of(
    ["start", "end", "text", "reason"], start={"type": "integer"}, end={"type": "integer"}, text=TEXT, reason=TEXT
)
MODEL = object_of(
    ["reader", "name", "seed", "prompt", "pieces", "pieces_read", "proposed", "dropped", "found"],
    reader={"enum": ["model", "both"]}, name=TEXT, seed={"type": "integer"}, prompt=TEXT, pieces=COUNT, pieces_read=COUNT, proposed=COUNT,
    dropped=list_of(object_of(["reason", "count"], reason=TEXT, count=COUNT)),
    found=object_of(["built-in", "model", "both"], **{"built-in": COUNT, "model": COUNT, "both": COUNT}),
)  # fmt: skip
"""There only where a model was asked."""

CLAIMS_SCHEMA: Schema = {
    "$schema": DRAFT,
    "title": CLAIMS,
    **object_of(
        ["schema", "story", "claims"],
        schema={"const": CLAIMS}, story=STORY, claims=list_of(CLAIM), unread=list_of(UNREAD), model=MODEL,
    ),
}  # fmt: skip

__all__ = ["CLAIM", "CLAIMS", "CLAIMS_SCHEMA", "DAY", "DRAFT", "END", "MODEL", "STORY", "TEXT", "UNREAD", "Schema", "list_of", "object_of", "or_null"]  # fmt: skip
