"""Frames of 分别: as many numbers as there are companies, figures or times before the word, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.accounts.levels import as_level
from tapeline.story.frames.slots import asserted, free
from tapeline.story.frames.subjects.figure_names import STAFF, USERS, facts, kind_of, name_of
from tapeline.story.frames.times.no_day import over_several_days
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.frames.times.when import move_periods
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

FIRST = 16
"""The first of the numbers stands so many characters behind the word."""
OTHERS = ("buyback", "dividend", "hold", "layoff", "market_cap", "price_target")


def paired(scene: Scene, taken: set[Token]) -> list[Draft]:
    """英伟达和亚马逊跌幅分别为50.3%和49.6%, 营收和净利润分别为401亿和140亿美元; what cannot be paired is read without a measure."""
    out: list[Draft] = []
    for word in scene.all("sense", "respectively"):
        amounts = _amounts(scene, word, taken)
        if len(amounts) < 2 or any(scene.together(t, amounts[0]) for t in scene.tokens if t.sense in OTHERS):
            continue
        nouns = [t for t in facts(scene) if t.end <= word.start]
        prices = [t for t in scene.all("metric", "price") if t.end <= word.start]
        companies = _listed(scene, word, scene.all("name", "company"), len(amounts))
        several = _listed(scene, word, nouns, len(amounts))
        verbs = [t for t in scene.all("sense", "rise", "fall") if t.end <= amounts[0].start]
        listed = len(companies) > 1 and companies[-1].end + 1 == amounts[0].hedge_start
        verbs = verbs if listed else [t for t in verbs if scene.together(t, amounts[0])]
        if several and verbs:
            continue  # the growth of several figures has a frame of its own
        noun = nouns[-1] if nouns and (not prices or nouns[-1].start > prices[-1].start) else None
        if companies and verbs and noun is None and amounts[0].figure.unit == "%":
            out += _moves(scene, verbs[-1], companies, amounts)
        elif several:
            out += [level_of(scene, m, a, "") for m, a in zip(several, amounts, strict=True)]
        elif noun is not None and not verbs:
            out += _levels(scene, word, noun, companies, amounts)
        else:
            continue
        taken.update(amounts)
    return out


def apposed(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Tesla and Amazon, up 4.7% and 4.4%": two moves in percent behind two names, in order."""
    out: list[Draft] = []
    amounts = free(scene.quantities("%"), taken)
    for verb in scene.all("sense", "rise", "fall"):
        own = [t for t in amounts if t.start >= verb.end][:2]
        names = side_by_side([t for t in scene.all("name", "company") if t.end <= verb.start], scene)
        if (
            len(names) == len(own) == 2
            and 0 <= own[0].hedge_start - verb.end <= 1
            and wording("paired.and").fullmatch(scene.view, own[0].end, own[1].hedge_start)
            and wording("paired.apposed").fullmatch(scene.view, names[1].end, verb.start)
        ):
            out += _moves(scene, verb, names, own)
            taken.update(own)
    return out


def _amounts(scene: Scene, word: Token, taken: set[Token]) -> list[Token]:
    """The numbers behind the word, in English those before it, that nothing but commas and conjunctions parts."""
    if scene.language == "en":
        return _amounts_before(scene, word, taken)
    out: list[Token] = []
    for t in [t for t in free(scene.all("quantity"), taken) if t.start >= word.end]:
        start = t.hedge_start
        if not out and start - word.end > FIRST:
            return []
        if out and wording("paired.between").fullmatch(scene.view, out[-1].end, start) is None:
            break
        out.append(t)
    return out


def _amounts_before(scene: Scene, word: Token, taken: set[Token]) -> list[Token]:
    out: list[Token] = []
    for t in reversed([t for t in free(scene.all("quantity"), taken) if t.end <= word.start]):
        end, follower = t.end, out[0].hedge_start if out else word.start
        gap = scene.view[end:follower]
        if gap.strip(" ,") if not out else wording("paired.between").fullmatch(gap) is None:
            break
        out.insert(0, t)
    return out


def _listed(scene: Scene, word: Token, tokens: Sequence[Token], count: int) -> list[Token]:
    """As many tokens as there are numbers, side by side before the word, and none more."""
    run = side_by_side([t for t in tokens if t.end <= word.start], scene)
    return run if len(run) == count else []


def side_by_side(tokens: list[Token], scene: Scene) -> list[Token]:
    """The last of some tokens, with those that stand side by side before it."""
    run = tokens[-1:]
    for t in reversed(tokens[:-1]):
        apart = wording("paired.between").fullmatch(scene.view, t.end, run[0].start) is None
        if apart or not scene.view[t.end : run[0].start].strip(" "):
            break
        run.insert(0, t)
    return run


def _moves(scene: Scene, verb: Token, companies: list[Token], amounts: list[Token]) -> list[Draft]:
    period, also, _ = move_periods(scene, verb)
    measure = "" if over_several_days(scene, verb, period) else "price.return"
    sign = -1.0 if verb.sense == "fall" else 1.0
    return [
        Draft("index" if c.is_index else "price_move", measure, c.name.key if c.name else "",
              (c, verb, a), asserted(a, sign=sign), period, also, {}, a.figure.hedge)
        for c, a in zip(companies, amounts, strict=True)
    ]  # fmt: skip


def _levels(scene: Scene, word: Token, noun: Token, companies: list[Token], amounts: list[Token]) -> list[Draft]:
    """The levels of one figure: of several companies, at several times; without a measure where neither is told."""
    if companies:
        return [level_of(scene, noun, a, c.name.key if c.name else "")._replace(tokens=(c, noun, a)) for c, a in zip(companies, amounts, strict=True)]  # fmt: skip
    whens = _listed(scene, word, [t for t in scene.dates("on", "end_of") if t.end <= noun.start], len(amounts))
    if not whens:
        return [level_of(scene, noun, a, "")._replace(measure="", period=None) for a in amounts]
    return [
        level_of(scene, noun, a, "")._replace(period=w.dated.period if w.dated else None, tokens=(w, noun, a))
        for w, a in zip(whens, amounts, strict=True)
    ]


def level_of(scene: Scene, noun: Token, amount: Token, company: str) -> Draft:
    """The claim of a figure at a level, without a measure where the number cannot be one of it."""
    name = name_of(scene, noun)
    claim = as_level(scene, noun, amount)
    fitting = is_money(amount.figure.unit) or amount.figure.unit == "%" or noun.sense in USERS | STAFF
    return Draft(kind_of(name), "fact.value" if fitting else "", company or scene.company(noun), (noun, amount), claim,
                 fact_period(scene, noun)[0], (), {"metric": name}, amount.figure.hedge)  # fmt: skip


__all__ = ["apposed", "level_of", "paired", "side_by_side"]
