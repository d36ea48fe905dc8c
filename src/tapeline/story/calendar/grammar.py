"""The forms of dates that a language's table has, compiled, and where in a text they stand.

Each row of a table is a form made of placeholders, with what it means and what must stand beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tapeline.story import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Row(NamedTuple):
    """A form of a table, what it means, what must stand before or behind it, and whether its capitals count."""

    form: str
    means: str
    left: str
    right: str
    cased: bool


class Grammar(NamedTuple):
    """The forms and words of a language's dates, compiled.

    Attributes:
        any_row: every form, as it stands; the last group that took part is the row's.
        in_lower_case: the same for a text in lower case, which takes half the time.
        rows: the forms in the order of the table.
        words: what the words in them stand for.
        since_before, since_after, until_before, until_after: what gives a date its role.
        session: a part of the day, right behind a day.
        joiner: what stands between the ends of a stretch.
        opening: where a form can begin, in lower case; `None` where a language does not say.
    """

    language: str
    any_row: re.Pattern[str]
    in_lower_case: re.Pattern[str]
    rows: tuple[Row, ...]
    words: dict[str, Any]
    since_before: re.Pattern[str]
    since_after: re.Pattern[str] | None
    until_before: re.Pattern[str]
    until_after: re.Pattern[str] | None
    session: re.Pattern[str]
    joiner: re.Pattern[str]
    opening: re.Pattern[str] | None


PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SMALL = re.compile(r"(\\.)|([A-Z])")


@cache
def grammar_of(language: str) -> Grammar:
    """The forms of a language's dates.

    Raises:
        UnknownNameError: a language without tables.
    """
    table = lexicon.table(language, "dates")
    shapes = table["shapes"]
    plain = [
        PLACEHOLDER.sub(lambda m: str(shapes[m[1]]), re.sub(r"\(\?P<[a-z_]+>", "(?:", row["form"]))
        for row in table["row"]
    ]
    edge = r"(?<![A-Za-z0-9])" if language == "en" else ""
    tail = r"(?![A-Za-z0-9])" if language == "en" else ""
    every = edge + "(?:" + "|".join(f"(?:{p}){tail}()" for p in plain) + ")"  # the last group is the row's
    rows = tuple(
        Row(row["form"], row["means"], row.get("left", ""), row.get("right", ""), "(?-i:" in p)
        for row, p in zip(table["row"], plain, strict=True)
    )
    roles = table["roles"]
    gap = "[ ]" if language == "en" else ""
    return Grammar(
        language,
        re.compile(every, re.IGNORECASE),
        re.compile(_SMALL.sub(lambda m: m[1] or m[2].lower(), every)),
        rows,
        table["words"],
        re.compile(f"(?<![A-Za-z])(?:{lexicon.one_of(roles['since_before'])}){gap}$", re.IGNORECASE),
        _after(roles["since_after"], aside=True),
        re.compile(f"(?<![A-Za-z])(?:{lexicon.one_of(roles['until_before'])}){gap}$", re.IGNORECASE),
        _after(roles["until_after"]),
        re.compile("[ ,]{0,2}(" + lexicon.one_of(table["words"]["session"]) + ")", re.IGNORECASE),
        re.compile("[ ]?" + lexicon.one_of(roles["joiners"]) + "[ ]?", re.IGNORECASE),
        _opening(table.get("opening")),
    )


def _opening(table: dict[str, Any] | None) -> re.Pattern[str] | None:
    """What finds the places, in lower case, at which a form can begin: by its first character or word, and by what stands behind some of them."""
    if table is None:
        return None
    digits = [(d, "") for d in "0123456789"]
    behind = {word: "|".join(map(re.escape, words)) for word, words in table["behind"].items()}
    if "characters" in table:
        alone = [(c, "") for c in dict.fromkeys("".join(table["characters"]).lower()) if c not in behind]
        seconds = [(c, f"(?={second})") for c, second in behind.items()]
        return re.compile(lexicon.openings([*alone, *seconds]) + "|" + lexicon.openings(digits, "0-9"))
    alone = [(word, "(?![a-z])") for word in table["words"] if word not in behind]
    seconds = [(word, f"(?= (?:{second}))") for word, second in behind.items()]
    glued = [(word, "") for word in table["glued"]]
    return re.compile(lexicon.openings([*digits, *glued, *alone, *seconds], "a-z0-9"))


def openings(low: str, language: str) -> list[int]:
    """Where in a normalised text in lower case a form of a date can begin, in order."""
    grammar = grammar_of(language)
    return [m.start() for m in (grammar.opening or grammar.any_row).finditer(low)]


def places(low: str, language: str, among: Sequence[int], end: int) -> list[int]:
    """Those among some openings at which a form stands that ends by a place: a sentence without any of these names no date."""
    if language == "zh" and among and LOOSE.search(low, among[0] - 1 if among[0] else 0, end) is not None:
        return list(among)  # what stands there only does without the spaces
    form = grammar_of(language).in_lower_case.match
    return [at for at in among if form(low, at, end) is not None]


def next_form(
    view: str, low: str, at: int, grammar: Grammar, known: Sequence[int] | None = None
) -> re.Match[str] | None:
    """The next form from `at` on; `low` is the view in lower case. Only `known` places are tried, in order; where they are not known, those at which a form can begin.

    Forms are tried in lower case first, which takes half the time; those in which capitals count ("May") then as they stand.
    """
    if known is not None:
        tried: Iterable[int] = known[bisect_left(known, at) :]
    elif grammar.opening is not None:
        tried = (m.start() for m in grammar.opening.finditer(low, at))
    else:
        return grammar.any_row.search(view, at)
    for place in tried:
        m = grammar.in_lower_case.match(low, place)
        if m is not None and not _is_cased(view, m, grammar):
            m = grammar.any_row.match(view, place)
        if m is not None:
            return m
    return None


def _is_cased(view: str, m: re.Match[str], grammar: Grammar) -> bool:
    """Whether a form found in lower case has the capitals that its row asks for."""
    row = row_of(m, grammar)
    return not row.cased or slots_of(grammar.language, row.form).fullmatch(view, m.start(), m.end()) is not None


def row_of(m: re.Match[str], grammar: Grammar) -> Row:
    """The row whose form matched."""
    return grammar.rows[(m.lastindex or 1) - 1]


@cache
def slots_of(language: str, form: str) -> re.Pattern[str]:
    """A row's form with a named group for each placeholder; compiled when the row is first met."""
    shapes = lexicon.table(language, "dates")["shapes"]
    named = PLACEHOLDER.sub(lambda m: str(shapes[m[1]]) if m[1] == "about" else f"(?P<{m[1]}>{shapes[m[1]]})", form)
    return re.compile(named, re.IGNORECASE)


@cache
def guard(left: str) -> re.Pattern[str]:
    """What must stand beside a form, or must not, compiled."""
    return re.compile(left, re.IGNORECASE)


def _after(words: list[str], *, aside: bool = False) -> re.Pattern[str] | None:
    """What stands behind a date in its role, where what happened then may come between (为2月2日(涨23.3%)以来最大, 自10月27日那次崩盘以来)."""
    between = r"(?:[（(][^()（）]{1,12}[)）]|那[次场天轮][^，,。；;]{0,6})?[ ]?" if aside else "[ ]?"
    return re.compile(between + lexicon.one_of(words), re.IGNORECASE) if words else None


LOOSE = re.compile(r" (?:(?<=[0-9] )(?=[年月日号季周])|(?<=[年月日号季度周自从在于至到] )(?=[0-9第]))")
"""Spaces that some papers set between figures and characters (2021 年 3 月)."""


def tightened(view: str) -> tuple[str, list[int]]:
    """A text without the spaces within its dates, and the place in it of each character."""
    gaps = {m.start() for m in LOOSE.finditer(view)}
    places = [i for i in range(len(view)) if i not in gaps]
    return "".join(view[i] for i in places), places


__all__ = [
    "LOOSE",
    "PLACEHOLDER",
    "Grammar",
    "Row",
    "grammar_of",
    "guard",
    "next_form",
    "openings",
    "places",
    "row_of",
    "slots_of",
    "tightened",
]
