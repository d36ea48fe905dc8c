"""A number whose clause does not say whose it is, told behind a company or an index that the record does not hold: it may be that one's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapeline.claim import Story, Verdict
    from tapeline.record import Record

REFUTED = frozenset({"contradicted", "imprecise"})


def strangers(record: Record, story: Story, verdicts: dict[str, Verdict]) -> dict[str, str]:
    """By the id of a claim that is refuted and takes its subject from elsewhere: the company or index that its paragraph speaks of up to it, and the record does not hold."""
    guessed = [c for c in story.claims if "subject" in c.inferred and c.id in verdicts]
    refuted = [c for c in guessed if verdicts[c.id].verdict in REFUTED]
    if not refuted:
        return {}
    held = set(record.entities())
    unknown = [c for c in story.claims if c.subject and c.subject not in held]
    out = {}
    for claim in refuted:
        left = story.text.rfind("\n", 0, claim.start) + 1
        beside = [c for c in unknown if left <= c.start < claim.end]
        if beside:
            out[claim.id] = beside[-1].subject
    return out


__all__ = ["strangers"]
