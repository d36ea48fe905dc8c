"""Frames of losses, and of profits that only their verb tells: "lost $2.2 billion in 2023", 亏损12亿元, "made $1.47 billion, or 35 cents a share"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.accounts.figures import of_a_person
from tapeline.story.frames.slots import asserted, for_a_share, free, per_share
from tapeline.story.frames.subjects.figure_names import is_its_own
from tapeline.story.frames.subjects.movers import gained_in_a_day
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.frames.times.when import move_periods
from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Period
    from tapeline.story.scene import Scene

LARGEST_EPS = 1000.0
MOST_LOST = 1e11
"""No company has a net loss so large: what "lost $230 billion" is market value."""
LEAST_LOSS = 1e7
"""A smaller loss may be anybody's."""


def lost(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "The company lost $2.2 billion in 2023", 亏损12亿元: a loss of the company's, where nothing speaks of the price."""
    out = []
    for word in scene.all("sense", "lose"):
        amount = scene.nearest(word, free(scene.quantities("money"), taken), side="after", clause=True)
        priced = [t for t in scene.all("metric", "market_cap", "price") if scene.together(t, word)]
        earlier = amount is not None and any(
            0 <= word.start - t.end <= 2 or 0 <= amount.start - t.end <= 2 for t in scene.all("sense", "earlier")
        )
        if amount is None or priced or earlier or amount.hedge_start - word.end > 6 or scene.all("name", "segment"):
            continue
        if wording("earlier_levels.a_year_ago").match(scene.view, amount.end, scene.end):
            continue  # "compared with a net loss of $157m a year ago": a level of then
        if gained_in_a_day(scene, word, amount) or amount.figure.value >= MOST_LOST:
            continue  # "Microsoft lost $80 billion all on April 3, 2000": of market value
        if wording("losses.of_a_price").match(scene.view, amount.end, scene.end):
            continue  # "closed at $176.26, a loss of $41.24 or 18.96%"
        if of_a_person(scene, word) or wording("losses.lost_trade").match(scene.view, amount.end, scene.end):
            continue
        its_own = is_its_own(scene, word) or scene.dates(
            "since"
        )  # "since the end of 2020 it has lost more than $42 billion"
        named = scene.all("name", "company") or (scene.all("who", "company") and not its_own)
        if scene.discourse.segment and not named:
            out.append(_lost_by_segment(scene, word, amount))
            taken.update({word, amount})
            continue
        period, when = _of_its_time(scene, word, amount)
        subjects = [*scene.all("name", "company"), *scene.all("who", "company")]
        own = [t for t in subjects if t.end <= word.start and word.start - t.end <= 2]
        if wording("losses.of_a_part").search(scene.view, max(scene.start, word.start - 24), word.start):
            continue  # 这块业务亏了33.0亿美元: of which, nothing tells any more
        known = period is not None or own or scene.all("metric", "net_income", "operating_income")
        if not known and (amount.figure.value < LEAST_LOSS or scene.quantities("shares")):
            continue
        used = tuple(t for t in (word, amount, when) if t)
        each = amount.figure.value < LARGEST_EPS  # "on a per-share basis, it had a loss of $2.33"
        claim = per_share(asserted(amount, sign=-1.0)) if each else asserted(amount, sign=-1.0)
        out.append(Draft("results", "fact.value" if known else "", scene.company(word), used, claim, period, (),
                         {"metric": "eps_diluted" if each else "net_income"}, amount.figure.hedge))  # fmt: skip
        taken.update({word, amount})
        out.extend(_lost_on_a_share(scene, amount, out[-1], taken))
        taken.update(t for t in scene.all("sense", "fall") if t.start == word.start)
    return out


def _of_its_time(scene: Scene, word: Token, amount: Token) -> tuple[Period | None, Token | None]:
    """The period of a loss; in Chinese, where a date stands before its amount, none that is another amount's (不到去年一季度6.95亿美元的一半，亏损39.92亿美元)."""
    return fact_period(scene, word, amount if scene.language == "zh" else None)


def _lost_on_a_share(scene: Scene, loss: Token, told: Draft, taken: set[Token]) -> list[Draft]:
    """The same loss for each share (", or an adjusted $1.39 per share"): an adjusted one is none that the record holds."""
    each = [t for t in free(scene.all("quantity"), taken) if t.figure.unit.endswith("/share")]
    amount = next((t for t in each if wording("levels.or").fullmatch(scene.view, loss.end, t.start)), None)
    if amount is None:
        return []
    m = wording("levels.or").fullmatch(scene.view, loss.end, amount.start)
    measure = told.measure if m is not None and not m[1] else ""
    taken.add(amount)
    return [Draft("results", measure, told.subject, (amount,), asserted(amount, sign=-1.0), told.period, (), {"metric": "eps_diluted"},
                  amount.figure.hedge)]  # fmt: skip


def _lost_by_segment(scene: Scene, word: Token, amount: Token) -> Draft:
    """What the segment of the sentence before lost; a sum over years is of the time since a day, or of no one period."""
    span, also, since = move_periods(scene, word)
    if since is not None and since.sense == "since":
        args = {"segment": scene.discourse.segment, "per": "total"}
        return Draft("results", "fact.spent", scene.discourse.company, (since, word, amount), asserted(amount), span, also, args,
                     amount.figure.hedge)  # fmt: skip
    period, when = _of_its_time(scene, word, amount)
    so_far = any(scene.together(t, word) for t in scene.all("sense", "from_start"))
    summed = not so_far and wording("payout.cumulative").search(scene.view, *scene.clause(word)) is not None
    used = tuple(t for t in (word, amount, when) if t)
    return Draft("results", "" if summed else "fact.value", scene.discourse.company, used, asserted(amount, sign=-1.0), period, (),
                 {"metric": f"{scene.discourse.segment}.operating_income"}, amount.figure.hedge)  # fmt: skip


def loss_behind(scene: Scene, amount: Token) -> Token | None:
    """The noun of a loss right behind its amount ("a $3.3 billion loss"), which alone may be one of anything."""
    m = wording("losses.loss_of_its_own").match(scene.view, amount.end, scene.end)
    if m is None or not is_money(amount.figure.unit) or amount.figure.value < LEAST_LOSS:
        return None
    return Token(m.start("loss"), m.end("loss"), "metric", "operating_income" if m["operating"] else "net_income")


def named_behind(scene: Scene, amount: Token) -> Token | None:
    """The word that says behind a sum that it was earned ("kept $29.1 billion of that as profit", "the $4.71 a share earned in the first quarter")."""
    flow = wording("losses.from_operations").match(scene.view, amount.end, scene.end)
    if flow is not None and is_money(amount.figure.unit):
        return Token(*flow.span(), "metric", "operating_cash_flow")  # "generated $19.2 billion from operations"
    m = wording("losses.as_profit").match(scene.view, amount.end, scene.end)
    each = amount.figure.unit.endswith("/share") or amount.figure.value < LARGEST_EPS
    return None if m is None else Token(*m.span(m.lastgroup or 0), "metric", "eps_diluted" if each else "net_income")


def made(scene: Scene, amount: Token) -> Token | None:
    """The verb of a profit that its other form or its sales tell to be one ("it had made $1.47 billion, or 35 cents a share", "on sales of $134.9 billion")."""
    for whole in scene.quantities("money"):
        verb = wording("losses.made").search(scene.view, max(scene.start, whole.hedge_start - 12), whole.hedge_start)
        if verb is None:
            continue
        if amount is whole and wording("losses.on_sales").match(scene.view, whole.end, scene.end):
            return Token(verb.start(), verb.end(), "metric", "net_income")
        each = for_a_share(scene, whole, scene.all("quantity"))
        if each is not None and amount in (whole, each):
            return Token(verb.start(), verb.end(), "metric", "net_income")
    return None


__all__ = ["LARGEST_EPS", "loss_behind", "lost", "made", "named_behind"]
