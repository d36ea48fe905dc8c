"""One measurement, or the list of measures, for a terminal or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tapeline.report.terminal import wrap
from tapeline.written import written_interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tapeline.claim import Measured
    from tapeline.measures import Measure

COLUMNS = 80


def render(name: str, subject: str, found: Measured) -> str:
    """A measurement with its arithmetic, its sources and the other honest readings."""
    lines = [f"{subject} {name} = {found.shown()}"]
    if found.low != found.high:
        lines += wrap(f"known to: {written_interval(found.quantity)}", COLUMNS, "  ")
    lines += wrap(f"basis: {found.basis} ({found.as_of})", COLUMNS, "  ")
    lines += wrap(f"arithmetic: {found.formula}", COLUMNS, "  ")
    lines += ["  trail:"]
    for c in found.trail:
        lines += wrap(f"{c.table} {c.key}: {c.value} ({c.source})", COLUMNS, "    ")
    if found.bases:
        lines += ["  other honest readings:"]
    for m in found.bases:
        mark = "" if m.standard else " [shown, not used]"
        lines += wrap(f"{m.shown()}: {m.basis}{mark}", COLUMNS, "    ")
    return "\n".join(lines) + "\n"


def listing(every: Iterable[Measure], *, markdown: bool) -> str:
    """Every measure with its unit, what it is and its parameters."""
    lines: list[str] = []
    for m in every:
        if markdown:
            lines += [f"## `{m.name}` ({m.unit})", "", m.doc, ""]
            lines += [f"- `{k}`: {p.meaning}" for k, p in m.parameters.items()] + ([""] if m.parameters else [])
        else:
            lines += [f"{m.name} ({m.unit})", *wrap(m.about, COLUMNS, "    ")]
            lines += [
                line for k, p in m.parameters.items() for line in wrap(f"--arg {k}=... {p.meaning}", COLUMNS, "      ")
            ]
    return "\n".join(lines) + "\n"


def as_json(m: Measure) -> dict[str, Any]:
    """A measure for JSON."""
    return {
        "name": m.name,
        "unit": m.unit,
        "about": m.about,
        "parameters": {k: p.meaning for k, p in m.parameters.items()},
    }


__all__ = ["as_json", "listing", "render"]
