"""Frames of what a company or a person did: deeds with a day, deals with a price; for the record to know or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted, free, within
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Kind
    from tapeline.story.scene import Scene

DEALS = ("acquire", "sell", "invest", "fine")
LEAST = 1e5
"""Nothing that is bought, sold or fined in a story costs less."""
REACH = 80
"""A price stands within so many characters of the verb that it is paid by."""


def done(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "将于5月31日派付", 2010年投产, "suspended in March 2020": a dated deed, which counts nothing."""
    out: list[Draft] = []
    moves = {t.start for t in scene.all("sense", "opening")}
    for word in (w for w in scene.all("sense", "deed", "sell") if w.start not in moves):
        days = [d for d in scene.dates("on", "end_of", "start_of", "since") if d.dated and d not in taken]
        when = scene.nearest(word, days, side="before", clause=True) or opening(scene, word, days)
        if when is None and scene.language == "en":
            behind = [d for d in days if d.start >= word.end and _unbroken(scene, word, d)]
            when = scene.nearest(word, behind, side="after", clause=True)
        elif when is None:
            when = next((d for d in days if 0 <= d.start - word.end <= 3), None)
        counted = [
            t for t in scene.all("quantity")
            if when is not None and when.end <= t.start and scene.together(t, word) and scene.language == "zh"
        ]  # fmt: skip
        if when is None or when.dated is None or counted or any(when in d.tokens for d in out):
            continue
        if (
            wording("deeds.self").search(scene.view, max(scene.start, word.start - 8), word.start)
            or wording("deeds.since").search(scene.view, max(scene.start, word.start - 12), word.start)
            or _trades(scene, word)
            or _leads_to_a_figure(scene, word, taken)
            or _is_counted_from(scene, word)
        ):
            continue
        period, end = when.dated.period, scene.clause(word)[1]
        also = tuple(p for p in when.dated.candidates if p != period)
        about = scene.view[word.start : end].strip(" ，,、。.;；")[:40]
        tokens = tuple(sorted((when, word), key=lambda t: t.start))
        kind, args = _whose(scene, word), {"kind": "corporate|product", "about": about}
        out.append(Draft(kind, "event.date", scene.company(word), tokens, within(period), period, also, args))
        taken.add(when)
    return out


def _is_counted_from(scene: Scene, word: Token) -> bool:
    """Whether a deed is only what something is counted from (自今年美股开始交易以来)."""
    spans = wording("scene.since_a_deed").finditer(scene.view, scene.start, scene.end)
    return scene.language == "zh" and any(m.start() < word.start < m.end() for m in spans)


def _leads_to_a_figure(scene: Scene, word: Token, taken: set[Token]) -> bool:
    """Whether an amount right behind a verb has been read as a figure ("revenue went to $22.10 billion"): nothing was done."""
    return any(t in taken and 0 <= t.hedge_start - word.end <= 1 for t in scene.quantities("money"))


def _trades(scene: Scene, word: Token) -> bool:
    """Whether shares are what is sold: that is a holding's change, or a price."""
    behind = [t for t in scene.quantities("shares", "money") if 0 <= t.start - word.end <= REACH // 4]
    stock = [t for t in scene.all("metric", "price") if 0 <= t.start - word.end <= REACH // 8]
    return word.sense == "sell" and (bool(stock) or any(t.sense == "shares" or t.figure.value < LEAST for t in behind))


def _unbroken(scene: Scene, word: Token, date: Token) -> bool:
    """Whether no other verb of the lexicon stands between a verb and a date behind it."""
    return not any(
        word.end <= t.start < date.start for t in scene.all("sense", "rise", "fall", "to", "announce", "deed", "say", "leave", "join", "appoint")
        if scene.view[t.start : t.end].lower() not in {"to", "of", "at"}
    )  # fmt: skip


def _whose(scene: Scene, word: Token) -> Kind:
    """What a deed is a statement of: a person, where one is the subject right before an English verb, else an event."""
    before = [
        t
        for t in scene.tokens
        if t.end <= word.start and ((t.name and t.name.kind in {"person", "company"}) or t.kind == "who")
    ]
    who = before[-1] if before and scene.together(before[-1], word) else None
    is_person = who is not None and ((who.name is not None and who.name.kind == "person") or who.sense == "person")
    if scene.view[word.start : word.end].lower() in LIVES:
        return "person"
    possessive = who is not None and scene.view[who.start : who.end].lower() in {"his", "her"}
    return "person" if is_person and not possessive and scene.language == "en" else "event"


LIVES = frozenset({"met", "met at", "brought in", "was brought in", "graduated from", "dropped out"})
"""Deeds that only people do, or that are done to them."""


def opening(scene: Scene, word: Token, days: list[Token]) -> Token | None:
    """The date that stands alone in the clause before (2007年1月9日，…)."""
    left = scene.clause(word)[0]
    return next((d for d in days if 0 <= left - d.end <= 2 and d.start - scene.clause(d)[0] <= 3), None)


def dealt(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Bought from Nokia for $7.2 billion", 以190亿美元收购WhatsApp, "was fined $5 billion": what was paid, which no measure knows."""
    out: list[Draft] = []
    held = scene.all("sense", "buyback", "dividend", "hold")
    for word in scene.all("sense", *DEALS):
        if any(scene.together(t, word) for t in held):
            continue
        amounts = [
            t for t in free(scene.quantities("money"), taken)
            if t.figure.value >= LEAST and max(t.start - word.end, word.start - t.end) <= REACH
        ]  # fmt: skip
        amount = scene.nearest(word, amounts, clause=True)
        if (
            amount is not None
            and word.sense == "sell"
            and wording("deeds.stock").search(scene.view, word.end, max(word.end, amount.start))
        ):
            continue  # "sold shares worth about $500 million"
        if amount is None or not _is_price(scene, word, amount):
            continue
        days = [d for d in scene.dates("on", "end_of", "start_of") if d.dated and scene.together(d, word)]
        when = days[0] if days else None
        tokens = tuple(sorted((t for t in (word, amount, when) if t), key=lambda t: t.start))
        period = when.dated.period if when is not None and when.dated else None
        out.append(
            Draft(
                "event",
                "",
                scene.company(word),
                tokens,
                asserted(amount),
                period,
                args={"kind": word.sense},
                hedge=amount.figure.hedge,
            )
        )
        taken.update(t for t in (amount, when) if t)
    return out


def _is_price(scene: Scene, word: Token, amount: Token) -> bool:
    """Whether an amount is what was paid: no figure's noun stands nearer, and right behind the verb or a word of paying."""
    start = amount.hedge_start
    left, right = min(word.end, start), max(word.start, start)
    nouns = [
        t
        for t in scene.all("metric")
        if left <= t.start < right and t.sense not in {"price", "unit_sales", "deliveries"}
    ]
    paid = wording("deeds.paid").search(scene.view, max(scene.start, start - 12), start) is not None
    return not nouns and (paid or 0 <= start - word.end <= 2)


__all__ = ["dealt", "done", "opening"]
