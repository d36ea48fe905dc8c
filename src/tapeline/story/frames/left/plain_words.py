"""Causes, comparisons, records, lives, deeds and opinions that a clause tells in words of its own: what no other frame takes.

They stand last, and have no measure. What speaks for them are the words of the clause, by the weights that the labelled stories teach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tapeline.story import tables
from tapeline.story.frames.causes.causal import in_words
from tapeline.story.frames.slots import asserted, within
from tapeline.story.learned import of_a_clause, weights
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Asserted, Kind, Modality, Period
    from tapeline.story.learned import Pieces, Weights, Words
    from tapeline.story.scene import Scene

ABOUT = frozenset({"name", "metric", "quantity", "date"})


def plainly(scene: Scene, stated: list[Draft], words: Words) -> list[Draft]:
    """ "What moved it was the call", "their worst week since the 2009 listing", 排名滑到第29位: what no draft of its kind has taken yet."""
    known = weights(scene.language)
    if known is None or not is_about_something(scene):
        return []
    out: list[Draft] = []
    for kind, span, _ in (x for clause in _likely(scene, stated, known, words()) for x in clause):
        draft = _draft(scene, kind, span, [*stated, *out])
        if not _told(draft, [*stated, *out]) and not _is_a_limit(draft, stated):
            out.append(draft)
    return out


def is_about_something(scene: Scene) -> bool:
    """Whether a sentence has a name, a figure or its noun, a date, or a person: without any it is about nothing that a record could hold."""
    if not any(t.kind in ABOUT or (t.kind == "who" and t.sense == "person") for t in scene.tokens):
        return False
    head = scene.discourse.table
    table = head is not None and head != tables.Head(ends=head.ends)  # a table's row, or its head, and no title alone
    return not table and tables.size(scene.view, scene.language, scene.start, scene.end) is None


Found = tuple["Kind", tuple[int, int], float]
LEAST = 0.5
"""A kind that is less likely is not read. Between 0.3 and this, F1 in cross-validation is the same; the higher one reads less that is not there."""
ONE_BY_ONE = frozenset({"person", "event"})
"""Kinds of which every clause can state one more; of the others, neighbouring clauses state one together."""


def _likely(scene: Scene, stated: list[Draft], known: Weights, words: Pieces) -> list[list[Found]]:
    """What each clause is likely to state; a kind that goes on over neighbouring clauses only where it is likeliest."""
    out: list[list[Found]] = []
    for low, high in scene.clauses:
        found: list[Found] = []
        if _leads_in(scene, low, high):
            out.append(found)
            continue
        for name, p in known.of_statement(of_a_clause(scene, words, (low, high), stated), LEAST).items():
            kind = cast("Kind", name)
            before = next((x for x in out[-1] if x[0] == kind), None) if out and kind not in ONE_BY_ONE else None
            if before is not None and before[2] >= p:
                continue
            if before is not None:
                out[-1].remove(before)
            found.append((kind, _trimmed(scene, low, high), p))
        out.append(found)
    return out


def _leads_in(scene: Scene, low: int, high: int) -> bool:
    """Whether a clause only says that somebody says or announces what follows (公司还宣布，…; "the company said:")."""
    end = low + len(scene.view[low:high].rstrip(_EDGES))
    return any(low <= t.start and end - t.end <= 0 for t in scene.all("sense", "say", "announce"))


def _trimmed(scene: Scene, low: int, high: int) -> tuple[int, int]:
    """A clause without the marks around it."""
    words = scene.view[low:high]
    left = len(words) - len(words.lstrip(_EDGES))
    return low + left, low + max(left + 1, len(words.rstrip(_EDGES)))


_EDGES = ' ,，;；:：.。!！—-()（）\n"“”'


def _told(draft: Draft, stated: list[Draft]) -> bool:
    """Whether a draft of the same kind stands there already; a quote's words are not told again as a record."""
    start, end = draft.tokens[0].start, draft.tokens[0].end
    return any(
        (
            (d.kind == draft.kind or ("cause" in draft.args and "cause" in d.args))
            and min(t.start for t in d.tokens) < end
            and start < max(t.end for t in d.tokens)
        )
        or (draft.kind == "record" and d.kind == "quote")
        for d in stated
    )


def _is_a_limit(draft: Draft, stated: list[Draft]) -> bool:
    """Whether what compares is a figure's own "more than" (市值已经超过了1.22万亿美元), which its claim has as a hedge."""
    return draft.kind == "comparison" and any(
        d.hedge in {"over", "under"} and draft.tokens[0].start <= d.tokens[0].start < draft.tokens[0].end
        for d in stated
    )


FIGURED: dict[str, frozenset[str]] = {
    "record": frozenset({"years", "rank", "days", ""}), "comparison": frozenset({"x", "%", ""}), "person": frozenset({"years"}),
}  # fmt: skip
"""Kinds whose one figure is theirs, and its units."""


def _figured(
    scene: Scene, kind: Kind, span: tuple[int, int], stated: list[Draft]
) -> tuple[Asserted | None, Period | None, str]:
    """The one figure of a clause's words that nothing has taken, or for what happened the one day, with its hedge."""
    taken = {t for d in stated for t in d.tokens}
    here = [t for t in scene.tokens if span[0] <= t.start < span[1] and t not in taken]
    amounts = [t for t in here if t.kind == "quantity"]
    if len(amounts) == 1 and amounts[0].figure.unit in FIGURED.get(kind, frozenset()):
        return asserted(amounts[0]), None, amounts[0].figure.hedge
    days = [t for t in here if t.dated and t.dated.role in {"on", "end_of", "start_of"}]
    if kind == "event" and len(days) == 1 and days[0].dated is not None:
        return within(days[0].dated.period), days[0].dated.period, "exact"
    return None, None, "exact"


def _draft(scene: Scene, kind: Kind, span: tuple[int, int], stated: list[Draft]) -> Draft:
    start, end = span
    words = Token(start, end, "topic", kind)
    told = scene.view[start:end]
    if kind == "causal":
        return in_words(scene, span, denied=wording("plain_words.not").match(told) is not None)
    args = {"what": told.lower()[:60]}
    last = Token(end - 1, end, "topic", kind)  # a word of doubt anywhere in the words counts
    claim, period, hedge = _figured(scene, kind, span, stated)
    return Draft(
        kind, "", scene.company(words), (words, last), claim, period, args=args, hedge=hedge, modality=OWN.get(kind)
    )


OWN: dict[str, Modality] = {"opinion": "opinion", "forecast": "forecast"}
"""Kinds that are a way of saying."""


__all__ = ["is_about_something", "plainly"]
