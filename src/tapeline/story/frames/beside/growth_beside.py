"""Growth of a reported figure that stands beside a level of it: what it grew to, or what it grew from ("73% more than the $7.8 billion of a year earlier")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.beside.ellipsis import ERAS
from tapeline.story.frames.slots import asserted, free
from tapeline.story.frames.times.earlier_levels import has_its_noun, last_quarter, year_before
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tapeline.claim import Asserted, Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def growth_beside(scene: Scene, taken: set[Token], stated: list[Draft]) -> list[Draft]:
    """The drafts of a sentence, and one for each percentage or multiple that its words tie to a level which one of them tells."""
    out = [_of_then(scene, d) for d in stated]
    levels = [d for d in out if d.measure == "fact.value"]
    for amount in free(scene.quantities("%", "x"), taken) if levels else ():
        found = _to(scene, amount, levels, out) or _from(scene, amount, levels)
        if found is not None:
            out.append(found)
            taken.add(amount)
    return out


def _of_then(scene: Scene, d: Draft) -> Draft:
    """A draft on a figure's growth, or on what it came to by it, in the year before where its clause says so ("a year earlier it had risen 11% to $32 billion")."""
    amount = next((t for t in d.tokens if t.kind == "quantity"), None)
    if amount is None or d.measure not in {"fact.growth", "fact.value"}:
        return d
    part = max(scene.start, scene.view.rfind(";", scene.start, amount.start) + 1)
    opens = wording("growth_beside.opens_then").match(scene.view, part, amount.start)
    if opens is None and wording("growth_beside.then").search(scene.view, *scene.clause(amount)) is None:
        return d
    before = year_before(d.period if d.period is not None and d.period.grain in ERAS else last_quarter(scene))
    already = d.measure == "fact.value" and not has_its_noun(d)
    return d if before is None or already else d._replace(period=before, also=())


def _to(scene: Scene, amount: Token, levels: list[Draft], drafts: list[Draft]) -> Draft | None:
    """What a figure grew by to the level behind it, where a verb before says which way ("dropped 49% to $6.4 billion in the quarter and 38% to $28.9 billion in the year")."""
    tied = _level(scene, amount, levels, "growth_beside.to") if amount.sense == "%" else None
    if tied is None:
        return None
    level, of, _ = tied
    for d in reversed(drafts):
        figure = d.asserted.figure if d.asserted is not None and d.measure == "fact.growth" else None
        if figure is not None and d.args.get("metric") == level.args["metric"]:
            sign = -1.0 if figure.value < 0 else 1.0
            return _growth(level, (amount, of), asserted(amount, sign=sign), d.args)
    return None


def _from(scene: Scene, amount: Token, levels: list[Draft]) -> Draft | None:
    """What a figure is above or below its level of a year before, or so many times it."""
    tied = _level(scene, amount, levels, "growth_beside.than")
    if tied is None:
        return None
    level, of, said = tied
    now = next((d for d in levels if d is not level and d.args["metric"] == level.args["metric"]), None)
    if level.period is None or year_before(_of_now(scene, now)) != level.period:
        return None
    times = amount.sense == "x"
    if not times and not said:
        return None  # "half the $10.29 billion": a part of it, and no growth
    sign = -1.0 if "less" in said and not times else 1.0
    args = {"metric": level.args["metric"], "against": "year"} | ({"sense": "to"} if times else {})
    known = now or level._replace(period=_of_now(scene, now), also=())
    found = _growth(known, (amount, of), asserted(amount, sign=sign), args)
    return found._replace(measure="fact.ratio") if times else found


def _of_now(scene: Scene, now: Draft | None) -> Period:
    """The period that a sentence is about: that of its figure, else the last quarter."""
    return last_quarter(scene) if now is None or now.period is None else now.period


def _growth(of: Draft, tokens: tuple[Token, ...], told: Asserted, args: Mapping[str, str]) -> Draft:
    """The claim of a figure's growth in the period of its level."""
    hedge = told.figure.hedge if told.figure is not None else "exact"
    return Draft("ratio", "fact.growth", of.subject, tokens, told, of.period, of.also, dict(args), hedge)


def _level(scene: Scene, amount: Token, levels: list[Draft], form: str) -> tuple[Draft, Token, frozenset[str]] | None:
    """The draft of the level that words tie to an amount, the level's number, and which way the words go (`more`, `less`); Chinese puts the level first (比上年同期的46.5亿美元多出201%)."""
    for d in levels:
        for t in (t for t in d.tokens if t.kind == "quantity"):
            first, second = (t, amount) if t.start < amount.start else (amount, t)
            if (t.start < amount.start) != (scene.language == "zh"):
                continue
            m = wording(form).fullmatch(scene.view, first.end, second.hedge_start)
            if m is not None:
                return d, t, frozenset(lexicon.groups(m))
    return None


__all__ = ["growth_beside"]
