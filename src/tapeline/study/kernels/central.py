"""Sums about the mean, in one thread and one order, so that they give the same bytes everywhere."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit

BLOCK = 4096  # values summed together before the sums are
LOOSE = {"reassoc", "contract", "arcp", "nsz"}


@njit(cache=True, fastmath=LOOSE)
def _sum(x, begin, end):
    total = 0.0
    for k in range(begin, end):
        total += x[k]
    return total


@njit(cache=True, fastmath=LOOSE)
def _powers(x, begin, end, mean):
    square, cube = 0.0, 0.0
    for k in range(begin, end):
        d = x[k] - mean
        square += d * d
        cube += d * d * d
    return square, cube


@njit(cache=True, error_model="numpy")
def central_sums(x):
    """The mean of x, shape (N,), and the sums of squares and of cubes about it."""
    total, square, cube = 0.0, 0.0, 0.0
    for begin in range(0, x.size, BLOCK):
        total += _sum(x, begin, min(x.size, begin + BLOCK))
    mean = total / x.size
    for begin in range(0, x.size, BLOCK):
        two, three = _powers(x, begin, min(x.size, begin + BLOCK), mean)
        square += two
        cube += three
    return mean, square, cube


@njit(cache=True, fastmath=LOOSE, error_model="numpy")
def _pseudo(x, begin, end, mean, square, theta):
    n = float(x.size)
    least, first, second = np.inf, 0.0, 0.0
    for k in range(begin, end):
        off = x[k] - mean
        without = square - n / (n - 1.0) * off * off
        least = min(least, without)
        d = (n - 1.0) * theta - np.sqrt(n - 2.0) * (n * mean - x[k]) / np.sqrt(without)
        first += d
        second += d * d
    return least, first, second


@njit(cache=True, error_model="numpy")
def pseudo_values(x, mean, square):
    """Jackknife pseudo-values N theta - (N - 1) theta(-i) of theta, the mean over the standard deviation (ddof 1).

    Takes:
        x: shape (N,), N of 3 or more. mean, square: from `central_sums`.

    Returns:
        the least sum of squares that leaving one out leaves; the pseudo-values' mean and standard deviation (ddof 1).
    """
    n = float(x.size)
    theta = mean / np.sqrt(square / (n - 1.0))
    least, first, second = np.inf, 0.0, 0.0
    for begin in range(0, x.size, BLOCK):
        low, one, two = _pseudo(x, begin, min(x.size, begin + BLOCK), mean, square, theta)
        least = min(least, low)
        first += one
        second += two
    off = first / n
    return least, theta + off, np.sqrt((second - n * off * off) / (n - 1.0))


__all__ = ["central_sums", "pseudo_values"]
