"""Records, comparisons, causes and lives that a sentence tells in words of its own, with no figure that a measure could check.

They stand last: what a frame with a measure could take, it has taken. The forms are those of each language (`plain.toml`).
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

GROUPS: dict[str, Kind] = {
    "causal": "causal", "record": "record", "comparison": "comparison", "no_dividend": "dividend", "person": "person",
    "person_or_company": "person",
}  # fmt: skip
"""The groups of forms, and the kind of what they state."""
DENYING = frozenset({"no_dividend"})
"""The groups whose forms deny."""
ABOUT = frozenset({"name", "metric", "quantity", "date"})
"""A sentence without any of these is about nothing that a record could hold."""
_NOT = re.compile(r".{0,20}?(?:n't\b|(?<!, )\b[Nn]ot?\b|不是|并非|没有|不在于)")


@cache
def _forms(language: str) -> dict[str, re.Pattern[str]]:
    """The forms of each group as one pattern, the words of the table in place of their names."""
    table = lexicon.table(language, "plain")
    words = {name: "(?:" + "|".join(every) + ")" for name, every in table.get("words", {}).items()}
    out = {}
    for group in GROUPS:
        written = table.get(group, {}).get("forms", [])
        for name, every in words.items():
            written = [form.replace("{" + name + "}", every) for form in written]
        written = [form.replace("(?P<who>", "(") for form in written]
        out[group] = re.compile("|".join(written) or "(?!)")
    return out


def plainly(scene: Scene, stated: list[Draft]) -> list[Draft]:
    """ "What moved it was the call", "their worst week since the 2009 listing", 排名滑到第29位: what no draft of its kind has taken yet."""
    out: list[Draft] = []
    if not any(t.kind in ABOUT for t in scene.tokens):
        return out
    for group, form in _forms(scene.language).items():
        for m in form.finditer(scene.view, scene.start, scene.end):
            draft = _draft(scene, group, m)
            if not _told(draft, [*stated, *out]) and (group != "person_or_company" or _of_a_person(scene, m)):
                out.append(draft)
    return out


def _told(draft: Draft, stated: list[Draft]) -> bool:
    """Whether a draft of the same kind stands there already; a quote's words are not told again as a record."""
    start, end = draft.tokens[0].start, draft.tokens[0].end
    return any(
        (d.kind == draft.kind and min(t.start for t in d.tokens) < end and start < max(t.end for t in d.tokens))
        or (draft.kind == "record" and d.kind == "quote")
        for d in stated
    )


def _of_a_person(scene: Scene, m: re.Match[str]) -> bool:
    """Whether the subject of a form is a person: one that is known by name, "he", "she" or "who" behind one."""
    who = m[0].split(" ", 1)[0]
    if who in {"He", "he", "She", "she"}:
        return True
    return any(t.end >= m.start() - 2 and t.start <= m.start() and t.end <= m.start() + len(who) for t in scene.people)


def _draft(scene: Scene, group: str, m: re.Match[str]) -> Draft:
    kind = GROUPS[group]
    words = Token(m.start(), m.end(), "topic", kind)
    args = {"what": m[0].lower()[:60]}
    if kind == "causal":
        args = {"cause": "other", "cause_text": m[0], "direction": "up", "outcome": "other"}
    denied = group in DENYING or (kind == "causal" and _NOT.match(m[0]) is not None)
    modality: Modality | None = "negated" if denied else None
    return Draft(kind, "", scene.company(words), (words,), args=args, modality=modality)


__all__ = ["plainly"]
