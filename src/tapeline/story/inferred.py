"""What of a statement its own clause does not say, and the reader took from elsewhere: nothing is contradicted by a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording

if TYPE_CHECKING:
    from tapeline.claim import Asserted, Inferred
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

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


FINE = {"price.change": 2e-3, "price.level": 5e-4, "price.return": 0.02, "price.volume": 5e-3}
"""How large a share of itself the interval may be that a price, a move or the shares traded assert, for it to fit little by chance."""
FINE_DATED = 0.05
"""The same of a move whose own sentence says when it was."""
FINEST = 5e-3
"""The same of a move that is tried on more times than a few."""


def is_fine(claim: Asserted, measure: str, *, dated: bool = False, many: bool = False) -> bool:
    """Whether a figure is told so finely that it is hardly true of a time that is not meant, of a few that are tried or of `many`."""
    share = FINE.get(measure)
    if measure == "price.return":
        share = FINE_DATED if dated else FINEST if many else share
    return share is not None and 2 * claim.quantity.half_width <= share * abs(claim.quantity.middle)


def _says_when(scene: Scene, draft: Draft, figure: Token) -> bool:
    """Whether the clause of a figure has a date, or its sentence begins with the one that it is of, which stands alone there."""
    dated = [t for t in scene.dates() if t.dated and t.dated.role != "per"]
    dated = [t for t in dated if "from" in draft.args or not (t.dated and t.dated.base)]
    if draft.measure in RANKS:  # what a rank is counted from does not say of when it is
        dated = [t for t in dated if t.dated and (t.dated.role != "since" or t.dated.period == draft.period)]
    return any(
        scene.together(t, figure)
        or _leads(scene, draft, t)
        or _leads_a_list(scene, draft, t, figure)
        or _tells_when(scene, draft, t, figure)
        for t in dated
    )


def _tells_when(scene: Scene, draft: Draft, date_token: Token, figure: Token) -> bool:
    """Whether the clause of a figure says more of its date right before it ("back to January 3, 2022, when it shot up 13.5%")."""
    if date_token.dated is None or draft.period not in date_token.dated.candidates:
        return False
    left = scene.clause(figure)[0]
    follows = scene.clause(date_token)[1] <= left <= date_token.end + AT_THE_HEAD
    return follows and wording("inferred.when").match(scene.view, left, scene.end) is not None


def _leads_a_list(scene: Scene, draft: Draft, date_token: Token, figure: Token) -> bool:
    """Whether a date begins a sentence that tells what several companies did then, each in a clause of its own (周三标普500跌了2%，亚马逊跌4.3%，微软跌7%)."""
    if date_token.start - scene.start > AT_THE_HEAD or draft.measure != "price.return" or date_token.dated is None:
        return False
    if draft.period not in date_token.dated.candidates or any(t.start > date_token.start for t in scene.dates()):
        return False
    moves = [t for t in scene.quantities("%") if t.start <= figure.start]
    apart = len({scene.clause(t) for t in moves}) == len(moves) > 1
    names = scene.all("name", "company")
    return apart and all(any(n.start < t.start and scene.together(n, t) for n in names) for t in moves)


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


__all__ = ["inferred", "is_fine"]
