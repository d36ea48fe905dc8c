"""Size and power on one's own panel: random events, known effects, how often each test rejects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError, UnknownNameError
from tapeline.study import prices as price_tables
from tapeline.study.models.base import Problem, find_model
from tapeline.study.pipeline import explain, subset, test_names
from tapeline.study.sample import Sample
from tapeline.study.screen import judge
from tapeline.study.statistics.base import evaluate, find_statistic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from tapeline.study.models.base import Fit

DESIGNS = ("random", "clustered", "variance")


@dataclass(frozen=True, slots=True)
class Simulation:
    """How often each test rejected.

    Attributes:
        tests: M names. effects: F abnormal returns added on the event's session. levels: A nominal levels.
        rejected: shape (M, F, A), the share of samples with a p-value at or below the level, of those that gave one.
        answered: shape (M, F), the share of samples in which the test gave a value.
        samples, events: how many samples of how many events. design, seed: how they were drawn.
    """

    tests: tuple[str, ...]
    effects: tuple[float, ...]
    levels: tuple[float, ...]
    rejected: NDArray[np.float64]
    answered: NDArray[np.float64]
    samples: int
    events: int
    design: str
    seed: int

    def table(self) -> dict[str, list[Any]]:
        """Columns test, effect, level, rejected, answered, one row for each combination."""
        out: dict[str, list[Any]] = {"test": [], "effect": [], "level": [], "rejected": [], "answered": []}
        for m, name in enumerate(self.tests):
            for f, effect in enumerate(self.effects):
                for a, level in enumerate(self.levels):
                    row = (name, effect, level, float(self.rejected[m, f, a]), float(self.answered[m, f]))
                    for key, value in zip(out, row, strict=True):
                        out[key].append(value)
        return out


def simulate(
    prices: Any,
    *,
    market: Any = None,
    model: str = "market",
    estimation: tuple[int, int] = (-260, -11),
    window: tuple[int, int] = (0, 0),
    tests: str | Sequence[str] = "all",
    effects: Sequence[float] = (0.0,),
    levels: Sequence[float] = (0.01, 0.05, 0.10),
    events: int = 50,
    samples: int = 1000,
    design: str = "random",
    seed: int = 0,
    returns: str = "simple",
    factors: Any = None,
    factor_unit: str = "decimal",
    test_options: Mapping[str, Any] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Simulation:
    """Draw samples of random events from a panel and count rejections, as Brown and Warner (1985) did.

    Takes:
        prices, market, model, estimation, window, tests, returns, factors, factor_unit, test_options, progress: as `run`.
        effects: abnormal returns added on session 0, in return units (0.01 is one percent). levels: nominal levels.
        events, samples: events in a sample, and samples. seed: of the draws.
        design: "random" dates; "clustered": one date for all events of a sample; "variance": random dates, and on
            session 0 a normal shock of mean zero with the security's own residual variance (it doubles the variance).

    Raises:
        DesignError: the panel has too few places for events. UnknownNameError: an unknown design or test.
    """
    if design not in DESIGNS:
        raise UnknownNameError(f"no design is called {design!r}; there are {', '.join(DESIGNS)}")
    names = test_names(tests)
    chosen = find_model(model)
    panel = price_tables.read_panel(prices, returns=returns)
    panel, rows = explain(panel, chosen, market, factors, factor_unit, None, returns)
    skip = market if isinstance(market, str) and market in set(panel.securities) else None
    rng = np.random.default_rng(seed)
    security, position = _draw(
        panel.returns, None if skip is None else panel.row(skip), estimation, window, events, samples, design, rng
    )
    problem = Problem(
        panel.returns, None, rows, security, position, position + estimation[0], position + estimation[1] + 1,
        window[0], window[1] - window[0] + 1, np.array([[0, window[1] - window[0] + 1]]),
        np.empty((0, 2), dtype=np.int64), {},
    )  # fmt: skip
    fit = chosen.fit(problem)
    if judge(problem, fit, 3).any():
        raise DesignError("a drawn event gave no number; the benchmark or the factors have holes inside the panel")
    shock = np.zeros(security.size)
    if design == "variance":
        shock = rng.standard_normal(security.size) * fit.sigma
    p_values = np.full((len(names), len(effects), samples), np.nan)
    for s in range(samples):
        if progress is not None and s % 50 == 0:
            progress(f"{design}: sample {s} of {samples}")
        part = np.arange(s * events, (s + 1) * events)
        _one_sample(problem, fit, part, shock[part], effects, names, test_options or {}, p_values[:, :, s])
    answered = np.isfinite(p_values)
    with np.errstate(invalid="ignore"):
        rejected = np.stack([(answered & (p_values <= a)).sum(axis=2) / answered.sum(axis=2) for a in levels], axis=2)
    return Simulation(
        tuple(names), tuple(effects), tuple(levels), rejected, answered.mean(axis=2), samples, events, design, seed
    )


def _draw(
    returns: NDArray[np.float64], skip: int | None, estimation: tuple[int, int], window: tuple[int, int], events: int,
    samples: int, design: str, rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """Securities and sessions with complete windows, shape (samples * events,) each."""
    holes = np.concatenate([np.zeros((returns.shape[0], 1)), np.cumsum(~np.isfinite(returns), axis=1)], axis=1)
    low, high = min(estimation[0], window[0]), max(estimation[1], window[1])
    reach = np.arange(-low, returns.shape[1] - high)
    if reach.size < 1:
        raise DesignError(f"the panel has {returns.shape[1]} sessions, the windows need {high - low + 1}")
    open_here = holes[:, reach + high + 1] - holes[:, reach + low] == 0
    if skip is not None:
        open_here[skip] = False
    if design == "clustered":
        days = np.flatnonzero(open_here.sum(axis=0) >= events)
        if days.size < 20:
            raise DesignError(
                f"{days.size} sessions hold {events} securities with complete windows, at least 20 are needed"
            )
        chosen = rng.choice(days, samples)
        security = np.concatenate([rng.choice(np.flatnonzero(open_here[:, d]), events, replace=False) for d in chosen])
        return security, np.repeat(reach[chosen], events)
    places = np.flatnonzero(open_here)
    if places.size < events:
        raise DesignError(f"the panel has {places.size} places for events, {events} are needed")
    drawn = rng.choice(places, samples * events)
    return drawn // reach.size, reach[drawn % reach.size]


def _one_sample(
    problem: Problem, fit: Fit, part: NDArray[np.int64], shock: NDArray[np.float64], effects: Sequence[float],
    names: list[str], options: Mapping[str, Any], out: NDArray[np.float64],
) -> None:  # fmt: skip
    """Fill the p-values of one sample, shape (M, F)."""
    less, mine = subset(problem, fit, part)
    offsets = np.array([[problem.lead, problem.lead + problem.width - 1]])
    column = -problem.lead
    shared = Sample(less, mine, offsets)
    for f, effect in enumerate(effects):
        ar, car = mine.ar.copy(), mine.car.copy()
        ar[:, column] += effect + shock
        car[:, 0] += effect + shock
        sample = Sample(less, replace(mine, ar=ar, car=car), offsets)
        sample.__dict__.update(residuals=shared.residuals, positive=shared.positive)
        view = sample.view()
        for m, name in enumerate(names):
            out[m, f] = evaluate(find_statistic(name), view, options).p_value


__all__ = ["DESIGNS", "Simulation", "simulate"]
