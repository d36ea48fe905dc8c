"""The causal frame: something is said to have moved the stock, the market value or an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import MARKET
from tapeline.story.scene import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene, Token


def causal(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The layoffs sent the stock up", 拯救, 改变了股价, "after it turned to X, the stock began to rise"; one for each sentence."""
    for word in [w for w in _openers(scene) if w not in taken]:
        cause, effect = _cause(scene, word), _effect(scene, word)
        if cause is None or effect is None:
            continue
        when = next((d for d in scene.dates("on", "since", "end_of", "start_of") if d.dated), None)
        index = effect.name is not None and effect.name.of == "index"
        subject = effect.name.key if index and effect.name else scene.company(word)
        args = {
            "cause": cause.sense if cause.kind == "topic" else f"segment:{_key(cause)}",
            "cause_text": scene.view[cause.start : cause.end],
            "direction": _direction(scene, word),
            "outcome": "price",
        }
        tokens = tuple(t for t in (cause, word, effect, when) if t)
        return [
            Draft("causal", "", subject, tokens, None, when.dated.period if when and when.dated else None, (), args)
        ]
    return []


def _openers(scene: Scene) -> list[Token]:
    """Words of causation; and "began", where something follows "after" a decision."""
    words = scene.all("sense", "cause", "because", "rescue")
    decided = scene.all("sense", "after") and scene.all("sense", "decide")
    return words + (scene.all("sense", "began") if decided else [])


def _cause(scene: Scene, word: Token) -> Token | None:
    """What is said to be the cause: after "because", before a verb that causes, either side of a rescue."""
    named = [t for t in scene.all("topic") if t.sense != "ai"] or scene.all("topic")
    pool = [*named, *([] if named else scene.all("name", "segment"))]
    side = {"because": "after", "cause": "before", "began": "before"}.get(word.sense, "any")
    return scene.nearest(word, pool, side=side)


def _effect(scene: Scene, word: Token) -> Token | None:
    """What is said to have moved: the price, the market value or an index; for a rescue also a person or a company."""
    market = [t for t in scene.all("metric") if t.sense in MARKET]
    indexes = [t for t in scene.all("name", "company") if t.name and t.name.of == "index"]
    near = scene.nearest(word, [*market, *indexes], clause=word.sense == "cause")
    if near is None and word.sense == "rescue":
        return scene.nearest(
            word, [*scene.all("name", "person"), *scene.all("name", "company"), *scene.all("topic", "ai")]
        )
    return near


def _key(token: Token) -> str:
    return token.name.key if token.name else ""


def _direction(scene: Scene, word: Token) -> str:
    falls = scene.all("sense", "fall")
    dragging = scene.view[word.start : word.end].lower() in {"拉低", "拖累", "dragged"}
    near = scene.nearest(word, [*falls, *scene.all("sense", "rise")])
    return "down" if dragging or (near is not None and near.sense == "fall") else "up"


__all__ = ["causal"]
