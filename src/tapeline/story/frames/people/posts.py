"""Frames of posts: who was named to one, who heads or headed a company and when, the how-many-eth in a post, who went."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.story.frames.slots import within
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

REACH = {"zh": 12, "en": 60}
"""A post stands within so many characters of the verb that gives it, its holder's name between them."""
GAP = 24
"""Between a person and the verb of their going stands at most an auxiliary or a word of time."""


def dated(when: Token) -> Period:
    """The date that a post is held from, or the span that "from 2000 until 2014" names."""
    assert when.dated is not None  # noqa: S101  (callers pass date tokens)
    period = when.dated.period
    if when.dated.role == "since" and period.grain == "span" and period.days > 366:
        return type(period).of_year(period.start.year, period.text)
    return period


def named_to(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Named Kevan Parekh chief financial officer", "Wang was promoted to president", 任命王磊为首席财务官: a post given on a day that is not said: the record knows whether it ever was."""
    out: list[Draft] = []
    offices = [t for t in scene.all("name", "office") if t not in taken]
    for word in scene.all("sense", "appoint"):
        posts = [p for p in offices if 0 <= p.start - word.end <= REACH[scene.language]]
        within_reach = [t for t in scene.people if posts and word.end <= t.start < posts[0].start and t.name]
        who = within_reach[:1] or [
            t for t in scene.people if t.end <= word.start and scene.together(t, word)
        ][:1]  # fmt: skip
        if not posts or not who or not scene.together(posts[0], word) or any(word in d.tokens for d in out):
            continue
        person = who[0].name.key if who[0].name else scene.discourse.person
        role = posts[0].name.key if posts[0].name else ""
        tokens = tuple(sorted((who[0], word, posts[0]), key=lambda t: t.start))
        args = {"person": person, "role": role}
        out.append(Draft("person", "person.appointed", scene.company(word), tokens, args=args))
        taken.add(posts[0])
    return out


def heads(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Who ran the place from 2000 until 2014", 库克自2011年起执掌苹果: when somebody headed a company, in what office the words do not say."""
    out = []
    for word in scene.all("sense", "heads"):
        usable = [
            d for d in scene.dates("on", "since", "end_of", "start_of") if d not in taken and scene.together(d, word)
        ]
        when, person = scene.nearest(word, usable), scene.person(word)
        if when is None or when.dated is None or not person:
            continue
        until = next((d for d in scene.dates("until") if d.dated and 0 <= d.start - when.end <= 2), None)
        period = dated(when)
        if until is not None and until.dated is not None and until.dated.period.end >= period.start:
            period = replace(period, end=until.dated.period.end, grain="span")
        tokens = tuple(sorted((t for t in (when, until, word) if t), key=lambda t: t.start))
        thing = _headed(scene, word)
        args = {"person": person} | ({"role": f"Head of {thing}"} if thing else {})
        measure = "person.appointed" if thing and until is None else ""
        out.append(Draft("person", measure, scene.company(word), tokens, within(period), period, (), args))
        taken.add(when)
    return out


def _headed(scene: Scene, word: Token) -> str:
    """What part of a company is headed, by its name right behind the verb ("who's run Instagram since October 2018"); empty for a company."""
    m = wording("posts.thing").match(scene.view, word.end, scene.end)
    company = m is not None and any(t.start == m.start(1) for t in scene.all("name", "company"))
    return "" if m is None or company else str(m[1])


def ordinal(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Only the third boss in Microsoft's history", 公司第四任首席执行官: the how-many-eth in a post, which no measure counts."""
    out = []
    for post in scene.all("name", "office"):
        left = scene.clause(post)[0]
        before = wording("posts.ordinal").search(scene.view, max(left, post.start - 28), post.start)
        person = scene.person(post)
        if before is None or not person or post in taken:
            continue
        args = {"person": person, "role": post.name.key if post.name else "", "which": before[0].strip()}
        out.append(Draft("person", "", scene.company(post), (post,), args=args))
    return out[:1]


def gone(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Schmidt stepped down as chairman", 张伟已辞职: who went, on a day that is not said."""
    out: list[Draft] = []
    for word in scene.all("sense", "leave"):
        who = [t for t in scene.all("name", "person") if 0 <= word.start - t.end <= GAP]
        said = scene.view[word.start : word.end].lower()
        if not who or any(t in taken for t in scene.dates() if scene.together(t, word)):
            continue
        if said in wordlist("posts.bare_departure") and not (
            wording("posts.of_a_post").match(scene.view, word.end, scene.end) or _is_next(scene, word)
        ):
            continue
        key = who[-1].name.key if who[-1].name else ""
        out.append(Draft("person", "", scene.company(word), (who[-1], word), args={"person": key}))
        taken.add(word)
    return out[:1]


def _is_next(scene: Scene, word: Token) -> bool:
    """Whether the company or a post stands right behind a verb of going."""
    near = [t for t in scene.tokens if 0 <= t.start - word.end <= 2]
    return any(
        (t.name and t.name.kind in {"company", "office"}) or (t.kind == "who" and t.sense == "company") for t in near
    )


__all__ = ["dated", "gone", "heads", "named_to", "ordinal"]
