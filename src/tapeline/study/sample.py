"""What the test statistics see: one study's kept events as arrays, and sums over their estimation windows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.study.kernels.central import central_sums
from tapeline.study.kernels.grid import by_session, count_crowded, spans, standardise
from tapeline.study.kernels.ranks import stream_ranks
from tapeline.study.kernels.residuals import DENSE, share_positive, stream_lines, stream_residuals
from tapeline.study.kernels.tables import by_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tapeline.study.models.base import Fit, Problem

BLOCK = 1024  # events of one session summed together


@dataclass(frozen=True, slots=True)
class ResidualSums:
    """Sums of estimation residuals.

    Attributes:
        days: shape (C,), distinct event sessions, ascending; size: shape (C,), events on each.
        raw: shape (C, S), sums by relative day (S sessions, the first `reach` before the event).
        unit: shape (C, S), the same, each event's residuals centred and scaled to length one.
        counts: shape (C, S), how many residuals are in each sum.
        mean: shape (S,), average residual by relative day; count: shape (S,), events behind it.
    """

    days: NDArray[np.int64]
    size: NDArray[np.int64]
    raw: NDArray[np.float64]
    unit: NDArray[np.float64]
    counts: NDArray[Any]
    mean: NDArray[np.float64]
    count: NDArray[np.int64]


def _silent(_: str) -> None:
    """Say nothing."""


class Sample:
    """The kept events of a study and, on demand, sums over their estimation windows (each computed once).

    Args:
        problem: the kept events on arrays. fit: their fit. weight: shape (E,), or None.
        offsets: shape (W + 1, 2): the main event window and further ones, first and last session, both included.
        said: called with a line between the pieces of long work; an exception that it raises cancels it.
    """

    def __init__(
        self, problem: Problem, fit: Fit, offsets: NDArray[np.int64], weight: NDArray[np.float64] | None = None,
        said: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        self.problem = problem
        self.fit = fit
        self.offsets = offsets
        self.weight = weight
        self._kept: dict[tuple[str, int], NDArray[np.float64]] = {}
        self.centrals: dict[tuple[str, int], tuple[float, float, float]] = {}
        self.correlations: dict[tuple[int, str], float] = {}
        self.said = said or _silent

    @property
    def events(self) -> int:
        """How many events were kept."""
        return int(self.fit.sigma.size)

    def view(self, which: int = 0) -> View:
        """The sample seen through one of its windows."""
        a, b = self.columns(which)
        if ("scar", which) not in self._kept:
            se_car, scar = np.empty(self.events), np.empty(self.events)
            standardise(self.fit.car[:, which], self.fit.car_factor[:, which], self.fit.sigma, se_car, scar)
            self._kept["se_car", which], self._kept["scar", which] = se_car, scar
        se_car, scar = self._kept["se_car", which], self._kept["scar", which]
        return View(self, which, self.fit.car[:, which], se_car, scar, self.fit.ar[:, a:b], self.fit.ar_factor[:, a:b])

    def keep(self, name: str, which: int, make: Callable[[], NDArray[np.float64]]) -> NDArray[np.float64]:
        """A figure of one window, computed once. The sample keeps figures, not views: a view keeps its sample."""
        if (name, which) not in self._kept:
            self._kept[name, which] = make()
        return self._kept[name, which]

    def columns(self, which: int) -> tuple[int, int]:
        """A window as columns [a, b) of the abnormal returns."""
        first, last = self.offsets[which]
        return int(first) - self.problem.lead, int(last) - self.problem.lead + 1

    @cached_property
    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The order that sorts events by session and security, where each distinct pair begins in it, and the pairs."""
        problem = self.problem
        return by_session(problem.position, problem.security, problem.returns.shape[0])

    def crowded(self) -> int | None:
        """How many events have another of the sample inside the estimation window; None where windows differ."""
        if not self._alike:
            return None
        most, _, late, _ = self._spans
        _, heads, pairs = self.pairs
        return int(count_crowded(pairs, heads, self.problem.returns.shape[0], -most, late))

    @cached_property
    def clusters(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Distinct event sessions, ascending, and the events on each."""
        size_of = np.bincount(self.problem.position)
        days = np.flatnonzero(size_of)
        return days, size_of[days]

    @cached_property
    def cluster(self) -> NDArray[np.int64]:
        """Shape (E,), each event's session as an index into the distinct ones."""
        return np.searchsorted(self.clusters[0], self.problem.position)

    @cached_property
    def reach(self) -> tuple[int, int]:
        """How far before the event the widest estimation window starts, and the sessions from there to the last end."""
        most, _, late, _ = self._spans
        return most, most + late

    @cached_property
    def _spans(self) -> tuple[int, int, int, int]:
        most, fewest, late, soon = spans(self.problem.position, self.problem.first, self.problem.last)
        return int(most), int(fewest), int(late), int(soon)

    @property
    def _alike(self) -> bool:
        """Whether events of one security and session are the same event to a model: all windows lie alike."""
        most, fewest, late, soon = self._spans
        return most == fewest and late == soon and self.problem.inner.shape[0] == 1

    @cached_property
    def residuals(self) -> ResidualSums:
        """Sums of estimation residuals, from one pass over the windows."""
        days, size = self.clusters
        problem, fit, (_, span) = self.problem, self.fit, self.reach
        rows = problem.factors.rows
        line = fit.centred and problem.gap is None and rows.shape[0] == 1 and rows.shape[1] <= 1
        raw, unit, counts = self._lines() if line and self._alike and fit.n.min() == span else self._windows(size)
        count = counts.sum(axis=0)
        with np.errstate(invalid="ignore"):
            mean = raw.sum(axis=0) / count
        return ResidualSums(days, size, raw, unit, counts, mean, count)

    def _lines(self) -> tuple[NDArray[Any], ...]:
        """Residual sums by session from returns' sums: every window is whole."""
        fit, (order, heads, pairs), (reach, span) = self.fit, self.pairs, self.reach
        y, rows = self.problem.returns, self.problem.factors.rows
        x = rows[0, 0] if rows.shape[1] else np.zeros(y.shape[1])
        days, _ = self.clusters
        bounds = np.append(np.searchsorted(pairs, days * y.shape[0]), pairs.size)
        dense = int(np.diff(bounds).max()) > DENSE * y.shape[0]
        across = np.empty((y.shape[1] if dense else 0, y.shape[0]))
        if dense:
            by_day(y, across)
        raw, unit = stream_lines(
            y, across, x, fit.coef, fit.sigma, float(fit.df[0]), order, heads, pairs, bounds, days, reach, span
        )
        return raw, unit, np.broadcast_to(self.clusters[1][:, None], raw.shape)

    def _windows(self, size: NDArray[np.int64]) -> tuple[NDArray[Any], ...]:
        """Residual sums by session, window by window, some events of a session at a time."""
        problem, (gap, has_gap), (reach, span) = self.problem, self.problem.gaps, self.reach
        pieces = (size + BLOCK - 1) // BLOCK
        owner = np.repeat(np.arange(size.size), pieces)
        first_piece = np.cumsum(pieces) - pieces
        within = np.arange(owner.size) - first_piece[owner]
        bounds = np.append((np.cumsum(size) - size)[owner] + within * BLOCK, self.events)
        sums = stream_residuals(
            problem.returns, problem.factors.rows, problem.factors.row_of, gap, has_gap, problem.security, problem.position,
            problem.first, problem.last, self.fit.coef, self.pairs[0], bounds, reach, span,
        )  # fmt: skip
        return tuple(sums if owner.size == size.size else (np.add.reduceat(part, first_piece, axis=0) for part in sums))

    @cached_property
    def positive(self) -> NDArray[np.float64]:
        """Shape (E,), the share of each event's estimation residuals above zero."""
        problem, (gap, has_gap) = self.problem, self.problem.gaps
        out: NDArray[np.float64] = share_positive(
            problem.returns, problem.factors.rows, problem.factors.row_of, gap, has_gap, problem.security, problem.first,
            problem.last, self.fit.coef, self.reach[1],
        )  # fmt: skip
        return out

    def rank_sums(self, which: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Sums and counts of scaled mid-ranks less one half, shape (3, S + L): Corrado, Corrado-Zivney, GRANK."""
        if which not in self._ranks:
            self._ranks[which] = self._rank(which)
        return self._ranks[which]

    @cached_property
    def _ranks(self) -> dict[int, tuple[NDArray[np.float64], NDArray[np.int64]]]:
        return {}

    def _rank(self, which: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        view, problem, (gap, has_gap) = self.view(which), self.problem, self.problem.gaps
        reach, span = self.reach
        spread = np.array([self._spread(k) for k in range(problem.width)])
        wide = _deviation(view.scar)
        order, heads, _ = self.pairs
        if not self._alike:
            heads = np.arange(self.events + 1)
        return stream_ranks(
            problem.returns, problem.factors.rows, problem.factors.row_of, gap, has_gap, problem.security, problem.position,
            problem.first, problem.last, self.fit.coef, self.fit.sigma, self.fit.ar, self.fit.ar_factor, spread, view.scar, wide,
            order, heads, reach, span, self.said,
        )  # fmt: skip

    def _spread(self, k: int) -> float:
        """The cross-section's standard deviation (ddof 1) of a session's standardised abnormal returns."""
        with np.errstate(invalid="ignore", divide="ignore"):
            sar = self.fit.ar[:, k] / (self.fit.sigma * np.sqrt(self.fit.ar_factor[:, k]))
        return _deviation(sar[np.isfinite(sar)])


def _deviation(values: NDArray[np.float64]) -> float:
    """Standard deviation (ddof 1), one where there is none."""
    return math.sqrt(central_sums(values)[1] / (values.size - 1)) if values.size > 1 else 1.0


@dataclass(frozen=True)
class View:
    """A sample through one window.

    Attributes:
        sample: the events. which: the window's number.
        car, se_car: shape (E,). scar: shape (E,), exact standardised CAR: CAR over its own standard error. ar, ar_factor: shape (E, L'), the window's own sessions.
    """

    sample: Sample
    which: int
    car: NDArray[np.float64]
    se_car: NDArray[np.float64]
    scar: NDArray[np.float64]
    ar: NDArray[np.float64]
    ar_factor: NDArray[np.float64]

    @property
    def length(self) -> int:
        """Sessions in the window."""
        return int(self.ar.shape[1])

    @property
    def sum_of_sar(self) -> NDArray[np.float64]:
        """Shape (E,), sum of standardised AR over the square root of their number."""
        return self.sample.keep("sum_of_sar", self.which, self._sum_of_sar)

    def _sum_of_sar(self) -> NDArray[np.float64]:
        sar = self.ar / (self.sample.fit.sigma[:, None] * np.sqrt(self.ar_factor))
        used = np.isfinite(sar)
        out: NDArray[np.float64] = np.where(used, sar, 0.0).sum(axis=1) / np.sqrt(used.sum(axis=1))
        return out

    def central(self, what: str) -> tuple[float, float, float]:
        """Mean, and sums of squares and of cubes about it, of "car", or of a form of the standardised CAR; computed once."""
        kept = self.sample.centrals
        if (what, self.which) not in kept:
            kept[what, self.which] = central_sums(self.car if what == "car" else self.standardised(what))
        return kept[what, self.which]

    def standardised(self, form: str) -> NDArray[np.float64]:
        """Shape (E,), "exact" or "sum_of_sar"."""
        return self.scar if form == "exact" else self.sum_of_sar


__all__ = ["ResidualSums", "Sample", "View"]
