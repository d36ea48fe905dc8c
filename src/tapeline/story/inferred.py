"""What of a statement its own clause does not say, and the reader took from elsewhere: nothing is contradicted by a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapeline.claim import Inferred
    from tapeline.story.scene import Draft, Scene, Token

OF_THE_TAPE = frozenset({"market_cap.change", "market_cap.level", "price.change", "price.level", "price.return"})
"""Measures of a number that every company has on every day."""


def inferred(scene: Scene, draft: Draft) -> tuple[Inferred, ...]:
    """Which of `period` and `subject` a figure of the tape takes from another clause, another sentence or the story as a whole."""
    if draft.measure not in OF_THE_TAPE or draft.asserted is None:
        return ()
    figure = next((t for t in reversed(draft.tokens) if t.kind == "quantity"), draft.tokens[0])
    said: dict[Inferred, bool] = {
        "period": _says_when(scene, figure),
        "subject": _says_whose(scene, figure, draft.subject),
    }
    return tuple(what for what, is_said in said.items() if not is_said)


def _says_when(scene: Scene, figure: Token) -> bool:
    """Whether the clause of a figure has a date, or its sentence begins with one that is of no other figure."""
    dated = [t for t in scene.dates() if t.dated and t.dated.role != "per"]
    return any(scene.together(t, figure) or _leads(scene, t) for t in dated)


def _leads(scene: Scene, date_token: Token) -> bool:
    at_the_head = date_token.start - scene.start <= AT_THE_HEAD
    return at_the_head and not any(scene.together(date_token, t) for t in scene.all("quantity"))


AT_THE_HEAD = 4
"""So many characters before it, a date still begins its sentence ("On Friday", 在周五)."""


def _says_whose(scene: Scene, figure: Token, subject: str) -> bool:
    """Whether the clause of a figure names whose it is, and nobody else."""
    named = {t.name.key for t in scene.all("name", "company") if t.name and scene.together(t, figure)}
    return named == {subject}


__all__ = ["inferred"]
