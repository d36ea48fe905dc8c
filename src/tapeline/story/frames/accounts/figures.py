"""Frames of how reported figures change: growth in percent, multiples. Levels stand in `levels.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story import lexicon
from tapeline.story.frames.accounts import gapped
from tapeline.story.frames.slots import asserted, free, is_news, number, on_a_day, subject_of
from tapeline.story.frames.subjects.figure_names import RATES, facts, metric_of, name_of
from tapeline.story.frames.times.bases import against, base_before, base_behind, counted_from
from tapeline.story.frames.times.earlier_levels import sets_beside
from tapeline.story.frames.times.reported_when import fact_period, is_the_year_before
from tapeline.story.frames.times.sessions import session_of_word
from tapeline.story.frames.times.when import own_date
from tapeline.story.lexicon import wording
from tapeline.story.numbers import units
from tapeline.story.predicates import multiples
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Kind, Period
    from tapeline.story.scene import Scene

GROWTHS: dict[str, Kind] = {"dividend": "dividend", "share_count": "buyback"}
"""Figures whose growth is told under their own kind."""


def multiple(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Net income tripled", 净利润增加了两倍 (which adds twice: three times as much), 增至三倍."""
    out = []
    for opener in (*scene.all("sense", "multiply", "rise", "fall", "to"), *_times_then(scene, taken)):
        metric = metric_of(scene, opener)
        amount = opener if opener.kind == "quantity" else None
        if opener.sense != "multiply" and amount is None:
            amount = scene.nearest(opener, free(scene.quantities("x"), taken), side="after", clause=True)
            if amount is None or (
                opener.sense == "to" and not (_compared(scene, amount) or _changed_to(scene, opener))
            ):
                continue
        if metric is None or (amount is not None and scene.all("sense", "times_what")):
            continue
        if any(
            wording("figures.beside_another").search(scene.view, max(scene.start, t.start - 6), t.start)
            and 0 <= opener.start - t.end <= 3
            for t in scene.all("name", "company")
        ):
            continue  # 比美的多一倍
        claim = _turned(word_multiple(scene, opener)) if amount is None else asserted(amount)
        counted = counted_from(scene, amount or opener, base_before(scene, opener))
        apart = ("figures.of_a_year", "figures.in_years")
        if any(wording(w).match(scene.view, (amount or opener).end, scene.end) for w in apart):
            counted = None  # "two and a half times the 2020 total", "doubled in under five years"
        args = {"sense": _sense(scene, opener, amount), "metric": name_of(scene, metric)} | (counted or {})
        period, when = _changed_in(scene, opener)
        if when is not None and (
            wording("figures.year_ago").match(scene.view, when.start, scene.end)
            or (when.start >= opener.end and scene.view.startswith("'s ", when.end))
        ):
            period, when = None, None  # what it is a multiple of, not when it was ("over double last year's $5.7bn")
        told = [*scene.discourse.eras] if period is None else []
        told += [
            d.dated.period
            for d in scene.dates("on")
            if d.dated and d.end <= opener.start and d.dated.period.grain in {"quarter", "half"}
        ]
        used = tuple(t for t in (metric, opener, amount, when) if t)
        out.append(Draft("ratio", "" if counted is None else "fact.ratio", scene.company(metric), used, claim, period, tuple(p for p in told if p != period), args,
                         claim.figure.hedge if claim.figure else "exact"))  # fmt: skip
        taken.update(t for t in (opener, amount) if t)
        taken.update(inside_of(scene, opener) if amount is None else ())
    return out


def _times_then(scene: Scene, taken: set[Token]) -> list[Token]:
    """The multiples that say themselves of when ("was 2.6 times what it was a year earlier", "1.3 times last year's")."""
    every = free(scene.quantities("x"), taken) if scene.language == "en" else []
    return [t for t in every if wording("figures.times_then").match(scene.view, t.end, scene.end)]


def _changed_to(scene: Scene, opener: Token) -> bool:
    """Whether a level word names a change as well (增加到, 升至, 降至)."""
    return scene.view[opener.start] in "增涨升扩提跌降减缩"


def _compared(scene: Scene, amount: Token) -> bool:
    """Whether a multiple is one of an earlier figure (是上年同期的近9倍)."""
    return any(scene.together(t, amount) for t in scene.all("sense", "compare_year", "compare_quarter", "earlier"))


def word_multiple(scene: Scene, opener: Token) -> Asserted:
    """What a word such as "doubled" asserts, loosened by the hedge before it or in it."""
    words = scene.view[opener.start : opener.end].lower()
    bare = words.split()[-1]
    claim = number(multiples(scene.language)[" ".join(words.split())], "x", scene.view[opener.start : opener.end])
    inside = (
        units.hedge_before(f"{words[: -len(bare)]} ", len(words) - len(bare), scene.language) if bare != words else None
    )
    found = inside or units.hedge_before(scene.view, opener.start, scene.language)
    told = [t.figure.hedge for t in inside_of(scene, opener) if t.figure.hedge != "exact"]  # 增长一倍多
    behind = units.hedge_after(scene.view, opener.end, scene.language)  # 翻番有余
    hedge = found[0] if found is not None else told[0] if told else behind[0] if behind is not None else ""
    if not hedge or claim.figure is None:
        return claim
    return Asserted.of_figure(claim.figure.hedged(hedge))


def inside_of(scene: Scene, opener: Token) -> list[Token]:
    """The multiples that a word of multiplying has in it (翻了一倍, 增长一倍多)."""
    return [t for t in scene.quantities("x") if t.start < opener.end and opener.start < t.end]


TURNED = {"over": "under", "at_least": "at_most", "nearly": "over"}
"""What the hedge of a fall says of the part that was left of it: "more than halved" left under a half, "nearly halved" somewhat over one."""


def _turned(claim: Asserted) -> Asserted:
    """What a word such as "halved" asserts of what was left."""
    figure = claim.figure
    if figure is None or figure.value >= 1 or figure.hedge not in TURNED:
        return claim
    return Asserted.of_figure(figure.hedged(TURNED[figure.hedge]))


def _sense(scene: Scene, opener: Token, amount: Token | None) -> str:
    if amount is None or amount is opener or opener.sense == "to":
        return "to"
    between = scene.view[opener.start : amount.start]
    to = any(opener.start <= t.start < amount.start for t in scene.all("sense", "to"))
    return "to" if to or "到" in between or "至" in between else "by"


def _changed_in(scene: Scene, opener: Token) -> tuple[Period | None, Token | None]:
    """The period of a change: never that of a base told after the figure (2023年384亿，2022年为353亿，增幅约9%)."""
    period, when = fact_period(scene, opener)
    if when is not None and (reached := _beside_a_base(scene, when)):
        return reached
    if when is not None and scene.language == "zh" and _dates_a_base(scene, when, opener):
        first = next((t for t in scene.quantities("money", "people") if t.end <= when.start), None)
        return fact_period(scene, first, first) if first is not None else (None, None)
    if when is None or scene.together(when, opener) or wording("figures.base_is").match(scene.view, when.end) is None:
        return period, when
    first = next((t for t in scene.quantities("money", "people") if t.end <= when.start), None)
    return fact_period(scene, first) if first else (period, when)


def _dates_a_base(scene: Scene, when: Token, opener: Token) -> bool:
    """Whether a date before a change is that of the earlier figure between them (净利润43.95亿美元，去年同期91.94亿美元，降幅52.2%)."""
    amounts = scene.quantities("money", "people")
    between = any(when.end <= t.start and t.end <= opener.start for t in amounts)
    return between and is_the_year_before(scene, when)


def _from_a_low(scene: Scene, amount: Token) -> bool:
    """Whether a growth is counted from the figure's lowest or highest ("up 25% from its 2022 low"), which is not a year before."""
    start, end = scene.clause(amount)
    return (
        scene.language == "en"
        and wording("extremes.point", "en").search(scene.view, max(start, amount.end), end) is not None
    )


def _from_a_level_told(scene: Scene, amount: Token) -> bool:
    """Whether a growth in apposition is from one level of the sentence to the other, each with a time of its own ("2.89 billion in late 2020, was down to 2.63 billion by the last quarter of 2023, 9% lower")."""
    if wording("figures.apposed").match(scene.view, amount.end, scene.end) is None:
        return False
    levels = [t for t in scene.quantities("money", "people", "shares", "") if t.end <= scene.clause(amount)[0]]
    dates = {d.dated.period for d in scene.dates("on", "end_of", "start_of") if d.dated and d.end <= amount.start}
    return len(levels) > 1 and len(dates) > 1


def _noun_of(scene: Scene, amount: Token) -> tuple[Period | None, Token | None] | None:
    """The period of a percentage whose noun stands right behind it, by the date right before it (较第三季度3%的降幅有所改善)."""
    if scene.language != "zh" or wording("when.noun_behind", "zh").match(scene.view, amount.end, scene.end) is None:
        return None
    beside = next((d for d in scene.dates("on") if d.dated and 0 <= amount.hedge_start - d.end <= 1), None)
    return None if beside is None or beside.dated is None else (beside.dated.period, beside)


def _own(scene: Scene, amount: Token) -> tuple[Period | None, Token | None] | None:
    """The period of a percentage that Chinese gives one by 的 (跌幅比三季度的52%还大)."""
    d = own_date(scene, amount) if scene.language == "zh" else None
    return (d.dated.period, d) if d is not None and d.dated is not None and scene.view.startswith("的", d.end) else None


def _beside_a_base(scene: Scene, when: Token) -> tuple[Period | None, Token | None] | None:
    """The period that a figure changed to, where a date is that of what it changed from ("rose 16% from $116.6 billion in 2022 to $134.9 billion in 2023")."""
    dated = [(a, own_date(scene, a)) for a in scene.all("quantity")]
    base = next((a for a, d in dated if d is when), None)
    if base is None or not (
        wording("figures.from").search(scene.view, max(scene.start, base.start - 16), base.start)
        or (scene.language == "en" and any(sets_beside(scene, t, base) for t in scene.all("sense", "earlier")))
    ):
        return None
    other = next((d for _, d in dated if d is not None and d is not when and d.dated), None)
    return (None, None) if other is None or other.dated is None else (other.dated.period, other)


def _is_of_the_loss(scene: Scene, metric: Token, opener: Token) -> bool:
    """Whether a loss named between a noun and a verb is what changed (收入3.53亿美元，亏损扩大两成; "sales were cut in half, and the loss grew by a third")."""
    lost = any(metric.end <= t.start and t.end <= opener.start for t in scene.all("sense", "lose"))
    return lost or wording("figures.the_loss").search(scene.view, metric.end, max(metric.end, opener.start)) is not None


def _is_no_change(scene: Scene, amount: Token) -> bool:
    """Whether a percentage is more than a sum, the first of its size, or what went in a day (它比2023年净利润390.97亿美元还多出一半, "the first double-digit increase since 2021", 27日一天又没了24.56%)."""
    before = (scene.view, scene.clause(amount)[0], amount.hedge_start)
    names = (
        "figures.than_a_sum",
        "figures.first_of_a_size",
        "figures.in_a_day",
        "figures.part_of",
    )
    forms = [wording(name) for name in names]
    of_a_season = wording("figures.of_a_season").match(scene.view, amount.end, scene.end)
    return of_a_season is not None or any(form.search(*before) for form in forms)


def growth(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Revenue rose 25%", "headcount fell 22% from a year earlier", "a 4% decrease"."""
    out = [
        *gapped.by_bases(scene, taken),
        *gapped.respectively(scene, taken),
        *gapped.signed(scene, taken),
        *_by_points(scene, taken),
        *_of_spending(scene, taken),
    ]
    for opener in (*scene.all("sense", "rise", "fall"), *_set_beside(scene)):
        amount = _change(scene, opener, taken)
        metric = (_in_what(scene, amount) or metric_of(scene, opener)) if amount else None
        if metric is None or amount is None or metric.sense in RATES or paid_to_a_person(scene, metric):
            continue
        between = (scene.view, metric.end, max(metric.end, opener.start))
        if wording("figures.anothers").search(*between) or wording("figures.latter").search(*between):
            continue
        if _is_no_change(scene, amount) or is_news(scene, amount, metric):
            continue
        if wording("figures.of_whole").match(scene.view, amount.end, scene.end):
            continue
        if not scene.together(metric, opener) and session_of_word(scene, opener):
            continue  # 股份回购计划增至百亿美元 H股盘中仍挫约7%: what moved within a session is a price
        if not scene.together(metric, opener) and (_beside_a_price(scene, opener) or on_a_day(scene, opener)):
            continue
        down = opener.sense in {"fall", "worse_than"} and not _is_a_rate(scene, metric, opener, amount)
        claim = asserted(amount, sign=-1.0 if down else 1.0)
        own = _noun_of(scene, amount) or _own(scene, amount)
        period, when = own or _changed_in(scene, opener)
        used = tuple(t for t in (metric, opener, amount, when) if t)
        name = "eps_diluted" if _of_a_share(scene, metric, amount) else name_of(scene, metric, amount)
        if lost := _is_of_the_loss(scene, metric, opener):
            name = f"{name.rpartition('.')[0]}.operating_income".removeprefix(".")  # 收入3.53亿美元，亏损扩大两成
        if lost or (
            metric.sense in {"net_income", "operating_income"}
            and wording("figures.loss").search(scene.view, metric.start, metric.end)
        ):
            name = f"{name}_loss"  # a loss that widened: no growth of the profit
        base = base_behind(scene, amount) or (base_before(scene, opener) if own is None else None)
        counted = _than_the_quarter_before(scene, opener) or counted_from(scene, amount, base)
        args = {"metric": name, **(counted or {})}
        kind: Kind = GROWTHS.get(metric.sense, "ratio")
        unpaired = scene.language == "zh" and any(scene.together(t, amount) for t in scene.all("sense", "respectively"))
        apart = _from_a_level_told(scene, amount)
        measure = "" if unpaired or apart or counted is None or _from_a_low(scene, amount) else "fact.growth"
        out.append(
            Draft(
                kind,
                measure,
                subject_of(scene, amount) or scene.company(metric),
                used,
                claim,
                period,
                (),
                args,
                amount.figure.hedge,
                "forecast" if wording("levels.expected_after").match(scene.view, amount.end, scene.end) else None,
            )
        )
        taken.add(amount)
    return [*out, *gapped.gapped(scene, taken, out)]


def _of_spending(scene: Scene, taken: set[Token]) -> list[Draft]:
    """The growth of all that a company spent, which no noun names ("although it spent 7% more, profit swelled")."""
    out = []
    for amount in free(scene.quantities("%"), taken):
        way = wording("figures.spent_more").match(scene.view, amount.end, scene.end)
        if way is None or not wording("figures.spent").search(scene.view, scene.start, amount.hedge_start):
            continue
        claim = asserted(amount, sign=-1.0 if lexicon.groups(way).get("less") else 1.0)
        period, when = fact_period(scene, amount)
        used = tuple(t for t in (amount, when) if t)
        args = {"metric": "costs_and_expenses", "against": "year"}
        out.append(
            Draft("ratio", "fact.growth", scene.company(amount), used, claim, period, (), args, amount.figure.hedge)
        )
        taken.add(amount)
    return out


def _in_what(scene: Scene, amount: Token) -> Token | None:
    """The noun that a percentage behind a noun of change is of ("a fall of 55% in profit")."""
    of = wording("figures.change_of").search(scene.view, max(scene.start, amount.hedge_start - 16), amount.hedge_start)
    behind = (t for t in scene.all("metric") if t.start >= amount.end)
    near = (t for t in behind if wording("figures.in_what").fullmatch(scene.view, amount.end, t.start))
    return next(near, None) if of else None


def _than_the_quarter_before(scene: Scene, opener: Token) -> dict[str, str] | None:
    """What a percentage is counted from where the quarter before stands behind its word of comparison ("12% more than in the preceding three months")."""
    beside = opener.sense in {"exceed", "worse_than"}
    than = beside and wording("earlier_levels.quarter_before").match(scene.view, opener.end, scene.end) is not None
    return {"against": "quarter"} if than else None


def _set_beside(scene: Scene) -> list[Token]:
    """The words of comparison between a percentage and the time that it is counted from ("4.5 per cent lower than in the same three months of 2021")."""
    if scene.language != "en":
        return []
    sized = {t.end + 1 for t in scene.quantities("%")}
    words = [t for t in scene.all("sense", "exceed", "worse_than") if t.start in sized]
    return [t for t in words if wording("figures.than_when").match(scene.view, t.end, scene.end)]


def _beside_a_price(scene: Scene, opener: Token) -> bool:
    """Whether a company right before a verb moves as one did at the head of the sentence, whose price it was ("Tesla fell 2.6% after …, while Nvidia rose 1.2%")."""
    moves = [t for t in scene.all("sense", "rise", "fall") if t.start <= opener.start]
    names = scene.all("name", "company")
    led = [any(0 <= t.start - n.end <= 1 for n in names) for t in moves]
    first = scene.clause(moves[0])[0] if moves else scene.start
    return (
        len(moves) > 1
        and led[0]
        and led[-1]
        and not any(first <= t.start < moves[0].start for t in scene.all("metric"))
    )


def of_a_person(scene: Scene, word: Token) -> bool:
    """Whether whoever lost is a person: the nearest subject before the verb, and no company."""
    who = [
        t
        for t in scene.tokens
        if t.end <= word.start and (t.kind == "who" or (t.name and t.name.kind in {"person", "company"}))
    ]
    last = who[-1] if who else None
    return last is not None and (last.sense == "person" or (last.name is not None and last.name.kind == "person"))


def paid_to_a_person(scene: Scene, metric: Token) -> bool:
    """Whether what was "earned" is a person's pay, no profit."""
    return scene.view[metric.start : metric.end].lower() == "earned" and of_a_person(scene, metric)


def _of_a_share(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether a profit's growth is that of earnings a share, which its clause goes on to ("earnings rose 20% to $2.94 a share")."""
    levels = [t for t in scene.quantities("money") if scene.together(t, amount)]
    each = [t for t in scene.all("quantity") if t.sense.endswith("/share") and scene.together(t, amount)]
    own = any(
        t.sense.endswith("/share")
        and t.end <= amount.start
        and scene.view[metric.end : t.hedge_start].strip() in {"", "of"}
        for t in scene.all("quantity")
        if metric.end <= t.hedge_start
    )  # "earnings of $1.64 a share in the third quarter, down by half"
    return metric.sense == "net_income" and ((bool(each) and not levels) or own)


def _by_points(scene: Scene, taken: set[Token]) -> list[Draft]:
    """毛利率提升3个百分点, 高出近2个点: by how many points a rate changed."""
    out: list[Draft] = []
    for verb in scene.all("sense", "rise", "fall", "exceed", "worse_than"):
        amount = scene.nearest(verb, free(scene.quantities("points", "bp"), taken), side="after", clause=True)
        metric = scene.nearest(verb, [t for t in scene.all("metric") if t.sense in RATES], side="before")
        if amount is None or metric is None or amount.start - verb.end > 8:
            continue
        claim = asserted(amount, sign=-1.0 if verb.sense in {"fall", "worse_than"} else 1.0)
        period, when = _changed_in(scene, verb)
        if when is not None and wording("figures.year_ago").match(scene.view, when.start, scene.end):
            period = None  # 营业利润率40.3%，一年前20.4%，提升近20个百分点
        args = {"metric": name_of(scene, metric), **against(scene, amount)}
        measure = "fact.change" if verb.sense in {"rise", "fall"} else ""  # 高出同行3个百分点 is beside another
        out.append(
            Draft("ratio", measure, scene.company(metric), (verb, amount), claim, period, (), args, amount.figure.hedge)
        )
        taken.add(amount)
    return out


def _change(scene: Scene, opener: Token, taken: set[Token]) -> Token | None:
    """The percentage by which something changed: after the verb and not behind a "to"; or right before the noun ("a 4% decrease")."""
    amounts = [
        t
        for t in free(scene.quantities("%"), taken)
        if not wording("figures.as").match(scene.view, t.end)
        and not wording("figures.crossed").search(scene.view, max(scene.start, t.start - 24), t.start)
    ]
    amount = scene.nearest(opener, amounts, side="after", clause=True)
    moves = scene.all("sense", "rise", "fall")
    owners = [*moves, *scene.all("sense", "exceed", "worse_than")]
    if amount is not None and scene.language == "en" and any(t.start - amount.end == 1 for t in owners):
        amount = None  # "17% higher than a year ago and 12% lower"
    if amount is not None and not any(opener.end <= t.start < amount.start for t in moves):
        return _slowed_to(scene, amount, amounts)
    before = scene.nearest(opener, amounts, side="before", clause=True)
    if before is None or _slowed_to(scene, before, amounts) is not before:
        return None
    noun = next(
        (t for t in facts(scene) if before.end <= t.start <= before.end + REACH and t.end <= opener.start), None
    )
    end = opener.start if noun is None or scene.view[noun.end : opener.start] != " " else noun.start
    return before if end - before.end <= (2 if end == opener.start else REACH) else None  # "posted 23% revenue growth"


def _is_a_rate(scene: Scene, metric: Token, opener: Token, amount: Token) -> bool:
    """Whether a percentage is what the growth of a figure came to, whichever way ("revenue growth, 27% in the first quarter, eased to 22%")."""
    grows = any(0 <= t.start - metric.end <= 1 and t.end <= opener.start for t in scene.all("sense", "rise"))
    return grows and wording("figures.came_down_to").fullmatch(scene.view, opener.end, amount.hedge_start) is not None


REACH = 16
"""So many characters may stand between a percentage and the noun of what grew by it ("11 percent annual revenue growth")."""


def _slowed_to(scene: Scene, amount: Token, amounts: list[Token]) -> Token:
    """The rate that a growth came to, where the first one behind it is what it was before ("growth slowed from 12% to 11%", 增幅从25%放缓至16%)."""
    if (
        wording("figures.from").search(scene.view, max(scene.start, amount.hedge_start - 11), amount.hedge_start)
        is None
    ):
        return amount
    return next(
        (
            t
            for t in amounts
            if t.start > amount.end and wording("figures.to_next").fullmatch(scene.view, amount.end, t.hedge_start)
        ),
        amount,
    )


__all__ = [
    "growth",
    "multiple",
    "of_a_person",
    "paid_to_a_person",
]
