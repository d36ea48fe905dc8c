"""The annotated price chart: closes with dated marks whose words never overlap; as SVG (light and dark), PNG, or a page."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tapeline.errors import UnmeasurableError
from tapeline.report.labels import Label, Placed, place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tapeline.checking import Check
    from tapeline.record import Record

WIDTH, HEIGHT = 960.0, 520.0
"""The chart's size in CSS pixels."""
LEFT, RIGHT, BOTTOM = 54.0, 14.0, 46.0
ROW, ROWS = 15.0, 13
FONT = 10.5
MOVES = frozenset({"market_cap.change", "price.return"})
INKS = {
    "line": "#2457a6",
    "text": "#1c2024",
    "faint": "#8a9099",
    "grid": "#d9dde2",
    "mark": "#b3361b",
    "paper": "#ffffff",
}
DARK = {
    "line": "#7fb0ff",
    "text": "#e8eaed",
    "faint": "#8f98a3",
    "grid": "#3a4048",
    "mark": "#ff9f7d",
    "paper": "#15181c",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something dated to be written on the chart: the session it acts on, its words, the day's move in percent.

    Of several marks of one day the one of the least `weight` is named first.
    """

    day: date
    words: str
    move: float
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: day ordinals (n,), closes (n,), marks, and the words around them."""

    days: NDArray[np.int64]
    close: NDArray[np.float64]
    marks: tuple[Mark, ...]
    title: str
    unit: str
    source: str


def chart_of(
    record: Record,
    entity: str,
    start: date | None = None,
    end: date | None = None,
    *,
    extra: tuple[Mark, ...] = (),
    language: str = "en",
) -> Chart:
    """The chart of a company's closes with the record's events of it.

    Args:
        record: the evidence.
        entity: whose prices.
        start: first day shown; three years before the end where not given.
        end: last day shown; the last session where not given.
        extra: further marks (a story's dated claims).
        language: of the events' words; English where an event has no others.

    Raises:
        UnmeasurableError: the record holds no prices in that span.
    """
    p = record.prices(entity)
    last = min(end or p.day(-1), p.day(-1))
    first = start or last - timedelta(days=1096)
    inside = (p.days >= first.toordinal()) & (p.days <= last.toordinal())
    if inside.sum() < 2:
        raise UnmeasurableError(
            f"two sessions of {entity} between {first} and {last} (the record holds {p.day(0)} to {p.day(-1)})"
        )
    close = p.in_shares_of(last, p.close)
    marks = [m for m in _events(record, entity, close, language) if first <= m.day <= last]
    chosen = _one_a_day([*extra, *marks], first, last)
    name = record.security(entity)["name"]
    unit = f"{p.currency} a share" if p.currency else "points"
    return Chart(p.days[inside], close[inside], chosen, name, unit, f"{p.source}; record {record.name}")


def _events(record: Record, entity: str, close: NDArray[np.float64], language: str) -> list[Mark]:
    p = record.prices(entity)
    out = []
    for row in record.rows("events", entity=entity):
        after = bool(row["time"]) and row["time"] >= "16:00"
        i = p.first(row["date"] + timedelta(days=1) if after else row["date"])
        if i is None or i == 0:
            continue
        words = row["what_zh"] if language == "zh" and row["what_zh"] else row["what"].split(":")[0].split(";")[0]
        out.append(Mark(p.day(i), words, 100 * (close[i] / close[i - 1] - 1), 0 if row["kind"] == "results" else 1))
    return out


def _one_a_day(marks: list[Mark], first: date, last: date) -> tuple[Mark, ...]:
    """The marks by day; several of one day are one mark whose words are joined."""
    by_day: dict[date, list[Mark]] = {}
    for m in sorted(marks, key=lambda m: m.weight):
        if first <= m.day <= last:
            by_day.setdefault(m.day, []).append(m)
    return tuple(
        Mark(day, " + ".join(dict.fromkeys(m.words for m in group)), group[0].move)
        for day, group in sorted(by_day.items())
    )


def story_marks(check: Check, record: Record, entity: str) -> tuple[Mark, ...]:
    """The sessions that a story's checked moves of a company fell on, each with its verdict's sign and the story's number."""
    from tapeline.report.words import SIGNS

    p = record.prices(entity)
    close = p.in_shares_of(p.day(-1), p.close)
    out = []
    for claim, v in zip(check.story.claims, check.verdicts, strict=True):
        i = p.at(v.measured.as_of) if v.measured and claim.measure in MOVES and claim.subject == entity else None
        if i and claim.asserted:
            said = f"{SIGNS[v.verdict]} {claim.asserted.text}"
            out.append(Mark(p.day(i), said, 100 * float(close[i] / close[i - 1] - 1), 2))
    return tuple(out)


def width_of(text: str) -> float:
    """A generous estimate of a text's width in pixels at the chart's font size, whatever sans-serif face draws it."""
    return FONT * sum(1.05 if unicodedata.east_asian_width(c) in "WF" else 0.62 for c in text)


def label_of(m: Mark, longest: int = 24) -> str:
    """A mark's words, cut where they are long, with the day's move."""
    words = m.words if len(m.words) <= longest else m.words[: longest - 1].rstrip() + "…"
    return f"{words} {m.move:+.1f}%"


def layout(chart: Chart) -> tuple[Placed, ...]:
    """Where each mark's words stand: the larger the day's move the sooner placed; what finds no room is left without words."""
    span = max(int(chart.days[-1] - chart.days[0]), 1)
    room = WIDTH - LEFT - RIGHT
    labels = [
        Label(i, LEFT + room * (m.day.toordinal() - int(chart.days[0])) / span, width_of(label_of(m)), abs(m.move))
        for i, m in enumerate(chart.marks)
    ]
    return place(labels, LEFT, WIDTH - RIGHT, ROWS)


def _figure(chart: Chart, placed: tuple[Placed, ...]) -> Any:
    from matplotlib import dates, rc_context
    from matplotlib.figure import Figure

    top = ROW * (1 + max((p.row for p in placed), default=-1)) + 12
    with rc_context({"font.family": ["DejaVu Sans"], "font.size": FONT * 0.75}):
        figure = Figure(figsize=(WIDTH / 96, HEIGHT / 96), dpi=96, facecolor=INKS["paper"])
        axes = figure.add_axes((LEFT / WIDTH, BOTTOM / HEIGHT, 1 - (LEFT + RIGHT) / WIDTH, 1 - (BOTTOM + top) / HEIGHT))
        _line(axes, chart)
        locator = dates.AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
        _marks(figure, axes, chart, placed)
        figure.text(
            LEFT / WIDTH,
            8 / HEIGHT,
            f"{chart.title}, daily close, {chart.unit}. Source: {chart.source}.",
            color=INKS["faint"],
        )
    return figure


def _line(axes: Any, chart: Chart) -> None:
    axes.set_facecolor(INKS["paper"])
    axes.plot([date.fromordinal(int(d)) for d in chart.days], chart.close, color=INKS["line"], linewidth=1.3)
    axes.set_xlim(date.fromordinal(int(chart.days[0])), date.fromordinal(int(chart.days[-1])))
    low, high = float(chart.close.min()), float(chart.close.max())
    pad = 0.06 * (high - low) or 1.0
    axes.set_ylim(max(low - pad, 0.0), high + pad)
    axes.grid(visible=True, color=INKS["grid"], linewidth=0.6)
    axes.tick_params(colors=INKS["text"], labelcolor=INKS["text"], length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _marks(figure: Any, axes: Any, chart: Chart, placed: tuple[Placed, ...]) -> None:
    from matplotlib.lines import Line2D

    where = {int(d): float(c) for d, c in zip(chart.days, chart.close, strict=True)}
    low, high = axes.get_ylim()
    box = axes.get_position()
    for m in chart.marks:
        axes.plot(
            [m.day], [where[m.day.toordinal()]], "o", color=INKS["mark"], markersize=4, markeredgecolor=INKS["paper"]
        )
    for p in placed:
        m = chart.marks[p.label.index]
        y = 1 - (ROW * (p.row + 1)) / HEIGHT
        at = box.y0 + box.height * (where[m.day.toordinal()] - low) / (high - low)
        x = p.label.x / WIDTH
        figure.add_artist(
            Line2D([x, x], [at, y - 2 / HEIGHT], color=INKS["faint"], linewidth=0.6, linestyle=(0, (2, 2)))
        )
        figure.text(p.left / WIDTH, y, label_of(m), color=INKS["text"], va="baseline")


def svg(chart: Chart) -> str:
    """The chart as an SVG text; its inks are CSS variables that follow the reader's light or dark setting."""
    from matplotlib import rc_context

    out = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "tapeline"}):
        _figure(chart, layout(chart)).savefig(out, format="svg", metadata={"Date": None, "Creator": "tapeline"})
    return themed(out.getvalue())


def themed(text: str) -> str:
    """A drawn SVG without its prolog, with faces that hold Chinese, and with the inks as CSS variables."""
    faces = "'DejaVu Sans', Verdana, 'Noto Sans CJK SC', 'PingFang SC', sans-serif"
    text = text[text.index("<svg") :].replace("'DejaVu Sans'", faces)
    for name, colour in INKS.items():
        text = text.replace(colour, f"var(--chart-{name}, {colour})")
    return text


def theme() -> str:
    """The CSS that gives the chart's inks their light and dark colours."""
    light = "".join(f"--chart-{k}:{v};" for k, v in INKS.items())
    dark = "".join(f"--chart-{k}:{v};" for k, v in DARK.items())
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def standalone_svg(chart: Chart) -> str:
    """The chart as an SVG file of its own."""
    text = svg(chart)
    end = text.index(">") + 1
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text[:end]}<style>{theme()}</style>{text[end:]}'


def page(chart: Chart) -> str:
    """The chart as a page of its own: no network, no script."""
    from html import escape

    style = f"{theme()}body{{margin:16px;background:var(--chart-paper)}}svg{{width:100%;height:auto;max-width:1200px}}"
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(chart.title)}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>'
            f"<body>{svg(chart)}</body></html>\n")  # fmt: skip


def png(chart: Chart) -> bytes:
    """The chart as a PNG image at twice the screen's resolution, in light colours."""
    out = io.BytesIO()
    _figure(chart, layout(chart)).savefig(out, format="png", dpi=192, metadata={"Software": "tapeline"})
    return out.getvalue()


__all__ = [
    "Chart", "Mark", "chart_of", "label_of", "layout", "page", "png", "standalone_svg", "story_marks", "svg", "theme", "themed", "width_of",
]  # fmt: skip
