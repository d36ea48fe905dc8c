"""What a test statistic is: one function of a view of the sample, registered with its null, assumptions and source."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import UnknownNameError
from tapeline.study.kernels.central import central_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from tapeline.study.sample import View


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a statistic came to.

    Attributes:
        statistic: its value; NaN where the design gives it none, and then `note` says why.
        p_value: two-sided unless `convention` says otherwise.
        n: events used. df: degrees of freedom of its reference distribution, NaN for the normal.
        convention: which of the field's ways of computing it was used. note: why there is no value, or a warning.
        extra: further figures by name (an estimate, an interval, a correlation).
    """

    statistic: float
    p_value: float
    n: int
    df: float = float("nan")
    convention: str = ""
    note: str = ""
    extra: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A registered test statistic.

    Attributes:
        name: what `tests=` takes. null: the hypothesis. assumes, fails: when it holds and when it does not.
        source: paper and equation. options: each option's choices, the first the default.
        compute: the function. family: "parametric", "rank", "sign", "resampling", for advice and documentation.
    """

    name: str
    null: str
    assumes: str
    fails: str
    source: str
    family: str
    options: Mapping[str, tuple[Any, ...]]
    compute: Callable[..., Outcome]


STATISTICS: dict[str, Statistic] = {}

NO_MEAN = "the mean cumulative abnormal return is zero"


def statistic(
    name: str,
    *,
    null: str,
    assumes: str,
    fails: str,
    source: str,
    family: str,
    options: Mapping[str, tuple[Any, ...]] | None = None,
) -> Callable[[Callable[..., Outcome]], Callable[..., Outcome]]:
    """Register a function as a test statistic under a name."""

    def register(function: Callable[..., Outcome]) -> Callable[..., Outcome]:
        STATISTICS[name] = Statistic(name, null, assumes, fails, source, family, dict(options or {}), function)
        return function

    return register


def find_statistic(name: str) -> Statistic:
    """The statistic registered under a name.

    Raises:
        UnknownNameError: there is none.
    """
    from tapeline.study.statistics import load

    load()
    if name not in STATISTICS:
        raise UnknownNameError(f"no test is called {name!r}; there are {', '.join(STATISTICS)}")
    return STATISTICS[name]


def evaluate(one: Statistic, view: View, options: Mapping[str, Any]) -> Outcome:
    """Compute a statistic with the options that it knows.

    Raises:
        UnknownNameError: an option's value is not among its choices.
    """
    known: dict[str, Any] = {}
    for key, choices in one.options.items():
        value = options.get(key, choices[0])
        if isinstance(choices[0], str) and value not in choices:
            raise UnknownNameError(f"{one.name}: {key}={value!r} is not one of {', '.join(map(str, choices))}")
        known[key] = value
    return one.compute(view, **known)


def none(n: int, why: str) -> Outcome:
    """No value, and why."""
    return Outcome(float("nan"), float("nan"), n, note=why)


def normal_p(z: float) -> float:
    """Two-sided p-value of a standard normal statistic."""
    from scipy.special import ndtr

    return float(2.0 * ndtr(-abs(z)))


def student_p(t: float, df: float) -> float:
    """Two-sided p-value of a Student's t statistic."""
    from scipy.special import stdtr

    return float(2.0 * stdtr(df, -abs(t)))


def spread(values: np.ndarray) -> float:
    """Standard deviation, ddof 1."""
    _, square, _ = central_sums(values)
    return math.sqrt(square / (values.size - 1))


def inner(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """The inner product of two vectors, in one thread and one order, so that it gives the same bytes everywhere."""
    return float(np.einsum("i,i->", a, b))


__all__ = [
    "NO_MEAN",
    "STATISTICS",
    "Outcome",
    "Statistic",
    "evaluate",
    "find_statistic",
    "inner",
    "none",
    "normal_p",
    "spread",
    "statistic",
    "student_p",
]
