"""Frames of what a company's money and shares go to: buybacks, what a segment costs, jobs cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.calendar import periods
from tapeline.story.frames.payouts.dividends import per_of
from tapeline.story.frames.slots import asserted, bounds, counted_in, free
from tapeline.story.frames.subjects.figure_names import USERS
from tapeline.story.frames.subjects.movers import of_holders
from tapeline.story.frames.times.earlier_levels import earlier, last_quarter, sets_beside, year_before
from tapeline.story.frames.times.not_when import same_time
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.frames.times.when import move_periods, own_date
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token


def buyback(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Authorised a $50 billion buyback"; "spent $6.3 billion on buybacks" is a reported figure, not what was allowed."""
    out = []
    for word in scene.all("sense", "buyback"):
        amounts = free(scene.quantities("money"), taken)
        behind = next((t for t in amounts if 0 <= t.hedge_start - word.end <= 2), None)
        done = any(t.start == word.start for t in scene.all("sense", "bought_back"))
        amount = behind if done and behind is not None else scene.before_then_after(word, amounts, clause=True)
        if amount is None or (
            amount.end <= word.start and any(sets_beside(scene, t, amount) for t in scene.all("sense", "earlier"))
        ):
            continue  # "down from $9.0 billion a year earlier as a result of repurchases": another figure's base
        if _with_dividends(scene, word) or _is_no_leave(scene, amount):
            out.append(
                Draft("buyback", "", scene.company(word), (amount, word), asserted(amount), hedge=amount.figure.hedge)
            )
            taken.add(amount)
            continue
        words = scene.view[word.start : word.end]
        ahead = amount.figure.hedge == "at_least" and words.endswith("计划")  # a floor is looked for
        if _was_spent(scene, word) and not ahead:
            period, when = fact_period(scene, word)
            used = tuple(t for t in (amount, word, when) if t)
            out.append(Draft("buyback", "fact.value", scene.company(word), used, asserted(amount), period, (), {"metric": "buybacks"},
                             amount.figure.hedge))  # fmt: skip
            taken.add(amount)
            continue
        period, also, when = move_periods(scene, word)
        if when is not None and _of_another_deed(scene, when, word):
            when = None
        used = tuple(t for t in (amount, word, when) if t)
        out.append(Draft("forecast" if ahead else "buyback", "event.value", scene.company(word), used, asserted(amount), period if when else None,
                         also if when else (), {"kind": "buyback"}, amount.figure.hedge, "forecast" if ahead else None))  # fmt: skip
        taken.add(amount)
    return out


def _of_another_deed(scene: Scene, when: Token, word: Token) -> bool:
    """Whether a date of another clause is that of what the other clause tells (3月26日发放，并新增500亿美元回购额度)."""
    if scene.together(when, word):
        return False
    return any(
        t.start >= when.end and scene.together(t, when) for t in scene.all("sense", "dividend", "deed", "paid_out")
    )


def _with_dividends(scene: Scene, word: Token) -> bool:
    """Whether an amount is that of dividends and buybacks together ("returned $8.4 billion in dividends and repurchases")."""
    beside = [t for t in scene.all("sense", "dividend") if scene.together(t, word)]
    return any(
        wording("payout.and").fullmatch(scene.view, min(t.end, word.end), max(t.start, word.start)) for t in beside
    )


def shares_bought(scene: Scene, taken: set[Token]) -> list[Draft]:
    """购回约5100万股: how many shares a company bought back, right behind the word; no measure counts them."""
    out = []
    for word in scene.all("sense", "buyback"):
        near = [
            t
            for t in free(scene.quantities("shares"), taken)
            if t.figure.value > 1 and 0 <= t.hedge_start - word.end <= 2
        ]
        for amount in near[:1]:
            out.append(
                Draft("buyback", "", scene.company(word), (word, amount), asserted(amount), hedge=amount.figure.hedge)
            )
            taken.add(amount)
    return out


def _was_spent(scene: Scene, word: Token) -> bool:
    """Whether shares were bought with the money: a verb of buying or spending in the clause, and no word of leave or plan."""
    bought = any(t.start == word.start for t in scene.all("sense", "bought_back")) or _is_verb(scene, word)
    if wording("payout.outright").search(scene.view, *scene.clause(word)):
        return True
    spending = any(scene.together(t, word) for t in scene.all("sense", "spend")) or wording("payout.spends").search(
        scene.view, *scene.clause(word)
    )
    allowed = any(scene.together(t, word) for t in scene.all("sense", "authorise"))
    return (bought or bool(spending)) and not allowed


def _is_no_leave(scene: Scene, amount: Token) -> bool:
    """Whether an amount is what an earlier leave has left, or a threshold."""
    left = wording("payout.left_over").search(scene.view, *scene.clause(amount))
    return left is not None or wording("not_levels.threshold").match(scene.view, amount.end) is not None


def _is_verb(scene: Scene, word: Token) -> bool:
    """Whether 回购 is a verb of a time that is over, its sum right behind it (一季度回购146.4亿美元股票)."""
    behind = [t for t in scene.quantities("money") if 0 <= t.hedge_start - word.end <= 1]
    return scene.language == "zh" and bool(behind) and fact_period(scene, word)[0] is not None


def spent(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Poured $30 billion into the metaverse", "Reality Labs costs $4 billion a quarter"."""
    out: list[Draft] = []
    for word in scene.all("sense", "spend", "lose"):
        if word in taken:
            continue
        money = [t for t in free(scene.quantities("money"), taken) if not of_holders(scene, t)]
        own = [t for t in money if 0 <= t.hedge_start - word.end <= 1]  # "a loss of $2.8bn"
        of = [t for t in money if wording("payout.loss_of").fullmatch(scene.view, word.end, t.hedge_start)]
        amount = next(iter(own or of), None) or scene.before_then_after(word, money, clause=True)
        segments = [t for t in scene.all("name", "segment") if t.name]
        near = scene.before_then_after(amount, segments, clause=True) if amount else None
        near = near or (scene.nearest(amount, segments, side="before") if amount else None)
        if amount is None or near is None or near.name is None:
            continue
        before = (scene.view, scene.start, amount.hedge_start)
        apart = wording("not_levels.difference").match(scene.view, amount.end, scene.end)
        if apart or wording("payout.by_how_much").search(*before) or wording("payout.of_sales").search(*before):
            continue  # 比去年同期少亏1.46亿, "lost on revenue of just $285 million"
        per, when = per_of(scene, amount)
        period, also, dated = move_periods(scene, word)
        if dated is not None and dated.start >= amount.end and _is_set_beside(scene, dated):
            per, when, dated = "", None, None  # 38.46亿美元的亏损比上年同期的39.92亿有所收敛
        if (
            when is not None
            and dated is not None
            and scene.together(dated, amount)
            and not scene.together(when, amount)
        ):
            per, when = "", None  # 第四季度亏损46.5亿美元，全年亏损161亿美元: the year is the next clause's
        if wording("payout.cumulative").search(scene.view, *scene.clause(amount)):
            per, when = "", None  # 累计亏损已超500亿美元: of no quarter
            kept = dated is not None and (dated.sense == "since" or _adds_up(scene, dated, amount))
            dated = dated if kept else None
        if not per and dated and dated.dated and dated.dated.role == "since":
            per = "total"
        elif not per and dated and dated.dated and dated.dated.period.grain in {"quarter", "year"}:
            per = dated.dated.period.grain
        opened = dated is not None and any(t.start == dated.start for t in scene.all("sense", "earlier"))
        base = wording("payout.base").search(scene.view, max(scene.start, amount.hedge_start - 4), amount.hedge_start)
        if base is not None and wording("payout.came_to").match(scene.view, amount.end, scene.end):
            per = per or "quarter"  # 亏损由26.3亿美元扩至36.7亿美元
            period, also, dated = year_before(period or last_quarter(scene)), (), word
        elif dated is not None and opened and dated.sense != "since":
            told = [d.period for d in out if d.period is not None]  # 上年同期亏损42.8亿: of the one told before
            period, also = year_before(told[-1] if told else last_quarter(scene)), ()
        used = tuple(t for t in (near, word, amount, when) if t)
        args = {"segment": near.name.key} | ({"per": per} if per else {})
        out.append(Draft("results", "fact.spent", near.name.of, used, asserted(amount), period if dated else None,
                         also if dated else (), args, amount.figure.hedge))  # fmt: skip
        out[-1] = _of_its_own_year(scene, word, amount, out[-1])
        taken.update({amount, word})
        out += _spent_before(scene, amount, out[-1], taken)
    return out


def _of_its_own_year(scene: Scene, word: Token, amount: Token, d: Draft) -> Draft:
    """A loss that another is told before, of the quarter or year right behind it ("lost $10.19 billion last year after losing $6.62 billion in 2020")."""
    own = own_date(scene, amount) if any(t.end <= word.start for t in scene.quantities("money")) else None
    if own is None or own.dated is None or own.start < amount.end or own.dated.period.grain not in {"quarter", "year"}:
        return d
    return d._replace(period=own.dated.period, also=(), args={**d.args, "per": own.dated.period.grain})


def _adds_up(scene: Scene, date_token: Token, amount: Token) -> bool:
    """Whether a date is a time of several quarters, over which the loss of its clause adds up (前三季度累计亏损约115亿美元)."""
    longer = date_token.dated is not None and date_token.dated.period.grain in {"span", "year"}
    return longer and scene.together(date_token, amount)


def _is_set_beside(scene: Scene, date_token: Token) -> bool:
    """Whether a date is that of another figure, which a loss before it is set beside ("lost $3.3 billion against $2.1 billion a year before")."""
    if scene.language == "zh":
        return same_time(scene, date_token)
    return wording("payout.a_year_before").match(scene.view, date_token.start) is not None


def _spent_before(scene: Scene, amount: Token, told: Draft, taken: set[Token]) -> list[Draft]:
    """The loss or the cost of an earlier time that one is set beside ("compared with $3.74 billion a year earlier", 高于2022年的137亿美元)."""
    other = next((t for t in free(scene.quantities("money"), taken) if t.start >= amount.end), None)
    before = None if other is None else earlier(scene, other, [told])
    if other is None or before is None or before[0] is None:
        return []
    taken.add(other)
    of_a_year = any(t.sense == "per_year" for t in told.tokens)  # 全年亏损137亿美元，上一年为102亿美元
    year = periods.year(before[0].start.year) if of_a_year else None
    if told.period is not None and told.period.grain == "year" and before[0].grain == "quarter":
        year = year_before(told.period)  # "lost $10.2 billion in 2021, compared with $6.6 billion the year before"
    before = before if year is None else (year, ())
    then = before[0]
    if told.period is not None and told.period.grain == "span" and then is not None and then.grain == "quarter":
        before = (year_before(told.period), ())  # "lost $12.8bn in the first nine months, up from $11.5bn"
    per = (
        told.args.get("per", "total")
        if before[0] is not None and before[0].grain == "span"
        else "year"
        if before[0] is not None and before[0].grain == "year"
        else "quarter"
    )
    return [
        Draft(
            "results",
            "fact.spent",
            told.subject,
            (other,),
            asserted(other),
            before[0],
            (),
            {**told.args, "per": per},
            other.figure.hedge,
        )
    ]


def jobs_cut(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Cut 21,000 jobs since late 2022"."""
    out = []
    for word in scene.all("sense", "layoff"):
        amounts = [
            t for t in free(scene.quantities("people", ""), taken)
            if t.figure.value >= 100 and not _is_whole(scene, t) and not _came_to(scene, t)
        ]  # fmt: skip
        counted = [t for t in amounts if wording("payout.so_many").search(scene.view, scene.start, t.hedge_start)]
        counted += [t for t in amounts if t.end <= word.start and _is_a_part_of_staff(scene, t)]
        amount = scene.before_then_after(word, amounts, clause=True) or next(iter(counted), None)
        nouns = scene.all("metric", "jobs", "headcount")
        known = amount in counted or any(amount is not None and scene.together(n, amount) for n in nouns)
        if amount is None or (amount.figure.unit == "" and not known):
            continue
        if any(0 <= t.end - amount.end <= 24 and t.start >= amount.start for t in scene.all("metric", *USERS)):
            continue  # "shed 200,000 subscribers"
        period, also, when = move_periods(scene, word)
        used = tuple(t for t in (when, word, amount) if t)
        claim = counted_in(asserted(amount), "people")
        further = wording("payout.further").search(
            scene.view, max(scene.start, amount.hedge_start - 12), amount.hedge_start
        )
        measure, args = "event.value", {"kind": "layoffs", "sum": "no" if further else "yes"}
        if _over_a_year(scene, word, amount, period if when else None):
            measure, args, claim = (
                "fact.change",
                {"metric": "headcount"},
                counted_in(asserted(amount, sign=-1.0), "people"),
            )
        before = when is None and wording("payout.told_before").search(scene.view, scene.start, word.start) is not None
        measure = "" if before or _of_a_trade(scene, word) else measure
        out.append(Draft("headcount", measure, scene.company(word), used, claim, period if when else None,
                         also if when else (), args, amount.figure.hedge))  # fmt: skip
        taken.add(amount)
        if measure == "event.value" and not further:
            out += _part_of_staff(scene, out[-1], amount, taken)
    return out


def _came_to(scene: Scene, amount: Token) -> bool:
    """Whether a number is where the staff came to behind a cut in percent ("cut its workforce by 22% to 67,317")."""
    cut = any(t.end <= amount.start and scene.together(t, amount) for t in scene.quantities("%"))
    return cut and scene.language == "en" and scene.view.endswith(" to ", scene.start, amount.hedge_start)


def _part_of_staff(scene: Scene, cut: Draft, amount: Token, taken: set[Token]) -> list[Draft]:
    """What share of the staff the jobs are, told right behind their number ("11,000 people, about 13% of the workforce", 约占员工总数的13%)."""
    near = [t for t in free(scene.quantities("%"), taken) if 0 <= t.hedge_start - amount.end <= NEAR]
    for t in near:
        before = wording("payout.staff_before").search(scene.view, amount.end, t.hedge_start)
        if before or wording("payout.of_the_staff").match(scene.view, t.end, scene.end):
            taken.add(t)
            return [
                cut._replace(
                    measure="event.share",
                    tokens=(t,),
                    asserted=asserted(t),
                    args={"kind": "layoffs", "amount": bounds(amount.figure.quantity)},
                    hedge=t.figure.hedge,
                )
            ]
    return []


def _is_a_part_of_staff(scene: Scene, people: Token) -> bool:
    """Whether a share of the staff stands right behind a number of people ("More than 11,000 people, 13% of the staff, are losing their jobs")."""
    near = (t for t in scene.quantities("%") if 0 <= t.hedge_start - people.end <= NEAR)
    return any(wording("payout.of_the_staff").match(scene.view, t.end, scene.end) is not None for t in near)


NEAR = 24
"""A share of the staff stands so close behind the number of people that it is of."""


def _over_a_year(scene: Scene, word: Token, amount: Token, period: Period | None) -> bool:
    """Whether so many people are by how much the staff shrank in a year, and not whom an announcement let go ("shed 19,165 employees in a year")."""
    exact = amount.figure.value >= IN_THOUSANDS > amount.figure.step * 100  # no announcement is told to the last one
    nouns = ("headcount", "jobs") if exact else ("headcount",)
    staff = [t for t in scene.all("metric", *nouns) if scene.together(t, amount)]
    by = any(word.end <= t.start and t.end <= amount.start for t in staff)  # "cut its workforce by 19,000"
    falls = by or any(t.start == word.start for t in scene.all("sense", "fall"))
    year = period is not None and period.grain == "year"
    return (
        falls
        and bool(staff)
        and (year or wording("payout.in_a_year").match(scene.view, amount.end, scene.end) is not None)
    )


IN_THOUSANDS = 1000.0


def _is_whole(scene: Scene, amount: Token) -> bool:
    """Whether a number of people is the staff of which a share goes (裁去8.7万员工中的13%, "13% of its 87,000 employees")."""
    before = wording("payout.share_of").search(
        scene.view, max(scene.start, amount.hedge_start - 40), amount.hedge_start
    )
    m = wording("payout.of_which").match(scene.view, amount.end, scene.end)
    share = m is not None and any(0 <= t.hedge_start - m.end() <= 2 for t in scene.quantities("%"))
    return before is not None or share


def jobs_share(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Will cut more than 10% of its global workforce": a fall of the headcount in percent; on a day that is told, the part that an event cuts (11月9日宣布裁掉13%的员工)."""
    out = []
    for word in scene.all("sense", "layoff"):
        amount = scene.nearest(word, free(scene.quantities("%"), taken), side="after", clause=True)
        staff = scene.all("metric", "headcount", "jobs")
        nouns = [t for t in staff if amount and 0 <= t.start - amount.end <= 24]
        if amount is not None and any(
            word.end <= t.start < amount.start and _is_whole(scene, t) for t in scene.all("quantity")
        ):
            nouns = list(staff) or [word]  # 裁去8.7万员工中的13%
        if amount is not None and any(
            word.end <= t.start and wording("payout.cut_by").fullmatch(scene.view, t.end, amount.hedge_start)
            for t in staff
        ):
            nouns = list(staff)  # "cut its headcount by 22% to 67,317"
        if amount is None or not nouns or amount.start - word.end > 24:
            continue
        period, also, when = move_periods(scene, word)
        of_them = wording("payout.of_the_staff").match(scene.view, amount.end, scene.end) is not None
        if of_them and when is not None and period is not None and period.grain == "day":
            out.append(Draft("headcount", "event.share", scene.company(word), (word, amount), asserted(amount), period, also,
                             {"kind": "layoffs"}, amount.figure.hedge))  # fmt: skip
        else:
            out.append(Draft("ratio", "fact.growth", scene.company(word), (word, amount), asserted(amount, sign=-1.0),
                             period if when else None, (), {"metric": "headcount"}, amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def jobs_bare(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "全球裁员10%以上（约1.4万人）": a share of the staff right behind the word, and the people in the brackets behind that."""
    out = []
    for word in scene.all("sense", "layoff"):
        amounts = [t for t in free(scene.quantities("%", "people"), taken) if t.start >= word.end]
        share = next((t for t in amounts if t.sense == "%" and t.hedge_start - word.end <= 2), None)
        last = share.mention.hedge_end if share is not None and share.mention else word.end
        if any(t.start == word.start for t in scene.all("sense", "fall")):
            share = None  # "the Nasdaq shed 0.6%"
        people = next((t for t in amounts if t.sense == "people" and t.figure.value >= 50 and t.hedge_start - last <= 2
                       and scene.view[last : last + 1] == "("), None)  # fmt: skip
        period, also, when = move_periods(scene, word)
        for amount in [t for t in (share, people) if t]:
            measure = (
                "" if amount.sense == "%" or _of_a_trade(scene, word) else "event.value"
            )  # a share of staff at an unknown day
            args = {} if amount.sense == "%" else {"kind": "layoffs", "sum": "yes"}
            out.append(Draft("headcount", measure, scene.company(word), (word, amount), asserted(amount), period if when else None,
                             also if when else (), args, amount.figure.hedge))  # fmt: skip
            taken.add(amount)
    return out


def _of_a_trade(scene: Scene, word: Token) -> bool:
    """Whether a whole trade lets people go ("tech companies have cut 290,000 jobs"), and no company that the sentence names."""
    trade = wording("payout.trade").search(scene.view, scene.start, word.start) is not None
    return trade and not [t for t in scene.all("name", "company") if t.end <= word.start]


__all__ = [
    "buyback",
    "jobs_bare",
    "jobs_cut",
    "jobs_share",
    "shares_bought",
    "spent",
]
