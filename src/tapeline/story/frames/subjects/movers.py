"""Whether what is said to move is the reader's own: the company's shares, another's that it knows, an index; or a thing that no record holds.

"Store traffic was down 7%" and 分析师涨薪5% say nothing of the shares, though no noun of the lexicon stands in them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.story.frames.subjects.narrowing import floor_of, light, neutral, own_words
from tapeline.story.lexicon import wording, wordlist

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

_CHINESE = re.compile(r"[一-鿿A-Za-z0-9·+&-]*$")
_PROPER = re.compile(r"(?<![.!?] )[A-Z][a-z]+(?:'s)?,? ?$")
_CHARACTERS = re.compile(r"[一-鿿A-Za-z]")
_WORDS = re.compile(r"[A-Za-z][A-Za-z.&'-]*")
_LATIN_BEFORE = re.compile(r"[A-Z][A-Za-z0-9&.-]+ ?$")
_NAME_BEFORE = re.compile(r"([A-Z][A-Za-z&.-]*)(?:'s)? $")
NOT_ON_THE_TAPE = frozenset({"elsewhere", "rates", "goods", "pay", "odds", "spend"})
"""Senses of what moves without being a security or a company's figure: a yield, somebody's pay, the odds of something."""


WHOLE_VALUE = 1e9
"""So much money wiped out by a falling stock is market value ("dropped 26%, wiping out $230bn")."""


def gained_in_a_day(scene: Scene, verb: Token, amount: Token) -> bool:
    """Whether so large a sum is told as what one day brought or took, and so is market value, whatever noun stands near ("a $91 billion single-day loss", "lost $80 billion on April 3")."""
    if amount.figure.value < WHOLE_VALUE:
        return False
    if wording("movers.wiped_off").match(scene.view, verb.start):
        return True  # "close to $87bn was wiped off Meta on Thursday"
    if amount.end <= verb.start:
        return wording("movers.gain_behind").fullmatch(scene.view, amount.end, verb.end) is not None
    day = next(
        (d for d in scene.dates("on") if d.start >= amount.end and d.dated and d.dated.period.grain == "day"), None
    )
    if day is not None and wording("movers.on_the_day").fullmatch(scene.view, amount.end, day.start):
        return True
    left = min((t.start for t in scene.all("sense", "single_day") if 0 <= verb.start - t.end <= 1), default=None)
    told = wording("movers.gain_of").fullmatch(scene.view, verb.start, amount.hedge_start) is not None
    if _goes_on_from_a_move(scene, verb, amount):
        return True
    return (told and left is not None) or wording("movers.in_a_day").match(
        scene.view, amount.end, scene.end
    ) is not None


def _goes_on_from_a_move(scene: Scene, verb: Token, amount: Token) -> bool:
    """Whether a sum is told right behind the day's move of a share and ends its part of the sentence ("Meta rose 20.3% on Friday and added $204 billion")."""
    moves = [t for t in scene.all("sense", "rise", "fall") if t.end <= verb.start]
    if not moves:
        return False
    nouns = [*scene.all("metric"), *scene.all("sense", "buyback", "dividend", "share_of", "spend")]
    day = any(d.dated and d.dated.period.grain == "day" and d.end <= verb.start for d in scene.dates("on"))
    if not day or any(t.sense != "price" for t in nouns):
        return False
    by = [t for t in scene.quantities("%") if moves[-1].start <= t.start and t.end <= verb.start]
    joined = bool(by) and wording("movers.and_added").search(scene.view, by[-1].end, verb.end) is not None
    return joined and wording("movers.ends").match(scene.view, amount.end) is not None


def subject_start(scene: Scene, verb: Token) -> int:
    """Where the words begin that can be the subject of a verb: its clause, and before brackets that end right before it the one in front of them."""
    start = scene.clause(verb)[0]
    opening = scene.view.rfind("(", scene.start, start) if scene.view[start - 1 : start] == ")" else -1
    known = any(t.name is not None and 0 <= opening - t.end <= 1 for t in scene.tokens)  # "Kroger (NYSE: KR) rose"
    return start if opening < 0 or known else max((a for a, _ in scene.clauses if a < opening), default=start)


def stranger(scene: Scene, opener: Token) -> bool:
    """Whether what is said to move is something that the reader does not know: another company, a sector, a count of clicks.

    What stands right before the verb, or before the noun of the price in front of it, is then a word that is neither a mention nor
    one of the light words that may stand there.
    """
    start = subject_start(scene, opener)
    if wording("movers.its_shares").search(scene.view, start, opener.start):
        return False
    dated = (d.end for d in scene.dates() if start <= d.start <= start + len(" on ") and d.end <= opener.start)
    if wording("movers.some_of_them").fullmatch(scene.view, max(dated, default=start), opener.start):
        return True  # "Chip stocks had a bad day: some lost 5%"
    if _of_something_told(scene, start, opener) or of_a_group_before(scene, start, opener):
        return True
    known = [t for t in scene.tokens if t.end <= opener.start and t is not opener]
    if known and known[-1].sense in NOT_ON_THE_TAPE and scene.together(known[-1], opener):
        return True
    between = _before_its_verb(scene, opener, known)
    if known and known[-1].name and known[-1].name.kind == "person" and known[-1].start >= start:
        return True  # no person's price moves; what looks like a name is a thing's ("Henry Hub is at $2.50")
    aside = scene.aside_before(start) if scene.language == "en" and scene.opens_clause(opener) else None
    if aside is not None:  # "Rents, which had fallen, rose 3%"
        start, known = scene.start, [t for t in known if t.end <= aside]
    floor = max([start, *(t.end for t in known)])
    until = opener.start if aside is None else aside
    words = _without(scene.view, floor, until, [t for t in between if t.end <= until])
    words = wording("movers.link_text").sub(" ", words)
    days = {t.start for t in known if t.kind in {"date", "quantity"}}
    undated = max([start, *(t.end for t in known if t.start not in days)])  # 大盘今天则下跌0.6%, 七巨头全年上涨48%
    if _heavy(words, scene.language) or wording("movers.group").search(scene.view, undated, opener.start):
        return True
    noun = scene.nearest(opener, scene.all("metric", "price", "market_cap"), side="before", clause=True)
    if noun is None or any(scene.together(t, noun) for t in scene.all("name", "company")):
        return False
    if scene.language == "zh":
        latin = _LATIN_BEFORE.search(scene.view, max(scene.start, noun.start - 24), noun.start)
        if latin is not None and not any(latin.start() < t.end and t.start < latin.end() for t in scene.tokens):
            return True  # 维亚康姆 CBS 股价
        m = _CHINESE.search(scene.view, max(floor_of(scene, noun), noun.start - 6), noun.start)
        own = own_words(m[0]) if m else ""
        return _is_a_name(own)
    before = _NAME_BEFORE.search(scene.view, max(scene.start, noun.start - 24), noun.start)
    named = before is not None and before[1].lower() not in neutral("en")[1] | light("en")
    known_at = {t.start for t in scene.tokens if t.name or t.kind in {"date", "who"}}
    return scene.view[noun.start : noun.end].lower() == "stocks" or (
        named and before is not None and before.start(1) not in known_at
    )


def _of_something_told(scene: Scene, start: int, opener: Token) -> bool:
    """Whether the words before a verb say of what else it is: a sector, what is done in shares, a holding's value (王传福持有的A股市值缩水7.53亿元)."""
    goes_on = wording("movers.then").match(scene.view, start) is not None
    return (
        wording("movers.in_shares").search(scene.view, scene.start if goes_on else start, opener.start) is not None
        or of_another(scene, opener)
        or of_a_sector(scene, opener)
        or _goes_on_about_another(scene, start, opener)
        or wording("movers.of_a_holding").search(scene.view, scene.start, opener.start) is not None
    )


def of_another(scene: Scene, token: Token) -> bool:
    """Whether a clause with "which" says more of what the reader does not know ("companies such as Macy's, which have market values of $12 billion")."""
    left = scene.clause(token)[0]
    if scene.language != "en" or not wording("scene.which").match(scene.view, left):
        return False
    before = scene.clause_before(left)
    known = [t.end for t in scene.tokens if t.end <= left and (t.name or t.kind in {"who", "metric"})]
    start = scene.start if before is None else before
    return bool(_PROPER.search(scene.view, max([start, *known]), left))


def _before_its_verb(scene: Scene, opener: Token, known: list[Token]) -> list[Token]:
    """What stands between a subject and the English word that says which way it moved, taken off the mentions known: "was", and an amount before "lower"."""
    taken: list[Token] = []
    if scene.language != "en" or opener.kind != "sense":
        return taken
    behind = scene.view[opener.start : opener.end].lower() in wordlist("movers.ways")
    while known and (known[-1].sense in {"to", "close"} or (behind and known[-1].kind == "quantity")):
        taken.append(known.pop())
    return taken


def _without(view: str, start: int, end: int, left_out: list[Token]) -> str:
    """The words of a stretch but for those of some mentions."""
    out = []
    for t in sorted(left_out, key=lambda t: t.start):
        out.append(view[start : max(start, t.start)])
        start = max(start, t.end)
    return " ".join([*out, view[start:end]])


def of_an_unknown_index(scene: Scene, opener: Token) -> bool:
    """Whether the word of an index stands before a verb, where no index of the lexicon does (追踪半导体股票的指数也下跌7.5%)."""
    return wording("movers.unknown_index").search(scene.view, subject_start(scene, opener), opener.start) is not None


def of_a_group_before(scene: Scene, start: int, opener: Token) -> bool:
    """Whether a clause without a subject goes on about a sector that the one before it is about (能源板块成为最大赢家，2022年累计上涨近60%)."""
    spoken_of = (*scene.all("name", "company"), *scene.all("who"), *scene.all("metric"))
    before = scene.clause_before(start) if scene.language == "zh" else None
    if before is None or any(before <= t.start < opener.start for t in spoken_of):
        return False
    return wording("movers.group_before").match(scene.view, before, start) is not None


def of_a_sector(scene: Scene, opener: Token) -> bool:
    """Whether a sector is what moves ("Energy, meanwhile, advanced 2.5 percent"): the last subject before the verb, and no company behind it."""
    start = subject_start(scene, opener)
    opens = not scene.view[start : opener.start].strip() or start > scene.clauses[0][0]
    found = [*wording("movers.sector").finditer(scene.view, scene.start if opens else start, opener.start)]
    return bool(found) and not any(
        t.start >= found[-1].start() and t.end <= opener.start
        for t in (*scene.all("name", "company"), *scene.all("who"), *scene.all("metric"))
    )


def _goes_on_about_another(scene: Scene, start: int, opener: Token) -> bool:
    """Whether a clause without a subject goes on about what the one before it spoke of, which is no company (纳斯达克中国金龙指数，至收市跌1.45%)."""
    named = [t for t in scene.tokens if (t.name or t.kind in {"metric", "who"}) and start <= t.start < opener.start]
    before = [t for t in scene.all("name", "company") if t.start < start]
    goes_on = scene.language == "zh" or scene.view.startswith("ing", opener.end - 3)
    if named or not goes_on:
        return False
    m = wording("movers.another").search(scene.view, scene.start, start)
    if m is None and opener.sense in {"rise", "fall"}:
        m = wording("movers.points").search(scene.view, scene.start, start)
    return m is not None and not any(t.end > m.start() for t in before)


def of_holders(scene: Scene, amount: Token) -> bool:
    """Whether a large sum is what a share lost in value: its holders' loss ("the slump cost shareholders $87 billion", 让股东损失了870亿美元)."""
    if amount.figure.value < LARGE:
        return False
    before = (scene.view, max(scene.start, amount.hedge_start - 32), amount.hedge_start)
    behind = wording("movers.off_it").match(scene.view, amount.end, scene.end) is not None
    return behind or wording("movers.holders").search(*before) is not None


LARGE = 1e9
"""So much money is a market value's where the words say so."""


def _heavy(words: str, language: str) -> bool:
    """Whether the words between the last mention and a verb hold one that could be a subject of its own."""
    if language == "zh":
        rest = own_words("".join(_CHARACTERS.findall(words)))
        return _is_a_name(rest)
    return any(not (w.lower() in light("en") or w.endswith("ly")) for w in _WORDS.findall(words))


def _is_a_name(words: str) -> bool:
    """Whether Chinese words look like a subject: a part's, or two characters or more, and few that adverbs and particles are made of."""
    return words in neutral("zh")[2] or (len(words) > 1 and sum(c in light("zh") for c in words) * 2 < len(words))


__all__ = [
    "LARGE",
    "NOT_ON_THE_TAPE",
    "WHOLE_VALUE",
    "gained_in_a_day",
    "of_a_group_before",
    "of_a_sector",
    "of_an_unknown_index",
    "of_another",
    "of_holders",
    "stranger",
]
