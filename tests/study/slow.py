"""Every model and statistic again, straight from the papers: plain loops, no kernels, nothing shared with the package."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass
class Event:
    y: np.ndarray  # estimation returns
    x: np.ndarray  # shape (n, K)
    rel: np.ndarray  # their sessions relative to the event
    cal: np.ndarray  # their calendar positions
    y1: np.ndarray  # event window
    x1: np.ndarray
    security: int
    position: int
    coef: np.ndarray = None
    resid: np.ndarray = None
    sigma: float = 0.0
    df: int = 0
    ar: np.ndarray = None
    var_ar: np.ndarray = None
    car: float = 0.0
    var_car: float = 0.0


def event(returns, factors, security, position, estimation, window, intercept=True) -> Event:
    """One event by ordinary least squares; variances from the design matrix: sigma**2 (I + X1 (X'X)^-1 X1')."""
    a, b = position + estimation[0], position + estimation[1] + 1
    c, d = position + window[0], position + window[1] + 1
    use = np.isfinite(returns[security, a:b]) & np.isfinite(factors[:, a:b]).all(axis=0)
    e = Event(
        returns[security, a:b][use], factors[:, a:b].T[use], np.arange(estimation[0], estimation[1] + 1)[use],
        np.arange(a, b)[use], returns[security, c:d], factors[:, c:d].T, security, position,
    )  # fmt: skip
    design = np.column_stack([np.ones(len(e.y)), e.x]) if intercept else e.x
    ahead = np.column_stack([np.ones(len(e.y1)), e.x1]) if intercept else e.x1
    e.coef = np.linalg.lstsq(design, e.y, rcond=None)[0]
    e.resid = e.y - design @ e.coef
    e.df = len(e.y) - design.shape[1]
    e.sigma = math.sqrt(float(e.resid @ e.resid) / e.df)
    cov = e.sigma**2 * (np.eye(len(e.y1)) + ahead @ np.linalg.inv(design.T @ design) @ ahead.T)
    e.ar = e.y1 - ahead @ e.coef
    e.var_ar = np.diag(cov)
    e.car, e.var_car = float(e.ar.sum()), float(cov.sum())
    return e


def scar(events):
    return np.array([e.car / math.sqrt(e.var_car) for e in events])


def sum_of_sar(events):
    return np.array([(e.ar / np.sqrt(e.var_ar)).sum() / math.sqrt(len(e.ar)) for e in events])


def car_t(events):
    return sum(e.car for e in events) / math.sqrt(sum(e.var_car for e in events))


def cross_sectional_t(events):
    return stats.ttest_1samp([e.car for e in events], 0.0).statistic


def relative_means(events):
    """Mean residual by relative session, over the events that have one."""
    out = []
    for rel in sorted({int(r) for e in events for r in e.rel}):
        values = [float(e.resid[e.rel == rel][0]) for e in events if (e.rel == rel).any()]
        out.append(sum(values) / len(values))
    return np.array(out)


def crude_dependence_t(events):
    series = relative_means(events)
    s = math.sqrt(((series - series.mean()) ** 2).sum() / (len(series) - 1))
    return np.mean([e.car for e in events]) / (s * math.sqrt(len(events[0].ar)))


def patell_z(events, values=None):
    values = scar(events) if values is None else values
    return values.sum() / math.sqrt(sum(e.df / (e.df - 2) for e in events))


def bmp_z(events, values=None):
    values = scar(events) if values is None else values
    n = len(values)
    s = math.sqrt(sum((v - values.mean()) ** 2 for v in values) / (n - 1))
    return values.mean() * math.sqrt(n) / s


def pair_correlation(a: Event, b: Event, align: str) -> float:
    ka, kb = (a.cal, b.cal) if align == "calendar" else (a.rel, b.rel)
    at, bt = (
        dict(zip(ka.tolist(), a.resid - a.resid.mean(), strict=True)),
        dict(zip(kb.tolist(), b.resid - b.resid.mean(), strict=True)),
    )
    top = sum(v * bt[k] for k, v in at.items() if k in bt)
    return top / math.sqrt(sum(v * v for v in at.values()) * sum(v * v for v in bt.values()))


def mean_correlation(events, align="calendar"):
    n, length = len(events), len(events[0].ar)
    total = 0.0
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            share = (
                max(0, length - abs(events[i].position - events[j].position)) / length if align == "calendar" else 1.0
            )
            total += share * pair_correlation(events[i], events[j], align) if share else 0.0
    return total / (n * (n - 1))


def patell_adjusted_z(events, align="calendar"):
    return patell_z(events) / math.sqrt(1 + (len(events) - 1) * mean_correlation(events, align))


def kolari_pynnonen_z(events, align="calendar"):
    r = mean_correlation(events, align)
    return bmp_z(events) * math.sqrt((1 - r) / (1 + (len(events) - 1) * r))


def jackknife_z(events):
    x = scar(events)
    n = len(x)

    def theta(v):
        return v.mean() / v.std(ddof=1)

    pseudo = np.array([n * theta(x) - (n - 1) * theta(np.delete(x, i)) for i in range(n)])
    return pseudo.mean() / (pseudo.std(ddof=1) / math.sqrt(n))


def corrado(events, restandardise):
    """Sum over sessions of the scaled ranks, each session weighted by the root of its count."""
    by_session: dict[int, list[float]] = {}
    sar = np.array([e.ar / np.sqrt(e.var_ar) for e in events])
    width = sar.shape[1]
    for j, e in enumerate(events):
        now = e.ar
        if restandardise:
            now = sar[j] / sar.std(axis=0, ddof=1) * e.sigma
        everything = np.concatenate([e.resid, now])
        u = stats.rankdata(everything) / (len(everything) + 1) - 0.5
        for k, rel in enumerate(e.rel):
            by_session.setdefault(int(rel), []).append(u[k])
        for k in range(width):
            by_session.setdefault(10_000 + k, []).append(u[len(e.resid) + k])
    scaled = {k: sum(v) / math.sqrt(len(v)) for k, v in by_session.items()}
    s = math.sqrt(sum(v * v for v in scaled.values()) / len(scaled))
    return sum(scaled[10_000 + k] for k in range(width)) / math.sqrt(width) / s


def grank(events):
    """The mean scaled rank of the event, by session means and counts: (t, z)."""
    x = scar(events)
    star = x / x.std(ddof=1)
    by_session: dict[int, list[float]] = {}
    now, variance = [], 0.0
    for j, e in enumerate(events):
        values = np.append(e.resid / e.sigma, star[j])
        u = stats.rankdata(values) / (len(values) + 1) - 0.5
        for k, rel in enumerate(e.rel):
            by_session.setdefault(int(rel), []).append(u[k])
        now.append(u[-1])
        variance += (len(values) - 1) / (12 * (len(values) + 1))
    n = len(events)
    u0 = sum(now) / n
    square = sum(len(v) / n * (sum(v) / len(v)) ** 2 for v in by_session.values()) + u0**2
    periods = len(by_session) + 1
    z = u0 / math.sqrt(square / periods)
    return z * math.sqrt((periods - 2) / (periods - 1 - z * z)), u0 / math.sqrt(variance / n**2)


def sign_z(events):
    n = len(events)
    return (sum(e.car > 0 for e in events) / n - 0.5) * math.sqrt(n) / 0.5


def generalized_sign_z(events):
    n = len(events)
    p = sum(float((e.resid > 0).mean()) for e in events) / n
    return (sum(e.car > 0 for e in events) - n * p) / math.sqrt(n * p * (1 - p))


def skewness_adjusted_t(events, form):
    x = np.array([e.car for e in events])
    n, s = len(x), x.std(ddof=1)
    ratio, g = x.mean() / s, ((x - x.mean()) ** 3).sum() / (n * s**3)
    value = ratio + g * ratio**2 / 3 + g / (6 * n) + (g**2 * ratio**3 / 27 if form == "hall" else 0.0)
    return math.sqrt(n) * value


def day_clustered_t(events):
    x = np.array([e.car for e in events])
    days = sorted({e.position for e in events})
    mean, c = x.mean(), len(days)
    total = sum(sum(e.car - mean for e in events if e.position == d) ** 2 for d in days)
    return mean / math.sqrt(c / (c - 1) * total / len(x) ** 2)


def portfolio_t(events):
    values = []
    for d in sorted({e.position for e in events}):
        group = [e for e in events if e.position == d]
        series = relative_means(group)
        values.append(np.mean([e.car for e in group]) / (series.std(ddof=1) * math.sqrt(len(group[0].ar))))
    return stats.ttest_1samp(values, 0.0).statistic
