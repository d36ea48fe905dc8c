"""Numbers that name and count nothing: years and dates, clock times, products, versions, footnotes, addresses, scores."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tapeline.story import lexicon

if TYPE_CHECKING:
    from tapeline.story.numbers.numerals import Numeral

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"。，；）]{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}", re.ASCII)


def addresses(view: str) -> list[tuple[int, int]]:
    """The stretches that are web or mail addresses, in order."""
    if "://" not in view and "www." not in view and "@" not in view:
        return []
    return [m.span() for m in _ADDRESS.finditer(view)]


def within(spans: list[tuple[int, int]], at: int) -> int | None:
    """The end of the span that holds `at`, or `None`."""
    i = bisect_right(spans, (at, len(spans) and spans[-1][1] + 1)) - 1
    return spans[i][1] if i >= 0 and at < spans[i][1] else None


_CODES = (
    r"[0-9]{1,2}:[0-9]{2}",  # a clock time
    r"[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])|[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})(?![0-9])",
    r"[0-9]{1,9}(?:\.[0-9]{1,9}){2,6}",  # a version
    r"\+?[0-9]{1,4}(?:-[0-9]{2,8}){2,4}",  # a telephone number
    r"[0-9.]{1,6}/[0-9]{1,4}(?![0-9])",  # a score
)
_CODE = re.compile("|".join(_CODES))


@cache
def _around(language: str) -> tuple[re.Pattern[str], ...]:
    table = lexicon.table(language, "labels")

    def one_of(group: str) -> str:
        return lexicon.one_of(table.get(group, {}).get("words", []))

    return (
        re.compile("(?:" + _whole(table.get("before", {}).get("words", [])) + ")[ .]{0,2}$", re.IGNORECASE),
        re.compile(r"[ ]{0,2}-?" + one_of("after"), re.IGNORECASE),
        re.compile("" if table.get("after_year", {}).get("always") else one_of("after_year")),
        re.compile(table.get("short_year", {}).get("pattern", "(?!)")),
        re.compile(one_of("holding") + "|" + table.get("holding", {}).get("pattern", "(?!)"), re.IGNORECASE),
    )


def _whole(words: list[str]) -> str:
    """An alternation of words, Latin ones whole on the left as well ("h2" is a half year, the end of "with" is not)."""
    latin = [w for w in words if w[0].isascii()]
    return "(?<![A-Za-z])" + lexicon.one_of(latin) + "|" + lexicon.one_of(w for w in words if not w[0].isascii())


def code_end(view: str, at: int) -> int | None:
    """The end of a clock time, a date in digits, a version, a telephone number or a score that starts at `at`, or `None`."""
    if not view[at].isdigit():
        return None
    m = _CODE.match(view, at)
    return None if m is None else m.end()


_LISTED = re.compile(r"(?!(?:19|20)[0-9]{2}[)）])[0-9]{4,6}(?:[-. ]?[A-Z]{1,2})?[)）]")
_QUOTED = re.compile(r'[0-9]{1,4}[^"\s，。,%0-9][^"\s，。%]{0,11}[A-Za-z0-9]"')


@cache
def _model() -> re.Pattern[str]:
    """Three digits, none of them to round a count, with what makes them a model: an X, or a word that only models have."""
    tables = [lexicon.table(language, "labels") for language in lexicon.languages("labels")]
    return re.compile(rf"(?<![0-9.,])[1-9][0-9][1-9](?:X\b|[ -]?{lexicon.one_of(lexicon.listed(tables, 'model'))})")


def name_end(view: str, at: int) -> int | None:
    """The end of a name in quotes that digits at `at` begin ("21万科06"), of a model (777X, "737 MAX"), or of a listing's code in brackets (小米(1810)), or `None`."""
    if not view[at].isdigit():
        return None
    if (model := _model().match(view, at)) is not None:
        return model.end()
    if view[at - 1 : at] in {"(", "（"} and view[at - 2 : at - 1].strip():
        code = _LISTED.match(view, at)
        return None if code is None else code.end()
    if view[at - 1 : at] != '"':
        return None
    m = _QUOTED.match(view, at)
    return None if m is None else m.end()


def is_bound(view: str, n: Numeral, *, weak: bool) -> bool:
    """Whether a number in digits is glued to something that makes it no count: a code, an address, a date, a score.

    Args:
        view: a normalised view.
        n: the number.
        weak: whether it stands without a currency or a ratio, so that a letter right before makes it part of a name (`A100`).
    """
    if not view[n.start].isdigit():
        return False
    before, behind = view[n.start - 1 : n.start], view[n.end : n.end + 1]
    if before and (before in "/#@_&" or (weak and _is_latin(before))):
        return True
    label = view[n.start - 2 : n.start - 1] if before == ":" else ""
    if label.isdigit() or (weak and label and _is_latin(label)):
        return True  # the score 3:1, "id:4711"; 净利润:44亿 is a count
    if before == "-" and _is_latin(view[n.start - 2 : n.start - 1]):
        return True
    if before == "[" and behind in {"]", ","}:
        return True
    return behind == "/" and view[n.end + 1 : n.end + 2].isdigit()


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def is_glued(view: str, at: int) -> bool:
    """Whether letters that are no unit follow digits at once (`29km`, `3D`)."""
    glued = _is_latin(view[at : at + 1]) or (
        view[at : at + 1] == "(" and _is_latin(view[at + 1 : at + 2]) and view[at + 2 : at + 3] == ")"
    )
    return view[at - 1 : at].isdigit() and glued


class _Ordinals(NamedTuple):
    articles: tuple[str, ...]
    thing_after: re.Pattern[str]
    halves: frozenset[str]
    half_after: re.Pattern[str]
    periods: re.Pattern[str]
    running: re.Pattern[str]
    span_before: re.Pattern[str]
    of_changes: re.Pattern[str]


@cache
def _ordinal(language: str) -> _Ordinals | None:
    table = lexicon.table(language, "labels").get("ordinal")
    if table is None:
        return None
    follows = lexicon.one_of(table["share_before"])
    return _Ordinals(
        tuple(f"{word} " for word in table["articles"]),
        re.compile(rf"[ ](?!{follows})[A-Za-z]|-"),
        frozenset(table["halves"]),
        re.compile("(?:" + lexicon.one_of(table["half_after"]) + ")[ -]$", re.IGNORECASE),
        re.compile(lexicon.one_of(table["periods"]) + "$", re.IGNORECASE),
        re.compile("[ ]" + lexicon.one_of(table["running"]), re.IGNORECASE),
        re.compile("(?:" + lexicon.one_of(table["span_before"]) + ")[ ]$", re.IGNORECASE),
        re.compile(f"[ ]of (?:{lexicon.one_of(table['of_changes'])}|(?:19|20)[0-9]{{2}}\\b)", re.IGNORECASE),
    )


def is_ordinal(view: str, n: Numeral, language: str) -> bool:
    """Whether a word that could be a share is an ordinal or part of a period (`a third party`, `the first half`)."""
    words = _ordinal(language)
    if words is None or view[n.start].isdigit():
        return False
    if words.periods.search(view, n.start, n.end) and (
        words.of_changes.match(view, n.end)
        if view.startswith(" of", n.end)
        else words.running.match(view, n.end) or words.span_before.search(view, max(0, n.start - 12), n.start)
    ):
        return True  # "three quarters running", "in the last two quarters", "three quarters of losses"
    word = view[n.start : n.end].lower()
    if word in words.halves:
        return (
            words.half_after.search(view, max(0, n.start - 10), n.start) is not None or view[n.end : n.end + 1] == "-"
        )
    return word.startswith(words.articles) and words.thing_after.match(view, n.end) is not None


@cache
def _pronoun(language: str) -> tuple[frozenset[str], re.Pattern[str]] | None:
    table = lexicon.table(language, "labels").get("pronoun")
    if table is None:
        return None
    return frozenset(table["words"]), re.compile("(?:" + lexicon.one_of(table["after"]) + ") $", re.IGNORECASE)


def is_pronoun(view: str, n: Numeral, language: str) -> bool:
    """Whether `one` stands for a thing (`this one`)."""
    words = _pronoun(language) if n.value == 1 else None
    if words is None or view[n.start : n.end].lower() not in words[0]:
        return False
    return words[1].search(view, max(0, n.start - 8), n.start) is not None


def is_label(view: str, n: Numeral, end: int, language: str) -> bool:
    """Whether the words around a number show that it is part of a date, a time or a name.

    Args:
        view: a normalised view.
        n: the number.
        end: where the number ends with its unit: a unit longer than the word of a label is a unit (日間 beside 日).
        language: one that has a folder.
    """
    before, behind, after_year, short_year, _ = _around(language)
    if before.search(view, max(0, n.start - 16), n.start):
        return True
    if is_year(n) and after_year.match(view, n.end):
        return True
    if n.end - n.start == 2 and n.form == "digits" and short_year.search(view, max(0, n.start - 2), n.end + 2):
        return True
    m = behind.match(view, n.end)
    return (m is not None and m.end() >= end) or _is_model(view, n)


_MODEL = re.compile(r"(?:\bthe|\b[A-Z][a-z]+(?:'s)?) $")
_OF_A_MODEL = re.compile(r" (?:Max|Pro|Plus|Ultra|Turbo|series|jets?|airliners?|aircraft|Dreamliners?)\b|s\b")
_COUNTED = re.compile(r"(?<![A-Za-z])(?:one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,3}) $")


def _is_model(view: str, n: Numeral) -> bool:
    """Whether a bare number is what a thing is called ("the 737 Max", "three 737 aircraft")."""
    if not view[n.start].isdigit() or n.end - n.start != len(str(n.value)) or not 100 <= n.value < 1000:
        return False
    left = max(0, n.start - 16)
    if _COUNTED.search(view, left, n.start):
        return True
    return _MODEL.search(view, left, n.start) is not None and _OF_A_MODEL.match(view, n.end) is not None


def is_year(n: Numeral) -> bool:
    """Whether a number could name a calendar year: four digits without a comma, 1900 to 2100."""
    return n.end - n.start == 4 and n.decimals == 0 and 1900 <= n.value <= 2100 and n.top is None


def held(view: str, at: int, language: str) -> int | None:
    """The end of a longer word that holds a numeral at `at` and counts nothing (一直, 四川), or `None`."""
    m = _around(language)[4].match(view, at)
    return None if m is None else m.end()


@cache
def _bare(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = lexicon.table(language, "labels").get("bare", {})
    return re.compile(table.get("before", "(?!)"), re.IGNORECASE), re.compile(table.get("behind", "(?!)"))


def is_told_bare(view: str, n: Numeral, language: str) -> bool:
    """Whether the words beside a small number without a unit say what it counts ("its P-E ratio was 24", "at 75 a share")."""
    before, behind = _bare(language)
    return before.search(view, max(0, n.start - 56), n.start) is not None or behind.match(view, n.end) is not None


_NAME_BEFORE = re.compile(r"([A-Za-z][A-Za-z0-9'.&-]*)[ ]$")


def follows_name(view: str, at: int) -> bool:
    """Whether a Latin word with a capital stands right before a number (`Llama 3`, `Quest 3`), so that it may be part of a name."""
    m = _NAME_BEFORE.search(view, max(0, at - 24), at)
    return m is not None and any(c.isupper() for c in m[1])


__all__ = [
    "addresses",
    "code_end",
    "follows_name",
    "held",
    "is_bound",
    "is_glued",
    "is_label",
    "is_ordinal",
    "is_pronoun",
    "is_told_bare",
    "is_year",
    "name_end",
    "within",
]
