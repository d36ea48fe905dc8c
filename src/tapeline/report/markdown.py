"""A check as Markdown: a table of verdicts, then a section for each claim that is not simply supported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.report.model_told import told
from tapeline.report.words import SIGNS, words
from tapeline.written import written

if TYPE_CHECKING:
    from tapeline.checking import Check
    from tapeline.claim import Claim, Verdict

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!])")


def escape(text: str) -> str:
    """Text with nothing in it that Markdown or HTML would act on, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("\\<", "&lt;").replace("\\>", "&gt;")


def render(check: Check) -> str:
    """The check as a Markdown document."""
    w = words(check.language)
    story = check.story
    counts = ", ".join(f"{SIGNS[k]} {n} {w[k]}" for k, n in check.summary.items() if n)
    evidence = f"{w['record']}: {escape(check.record_name)}, {w['as_of']} {check.now}"
    lines = [f"# {escape(story.title)}", "", f"{story.company} · {w['published']} {story.published} · {evidence}", "",
             f"{len(check.verdicts)} {w['claims']}: {counts}", "", f"| | {w['claimed']} | {w['measured']} | |", "|---|---|---|---|"]  # fmt: skip
    pairs = list(zip(story.claims, check.verdicts, strict=True))
    for claim, v in pairs:
        value = v.measured.shown(check.language) if v.measured else ""
        finder = f" ({w['found_by']}: {escape(w.get(claim.found_by, claim.found_by))})" if story.model else ""
        lines.append(
            f"| {SIGNS[v.verdict]} {w[v.verdict]} | {claim.id} {escape(claim.text)}{finder} | {escape(value)} | {escape(v.reason)} |"
        )
    for claim, v in pairs:
        if v.verdict not in {"supported", "opinion"}:
            lines += ["", *_section(claim, v, check.language)]
    lines += ["", f"## {w['unread']}", ""]
    lines += [f"- {escape(u.text)} — {u.reason}" for u in story.unread] or [w["nothing_unread"]]
    if story.model:
        lines += ["", f"## {w['model']}", "", *(f"- {escape(line)}" for line in told(story, check.language))]
    return "\n".join(lines) + "\n"


def _section(claim: Claim, v: Verdict, language: str) -> list[str]:
    w = words(language)
    lines = [
        f"## {claim.id} {SIGNS[v.verdict]} {w[v.verdict]}",
        "",
        f"> {escape(claim.text)}",
        "",
        escape(v.reason),
        "",
    ]
    if v.measured:
        lines += [
            f"- {w['formula']}: {escape(v.measured.formula)}",
            f"- {w['basis']}: {escape(v.measured.basis)} ({v.measured.as_of})",
        ]
        lines += [f"- {w['sources']}: {escape('; '.join(dict.fromkeys(c.source for c in v.measured.trail)))}"]
    lines += [
        f"- {w['nearest']}: {escape(n.what)} = {escape(written(n.value, n.unit, language))} ({escape(n.why)})"
        for n in v.nearest
    ]
    if v.clashes_with:
        lines.append(f"- {w['clashes']}: {', '.join(v.clashes_with)}")
    if v.missing:
        lines.append(f"- {w['missing']}: {escape(v.missing)}")
    return lines


__all__ = ["escape", "render"]
