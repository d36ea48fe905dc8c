"""Pictures of a study, as matplotlib figures that need no display."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError, UnknownNameError

if TYPE_CHECKING:
    from tapeline.study.after.sensitivity import Sensitivity
    from tapeline.study.results import Study

KINDS = ("caar", "aar", "distribution", "events")
INK, BAND, MARK = "#1f3a5f", "#9db8d9", "#b5432a"
MOST = 40


def draw(study: Study, kind: str = "caar", *, width: float = 6.4, height: float = 4.0) -> Any:
    """A figure: "caar" (with 95% bands), "aar", "distribution" of the CARs, or "events" (each CAR with its interval).

    Raises:
        UnknownNameError: no such kind. DesignError: no event was kept.
    """
    painters = {"caar": _caar, "aar": _aar, "distribution": _distribution, "events": _events}
    if kind not in painters:
        raise UnknownNameError(f"no picture is called {kind!r}; there are {', '.join(KINDS)}")
    if study.n_kept == 0:
        raise DesignError("no event was kept: there is nothing to draw")
    figure, axes = _figure(width, height)
    painters[kind](study, axes)
    return figure


def _figure(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _percent(axes: Any, which: str) -> None:
    from matplotlib.ticker import PercentFormatter

    getattr(axes, f"{which}axis").set_major_formatter(PercentFormatter(1.0))


def _caar(study: Study, axes: Any) -> None:
    columns = study.caar_columns()
    offsets = columns["offset"]
    if study.n_kept > 1:
        axes.fill_between(offsets, columns["low"], columns["high"], color=BAND, alpha=0.5, label="95%")
        axes.legend(frameon=False)
    axes.plot(offsets, columns["caar"], color=INK, marker="o", markersize=3)
    axes.axhline(0.0, color="grey", linewidth=0.8)
    axes.axvline(0.0, color="grey", linewidth=0.8, linestyle=":")
    axes.set_xlabel("sessions from the event")
    axes.set_ylabel(f"cumulative average abnormal return, {study.n_kept} events")
    _percent(axes, "y")


def _aar(study: Study, axes: Any) -> None:
    columns = study.aar_columns()
    error = 1.96 * columns["se"] if study.n_kept > 1 else None
    axes.bar(columns["offset"], columns["aar"], color=BAND, yerr=error, ecolor=INK, capsize=2)
    axes.axhline(0.0, color="grey", linewidth=0.8)
    axes.set_xlabel("sessions from the event")
    axes.set_ylabel(f"average abnormal return, {study.n_kept} events")
    _percent(axes, "y")


def _distribution(study: Study, axes: Any) -> None:
    car = study.sample.view().car
    axes.hist(car, bins=min(60, max(5, int(np.sqrt(car.size) * 2))), color=BAND)
    axes.axvline(float(car.mean()), color=MARK, label="mean")
    axes.axvline(float(np.median(car)), color=INK, linestyle="--", label="median")
    axes.legend(frameon=False)
    axes.set_xlabel(f"cumulative abnormal return over {list(study.setting.window)}")
    axes.set_ylabel("events")
    _percent(axes, "x")


def _events(study: Study, axes: Any) -> None:
    view = study.sample.view()
    shown = np.argsort(-np.abs(view.scar), kind="stable")[:MOST][::-1]
    rows = np.arange(shown.size)
    axes.errorbar(view.car[shown], rows, xerr=1.96 * view.se_car[shown], fmt="o", color=INK, ecolor=BAND, markersize=3)
    names = study.taken.table.frame.get_column(study.taken.security_column).to_list()
    sessions = study.panel.sessions[study.sample.problem.position[shown]]
    labels = [f"{names[study.kept[j]]} {str(s)[:10]}" for j, s in zip(shown, sessions, strict=True)]
    axes.set_yticks(rows, labels, fontsize=6)
    axes.axvline(0.0, color="grey", linewidth=0.8)
    axes.set_xlabel(
        "cumulative abnormal return with its 95% interval" + (f", the {MOST} largest" if view.car.size > MOST else "")
    )
    _percent(axes, "x")


def draw_variants(sensitivity: Sensitivity, *, width: float = 6.4, height: float = 4.0) -> Any:
    """Every variant of a sensitivity analysis with its interval, the study as run on top."""
    figure, axes = _figure(width, height)
    shown = [v for v in sensitivity.variants if not v.note][::-1]
    rows = np.arange(len(shown))
    for row, v in zip(rows, shown, strict=True):
        colour = MARK if v.what == "as run" else INK
        axes.plot([v.low, v.high], [row, row], color=BAND, linewidth=3)
        axes.plot(v.caar, row, marker="o", color=colour, markersize=5)
    axes.set_yticks(rows, [f"{v.label} (n = {v.n})" for v in shown], fontsize=7)
    axes.axvline(0.0, color="grey", linewidth=0.8)
    axes.set_xlabel("mean cumulative abnormal return with its 95% interval")
    _percent(axes, "x")
    return figure


def as_svg(figure: Any) -> str:
    """A figure as SVG text, the same bytes for the same figure."""
    import matplotlib as mpl

    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "tapeline", "svg.fonttype": "none"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    return text[text.index("<svg") :]


__all__ = ["KINDS", "as_svg", "draw", "draw_variants"]
