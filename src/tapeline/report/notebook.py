"""What a notebook shows of a check: one table, no script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tapeline.report.words import SIGNS, words

if TYPE_CHECKING:
    from tapeline.checking import Check


def check_table(check: Check) -> str:
    """The verdicts as an HTML table; every text escaped."""
    w = words(check.language)
    rows = "".join(
        f"<tr><td>{SIGNS[v.verdict]} {w[v.verdict]}</td><td>{escape(claim.text)}</td><td>{escape(v.reason)}</td></tr>"
        for claim, v in zip(check.story.claims, check.verdicts, strict=True)
    )
    return f"<table><caption>{escape(check.story.title)}</caption><tbody>{rows}</tbody></table>"


__all__ = ["check_table"]
