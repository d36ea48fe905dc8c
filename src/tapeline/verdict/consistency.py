"""Claims of one story about one quantity that cannot all be true, by interval reasoning."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tapeline.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tapeline.claim import Claim, Measured

PER_YEAR = {"quarter": 4.0, "year": 1.0}
YEAR = 365.2425
IGNORED = frozenset({"after", "per", "at", "role", "sense"})
OF_A_DAY = frozenset(
    {"price.change", "price.level", "price.return", "market_cap.level", "market_cap.change", "holding.value"}
)
"""What is another on every day: two claims of these clash only where the story gives both a day, and the same time of it."""


def clashes(claims: Sequence[Claim], measured: Mapping[str, Measured | None]) -> dict[str, tuple[str, ...]]:
    """For each claim's id, the ids of the claims that it cannot be true beside.

    Two claims speak of one quantity where measure, subject and parameters are the same and their readings are of one day; a
    quarterly and a yearly amount are set on one scale; ages on different days are compared as birth dates.
    """
    out: dict[str, list[str]] = {c.id: [] for c in claims}
    groups: dict[tuple[object, ...], list[tuple[Claim, Quantity]]] = {}
    for claim, key, quantity in _keyed(claims, measured):
        groups.setdefault(key, []).append((claim, quantity))
    for members in groups.values():
        for i, (a, x) in enumerate(members):
            for b, y in members[i + 1 :]:
                unmeasured = measured.get(a.id) is None and measured.get(b.id) is None
                if unmeasured and a.measure.startswith("fact.") and not _could_be_one(x, y):
                    continue
                if x.unit == y.unit and x.gap(y) > 0:
                    out[a.id].append(b.id)
                    out[b.id].append(a.id)
    return {k: tuple(v) for k, v in out.items()}


NEAR = 1.5
"""Two figures of one name that nothing measures, further apart than this, are likelier of two parts of a company than one told wrongly."""
SLIPS = (10.0, 100.0, 1000.0, 10_000.0)


def _could_be_one(x: Quantity, y: Quantity) -> bool:
    """Whether two numbers can be one told twice: near each other, or apart by a slip of units."""
    small, large = sorted((abs(x.middle), abs(y.middle)))
    if not small or x.middle * y.middle < 0:
        return False
    return large / small <= NEAR or any(abs(large / small / slip - 1) < 0.02 for slip in SLIPS)


def _keyed(
    claims: Sequence[Claim], measured: Mapping[str, Measured | None]
) -> Iterator[tuple[Claim, tuple[object, ...], Quantity]]:
    for claim in claims:
        if claim.asserted is None or not claim.measure or claim.modality not in {"stated", "reported"}:
            continue
        found = measured.get(claim.id)
        quantity = claim.asserted.quantity
        if quantity.unit == "rank" or claim.measure in {"market_cap.compare", "price.compare"}:
            continue
        if claim.measure in OF_A_DAY and (claim.period is None or claim.args.get("session") == "traded"):
            continue  # at some time within a day: another figure is of another time of it
        if claim.measure == "fact.value" and claim.period is None and found is None:
            continue  # of which quarter is not told, and nothing in the record says it
        if claim.measure == "event.date" and found is None:
            continue  # the last results and the next are two
        if found is None and (claim.measure == "dividend.per_share" or claim.args.get("metric") == "dividends_paid"):
            continue  # an interim dividend and a final one are two
        day: object = (found.as_of, found.trail[0].key) if found else (claim.period, claim.also)
        args = tuple(sorted((k, v) for k, v in claim.args.items() if k not in IGNORED))
        if claim.measure == "person.age" and found is not None:
            yield claim, ("born", claim.args.get("person")), _born(quantity, found.as_of, claim)
            continue
        if "per" in claim.args and claim.args["per"] in PER_YEAR:
            quantity, day = quantity.scale(PER_YEAR[claim.args["per"]]), claim.period and claim.period.start
        if claim.measure in {"event.date", "person.joined", "holding.shares", "holding.share"}:
            day = found.trail[0].key if found else None
        yield claim, (claim.measure, claim.subject, args, day), quantity


def _born(age: Quantity, on: date, claim: Claim) -> Quantity:
    """The birth days that an age in completed years allows, as day ordinals."""
    start = claim.period.start if claim.period else on
    end = claim.period.end if claim.period and claim.args.get("at") != "appointed" else on
    first = start if claim.args.get("at") != "appointed" else on
    earliest = first - timedelta(days=int((age.high + 1) * YEAR))
    latest = end - timedelta(days=int(age.low * YEAR))
    return Quantity(min(earliest, latest).toordinal(), latest.toordinal(), "date")


__all__ = ["clashes"]
