"""The mean correlation between the events' abnormal returns, from their estimation residuals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.study.kernels.grid import shifted_product

if TYPE_CHECKING:
    from tapeline.study.sample import Sample


def mean_correlation(sample: Sample, length: int, align: str = "calendar") -> float:
    """The mean over all pairs of events of the correlation of their CARs under the null.

    Aligned by calendar day, a pair of events counts with the correlation of their estimation residuals on the days both
    windows hold (products of residuals centred and scaled to length one), times the share of the event window that the
    two events have in common: one on the same session, zero for windows that share no day. This is the r-bar of Kolari
    and Pynnonen (2010), equation 4, which assumes one common session, carried over to partial overlap.

    Aligned by relative day, residuals are paired by their distance to the event and every pair counts in full.

    Takes:
        sample: the kept events. length: sessions in the event window. align: "calendar" or "relative".

    Returns:
        r-bar, between -1 / (N - 1) and 1.
    """
    if (length, align) not in sample.correlations:
        sample.correlations[length, align] = _mean_correlation(sample, length, align) if sample.events > 1 else 0.0
    return sample.correlations[length, align]


def _mean_correlation(sample: Sample, length: int, align: str) -> float:
    sums = sample.residuals
    n = sample.events
    own = float(n)
    if align == "relative":
        together = sums.unit.sum(axis=0)
        return (float(together @ together) - own) / (n * (n - 1.0))
    total = shifted_product(sums.unit, sums.days, 0) - own
    for apart in range(1, min(length, sums.unit.shape[1])):
        total += 2.0 * shifted_product(sums.unit, sums.days, apart) * (length - apart) / length
    return float(total / (n * (n - 1.0)))


__all__ = ["mean_correlation"]
