"""Frames of moves counted from something told: a price ("more than fivefold from the $88.91 …"), the price of the offering (发行价的11倍), so many sessions ("lost 32% in seven trading sessions")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Figure
from tapeline.story import lexicon
from tapeline.story.calendar import periods
from tapeline.story.frames.slots import MARKET, asserted, free, moved_by
from tapeline.story.frames.subjects.movers import stranger
from tapeline.story.frames.subjects.not_moves import is_no_move
from tapeline.story.frames.tape.market import index_of, is_index
from tapeline.story.frames.tape.market_multiples import as_percent
from tapeline.story.frames.times.sessions import SESSIONS
from tapeline.story.frames.times.when import lately
from tapeline.story.lexicon import wording
from tapeline.story.numbers import numerals
from tapeline.story.numbers.units import DEAREST, is_price
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    import re

    from tapeline.claim import Kind
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

MOST = 60
"""A move is told over no more sessions than a quarter has."""


def from_a_price(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Has risen more than fivefold from the $88.91 to which it sank", "up 434% from $88.91": from a price to the last close."""
    out = []
    for m in wording("counted_from.price").finditer(scene.view, scene.start, scene.end):
        found = _move(scene, m.start(), taken)
        if found is None:
            continue
        opener, amount, claim = found
        used = tuple(t for t in (opener, amount) if t)
        out.append(_draft(scene, used, claim, {"base": m["base"].replace(",", "").rstrip(".")}))
        taken.update(used)
    return out


def since_a_price(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Bottomed at $88.91 in November 2022 and has since gained 434%": from the price told last, where only a month or a year says when it stood so."""
    out: list[Draft] = []
    for since in scene.dates("since"):
        anchored = since.dated is not None and since.dated.relative_to == "anchor" and since.dated.period.grain != "day"
        base = _price_before(scene, since) if anchored else None
        found = None if base is None else _behind(scene, since.end, taken)
        if found is None or not scene.together(found[0], since):
            continue
        opener, amount = found
        claim = moved_by(opener, amount)
        out.append(_draft(scene, (opener, amount), claim, {"base": f"{base:.12g}"}))
        taken.update(found)
    return out


def since_it_stood(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Since bottoming at $125.02 on January 5, Apple has gained 55%": from the price of the clause that a sentence opens with."""
    m = wording("counted_from.since_doing").match(scene.view, scene.start, scene.end)
    found = None if m is None else _behind(scene, m.end(), taken)
    if m is None or found is None:
        return []
    if any(m.end() <= t.start < found[0].start for t in scene.all("metric", "market_cap")):
        return []
    taken.update(found)
    base = lexicon.groups(m)["base"].replace(",", "")
    told = _draft(scene, found, moved_by(*found), {"base": base})
    (now, *before) = lately(scene)
    return [told._replace(period=now, also=(*scene.discourse.session, *before), tokens=found)]


def _price_before(scene: Scene, since: Token) -> float | None:
    """The price told last before a time that something is counted from: in its sentence, else in the one before."""
    own = [t for t in scene.all("quantity") if t.end <= since.start and is_price(t.sense) and t.figure.value < DEAREST]
    told = scene.discourse.prices
    return own[-1].figure.value if own else told[-1][0] if told else None


def _behind(scene: Scene, start: int, taken: set[Token]) -> tuple[Token, Token] | None:
    """The move of a price told first behind a place, and its size in its clause, both free."""
    verb = next((t for t in free(scene.all("sense", "rise", "fall"), taken) if t.start >= start), None)
    if verb is None or _is_of_another(scene, verb) or _is_of_a_figure(scene, verb):
        return None
    sizes = (t for t in free(scene.quantities("%"), taken) if verb.end <= t.start and scene.together(t, verb))
    size = next(sizes, None)
    return None if size is None else (verb, size)


def came_to(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "… stood at $88.91; now it is at $474.99. That is a gain of 434%": from the first of the two prices of the sentence before to the last close."""
    told, sizes = scene.discourse.prices, free(scene.quantities("%"), taken)
    if (
        len(told) != PAIR
        or not sizes
        or wording("counted_from.came_to").fullmatch(scene.view, scene.start, sizes[0].hedge_start) is None
    ):
        return []
    (then, base), (now, _) = sorted((scene.published if p is None else p.end, price) for price, p in told)
    verb = next((t for t in scene.all("sense", "rise", "fall") if t.end <= sizes[0].start), None)
    if verb is None or then == now or (scene.published - now).days > NEWEST:
        return []
    taken.update((verb, sizes[0]))
    claim = moved_by(verb, sizes[0])
    return [_draft(scene, (verb, sizes[0]), claim, {"base": f"{base:.12g}"})]


PAIR = 2
NEWEST = 4
"""A price of so many days before publication is that of the last session."""


def beside_a_price(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Trades 16 per cent below the $38 at which it was sold": how far the last close lies from a price."""
    out = []
    for m in wording("counted_from.beside").finditer(scene.view, scene.start, scene.end):
        amount = next((t for t in free(scene.quantities("%"), taken) if t.end == m.start()), None)
        if amount is None or _is_of_a_figure(scene, amount) or _is_nobodys(scene, amount):
            continue
        claim = asserted(amount, sign=-1.0 if m["under"] else 1.0)
        out.append(_draft(scene, (amount,), claim, {"base": m["base"].replace(",", "").rstrip(".")}))
        taken.update(t for t in scene.all("quantity") if amount.start <= t.start < m.end())
    return out


def _is_nobodys(scene: Scene, amount: Token) -> bool:
    """Whether no company and no price stands before an amount in its clause, and what does is unknown."""
    own = [t for t in scene.tokens if t.end <= amount.start and (t.kind in {"name", "who"} or t.sense == "price")]
    return not any(scene.together(t, amount) for t in own) and stranger(scene, amount)


def from_the_offer(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "More than 11 times the offer price", 是发行价的11倍多, 较发行价低10.4%: the last close beside the price of the offering."""
    out = []
    for amount in free(scene.quantities("%"), taken):
        told = wording("counted_from.the_offer_behind").match(scene.view, amount.end, scene.end)
        told = told or wording("counted_from.the_offer_before").search(
            scene.view, scene.clause(amount)[0], amount.hedge_start
        )
        if told is not None and not _is_within_the_day(scene, amount):
            claim = asserted(amount, sign=-1.0 if "under" in lexicon.groups(told) else 1.0)
            out.append(_draft(scene, (amount,), claim, {"from": "offer"}))
            taken.add(amount)
    for amount in free(scene.quantities("x"), taken):
        behind = wording("counted_from.the_offer").match(scene.view, amount.end, scene.end)
        before = wording("counted_from.of_the_offer").search(scene.view, scene.clause(amount)[0], amount.hedge_start)
        if behind is None and before is None:
            continue
        out.append(_draft(scene, (amount,), _times_less_one(amount.figure), {"from": "offer"}))
        taken.add(amount)
    return out


def _is_within_the_day(scene: Scene, amount: Token) -> bool:
    """Whether the price told of before an amount is one of some time of a day, and no close (盘中一度冲上45美元，较发行价高出18.4%)."""
    told = [t for t in scene.all("sense", "close", *SESSIONS) if t.end <= amount.start]
    return bool(told) and told[-1].sense != "close"


def over_sessions(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Having surrendered 32% in seven trading sessions", 七个交易日跌去32%."""
    out = []
    for amount in free(scene.quantities("%"), taken):
        verbs = [t for t in scene.all("sense", "rise", "fall") if scene.together(t, amount) and t.end <= amount.start]
        m = _sessions(scene, amount) if verbs else None
        if (
            m is None
            or is_no_move(scene, amount)
            or _is_of_another(scene, verbs[-1])
            or _is_of_a_figure(scene, verbs[-1])
        ):
            continue
        if wording("counted_from.from_a_day").search(scene.view, scene.start, amount.start):
            continue  # 从8月31日的收盘纪录算起，五个交易日跌去三成
        count = numerals.read(lexicon.groups(m)["n"], 0, scene.language)
        if count is None or not 1 < count.value <= MOST:
            continue
        claim = moved_by(verbs[-1], amount)
        draft = _draft(scene, (verbs[-1], amount), claim, {"sessions": f"{int(count.value)}"})
        out.append(_in_its_week(scene, m, draft))
        taken.add(amount)
        taken.update(t for t in scene.all("quantity") if m.start() <= t.start < m.end())
    return out


def _in_its_week(scene: Scene, sessions: re.Match[str], draft: Draft) -> Draft:
    """A move over some sessions of the week that is told right behind them ("dropped 4.7% over three sessions last week"), up to any day of it."""
    week = next((d.dated for d in scene.dates("on") if 0 <= d.start - sessions.end() <= 4), None)
    if week is None or week.period.grain != "week":
        return draft
    days = tuple(p for p in reversed(periods.weekdays(week.period)) if p.end <= scene.published)
    return draft._replace(period=days[0], also=days[1:]) if days else draft


def _sessions(scene: Scene, amount: Token) -> re.Match[str] | None:
    """The words that say over how many sessions a percentage came about: behind it, in Chinese before it."""
    behind = wording("counted_from.sessions").match(scene.view, amount.end, scene.end)
    left = scene.clause(amount)[0] if scene.language == "zh" else scene.start
    return behind or wording("counted_from.in_sessions").search(scene.view, left, amount.hedge_start)


def _move(scene: Scene, at: int, taken: set[Token]) -> tuple[Token, Token | None, Asserted] | None:
    """The move right before a place: its verb, its amount where the verb has none in itself, and what they assert."""
    verbs = [t for t in scene.all("sense", "rise", "fall", "multiply") if t.end <= at and t not in taken]
    if not verbs or stranger(scene, verbs[-1]) or _is_of_a_figure(scene, verbs[-1]):
        return None
    amount = next(
        (t for t in free(scene.quantities("%", "x"), taken) if verbs[-1].end <= t.start and t.end <= at), None
    )
    end = amount.end if amount is not None else verbs[-1].end
    if scene.view[end:at].strip() or (amount is None and verbs[-1].sense != "multiply"):
        return None
    if amount is not None and amount.sense == "%":
        return verbs[-1], amount, moved_by(verbs[-1], amount)
    claim = as_percent(scene, verbs[-1], amount)
    return None if claim is None else (verbs[-1], amount, claim)


def _is_of_another(scene: Scene, verb: Token) -> bool:
    """Whether what moved is nothing that the reader knows; "having surrendered 32%" tells more of what its sentence is about."""
    return not scene.view.endswith("having ", 0, verb.start) and stranger(scene, verb)


def _is_of_a_figure(scene: Scene, verb: Token) -> bool:
    """Whether a verb tells of a reported figure and of no price."""
    noun = scene.nearest(verb, scene.all("metric"), side="before")
    return (noun.sense if noun is not None else scene.discourse.metric or "price") not in MARKET


def _times_less_one(figure: Figure) -> Asserted:
    """So many times a price as the percentage by which it is more; "more than 11 times" is less than 12."""
    more = 100.0 * (figure.value - 1.0)
    if figure.hedge == "over":
        return Asserted.of_figure(Figure(figure.text, more, 0.0, "%", top=more + 100.0))
    return Asserted.of_figure(Figure(figure.text, more, 100.0 * max(figure.step, 0.1), "%", figure.hedge))


def _draft(scene: Scene, tokens: tuple[Token, ...], claim: Asserted, args: dict[str, str]) -> Draft:
    """A move up to the day that its sentence names before it, else up to publication or a session told of."""
    at = tokens[-1]
    days = [
        d
        for d in scene.dates("on", "end_of")
        if d.dated
        and d.end <= at.start
        and not scene.view.startswith("'s ", d.end)
        and d.dated.period.end <= scene.published
        and (d.dated.role == "end_of" or d.dated.period.grain == "day")
    ]
    if days and days[-1].dated is not None:
        period, also = days[-1].dated.period, days[-1].dated.candidates[1:]
        tokens = (days[-1], *tokens)
    else:
        (period, *before) = lately(scene)
        also = (*scene.discourse.session, *before)
    index = is_index(scene, at)
    kind: Kind = "index" if index else "price_move"
    whose = index_of(scene, at) if index else scene.company(at)
    return Draft(
        kind, "price.return", whose, tokens, claim, period, also, args, claim.figure.hedge if claim.figure else "exact"
    )


__all__ = [
    "beside_a_price",
    "came_to",
    "from_a_price",
    "from_the_offer",
    "over_sessions",
    "since_a_price",
    "since_it_stood",
]
