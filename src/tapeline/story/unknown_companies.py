"""Companies whom no record knows: by the code of a listing in brackets behind their names (京东集团(09618), "Kroger (NYSE: KR)", "Roku (ROKU)"), or by what is theirs.

In English what only a company has tells it: its shares, its sales, its founding ("Tiffany's shares", "Converse, bought in 2003,"). Its key is then its
name, so that nothing said of it is taken for the story's company's.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.lexicon import wording
from tapeline.story.names import Name, NameMention
from tapeline.story.wordfinder import Laid, WordFinder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tapeline.story.tokens import Token

_CODE = re.compile(
    r"[(](?:(?:NYSE|NASDAQ|Nasdaq|AMEX|LSE|LON|TSE|TYO|HKEX|HKG|SEHK|TSX|ASX|SSE|SZSE|Euronext|XETRA|FRA|港交所|纽交所|纳斯达克|美股|港股)[:： ]{0,2}"
    r"(?P<listed>[A-Z0-9.]{1,7})|(?P<number>[0-9]{4,6}(?:[. ]?(?:HK|SH|SZ|SS|TW|JP|T|KS))?)|(?P<ticker>[A-Z]{2,5}(?:\.[AB])?))[)]"
)
_CHINESE = re.compile(r"(?:^|(?<=[\s。，,；;、:：()》\"]))[一-鿿A-Za-z]{2,10}(?:-[A-Z]{1,2})?$")
_ENGLISH = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z&.'-]{1,20}(?: (?:&|of|[A-Z][A-Za-z&.'-]{0,20})){0,3} ?$")
_FORM = re.compile(
    r"(?:集团|股份|控股|公司|科技|汽车|有限|-S?W|,? (?:Inc|Corp|Co|Ltd|PLC|plc|Group|Company|Corporation|Holdings)\.?)+$"
)
_REST = r"[A-Za-z&-]*[A-Za-z](?: (?:&|of|[A-Z][A-Za-z&-]*[A-Za-z])){0,3}"
"""What follows the first capital of a name."""
_FIRST = r"(?<![A-Za-z.&'$-][A-Z])"
"""Behind the first capital: nothing before it that it would be part of."""
_BELONGS = re.compile(
    rf"[A-Zs](?:(?<=[A-Z]){_FIRST}(?P<name>{_REST})"
    r"(?:(?:'s?) (?:own |total |annual |quarterly )?(?:shares|stock|share price|market (?:value|cap)|revenues?|sales|net income|profits?|earnings|shareholders|dividend)\b"
    r"| (?:shares|stock) [a-z]+(?:ed|ose|ell|ank|id|ow|new|ept|ung|ks|ps)\b"
    r"|,? (?:Inc|Corp|Co|Ltd|PLC|plc|Corporation|Incorporated|Limited)(?![A-Za-z-])"
    r"|, (?:founded|bought|acquired|listed|headquartered|which (?:makes|owns|sells|runs|operates)|the (?:owner|maker|parent) of|a rival)\b)"
    rf"|(?<=[Ss])(?<!\w[Ss])hares (?:of|in) (?P<of>[A-Z]{_REST}))"
)  # fmt: skip
_HEAD = re.compile(r"^(?:The |Shares (?:of|in) )+")
"""What may stand capitalised before a name without being part of it."""
SHORTEST = 2
REACH = 40
"""A name stands within so many characters before the code of its listing."""


def find(view: str, language: str, known: list[NameMention], words: Iterable[Token], laid: Laid) -> list[NameMention]:
    """The companies that a view names with the code of a listing or by what is theirs, and `known` does not, wherever their name stands from there on, in order.

    Args:
        view: the normalised text.
        language: one that has a folder.
        known: the names that the record has.
        words: the lexicon's words in the view, which begin no name; those of an index are no part of one either.
        laid: the view laid out.
    """
    taken = {i for m in known for i in range(m.start, m.end)}
    lexical = {i for w in words for i in (range(w.start, w.end) if w.is_index else (w.start,))}
    called: dict[str, str] = {}
    first: dict[str, int] = {}
    for m in _CODE.finditer(view):
        before = max(0, m.start() - REACH)
        named = _CHINESE.search(view, before, m.start()) or _ENGLISH.search(view, before, m.start())
        if named is None or not taken.isdisjoint(range(named.start(), m.start())):
            continue
        name = named[0].strip()
        if m["ticker"] and not (
            _is_ticker_of(m["ticker"], name)
            and _is_a_name(name, view)
            and lexical.isdisjoint(range(named.start(), m.start()))
        ):
            continue
        key = m["listed"] or m["ticker"] or name
        for surface in {name, _FORM.sub("", name)}:
            if len(surface) > 1:
                called.setdefault(surface.lower(), key)
                first.setdefault(surface.lower(), named.start())
    for m in _BELONGS.finditer(view):
        first_at, end = m.span("of") if m["of"] else (m.start(), m.end("name"))
        name = _HEAD.sub("", view[first_at:end])
        at = end - len(name)
        name = name.removesuffix(" &")
        if name and taken.isdisjoint(range(at, end)) and _is_a_name(name, view):
            called.setdefault(name.lower(), name)
            first.setdefault(name.lower(), at)
    for m in wording("unknown_companies.moved", language).finditer(view):
        name = _HEAD.sub("", m["moved"])
        at = m.end("moved") - len(name)
        name = name.rstrip(_adverbs()) if language == "zh" else name
        here = range(at, at + len(name))
        if taken.isdisjoint(here) and _moves(name, view, here, lexical, language):
            called.setdefault(name.lower(), name)
            first.setdefault(name.lower(), at)
    if not called:
        return []
    return [
        NameMention(start, end, Name(view[start:end], "company", called[word]))
        for start, end, word in WordFinder.of(called).find(laid)
        if start >= first[word] and not view[start].islower() and taken.isdisjoint(range(start, end))
    ]


def _is_ticker_of(ticker: str, name: str) -> bool:
    """Whether capitals in brackets behind a name are its ticker ("Roku (ROKU)"): they begin as a word of it does, and are no more than its words' first letters ("Associated Press (AP)")."""
    firsts = [word[0] for word in re.findall(r"[A-Za-z]+", name)]
    capitals = "".join(c for c in firsts if c.isupper())
    return ticker[0] in capitals and ticker not in {capitals, "".join(firsts).upper()}


@cache
def _adverbs() -> str:
    """Chinese characters of adverbs, which may stand between a name and its verb (小牛电动都跌超5%)."""
    return str(lexicon.table("zh", "predicates")["unknown_companies"]["adverbs"])


def _moves(name: str, view: str, at: range, words: set[int], language: str) -> bool:
    """Whether what is said to have moved is a name: no word of the lexicon stands in it, nor one that names a market, a good or a group."""
    if len(name) < SHORTEST or not words.isdisjoint(at):
        return False
    if language == "zh":
        table = lexicon.table("zh", "predicates")
        light = table["narrowing"]["light"]
        return not any(w in name for w in table["unknown_companies"]["never"]) and sum(
            c in light for c in name
        ) * 2 < len(name)
    return _is_a_name(name, view) and _parts().isdisjoint(name.lower().split())


@cache
def _parts() -> frozenset[str]:
    """English words that narrow a figure to a part of a company, or leave it whole: what moved is then no company."""
    narrowing = lexicon.table("en", "predicates")["narrowing"]
    return frozenset({*narrowing["narrow"], *narrowing["neutral"]})


@cache
def _never() -> frozenset[str]:
    """Capitalised words that begin no company's name: days, months, peoples, places, words of the market."""
    return frozenset(lexicon.table("en", "predicates")["unknown_companies"]["never"])


@cache
def _opening() -> frozenset[str]:
    """Words that are capitalised where they open a sentence ("Yet", "Having", "Investors")."""
    return frozenset(lexicon.table("en", "predicates")["unknown_companies"]["opening"])


INDICES = frozenset({"Average", "Index", "Composite", "Averages", "Indices"})
"""The last words of an index's name, which is no company's ("the Dow Jones Transportation Average")."""


def _is_a_name(name: str, view: str) -> bool:
    """Whether capitalised words are a name: none of those that never are, and not also written small in the text."""
    first, *rest = name.split(" ")
    if rest and rest[-1] in INDICES:
        return False
    small = re.search(rf"(?<![A-Za-z]){re.escape(first.lower())}(?![A-Za-z])", view) is not None
    opens = not rest and first.lower() in _opening()
    return first not in _never() and not opens and not small


__all__ = ["find"]
