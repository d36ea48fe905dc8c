"""What a return model is: a problem in, a fit out, a name to find it by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from tapeline.study.panel import Factors

NO_GAP = np.ones((1, 1))


@dataclass(frozen=True, slots=True)
class Problem:
    """Events laid on arrays, ready to fit.

    Attributes:
        returns: shape (N, T), NaN where missing. gap: shape (N, T), or None.
        factors: the explaining rows.
        security, position: shape (E,). first, last: shape (E,), estimation window as positions [first, last).
        lead: offset of the event window's first session; width: its length L.
        inner: shape (E, 2), each event's own window within 0..L, or (1, 2) where all share it. windows: shape (W, 2), further windows within 0..L.
        options: the model's own options.
    """

    returns: NDArray[np.float64]
    gap: NDArray[np.float64] | None
    factors: Factors
    security: NDArray[np.int64]
    position: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    lead: int
    width: int
    inner: NDArray[np.int64]
    windows: NDArray[np.int64]
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def gaps(self) -> tuple[NDArray[np.float64], bool]:
        """The gap array for a kernel, and whether it is used."""
        return (NO_GAP, False) if self.gap is None else (self.gap, True)


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted return model and what it leaves unexplained; every column of its arrays is contiguous.

    Attributes:
        coef: shape (E, 1 + K), intercept and slopes on the problem's factor rows, per session.
        sigma: shape (E,), residual standard deviation per session; NaN where it cannot be estimated, 0 where it vanishes.
        df: shape (E,), residual degrees of freedom. n: shape (E,), sessions used.
        ar: shape (E, L). ar_factor: shape (E, L), Var(AR) / sigma**2.
        car, car_factor: shape (E, 1 + W), the event's own window first, then the further windows.
        centred: the estimation residuals have mean zero and sum of squares df * sigma**2.
    """

    coef: NDArray[np.float64]
    sigma: NDArray[np.float64]
    df: NDArray[np.float64]
    n: NDArray[np.float64]
    ar: NDArray[np.float64]
    ar_factor: NDArray[np.float64]
    car: NDArray[np.float64]
    car_factor: NDArray[np.float64]
    centred: bool = False

    def __post_init__(self) -> None:
        """Keep columns contiguous, so that a column is read and handed out without a copy."""
        for name in ("coef", "ar", "ar_factor", "car", "car_factor"):
            object.__setattr__(self, name, np.asfortranarray(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Model:
    """A registered return model.

    Attributes:
        name: what `model=` takes. summary: one line. source: paper and equation.
        needs: "market", "riskless", "factors", "partner"; factor_names: the columns it wants, () for all that are given.
        cut: the sessions of the estimation window that it uses (its option `length`), 0 for all. fit: the function.
    """

    name: str
    summary: str
    source: str
    needs: tuple[str, ...]
    factor_names: tuple[str, ...]
    cut: int
    fit: Callable[[Problem], Fit]


MODELS: dict[str, Model] = {}


def model(
    name: str, *, source: str, needs: tuple[str, ...] = (), factor_names: tuple[str, ...] = (), cut: int = 0
) -> Callable[[Callable[[Problem], Fit]], Callable[[Problem], Fit]]:
    """Register a function as a return model under a name; its docstring's first line becomes the summary."""

    def register(function: Callable[[Problem], Fit]) -> Callable[[Problem], Fit]:
        summary = (function.__doc__ or name).strip().splitlines()[0]
        MODELS[name] = Model(name, summary, source, needs, factor_names, cut, function)
        return function

    return register


def find_model(name: str) -> Model:
    """The model registered under a name.

    Raises:
        UnknownNameError: there is none.
    """
    from tapeline.study.models import load

    load()
    if name not in MODELS:
        raise UnknownNameError(f"no return model is called {name!r}; there are {', '.join(MODELS)}")
    return MODELS[name]


def option(problem: Problem, name: str, choices: tuple[str, ...]) -> str:
    """A model's option, the first choice by default.

    Raises:
        UnknownNameError: the value is not among the choices.
    """
    value = str(problem.options.get(name, choices[0]))
    if value not in choices:
        raise UnknownNameError(f"{name}={value!r} is not one of {', '.join(choices)}")
    return value


def need_factors(problem: Problem, count: int | None = None) -> None:
    """Refuse a problem without the rows that a model explains returns with.

    Raises:
        DesignError: the rows are not there.
    """
    have = problem.factors.rows.shape[1]
    if have == 0 or (count is not None and have != count):
        raise DesignError(
            f"the model explains returns with {count or 'some'} rows, {have} were given; pass market= or factors="
        )


__all__ = ["MODELS", "NO_GAP", "Fit", "Model", "Problem", "find_model", "model", "need_factors", "option"]
