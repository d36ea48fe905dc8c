"""What a noun of a figure is narrowed to: "cloud revenue" and 广告收入 are not the company's revenue.

A figure of a part is a figure of its own: where the record does not know the part, its claim is one that cannot be checked, and
never one that is checked against the whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

NARROWED = frozenset(
    {"revenue", "advertising_revenue", "operating_income", "net_income", "users", "headcount", "costs_and_expenses", "gross_margin", "operating_margin", "margin",
     "deliveries", "production", "unit_sales", "facebook_daily_active_users", "facebook_monthly_active_users"}
)  # fmt: skip
"""The figures that stories give for parts of a company."""
LONGEST = 16
_CHINESE = re.compile(r"[一-鿿A-Za-z0-9·+&-]*$")
_LATIN = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-Za-z]+(?: [A-Z][A-Za-z0-9&+-]*)*) ?$")
_ENGLISH = re.compile(r"([A-Za-z][A-Za-z&'+-]*) $")
_WORDS = re.compile(r"[A-Za-z][A-Za-z.&'-]*")


@cache
def neutral(language: str) -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """The words that narrow nothing, as a run at the end of others and as a set, and those that narrow a noun though they are small."""
    table = lexicon.table(language, "predicates")["narrowing"]
    words = sorted(table["neutral"], key=lambda w: -len(w))
    trimmed = re.compile(f"(?:{'|'.join(re.escape(w) for w in words)})+$")
    return trimmed, frozenset(table["neutral"]), frozenset(table.get("narrow", ()))


def part(scene: Scene, metric: Token) -> str:
    """The part that narrows a figure's noun, in lower case with underscores; empty where it is the company's own."""
    if (less := wording("narrowing.less").match(scene.view, metric.end)) is not None:
        return "_".join(less[0].split())  # "free cash flow less principal repayments of finance leases"
    if metric.sense not in NARROWED:
        return ""
    found = _chinese(scene, metric) if scene.language == "zh" else _english(scene, metric)
    return "_".join(found.lower().split())


def floor_of(scene: Scene, metric: Token, at: int | None = None) -> int:
    """Where the words that could narrow a noun (up to `at`) begin: after the last mention or lexicon word before it."""
    last = metric.start if at is None else at
    ends = [t.end for t in scene.tokens if t.end <= last and _bounds(t)]
    return max([scene.clause(metric)[0], *ends])


def _bounds(t: Token) -> bool:
    """Whether a mention ends what could narrow the noun behind it; most verbs are too short in Chinese to be sure of."""
    if t.name:
        return t.name.kind in {"company", "person"}
    return t.kind in {"date", "quantity", "metric", "who", "modality"} or t.sense in {"announce", "to", "from_start"}


def _chinese(scene: Scene, metric: Token) -> str:
    across = [t for t in scene.tokens if t.start < metric.start < t.end]  # 第四季度 across 季度营收
    counted = [t.hedge_start for t in across if t.mention or t.kind == "date"]
    at = min([metric.start, *counted])
    at = _before_a_date(scene, metric, at)
    start = max(floor_of(scene, metric, at), at - LONGEST)
    if scene.view[at - 1 : at] == ")":
        return _bracketed(scene, at)
    if (named := wording("narrowing.in_quotes").search(scene.view, start, at)) is not None:
        return named["line"]  # 「其他」收入
    latin = _LATIN.search(scene.view, start, at)
    if (
        latin is not None
        and latin[1] not in neutral("zh")[1]
        and not any(t.start < latin.end() and latin.start() < t.end for t in scene.tokens if t.name)
    ):
        return latin[1]  # Reality Lab 收入
    m = _CHINESE.search(scene.view, start, at)
    words = "" if m is None else m[0]
    return own_words(words) or _line_before(scene, metric)


def _line_before(scene: Scene, metric: Token) -> str:
    """The line of business that the clause before a figure's is no more than (iPhone业务，本季度净营收为490亿美元)."""
    left = scene.clause(metric)[0]
    before = scene.clause_before(left)
    before = left if before is None else before
    m = wording("narrowing.line").fullmatch(scene.view, before, left)
    known = m is not None and any(
        t.name and before <= t.start < left and t.name.kind == "company" for t in scene.tokens
    )
    return "" if m is None or known else own_words(next(iter(lexicon.groups(m).values())))


def _before_a_date(scene: Scene, metric: Token, at: int) -> int:
    """Where the words that may narrow a noun end: before a date that stands right before it (服务业务第四财季营收)."""
    date = next(
        (t for t in scene.tokens if t.kind == "date" and t.end == at and t.start > scene.clause(metric)[0]), None
    )
    return at if date is None else date.start


def _bracketed(scene: Scene, end: int) -> str:
    """What stands in the brackets before a noun (亚马逊云科技(AWS)营收), where it is no name that the record knows."""
    start = scene.view.rfind("(", max(scene.start, end - LONGEST), end) + 1
    known = any(start <= t.start < end for t in scene.all("name", "company"))
    return "" if not start or known else scene.view[start : end - 1].strip()


def own_words(words: str) -> str:
    """Chinese words without those that narrow nothing, from either end."""
    trimmed = neutral("zh")[0]
    while (cut := trimmed.search(words)) is not None and cut.start() < len(words):
        words = words[: cut.start()]
    for word in _openings():
        if not words:
            break
        words = words.removeprefix(word)
    return words


@cache
def _openings() -> tuple[str, ...]:
    """The Chinese words that narrow nothing at the head of others, longest first."""
    return tuple(sorted((w for w in neutral("zh")[1] if len(w) > 1), key=lambda w: (-len(w), w)))


def _english(scene: Scene, metric: Token) -> str:
    _, plain, narrow = neutral("en")
    after = wording("narrowing.of").match(scene.view, metric.end, scene.clause(metric)[1])
    within = wording("narrowing.division").match(scene.view, metric.end, scene.clause(metric)[1])
    within = within or wording("narrowing.head").match(scene.view, scene.clause(metric)[0], metric.start)
    if within is not None:
        return lexicon.groups(within)["unit"].lower()
    own = {t.start for t in scene.tokens if (t.name and t.name.kind == "company") or t.kind in {"date", "quantity"}}
    own |= {t.mention.hedge_start for t in scene.tokens if t.mention}
    if after is not None and metric.sense in {"revenue", "users", "deliveries", "unit_sales"}:
        word = after[1] or after[2]
        if after.start(1 if after[1] else 2) not in own and word.lower() not in plain:
            return str(word)
    behind = [t for t in scene.tokens if t.kind == "quantity" and t.start < metric.start <= t.end + 4]
    if behind and wording("narrowing.of_the_whole").search(
        scene.view, max(scene.start, behind[-1].hedge_start - 10), behind[-1].hedge_start
    ):
        return ""
    if behind:
        subject = _WORDS.findall(scene.view, scene.clause(metric)[0], behind[-1].start)
        part_of = next((w for w in subject if w.lower() in narrow), "")
        return part_of or (_product(scene, behind[-1]) if metric.sense in COUNTED_FOR else "")
    floor, at, taken = scene.clause(metric)[0], metric.start, ""
    spans = [t for t in scene.tokens if t.end <= metric.start and (t.kind in {"date", "quantity", "metric"} or t.name)]
    while (m := _ENGLISH.search(scene.view, max(floor, at - 24), at)) is not None and len(taken) < LONGEST:
        word, holder = m[1], next((t for t in spans if t.start <= m.start(1) < t.end), None)
        if holder is not None and not (holder.name and holder.name.kind in {"segment", "product"}):
            return taken
        named = word[0].isupper() and word.lower() not in plain
        if not named and not any(w in narrow for w in word.lower().split("-")):
            return taken
        taken, at = f"{word} {taken}".strip(), m.start(1)
    return taken


def own_subject(scene: Scene, metric: Token, at: Token) -> str:
    """The part that a clause of its own has as its subject, where it goes on with the figure of the clause before ("… and Services came in at $24 billion").

    Empty where the noun stands in the clause itself, or what follows a part's clause does not name another.
    """
    if scene.language != "en" or scene.together(metric, at) or metric.sense not in NARROWED:
        return ""
    left = scene.clause(at)[0]
    while left > metric.end:
        m = wording("narrowing.own").match(scene.view, left, scene.end)
        known = m is not None and any(
            t.start <= m.start(1) < t.end and (t.kind in {"date", "who", "metric"} or t.sense == "company")
            for t in scene.tokens
        )
        if m is not None and not known and m[1].lower() not in neutral("en")[1] | light("en"):
            return m[1].lower()
        before = [a for a, _ in scene.clauses if metric.end < a < left]
        left = before[-1] if before else metric.start
    return ""


COUNTED_FOR = frozenset({"users", "facebook_daily_active_users", "facebook_monthly_active_users"})
"""Figures that a sentence gives for a product as its subject ("Threads has more than 130 million monthly users")."""


def _product(scene: Scene, amount: Token) -> str:
    """The capitalised subject of the clause before a count, where it is neither the company nor a word that narrows nothing."""
    left = scene.clause(amount)[0]
    m = wording("narrowing.subject").match(scene.view, left, amount.start)
    if m is None or m[1].lower() in neutral("en")[1] | light("en"):
        return ""
    known = [t for t in scene.tokens if t.start < m.end(1) and t.end > m.start(1)]
    return (
        ""
        if any((t.name and t.name.kind == "company") or t.kind in {"who", "metric", "date"} for t in known)
        else str(m[1])
    )


@cache
def light(language: str) -> frozenset[str]:
    """The words that may stand before a verb without being what it says something of; in Chinese the characters of adverbs."""
    return frozenset(lexicon.table(language, "predicates")["narrowing"]["light"])


__all__ = ["NARROWED", "floor_of", "light", "neutral", "own_subject", "own_words", "part"]
