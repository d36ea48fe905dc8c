"""Written numbers: digits, Chinese numerals and English number words, read exactly (as fractions) where they start."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tapeline.story import lexicon

LONGEST_RUN = 30
"""A longer run of digits is a key or a hash and no number."""
MOST_TOKENS = 40
"""A number of more words than this is none."""

DIGITS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number where it stands, without its unit.

    Attributes:
        start, end: code points.
        value: the number.
        place: the size of one unit in its last written digit, magnitude words included (1e7 in 三亿五千万).
        decimals: digits after the point.
        hedge: what the numeral itself says (`over` in 20多亿, `several` in 数十亿).
        top: the upper end of 七八十 (70 to 80), or `None`.
        form: `digits`, `words` (at least one number word or magnitude), `fraction`, or `percent` (百分之五).
    """

    start: int
    end: int
    value: Fraction
    place: Fraction = ONE
    decimals: int = 0
    hedge: str = "exact"
    top: Fraction | None = None
    form: str = "words"


def read(view: str, at: int, language: str, *, joined: bool = True) -> Numeral | None:
    """The number that starts at `at`, or `None`.

    Args:
        view: a normalised view.
        at: where it starts, in code points.
        language: `zh` or `en`.
        joined: whether spaces may stand inside a Chinese numeral.
    """
    return read_chinese(view, at, spaced=joined) if language == "zh" else read_english(view, at)


def read_digits(view: str, at: int) -> Numeral | None:
    """A number in digits: `1,234.5`, `.25`."""
    m = DIGITS.match(view, at)
    if m is None or m.end() - m.start() > LONGEST_RUN:
        return None
    whole, _, decimals = m[0].replace(",", "").partition(".")
    value = Fraction(int(whole + decimals or "0"), 10 ** len(decimals))
    return Numeral(at, m.end(), value, Fraction(1, 10 ** len(decimals)), len(decimals), form="digits")


class _Token(NamedTuple):
    kind: str
    value: Fraction
    start: int
    end: int
    digits: str = ""
    decimals: int = 0


class _ChineseWords(NamedTuple):
    kinds: dict[str, tuple[str, Fraction]]
    not_after: dict[str, str]
    not_before: dict[str, str]
    parts: str
    joint: str


@cache
def _chinese_words() -> _ChineseWords:
    table = lexicon.table("zh", "numbers")
    kinds: dict[str, tuple[str, Fraction]] = {}
    for kind, group in (("digit", "digits"), ("small", "small"), ("big", "big")):
        kinds |= {w: (kind, Fraction(v)) for v, words in table[group].items() for w in words}
    for mark in ("point", "more", "several", "half"):
        kinds |= {w: (mark if w not in kinds else kinds[w][0], Fraction(1)) for w in table["marks"][mark]}
    kinds |= dict.fromkeys(table["marks"]["several"], ("several", ONE))
    marks = table["marks"]
    return _ChineseWords(kinds, table["not_after"], table["not_before"], marks["parts"][0], marks["and"][0])


def _chinese_tokens(view: str, at: int, *, spaced: bool) -> list[_Token]:
    kinds = _chinese_words().kinds
    tokens: list[_Token] = []
    while len(tokens) < MOST_TOKENS:
        start = at
        while start < len(view) and view[start] == " " and start - at < 3:
            start += 1
        char = view[start : start + 1]
        gap = start > at
        token = _arabic(view, start) if char in "0123456789." and char else None
        if token is None and char in kinds:
            token = _word_token(view, start, kinds, after_unit=bool(tokens) and tokens[-1].kind in {"small", "big"})
        if token is None or (gap and not _may_join(tokens, token, spaced=spaced)):
            break
        tokens.append(token)
        at = token.end
    return tokens


def _may_join(tokens: list[_Token], token: _Token, *, spaced: bool) -> bool:
    if not tokens or token.kind == "several":
        return False
    if token.kind == "number" or tokens[-1].kind == "number":
        return token.kind in {"small", "big"} or (spaced and tokens[-1].kind in {"small", "big"})
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


@dataclass(slots=True)
class _Sum:
    """A Chinese numeral while it is being added up."""

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

    @property
    def value(self) -> Fraction:
        return sum((v for v, _ in self.stack), self.section) + (self.current or 0)

    @property
    def empty(self) -> bool:
        return not self.stack and self.section == 0 and self.current is None

    def take(self, token: _Token, following: str) -> bool:
        """Whether the token belongs to the number; where it does, it is added."""
        taken: bool = getattr(self, "_" + token.kind)(token, following)
        if taken:
            self.earlier, self.before = self.before, token.kind
            self.words = self.words or token.kind != "number"
        return taken

    def _number(self, token: _Token, following: str) -> bool:
        if self.current is not None or (self.before and self.before not in {"small", "big", "zero"}):
            return False
        if not self.empty and (
            token.value >= self.unit or (self.before != "zero" and following not in {"small", "big"})
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
            if "0" not in digits and len(digits) == 2 and (int(digits[1]) - int(digits[0]) == 1 or digits == "35"):
                self.current, self.spread = Fraction(int(digits[0])), Fraction(int(digits[1]) - int(digits[0]))
                self.place = ONE
                return True
            if not self.empty or following in {"small"}:
                return False
        self.current, self.place = token.value, ONE
        return True

    def _small(self, token: _Token, following: str) -> bool:
        if token.value >= self.last_small:
            return False
        if self.current is None and not (self.section == 0 or self.before == "zero" or token.value == 10):
            return False
        if self.current is None and self.stack and self.before not in {"zero", "big"}:
            return False
        self.section += (ONE if self.current is None else self.current) * token.value
        self._close(token.value)
        self.last_small = token.value
        return True

    def _big(self, token: _Token, following: str) -> bool:
        amount = self.section + (self.current or 0)
        if self.current is None and self.section == 0:
            if self.stack and self.before == "big":
                amount, self.stack = self.value, []
            elif self.empty and following == "big":
                amount = ONE
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

    def _zero(self, token: _Token, following: str) -> bool:
        return not self.empty and self.before in {"small", "big"} and following in {"number", "run", "small", "several"}

    def _point(self, token: _Token, following: str) -> bool:
        return False

    def _more(self, token: _Token, following: str) -> bool:
        if self.empty or self.hedge != "exact" or self.decimals or self.value < 10:
            return False
        if self.before == "run":
            return False
        self.hedge = "over"
        return True

    def _several(self, token: _Token, following: str) -> bool:
        if not self.empty:
            return self.before in {"small", "zero"} and self._more(token, following)
        if following not in {"small", "big"}:
            return False
        self.current, self.hedge = ONE, "several"
        return True

    def _half(self, token: _Token, following: str) -> bool:
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


def read_chinese(view: str, at: int, *, spaced: bool = True) -> Numeral | None:
    """The Chinese numeral, in characters, digits or both (5万4千, 三亿五千万, 百分之三, 三分之一), that starts at `at`."""
    first = _chinese_whole(view, at, spaced=spaced)
    if first is None:
        return None
    words = _chinese_words()
    joint = _skip(view, first.end, words.joint)
    if joint is not None and (share := _chinese_share(view, joint, spaced=spaced)) is not None:
        return Numeral(at, share.end, first.value + share.value, share.place, form="fraction")
    return _chinese_share(view, at, spaced=spaced, below=first) or first


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


def _chinese_share(view: str, at: int, *, spaced: bool, below: Numeral | None = None) -> Numeral | None:
    below = below or _chinese_whole(view, at, spaced=spaced)
    if below is None or not below.value or below.decimals:
        return None
    place = _skip(view, below.end, _chinese_words().parts)
    if place is None:
        return None
    above = _chinese_whole(view, place, spaced=spaced)
    if above is None:
        return None
    value = above.value / below.value
    written = view[at : below.end].replace(" ", "")
    if written in {"百", "佰", "千", "仟", "万", "百万", "万万"}:
        scale = Fraction(100) / below.value
        top = None if above.top is None else above.top * scale
        return Numeral(
            at, above.end, above.value * scale, above.place * scale, above.decimals, above.hedge, top, "percent"
        )
    return Numeral(at, above.end, value, Fraction(1, 100), form="fraction")


def _chinese_whole(view: str, at: int, *, spaced: bool) -> Numeral | None:
    words = _chinese_words()
    if view[at : at + 1] == "负":
        inner = _chinese_whole(view, at + 1, spaced=spaced)
        return (
            None
            if inner is None
            else Numeral(at, inner.end, -inner.value, inner.place, inner.decimals, inner.hedge, form=inner.form)
        )
    tokens = _chinese_tokens(view, at, spaced=spaced)
    total, end, used = _Sum(), at, 0
    for i, token in enumerate(tokens):
        following = tokens[i + 1].kind if i + 1 < len(tokens) else ""
        if token.kind in {"more", "several"} and view[token.end : token.end + 1] in set(
            words.not_before.get(view[token.start], "")
        ):
            break
        if token.kind == "point":
            decimal = _decimals(view, total, tokens, i)
            if decimal is not None:
                used, end = i + 2, decimal
            break
        if not total.take(token, following):
            break
        if token.kind != "zero":
            used, end = i + 1, token.end
    if used == 0:
        return None
    return _finished(view, at, end, total, tokens[used:])


def _decimals(view: str, total: _Sum, tokens: list[_Token], i: int) -> int | None:
    if i + 1 >= len(tokens) or total.empty:
        return None
    digits = tokens[i + 1]
    if digits.kind != "run" or "两" in view[digits.start : digits.end]:
        return None
    total.settle()
    total.current = (total.current or Fraction(0)) + Fraction(int(digits.digits), 10 ** len(digits.digits))
    total.decimals, total.place, total.before = len(digits.digits), Fraction(1, 10 ** len(digits.digits)), "decimal"
    return digits.end


def _finished(view: str, at: int, end: int, total: _Sum, rest: list[_Token]) -> Numeral:
    total.settle()
    if total.before == "decimal":
        for token in rest:
            if token.kind not in {"small", "big"} or total.stack or not total.take(token, ""):
                break
            end = token.end
    top = total.value + total.spread if total.spread else None
    form = "words" if total.words else "digits"
    return Numeral(at, end, total.value, total.place, total.decimals, total.hedge, top, form)


class _EnglishWords(NamedTuple):
    small: dict[str, int]
    tens: dict[str, int]
    magnitudes: dict[str, int]
    suffix: re.Pattern[str]
    suffixes: dict[str, int]
    parts: dict[str, int]
    several: re.Pattern[str]
    glyphs: dict[str, Fraction]
    plural: re.Pattern[str]
    of_plural: re.Pattern[str]


@cache
def _english_words() -> _EnglishWords:
    table = lexicon.table("en", "numbers")
    groups = {
        name: {w: int(v) for v, words in table[name].items() for w in words}
        for name in ("units", "tens", "magnitudes", "suffixes", "money_suffixes", "parts")
    }
    suffixes = groups["suffixes"] | groups["money_suffixes"]
    pattern = re.compile(r"[ ]?" + lexicon.one_of(suffixes))
    several = re.compile(lexicon.one_of(table["several"]["words"] + table["several"]["pair"]), re.IGNORECASE)
    glyphs = {g: Fraction(v) for v, words in table["glyphs"].items() for g in words}
    many = [w for w in groups["magnitudes"] if w.endswith("s") and w != "dozs"]
    plural = re.compile(lexicon.one_of([*many, "tens"]), re.IGNORECASE)
    of_plural = re.compile("[ ]of[ ](" + lexicon.one_of(many) + ")", re.IGNORECASE)
    return _EnglishWords(groups["units"], groups["tens"], groups["magnitudes"], pattern, suffixes, groups["parts"], several,
                         glyphs, plural, of_plural)  # fmt: skip


_WORD = re.compile(r"([ ]{0,3}-?[ ]{0,3})([A-Za-z]+)")
_OF_A = re.compile(r"(?:[ ]of)?(?:[ ]an?)?(?=[ ])")
_SLASH = re.compile(r"([0-9]{1,6}) ?/ ?([0-9]{1,6})(?![0-9/])")
_MIXED = re.compile(r"[ ]{1,3}([0-9]{1,4})/([0-9]{1,4})(?![0-9/])")
_POWER = re.compile(r"(?:e|E|[x×]10\^)([+-]?[0-9]{1,3})(?![0-9A-Za-z.])")


def suffix_of(view: str, at: int, *, money: bool) -> tuple[int, Fraction] | None:
    """A magnitude written short after digits (`k`, `bn`, and after a currency sign `m`): its end and its size."""
    words = _english_words()
    m = words.suffix.match(view, at)
    if m is None or view[m.end() : m.end() + 1].isdigit():
        return None
    word = m[0].strip()
    short = word in {"m", "t"}
    return None if short and not money else (m.end(), Fraction(words.suffixes[word]))


def read_english(view: str, at: int) -> Numeral | None:
    """The English number, in words, digits or both (`2.33 million`, `two thirds`, `half a billion`), that starts at `at`."""
    words = _english_words()
    char = view[at : at + 1]
    if char in words.glyphs:
        return _of_magnitude(view, Numeral(at, at + 1, words.glyphs[char], Fraction(1, 100), form="fraction"))
    several = words.several.match(view, at)
    if several is not None and (vague := _several(view, at, several.end())) is not None:
        return vague
    if char in "0123456789." and char:
        return _english_digits(view, at)
    plural = words.plural.match(view, at)
    if plural is not None:
        return _plural(view, at, plural)
    return _english_share(view, at) or _with_share(view, _english_whole(view, at))


def _several(view: str, at: int, end: int) -> Numeral | None:
    magnitude = _magnitudes(view, end)
    return None if magnitude is None else Numeral(at, magnitude[0], magnitude[1], magnitude[1], hedge="several")


def _plural(view: str, at: int, first: re.Match[str]) -> Numeral:
    """`hundreds of millions`, `tens of billions`, `dozens`."""
    words, end = _english_words(), first.end()
    value = Fraction(10) if first[0].lower() == "tens" else Fraction(words.magnitudes[first[0].lower()])
    for _ in range(2):
        m = words.of_plural.match(view, end)
        if m is None:
            break
        value, end = value * words.magnitudes[m[1].lower()], m.end()
    return Numeral(at, end, value, value, hedge="several")


def _magnitudes(view: str, at: int) -> tuple[int, Fraction] | None:
    """One or more magnitude words (`hundred million`): their end and their product."""
    words, product, found = _english_words(), ONE, False
    for _ in range(3):
        m = _WORD.match(view, at)
        size = None if m is None else words.magnitudes.get(m[2].lower())
        if m is None or size is None:
            break
        product, at, found = product * size, m.end(), True
    return (at, product) if found else None


def _english_digits(view: str, at: int) -> Numeral | None:
    n = read_digits(view, at)
    if n is None:
        return None
    slash = _SLASH.match(view, at)
    if slash is not None and int(slash[2]):
        return Numeral(at, slash.end(), Fraction(int(slash[1]), int(slash[2])), Fraction(1, 100), form="fraction")
    mixed = _MIXED.match(view, n.end)
    if mixed is not None and int(mixed[2]):
        return Numeral(
            at, mixed.end(), n.value + Fraction(int(mixed[1]), int(mixed[2])), Fraction(1, 100), form="fraction"
        )
    glyph = _english_words().glyphs.get(view[n.end : n.end + 1])
    if glyph is not None:
        n = Numeral(at, n.end + 1, n.value + glyph, Fraction(1, 100), 2, form="digits")
    magnitude = _magnitudes(view, n.end)
    if magnitude is None:
        return n
    scaled = Numeral(at, magnitude[0], n.value * magnitude[1], n.place * magnitude[1], n.decimals)
    return _with_share(view, scaled)


def _english_whole(view: str, at: int) -> Numeral | None:
    """A cardinal in words."""
    return _EnglishSum(view, at).read()


@dataclass(slots=True)
class _EnglishSum:
    """An English cardinal while it is being added up."""

    view: str
    at: int
    total: Fraction = Fraction(0)
    section: int | None = None
    place: Fraction = ONE
    last: str = ""
    ceiling: int = 10**18

    def read(self) -> Numeral | None:
        end, at = self.at, self.at
        for _ in range(MOST_TOKENS):
            m = _WORD.match(self.view, at)
            if m is None or (m[1] and at == self.at) or (not m[1] and at != self.at):
                break
            word = m[2].lower()
            if word == "and":
                if self.last not in {"hundred", "magnitude"} or not self._number_follows(m.end()):
                    break
                at = m.end()
                continue
            if not self._take(word):
                break
            end = at = m.end()
        if end == self.at or self.last == "article":
            return None
        return Numeral(self.at, end, self.total + (self.section or 0), self.place)

    def _number_follows(self, at: int) -> bool:
        m = _WORD.match(self.view, at)
        words = _english_words()
        if m is None or (m[2].lower() not in words.small and m[2].lower() not in words.tens):
            return False
        after = _WORD.match(self.view, m.end())
        return after is None or (after[2].lower() not in words.parts and after[2].lower() != "and")

    def _take(self, word: str) -> bool:
        words = _english_words()
        if word in {"a", "an"}:
            self.section, taken = 1, not self.last
            self.last = "article"
            return taken
        if word in words.small:
            return self._add(words.small[word], "small", room=10 if self.last == "tens" else 100)
        if word in words.tens:
            return self._add(words.tens[word], "tens", room=100)
        size = words.magnitudes.get(word)
        return size is not None and self._multiply(size)

    def _add(self, value: int, kind: str, room: int) -> bool:
        if self.last in {"small", "article"} or (self.last == "tens" and (kind == "tens" or value >= 10)):
            return False
        if self.section is not None and self.section % room:
            return False
        self.section, self.last, self.place = (self.section or 0) + value, kind, ONE
        return True

    def _multiply(self, size: int) -> bool:
        if size == 100:
            if self.section is not None and not 0 < self.section < 100:
                return False
            self.section, self.last, self.place = (
                (1 if self.section is None else self.section) * 100,
                "hundred",
                Fraction(100),
            )
            return True
        if self.section is None and self.last == "magnitude":
            self.total, self.place = self.total * size, self.place * size
            return True
        if size >= self.ceiling and self.total:
            return False
        amount = 1 if self.section is None else self.section
        self.place = (self.place if self.last else ONE) * size
        self.total, self.section, self.last, self.ceiling = self.total + amount * size, None, "magnitude", size
        return True


def _english_share(view: str, at: int) -> Numeral | None:
    """A fraction in words: `half`, `a quarter`, `two-thirds`, `three fifths`, with a magnitude after it where there is one."""
    words = _english_words()
    m = _WORD.match(view, at)
    if m is None or m[1]:
        return None
    first, above, end = m[2].lower(), 1, m.end()
    if first in {"half", "quarter"}:
        part: int | None = words.parts[first]
        if first == "quarter" and _magnitudes(view, end) is None:
            return None
    else:
        count = 1 if first in {"a", "an"} else words.small.get(first, 0)
        following = _WORD.match(view, end)
        part = words.parts.get(following[2].lower()) if following is not None and count else None
        if part is None or following is None or (following[2].endswith("s") == (count == 1)):
            return None
        above, end = count, following.end()
    return _of_magnitude(view, Numeral(at, end, Fraction(above, part), Fraction(1, 100), form="fraction"))


def _of_magnitude(view: str, share: Numeral) -> Numeral:
    m = _OF_A.match(view, share.end)
    magnitude = None if m is None else _magnitudes(view, m.end())
    if magnitude is None:
        return share
    value = share.value * magnitude[1]
    return Numeral(share.start, magnitude[0], value, magnitude[1] / 10, 1)


_AND = re.compile(r"[ ]and[ ]", re.IGNORECASE)


def _with_share(view: str, whole: Numeral | None) -> Numeral | None:
    """`one and a half`, `five billion and three quarters`: the fraction is of the last magnitude."""
    if whole is None:
        return None
    m = _AND.match(view, whole.end)
    share = None if m is None else _english_share(view, m.end())
    if share is not None:
        size = whole.place if whole.place >= 1000 and share.form == "fraction" else ONE
        return Numeral(whole.start, share.end, whole.value + share.value * size, size / 10, 1)
    point = _POINT.match(view, whole.end)
    return whole if point is None else _pointed(view, whole, point.end())


_POINT = re.compile(r"[ ]point(?=[ ])", re.IGNORECASE)


def _pointed(view: str, whole: Numeral, at: int) -> Numeral:
    """`nine point nought four`: digits one by one, or one number of tens (`point seventy-one`)."""
    words, digits = _english_words(), ""
    for _ in range(12):
        m = _WORD.match(view, at)
        word = "" if m is None else m[2].lower()
        value = words.small.get(word, words.tens.get(word) if not digits or digits[-1] == "0" else None)
        if m is None or value is None:
            break
        digits = (
            digits[:-1] + str(value)
            if digits.endswith("0") and len(digits) == 2 and value < 10
            else digits + str(value)
        )
        at = m.end()
    if not digits:
        return whole
    place = Fraction(1, 10 ** len(digits))
    n = Numeral(whole.start, at, whole.value + int(digits) * place, place, len(digits))
    magnitude = _magnitudes(view, at)
    return (
        n
        if magnitude is None
        else Numeral(n.start, magnitude[0], n.value * magnitude[1], place * magnitude[1], n.decimals)
    )


def power_of(view: str, at: int) -> tuple[int, Fraction] | None:
    """`e5`, `x10^6` after digits: the end and the factor."""
    m = _POWER.match(view, at)
    return None if m is None else (m.end(), Fraction(10) ** int(m[1]))


__all__ = ["DIGITS", "Numeral", "power_of", "read", "read_chinese", "read_digits", "read_english", "suffix_of"]
