"""The story's text as HTML with its claims marked where they stand, overlapping ones too."""

from __future__ import annotations

import itertools
import re
from html import escape
from typing import TYPE_CHECKING

from tapeline.claim import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Story, Verdict

GRAVEST = ("contradicted", "inconsistent", "imprecise", "unverifiable", "opinion", "supported")
"""Which verdict's line a stretch shows where several claims share it."""


def marked(story: Story, verdicts: Sequence[Verdict]) -> str:
    """The text in paragraphs; each stretch of a claim is a link to its card, and bears the ids of all claims that share it."""
    verdict_of = {v.claim: v.verdict for v in verdicts}
    edges = {0, len(story.text)}
    for c in story.claims:
        edges |= {c.start, c.end}
    for u in story.unread:
        edges |= {u.start, u.end}
    cuts = sorted(edges)
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for c in story.claims:
        opens.setdefault(c.start, []).append(c.id)
        closes.setdefault(c.end, []).append(c.id)
    lost = {u.start: u.end for u in story.unread}
    active: list[str] = []
    unread_until, out = 0, []
    for a, b in itertools.pairwise(cuts):
        active = [x for x in active if x not in closes.get(a, [])] + opens.get(a, [])
        unread_until = max(unread_until, lost.get(a, 0))
        piece = escape(story.text[a:b])
        if active:
            worst = min((verdict_of[x] for x in active), key=GRAVEST.index)
            kinds = " ".join(dict.fromkeys([worst, *(verdict_of[x] for x in active)]))
            out.append(
                f'<a class="claim {kinds}" href="#card-{active[0]}" data-claims="{" ".join(active)}">{piece}</a>'
            )
        else:
            out.append(f'<span class="unread-mark">{piece}</span>' if a < unread_until else piece)
    return _paragraphs("".join(out))


_TAG = re.compile(r"<[^>]*>")
_ROW = re.compile(r"\S(?:[ ]{2,}|\t|\u3000{2,}|[ ]*[|│][ ]*)\S")
"""A line whose cells are parted."""


def _paragraphs(html: str) -> str:
    """Blank lines part paragraphs; a line end inside a mark stays a line end; one with two rows of a table and more keeps its columns."""
    out = []
    for block in html.replace("\r\n", "\n").split("\n\n"):
        rows = sum(_ROW.search(line) is not None for line in _TAG.sub("", block).split("\n"))
        if rows >= 2:
            kept = block.strip("\n")
            out.append(f'<p class="table" tabindex="0">{kept}</p>')
        elif block.strip():
            out.append(f"<p>{block.strip()}</p>")
    return "".join(out)


assert set(GRAVEST) == set(VERDICTS)  # noqa: S101  (a new verdict must say how grave it is)

__all__ = ["GRAVEST", "marked"]
