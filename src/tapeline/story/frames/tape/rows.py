"""Frames of lines that hold no verb: a row of a table of quotations, and a name with its move in a series."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted, free, moved_by, per_share
from tapeline.story.frames.tape.when_moved import when_moved
from tapeline.story.frames.times.sessions import session_of
from tapeline.story.frames.times.when import move_periods, own_date
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import DEAREST, is_money
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene

MARKET_VALUE = 1e8
"""No listed company of a story is worth less."""
_SIGNED = re.compile(r"[+-]")
_CELLS = re.compile(r"[ \t,，、|│/:：()（）]*")


def quotation_row(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "苹果　-4.82%　209.27美元": a line of a name, a signed percentage and a price, with nothing else in it."""
    names = scene.all("name", "company")
    if not names or names[0].start != scene.start or len({t.start for t in names}) > 1:
        return []
    cells = [t for t in free(scene.all("quantity"), taken) if t.start >= names[0].end]
    rest = _without(scene, [names[0], *cells])
    moves = [t for t in cells if t.sense == "%" and _signed(scene, t)]
    if not moves or _CELLS.fullmatch(rest) is None:
        return []
    subject, index = names[0].name.key if names[0].name else "", names[0].is_index
    period, also, when = move_periods(scene, names[0])
    sessions = tuple(p for p in (period, *also) if p is not None)
    out = [
        Draft("index" if index else "price_move", "price.return", subject, (moves[0],),
              asserted(moves[0], sign=-1.0 if _signed(scene, moves[0]) == "-" else 1.0), period, also, {}, moves[0].figure.hedge)
    ]  # fmt: skip
    for t in [c for c in cells if is_money(c.sense) and c.figure.value < DEAREST][:1]:
        claim = per_share(asserted(t))
        out.append(
            Draft(
                "price_move", "price.level", subject, (t,), claim, period if when else None, also if when else sessions
            )
        )
    worth = next((c for c in cells if is_money(c.sense) and c.figure.value >= MARKET_VALUE), None)
    if worth is not None:
        out.append(Draft("market_cap", "market_cap.level", subject, (worth,), asserted(worth), period if when else None,
                         also if when else sessions))  # fmt: skip
    taken.update(t for d in out for t in d.tokens)
    return out


def signed_move(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "$MRVL +10.8%, $NVDA -2.2%", "Stock +24% on Friday": a signed percentage right behind a name or the noun of the price."""
    out: list[Draft] = []
    prices = [*scene.all("metric", "price"), *scene.all("sense", "close")]
    openers = [*scene.all("name", "company"), *prices]
    for opener in openers:
        near = [
            t for t in free(scene.quantities("%"), taken)
            if _signed(scene, t) and (0 <= t.start - opener.end <= 2 or wording("rows.verb").fullmatch(scene.view, opener.end, t.number_start))
        ]  # fmt: skip
        if not near:
            continue
        amount, index = near[0], opener.is_index
        subject = opener.name.key if opener.name else scene.company(opener)
        period, also, when = move_periods(scene, opener, amount)
        used = tuple(t for t in (opener, amount, when) if t)
        claim = asserted(amount, sign=-1.0 if _signed(scene, amount) == "-" else 1.0)
        session = session_of(scene, amount)
        measure = "" if session == "extended" else "price.return"  # "$META +20% after hours"
        args = {"session": session} if session else {}
        out.append(
            Draft(
                "index" if index else "price_move",
                measure,
                subject,
                used,
                claim,
                period,
                also,
                args,
                amount.figure.hedge,
            )
        )
        taken.add(amount)
    for amount in [t for t in free(scene.quantities("%"), taken) if _signed(scene, t)]:
        own = own_date(scene, amount)  # "Stock is up 34% this year after +194% in 2023 and -64% in 2022"
        price = next((t for t in prices if t.end <= amount.start), None)
        if own is None or own.dated is None or price is None:
            continue
        claim = asserted(amount, sign=-1.0 if _signed(scene, amount) == "-" else 1.0)
        out.append(
            Draft(
                "price_move",
                "price.return",
                scene.company(price),
                (amount, own),
                claim,
                own.dated.period,
                (),
                {},
                amount.figure.hedge,
            )
        )
        taken.add(amount)
    return out


def _signed(scene: Scene, t: Token) -> str:
    """The sign that a number is written with, empty without one."""
    m = _SIGNED.search(scene.view, max(scene.start, t.start - 1), t.start + 1)
    return m[0] if m is not None else ""


def _without(scene: Scene, tokens: list[Token]) -> str:
    """What a sentence holds besides some of its tokens and their signs."""
    pieces, at = [], scene.start
    for t in tokens:
        pieces.append(scene.view[at : t.start].rstrip("+-"))
        at = max(at, t.end)
    return "".join([*pieces, scene.view[at : scene.end]])


def series(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "苹果跌6%，高通7%": a name and a percentage in the clause after a move, which have its verb."""
    out: list[Draft] = []
    for name in scene.all("name", "company"):
        near = [
            t for t in free(scene.quantities("%"), taken) if scene.together(t, name) and 0 <= t.start - name.end <= 3
        ]
        between = (name.end, near[0].start) if near else (0, 0)
        linked = wording("rows.links").fullmatch(scene.view, *between)
        held = any(0 <= name.start - t.end <= 1 for t in scene.all("sense", "hold"))  # 持有脸书13%股份的创办人
        if not near or name.name is None or linked is None or held:
            continue
        verbs = scene.all("sense", "rise", "fall")
        left = scene.clause(name)[0]
        told = [q.end for q in scene.quantities("%") if q.end <= name.start]
        before = [v for v in verbs if v.end <= left or any(v.end <= end for end in told)]
        own = [v for v in verbs if scene.together(v, name)]
        if (
            not before
            or any(v.start > name.start or v.end <= name.start for v in own)
            or not _of_the_tape(scene, before[-1], taken)
        ):
            continue
        amount, verb = near[0], before[-1]
        first = scene.nearest(verb, [t for t in scene.quantities("%") if t in taken], clause=True) or amount
        period, also, _ = when_moved(scene, verb, first)
        claim = moved_by(verb, amount)
        index = name.is_index
        out.append(Draft("index" if index else "price_move", "price.return", name.name.key, (name, amount), claim, period, also,
                         {}, amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _of_the_tape(scene: Scene, verb: Token, taken: set[Token]) -> bool:
    """Whether a verb's own percentage was read as a move of a price: its clause names no figure."""
    metrics = [t for t in scene.all("metric") if t.sense not in {"price", "market_cap"} and t.start < verb.start]
    amounts = [t for t in scene.quantities("%") if scene.together(t, verb) and t in taken]
    return bool(amounts) and not metrics


__all__ = ["quotation_row", "series", "signed_move"]
