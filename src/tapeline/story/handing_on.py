"""What a sentence hands to the next: of whom and of what it spoke, and which sessions and eras it has told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import topics
from tapeline.story.calendar import dates
from tapeline.story.frames.slots import MARKET
from tapeline.story.frames.times.not_when import counts_from, of_results
from tapeline.story.frames.times.when import is_an_eve
from tapeline.story.lexicon import wording
from tapeline.story.numbering import NEEDS_A_DAY
from tapeline.story.scene import Discourse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Period
    from tapeline.story.calendar.dates import DateMention
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

MOST_SESSIONS = 5
"""So many days that have been told of may be a later move's."""
MOST_ERAS = 3
SEVERAL = 4
"""A sentence on so many companies is on none of them ("the stock" behind it is the one before's)."""
LONG_PAST = 366
"""A day so many days before publication dates the moves of its own paragraph only."""
NAMING_KINDS = frozenset({"name", "metric", "date", "who"})
"""A sentence without any of these hands on what it was handed."""


def handed_on(scene: Scene, drafts: list[Draft], over: Sequence[Sequence[Period]]) -> Discourse:
    """The discourse behind a sentence, by what the frames made of it and the `sessions_told` of that."""
    old = scene.discourse
    dividend = topics.of_dividends(scene, drafts, old)
    if not drafts and not any(t.kind in NAMING_KINDS for t in scene.tokens):
        return behind_nothing(old, dividend)
    named = [t for t in scene.all("name", "company") if t.name and t.name.of != "index"]
    leading = next((t.name.key for t in named if t.name and topics.leads(scene, t)), old.company)
    listed = len({t.name.key for t in named if t.name}) >= SEVERAL
    metrics = [t.sense for t in scene.all("metric") if t.sense in MARKET]
    told = _told(scene)
    last = told[-1].dated if told and not of_results(scene, told[-1]) else None
    indexed = topics.last_index(scene.tokens)
    segment = topics.segment_told(scene, drafts)
    return Discourse(
        company=old.company if listed else leading,
        person=_person(scene),
        metric=metrics[-1] if metrics else old.metric,
        session=_sessions(scene, over),
        dateline=_dateline(scene),
        latter=named[-1].name.key if named and named[-1].name else old.latter,
        eras=_eras(told, old.eras),
        of_an_era=dates.is_era(last.period) if last else old.of_an_era and not told,
        its_index=topics.index_alone(scene),
        gauge=indexed.key if indexed is not None else old.gauge,
        segment=segment,
        by_name=topics.is_by_name(scene, segment),
        part=topics.part_told(scene, segment),
        dividend=dividend,
        figure=topics.figure_told(drafts),
        stretch=topics.stretch_told(scene, drafts, old.stretch),
        prices=topics.prices_told(drafts),
    )


def behind_nothing(old: Discourse, dividend: int) -> Discourse:
    """The discourse behind a sentence that names nothing: what it was handed, but for what only the next sentence goes on with."""
    if not old.its_index and old.table is None and old.dividend == dividend:
        return old
    return old._replace(its_index="", dividend=dividend, table=None)


def _person(scene: Scene) -> str:
    """The person that a sentence speaks of first, by name; behind a pronoun the one handed on."""
    subject = next(
        (t for t in scene.tokens if (t.name and t.name.kind == "person") or (t.kind == "who" and t.sense == "person")),
        None,
    )
    return subject.name.key if subject and subject.name else scene.discourse.person


def sessions_told(scene: Scene, drafts: Sequence[Draft]) -> list[list[Period]]:
    """For each dated move of a sentence the days that it may be of, up to publication."""
    days = [d for d in drafts if _tells_a_day(scene, d)]
    over = ([p for p in (d.period, *d.also) if p is not None and p.start <= scene.published] for d in days)
    return [told for told in over if told]


def _tells_a_day(scene: Scene, d: Draft) -> bool:
    """Whether a draft dates a session, by a date of its own that is no eve and no base."""
    dated = [t for t in d.tokens if t.dated]
    return (
        d.period is not None
        and d.period.grain == "day"
        and "after" not in d.args
        and (d.measure in NEEDS_A_DAY or _dates_a_session(scene, d))
        and not all(is_an_eve(scene, t) for t in dated)
        and any(_is_its_date(t.dated, d.period) for t in dated)
    )


def _is_its_date(dated: DateMention | None, period: Period) -> bool:
    return dated is not None and not dated.base and (dated.role != "since" or dated.period.start != period.start)


def _sessions(scene: Scene, over: Sequence[Sequence[Period]]) -> tuple[Period, ...]:
    """The days that a later move may be of: those told last, those of the last year before older ones, then what else these may mean."""
    last = [told[0] for told in reversed(over)]
    last.sort(key=lambda p: (scene.published - p.end).days > LONG_PAST)  # "eclipsing the 17% pop of March 2020"
    less_likely = (p for told in reversed(over) for p in told[1:])
    every = (*_day_alone(scene), *last, *scene.discourse.session, *less_likely)
    return tuple(dict.fromkeys(every))[:MOST_SESSIONS]


def _dateline(scene: Scene) -> Period | None:
    """The day that a sentence names outright last, else the one handed on."""
    outright = (
        t.dated.period
        for t in reversed(scene.tokens)
        if t.dated
        and t.dated.period.grain == "day"
        and t.dated.role == "on"
        and len(t.dated.candidates) == 1
        and t.dated.relative_to != "anchor"
    )
    return next(outright, scene.discourse.dateline)


def _told(scene: Scene) -> list[Token]:
    """The dates that a sentence tells of, up to publication: none that something is set beside or counts from, and none of an aside."""
    return [
        t
        for t in scene.dates("on")
        if t.dated
        and t.dated.period.start <= scene.published
        and not scene.in_figured_brackets(t)
        and not t.dated.base
        and not _of_an_aside(scene, t)
        and not counts_from(scene, t)
    ]


def _eras(told: Sequence[Token], old: tuple[Period, ...]) -> tuple[Period, ...]:
    """The months, quarters and years told of, the last first."""
    named = (t.dated.period for t in reversed(told) if t.dated and dates.is_era(t.dated.period))
    return tuple(dict.fromkeys([*named, *old]))[:MOST_ERAS]


def _dates_a_session(scene: Scene, d: Draft) -> bool:
    """Whether a draft without a measure dates a session: one of a move whose size is not told (3月25日，沪指下跌), or of its rank."""
    return (d.kind == "record" and "direction" in d.args) or (
        "extended_hours" not in scene.senses
        and d.kind in {"price_move", "index"}
        and bool(d.subject)
        and (d.asserted is None or d.asserted.figure is None)
    )


def _day_alone(scene: Scene) -> tuple[Period, ...]:
    """The day that a sentence is no more than, or that the title of an item names, which dates what follows it ("Feb. 3. Daily users have slipped …", 【科技巨头周三遭抛售】…)."""
    if scene.view[scene.start : scene.end].endswith("】"):
        named = [t.dated for t in scene.dates("on") if t.dated and dates.is_day(t.dated)]
        return named[-1].candidates if named and named[-1].period.end <= scene.published else ()
    day = scene.tokens[0].dated if len(scene.tokens) == 1 else None
    if day is None or day.period.grain != "day" or scene.view[scene.tokens[0].end : scene.end].strip(" .:：。—–-"):
        return ()
    before = scene.view[scene.start : scene.tokens[0].start].strip(" *#-•")
    return day.candidates if not before or wording("reading.then_came").fullmatch(before) else ()


def _of_an_aside(scene: Scene, date_token: Token) -> bool:
    """Whether a date is told in a clause with "which", which says more of a name and not of what the paragraph tells ("Nvidia, which was founded in 1993, fell 2%")."""
    left = scene.clause(date_token)[0]
    return left > scene.start and wording("scene.which").match(scene.view, left) is not None


__all__ = ["LONG_PAST", "behind_nothing", "handed_on", "sessions_told"]
