"""What the tests of the reader share: the sample record's names with those of the labelled stories, and a short way to read."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import tapeline
from tapeline.claim import Story
from tapeline.names import names_of
from tapeline.record import open_record
from tapeline.story import Names, read_claims
from tapeline.story.scoring.labelled import load_names

LABELLED = Path(__file__).parent.parent / "labelled"
PUBLISHED = date(2024, 4, 26)


@cache
def names() -> Names:
    return Names((*load_names(LABELLED / "names.json"), *names_of(open_record(None)).names))


def read(text, language="en", company="META", published=PUBLISHED, **options):
    return read_claims(Story(text, "", language, company, published, "", ""), names(), **options)


def of_meta(text, language="en", published="2024-02-10"):
    """A story of Meta's, read as a user's program reads one: with the names of the sample record alone."""
    return tapeline.read(text, language=language, company="META", published=published)


def checked(text, language="en", published="2024-02-03"):
    """Each claim of such a story as (measure, verdict)."""
    story = of_meta(text, language, published)
    return [(c.measure, v.verdict) for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True)]


def claims(text, language="en", **options):
    return list(read(text, language, **options).claims)


def brief(text, language="en", **options):
    """Each claim as (kind, subject, value, unit), but for what only the learned weights take for a statement: it has no figure and no day."""
    return [(c.kind, c.subject, c.asserted.figure.value if c.asserted and c.asserted.figure else None, c.asserted.unit if c.asserted else "")
            for c in claims(text, language, **options) if c.measure or c.asserted or c.period or "what" not in c.args]  # fmt: skip
