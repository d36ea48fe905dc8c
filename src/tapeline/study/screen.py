"""Which events can be studied, and the reason for each that cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.events import Events
    from tapeline.study.models.base import Fit, Problem
    from tapeline.study.panel import Panel

REASONS = {
    "kept": "",
    "no_security": "the event names no security",
    "no_date": "the event has no readable date",
    "no_prices": "no prices for this security",
    "before": "the event is before the first session of the prices",
    "after": "the event is after the last session of the prices",
    "window": "the event window reaches beyond the prices",
    "own_window": "the event's own windows run backwards or overlap each other",
    "repeated": "an earlier row is the same event (same id, security and session)",
    "overlap": "another event of this security falls inside the estimation window",
    "short": "the estimation window holds too few returns",
    "hole": "a return is missing inside the event window",
    "benchmark": "the benchmark or a factor has no value inside the event window",
    "still": "the security's price does not move inside the estimation window",
    "exact": "the model explains the estimation window exactly (is the security its own benchmark?)",
    "unidentified": "the model cannot be estimated (a benchmark that does not move, or factors that move together)",
}
CODES = {name: code for code, name in enumerate(REASONS)}


@dataclass(frozen=True, slots=True)
class Design:
    """Windows in sessions relative to the event, both ends included, and the rules for what does not fit.

    Attributes:
        estimation, window: the two windows. minimum: returns that an estimation window must hold.
        overlap: "keep" or "drop" events whose estimation window holds another event of the security.
    """

    estimation: tuple[int, int]
    window: tuple[int, int]
    minimum: int
    overlap: str = "keep"


def check_design(design: Design) -> None:
    """Refuse windows that have no meaning.

    Raises:
        DesignError: a window runs backwards, or the two share sessions.
    """
    (a, b), (c, d) = design.estimation, design.window
    if a > b or c > d:
        raise DesignError(f"a window must run forward, not estimation={design.estimation}, window={design.window}")
    if b >= c and d >= a:
        raise DesignError(f"estimation {design.estimation} overlaps the event window {design.window}; move one of them")


@dataclass(frozen=True, slots=True)
class Laid:
    """Events laid on the grid.

    Attributes:
        code: shape (E,), why each is left out, 0 where it is kept so far.
        first, last: shape (E,), estimation window as positions [first, last), cut to the data.
        inner: shape (E, 2), the event's own window within the study's columns; (1, 2) where all share it.
        lead, width: the columns of the abnormal returns.
        asked: shape (E,), or (1,), sessions the estimation window should hold.
    """

    code: NDArray[np.int8]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    inner: NDArray[np.int64]
    lead: int
    width: int
    asked: NDArray[np.int64]


def lay(events: Events, panel: Panel, design: Design, windows: NDArray[np.int64]) -> Laid:
    """Turn windows into positions and mark what the data cannot hold.

    Takes:
        events, panel: the study's. design: its windows. windows: shape (W, 2), further windows, offsets included.
    """
    count, sessions = events.security.size, panel.sessions.size
    code = np.zeros(count, dtype=np.int8)
    position = events.position
    est_a, est_b, win_a, win_b = _offsets(events, design)
    usable = (est_a <= est_b) & (win_a <= win_b) & ((est_b < win_a) | (win_b < est_a))
    lead = int(min(win_a[usable].min(initial=design.window[0]), windows[:, 0].min(initial=design.window[0])))
    end = int(max(win_b[usable].max(initial=design.window[1]), windows[:, 1].max(initial=design.window[1])))
    first = np.clip(position + est_a, 0, sessions)
    last = np.clip(position + est_b + 1, first, sessions)
    _mark(code, (last - first) < design.minimum, "short")
    _mark(code, (position + lead < 0) | (position + end >= sessions), "window")
    _mark(code, position >= sessions, "after")
    _mark(code, position == -1, "before")
    _mark(code, np.broadcast_to(~usable, code.shape), "own_window")
    _mark(code, events.repeated, "repeated")
    if design.overlap == "drop":
        _mark(code, _overlapping(events, first, last), "overlap")
    _mark(code, events.security == -1, "no_prices")
    _mark(code, position == -2, "no_date")
    _mark(code, events.security == -2, "no_security")
    inner = np.stack([win_a - lead, win_b + 1 - lead], axis=1)
    return Laid(code, first, last, inner, lead, end - lead + 1, est_b - est_a + 1)


def _mark(code: NDArray[np.int8], where: NDArray[np.bool_], name: str) -> None:
    """The later mark wins: what is more basic is marked last."""
    code[where] = CODES[name]


def _offsets(events: Events, design: Design) -> tuple[NDArray[np.int64], ...]:
    """First and last session of both windows, shape (E,), or (1,) where all events share them."""
    plain = (*design.estimation, *design.window)
    if events.own is None:
        return tuple(np.array([v], dtype=np.int64) for v in plain)
    order = (2, 3, 0, 1)  # the table has the event window first
    columns = [events.own[:, j] for j in order]
    return tuple(np.where(np.isfinite(c), c, v).astype(np.int64) for c, v in zip(columns, plain, strict=True))


def _overlapping(events: Events, first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether another event of the same security falls in [first, last)."""
    from tapeline.study.kernels.grid import any_between

    known = (events.security >= 0) & (events.position >= 0)
    span = int(last.max()) + 1
    return np.asarray(
        any_between(events.security, events.position, known, first, last, int(events.security.max()) + 1, span)
    )


def overlaps(events: Events, laid: Laid) -> int:
    """How many kept events have another event of their security inside the estimation window."""
    return int(np.count_nonzero(_overlapping(events, laid.first, laid.last) & (laid.code == 0)))


def judge(problem: Problem, fit: Fit, minimum: int) -> NDArray[np.int8]:
    """Mark fitted events that give no number, shape (E,), 0 where one is kept."""
    code = np.zeros(fit.sigma.size, dtype=np.int8)
    _mark(code, fit.sigma == 0.0, "exact")
    _mark(code, ~np.isfinite(fit.sigma), "unidentified")
    _mark(code, (fit.sigma > 0.0) & ~np.isfinite(fit.car[:, 0]), "hole")
    holes = np.flatnonzero(~np.isfinite(fit.ar.sum(axis=1))) if np.isnan(fit.ar.sum()) else code[:0]
    for e in holes:
        _judge_hole(problem, code, int(e))
    odd = np.flatnonzero((code == CODES["exact"]) | (code == CODES["unidentified"]))
    for e in odd:
        values = problem.returns[problem.security[e], problem.first[e] : problem.last[e]]
        values = values[np.isfinite(values)]
        if values.size and np.ptp(values) == 0.0:
            code[e] = CODES["still"]
    _mark(code, fit.n < minimum, "short")
    return code


def _judge_hole(problem: Problem, code: NDArray[np.int8], e: int) -> None:
    start = problem.position[e] + problem.lead
    a, b = problem.inner[e if problem.inner.shape[0] > 1 else 0]
    part = slice(start + a, start + b)
    i = problem.security[e]
    seen = np.isfinite(problem.returns[i, part])
    rows = problem.factors.rows[problem.factors.row_of[i], :, part]
    if not np.isfinite(rows).all():
        code[e] = CODES["benchmark"]
    elif (problem.gap is None and not seen.all()) or not seen.any():
        code[e] = CODES["hole"]


__all__ = ["CODES", "REASONS", "Design", "Laid", "check_design", "judge", "lay", "overlaps"]
