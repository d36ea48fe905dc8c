"""Two readings of a sentence as one: what both found stands once, and says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapeline.story.scene import Draft

Subject = tuple[str, str, str]


def what(draft: Draft) -> Subject:
    """What a draft is about: its measure (none for a forecast), subject and figure."""
    return ("" if draft.kind == "forecast" else draft.measure, draft.subject, draft.args.get("metric", ""))


def same(a: Draft, b: Draft) -> bool:
    """Whether two drafts make one statement: the same measure, subject and figure, of the same number."""
    numbers = {t.start for t in a.tokens if t.kind == "quantity"}
    return what(a) == what(b) and any(t.start in numbers for t in b.tokens if t.kind == "quantity")


def merged(own: list[Draft], found: list[Draft]) -> list[Draft]:
    """The built-in reader's drafts and a model's.

    Where the two make one statement the built-in reader's stands, as found by both. Everything else stands beside it, also where
    the two take one number for two things: a reader sees both, with who found which.
    """
    out = list(own)
    for draft in found:
        at = next((i for i, d in enumerate(out) if d.found_by == "built-in" and same(d, draft)), None)
        if at is None:
            out.append(draft)
        else:
            out[at] = replace(out[at], found_by="both")
    return out


__all__ = ["merged", "same", "what"]
