"""The frame of a reported figure that moved, where nothing says by how much: "the margin widened", 营收环比下滑, "the loss narrowed again"."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Quantity
from tapeline.story.frames.accounts.gapped import AGAINST
from tapeline.story.frames.subjects.figure_names import RATES, facts, kind_of, metric_of, name_of
from tapeline.story.frames.times.bases import base_before, base_behind, counted_from
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene

INCOMES = frozenset({"net_income", "operating_income"})


def went(scene: Scene, taken: set[Token]) -> list[Draft]:
    """Which way a figure went, against the year or the quarter before, where the words around say that a period is reported."""
    out: list[Draft] = []
    for verb in scene.all("sense", "rise", "fall"):
        if verb in taken or scene.view[verb.start : verb.end].lower() in wordlist("figure_directions.nouns"):
            continue
        metric = _loss(scene, verb) or metric_of(scene, verb)
        if (
            metric is None
            or metric.sense == "share_count"
            or not _is_its_verb(scene, metric, verb)
            or _is_sized(scene, metric, verb)
        ):
            continue
        bases = _bases(scene, verb)
        period, when = fact_period(scene, verb)
        if not (bases or when or scene.discourse.figure[0] or _tells_figures(scene)):
            continue  # of no time that is told
        name = _name(scene, metric, verb)
        for against in bases or [{}]:
            used = tuple(sorted((t for t in (metric, verb, when) if t), key=lambda t: t.start))
            rate = name.rpartition(".")[2] in RATES
            claim = _asserted(scene, verb, "points" if rate else "%")
            out.append(Draft(kind_of(name), "fact.change" if rate else "fact.growth", scene.company(metric), used, claim, period, (),
                             {"metric": name, **against}))  # fmt: skip
    return out


def _loss(scene: Scene, verb: Token) -> Token | None:
    """The noun of a segment's loss before a verb ("Reality Labs' operating loss widened again")."""
    before = [t for t in scene.all("sense", "spend", "lose", "fall") if t.end <= verb.start]
    nouns = (t for t in reversed(before) if scene.language == "zh" or scene.together(t, verb))
    loss = next((t for t in nouns if wording("figure_directions.loss").fullmatch(scene.view, t.start, t.end)), None)
    named = any(t.name and t.name.kind == "segment" for t in scene.tokens)
    return None if loss is None or not named else Token(loss.start, loss.end, "metric", "operating_income")


def _is_sized(scene: Scene, metric: Token, verb: Token) -> bool:
    """Whether a number beside a verb says by how much, or to what, it moved, or a rank or a streak does: other frames read it."""
    others = [t.start for t in scene.all("sense", "rise", "fall") if t.start > verb.start]
    left, right = max(metric.end, scene.clause(verb)[0]), min([scene.clause(verb)[1], *others])
    beside = (
        t for t in scene.all("quantity") if left <= t.start < right and t.sense not in TIMES and not _is_level(scene, t)
    )
    behind = wording("figure_directions.sized").match(scene.view, verb.end, scene.end)
    ranks = (t for t in scene.all("sense", *RANKED) if left <= t.start < right)
    return behind is not None or any(beside) or any(ranks)


def _is_level(scene: Scene, amount: Token) -> bool:
    """Whether a number is what a figure came to ("narrowed, to 38%", "fell to $27.9 billion"), and not by how much it moved."""
    return any(0 <= amount.hedge_start - t.end <= 1 for t in scene.all("sense", "to"))


TIMES = frozenset({"years", "months", "weeks", "days"})
RANKED = ("superlative", "record", "streak", "first", "multiply", "forecast", "exceed", "worse_than")


def _tells_figures(scene: Scene) -> bool:
    """Whether a sentence tells figures of a period otherwise."""
    levels = any(_is_level(scene, t) for t in scene.quantities("money", "%", "people"))
    return bool(scene.quantities("money", "%")) and (levels or len({t.sense for t in facts(scene)}) > 1)


def _is_its_verb(scene: Scene, metric: Token, verb: Token) -> bool:
    """Whether nothing but adverbs and a name parts a figure's noun from a verb behind it, that no noun makes another's ("revenue growth slowed")."""
    if metric.end > verb.start or wording("figure_directions.noun").match(scene.view, verb.end):
        return False
    left = scene.clause(verb)[0]
    if scene.language == "zh" and left >= metric.end:
        told = scene.view[left : verb.start]
        for date in (d for d in scene.dates() if left <= d.start and d.end <= verb.start):
            told = told.replace(scene.view[date.start : date.end], "")
        return wording("figure_directions.between").fullmatch(told) is not None
    words = scene.view[metric.end : verb.start]
    for name in (t for t in scene.tokens if t.name and metric.end <= t.start and t.end <= verb.start):
        words = words.replace(scene.view[name.start : name.end], "")
    return scene.together(metric, verb) and wording("figure_directions.between").fullmatch(words) is not None


def _bases(scene: Scene, verb: Token) -> list[dict[str, str]]:
    """What a change is set beside: by each word of comparison of its clause, or the date right behind it."""
    words = [w for w in scene.all("sense", "compare_year", "compare_quarter") if scene.together(w, verb)]
    told = [{"against": AGAINST[w.sense]} for w in words]
    behind = base_behind(scene, verb) or base_before(scene, verb)
    counted = counted_from(scene, verb, behind) if behind is not None else None
    return [dict(pairs) for pairs in dict.fromkeys(tuple(t.items()) for t in [*told, *([counted] if counted else [])])]


def _name(scene: Scene, metric: Token, verb: Token) -> str:
    """The figure's name; of a loss that widened or narrowed, that of the loss."""
    name = name_of(scene, metric, verb)
    loss = metric.sense in INCOMES and wording("figures.loss").search(scene.view, metric.start, metric.end)
    return f"{name}_loss" if loss else name


def _asserted(scene: Scene, verb: Token, unit: str) -> Asserted:
    low, high = (0.0, math.inf) if verb.sense == "rise" else (-math.inf, 0.0)
    return Asserted(scene.view[verb.start : verb.end], Quantity(low, high, unit))


__all__ = ["went"]
