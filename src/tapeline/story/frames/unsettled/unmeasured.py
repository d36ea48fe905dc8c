"""Frames of what is looked for, set under a condition or denied, where no figure says how much: said, and never asserted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Kind
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

REACH = 16
"""A word of denial stands within so many characters of what it denies."""
LONGEST = 80
DENIED: dict[str, Kind] = {
    "dividend": "dividend", "buyback": "buyback", "layoff": "headcount", "leave": "person", "acquire": "event", "list": "event",
    "sell": "event", "deed": "event", "trade_down": "holding",
}  # fmt: skip
"""What a story may say never happened, by the sense of its word."""
CHANGES = ("rise", "fall", "multiply", "high", "lowest", "launch", "deed", "worse_than", "exceed")


def denied(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "特斯拉从没分过红", 并无出售…的计划, "网传…要辞去CEO，公司已辟谣": a deed without a figure that did not happen."""
    if _told(scene) or scene.all("modality", "conditional"):
        return []
    if wording("unmeasured.silent").search(scene.view, scene.start, scene.end):
        return []
    noes = scene.all("modality", "negated")
    behind = scene.all("sense", "denied")
    out: list[Draft] = []
    for word in [t for t in scene.all("sense", *DENIED) if t not in taken]:
        before = [t for t in noes if scene.together(t, word) and 0 <= word.start - t.end <= _reach(scene, t)]
        after = [t for t in behind if t.start >= word.end]
        numbers = [t for t in scene.all("quantity") if scene.together(t, word) and t.figure.value > 1]
        if word.sense == "layoff" and any(0 <= t.start - word.end <= REACH for t in scene.all("sense", "dividend")):
            continue  # "has not cut its dividend"
        traded = word.sense == "trade_down" and any(t.start == word.start for t in scene.all("sense", "sell"))
        if traded or not (before or after) or numbers or any(d.tokens[-1].start == word.start for d in out):
            continue
        used = (*before[-1:], word)
        out.append(Draft(DENIED[word.sense], "", scene.company(word), used, modality="negated"))
    return out[:2]


def _reach(scene: Scene, word: Token) -> int:
    """How far a word of denial reaches in its clause: a verb of denying over all that is denied, "not" and its kin to what is near."""
    return LONGEST if wording("unmeasured.denial").match(scene.view, word.start) else REACH


def _told(scene: Scene) -> bool:
    """Whether somebody named says it: that is a paraphrase."""
    verbs = scene.all("sense", "say")
    return any(
        t.name and t.name.kind in {"person", "company"} and t.end <= v.start <= t.end + REACH
        for t in scene.tokens
        for v in verbs
    )


def looked_for(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "若需求不恢复，利润会下降", 预期下半年收入将恢复增长: what may come, without a figure; one for each sentence, and only of a figure or the tape."""
    if any(t in taken for t in scene.all("quantity")):
        return []
    opened = [t for t in scene.all("modality", "conditional") if t.start - scene.start <= REACH]
    ahead = opened or scene.all("modality", "forecast")
    for word in ahead:
        nouns = [t for t in scene.tokens if t.kind == "metric" or t.is_index or t.sense in {"buyback", "lose"}]
        moves = [t for t in scene.all("sense", *CHANGES) if t not in taken and 0 <= t.start - word.end <= LONGEST]
        denials = [t for t in scene.all("modality", "negated") if t.end <= word.start and scene.together(t, word)]
        if not moves or denials or not (nouns or opened):
            continue
        first = min([word.start, *(t.start for t in nouns if scene.together(t, word))])
        tokens = tuple(
            sorted({t for t in nouns if first <= t.start <= moves[0].start} | {word, moves[0]}, key=lambda t: t.start)
        )
        return [Draft("forecast", "", scene.company(word), tokens, modality="conditional" if opened else "forecast")]
    return []


__all__ = ["denied", "looked_for"]
