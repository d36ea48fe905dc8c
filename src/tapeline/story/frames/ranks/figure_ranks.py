"""Frames of how a reported figure or its growth ranks among earlier ones: "the fastest growth since 2021", "its first decline since 2012", 净利润为2018年以来最低."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.calendar import periods
from tapeline.story.frames.slots import rank_one
from tapeline.story.frames.subjects.figure_names import facts, name_of
from tapeline.story.frames.times.bases import against
from tapeline.story.frames.times.ranked_since import REACH, named_period, since_of, years_back, years_told
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene

TOPS = ("superlative", "lowest", "high", "first")
BEHIND = 40
"""So many characters behind a word of rank tell what it ranks."""


def ranked(scene: Scene, taken: set[Token]) -> list[Draft]:
    """A figure that is the highest or the lowest, grows the fastest or the slowest, or falls for the first time, since a day or in so long."""
    out: list[Draft] = []
    for top in [t for t in scene.all("sense", *TOPS) if t not in taken]:
        since, day = _since(scene, top)
        metric, told = _metric(scene, top), _measured(scene, top)
        spoken_of = scene.discourse.figure if not scene.all("metric") else ("", None)
        if told is None or not (metric or (spoken_of[0] and told[0] != "fact.high_rank")):
            continue
        measure, args, end = told
        if not day and not _ever(scene, top):
            continue
        name, (period, when) = (
            (spoken_of[0], (spoken_of[1], None))
            if metric is None
            else (name_of(scene, metric), fact_period(scene, metric))
        )
        if when is not None and when is since:
            period, when = None, None
        counted = {"since": day} if day else {}
        told_against = {} if measure == "fact.high_rank" else against(scene, top)
        args = {"metric": name, **args, **counted, **per_told(scene, top), **told_against}
        words = Token(top.start, end, top.kind, top.sense)
        used = tuple(dict.fromkeys(t for t in (metric, words, since, when) if t))
        text = scene.view[top.start : end]
        out.append(Draft("record", measure, scene.company(metric or top), used, rank_one(text), period, (), args))
        taken.add(top)
        taken.update(t for t in scene.all("sense", *TOPS, "record") if t.start < top.end and top.start < t.end)
    return out


def _since(scene: Scene, top: Token) -> tuple[Token | None, str]:
    """The date that a rank is counted from, and the day as a measure takes it; empty where the sentence gives none."""
    since = since_of(scene, top)
    if since is not None and since.dated is not None:
        return since, named_period(_quarter_of(since.dated.period))
    long = years_told(scene, top, top)
    return None, "" if long is None else years_back(long, scene.published).isoformat()


def _quarter_of(told: Period) -> Period:
    """The quarter that a season is of, where a figure is reported by quarters (the spring: the second); any other time as it is."""
    is_a_season = told.grain == "span" and told.start.month % 3 == 0 and A_SEASON[0] <= told.days <= A_SEASON[1]
    return (periods.containing(told.end, "quarter") or told) if is_a_season else told


A_SEASON = (88, 94)


def _ever(scene: Scene, top: Token) -> bool:
    """Whether a rank is one among all that there have been ("the slowest on record", "its first-ever decline", 上市以来首次)."""
    if scene.view.endswith("-ever", 0, top.end):
        return True
    if scene.language == "zh" and top.sense == "first":
        return wording("figure_ranks.of_a_year").search(scene.view, scene.start, top.start) is None
    if wording("figure_ranks.ever").match(scene.view, top.end, scene.end):
        return True
    return any(abs(t.start - top.end) <= REACH or 0 <= top.start - t.end <= 2 for t in scene.all("sense", "ever"))


def _metric(scene: Scene, top: Token) -> Token | None:
    """The noun of the figure that is ranked: the nearest before, in its clause or an earlier one, or right behind it; none where a price stands nearer."""
    nouns = scene.all("metric")
    behind = [t for t in nouns if 0 <= t.start - top.end <= BEHIND and scene.together(t, top)]
    found = scene.nearest(top, nouns, side="before", clause=True) or next(iter(behind), None)
    found = found or scene.nearest(top, nouns, side="before")
    return found if found is not None and found in facts(scene) else None


def _measured(scene: Scene, top: Token) -> tuple[str, dict[str, str], int] | None:
    """The measure that a rank is one of, with what it is asked and where its words end; `None` where they rank something else."""
    text, right = scene.view[top.start : top.end].lower(), min(scene.end, top.end + BEHIND)
    if top.sense == "first":
        m = wording("figure_ranks.change").match(scene.view, top.end, right)
        down = m is not None and (m["down"] or m["fell"] or m["down_zh"])
        if m is not None and wording("figure_ranks.by_digits").search(m[0]):
            return None  # 首次实现两位数增长
        return None if m is None else ("fact.change_count", {"direction": "down" if down else "up"}, m.end())
    table = lexicon.table(scene.language, "predicates")["figure_ranks"]
    fast, slow, highest, lowest = (table[k] for k in ("fast", "slow", "highest", "lowest"))
    if text not in fast + slow + highest + lowest or wording("figure_ranks.other").match(scene.view, top.end, right):
        return None
    low = {"low": "yes"} if text in slow + lowest else {}
    grows = wording("figure_ranks.growth").match(scene.view, top.end, right)
    grew = wording("figure_ranks.grew").search(scene.view, scene.clause(top)[0], top.start)
    if text in fast + slow or grows or grew:
        return "fact.growth_rank", low, grows.end() if grows else top.end
    level = wording("figure_ranks.level").match(scene.view, top.end, right)
    return ("fact.high_rank", low, top.end) if level else None


def per_told(scene: Scene, top: Token) -> dict[str, str]:
    """What periods are ranked, where the words behind a rank or before it say so ("its first annual decline")."""
    around = scene.view[max(scene.start, top.start - 12) : min(scene.end, top.end + 12)]
    found = wording("figure_ranks.per").search(around)
    return {} if found is None else {"per": "year" if found["year"] or found["year_zh"] else "quarter"}


__all__ = ["per_told", "ranked"]
