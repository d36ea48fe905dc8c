"""Two readings of a sentence as one: what both found stands once, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.model.reasons import Reason

if TYPE_CHECKING:
    from tapeline.story.tokens import Draft


def same(a: Draft, b: Draft) -> bool:
    """Whether two drafts make one statement: the same measure, subject and figure, of the same number.

    A forecast may have no measure; then the rest decides.
    """
    numbers = {t.start for t in a.tokens if t.kind == "quantity"}
    alike = a.measure == b.measure or not a.measure or not b.measure
    figures = a.args.get("metric", ""), b.args.get("metric", "")
    shared = any(t.start in numbers for t in b.tokens if t.kind == "quantity")
    return alike and a.subject == b.subject and figures[0] == figures[1] and shared


def settled(own: list[Draft], draft: Draft) -> Draft | Reason:
    """A model's draft beside the built-in reader's of the same sentence.

    A number that the built-in reader takes is read as it reads it, or not at all: so whatever a model answers, such a number gets
    one verdict.
    """
    numbers = {t.start for t in draft.tokens if t.kind == "quantity"}
    taking = [d for d in own if any(t.start in numbers for t in d.tokens if t.kind == "quantity")]
    if not taking:
        return draft
    match = next((d for d in taking if same(d, draft)), None)
    if match is None:
        return Reason.OTHERWISE
    words = (*draft.tokens, *(t for t in match.tokens if t.kind == "quantity"))
    return match._replace(tokens=words, found_by="model")


def merged(own: list[Draft], found: list[Draft]) -> list[Draft]:
    """The built-in reader's drafts and a model's.

    Where the two make one statement the built-in reader's stands, as found by both. Everything else stands beside it.
    """
    out = list(own)
    for draft in found:
        at = next((i for i, d in enumerate(out) if d.found_by == "built-in" and same(d, draft)), None)
        if at is None:
            out.append(draft)
        else:
            out[at] = out[at]._replace(found_by="both")
    return out


__all__ = ["merged", "same", "settled"]
