"""A proposal beside its sentence: everything of a claim is read from the words by the reader's own layers, or it is no claim.

The model says which words belong together. The number, its unit, its rounding and hedge, its sign, the figure's noun, the day and
the modality come from the sentence as the built-in reader has laid it out. Words that a model joins may stand in several clauses, so
a word of doubt or denial counts here from anywhere before them in the sentence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from tapeline.claim import Asserted, Kind
from tapeline.story.frames.accounts.levels import as_level, expected, fits
from tapeline.story.frames.payouts.dividends import per_of
from tapeline.story.frames.slots import MARKET, asserted, per_share
from tapeline.story.frames.subjects.figure_names import RATES, facts, kind_of, name_of
from tapeline.story.frames.subjects.movers import stranger
from tapeline.story.frames.tape.tape_levels import MARKET_VALUE
from tapeline.story.frames.times.earlier_levels import sets_beside
from tapeline.story.frames.times.no_day import from_peak
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.frames.times.when import move_periods
from tapeline.story.modality import modality_of
from tapeline.story.model.reasons import Reason
from tapeline.story.model.vocabulary import CHANGES, FACTS, NO_MEASURE
from tapeline.story.numbers.units import DEAREST, is_money
from tapeline.story.text import normalise
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.model.proposals import Proposal
    from tapeline.story.names import Name
    from tapeline.story.scene import Scene

OF_HOLDERS = ("hold", "dividend", "buyback")
"""Senses of sentences whose money and shares are somebody's, where no noun of the tape stands in the number's clause."""
TO = ("to", "exceed", "close", "earlier")
"""Senses that stand between a verb of moving and the level that it led to."""


def link(scene: Scene, p: Proposal, companies: dict[str, Name]) -> Draft | Reason:
    """The claim that a proposal's words make, or why they make none.

    Args:
        scene: the sentence that the quote stands in.
        p: what the model pointed at.
        companies: every name of a company that the record knows, in lower case.
    """
    named = companies.get(" ".join(p.subject.split()).lower())
    if named is None:
        return Reason.SUBJECT
    if scene.view[scene.end - 1 : scene.end] in {"?", "？"}:
        return Reason.QUESTION
    if p.measure == NO_MEASURE:
        return _unmeasured(scene, p, named)
    noun: Token | None = None
    if p.measure in FACTS and (noun := _noun(scene, p)) is None:
        return Reason.METRIC
    amount = _amount(scene, p, noun, index=named.of == "index")
    if isinstance(amount, Reason):
        return amount
    verb = _verb(scene, p, amount)
    reason = _refused(scene, p, amount, noun, verb, named)
    if reason is not None:
        return reason
    when = _when(scene, p, amount, verb)
    if isinstance(when, Reason):
        return when
    period, also, day = when
    claim = _claim(scene, p, amount, noun, verb)
    words = Token(p.start, p.end, "topic", "quote")
    used = tuple(t for t in (amount, noun, verb, day) if t)
    inside = tuple(t for t in used if p.start <= t.start and t.end <= p.end)
    whole = replace(scene, clauses=((scene.start, scene.end),))
    modality = "forecast" if expected(scene, amount) else modality_of(whole, used)
    args = {"metric": name_of(scene, noun)} if noun else {}
    if p.measure == "dividend.per_share":
        args["per"] = per_of(scene, amount)[0] or "quarter"
    return Draft(_kind(p, noun, named, scene), p.measure, named.key, (words, *inside), claim, period, also, args,
                 claim.figure.hedge if claim.figure else "exact", modality, found_by="model")  # fmt: skip


def _unmeasured(scene: Scene, p: Proposal, named: Name) -> Draft | Reason:
    """A statement of a kind for which there is no measure to propose: its number as the words give it, and how it is said."""
    every = [t for t in _within(scene, p) if t.kind == "quantity"]
    amount = _named_one(scene, p, every)
    if isinstance(amount, Reason):
        return amount
    here = {t.name.key for t in scene.all("name", "company") if t.name} | {scene.company(amount)}
    if named.key not in here:
        return Reason.ABSENT_SUBJECT
    words = Token(p.start, p.end, "topic", "quote")
    kind: Kind = next(k for k in get_args(Kind) if k == p.kind)
    whole = replace(scene, clauses=((scene.start, scene.end),))
    modality = "forecast" if kind == "forecast" or expected(scene, amount) else modality_of(whole, (amount,))
    return Draft(
        kind,
        "",
        named.key,
        (words, amount),
        asserted(amount),
        hedge=amount.figure.hedge,
        modality=modality,
        found_by="model",
    )


def _within(scene: Scene, p: Proposal) -> list[Token]:
    return [t for t in scene.tokens if p.start <= t.start and t.end <= p.end]


def _noun(scene: Scene, p: Proposal) -> Token | None:
    """The word of the sentence that names the proposed figure: in the quote by preference, and the nearest to it."""
    wanted = p.metric.rpartition(".")[2]
    every = [t for t in facts(scene) if t.sense == wanted]
    inside = [t for t in every if p.start <= t.start and t.end <= p.end]
    middle = (p.start + p.end) / 2
    return min(inside or every, key=lambda t: abs((t.start + t.end) / 2 - middle), default=None)


def _amount(scene: Scene, p: Proposal, noun: Token | None, *, index: bool) -> Token | Reason:
    """The number of the quote that the measure can be of; where there are several, the one that the model named."""
    fitting = [t for t in _within(scene, p) if t.kind == "quantity" and _suits(p.measure, t, noun, index=index)]
    return _named_one(scene, p, fitting)


def _named_one(scene: Scene, p: Proposal, fitting: list[Token]) -> Token | Reason:
    """The one number that is meant: the only one, or the one that the model named."""
    if len(fitting) > 1:
        at = scene.view.find(normalise(p.figure), p.start, p.end) if p.figure else -1
        fitting = [t for t in fitting if t.start < at + len(p.figure) and at < t.end] if at >= 0 else fitting
    if len(fitting) == 1:
        return fitting[0]
    return Reason.WHICH_NUMBER if fitting else Reason.NO_NUMBER


def _suits(measure: str, t: Token, noun: Token | None, *, index: bool) -> bool:
    unit, value = t.figure.unit, abs(t.figure.value)
    if measure in {"price.return", "fact.growth"}:
        return unit == "%"
    if measure == "fact.value":
        return noun is not None and fits(noun, t)
    if measure == "dividend.per_share":
        return unit.endswith("/share")
    if measure == "price.level":
        if index:
            return unit in {"", "points"} and value >= 100
        return unit.endswith("/share") or (is_money(unit) and value < DEAREST)
    return is_money(unit) and value >= MARKET_VALUE


def _verb(scene: Scene, p: Proposal, amount: Token) -> Token | None:
    """The word of the quote that says which way: of the number's clause, before it by preference, or the nearest in the quote."""
    inside = [t for t in _within(scene, p) if t.kind == "sense" and t.sense in {"rise", "fall"}]
    return scene.before_then_after(amount, inside, clause=True) or scene.nearest(amount, inside)


def _refused(
    scene: Scene, p: Proposal, amount: Token, noun: Token | None, verb: Token | None, named: Name
) -> Reason | None:
    """Why the sentence does not say what is proposed; `None` where it may."""
    openers = [t for t in (verb, noun, amount) if t]
    here = {t.name.key for t in scene.all("name", "company") if t.name} | {scene.company(t) for t in openers}
    if named.key not in here:
        return Reason.ABSENT_SUBJECT
    if noun is None and _other_figure(scene, p, amount, named):
        return Reason.OTHER_FIGURE
    if p.measure in CHANGES:
        if verb is None:
            return Reason.DIRECTION
        if noun is None and named.of != "index" and stranger(scene, verb):
            return Reason.STRANGER
        if from_peak(scene, verb):
            return Reason.PERIOD
        level = _between(scene, verb, amount) or (noun is not None and noun.sense in RATES)
        return Reason.LEVEL if level else None
    if any(sets_beside(scene, t, amount) for t in scene.all("sense", "earlier")):
        return Reason.EARLIER
    return Reason.CHANGE if p.measure != "dividend.per_share" and _moved(scene, amount) else None


def _moved(scene: Scene, amount: Token) -> bool:
    """Whether the last verb of moving before a number leads to it as a change: with no "to", and in its clause or with no noun between."""
    before = [t for t in scene.all("sense", "rise", "fall") if t.end <= amount.start]
    if not before or _between(scene, before[-1], amount):
        return False
    nouns = [t for t in scene.all("metric") if before[-1].end <= t.start < amount.start]
    return scene.together(before[-1], amount) or not nouns


def _between(scene: Scene, verb: Token, amount: Token) -> bool:
    return any(verb.start <= t.start < amount.start and t is not verb for t in scene.all("sense", *TO))


def _other_figure(scene: Scene, p: Proposal, amount: Token, named: Name) -> bool:
    """Whether the words of a claim about the tape name no price or market value, or name another figure nearer to the number."""
    if p.measure == "dividend.per_share":
        return not scene.all("sense", "dividend")
    nouns = scene.all("metric")
    if scene.all("sense", *OF_HOLDERS) and not any(t.sense in MARKET and scene.together(t, amount) for t in nouns):
        return True
    nearest = scene.before_then_after(amount, nouns, clause=True) or scene.nearest(amount, nouns)
    if p.measure.startswith("market_cap."):
        spoken = nearest.sense == "market_cap" if nearest else scene.discourse.metric == "market_cap"
        return not (spoken or (p.measure == "market_cap.level" and scene.all("sense", "worth")))
    if named.of == "index":
        return nearest is not None
    spoken = nearest.sense in MARKET if nearest else scene.discourse.metric in {"", *MARKET}
    return not spoken or (p.measure == "price.level" and nearest is None and not scene.all("sense", "close"))


def _when(
    scene: Scene, p: Proposal, amount: Token, verb: Token | None
) -> tuple[Period | None, tuple[Period, ...], Token | None] | Reason:
    """The period of a claim: the date that the model pointed at, else the one that the reader would take.

    A date that was pointed at is the only one of the sentence, and of the number's clause.
    """
    seen = scene
    if p.period:
        at = scene.view.find(normalise(p.period), scene.start, scene.end)
        meant = [t for t in scene.tokens if t.dated and at >= 0 and t.start < at + len(p.period) and at < t.end]
        if len(meant) != 1:
            return Reason.PERIOD
        tokens = tuple(t for t in scene.tokens if not t.dated or t in meant)
        seen = replace(scene, tokens=tokens, clauses=((scene.start, scene.end),))
    if p.measure in FACTS:
        period, day = fact_period(seen, verb or amount)
        found: tuple[Period | None, tuple[Period, ...], Token | None] = (period, (), day)
    else:
        found = move_periods(seen, verb or amount)
        if found[2] is None and p.measure.endswith(".level"):
            found = None, tuple(x for x in (found[0], *found[1]) if x), None
    return Reason.PERIOD if p.period and found[2] is None else found


def _claim(scene: Scene, p: Proposal, amount: Token, noun: Token | None, verb: Token | None) -> Asserted:
    if p.measure in CHANGES:
        return asserted(amount, sign=-1.0 if verb and verb.sense == "fall" else 1.0)
    if noun is not None:
        return as_level(scene, noun, amount)
    exceed = [t for t in scene.all("sense", "exceed") if scene.together(t, amount) and 0 <= amount.start - t.end <= 3]
    claim = asserted(amount, hedge="over" if exceed else "")
    return per_share(claim) if p.measure == "price.level" else claim


def _kind(p: Proposal, noun: Token | None, named: Name, scene: Scene) -> Kind:
    if p.measure == "fact.value" and noun is not None:
        return kind_of(name_of(scene, noun))
    kinds: dict[str, Kind] = {"fact.growth": "ratio", "dividend.per_share": "dividend", "market_cap.level": "market_cap",
                              "market_cap.change": "market_cap_change"}  # fmt: skip
    return kinds.get(p.measure, "index" if named.of == "index" else "price_move")


__all__ = ["link"]
