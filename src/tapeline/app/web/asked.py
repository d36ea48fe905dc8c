"""What a request asks for: a story with what is said of it, from a form or from JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from starlette.datastructures import UploadFile

from tapeline.app.desk import Asked
from tapeline.errors import InputError
from tapeline.story.loading import LARGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

TEXTS = tuple(f.name for f in fields(Asked) if f.name != "file")


async def from_form(request: Request) -> tuple[Asked, str]:
    """What a filled form asks, and as what it wants the answer.

    Raises:
        InputError: a field that the form does not have.
    """
    async with request.form(max_files=1, max_fields=len(TEXTS) + 1, max_part_size=LARGEST) as form:
        told: dict[str, Any] = {k: v for k, v in form.items() if k != "file"}
        sent = form.get("file")
        file = (sent.filename, await sent.read()) if isinstance(sent, UploadFile) and sent.filename else None
    chosen = told.pop("format", "html")
    return Asked(**_known(told), file=file), str(chosen)


async def from_json(request: Request) -> Asked:
    """What a JSON object asks.

    Raises:
        InputError: no JSON, no object, a key that means nothing, or a value that is no text.
    """
    try:
        raw = json.loads(await request.body())
    except (ValueError, RecursionError) as e:
        raise InputError(f"the request's body cannot be read as JSON ({e})") from e
    if not isinstance(raw, dict):
        raise InputError(f"the request's body must be a JSON object with {', '.join(TEXTS)}")
    return Asked(**_known({k: v for k, v in raw.items() if v is not None}))


def _known(told: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(told) - set(TEXTS)):
        raise InputError(f"{', '.join(unknown)} means nothing here; there are {', '.join(TEXTS)}")
    if other := sorted(k for k, v in told.items() if not isinstance(v, str)):
        raise InputError(f"{', '.join(other)} must be a text")
    return {k: v if k == "text" else v.strip() for k, v in told.items()}


__all__ = ["from_form", "from_json"]
