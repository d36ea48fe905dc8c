"""One number of a text with its own sign, currency and unit, before ranges and hedges."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tapeline.story import lexicon
from tapeline.story.numbers import labels, numerals, units
from tapeline.story.numbers.numerals import Numeral

LARGEST = Fraction(10**30)
ONE = Fraction(1)


class Part(NamedTuple):
    """A number with its own sign and unit, before ranges and hedges."""

    start: int
    end: int
    numeral: Numeral
    unit: str
    factor: Fraction
    value: Fraction
    kind: str
    noun: str
    marked: bool
    prefixed: bool = False
    lone_coin: bool = False
    top: Fraction | None = None
    spread: bool = False


class Text(NamedTuple):
    """What is the same for every number of one text."""

    view: str
    language: str
    yen: str
    skip: list[tuple[int, int]]
    strict: bool


@cache
def _trigger(language: str) -> re.Pattern[str]:
    return re.compile(numerals.grammar(language).opens())


def find(view: str, low: str, language: str, *, strict: bool) -> list[Part]:
    """The single numbers of a view (`low` in lower case), in order; where `strict`, without those that count nothing."""
    trigger = _trigger(language)
    yen = units.yen_or_yuan(view, language) if "¥" in view else ""
    text = Text(view, language, yen, labels.addresses(view), strict)
    parts: list[Part] = []
    at = 0
    while (m := trigger.search(low, at)) is not None:  # a pattern that minds no case is three times as slow
        part, at = _single(text, m, floor=parts[-1].end if parts else 0)
        if part is not None:
            parts.append(part)
    return parts


def _single(text: Text, m: re.Match[str], floor: int) -> tuple[Part | None, int]:
    """The part that starts at a trigger, or `None`, and where to go on; words before `floor` are taken."""
    view, language, _, skip, strict = text
    at = m.start()
    if skip and (end := labels.within(skip, at)) is not None:
        return None, end
    if (split := _split(view, at, language)) is not None:
        return split, split.end
    if m.lastgroup:
        return _digit_count(view, m, language), m.end()
    if (end := labels.held(view, at, language)) is not None:
        return None, end
    if strict and (end := labels.code_end(view, at) or labels.name_end(view, at)) is not None:
        return None, end
    n = numerals.read(view, at, language, spaced=not strict)
    if n is None or abs(n.value) > LARGEST:
        return None, _past(view, at) if n is None else n.end
    part = _part(text, n, floor)
    weak = part.kind not in {"currency", "ratio", "tenths"}
    if (not part.kind and labels.is_glued(view, part.end)) or labels.is_pronoun(view, n, language):
        return None, n.end
    if strict and n.form == "fraction" and labels.is_ordinal(view, n, language):
        return None, n.end
    if strict and (labels.is_bound(view, n, weak=weak) or (weak and labels.is_label(view, n, part.end, language))):
        return None, n.end
    return part, part.end


def _past(view: str, at: int) -> int:
    digits = numerals.DIGITS.match(view, at)
    return digits.end() if digits is not None else at + 1


@cache
def _split_form(language: str) -> re.Pattern[str]:
    table = lexicon.table(language, "units").get("split", {"words": [], "first": "new"})
    old_first = table["first"] == "old"
    a, b = ("old", "new") if old_first else ("new", "old")
    between = lexicon.one_of(table["words"])
    return re.compile(
        rf"(?<![0-9.,])(?P<{a}>[0-9]{{1,4}}){between}(?P<{b}>[0-9]{{1,4}})(?![0-9.,]?[0-9])", re.IGNORECASE
    )


def _split(view: str, at: int, language: str) -> Part | None:
    """`20-for-1`, 1拆20: how many new shares for each old one, as a multiple."""
    m = _split_form(language).match(view, at) if view[at].isdigit() else None
    if m is None or not int(m["new"]) or not int(m["old"]):
        return None
    n = Numeral(at, m.end(), Fraction(int(m["new"]), int(m["old"])), Fraction(0), form="fraction")
    return Part(at, m.end(), n, "x", ONE, n.value, "ratio", "", marked=True, spread=True)


def _digit_count(view: str, m: re.Match[str], language: str) -> Part:
    rows = lexicon.by_word(lexicon.table(language, "units")["digit_count"])
    low, high = rows[" ".join(m[0].split())].split()
    n = Numeral(m.start(), m.end(), Fraction(int(low)), top=Fraction(int(high)) if high != low else None)
    found = units.after(view, n, language)
    end = found.end if found.unit in {"%", "points"} else n.end
    return Part(
        n.start, end, n, "%", Fraction(1), n.value, "ratio", "", marked=True, top=n.top, spread=n.top is not None
    )


_SIGN_REACH = 10
"""A sign and the number after it lie within so many code points."""


@cache
def _sign(language: str) -> re.Pattern[str]:
    """A sign right before a number: of arithmetic, or one of the language's words for minus, Latin ones with a space after them."""
    words = lexicon.listed(lexicon.merged(language, "numbers"), "marks", "minus")
    spaced = lexicon.one_of(w for w in words if w[-1].isascii())
    glued = lexicon.one_of(w for w in words if not w[-1].isascii())
    return re.compile(rf"(?:(?<![0-9A-Za-z)%])[-+]|(?:^|[(])[-+][ ]|(?<![A-Za-z]){spaced}[ ]|{glued})$", re.IGNORECASE)


def _part(text: Text, n: Numeral, floor: int) -> Part:
    view, language = text.view, text.language
    prefix = units.prefix_before(view, n.start, floor, language, text.yen)
    n = _with_suffix(view, n, language, money=prefix is not None)
    found = units.after(view, n, language)
    if (
        found.kind == "currency"
        and prefix is None
        and n.form == "digits"
        and (size := numerals.magnitude_after(view, found.end, language)) is not None
    ):
        n = n._replace(value=n.value * size[1], place=n.place * size[1], form="words")
        found = found._replace(end=size[0])
    start, end, unit, factor, kind = n.start, found.end, found.unit, found.factor, found.kind
    value = n.value if found.value is None else found.value
    if prefix is not None and kind not in {"ratio", "tenths"}:
        start, same = prefix[0], kind == "currency" and unit == prefix[1] and view[end - 1].isalpha()
        unit, factor, kind, end = prefix[1], prefix[2], "currency", end if same else n.end
    elif n.form == "percent":
        unit, factor, kind, end = "%", ONE, "ratio", n.end
    elif n.form == "fraction" and text.strict and kind in {"", "counted", "plain"} and abs(n.value) < 1:
        unit, factor, kind, end = "%", Fraction(100), "ratio", n.end
    if n.form == "fraction" and found.unit == "%" and kind == "ratio":
        n = n._replace(place=Fraction(1, 10))  # "half a per cent" is known to a tenth of one
    end, value, vague = _more_after(view, end, value, kind, language)
    n = n._replace(hedge="over") if vague and n.hedge == "exact" else n
    start, negative = _signed(view, start, floor, language)
    if kind == "currency":
        end, each = units.per_share(view, start, end, floor, language)
        unit = unit + "/share" if each else unit
    if kind == "tenths":
        n, factor = n._replace(place=Fraction(1, 2) if n.decimals == 0 and factor == 10 else n.place * factor / 10), ONE
    return Part(
        start,
        end,
        n,
        unit,
        factor,
        -value if negative else value,
        kind,
        found.noun,
        marked=prefix is not None or bool(unit),
        prefixed=prefix is not None,
        lone_coin=kind == "currency" and units.never_alone(unit, found.factor, language),
    )


def _more_after(view: str, end: int, value: Fraction, kind: str, language: str) -> tuple[int, Fraction, bool]:
    """三年半, 两倍多: the end with the word after the unit, the value with the half, and whether it says "more than"."""
    marks = lexicon.table(language, "numbers").get("after_unit")
    word = view[end : end + 1]
    if not marks or kind not in {"time", "ratio", "tenths"} or not word or view[end - 1] == "%":
        return end, value, False
    if word in marks["half"] and kind != "tenths":
        return end + 1, value + Fraction(1, 2), False
    following = view[end + 1 : end + 2]
    vague = word in marks["more"] and not (following and following in marks["more_not_before"])
    return (end + 1, value, True) if vague else (end, value, False)


def _signed(view: str, start: int, floor: int, language: str) -> tuple[int, bool]:
    m = _sign(language).search(view, max(floor, start - _SIGN_REACH), start)
    glued = m is not None and m.start() == floor > 0 and m[0][0] in "-+"
    if m is None or glued or "+" in m[0]:
        return start, False
    return m.end() - len(m[0].lstrip("(")), True


def _with_suffix(view: str, n: Numeral, language: str, *, money: bool) -> Numeral:
    if (
        n.form in {"digits", "percent"}
        and view[n.end - 1].isdigit()
        and (suffix := numerals.suffix_of(view, n.end, language, money=money)) is not None
    ):
        return n._replace(
            end=suffix[0],
            value=n.value * suffix[1],
            place=n.place * suffix[1],
            form="words" if n.form == "digits" else n.form,
        )
    if n.form == "digits" and money and (size := numerals.magnitude_after(view, n.end, language)) is not None:
        return n._replace(end=size[0], value=n.value * size[1], place=n.place * size[1], form="words")
    if n.form == "digits" and (power := numerals.power_of(view, n.end)) is not None and abs(power[1]) < LARGEST:
        return n._replace(end=power[0], value=n.value * power[1], place=n.place * power[1])
    return n


__all__ = ["Part", "find"]
