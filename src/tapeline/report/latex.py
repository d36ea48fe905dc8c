"""A check as a LaTeX longtable, to be put into a document that loads `longtable` (and `ctex` for Chinese)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.report.words import words

if TYPE_CHECKING:
    from tapeline.checking import Check

SPECIAL = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
           "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


def escape(text: str) -> str:
    """Text on one line with nothing in it that LaTeX would act on."""
    return "".join(SPECIAL.get(c, c) for c in " ".join(text.split()))


def render(check: Check) -> str:
    """The check as a LaTeX table: verdict, claim, what was measured, reason."""
    w = words(check.language)
    lines = [r"\begin{longtable}{p{0.13\textwidth}p{0.33\textwidth}p{0.16\textwidth}p{0.30\textwidth}}",
             rf"\caption{{{escape(check.story.title)}}}\\", r"\hline", rf" & {w['claimed']} & {w['measured']} & \\", r"\hline", r"\endhead"]  # fmt: skip
    for claim, v in zip(check.story.claims, check.verdicts, strict=True):
        value = v.measured.shown(check.language) if v.measured else ""
        cells = [w[v.verdict], f"{claim.id} {claim.text}", value, v.reason]
        lines.append(" & ".join(escape(c) for c in cells) + r" \\")
    return "\n".join([*lines, r"\hline", r"\end{longtable}"]) + "\n"


__all__ = ["escape", "render"]
