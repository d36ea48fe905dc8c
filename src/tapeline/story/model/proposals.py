"""A model's answer as proposals: each quote found where it stands in the story, or dropped and counted."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tapeline.errors import InputError
from tapeline.story.model.reasons import Reason
from tapeline.story.model.vocabulary import KINDS_OF

if TYPE_CHECKING:
    from tapeline.story.text import Span

MOST = 500
"""Proposals for one piece; a longer list is refused, for no piece has so many statements."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words of the story that a model points at, `story[start:end]`, and what it takes them for.

    `figure` and `period` are words too, empty where it named none.
    """

    start: int
    end: int
    measure: str
    subject: str
    metric: str = ""
    figure: str = ""
    period: str = ""
    kind: str = ""


@dataclass
class Proposals:
    """What a model proposed for a story: how many, what is left of them, and how many were dropped for which reason."""

    count: int = 0
    found: list[Proposal] = field(default_factory=list)
    dropped: Counter[Reason] = field(default_factory=Counter)

    def add(self, answer: str, story: str, piece: Span) -> None:
        """Take in the answer to one piece of a story.

        Raises:
            InputError: the answer is not JSON, or not an object with a list of claims.
        """
        for raw in _claims(answer):
            self.count += 1
            proposal = _proposal(raw, story, piece)
            if isinstance(proposal, Reason):
                self.dropped[proposal] += 1
            else:
                self.found.append(proposal)


def _claims(answer: str) -> list[Any]:
    try:
        raw = json.loads(answer)
    except (ValueError, RecursionError) as e:
        raise InputError(
            "the model's answer is not JSON: its server does not keep to the schema it was sent; use a server with structured output"
        ) from e
    claims = raw.get("claims") if isinstance(raw, dict) else None
    if not isinstance(claims, list) or len(claims) > MOST:
        raise InputError(
            f"the model's answer has no list of claims, or more than {MOST}: use a server with structured output, or another model"
        )
    return claims


def _proposal(raw: Any, story: str, piece: Span) -> Proposal | Reason:
    if not isinstance(raw, dict):
        return Reason.SHAPE
    texts = [raw.get(name) for name in ("text", "kind", "measure", "subject")]
    if not all(isinstance(x, str) and x.strip() for x in texts):
        return Reason.SHAPE
    quote, kind, measure, subject = (str(x) for x in texts)
    if kind not in KINDS_OF.get(measure, ()):
        return Reason.VOCABULARY
    occurrence = raw.get("occurrence", 1)
    if not isinstance(occurrence, int) or not 1 <= occurrence <= MOST:
        return Reason.SHAPE
    quote = quote.strip()
    start = _place(story, quote, occurrence, piece)
    if start < 0:
        return Reason.NOT_VERBATIM
    metric = raw.get("metric")
    return Proposal(start, start + len(quote), measure, subject.strip(), metric if isinstance(metric, str) else "",
                    _words(raw.get("asserted")), _words(raw.get("period")), kind)  # fmt: skip


def _place(story: str, quote: str, occurrence: int, piece: Span) -> int:
    """Where a quote stands in a piece for the n-th time; below 0 where it does not."""
    at = piece.start - 1
    for _ in range(occurrence):
        at = story.find(quote, at + 1, piece.end)
        if at < 0:
            break
    return at


def _words(raw: Any) -> str:
    text = raw.get("text") if isinstance(raw, dict) else None
    return text.strip() if isinstance(text, str) else ""


__all__ = ["Proposal", "Proposals"]
