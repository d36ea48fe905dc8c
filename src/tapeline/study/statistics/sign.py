"""Sign tests and the signed-rank test, on the events' cumulative abnormal returns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tapeline.study.statistics.base import Outcome, none, normal_p, statistic

if TYPE_CHECKING:
    from tapeline.study.sample import View


@statistic(
    "sign_z",
    null="half of the CARs are above zero",
    assumes="independent events, CARs as often above as below zero without the event",
    fails="skewed returns (fewer than half are above zero to begin with), shared days",
    source="Brown and Warner (1980), appendix A.4; MacKinlay (1997), equation 22",
    family="sign",
)
def sign_z(view: View) -> Outcome:
    """(share above zero - 1/2) sqrt(N) / (1/2); a CAR of exactly zero counts as not above. Standard normal."""
    n = view.car.size
    share = float(np.count_nonzero(view.car > 0.0)) / n
    z = (share - 0.5) * math.sqrt(n) / 0.5
    return Outcome(z, normal_p(z), n, convention="no continuity correction", extra={"share_positive": share})


@statistic(
    "generalized_sign_z",
    null="CARs are above zero as often as the estimation window's abnormal returns",
    assumes="independent events",
    fails="shared days; a window so long that the sum's sign is not distributed as a day's",
    source="Cowan (1992), equations 1 and 2",
    family="sign",
)
def generalized_sign_z(view: View) -> Outcome:
    """(w - N p) / sqrt(N p (1 - p)), w the CARs above zero, p the mean share of estimation residuals above zero; normal."""
    n = view.car.size
    p = float(view.sample.positive.mean())
    if not 0.0 < p < 1.0:
        return none(n, "the estimation residuals have one sign only")
    w = float(np.count_nonzero(view.car > 0.0))
    z = (w - n * p) / math.sqrt(n * p * (1.0 - p))
    return Outcome(z, normal_p(z), n, convention="no continuity correction", extra={"share_expected": p})


@statistic(
    "wilcoxon_z",
    null="the CARs are symmetric about zero",
    assumes="independent events, symmetric CARs",
    fails="skewed CARs, shared days",
    source="Wilcoxon (1945); the normal form with ties in Hollander, Wolfe and Chicken (2014), equation 3.11",
    family="sign",
    options={"zeros": ("drop", "pratt")},
)
def wilcoxon_z(view: View, zeros: str = "drop") -> Outcome:
    """Wilcoxon's signed-rank statistic W+, centred and scaled; ties share their mean rank; no continuity correction.

    `zeros`: "drop" leaves zero CARs out before ranking; "pratt" ranks them and leaves them out of the sum (Pratt 1959).
    """
    x = view.car
    zero = x == 0.0
    ranked = x if zeros == "pratt" else x[~zero]
    m = ranked.size
    if m == 0 or zero.all():
        return none(x.size, "every CAR is zero")
    _, place, shared = np.unique(np.abs(ranked), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(shared) - 0.5 * (shared - 1.0))[place]
    above = float(ranks[ranked > 0.0].sum())
    out = int(zero.sum()) if zeros == "pratt" else 0
    mean = (m * (m + 1) - out * (out + 1)) / 4.0
    variance = (m * (m + 1) * (2 * m + 1) - out * (out + 1) * (2 * out + 1)) / 24.0
    _, ties = np.unique(ranks[ranked != 0.0], return_counts=True)
    variance -= float((ties**3 - ties).sum()) / 48.0
    z = (above - mean) / math.sqrt(variance)
    return Outcome(
        z, normal_p(z), x.size, convention=f"ties share their mean rank, zeros: {zeros}, no continuity correction"
    )


__all__ = ["generalized_sign_z", "sign_z", "wilcoxon_z"]
