"""Changes of reported figures over several years: "doubled since 2019", 三年来增长57%, "rose 57% from $86 billion in 2020 to $134.9 billion in 2023".

The measures of growth set a period beside the one a year before, where nothing else is said; such a change names its base, or is for no measure to check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.calendar import periods
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

CHANGES = frozenset({"fact.change", "fact.growth", "fact.ratio"})
APART = 550
"""Between the first days of two periods of which one is the year after the other there are fewer days."""
STRETCH = 740
"""No stretch over two periods that follow each other is so long."""
LONG_AGO = 640
"""A base that ended so many days before publication is not that of the newest figure."""
RANKS = ("superlative", "record", "high", "lowest", "first")


def over_several_years(scene: Scene, draft: Draft) -> Draft:
    """A draft of a change with the base that its sentence counts it from over more than one year; without its measure where that is not told."""
    if draft.measure not in CHANGES or (draft.measure == "fact.ratio" and "sense" not in draft.args):
        return draft
    told = next((t for t in draft.tokens if t.kind == "quantity"), None) or next(iter(draft.tokens), None)
    if told is None:
        return draft
    between = "against" not in draft.args and _between_levels(scene)
    if not (between or _counts_years(scene, told) or _from_long_ago(scene, told)):
        return draft
    base, period, words = _base(scene, told, draft.period)
    if not base:
        return draft._replace(measure="")
    return draft._replace(tokens=(*draft.tokens, *words), period=period, also=(), args={**draft.args, "base": base})


def _base(scene: Scene, told: Token, period: Period | None) -> tuple[str, Period | None, list[Token]]:
    """What a change over several years is set beside, as its measure takes it, the period that it came to, and the words that count years; nothing where the sentence tells neither."""
    m = wording("several_years.counted").search(scene.view, scene.start, scene.clause(told)[1])
    if m is not None:
        words = [t for t in scene.quantities("years") if m.start() <= t.start < m.end()]
        return _years_in(scene, m.start(), m.end()), period, words
    dates = [d.dated for d in scene.dates("on", "since", "duration", "end_of", "whole") if d.dated]
    reported = [d.period for d in dates if periods.is_reported(d.period)]
    spans = [d.period for d in dates if d.role != "since" and d.period.days > STRETCH]
    if len(spans) == 1 and not reported and (spans[0].start.month, spans[0].end.month) == (1, 12):
        first, last = periods.year(spans[0].start.year), periods.year(spans[0].end.year)
        return (f"{first.start}:{first.end}", last, []) if first and last else ("", None, [])
    first, last = min(reported, key=lambda p: p.start, default=None), max(reported, key=lambda p: p.start, default=None)
    if first is None or last is None or any(p.grain != first.grain for p in reported) or len(reported) > MOST_DATES:
        return "", None, []
    return f"{first.start}:{first.end}", last if last != first else None, []


def _years_in(scene: Scene, start: int, end: int) -> str:
    """How many whole years some words count ("over three years", 三年来), as digits; empty where it is no one number."""
    here = [t for t in scene.tokens if start <= t.start < end and (t.sense == "years" or t.kind == "date")]
    spans = [t.dated.period for t in here if t.dated and t.dated.role == "duration"]
    told = [
        t.figure for t in here if t.kind == "quantity" and t.figure.hedge in {"exact", "over"} and t.figure.top is None
    ]
    years = [f.value for f in told] or [p.days / 365.25 for p in spans]
    whole = {round(n) for n in years if abs(n - round(n)) < 0.02}
    return str(whole.pop()) if len(whole) == 1 and len(years) == 1 else ""


OPENS = 1
"""So many characters stand before a stretch that opens its sentence."""
MOST_DATES = 2
"""A sentence with more periods does not say which two a change lies between."""


def _counts_years(scene: Scene, told: Token) -> bool:
    """Whether the clause of a change says over how many years it was ("over three years", 五年来)."""
    return wording("several_years.counted").search(scene.view, *scene.clause(told)) is not None


def _from_long_ago(scene: Scene, told: Token) -> bool:
    """Whether a stretch or a base in the clause of a change begins more than a year before what it is set beside; a rank's first year is no base of it."""
    for d in scene.dates("since", "duration"):
        ranked = any(told.end <= t.start <= d.start for t in scene.all("sense", *RANKS))
        opens = d.start - scene.start <= OPENS  # 自2020年以来，Meta的收入增长了57%
        if d.dated is None or ranked or not (scene.together(d, told) or opens):
            continue
        days = (d.dated.period.end - d.dated.period.start).days
        if d.dated.role == "duration" and days > STRETCH:
            return True
        if d.dated.role == "since" and (scene.published - d.dated.period.end).days > LONG_AGO:
            return True
    return False


def _between_levels(scene: Scene) -> bool:
    """Whether the only percentage of a sentence is that between the figures of two periods that are years apart."""
    if len(scene.quantities("%")) > 1 or not scene.all("sense", "earlier"):
        return False
    starts = [
        d.dated.period.start for d in scene.dates("on", "since") if d.dated and periods.is_reported(d.dated.period)
    ]
    return len(starts) > 1 and (max(starts) - min(starts)).days > APART


__all__ = ["CHANGES", "over_several_years"]
