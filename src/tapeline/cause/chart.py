"""The chart of an assessment: the path against its counterfactual, the dates with their intervals, the shares of the move."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tapeline.cause.assessment import Assessment

INK, OTHER, EVENT, TURN, VALID = "#1b1b1b", "#7a7a7a", "#b3261e", "#1f5fa8", "#2e7d32"


def draw(a: Assessment) -> Figure:
    """A figure of up to three panels: what there is evidence for is drawn, and nothing else.

    The first shows observed and counterfactual paths in percent, the second the turn, the breaks with their 95% intervals, the event and
    its rivals on one line of time, the third the share of the move by kind of event.
    """
    from matplotlib.figure import Figure

    panels = [
        p for p, there in ((_paths, a.counterfactual), (_dates, a.timing or a.breaks), (_shares, a.shares)) if there
    ]
    figure = Figure(figsize=(9, 1.2 + 2.6 * max(len(panels), 1)), layout="constrained")
    figure.suptitle(f"{a.subject}: {a.words}", x=0.01, ha="left", fontsize=11, color=INK)
    if not panels:
        figure.text(0.01, 0.5, a.reason, wrap=True, fontsize=9)
        return figure
    for axes, panel in zip(figure.subplots(len(panels), 1, squeeze=False).ravel(), panels, strict=True):
        panel(axes, a)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=8)
        axes.title.set_size(9)
    return figure


def _number(day: date) -> float:
    from matplotlib.dates import date2num

    return float(date2num(day))  # type: ignore[no-untyped-call]


def _paths(axes: Axes, a: Assessment) -> None:
    if a.counterfactual is None:
        return
    days = [_number(d) for d, _, _ in a.counterfactual.path]
    axes.xaxis_date()
    axes.plot(days, [100 * o for _, o, _ in a.counterfactual.path], color=INK, lw=1.4, label="observed")
    axes.plot(
        days, [100 * c for _, _, c in a.counterfactual.path], color=OTHER, lw=1.4, ls="--", label="without the event"
    )
    if a.event.session:
        axes.axvline(_number(a.event.session), color=EVENT, lw=1)
    p = "" if a.counterfactual.placebo_p is None else f", placebo p = {a.counterfactual.placebo_p:.2f}"
    axes.set_title(f"{a.counterfactual.method}{p}", loc="left")
    axes.set_ylabel("log points x 100", fontsize=8)
    axes.legend(fontsize=8, frameon=False)


def _dates(axes: Axes, a: Assessment) -> None:
    rows = [(f"break: {b.series}", b.low, b.date, b.high, VALID if b.valid else OTHER) for b in a.breaks]
    if a.timing:
        rows.insert(0, ("turn", a.timing.low, a.timing.turn, a.timing.high, TURN))
    rows += [
        (r.what[:48], r.session or r.date, r.session or r.date, r.session or r.date, INK)
        for r in a.rivals[:6]
        if r.kind not in {"market", "sector"}
    ]
    axes.xaxis_date()
    for y, (_, low, at, high, colour) in enumerate(rows):
        axes.plot([_number(low), _number(high)], [y, y], color=colour, lw=3, alpha=0.4, solid_capstyle="butt")
        axes.plot([_number(at)], [y], "o", color=colour, ms=4)
    axes.set_yticks(range(len(rows)), [name for name, *_ in rows])
    axes.invert_yaxis()
    if a.event.session:
        axes.axvline(_number(a.event.session), color=EVENT, lw=1)
    axes.set_title("dates with 95% intervals; grey: not valid or not significant; red: the event", loc="left")


def _shares(axes: Axes, a: Assessment) -> None:
    names = list(a.shares)
    axes.barh(
        names,
        [100 * a.shares[n] for n in names],
        color=[OTHER if n in {"market", "sector", "unexplained"} else TURN for n in names],
    )
    axes.axvline(0, color=INK, lw=0.8)
    axes.invert_yaxis()
    axes.set_title("share of the move from the turn, %", loc="left")


__all__ = ["draw"]
