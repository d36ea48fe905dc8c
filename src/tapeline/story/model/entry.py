"""A story read with a model: its pieces are asked about, its answers verified, its claims merged with the built-in reader's."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from tapeline.claim import ModelReading, Story, Unread
from tapeline.story.gathered import SecondReader
from tapeline.story.model import asking, cache, client
from tapeline.story.model.linking import link
from tapeline.story.model.merging import merged, same, settled
from tapeline.story.model.pieces import pieces, tokens
from tapeline.story.model.proposals import Proposal, Proposals
from tapeline.story.model.reasons import Reason
from tapeline.story.reading import read_claims
from tapeline.story.text import Span, normalise

if TYPE_CHECKING:
    from tapeline.story.model.settings import ModelSettings
    from tapeline.story.names import Name, Names
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft


def read_with_model(
    story: Story,
    names: Names,
    settings: ModelSettings,
    *,
    reader: Literal["model", "both"],
    fiscal_year_end_month: int = 12,
) -> Story:
    """The story with the claims that a model pointed at, alone or beside the built-in reader's.

    Args:
        story: text, language, company and publication day must be there. Only its text is sent.
        names: what the text may speak of by name.
        settings: which model, and the bounds.
        reader: `model` for its claims alone, `both` for these and the built-in reader's.
        fiscal_year_end_month: the last month of the company's fiscal year.

    Raises:
        InputError: the model cannot be reached, or answers with what cannot be used: nothing is read by halves.
    """
    asked = _ask(story, settings)
    linker = _Linker(asked.proposals, _companies(names), alone=reader == "model")
    second = SecondReader(linker.read, alone=linker.alone)
    read = read_claims(story, names, fiscal_year_end_month=fiscal_year_end_month, second=second)
    dropped = asked.proposals.dropped + linker.dropped
    dropped[Reason.SENTENCES] += len(linker.waiting)
    reasons = tuple((str(r), dropped[r]) for r in Reason if dropped[r])
    told = ModelReading(
        reader, settings.name, settings.seed, asking.PROMPT, asked.count, asked.read, asked.proposals.count, reasons
    )
    unread = sorted([*read.unread, *asked.unread], key=lambda u: (u.start, u.end))
    return replace(read, unread=tuple(unread), model=told)


@dataclass
class _Asked:
    """What came of asking about every piece of a story."""

    proposals: Proposals = field(default_factory=Proposals)
    count: int = 0
    read: int = 0
    unread: list[Unread] = field(default_factory=list)


def _ask(story: Story, settings: ModelSettings) -> _Asked:
    asked = _Asked()
    view = normalise(story.text)
    parts, long = pieces(view, settings.piece_tokens)
    asked.count = len(parts) + len(long)
    for span in long:
        asked.unread.append(_unsent(story, span, f"the sentence has more than {settings.piece_tokens:,} tokens"))
    spent, deadline = 0, time.monotonic() + settings.total_seconds
    for span in parts:
        piece = story.text[span.start : span.end]
        request = asking.request(settings, piece)
        name = cache.key(settings.where, request)
        answer = cache.kept(settings, name)
        if answer is None:
            left = deadline - time.monotonic()
            spent += tokens(asking.INSTRUCTIONS + piece) + settings.answer_tokens
            if spent > settings.total_tokens or left <= 0:
                bound = f"{settings.total_seconds:,.0f} seconds" if left <= 0 else f"{settings.total_tokens:,} tokens"
                asked.unread.append(
                    _unsent(story, span, f"the reading's bound of {bound} was reached; run again to go on")
                )
                continue
            answer = client.ask(settings, request, min(settings.seconds, left))
            asked.proposals.add(answer, story.text, span)
            cache.keep(settings, name, answer)
        else:
            asked.proposals.add(answer, story.text, span)
        asked.read += 1
    return asked


def _unsent(story: Story, span: Span, why: str) -> Unread:
    return Unread(span.start, span.end, story.text[span.start : span.end], f"not sent to the model: {why}")


def _companies(names: Names) -> dict[str, Name]:
    """Every company by each way of writing it, and by its ticker, in lower case; the first given wins."""
    out: dict[str, Name] = {}
    for name in names.names:
        if name.kind == "company":
            for surface in (name.surface, name.key):
                out.setdefault(" ".join(surface.split()).lower(), name)
    return out


@dataclass
class _Linker:
    """The second reader: takes the proposals whose quotes stand in a sentence, and counts what it must drop.

    `waiting` holds the proposals whose sentence has not come by, the last first.
    """

    proposals: Proposals
    companies: dict[str, Name]
    alone: bool
    dropped: Counter[Reason] = field(default_factory=Counter)
    waiting: list[Proposal] = field(init=False)

    def __post_init__(self) -> None:
        self.waiting = sorted(self.proposals.found, key=attrgetter("start"), reverse=True)

    def read(self, scene: Scene, own: list[Draft]) -> list[Draft]:
        """The drafts of a sentence: those of its proposals, alone or merged with the built-in reader's."""
        found: list[Draft] = []
        while self.waiting and self.waiting[-1].start < scene.end:
            p = self.waiting.pop()
            inside = scene.start <= p.start and p.end <= scene.end
            linked = link(scene, p, self.companies) if inside else Reason.SENTENCES
            draft = linked if isinstance(linked, Reason) else settled(own, linked)
            if isinstance(draft, Reason):
                self.dropped[draft] += 1
            elif any(same(d, draft) for d in found):
                self.dropped[Reason.TWICE] += 1
            else:
                found.append(draft)
        return found if self.alone else merged(own, found)


__all__ = ["read_with_model"]
