"""The frame of how many shares changed hands: "some 232 million shares were traded", "volume: 150.5 million", 成交1.505亿股, 1.544亿股易手."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.slots import asserted, counted_in, free, rank_one
from tapeline.story.frames.times.ranked_since import counted_since
from tapeline.story.frames.times.when import move_periods, the_last_session
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene

LEAST = 1e5
"""Fewer shares are no day's volume of a large company."""


def traded(scene: Scene, taken: set[Token]) -> list[Draft]:
    """The shares of a company that were traded on a day; not those of a whole market."""
    out: list[Draft] = []
    for amount in free(scene.quantities("shares", ""), taken):
        if amount.figure.value < LEAST or not _is_turnover(scene, amount):
            continue
        period, also, when = move_periods(scene, amount, since=False)
        if when is not None and when.start >= amount.end and wording("turnover.than").match(scene.view, amount.end):
            (period, also), when = the_last_session(scene), None  # "150 million shares from 97 million the day before"
        if period is not None and period.grain != "day":
            continue
        days = tuple(p for p in also if p.grain == "day")
        used = (amount,) if when is None else tuple(sorted((amount, when), key=lambda t: t.start))
        claim = counted_in(asserted(amount), "shares")
        out.append(Draft("price_move", "price.volume", scene.company(amount), used, claim, period, days,
                         hedge=amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _is_turnover(scene: Scene, amount: Token) -> bool:
    """Whether the words before or behind a count say that so many shares were traded, and its clause speaks of no whole market."""
    before = (scene.view, max(scene.start, amount.hedge_start - 40), amount.hedge_start)
    said = wording("turnover.before").search(*before) or wording("turnover.behind").match(
        scene.view, amount.end, scene.end
    )
    return said is not None and wording("turnover.of_a_market").search(scene.view, *scene.clause(amount)) is None


def most_since(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The heaviest volume since October 2022", "84.7 million shares changed hands, the most since …", 成交量创2022年10月以来最大."""
    out: list[Draft] = []
    for m in wording("turnover.most").finditer(scene.view, scene.start, scene.end):
        words = Token(m.start(), m.end(), "topic", "volume")
        told = lexicon.groups(m)
        days = (d for d in scene.dates("since") if 0 <= d.start - m.end() <= NEXT or 0 <= m.start() - d.end <= NEXT)
        day = next(days, None)
        if not ("itself" in told or _is_of_a_volume(scene, words)) or (day is None and "ever" not in told):
            continue
        period, also, when = move_periods(scene, words, since=False)
        if period is not None and period.grain != "day":
            continue
        since = {} if day is None else {"since": counted_since(scene, day)}
        low = {"low": "yes"} if "low" in told else {}
        used = tuple(sorted((t for t in (words, day, when) if t), key=lambda t: t.start))
        out.append(Draft("record", "price.volume_rank", scene.company(words), used, rank_one(m[0].strip()), period,
                         tuple(p for p in also if p.grain == "day"), {**since, **low}))  # fmt: skip
        taken.update(t for t in scene.tokens if words.start <= t.start < words.end)
    return out


NEXT = 8
"""So few characters stand between such words and the time that they count from."""


def _is_of_a_volume(scene: Scene, words: Token) -> bool:
    """Whether the number before some words in their sentence is one of shares traded."""
    before = [t for t in scene.all("quantity") if t.end <= words.start]
    return bool(before) and before[-1].figure.value >= LEAST and _is_turnover(scene, before[-1])


__all__ = ["most_since", "traded"]
