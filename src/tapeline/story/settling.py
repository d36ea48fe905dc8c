"""What stands when the mentions and the lexicon words of a sentence are laid over each other: the longer reading of the same characters."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.story.tokens import Token

BEFORE_VERB = "forecast_before_verb"
"""A word that looks ahead only right before a verb (将回购), and marks an object before a noun (将Facebook更名)."""
SHARED_SENSES = frozenset({"single_day", "per_year", "per_quarter"})


def settle(view: str, tokens: list[Token]) -> tuple[Token, ...]:
    """Tokens in order, without those that a longer reading of the same characters makes void.

    A number inside a date is the date's; a number that a word such as "a year" (每年) covers is the word's; a word of modality
    inside a date ("May") or a name is none; a lexicon word inside a name is the name's; a word of comparison that ends within a date is the date's.
    """
    of_kind: dict[str, list[Token]] = {}
    for t in tokens:
        of_kind.setdefault(t.kind, []).append(t)
    quantities, senses = of_kind.get("quantity", []), of_kind.get("sense", [])
    rates = {t.start for t in senses if t.sense in SHARED_SENSES} if quantities else set()
    parts = {
        t.start
        for t in quantities
        if t.start in rates and wording("settling.a_part").search(view, max(0, t.start - 24), t.start)
    }
    if parts:
        tokens = [t for t in tokens if not (t.kind == "sense" and t.sense in SHARED_SENSES and t.start in parts)]
        senses = [t for t in tokens if t.kind == "sense"]
    dates, names = of_kind.get("date", []), of_kind.get("name", [])
    shared = [t for t in senses if t.sense in SHARED_SENSES] if quantities else []
    each = [t for t in quantities if t.sense.endswith("/share")]

    def void(t: Token) -> bool:
        if t.kind == "quantity":
            return _inside(t, dates) or _inside(t, shared) or _inside(t, names)
        if t.kind in {"modality", "who"}:
            return _inside(t, dates) or _inside(t, names)
        if t.sense == "compare_year" and any(t.start < d.start < t.end < d.end for d in dates):
            return True  # 较去年第四季度: not beside that year
        if t.sense == "price" and _inside(t, each):
            return True  # "$2.94 a share"
        return t.kind in {"sense", "metric"} and _inside(t, names)

    kept = [t for t in tokens if not void(t)] if dates or names or shared or each else tokens
    if dates and (ages := {t.end for t in quantities if t.mention is not None and t.mention.noun == "岁"}):
        kept = [t for t in kept if not (t.kind == "date" and t.start in ages)]  # 36岁那年: of the person's time
    if any(t.sense == "share_of" for t in kept):
        kept = [_as_its_noun(view, t, quantities) for t in kept]
    if any(t.sense == BEFORE_VERB for t in kept):
        kept = _looking_ahead(kept, tokens)
    return tuple(sorted(kept, key=_PLACE))


_PLACE = attrgetter("start", "end", "kind")


def without_background(view: str, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without the nouns, names and dates of a deed that something is counted from, where its subject stands before (迪士尼股价自Netflix宣布第四季度盈利以来已下跌7%)."""
    out = tokens
    found = wording("scene.since_a_deed").finditer(view, tokens[0].start, tokens[-1].end) if tokens else ()
    for m in found:
        a, b = m.span("deed")
        said = [t for t in out if t.kind in TOLD_OF and a <= t.start and t.end <= b]
        subjects = [t for t in out if t.kind in {"name", "metric"} and t.end <= m.start()]
        near = bool(subjects) and not _CLAUSE_MARKS.intersection(view[subjects[-1].end : m.start()])
        if near and any(t.kind != "date" for t in said):
            out = tuple(t for t in out if t not in said)
    return out


TOLD_OF = frozenset({"name", "metric", "date"})
_CLAUSE_MARKS = frozenset("，,。；;")


def _as_its_noun(view: str, t: Token, quantities: list[Token]) -> Token:
    """The words of a share of revenue as its noun, where no number stands before that could be one ("the work of revenue that shrank by 4%")."""
    m = wording("settling.of_revenue").fullmatch(view, t.start, t.end) if t.sense == "share_of" else None
    if m is None or any(0 <= t.start - q.end <= 1 for q in quantities):
        return t
    return replace(t, start=m.start("noun"), kind="metric", sense="revenue")


def _looking_ahead(kept: list[Token], tokens: list[Token]) -> list[Token]:
    """The tokens, a word that looks ahead only right before a verb as one that does, or left out."""
    nouns = {t.start for t in tokens if t.sense == "payout_noun"}
    verbs = {t.start for t in tokens if t.kind in {"sense", "modality"}} - nouns
    return [
        replace(t, sense="forecast") if t.sense == BEFORE_VERB else t
        for t in kept
        if t.sense != BEFORE_VERB or t.end in verbs
    ]


def _inside(t: Token, others: list[Token]) -> bool:
    return any(o.start <= t.start and t.end <= o.end for o in others)


__all__ = ["settle", "without_background"]
