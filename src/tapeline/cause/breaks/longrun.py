"""The long-run variance of a series: what a mean's standard error needs where days are not independent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.errors import DesignError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def bandwidth(u: NDArray[np.float64]) -> int:
    """Lags for Bartlett's kernel by Newey and West (1994), equations 2.2 to 3.12 with q = 1 and n = 4 (T/100)^(2/9)."""
    t = u.size
    first = int(4 * (t / 100) ** (2 / 9))
    v = u - u.mean()
    gamma = [float(v[: t - j] @ v[j:]) / t for j in range(first + 1)]
    s0 = gamma[0] + 2 * sum(gamma[1:])
    s1 = 2 * sum(j * g for j, g in enumerate(gamma))
    if s0 <= 0.0:
        return 0
    return int(min(1.1447 * ((s1 / s0) ** 2 * t) ** (1 / 3), t // 4))


def long_run_variance(u: NDArray[np.float64], lags: int | None = None) -> float:
    """Newey and West's (1987) estimate of the long-run variance of a series (n,), never below a tenth of its variance.

    Args:
        u: shape (n,), finite.
        lags: Bartlett bandwidth; by `bandwidth` where not given.

    Raises:
        DesignError: the series does not move.
    """
    v = u - u.mean()
    variance = float(v @ v) / u.size
    if variance <= 0.0:
        raise DesignError("the series does not move, so it has no variance to test with; choose another window")
    lags = bandwidth(u) if lags is None else lags
    total = variance
    for j in range(1, lags + 1):
        total += 2 * (1 - j / (lags + 1)) * float(v[:-j] @ v[j:]) / u.size
    return max(total, 0.1 * variance)


__all__ = ["bandwidth", "long_run_variance"]
