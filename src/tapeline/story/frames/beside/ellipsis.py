"""Figures that go on with the statement before them: what it was before, what another company's is, the same in other words.

Their noun stands with the figure that they are set beside ("10.4 times forward earnings, Honda's at 7.6", 由15%调高至25%, "$13.5 billion,
against $6.7 billion"), and so a draft of that figure is what they are read from.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story.frames.slots import asserted, per_share
from tapeline.story.frames.times.earlier_levels import last_quarter, year_before
from tapeline.story.frames.times.stretches import spans_since
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.story.calendar.dates import Role
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

GOES_ON = frozenset(
    {"results", "ratio", "users", "headcount", "dividend", "market_cap", "holding", "buyback", "forecast", "index", "price_move"}
)  # fmt: skip
"""The kinds of statements that another figure can go on with."""
SHARE = 1000.0
"""No dividend and no earnings of a share are so much money."""
LONGEST = 140
"""So many characters stand between a figure and the one that goes on with it at most."""


def going_on(scene: Scene, taken: set[Token], stated: list[Draft]) -> list[Draft]:
    """A draft for each number that goes on with a statement of its sentence, made from that statement's own."""
    out: list[Draft] = []
    for amount in [t for t in scene.all("quantity") if t not in taken]:
        start = amount.hedge_start
        every = [*stated, *out]
        if (further := _of_a_further_time(scene, every, amount)) is not None:
            out.append(further)
            taken.add(amount)
            continue
        of = _spoken_of(scene, start) or _held_by(scene, start)
        restated = wording("ellipsis.or").search(scene.view, max(scene.start, start - 6), start) is not None
        if of is None and not restated and not _set_beside(scene, start):
            continue
        model = _model(every, amount, start, restated=restated, by_person=of is not None and of.sense == "person")
        if model is None:
            continue
        same = _other_form(every, scene, amount) if restated else None
        out.append(_made(model, amount, of) if same is None else _of_its_time(model, amount, same))
        taken.add(amount)
    return out


def _of_a_further_time(scene: Scene, drafts: list[Draft], amount: Token) -> Draft | None:
    """The same figure of the time behind an amount, in a list of such ("earned $29.1 billion in 2020, $39.4 billion in 2021 and $23.2 billion in 2022")."""
    grains = ERAS | {"day", "week", "month"} if amount.sense == "%" else ERAS
    roles: tuple[Role, ...] = ("on", "whole", "since") if amount.sense == "%" else ("on", "whole")
    times = [d for d in scene.dates(*roles) if d.dated and d.dated.period.grain in grains]
    when = next((d for d in times if wording("ellipsis.in").fullmatch(scene.view, amount.end, d.start)), None)
    last = next((d for d in times if wording("ellipsis.listed").fullmatch(scene.view, d.end, amount.hedge_start)), None)
    if when is None or when.dated is None or last is None or last.dated is None:
        return None
    of_then = last.dated.period
    told = (
        d for d in reversed(drafts)
        if d.period is not None and d.measure in OF_A_TIME and d.asserted
        and d.period.start == of_then.start and d.period.end == min(of_then.end, max(scene.published, d.period.start))
    )  # fmt: skip
    model = next((d for d in told if d.asserted is not None and _alike(d.asserted.unit, amount)), None)
    if model is None or model.asserted is None or model.asserted.figure is None:
        return None
    claim = asserted(amount, sign=-1.0 if model.asserted.figure.value < 0 else 1.0)
    if model.asserted.unit != claim.unit and claim.figure is not None:
        claim = Asserted.of_figure(replace(claim.figure, unit=model.asserted.unit))
    per = {"per": when.dated.period.grain} if "per" in model.args else {}
    moved = model.measure == "price.return"
    spans = [span for p in when.dated.candidates for span in spans_since(scene, when, p)]
    if when.dated.role == "since" and not (moved and spans):
        return None
    first, *others = (
        spans
        if when.dated.role == "since"
        else [
            replace(p, end=scene.published) if moved and p.start <= scene.published < p.end else p
            for p in when.dated.candidates
        ]
    )
    return model._replace(
        tokens=(amount, when),
        asserted=claim,
        period=first,
        also=tuple(others),
        args={**model.args, **per},
        hedge=amount.figure.hedge,
    )


OF_A_TIME = frozenset({"fact.growth", "fact.spent", "fact.value", "price.return"})
"""Measures of what is told of one time after another."""
ERAS = frozenset({"quarter", "half", "year"})


def a_year_ago(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "A year ago it was $7.5bn, or $2.72 a share", 去年同期为77.9亿美元，每股2.98美元: the figure of the sentence before, of the year before."""
    name, period = scene.discourse.figure
    opening = next((t for t in scene.all("sense", "earlier") if t.start - scene.start <= OPENS), None)
    if not name or opening is None or scene.all("metric") or scene.all("name", "company"):
        return []
    before = year_before(period or last_quarter(scene))
    out: list[Draft] = []
    behind = [t for t in scene.all("quantity") if t not in taken and t.start >= opening.end][:2]
    for amount in behind:
        each = _of_a_share(scene, opening, amount) or (bool(out) and amount.figure.value < SHARE)
        if not (each or is_money(amount.figure.unit)) or (out and not each):
            break
        claim = per_share(asserted(amount)) if each else asserted(amount)
        args = {"metric": "eps_diluted" if each else name}
        out.append(Draft("results", "fact.value", scene.discourse.company, (opening, amount), claim, before, (), args,
                         amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _of_a_share(scene: Scene, opening: Token, amount: Token) -> bool:
    """Whether money is that of one share, by its unit or the words before it."""
    each = wording("ellipsis.each").search(scene.view, opening.end, amount.hedge_start)
    return amount.figure.unit.endswith("/share") or each is not None


OPENS = 2
"""So many characters may stand before the words that open a sentence."""


def _set_beside(scene: Scene, start: int) -> bool:
    """Whether a word that sets a figure beside an earlier one stands right before a number."""
    near = any(0 <= start - t.end <= 2 for t in scene.all("sense", "earlier"))
    return near or wording("ellipsis.before").search(scene.view, max(scene.start, start - 32), start) is not None


def _spoken_of(scene: Scene, start: int) -> Token | None:
    """The other company whose figure a number is, by its name right before it ("Honda's at 7.6")."""
    named = [t for t in scene.all("name", "company") if 0 <= start - t.end <= 8]
    found = named[-1] if named else None
    return (
        found
        if found is not None and wording("ellipsis.others").fullmatch(scene.view, found.end, start) is not None
        else None
    )


def _held_by(scene: Scene, start: int) -> Token | None:
    """The other holder whose shares a number counts, by the name and at most an age before it ("and Sergey Brin, 50, roughly 362 million")."""
    named = [t for t in scene.all("name", "person") if 0 <= start - t.end <= 8 and scene.all("sense", "hold")]
    found = named[-1] if named else None
    return (
        found
        if found is not None and wording("ellipsis.aged").fullmatch(scene.view, found.end, start) is not None
        else None
    )


def _model(drafts: list[Draft], amount: Token, start: int, *, restated: bool, by_person: bool) -> Draft | None:
    """The last statement before a number that has a figure of its unit."""
    fitting = [
        d for d in drafts
        if (d.kind == "holding" or not by_person) and d.kind in GOES_ON and d.asserted is not None and d.asserted.figure is not None and d.measure != "price.return"
        and 0 < start - max(t.end for t in d.tokens if t.kind == "quantity" or t is d.tokens[-1]) <= LONGEST
        and (_alike(d.asserted.unit, amount) or (restated and d.kind == "buyback" and amount.figure.unit == "shares"))
    ]  # fmt: skip
    return None if not fitting or (restated and len(drafts) < 2) else fitting[-1]


def _alike(unit: str, amount: Token) -> bool:
    mine = amount.figure.unit
    if unit.endswith("/share"):
        return mine == unit or (mine == unit.removesuffix("/share") and amount.figure.value < SHARE)
    if is_money(unit):
        return mine == unit and amount.figure.value >= SHARE
    return mine == unit or (unit in {"people", "x", "shares"} and mine == "" and amount.figure.value > 1)


def _other_form(drafts: list[Draft], scene: Scene, amount: Token) -> Draft | None:
    """The measured figure that an amount is the other form of: the one right before it ("$7.5bn, or $2.72")."""
    before = [t for t in scene.all("quantity") if t.end <= amount.start]
    return next((d for d in drafts if before and before[-1] in d.tokens and d.measure == "fact.value"), None)


def _of_its_time(model: Draft, amount: Token, same: Draft) -> Draft:
    """A statement's draft with another number, of the period of its other form."""
    made = _made(model, amount, None)
    if model.measure != "fact.value" or model.asserted is None or not model.asserted.unit.endswith("/share"):
        return made
    return made._replace(measure=model.measure, period=same.period, also=same.also)


def _made(model: Draft, amount: Token, of: Token | None) -> Draft:
    """A statement's draft with another number, and another company where one is named; only a market value is measured as that was."""
    figure = amount.figure
    unit = model.asserted.unit if model.asserted and figure.unit != "shares" else figure.unit
    claim = asserted(amount) if figure.unit == unit else Asserted.of_figure(replace(figure, unit=unit))
    measured = of is not None and model.measure == "market_cap.level"
    tokens = (of, amount) if of is not None else (amount,)
    subject, args = model.subject, dict(model.args)
    if of is not None and of.name is not None and of.name.kind == "person":
        measured, args = model.kind == "holding", args | {"person": of.name.key}
    elif of is not None and of.name is not None:
        subject = of.name.key
    return Draft(
        model.kind, model.measure if measured else "", subject, tokens, claim,
        model.period if measured else None, model.also if measured else (), args, figure.hedge,
        model.modality if model.modality not in {"stated", "reported"} else None,
    )  # fmt: skip


__all__ = ["ERAS", "a_year_ago", "going_on"]
