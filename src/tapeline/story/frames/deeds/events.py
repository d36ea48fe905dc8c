"""Frames of dated events: results days, foundings and their anniversaries, renamings, launches, and what no record ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Quantity
from tapeline.story.frames.deeds.deeds import opening
from tapeline.story.frames.slots import free, within
from tapeline.story.frames.times.sessions import of_another_listing
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def _when(scene: Scene, word: Token) -> Token | None:
    ages = {t.start for t in scene.all("quantity") if t.mention and t.mention.noun in wordlist("people.age_nouns")}
    usable = [d for d in scene.dates("on", "end_of", "start_of") if d.dated and d.end not in ages]  # 今年39岁
    return scene.nearest(word, usable, clause=True) or scene.nearest(word, usable, side="before")


def told(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The company said on Thursday that revenue fell 3%": the day that results came out, where a company says a reported figure."""
    out: list[Draft] = []
    for word in scene.all("sense", "say"):
        days = [
            d
            for d in scene.dates("on")
            if d.dated and d.dated.period.grain == "day" and 0 <= d.start - word.end <= 4 and d not in taken
        ]
        who = scene.nearest(word, [t for t in scene.tokens if t.kind == "who" or t.name], side="before", clause=True)
        figures = [t for t in scene.all("metric") if t.sense in TOLD and t.start > word.end]
        numbers = [t for t in scene.all("quantity") if t.start > word.end]
        if not days or days[0].dated is None or who is None or who.sense != "company" or not figures or not numbers:
            continue
        if scene.all("modality", "forecast") or any(t.sense == "results" for t in scene.tokens):
            continue
        period = days[0].dated.period
        also = tuple(p for p in days[0].dated.candidates if p != period)
        out.append(
            Draft(
                "event",
                "event.date",
                scene.company(word),
                (word, days[0]),
                within(period),
                period,
                also,
                {"kind": "results"},
            )
        )
    return out


TOLD = frozenset({"revenue", "net_income", "operating_income", "eps_diluted"})


def _is_of_a_move(scene: Scene, day: Token) -> bool:
    """Whether a day's clause has a move that the day is of ("rose on Friday after it reported results")."""
    return any(scene.together(t, day) for t in scene.all("sense", "rise", "fall"))


def reported(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "It reported results on 4 February", "on the call of 1 February": the day that results came out."""
    out: list[Draft] = []
    for word in scene.all("sense", "results"):
        days = [d for d in scene.dates("on") if d.dated and d.dated.period.grain == "day" and d not in taken]
        days = [
            d for d in days if not (d.dated and d.dated.relative_to == "anchor" and scene.view[d.start - 1] == "的")
        ]
        announced = any(scene.together(t, word) for t in scene.all("sense", "announce"))
        when = scene.nearest(word, days, clause=True) or (
            scene.nearest(word, days, side="before") if announced else None
        )
        if when is not None and not scene.together(when, word) and _is_of_a_move(scene, when):
            continue
        if when is not None and any(when.end <= t.start < word.start for t in scene.all("sense", "after")):
            continue  # "fell on Wednesday after results"
        if (
            when is not None
            and scene.view[when.start : when.end] in wordlist("events.that_day")
            and when.start - word.end <= 4
        ):
            continue  # 业绩公布当日
        if (
            when is None
            or when.dated is None
            or any(when in d.tokens for d in out)
            or wording("events.said").match(scene.view, when.end)
            or wording("events.filed").search(scene.view, word.start, when.start)
            or wording("events.because_of").search(scene.view, when.end, word.start)
            or wording("events.beside").search(scene.view, when.start, when.end)
        ):
            continue
        period = when.dated.period
        also = tuple(p for p in when.dated.candidates if p != period)
        out.append(
            Draft(
                "event",
                "event.date",
                scene.company(word),
                (when, word),
                within(period),
                period,
                also,
                {"kind": "results"},
            )
        )
    return out


def opened(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Open to anyone aged 13 or over by 2006"."""
    out = []
    for word in scene.all("sense", "open_to"):
        ages = [t for t in scene.quantities("years") if t.figure.value < 100 and t not in taken]
        near, when = scene.nearest(word, ages), _when(scene, word)
        if near is None or when is None or when.dated is None:
            continue
        args = {"kind": "product|corporate", "about": f"aged {near.figure.value:g}"}
        out.append(
            Draft(
                "event",
                "event.date",
                scene.company(word),
                (when, near, word),
                within(when.dated.period),
                when.dated.period,
                (),
                args,
            )
        )
        taken.add(near)
    return out


def anniversary(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "On Facebook's 20th anniversary": the years since it was founded."""
    out = []
    for t in [t for t in scene.tokens if t.kind in {"quantity", "date"} and t not in taken]:
        text = scene.view[t.start : min(t.end + 12, scene.end)]
        marks = [a for a in scene.all("sense", "anniversary") if t.start <= a.start <= t.end + 2]
        years = t.figure.value if t.mention else _leading_number(text)
        if not marks or not years:
            continue
        claim = Asserted(
            scene.view[t.start : max(t.end, marks[0].end)], Quantity(years - 0.5, years + 0.5, "years"), None
        )
        out.append(
            Draft("date", "event.years_since", scene.company(t), (t, marks[0]), claim, None, (), {"kind": "founding"})
        )
        taken.add(t)
    return out


def _leading_number(text: str) -> float:
    digits = ""
    for c in text:
        if not c.isdigit():
            break
        digits += c
    return float(digits) if digits else 0.0


FOUND_REACH = 6  # a company's name stands within this many characters of the word that founds it


def happened(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Renamed itself in 2021", "founded 20 years ago", "launched Threads last year", "set up the VR unit in 2017"."""
    out = []
    for word in scene.all("sense", "rename", "found", "launch", "list", "acquire"):
        when = _when(scene, word)
        if when is None or when.dated is None or when in taken or _buys_shares(scene, word):
            continue
        if (
            word.sense in {"list", "acquire"}
            and not scene.together(when, word)
            and when is not opening(scene, word, [when])
        ):
            continue
        if word.sense == "rename" and wording("events.attributive").match(scene.view, word.end, scene.end):
            continue  # 更名为Meta的它: said of it, and not when
        if wording("events.after_it").search(scene.view, when.end, max(when.end, word.start)):
            continue  # "this morning, 224 days after the company renamed itself"
        args = _what(scene, word)
        if word.sense in {"list", "found"} and wording("events.counted").match(scene.view, word.end, scene.end):
            continue  # 上市第二个交易日, 创立18年来首次
        if args is None or (word.sense == "found" and (_opens_a_time(scene, word) or _is_of_a_name(scene, word, when))):
            continue
        period = when.dated.period
        also = tuple(p for p in when.dated.candidates if p != period)
        subject = scene.company(word)
        measure = "" if word.sense == "list" and of_another_listing(scene, word, behind=True) else "event.date"
        out.append(Draft("event", measure, subject, (when, word), within(period), period, also, args))
        taken.add(when)
    return out


def _opens_a_time(scene: Scene, word: Token) -> bool:
    """Whether what is begun is a year, a day or a job, and nothing was founded ("started 2026 on a split note", "she had started in the post in March 2008")."""
    return wording("events.a_time").match(scene.view, word.end, scene.end) is not None


def _is_of_a_name(scene: Scene, word: Token, when: Token) -> bool:
    """Whether Chinese only says of a name who founded it, in a clause of its own (今天满40岁，他创办的公司也已走过二十年)."""
    return scene.language == "zh" and scene.view.startswith("的", word.end) and not scene.together(when, word)


def _buys_shares(scene: Scene, word: Token) -> bool:
    """Whether what is bought are shares of a company, and no company ("bought about 12,500 shares on Monday")."""
    return (
        word.sense == "acquire"
        and scene.language == "en"
        and wording("events.shares").match(scene.view, word.end, scene.end) is not None
    )


def _what(scene: Scene, word: Token) -> dict[str, str] | None:
    """The kind of event and the words that tell it from others; `None` where the sentence says neither."""
    names = scene.all("name", "company")
    products = [t for t in scene.all("name", "product") if t.name and abs(t.start - word.end) <= 40]
    if word.sense == "rename":
        return {"kind": "corporate", "about": "renamed"}
    if word.sense == "launch":
        if any(
            t.name and t.name.key == scene.company(word) and 0 <= t.start - word.end <= 1 and scene.together(t, word)
            for t in names
        ):
            return {"kind": "founding", "which": "first"}  # 扎克伯格在哈佛推出Facebook
        near = scene.nearest(word, [t for t in products if not wording("events.newer").match(scene.view, t.end)])
        return {"kind": "product|open_source", "about": near.name.key} if near and near.name else _thing(scene, word)
    if word.sense in {"list", "acquire"}:
        return {"kind": "listing" if word.sense == "list" else "acquisition"}
    close = [t for t in names if 0 <= t.start - word.end <= FOUND_REACH or 0 <= word.start - t.end <= 2]
    if close:
        return {"kind": "founding", "which": "first"}
    thing = scene.view[word.end : scene.clause(word)[1]].strip(" 了的。.")
    pronouns = [
        t for t in scene.all("who", "company") if 0 <= t.start - word.end <= FOUND_REACH and not _possesses(scene, t)
    ]
    passive = scene.language == "en" and scene.view[word.start : word.end].lower().startswith(("was ", "were "))
    if not thing or pronouns or passive or _is_place_or_date(scene, word):
        return {"kind": "founding", "which": "first"}
    return {"kind": "founding|product|corporate", "about": thing}


def _possesses(scene: Scene, who: Token) -> bool:
    """Whether "the company" only owns what is founded (公司的VR部门, "its VR unit")."""
    words = scene.view[who.start : who.end].lower()
    return scene.view[who.end : who.end + 1] in {"的", "'"} or words in {"its", "their", "our", "其"}


def _is_place_or_date(scene: Scene, word: Token) -> bool:
    """Whether only a place or a date follows a founding ("founded in Seattle in 1916")."""
    return scene.view[word.end : word.end + 4].lower().startswith((" in ", "于", "在", " on "))


def _thing(scene: Scene, word: Token) -> dict[str, str] | None:
    """A product that the caller does not know by name: the capitalised words right behind the verb."""
    start = min(word.end + (scene.view[word.end : word.end + 1] == " "), scene.end)
    m = wording("events.thing").match(scene.view, start, scene.end)
    return {"kind": "product", "about": m["thing"] or m["product"]} if m is not None else None


def chart_top(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The most downloaded app on Christmas Day", "a perfect score": dated or not, for the record to know or not."""
    out = []
    for word in scene.all("sense", "chart_top")[:1]:
        when = _when(scene, word)
        period = when.dated.period if when and when.dated else None
        numbers = [t for t in free(scene.quantities("", "people", "x"), taken) if scene.together(t, word)]
        used = tuple(t for t in (when, word, *numbers) if t)
        claim = within(period) if period else None
        text = scene.view[scene.clause(word)[0] : scene.clause(word)[1]].strip("。,， ")
        out.append(
            Draft(
                "event",
                "event.date",
                scene.company(word),
                used,
                claim,
                period,
                (),
                {"kind": "ranking", "about": text[:40]},
            )
        )
        taken.update(numbers)
    return out


__all__ = ["anniversary", "chart_top", "happened", "opened", "reported"]
