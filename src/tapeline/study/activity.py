"""Event studies of volume and of volatility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.panel import Panel
from tapeline.study.pipeline import run
from tapeline.study.prices import read_panel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.results import Study


def volume_panel(source: Any, value: str = "volume", shares: float | None = None, offset: float = 0.000255) -> Panel:
    """Log volume as the series to study, from a table of volumes.

    With shares outstanding the series is the log of percentage turnover plus `offset`, Ajinkya and Jain (1989), section 3.1,
    and Campbell and Wasley (1996), equation 1; without, the log of volume, a session without trade missing.

    Takes:
        source: long or wide volumes, as prices for `run`. value: the column of a long table.
        shares: shares outstanding, the same unit as volume. offset: added to the percentage.
    """
    raw = read_panel(source, value=value)
    if raw.values is None:
        raise DesignError("volumes must come as levels, not as returns")
    level = np.log(raw.values) if shares is None else np.log(raw.values / shares * 100.0 + offset)
    return Panel(raw.sessions, raw.securities, level, None, None, raw.notes)


def volume(
    events: Any, volumes: Any, *, value: str = "volume", model: str = "mean", market: Any = None, **options: Any
) -> Study:
    """An event study of abnormal log volume: `run` on `volume_panel`, by default against the security's own mean.

    With `model="market"` and the market's own volume among the series, abnormal volume is relative to the market's.
    The abnormal values are in logs: 0.10 is about ten percent more than expected.
    """
    return run(events, volume_panel(volumes, value), model=model, market=market, **options)


@dataclass(frozen=True, slots=True)
class Volatility:
    """Event-induced volatility by session.

    Attributes:
        offsets: shape (L,). ratio: shape (L,), how many times the volatility (as variance) is what it would be without the event.
        statistic, p_value, df: shape (L,), that the ratio is one: (N - 1) ratio, chi-squared with N - 1, upper tail.
        cumulative, cumulative_p: the sum of (ratio - 1) over the window, and its p-value. n: events.
    """

    offsets: NDArray[np.int64]
    ratio: NDArray[np.float64]
    statistic: NDArray[np.float64]
    p_value: NDArray[np.float64]
    df: int
    cumulative: float
    cumulative_p: float
    n: int


def volatility(study: Study) -> Volatility:
    """The multiplicative effect of the event on volatility, from the cross-section of abnormal returns.

    ratio(t) = 1 / (N - 1) sum over events of (N AR - sum AR)**2 / (N (N - 2) h + sum h), h each event's own forecast variance.
    Bialkowski, Gottschalk and Wisniewski (2008), section 2.2. Assumes independent events.

    Raises:
        DesignError: fewer than five events, or missing abnormal returns.
    """
    from scipy.special import chdtrc

    fit = study.sample.fit
    ar = fit.ar
    n = ar.shape[0]
    if n < 5 or not np.isfinite(ar).all():
        raise DesignError(
            f"{n} events with complete windows are too few to see volatility across them; five are needed"
        )
    h = fit.sigma[:, None] ** 2 * fit.ar_factor
    ratio = ((n * ar - ar.sum(axis=0)) ** 2 / (n * (n - 2) * h + h.sum(axis=0))).sum(axis=0) / (n - 1)
    statistic = (n - 1) * ratio
    total = float(statistic.sum())
    return Volatility(
        study.offsets, ratio, statistic, chdtrc(n - 1, statistic), n - 1, float((ratio - 1).sum()),
        float(chdtrc((n - 1) * ratio.size, total)), n,
    )  # fmt: skip


__all__ = ["Volatility", "volatility", "volume", "volume_panel"]
