"""Growth told without a verb of its own: a further noun's, a further base's, behind a sign, in order ("respectively")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.story.frames.slots import asserted, free, moved_by, subject_of
from tapeline.story.frames.subjects.figure_names import RATES, facts, metric_of, name_of
from tapeline.story.frames.times.bases import against, base_behind, counted_from
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene


def gapped(scene: Scene, taken: set[Token], stated: list[Draft]) -> list[Draft]:
    """ "Revenue rose 11% to $32bn and net profit by 16% to $7.79bn", "up 35% on the year and 17% on the quarter": a percentage whose verb is that of the growth before."""
    out: list[Draft] = []
    for amount in free(scene.quantities("%"), taken):
        before = [
            d
            for d in (*stated, *out)
            if d.measure == "fact.growth" and max(t.end for t in d.tokens if t.kind != "date") < amount.start
        ]
        last = max(before, key=lambda d: max(t.end for t in d.tokens), default=None)
        figure = None if last is None or last.asserted is None else last.asserted.figure
        if last is None or figure is None:
            continue
        draft = _of_a_further_noun(scene, amount, last, down=figure.value < 0) or _from_a_further_base(
            scene, amount, last, down=figure.value < 0
        )
        if draft is not None:
            out.append(draft)
            taken.add(amount)
    return out


def _of_a_further_noun(scene: Scene, amount: Token, last: Draft, *, down: bool) -> Draft | None:
    """The same verb of another figure ("…, net income by 117% to $12.4 billion")."""
    joins = wording("gapped.by")
    nouns = facts(scene)
    noun = next(
        (t for t in nouns if t.end <= amount.hedge_start and joins.fullmatch(scene.view, t.end, amount.hedge_start)),
        None,
    )
    if noun is None or noun.sense in RATES:
        return None
    args = (
        {k: v for k, v in last.args.items() if k != "metric"}
        | {"metric": name_of(scene, noun)}
        | against(scene, amount)
    )
    return last._replace(
        tokens=(noun, amount),
        asserted=asserted(amount, sign=-1.0 if down else 1.0),
        args=args,
        hedge=amount.figure.hedge,
    )


def _from_a_further_base(scene: Scene, amount: Token, last: Draft, *, down: bool) -> Draft | None:
    """The same figure's growth from another time, which stands right behind ("17% higher than a year ago and 12% lower than in the second quarter")."""
    at = max(t.end for t in last.tokens)
    joined = wording("gapped.and").search(scene.view, at, amount.hedge_start)
    if (
        joined is None
        or joined.end() != amount.hedge_start
        or any(at <= t.start < amount.start for t in scene.all("metric"))
    ):
        return None
    words = scene.all("sense", "compare_year", "compare_quarter")
    word = next(
        (w for w in words if 0 <= w.start - amount.end <= BASE or amount.end <= w.start < amount.end + BASE), None
    )
    base = base_behind(scene, amount)
    if word is None and base is None:
        return None
    counted = counted_from(scene, amount, base) if word is None else {"against": AGAINST[word.sense]}
    own = [t for t in scene.all("sense", "rise", "fall", "exceed", "worse_than") if 0 <= t.start - amount.end <= 1]
    better = wording("gapped.better").match(scene.view, amount.end, scene.end) is not None
    sign = (-1.0 if own[0].sense in {"fall", "worse_than"} else 1.0) if own else -1.0 if down and not better else 1.0
    args = {k: v for k, v in last.args.items() if k not in {"against", "base"}} | (counted or {})
    return last._replace(measure="" if counted is None else last.measure, tokens=(amount,), asserted=asserted(amount, sign=sign), args=args,
                   hedge=amount.figure.hedge)  # fmt: skip


AGAINST = {"compare_year": "year", "compare_quarter": "quarter"}
BASE = 16
"""A word of comparison so near behind a percentage says what it is counted from."""


def signed(scene: Scene, taken: set[Token]) -> list[Draft]:
    """同比+8%, 环比-3%: a signed percentage right behind a word of comparison."""
    out: list[Draft] = []
    for word in scene.all("sense", "compare_year", "compare_quarter"):
        amounts = [t for t in free(scene.quantities("%"), taken) if 0 <= t.start - word.end <= 1]
        sign = scene.view[word.end : amounts[0].number_start].strip() if amounts else ""
        metric = metric_of(scene, word)
        if metric is None or sign not in {"+", "-"} or metric.sense in RATES:
            continue
        claim = asserted(amounts[0], sign=-1.0 if sign == "-" else 1.0)
        args = {"metric": name_of(scene, metric), "against": "year" if word.sense == "compare_year" else "quarter"}
        period, _ = fact_period(scene, word)
        out.append(Draft("ratio", "fact.growth", scene.company(metric), (word, amounts[0]), claim, period, (), args,
                         amounts[0].figure.hedge))  # fmt: skip
        taken.add(amounts[0])
    return out


def signed_behind(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Q4 rev $40.1bn, +25% YoY", 营收971亿，+86%: a signed percentage behind a level, or before a word of comparison."""
    out: list[Draft] = []
    words = scene.all("sense", "compare_year", "compare_quarter")
    for amount in free(scene.quantities("%"), taken):
        at = amount.number_start
        sign = scene.view[max(scene.start, at - 1) : at]
        behind = next((w for w in words if 0 <= w.start - amount.end <= 1), None)
        levels = [t for t in scene.quantities("money", "people", "") if t.end <= amount.start]
        follows = bool(levels) and _COMMA.fullmatch(scene.view, levels[-1].end, at) is not None
        metric = scene.nearest(amount, scene.all("metric"), side="before")
        if (
            sign not in {"+", "-"}
            or not (behind or follows)
            or metric is None
            or metric not in facts(scene)
            or metric.sense in RATES
        ):
            continue
        told = {} if behind is None else {"against": AGAINST[behind.sense]}
        args = {"metric": name_of(scene, metric), **told}
        used = tuple(t for t in (metric, amount, behind) if t)
        period, _ = fact_period(scene, metric)
        out.append(Draft("ratio", "fact.growth", subject_of(scene, amount) or scene.company(metric), used,
                         asserted(amount, sign=-1.0 if sign == "-" else 1.0), period, (), args, amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


_COMMA = re.compile(r" ?[,，(（] ?[+-]")


def by_bases(scene: Scene, taken: set[Token]) -> list[Draft]:
    """净利润同比、环比分别少55%和增6%: the changes of one figure from several times, in order."""
    out: list[Draft] = []
    for m in wording("gapped.bases").finditer(scene.view, scene.start, scene.end):
        words = [t for t in scene.all("sense", *AGAINST) if m.start() <= t.start < m.end()]
        right = scene.clause(words[-1])[1] if words else m.end()
        amounts = [t for t in free(scene.quantities("%"), taken) if m.end() <= t.start < right]
        metric = metric_of(scene, words[0]) if words else None
        if metric is None or len(words) != len(amounts):
            continue
        for word, amount in zip(words, amounts, strict=True):
            moves = [t for t in scene.all("sense", "rise", "fall") if m.start() <= t.start and t.end <= amount.start]
            claim = asserted(amount, sign=-1.0 if moves and moves[-1].sense == "fall" else 1.0)
            args = {"metric": name_of(scene, metric), "against": AGAINST[word.sense]}
            period, _ = fact_period(scene, metric)
            out.append(Draft("ratio", "fact.growth" if moves else "", scene.company(metric), (word, amount), claim, period, (), args,
                             amount.figure.hedge))  # fmt: skip
        taken.update(amounts)
    return out


def respectively(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Rose 25% and 201% respectively", 分别增长25%和201%: as many percentages as figures before them, in order."""
    out: list[Draft] = []
    for word in scene.all("sense", "respectively"):
        opener = scene.nearest(word, scene.all("sense", "rise", "fall"))
        if opener is None:
            continue
        amounts = [
            t for t in free(scene.quantities("%"), taken) if t.start > opener.start and scene.together(t, opener)
        ]
        nouns = [t for t in facts(scene) if t.end <= opener.start][-len(amounts) :]
        if len(amounts) < 2 or len(nouns) != len(amounts):
            continue
        for metric, amount in zip(nouns, amounts, strict=True):
            claim = moved_by(opener, amount)
            args = {"metric": name_of(scene, metric), **against(scene, amount)}
            period, _ = fact_period(scene, metric)
            out.append(
                Draft(
                    "ratio",
                    "fact.growth",
                    scene.company(metric),
                    (opener, amount),
                    claim,
                    period,
                    (),
                    args,
                    amount.figure.hedge,
                )
            )
        taken.update(amounts)
    return out


__all__ = ["by_bases", "gapped", "respectively", "signed", "signed_behind"]
