"""The evidence on a causal claim as HTML: a section of a story's report, or a page of its own."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.report.cause_text import headline, shown_estimate
from tapeline.report.words import words

if TYPE_CHECKING:
    from tapeline.checking import Check

CSS = Path(__file__).parent / "page/page.css"
HEADS = {
    "evidence": ("", "estimate", "95% interval", "p", "n"),
    "rivals": ("", "", "abnormal return", "p", "share of the move"),
    "breaks": ("series", "break", "interval of the date", "p", ""),
}


def section(check: Check, claim: str) -> str:
    """The section of a story's report on one causal claim."""
    w = words(check.language)
    text = next(c.text for c in check.story.claims if c.id == claim)
    head = f'<h2>{escape(w["cause"])} <small><a href="#card-{claim}">{claim}</a></small></h2>'
    return f"<section>{head}<blockquote>{escape(' '.join(text.split()))}</blockquote>{body(check.causes[claim].to_json(), check.language)}</section>"


def body(raw: dict[str, Any], language: str) -> str:
    """An assessment (`tapeline.cause/1`): the verdict in words, each method with its null, what else happened, what was refused."""
    w = words(language)
    parts = [f"<p><strong>{escape(str(raw['words']))}.</strong> {escape(str(raw['reason']))}</p>"]
    if raw["evidence"]:
        parts += [f"<h3>{escape(w['evidence'])}</h3>", _table("evidence", [_evidence(e) for e in raw["evidence"]])]
    if raw["breaks"]:
        parts += [f"<h3>{escape(w['breaks'])}</h3>", _table("breaks", [_break(b) for b in raw["breaks"]])]
    if raw["counterfactual"]:
        from tapeline.report import cause_chart

        parts += [f"<h3>{escape(w['counterfactual'])}</h3>", f"<figure>{cause_chart.svg(raw)}</figure>"]
    if raw["rivals"]:
        parts += [f"<h3>{escape(w['rivals'])}</h3>", _table("rivals", [_rival(r) for r in raw["rivals"]])]
    parts += [f"<p>{escape(x['method'])}: {escape(x['why'])}</p>" for x in raw["refused"]]
    if raw["split"]:
        parts.append(f"<p>{escape(str(raw['split']))}.</p>")
    if raw.get("sensitivity"):
        parts.append(f"<p>{escape(str(raw['sensitivity']))}</p>")
    return "".join(parts)


def _table(kind: str, rows: list[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{escape(x)}</th>" for x in HEADS[kind])
    lines = "".join("<tr>" + "".join(f"<td>{x}</td>" for x in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'


def _evidence(e: dict[str, Any]) -> tuple[str, ...]:
    told = f"{e['method']}{': ' + str(e['what']) if e.get('what') else ''}"
    aside = "; ".join(str(x) for x in (e["null"], e["caveat"]) if x)
    interval = f"{_share(e['low'])} … {_share(e['high'])}" if e["low"] is not None else "–"
    return (
        f"{escape(told)}<br><small>{escape(aside)}</small>",
        escape(shown_estimate(e)),
        interval,
        _p(e["p_value"]),
        escape(str(e["n"])),
    )


def _break(b: dict[str, Any]) -> tuple[str, ...]:
    aside = f"<br><small>{escape(str(b.get('caveat') or ''))}</small>" if b.get("caveat") else ""
    return (f"{escape(str(b['series']))}{aside}", escape(str(b["date"])), escape(f"{b['low']} … {b['high']}"), _p(b["p_value"]),
            "" if b["valid"] else "not valid")  # fmt: skip


def _rival(r: dict[str, Any]) -> tuple[str, ...]:
    return (
        escape(str(r["date"])),
        escape(str(r["what"])),
        _share(r["estimate"]),
        _p(r["p_value"]),
        _share(r.get("share")),
    )


def _share(value: float | str | None) -> str:
    return f"{100 * value:+.1f}%" if isinstance(value, int | float) else escape(str(value)) if value else "–"


def _p(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}" if value >= 0.001 else "&lt; 0.001"


def page(raw: dict[str, Any], language: str = "en") -> str:
    """An assessment as a page of its own: no network, no script."""
    from tapeline.report.chart import theme

    title = escape(headline(raw))
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{theme()}{CSS.read_text(encoding="utf-8")}</style></head>'
            f"<body><header><h1>{title}</h1></header><main>{body(raw, language)}</main></body></html>\n")  # fmt: skip


__all__ = ["body", "page", "section"]
