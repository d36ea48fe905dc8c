"""What the next sentence speaks of where it names nothing: the company, the index and the segment that a sentence hands on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from tapeline.claim import Period
from tapeline.story import lexicon
from tapeline.story.calendar import periods
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tapeline.claim import Grain
    from tapeline.story.names import Name
    from tapeline.story.scene import Discourse, Scene
    from tapeline.story.tokens import Draft, Token


def own_index(subject: str, language: str) -> str:
    """The subject of a story where it is one of the indexes that the lexicon names, which "the index" means; else nothing."""
    return subject if subject in lexicon.table(language, "predicates").get("index", {}) else ""


def index_alone(scene: Scene) -> str:
    """The index that a sentence speaks of, where it names no company: what "it" means in the next one."""
    names = [t.name for t in scene.all("name", "company") if t.name]
    return names[0].key if names and all(n.of == "index" for n in names) else ""


def stretch_told(scene: Scene, drafts: Sequence[Draft], old: tuple[Period, ...]) -> tuple[Period, ...]:
    """The longer times that a story has spoken of, the last first: a later move without a date may be of each ("rose 65% in 2021", "Week in review", "over the year to date")."""
    moved = (d for d in reversed(drafts) if d.measure == "price.return" and "from" not in d.args)
    told = [p for d in moved if d.period is not None and d.period.grain != "day" for p in (d.period, *d.also)]
    if _speaks_of_the_year(scene):
        told.append(Period("", scene.published.replace(month=1, day=1), scene.published, "span"))
    told += reviewed(scene)
    return tuple(dict.fromkeys([*told[:MOST_STRETCHES], *old]))[: 2 * MOST_STRETCHES]


def reviewed(scene: Scene) -> list[Period]:
    """The week, month or year that a sentence looks back on as a whole, without a date ("the year's best", "its first losing year")."""
    grains = grains_reviewed(scene, scene.end)
    return [p for g in grains if (p := containing(scene.published, g)) is not None]


def grains_reviewed(scene: Scene, until: int) -> list[Grain]:
    """How long the times are that a sentence looks back on as a whole, up to a place in it."""
    m = wording("topics.reviewed").search(scene.view, scene.start, until)
    return [] if m is None else [cast("Grain", k) for k in lexicon.groups(m)]


def containing(published: date, grain: Grain) -> Period | None:
    """The week, month or year that was over or nearly so on a day: early in the next, the one before."""
    found = periods.containing(published - timedelta(days=BEFORE), grain)
    return replace(found, text="", end=min(found.end, published)) if found is not None else None


BEFORE = 4
"""So many days after its end, a time is still reviewed."""


def _speaks_of_the_year(scene: Scene) -> bool:
    """Whether a sentence speaks of the year so far ("Over the year to date the order is a different one")."""
    start = scene.published.replace(month=1, day=1)
    spans = (t.dated.period for t in scene.dates() if t.dated)
    return bool(scene.all("sense", "from_start")) or any(p.start == start and p.end == scene.published for p in spans)


MOST_STRETCHES = 4
"""So many times that the moves of a sentence may be of are handed on."""
POINTS = frozenset({"点", "points"})


def with_its_index(tokens: tuple[Token, ...], last: Name | None) -> tuple[Token, ...]:
    """A sentence's tokens, behind the index that its paragraph named last where they count points and name nobody (收市报19,830点，挫210点)."""
    counted = any(t.mention is not None and t.sense == "" and t.mention.noun in POINTS for t in tokens)
    if last is None or not counted or any(t.name or t.kind == "who" for t in tokens):
        return tokens
    at = tokens[0].start
    return (replace(tokens[0], end=at, kind="name", sense="company", name=last, mention=None, dated=None), *tokens)


def last_index(tokens: tuple[Token, ...]) -> Name | None:
    """The index that a sentence names last."""
    return next((t.name for t in reversed(tokens) if t.kind == "name" and t.is_index), None)


def segment_told(scene: Scene, drafts: list[Draft]) -> str:
    """The segment that a sentence speaks of: the last named or told of by its figures, or the one before where it names nobody and tells no figure that only a company has."""
    named = [t.name.key for t in scene.all("name", "segment") if t.name]
    others = scene.all("name", "company") or scene.all("who", "company")
    told = [d.args["metric"].rpartition(".")[0] for d in drafts if "." in d.args.get("metric", "")]
    if named or told or not scene.discourse.segment:
        return (named or told or [""])[-1]
    whole = any(d.args.get("metric") in NOT_OF_SEGMENTS for d in drafts) or wording("topics.whole").search(
        scene.view, scene.start, scene.end
    )
    return "" if others or whole else scene.discourse.segment


def is_by_name(scene: Scene, segment: str) -> bool:
    """Whether the segment that a sentence hands on is one that the record knows by name."""
    named = any(t.name and t.name.key == segment for t in scene.all("name", "segment"))
    return bool(segment) and (named or (scene.discourse.by_name and scene.discourse.segment == segment))


def part_told(scene: Scene, segment: str) -> str:
    """The segment known by name that the story has named last, which a bare figure of a later paragraph may still be of."""
    return segment if is_by_name(scene, segment) else scene.discourse.part


NOT_OF_SEGMENTS = frozenset({"net_income", "eps_diluted", "headcount"})
"""Figures that no segment reports."""


def leads(scene: Scene, company: Token) -> bool:
    """Whether a company can be what the next sentence speaks of: not one that only something is set beside, or an aside behind a figure."""
    if (
        company.name
        and company.name.key != scene.discourse.company
        and wording("topics.one_of").match(scene.view, company.end, scene.end)
    ):
        return False  # 苹果一个隐私弹窗
    if scene.language == "zh" and wording("topics.after_them").match(scene.view, company.end, scene.clause(company)[1]) and wording("topics.in").search(
        scene.view, scene.clause(company)[0], company.start):  # fmt: skip
        return False  # 这是在苹果、微软和Alphabet之后第五家…
    if _are_the_only_ones(scene, company):
        return False  # 同一个俱乐部里，只有苹果和微软作伴
    if scene.acts_on(company) and any(t.start >= company.end for t in scene.all("who", "company")):
        return False  # 受Meta拖累，它刚跌了7.8%
    if scene.is_source(company):
        return False  # "According to Zacks, …", "Evercore analyst Ken Sena expects …"
    if wording("topics.by_contrast").search(scene.view, scene.start, scene.end):
        # others that are set beside it: "McDonald's and Starbucks, by contrast, …"
        return company.name is not None and company.name.key == scene.discourse.company
    left, _ = scene.clause(company)
    before = [t for t in scene.tokens if t.end <= company.start]
    if (
        scene.language == "en"
        and left > scene.start
        and wording("topics.is_object").search(scene.view, left, company.start)
    ):
        return False  # "the cloud belonged to Amazon"
    if scene.language == "en" and wording("topics.with_another").search(scene.view, left, company.start):
        return False  # "The company's early bet on OpenAI set the tone"
    if left <= scene.start:
        return not (
            any(t.sense in BESIDE for t in before) or wording("topics.than").search(scene.view, left, company.start)
        )
    return not [
        t for t in before if t.kind == "metric" or t.sense in BESIDE or (t.kind == "quantity" and not _counts_time(t))
    ]


def _are_the_only_ones(scene: Scene, company: Token) -> bool:
    """Whether a company is one of two or more that alone are what the one spoken of is ("only Apple and Microsoft are worth more")."""
    named = {t.name.key for t in scene.all("name", "company") if t.name}
    left = max(scene.start, company.start - LISTED)
    return len(named) > 1 and wording("topics.only").search(scene.view, left, company.start) is not None


LISTED = 60
"""Companies that share a predicate stand within so many characters."""


def _counts_time(amount: Token) -> bool:
    """Whether a number counts days, months or quarters, and is no figure of a company (四个季度里，Alphabet股价季季收高)."""
    return amount.sense in {"years", "months", "weeks", "days"} or (
        amount.sense == "" and amount.figure.value <= MONTHS
    )


MONTHS = 12
BESIDE = frozenset({"exceed", "worse_than", "earlier"})


def figure_told(drafts: list[Draft]) -> tuple[str, Period | None]:
    """The reported figure that a sentence tells first and its period, which the next one may tell the year before of ("A year ago it was $7.5bn")."""
    told = [d for d in drafts if d.measure == "fact.value" and d.kind == "results" and not d.also]
    return (told[0].args["metric"], told[0].period) if told else ("", None)


def prices_told(drafts: list[Draft]) -> tuple[tuple[float, Period | None], ...]:
    """The prices that a sentence tells, in its order, each with its time: what the next one may count a move from."""
    told = [
        d for d in drafts if d.measure == "price.level" and d.kind == "price_move" and d.asserted and d.asserted.figure
    ]
    told.sort(key=lambda d: max(t.start for t in d.tokens if t.kind == "quantity"))
    return tuple((d.asserted.figure.value, d.period) for d in told if d.asserted and d.asserted.figure)


SPOKEN = 2
"""What of a dividend the sentence behind one that speaks of it is handed; the later ones of its paragraph are handed less."""


def of_dividends(scene: Scene, drafts: list[Draft], old: Discourse) -> int:
    """What a sentence hands on of dividends: 2 where it speaks of one, 1 where an earlier one of its paragraph has."""
    spoken = scene.all("sense", "dividend") or any(d.kind in {"dividend", "dividend_income"} or (d.kind == "holding" and old.dividend == SPOKEN) for d in drafts)  # fmt: skip
    return SPOKEN if spoken else min(old.dividend, SPOKEN - 1)


__all__ = [
    "SPOKEN",
    "figure_told",
    "index_alone",
    "is_by_name",
    "last_index",
    "leads",
    "of_dividends",
    "part_told",
    "prices_told",
    "reviewed",
    "segment_told",
    "with_its_index",
]
