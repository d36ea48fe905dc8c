"""What the next sentence speaks of where it names nothing: the company, the index and the segment that a sentence hands on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapeline.story.scene import Discourse, Draft, Scene, Token


def index_alone(scene: Scene) -> str:
    """The index that a sentence speaks of, where it names no company: what "it" means in the next one."""
    names = [t.name for t in scene.all("name", "company") if t.name]
    return names[0].key if names and all(n.of == "index" for n in names) else ""


def segment_told(scene: Scene, drafts: list[Draft]) -> str:
    """The segment that a sentence speaks of: the last named or told of by its figures, or the one before where it names nobody."""
    named = [t.name.key for t in scene.all("name", "segment") if t.name]
    others = scene.all("name", "company") or scene.all("who", "company")
    told = [d.args["metric"].rpartition(".")[0] for d in drafts if "." in d.args.get("metric", "")]
    return named[-1] if named else told[-1] if told else "" if others else scene.discourse.segment


def leads(scene: Scene, company: Token) -> bool:
    """Whether a company can be what the next sentence speaks of: not one that only something is set beside, or an aside behind a figure."""
    if (
        company.name
        and company.name.key != scene.discourse.company
        and _ONE_OF.match(scene.view, company.end, scene.end)
    ):
        return False  # 苹果一个隐私弹窗
    if scene.language == "zh" and _AFTER_THEM.match(scene.view, company.end, scene.clause(company)[1]) and _IN.search(
        scene.view, scene.clause(company)[0], company.start):  # fmt: skip
        return False  # 这是在苹果、微软和Alphabet之后第五家…
    if scene.is_source(company):
        return False  # "According to Zacks, …", "Evercore analyst Ken Sena expects …"
    left, _ = scene.clause(company)
    before = [t for t in scene.tokens if t.end <= company.start]
    if scene.language == "en" and left > scene.start and _IS_OBJECT.search(scene.view, left, company.start):
        return False  # "the cloud belonged to Amazon"
    if left <= scene.start:
        return not (any(t.sense in BESIDE for t in before) or _THAN.search(scene.view, left, company.start))
    return not [t for t in before if t.kind in {"quantity", "metric"} or t.sense in BESIDE]


_IS_OBJECT = re.compile(
    r"\b(?:strip(?:ping)? out|excluding|ex) $|[a-z]{3,} (?:to|by|from|with|against|into|onto|like|than) (?:the |its |rival )?$"
)
_AFTER_THEM = re.compile(r"[^，,。；;]{0,24}?(?:之后|以后|之外)")
_IN = re.compile(r"(?:在|继|除)[^，,。；;]{0,30}$")
_ONE_OF = re.compile(r"的?(?:一个|一项|一次|一纸|一番|那个|那次|这个|这次)")
BESIDE = frozenset({"exceed", "worse_than", "earlier"})
_THAN = re.compile(r"\bthan\b|(?:比|较|不及|不如).{0,3}$")


SPOKEN = 2
"""What of a dividend the sentence behind one that speaks of it is handed; the later ones of its paragraph are handed less."""


def of_dividends(scene: Scene, drafts: list[Draft], old: Discourse) -> int:
    """What a sentence hands on of dividends: 2 where it speaks of one, 1 where an earlier one of its paragraph has."""
    spoken = scene.all("sense", "dividend") or any(d.kind in {"dividend", "dividend_income"} or (d.kind == "holding" and old.dividend == SPOKEN) for d in drafts)  # fmt: skip
    return SPOKEN if spoken else min(old.dividend, SPOKEN - 1)


__all__ = ["SPOKEN", "index_alone", "leads", "of_dividends", "segment_told"]
