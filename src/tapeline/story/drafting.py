"""The statements of a sentence: what the frames draft of it, what leans on that, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tapeline.story.calendar import dates
from tapeline.story.frames import frames_for
from tapeline.story.frames.accounts.adjusted import as_adjusted
from tapeline.story.frames.accounts.figure_than import than
from tapeline.story.frames.accounts.figures_so_far import of_the_year_so_far
from tapeline.story.frames.accounts.loose_nouns import or_loosely
from tapeline.story.frames.accounts.several_years import CHANGES, over_several_years
from tapeline.story.frames.beside.at_their_price import at_their_price
from tapeline.story.frames.beside.beside import beside
from tapeline.story.frames.beside.ellipsis import going_on
from tapeline.story.frames.beside.growth_beside import growth_beside
from tapeline.story.frames.beside.in_brackets import in_brackets
from tapeline.story.frames.beside.in_order import in_order
from tapeline.story.frames.beside.market_beside import in_the_same_time
from tapeline.story.frames.left.doubted import doubted
from tapeline.story.frames.left.leftover import leftover
from tapeline.story.frames.left.plain_words import plainly
from tapeline.story.frames.subjects.figure_names import or_of_the_part
from tapeline.story.frames.times.not_when import compares
from tapeline.story.frames.unsettled.said import paraphrase
from tapeline.story.idle import STATING
from tapeline.story.inferred import inferred
from tapeline.story.learned import Words
from tapeline.story.tense import as_said
from tapeline.story.tokens import MENTIONED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.claim import Period
    from tapeline.story.gathered import SecondReader
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token


class Drafted(NamedTuple):
    """What a sentence states.

    Attributes:
        framed: what the frames made of it, which the next sentence goes on from.
        standing: what becomes claims: that, or another reader's, and what is left.
        taken: the quantities that a statement has taken.
    """

    framed: list[Draft]
    standing: list[Draft]
    taken: set[Token]


def drafts_of(scene: Scene, second: SecondReader | None = None) -> Drafted:
    """The statements of a sentence, and those of another reader beside them or in their place."""
    drafts, taken = _framed(scene)
    if second is None and not drafts and scene.kinds.isdisjoint(MENTIONED):
        return Drafted([], [], taken)
    words = Words(scene)
    wrong = [] if second is not None else doubted(scene, drafts, words)
    if wrong:
        drafts = [d for d in drafts if d not in wrong]
        taken -= {t for d in wrong for t in d.tokens} - {t for d in drafts for t in d.tokens}
    standing, said = _unlike(drafts), [] if drafts else paraphrase(scene)
    alone = second is not None and second.alone
    if second is not None:
        standing = [_as_told(scene, d) for d in second.read(scene, standing or said)]
        taken = {t for d in standing for t in d.tokens if t.kind == "quantity"} | (set() if alone else taken)
    if not alone:
        standing += [_as_told(scene, d) for d in leftover(scene, taken, standing, words) if not _asked(scene, d.tokens)]
        standing += [_as_told(scene, d) for d in plainly(scene, standing, words)] if standing or not said else []
        standing = standing or said
    return Drafted(drafts, [_inferring(scene, _told_by_an_era(scene, d)) for d in standing], taken)


def _framed(scene: Scene) -> tuple[list[Draft], set[Token]]:
    """What the frames draft, and what leans on that; with the quantities that they have taken."""
    taken: set[Token] = set()
    drafts: list[Draft] = []
    numbers = scene.all("quantity")
    left = bool(numbers)
    for frame in frames_for(scene.marks) if _may_state(scene) else ():
        if frame.counts and not left:
            continue
        found = frame.read(scene, taken)
        for draft in found:
            told = _as_told(scene, draft)
            taken.update(t for t in told.tokens if t.kind == "quantity")
            if not (draft.asserted is not None and _asked(scene, draft.tokens)):
                drafts.append(told)
        if found and left:
            left = not taken.issuperset(numbers)
    return (_with_what_goes_on(scene, taken, drafts) if drafts else []), taken


def _with_what_goes_on(scene: Scene, taken: set[Token], drafts: list[Draft]) -> list[Draft]:
    """The drafts of a sentence with those that lean on them: what goes on with one, stands beside it or in brackets, or dates it."""
    drafts += [_as_told(scene, d) for d in going_on(scene, taken, drafts) if not _asked(scene, d.tokens)]
    drafts = beside(scene, taken, in_the_same_time(scene, taken, in_order(scene, taken, drafts)))
    return in_brackets(scene, taken, than(scene, at_their_price(scene, growth_beside(scene, taken, drafts))))


def _as_told(scene: Scene, draft: Draft) -> Draft:
    """A draft with how it is said, of what accounts its figure is, and whose."""
    for step in (
        _of_a_company,
        as_adjusted,
        or_of_the_part,
        or_loosely,
        of_the_year_so_far,
        over_several_years,
        as_said,
    ):
        draft = step(scene, draft)
    return draft


def _of_a_company(scene: Scene, draft: Draft) -> Draft:
    """Nothing is asked of an index that was never named; and no index does or owes anything: what is told behind one ("the first member of the Dax to do so. It owes …", "It joined the S&P 500 and moved to …") is the company's."""
    if not draft.subject and draft.measure.startswith(OF_THE_TAPE):
        return draft._replace(measure="")
    named = {t.name.key for t in scene.all("name", "company") if t.name and t.is_index}
    handed_on = draft.subject == scene.discourse.its_index and draft.subject not in named
    owes = handed_on and draft.measure.startswith(OF_COMPANIES)
    deed = draft.measure == "event.date" and draft.subject in named
    return draft._replace(subject=scene.discourse.company) if owes or deed else draft


OF_THE_TAPE = ("price.", "market_cap.")
"""How the measures begin that somebody or some index must be the subject of."""
OF_COMPANIES = ("fact.", "dividend.", "holding.", "market_cap.", "person.")
"""How the measures begin that an index has none of."""


def _asked(scene: Scene, tokens: Sequence[Token]) -> bool:
    """Whether a statement is a question's: in Chinese only its last clause asks (高盛把目标价提到了150，你现在跑？)."""
    if scene.view[scene.end - 1 : scene.end] not in {"?", "？"}:
        return False
    return scene.language != "zh" or max(t.end for t in tokens) > scene.clauses[-1][0]


def _may_state(scene: Scene) -> bool:
    """Whether any frame could take anything of a sentence: it has a number, a date, a person, or a word that states alone."""
    return scene.is_figured or not scene.senses.isdisjoint(STATING) or bool(scene.all("name", "person"))


def _unlike(drafts: Sequence[Draft]) -> list[Draft]:
    kept: dict[tuple[object, ...], Draft] = {}
    for d in drafts:
        value = d.asserted.quantity if d.asserted else None
        kept.setdefault((d.measure, d.subject, tuple(sorted(d.args.items())), value, d.tokens[0].start, d.period), d)
    return list(kept.values())


def _inferring(scene: Scene, d: Draft) -> Draft:
    """A draft with what its own clause does not say."""
    guessed = () if "measure" in d.inferred else inferred(scene, d)
    return d._replace(inferred=guessed) if guessed else d


def _told_by_an_era(scene: Scene, d: Draft) -> Draft:
    """A reported figure may be of any period that its date's words can mean; without one, of those that its sentence or its paragraph has named before."""
    if d.measure not in {"fact.value", "fact.streak", *CHANGES}:
        return d
    meant = [p for t in d.tokens if t.dated and t.dated.period == d.period for p in t.dated.candidates[1:]]
    more = (*_eras_before(scene, d), *scene.discourse.eras) if d.period is None else tuple(meant)
    return d._replace(also=tuple(dict.fromkeys((*d.also, *more)))) if more else d


def _eras_before(scene: Scene, d: Draft) -> list[Period]:
    """The months, quarters and years named before a statement in its sentence ("Sales were $117.9 billion in 2021 and profit was $39.4 billion"), the last first."""
    if d.measure != "fact.value":
        return []  # behind a change the time named may be what it is counted from
    start = max(t.start for t in d.tokens)
    named = (t.dated for t in reversed(scene.dates("on")) if t.dated and t.end <= start and not compares(scene, t))
    return [m.period for m in named if dates.is_era(m.period) and not m.base and m.period.end <= scene.published]


__all__ = ["Drafted", "drafts_of"]
