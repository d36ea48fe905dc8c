"""What a change is set beside: the year or the quarter before, by a word of comparison or by the date behind its percentage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.calendar import periods
from tapeline.story.frames.times.earlier_levels import last_quarter, year_before
from tapeline.story.frames.times.not_when import compares, is_base_quarter
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def against(scene: Scene, at: Token) -> dict[str, str]:
    """What a change is one from: the year before, where the word of comparison of its clause, or any of the sentence, says so."""
    every = scene.all("sense", "compare_year", "compare_quarter")
    words = [t for t in every if not wording("bases.a_length").match(scene.view, t.start)]
    found = scene.nearest(at, words, clause=True)
    alone = len(scene.quantities("%")) <= 1  # else the words may be those of another figure
    said = found or (words[0] if alone and words else None)
    return {} if said is None else {"against": "year" if said.sense == "compare_year" else "quarter"}


def base_behind(scene: Scene, amount: Token) -> Token | None:
    """The date right behind a percentage that it is counted from ("12% lower than in the second quarter", "17% on the second quarter")."""
    m = wording("bases.behind").match(scene.view, amount.end, scene.end)
    if m is None:
        return None
    dates = (d for d in scene.dates() if d.dated and m.start("date") <= d.start <= m.end())
    return next((d for d in dates if d.dated and periods.is_reported(d.dated.period) and not compares(scene, d)), None)


def base_before(scene: Scene, verb: Token) -> Token | None:
    """The time that a clause sets its change beside before the verb (比一季度翻了一番), or that the clause before does (比两年前少了2.5亿股，缩减8.7%), where no words behind it name another."""
    if (told := _base_of_the_clause_before(scene, verb)) is not None:
        return told
    behind = [t.start for t in scene.all("sense", "compare_year", "compare_quarter") if scene.together(t, verb)]
    last = max(behind, default=0)  # "below the second quarter's but 35% more than a year earlier"
    dates = [d for d in scene.dates() if last < d.end <= verb.start and scene.together(d, verb)]
    return next((d for d in reversed(dates) if is_base_quarter(scene, d)), None)


def _base_of_the_clause_before(scene: Scene, verb: Token) -> Token | None:
    """The time that a Chinese clause before counts a difference from, which the next one only says again in percent."""
    left = scene.clause(verb)[0]
    before = scene.clause_before(left) if scene.language == "zh" else None
    if before is None or wording("bases.again").fullmatch(scene.view, left, verb.start) is None:
        return None
    dates = [d for d in scene.dates("on", "end_of") if before <= d.start < left and not compares(scene, d)]
    return next((d for d in dates if wording("bases.than").search(scene.view, d.start - 1, d.start)), None)


def counted_from(scene: Scene, at: Token, base: Token | None) -> dict[str, str] | None:
    """How a change is asked for: from a date's period, of the quarter that ended last, where there is one, else as the words say; `None` where it is no change that a measure knows."""
    if base is None:
        return against(scene, at)
    told = base.dated.period if base.dated is not None else None
    now = last_quarter(scene)
    if told is not None and _same(told, periods.one_before(now.start, "quarter")):
        return {"against": "quarter"}
    return {"against": "year"} if told is not None and _same(told, year_before(now)) else None


def _same(a: Period, b: Period | None) -> bool:
    return b is not None and (a.start, a.end) == (b.start, b.end)


__all__ = ["against", "base_before", "base_behind", "counted_from"]
