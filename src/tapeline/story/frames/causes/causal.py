"""The causal frame: something is said to have moved the stock, the market value or an index."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.story.frames.causes.cause_parts import Parts, parted, trimmed
from tapeline.story.frames.causes.cause_told import (
    BEFORE,
    OTHER,
    PRICE,
    UNSAID,
    direction,
    lost,
    modality,
    outcome,
    subject,
    way,
)
from tapeline.story.frames.slots import MARKET, NOT_FACTS, free
from tapeline.story.frames.times.not_when import counts_from
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.modality import modality_of
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene


def causal(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The layoffs sent the stock up", 拯救, 改变了股价, "after it turned to X, the stock began to rise"; one for each sentence."""
    for word in [w for w in _openers(scene) if w not in taken]:
        effect = _effect(scene, word) or _figure(scene, word) or _before_it(scene, word)
        parts = parted(scene, word) if effect is not None else None
        if effect is not None and parts is not None:
            here = scene.language != "zh" or parts.cause[0] >= scene.clause(word)[0]
            plain = (
                (here and word.sense == "cause")
                or wording("causal.felt").search(scene.view, word.start, word.end)
                or effect is word
            )
            cause = (
                _cause(scene, word) or _unnamed(scene, word) or (Token(*parts.cause, "topic", OTHER) if plain else None)
            )
            if cause is not None:
                return [_told(scene, word, parts, cause, effect)]
    return []


def _told(scene: Scene, word: Token, parts: Parts, cause: Token, effect: Token) -> Draft:
    """The draft of a cause: its words from the cause to the effect."""
    what, token = outcome(scene, parts, word, effect)
    outer = _outer(scene, parts) if what == OTHER else None
    if outer is not None:
        word, parts = outer, parted(scene, outer) or parts
        what, token = outcome(scene, parts, word)
    if token is not None and parts.effect is not None and token.start < parts.effect[0] < parts.cause[0]:
        start = next(a for a, b in scene.clauses if a <= token.start < b)
        parts = Parts(parts.cause, (trimmed(scene, start, parts.effect[1])[0], parts.effect[1]))
    figure = what not in {PRICE, OTHER, BEFORE}
    when = _when(scene, parts, word) if what in {PRICE, BEFORE} else None
    topic = cause if parts.among_causes(cause) else _unnamed(scene, word) or Token(*parts.cause, "topic", "other")
    return Draft(
        "causal",
        "",
        subject(scene, parts, token or effect),
        (
            word,
            *spans(parts),
            *([token] if token is not None and scene.together(token, word) else []),
            *_beside(when, parts),
        ),
        None,
        when.dated.period if when is not None and when.dated else None,
        (),
        {
            "cause": f"figure:{what}" if figure else OTHER if what == OTHER else _kind(topic),
            "cause_text": scene.view[slice(*parts.cause)],
            "direction": direction(scene, parts, word, token),
            "outcome": what,
        },
        modality=modality(
            scene,
            parts,
            word,
            [t for t in (cause, word, token) if t is not None and (t is not token or parts.among_effects(t))],
        ),
    )


def _kind(topic: Token) -> str:
    return f"segment:{topic.name.key if topic.name else ''}" if topic.kind == "name" else topic.sense


def _outer(scene: Scene, parts: Parts) -> Token | None:
    """The word of reason before a cause that moves nothing the reader knows: "sales fell as the pandemic sapped demand" explains the sales."""
    m = wording("causal.outer").search(scene.view, scene.start, parts.cause[0]) if scene.language != "zh" else None
    return Token(m.start(), m.end() - 1, "sense", "because") if m else None


def spans(parts: Parts) -> list[Token]:
    """The words of a cause and of its effect as tokens, for a claim's own words."""
    return [Token(a, b, "topic", "causal") for a, b in (parts.cause, parts.effect or parts.cause)]


def in_words(scene: Scene, span: tuple[int, int], *, denied: bool) -> Draft:
    """The draft of a cause that a clause tells in words of its own."""
    clause = Token(*span, "topic", "causal")
    words = [t for t in scene.all("sense", "cause", "because", "rescue") if span[0] <= t.start < span[1]]
    reasons = [t for t in words if t.sense == "because"]
    nouns = [t for t in words if scene.view[t.start : t.end] in wordlist("causal.nouns")]
    word = next(iter([*reasons, *(t for t in words if t not in nouns), *nouns]), None)
    link = None if word is not None else wording("causal.links").search(scene.view, *span)
    if link is not None and (
        link["moved"] is None or link.start() - span[0] <= 1 or way(scene, span[0], link.start(), link.start())
    ):
        word = Token(link.start(), link.end(), "sense", "cause" if link["ahead"] else "because")
    parts = parted(scene, word) if word is not None else None
    what, token = outcome(scene, parts, word) if parts is not None and word is not None else (OTHER, None)
    said = modality_of(scene, (clause, Token(span[1] - 1, span[1], "topic", "causal")))
    tokens = spans(parts) if parts is not None and parts.effect is not None else [clause]
    return Draft(
        "causal",
        "",
        subject(scene, parts, token or clause),
        (*tokens, *([word] if word is not None and len(tokens) > 1 else [])),
        None,
        args={
            "cause": f"figure:{what}" if what not in {PRICE, OTHER, BEFORE} else "other",
            "cause_text": scene.view[slice(*(parts.cause if parts is not None else span))],
            "direction": direction(scene, parts or Parts(span, span), word, token),
            "outcome": what,
        },
        modality="negated" if denied else "stated" if said == "negated" else said,
    )


def _beside(when: Token | None, parts: Parts) -> list[Token]:
    """A cause's date, where it stands in its words or right before them."""
    told = [parts.cause, *([parts.effect] if parts.effect else [])]
    first, last = min(a for a, _ in told), max(b for _, b in told)
    return [when] if when is not None and first - NEAR_DATE <= when.end and when.start < last else []


NEAR_DATE = 3


def _when(scene: Scene, parts: Parts, word: Token) -> Token | None:
    """The day of the effect, else of its clause or the sentence, else of the cause; the quarter of a report is none."""
    until = max(parts.cause[1], word.end, parts.effect[1] if parts.effect else 0)
    dated = [
        t for t in scene.dates("on", "since", "end_of", "start_of")
        if t.start < until and t.dated and not counts_from(scene, t)
        and not (parts.among_causes(t) and t.dated.period.grain == "year")
        and (parts.among_effects(t) or t.sense != "on" or t.dated.period.grain not in {"quarter", "half", "span"})
    ]  # fmt: skip
    order = sorted(
        dated,
        key=lambda t: (
            t.sense == "since" and word.sense != "began",
            parts.among_causes(t),
            not parts.among_effects(t),
            abs(t.start - word.start),
        ),
    )
    return order[0] if order else None


def _openers(scene: Scene) -> list[Token]:
    """Words of causation; and "began", where something follows "after" a decision."""
    words = [*scene.all("sense", "cause", "because", "rescue"), *_behind_a_move(scene), *_as(scene)]
    decided = scene.all("sense", "after") and scene.all("sense", "decide")
    words = [w for w in words if not wording("causal.awaits").match(scene.view, w.start)]
    return [*words, *(scene.all("sense", "began") if decided else ())]


def _behind_a_move(scene: Scene) -> list[Token]:
    """ "Boeing dropped 1.2% after machinists voted …": an "after" right behind a move, with more than a day, a time or a number behind it.

    Where it is news that stands behind it ("after the company declared its first dividend"), a move anywhere before it will do.
    """
    words = scene.all("sense", "after")
    if not words or scene.language == "zh":
        return []
    moves = [t.end for t in scene.quantities("%")] + [t.end for t in scene.all("sense", "rise", "fall")]
    dated = [t.start for t in scene.tokens if t.kind in {"date", "quantity"}]
    return [
        replace(t, sense="because") for t in words
        if scene.view[t.start : t.end].lower() != "since" and not any(0 <= d - t.end <= 1 for d in dated) and wording("causal.states").match(scene.view, t.end, scene.end)
        and not _is_an_earlier_move(scene, t)
        and (any(0 <= t.start - end <= NEAR_MOVE for end in moves) or (wording("causal.news").match(scene.view, t.end, scene.end) and _tape_moved(scene, t)))
    ]  # fmt: skip


def _is_an_earlier_move(scene: Scene, word: Token) -> bool:
    """Whether what stands behind "after" is a move with its own size and time, which came before and is no cause ("gained 81% in 2023 after losing half its value in 2022")."""
    verb = next((t for t in scene.all("sense", "rise", "fall") if 0 <= t.start - word.end <= NEAR_MOVE), None)
    sizes = [t for t in scene.quantities("%") if verb is not None and word.end <= t.start <= verb.end + NEAR_MOVE]
    last = max((t.end for t in (*sizes, verb) if t is not None), default=word.end)
    dated = any(0 <= d.start - last <= 2 * NEAR_MOVE for d in scene.dates("on"))
    return bool(sizes) and dated and not any(word.end <= t.start < last for t in scene.all("metric"))


def _tape_moved(scene: Scene, word: Token) -> bool:
    """Whether a price, a market value or an index is said to have moved in the sentence before a word."""
    nouns = [t.end for t in scene.all("metric") if t.sense in MARKET and t.end <= word.start]
    nouns += [t.end for t in scene.all("name", "company") if t.is_index and t.end <= word.start]
    return bool(nouns) and way(scene, scene.start, word.start, nouns[0]) != ""


def _as(scene: Scene) -> list[Token]:
    """ "Sales dropped 1.6% as local rivals slashed prices": an "as" behind a move or a figure, with a statement behind it."""
    if scene.language != "en" or scene.heading or " as " not in scene.view[scene.start : scene.end]:
        return []
    told = [t for t in scene.tokens if t.kind == "quantity" or t.sense in {"rise", "fall"}]
    out = []
    for m in wording("causal.as").finditer(scene.view, scene.start, scene.end):
        before = [t for t in told if t.end <= m.start()]
        noun = next((t for t in scene.all("metric") if t.start == m.end() + 1 or t.start == m.end()), None)
        if noun is not None and scene.view[noun.end : noun.end + 1] in {",", ".", ";", ""}:
            continue  # "kept 35 cents as operating profit, up from 24"
        if before and m.start() - before[-1].end <= AFTER_A_MOVE and not any(m.end() == t.start for t in told):
            out.append(Token(m.start(), m.start() + 2, "sense", "because"))
    return out


AFTER_A_MOVE = 48
NEAR_MOVE = 14


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
    if word.sense in {"cause", "rescue"}:
        names = [t.end for t in scene.all("metric") if t.sense in MARKET and left <= t.start < word.start]
        start, end = max([left, *names, word.start - LONGEST]), word.start
    elif word.sense == "because":
        moved = [t.start for t in scene.all("metric") if t.sense in MARKET and word.end <= t.start < right]
        start, end = word.end, min([right, *moved, word.end + LONGEST])
    else:
        return None
    if end - start < 2 and word.sense == "rescue":
        start, end = next(
            ((a, b) for a, b in reversed(scene.clauses) if b <= left), (start, end)
        )  # 是…这一个决定，拯救了
    words = scene.view[start:end]
    start += len(words) - len(words.lstrip(_TRAILING))
    end -= len(words) - len(words.rstrip(_TRAILING + "。.!?！？;；:：)"))
    pointing = wording("causal.pointing").fullmatch(scene.view, start, end) is not None
    figures = [t for t in scene.all("metric") if t.sense in REPORTED and start <= t.start < end]
    reported = word.sense == "because" and bool(figures) and scene.company(figures[0]) == scene.company(word)
    return (
        Token(start, end, "topic", "results" if reported else "other")
        if end - start >= 2 and (not pointing or word.sense == "rescue")
        else None
    )


REPORTED = frozenset({"revenue", "net_income", "operating_income", "eps_diluted"})
"""Figures that a company's results tell: a cause that speaks of one is its results.

"After it said that revenue had climbed" and "as profit tripled" name the news and no other event.
"""


def _figure(scene: Scene, word: Token) -> Token | None:
    """The reported figure that is said to have been moved: behind a verb that causes; beside "because", where something moved or is counted."""
    figures = [t for t in scene.all("metric") if t.sense not in NOT_FACTS]
    figures += [replace(t, kind="metric", sense="net_income") for t in lost(scene)]
    if scene.view[word.start : word.end].lower() == "after":
        return None
    if word.sense == "cause":
        near = scene.nearest(word, figures, side="after", clause=True)
        return near if near is not None and near.start - word.end <= REACH else None
    told = scene.all("quantity") or scene.all("sense", "rise", "fall", "multiply", "lose")
    if word.sense != "because" or not told:
        return None
    return scene.nearest(word, figures, side="before") or scene.nearest(word, figures, side="after")


def _before_it(scene: Scene, word: Token) -> Token | None:
    """The word itself, where its sentence opens with it and so gives the reason of the sentence before (因为…, "Because …"), or names what it explains."""
    asked = scene.view[max(0, scene.start - 4) : scene.start].rstrip().endswith(("?", "？"))
    opens = word.sense == "because" and word.start - scene.start <= 2 and asked
    return word if opens or _names_a_reason(scene, word) else None


def _names_a_reason(scene: Scene, word: Token) -> bool:
    """Whether a word gives the reason of what it names itself (危机的根源在于…; "blamed the decline on …")."""
    told = scene.view[word.start : word.end].lower()
    if told.startswith(("原因", "根源")):
        return word.start - scene.clause(word)[0] >= NAMED
    laid = told.startswith(("blam", "attribut")) and wording("causal.upon").search(
        scene.view, word.end, scene.clause(word)[1]
    )
    return bool(laid) and way(scene, word.end, laid.start(), word.end) != "" if laid else False


NAMED = 3


def _effect(scene: Scene, word: Token) -> Token | None:
    """What is said to have moved: the price, the market value or an index; for a rescue also a person or a company.

    A verb that causes has it behind itself. "Because" has it on either side: a noun of the tape, or a move that no other noun is
    the subject of.
    """
    market = [t for t in scene.all("metric") if t.sense in MARKET]
    indexes = [t for t in scene.all("name", "company") if t.is_index]
    pool = [*market, *indexes]
    if word.sense == "cause":
        near = scene.nearest(word, pool, side="after", clause=True)
        if near is not None and near.start - word.end <= REACH:
            return near
        before = scene.nearest(word, pool, side="before", clause=True)
        moved = before is not None and (
            wording("causal.object").search(scene.view, max(scene.start, before.start - 10), before.start)
            or wording("causal.agent").search(scene.view, before.end, word.start)
        )
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
    if not moves and scene.language == "zh" and not scene.all("metric"):
        moves = [t for t in scene.all("sense", "rise", "fall") if t.end <= word.start]
    found = scene.nearest(word, moves)
    if found is None:
        return None
    noun = scene.nearest(found, scene.all("metric"), side="before")
    return found if noun is None or noun.sense in MARKET else None


def unrelated(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Had nothing to do with China", 跟外卖没多大关系: a cause that is denied."""
    return [
        Draft("causal", "", scene.company(word), (word, cause), modality="negated",
              args={"cause": OTHER, "cause_text": scene.view[cause.start : cause.end], "direction": way(scene, *scene.clause(word), word.start) or UNSAID,
                    "outcome": PRICE})
        for word in free(scene.all("sense", "unrelated"), taken)[:1]
        for cause in [_denied(scene, word)]
    ]  # fmt: skip


def _denied(scene: Scene, word: Token) -> Token:
    """The cause that is denied: behind the word, in Chinese before it ("nothing to do with China", 跟外卖没关系, "X had no bearing on it")."""
    left, right = scene.clause(word)
    behind = trimmed(scene, word.end, right)
    if (
        scene.language == "zh"
        or behind[0] == behind[1]
        or scene.view.startswith(("had no bearing", "was not behind"), word.start)
    ):
        m = wording("causal.with").search(scene.view, left, word.start)
        behind = trimmed(scene, m.end() if m else left, word.start)
    return Token(*behind, "topic", OTHER)


__all__ = ["causal", "in_words", "spans", "unrelated"]
