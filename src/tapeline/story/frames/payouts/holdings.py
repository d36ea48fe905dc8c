"""Frames of who holds how much: shares and votes, what a holding is worth, by how much it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story.frames.slots import MOVES, asserted, free, is_a_fortune
from tapeline.story.frames.times.when import move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def holding(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "He owns about 350 million shares", "holds about 13% of the company"."""
    out = []
    for word in scene.all("sense", "hold"):
        amount = scene.before_then_after(word, free(scene.quantities("shares", "%"), taken), clause=True)
        person = _house(scene, word) or scene.person(word)
        if amount is None or not person or wording("holdings.of_a_market").match(scene.view, amount.end, scene.end):
            continue
        measure = HELD[amount.figure.unit, _of_votes(scene, amount)]
        if wording("holdings.by").search(scene.view, scene.clause(amount)[0], amount.hedge_start):
            measure = ""  # by how much a holding changed
        out.append(Draft("holding", measure, scene.company(word), (word, amount),
                         asserted(amount), None, (), {"person": person}, amount.figure.hedge))  # fmt: skip
        taken.add(amount)
        if measure:
            out += _held_besides(scene, out[-1], taken)
    return out


def _held_besides(scene: Scene, told: Draft, taken: set[Token]) -> list[Draft]:
    """What share of the stock or of the votes a holding is, told beside it ("350 million shares, about 13 percent of the equity but 61.1 percent of the votes")."""
    out = []
    for t in free(scene.quantities("%"), taken):
        m = wording("holdings.of_what").match(scene.view, t.end, scene.end)
        if m is None or t.start < told.tokens[-1].end:
            continue
        measure = HELD["%", wording("holdings.votes").search(m[0]) is not None]
        out.append(told._replace(measure=measure, tokens=(t,), asserted=asserted(t), hedge=t.figure.hedge))
        taken.add(t)
    return out


HELD = {
    ("shares", False): "holding.shares",
    ("shares", True): "",
    ("%", False): "holding.share",
    ("%", True): "holding.votes",
}
"""What measures a holding in a unit, of the stock or of the votes."""


def _of_votes(scene: Scene, amount: Token) -> bool:
    """Whether a share is one of the votes: by the words behind it up to the next number, or anywhere in its clause where it is the only one."""
    start, end = scene.clause(amount)
    others = [t for t in scene.quantities("%", "shares") if t is not amount and start <= t.start < end]
    right = min((t.start for t in others if t.start >= amount.end), default=end)
    votes = wording("holdings.votes")
    return votes.search(scene.view, amount.end, right) is not None or (
        not others and votes.search(scene.view, start, end) is not None
    )


REST = 6
_NO_HOUSE = frozenset(
    {
        "He",
        "She",
        "It",
        "They",
        "We",
        "The",
        "I",
        "Today",
        "And",
        "But",
        "Together",
        "Who",
        "Mr",
        "Ms",
        "Mrs",
        "Chairman",
        "Founder",
    }
)


def _house(scene: Scene, word: Token) -> str:
    """The holder whom no record knows: capitalised words right before an English verb of holding, which are no mention ("Vanguard held 8.9%")."""
    if scene.language == "zh":
        m = wording("holdings.zh_house").match(scene.view, scene.clause(word)[0], word.start)
        subjects = [
            t for t in scene.tokens if t.end <= word.start and scene.together(t, word) and (t.name or t.kind == "who")
        ]
        known = m is not None and any(t.start < m.start(1) or t.end > m.end(1) for t in subjects)
        return "" if m is None or known or word.start - m.end(1) > REST else m[1]
    m = wording("holdings.house").search(scene.view, max(scene.start, word.start - 48), word.start)
    if (
        m is None
        or m[1].split()[0] in _NO_HOUSE
        or any(t.start < m.end(1) and t.end > m.start(1) for t in scene.tokens if t is not word)
    ):
        return ""
    return m[1].strip()


def traded(scene: Scene, taken: set[Token]) -> list[Draft]:
    """减持苹果约1亿股, 持股砍掉近一半: by how much a holding changed, which no filing that the record knows says."""
    out = []
    for word in scene.all("sense", "trade_up", "trade_down"):
        amount = scene.nearest(word, free(scene.quantities("shares", "%"), taken), side="after", clause=True)
        held = scene.all("sense", "hold") or (amount is not None and amount.sense == "shares")
        if amount is None or not held or amount.start - word.end > 16 or scene.all("sense", "buyback"):
            continue
        claim = asserted(amount, sign=-1.0 if word.sense == "trade_down" else 1.0)
        out.append(Draft("holding", "", scene.company(amount), (word, amount), claim, None, (), {"person": scene.person(word)},
                         amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def worth(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "A stake worth over $140 billion"."""
    out = []
    for word in scene.all("sense", "worth"):
        amount = scene.nearest(word, free(scene.quantities("money"), taken), side="after", clause=True)
        person = scene.person(word)
        if amount is None or not person or wording("holdings.of_a_day").search(scene.view, scene.start, word.start):
            continue
        theirs = wording("tape_levels.of_a_holding").search(scene.view, scene.clause(amount)[0], amount.start)
        if not (theirs or scene.all("sense", "hold") or scene.all("name", "person")):
            continue
        if (verb := _changed(scene, word, amount)) is not None:
            claim = asserted(amount, sign=-1.0 if verb.sense in {"fall", "lose"} else 1.0)
            out.append(
                Draft(
                    "holding",
                    "",
                    scene.company(word),
                    (word, amount),
                    claim,
                    None,
                    (),
                    {"person": person},
                    amount.figure.hedge,
                )
            )
            taken.add(amount)
            continue
        owners = [
            t
            for t in scene.tokens
            if t.end <= word.start and (t.kind == "who" or (t.name and t.name.kind in {"company", "person"}))
        ]
        if owners and owners[0].sense == "company" and not theirs and not scene.all("sense", "hold"):
            continue  # what a company is worth
        sessions = scene.discourse.session
        period, also, when = move_periods(scene, word)
        own = when is not None and period is not None and period.grain == "day"
        then = None if own else _worth_then(scene, word)
        if then is not None and then.dated is not None:
            period, also, when, own = Period.of_day(then.dated.period.end), (), then, True
        told = period is not None and when is None and scene.discourse.of_an_era
        used = tuple(t for t in (word, amount, when if own else None) if t)
        told = told or (
            is_a_fortune(scene, word) and not any(scene.together(t, word) for t in scene.all("sense", "hold"))
        )
        traded = [t for t in scene.all("sense", *TRADES) if t.end <= amount.start and scene.together(t, amount)]
        told = told or bool(traded)  # 出售了价值近5亿美元的股票: what was sold is no holding
        out.append(Draft("holding", "" if told else "holding.value", scene.company(word), used, asserted(amount), period if own else None,
                         also if own else sessions, {"person": person}, amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _worth_then(scene: Scene, word: Token) -> Token | None:
    """The end of the time that a sentence has told of before it says what a holding was worth ("held 350 million shares at the end of March 2023, when they were worth $74 billion")."""
    if wording("holdings.were").search(scene.view, max(scene.start, word.start - 24), word.start) is None:
        return None
    return next((d for d in reversed(scene.dates("end_of")) if d.dated and d.end <= word.start), None)


TRADES = ("sell", "trade_up", "trade_down")


def _changed(scene: Scene, word: Token, amount: Token) -> Token | None:
    """The verb by which a fortune changed, where a sum is by how much (财富一夜之间损失290亿美元, 缩水超过150亿美元)."""
    inside = [t for t in scene.tokens if word.end <= t.start < amount.start]
    verbs = [t for t in inside if t.sense in MOVES]
    level = verbs and any(t.sense == "to" and t.start >= verbs[-1].start for t in inside)
    level = level or scene.view[amount.hedge_start - 1 : amount.hedge_start] in {"到", "至"}
    return verbs[-1] if verbs and not level and is_a_fortune(scene, word) else None


__all__ = ["holding", "traded", "worth"]
