"""Rank tests: each event's abnormal returns among its own estimation residuals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tapeline.study.statistics.base import Outcome, none, normal_p, statistic, student_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.sample import View

NO_SHIFT = "the event does not shift the rank of the abnormal return"
TIES = "ties share their mean rank"


def _days(
    view: View, family: int
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Sums and counts of scaled ranks less one half: estimation sessions, then the view's own window."""
    sums, counts = view.sample.rank_sums(view.which)
    span = view.sample.reach[1]
    a, b = view.sample.columns(view.which)
    day_sum, day_count = sums[family, :span], counts[family, :span]
    used = day_count > 0
    return day_sum[used], day_count[used], sums[family, span + a : span + b], counts[family, span + a : span + b]


def _corrado(view: View, family: int) -> Outcome:
    """(1 / sqrt(L)) sum over the window of (sum of U) / sqrt(N_t), over S(U).

    S(U)**2 is the mean over all sessions, estimation and the view's window, of (sum of U)**2 / N_t. With a complete panel this
    is Corrado's statistic for L = 1 and Cowan's for a longer window.
    """
    day_sum, day_count, now_sum, now_count = _days(view, family)
    n = view.car.size
    if (now_count == 0).any():
        return none(n, "a session of the window has no abnormal return")
    scaled_now = now_sum / np.sqrt(now_count)
    scaled = np.concatenate([day_sum / np.sqrt(day_count), scaled_now])
    s = math.sqrt(float(scaled @ scaled) / scaled.size)
    z = float(scaled_now.sum()) / math.sqrt(scaled_now.size) / s
    return Outcome(z, normal_p(z), n, convention=f"ranks over estimation and event window together; {TIES}")


@statistic(
    "corrado_rank_z",
    null=NO_SHIFT,
    assumes="ranks independent over time; no shape is assumed for returns, and events may be dependent",
    fails="the event raises variance (a spread, not a shift, moves ranks too); long windows, where it loses power",
    source="Corrado (1989), equations 1 to 3; over several sessions Cowan (1992), equation 4; missing returns as in Corrado and Zivney (1992)",
    family="rank",
)
def corrado_rank_z(view: View) -> Outcome:
    """Mean rank of the window's abnormal returns among estimation and event window together; standard normal.

    The ranks are those of the view's own sessions, whatever its length.
    """
    return _corrado(view, 0)


@statistic(
    "corrado_zivney_z",
    null=NO_SHIFT,
    assumes="ranks independent over time; the event may raise variance",
    fails="long windows, where it loses power; fewer than about five events",
    source="Corrado and Zivney (1992), equations 1 to 5",
    family="rank",
)
def corrado_zivney_z(view: View) -> Outcome:
    """Corrado's statistic on standardised abnormal returns; the event window's are first divided by their cross-sectional spread.

    Ranks are divided by one plus the number of returns, so that events with missing returns count alike. Standard normal.
    """
    if view.car.size < 2:
        return none(view.car.size, "one event has no cross-section to restandardise by")
    return _corrado(view, 1)


def _grank_mean(view: View) -> tuple[float, NDArray[np.float64], NDArray[np.int64], int]:
    sums, counts = view.sample.rank_sums(view.which)
    span = view.sample.reach[1]
    day_sum, day_count = sums[2, :span], counts[2, :span]
    used = day_count > 0
    n = int(counts[2, span])
    return float(sums[2, span]) / n, day_sum[used] / day_count[used], day_count[used], n


@statistic(
    "grank_t",
    null="the cumulative abnormal return of the whole window is an ordinary draw",
    assumes="the event may raise variance, events may share days; one cumulative value for each event",
    fails="fewer than about five events; very short estimation windows",
    source="Kolari and Pynnonen (2011), equations 6 to 13",
    family="rank",
)
def grank_t(view: View) -> Outcome:
    """Mean scaled rank of the restandardised SCAR among the standardised estimation residuals, over its time-series spread.

    T = (sessions of estimation) + 1; Z = U0 / S with S**2 = (1/T) sum of (n_t / N) U_t**2 over those sessions and the event,
    t = Z sqrt((T - 2) / (T - 1 - Z**2)). Student's t with T - 2.
    """
    if view.car.size < 2:
        return none(view.car.size, "one event has no cross-section to restandardise by")
    now, means, counts, n = _grank_mean(view)
    periods = means.size + 1
    s = math.sqrt((float((counts / n) @ (means * means)) + now * now) / periods)
    z = now / s
    if periods - 1 - z * z <= 0:
        return none(n, "the event alone carries all of the ranks' spread")
    t = z * math.sqrt((periods - 2) / (periods - 1 - z * z))
    return Outcome(t, student_p(t, periods - 2), n, periods - 2, f"time-series spread; {TIES}")


@statistic(
    "grank_z",
    null="the cumulative abnormal return of the whole window is an ordinary draw",
    assumes="independent events; the event may raise variance",
    fails="events share days",
    source="Kolari and Pynnonen (2011), equation 14",
    family="rank",
)
def grank_z(view: View) -> Outcome:
    """The same mean scaled rank over the spread that independent uniform ranks have; standard normal.

    Var(U0) = (1 / N**2) sum of (T_i - 1) / (12 (T_i + 1)), with T_i the values ranked for event i.
    """
    if view.car.size < 2:
        return none(view.car.size, "one event has no cross-section to restandardise by")
    now, _, _, n = _grank_mean(view)
    ranked = view.sample.fit.n + 1.0
    variance = float(((ranked - 1.0) / (12.0 * (ranked + 1.0))).sum()) / n**2
    z = now / math.sqrt(variance)
    return Outcome(z, normal_p(z), n, convention=f"exact variance of a uniform rank; {TIES}")


__all__ = ["corrado_rank_z", "corrado_zivney_z", "grank_t", "grank_z"]
