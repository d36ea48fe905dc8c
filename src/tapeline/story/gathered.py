"""What one pass over a story gathers, and another reader that may be asked beside the frames."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from tapeline.story.text import paragraph_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from tapeline.claim import Period
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Another reader, asked of each sentence after the frames.

    Attributes:
        read: a sentence and the frames' drafts -> the drafts that stand.
        alone: whether the quotes that the built-in reader finds are left out as well.
    """

    read: Callable[[Scene, list[Draft]], list[Draft]]
    alone: bool


@dataclass
class Reading:
    """What one pass over a story gathers.

    Attributes:
        blocks: where each paragraph begins.
        drafts: what becomes claims.
        unread: stretches that no statement came from, with the reason.
        sessions: the days of its dated moves.
        headed: the people whom its headings set up.
        dated: for each paragraph, the periods that it names.
        days: the dates that name a day.
    """

    published: date
    language: str
    blocks: list[int]
    drafts: list[Draft] = field(default_factory=list)
    unread: list[tuple[int, int, str]] = field(default_factory=list)
    sessions: list[Period] = field(default_factory=list)
    headed: list[str] = field(default_factory=list)
    dated: dict[int, list[Period]] = field(default_factory=dict)
    days: list[Token] = field(default_factory=list)

    def gather(
        self, scene: Scene, drafts: Sequence[Draft], dated: Sequence[Token], sessions: Iterable[Sequence[Period]]
    ) -> None:
        """What one sentence states, the dates in it, and the sessions that it tells of."""
        self.drafts.extend(drafts)
        self.days.extend(t for t in dated if t.dated and t.dated.role == "on" and t.dated.period.grain == "day")
        told = (t.dated.period for t in dated if t.dated and t.dated.role != "per")
        self.dated.setdefault(paragraph_at(self.blocks, scene.start), []).extend(told)
        self.sessions.extend(p for p in dict.fromkeys(chain.from_iterable(sessions)) if p not in self.sessions)
        if (header := scene.header()) is not None and header.name:
            self.headed.append(header.name.key)


__all__ = ["Reading", "SecondReader"]
