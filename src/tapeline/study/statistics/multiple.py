"""Many tests at once: Holm, Benjamini and Hochberg, Romano and Wolf."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import UnknownNameError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Holm's step-down p-values, which bound the chance of any false rejection. Holm (1979), section 3.

    Args:
        p_values: shape (M,). Returns the adjusted values in the same order.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(np.minimum(1.0, p[order] * (p.size - np.arange(p.size))))
    return _back(stepped, order)


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """Benjamini and Hochberg's p-values, which bound the share of false rejections. Benjamini and Hochberg (1995), equation 1."""
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * p.size / np.arange(1, p.size + 1)
    stepped = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return _back(stepped, order)


def romano_wolf(statistics: ArrayLike, resampled: ArrayLike) -> NDArray[np.float64]:
    """Romano and Wolf's step-down p-values, which use the dependence between the tests. Romano and Wolf (2016), equations 1 to 3.

    Args:
        statistics: shape (M,), the statistics observed (their absolute values count).
        resampled: shape (B, M), the same statistics in B resamples under the null, jointly drawn.

    Returns:
        shape (M,), adjusted p-values (1 + count) / (1 + B), in the given order.
    """
    t = np.abs(np.asarray(statistics, dtype=np.float64))
    draws = np.abs(np.asarray(resampled, dtype=np.float64))
    order = np.argsort(-t, kind="stable")
    largest = np.maximum.accumulate(draws[:, order][:, ::-1], axis=1)[:, ::-1]
    raw = (1.0 + (largest >= t[order]).sum(axis=0)) / (1.0 + draws.shape[0])
    return _back(np.maximum.accumulate(raw), order)


def adjust(p_values: ArrayLike, method: str) -> NDArray[np.float64]:
    """Adjust p-values by "holm" or "bh".

    Raises:
        UnknownNameError: another method.
    """
    methods = {"holm": holm, "bh": benjamini_hochberg}
    if method not in methods:
        raise UnknownNameError(f"no adjustment is called {method!r}; there are {', '.join(methods)} and romano_wolf()")
    return methods[method](p_values)


def _back(values: NDArray[np.float64], order: NDArray[np.int64]) -> NDArray[np.float64]:
    out = np.empty(values.size)
    out[order] = values
    return out


__all__ = ["adjust", "benjamini_hochberg", "holm", "romano_wolf"]
