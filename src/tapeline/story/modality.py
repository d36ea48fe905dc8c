"""How a statement is said: as a fact, as reported, looked for, supposed, denied or thought, by the words of doubt and denial around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from tapeline.claim import Modality
from tapeline.errors import InputError
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

_MARKS = " ,，:：;；"
MODALITY_NAMES: tuple[Modality, ...] = get_args(Modality)


def modality_of(scene: Scene, tokens: Sequence[Token]) -> Modality:
    """How the statement that takes these tokens is said.

    A word of doubt counts from before any of them in its clause; a denial from anywhere before them in the sentence, and from
    behind where it points back (对此予以否认); in a heading an infinitive looks ahead ("Tesla to cut a tenth of its staff").
    """
    first, last = min(t.start for t in tokens), max(t.start for t in tokens)
    words = [t for t in scene.all("modality") if not any(t.start == x.start and x.kind == "topic" for x in tokens)
             and (t in tokens or not wording("modality.praise").fullmatch(scene.view, t.start, t.end))
             and not wording("modality.lacking").match(scene.view, t.start)]  # fmt: skip
    if headed := _headed(scene):
        return headed
    if not words and "denied" not in scene.senses:
        return "conditional" if _is_inverted(scene) else "forecast" if _is_planned(scene, tokens) else "stated"
    figure = max((t.start for t in tokens if t.kind == "quantity"), default=last)
    since = scene.view.rfind(";", scene.start, figure)
    said = [x for x in tokens if x.kind != "date" and x.start > since] or tokens  # a date may be another clause's
    inside = [t for t in words if any(_governs(scene, t, x) for x in said) and not _told_apart(scene, t, figure)]
    if any(t.end >= first for t in scene.all("sense", "denied")) or any(
        wording("modality.denial").match(scene.view, t.start) and t.start < first and not _told_apart(scene, t, figure)
        for t in words
    ):
        return "negated"
    if _is_inverted(scene):
        return "conditional"
    nouns = [t for t in words if any(x.kind == "metric" and 0 <= t.start - x.end <= 1 for x in tokens)]
    if any(t.sense == "conditional" and t.start < first for t in words) and not any(
        t.sense == "negated" for t in inside
    ):
        return "conditional"
    for sense in ("negated", "conditional", "forecast"):
        if any(t.sense == sense for t in inside) or (sense == "forecast" and any(t.sense == sense for t in nouns)):
            return _modality(sense)
    if any(t.sense == "opinion" and any(scene.together(t, x) for x in tokens) for t in words):
        return "opinion"
    opened = [
        t.sense
        for t in words
        if t.sense in {"conditional", "opinion", "reported"}
        and t.start < last
        and not (t.sense == "opinion" and ":" in scene.view[t.end : first])
    ]
    if _is_planned(scene, tokens):
        return "forecast"
    return _modality(next((x for x in ("conditional", "opinion", "reported") if x in opened), "stated"))


def _headed(scene: Scene) -> Modality | None:
    """How everything in a sentence is said that opens by saying so (盈利预测：…, "Risks: …")."""
    line = max(scene.view.rfind("\n", 0, scene.start) + 1, scene.start - LONGEST)
    if wording("modality.headed_forecast").match(scene.view, line):
        return "forecast"
    return "conditional" if wording("modality.headed_risk").match(scene.view, line) else None


LONGEST = 240
"""What a line begins with is said of so many characters behind it."""


def _is_inverted(scene: Scene) -> bool:
    """Whether a sentence supposes by the order of its words ("Should the deal close, …")."""
    return wording("modality.inverted").match(scene.view, scene.start) is not None and not scene.view[
        scene.start : scene.end
    ].rstrip().endswith("?")


def _is_planned(scene: Scene, tokens: Sequence[Token]) -> bool:
    """Whether a heading's verb is an infinitive."""
    return scene.heading and any(_infinitive(scene, t) for t in tokens if t.kind == "sense" and t.sense not in OF_RANK)


OF_RANK = frozenset({"high", "lowest", "record", "superlative"})
"""Words that "to" leads to as to a level, and as to no verb ("craters 25% to lowest since 2016")."""


def _told_apart(scene: Scene, word: Token, figure: int) -> bool:
    """Whether a figure stands in a relative clause or behind a colon, where a denial or a condition before it does not reach."""
    return word.end <= figure and wording("modality.apart").search(scene.view, word.end, figure) is not None


def _announced_anew(scene: Scene, word: Token, token: Token) -> bool:
    """Whether a verb of announcing after "and" begins a statement of its own ("would pay a dividend and announced …")."""
    verbs = [t for t in scene.all("sense", "announce") if word.end <= t.start < token.start]
    return any(scene.view[max(scene.start, t.start - 4) : t.start].strip().lower() in {"and", "并"} for t in verbs)


def _governs(scene: Scene, word: Token, token: Token) -> bool:
    """Whether a word of modality stands before a token in its clause, or in the one before where that goes on.

    A clause goes on with "and", or where the word itself ends it (公司预计，…).
    """
    if word.start > token.start or _is_acted_on(scene, word, token):
        return False
    start, _ = scene.clause(token)
    if word.start >= start:
        return not _announced_anew(scene, word, token)
    bounds = scene.clause(word)
    noun = wording("modality.forecast_noun").fullmatch(scene.view, word.start, word.end) is not None
    if bounds[1] == start and not noun and not scene.view[word.end : start].strip(_MARKS):
        return True
    if word.sense == "forecast" and wording("modality.bare").match(scene.view, start):
        return True
    if word.sense == "forecast" and (_listed_from(scene, word, start) or _behind_an_aside(scene, bounds[1], start)):
        return True
    going_on = wording("modality.and").match(scene.view, start) is not None and not any(
        t.sense in {"announce", "rise", "fall"} and start <= t.start <= token.start and not _infinitive(scene, t) for t in scene.tokens)  # fmt: skip
    return going_on and word.sense == "forecast" and bounds[1] == start


def _is_acted_on(scene: Scene, word: Token, token: Token) -> bool:
    """Whether a forecast is only what something was done to, and a statement of its own follows ("lowered its cost forecast and put $40 billion into …", 上调支出预期，股价大跌)."""
    before = (scene.view, max(scene.start, word.start - REACH), word.start)
    acted = word.sense == "forecast" and wording("modality.acted_on").search(*before) is not None
    return acted and wording("modality.own_statement").search(scene.view, word.end, token.start) is not None


REACH = 40
"""A verb stands so many characters before the forecast that it acts on."""


def _listed_from(scene: Scene, word: Token, start: int) -> bool:
    """Whether a clause is a further item of the list that a word's clause begins ("we forecast revenue of €4.2 billion, a gross margin of 31.5% and …")."""
    bounds = [a for a, _ in scene.clauses if word.end <= a <= start]
    return (
        bool(bounds)
        and bounds[-1] == start
        and all(wording("modality.listed").match(scene.view, a, scene.end) for a in bounds)
    )


def _behind_an_aside(scene: Scene, end: int, start: int) -> bool:
    """Whether only an aside stands between two clauses ("forecast earnings, excluding some costs, between $8.15 and $8.35")."""
    return scene.clause_before(start) == end and wording("modality.aside").match(scene.view, end) is not None


def _infinitive(scene: Scene, verb: Token) -> bool:
    """Whether a verb stands behind "to", and so goes on with what looks ahead."""
    return wording("modality.infinitive").search(scene.view, max(scene.start, verb.start - 4), verb.start) is not None


def _modality(sense: str) -> Modality:
    """A sense of the lexicon as a modality."""
    for m in MODALITY_NAMES:
        if m == sense:
            return m
    raise InputError(f"the lexicon has an unknown modality {sense!r}; there are {', '.join(MODALITY_NAMES)}")


__all__ = ["modality_of"]
