"""Offices that one person holds at a time: who else held one, which shows that somebody did not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tapeline.measures.registry import Question, cite, reading
from tapeline.quantity import Quantity

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Measured
    from tapeline.record import Record, Row

HANDOVER = 45
"""So many days apart, one person's leaving an office and another's taking it are one handover."""
AHEAD = timedelta(days=365)
"""An office that somebody is said to take is taken within such a time."""

INITIALS = {
    "ceo": "chief executive officer",
    "cfo": "chief financial officer",
    "coo": "chief operating officer",
    "cto": "chief technology officer",
    "cpo": "chief product officer",
}
_ALONE = re.compile(r"\bchief [a-z ]*officer\b|\bhead of\b")


def matches(row: Row, wanted: str) -> bool:
    """Whether an office is called by a name, in either language, in any case, in full or by its initials."""
    names = [spelt_out(n) for n in (row["role"], *(row["role_zh"] or "").split("|")) if n]
    told = spelt_out(wanted)
    return any(told in n or n in told for n in names)


def spelt_out(office: str) -> str:
    """An office in small letters with its initials written out (`founder, chairman and chief executive officer`)."""
    return " ".join(INITIALS.get(word, word) for word in office.casefold().split())


def offices(record: Record, q: Question, person: str = "") -> list[Row]:
    """The times in an office of the subject, of a person or of anybody; being employed is none."""
    rows = record.rows("roles", entity=q.subject)
    return [r for r in rows if r["role"] != "employee" and person in {"", r["person"]}]


def held_by_another(record: Record, q: Question) -> Measured | None:
    """Who held an office on the day asked about, where that is not the person asked about, whom the record knows in another.

    `None` where the office is one that several hold, the record does not know the person at the subject, or it cannot say who
    held it on that day: nobody known, or somebody with no end to it and nothing filed since by the subject.
    """
    day = q.day()
    for r in _holders(record, q):
        until = r["to_earliest"] or _last_filing(record, q.subject)
        if r["from_latest"] <= day and until is not None and until >= day:
            return _not_so(r, f"{r['person']} held the office of {r['role']} on {day}")
    return None


def kept_by_another(record: Record, q: Question) -> Measured | None:
    """Who held an office around the day asked about and went on to, so that nobody else took it then; `None` where the record does not reach so far."""
    soon = q.day() + timedelta(days=2 * HANDOVER)
    before = replace(q, start=None, end=q.day() - timedelta(days=2 * HANDOVER))
    holder, later = held_by_another(record, before), held_by_another(record, replace(q, start=None, end=soon))
    return later if holder is not None and later is not None and holder.trail == later.trail else None


def taken_by_another(record: Record, q: Question) -> Measured | None:
    """Who took an office at or after the day asked about, where that is not the person asked about, whom the record knows in another office.

    `None` where the record knows no such handover within a year.
    """
    rows = _holders(record, q)
    for r in sorted(rows, key=lambda r: r["from_earliest"]):
        if timedelta(days=-HANDOVER) <= r["from_earliest"] - q.day() <= AHEAD and any(_follows(r, e) for e in rows):
            return _not_so(r, f"{r['person']} became {r['role']} on {r['from_earliest']}")
    return None


def _holders(record: Record, q: Question) -> list[Row]:
    """The times in an office that one person holds of everybody else, where the record knows the person asked about in another office."""
    wanted = spelt_out(q.args.get("role", ""))
    rows = offices(record, q)
    known = any(r["person"] == q.arg("person") for r in rows)
    if not known or not _ALONE.search(wanted):
        return []
    return [r for r in rows if r["person"] != q.arg("person") and matches(r, wanted)]


def _last_filing(record: Record, entity: str) -> date | None:
    """The day of the newest accounts of a company in the record, up to which its offices are taken for known."""
    return max((r["filed"] for r in record.rows("facts", entity=entity)), default=None)


def handed_to_another(record: Record, q: Question) -> Measured | None:
    """Whom a person followed in every office that the record has of them, or who followed the predecessor asked about, where neither is the other.

    `None` where the record does not know who came before, or after.
    """
    rows = offices(record, q)
    person, before = q.arg("person"), q.arg("predecessor")
    taken = [r for r in rows if r["person"] == person]
    left = [r for r in rows if r["person"] == before and r["to_latest"]]
    followed = [(r, f) for r in taken for f in rows if _follows(r, f)]
    if taken and len({r["from_earliest"] for r, _ in followed}) == len(taken):
        later, earlier = followed[0]
        return _not_so(later, f"{person} followed {earlier['person']} as {later['role']}")
    followers = [(r, f) for f in left for r in rows if _follows(r, f)]
    if left and len({f["to_latest"] for _, f in followers}) == len(left):
        later, _ = followers[0]
        return _not_so(later, f"{later['person']} followed {before} as {later['role']}")
    return None


def _follows(later: Row, earlier: Row) -> bool:
    """Whether one time in an office begins where another's ends."""
    left = earlier["to_latest"]
    same = earlier["role"] == later["role"] and earlier["person"] != later["person"]
    return same and left is not None and abs((later["from_earliest"] - left).days) <= HANDOVER


def _not_so(row: Row, what: str) -> Measured:
    first, last = row["from_earliest"], row["from_latest"]
    trail = [cite("roles", row, f"{row['role']} from {first}")]
    held = reading(Quantity(first.toordinal(), last.toordinal(), "date"), what, last, what, trail)
    return replace(held, refutes=True)


__all__ = [
    "HANDOVER",
    "handed_to_another",
    "held_by_another",
    "kept_by_another",
    "matches",
    "offices",
    "spelt_out",
    "taken_by_another",
]
