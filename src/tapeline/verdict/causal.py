"""A causal claim beside its assessment: the words follow the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tapeline.claim import Cite, Claim, Measured, Nearest, Verdict, VerdictName
from tapeline.errors import TapelineError
from tapeline.quantity import Quantity
from tapeline.verdict.reasons import MODALITIES, not_checked

if TYPE_CHECKING:
    from datetime import date

    from tapeline.cause import Assessment
    from tapeline.record import Record
    from tapeline.verdict.terms import Terms

Asked = tuple[str, str, str, "date | None", "date | None"]
OUTCOMES: dict[str, VerdictName] = {"supported": "supported", "contradicted by timing": "contradicted"}
"""What an assessment's verdict makes of the claim; everything else leaves it unverifiable: not shown is not false."""
DIRECTIONS: dict[str, tuple[Literal["up", "down"], ...]] = {"up": ("up",), "down": ("down",)}
"""The directions that a claim is tested in; one that says none in both, and the kinder verdict is its own."""
KINDEST: tuple[VerdictName, ...] = ("supported", "unverifiable", "contradicted")


NO_EVENT = (
    "The story names a cause that no dated event of the record stands for, so there is nothing to test on the tape.",
    "文中所说的原因，记录中没有对应的、有日期的事件，因此无从用行情检验。",
)
MISSING = "a dated event for this cause (tapeline record add events FILE --record DIR)"


def judge_causal(
    record: Record, claim: Claim, terms: Terms, done: dict[Asked, Assessment]
) -> tuple[Verdict, Assessment | None]:
    """The verdict on a causal claim, with the assessment that it rests on where one could be made.

    `done` holds the assessments made so far: a story says the same thing several times.
    """
    if claim.modality in MODALITIES:
        return Verdict(claim.id, "opinion", not_checked(claim.modality, terms.language)), None
    if claim.args["cause"] == "other" and claim.period is None:
        return Verdict(claim.id, "unverifiable", NO_EVENT[terms.language == "zh"], missing=MISSING), None
    start, end = (claim.period.start, claim.period.end) if claim.period else (None, None)
    readings: dict[Literal["up", "down"], Assessment] = {}
    for way in DIRECTIONS.get(claim.args.get("direction", ""), ("up", "down")):
        asked = (claim.subject, claim.args["cause"], way, start, end)
        try:
            if asked not in done:
                done[asked] = _assess(record, claim, way, start, end, terms)
        except TapelineError as e:
            return Verdict(claim.id, "unverifiable", str(e), missing=str(e)), None
        readings[way] = done[asked]
    direction = min(readings, key=lambda way: KINDEST.index(OUTCOMES.get(readings[way].verdict, "unverifiable")))
    found = readings[direction]
    verdict = OUTCOMES.get(found.verdict, "unverifiable")
    missing = "" if verdict != "unverifiable" else f"evidence that tells this cause from the others: {found.verdict}"
    near = _nearest(found) if verdict == "contradicted" else ()
    return Verdict(
        claim.id,
        verdict,
        _reason(found, direction, terms.language),
        _measured(found, record),
        nearest=near,
        missing=missing,
    ), found


def _assess(
    record: Record, claim: Claim, direction: Literal["up", "down"], start: date | None, end: date | None, terms: Terms
) -> Assessment:
    """The assessment of a causal claim; the deep one where it is asked for and there is something to test."""
    from tapeline.cause import assess_claim

    asked = (record, claim.subject, claim.args["cause"], direction, start, end, terms.then, terms.then)
    found = assess_claim(*asked)
    return assess_claim(*asked, deep=True) if terms.deep and found.verdict != "too little data" else found


def _nearest(found: Assessment) -> tuple[Nearest, ...]:
    """What was so instead: the day of the turn, and the two rivals that carried the most of the move."""
    out = []
    if found.timing is not None and found.timing.turn is not None:
        day = found.timing.turn
        out.append(Nearest(f"{found.subject} turn {day}", day.toordinal(), "date", found.timing.note))
    dated = [r for r in found.rivals if r.estimate is not None and r.p_value is not None]
    for r in sorted(dated, key=lambda r: -abs(r.estimate))[:2]:
        share = 100 * r.estimate
        out.append(Nearest(f"{found.subject} abnormal return {r.date}", share, "%", f"{r.what}: {share:+.1f}%"))
    return tuple(out)


def _reason(found: Assessment, direction: str, language: str) -> str:
    if language != "zh":
        return found.reason
    words = {"supported": "证据支持这一因果说法", "not supported": "证据不支持这一因果说法", "contradicted by timing": "时间顺序与这一因果说法相反",
             "too little data": "数据不足，无法检验这一因果说法"}  # fmt: skip
    head = words.get(found.verdict, "这一原因无法与同期其他原因区分开来")
    dated = found.timing is not None and found.timing.turn is not None and found.verdict != "too little data"
    turn = f"；股价{'高点' if direction == 'down' else '低点'}在{found.timing.turn}" if dated and found.timing else ""
    return f"{head}{turn}。"


def _measured(found: Assessment, record: Record) -> Measured | None:
    """The turn that decided, with the evidence as its trail; `None` where there was nothing to date."""
    if found.timing is None or found.timing.turn is None:
        return None
    trail = tuple(
        Cite(
            "events",
            f"{found.subject} {r.date}",
            f"{r.what}: {100 * r.estimate:+.1f}% (p = {r.p_value:.3f})",
            f"record {record.name}",
        )
        for r in found.rivals
        if r.estimate is not None and r.p_value is not None
    )
    own = Cite("prices", f"{found.subject} {found.timing.turn}", "the turn", f"record {record.name}")
    day = found.timing.turn.toordinal()
    low = found.timing.low.toordinal() if found.timing.low else day
    high = found.timing.high.toordinal() if found.timing.high else day
    quantity = Quantity(min(low, day), max(high, day), "date")
    return Measured(quantity, day, "the day of the turn", found.timing.turn, found.reason, (own, *trail))


__all__ = ["OUTCOMES", "judge_causal"]
