"""What a rank counts from: a day or a time that its words name, or so many years back ("since November", "in more than two years", 近十年来)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.story.frames.times.not_when import counts_from
from tapeline.story.lexicon import wording
from tapeline.story.numbers import numerals
from tapeline.story.tokens import Token

if TYPE_CHECKING:
    import re
    from datetime import date

    from tapeline.claim import Period
    from tapeline.story.scene import Scene

RANKS = {"rank_two": 2.0, "rank_three": 3.0, "rank_four": 4.0, "rank_five": 5.0}
REACH = 30
BETWEEN = 16
"""A record and its figure let so many characters between them ("a record quarterly profit")."""


def counted_since(scene: Scene, since: Token, of: Period | None = None) -> str:
    """What a record is counted from: both ends of a time that it is set beside, the beginning alone of one that it has lasted from at least (至少2019年以来, "since its 2012 debut")."""
    assert since.dated is not None  # noqa: S101  (no other token is a since)
    earlier = (p for p in since.dated.candidates if of is not None and p.end < of.start)
    told = next(earlier, since.dated.period)  # "its worst day since February", of one in October
    at_least = wording("records.at_least").search(scene.view, max(scene.start, since.start - 12), since.end)
    before = (scene.view, max(scene.start, since.start - 64), since.start)
    named = wording("records.a_beginning").search(*before) or wording("records.debut").match(scene.view, since.end)
    begun = scene.language == "zh" or named is not None
    scope = at_least is not None or (begun and counts_from(scene, since))
    return told.start.isoformat() if scope else named_period(told)


def named_period(period: Period) -> str:
    """A period that a record is counted from, both ends: it may or may not count itself."""
    return f"{period.start}:{period.end}"


_NUMBER = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
ROUND = 0.9
"""A stretch of years told in round numbers may be so much of itself."""


PER_YEAR = {"quarter": 4, "month": 12, "week": 52, "day": 365.25}


def years_told(scene: Scene, top: Token, moved: Token) -> re.Match[str] | None:
    """Of how long a record is ("surges most in a decade"); `None` where that is not told."""
    zh = scene.language == "zh"
    left = min(top.start, moved.start) - (BETWEEN if zh else 0)
    right = top.end if zh else min(scene.end, max(top.end, moved.end) + REACH)
    return wording("records.years").search(scene.view, max(scene.start, left), right)


def years_back(m: re.Match[str], published: date) -> date:
    """The day from which a record of so many years, months or weeks counts."""
    if m["zh"]:
        count = numerals.grammar("zh").read(m["zh"], 0, False)
        years = float(count.value if count else 1) / (
            12 if m["months"] else 4 if m["quarters"] else 52 if m["weeks"] else 1
        )
        return back(years + (0.5 if m["half"] else 0), published)
    number = 10 * _NUMBER[m["decades"]] if m["decades"] else _NUMBER.get(m["n"]) or int(m["n"])
    return back(number / PER_YEAR.get(m["unit"], 1), published)


def back(years: float, published: date) -> date:
    """The day that lies so many years, told in round numbers, before publication."""
    return published - timedelta(days=int(ROUND * 365.25 * years))


def since_of(scene: Scene, top: Token) -> Token | None:
    """The date that a record is counted from ("its best day since November")."""
    deeds = [d for d in scene.dates("on") if counts_from(scene, d)]
    moves = [d for d in scene.dates("on") if wording("records.since_it_moved").match(scene.view, d.end, scene.end)]
    nouns = [t.end for t in scene.all("sense", "day_noun") if 0 <= t.start - top.end <= REACH]
    ends = (top.end, *nouns)  # "the largest one-day percentage gain for Meta since July 2013"
    apart = {
        d: min(*(abs(d.start - end) for end in ends if end <= d.start or end == top.end), abs(top.start - d.end))
        for d in (*scene.dates("since"), *deeds, *moves)
    }
    places = _places(scene)
    others = [*scene.all("sense", "superlative", "record", *RANKS), *places]
    parted = (d for d in apart if not any(top.end <= t.start < d.start for t in others))
    own = [d for d in parted if not _is_of_a_place(top, d, places)]
    near = sorted((d for d in own if apart[d] <= REACH), key=apart.__getitem__)
    far = (d for d in deeds if top.end < d.start <= top.end + 2 * REACH and scene.together(d, top) and d in own)
    return next(iter(near), None) or next(far, None)  # "its worst one-day loss since its Wall Street debut in 2012"


def placed(scene: Scene) -> list[Token]:
    """The places that a move which is ranked before them takes as well ("its best day in a year and ranks third since the 2012 listing", 在2012年上市以来则排第三)."""
    tops = scene.all("sense", "superlative")
    if not tops or not scene.all("sense", "rise", "fall", "day_noun"):
        return []
    return [p for p in _places(scene) if any(t.end <= p.start for t in tops) and since_of(scene, p) is not None]


def _places(scene: Scene) -> list[Token]:
    found = wording("records.placed").finditer(scene.view, scene.start, scene.end)
    return [Token(*m.span(), "sense", "place") for m in found]


def _is_of_a_place(top: Token, date_token: Token, places: list[Token]) -> bool:
    """Whether a date is what a place counts from that stands right behind it, and no rank before."""
    return any(top.end <= date_token.start < p.start <= date_token.end + BETWEEN for p in places)


__all__ = [
    "PER_YEAR",
    "RANKS",
    "REACH",
    "back",
    "counted_since",
    "named_period",
    "placed",
    "since_of",
    "years_back",
    "years_told",
]
