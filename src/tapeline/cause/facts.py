"""A reported figure as the outcome: its growth before and after the event, where there are quarters enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.assessment import Assessment, Evidence, Occasion, Refused
from tapeline.cause.breaks import DriftChange, drift_change
from tapeline.errors import DesignError, InputError

if TYPE_CHECKING:
    from datetime import date

    from tapeline.record import Record

LEAST = 30
METHOD = "change of mean growth on a year before"
NULL = "growth has the same mean before and after the event, around a straight line"


def growth(record: Record, subject: str, metric: str, known: date) -> tuple[list[date], list[float]]:
    """Quarter ends and growth on the same quarter a year before, from figures filed by the day known (the newest filing of each)."""
    newest: dict[date, tuple[date, float]] = {}
    for row in sorted(record.rows("facts", known=known, entity=subject, metric=metric), key=lambda r: r["filed"]):
        start, end = row["period_start"], row["period_end"]
        if start is None or 80 <= (end - start).days <= 100:
            newest[end] = (row["filed"], row["value"])
    ends = sorted(newest)
    out: tuple[list[date], list[float]] = ([], [])
    for end in ends:
        before = next((e for e in ends if 355 <= (end - e).days <= 375), None)
        if before is not None and newest[before][1] > 0:
            out[0].append(end)
            out[1].append(newest[end][1] / newest[before][1] - 1)
    return out


def assess_fact(
    record: Record, subject: str, metric: str, days: tuple[date, date], known: date, what: str
) -> Assessment:
    """Did the growth of a reported figure change with the event?

    Raises:
        InputError: the record holds no such figure of the subject.
    """
    if not record.rows("facts", known=known, entity=subject, metric=metric):
        held = sorted({r["metric"] for r in record.rows("facts", known=known, entity=subject)})
        raise InputError(
            f"the record holds no {metric!r} of {subject} by {known}; it holds {', '.join(held) or 'no figures at all'}"
        )
    ends, values = growth(record, subject, metric, known)
    at = sum(e < days[0] for e in ends)
    event = Occasion(days[0], None, what or f"the event of {days[0]}", days[1] if days[1] != days[0] else None)
    outcome = f"fact:{metric}"
    found = _change(values, at, days[0])
    if isinstance(found, str):
        why = found
        return Assessment(subject, event, outcome, "too little data", f"The figure cannot be tested: {why}",
                          refused=(Refused(METHOD, why),), sensitivity="More quarters would make it testable.")  # fmt: skip
    evidence = Evidence(METHOD, NULL, found.change, found.low, found.high, found.p_value, found.n, True,
                        "quarterly figures overlap by three quarters in a year's growth")  # fmt: skip
    seen = found.p_value <= 0.05
    said = (
        f"Growth on a year before changed by {100 * found.change:+.1f} points after {days[0]}, p = {found.p_value:.3f}"
    )
    reason = f"{said}; every other change of those quarters is a rival" if seen else f"{said}, not beyond chance"
    return Assessment(subject, event, outcome, "cannot be told apart" if seen else "not supported", reason, evidence=(evidence,),
                      sensitivity="A series of comparable companies would be needed to single the event out.",
                      apart_from=("all other changes of those quarters",) if seen else ())  # fmt: skip


def _change(values: list[float], at: int, day: date) -> DriftChange | str:
    if at < LEAST:
        return (f"{at} quarters with growth on a year before come before {day}, at least {LEAST} are needed; bring earlier filings, "
                "or test the price")  # fmt: skip
    try:
        return drift_change(np.array(values), np.arange(len(values), dtype=np.float64), at)
    except DesignError as e:
        return str(e)


__all__ = ["assess_fact", "growth"]
