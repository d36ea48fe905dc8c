"""Frames of what is not a fact: opinions that carry no figure, price targets."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted, free, per_share
from tapeline.story.lexicon import wording
from tapeline.story.modality import modality_of
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene


def opinion(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "In our view, the market has lost patience", 我认为这是最成功的药: one for each sentence."""
    words = scene.all("modality", "opinion")
    if not words:
        return []
    taken.update(words)
    word = words[0]
    end = max(word.end, scene.clause(word)[1])
    if not scene.view[word.end : end].strip(" ,，:："):
        end = scene.end  # 我个人觉得，这价格…
    thought = replace(word, end=end)
    return [Draft("opinion", "", scene.company(word), (word, thought), None, None, (), {}, "exact", "opinion")]


def price_target(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Raised its price target to $500", 目标价从90美元下调至85美元: the newest figure of the clause."""
    out = []
    for word in scene.all("metric", "price_target"):
        every = free(scene.quantities("money"), taken)
        amounts = [t for t in every if scene.together(t, word) and t.start > word.start]
        amounts = amounts or [t for t in every if 0 <= word.start - t.end <= 1]
        to = [t for t in amounts if any(x.end <= t.start and t.start - x.end <= 1 for x in scene.all("sense", "to"))]
        if not amounts:
            continue
        amount = (to or amounts[:1])[-1]
        claim = per_share(asserted(amount))
        out.append(Draft("forecast", "", scene.company(word), (word, amount), claim, None, (), {"metric": "price_target"},
                         amount.figure.hedge, "forecast"))  # fmt: skip
        for old in [
            t for t in amounts if t.end <= amount.start or wording("said.from").search(scene.view, scene.start, t.start)
        ][-1:]:
            was = per_share(asserted(old))
            out.append(Draft("forecast", "", scene.company(word), (old,), was, None, (), {"metric": "price_target", "of": "before"},
                             old.figure.hedge, "forecast"))  # fmt: skip
        taken.update(amounts)
    return out


LEAST = {"zh": 8, "en": 20}
"""Fewer characters after the verb of saying are not a statement."""
FAR = {"zh": 8, "en": 40}
"""Between a speaker and the verb stands at most an office, a day or a place."""
_ZH_COMMA = re.compile(r"^[,，:：]?")


def paraphrase(scene: Scene) -> list[Draft]:
    """ "Quill said that the company would keep hiring", 扎克伯格表示公司会继续投入: what someone said in the story's own words.

    Only for a sentence that states nothing else the reader knows and quotes nobody: a figure said by someone is a claim of its own.
    """
    sentence = scene.view[scene.start : scene.end]
    if scene.heading or '"' in sentence or sentence.rstrip().endswith(("?", "？")):
        return []
    for verb in scene.all("sense", "say"):
        speakers = [t for t in scene.tokens if t.name and t.name.kind in {"person", "company"} and t.end <= verb.start]
        if not speakers or verb.start - speakers[-1].end > FAR.get(scene.language, FAR["en"]):
            continue
        rest = scene.view[verb.end : scene.end].rstrip(" .。!！")
        opening = (_ZH_COMMA if scene.language == "zh" else wording("said.that")).match(rest)
        if opening is None or len(rest) - opening.end() < LEAST.get(scene.language, LEAST["en"]):
            continue
        start, end = verb.end + opening.end(), verb.end + len(rest)
        who = speakers[-1]
        words = Token(start, end, "topic", "quote")
        return [Draft("quote", "", scene.company(words), (words,), args={"form": "paraphrase"}, modality=modality_of(scene, (words,)),
                      speaker=who.name.key if who.name else "")]  # fmt: skip
    return []


__all__ = ["opinion", "paraphrase", "price_target"]
