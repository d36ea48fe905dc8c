"""What a change of words changes: a number, a negation, a direction; and what of a sentence is its content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.verdict.passages import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMBERS = _words(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "thousand million billion trillion half third quarter double triple twice % percent 一 二 两 三 四 五 六 七 八 九 十 百 千 万 亿 半 倍 成"
)
NEGATIONS = _words("not no never none nor neither without cannot hardly 不 没 未 无 非 否 勿 别")
DIRECTIONS = _words(
    "up down rise rises rose rising fall falls fell falling increase increased increases decrease decreased decreases grow grew grows "
    "growth shrink shrank decline declined declines gain gained lose lost more less fewer higher lower above below better worse before "
    "after first last most least all some always profit loss 升 降 涨 跌 增 减 多 少 高 低 上 下 盈 亏 赚 赔 最 前 后"
)
"""Words that turn a statement round, or another figure out of it."""
EMPTY = _words(
    "a an the of to in on at by for with from and or but as is are was were be been being will would shall should can could may might "
    "must has have had do does did that this these those it its we our us they their them he she his her i my you your there said say "
    "says saying told added which who than then so very just also about over into 的 了 在 是 和 与 及 我 们 他 她 它 这 那 有 将 会 也 就 都 说 表 示 称"
)
_NEGATED = re.compile(r"n['’]t$")


def substantial(changed: Iterable[str]) -> bool:
    """Whether any of the words that differ is a number, a negation or a direction."""
    return any(
        w[0].isdigit() or w in NUMBERS or w in NEGATIONS or w in DIRECTIONS or _NEGATED.search(w) is not None
        for w in changed
    )


def numbers(text: str) -> set[str]:
    """The figures of a text, as digits."""
    return {t.word for t in tokens(text) if t.word[0].isdigit()}


def content(text: str) -> set[str]:
    """The words of a text that say something; of Chinese, pairs of neighbouring characters."""
    found: set[str] = set()
    before = None
    for t in tokens(text):
        chinese = "一" <= t.word <= "鿿"
        if t.word in EMPTY or t.word[0].isdigit() or t.word == "%":
            before = None
            continue
        if not chinese:
            found.add(_stem(t.word))
        elif before is not None and before.end == t.start:
            found.add(before.word + t.word)
        before = t if chinese else None
    return found


def _stem(word: str) -> str:
    """A word without its commonest English endings, so that "pumps" meets "pump"."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


__all__ = ["content", "numbers", "substantial"]
