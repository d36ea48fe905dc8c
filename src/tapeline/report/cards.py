"""The cards of the report page: one for each claim."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tapeline.report.words import SIGNS, words
from tapeline.written import written, written_interval

if TYPE_CHECKING:
    from tapeline.claim import Claim, Measured, Verdict


def card(claim: Claim, v: Verdict, language: str, *, finder: bool = False) -> str:
    """A claim's card: what is claimed, what was measured, the arithmetic, the sources, the nearest truth; and who found it."""
    w = words(language)
    rows: list[tuple[str, str]] = []
    if claim.asserted:
        rows.append((w["claimed"], escape(written_interval(claim.asserted.quantity, language))))
    if v.measured and v.verdict not in {"unverifiable", "opinion"}:
        m = v.measured
        rows += [(w["measured"], escape(m.shown(language))), (w["formula"], escape(m.formula)), (w["basis"], escape(f"{m.basis} ({m.as_of})")),
                 (w["sources"], _sources(m))]  # fmt: skip
    rows += [(w["nearest"], escape(f"{n.what} = {written(n.value, n.unit, language)} — {n.why}")) for n in v.nearest]
    if v.then_and_now:
        t = v.then_and_now
        rows.append(
            (f"{w['then']} / {w['now']}", escape(f"{t.then} → {t.now} ({w['changed']} {t.changed_on}: {t.by})"))
        )
    if v.clashes_with:
        links = ", ".join(f'<a href="#card-{x}">{x}</a>' for x in v.clashes_with)
        rows.append((w["clashes"], links))
    if v.missing:
        rows.append((w["missing"], escape(v.missing)))
    if finder:
        rows.append((w["found_by"], escape(w.get(claim.found_by, claim.found_by))))
    body = "".join(f"<dt>{escape(k)}</dt><dd>{x}</dd>" for k, x in rows)
    head = f"<h3>{SIGNS[v.verdict]} {escape(w[v.verdict])} <small>{claim.id}</small></h3>"
    quote = f"<blockquote>{escape(' '.join(claim.text.split()))}</blockquote>"
    return (f'<div class="card {v.verdict}" id="card-{claim.id}">{head}{quote}<p>{escape(v.reason)}</p><dl>{body}</dl>'
            f"{_others(v, language)}</div>")  # fmt: skip


def _sources(m: Measured) -> str:
    """The sources by name, and under them every row used."""
    named = escape("; ".join(dict.fromkeys(c.source for c in m.trail)))
    items = "".join(
        f"<li>{escape(f'{c.table} {c.key}: {c.value}')} <small>({escape(c.source)})</small></li>" for c in m.trail
    )
    return f"<details><summary>{named} ({len(m.trail)})</summary><ul>{items}</ul></details>"


def _others(v: Verdict, language: str) -> str:
    if not v.bases:
        return ""
    w = words(language)
    aside = f" [{escape(w['not_standard'])}]"
    items = "".join(
        f"<li>{escape(m.shown(language))}: {escape(m.basis)}{'' if m.standard else aside}</li>" for m in v.bases
    )
    return f"<details><summary>{escape(w['others'])} ({len(v.bases)})</summary><ul>{items}</ul></details>"


__all__ = ["card"]
