"""Where a sentence says the cause and where the effect, from the word that joins them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording, wordlist

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """The words of a cause and of its effect; no effect where the statement before is the effect."""

    cause: Span
    effect: Span | None

    def among_causes(self, token: Token) -> bool:
        """Whether a token stands in the cause's words."""
        return self.cause[0] <= token.start < self.cause[1]

    def among_effects(self, token: Token) -> bool:
        """Whether a token stands in the effect's words."""
        return self.effect is not None and self.effect[0] <= token.start < self.effect[1]


LONGEST = 200
"""A cause or an effect of more characters is cut at a word's end."""
_EDGES = ' ,，、;；:：.。!！?？—–-\n"“”'


def stretches(scene: Scene) -> list[Span]:
    """The clauses of a sentence, those that only a bracket parts as one."""
    out: list[Span] = []
    for a, b in scene.clauses:
        if out and scene.view[out[-1][1] - 1] in "()（）":
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def trimmed(scene: Scene, start: int, end: int) -> Span:
    """Words without the marks and the light words around them; empty where nothing is left."""
    view, language = scene.view, scene.language
    light, trailing = wording("cause_parts.light", language), wording("cause_parts.trailing", language)
    before = (-1, -1)
    while (start, end) != before:
        before = (start, end)
        while start < end and view[start] in _EDGES:
            start += 1
        while start < end and view[end - 1] in _EDGES + (")" if "(" not in view[start:end] else ""):
            end -= 1
        opening = light.match(view, start, end)
        start = opening.end() if opening else start
        closing = trailing.search(" " + view[start:end])
        end = max(start, start + closing.start() - 1) if closing else end
    if end - start > LONGEST:
        cut = view.rfind(" ", start, start + LONGEST)
        end = cut if cut > start else start + LONGEST
    return start, end


def parted(scene: Scene, word: Token) -> Parts | None:
    """The cause and the effect that a word of causation joins; `None` where no cause is told."""
    spans = stretches(scene)
    at = next((i for i, (a, b) in enumerate(spans) if a <= word.start < b), 0)
    told = scene.view[word.start : word.end].lower()
    found = _forward(scene, spans, at, word) if _is_forward(scene, word, told) else _backward(scene, spans, at, word)
    return found if found is not None and found.cause[1] - found.cause[0] >= 2 else None


def _is_forward(scene: Scene, word: Token, told: str) -> bool:
    """Whether the cause stands before its word."""
    if (
        word.sense in {"cause", "rescue", "began"} or told in wordlist("cause_parts.reversed")
    ) and told != "a lift from":
        return True
    rest = next((b for a, b in scene.clauses if a <= word.start < b), scene.end)
    start, end = trimmed(scene, word.end, rest)
    return end - start < 2 and not told.startswith("on ")


def _does_itself(scene: Scene, cause: Span, effect: Span | None) -> bool:
    """Whether a company only does something with a figure of its own ("Coca-Cola lifted its payout")."""
    return (
        effect is not None
        and wording("cause_parts.its_own").match(scene.view, *effect) is not None
        and not _has_words(scene, cause)
    )


def _forward(scene: Scene, spans: list[Span], at: int, word: Token) -> Parts | None:
    """A cause before its word: "Higher costs weighed on the shares", 降价拖累了股价, 由恐慌引发的抛售."""
    view, (a, b) = scene.view, spans[at]
    if word.sense == "began":
        before = _previous(scene, spans, at)
        return Parts(before, trimmed(scene, a, b)) if before is not None else None
    cleft = (
        wording("cause_parts.cleft_zh").search(view, word.end, scene.end)
        if scene.language == "zh"
        else wording("cause_parts.cleft_en").search(view, a, b)
    )
    if cleft is not None and cleft.start("cause") >= word.end:
        return Parts(trimmed(scene, *cleft.span("cause")), trimmed(scene, word.end, cleft.start("is")))
    end, behind = b, trimmed(scene, word.end, b)
    start, effect = a, behind if behind[1] > behind[0] else None
    if scene.language == "zh":
        by = wording("cause_parts.by").search(view, a, word.start)
        on = (
            wording("cause_parts.on").search(view, a, word.start)
            if view.endswith(("影响", "压力"), word.start, word.end)
            else None
        ) or wording("cause_parts.object").search(view, a, word.start)
        if by is not None:
            ahead = _next(scene, spans, at)
            return Parts(
                trimmed(scene, by.end(), word.start),
                effect or _effect_of(scene, spans, at, by[0], (a, by.start()), ahead),
            )
        end = on.start() if on is not None else word.start
        effect = trimmed(scene, on.end(), b) if on is not None else effect
    else:
        end = word.start
        for m in wording("cause_parts.opens_en").finditer(view, a, end):
            start = m.end()
        cut = wording("cause_parts.cut_en").search(view, word.end, b)
        if cut is not None:
            behind = trimmed(scene, word.end, cut.start())
            effect = behind if behind[1] > behind[0] else None
    cause, effect = trimmed(scene, start, end), effect or _next(scene, spans, at)
    if _is_empty(scene, cause):
        before = _previous(scene, spans, at)
        cause = before if before is not None else cause
        if before is None or _is_empty(scene, before):
            return None if before is None else Parts(before, effect)
    return None if _does_itself(scene, cause, effect) else Parts(cause, effect)


def _is_empty(scene: Scene, span: Span) -> bool:
    """Whether words name nothing: too short, or they only point back."""
    return span[1] - span[0] < 2 or wording("cause_parts.points").fullmatch(scene.view, *span) is not None


def _previous(scene: Scene, spans: list[Span], at: int) -> Span | None:
    """The clause before one, with those that it goes on from; none that only says who speaks."""
    goes_on = wording("cause_parts.goes_on", scene.language)
    last = at - 1
    while last >= 0 and (
        wording("cause_parts.says").match(scene.view[spans[last][0] : spans[last][1]].strip(_EDGES))
        or not _has_words(scene, spans[last])
    ):
        last -= 1
    if last < 0:
        return None
    first = last
    while first > 0 and goes_on.match(scene.view, spans[first][0]):
        first -= 1
    return trimmed(scene, spans[first][0], spans[last][1])


def _has_words(scene: Scene, span: Span) -> bool:
    """Whether a clause says more than a name, a day or a light word."""
    start, end = trimmed(scene, *span)
    named = [t for t in scene.tokens if t.kind in {"name", "date", "who"} and start <= t.start and t.end <= end]
    rest = end - start - sum(t.end - t.start for t in named)
    return rest >= (2 if scene.language == "zh" else 6)


"""Those whose cause a noun closes (受…影响, 由于…等原因)."""


def _backward(scene: Scene, spans: list[Span], at: int, word: Token) -> Parts | None:
    """A cause behind its word: "fell as users left", 下跌，因为…; or a word that opens the sentence (受…影响，股价…)."""
    view, (a, b) = scene.view, spans[at]
    start = word.end
    news = wording("cause_parts.news").match(view, word.start, word.end)
    if news is not None:
        start = news.end()
    elif scene.language != "zh" and wording("cause_parts.laid").match(view, word.start, word.end):
        upon = wording("cause_parts.upon").search(view, word.end, b)
        if upon is not None:
            return Parts(trimmed(scene, upon.end(), b), trimmed(scene, word.end, upon.start()))
    last, rest = at, None
    if scene.language == "zh":
        b, rest = _cut_zh(scene, word, start, b)
    if rest is None:
        last, b = _continued(scene, spans, at, start, b)
    cause = trimmed(scene, start, b)
    if view[word.start : word.end] in wordlist("cause_parts.closed"):
        closing = wording("cause_parts.closers").search(view, *cause)
        cause = trimmed(scene, cause[0], closing.start()) if closing and closing.start() > cause[0] + 1 else cause
    own = (a, word.start)
    behind = _next(scene, spans, last) if rest is None else None
    return Parts(cause, rest or _effect_of(scene, spans, at, view[word.start : word.end], own, behind))


def _cut_zh(scene: Scene, word: Token, start: int, end: int) -> tuple[int, Span | None]:
    """Where a Chinese cause ends in its clause, and the effect that goes on behind it (因业绩不佳而下跌)."""
    told = scene.view[word.start : word.end]
    if told not in wordlist("cause_parts.fronted"):
        return end, None
    closing = wording("cause_parts.closers").search(scene.view, start, end)
    turn = wording("cause_parts.turns").search(scene.view, start + 2, end)
    if turn is not None and (closing is None or turn.start() <= closing.end()):
        rest = trimmed(scene, turn.end() if turn[0] == "而" else turn.start(), end)
        return turn.start(), rest if rest[1] > rest[0] else None
    return end, None


def _continued(scene: Scene, spans: list[Span], at: int, start: int, end: int) -> tuple[int, int]:
    """The last clause of a cause that goes on (以及…; "and …"; "after the Austin, Texas company …"), and where it ends."""
    goes_on = wording("cause_parts.goes_on", scene.language)
    last = at
    while last + 1 < len(spans) and scene.view[spans[last][1] - 1] in ",，、":
        if wording("cause_parts.tells").search(scene.view, start, end - 1):
            last, end = last + 1, spans[last + 1][1]
            continue
        ahead = spans[last + 1][0]
        place = (
            scene.language != "zh"
            and scene.view[start:end].count(" ") <= 4
            and scene.view[ahead : ahead + 2].strip()[:1].isupper()
        )
        if not (goes_on.match(scene.view, ahead) or place):
            break
        last, end = last + 1, spans[last + 1][1]
    return last, end


def _next(scene: Scene, spans: list[Span], last: int) -> Span | None:
    """The clause behind a cause; none over a semicolon."""
    if last + 1 >= len(spans) or scene.view[spans[last][1] - 1] not in ",，":
        return None
    found = trimmed(scene, *spans[last + 1])
    return found if found[1] - found[0] >= 2 else None


def _effect_of(scene: Scene, spans: list[Span], at: int, told: str, own: Span, behind: Span | None) -> Span | None:
    """The effect of a cause behind its word: the words before it in its clause, else the clause behind or the one before."""
    if _has_words(scene, own):
        return trimmed(scene, *own)
    before = _previous(scene, spans, at)
    if scene.language != "zh":
        aside = spans[at - 1] if at > 0 and not _has_words(scene, spans[at - 1]) else None
        named = aside is not None and any(aside[0] <= t.start < aside[1] for t in scene.all("name", "company"))
        return trimmed(scene, *aside) if aside is not None and named else before or behind
    if wording("cause_parts.mainly").match(scene.view[spans[at][0] : own[1]].strip() + told):
        return before
    return (behind or before) if told in wordlist("cause_parts.fronted") - {"因为"} or before is None else before


__all__ = ["Parts", "Span", "parted", "stretches", "trimmed"]
