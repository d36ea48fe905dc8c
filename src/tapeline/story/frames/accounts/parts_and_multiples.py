"""Frames of what a figure is a part or a multiple of: shares of revenue ("6.6% of revenue"), of the stock and of the staff; prices in times of earnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story.frames.slots import asserted, free
from tapeline.story.frames.subjects.figure_names import STAFF, facts, name_of, own_name
from tapeline.story.frames.times.earlier_levels import sets_beside
from tapeline.story.frames.times.reported_when import fact_period
from tapeline.story.frames.times.when import lately, move_periods
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Kind
    from tapeline.story.scene import Scene

REACH = 12
"""A multiple and the word for it let so many characters between them."""


def share_of(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "6.6% of revenue", 占营收的6.6%."""
    out = []
    for word in scene.all("sense", "share_of"):
        amount = scene.nearest(word, free(scene.quantities("%"), taken), clause=True)
        if amount is None or max(amount.start - word.end, word.start - amount.end) > (
            14 if scene.language == "zh" else 6
        ):
            continue
        if (kind := _of_shares(scene, word, amount)) is not None:
            person = scene.person(word) if kind == "holding" else ""
            measure, args = ("holding.share", {"person": person}) if person else ("", {})
            out.append(Draft(kind, measure, scene.company(word), (word, amount), asserted(amount), args=args,
                             hedge=amount.figure.hedge))  # fmt: skip
            taken.add(amount)
            continue
        first = min(word.start, amount.hedge_start)
        whole = (
            "another"
            if wording("levels.of_another_whole").search(scene.view, first, scene.clause(word)[1])
            else "revenue"
        )
        part = _whose_part(scene, first)
        args = {"metric": f"share_of_{whole}:{part}"}
        used = tuple(sorted((word, amount), key=lambda t: t.start))
        then = any(sets_beside(scene, t, amount) for t in scene.all("sense", "earlier"))  # 由去年同期的64%升到80%
        of_a_time = _is_of_a_part_untold(scene, first) or wording("levels.of_a_time").search(
            scene.view, first, scene.clause(word)[1]
        )
        measure = "" if then or of_a_time or part == whole else "fact.value"
        out.append(Draft("ratio", measure, _whose_revenue(scene, word, amount), used, asserted(amount), fact_period(scene, word)[0], (), args,
                         amount.figure.hedge))  # fmt: skip
        taken.add(amount)
    return out


def _is_of_a_part_untold(scene: Scene, first: int) -> bool:
    """Whether a share is one of what is left of a figure ("what was left after those expenses, 43.5% of revenue"), or of a part of it that no noun names (其中研发70.46亿，占营收两成一)."""
    nouns = [t.end for t in facts(scene) if t.end <= first]
    start = max(nouns, default=scene.start) if scene.language == "zh" else scene.start
    return wording("levels.left_of_it").search(scene.view, start, first) is not None


def _whose_revenue(scene: Scene, word: Token, amount: Token) -> str:
    """Whose revenue something is a part of: by the words between a part and its whole ("Amazon accounted for 11.8% of the carrier's revenue"), else the company told of; never a customer."""
    between = [t for t in scene.tokens if amount.end <= t.start < word.end and (t.name or t.kind == "who")]
    named = next((t.name for t in between if t.name and t.name.kind == "company"), None)
    if named is not None:
        return named.key
    customer = scene.nearest(amount, [t for t in scene.all("name", "company") if t.end <= amount.start], clause=True)
    makes_up = (
        customer is not None and wording("levels.makes_up").match(scene.view, customer.end, amount.start) is not None
    )
    return scene.discourse.company if between or makes_up else scene.company(word)


def _whose_part(scene: Scene, end: int) -> str:
    """What makes up a part of revenue, by the words before the part: a figure that a noun names, a part that is one of its own ("Advertising accounted for 97% of revenue"), else the words."""
    left = scene.clause(Token(end, end, "topic", "part"))[0]
    words = scene.view[left:end].strip(" ，,、")
    nouns = [t for t in facts(scene) if t.end <= end]
    which = wording("scene.which").match(scene.view, left) is not None  # "ad sales, which account for 96.5% of revenue"
    if nouns and (left <= nouns[-1].start or words.lower() in wordlist("levels.restated") or not words or which):
        return name_of(scene, nouns[-1])
    said = "_".join(words[-24:].lower().split())
    return own_name(said.partition("_")[0], "revenue") or said


def _of_shares(scene: Scene, word: Token, amount: Token) -> Kind | None:
    """What a share is of, where it is no figure's: of the stock, of the staff; none where it is one of revenue."""
    words = scene.view[min(word.start, amount.start) : min(scene.end, max(word.end, amount.end) + 8)]
    staff = any(t.start >= word.start and scene.together(t, word) for t in scene.all("metric", *STAFF))
    held = scene.language == "zh" and wording("levels.stock_before").search(
        scene.view, max(scene.start, word.start - 8), word.start
    )
    if (
        held
        or wording("levels.stock").search(words)
        or ("占" in words[:3] and any(t.end <= word.start for t in scene.all("sense", "hold")))
    ):
        return "buyback" if scene.all("sense", "buyback") else "holding"
    return "headcount" if staff else None


def priced_at(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Trades at 37 times earnings", "the stock fetches 21x our number", 市盈率为37倍."""
    out = []
    at = [t for t in scene.all("sense", "close") if any(m.end <= t.start for m in scene.all("metric", "price"))]
    for word in (*scene.all("sense", "times_what"), *at):
        amounts = [
            t
            for t in free(scene.quantities("x", *(() if word in at else ("",))), taken)
            if scene.together(t, word) and (word not in at or 0 <= t.hedge_start - word.end <= 2)
        ]
        amount = scene.nearest(word, amounts)
        linked = amount is not None and any(word.end <= t.start < amount.start for t in scene.all("sense", "to"))
        if amount is None or max(amount.start - word.end, word.start - amount.end) > (2 * REACH if linked else REACH):
            continue
        claim = asserted(amount)
        if claim.figure and claim.unit == "":
            claim = Asserted.of_figure(
                type(claim.figure)(claim.figure.text, claim.figure.value, claim.figure.step, "x", claim.figure.hedge)
            )
        used = tuple(sorted((word, amount), key=lambda t: t.start))
        args = {"metric": _multiple_of(scene, word, amount)}
        told = Draft("ratio", "fact.value", scene.company(word), used, claim, None, (), args, amount.figure.hedge)
        out.append(_of_past_earnings(scene, word, told) if args["metric"] == "price_multiple" else told)
        taken.add(amount)
    return out


def _of_past_earnings(scene: Scene, word: Token, told: Draft) -> Draft:
    """A multiple of earnings as one of the last four quarters', which is a guess where the words do not say so; as it was where they speak of earnings to come."""
    clause = scene.clause(word)
    if wording("parts_and_multiples.to_come").search(scene.view, *clause):
        return told
    period, also, when = move_periods(scene, word, since=False)
    day = when is not None and period is not None and period.grain == "day"
    past = wording("parts_and_multiples.past").search(scene.view, *clause) is not None
    return told._replace(
        measure="price.to_earnings",
        args={},
        period=period if day else None,
        also=also if day else lately(scene),
        tokens=tuple(sorted({*told.tokens, when} if day and when else told.tokens, key=lambda t: t.start)),
        inferred=() if past else ("measure",),
    )


def _multiple_of(scene: Scene, word: Token, amount: Token) -> str:
    """What a price is a multiple of: earnings, unless the words say book value or sales (市净率, "8 times sales")."""
    words = f"{scene.view[word.start : word.end]} {scene.view[amount.end : amount.end + REACH]}"
    if wording("levels.of_book").search(words):
        return "price_to_book"
    return "price_to_sales" if wording("levels.of_sales").search(words) else "price_multiple"


__all__ = ["priced_at", "share_of"]
