"""What a reported level is of where more than its noun says so: a part of the one before it, of another segment, of one app alone, summed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.subjects.figure_names import facts, name_of, own_name
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money
from tapeline.story.tokens import Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene


def name_told(scene: Scene, metric: Token, amount: Token) -> str:
    """The name of the figure that a level is of."""
    return (
        _of_which(scene, amount)
        or _from_a_source(scene, metric, amount)
        or _of_one_app(scene, metric, amount)
        or _of_the_month(scene, metric, amount)
        or _of_another_part(scene, metric, amount)
        or _summed(scene, metric, amount)
        or name_of(scene, metric, amount)
    )


def of_use(scene: Scene, amount: Token) -> Token | None:
    """The words that say that so many people use a company's apps every day or month, or work for it, as their noun ("3.19 billion people use one of its apps every day", "ended 2023 with 67,317 people")."""
    if amount.figure.unit != "people":
        return None
    staffed = wording("level_names.staffed").search(scene.view, scene.start, amount.hedge_start)
    if staffed is not None:
        return Token(staffed.start(), staffed.end(), "metric", "headcount")
    if amount.figure.value < MILLION:
        return None
    told = wording("level_names.used").match(scene.view, amount.end, scene.end)
    told = told or wording("level_names.used_by").search(scene.view, scene.start, amount.hedge_start)
    often = wording("level_names.how_often").search(scene.view, scene.start, scene.end)
    if told is None or often is None:
        return None
    sense = f"family_{'daily' if 'daily' in lexicon.groups(often) else 'monthly'}_active_people"
    return Token(told.start(), told.end(), "metric", sense)


MILLION = 1e6


def _of_one_app(scene: Scene, metric: Token, amount: Token) -> str:
    """The users of the one app that is named again right before an amount (旗下应用每日活跃人数达31.9亿，光是脸书就有21.1亿); empty where none is."""
    if not metric.sense.startswith("family_") or scene.together(metric, amount):
        return ""
    alone = wording("level_names.one_app").search(scene.view, scene.clause(amount)[0], amount.hedge_start)
    if alone is None:
        return ""
    return "facebook_daily_active_users" if "_daily_" in metric.sense else "facebook_monthly_active_users"


def _of_the_month(scene: Scene, metric: Token, amount: Token) -> str:
    """The monthly users, where a clause behind the daily ones sets theirs beside them ("2 billion daily users; its monthly tally stood at 2.96 billion"); empty where none does."""
    if "_daily_" not in metric.sense or scene.together(metric, amount):
        return ""
    monthly = wording("level_names.monthly").search(scene.view, scene.clause(amount)[0], amount.hedge_start)
    return "" if monthly is None else metric.sense.replace("_daily_", "_monthly_")


def _of_which(scene: Scene, amount: Token) -> str:
    """What is told as a part of the figure before it ("of which advertising was $33.6 billion"); empty where it is none."""
    source = wording("levels.from_part").match(scene.view, amount.end, scene.end)
    if source is not None and wording("levels.of_which_amount").search(scene.view, scene.start, amount.hedge_start):
        return own_name(source["source"], "revenue") or f"{source['source']}.revenue"
    part_of = wording("levels.of_which").search(scene.view, scene.start, amount.hedge_start)
    if part_of is None or not is_money(amount.figure.unit):
        return ""
    part = part_of["part"].lower()
    return own_name(part, "revenue") or f"{part}.revenue"


def _from_a_source(scene: Scene, metric: Token, amount: Token) -> str:
    """What revenue came from, told right behind its sum ("took in $38.7 billion from advertising"); empty where nothing does."""
    source = wording("level_names.from_a_source").match(scene.view, amount.end, scene.end)
    if metric.sense != "revenue" or source is None:
        return ""
    named = (t.name.key for t in scene.all("name", "segment") if t.name and t.start == source.start("source"))
    segment = next(named, "")
    part = source["source"].lower()
    return f"{segment}.revenue" if segment else own_name(part, "revenue") or f"{part}.revenue"


def _of_another_part(scene: Scene, metric: Token, amount: Token) -> str:
    """The figure of the segment that stands right before an amount and shares the verb of the one before ("Advertising contributed $33.64 billion and Reality Labs $210 million"); empty where none does."""
    contributes = wording("level_names.contributes")
    own = next(
        (t for t in scene.all("name", "segment") if contributes.fullmatch(scene.view, t.end, amount.hedge_start)), None
    )
    if own is None or own.name is None or not any(metric.end <= t.start < own.start for t in scene.all("quantity")):
        return ""
    return f"{own.name.key}.{'revenue' if metric.sense == 'advertising_revenue' else metric.sense}"


def _summed(scene: Scene, metric: Token, amount: Token) -> str:
    """Cash and securities together, where a word of summing stands between the second of them and an amount (现金368.90亿，另有242.33亿有价证券，共611.23亿; 加上有价证券，534.46亿)."""
    with_them = wording("levels.with_securities")
    counted = with_them.match(scene.view, metric.end) or with_them.match(scene.view, amount.end)
    if metric.sense == "cash_and_equivalents" and counted:
        return "cash_and_marketable_securities"
    told = min((t.hedge_start for t in scene.quantities("money") if t.start >= metric.end), default=amount.hedge_start)
    between = wording("levels.in_all").search(scene.view, metric.end, min(told, amount.hedge_start))
    added = wording("levels.adding").search(scene.view, scene.start, metric.start)
    if metric.sense != "marketable_securities" or not (between or added):
        return ""
    return "cash_and_marketable_securities"


def told_with_its_part(scene: Scene, metric: Token) -> str:
    """The name of the same figure as the sentence first told it, of a part ("AWS operating income was $10.4 billion, compared with operating income of $7.0 billion")."""
    same = [t for t in facts(scene) if t.sense == metric.sense and t.start < metric.start]
    return name_of(scene, same[0]) if same else ""


__all__ = ["name_told", "of_use", "told_with_its_part"]
