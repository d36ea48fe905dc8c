"""What a statement becomes by how and when it is said: a forecast, a condition, a thing of the past."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story.calendar import dates
from tapeline.story.frames.slots import within
from tapeline.story.lexicon import wording
from tapeline.story.modality import modality_of

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Kind, Modality
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

DEEDS = frozenset({"event", "person", "holding"})
"""What is planned or set for a day stays what it is; everything else that lies ahead is a forecast."""


def as_said(scene: Scene, draft: Draft) -> Draft:
    """A draft with how it is said: its modality, the kind that this makes it, who says it, and its time where that was taken for one ahead."""
    modality: Modality = draft.modality or modality_of(scene, draft.tokens)
    if modality not in {"forecast", "conditional"}:
        draft = _of_the_reported_quarter(draft, scene.published)
    if modality in {"stated", "reported"} and draft.kind in OF_A_TIME and _lies_ahead(scene, draft):
        modality = "forecast"
    if (
        modality == "forecast"
        and _is_announced(scene, draft)
        and not wording("tense.doubted").search(scene.view, scene.start, scene.end)
    ):
        modality = "stated"  # "said it would dismiss 15,000 people", 宣布将股票回购规模增加400亿美元
    if (
        modality == "stated"
        and draft.kind == "event"
        and draft.measure != "dividend.date"
        and draft.period is not None
        and draft.period.start > scene.published
    ):
        modality = "forecast" if wording("tense.payable").search(scene.view, scene.start, scene.end) else modality
    if (
        modality == "forecast"
        and draft.measure == "person.appointed"
        and any(t.dated and t.dated.role == "since" and t.dated.period == draft.period for t in draft.tokens)
    ):
        modality = "stated"  # "they will question finance chief Susan Li, in the post since November"
    ahead = modality in {"forecast", "conditional"} and draft.kind not in DEEDS
    kind: Kind = "forecast" if ahead else draft.kind
    speaker = draft.speaker or (_forecaster(scene) if modality in {"forecast", "conditional"} else "")
    said = draft._replace(modality=modality, kind=kind, speaker=speaker)
    if modality == "forecast":
        said = _ahead(said, scene.published)
    return _behind(scene, said) if modality in {"stated", "reported"} else said


def _is_announced(scene: Scene, draft: Draft) -> bool:
    """Whether a draft is of what is a fact once it is announced: jobs to be cut, a dividend, and in Chinese a buyback where the sentence says that it was announced (宣布将…)."""
    kind = draft.args.get("kind")
    buyback = kind == "buyback" and scene.language == "zh" and bool(scene.all("sense", "announce"))
    return kind == "layoffs" or buyback or draft.measure in {"dividend.income", "dividend.per_share"}


OF_A_TIME = frozenset({"results", "ratio", "users", "price_move", "index", "market_cap", "headcount"})
"""Figures that nobody can know before their time is over."""


def _lies_ahead(scene: Scene, draft: Draft) -> bool:
    """Whether a figure is of a time that has not come (明年增长5%), or a range for one that is not over (第二季营收介于284亿至292亿美元)."""
    amount = next((t for t in reversed(draft.tokens) if t.kind == "quantity"), None)
    if amount is None:
        return False
    days = [d for d in scene.dates("on") if d.dated and d.dated.relative_to != "anchor" and scene.together(d, amount)]
    if days and all(p.start > scene.published for d in days if d.dated for p in d.dated.candidates):
        return True
    begun = draft.measure in {"fact.value", "fact.growth"} and draft.period is not None
    if begun and draft.period is not None and _hardly_begun(draft.period, scene.published):
        return True
    spread = amount.figure.top is not None
    if spread and wording("tense.kept").search(scene.view, scene.start, scene.end):
        return True
    dated = [d for d in scene.dates("on") if d.dated]
    told = [d.dated.candidates for d in dated if d.dated and d.start < amount.start]
    told = told or [d.dated.candidates for d in dated if d.dated and 0 <= d.start - amount.end <= 1]
    return spread and bool(told) and any(p.end > scene.published and p.grain in dates.ERAS for p in told[-1])


def _of_the_reported_quarter(draft: Draft, published: date) -> Draft:
    """A figure of "this quarter" that has hardly begun, of the quarter before, which is then the one that is reported."""
    period = draft.period
    if (
        draft.measure not in {"fact.value", "fact.growth", "fact.ratio"}
        or period is None
        or not _hardly_begun(period, published)
    ):
        return draft
    token = next((t for t in draft.tokens if t.dated and t.dated.period == period), None)
    over = (
        [p for p in token.dated.candidates if p.end < published]
        if token is not None and token.dated is not None
        else []
    )
    return draft._replace(period=over[0]) if over else draft


def _hardly_begun(period: Period, published: date) -> bool:
    """Whether less than half of a quarter is over, so that nobody can have its figures."""
    return period.grain == "quarter" and period.start <= published and (published - period.start).days * 2 < period.days


def _is_to_come(scene: Scene, date_token: Token, period: Period) -> bool:
    """Whether a deed is told in the present of a day soon to come ("who becomes chief strategy officer on Nov. 1", "On Nov. 1 Susan Li becomes …")."""
    soon = (period.start - scene.published).days <= SOON
    return soon and wording("tense.present").search(scene.view, *scene.clause(date_token)) is not None


def _on_the_next(scene: Scene, draft: Draft, period: Period) -> Draft:
    """A deed that is told in the present of a weekday or a day without its year ("becomes finance chief on Tuesday", "on Nov. 1"), of the next such day, or else of the last."""
    token = next((t for t in draft.tokens if t.dated and t.dated.period == period), None)
    if token is None or token.dated is None or not _is_to_come(scene, token, period):
        return draft
    weekday = period.grain == "day" and period.text in {f"{period.start:%A}", f"{period.start:%a}"}
    next_week = Period.of_day(period.start + timedelta(days=7), period.text)
    told = (next_week,) if weekday else token.dated.candidates
    coming = next((p for p in told if 0 < (p.start - scene.published).days <= SOON), None)
    return draft if coming is None else draft._replace(period=coming, also=(period,), asserted=within(coming))


SOON = 120
"""What is told in the present of a day lies no more days ahead than this."""


def _behind(scene: Scene, draft: Draft) -> Draft:
    """A statement of fact whose date ("in October") was resolved to a day ahead, dated by the last such time before publication instead."""
    period, published = draft.period, scene.published
    if period is not None and period.start <= published and draft.kind in DEEDS:
        return _on_the_next(scene, draft, period)
    if period is None or period.start <= published or draft.measure in {"dividend.date", "split.date"}:
        return draft  # the day of a dividend or a split is told before it comes
    token = next((t for t in draft.tokens if t.dated and t.dated.period == period), None)
    if draft.kind in DEEDS and token is not None and _is_to_come(scene, token, period):
        return draft
    candidates = token.dated.candidates if token is not None and token.dated is not None else draft.also
    past = [p for p in candidates if p.start <= published]  # likeliest first
    if not past:
        return draft._replace(measure="") if draft.kind in OF_A_TIME else draft  # nobody can know it yet
    claim = draft.asserted
    dated = claim is not None and claim.unit == "date" and claim.quantity == within(period).quantity
    return draft._replace(period=past[0], also=tuple(past[1:]), asserted=within(past[0]) if dated else claim)


def _ahead(draft: Draft, published: date) -> Draft:
    """What is still to come and was dated by a time that is over (将于19日公布, "expects fourth-quarter revenue of …"), by the next such time."""
    period = draft.period
    token = next((t for t in draft.tokens if t.dated and t.dated.period == period), None)
    if period is None or token is None or token.dated is None or period.end >= published:
        return draft
    coming = [p for p in token.dated.candidates if (p.start if p.grain == "day" else p.end) > published]
    dated = draft.asserted is not None and draft.asserted.unit == "date"
    return (
        draft._replace(period=coming[0], asserted=within(coming[0]) if dated else draft.asserted) if coming else draft
    )


def _forecaster(scene: Scene) -> str:
    """Whose forecast a sentence gives: the person before its verb of saying ("Quill said that revenue would rise 10%"), or nobody."""
    verbs = scene.all("sense", "say")
    people = [t for t in scene.all("name", "person") if t.name and verbs and t.end <= verbs[0].start]
    return people[-1].name.key if people and people[-1].name else ""


__all__ = ["as_said"]
