"""Frames of dividends: what a share gets, what they bring a holder, what the company pays out, what they yield."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story.frames.slots import asserted, free, per_share
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.frames.times.when import day_before
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money, is_price
from tapeline.story.tokens import Draft, Token
from tapeline.story.topics import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.story.scene import Scene


BEHIND = 4
"""A word for how often a sum is paid has one so close behind it that it is of that one only."""


def per_of(scene: Scene, amount: Token) -> tuple[str, Token | None]:
    """Whether an amount is for a quarter or a year, by the nearest word that says so."""
    every = scene.all("sense", "per_quarter", "per_year")
    words = [w for w in every if not wording("dividends.ago").match(scene.view, w.end)]  # "smaller than a year earlier"
    found = scene.nearest(amount, words, clause=True)
    if found is None:
        others = [t for t in scene.all("quantity") if t.start > amount.end and is_price(t.figure.unit)]
        own = [w for w in words if not any(w.end <= t.start <= w.end + BEHIND and scene.together(w, t) for t in others)]
        found = scene.nearest(amount, own)  # 每股派息0.5美元，一年合计2美元: the year is the other's
    if found is None:
        dated = [t for t in scene.dates("per") if t.dated]
        near = scene.nearest(amount, dated)
        return (near.dated.period.grain if near and near.dated else ""), near
    return found.sense.removeprefix("per_"), found


def dividend_income(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The dividend pays him $175 million a quarter", 一年分红7亿美元."""
    out = []
    words = scene.all("sense", "dividend")
    for amount in free(scene.quantities("money"), taken):
        per, when = per_of(scene, amount)
        person = scene.person(amount)
        told = words or scene.discourse.dividend
        brings = wording("dividends.earns").search(
            scene.view, max(scene.start, amount.hedge_start - 32), amount.hedge_start
        )
        rated = per in {"quarter", "year"}
        if told and brings and (not (person and rated) if scene.language == "zh" else rated):
            out.append(Draft("dividend_income", "", scene.discourse.company, tuple(t for t in (amount, when) if t), asserted(amount),
                             hedge=amount.figure.hedge, modality="stated"))  # fmt: skip
            taken.add(amount)
            continue
        near = scene.discourse.dividend > 1 or wording("dividends.collects").search(
            scene.view, scene.start, amount.start
        )
        spoken = words or (scene.discourse.dividend and scene.people and near)
        if not spoken or per not in {"quarter", "year"} or not person or amount.figure.value < 1e4:
            continue
        costs = wording("dividends.costs").search(scene.view, *scene.clause(amount))
        of_all = wording("dividends.of_all").search(scene.view, scene.start, amount.start) is not None
        if amount.figure.value >= OF_ALL or of_all or (costs and not out):
            continue  # what the company pays all holders
        if wording("dividends.of_pay").search(scene.view, scene.start, amount.start):
            continue  # "his salary is modest: $350,000 a year"
        if any(scene.together(t, amount) for t in scene.all("sense", "buyback", "rise", "fall", "spend")):
            continue
        used = tuple(t for t in (*[w for w in words[:1] if scene.together(w, amount)], when, amount) if t)
        out.append(Draft("dividend_income", "dividend.income", scene.discourse.company, used, asserted(amount), None, (),
                         {"person": person, "per": per}, amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


OF_ALL = 5e9
"""No holder gets so much in a year."""


def dividend(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "A quarterly dividend of 50 cents a share"."""
    out = []
    words = scene.all("sense", "dividend")
    for amount in [t for t in free(scene.all("quantity"), taken) if _of_a_share(scene, t, words)]:
        word = scene.before_then_after(amount, words)
        if word is None or _is_earned(scene, amount, word):
            continue
        per, _ = per_of(scene, amount)
        behind = [d for d in scene.dates("on") if d.start >= amount.end and scene.together(d, amount)]
        when = next((d.dated.period for d in behind if d.dated and d.dated.period.grain in {"day", "month"}), None)
        used = (word, amount) if scene.together(word, amount) else (amount,)
        claim = per_share(asserted(amount))
        was = wording("dividends.before").search(
            scene.view, max(scene.start, amount.hedge_start - 8), amount.hedge_start
        )
        out.append(Draft("dividend", "" if was else "dividend.per_share", scene.company(amount), used, claim, when, (),
                         {"per": per or "quarter"}, amount.figure.hedge, "stated"))  # fmt: skip
        taken.add(amount)
    return out


def for_so_many_shares(scene: Scene, taken: set[Token]) -> list[Draft]:
    """每10股派发现金红利259.11元: a dividend told for ten shares, as what one of them is paid."""
    out: list[Draft] = []
    for amount in free(scene.all("quantity"), taken):
        unit = amount.figure.unit
        if not is_price(unit):
            continue
        m = wording("dividends.for_shares").search(
            scene.view, max(scene.start, amount.hedge_start - 24), amount.hedge_start
        )
        if m is None:
            continue
        count, figure = 10.0 if m["n"] == "十" else float(m["n"]), amount.figure
        each = replace(figure, value=figure.value / count, step=figure.step / count, unit=unit if unit.endswith("/share") else f"{unit}/share",
                       top=None if figure.top is None else figure.top / count)  # fmt: skip
        words = Token(m.start(), m.end(), "topic", "for_shares")
        out.append(Draft("dividend", "dividend.per_share", scene.company(amount), (words, amount), Asserted.of_figure(each), None, (),
                         {"per": "quarter"}, figure.hedge, "stated"))  # fmt: skip
        taken.update(t for t in scene.tokens if t.kind == "quantity" and m.start() <= t.start <= amount.start)
    return out


def _is_earned(scene: Scene, amount: Token, word: Token) -> bool:
    """Whether a sum for each share is what was earned on it, in a sentence that goes on to a dividend ("to earn $9.67 per share, enough for its dividend")."""
    whole = next(
        (t for t in scene.quantities("money") if scene.view[t.end : amount.hedge_start] in {", or ", " or "}), None
    )
    if whole is not None and any(word.end <= t.start < whole.start for t in scene.all("metric")):
        return True  # "after paying preferred dividends it earned $696 million, or 25 cents per share"
    if whole is not None and any(
        t.end <= whole.start and whole.start - t.end <= 12 for t in scene.all("sense", "earlier")
    ):
        return True  # "up from $520 million, or 20 cents per share"
    if wording("losses.as_profit").match(scene.view, amount.end, scene.end):
        return True  # "a tenth of the $4.71 a share earned in the first quarter"
    if any(0 <= amount.hedge_start - t.end <= 2 for t in scene.all("metric", "eps_diluted")):
        return True  # 以去年EPS 66.92元计算，配发率约81%
    beside = word.start <= amount.start or word.start - amount.end <= 12
    left = scene.clause(amount)[0]
    between = left <= word.start < amount.start
    return (
        not (between or (beside and word.start > amount.start))
        and wording("dividends.earned").search(scene.view, left, amount.start) is not None
    )


SHARE = 100.0
"""No dividend of a share is so much money."""


def _of_a_share(scene: Scene, amount: Token, words: Sequence[Token]) -> bool:
    """Whether an amount is what a share is paid: it says so; or it is small, time and again, beside the word ("a dividend of $4.48 a year")."""
    if amount.figure.unit.endswith("/share"):
        return True
    if (
        not is_money(amount.figure.unit)
        or amount.figure.value >= SHARE
        or not any(scene.together(w, amount) or w.end <= amount.start for w in words)
    ):
        return False
    if scene.language == "zh" and any(0 <= amount.hedge_start - w.end <= 1 for w in words):
        return True  # 拟配息5.8元
    each = wording("dividends.each").search(scene.view, max(scene.start, amount.hedge_start - 8), amount.hedge_start)
    if each and any(w.end <= amount.start and scene.together(w, amount) for w in words):
        return True  # "raised its quarterly dividend to 52.5 cents"
    if any(wording("dividends.apposed").fullmatch(scene.view, w.end, amount.hedge_start) for w in words):
        return True  # "its first dividend, of 50 cents, on March 26"
    rates = [*scene.all("sense", "per_quarter", "per_year"), *scene.dates("per")]
    return any(0 <= t.start - amount.end <= 2 for t in rates)


def pays(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Coke pays 48.5 cents a share each quarter", "Microsoft pays 75 cents a quarter": a dividend without its word."""
    amounts = free(scene.all("quantity"), taken)
    if not amounts or scene.all("sense", "dividend"):
        return []
    out: list[Draft] = []
    rates = [*scene.all("sense", "per_quarter", "per_year"), *scene.dates("per")]
    for amount in amounts:
        unit = amount.figure.unit.removesuffix("/share")
        rate = next((t for t in rates if 0 <= t.start - amount.end <= 2), None)
        if not is_money(unit) or amount.figure.value >= SHARE or not _is_paid(scene, amount, rate, out):
            continue
        per, _ = per_of(scene, amount)
        claim = per_share(asserted(amount))
        used = (amount,) if rate is None else (amount, rate)
        out.append(Draft("dividend", "dividend.per_share", scene.company(amount), used, claim, None, (), {"per": per or "quarter"},
                         amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _is_paid(scene: Scene, amount: Token, rate: Token | None, stated: list[Draft]) -> bool:
    """Whether an amount is what a share is paid: time and again and behind a verb of paying, or so much a share for its holders."""
    start = amount.hedge_start
    if amount.figure.unit.endswith("/share"):
        holders = wording("dividends.gets").search(scene.view, scene.start, start) or (
            wording("dividends.pays").search(scene.view, max(scene.start, start - 16), start)
            and wording("dividends.to_holders").search(scene.view, amount.end, scene.end)
        )
        return rate is not None or holders is not None
    verb = wording("dividends.pays").search(scene.view, max(scene.start, start - 16), start) or wording(
        "dividends.paid"
    ).search(scene.view, scene.start, start)
    again = stated and wording("dividends.or").fullmatch(scene.view, stated[-1].tokens[-1].end, start)
    return rate is not None and bool(verb or again)


def yields(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "At that price the shares yield 0.4%", "a 0.4% yield", 股息率约0.4%: the dividend yield; "Coca-Cola pays around 3%", which may be any rate."""
    out: list[Draft] = []
    for amount in free(scene.quantities("%"), taken):
        start = min(amount.hedge_start, amount.start)
        word = _yield_beside(scene, amount)
        m = wording("dividends.yields").search(scene.view, max(scene.clause(amount)[0], start - 48), start)
        if word is None and (m is None or wording("dividends.lent").search(scene.view, *scene.clause(amount))):
            continue
        inside = [t for t in scene.all("sense", "yield") if m is not None and m.start() <= t.start < m.end()]
        tokens = tuple(sorted((*([word] if word else inside[:1]), amount), key=lambda t: t.start))
        measure = "dividend.yield" if word else ""
        day = day_before(scene, amount)
        also = day.dated.candidates if day is not None and day.dated else ()
        out.append(
            Draft(
                "ratio", measure, scene.company(amount), tokens, asserted(amount), None, also, hedge=amount.figure.hedge
            )
        )
        taken.add(amount)
    return out


def _yield_beside(scene: Scene, amount: Token) -> Token | None:
    """The word of a dividend's yield that a percentage is of, right before it or behind; `None` where it is that of a bond, or none."""
    for word in scene.all("sense", "yield"):
        of_shares = wording("dividends.a_yield").fullmatch(scene.view, word.start, word.end)
        of_bonds = wording("dividends.of_bonds").search(scene.view, max(scene.start, word.start - 24), word.start)
        if of_shares is None or of_bonds or not _of_a_payer(scene, word):
            continue
        before = wording("dividends.yield_is").fullmatch(scene.view, word.end, min(amount.hedge_start, amount.start))
        behind = wording("dividends.yield_behind").fullmatch(scene.view, amount.end, word.start)
        if before or behind:
            return word
    return None


def _of_a_payer(scene: Scene, word: Token) -> bool:
    """Whether a sentence, or the one before, speaks of what can yield a dividend ("the last quarter yielded only 2.3%" does not)."""
    told = [
        *scene.all("metric", "price"),
        *scene.all("sense", "dividend"),
        *scene.all("name", "company"),
        *scene.all("who", "company"),
    ]
    noun = scene.view[word.start : word.end].lower().endswith(("yield", "股息率", "率"))
    return noun or bool(told) or scene.discourse.dividend == SPOKEN


BESIDE = 6


def dividends_paid(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Paid $1.3 billion in dividends", 派发股息13亿美元: the whole sum, right beside its word."""
    out: list[Draft] = []
    for amount in [t for t in free(scene.quantities("money"), taken) if t.figure.value >= 1e6]:
        word = next((w for w in scene.all("sense", "dividend") if scene.together(w, amount) and not any(w in d.tokens for d in out)
                     and max(w.start - amount.end, amount.start - w.end) <= BESIDE), None)  # fmt: skip
        if word is not None and wording("dividends.received").search(scene.view, *scene.clause(amount)):
            out.append(
                Draft(
                    "dividend_income",
                    "",
                    scene.company(amount),
                    (word, amount),
                    asserted(amount),
                    hedge=amount.figure.hedge,
                )
            )
            taken.add(amount)
            continue
        if word is None or any(
            max(b.start - amount.end, amount.start - b.end) <= BESIDE for b in scene.all("sense", "buyback")
        ):
            continue
        out.append(Draft("dividend", "fact.value", scene.company(amount), tuple(sorted((word, amount), key=lambda t: t.start)),
                         asserted(amount), fact_period(scene, amount)[0], (), {"metric": "dividends_paid"}, amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


__all__ = ["dividend", "dividend_income", "dividends_paid", "pays", "per_of", "yields"]
