"""Frames of titles: an office or a trade beside a person's name ("Chief Executive Jane Roe", "Tom Ek, an analyst at Firm", Meta首席财务官苏珊·李)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tapeline.claim import Asserted, Period
from tapeline.story import lexicon
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene

BESIDE = "beside the name"
"""How an office was told; told again of the same person, it is no statement of its own."""
REACH = 64
"""A title before a name begins so many characters before it at most."""


class _Titles(NamedTuple):
    before: re.Pattern[str]
    behind: re.Pattern[str]
    past: re.Pattern[str]
    dated: re.Pattern[str]


@cache
def _titles(language: str) -> _Titles:
    """What makes a title of a language, before a name and behind it, what says that it is not held now, and what goes on with when it was."""
    table = lexicon.table(language, "predicates").get("titles", {})
    words = [form for word in table.get("posts", ()) for form in {word, word.title(), word[0].upper() + word[1:]}]
    post = f"(?:{lexicon.one_of(words)}|{table['forms']})" if table else "(?!)"

    def form(name: str) -> re.Pattern[str]:
        return re.compile(table.get(name, "(?!)").replace("{post}", post))

    return _Titles(form("before"), form("behind"), form("past"), form("dated"))


def titled(scene: Scene, _taken: set[Token]) -> list[Draft]:
    """Each person of a sentence whose office stands beside the name; of an office of the record's, that it is held at publication or was at a time told of."""
    if scene.heading or scene.all("sense", "appoint", "succeed", "leave"):
        return []
    words, out = _titles(scene.language), []
    for who in scene.all("name", "person"):
        found = words.behind.match(scene.view, who.end, scene.end)
        span = (who.start, found.end()) if found else None
        if span is None:
            found = words.before.search(scene.view, max(scene.start, who.start - REACH), who.start)
            span = (found.start("title"), who.end) if found else None
        if span is None or words.dated.match(scene.view, span[1], scene.end):
            continue  # "chief executive since 2014": when, which another frame reads
        if who.name is not None:
            out.append(_draft(scene, who, span, former=words.past.search(scene.view, span[0] - 8, span[1]) is not None))
    return out


def _is_a_states(scene: Scene, who: Token, office: Token) -> bool:
    """Whether an office is a state's: one that states have, of somebody whom the record does not know, and no company named before it in the clause."""
    start = scene.clause(office)[0]
    named = any(start <= t.start < who.start for t in scene.all("name", "company"))
    states = wording("titles.of_a_state").fullmatch(scene.view, office.start, office.end) is not None
    return states and not named and who.name is not None and not who.name.of


def _in_the_lexicon(scene: Scene, span: tuple[int, int]) -> str:
    """The office in words that also stand for a person ("is the chief executive of Meta"); empty where there is none."""
    found = _offices(scene.language).search(scene.view, *span)
    table = lexicon.table(scene.language, "predicates")["office"]
    return "" if found is None else next(key for key, words in table.items() if found[0].lower() in words)


@cache
def _offices(language: str) -> re.Pattern[str]:
    """The offices of a language's lexicon, each as words of its own."""
    words = [word for every in lexicon.table(language, "predicates")["office"].values() for word in every]
    return re.compile(rf"(?i:(?<![A-Za-z]){lexicon.one_of(words)}(?![A-Za-z]))")


def _draft(scene: Scene, who: Token, span: tuple[int, int], *, former: bool) -> Draft:
    assert who.name is not None  # noqa: S101  (the caller has checked)
    offices = [t for t in scene.all("name", "office") if span[0] <= t.start < span[1] and t.name]
    tokens = (Token(span[0], span[0] + 1, "topic", "person"), who, Token(span[1] - 1, span[1], "topic", "person"))
    args = {"person": who.name.key, "form": BESIDE}
    office = offices[0].name.key if offices and offices[0].name else _in_the_lexicon(scene, span)
    if former or not office or (len(offices) == 1 and _is_a_states(scene, who, offices[0])):
        return Draft("person", "", who.name.of or scene.company(who), tokens, args=args, modality="stated")
    told = [p.start for t in scene.dates() if t.dated for p in t.dated.candidates]
    since = min([scene.published, *told, *(p.start for p in scene.discourse.told())])
    words = scene.view[offices[0].start : offices[0].end] if offices else scene.view[span[0] : span[1]]
    held = Asserted.of_dates(since, scene.published, words)
    named = next((t.name.key for t in scene.all("name", "company") if t.name and span[0] <= t.start < span[1]), "")
    company = named or who.name.of or scene.discourse.company
    return Draft("person", "person.role", company, tokens, held, Period.of_day(scene.published), (),
                 {**args, "role": office}, "exact", "stated")  # fmt: skip


__all__ = ["BESIDE", "titled"]
