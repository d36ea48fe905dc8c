"""The frame of ages, by the words around a number or by where it stands beside a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.claim import Asserted, Period
from tapeline.quantity import Quantity
from tapeline.story.frames.people.lives import is_of_birth, then_told
from tapeline.story.frames.slots import free
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

_UNKNOWN_NAME = re.compile(r"([A-Z][A-Za-z.'-]+(?: ['A-Z][A-Za-z.'-]+){1,3})\s*[,，]\s*$")


def is_age(scene: Scene, t: Token) -> bool:
    """Whether a number is how old somebody is, by its noun or the words around it."""
    if t.mention is None or not 10 <= t.figure.value <= 110 or t.figure.unit not in {"years", ""}:
        return False
    before, after = (
        scene.view[max(scene.start, t.start - 8) : t.start],
        scene.view[t.start : min(scene.end, t.end + 12)],
    )
    if wording("people.of_a_company").match(scene.view, t.end):
        return False  # "the 10-year-old social network"
    return (
        t.mention.noun in wordlist("people.age_nouns")
        or bool(wording("people.aged").search(before))
        or bool(wording("people.old").search(after))
    )


def age(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Susan Li, 38, chief financial officer", 年仅19岁的…, 36岁那年被提拔为首席财务官."""
    out = []
    for t in free([t for t in scene.tokens if t.kind == "quantity"], taken):
        between_commas = (scene.heading and _bare_age(scene, t)) or _set_off_age(scene, t)
        turned = wording("people.birthday").match(scene.view, t.end) or scene.view.endswith("满", 0, t.hedge_start)
        of_a_company = turned and _is_of_a_company(scene, t)  # Facebook满20岁
        if (
            of_a_company
            or not (is_age(scene, t) or between_commas)
            or t.figure.hedge in {"at_least", "at_most", "over"}
        ):
            continue
        person, who = _aged_person(scene, t)
        if not person:
            continue
        args = {"person": person}
        offices = scene.all("name", "office")
        opens = wording("people.then_aged").search(scene.view[max(scene.start, t.start - 12) : t.end + 4]) is not None
        appoint = [a for a in scene.all("sense", "appoint") if a.start > t.start and (opens or scene.together(a, t))]
        period: Period | None = None
        also: tuple[Period, ...] = ()
        dates = _when_aged(scene, t)
        soon = wording("people.soon").search(scene.view, scene.clause(t)[0], t.start)
        if wording("people.then").search(scene.view, max(scene.start, t.start - 8), t.start):
            dates = [d for d in dates if scene.together(d, t)]  # 昨天…，创办时19岁
        now = wording("people.now").search(scene.view, scene.clause(t)[0], t.start)
        ahead = False
        if appoint and not dates and not opens and not now:
            # "38歲的財務長Susan Li在2022年11月接任": of then or of now
            behind = [d for d in scene.dates("on") if d.start >= t.end and scene.together(d, appoint[0])][-1:]
            dates = [d for d in behind if d.dated and d.dated.period.start <= scene.published]
            ahead = bool(behind) and not dates  # an office that is still to be taken
        if appoint and not dates and not (soon or now or ahead):
            args |= {"at": "appointed"} | ({"role": offices[0].name.key} if offices and offices[0].name else {})
        elif dates and dates[-1].dated and not dates[-1].dated.period.contains(scene.published):
            period, also = dates[-1].dated.period, dates[-1].dated.candidates[1:]
            if period.grain != "year" and not wording("people.then").search(scene.view, scene.clause(t)[0], t.start):
                also = (*also, Period.of_day(scene.published))  # told of then, the age may be that of now
        used = tuple(x for x in (dates[-1] if dates else None, who, t) if x)
        untold = (
            period is None
            and "at" not in args
            and (
                wording("people.then").search(scene.view, scene.clause(t)[0], t.start)
                or wording("people.then_did").match(scene.view, t.end, scene.end)
            )
        )
        then = not appoint and period is None and wording("people.that_year").match(scene.view, t.end)
        anybody = wording("people.somebody").search(scene.view, max(scene.start, t.hedge_start - 2), t.hedge_start)
        measure = "" if soon or untold or then or anybody else "person.age"
        years = Asserted(scene.view[t.start : t.end], Quantity.exact(t.figure.value, "years"), t.figure)
        out.append(Draft("person", measure, scene.discourse.company, used, years, period, also, args))
        taken.add(t)
    return out


def _is_of_a_company(scene: Scene, t: Token) -> bool:
    """Whether a birthday is a company's, named last before it (脸书刚过二十岁生日)."""
    before = [x for x in scene.tokens if x.end <= t.start and x.name and x.name.kind in {"company", "person"}]
    return bool(before) and before[-1].name is not None and before[-1].name.kind == "company"


def _when_aged(scene: Scene, t: Token) -> list[Token]:
    """The dates before an age that it may be one of: years; in Chinese days and months as well, but of no birth and not where it is said to be of now."""
    told = [d for d in scene.dates("on") if d.dated and d.start < t.start]
    if scene.language != "zh":
        years = [d for d in told if d.dated and d.dated.period.grain == "year" and not is_of_birth(scene, d)]
        return then_told(scene, t.end) or years
    if wording("people.now").search(scene.view, scene.clause(t)[0], t.start):
        return []
    grains = {"year", "month", "day"}
    return [d for d in told if d.dated and d.dated.period.grain in grains and not is_of_birth(scene, d)]


def _bare_age(scene: Scene, t: Token) -> bool:
    """A bare number between two commas right after a person's name at the head of a line."""
    names = [n for n in scene.all("name", "person") if n.end <= t.start]
    gap = scene.view[names[-1].end : t.start] if names else "."
    after = scene.view[t.end : t.end + 1]
    return t.figure.unit == "" and gap.strip() in {",", "，"} and after in {",", "，"} and 16 <= t.figure.value <= 100


def _set_off_age(scene: Scene, t: Token) -> bool:
    """A bare number right behind a known person's name, set off by commas ("Elon Musk, 53, had told")."""
    names = [n for n in scene.all("name", "person") if n.end <= t.start]
    if not names or t.figure.unit != "" or not 16 <= t.figure.value <= 100 or t.figure.hedge != "exact":
        return False
    behind = scene.view[t.end : t.end + 1]
    return scene.view[names[-1].end : t.start].strip() == "," and behind in {",", ".", ";", ")", ""}


def _aged_person(scene: Scene, t: Token) -> tuple[str, Token | None]:
    named = [n for n in scene.all("name", "person") if n.name]
    behind = next((n for n in named if wording("people.of_whom").fullmatch(scene.view, t.end, n.start)), None)
    goes_on = wording("people.the").fullmatch(scene.view, scene.start, t.start) is not None
    if scene.discourse.person and goes_on and wording("people.follows").match(scene.view, t.end, scene.end):
        return scene.discourse.person, None  # "The 36-year-old follows Dave Wehner"
    alone = scene.discourse.person and not any(n.end <= t.start for n in named)
    if alone and wording("ages.pronoun").search(scene.view, scene.clause(t)[0], t.hedge_start) is not None:
        return scene.discourse.person, None  # 2008年加入的她年仅36岁，接的是韦纳的班
    near = behind or scene.nearest(t, named, side="before") or scene.nearest(t, named, side="after", clause=True)
    if near is None and scene.discourse.person and goes_on:
        return scene.discourse.person, None  # "The 36-year-old, with the company since 2008, succeeds …"
    near = near or scene.nearest(t, named, side="after")
    if near and near.name:
        return near.name.key, near
    unknown = _UNKNOWN_NAME.search(scene.view[scene.start : t.start])
    if unknown:
        return unknown[1], None
    of_an_office = any(0 <= o.start - t.end <= 1 for o in scene.all("name", "office"))
    if of_an_office and scene.view[scene.start : t.start].strip().lower() not in _THE:
        return "", None  # "investors trust the 38-year-old chief executive": of whoever holds the office
    return scene.discourse.person, None


_THE = frozenset({"", "the", "这位", "该"})
"""What stands before an age that goes on with the person of the sentence before."""


__all__ = ["age", "is_age"]
