"""What of a statement its own clause does not say, and the reader took from elsewhere: nothing is contradicted by a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapeline.claim import Inferred
    from tapeline.story.scene import Draft, Scene, Token

RANKS = frozenset({"price.high_rank", "price.return_rank"})
OF_THE_TAPE = RANKS | frozenset(
    {"market_cap.change", "market_cap.level", "price.change", "price.level", "price.return", "price.volume"}
)
"""Measures of what every company has on every day."""


def inferred(scene: Scene, draft: Draft) -> tuple[Inferred, ...]:
    """Which of `period` and `subject` a figure of the tape takes from another clause, another sentence or the story as a whole."""
    if draft.measure not in OF_THE_TAPE or draft.asserted is None:
        return ()
    figure = next((t for t in reversed(draft.tokens) if t.kind == "quantity"), draft.tokens[0])
    said: dict[Inferred, bool] = {
        "period": _says_when(scene, draft, figure),
        "subject": _says_whose(scene, draft, figure),
    }
    return tuple(what for what, is_said in said.items() if not is_said)


def _says_when(scene: Scene, draft: Draft, figure: Token) -> bool:
    """Whether the clause of a figure has a date, or its sentence begins with the one that it is of, which stands alone there."""
    dated = [t for t in scene.dates() if t.dated and t.dated.role != "per"]
    return any(scene.together(t, figure) or _leads(scene, draft, t) for t in dated)


def _leads(scene: Scene, draft: Draft, date_token: Token) -> bool:
    after = scene.clause(date_token)[1] - date_token.end
    at_the_head = date_token.start - scene.start <= AT_THE_HEAD and after <= AT_THE_HEAD
    own = date_token.dated is not None and draft.period in date_token.dated.candidates
    return at_the_head and own


AT_THE_HEAD = 4
"""With so many characters before it, and behind it up to the comma, a date begins its sentence ("On Friday, …", 在周五，…)."""


def _says_whose(scene: Scene, draft: Draft, figure: Token) -> bool:
    """Whether the clause of a figure names whose it is and nobody else before it; for a rank the whole sentence may."""
    named = [t for t in scene.all("name", "company") if t.name]
    before = {t.name.key for t in named if t.name and t.end <= figure.start and scene.together(t, figure)}
    whole = {t.name.key for t in named if t.name} if draft.measure in RANKS else set()
    return {draft.subject} in (before, whole)


__all__ = ["inferred"]
