"""Tests that take each calendar day as one observation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tapeline.study.statistics.base import NO_MEAN, Outcome, none, spread, statistic, student_p
from tapeline.study.statistics.resampling import day_clustered, day_sums

if TYPE_CHECKING:
    from tapeline.study.sample import View


@statistic(
    "day_clustered_t",
    null=NO_MEAN,
    assumes="event days independent of each other; any dependence between events of one day",
    fails="fewer than about 20 distinct days; windows that overlap across days",
    source="Liang and Zeger (1986), equation 9; Cameron and Miller (2015), equation 11",
    family="parametric",
)
def day_clustered_t(view: View) -> Outcome:
    """Mean CAR with standard errors clustered by event session (factor C / (C - 1)); Student's t with C - 1."""
    sums, size = day_sums(view)
    if sums.size < 3:
        return none(view.car.size, f"{sums.size} distinct event days are too few to cluster by")
    t = day_clustered(sums, size)
    return Outcome(t, student_p(t, sums.size - 1), view.car.size, sums.size - 1, "clusters C / (C - 1)")


@statistic(
    "portfolio_t",
    null="the mean abnormal return of the days' portfolios is zero",
    assumes="event days independent of each other; each day's portfolio counts once",
    fails="few distinct days; windows that overlap across days",
    source="Jaffe (1974), section IV; Mandelker (1974), section 4.2",
    family="parametric",
)
def portfolio_t(view: View) -> Outcome:
    """Mean over event days of the standardised portfolio CAR, over its standard error.

    Each day's mean CAR is divided by the spread of the same portfolio's sums over its estimation window (ddof 1, times
    sqrt(L)); then Student's t over days.
    """
    sums = view.sample.residuals
    n, days = view.car.size, sums.days.size
    if days < 3:
        return none(n, f"{days} distinct event days are too few")
    total, size = day_sums(view)
    seen = sums.counts > 0
    means = np.where(seen, sums.raw / np.maximum(sums.counts, 1), 0.0)
    periods = seen.sum(axis=1)
    if periods.min() < 3:
        return none(n, "a day's portfolio has fewer than three estimation sessions")
    off = np.where(seen, means - (means.sum(axis=1) / periods)[:, None], 0.0)
    own = np.sqrt((off * off).sum(axis=1) / (periods - 1) * view.length)
    if (own <= 0.0).any():
        return none(n, "a day's portfolio does not vary in its estimation window")
    x = total / size / own
    t = float(x.mean()) / (spread(x) / math.sqrt(days))
    return Outcome(t, student_p(t, days - 1), n, days - 1, "one observation for each event day")


__all__ = ["day_clustered_t", "portfolio_t"]
