"""The causal frame: something is said to have moved the stock, the market value or an index."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.story.frames.slots import MARKET
from tapeline.story.scene import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene


def causal(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The layoffs sent the stock up", 拯救, 改变了股价, "after it turned to X, the stock began to rise"; one for each sentence."""
    for word in [w for w in _openers(scene) if w not in taken]:
        effect = _effect(scene, word)
        cause = _cause(scene, word) or _unnamed(scene, word)
        if cause is None or effect is None:
            continue
        when = next((d for d in scene.dates("on", "since", "end_of", "start_of") if d.dated), None)
        index = effect.name is not None and effect.name.of == "index"
        subject = effect.name.key if index and effect.name else scene.company(effect)
        args = {
            "cause": f"segment:{_key(cause)}" if cause.kind == "name" else cause.sense,
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
    words = [*scene.all("sense", "cause", "because", "rescue"), *_behind_a_move(scene)]
    decided = scene.all("sense", "after") and scene.all("sense", "decide")
    return words + (scene.all("sense", "began") if decided else [])


def _behind_a_move(scene: Scene) -> list[Token]:
    """ "Boeing dropped 1.2% after machinists voted …": an "after" right behind a move, with more than a day, a time or a number behind it."""
    moves = [t.end for t in scene.quantities("%")] + [t.end for t in scene.all("sense", "rise", "fall")]
    dated = [t.start for t in scene.tokens if t.kind in {"date", "quantity"}]
    return [
        replace(t, sense="because") for t in scene.all("sense", "after")
        if any(0 <= t.start - end <= NEAR_MOVE for end in moves) and not any(0 <= d - t.end <= 1 for d in dated)
        and _STATES.match(scene.view, t.end, scene.end)
    ]  # fmt: skip


NEAR_MOVE = 14
_STATES = re.compile(r" (?!the (?:bell|close|open)\b|hours\b)[^,.;]{12,}")


def _cause(scene: Scene, word: Token) -> Token | None:
    """What is said to be the cause: after "because", before a verb that causes, either side of a rescue."""
    named = [t for t in scene.all("topic") if t.sense != "ai"] or scene.all("topic")
    pool = [*named, *([] if named else scene.all("name", "segment"))]
    side = {"because": "after", "cause": "before", "began": "before"}.get(word.sense, "any")
    return scene.nearest(word, pool, side=side)


_TRAILING = " ，,、的也更已曾而且并又了"
LONGEST = 60


def _unnamed(scene: Scene, word: Token) -> Token | None:
    """A cause that the lexicon has no kind for: the words before a verb that causes, or behind "because", to the clause's end."""
    left, right = scene.clause(word)
    if word.sense == "cause":
        names = [t.end for t in scene.all("metric") if t.sense in MARKET and left <= t.start < word.start]
        start, end = max([left, *names, word.start - LONGEST]), word.start
    elif word.sense == "because":
        moved = [t.start for t in scene.all("metric") if t.sense in MARKET and word.end <= t.start < right]
        start, end = word.end, min([right, *moved, word.end + LONGEST])
    else:
        return None
    words = scene.view[start:end]
    start += len(words) - len(words.lstrip(_TRAILING))
    end -= len(words) - len(words.rstrip(_TRAILING + "。.!?！？;；:：)"))
    pointing = scene.view[start:end].lower().startswith(("此", "这", "该", "this", "that", "it"))
    return Token(start, end, "topic", "other") if end - start >= 2 and not pointing else None


def _effect(scene: Scene, word: Token) -> Token | None:
    """What is said to have moved: the price, the market value or an index; for a rescue also a person or a company.

    A verb that causes has it behind itself. "Because" has it on either side: a noun of the tape, or a move that no other noun is
    the subject of.
    """
    market = [t for t in scene.all("metric") if t.sense in MARKET]
    indexes = [t for t in scene.all("name", "company") if t.name and t.name.of == "index"]
    pool = [*market, *indexes]
    if word.sense == "cause":
        near = scene.nearest(word, pool, side="after", clause=True)
        if near is not None and near.start - word.end <= REACH:
            return near
        before = scene.nearest(word, pool, side="before", clause=True)
        moved = before is not None and _OBJECT.search(scene.view, max(scene.start, before.start - 10), before.start)
        return before if moved else None
    near = scene.nearest(word, pool, clause=word.sense == "because") or scene.nearest(word, pool)
    if near is None and word.sense == "because":
        return _move(scene, word)
    if near is None and word.sense == "rescue":
        return scene.nearest(
            word, [*scene.all("name", "person"), *scene.all("name", "company"), *scene.all("topic", "ai")]
        )
    return near if near is None or not _is_of_a_figure(scene, word, near) else None


REACH = 24
_OBJECT = re.compile(r"[把将使令让]")
"""Chinese puts what is moved before the verb behind one of these."""


def _is_of_a_figure(scene: Scene, word: Token, effect: Token) -> bool:
    """Whether the noun nearest to "because" is that of a reported figure, which no event study can test."""
    if word.sense != "because":
        return False
    nouns = [t for t in scene.all("metric") if scene.together(t, word)]
    nearest = scene.nearest(word, nouns, side="before")
    return (
        nearest is not None and nearest.sense not in MARKET and effect.sense in MARKET and effect.start < nearest.start
    )


def _move(scene: Scene, word: Token) -> Token | None:
    """A move in the sentence whose subject is the company itself, no figure of it."""
    moves = [
        t for t in scene.all("sense", "rise", "fall") if any(abs(q.start - t.end) <= 4 for q in scene.quantities("%"))
    ]
    found = scene.nearest(word, moves)
    if found is None:
        return None
    noun = scene.nearest(found, scene.all("metric"), side="before")
    return found if noun is None or noun.sense in MARKET else None


def _key(token: Token) -> str:
    return token.name.key if token.name else ""


DRAGGING = (
    "拉低",
    "拖累",
    "打击",
    "打压",
    "压低",
    "带崩",
    "拖垮",
    "重创",
    "冲击",
    "drag",
    "knock",
    "weigh",
    "rattl",
    "spook",
    "hammer",
    "hurt",
    "hit by",
)
"""Words of causation that say themselves that the effect is a fall."""


def _direction(scene: Scene, word: Token) -> str:
    falls = scene.all("sense", "fall")
    dragging = any(w in scene.view[word.start : word.end].lower() for w in DRAGGING)
    near = scene.nearest(word, [*falls, *scene.all("sense", "rise")])
    return "down" if dragging or (near is not None and near.sense == "fall") else "up"


__all__ = ["causal"]
