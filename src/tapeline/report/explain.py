"""One claim of a saved check, in full: everything that the check's JSON says of it."""

from __future__ import annotations

from typing import Any

from tapeline.errors import InputError
from tapeline.report.json_form import CHECK
from tapeline.report.terminal import wrap
from tapeline.report.words import SIGNS

COLUMNS = 80


def explain(raw: dict[str, Any], claim: str) -> str:
    """The claim, its verdict, each reading with its trail, the nearest truths, the clashes.

    Raises:
        InputError: not a check, or no such claim in it.
    """
    if raw.get("schema") != CHECK:
        raise InputError(f"this is no check: its schema is {raw.get('schema')!r} and should be {CHECK!r}")
    claims = {c["id"]: c for c in raw["claims"]}
    checks = {c["claim"]: c for c in raw["checks"]}
    if claim not in checks:
        raise InputError(f"this check has no claim {claim!r}; it has {', '.join(claims)}")
    c, v = claims[claim], checks[claim]
    lines = [
        f"{claim}  {SIGNS[v['verdict']]} {v['verdict']}",
        *wrap(c["text"], COLUMNS, "  "),
        *wrap(v["reason"], COLUMNS, "  "),
        "",
    ]
    lines += [
        f"  kind {c['kind']} · measure {c['measure'] or '(none)'} · subject {c['subject']} · modality {c['modality']}"
    ]
    if c["period"]:
        lines += [f"  period {c['period']['start']} to {c['period']['end']}"]
    if c["asserted"]:
        a = c["asserted"]
        lines += [f"  asserted {a['low']} to {a['high']} {a['unit']} ({c['hedge']})"]
    for title, readings in (
        ("measured", [v["measured"]] if v["measured"] else []),
        ("other honest readings", v["bases"]),
    ):
        for m in readings:
            lines += ["", *wrap(f"{title}: {m['value']} {m['unit']} — {m['basis']} ({m['as_of']})", COLUMNS, "  "),
                      *wrap(m["formula"], COLUMNS, "    ")]  # fmt: skip
            for t in m["trail"]:
                lines += wrap(f"{t['table']} {t['key']}: {t['value']} ({t['source']})", COLUMNS, "    ")
    for n in v["nearest"]:
        lines += ["", *wrap(f"nearest truth: {n['what']} = {n['value']} {n['unit']} — {n['why']}", COLUMNS, "  ")]
    if v["then_and_now"]:
        t = v["then_and_now"]
        lines += [
            "",
            *wrap(f"then {t['then']}; now {t['now']} (changed on {t['changed_on']} by {t['by']})", COLUMNS, "  "),
        ]
    if v["clashes_with"]:
        lines += ["", f"  clashes with {', '.join(v['clashes_with'])}"]
    if v["missing"]:
        lines += ["", *wrap(f"missing: {v['missing']}", COLUMNS, "  ")]
    return "\n".join(lines) + "\n"


__all__ = ["explain"]
