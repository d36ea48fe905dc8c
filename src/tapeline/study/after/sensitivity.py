"""How the answer moves with the windows, the model and the benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.after.again import again
from tapeline.study.correlation import mean_correlation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tapeline.study.results import Study
    from tapeline.study.sample import Sample

WINDOWS = ((0, 0), (-1, 1), (-2, 2), (-5, 5), (0, 1), (0, 5))
SIMPLE = ("market", "market_adjusted", "mean")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to run the study.

    Attributes:
        what: "as run", "window", "estimation", "model" or "benchmark"; label: which.
        caar, low, high: mean CAR and its 95% interval, grown by the events' correlation. n: events.
        note: why there is no figure.
    """

    what: str
    label: str
    caar: float
    low: float
    high: float
    n: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The study under other choices, the one that was run first."""

    variants: tuple[Variant, ...]

    def table(self) -> dict[str, list[Any]]:
        """One row for each variant, by column."""
        names = ("what", "label", "caar", "low", "high", "n", "note")
        return {name: [getattr(v, name) for v in self.variants] for name in names}

    @property
    def same_sign(self) -> bool:
        """Whether every variant with a figure has the sign of the study as run."""
        signs = {np.sign(v.caar) for v in self.variants if not v.note}
        return len(signs) == 1

    def plot(self) -> Any:
        """All variants in one picture (a matplotlib figure)."""
        from tapeline.study.plot import draw_variants

        return draw_variants(self)


def sensitivity(
    study: Study,
    *,
    windows: Sequence[tuple[int, int]] = WINDOWS,
    estimations: Sequence[tuple[int, int]] | None = None,
    models: Sequence[str] | None = None,
    benchmarks: Mapping[str, Any] | None = None,
) -> Sensitivity:
    """Measure the study's events again under other windows, models and benchmarks; a choice that cannot be made says why.

    Takes:
        study: the study as run. windows: event windows.
        estimations: estimation windows; by default half as long, and twice as long.
        models: return models that the study's rows can explain; by default the simple ones.
        benchmarks: other benchmarks by label: a security of the prices, a table or an array, as `market` of `run`.
    """
    a, b = study.setting.estimation
    length = b - a + 1
    lengths = (
        estimations
        if estimations is not None
        else ((b - length // 2 + 1, b), (b - 2 * length + 1, b), (a - 30, b - 30))
    )
    if models is None:
        single = study.sample.problem.factors.rows.shape[1] == 1
        models = [m for m in SIMPLE if (single or m == "mean") and m != study.setting.model]
    others = [tuple(w) for w in windows if tuple(w) != study.setting.window]
    return Sensitivity(
        (
            _variant("as run", f"{study.setting.model}, {list(study.setting.window)}", study.sample),
            *(_try(study, "window", f"window {list(w)}", window=w) for w in others),
            *(_try(study, "estimation", f"estimation {list(e)}", estimation=tuple(e)) for e in lengths),
            *(_try(study, "model", f"model {m}", model=m) for m in models),
            *(_try(study, "benchmark", f"benchmark {b}", market=m) for b, m in (benchmarks or {}).items()),
        )
    )


def _try(study: Study, what: str, label: str, **change: Any) -> Variant:
    try:
        return _variant(what, label, again(study, **change))
    except DesignError as error:
        return Variant(what, label, float("nan"), float("nan"), float("nan"), 0, str(error))


def _variant(what: str, label: str, sample: Sample) -> Variant:
    from scipy.special import stdtrit

    view = sample.view()
    n = view.car.size
    mean = float(view.car.mean())
    if n == 1:
        half = float(stdtrit(sample.fit.df[0], 0.975) * view.se_car[0])
    else:
        r = min(max(0.0, mean_correlation(sample, view.length)), 0.99)
        half = float(
            stdtrit(n - 1, 0.975) * np.std(view.car, ddof=1) / np.sqrt(n) * np.sqrt((1 + (n - 1) * r) / (1 - r))
        )
    return Variant(what, label, mean, mean - half, mean + half, n)


__all__ = ["Sensitivity", "Variant", "sensitivity"]
