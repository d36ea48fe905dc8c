"""Frames of people: office, joining, leaving, tenure, schooling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Asserted, Period
from tapeline.quantity import Quantity
from tapeline.story.frames.people.ages import is_age
from tapeline.story.frames.slots import free, within
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def _dated(scene: Scene, word: Token, taken: set[Token], *, since: bool = True) -> Token | None:
    """The date of a verb of somebody's life: of no other such verb's clause (2012年11月加入，…此次转任首席战略官)."""
    roles = ("on", "since", "end_of", "start_of") if since else ("on", "end_of", "start_of")
    others = [t for t in scene.all("sense", "join", "work", "born") if not scene.together(t, word)]
    usable = [
        d
        for d in scene.dates(*roles)
        if d.dated
        and d not in taken
        and not any(scene.together(d, t) for t in others)
        and (word.sense in {"join", "work", "born"} or not wording("people.of_the_name").match(scene.view, d.end))
    ]
    behind = next(
        (d for d in usable if wording("people.was_on").fullmatch(scene.view, word.end, max(word.end, d.start))), None
    )
    return (behind or scene.nearest(word, usable, side="before", clause=True)
            or (scene.nearest(word, usable, side="after", clause=True) if scene.language == "en" else None)
            or scene.nearest(word, usable, side="before") or scene.nearest(word, usable, side="after", clause=True))  # fmt: skip


def _whom(scene: Scene, word: Token) -> str:
    """The person that a verb of joining is told of: in Chinese the one right behind it, where it only says more of the name (2007年10月加入公司的奥利万)."""
    behind = [t for t in scene.all("name", "person") if t.start >= word.end]
    of = next((t for t in behind if wording("people.who_did").fullmatch(scene.view, word.end, t.start)), None)
    return of.name.key if of is not None and of.name is not None else scene.person(word)


def joined(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Joined Facebook in 2005", 自2010年起就在Meta工作."""
    out = []
    for word in scene.all("sense", "join", "work"):
        when = _dated(scene, word, taken)
        person = _whom(scene, word)
        if when is None or when.dated is None or when in taken or not person:
            continue
        if scene.language == "zh" and word.sense == "join" and scene.view[word.end : word.end + 1] in "，,。；;、":
            continue  # 内地加入，华府会否收货: of a place that is told elsewhere
        if word.sense == "join" and (
            wording("people.for_so_long").match(scene.view, word.end)
            or wording("people.so_long_after").search(scene.view, scene.start, word.start)
        ):
            continue  # 加入公司近十五年的奥利万将于8月1日接替, "ten years after he joined": the day is that of what comes
        if word.sense == "work" and any(0 <= t.start - word.end <= 24 for t in scene.quantities("money")):
            continue  # "spent more than $150 billion on its own shares since 2011"
        companies = [c for c in scene.all("name", "company") if c.name]
        near = scene.nearest(word, companies, side="after", clause=True) or scene.nearest(
            word, companies, side="before", clause=True
        )
        if scene.view[word.start : word.end].lower() in TO_A_PLACE and (
            near is None or not 0 <= near.start - word.end <= 2
        ):
            continue
        elsewhere = (
            near is None and word.sense == "join" and not (scene.all("who", "company") or _says_no_place(scene, word))
        )
        home = any(
            0 <= t.start - word.end <= 1 for t in scene.all("who", "company")
        )  # "has been with the company since"
        if word.sense == "work" and (when.dated.role != "since" or (near is None and not home)):
            continue
        if near and near.is_index:
            period = _one_period(when)
            out.append(Draft("event", "", scene.company(word), (when, word, near), within(period), period))
            taken.add(when)
            continue
        if elsewhere or (
            near and near.name and near.name.key != scene.discourse.company and not _at_home(scene, person, near)
        ):
            continue
        year = _one_period(when)
        out.append(
            Draft(
                "person",
                "person.joined",
                scene.discourse.company,
                (when, word),
                within(year),
                year,
                (),
                {"person": person},
            )
        )
        taken.add(when)
    return out


TO_A_PLACE = frozenset({"came to", "started at", "arrived at"})
"""Verbs of joining only with the company right behind them: a profit comes to a sum."""


def _says_no_place(scene: Scene, word: Token) -> bool:
    """Whether a verb of joining names nobody that was joined ("he had joined in 1992, from Sun"): it is the company."""
    return wording("people.no_place").match(scene.view, word.end, scene.end) is not None


def _at_home(scene: Scene, person: str, company: Token) -> bool:
    """Whether a person is known to belong to a company that the story is not mainly about."""
    known = [
        t
        for t in scene.all("name", "person")
        if t.name and t.name.key == person and company.name and t.name.of == company.name.key
    ]
    return bool(known) or (
        person == scene.discourse.person and company.name is not None and scene.discourse.company != company.name.key
    )


def _one_period(when: Token) -> Period:
    """The date that a "since" begins at, not the span that it opens."""
    assert when.dated is not None  # noqa: S101  (callers pass date tokens)
    period = when.dated.period
    if when.dated.role == "since" and period.grain == "span" and period.days > 366:
        return Period.of_year(period.start.year, period.text)
    return period


def tenure(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Has worked at Meta for 14 years", "every executive has been there for ten years or more"."""
    out = []
    for word in scene.all("sense", "work"):
        years = [t for t in free(scene.quantities("years"), taken) if not is_age(scene, t) and t.figure.value < 70]
        amount = scene.before_then_after(word, years, clause=True)
        everyone = scene.all("sense", "all_of")
        person = scene.person(word)
        if amount is None or not (person or everyone):
            continue
        used = (word, amount)
        claim = _years_worked(scene, amount)
        if everyone:
            out.append(
                Draft(
                    "person",
                    "person.least_tenure",
                    scene.discourse.company,
                    (everyone[0], *used),
                    claim,
                    None,
                    (),
                    {"people": ""},
                )
            )
        else:
            before = [t for t in scene.all("sense", "before_then") if t.start < word.start]
            measure = "" if _works_elsewhere(scene, word) else "person.tenure"
            out.append(Draft("person", measure, scene.discourse.company, used, claim, None, (),
                             {"person": person} | ({"until": "appointed"} if before else {}), amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _works_elsewhere(scene: Scene, word: Token) -> bool:
    """Whether a place of work is named that is not the story's company, known or not ("worked at Compaq for 12 years", 在IBM工作12年)."""
    if scene.language == "zh":
        m = wording("people.zh_place").search(scene.view, max(scene.start, word.start - 16), word.start)
    else:
        m = wording("people.place").match(scene.view, word.end, scene.end)
    if m is None:
        return False
    inside = [t for t in scene.tokens if m.start(1) <= t.start < m.end(1) and (t.name or t.kind in {"who", "date"})]
    return not any(t.kind in {"who", "date"} or (t.name and t.name.key == scene.discourse.company) for t in inside)


def _years_worked(scene: Scene, amount: Token) -> Asserted:
    """ "14 years" is anything from 13.5 to just short of 15: rounded, or completed."""
    figure = amount.figure
    low, high = figure.quantity.low, figure.quantity.high
    if figure.hedge == "exact":
        low, high = figure.value - 0.5, figure.value + 0.999
    return Asserted(scene.view[amount.start : amount.end], Quantity(low, high, "years"), figure)


def office(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Was named chief operating officer in 2022, succeeding Sheryl Sandberg"; a heading "Name, office"."""
    out: list[Draft] = []
    offices = [t for t in scene.all("name", "office") if t.name]
    for word in scene.all("sense", "appoint"):
        post = scene.nearest(word, offices, side="after", clause=True)
        person = _who_took(scene, word, post) or scene.person(word)
        if post is None or post.start - word.end > 20:
            post = _beside_the_name(scene, word, person, offices)
        when = _dated(scene, word, taken, since=post is not None and post.start < word.start)
        if post is None or post.name is None or not person or when is None or when.dated is None or when in taken:
            continue
        if _is_of_leaving(scene, when, word):
            continue
        args = {"person": person, "role": post.name.key}
        out.append(Draft("person", "person.appointed", scene.discourse.company, (when, word, post), within(when.dated.period),
                         when.dated.period, (), args))  # fmt: skip
        taken.update({when, post})
        out += _taken_from(scene, person, post)
    return out + _succeeded(scene, offices, taken) + _headed(scene, offices)


def _is_of_leaving(scene: Scene, when: Token, word: Token) -> bool:
    """Whether a date behind a verb of holding an office is that of leaving it, whose verb it stands before (担任营运长逾14年的桑德柏格8月1日卸任)."""
    return word.end <= when.start and any(0 <= t.start - when.end <= 1 for t in scene.all("sense", "leave"))


def _taken_from(scene: Scene, person: str, post: Token) -> list[Draft]:
    """From whom an office was taken over, told behind it ("took over as finance chief in November from Dave Wehner")."""
    behind = [t for t in scene.all("name", "person") if t.name and t.start >= post.end]
    old = next((t for t in behind if wording("people.taken_from").fullmatch(scene.view, post.end, t.start)), None)
    if old is None or old.name is None or old.name.key == person:
        return []
    args = {"person": person, "predecessor": old.name.key}
    return [Draft("person", "person.succeeded", scene.discourse.company, (post, old), None, None, (), args)]


def _who_took(scene: Scene, word: Token, post: Token | None) -> str:
    """Whom a Chinese verb says more of: the name behind the office that it stands before (年初上任的首席技术官博斯沃思)."""
    if post is None or scene.view[word.end : post.start] != "的":
        return ""
    return next((t.name.key for t in scene.all("name", "person") if t.name and t.start == post.end), "")


def _beside_the_name(scene: Scene, word: Token, person: str, offices: list[Token]) -> Token | None:
    """The office that stands beside the name of whom a verb without one tells when it was taken ("Finance chief Susan Li, in the job since November"; 首席财务官苏珊·李自2022年11月上任)."""
    who = [t for t in scene.all("name", "person") if t.name and t.name.key == person and t.end <= word.start]
    found = [t for t in offices if who and 0 <= who[-1].start - t.end <= 1]
    found = found or _in_apposition(scene, word, who, offices)
    near = [t for t in offices if t not in found and scene.together(t, word)]
    return found[-1] if found and not near else None


def _succeeded(scene: Scene, offices: list[Token], taken: set[Token]) -> list[Draft]:
    """ "Succeeding Sheryl Sandberg", 接棒的是奥利万, "Susan Li succeeds him as chief financial officer"."""
    out = []
    for word in scene.all("sense", "succeed"):
        people = [t for t in scene.all("name", "person") if t.name and t.start > word.start]
        after = scene.nearest(word, people, side="after", clause=True)
        person, other = scene.person(word), after.name.key if after is not None and after.name else ""
        if not other and wording("people.him").match(scene.view, word.end, scene.end):
            person, other = _told_before(scene, word, person)
        if not other or not person or person == other:
            continue
        handed = wording("people.hands_over").fullmatch(scene.view, word.start, word.end)
        is_after = (
            handed
            or (after and wording("people.him_who").fullmatch(scene.view, word.end, after.start))
            or (after and wording("people.successor_is").match(scene.view, word.end, scene.end))
        )
        new, old = (other, person) if is_after else (person, other)
        post = next(
            (t for t in offices if wording("people.in_the_office").fullmatch(scene.view, word.end, t.start)), None
        )
        args = {"person": new, "predecessor": old} | ({"role": post.name.key} if post and post.name else {})
        used = tuple(t for t in (word, after, post) if t is not None)
        taken.update(used)
        out.append(Draft("person", "person.succeeded", scene.discourse.company, used, None, None, (), args))
    return out


def _told_before(scene: Scene, word: Token, person: str) -> tuple[str, str]:
    """Who succeeds whom where a pronoun says it: the one named last before the verb and the other one, or the one that the story told of ("… and Javier Olivan, an employee since 2007, replaced her")."""
    named = dict.fromkeys(t.name.key for t in reversed(scene.all("name", "person")) if t.name and t.end <= word.start)
    new, old = [*named, *([person] if not named else []), scene.discourse.person][:2]
    return new, old


def _headed(scene: Scene, offices: list[Token]) -> list[Draft]:
    who = scene.header()
    if who is None or who.name is None or scene.all("sense", "appoint"):
        return []
    now = Asserted.of_dates(scene.published, scene.published, scene.view[offices[0].start : offices[-1].end])
    posts = {t.name.key: t for t in offices if t.name}
    return [
        Draft("person", "person.role", scene.discourse.company, (t,), now, Period.of_day(scene.published), (),
              {"person": who.name.key, "role": role}, "exact", "stated")
        for role, t in posts.items()
    ]  # fmt: skip


def _in_apposition(scene: Scene, word: Token, who: list[Token], offices: list[Token]) -> list[Token]:
    """The office that an aside gives to the name in front of it ("Susan Li, Meta's chief financial officer, took over the role in November 2022")."""
    if not who or scene.language != "en" or not scene.view.startswith(",", who[-1].end):
        return []
    left = scene.clause(word)[0]
    inside = [t for t in offices if who[-1].end <= t.start and t.end <= left]
    others = [t for t in scene.all("name", "person") if who[-1].end <= t.start < left]
    return inside if len(inside) == 1 and not others and left - inside[0].end <= 2 else []


def left_or_returned(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Left in 2019", "returned a year later"."""
    out = []
    for word in scene.all("sense", "leave", "again"):
        when = _dated(scene, word, taken)
        person = scene.person(word)
        if when is None or when.dated is None or when in taken or not person or _of_others(scene, word):
            continue
        if any(0 <= t.start - word.end <= 12 for t in scene.quantities("%", "shares", "money")):
            continue  # "has since retired close to 40% of its shares"
        if word.sense == "again" and not _to_the_company(scene, word):
            continue
        measure = "person.left" if word.sense == "leave" else "person.joined"
        args = {"person": person} | ({"which": "again"} if word.sense == "again" else {})
        period = when.dated.period
        out.append(Draft("person", measure, scene.discourse.company, (when, word), within(period), period,
                         tuple(p for p in when.dated.candidates if p != period), args))  # fmt: skip
        taken.add(when)
    return out


def _of_others(scene: Scene, word: Token) -> bool:
    """Whether those who "left" are no person that the sentence names: a count of people, what was left of a sum."""
    if scene.language != "en":
        return False
    subjects = [t for t in scene.tokens if t.end <= word.start and scene.together(t, word)
                and (t.kind == "quantity" or t in scene.people or t.sense == "company")]  # fmt: skip
    return bool(subjects) and subjects[-1] not in scene.people


def _to_the_company(scene: Scene, word: Token) -> bool:
    """A return is to the company where nothing else follows in the clause, or the company's name does."""
    days = [d for d in scene.dates() if word.end <= d.start <= word.end + 4]
    rest = scene.view[days[0].end if days else word.end : scene.clause(word)[1]].strip("。.,，!?；; \n")
    names = [t for t in scene.all("name", "company") if t.start >= word.end and scene.together(t, word)]
    return not rest or bool(names)


def schooling(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Took a doctorate in 1987", "won the 2018 Turing Award": dated, and for the record to know or not."""
    out = []
    for word in scene.all("sense", "degree", "award"):
        when = _dated(scene, word, taken)
        person = scene.person(word)
        if when is None or when.dated is None or when in taken or not person:
            continue
        kind = "degree" if word.sense == "degree" else "award"
        period = when.dated.period
        out.append(Draft("person", "event.date", scene.discourse.company, (when, word), within(period), period, (),
                         {"kind": kind, "about": person}))  # fmt: skip
        taken.add(when)
    return out


__all__ = ["joined", "left_or_returned", "office", "schooling", "tenure"]
