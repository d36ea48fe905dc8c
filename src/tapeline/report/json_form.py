"""Claims and checks as JSON: `tapeline.claims/1` and `tapeline.check/1`. Open ends of an interval are `null`."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import TYPE_CHECKING, Any

from tapeline.story.claims_schema import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.checking import Check
    from tapeline.claim import Asserted, Cite, Claim, Measured, ModelReading, Nearest, Period, Story, Verdict
    from tapeline.quantity import Quantity

CHECK = "tapeline.check/1"
Json = dict[str, Any]


def dump(value: Json) -> str:
    """A JSON text: two spaces, no escapes, a line end at the end, no NaN."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def claims_json(story: Story) -> Json:
    """A story with its claims as `tapeline.claims/1`."""
    return {
        "schema": CLAIMS,
        "story": {
            "title": story.title,
            "language": story.language,
            "company": story.company,
            "published": story.published.isoformat() if story.published else None,
            "source": story.source,
            "sha256": story.sha256,
        },
        "claims": [{**claim_json(c), **origin_json(story, c)} for c in story.claims],
        "unread": [{"start": u.start, "end": u.end, "text": u.text, "reason": u.reason} for u in story.unread],
        **({"model": _model(story, story.model)} if story.model else {}),
    }


def _model(story: Story, m: ModelReading) -> Json:
    """What the model was asked and what became of it; only where one was."""
    return {
        "reader": m.reader,
        "name": m.name,
        "seed": m.seed,
        "prompt": m.prompt,
        "pieces": m.pieces,
        "pieces_read": m.pieces_read,
        "proposed": m.proposed,
        "dropped": [{"reason": reason, "count": n} for reason, n in m.dropped],
        "found": story.found,
    }


def claim_json(c: Claim) -> Json:
    """One claim."""
    return {
        "id": c.id,
        "start": c.start,
        "end": c.end,
        "text": c.text,
        "kind": c.kind,
        "measure": c.measure,
        "subject": c.subject,
        "period": _period(c.period),
        "also": [_period(p) for p in c.also],
        "asserted": _asserted(c.asserted),
        "hedge": c.hedge,
        "modality": c.modality,
        "args": dict(c.args),
        "speaker": c.speaker,
        "found_by": c.found_by,
        "inferred": list(c.inferred),
    }


def origin_json(story: Story, c: Claim) -> Json:
    """Where a claim stands in the file that its story was taken out of: code points of a page's source, or the page of a PDF."""
    if story.origin is None:
        return {}
    span, page = story.origin.span(c.start, c.end), story.origin.page(c.start)
    where: Json = {} if span is None else {"source_start": span[0], "source_end": span[1]}
    return where if page is None else {**where, "page": page}


def _period(p: Period | None) -> Json | None:
    return {"text": p.text, "start": p.start.isoformat(), "end": p.end.isoformat(), "grain": p.grain} if p else None


def _asserted(a: Asserted | None) -> Json | None:
    if a is None:
        return None
    out = {"text": a.text, **ends(a.quantity), "unit": a.unit}
    if a.figure is not None:
        f = a.figure
        out["figure"] = {"value": f.value, "step": f.step, "unit": f.unit, "hedge": f.hedge, "top": f.top}
    return out


def ends(q: Quantity) -> Json:
    """The ends of an interval; dates as ISO days, an open end as `null`."""
    return {"low": number(q.low, q.unit), "high": number(q.high, q.unit)}


def number(value: float, unit: str) -> float | str | None:
    """A value for JSON: an ISO day for a date, `null` for no bound."""
    if math.isinf(value):
        return None
    return date.fromordinal(math.floor(value)).isoformat() if unit == "date" else value


def check_json(check: Check) -> Json:
    """A check as `tapeline.check/1`."""
    return {
        **claims_json(check.story),
        "schema": CHECK,
        "record": {"name": check.record_name, "as_of": check.record_as_of.isoformat(), "sha256": check.record_sha256},
        "as_of": {"then": check.then.isoformat(), "now": check.now.isoformat()},
        "summary": check.summary,
        "checks": [verdict_json(v) for v in check.verdicts],
        "cause": [_cause(check, k) for k in check.causes],
    }


def verdict_json(v: Verdict) -> Json:
    """One verdict."""
    t = v.then_and_now
    return {
        "claim": v.claim,
        "verdict": v.verdict,
        "reason": v.reason,
        "measured": measured_json(v.measured) if v.measured else None,
        "bases": [measured_json(m) for m in v.bases],
        "nearest": [_nearest(n) for n in v.nearest],
        "then_and_now": (
            {"then": t.then, "now": t.now, "changed_on": t.changed_on.isoformat() if t.changed_on else None, "by": t.by}
            if t
            else None
        ),
        "clashes_with": list(v.clashes_with),
        "missing": v.missing,
    }


def measured_json(m: Measured) -> Json:
    """One reading, with its trail."""
    return {
        "value": number(m.value, m.unit),
        **ends(m.quantity),
        "unit": m.unit,
        "basis": m.basis,
        "as_of": m.as_of.isoformat(),
        "formula": m.formula,
        "standard": m.standard,
        "ranging": m.ranging,
        **({"refutes": True} if m.refutes else {}),
        **({"holds_since": m.holds_since.isoformat()} if m.holds_since else {}),
        "trail": _trail(m.trail),
    }


def one_measured_json(measure: str, subject: str, m: Measured) -> Json:
    """One thing measured by name: what `tapeline measure --format json` prints."""
    return {"measure": measure, "subject": subject, **measured_json(m), "bases": [measured_json(b) for b in m.bases]}


def _trail(trail: Sequence[Cite]) -> list[Json]:
    return [{"table": c.table, "key": c.key, "value": c.value, "source": c.source} for c in trail]


def _nearest(n: Nearest) -> Json:
    return {"what": n.what, "value": number(n.value, n.unit), "unit": n.unit, "why": n.why, "trail": _trail(n.trail)}


def _cause(check: Check, claim: str) -> Json:
    return {"claim": claim, **check.causes[claim].to_json()}


__all__ = [
    "CHECK",
    "CLAIMS",
    "Json",
    "check_json",
    "claim_json",
    "claims_json",
    "dump",
    "ends",
    "measured_json",
    "number",
    "one_measured_json",
    "origin_json",
    "verdict_json",
]
