"""English numbers, in words, digits or both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tapeline.story import lexicon
from tapeline.story.numbers.digits import MOST_TOKENS, ONE, OPENINGS, Numeral, read_digits, read_fraction
from tapeline.story.numbers.numerals import Grammar, digit_counts


class _Words(NamedTuple):
    small: dict[str, int]
    tens: dict[str, int]
    magnitudes: dict[str, int]
    suffix: re.Pattern[str]
    suffixes: dict[str, int]
    money_alone: frozenset[str]
    money_after: re.Pattern[str]
    parts: dict[str, int]
    several: re.Pattern[str]
    glyphs: dict[str, Fraction]
    plural: re.Pattern[str]
    of_plural: re.Pattern[str]
    spells: tuple[str, ...]
    counting: re.Pattern[str]


@cache
def _words() -> _Words:
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
    money = table["money_after"]
    money_after = re.compile(f"[ ]?[{money['signs']}]|[ ]" + lexicon.one_of(money["words"]))
    return _Words(groups["units"], groups["tens"], groups["magnitudes"], pattern, suffixes, frozenset(groups["money_suffixes"]), money_after,
                  groups["parts"], several, glyphs, plural, of_plural, tuple(table["spells"]["words"]),
                  re.compile(rf"(?<![A-Za-z]){lexicon.one_of(table['spells']['counted'])} $", re.IGNORECASE))  # fmt: skip


def _opens() -> str:
    """Where an English number can begin: digits, a fraction glyph, a number word, an article before a magnitude or a share."""
    table = lexicon.table("en", "numbers")
    words = [w for name in ("units", "tens", "magnitudes") for group in table[name].values() for w in group]
    numbers = [*words, "half", "quarter", "tens", *table["several"]["words"], *table["several"]["pair"]]
    whole = [(w, "(?![A-Za-z])") for w in sorted(set(numbers), key=lambda w: (-len(w), w))]
    sizes = lexicon.one_of(w for n in ("magnitudes", "parts") for g in table[n].values() for w in g)
    articles = [(w, f"(?=[ -](?:{sizes}))") for w in ("an", "a")]
    signs = [(g, "") for group in table["glyphs"].values() for g in group]
    opened = lexicon.openings([*digit_counts("en"), *whole, *articles], "A-Za-z")
    return "|".join([lexicon.openings([*OPENINGS, *signs]), opened])


_WORD = re.compile(r"([ ]{0,3}-?[ ]{0,3})([A-Za-z]+)")
_OF_A = re.compile(r"(?:[ ]of)?(?:[ ]an?)?(?=[ ])")


def suffix_of(view: str, at: int, money: bool) -> tuple[int, Fraction] | None:
    """A magnitude written short after digits (`k`, `bn`, and after a currency sign `m`): its end and its size."""
    words = _words()
    m = words.suffix.match(view, at)
    if m is None or view[m.end() : m.end() + 1].isdigit():
        return None
    word = m[0].strip()
    if word in words.money_alone and not money and words.money_after.match(view, m.end()) is None:
        return None
    return m.end(), Fraction(words.suffixes[word])


def read(view: str, at: int) -> Numeral | None:
    """The English number, in words, digits or both (`2.33 million`, `two thirds`, `half a billion`), that starts at `at`."""
    words = _words()
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
    whole = _with_share(view, _english_whole(view, at))
    return _out_of(view, whole) or _english_share(view, at) or whole


def _several(view: str, at: int, end: int) -> Numeral | None:
    magnitude = magnitude_after(view, end)
    return None if magnitude is None else Numeral(at, magnitude[0], magnitude[1], magnitude[1], hedge="several")


def _plural(view: str, at: int, first: re.Match[str]) -> Numeral:
    """`hundreds of millions`, `tens of billions`, `dozens`."""
    words, end = _words(), first.end()
    value = Fraction(10) if first[0].lower() == "tens" else Fraction(words.magnitudes[first[0].lower()])
    for _ in range(2):
        m = words.of_plural.match(view, end)
        if m is None:
            break
        value, end = value * words.magnitudes[m[1].lower()], m.end()
    return Numeral(at, end, value, value, hedge="several")


def magnitude_after(view: str, at: int) -> tuple[int, Fraction] | None:
    """One or more magnitude words (`hundred million`): their end and their product."""
    words, product, found = _words(), ONE, False
    for _ in range(3):
        m = _WORD.match(view, at)
        size = None if m is None else words.magnitudes.get(m[2].lower())
        if m is None or size is None:
            break
        product, at, found = product * size, m.end(), True
    return (at, product) if found else None


def _english_digits(view: str, at: int) -> Numeral | None:
    share = read_fraction(view, at)
    if share is not None:
        return share
    n = read_digits(view, at)
    if n is None:
        return None
    glyph = _words().glyphs.get(view[n.end : n.end + 1])
    if glyph is not None:
        n = Numeral(at, n.end + 1, n.value + glyph, Fraction(1, 100), 2, form="digits")
    magnitude = magnitude_after(view, n.end)
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
    bare: bool = False

    def read(self) -> Numeral | None:
        end, at, taken = self.at, self.at, 0
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
            taken += 1
        if end == self.at or self.last == "article" or (self.bare and taken == 1):
            return None
        return Numeral(self.at, end, self.total + (self.section or 0), self.place)

    def _number_follows(self, at: int) -> bool:
        m = _WORD.match(self.view, at)
        words = _words()
        if m is None or (m[2].lower() not in words.small and m[2].lower() not in words.tens):
            return False
        after = _WORD.match(self.view, m.end())
        return after is None or after[2].lower() not in words.parts

    def _take(self, word: str) -> bool:
        words = _words()
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
        self.bare = not self.last
        amount = 1 if self.section is None else self.section
        self.place = (self.place if self.last else ONE) * size
        self.total, self.section, self.last, self.ceiling = self.total + amount * size, None, "magnitude", size
        return True


def _english_share(view: str, at: int) -> Numeral | None:
    """A fraction in words: `half`, `a quarter`, `two-thirds`, `three fifths`, with a magnitude after it where there is one."""
    words = _words()
    m = _WORD.match(view, at)
    if m is None or m[1]:
        return None
    first, above, end = m[2].lower(), 1, m.end()
    if first in {"half", "quarter"}:
        part: int | None = words.parts[first]
        if first == "quarter" and magnitude_after(view, end) is None:
            return None
    else:
        count = 1 if first in {"a", "an"} else words.small.get(first, 0)
        following = _WORD.match(view, end)
        part = words.parts.get(following[2].lower()) if following is not None and count else None
        if part is None or following is None or (following[2].endswith("s") == (count == 1)):
            return None
        if following[2].lower() in words.spells and words.counting.search(view, max(0, at - 16), at):
            return None  # "adding the three quarters"
        above, end = count, following.end()
    return _of_magnitude(view, Numeral(at, end, Fraction(above, part), Fraction(1, 100), form="fraction"))


def _of_magnitude(view: str, share: Numeral) -> Numeral:
    m = _OF_A.match(view, share.end)
    magnitude = None if m is None else magnitude_after(view, m.end())
    if magnitude is None:
        return share
    value = share.value * magnitude[1]
    return Numeral(share.start, magnitude[0], value, magnitude[1] / 10, 1)


_OUT_OF = re.compile(r"[ ](?:out of|in)(?: every)?[ ]", re.IGNORECASE)


def _out_of(view: str, above: Numeral | None) -> Numeral | None:
    """`one in five`, `three out of four`: a share."""
    m = None if above is None else _OUT_OF.match(view, above.end)
    below = None if m is None else _english_whole(view, m.end())
    if (
        above is None
        or below is None
        or not 0 < above.value < below.value
        or above.value.denominator != 1
        or above.value > 20
    ):
        return None
    return Numeral(above.start, below.end, above.value / below.value, Fraction(1, 100), form="fraction")


_AND = re.compile(r"[ ]and[ ]", re.IGNORECASE)


def _with_share(view: str, whole: Numeral | None) -> Numeral | None:
    """`one and a half`, `five billion and three quarters`: the fraction is of the last magnitude."""
    if whole is None:
        return None
    m = _AND.match(view, whole.end)
    share = None if m is None else _english_share(view, m.end())
    if share is not None:
        size = whole.place if whole.place >= 1000 and share.form == "fraction" else ONE
        return Numeral(whole.start, share.end, whole.value + share.value * size, share.value * size, 1)
    point = _POINT.match(view, whole.end)
    return whole if point is None else _pointed(view, whole, point.end())


_POINT = re.compile(r"[ ]point(?=[ ])", re.IGNORECASE)


def _pointed(view: str, whole: Numeral, at: int) -> Numeral:
    """`nine point nought four`: digits one by one, or one number of tens (`point seventy-one`)."""
    words, digits = _words(), ""
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
    magnitude = magnitude_after(view, at)
    return (
        n
        if magnitude is None
        else Numeral(n.start, magnitude[0], n.value * magnitude[1], place * magnitude[1], n.decimals)
    )


GRAMMAR = Grammar(_opens, lambda view, at, _spaced: read(view, at), suffix_of, magnitude_after)

__all__ = ["GRAMMAR"]
