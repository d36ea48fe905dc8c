"""Resampling tests: sign flips of whole days, blocks of days, and placebo dates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tapeline.study.statistics.base import NO_MEAN, Outcome, none, statistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.sample import View

DRAWS = {"draws": (999,), "seed": (0,)}


def day_sums(view: View) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Sums of CARs and counts by event session, shape (C,) each."""
    days, size = view.sample.clusters
    return np.asarray(np.bincount(view.sample.problem.position, weights=view.car)[days], dtype=np.float64), size


def day_clustered(sums: NDArray[np.float64], size: NDArray[np.int64]) -> float:
    """The t of the mean with errors clustered by day: (mean) / sqrt(c sum of (S_d - n_d mean)**2) N, c = C / (C - 1)."""
    n = float(size.sum())
    mean = float(sums.sum()) / n
    c = sums.size
    return float(mean * n / math.sqrt(c / (c - 1.0) * float(((sums - size * mean) ** 2).sum())))


@statistic(
    "bootstrap_t",
    null=NO_MEAN,
    assumes="days independent of each other; CARs symmetric when whole days change sign together; any dependence within a day",
    fails="fewer than about six distinct days; windows that overlap across days (use `method='block'`)",
    source="Wu (1986), section 7; Cameron, Gelbach and Miller (2008), section III, with the event's day as the cluster",
    family="resampling",
    options={"method": ("wild", "block"), **DRAWS, "block": (5,)},
)
def bootstrap_t(view: View, method: str = "wild", draws: int = 999, seed: int = 0, block: int = 5) -> Outcome:
    """The day-clustered t of the mean CAR against a bootstrap that keeps each day whole.

    "wild" flips the sign of all events of a day together (Rademacher weights, the null imposed); "block" draws circular
    blocks of `block` consecutive event days from the centred day sums (Politis and Romano 1992). The p-value is
    (1 + count of |t*| >= |t|) / (1 + draws).
    """
    sums, size = day_sums(view)
    n, days = view.car.size, sums.size
    if days < 3:
        return none(n, f"{days} distinct event days are too few to flip or to draw")
    t = day_clustered(sums, size)
    rng = np.random.default_rng(seed)
    extreme = 0
    step = max(1, 4_000_000 // days)
    for start in range(0, draws, step):
        count = min(step, draws - start)
        if method == "wild":
            flips = rng.integers(0, 2, (count, days), dtype=np.int8) * np.int8(2) - np.int8(1)
            drawn, sizes = flips * sums, np.broadcast_to(size, (count, days))
        else:
            blocks = math.ceil(days / block)
            heads = rng.integers(0, days, (count, blocks))
            pick = ((heads[:, :, None] + np.arange(block)) % days).reshape(count, -1)[:, :days]
            mean = float(sums.sum()) / n
            drawn, sizes = (sums - size * mean)[pick], size[pick]
        extreme += int(np.count_nonzero(np.abs(_clustered_rows(drawn, sizes)) >= abs(t) * (1.0 - 1e-12)))
    p = (1 + extreme) / (1 + draws)
    return Outcome(t, p, n, days - 1, f"{method}, whole days, {draws} draws, seed {seed}")


def _clustered_rows(sums: NDArray[np.float64], size: NDArray[np.int64]) -> NDArray[np.float64]:
    c = sums.shape[1]
    total, n = sums.sum(axis=1), size.sum(axis=1)
    mean = total / n
    spread = np.sqrt(c / (c - 1.0) * ((sums - size * mean[:, None]) ** 2).sum(axis=1))
    out: NDArray[np.float64] = total / np.where(spread > 0.0, spread, np.inf)
    return out


@statistic(
    "permutation",
    null="the events' dates are like any other date of their estimation windows",
    assumes="abnormal returns of the estimation window and the event window are exchangeable without the event",
    fails="volatility at the event differs from that of the estimation window; other news inside the estimation window",
    source="Fisher (1935), section 21, on permutation; for event dates Nguyen and Wolf (2023), section 3",
    family="resampling",
    options=DRAWS,
)
def permutation(view: View, draws: int = 999, seed: int = 0) -> Outcome:
    """The mean CAR against mean CARs at placebo dates drawn from the estimation windows.

    Events of one session move to one placebo date together, which keeps their dependence. The statistic is the mean CAR;
    the p-value is (1 + count of |placebo| >= |actual|) / (1 + draws).
    """
    sums = view.sample.residuals
    n, length = view.car.size, view.length
    span = sums.raw.shape[1]
    complete = int(np.flatnonzero(sums.count).min())
    places = span - complete - length + 1
    if places < 20:
        return none(n, f"the estimation window has {max(places, 0)} placebo dates, at least 20 are needed")
    running = np.concatenate([np.zeros((sums.raw.shape[0], 1)), np.cumsum(sums.raw, axis=1)], axis=1)
    placebo = running[:, length:] - running[:, :-length]
    rng = np.random.default_rng(seed)
    clusters = np.arange(placebo.shape[0])
    caar = float(view.car.mean())
    drawn = np.empty(draws)
    step = max(1, 1_000_000 // clusters.size)
    for start in range(0, draws, step):
        count = min(step, draws - start)
        moved = rng.integers(complete, complete + places, (count, clusters.size))
        drawn[start : start + count] = placebo[clusters, moved].sum(axis=1) / n
    p = (1 + int(np.count_nonzero(np.abs(drawn) >= abs(caar) * (1.0 - 1e-12)))) / (1 + draws)
    return Outcome(caar, p, n, convention=f"placebo dates by event session, {draws} draws, seed {seed}")


__all__ = ["bootstrap_t", "day_clustered", "day_sums", "permutation"]
