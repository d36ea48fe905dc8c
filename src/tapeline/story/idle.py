"""Sentences that are about nothing that a record could hold, which are gone past without being laid out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.story.frames import frames_for
from tapeline.story.tables import is_prose
from tapeline.story.tokens import MENTIONED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.story.text import Span
    from tapeline.story.tokens import Token

STATING = frozenset(
    {"high", "exceed", "worse_than", "superlative", "record", "lowest", "cause", "because", "after", "rescue", "began", "multiply", "succeed",
     "chart_top", "first", "all_of", "opinion", "anniversary", "forecast", "conditional", "negated", "denied", "rank_two", "rank_three", "rank_four", "rank_five",
     "appoint", "leave", "split", "compare_year", "compare_quarter", "unrelated", "most_valuable", "set_beside", "place", "streak"}
)  # fmt: skip
"""Words that can state something without a number or a date beside them."""
CHECKABLE = frozenset({"superlative", "record", "high", "lowest", "cause", "because", "rescue", "ever", "chart_top"})
"""Words of something that could be checked: a sentence with one that states nothing is listed as unread."""
_KEPT = CHECKABLE | {"dividend"}
"""With the word that the next sentence's "it" may go on from."""
_ALWAYS = frames_for(())
"""Frames that ask for nothing: of the rows of tables."""
_DIGIT = re.compile(r"[0-9]|\d")


def is_idle(view: str, span: Span, tokens: Sequence[Token]) -> bool:
    """Whether the words of a sentence, its dates left aside, mention nothing, state nothing and hand nothing on: prose without a digit."""
    if not MENTIONED.isdisjoint([t.kind for t in tokens]):
        return False
    senses = {t.sense for t in tokens}
    return (
        senses.isdisjoint(_KEPT)
        and (senses.isdisjoint(STATING) or frames_for(senses.union([t.kind for t in tokens])) == _ALWAYS)
        and _DIGIT.search(view, span.start, span.end) is None
        and is_prose(view, span.start, span.end)
    )


__all__ = ["CHECKABLE", "STATING", "is_idle"]
