"""Answers kept by the hash of what was asked: one file each, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.errors import InputError

if TYPE_CHECKING:
    from tapeline.story.model.settings import ModelSettings


def key(where: str, request: dict[str, Any]) -> str:
    """The hash of an endpoint and of a whole request body: its text, instructions, schema, model, seed and bounds."""
    asked = json.dumps([where, request], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(asked.encode("ascii")).hexdigest()


def folder(settings: ModelSettings) -> Path:
    """Where answers are kept: the settings' folder, `TAPELINE_CACHE`, or the user's own cache folder."""
    if settings.cache_folder is not None:
        return settings.cache_folder
    if named := os.environ.get("TAPELINE_CACHE"):
        return Path(named) / "model"
    import platformdirs

    return platformdirs.user_cache_path("tapeline", appauthor=False) / "model"


def kept(settings: ModelSettings, name: str) -> str | None:
    """The answer kept under a key; `None` where there is none, or where its file is damaged."""
    if not settings.cache:
        return None
    path = folder(settings) / f"{name}.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    answer = found.get("answer") if isinstance(found, dict) and found.get("asked") == name else None
    return answer if isinstance(answer, str) else None


def keep(settings: ModelSettings, name: str, answer: str) -> None:
    """Keep an answer under a key.

    Raises:
        InputError: the folder cannot be written to.
    """
    if not settings.cache:
        return
    place = folder(settings)
    try:
        place.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=place, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as f:
                json.dump({"asked": name, "answer": answer}, f, ensure_ascii=True)
            Path(aside).replace(place / f"{name}.json")
        except OSError:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as e:
        raise InputError(
            f"the model's answer cannot be kept in {place} ({e.strerror}): name another folder in TAPELINE_CACHE, or use --no-cache"
        ) from e


__all__ = ["folder", "keep", "kept", "key"]
