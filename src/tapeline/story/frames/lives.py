"""Frames of lives: an age between commas after a name, a year of birth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Figure, Quantity
from tapeline.story.frames.slots import within
from tapeline.story.scene import Draft, Token

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


def born(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Born in 1984", 1984年出生."""
    out = []
    for word in scene.all("sense", "born"):
        usable = [d for d in scene.dates("on") if d.dated and d not in taken]
        when = scene.nearest(word, usable, clause=True)
        person = scene.person(word)
        if when is None or when.dated is None or not person:
            continue
        period = when.dated.period
        args = {"kind": "birth", "about": person}
        out.append(
            Draft("person", "event.date", scene.discourse.company, (when, word), within(period), period, (), args)
        )
        taken.add(when)
    return out


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


__all__ = ["age_between_commas", "born", "in_office_since"]
