"""What a report says of the model that was asked: which, how much it proposed, what was dropped and why, who found what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.report.words import words

if TYPE_CHECKING:
    from tapeline.claim import Story


def told(story: Story, language: str) -> list[str]:
    """The lines on the model; none where no model was asked."""
    m = story.model
    if m is None:
        return []
    w = words(language)
    found = ", ".join(f"{w[name]} {n}" for name, n in story.found.items())
    head = f"{w['model']} {m.name} ({w['model_seed']} {m.seed}): {w['proposed']} {m.proposed}, {w['dropped']} {m.proposed - m.kept}"
    lines = [f"{head}; {w['model_pieces']}: {m.pieces_read}/{m.pieces}", f"{w['found_by']}: {found}"]
    return lines + [f"{w['dropped']} {n}: {reason}" for reason, n in m.dropped]


__all__ = ["told"]
