"""What a sentence is made of and what a frame makes of it: tokens, and drafts of claims."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from tapeline.quantity import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tapeline.claim import Asserted, Inferred, Kind, Modality, Period
    from tapeline.story.calendar.dates import DateMention
    from tapeline.story.names import Name
    from tapeline.story.quantities import Mention

TokenKind = Literal["quantity", "date", "name", "sense", "metric", "modality", "who", "topic"]
"""An office of the lexicon is a token of kind `name`."""


@dataclass(slots=True)
class Token:
    """A mention or a lexicon word: where it stands in the view, what it is, its sense, and the mention's value; not to be changed."""

    start: int
    end: int
    kind: TokenKind
    sense: str
    mention: Mention | None = None
    dated: DateMention | None = None
    name: Name | None = None

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.sense))  # asked often; where a token stands tells most apart

    @property
    def figure(self) -> Figure:
        """The figure of a quantity token."""
        return self.mention.figure if self.mention else Figure("", 0.0, 0.0, "")

    @property
    def is_index(self) -> bool:
        """Whether a token names an index."""
        return self.name is not None and self.name.of == "index"

    @property
    def hedge_start(self) -> int:
        """Where the token begins, the hedge words before its number counted in."""
        return self.mention.hedge_start if self.mention else self.start

    @property
    def number_start(self) -> int:
        """Where the digits of a quantity token begin, behind its currency sign."""
        return self.mention.number_start if self.mention else self.start


MENTIONED: frozenset[TokenKind] = frozenset({"quantity", "date", "name", "metric", "who"})
"""A sentence without a token of any of these kinds mentions nothing that a record could hold: there is nothing to settle in it, and only a word that states alone can make it state something."""


class Draft(NamedTuple):
    """A claim before it is numbered: the frame's senses filled, and the tokens that it took."""

    kind: Kind
    measure: str
    subject: str
    tokens: tuple[Token, ...]
    asserted: Asserted | None = None
    period: Period | None = None
    also: tuple[Period, ...] = ()
    args: Mapping[str, str] = MappingProxyType({})
    hedge: str = "exact"
    modality: Modality | None = None
    speaker: str = ""
    found_by: str = "built-in"
    inferred: tuple[Inferred, ...] = ()


__all__ = ["MENTIONED", "Draft", "Token", "TokenKind"]
