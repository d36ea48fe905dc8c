"""A loaded story, read: what was asked for first, then what stands beside the text, then what the text says of itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tapeline.errors import InputError

if TYPE_CHECKING:
    from tapeline.claim import Story
    from tapeline.record import Record
    from tapeline.story.loading import Loaded
    from tapeline.story.model import ModelSettings, Reader


def read_loaded(
    loaded: Loaded,
    record: Record,
    *,
    language: str | None = None,
    company: str | None = None,
    published: str | None = None,
    reader: Reader = "built-in",
    model: ModelSettings | None = None,
) -> Story:
    """The story of a text, a web page, a PDF or a claims file.

    Raises:
        InputError: a claims file where another reader is asked for; and as `tapeline.read`.
    """
    from tapeline.checking import read
    from tapeline.story.claims_file import story_of

    if loaded.claims is not None:
        if reader != "built-in":
            raise InputError(
                f"{loaded.source} holds claims and no text to read: leave --reader out, or give the story itself"
            )
        return story_of(loaded.claims, loaded.source)
    told = loaded.metadata
    story = read(
        loaded.text,
        language=language or told.get("language"),
        company=company or told.get("company"),
        published=published or told.get("published"),
        title=told.get("title", ""),
        source=told.get("source") or told.get("publisher") or Path(loaded.source).name,
        record=record,
        reader=reader,
        model=model,
    )
    return replace(story, origin=loaded.origin)


__all__ = ["read_loaded"]
