"""Frames of lives: an age between commas after a name, a year of birth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Figure, Quantity
from tapeline.story.frames.slots import within
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene

_AGE = re.compile(r",[ ]?([1-9][0-9])(?=[,.;)])")


def age_between_commas(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Ruth Porat, 65, would become president"."""
    out = []
    for who in scene.all("name", "person"):
        m = _AGE.match(scene.view, who.end, scene.end)
        if m is None or who.name is None or any(t.start == m.start(1) for t in taken):
            continue
        years = int(m[1])
        asserted = Asserted(m[1], Quantity.exact(years, "years"), Figure(m[1], years, 1.0, "years"))
        token = Token(m.start(1), m.end(1), "quantity", "years")
        out.append(
            Draft(
                "person",
                "person.age",
                scene.discourse.company,
                (who, token),
                asserted,
                None,
                (),
                {"person": who.name.key},
            )
        )
        taken.update(t for t in scene.tokens if t.start == m.start(1))
    return out


YOUNGEST = 10


def age_said(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Mr Okafor is 56", "Lindqvist, then 46, was named", "she left at 57": an age of another day than the story's only where it says which."""
    out: list[Draft] = []
    for who in scene.people:
        m = wording("lives.is_aged").match(scene.view, who.end, scene.end)
        if m is not None and not wording("lives.of_another_day").search(
            scene.view, max(scene.start, who.start - 16), who.start
        ):
            out += _aged(scene, taken, who, m.span(2), then=m["then"] is not None)
    for verb in scene.all("sense", *AT_AN_AGE):
        m = wording("lives.at_age").search(scene.view, verb.end, min(scene.clause(verb)[1], verb.end + REACH))
        who_did = [t for t in scene.tokens if t.end <= verb.start and (t.sense == "person")]
        if m is not None and who_did:
            out += _aged(scene, taken, who_did[-1], m.span(1), then=True)
    return out


AT_AN_AGE = ("leave", "join", "appoint", "found", "succeed", "heads", "deed")
REACH = 48
"""An age at a deed stands within so many characters behind its verb."""


def _aged(scene: Scene, taken: set[Token], who: Token, span: tuple[int, int], *, then: bool) -> list[Draft]:
    """The draft of an age; measured as of the story's day, or as of a day that the sentence names."""
    start, end = span
    years = int(scene.view[start:end])
    if years < YOUNGEST or any(t.start <= start < t.end for t in taken):
        return []
    told = [d for d in scene.dates("on") if d.dated and d.dated.period.grain in {"day", "month"} and d.start < start]
    dates = then_told(scene, end) or [d for d in told if not is_of_birth(scene, d)]
    period = dates[-1].dated.period if then and dates and dates[-1].dated else None
    figure = Figure(scene.view[start:end], years, 1.0, "years")
    claim = Asserted(figure.text, Quantity.exact(years, "years"), figure)
    person = who.name.key if who.name else scene.discourse.person
    measure = "person.age" if person and (period is not None or not then) else ""
    token = Token(start, end, "quantity", "years")
    taken.update(t for t in scene.tokens if t.start == start)
    return [
        Draft(
            "person",
            measure,
            scene.discourse.company,
            (who, token),
            claim,
            period,
            (),
            {"person": person},
            modality="stated",
        )
    ]


def then_told(scene: Scene, end: int) -> list[Token]:
    """The day of what somebody did at an age that ends at a place, told behind it ("he was 19 when he launched the site on February 4, 2004")."""
    dated = [d for d in scene.dates("on") if d.dated]
    behind = [d for d in dated if d.start >= end and wording("lives.when_aged").fullmatch(scene.view, end, d.start)]
    opened = wording("lives.when").search(scene.view, scene.start, end) is not None
    return (behind or [d for d in dated if opened and d.end < end and d.dated and d.dated.period.grain != "year"])[:1]


def is_of_birth(scene: Scene, date_token: Token) -> bool:
    """Whether a date stands beside a word of birth ("Born in 1984, …", 生于1984年)."""
    words = scene.all("sense", "born")
    return any(-2 <= date_token.start - b.end <= BESIDE or -2 <= b.start - date_token.end <= 2 for b in words)


BESIDE = 4
"""Between a word of birth and its date stands at most a preposition."""


def held_until(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Was chief executive until April 2011", "served as chairman from 2001 to 2011", 曾任首席执行官至2011年4月: how long an office was held."""
    out: list[Draft] = []
    for post in [t for t in scene.tokens if t.name and t.name.kind == "office" and t not in taken]:
        near = [
            d
            for d in scene.dates("until", "on", "since")
            if d.dated and d not in taken and 0 <= d.start - post.end <= 4
        ]
        spans = [d for d in near if d.dated and (d.dated.role == "until" or d.dated.period.grain == "span")]
        person = scene.person(post)
        if not spans or spans[0].dated is None or post.name is None or not person:
            continue
        period = spans[0].dated.period
        args = {"person": person, "role": post.name.key}
        out.append(Draft("person", "", scene.discourse.company, (post, spans[0]), within(period), period, (), args))
        taken.update({post, spans[0]})
    return out


def born(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Born in 1984", 1984年出生."""
    out = []
    for word in scene.all("sense", "born"):
        usable = [d for d in scene.dates("on") if d.dated and d not in taken]
        when = scene.nearest(word, usable, clause=True)
        person = _who_was(scene, word)
        who = [t for t in scene.tokens if t.end <= word.start and t.sense in {"person", "company"}]
        if when is None or when.dated is None or not person or (who and who[-1].sense == "company"):
            continue
        period = when.dated.period
        args = {"person": person}
        out.append(
            Draft("person", "person.born", scene.discourse.company, (when, word), within(period), period, args=args)
        )
        taken.add(when)
    return out


def _who_was(scene: Scene, word: Token) -> str:
    """Whose birth a word tells of: the person named last before it, or the first behind it where the sentence begins with it."""
    named = [t for t in scene.all("name", "person") if t.name]
    before = [t.name.key for t in named if t.name and t.end <= word.start]
    whom = scene.person(word) if len(set(before)) < 2 else before[-1]
    return whom or next((t.name.key for t in named if t.name), "")


def in_office_since(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Has been chief executive since 2014", "chief executive since February 2014"."""
    out = []
    for post in [t for t in scene.tokens if t.name and t.name.kind == "office"]:
        when = next((d for d in scene.dates("since") if 0 <= d.start - post.end <= 2 and d not in taken), None)
        person = scene.person(post)
        if when is None or when.dated is None or post.name is None or not person or when.dated.period.grain == "span":
            continue
        period = when.dated.period
        args = {"person": person, "role": post.name.key}
        out.append(
            Draft("person", "person.appointed", scene.discourse.company, (post, when), within(period), period, (), args)
        )
        taken.update({when, post})
    return out


__all__ = ["age_between_commas", "age_said", "born", "held_until", "in_office_since", "is_of_birth", "then_told"]
