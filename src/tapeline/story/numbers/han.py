"""Numerals of Han characters (三亿五千万), in characters, digits or both: the grammar that the languages which write them share.

What a language writes in its own way (its characters, 分之 or 分の, which words of its own hold a numeral) stands in its table of numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from tapeline.story import lexicon
from tapeline.story.numbers.digits import LONGEST_RUN, MOST_TOKENS, ONE, OPENINGS, Numeral, read_digits, read_fraction
from tapeline.story.numbers.numerals import digit_counts


class _Token(NamedTuple):
    kind: str
    value: Fraction
    start: int
    end: int
    digits: str = ""
    decimals: int = 0


class _Words(NamedTuple):
    kinds: dict[str, tuple[str, Fraction]]
    not_after: dict[str, str]
    not_before: dict[str, str]
    parts: str
    joint: str
    minus: str
    not_decimal: str
    alone_after: str
    alone_before: str
    not_alone: str
    spreads: frozenset[str]
    digits_last: bool
    half: re.Pattern[str]
    half_opens: frozenset[str]


def opens(language: str) -> str:
    """A regular expression for the places at which a number can begin."""
    table = lexicon.table(language, "numbers")
    groups = [*table["digits"].values(), *table["small"].values(), *list(table["big"].values())[:1],
              *(table["marks"][mark] for mark in ("several", "half")), _signs(table), *_halves(table)]  # fmt: skip
    characters = [(c, "") for c in dict.fromkeys(w[0] for words in groups for w in words)]
    return lexicon.openings([*digit_counts(language), *OPENINGS, *characters])


def _signs(table: dict[str, Any]) -> list[str]:
    """The minus signs that are part of a numeral: those of one character."""
    return [w for w in table["marks"]["minus"] if len(w) == 1]


def _halves(table: dict[str, Any]) -> list[list[str]]:
    return [table["half"]["words"]] if "half" in table else []


@cache
def _words(language: str) -> _Words:
    table = lexicon.table(language, "numbers")
    kinds: dict[str, tuple[str, Fraction]] = {}
    for kind, group in (("digit", "digits"), ("small", "small"), ("big", "big")):
        kinds |= {w: (kind, Fraction(v)) for v, words in table[group].items() for w in words}
    for mark in ("point", "more", "several", "half"):
        kinds |= {w: (mark if w not in kinds else kinds[w][0], Fraction(1)) for w in table["marks"][mark]}
    kinds |= dict.fromkeys(table["marks"]["several"], ("several", ONE))
    marks = table["marks"]
    alone = table["alone"]
    return _Words(kinds, table["not_after"], table["not_before"], marks["parts"][0], marks["and"][0],
                  "".join(_signs(table)), marks["not_decimal"], alone["after"], alone["before"], alone["never"],
                  frozenset(marks["spread"]), marks["digits_last"], *_half_words(table))  # fmt: skip


def _half_words(table: dict[str, Any]) -> tuple[re.Pattern[str], frozenset[str]]:
    """What says a half by itself (一半), and with which characters it begins."""
    if "half" not in table:
        return re.compile("(?!)"), frozenset()
    half = table["half"]
    forms = [lexicon.one_of(half["words"])]
    if half["bare"]:
        behind, before = table["not_after"].get(half["bare"], ""), half["not_before"]
        forms.append((f"(?<![{behind}])" if behind else "") + half["bare"] + (f"(?![{before}])" if before else ""))
    return re.compile("|".join(forms)), frozenset(w[0] for w in (*half["words"], half["bare"]) if w)


def _tokens(view: str, at: int, words: _Words, *, spaced: bool) -> list[_Token]:
    tokens: list[_Token] = []
    while len(tokens) < MOST_TOKENS:
        start = at
        while view[start : start + 1] == " " and start - at < 3:
            start += 1
        char = view[start : start + 1]
        token = _arabic(view, start) if char and char in "0123456789." else None
        if token is None and char in words.kinds:
            token = _word_token(
                view, start, words.kinds, after_unit=bool(tokens) and tokens[-1].kind in {"small", "big"}
            )
        if token is None or (start > at and not _may_join(tokens, token, spaced=spaced)):
            break
        if tokens and token.kind == tokens[-1].kind and token.kind not in {"small", "big"}:
            break
        if not tokens and token.kind == "several" and view[token.end : token.end + 1] == view[start]:
            break
        tokens.append(token)
        at = token.end
    return tokens


def _may_join(tokens: list[_Token], token: _Token, *, spaced: bool) -> bool:
    if not tokens or (token.kind == "several" and tokens[-1].kind != "small"):
        return False
    if token.kind == "number" or tokens[-1].kind == "number":
        big = tokens[-1].kind == "big"  # 1 兆 933 億
        return token.kind in {"small", "big"} or big or (spaced and tokens[-1].kind == "small")
    return spaced


def _arabic(view: str, at: int) -> _Token | None:
    n = read_digits(view, at)
    return None if n is None else _Token("number", n.value, at, n.end, view[at : n.end], n.decimals)


def _word_token(view: str, at: int, kinds: dict[str, tuple[str, Fraction]], *, after_unit: bool) -> _Token:
    kind, value = kinds[view[at]]
    if kind != "digit":
        return _Token(kind, value, at, at + 1)
    if value == 0 and after_unit:
        return _Token("zero", value, at, at + 1)
    end, digits = at, ""
    while end - at < LONGEST_RUN and (entry := kinds.get(view[end : end + 1])) is not None and entry[0] == "digit":
        digits += str(entry[1])
        end += 1
    return _Token("run", Fraction(int(digits)), at, end, digits)


MYRIAD = Fraction(10**4)


@dataclass(slots=True)
class _Sum:
    """A numeral while it is being added up."""

    stack: list[tuple[Fraction, Fraction]] = field(default_factory=list)
    section: Fraction = Fraction(0)
    current: Fraction | None = None
    spread: Fraction = Fraction(0)
    place: Fraction = ONE
    decimals: int = 0
    last_small: Fraction = Fraction(10**9)
    before: str = ""
    earlier: str = ""
    unit: Fraction = ONE
    hedge: str = "exact"
    words: bool = False
    spreads: frozenset[str] = frozenset()
    digits_last: bool = False

    @property
    def value(self) -> Fraction:
        return sum((v for v, _ in self.stack), self.section) + (self.current or 0)

    @property
    def empty(self) -> bool:
        return not self.stack and self.section == 0 and self.current is None

    def take(self, token: _Token, following: str, *, glued: bool = False) -> bool:
        """Whether the token belongs to the number; where it does, it is added. `glued`: whether it stands right behind the one before."""
        taken = self._fits(token, following, glued=glued)
        if taken:
            self.earlier, self.before = self.before, token.kind
            self.words = self.words or token.kind != "number"
        return taken

    def _fits(self, token: _Token, following: str, *, glued: bool) -> bool:
        match token.kind:
            case "number":
                return self._number(token, following, glued=glued)
            case "run":
                return self._run(token, following)
            case "small":
                return self._small(token)
            case "big":
                return self._big(token, following)
            case "zero":
                return (
                    not self.empty
                    and self.before in {"small", "big"}
                    and following in {"number", "run", "small", "several"}
                )
            case "more":
                return self._more()
            case "several":
                return self._several(following)
            case _:
                return token.kind == "half" and self._half(following)

    def _number(self, token: _Token, following: str, *, glued: bool) -> bool:
        if self.current is not None or (self.before and self.before not in {"small", "big", "zero"}):
            return False
        full = (
            glued
            and self.before == "big"
            and not self.decimals
            and self.unit == MYRIAD
            and 10 * token.value >= self.unit
        )  # 6万7317
        if not self.empty and (
            token.value >= self.unit
            or not (self.digits_last or full or self.before == "zero" or following in {"small", "big"})
        ):
            return False
        self.current, self.decimals = token.value, token.decimals
        self.place = Fraction(1, 10**token.decimals)
        return True

    def _run(self, token: _Token, following: str) -> bool:
        if self.current is not None:
            return False
        digits = token.digits
        if len(digits) > 1:
            if (
                "0" not in digits
                and len(digits) == 2
                and (int(digits[1]) - int(digits[0]) == 1 or digits in self.spreads)
            ):
                self.current, self.spread = Fraction(int(digits[0])), Fraction(int(digits[1]) - int(digits[0]))
                self.place = ONE
                return True
            if not self.empty or following == "small":
                return False
        self.current, self.place = token.value, ONE
        return True

    def _small(self, token: _Token) -> bool:
        if token.value >= self.last_small:
            return False
        if self.current is None and self.before == "several":  # 千数百: over a thousand
            self.last_small = token.value
            return True
        if self.current is None and not (self.section == 0 or self.before == "zero" or token.value == 10):
            return False
        if self.current is None and self.stack and self.before not in {"zero", "big"}:
            return False
        self.section += (self.current or ONE) * token.value
        self._close(token.value)
        self.last_small = token.value
        return True

    def _big(self, token: _Token, following: str) -> bool:
        if token.value > self.unit:
            self.settle()  # 三千六亿
        amount = self.section + (self.current or 0)
        if self.current is None and self.section == 0:
            if self.stack and self.before == "big":
                amount, self.stack = self.value, []
            elif self.empty and following in {"big", "run"}:
                amount = ONE  # 万亿, 恒指失守万七
            elif not self.empty or self.before != "several":
                return False
        while self.stack and self.stack[-1][1] < token.value:
            amount += self.stack.pop()[0]
        self.section = Fraction(0)
        self.stack.append((amount * token.value, token.value))
        self._close(token.value)
        self.last_small = Fraction(10**9)
        return True

    def _close(self, unit: Fraction) -> None:
        self.place = self.place * unit if self.current is not None or self.before in {"small", "big", "more"} else unit
        self.spread *= unit
        self.current = None
        self.unit = unit

    def _more(self) -> bool:
        if self.empty or self.hedge != "exact" or self.decimals or self.value < 10:
            return False
        if self.before == "run":
            return False
        self.hedge = "over"
        return True

    def _several(self, following: str) -> bool:
        if not self.empty:
            return self.before in {"small", "zero"} and self._more()
        if following not in {"small", "big"}:
            return False
        self.current, self.hedge = ONE, "several"
        return True

    def _half(self, following: str) -> bool:
        if not self.empty:
            return False
        self.current, self.place = Fraction(1, 2), Fraction(1, 2)
        return following not in {"small", "big"}

    def settle(self) -> None:
        """The last digit of 二百五 counts tens."""
        lone = self.before == "run" and self.earlier in {"small", "big"}
        if lone and self.current is not None and self.current < 10 and self.unit >= 100 and not self.spread:
            self.current *= self.unit / 10
            self.place = self.unit / 10


def read(view: str, at: int, language: str, *, spaced: bool = True) -> Numeral | None:
    """The numeral that starts at `at` (5万4千, 三亿五千万, 百分之三, 三分之一), or `None`.

    Args:
        view: a normalised view.
        at: where it starts, in code points.
        language: whose table of numerals.
        spaced: whether spaces may stand between the characters.
    """
    words = _words(language)
    first = view[at : at + 1]
    if first in words.half_opens and (m := words.half.match(view, at)) is not None:
        return Numeral(at, m.end(), Fraction(1, 2), Fraction(1, 100), form="fraction")
    if first and first in words.minus:
        inner = read(view, at + 1, language, spaced=spaced)
        return None if inner is None else inner._replace(start=at, value=-inner.value, top=None)
    parted = spaced or view.find(words.parts, at, at + LONGEST_SHARE) >= 0
    share = read_fraction(view, at) or (_share(view, at, words, spaced=spaced) if parted else None)
    whole = _whole(view, at, words, spaced=spaced) if share is None else None
    if whole is None or not parted:
        return whole or share
    joint = _skip(view, whole.end, words.joint)
    share = None if joint is None else _share(view, joint, words, spaced=spaced)
    return whole if share is None else share._replace(start=at, value=whole.value + share.value, form="fraction")


LONGEST_SHARE = 64
"""A share's own word (分之) stands within so many characters of where its numeral starts."""


def _skip(view: str, at: int, word: str) -> int | None:
    """The place after `word` where it stands at `at`, spaces before, within and after it let be."""
    for char in word:
        while view[at : at + 1] == " ":
            at += 1
        if view[at : at + 1] != char:
            return None
        at += 1
    while view[at : at + 1] == " ":
        at += 1
    return at


def _share(view: str, at: int, words: _Words, *, spaced: bool) -> Numeral | None:
    """`A分之B`: percent where A is a round number in characters alone (百分之, 万分之), else a fraction."""
    size, end = _denominator(view, at, words)
    if not size:
        below = _whole(view, at, words, spaced=spaced)
        if below is None or not below.value or below.decimals or below.hedge != "exact":
            return None
        size, end = below.value, below.end
    place = _skip(view, end, words.parts)
    if place is None:
        return None
    minus = place < len(view) and view[place] in words.minus
    above = _whole(view, place + minus, words, spaced=spaced)
    if above is None:
        return None
    if not _denominator(view, at, words)[0]:
        return Numeral(at, above.end, above.value / size * (-1 if minus else 1), Fraction(1, 100), form="fraction")
    scale = Fraction(100) / size
    top = None if above.top is None else above.top * scale
    return above._replace(
        start=at,
        value=above.value * scale * (-1 if minus else 1),
        place=above.place * scale,
        top=top,
        form="percent",
    )


def _denominator(view: str, at: int, words: _Words) -> tuple[Fraction, int]:
    """A product of magnitude characters alone (百, 千, 百万, 万万): its size, 0 where there is none, and its end."""
    size = Fraction(0)
    for _ in range(3):
        while size and view[at : at + 1] == " ":
            at += 1
        kind, value = words.kinds.get(view[at : at + 1], ("", ONE))
        if kind not in {"small", "big"} or value == 10:
            break
        size, at = (size or ONE) * value, at + 1
    return (size, at) if size and _skip(view, at, words.parts) is not None else (Fraction(0), at)


def _whole(view: str, at: int, words: _Words, *, spaced: bool) -> Numeral | None:
    tokens = _tokens(view, at, words, spaced=spaced)
    if len(tokens) == 1 and tokens[0].kind == "number":
        return read_digits(view, at)
    total, end, used = _Sum(spreads=words.spreads, digits_last=words.digits_last), at, 0
    for i, token in enumerate(tokens):
        following = tokens[i + 1].kind if i + 1 < len(tokens) else ""
        if token.kind in {"more", "several"} and view[token.end : token.end + 1] in words.not_before.get(
            view[token.start], "\n"
        ):
            break
        if token.kind == "point":
            decimal = _decimals(view, total, tokens, i, words)
            if decimal is not None:
                used, end = i + 2, decimal
            break
        if i == 0 and _stands_alone(view, token, following, words):
            break
        if not total.take(token, following, glued=token.start == end):
            break
        if token.kind != "zero":
            used, end = i + 1, token.end
    return _finished(at, end, total, tokens[used:]) if used else None


def _stands_alone(view: str, token: _Token, following: str, words: _Words) -> bool:
    """A character that is a number only beside others: 百 and 千 but for 近百 and 千円, and 伍 or 陆, which are words of their own."""
    char, before = view[token.start], view[token.start - 1 : token.start]
    if following:
        return False
    if token.kind == "small" and token.value > 10:
        behind = view[token.end : token.end + 1]
        return not (before and before in words.alone_after) and not (behind and behind in words.alone_before)
    if token.kind == "several" and char in words.not_after:
        return True
    return token.end - token.start == 1 and char in words.not_alone


def _decimals(view: str, total: _Sum, tokens: list[_Token], i: int, words: _Words) -> int | None:
    if i + 1 >= len(tokens) or total.empty:
        return None
    digits = tokens[i + 1]
    if digits.kind != "run" or any(c in words.not_decimal for c in view[digits.start : digits.end]):
        return None
    total.settle()
    total.current = (total.current or Fraction(0)) + Fraction(int(digits.digits), 10 ** len(digits.digits))
    total.decimals, total.place, total.before = len(digits.digits), Fraction(1, 10 ** len(digits.digits)), "decimal"
    return digits.end


def _finished(at: int, end: int, total: _Sum, rest: list[_Token]) -> Numeral:
    total.settle()
    if total.before == "decimal":
        for token in rest:
            if token.kind not in {"small", "big"} or total.stack or not total.take(token, ""):
                break
            end = token.end
    top = total.value + total.spread if total.spread else None
    form = "words" if total.words else "digits"
    return Numeral(at, end, total.value, total.place, total.decimals, total.hedge, top, form)


__all__ = ["opens", "read"]
