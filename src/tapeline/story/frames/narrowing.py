"""What a noun of a figure is narrowed to: "cloud revenue" and 广告收入 are not the company's revenue.

A figure of a part is a figure of its own: where the record does not know the part, its claim is one that cannot be checked, and
never one that is checked against the whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tapeline.story import lexicon

if TYPE_CHECKING:
    from tapeline.story.scene import Scene, Token

NARROWED = frozenset(
    {"revenue", "operating_income", "net_income", "users", "headcount", "costs_and_expenses", "gross_margin", "operating_margin",
     "deliveries", "production", "unit_sales", "facebook_daily_active_users", "facebook_monthly_active_users"}
)  # fmt: skip
"""The figures that stories give for parts of a company."""
LONGEST = 16
_CHINESE = re.compile(r"[一-鿿A-Za-z0-9·+&-]*$")
_ENGLISH = re.compile(r"([A-Za-z][A-Za-z&'+-]*) $")
_OF = re.compile(r" (?:of|from|in|at) (?:its |the )?([A-Z][A-Za-z]+)")


@cache
def _neutral(language: str) -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    table = lexicon.table(language, "predicates")["narrowing"]
    words = sorted(table["neutral"], key=lambda w: -len(w))
    trimmed = re.compile(f"(?:{'|'.join(re.escape(w) for w in words)})+$")
    return trimmed, frozenset(table["neutral"]), frozenset(table.get("narrow", ()))


def part(scene: Scene, metric: Token) -> str:
    """The part that narrows a figure's noun, in lower case with underscores; empty where it is the company's own."""
    if metric.sense not in NARROWED:
        return ""
    found = _chinese(scene, metric) if scene.language == "zh" else _english(scene, metric)
    return "_".join(found.lower().split())


def _floor(scene: Scene, metric: Token) -> int:
    """Where the words that could narrow a noun begin: after the last mention or lexicon word before it."""
    ends = [t.end for t in scene.tokens if t.end <= metric.start and not (t.name and t.name.kind == "product")]
    return max([scene.clause(metric)[0], *ends])


def _chinese(scene: Scene, metric: Token) -> str:
    trimmed, _, _ = _neutral("zh")
    start = max(_floor(scene, metric), metric.start - LONGEST)
    m = _CHINESE.search(scene.view, start, metric.start)
    words = "" if m is None else m[0]
    while (cut := trimmed.search(words)) is not None and cut.start() < len(words):
        words = words[: cut.start()]
    for word in sorted(_neutral("zh")[1], key=len, reverse=True):
        words = words.removeprefix(word)
    return words


def _english(scene: Scene, metric: Token) -> str:
    _, neutral, narrow = _neutral("en")
    after = _OF.match(scene.view, metric.end, scene.clause(metric)[1])
    own = {t.start for t in scene.tokens if (t.name and t.name.kind == "company") or t.kind in {"date", "quantity"}}
    if after is not None and metric.sense == "revenue" and after.start(1) not in own:
        return after[1]
    floor, at, taken = scene.clause(metric)[0], metric.start, ""
    spans = [t for t in scene.tokens if t.end <= metric.start and (t.kind in {"date", "quantity", "metric"} or t.name)]
    while (m := _ENGLISH.search(scene.view, max(floor, at - 24), at)) is not None and len(taken) < LONGEST:
        word, holder = m[1], next((t for t in spans if t.start <= m.start(1) < t.end), None)
        if holder is not None and not (holder.name and holder.name.kind in {"segment", "product"}):
            return taken
        named = word[0].isupper() and word.lower() not in neutral
        if not named and word.lower() not in narrow:
            return taken
        taken, at = f"{word} {taken}".strip(), m.start(1)
    return taken


__all__ = ["NARROWED", "part"]
