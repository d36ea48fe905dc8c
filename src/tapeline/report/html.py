"""The self-contained report page: the story with each claim marked, its cards, the annotated chart, the causal evidence."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from tapeline.errors import UnmeasurableError
from tapeline.report.cards import card
from tapeline.report.cause_page import section
from tapeline.report.marking import marked
from tapeline.report.model_told import told
from tapeline.report.words import SIGNS, words

if TYPE_CHECKING:
    from tapeline.checking import Check
    from tapeline.record import Record
    from tapeline.report.chart import Chart

PAGE = Path(__file__).parent / "page"
MARKED_MOVES = frozenset({"market_cap.change", "price.return", "market_cap.change_rank"})


def render(check: Check, record: Record, home: str = "") -> str:
    """The check as one HTML page: no network, no script but its own, every text of the story escaped.

    Args:
        check: the story with its verdicts.
        record: the evidence, for the chart.
        home: the address of the page that stories are given on, where there is one to go back to.
    """
    w = words(check.language)
    script = (PAGE / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    story = check.story
    pairs = list(zip(story.claims, check.verdicts, strict=True))
    drawn = _chart(check, record)
    return Template((PAGE / "page.html").read_text(encoding="utf-8")).substitute(
        lang=check.language,
        home=f'<nav><a href="{escape(home)}">{escape(w["another"])}</a></nav>' if home else "",
        story_lang=escape(story.language),
        script_hash=f"sha256-{digest}",
        title=escape(story.title),
        theme=_theme() if drawn else "",
        css=(PAGE / "page.css").read_text(encoding="utf-8"),
        script=script,
        meta=_meta(check),
        summary=_summary(check),
        article=marked(story, check.verdicts),
        chart=drawn,
        cause="".join(section(check, k) for k in _distinct_causes(check)),
        cards="".join(card(c, v, check.language, finder=story.model is not None) for c, v in pairs),
        unread=_unread(check),
        footer=f"{escape(check.record_name)} {check.record_sha256[:12]} · {w['as_of']} {check.now} · sha256 {story.sha256[:12]}",
        **{f"w_{k}": escape(w[k]) for k in ("story", "pick", "chart", "all", "unread")},
    )


def _theme() -> str:
    from tapeline.report.chart import theme

    return theme()


def _meta(check: Check) -> str:
    w, s = words(check.language), check.story
    parts = [
        s.company,
        f"{w['published']} {s.published}",
        f"{w['record']}: {check.record_name}, {w['as_of']} {check.now}",
        s.source,
    ]
    return escape(" · ".join(p for p in parts if p))


def _summary(check: Check) -> str:
    w = words(check.language)
    items = [
        f'<li class="{k}"><button type="button" aria-pressed="false" data-verdict="{k}">{SIGNS[k]} {n} {escape(w[k])}</button></li>'
        for k, n in check.summary.items()
        if n
    ]
    unread = f'<li><button type="button" aria-pressed="false" data-verdict="unread">{len(check.story.unread)} {escape(w["unread"])}</button></li>'
    return "".join([*items, unread])


def _distinct_causes(check: Check) -> list[str]:
    """One causal claim for each distinct assessment: a story says the same thing several times."""
    seen: dict[str, str] = {}
    for k, a in check.causes.items():
        seen.setdefault(json.dumps(a.to_json(), sort_keys=True, default=str), k)
    return list(seen.values())


def _unread(check: Check) -> str:
    w = words(check.language)
    if not check.story.unread:
        return f"<p>{escape(w['nothing_unread'])}</p>{_told(check)}"
    rows = (f'<li>{escape(u.text)} <span class="why">— {escape(u.reason)}</span></li>' for u in check.story.unread)
    return f"<ul>{''.join(rows)}</ul>{_told(check)}"


def _told(check: Check) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in told(check.story, check.language))


def _chart(check: Check, record: Record) -> str:
    """The chart as a figure, or the reason why there is none."""
    from tapeline.report import chart

    try:
        drawn = chart_for(check, record)
    except UnmeasurableError as e:
        return f"<p>{escape(str(e))}</p>"
    days, closes = json.dumps([int(d) for d in drawn.days]), json.dumps([round(float(c), 2) for c in drawn.close])
    edges = json.dumps([chart.LEFT / chart.WIDTH, 1 - chart.RIGHT / chart.WIDTH])
    title = escape(f"{drawn.title}: {words(check.language)['chart']}")
    svg = chart.svg(drawn).replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
    return f'<figure data-days="{days}" data-closes="{closes}" data-edges="{edges}">{svg}</figure>{_marks_table(drawn, words(check.language)["marks"])}'


def chart_for(check: Check, record: Record) -> Chart:
    """The chart of a story: from half a year before its first dated move (three years at the most) to its publication."""
    from tapeline.report.chart import chart_of, story_marks

    story = check.story
    end = check.then
    moves = [
        (v.measured.as_of, c)
        for c, v in zip(story.claims, check.verdicts, strict=True)
        if v.measured and c.measure in MARKED_MOVES and c.subject == story.company and v.measured.as_of <= end
    ]
    causal = [c.period.start for c in story.claims if c.kind == "causal" and c.period]
    first = min([*(d for d, _ in moves), *causal, end - timedelta(days=365)]) - timedelta(days=183)
    return chart_of(
        record,
        story.company,
        max(first, end - timedelta(days=1096)),
        end,
        extra=story_marks(check, record, story.company),
    )


def _marks_table(drawn: Chart, what: str) -> str:
    rows = "".join(
        f'<tr><td class="number">{m.day}</td><td>{escape(m.words)}</td><td class="number">{m.move:+.1f}%</td></tr>'
        for m in drawn.marks
    )
    return f'<details><summary>{len(drawn.marks)} {escape(what)}</summary><div class="scroll"><table>{rows}</table></div></details>'


__all__ = ["chart_for", "render"]
