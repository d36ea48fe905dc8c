"""A check, or the claims alone, for a terminal of 80 columns: verdict first, then what was measured, then what is near."""

from __future__ import annotations

import shutil
import unicodedata
from typing import TYPE_CHECKING

from tapeline.report.model_told import told
from tapeline.report.words import COLOURS, SIGNS, words
from tapeline.written import written, written_interval

if TYPE_CHECKING:
    from tapeline.checking import Check
    from tapeline.claim import Claim, Measured, Story, Verdict

INDENT = "    "


def width_of(text: str) -> int:
    """The columns that a text takes: two for a wide character, none for a combining one."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns; breaks at spaces, and anywhere between wide characters."""
    lines: list[str] = []
    line, used = indent, width_of(indent)
    for word in _words(text):
        size = width_of(word)
        if used + size > width and line.strip():
            lines.append(line.rstrip())
            line, used, word = indent, width_of(indent), word.lstrip()  # noqa: PLW2901  (a new line starts without the space)
            size = width_of(word)
        line, used = line + word, used + size
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _words(text: str) -> list[str]:
    out: list[str] = []
    word = ""
    for c in " ".join(text.split()):
        if c == " " or unicodedata.east_asian_width(c) in "WF":
            if word:
                out.append(word)
            word = ""
            if c == " ":
                word = " "
            else:
                out.append(c)
        else:
            word += c
    return [*out, word] if word else out


def shorten(text: str, width: int) -> str:
    """A text on one line of at most `width` columns, cut in the middle where it is longer."""
    flat = " ".join(text.split())
    if width_of(flat) <= width:
        return flat
    head, tail = "", ""
    while width_of(head) < (width - 1) // 2:
        head += flat[len(head)]
    while width_of(tail) < (width - 1) // 2:
        tail = flat[len(flat) - len(tail) - 1] + tail
    return f"{head}…{tail}"


def render_check(check: Check, *, colour: bool = False, width: int | None = None) -> str:
    """The check as text."""
    columns = min(width or shutil.get_terminal_size((80, 24)).columns, 100)
    w = words(check.language)
    story = check.story
    lines = wrap(story.title, columns)
    lines += [
        f"{story.company} · {w['published']} {story.published} · {w['record']}: {check.record_name}, {w['as_of']} {check.now}",
        "",
    ]
    lines += [_summary(check, colour=colour), ""]
    for claim, verdict in zip(story.claims, check.verdicts, strict=True):
        lines += [*_claim(claim, verdict, check.language, columns, colour=colour)]
        lines += [f"{INDENT}{w['found_by']}: {w.get(claim.found_by, claim.found_by)}"] if story.model else []
        lines.append("")
    lines += _unread(story, w, columns)
    lines += [x for line in told(story, check.language) for x in wrap(line, columns)]
    lines += ["", _summary(check, colour=colour)]
    return "\n".join(lines) + "\n"


def _summary(check: Check, *, colour: bool) -> str:
    w = words(check.language)
    parts = [_paint(f"{SIGNS[k]} {n} {w[k]}", k, colour=colour) for k, n in check.summary.items() if n]
    return f"{len(check.verdicts)} {w['claims']}: " + "  ".join(parts)


def _paint(text: str, verdict: str, *, colour: bool) -> str:
    return f"\x1b[{COLOURS[verdict]}m{text}\x1b[0m" if colour else text


def _claim(claim: Claim, v: Verdict, language: str, columns: int, *, colour: bool) -> list[str]:
    w = words(language)
    head = f"{SIGNS[v.verdict]} {w[v.verdict]}"
    room = columns - width_of(head) - len(claim.id) - 4
    lines = [f"{_paint(head, v.verdict, colour=colour)}  {claim.id}  {shorten(claim.text, room)}"]
    lines += wrap(v.reason, columns, INDENT)
    if v.measured is not None and v.verdict not in {"unverifiable", "opinion"}:
        lines += wrap(f"{w['formula']}: {v.measured.formula}", columns, INDENT)
        lines += wrap(f"{w['basis']}: {v.measured.basis} ({v.measured.as_of})", columns, INDENT)
        lines += wrap(f"{w['sources']}: {_sources(v.measured)}", columns, INDENT)
    for n in v.nearest:
        lines += wrap(f"{w['nearest']}: {n.what} = {written(n.value, n.unit, language)} — {n.why}", columns, INDENT)
    if v.then_and_now:
        t = v.then_and_now
        lines += wrap(
            f"{w['then']}: {t.then}; {w['now']}: {t.now} ({w['changed']} {t.changed_on}: {t.by})", columns, INDENT
        )
    if v.clashes_with:
        lines += wrap(f"{w['clashes']}: {', '.join(v.clashes_with)}", columns, INDENT)
    if v.missing:
        lines += wrap(f"{w['missing']}: {v.missing}", columns, INDENT)
    return lines


def _sources(m: Measured) -> str:
    return "; ".join(dict.fromkeys(c.source for c in m.trail))


def _unread(story: Story, w: dict[str, str], columns: int) -> list[str]:
    if not story.unread:
        return [w["nothing_unread"]]
    lines = [f"{w['unread']}: {len(story.unread)}"]
    for u in story.unread:
        lines += wrap(f"{shorten(u.text, columns - 8)} — {u.reason}", columns, "  ")
    return lines


def render_claims(story: Story, *, width: int | None = None) -> str:
    """The claims alone as text."""
    columns = min(width or shutil.get_terminal_size((80, 24)).columns, 100)
    w = words("en")
    lines = [
        *wrap(story.title, columns),
        f"{story.company} · {story.published} · {len(story.claims)} {w['claims']}",
        "",
    ]
    for c in story.claims:
        lines.append(f"{c.id:>4}  {c.kind:<17} {shorten(c.text, columns - 26)}")
        when = (
            f"{c.period.start} to {c.period.end}"
            if c.period and c.period.start != c.period.end
            else f"{c.period.start}"
            if c.period
            else ""
        )
        said = written_interval(c.asserted.quantity) if c.asserted else ""
        finder = f"{w['found_by']}: {w.get(c.found_by, c.found_by)}" if story.model else ""
        lines += wrap(" · ".join(x for x in (c.measure, c.subject, when, said, c.modality if c.modality != "stated" else "", finder) if x),
                      columns, INDENT + "  ")  # fmt: skip
    lines += ["", *_unread(story, w, columns), *(x for line in told(story, "en") for x in wrap(line, columns))]
    return "\n".join(lines) + "\n"


__all__ = ["render_check", "render_claims", "shorten", "width_of", "wrap"]
