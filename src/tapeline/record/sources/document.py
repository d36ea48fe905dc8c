"""Evidence from a text file: one document, with the other columns of its row in a JSON file beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tapeline.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from tapeline.record.store import Row


def read(path: Path) -> list[Row]:
    """One row: the file's `text`, its name as the `id`, and what `NAME.json` beside it says (`entity`, `date`, `kind`...).

    Raises:
        InputError: not UTF-8, or a JSON file that holds no object.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        raise InputError(
            f"{path} is not UTF-8 ({e.reason} at byte {e.start}); convert it, for example with iconv"
        ) from e
    beside = path.with_suffix(".json")
    told: Row = {}
    if beside.is_file():
        try:
            told = json.loads(beside.read_text(encoding="utf-8"))
        except ValueError as e:
            raise InputError(f"{beside} cannot be read as JSON ({e}); mend it or move it away") from e
        if not isinstance(told, dict):
            raise InputError(f"{beside} holds no object with the columns of a document; mend it or move it away")
    return [{"id": path.stem, **told, "text": text}]


__all__ = ["read"]
