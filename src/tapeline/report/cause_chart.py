"""The counterfactual chart: the stock beside what the donors say it would have done, and the gap between the two."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from tapeline.report.chart import INKS, themed

WIDTH, HEIGHT = 960.0, 340.0
FONT = 10.5


def svg(raw: dict[str, Any]) -> str:
    """The chart of an assessment (`tapeline.cause/1`) as SVG; empty where it has no counterfactual.

    The path holds, for each session or week, the stock's and the counterfactual's cumulated log return: from the first day of a
    path of days, around the eve of the event for one of weeks.
    """
    found = raw["counterfactual"]
    if not found or not found["path"]:
        return ""
    from matplotlib import dates, rc_context
    from matplotlib.figure import Figure

    days = [date.fromisoformat(row[0]) for row in found["path"]]
    actual, without = ([100 * row[i] for row in found["path"]] for i in (1, 2))
    out = io.StringIO()
    with rc_context(
        {
            "font.family": ["DejaVu Sans"],
            "font.size": FONT * 0.75,
            "svg.fonttype": "none",
            "svg.hashsalt": "tapeline-cause",
        }
    ):
        figure = Figure(figsize=(WIDTH / 96, HEIGHT / 96), dpi=96, facecolor=INKS["paper"])
        axes: Any = figure.add_axes((0.06, 0.17, 0.92, 0.72))
        axes.set_facecolor(INKS["paper"])
        axes.fill_between(days, actual, without, color=INKS["grid"], linewidth=0)
        axes.plot(
            days, without, color=INKS["mark"], linewidth=1.2, linestyle=(0, (4, 2)), label="without it (donors' mix)"
        )
        axes.plot(days, actual, color=INKS["line"], linewidth=1.4, label=raw["subject"])
        day = raw["event"]["session"] or raw["event"]["date"]
        if day:
            axes.axvline(date.fromisoformat(str(day)), color=INKS["faint"], linewidth=0.8)
        axes.grid(visible=True, color=INKS["grid"], linewidth=0.5)
        axes.tick_params(colors=INKS["text"], labelcolor=INKS["text"], length=0)
        locator = dates.AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
        for side in axes.spines.values():
            side.set_visible(False)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, frameon=False, labelcolor=INKS["text"])
        figure.text(0.06, 0.02, _caption(found), color=INKS["faint"])
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "tapeline"})
    return themed(out.getvalue())


def _caption(found: dict[str, Any]) -> str:
    weights = ", ".join(
        f"{name} {100 * w:.0f}%" for name, w in sorted(found["weights"].items(), key=lambda x: -x[1])[:5]
    )
    placebo = "no placebo" if found["placebo_p"] is None else f"placebo p = {found['placebo_p']:.2f}"
    return f"Cumulated log return, percent. {found['method']}: {weights}. Gap at the end {100 * found['end_gap']:+.1f}%, {placebo}."


__all__ = ["svg"]
