"""Frames of reported levels: revenue, profit, margins, users, staff, deliveries. When an earlier one stood is told in `earlier_levels.py`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.claim import Asserted, Period
from tapeline.story.calendar import periods
from tapeline.story.frames.accounts.figures import paid_to_a_person
from tapeline.story.frames.accounts.losses import LARGEST_EPS, loss_behind, made, named_behind
from tapeline.story.frames.slots import asserted, counted_in, per_share, subject_of
from tapeline.story.frames.subjects.figure_names import COUNTS, RATES, STAFF, USERS, facts, kind_of
from tapeline.story.frames.subjects.level_names import name_told, of_use, told_with_its_part
from tapeline.story.frames.subjects.not_levels import (
    LEAST_MONEY,
    came_or_went,
    in_a_table,
    is_a_whole,
    is_change,
    is_no_level,
    is_of_the_amount_before,
    raised,
)
from tapeline.story.frames.times.bases import against
from tapeline.story.frames.times.earlier_levels import (
    earlier,
    last_quarter,
    of_a_year_ago,
    of_last_year,
    one_before,
    sets_beside,
    year_before,
)
from tapeline.story.frames.times.reported_when import fact_period, gone_on
from tapeline.story.frames.times.when import own_date
from tapeline.story.lexicon import wording
from tapeline.story.modality import modality_of
from tapeline.story.numbers.units import is_money
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Modality
    from tapeline.story.scene import Scene

LEAST_USERS, LEAST_STAFF, LEAST_SHARES = 1000.0, 50.0, 1e6
"""Fewer people are a board, a team or a panel; no listed company has fewer shares."""
SHARES = "weighted_shares_diluted"
SPENT = frozenset({"research_and_development", "capital_expenditure", "marketing_expense", "stock_compensation"})
"""Figures that money is told to be spent on ("$10.5 billion on research and development")."""
REACH = 12
"""A figure's noun may follow its number by so many characters ("164,000 employees")."""


def level(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Net income of $14.0 billion", 营收达到401亿美元, "a gross margin of 45%", "for the first time above 1 billion"."""
    out: list[Draft] = []
    for amount in _amounts(scene, taken):
        metric = named_behind(scene, amount) or _metric(scene, amount)
        if metric is None or metric.start >= amount.end or _has_its_own(scene, metric, amount):
            metric = made(scene, amount) or metric or loss_behind(scene, amount) or of_use(scene, amount)
        metric = metric or _of_the_share_told(scene, amount, out)
        if metric is None or in_a_table(scene, amount) or _beside_a_part(scene, amount, taken):
            continue
        if paid_to_a_person(scene, metric) or raised(scene, metric) or is_no_level(scene, metric, amount):
            continue
        name = name_told(scene, metric, amount)
        changed = is_change(scene, metric, amount)
        awaited = expected(scene, amount)
        before = None if changed or awaited else earlier(scene, amount, out)
        if before is not None and "." not in name:
            name = told_with_its_part(scene, metric) or name
        if before is None and _is_a_base(scene, amount):
            continue
        if before is None and not (changed or awaited) and _told_already(scene, name, amount, out):
            before = one_before(scene)
        if amount.figure.unit.endswith("/share") and name == "net_income":
            name = "eps_diluted"
        claim = as_level(scene, metric, amount, down=changed and _way(scene, amount) == "fall")
        dated = scene.language == "zh" and any(scene.together(d, amount) for d in scene.dates("on", "end_of"))
        base = amount if dated and not scene.together(metric, amount) else metric
        many = any(t is not amount and fits(metric, t) for t in scene.all("quantity"))
        apart = many or own_date(scene, amount) is not None
        told, dated_by = fact_period(scene, base, amount if apart else None)
        told, dated_by = gone_on(scene, amount) or (told, dated_by)
        also_told = _or_of_the_quarter(scene, told, amount)
        period, also, when = (*before, None) if before else (told, also_told, dated_by)
        used = tuple(t for t in (metric if before is None else None, amount, when) if t)
        hedge = claim.figure.hedge if claim.figure else "exact"
        subject = subject_of(scene, amount) or scene.company(metric)
        unpaired = many and any(scene.together(t, amount) for t in scene.all("sense", "respectively"))
        no_way = changed and (
            not _way(scene, amount) or wording("figures.loss").search(scene.view, metric.start, metric.end)
        )
        opened = wording("levels.opened_with").search(scene.view, scene.start, amount.hedge_start) is not None
        apart = wording("levels.untold_part").match(scene.view, scene.clause(amount)[0]) is not None
        measure = "" if unpaired or no_way or opened or apart else "fact.change" if changed else "fact.value"
        args = {"metric": name} | (against(scene, amount) if changed else {})
        out.append(Draft(kind_of(name), measure, subject, used, claim, period, also, args, hedge,
                         "forecast" if awaited else _of_then(scene, metric, amount) if before else None))  # fmt: skip
        out.extend(_first(scene, amount, used, subject, name, period))
        taken.add(amount)
    return out


def _has_its_own(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether another amount stands between a noun and an amount ("rang up $17.7 billion of sales and cleared $4.9 billion")."""
    return any(
        metric.end <= t.start < amount.start or t.start < metric.start <= t.end + OF for t in scene.quantities("money")
    )


OF = 4
"""Between a sum and the noun that it is of stand so many characters ("$17.7 billion of sales")."""


def _is_a_base(scene: Scene, amount: Token) -> bool:
    """Whether an amount is only what another is set beside, of a time that the reader does not know ("10.9 points better than the 29.4% of the spring quarter")."""
    if wording("levels.than_the").search(scene.view, scene.start, amount.start) is None:
        return False
    times = (*scene.dates(), *scene.all("sense", "compare_year", "compare_quarter"))
    return not any(t.start >= amount.end and scene.together(t, amount) for t in times)


def _of_the_share_told(scene: Scene, amount: Token, stated: list[Draft]) -> Token | None:
    """The noun of the earnings on a share told before an amount that is set beside them without its unit ("earnings of $5.16 a share, up from $2.98")."""
    last = stated[-1] if stated else None
    if last is None or last.args.get("metric") != "eps_diluted" or not is_money(amount.figure.unit):
        return None
    beside = amount.figure.value < LARGEST_EPS and any(
        sets_beside(scene, t, amount) for t in scene.all("sense", "earlier")
    )
    noun = last.tokens[0]
    return replace(noun, kind="metric", sense="eps_diluted") if beside else None


def _beside_a_part(scene: Scene, amount: Token, taken: set[Token]) -> bool:
    """Whether a level is that of a part without a noun that the reader knows ("$12.8 billion of it was advertising, against $8.6 billion a year before")."""
    before = [t for t in scene.quantities("money") if t.end <= amount.start]
    untold = bool(before) and before[-1] not in taken and not scene.together(before[-1], amount)
    return untold and wording("levels.part_of_it").match(scene.view, before[-1].end, scene.end) is not None


def _of_then(scene: Scene, metric: Token, amount: Token) -> Modality:
    """How an earlier level is said: as a fact where it is that of a year before or of a time told beside it that is over ("expects $89 billion, compared with $91.1 billion in 2024")."""
    said = modality_of(scene, (metric, amount))
    when = own_date(scene, amount)
    period = when.dated.period if when is not None and when.dated is not None else None
    over = period is not None and periods.is_reported(period) and period.end < scene.published
    return "stated" if said == "forecast" and (over or of_a_year_ago(scene, amount)) else said


def _or_of_the_quarter(scene: Scene, told: Period | None, amount: Token) -> tuple[Period, ...]:
    """The quarter a year before the last one, where "last year was" stands before a level in a sentence on the last one (营业利润率37.9%，去年是25.2%)."""
    quarter = year_before(last_quarter(scene))
    before = (scene.view, max(scene.start, amount.hedge_start - 16), amount.hedge_start)
    if told is None or quarter is None or told.grain != "year" or told.end.year != quarter.end.year:
        return ()
    return (quarter,) if wording("levels.last_year_was").search(*before) else ()


def _told_already(scene: Scene, name: str, amount: Token, stated: list[Draft]) -> bool:
    """Whether a figure has been told just before, and a second, quite another one behind words for what it was ("EPS $1.76; it was $3.67")."""
    last = stated[-1] if stated else None
    before = (scene.view, max(scene.start, amount.hedge_start - 24), amount.hedge_start)
    if (
        last is None
        or not wording("levels.it_was").search(*before)
        or last.args.get("metric") != name
        or last.period is not None
        or last.measure != "fact.value"
    ):
        return False
    told = next(t.figure for t in reversed(last.tokens) if t.kind == "quantity")
    same = told.unit.removesuffix("/share") == amount.figure.unit.removesuffix("/share")
    return same and abs(told.value - amount.figure.value) > ANOTHER * told.value


ANOTHER = 0.02
"""Figures that differ by more are no two forms of one."""


def _infinitive(scene: Scene, word: Token, amount: Token) -> bool:
    """Whether a "to" is a verb's and leads to no level ("borrowed to buy Cerner for $28 billion")."""
    start = amount.hedge_start
    return scene.view[word.start : word.end].lower() == "to" and start - word.end > 1


def _amounts(scene: Scene, taken: set[Token]) -> list[Token]:
    every = [t for t in scene.tokens if t.kind == "quantity" and t not in taken]
    return [
        t
        for t in every
        if is_money(t.figure.unit) or t.figure.unit in {"people", "shares", "%", ""} or t.figure.unit.endswith("/share")
    ]


def expected(scene: Scene, amount: Token) -> bool:
    """Whether a number is what others had expected ("vs. $4.96 expected", 高于市场预期的2.78美元)."""
    if wording("levels.expected_after").match(scene.view, amount.end, scene.end) or _expected_before(scene, amount):
        return True
    near = (t for t in scene.all("quantity") if t.end < amount.hedge_start <= t.end + JOINED)
    joined = (t for t in near if wording("levels.and_also").fullmatch(scene.view, t.end, amount.hedge_start))
    return any(_expected_before(scene, t) for t in joined)  # 市场原先估的是208亿和8.09美元


JOINED = 8
"""A number that another goes on with stands so many characters before it at most."""


def _expected_before(scene: Scene, amount: Token) -> bool:
    """Whether the words right before a number say that it was expected."""
    edges = {amount.start, amount.hedge_start}
    return any(wording("levels.expected_before").search(scene.view, max(scene.start, at - NEAR), at) for at in edges)


NEAR = 44
"""The words that say that a number was expected stand within so many characters before it."""


EARNINGS = frozenset({"net_income", "operating_income", "eps_diluted"})


def _way(scene: Scene, amount: Token) -> str:
    """Which way a figure went by an amount: what people did behind it, else the last verb of moving before it in its clause; nothing where none says."""
    verbs = [t for t in scene.all("sense", "rise", "fall") if t.end <= amount.start and scene.together(t, amount)]
    return came_or_went(scene, amount) or (verbs[-1].sense if verbs else "")


def as_level(scene: Scene, metric: Token, amount: Token, *, down: bool = False) -> Asserted:
    """What a number asserts of the figure that a noun names: a loss is below zero, earnings a share are in money a share."""
    exceed = [t for t in scene.all("sense", "exceed") if t.end <= amount.start and amount.start - t.end <= 3]
    words = scene.view[metric.start : max(metric.end, amount.start)].lower()
    named = scene.view[metric.start : metric.end].lower()
    loss = (
        "loss" in named
        or "亏" in named
        or "a loss of" in words
        or wording("levels.loss_behind").match(scene.view, amount.end, scene.end)
    )
    below = (loss and metric.sense in EARNINGS) or (
        is_money(amount.figure.unit)
        and wording("levels.negative").search(scene.view, scene.start, metric.start) is not None
    )
    claim = asserted(amount, sign=-1.0 if below or down else 1.0, hedge="over" if exceed else "")
    if is_money(claim.unit) and metric.sense == "eps_diluted":
        return per_share(claim)
    if metric.sense == SHARES:
        return counted_in(claim, "shares")
    return counted_in(claim, "people") if metric.sense in USERS | STAFF else claim


def _fitting(scene: Scene, amount: Token) -> list[Token]:
    """The nouns that an amount can be of, and that are no other amount's."""
    made_on = wording("levels.made_on")  # "a loss of $4.49 billion on revenue of $353 million"
    return [
        t
        for t in facts(scene)
        if fits(t, amount)
        and (t.sense in SPENT or not made_on.fullmatch(scene.view, amount.end, t.start))
        and not is_of_the_amount_before(scene, t, amount)
    ]


def _of_or_on(scene: Scene, amount: Token, fitting: list[Token]) -> Token | None:
    """The noun that an amount is of, or that it was spent on, right behind it ("$18.4 billion of long-term debt", "$10.5 billion on research and development")."""
    for name in ("levels.of_what", "levels.on_what"):
        m = wording(name).match(scene.view, amount.end, scene.end)
        nouns = fitting if name == "levels.of_what" else [t for t in fitting if t.sense in SPENT]
        found = next((t for t in nouns if m is not None and m.end() == t.start), None)
        if found is not None:
            return found
    return None


def _metric(scene: Scene, amount: Token) -> Token | None:
    """The noun that a level belongs to.

    In its clause, before it by preference; or before it, joined by "to" (达到); or by a word that sets it beside an earlier level.
    """
    if is_a_whole(scene, amount):
        return None
    fitting = _fitting(scene, amount)
    counted = [
        t
        for t in fitting
        if amount.start <= t.start <= amount.end + 2
        and t.sense in USERS | STAFF
        and scene.together(t, amount)
        and "、" not in scene.view[amount.end : t.start]
    ]
    if counted:
        return counted[0]
    ads = [t for t in fitting if t.sense == "advertising_revenue" and 0 <= amount.hedge_start - t.end <= 1]
    if ads:
        return ads[0]  # "advertising, which supplied $27.0 billion of that revenue"
    behind = _of_or_on(scene, amount, fitting)
    if behind is not None:
        return behind  # "cash of $65.4 billion and $18.4 billion of long-term debt"
    found = scene.nearest(amount, fitting, side="before", clause=True)
    if found is not None and _is_near(scene, found, amount):
        return found
    aside = _ASIDE.match(scene.view, amount.end, scene.end)
    after = scene.nearest(amount, fitting, side="after", clause=aside is None)
    if after is not None and wording("levels.anothers").search(scene.view, amount.end, after.start):
        after = None  # "cash of $65.4 billion and debt of $18.4 billion"
    if after is not None and after.start - (aside.end() if aside else amount.end) <= REACH:
        return after
    led = _behind_its_level(scene, amount, fitting)
    if led is not None:
        return led
    every = _meant_by_it(scene, amount) or scene.nearest(amount, scene.all("metric"), side="before")
    links = ("to", "earlier", "exceed", *(("rise", "fall") if amount.figure.unit == "people" else ()))
    linked = [
        t for t in scene.all("sense", *links)
        if scene.together(t, amount) and t.end <= amount.start and not _infinitive(scene, t, amount)
    ]  # fmt: skip
    each = amount.figure.unit.endswith("/share")
    if every is not None and any(every.end <= t.start < amount.start for t in scene.all("sense", "lose")):
        return None  # what was lost stands between: the base is the loss's
    if every in fitting and (
        linked
        or each
        or expected(scene, amount)
        or of_last_year(scene, amount)
        or of_a_year_ago(scene, amount)
        or _only_dated(scene, amount)
        or (every is not None and amount.start - every.end <= 3)
    ):
        return every
    if (
        every is not None
        and is_money(amount.figure.unit)
        and any(sets_beside(scene, t, amount) for t in scene.all("sense", "earlier"))
    ):
        return scene.nearest(amount, fitting, side="before")  # 净利润…，每股收益…，上年同期为112.19亿美元和3.88美元
    return None


def _behind_its_level(scene: Scene, amount: Token, fitting: list[Token]) -> Token | None:
    """The noun that opens the clause behind an amount that a sentence begins with ("At $11.58 billion, net income in the third quarter was …")."""
    if not wording("levels.at_first").fullmatch(scene.view, scene.start, amount.hedge_start):
        return None
    left = scene.clause(amount)[1]
    return next((t for t in fitting if left <= t.start <= left + REACH), None)


def _meant_by_it(scene: Scene, amount: Token) -> Token | None:
    """The figure that a sentence began with, where "it" opens the later clause of an amount ("Net income had tripled to $14.0bn on sales of $40.1bn; for 2023 it advanced to $39.1bn")."""
    it = [t for t in scene.all("who", "company") if t.end <= amount.start and scene.together(t, amount)]
    told = [t for t in scene.all("metric") if not it or t.end <= it[0].start]
    explained = bool(it) and scene.view[: it[0].start].endswith(
        ": "
    )  # "operating income barely moved: it was $5.96 billion"
    first = (told[-1] if explained else told[0]) if told else None
    stands_in = bool(it) and scene.view[it[0].start : it[0].end].lower() == "it" and not scene.all("name", "company")
    return first if stands_in and first in facts(scene) else None


_ASIDE = re.compile(r" ?\([^()]{1,24}\)")
"""The same again in other money, between an amount and its noun ("a 4.99 trillion yen ($36 billion) profit")."""


def _only_dated(scene: Scene, amount: Token) -> bool:
    """Whether an amount's clause holds but a date before it (2022年营收137亿，翌年161亿): it goes on with the figure before."""
    start = amount.hedge_start
    left = scene.clause(amount)[0]
    return is_money(amount.figure.unit) and any(
        d.start - left <= 2 and 0 <= start - d.end <= 2 for d in scene.dates("on") if scene.together(d, amount))  # fmt: skip


def _is_near(scene: Scene, metric: Token, amount: Token) -> bool:
    """Whether nothing between a noun and a number takes the number away: for a percentage, a word that states a level must stand there."""
    if amount.figure.unit != "%":
        return True
    words = [t for t in scene.all("sense", "to", "earlier", "exceed") if metric.end <= t.start < amount.start]
    moved = [t for t in scene.all("sense", "rise", "fall") if metric.end <= t.start < amount.start]
    return bool(words) or not moved


def fits(metric: Token, amount: Token) -> bool:
    """Whether a number's unit and size are those of the figure that a noun names."""
    unit, sense = amount.figure.unit, metric.sense
    if sense in USERS | STAFF:
        noun = amount.mention.noun if amount.mention else ""
        least = LEAST_USERS if sense in USERS else LEAST_STAFF
        return unit in {"people", ""} and amount.figure.value >= least and not (unit == "" and noun not in {"", "户"})
    if sense == SHARES:
        return unit in {"shares", ""} and amount.figure.value >= LEAST_SHARES
    if sense in COUNTS:
        return unit == "" and amount.figure.value >= 10
    if sense in RATES:
        return unit == "%"
    if sense == "eps_diluted" and is_money(unit) and amount.figure.value < LARGEST_EPS:
        return True
    if unit.endswith("/share"):
        return sense in {"eps_diluted", "net_income"}
    return unit not in {"people", "shares", "%", ""} and sense != "eps_diluted" and amount.figure.value >= LEAST_MONEY


def _first(
    scene: Scene, amount: Token, used: tuple[Token, ...], subject: str, name: str, period: Period | None
) -> list[Draft]:
    """ "For the first time above $1 billion"."""
    firsts = [t for t in scene.all("sense", "first") if scene.together(t, amount) and not _parted(scene, t, amount)]
    firsts = [t for t in firsts if wording("levels.first_of_a_time").match(scene.view, t.end, scene.end) is None]
    if not firsts:
        return []
    return [_first_time(scene, firsts[0], amount, used, subject, name, period)]


def _parted(scene: Scene, first: Token, amount: Token) -> bool:
    """Whether a word of a first time is that of another number, which stands between ("had passed 40 per cent for the first time, and earnings had risen to $4.39")."""
    low, high = sorted((first, amount), key=lambda t: t.start)
    return any(low.end <= t.start < high.start for t in scene.all("quantity"))


def _first_time(
    scene: Scene, first: Token, amount: Token, used: tuple[Token, ...], subject: str, name: str, period: Period | None
) -> Draft:
    """The claim that a figure passed a level for the first time: in the period said, else within the year before publication."""
    args = {"metric": name, "threshold": f"{amount.figure.value:.10g}"}
    if amount.figure.hedge == "under" or scene.view[amount.start - 3 : amount.start].strip() in {"跌破", "失守"}:
        args["below"] = "yes"
    start, end = (period.start, period.end) if period else (scene.published - timedelta(days=366), scene.published)
    words = scene.view[first.start : first.end]
    again = wording("levels.first_since").match(scene.view, first.end, scene.end)
    since = any(scene.together(d, first) for d in scene.dates("since"))
    measure = (
        "fact.first_above" if again is None and not since else ""
    )  # "for the first time since 2021": not the first of all
    return Draft("record", measure, subject, (first, *used), Asserted.of_dates(start, end, words), period, (), args)


__all__ = [
    "as_level",
    "expected",
    "fits",
    "level",
    "raised",
]
