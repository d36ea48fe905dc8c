"""People: age, office, tenure, joining. Birth and joining dates are intervals, and so is what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.measures.offices import (
    HANDOVER,
    handed_to_another,
    held_by_another,
    kept_by_another,
    matches,
    offices,
    taken_by_another,
)
from tapeline.measures.parameters import one_of
from tapeline.measures.registry import Question, cite, measure, reading
from tapeline.quantity import Quantity
from tapeline.record import fetch_command

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Measured
    from tapeline.record import Record, Row

YEAR = 365.2425
PERSON = "the person's name in the record"


def completed_years(born: date, on: date) -> int:
    """Whole years between two days, as an age is counted."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _born(record: Record, q: Question) -> Row:
    rows = [r for r in record.rows("people", person=q.arg("person")) if r["born_earliest"] and r["born_latest"]]
    if not rows:
        raise UnmeasurableError(f"the birth date of {q.arg('person')}", fetch_command("people", q.arg("person")))
    return rows[0]


@measure(
    "person.age",
    "years",
    person=PERSON,
    at=one_of("`appointed` for the age when taking the role named in `role`", "appointed"),
    role="an office",
)
def age(record: Record, q: Question) -> list[Measured]:
    """A person's age in completed years on a day, an interval where the birth date is one; over the whole period asked about.

    With `at=appointed`, on the day that the person took office.
    """
    row = _born(record, q)
    start, end = q.start or q.day(), q.end or q.day()
    if q.args.get("at") == "appointed":
        office = _roles(record, q)[0]
        start, end = office["from_earliest"], office["from_latest"]
    low, high = completed_years(row["born_latest"], start), completed_years(row["born_earliest"], end)
    days = f"{start}" if start == end else f"{start} to {end}"
    known = (
        f"{row['born_earliest']}"
        if row["born_earliest"] == row["born_latest"]
        else f"{row['born_earliest']} to {row['born_latest']}"
    )
    formula = f"born {known}; on {days} aged {low if low == high else f'{low} to {high}'}"
    trail = [cite("people", row, f"born {known}")]
    return [reading(Quantity(low, high, "years"), f"completed years on {days}", end, formula, trail)]


@measure("person.born", "date", person=PERSON)
def born(record: Record, q: Question) -> list[Measured]:
    """The day that a person was born on, an interval where the record knows no more than a year or two."""
    row = _born(record, q)
    first, last = row["born_earliest"], row["born_latest"]
    shown = f"{first}" if first == last else f"{first} to {last}"
    span = Quantity(first.toordinal(), last.toordinal(), "date")
    return [reading(span, "born", last, f"born {shown}", [cite("people", row, f"born {shown}")])]


def _matching(record: Record, q: Question) -> list[Row]:
    wanted = q.args.get("role", "").casefold()
    return [r for r in offices(record, q, q.arg("person")) if not wanted or matches(r, wanted)]


def _roles(record: Record, q: Question) -> list[Row]:
    """The person's offices at the subject that match `role`, newest first.

    Raises:
        UnmeasurableError: the record holds none.
    """
    matching = _matching(record, q)
    if not matching:
        raise UnmeasurableError(
            f"when {q.arg('person')} was {q.args.get('role', 'in office')} of {q.subject}",
            fetch_command("roles", q.arg("person")),
        )
    return sorted(matching, key=lambda r: r["from_earliest"], reverse=True)


def _span(row: Row, edge: str) -> tuple[date, date] | None:
    first, last = row[f"{edge}_earliest"], row[f"{edge}_latest"]
    return (first, last) if first else None


def _dates(row: Row, first: date, last: date, basis: str) -> Measured:
    shown = f"{first}" if first == last else f"{first} to {last}"
    trail = [
        cite(
            "roles",
            row,
            f"{row['role']} from {row['from_earliest']}{' to ' + str(row['to_latest']) if row['to_latest'] else ''}",
        )
    ]
    return reading(Quantity(first.toordinal(), last.toordinal(), "date"), basis, last, f"{basis}: {shown}", trail)


@measure("person.role", "date", person=PERSON, role="the office")
def role(record: Record, q: Question) -> list[Measured]:
    """The days on which a person held an office, one reading for each time in it; who held it where that was somebody else."""
    if not _matching(record, q) and (other := held_by_another(record, q)) is not None:
        return [other]
    return [
        _dates(
            r,
            r["from_earliest"],
            r["to_latest"] or max(q.known, r["from_earliest"]),
            f"{r['person']} held the office of {r['role']}",
        )
        for r in _roles(record, q)
    ]


@measure("person.appointed", "date", person=PERSON, role="the office")
def appointed(record: Record, q: Question) -> list[Measured]:
    """When a person took an office, an interval of days; one reading for each time; who held it where that was somebody else."""
    if not _matching(record, q):
        dated = q.start is not None and q.end is not None
        other = held_by_another(record, q) if dated else taken_by_another(record, q) or kept_by_another(record, q)
        if other is not None:
            return [other]
    return [
        _dates(r, r["from_earliest"], r["from_latest"], f"{r['person']} became {r['role']}") for r in _roles(record, q)
    ]


@measure("person.succeeded", "date", person=PERSON, predecessor="who held the office before", role="the office")
def succeeded(record: Record, q: Question) -> list[Measured]:
    """The day that one person took over an office from another, who left it within 45 days of that day; who did where that was somebody else."""
    before = Question(q.subject, q.known, args={**q.args, "person": q.arg("predecessor")})
    if not _matching(record, q) and (other := taken_by_another(record, q)) is not None:
        return [other]
    for later in _roles(record, q):
        for earlier in _roles(record, before):
            left = _span(earlier, "to")
            if left and earlier["role"] == later["role"] and abs((later["from_earliest"] - left[1]).days) <= HANDOVER:
                basis = f"{later['person']} followed {earlier['person']} as {later['role']}"
                return [_dates(later, later["from_earliest"], later["from_latest"], basis)]
    if (other := handed_to_another(record, q)) is not None:
        return [other]
    raise UnmeasurableError(
        f"an office that {q.arg('person')} took over from {q.arg('predecessor')}",
        fetch_command("roles", q.arg("person")),
    )


def _stints(record: Record, q: Question) -> list[Row]:
    every = record.rows("roles", person=q.arg("person"), entity=q.subject)
    # a founder has offices and no hiring date
    rows = [r for r in every if r["role"] == "employee"] or sorted(every, key=lambda r: r["from_earliest"])[:1]
    if not rows:
        raise UnmeasurableError(f"when {q.arg('person')} joined {q.subject}", fetch_command("roles", q.arg("person")))
    return sorted(rows, key=lambda r: r["from_earliest"])


@measure("person.joined", "date", person=PERSON, which=one_of("`again` for a return", "again"))
def joined(record: Record, q: Question) -> list[Measured]:
    """When a person began to work for the subject, an interval of days; with `which=again`, the last return."""
    rows = _stints(record, q)
    if q.args.get("which") == "again":
        if len(rows) < 2:
            raise UnmeasurableError(
                f"a return of {q.arg('person')} to {q.subject}", fetch_command("roles", q.arg("person"))
            )
        rows = rows[::-1]
    return [_dates(rows[0], rows[0]["from_earliest"], rows[0]["from_latest"], f"{q.arg('person')} joined {q.subject}")]


@measure("person.left", "date", person=PERSON)
def left(record: Record, q: Question) -> list[Measured]:
    """When a person left the subject, an interval of days."""
    spans = [(r, span) for r in _stints(record, q) if (span := _span(r, "to"))]
    if not spans:
        raise UnmeasurableError(
            f"a day on which {q.arg('person')} left {q.subject}", fetch_command("roles", q.arg("person"))
        )
    return [_dates(r, first, last, f"{q.arg('person')} left {q.subject}") for r, (first, last) in spans]


def _left_office(record: Record, q: Question, until: date) -> list[tuple[date, str]]:
    """When a person left the last office, where they hold none any more on a day: up to then they worked there as far as anyone says."""
    rows = offices(record, q, q.arg("person"))
    if not rows or any(r["to_latest"] is None or r["to_latest"] >= until for r in rows):
        return []
    last = max(r["to_latest"] for r in rows)
    return [(last, f"up to leaving the last office on {last}")]


def _worked(row: Row, until: date, basis: str) -> Measured | None:
    low = (until - row["from_latest"]).days / YEAR
    high = (until - row["from_earliest"]).days / YEAR
    if high < 0:
        return None
    formula = f"from {row['from_earliest']} to {until}: {high:.1f} years"
    trail = [cite("roles", row, f"joined {row['from_earliest']}")]
    return reading(Quantity(max(low, 0.0), high, "years"), basis, until, formula, trail, value=high)


@measure(
    "person.tenure",
    "years",
    person=PERSON,
    until=one_of("`appointed` to count up to taking the office named in `role`", "appointed"),
    role="an office",
)
def tenure(record: Record, q: Question) -> list[Measured]:
    """How long a person has worked for the subject, in years, up to the day asked about (or up to taking an office).

    Counted from first joining, time away included; where there was time away, a second reading counts from the return; where the
    last office was left before that day, another counts up to then.
    """
    until = min(q.day(), q.known)
    basis = f"up to {until}"
    if q.args.get("until") == "appointed":
        until = _roles(record, q)[0]["from_latest"]
        basis = f"up to taking office on {until}"
    ends = [(until, basis), *_left_office(record, q, until)]
    out = [m for end, why in ends for row in _stints(record, q) if (m := _worked(row, end, why)) is not None]
    if not out:
        raise UnmeasurableError(
            f"work of {q.arg('person')} for {q.subject} before {until}", fetch_command("roles", q.arg("person"))
        )
    return out


@measure("person.least_tenure", "years", people="names, separated by `|`")
def least_tenure(record: Record, q: Question) -> list[Measured]:
    """The shortest time that any of several people has worked for the subject, in years; names whoever has no joining date."""
    found, missing = [], []
    for name in q.arg("people").split("|"):
        try:
            found.append((name, tenure(record, Question(q.subject, q.known, q.start, q.end, {"person": name}))[0]))
        except UnmeasurableError:
            missing.append(name)
    if not found or missing:
        listed = ", ".join(missing)
        raise UnmeasurableError(
            f"when {listed} joined {q.subject}", fetch_command("roles", missing[0]) if missing else ""
        )
    name, least = min(found, key=lambda x: x[1].low)
    trail = [c for _, m in found for c in m.trail]
    formula = f"the shortest of {len(found)}: {name}, {least.formula}"
    return [
        reading(
            least.quantity, f"of {len(found)} people, {least.basis}", least.as_of, formula, trail, value=least.value
        )
    ]


__all__ = [
    "age",
    "appointed",
    "born",
    "completed_years",
    "joined",
    "least_tenure",
    "left",
    "role",
    "succeeded",
    "tenure",
]
