"""Records, comparisons, causes and lives that a sentence tells in words of its own, with no figure that a measure could check.

They stand last: what a frame with a measure could take, it has taken. The forms are those of each language (`plain.toml`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from tapeline.story import lexicon
from tapeline.story.learned import of_a_clause, pieces, weights
from tapeline.story.scene import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Kind, Modality
    from tapeline.story.learned import Weights
    from tapeline.story.scene import Scene

GROUPS: dict[str, Kind] = {
    "causal": "causal", "record": "record", "comparison": "comparison", "no_dividend": "dividend", "person": "person",
    "person_or_company": "person",
}  # fmt: skip
"""The groups of forms, and the kind of what they state."""
DENYING = frozenset({"no_dividend"})
"""The groups whose forms deny."""
ABOUT = frozenset({"name", "metric", "quantity", "date", "who"})
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
    if not any(t.kind in ABOUT for t in scene.tokens):
        return []
    forms, known = matches(scene), weights(scene.language)
    found = (
        [(GROUPS[group], (m.start(), m.end()), 1.0) for group, m in forms]
        if known is None
        else [x for clause in _likely(scene, stated, forms, known) for x in clause]
    )
    out: list[Draft] = []
    for kind, span, _ in found:
        denied = any(group in DENYING and m.span() == span for group, m in forms)
        draft = _draft(scene, kind, span, denied=denied)
        if not _told(draft, [*stated, *out]):
            out.append(draft)
    return out


def matches(scene: Scene) -> list[tuple[str, re.Match[str]]]:
    """The plain forms that a sentence has, each with its group."""
    return [
        (group, m)
        for group, form in _forms(scene.language).items()
        for m in form.finditer(scene.view, scene.start, scene.end)
        if group != "person_or_company" or _of_a_person(scene, m)
    ]


Found = tuple["Kind", tuple[int, int], float]
LEAST = 0.4
"""A kind that is less likely is not read: about half of the F1 that is to be had, where F1 is greatest (Lipton, Elkan and Narayanaswamy 2014)."""
ONE_BY_ONE = frozenset({"person", "event"})
"""Kinds of which every clause can state one more; of the others, neighbouring clauses state one together."""


def _likely(scene: Scene, stated: list[Draft], forms: list[tuple[str, re.Match[str]]], known: Weights) -> list[list[Found]]:
    """What each clause is likely to state; a kind that goes on over neighbouring clauses only where it is likeliest."""
    words = pieces(scene)
    out: list[list[Found]] = []
    for low, high in scene.clauses:
        here = [(group, m) for group, m in forms if m.start() < high and low < m.end()]
        evidence = of_a_clause(scene, words, (low, high), stated, [group for group, _ in here])
        found: list[Found] = []
        for name, p in known.of_statement(evidence).items():
            kind = cast("Kind", name)
            if p < LEAST:
                continue
            span = next((m.span() for group, m in here if GROUPS[group] == kind), None) or _trimmed(scene, low, high)
            before = next((x for x in out[-1] if x[0] == kind), None) if out and kind not in ONE_BY_ONE else None
            if before is not None and before[2] >= p:
                continue
            if before is not None:
                out[-1].remove(before)
            found.append((kind, span, p))
        out.append(found)
    return out


def _trimmed(scene: Scene, low: int, high: int) -> tuple[int, int]:
    """A clause without the marks around it."""
    words = scene.view[low:high]
    left = len(words) - len(words.lstrip(_EDGES))
    return low + left, low + max(left + 1, len(words.rstrip(_EDGES)))


_EDGES = " ,，;；:：.。!！—-()（）\n\"“”"


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


def _draft(scene: Scene, kind: Kind, span: tuple[int, int], *, denied: bool) -> Draft:
    start, end = span
    words = Token(start, end, "topic", kind)
    told = scene.view[start:end]
    args = {"what": told.lower()[:60]}
    if kind == "causal":
        args = {"cause": "other", "cause_text": told, "direction": "up", "outcome": "other"}
    said = denied or (kind == "causal" and _NOT.match(told) is not None)
    modality: Modality | None = "negated" if said else OWN.get(kind)
    last = Token(end - 1, end, "topic", kind)  # a word of doubt anywhere in the words counts
    return Draft(kind, "", scene.company(words), (words, last), args=args, modality=modality)


OWN: dict[str, Modality] = {"opinion": "opinion", "forecast": "forecast"}
"""Kinds that are a way of saying."""


__all__ = ["GROUPS", "matches", "plainly"]
