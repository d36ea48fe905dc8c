"""The period that a reported figure is of: by the date of its amount, its clause or its sentence. When a move was stands in `when.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.calendar import periods
from tapeline.story.frames.times.not_when import compares, same_time
from tapeline.story.frames.times.when import alone, own_conjunct, own_date
from tapeline.story.lexicon import wording, wordlist

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def _restated_date(scene: Scene, amount: Token) -> Token | None:
    """The date right behind the other form of an amount, which is of both ("$4.65 billion, or $1.76 a share, in the fourth quarter of 2022")."""
    again = next((t for t in scene.all("quantity") if t.start >= amount.end), None)
    if again is None or scene.view[amount.end : again.hedge_start].strip(" ,，(").lower() not in wordlist(
        "levels.restated"
    ):
        return None
    return own_date(scene, again)


def fact_period(scene: Scene, token: Token, amount: Token | None = None) -> tuple[Period | None, Token | None]:
    """The period that a reported figure is for: its amount's own date, else one of its clause that is not another amount's, or a quarter or year earlier in the sentence."""
    own = None if amount is None else own_date(scene, amount) or _restated_date(scene, amount)
    told = [a for a in scene.all("quantity") if a is not amount and a.figure.unit not in COUNTS_OF_TIME]
    others = {own_date(scene, a) for a in told} if amount is not None else set()
    usable = [
        t
        for t in scene.dates("on", "end_of", "per", "until", "whole")
        if t.dated and t.dated.role != "per" and not same_time(scene, t) and not compares(scene, t) and t not in others
        and not _is_bracketed_apart(scene, t, amount or token) and not _is_of_what_it_brought(scene, t, amount or token)
    ]  # fmt: skip
    here = (
        []
        if amount is None or scene.together(token, amount)
        else [t for t in usable if scene.together(t, amount) and t.end <= amount.start]
    )
    if own is not None:
        usable, token = [own], amount or token
    elif (
        here
        and amount is not None
        and not any(here[-1].end <= t.start < amount.start for t in told if t.figure.unit != "%")
    ):
        usable, token = (
            here,
            amount,
        )  # "Net income for the fourth quarter tripled to $14.0bn; for 2023 as a whole it came to $39.1bn"
    usable = own_conjunct(scene, token, usable)
    usable = [d for d in usable if not wording("when.reason").search(scene.view, d.end, max(d.end, token.start))]
    found = scene.before_then_after(token, usable, clause=True) or _when_it_was(scene, token)
    if found is None:
        events = scene.all("sense", *OF_EVENTS)
        from_to = wording("when.from_to").search(scene.view, *scene.clause(amount or token)) is not None
        wide = [t for t in usable if t.dated and not _runs_on(scene, t) and not (from_to and is_the_year_before(scene, t)) and (periods.is_reported(t.dated.period) or t.dated.role == "end_of" or _is_as_of(scene, t))
                and not any(scene.together(t, e) for e in events)]  # fmt: skip
        found = scene.nearest(token, wide, side="before")
        found = found or next((t for t in wide if t.start > token.start and alone(scene, t)), None)
    if found is None or found.dated is None:
        return None, None
    if found.dated.period.grain in {"day", "week"} and not _is_as_of(scene, found):
        return None, None
    period = found.dated.period
    return (None, None) if period.end > scene.published and period.start > scene.published else (period, found)


def _when_it_was(scene: Scene, token: Token) -> Token | None:
    """The date that a clause with "when" says more of ("in February 2016, when Facebook had $18 billion in sales")."""
    left = scene.clause(token)[0]
    if wording("reported_when.when").match(scene.view, left) is None:
        return None
    return next((d for d in reversed(scene.dates("on")) if 0 <= left - d.end <= 2), None)


def gone_on(scene: Scene, amount: Token) -> tuple[Period, Token] | None:
    """The period of the clause before, which a Chinese one that says no more than where a figure came to goes on with (三季度加快到23.2%，至341.46亿美元)."""
    left = scene.clause(amount)[0]
    before = scene.clause_before(left) if scene.view[left : left + 1] in {"至", "达", "到"} else None
    dates = [] if before is None else [d for d in scene.dates("on") if d.dated and before <= d.start < left]
    return None if not dates or dates[-1].dated is None else (dates[-1].dated.period, dates[-1])


def _is_of_what_it_brought(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date is that of a sum that its clause says something was brought to ("bringing the bill for the first half to $7.7 billion; its revenue of …")."""
    left = scene.clause(date_token)[0]
    brought = wording("reported_when.brought").match(scene.view, left) is not None
    return brought and not scene.together(date_token, token)


def _is_bracketed_apart(scene: Scene, date_token: Token, token: Token) -> bool:
    """Whether a date opens brackets around a figure of its own, in which a word does not stand ("$4.39 (2022: $1.64), based on 2,641 million shares")."""
    span = scene.brackets(date_token) if scene.view.startswith(":", date_token.end) else None
    return span is not None and not span[0] < token.start < span[1]


def is_the_year_before(scene: Scene, date_token: Token) -> bool:
    """Whether a date stands for the same time of the year before (上年同期)."""
    return any(t.start == date_token.start for t in scene.all("sense", "earlier", "compare_year"))


def _runs_on(scene: Scene, date_token: Token) -> bool:
    """Whether a year of another clause is not over, of which no results are known (将今年定调为"效率之年"，…少赚52%)."""
    period = date_token.dated.period if date_token.dated is not None else None
    return period is not None and period.grain == "year" and period.end > scene.published


AS_OF_A_DAY = frozenset(
    {"headcount", "staff_of_a_kind", "users", "cash_and_equivalents", "cash_and_marketable_securities", "total_assets"}
)
"""Figures that are as of a day, and not of a stretch of days."""


def _is_as_of(scene: Scene, date_token: Token) -> bool:
    """Whether a day is that of a count or a balance ("67,317 employees as of December 31", 截至12月31日员工67317人)."""
    dated = date_token.dated
    if dated is None or dated.period.grain != "day":
        return False
    told = dated.role == "until" or wording("when.as_of").search(
        scene.view, max(scene.start, date_token.start - 8), date_token.start
    )
    noun = scene.nearest(date_token, scene.all("metric"))
    return bool(told) and noun is not None and noun.sense in AS_OF_A_DAY


COUNTS_OF_TIME = frozenset({"years", "months", "weeks", "days"})
"""Units whose counts have no time of their own (上半年两个季度加起来)."""
OF_EVENTS = ("found", "launch", "list", "acquire", "join", "appoint", "leave", "born", "rename")
"""What a clause with one of these dates is an event, and no figure of another clause."""


__all__ = ["AS_OF_A_DAY", "fact_period", "gone_on", "is_the_year_before"]
