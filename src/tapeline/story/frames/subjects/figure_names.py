"""What a reported figure is called in the record: by its noun, and the segment, part or product that its words narrow it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.frames.slots import NOT_FACTS, in_reach
from tapeline.story.frames.subjects.narrowing import NARROWED, own_subject, part
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.predicates import named
from tapeline.story.tokens import Token

if TYPE_CHECKING:
    from tapeline.claim import Kind
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft

RATES = frozenset({"gross_margin", "operating_margin", "net_margin", "margin", "effective_tax_rate", "market_share"})
"""Figures that are percentages themselves: "fell to 15%" is a level of theirs."""
USERS = frozenset(
    {"facebook_daily_active_users", "facebook_monthly_active_users", "family_daily_active_people", "users"}
)
STAFF = frozenset({"headcount", "staff_of_a_kind"})
COUNTS = frozenset({"deliveries", "production", "unit_sales"})
NOUNS = {"dividend": "dividend_per_share", "buyback": "buybacks"}
"""Words of payouts that a percentage can be the growth of."""


def facts(scene: Scene) -> list[Token]:
    """The nouns of reported figures; none of a sum over years ("its cumulative losses")."""
    summed = wording("figure_names.summed")
    return [
        t
        for t in scene.all("metric")
        if t.sense not in NOT_FACTS and not summed.search(scene.view, max(scene.start, t.start - REACH), t.start)
    ]


REACH = 40
"""What says of a figure's noun that it is a sum stands so many characters before it at most."""


def metric_of(scene: Scene, opener: Token) -> Token | None:
    """The reported figure that a verb speaks of; none where the nearer noun is the price or the market value."""
    every = [*scene.all("metric"), *scene.all("sense", *NOUNS)]
    of = (form for form in (wording("figures.the"), wording("figures.in")) if scene.language == "en")
    moved = next((t for form in of for t in every if form.fullmatch(scene.view, opener.end, t.start)), None)
    of_ads = wording("figures.of_ads").search(scene.view, max(scene.start, opener.start - 56), opener.start)
    if of_ads is not None:
        return Token(of_ads.start(), of_ads.end() - 1, "metric", "advertising_revenue")
    if moved is not None:
        return moved if moved.sense not in NOT_FACTS else None  # "the buybacks have shrunk the share count"
    found = scene.nearest(opener, [t for t in every if scene.together(t, opener)], side="before") or scene.nearest(
        opener, every if scene.language == "zh" else scene.all("metric"), side="before")  # fmt: skip
    found = found or scene.nearest(opener, in_reach(scene, opener, every), side="after", clause=True)
    if (
        found is not None
        and found.end <= scene.clause(opener)[0]
        and wording("figure_names.other_costs").match(scene.view, scene.clause(opener)[0])
    ):
        return None  # 营收同比下滑4.5%，费用却增长近19%
    if _is_of_each(scene, opener):
        return None
    apart = found is not None and any(mark in scene.view[found.end : opener.start] for mark in ";；")
    if apart and _is_it(scene, opener):
        found, apart = min((t for t in every if t.end <= opener.start), key=lambda t: t.start, default=found), False
    return found if found and found.sense not in NOT_FACTS and not apart else None


def _is_of_each(scene: Scene, opener: Token) -> bool:
    """Whether a part of each dollar of a figure is spoken of ("made 34.9 cents on each dollar of revenue, more than double the 14.5 cents of a year earlier")."""
    left = scene.clause(opener)[0]
    before = scene.clause_before(left)
    return (
        wording("figure_names.of_each").search(scene.view, left if before is None else before, opener.start) is not None
    )


def _is_it(scene: Scene, opener: Token) -> bool:
    """Whether "it" is right before a verb, and so the figure told of before ("…; for the full year it fell 41%")."""
    before = next((t for t in reversed(scene.all("who", "company")) if 0 <= opener.start - t.end <= 1), None)
    return before is not None and scene.view[before.start : before.end].lower() in wordlist("figure_names.pronouns")


def name_of(scene: Scene, metric: Token, at: Token | None = None) -> str:
    """The figure's name in the record: its segment's or part's where the words narrow it, or the subject of the clause that `at` stands in."""
    if metric.sense in NOUNS:
        return NOUNS[metric.sense]
    if loser := _loser(scene, metric):
        return f"{loser}.operating_income"
    near = (scene.view, max(scene.start, metric.start - REACH), metric.start)
    if wording("figure_names.whole_before").search(*near):
        return _margin(scene, metric) if metric.sense == "margin" else metric.sense
    segment = own_subject(scene, metric, at) if at is not None else ""
    segment = segment or (scene.segment(metric) if metric.sense in {"revenue", "operating_income"} else "")
    segment = segment or part(scene, metric) or _gone_on_about(scene, metric)
    if not segment:
        return _margin(scene, metric) if metric.sense == "margin" else metric.sense
    return own_name(segment, metric.sense) or f"{segment}.{metric.sense}"


def _margin(scene: Scene, metric: Token) -> str:
    """Which margin "a margin" is: the operating one, of the company or of the same part, where the income that it is of stands right before it in its sentence ("operating profit was $16.4 billion, for a margin of 41%")."""
    told = [t for t in scene.all("metric") if t.end <= metric.start]
    if not told or told[-1].sense != "operating_income":
        return metric.sense
    return name_of(scene, told[-1]).replace("operating_income", "operating_margin")


def own_name(part_of: str, sense: str) -> str:
    """The name of a part's figure that is one of its own ("Advertising brought in $38.7 billion": `advertising_revenue`); empty where it is none."""
    known = "advertising" if part_of in wordlist("figure_names.advertising") else part_of
    name = f"{known}_{sense}"
    return name if name in named("en") else ""


def _gone_on_about(scene: Scene, metric: Token) -> str:
    """The part that the sentence before spoke of, where only a semicolon parts them or it asked for it, or its figure is "its", and this one names nobody (iPhone售出4667万部；营收为288亿美元)."""
    if not scene.discourse.segment or metric.sense not in NARROWED:
        return ""
    if names_the_company(scene):
        return ""
    before = scene.view[max(0, scene.start - 3) : scene.start].rstrip()
    goes_on = before.endswith((";", "；", "?", "？"))
    its = metric.sense in OF_SEGMENTS and is_its_own(scene, metric)
    return scene.discourse.segment if goes_on or its else ""


def names_the_company(scene: Scene, until: int | None = None) -> bool:
    """Whether a sentence names a company, by name or as "the company", up to a place; a pronoun may stand for a part of one."""
    end = scene.end if until is None else until
    words = [scene.view[t.start : t.end].lower() for t in scene.all("who", "company") if t.start < end]
    named = any(t.start < end for t in scene.all("name", "company"))
    return named or any(w not in wordlist("figure_names.pronouns") for w in words)


def or_of_the_part(scene: Scene, draft: Draft) -> Draft:
    """A draft on a company's figure with that of the segment told of before (`or`), where its sentence names nobody and may be of either."""
    metric = draft.args.get("metric", "")
    figure = draft.asserted.figure if draft.asserted is not None else None
    lost = metric == "net_income" and draft.measure == "fact.value" and figure is not None and figure.value < 0
    told = scene.discourse.segment if scene.discourse.by_name else ""
    bare = draft.measure.startswith("fact.") and (metric in (OF_SEGMENTS if told else OF_EVERY_SEGMENT) or lost)
    part = told or (scene.discourse.part if draft.measure in {"fact.growth", "fact.value"} else "")
    if not bare or not part or "or" in draft.args:
        return draft
    first = min((t.start for t in scene.all("quantity")), default=scene.end)
    clause = scene.clause(max(draft.tokens, key=lambda t: t.start))
    if names_the_company(scene, first) or any(clause[0] <= t.start < clause[1] for t in scene.all("name", "company")):
        return draft
    return draft._replace(args={**draft.args, "or": f"{part}.{'operating_income' if lost else metric}"})


OF_SEGMENTS = frozenset({"revenue", "operating_income", "operating_margin"})
"""The figures that companies report by segment."""
OF_EVERY_SEGMENT = frozenset({"revenue", "operating_income"})
"""Those that they report of each."""


def _loser(scene: Scene, metric: Token) -> str:
    """The segment whose loss a noun tells, whose segments have no other ("Reality Labs sales fell while its loss widened", 其亏损扩大); empty where it is the company's."""
    if metric.sense != "net_income" or not wording("figure_names.loss").fullmatch(scene.view, metric.start, metric.end):
        return ""
    behind = wording("figure_names.of").match(scene.view, _end_of_its_sum(scene, metric), scene.end)
    named = [
        t
        for t in scene.tokens
        if t.name
        and t.name.kind in {"company", "segment"}
        and (t.end <= metric.start or (behind and t.start in {behind.end(), behind.end() - len("the ")}))
    ]
    if named and named[-1].name is not None:
        return named[-1].name.key if named[-1].name.kind == "segment" else ""
    return scene.discourse.segment if is_its_own(scene, metric) else ""


def _end_of_its_sum(scene: Scene, loss: Token) -> int:
    """Where the sum of a loss ends that is told right behind its noun ("losses of $10.2 billion at its metaverse business"); else where the noun does."""
    amount = scene.nearest(loss, scene.quantities("money"), side="after", clause=True)
    told = amount is not None and wording("figure_names.so_much").fullmatch(scene.view, loss.end, amount.hedge_start)
    return amount.end if amount is not None and told else loss.end


def is_its_own(scene: Scene, loss: Token) -> bool:
    """Whether a word of a loss is that of the segment told of before, by what stands before it ("its loss", "the unit's losses", 其亏损)."""
    return wording("figure_names.its").search(scene.view, max(scene.start, loss.start - 24), loss.start) is not None


def kind_of(metric: str) -> Kind:
    """The kind of a claim about a figure's level."""
    last = metric.rpartition(".")[2]
    return "users" if last in USERS else "headcount" if last in STAFF else "ratio" if last in RATES else "results"


__all__ = [
    "COUNTS",
    "NOUNS",
    "RATES",
    "STAFF",
    "USERS",
    "facts",
    "is_its_own",
    "kind_of",
    "metric_of",
    "name_of",
    "or_of_the_part",
    "own_name",
]
