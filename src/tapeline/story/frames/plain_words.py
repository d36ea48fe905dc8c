"""Records, comparisons, causes and lives that a sentence tells in words of its own, with no figure that a measure could check.

They stand last: what a frame with a measure could take, it has taken. The forms are in the lexicon of each language (`[plain]`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.scene import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Kind, Modality
    from tapeline.story.scene import Scene

KINDS: tuple[Kind, ...] = ("causal", "record", "comparison", "person")
ABOUT = frozenset({"name", "metric", "quantity", "date"})
"""A sentence without any of these is about nothing that a record could hold."""
_NOT = re.compile(r"n't\b|\bnot\b|不是|并非|没有|不在于")


@cache
def _forms(language: str) -> dict[Kind, re.Pattern[str]]:
    table = lexicon.table(language, "predicates")["plain"]
    return {kind: re.compile(table[kind]) for kind in KINDS}


def plainly(scene: Scene, stated: list[Draft]) -> list[Draft]:
    """ "What moved it was the call", "their worst week since the 2009 listing", 排名滑到第29位: one of each kind for a sentence that has none."""
    out: list[Draft] = []
    if not any(t.kind in ABOUT for t in scene.tokens):
        return out
    for kind, form in _forms(scene.language).items():
        if any(d.kind == kind for d in stated):
            continue
        m = form.search(scene.view, scene.start, scene.end)
        if m is None or (kind == "record" and any(d.kind == "quote" for d in stated)):
            continue
        words = Token(m.start(), m.end(), "topic", kind)
        args = {"what": m[0].lower()[:60]}
        if kind == "causal":
            args = {"cause": "other", "cause_text": m[0], "direction": "up", "outcome": "other"}
        modality: Modality | None = "negated" if kind == "causal" and _NOT.search(m[0]) else None
        out.append(Draft(kind, "", scene.company(words), (words,), args=args, modality=modality))
    return out


__all__ = ["plainly"]
