"""Frames of reported figures: levels, growth, multiples, firsts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story.frames.slots import NOT_FACTS, asserted, fact_period, free, number
from tapeline.story.scene import Draft

if TYPE_CHECKING:
    from tapeline.claim import Kind
    from tapeline.story.scene import Scene, Token

WORD_MULTIPLES = {  # what the word says the figure became, as a multiple of before
    "doubled": 2.0, "doubling": 2.0, "doubles": 2.0, "tripled": 3.0, "tripling": 3.0, "triples": 3.0, "trebled": 3.0,
    "quadrupled": 4.0, "halved": 0.5, "halving": 0.5, "翻了一番": 2.0, "翻番": 2.0, "翻倍": 2.0, "翻了一倍": 2.0, "增长一倍": 2.0,
    "增加一倍": 2.0, "翻两番": 4.0, "翻了两番": 4.0, "腰斩": 0.5, "减半": 0.5,
}  # fmt: skip
USERS = frozenset({"facebook_daily_active_users", "facebook_monthly_active_users", "family_daily_active_people"})


def _facts(scene: Scene) -> list[Token]:
    return [t for t in scene.all("metric") if t.sense not in NOT_FACTS]


def _metric(scene: Scene, opener: Token) -> Token | None:
    """The reported figure that a verb speaks of; none where the nearer noun is the price or the market value."""
    every = scene.all("metric")
    found = scene.nearest(opener, every, side="before") or scene.nearest(opener, every, side="after", clause=True)
    return found if found and found.sense not in NOT_FACTS else None


def _name(scene: Scene, metric: Token) -> str:
    segment = scene.segment(metric) if metric.sense in {"revenue", "operating_income"} else ""
    return f"{segment}.{metric.sense}" if segment else metric.sense


def _kind(metric: str) -> Kind:
    return "users" if metric in USERS else "headcount" if metric == "headcount" else "results"


def multiple(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Net income tripled", 净利润增加了两倍 (which adds twice: three times as much), 增至三倍."""
    out = []
    for opener in scene.all("sense", "multiply", "rise", "fall", "to"):
        word = scene.view[opener.start : opener.end].lower()
        metric = _metric(scene, opener)
        if metric is None:
            continue
        amount = None
        if opener.sense == "multiply":
            claim = number(WORD_MULTIPLES.get(word, 2.0), "x", scene.view[opener.start : opener.end])
            args = {"sense": "to"}
        else:
            amount = scene.nearest(opener, free(scene.quantities("x"), taken), side="after", clause=True)
            if amount is None:
                continue
            between = scene.view[opener.start : amount.start]
            to = (
                any(opener.start <= t.start < amount.start for t in scene.all("sense", "to"))
                or "到" in between
                or "至" in between
            )
            claim, args = asserted(amount), {"sense": "to" if to else "by"}
            taken.add(amount)
        args |= {"metric": _name(scene, metric), **_against(scene)}
        period, when = fact_period(scene, opener)
        used = tuple(t for t in (metric, opener, amount, when) if t)
        out.append(Draft("ratio", "fact.ratio", scene.company(metric), used, claim, period, (), args,
                         claim.figure.hedge if claim.figure else "exact"))  # fmt: skip
        taken.add(opener)
    return out


def _against(scene: Scene) -> dict[str, str]:
    year = list(scene.all("sense", "compare_year"))
    return {"against": "year"} if year else {}


def growth(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Revenue rose 25%", "headcount fell 22% from a year earlier"."""
    out = []
    for opener in scene.all("sense", "rise", "fall"):
        metric = _metric(scene, opener)
        amount = scene.nearest(opener, free(scene.quantities("%"), taken), side="after", clause=True)
        if metric is None or amount is None:
            continue
        claim = asserted(amount, sign=-1.0 if opener.sense == "fall" else 1.0)
        period, when = fact_period(scene, opener)
        used = tuple(t for t in (metric, opener, amount, when) if t)
        args = {"metric": _name(scene, metric), **_against(scene)}
        out.append(
            Draft("ratio", "fact.growth", scene.company(metric), used, claim, period, (), args, amount.figure.hedge)
        )
        taken.add(amount)
    return out


def level(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Net income of $14.0 billion", 营收达到401亿美元, "for the first time above 1 billion"."""
    out = []
    for amount in free(scene.quantities("money", "people", "USD/share"), taken):
        metric = _level_metric(scene, amount)
        if metric is None:
            continue
        name = _name(scene, metric)
        exceed = [t for t in scene.all("sense", "exceed") if t.end <= amount.start and amount.start - t.end <= 3]
        claim = asserted(amount, hedge="over" if exceed else "")
        period, when = fact_period(scene, metric)
        used = tuple(t for t in (metric, amount, when) if t)
        hedge = claim.figure.hedge if claim.figure else "exact"
        subject = scene.company(metric)
        out.append(Draft(_kind(name), "fact.value", subject, used, claim, period, (), {"metric": name}, hedge))
        firsts = [t for t in scene.all("sense", "first") if scene.together(t, amount)]
        if firsts:
            args = {"metric": name, "threshold": f"{amount.figure.value:.10g}"}
            when_claim = (
                Asserted.of_dates(period.start, period.end, scene.view[firsts[0].start : firsts[0].end])
                if period
                else None
            )
            if when_claim:
                out.append(
                    Draft("record", "fact.first_above", subject, (firsts[0], *used), when_claim, period, (), args)
                )
        taken.add(amount)
    return out


def _level_metric(scene: Scene, amount: Token) -> Token | None:
    """The noun that a level belongs to: in its clause, before it by preference; or before it, joined by "to" (达到)."""
    facts = [t for t in _facts(scene) if _fits(t, amount)]
    found = scene.nearest(amount, facts, side="before", clause=True)
    if found is None:
        after = scene.nearest(amount, facts, side="after", clause=True)
        found = after if after and after.start - amount.end <= 12 else None
    if found is None:
        openers = [t for t in scene.all("sense", "to") if scene.together(t, amount) and t.end <= amount.start]
        every = scene.nearest(amount, scene.all("metric"), side="before")
        found = every if openers and every in facts else None
    return found


def _fits(metric: Token, amount: Token) -> bool:
    people = metric.sense in USERS or metric.sense == "headcount"
    if amount.figure.unit in {"people", ""}:
        return people
    return not people and (amount.figure.unit == "USD/share") == (metric.sense == "eps_diluted")


__all__ = ["growth", "level", "multiple"]
