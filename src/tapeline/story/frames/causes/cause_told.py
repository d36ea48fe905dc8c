"""What a causal sentence tells of its parts: which figure or price moved, which way, whose it is, and whether the cause is denied."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.story.frames.slots import MARKET, NOT_FACTS
from tapeline.story.lexicon import wording
from tapeline.story.modality import modality_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Modality
    from tapeline.story.frames.causes.cause_parts import Parts
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

PRICE, OTHER, BEFORE = "price", "other", "before"
"""Outcomes that are no reported figure: the tape; what the reader knows no figure for; the statement before, until the story is read."""
UNSAID = "unsaid"
"""The direction of an effect that the story does not tell."""


def direction(scene: Scene, parts: Parts | None, word: Token | None, outcome: Token | None = None) -> str:
    """Which way the effect went: by its own words, else by the verb of causation; `unsaid` where nothing tells.

    A word of the effect that stands nearest to what moved, or to the verb, goes first.
    """
    if parts is not None and parts.effect is not None:
        first, last = parts.effect
        anchor = (
            outcome.start
            if outcome is not None and parts.among_effects(outcome)
            else first
            if first > parts.cause[0]
            else last
        )
        found = way(scene, *parts.effect, anchor)
        if found:
            return found
    if word is not None:
        return way(scene, word.start, word.end, word.start) or UNSAID
    return UNSAID


def way(scene: Scene, start: int, end: int, anchor: int) -> str:
    """The way that the word nearest to a place tells, among those of a stretch; empty where there is none."""
    said = {
        t.start
        for t in scene.all("sense", "say")
        if not any(0 <= q.start - t.end <= NEAR_SUM for q in scene.all("quantity"))
    }
    ways = [
        (t.start, "up" if t.sense == "rise" else "down")
        for t in scene.all("sense", "rise", "fall")
        if start <= t.start < end and t.start not in said
    ]
    for pattern, way in ((wording("cause_told.falls"), "down"), (wording("cause_told.rises"), "up")):
        ways += [(m.start(), way) for m in pattern.finditer(scene.view, start, end)]
    return min(ways, key=lambda x: (abs(x[0] - anchor), x[1]), default=(0, ""))[1]


NEAR_SUM = 8
"""A verb of saying so close before a number is one of a move ("added $196 billion")."""


def outcome(scene: Scene, parts: Parts, word: Token, guess: Token | None = None) -> tuple[str, Token | None]:
    """What moved: a noun of the effect, else one of the statement before in the sentence, else what stands before the sentence.

    Returns its sense (`price` for a price, a market value and an index) and its token.
    """
    nouns = [t for t in things(scene) if not parts.among_causes(t) and not _is_part(scene, t, word)]
    inside = [t for t in nouns if parts.among_effects(t)]
    if guess is not None and guess in inside:
        return _sense(guess), guess
    found = _head(scene, inside, word)
    if found is not None:
        return _sense(found), found
    if guess is not None and word.sense == "rescue":
        return PRICE, guess
    if parts.effect is not None:
        if wording("cause_told.profit").search(scene.view, *parts.effect):
            return "net_income", None
        if (guess is not None and parts.among_effects(guess) and guess.kind == "sense") or wording(
            "cause_told.stocks"
        ).search(scene.view, *parts.effect):
            return PRICE, guess
    before = [t for t in nouns if t.end <= min(word.start, parts.cause[0])]
    explains = parts.effect is None or parts.effect[1] <= parts.cause[0] or parts.effect[0] == word.end + 1
    if not explains:
        before = [t for t in before if scene.together(t, word)]  # 股价因…而下跌
    if before and word.sense == "because":
        last = _head(scene, before[-1:], word)
        if last is not None:
            return _sense(last), last
    moves = parts.effect is not None and way(scene, *parts.effect, parts.effect[0])
    told_before = word.sense == "because" and explains and (parts.effect is None or moves)
    return (BEFORE if told_before else OTHER), None


def things(scene: Scene) -> list[Token]:
    """What can be said to have moved: figures' nouns, indexes, and a loss as a profit's."""
    figures = [t for t in scene.all("metric") if t.sense in MARKET or t.sense not in NOT_FACTS]
    indexes = [t for t in scene.all("name", "company") if t.is_index]
    losses = [replace(t, kind="metric", sense="net_income") for t in lost(scene)]
    return sorted([*figures, *indexes, *losses], key=lambda t: t.start)


def lost(scene: Scene) -> list[Token]:
    """Words of a loss with a sum behind them; "lost its crown" is none, nor 亏损 without one but as a noun."""
    sums = scene.quantities("money")
    return [
        t for t in scene.all("sense", "lose")
        if scene.language == "zh" or any(0 <= q.start - t.end <= NEAR_NOUN for q in sums) or scene.view[t.start : t.end].lower().endswith(" of")
    ]  # fmt: skip


def _sense(token: Token) -> str:
    return PRICE if token.kind != "metric" or token.sense in MARKET else token.sense


def _is_part(scene: Scene, t: Token, word: Token) -> bool:
    """Whether a noun behind a verb of causation is only what its object is of ("sapped demand from customers")."""
    if t.sense == PRICE and wording("cause_told.traded").search(scene.view, max(scene.start, t.start - 20), t.start):
        return True
    if t.start < word.end or t.kind != "metric" or scene.language == "zh":
        return False
    return wording("cause_told.not_head").search(scene.view, word.end, t.start) is not None and t.sense not in MARKET


def _head(scene: Scene, nouns: Sequence[Token], word: Token) -> Token | None:
    """The noun that the effect is of: behind a verb the first; before a word of reason the last that moved or was counted, else the last."""
    behind = [t for t in nouns if t.start >= word.end]
    told = [t for t in scene.tokens if t.kind == "quantity" or t.sense in {"rise", "fall"}]
    if behind:
        move = next((t.start for t in told if t.start >= behind[0].end and scene.together(t, behind[0])), None)
        far = (
            scene.language == "zh"
            and move is not None
            and move - behind[-1].end > NEAR_MODIFIER
            and behind[-1].sense not in MARKET
        )
        return None if far else behind[0]
    moved = [t for t in nouns if any(0 <= x.start - t.end <= NEAR_NOUN for x in told)]
    return next(iter([*reversed(moved), *reversed(nouns)]), None)


NEAR_NOUN = 30
NEAR_MODIFIER = 6
"""A Chinese noun so far before its verb only modifies another one (用户激励和推广的开支增加)."""

_MARKETS = {"cause_told.hong_kong": "HSI", "cause_told.wall_street": "GSPC"}
"""The wording of a whole market, and the index that stands for it."""


def subject(scene: Scene, parts: Parts | None, token: Token) -> str:
    """Whose price or figure moved: an index, a market or a company of the effect, and one that only the cause names no more than where it is the effect's own."""
    if token.name is not None and token.is_index:
        return token.name.key
    found = scene.company(token)
    if parts is None:
        return found
    if parts.effect is not None:
        market = next((key for name, key in _MARKETS.items() if wording(name).search(scene.view, *parts.effect)), "")
        own = any(parts.among_effects(t) for t in scene.all("name", "company") if t.name and t.name.of != "index")
        if market and not own:
            return market
    named = [t for t in scene.all("name") if t.name and found in {t.name.key, t.name.of}]
    if not named or not all(parts.among_causes(t) for t in named):
        return found
    ahead = parts.effect is not None and parts.effect[0] > parts.cause[0]
    if (
        ahead
        and parts.effect is not None
        and (scene.language != "zh" or wording("cause_told.its").search(scene.view, *parts.effect))
    ):
        return found
    return scene.discourse.company


NEAR_DENIAL = 14


def modality(scene: Scene, parts: Parts | None, word: Token | None, tokens: Sequence[Token]) -> Modality:
    """How the cause is said; a denial counts only where it is the cause's own ("not because …", 并非由于), and not one inside of its parts."""
    found = modality_of(scene, tokens)
    if found != "negated" or parts is None or word is None or scene.all("sense", "denied"):
        return found
    for t in scene.all("modality", "negated"):
        if 0 <= word.start - t.end <= NEAR_DENIAL and not re.search(
            r"[,，;；]| (?:as|and|but|so) ", scene.view[t.end : word.start]
        ):
            return "negated"
        if t.end <= parts.cause[0] and parts.cause[0] - t.end <= NEAR_DENIAL // 2 and not parts.among_effects(t):
            return "negated"
        if t.start >= word.start and t.end <= word.end + 2:
            return "negated"
    return "stated"


def completed(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a story with what only another statement tells: the outcome of a cause, or the direction that the same cause has elsewhere."""
    told = {d.args["cause"]: d.args["direction"] for d in drafts if "cause" in d.args and d.args["direction"] != UNSAID}
    figures = [d for d in drafts if d.kind in _TAPE or (d.kind in _FIGURES and d.args.get("metric"))]
    ends = sorted(((max(t.end for t in d.tokens), i) for i, d in enumerate(figures)), key=lambda e: (e[0], -e[1]))
    before = [(end, figures[i]) for end, i in ends]
    out = [_completed(d, before) if d.args.get("outcome") == BEFORE else d for d in drafts]
    return [
        d._replace(args={**d.args, "direction": told.get(d.args["cause"], UNSAID)})
        if d.args.get("direction") == UNSAID and d.args["outcome"] == PRICE and d.args["cause"] != OTHER
        else d
        for d in out
    ]


def _completed(cause: Draft, figures: Sequence[tuple[int, Draft]]) -> Draft:
    args = {**cause.args, **_from_before(cause, figures)}
    return cause._replace(args=args, period=cause.period if args["outcome"] == PRICE else None)


AS_FAR = 160
"""A statement that ends more characters before a cause is not what it explains."""
_FIGURES = frozenset({"results", "ratio", "users"})
_TAPE = frozenset({"price_move", "market_cap", "market_cap_change", "index"})


def _from_before(cause: Draft, figures: Sequence[tuple[int, Draft]]) -> dict[str, str]:
    """The outcome and the direction by the last figure or move that is told before a cause, of those of a story by where they end."""
    start = min(t.start for t in cause.tokens)
    i = bisect_right(figures, start, key=lambda f: f[0]) - 1
    if i < 0 or start - figures[i][0] > AS_FAR:
        return {"outcome": OTHER, "cause": OTHER}
    last = figures[i][1]
    metric = PRICE if last.kind in _TAPE else last.args["metric"]
    out = {"outcome": metric, "cause": cause.args["cause"] if metric == PRICE else f"figure:{metric}"}
    if cause.args["direction"] == UNSAID and last.asserted is not None and last.asserted.quantity.high < 0:
        out["direction"] = "down"
    return out


__all__ = [
    "BEFORE",
    "OTHER",
    "PRICE",
    "UNSAID",
    "completed",
    "direction",
    "lost",
    "modality",
    "outcome",
    "subject",
    "things",
    "way",
]
