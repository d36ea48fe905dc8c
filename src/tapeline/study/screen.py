"""Which events can be studied, and the reason for each that cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.kernels.grid import any_between
from tapeline.study.kernels.screening import judge_fits, lay_windows

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
LAID = ("no_security", "no_date", "no_prices", "repeated", "own_window", "before", "after", "window", "short")
JUDGED = ("short", "exact", "unidentified", "hole")


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
    offsets = _offsets(events, design)
    est_a, est_b, win_a, win_b = offsets.T
    usable = (est_a <= est_b) & (win_a <= win_b) & ((est_b < win_a) | (win_b < est_a))
    lead = int(min(win_a[usable].min(initial=design.window[0]), windows[:, 0].min(initial=design.window[0])))
    end = int(max(win_b[usable].max(initial=design.window[1]), windows[:, 1].max(initial=design.window[1])))
    code, first, last = np.empty(count, np.int8), np.empty(count, np.int64), np.empty(count, np.int64)
    marks = np.array([CODES[name] for name in LAID], dtype=np.int8)
    lay_windows(
        events.security, events.position, events.repeated, offsets, np.array([lead, end]), sessions, design.minimum, marks, code,
        first, last,
    )  # fmt: skip
    if design.overlap == "drop":
        placed = (events.security >= 0) & (events.position != -2)
        code[placed & _overlapping(events, first, last)] = CODES["overlap"]
    inner = np.stack([win_a - lead, win_b + 1 - lead], axis=1)
    return Laid(code, first, last, inner, lead, end - lead + 1, est_b - est_a + 1)


def _offsets(events: Events, design: Design) -> NDArray[np.int64]:
    """First and last session of both windows, estimation first, shape (E, 4), or (1, 4) where all events share them."""
    plain = np.array([(*design.estimation, *design.window)], dtype=np.int64)
    if events.own is None:
        return plain
    own = events.own[:, [2, 3, 0, 1]]  # the table has the event window first
    return np.where(np.isfinite(own), own, plain).astype(np.int64)


def _overlapping(events: Events, first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether another event of the same security falls in [first, last)."""
    rows, span = int(events.security.max()) + 1, int(last.max()) + 1
    return np.asarray(any_between(events.security, events.position, first, last, rows, span))


def overlaps(events: Events, laid: Laid) -> int:
    """How many kept events have another event of their security inside the estimation window."""
    return int(np.count_nonzero(_overlapping(events, laid.first, laid.last) & (laid.code == 0)))


def judge(problem: Problem, fit: Fit, minimum: int) -> NDArray[np.int8]:
    """Mark fitted events that give no number, shape (E,), 0 where one is kept."""
    code = np.empty(fit.sigma.size, dtype=np.int8)
    marks = np.array([CODES[name] for name in JUDGED], dtype=np.int8)
    holes, marked = judge_fits(fit.sigma, fit.n, fit.ar.T, fit.car[:, 0], minimum, marks, code)
    for e in np.flatnonzero(~np.isfinite(fit.ar.sum(axis=1)) & (code != CODES["short"])) if holes else ():
        _judge_hole(problem, code, int(e))
    for e in np.flatnonzero((code == CODES["exact"]) | (code == CODES["unidentified"])) if marked else ():
        values = problem.returns[problem.security[e], problem.first[e] : problem.last[e]]
        values = values[np.isfinite(values)]
        if values.size and np.ptp(values) == 0.0:
            code[e] = CODES["still"]
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
