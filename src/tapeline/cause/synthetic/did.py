"""Synthetic difference in differences: weights for donors and for periods, then a weighted double difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.synthetic.simplex import check_paths, fit_simplex
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SyntheticDid:
    """The estimate and its weights.

    Attributes:
        estimate: mean effect over the periods from the event on.
        donors: shape (J,), weights of donors.
        periods: shape (pre,), weights of periods before the event.
        zeta: ridge on the donors' weights.
        gap: shape (T,), observed less weighted donors, shifted to zero over the weighted periods.
    """

    estimate: float
    donors: NDArray[np.float64]
    periods: NDArray[np.float64]
    zeta: float
    gap: NDArray[np.float64]


def synthetic_did(y: NDArray[np.float64], x: NDArray[np.float64], pre: int, *, least: int = 30) -> SyntheticDid:
    """Synthetic difference in differences for one treated unit.

    Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), algorithm 1, equations 4 to 6, with one treated unit: donors' weights with
    an intercept and ridge zeta^2 pre, zeta = (periods after)^(1/4) sigma; periods' weights with an intercept and ridge (1e-6 sigma)^2 donors;
    sigma the standard deviation of the donors' first differences before the event.

    Args:
        y: shape (T,), the treated path.
        x: shape (T, J), the donors' paths.
        pre: periods before the event.
        least: fewest periods before the event.

    Raises:
        DesignError: no donors or one, a gap, too few periods, a series that does not move, an event outside the data.
    """
    if not 0 < pre < y.size:
        raise DesignError(f"the event falls outside the data: {pre} of {y.size} periods come before it")
    check_paths(y[:pre], x[:pre], least)
    if x.shape[1] < 2 or not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise DesignError("synthetic difference in differences needs two donors or more, without gaps after the event")
    after = y.size - pre
    sigma = float(np.diff(x[:pre], axis=0).std(ddof=1))
    zeta = after**0.25 * sigma
    before = x[:pre]
    donors = fit_simplex(y[:pre] - y[:pre].mean(), before - before.mean(axis=0), ridge=zeta**2 * pre).weights
    target = x[pre:].mean(axis=0)
    rows = before.T
    periods = fit_simplex(
        target - target.mean(), rows - rows.mean(axis=0), ridge=(1e-6 * sigma) ** 2 * x.shape[1]
    ).weights
    gap = y - x @ donors
    gap = gap - float(periods @ gap[:pre])
    return SyntheticDid(float(gap[pre:].mean()), donors, periods, zeta, gap)


__all__ = ["SyntheticDid", "synthetic_did"]
