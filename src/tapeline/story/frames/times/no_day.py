"""Whether a move is of a day that nothing gives: from a peak, until now, since a deed, of several days, too large for the one beside it.

Such a move is read, and for no measure to check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

OF_NO_DAY, OF_NO_DAY_OF_AN_INDEX = 60.0, 15.0
"""No large stock loses so many percent in a day."""
IN_A_DAY = 60.0
"""A move of more percent than this is not that of a day that the sentence does not name."""
MOST_A_DAY = 3.0
"""No share gains so many percent for each day of a stretch: such a move is of another time."""


def from_peak(scene: Scene, opener: Token, amount: Token | None = None) -> bool:
    """Whether a move is counted from a peak or a trough, whose day the sentence does not give, and no further amount is ("up 5.4% in 2024 and 40.5% from its low")."""
    if scene.language == "zh" and wording("no_day.peak_before").search(scene.view, scene.start, opener.start):
        return True
    m = wording("no_day.peak").search(scene.view, *scene.clause(opener))
    further = (
        m is not None and amount is not None and any(amount.end <= t.start < m.start() for t in scene.quantities("%"))
    )
    return m is not None and not further


def is_of_an_untold_day(scene: Scene, opener: Token, period: Period | None, when: Token | None, *, far: bool) -> bool:
    """Whether a move is from a day that the sentence does not give ("up 900% since he took over"), or of some day of a year that it names."""
    if over_several_days(scene, opener, period):
        return True
    of_one = when is not None and period is not None and period.grain == "day"
    if when is not None and not of_one and scene.view.startswith(("'s ", "\u2019s "), when.end):
        return True  # "since 2022's low"
    if _is_of_another_day(scene, opener) or _is_since_a_deed(scene, when) or _is_of_a_run(scene, when):
        return True
    if from_a_price(scene, opener) or wording("no_day.in_general").match(scene.view, opener.start, scene.end):
        return True
    if when is not None and of_one and _runs_until(scene, when):
        return True  # "fell 18% through Friday": from a day that is not told
    if wording("market.together").search(scene.view, *scene.clause(opener)) or (
        when is None and wording("no_day.since_deed").search(scene.view, scene.start, opener.start)
    ):
        return True  # 自改名以来, "those companies collectively"
    if scene.language == "zh" and any(scene.together(t, opener) for t in scene.all("sense", "respectively")):
        return True  # 今年和过去12个月分别上涨8%和17%: what could be paired is taken
    so_far = period is not None and period.start == scene.published.replace(month=1, day=1) and period.grain == "span"
    on_the_year = wording("no_day.on_the_year").search(scene.view, opener.end, _next_verb(scene, opener))
    if (when is None or when.start < opener.start) and on_the_year and not so_far:
        return True  # "is up 20% on the year": of a year that is not told
    if when is None:
        if wording("no_day.back_then").search(scene.view, *scene.clause(opener)):
            return True
        if until_now(scene, opener) and _is_of_a_day(period):
            return True
        since = (
            wording("market.since").search(scene.view, scene.clause(opener)[0], _next_amount(scene, opener)) is not None
        )
        return (since and not so_far) or (far and _is_of_a_day(period))
    return period is not None and period.grain not in {"day", "week"} and _is_told_after(scene, when, opener)


def _is_of_another_day(scene: Scene, opener: Token) -> bool:
    """Whether a move is remembered ("that famous 20% pop"), or of the day after something that has no day of its own ("the day after the previous set of numbers")."""
    return (
        wording("no_day.remembered").search(scene.view, scene.clause(opener)[0], opener.start) is not None
        or wording("no_day.after_another").search(scene.view, scene.start, opener.start) is not None
    )


def _is_of_a_run(scene: Scene, when: Token | None) -> bool:
    """Whether a month or a year is that of a run of days, whose own move it is ("equalling a run last seen in January 2021, when it tacked on 4%")."""
    left = scene.start if when is None else max(scene.start, when.start - 40)
    return when is not None and wording("no_day.of_a_run").search(scene.view, left, when.start) is not None


def _is_since_a_deed(scene: Scene, when: Token | None) -> bool:
    """Whether a move counts from a deed of a month, whose day is not told (自3月宣布拆股以来股价已跌12%)."""
    if when is None or when.dated is None or when.dated.period.grain != "month":
        return False
    return wording("no_day.since_deed_in").match(scene.view, when.end, scene.end) is not None


def _is_of_a_day(period: Period | None) -> bool:
    """Whether a time is a day's, or none."""
    return period is None or period.grain == "day"


def over_several_days(scene: Scene, opener: Token, period: Period | None) -> bool:
    """Whether a move is one of several days that are not named, or the sum of them beside a day (连跌七个交易日，累计跌去30.8%)."""
    left = scene.clause(opener)[0]
    return (
        wording("no_day.several_days").search(scene.view, left, _next_verb(scene, opener)) is not None
        or _in_a_span(scene, opener)
        or (_is_of_a_day(period) and wording("no_day.adds_up").search(scene.view, left, opener.end) is not None)
    )


def _in_a_span(scene: Scene, opener: Token) -> bool:
    """Whether a stretch without a name stands before a move, and no rank that is of it ("trades at its lowest in more than two years")."""
    ranks = {t.end for t in scene.all("sense", "superlative", "lowest", "high")}
    found = wording("no_day.in_a_span").finditer(scene.view, scene.start, opener.start)
    return any(ranks.isdisjoint((m.start(), m.start() - 1)) for m in found)


def from_a_price(scene: Scene, verb: Token) -> bool:
    """Whether a move is from a price of a day that is not told to another's (从1.61美元到去年3月的227美元，股价涨了约140倍)."""
    return wording("no_day.from_to").search(scene.view, scene.start, verb.start) is not None


def until_now(scene: Scene, verb: Token) -> bool:
    """Whether a verb without a day tells how far something has come, and not what it did on one ("the stock has lost 25%", 目前已经跌逾25%)."""
    return wording("no_day.until_now").search(scene.view, scene.clause(verb)[0], verb.start) is not None


def _runs_until(scene: Scene, when: Token) -> bool:
    """Whether a day is the last of a stretch ("through Friday", "until Friday's close")."""
    return wording("no_day.through").search(scene.view, max(scene.start, when.start - 24), when.start + 9) is not None


def _next_verb(scene: Scene, opener: Token) -> int:
    """Where a verb's part of its clause ends: at the next verb of a move, or at the clause's end."""
    after = [t.start for t in scene.all("sense", "rise", "fall", "multiply") if t.start > opener.start]
    return min([scene.clause(opener)[1], *after])


def _next_amount(scene: Scene, opener: Token) -> int:
    """Where the part of a clause ends that tells of a verb's own percentage: at the next one, or at the clause's end."""
    behind = [t.start for t in scene.quantities("%") if t.start >= opener.end]
    ranked = [t.start for t in scene.all("sense", "superlative", "record") if behind and t.start > behind[0]]
    return min([scene.clause(opener)[1], *behind[1:2], *ranked[:1]])  # "5.5% for its biggest gain since April 2020"


def _is_told_after(scene: Scene, when: Token, opener: Token) -> bool:
    """Whether a move came after what an earlier clause dates (2018年公布二季度数据后，股价大跌19%)."""
    return (
        not scene.together(when, opener)
        and wording("no_day.afterwards").search(scene.view, when.end, scene.clause(when)[1]) is not None
    )


def is_too_large(amount: Token, period: Period | None, *, index: bool, fell: bool) -> bool:
    """Whether a share's fall, or an index's move, is too large for the day that stands beside it (3月23日便跌至2237.40点，回档33.9%)."""
    most = OF_NO_DAY_OF_AN_INDEX if index else OF_NO_DAY
    return (index or fell) and amount.figure.value > most and period is not None and period.grain == "day"


def years_own(scene: Scene, period: Period | None) -> bool:
    """Whether a move without a date is of the past year that its paragraph tells of, so that 年内 is within that year."""
    told = scene.discourse.of_an_era and period is not None and period.grain == "year" and period.end < scene.published
    words = scene.all("sense", "from_start")
    return told and all(scene.view[t.start : t.end].startswith("年内") for t in words)


__all__ = [
    "IN_A_DAY",
    "MOST_A_DAY",
    "from_a_price",
    "from_peak",
    "is_of_an_untold_day",
    "is_too_large",
    "over_several_days",
    "until_now",
    "years_own",
]
