"""The clauses of a sentence, by its inner marks; brackets around a name's or an amount's other form part none."""

from __future__ import annotations

import itertools
import re

_CLAUSE_END = re.compile(
    r"[，；;：:。!?！？—),( ](?:(?<=[^,( ])|(?<=,)(?:(?!\d)|(?<!\d,))|(?<=\()(?!\d{1,2}\))|(?<=[一-鿿%] )(?=[A-Z]?[一-鿿]{2}))"
)
"""As the patterns that scan whole texts all do, it begins with a set of characters: a search skips to one of them, three times as fast."""

_ASIDE_IN_BRACKETS = re.compile(
    r"\((?:[A-Za-z][A-Za-z0-9.:&' -]{0,22}|(?<=[0-9nmM] \()(?:about |around |roughly |some )?(?:[A-Z]{0,3}[$£€¥₹][A-Z]{0,2}|Rs\.? ?)[0-9.,]+ ?(?:[bm]n?|tn|[bmtr]+illion|(?:lakh )?crore|lakh))\)"
)


def _around_an_aside(view: str, mark: re.Match[str]) -> bool:
    """Whether a mark is of the brackets around a name's other form or an amount's, which part no clause (苹果公司(Apple)跌3.46%, "Kroger (NYSE: KR)", "$230bn (£169bn)")."""
    if mark[0] not in "():":
        return False
    opening = mark.start() if mark[0] == "(" else view.rfind("(", max(0, mark.start() - 24), mark.start())
    m = _ASIDE_IN_BRACKETS.match(view, opening) if opening >= 0 else None
    return m is not None and m.end() > mark.start()


def clauses(view: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The clauses of a sentence, by its inner marks."""
    edges = [start, *(m.end() for m in _CLAUSE_END.finditer(view, start, end) if not _around_an_aside(view, m)), end]
    return tuple((a, b) for a, b in itertools.pairwise(edges) if b > a)


__all__ = ["clauses"]
