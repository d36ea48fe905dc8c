"""Frames of record levels: all-time highs and lows, "revenue was a record", the first or the largest of all, which only the story's words can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Period
from tapeline.story import lexicon
from tapeline.story.frames.ranks.figure_ranks import per_told
from tapeline.story.frames.ranks.records import rank_of
from tapeline.story.frames.slots import asserted, per_share, rank_one
from tapeline.story.frames.subjects.figure_names import facts, name_of
from tapeline.story.frames.subjects.movers import NOT_ON_THE_TAPE
from tapeline.story.frames.times.level_times import as_it_ended
from tapeline.story.frames.times.ranked_since import BETWEEN, RANKS, REACH, counted_since, since_of, years_told
from tapeline.story.frames.times.sessions import of_the_close
from tapeline.story.frames.times.when import back_from_lately, day_before, move_periods
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import DEAREST, is_price
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene

ABOUT = 24


def record_high(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Hit an all-time high"; several companies may share the predicate."""
    out = []
    for top in [t for t in scene.all("sense", "high", "lowest") if t not in taken]:
        if top.sense == "lowest" and not (_lowest_of_all(scene, top) or _is_a_new_low_of_a_year(scene, top)):
            continue
        if _is_measured_from(scene, top):
            out += _stood_at(scene, top, taken)
            continue
        figure = scene.nearest(top, scene.all("metric"), side="before")
        if figure is not None and figure in facts(scene):
            out.append(_figure_record(scene, figure, top))
            taken.add(top)
            continue
        listed = list({t.name.key: t for t in reversed(scene.companies_listed(top)) if t.name}.values())[::-1]
        metric = scene.nearest(top, scene.all("metric", "market_cap", "price"), side="before")
        cap = metric is not None and metric.sense == "market_cap"
        period, also, when = _when(scene, top)
        args = {}
        if when is not None and when.dated is not None and when.dated.role == "since":
            args = {"since": counted_since(scene, when)}
            day = day_before(scene, top)
            told = day.dated.candidates if day is not None and day.dated else ()
            period, also = (told or (None,))[0], (*told[1:], *scene.discourse.session)
        args |= {"low": "yes"} if top.sense == "lowest" else {} if cap else of_the_close(scene, top)
        if (year := _of_a_year(scene, top, period)) is not None:
            args.setdefault("since", f"{year}-01-01")
        period, also = as_it_ended(scene, top, period, also)
        untold = wording("record_levels.since_then").match(scene.view, top.end, scene.end) is not None
        untold = untold or wording("record_levels.driven").search(scene.view, scene.start, top.start) is not None
        subjects = [t.name.key for t in listed if t.name] or [scene.company(top)]
        for subject, token in zip(subjects, listed or [top], strict=False):
            measure = "market_cap.high_rank" if cap else "price.high_rank"
            strange = metric is None and not listed and _of_a_stranger(scene, top)
            if strange or untold or (cap and years_told(scene, top, top)):
                measure = ""  # "the highest close since that first session"
            used = tuple(t for t in (token, top, when) if t)
            span: tuple[Period, ...] = () if len(subjects) > 1 else also
            out.append(
                Draft(
                    "record",
                    measure,
                    subject,
                    used,
                    rank_one(scene.view[top.start : top.end]),
                    period,
                    span,
                    args if not cap else {},
                )
            )
        taken.add(top)
        if not cap and len(subjects) == 1 and out[-1].measure:
            out += _at_what_price(scene, top, out[-1], taken)
    return out


def _when(scene: Scene, top: Token) -> tuple[Period | None, tuple[Period, ...], Token | None]:
    """When a record was reached: on its day, on the one that the words count back to, or, where none is told, on any that the discourse has."""
    period, also, when = move_periods(scene, top)
    if when is None and (days := back_from_lately(scene, top)):
        return days[0], days[1:], None
    if when is None:
        return None, ((period, *also) if period else also), None
    day = day_before(scene, top)
    if day is not None and day.dated is not None and _is_within(day, when):
        return day.dated.candidates[0], day.dated.candidates[1:], day
    return period, also, when


def _of_a_year(scene: Scene, top: Token, period: Period | None) -> int | None:
    """The year that a record is one of ("the highest close of 2023", 今年新高); `None` where it is of all time."""
    told = wording("record_levels.of_a_year").match(scene.view, top.end, scene.end)
    if told is not None:
        return int(told["year"] or (period or Period.of_day(scene.published)).start.year)
    own = wording("record_levels.of_the_year").search(scene.view, max(scene.start, top.start - 12), top.start)
    if own is None:
        return None
    return int(lexicon.groups(own).get("year", (period or Period.of_day(scene.published)).start.year))


def _is_a_new_low_of_a_year(scene: Scene, top: Token) -> bool:
    """Whether a low is said to be a new one, of a year alone (来到2022年新低)."""
    new = wording("record_levels.new").search(scene.view, top.start, top.end) is not None
    return new and _of_a_year(scene, top, None) is not None


def _is_within(day: Token, when: Token) -> bool:
    """Whether a day told before a record is one of the year beside it, on which it was reached (周五收于495.22美元，以历史最高收盘价为2023年画上句号)."""
    year = when.dated.period if when.dated is not None and when.dated.period.grain == "year" else None
    return year is not None and day.dated is not None and any(year.contains(p.start) for p in day.dated.candidates)


def _at_what_price(scene: Scene, top: Token, record: Draft, taken: set[Token]) -> list[Draft]:
    """The price behind a record high or low ("an all-time high of $502.66"): within the day, where the words do not say that it is a close."""
    behind = (
        t
        for t in scene.all("quantity")
        if t not in taken and wording("record_levels.at").fullmatch(scene.view, top.end, t.hedge_start)
    )
    amount = next((t for t in behind if is_price(t.sense) and t.figure.value < DEAREST), None)
    if amount is None:
        return []
    taken.add(amount)
    closed = wording("record_levels.closed").search(scene.view, scene.clause(top)[0], amount.start)
    args = {"session": "close" if closed else "traded"}
    if closed and record.period is not None and record.period.grain != "day":
        args["of"] = "high"  # "Amazon's record close of $3,731.41 came in July 2021"
    return [record._replace(kind="price_move", measure="price.level", tokens=(*record.tokens, amount), asserted=per_share(asserted(amount)),
                    args=args, hedge=amount.figure.hedge)]  # fmt: skip


def _lowest_of_all(scene: Scene, top: Token) -> bool:
    """Whether a low is the lowest of all time, and one of the share price."""
    table = lexicon.table(scene.language, "predicates")["price_level"]
    noun = scene.before_then_after(top, scene.all("metric"))
    return (
        scene.view[top.start : top.end].lower() in table["all_time_low"] and noun is not None and noun.sense == "price"
    )


def _of_a_stranger(scene: Scene, top: Token) -> bool:
    """Whether a high is that of a thing that the reader has no noun for ("our active installed base reached an all-time high")."""
    if not NOT_ON_THE_TAPE.isdisjoint(scene.senses) and not scene.all("name", "company"):
        return True  # 现货黄金…日内曾高见4,766.34美元的新高
    m = wording("record_levels.subject").match(scene.view, scene.clause(top)[0], top.start)
    if m is None:
        return False
    known = [
        t
        for t in scene.tokens
        if m.start() <= t.start < m.end()
        and (t.kind in {"metric", "name"} or (t.kind == "who" and t.end - t.start > 5))
    ]
    return not known


def _is_measured_from(scene: Scene, top: Token) -> bool:
    """Whether a high is only what something is counted from ("57% below its all-time high"), or was reached before, and nobody says that it was reached now."""
    had = wording("record_levels.had").search(scene.view, scene.clause(top)[0], top.start)
    if had is not None and not scene.dates():
        return True  # "it had reached a record close of $382.18"
    if wording("record_levels.of_then").match(scene.view, top.end, scene.end):
        return True  # "the record close of November 2021 was $149.84"
    if wording("records.previous").search(scene.view, max(scene.start, top.start - 12), top.start):
        return True  # "topping its previous record close of $382.18, set on Sept. 7, 2021"
    return wording("record_levels.from").search(scene.view, max(scene.start, top.start - 40), top.start) is not None


def _stood_at(scene: Scene, top: Token, taken: set[Token]) -> list[Draft]:
    """ "Below its record close of $440.62, set on March 1": where a high stood: on its date, else at its highest of all time where the words say so."""
    behind = [t for t in scene.quantities("money") if 0 <= t.start - top.end <= 4 and t not in taken]
    taken.update(behind)
    out: list[Draft] = []
    for amount in behind:
        set_on = wording("record_levels.set_on")
        told = (d for d in scene.dates("on") if set_on.fullmatch(scene.view, amount.end, d.start))
        owner = (d for d in scene.dates("on", "since") if scene.view[d.end : top.start] in {"'s ", "’s "})
        when = next(told, None) or next(owner, None)
        closed = wording("record_levels.closed").search(scene.view, top.start, amount.start)
        if when is None or when.dated is None or top.sense != "high":
            args = {"of": "high" if top.sense == "high" else "low", **({"session": "close"} if closed else {})}
            ever = wording("extremes.all_time").search(scene.view, max(scene.start, top.start - 12), amount.start)
            out.append(Draft("record", "price.level" if ever else "", scene.company(top), (top, amount), per_share(asserted(amount)),
                             None, (), args, amount.figure.hedge))  # fmt: skip
            continue
        out.append(Draft("record", "price.level", scene.company(top), (top, amount, when), per_share(asserted(amount)), when.dated.period,
                         (), {"of": "high", "session": "close"} if closed else {"session": "traded"}, amount.figure.hedge))  # fmt: skip
    return out


def _figure_record(scene: Scene, metric: Token, top: Token) -> Draft:
    args = {"metric": name_of(scene, metric), **per_told(scene, top)} | (
        {"low": "yes"} if top.sense == "lowest" else {}
    )
    return Draft(
        "record",
        "fact.high_rank",
        scene.company(metric),
        (metric, top),
        rank_one(scene.view[top.start : top.end]),
        None,
        (),
        args,
    )


def record_figure(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Revenue was a record", 收入创纪录, "the fastest growth since 2021", "the largest buyback in U.S. history"."""
    out = []
    for top in [t for t in scene.all("sense", "record", "superlative", "first", "lowest", *RANKS) if t not in taken]:
        since, ever = since_of(scene, top), _scope(scene, top)
        metric = scene.nearest(top, facts(scene), side="before", clause=True) or scene.nearest(
            top, [t for t in facts(scene) if t.start - top.end <= ABOUT], side="after", clause=True)  # fmt: skip
        if (
            top.sense == "record"
            and metric is not None
            and (metric.start - top.end <= BETWEEN and top.start - metric.end <= 1)
        ) or (top.sense == "record" and metric is not None and _achieved(scene, top)):
            out.append(_figure_record(scene, metric, top))
        elif (since is not None or ever is not None) and not (
            top.sense == "lowest" and not (metric or scene.discourse.metric or _named_before(scene, top))
        ):
            out.append(_ranked(scene, top, since or ever))
        else:
            continue
        taken.add(top)
        return out
    return out


def _named_before(scene: Scene, top: Token) -> bool:
    """Whether Chinese names what is at its lowest in an earlier clause (净利润降至11亿，创三年来新低)."""
    return scene.language == "zh" and any(t.end <= top.start for t in scene.all("metric"))


def _achieved(scene: Scene, top: Token) -> bool:
    """Whether something is said to have made the record: 创纪录, "hit a record", "was a record"."""
    words = scene.view[top.start : top.end]
    before = scene.view[max(scene.start, top.start - 12) : top.start].lower()
    return any(c in words for c in "创破刷新") or before.endswith(
        ("hit a ", "was a ", "set a ", "reached a ", "posted a ", "to a ", "创下", "创", "刷新", "打破")
    )


def _scope(scene: Scene, top: Token) -> Token | None:
    """The words that say among what something is the first or the largest: ever, in history, of all time, in a decade."""
    near = [
        t
        for t in (*scene.all("sense", "ever"), *scene.dates("duration"))
        if abs(t.start - top.end) <= REACH or 0 <= top.start - t.end <= 2
    ]
    if near or scene.language == "zh":
        return near[0] if near else None
    m = wording("record_levels.in_so_long").match(scene.view, top.end, scene.end)
    return None if m is None else Token(m.start(1), m.end(), "sense", "ever")


def _ranked(scene: Scene, top: Token, scope: Token | None) -> Draft:
    """A rank that only the story's own words can tell what it is of."""
    used = tuple(t for t in (top, scope) if t)
    end = min(scene.clause(top)[1], top.end + ABOUT)
    args = {"what": scene.view[top.start : end].strip(" ，,。.").lower()}
    return Draft("record", "", scene.company(top), used, rank_of(top, scene.view[top.start : top.end]), None, (), args)


__all__ = ["record_figure", "record_high"]
