"""The frame of a figure's earlier level that stands in brackets behind it, with its time: "$4.39 (2022: $1.64)", "29.4% (2Q22: 29.0%)", 4.39美元(上年同期：1.64美元)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.calendar import periods
from tapeline.story.frames.slots import asserted, counted_in, free, per_share
from tapeline.story.frames.times.earlier_levels import last_quarter, year_before
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import group_of

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token


def in_brackets(scene: Scene, taken: set[Token], stated: list[Draft]) -> list[Draft]:
    """The drafts, and one more for each number that brackets give as an earlier level of the figure told last before them."""
    levels = [(d, a) for d in stated if d.measure == "fact.value" and (a := _amount(d)) is not None]
    out: list[Draft] = []
    for amount in free(scene.all("quantity"), taken) if levels else ():
        span = scene.brackets(amount)
        told = [(d, a) for d, a in levels if span is not None and a.end <= span[0] and _alike(d, amount)]
        when = None if span is None else _when(scene, span[0] + 1, amount)
        if not told or when is None:
            continue
        level, _ = told[-1]
        period, also = _then(scene, level, when)
        if period is None:
            continue
        out.append(_draft(level, amount, period, also))
        taken.add(amount)
    return [*stated, *out]


def _amount(draft: Draft) -> Token | None:
    return next((t for t in reversed(draft.tokens) if t.kind == "quantity"), None)


def _alike(draft: Draft, amount: Token) -> bool:
    """Whether a number can be of the same figure as another: money beside money or money a share, a rate beside a rate, a count beside a count."""
    unit, other = (
        group_of(u.removesuffix("/share")) for u in (amount.figure.unit, draft.asserted.unit if draft.asserted else "")
    )
    return unit == other or (unit == "" and other in {"people", "shares"})


def _when(scene: Scene, start: int, amount: Token) -> Token | None:
    """The time that stands between the opening bracket and a number, with no more than a colon behind it."""
    words = [*scene.dates("on"), *scene.all("sense", "compare_year", "compare_quarter")]
    return next(
        (
            t
            for t in words
            if t.start - start <= 1 and wording("in_brackets.colon").fullmatch(scene.view, t.end, amount.hedge_start)
        ),
        None,
    )


def _then(scene: Scene, level: Draft, when: Token) -> tuple[Period | None, tuple[Period, ...]]:
    """The time in brackets, for the figure told: a year alone is also the same stretch of that year."""
    now = level.period or last_quarter(scene)
    before = year_before(now)
    if when.dated is None:
        return (before if when.sense == "compare_year" else periods.one_before(now.start, "quarter")), ()
    told = when.dated.period
    if told.grain == "year" and now.grain != "year" and before is not None and before.end.year == told.start.year:
        return before, (told,)
    return told, ()


def _draft(level: Draft, amount: Token, period: Period, also: tuple[Period, ...]) -> Draft:
    """The level at another time."""
    unit = level.asserted.unit if level.asserted is not None else ""
    claim = asserted(amount, sign=-1.0 if level.asserted and level.asserted.quantity.high < 0 else 1.0)
    claim = per_share(claim) if unit.endswith("/share") else counted_in(claim, unit)
    return level._replace(tokens=(amount,), asserted=claim, period=period, also=also, hedge=amount.figure.hedge)


__all__ = ["in_brackets"]
