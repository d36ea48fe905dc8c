"""Where a sentence says the cause and where the effect, from the word that joins them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapeline.story.scene import Scene, Token

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
_LIGHT = {
    "en": re.compile(
        r"(?:(?:and|but|while|so|then|yet|still|also|even|only|just|mainly|mostly|partly|largely|primarily|chiefly|partially|"
        r"when|after|once|as|because|thanks|in part|in turn|of|to|by|from|the fact that|that|which|it was|it is|it's|was|were|is|are|likely|probably|said|all|part of)\b ?)+",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:而且|而|但是|但|并且|并|不过|此外|同时|其中|其后|因为|由于|主要|部分|部份|很大程度上|大概|可能|或许|或|似乎|是|也|更|还|都|又|则|却|正|就|才|均|因此|于是|加上|以及|所以|了|于|为|当(?!时|局|地|日|天|年|前))+"
    ),
}
_TRAILING = {
    "en": re.compile(
        r"(?: (?:has|have|had|also|then|in turn|all|both|continued to|continues to|continue to|helped to|helped|helps|would|will|could|can|may|might|"
        r"likely|seems? to|seemed to|appeared to|was|were|is|are|be|been|mainly|mostly|partly|largely|primarily|chiefly|further|again|really|only|"
        r"and|but|that|which|to|not|isn't|wasn't|aren't|weren't|never|finally|ultimately|clearly|probably))+$",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:已经|已|也|更|还|都|又|进而|从而|继而|因而|因此|由此|有助于|将|会|可能|或许|或|似乎|主要|是|就|才|却|则|并|而|且|曾|一度|明显|直接|进一步|之后|以后|不是|并不是|并非|仍然|仍|被|遭|的)+$"
    ),
}
_SAYS = re.compile(
    r"^(?:在?我?[^，,]{0,4}看来|[^，,]{0,24}(?:表示|指出|认为|分析|分析指|报道|称|说|消息|指|透露|显示)|.{0,40}\b(?:said|says|told|wrote|according to)\b.{0,32})$"
)
_GOES_ON = {
    "en": re.compile(r" ?(?:and|or|as well as|along with|combined with|plus) (?=[a-z'])(?!(?:is|was|were|has|had|it|they|he|she|its|shares|the (?:stock|shares|price|company))\b)"),
    "zh": re.compile(r" ?(?:以及|加上|并且|而且|并|和|及|与|外加|再加上|叠加|还有|同时(?!，))"),
}  # fmt: skip
_POINTS = re.compile(
    r"(?:此|这|该|其|它)(?:些|种|一|个|也|就|都|是|才|举|番|样)*|(?:this|that|it|which|who|these|those|they)(?: (?:all|also|in turn|then|has|had|have|was|is))*",
    re.IGNORECASE,
)
"""Words that only point back to a cause and name none."""


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
    light, trailing = _LIGHT.get(language, _LIGHT["en"]), _TRAILING.get(language, _TRAILING["en"])
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


REVERSED = frozenset(
    {"was behind", "were behind", "is behind", "is why", "was why", "explains why", "is to blame", "was to blame", "was the culprit", "有助于", "功不可没",
     "立了大功"}
)  # fmt: skip
"""Words of reason behind their cause."""


def _is_forward(scene: Scene, word: Token, told: str) -> bool:
    """Whether the cause stands before its word."""
    if (word.sense in {"cause", "rescue", "began"} or told in REVERSED) and told != "a lift from":
        return True
    rest = next((b for a, b in scene.clauses if a <= word.start < b), scene.end)
    start, end = trimmed(scene, word.end, rest)
    return end - start < 2 and not told.startswith("on ")


_BY = re.compile(r"(?:由于|由|被|因为|因|受到|受|为(?=[^，]{2,12}$))(?=[^由被因受]{2,}$)")
_ON = re.compile(r"(?:对于|对|给)(?=[^对给，]{1,24}$)")
_OBJECT = re.compile(r"[把将使令](?=[^把将使令，]{1,16}$)")
_OPENS_EN = re.compile(
    r"\b(?:as|after|because|when|while|since|said|says|that|which|although|though)\b ", re.IGNORECASE
)
_CUT_EN = re.compile(r" (?:as|after|while|when|because|although|but|since) ")


_CLEFT_EN = re.compile(r"\b(?:[Ww]hat|[Tt]he thing that) [^.]{0,80}?(?P<is> (?:was|is)(?:n't| not)?) (?P<cause>.+)")
_CLEFT_ZH = re.compile(r"(?P<is>的[,，]?(?:并不|不|才|正|就|其实|恰恰|却|居然|竟然|竟|正正)?是)(?P<cause>[^,，;；。]+)")
"""A cause behind "was" (推动股价的是…; "What moved the shares was …")."""
_ITS_OWN = re.compile(r"(?:for |up )?(?:its|their|his|her|自己|其)\b", re.IGNORECASE)


def _does_itself(scene: Scene, cause: Span, effect: Span | None) -> bool:
    """Whether a company only does something with a figure of its own ("Coca-Cola lifted its payout")."""
    return effect is not None and _ITS_OWN.match(scene.view, *effect) is not None and not _has_words(scene, cause)


def _forward(scene: Scene, spans: list[Span], at: int, word: Token) -> Parts | None:
    """A cause before its word: "Higher costs weighed on the shares", 降价拖累了股价, 由恐慌引发的抛售."""
    view, (a, b) = scene.view, spans[at]
    if word.sense == "began":
        before = _previous(scene, spans, at)
        return Parts(before, trimmed(scene, a, b)) if before is not None else None
    cleft = _CLEFT_ZH.search(view, word.end, scene.end) if scene.language == "zh" else _CLEFT_EN.search(view, a, b)
    if cleft is not None and cleft.start("cause") >= word.end:
        return Parts(trimmed(scene, *cleft.span("cause")), trimmed(scene, word.end, cleft.start("is")))
    end, behind = b, trimmed(scene, word.end, b)
    start, effect = a, behind if behind[1] > behind[0] else None
    if scene.language == "zh":
        by = _BY.search(view, a, word.start)
        on = (
            _ON.search(view, a, word.start) if view.endswith(("影响", "压力"), word.start, word.end) else None
        ) or _OBJECT.search(view, a, word.start)
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
        for m in _OPENS_EN.finditer(view, a, end):
            start = m.end()
        cut = _CUT_EN.search(view, word.end, b)
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
    return span[1] - span[0] < 2 or _POINTS.fullmatch(scene.view, *span) is not None


def _previous(scene: Scene, spans: list[Span], at: int) -> Span | None:
    """The clause before one, with those that it goes on from; none that only says who speaks."""
    goes_on = _GOES_ON.get(scene.language, _GOES_ON["en"])
    last = at - 1
    while last >= 0 and (
        _SAYS.match(scene.view[spans[last][0] : spans[last][1]].strip(_EDGES)) or not _has_words(scene, spans[last])
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


FRONTED = frozenset(
    {"由于", "由于受", "因为", "因", "受", "鉴于", "有鉴于", "凭借", "凭着", "靠着", "受惠", "受益", "受惠于", "受益于", "受制于", "受累于", "得益", "拜", "出于"}
)  # fmt: skip
"""Chinese words of reason whose effect may stand behind the cause."""
CLOSED = FRONTED - {"受惠", "受益", "受惠于", "受益于", "得益"} | {"主要由于"}
"""Those whose cause a noun closes (受…影响, 由于…等原因)."""
_CLOSERS = re.compile(
    r"(?:等?多?(?:重|种|个)?(?:因素|原因)?(?:的|之)?(?:影响|拖累|刺激|带动|提振|推动|拉动|驱动|冲击|打压|鼓舞|拖拽|困扰)|等(?:多种|诸多)?(?:原因|因素)|的?(?:缘故|关系|原因)|所致|之故)"
    r"(?=下|之下|而|$|[，,。；;])"
)
_TURNS = re.compile(r"而(?!且|是|非)|遭到|遭遇|触发|引发|导致|致使|被迫|不得不|(?<=[低减滑缓佳降损])(?:股价|市值)")
_NEWS = re.compile(
    r"(?:on|amid) (?=(?:the |that )?(?:news|hopes|fears|worries|concerns?|optimism|expectations|signs|speculation|word)\b)|as (?=[a-z])",
    re.IGNORECASE,
)
"""The part of a word of reason that is no part of the cause ("on hopes of …", "as investors …")."""
_LAID = re.compile(r"(?:blam|lay|laid|put|attribut|pin)", re.IGNORECASE)
_UPON = re.compile(r" (?:on|to|down to) ")


def _backward(scene: Scene, spans: list[Span], at: int, word: Token) -> Parts | None:
    """A cause behind its word: "fell as users left", 下跌，因为…; or a word that opens the sentence (受…影响，股价…)."""
    view, (a, b) = scene.view, spans[at]
    start = word.end
    news = _NEWS.match(view, word.start, word.end)
    if news is not None:
        start = news.end()
    elif scene.language != "zh" and _LAID.match(view, word.start, word.end):
        upon = _UPON.search(view, word.end, b)
        if upon is not None:
            return Parts(trimmed(scene, upon.end(), b), trimmed(scene, word.end, upon.start()))
    last, rest = at, None
    if scene.language == "zh":
        b, rest = _cut_zh(scene, word, start, b)
    if rest is None:
        last, b = _continued(scene, spans, at, start, b)
    cause = trimmed(scene, start, b)
    if view[word.start : word.end] in CLOSED:
        closing = _CLOSERS.search(view, *cause)
        cause = trimmed(scene, cause[0], closing.start()) if closing and closing.start() > cause[0] + 1 else cause
    own = (a, word.start)
    behind = _next(scene, spans, last) if rest is None else None
    return Parts(cause, rest or _effect_of(scene, spans, at, view[word.start : word.end], own, behind))


def _cut_zh(scene: Scene, word: Token, start: int, end: int) -> tuple[int, Span | None]:
    """Where a Chinese cause ends in its clause, and the effect that goes on behind it (因业绩不佳而下跌)."""
    told = scene.view[word.start : word.end]
    if told not in FRONTED:
        return end, None
    closing = _CLOSERS.search(scene.view, start, end)
    turn = _TURNS.search(scene.view, start + 2, end)
    if turn is not None and (closing is None or turn.start() <= closing.end()):
        rest = trimmed(scene, turn.end() if turn[0] == "而" else turn.start(), end)
        return turn.start(), rest if rest[1] > rest[0] else None
    return end, None


def _continued(scene: Scene, spans: list[Span], at: int, start: int, end: int) -> tuple[int, int]:
    """The last clause of a cause that goes on (以及…; "and …"; "after the Austin, Texas company …"), and where it ends."""
    goes_on = _GOES_ON.get(scene.language, _GOES_ON["en"])
    last = at
    while last + 1 < len(spans) and scene.view[spans[last][1] - 1] in ",，、":
        if _TELLS.search(scene.view, start, end - 1):
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


_TELLS = re.compile(r"(?:透露|表示|指出|宣布|认为|担心|称)$")
"""A verb of saying that ends a clause: what is said stands in the next one."""


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
    if _MAINLY.match(scene.view[spans[at][0] : own[1]].strip() + told):
        return before
    return (behind or before) if told in FRONTED - {"因为"} or before is None else before


_MAINLY = re.compile(r"(?:其)?(?:主要|部[分份]|很大程度|究其|原因|主因|主要因|皆因|只因|全因|盖因|起因|诱因)")
"""Chinese words of reason behind what they explain."""


__all__ = ["Parts", "Span", "parted", "stretches", "trimmed"]
