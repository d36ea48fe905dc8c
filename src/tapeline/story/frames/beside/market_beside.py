"""What an index did in the time that a share's move beside it is told of ("up 34% this year, while the S&P 500 has risen 4%", 同期标普500指数上涨4%)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

FURTHEST = 60
"""So many characters stand between a share's move and the index that is set beside it at most."""


def in_the_same_time(scene: Scene, taken: set[Token], drafts: list[Draft]) -> list[Draft]:
    """The drafts of a sentence, an index's move without a date of its own as one of the time that the share's move before it is of."""
    drafts = _of_an_untold_time(scene, drafts)
    if not any(t.is_index for t in scene.all("name", "company")):
        return drafts
    out: list[Draft] = []
    for d in sorted(drafts, key=lambda d: max(t.end for t in d.tokens)):
        at = min((t.start for t in d.tokens if not t.dated), default=scene.start)
        undated = _is_undated_index(d) or _in_that_time(scene, d, out) or _has_another_s_date(scene, d, out)
        told = _move_before(scene, out, at) if undated else None
        if told is None and not out and _goes_on(scene, d, at):
            out.append(d._replace(measure="", period=None, also=()))
        elif told is not None:
            out.append(
                d._replace(
                    measure="price.return",
                    period=told.period,
                    also=(*told.also, *_other_times(out, told)),
                    args={**d.args, **{k: n for k, n in told.args.items() if k == "sessions"}},
                )
            )
        elif undated and _of_no_time(out):
            out.append(d._replace(measure="", period=None, also=()))
        else:
            out.append(d)
    return out + _without_a_verb(scene, taken, out)


def _of_an_untold_time(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """The drafts of a sentence, undated moves behind 同期 without a measure where it tells no time before: that is one of a sentence before (微软同期跌12.5%，英伟达17.0%)."""
    m = wording("market_beside.same_time").search(scene.view, scene.start, scene.end)
    if m is None or any(
        t.end <= m.start() and (t.dated or t.sense in {"days", "weeks", "months", "years", "from_start"})
        for t in scene.tokens
    ):
        return drafts
    return [
        d._replace(measure="", period=None, also=())
        if d.measure == "price.return" and d.tokens[-1].start >= m.start() and not any(t.dated for t in d.tokens)
        else d
        for d in drafts
    ]


def _goes_on(scene: Scene, d: Draft, at: int) -> bool:
    """Whether 同期 opens what a sentence says of an index, before any other move of it: it is of a sentence before, of whichever of its times."""
    words = wording("market_beside.same_time").search(scene.view, scene.start, at)
    return d.kind == "index" and d.measure == "price.return" and words is not None


def _other_times(drafts: list[Draft], told: Draft) -> tuple[Period, ...]:
    """When else the share moved, where its sentence tells two moves ("2.5 per cent on the day and 4.8 per cent on the week, while the S&P 500 put on 1.1 per cent")."""
    moves = (d for d in drafts if d.kind == "price_move" and d.measure == "price.return" and d.subject == told.subject)
    return tuple(dict.fromkeys(d.period for d in moves if d.period is not None and d.period != told.period))


def _of_no_time(drafts: list[Draft]) -> bool:
    """Whether the move told last before is of a time that nothing gives, which an index beside it shares ("Over the eleven days the shares have risen 18.8 per cent; the S&P 500 has gained 11 per cent")."""
    moves = [d for d in drafts if d.kind == "price_move" and d.asserted is not None and d.asserted.unit == "%"]
    return bool(moves) and not moves[-1].measure


def _is_undated_index(d: Draft) -> bool:
    return d.kind == "index" and d.measure in {"", "price.return"} and not any(t.dated for t in d.tokens)


def _in_that_time(scene: Scene, d: Draft, drafts: list[Draft]) -> bool:
    """Whether 同期 says that an index's move is of the time of the move told before it."""
    at, end = (
        min((t.start for t in d.tokens if not t.dated), default=scene.start),
        max((t.end for x in drafts for t in x.tokens), default=scene.start),
    )
    return d.kind == "index" and wording("market_beside.same_time").search(scene.view, min(end, at), at) is not None


def _move_before(scene: Scene, drafts: list[Draft], start: int) -> Draft | None:
    """The dated move of a share that stands before a place, with words of contrast or of the same time between."""
    for d in reversed(drafts):
        end = max(t.end for t in d.tokens)
        told = any(t.dated or t.sense == "from_start" for t in scene.tokens if t.end <= start)
        dated = d.period is not None and told
        if d.kind == "price_move" and d.measure == "price.return" and dated and 0 < start - end <= FURTHEST:
            if wording("market_beside.contrast").search(scene.view, end, start) is None:
                return None
            return _main_move(scene, drafts, d)
    return None


def _has_another_s_date(scene: Scene, d: Draft, drafts: list[Draft]) -> bool:
    """Whether an index's move took its date from before a share's of another time (此后…，今年以来上涨42.4%，跑赢标普500指数约14%的涨幅), or from one that only says what came before the sentence's own."""
    days = [t for t in d.tokens if t.dated]
    at = min((t.start for t in d.tokens if not t.dated), default=scene.start)
    told = _move_before(scene, drafts, at) if days and d.kind == "index" and d.measure == "price.return" else None
    if told is not None and days[0] in told.tokens and told.period != d.period:
        return True  # 自ChatGPT去年11月30日面世，英伟达累计上涨124%，标普500指数只多了1.7%
    if told is not None and days[0] not in told.tokens and days[0].end <= min(t.start for t in told.tokens):
        return True
    theirs = next((x for x in drafts if x.kind == "price_move" and days and days[0] in x.tokens and x.measure == "price.return"
                   and _main_move(scene, drafts, x) is not x), None)  # fmt: skip
    return d.kind == "index" and d.measure == "price.return" and theirs is not None


def _main_move(scene: Scene, drafts: list[Draft], told: Draft) -> Draft:
    """The move that a sentence is about, where the one told last only says what came before it ("rose 5.4%, on top of a 6.2% jump on Wednesday, even as the S&P 500 slipped")."""
    at = min(t.start for t in told.tokens)
    aside = wording("market_beside.aside").search(
        scene.view, max(scene.start, at - 40), max(t.end for t in told.tokens)
    )
    first = next(
        (
            d
            for d in drafts
            if d.kind == "price_move" and d.measure == "price.return" and max(t.end for t in d.tokens) <= at
        ),
        None,
    )
    return first if aside is not None and first is not None and first.subject == told.subject else told


def _without_a_verb(scene: Scene, taken: set[Token], drafts: list[Draft]) -> list[Draft]:
    """An index's move that only its percentage tells ("against 4% for the S&P 500", "beating the S&P 500's 4%")."""
    out: list[Draft] = []
    for amount in [t for t in scene.quantities("%") if t not in taken]:
        index = _index_beside(scene, amount)
        told = _move_before(scene, drafts, min(amount.hedge_start, index.start)) if index is not None else None
        if index is None or index.name is None or told is None or told.asserted is None:
            continue
        claim = asserted(amount, sign=-1.0 if told.asserted.quantity.high < 0 else 1.0)
        out.append(Draft("index", "price.return", index.name.key, (index, amount), claim, told.period, told.also, {},
                         amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _index_beside(scene: Scene, amount: Token) -> Token | None:
    """The index that a percentage is of, right behind it or right before it."""
    for t in [t for t in scene.all("name", "company") if t.is_index]:
        behind = t.start >= amount.end
        form = wording("market_beside.behind") if behind else wording("market_beside.before")
        if form.fullmatch(scene.view, *((amount.end, t.start) if behind else (t.end, amount.hedge_start))):
            return t
    return None


__all__ = ["in_the_same_time"]
