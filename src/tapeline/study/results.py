"""A finished study: its tables, its tests, and what was left out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from tapeline.study import frames
from tapeline.study.moments import MOVED
from tapeline.study.screen import REASONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.study.events import Events
    from tapeline.study.panel import Panel
    from tapeline.study.sample import Sample
    from tapeline.study.statistics.base import Outcome, Statistic


@dataclass(frozen=True, slots=True)
class Setting:
    """How a study was run: model, windows (sessions, both ends included), least estimation returns, kind of return."""

    model: str
    estimation: tuple[int, int]
    window: tuple[int, int]
    minimum: int
    returns: str
    gaps: str
    adjust: str | None = None


@dataclass(frozen=True, slots=True)
class TestResult:
    """A test's null, statistic and evidence for one window.

    Attributes:
        name, window, null: what was tested. statistic, p_value, n, df: what came out (NaN where `note` says why not).
        convention: which of the field's ways was used. note: why there is no value. extra: further figures by name.
    """

    __test__ = False

    name: str
    window: tuple[int, int]
    statistic: float
    p_value: float
    n: int
    df: float
    null: str
    convention: str
    note: str
    extra: dict[str, float]

    @classmethod
    def of(cls, one: Statistic, window: tuple[int, int], outcome: Outcome) -> TestResult:
        """A result from a registered statistic and what it came to."""
        return cls(
            one.name, window, outcome.statistic, outcome.p_value, outcome.n, outcome.df, one.null, outcome.convention,
            outcome.note, dict(outcome.extra),
        )  # fmt: skip


@dataclass(frozen=True)
class Study:
    """An event study's results; every table comes back in the kind of data frame that the events came in.

    Attributes:
        setting: how it was run. taken: the events as read. panel: the returns. sample: the kept events on arrays.
        kept: shape (n_kept,), row numbers of the kept events. code: shape (n_in,), why each other was left out.
        results: the tests. notes: what was put right on the way, in words.
    """

    setting: Setting
    taken: Events
    panel: Panel
    sample: Sample
    kept: NDArray[np.int64]
    code: NDArray[np.int8]
    results: tuple[TestResult, ...]
    notes: tuple[str, ...]

    @property
    def n_in(self) -> int:
        """Events that came in; the kept and the dropped add up to it."""
        return int(self.code.size)

    @property
    def n_kept(self) -> int:
        """Events that were studied."""
        return int(self.kept.size)

    @property
    def offsets(self) -> NDArray[np.int64]:
        """Shape (L,), the sessions of the abnormal returns relative to the event."""
        problem = self.sample.problem
        return np.arange(problem.lead, problem.lead + problem.width)

    def columns(self) -> dict[str, NDArray[Any]]:
        """The kept events' figures by name: session, coefficients, AR by session, CAR, SCAR, t, p-value, n_estimation."""
        from tapeline.study.kernels.tails import student_p_values

        fit, view = self.sample.fit, self.sample.view()
        coef, ar, car = fit.coef.T, fit.ar.T, fit.car.T
        out: dict[str, NDArray[Any]] = {
            "session": self.panel.sessions[self.sample.problem.position],
            "alpha": coef[0],
        }
        names = _coefficients(self.setting.model, fit.coef.shape[1] - 1)
        out |= {name: coef[1 + k] for k, name in enumerate(names)}
        out["sigma"] = fit.sigma
        out |= {f"ar[{int(o)}]": ar[k] for k, o in enumerate(self.offsets)}
        t = view.scar
        out |= {"car": car[0], "se_car": view.se_car, "scar": t, "t": t, "p_value": student_p_values(t, fit.df)}
        for w in range(1, self.sample.offsets.shape[0]):
            first, last = self.sample.offsets[w]
            out[f"car[{first}:{last}]"] = car[w]
        out["n_estimation"] = fit.n.astype(np.int64)
        return out

    @cached_property
    def events(self) -> Any:
        """The kept events as given, with their figures; `moved` says why a session is not the date's own."""
        frame = self._given(self.kept)
        columns: dict[str, Any] = dict(self.columns())
        moved = self.taken.moved if self.n_kept == self.n_in else self.taken.moved[self.kept]
        columns["moved"] = np.array(MOVED, dtype=object)[moved] if moved.any() else np.full(0, "")
        return frames.to_native(_widen(frame, columns, self.n_kept), self.taken.table.kind)

    @cached_property
    def dropped(self) -> Any:
        """The events left out, as given, each with its `reason`."""
        rows = np.flatnonzero(self.code)
        reasons = np.array([self.reason(int(r)) for r in rows], dtype=object)
        return frames.to_native(_widen(self._given(rows), {"reason": reasons}, rows.size), self.taken.table.kind)

    def reason(self, row: int) -> str:
        """Why an event was left out, in words; "" for a kept one."""
        name = list(REASONS)[self.code[row]]
        text = REASONS[name]
        if name == "short":
            return f"{text} (at least {self.setting.minimum} are needed)"
        return text

    def _given(self, rows: NDArray[np.int64]) -> nw.DataFrame[Any]:
        frame = self.taken.table.frame
        if "id" not in frame.columns:
            ids = nw.new_series("id", np.arange(1, self.n_in + 1), backend=frame.implementation)
            frame = _append(frame, [ids]).select("id", *frame.columns)
        return frame if rows.size == self.n_in else frame[rows]

    @cached_property
    def aar(self) -> Any:
        """Mean abnormal return by session: offset, aar, se (cross-sectional), t, p_value, n."""
        return self._frame(self.aar_columns())

    @cached_property
    def caar(self) -> Any:
        """Mean abnormal return cumulated from the window's first session: offset, caar, se, t, p_value, n, low, high (95%)."""
        return self._frame(self.caar_columns())

    def aar_columns(self) -> dict[str, NDArray[np.float64]]:
        """The columns of `aar`, as arrays."""
        return self._average(cumulate=False)

    def caar_columns(self) -> dict[str, NDArray[np.float64]]:
        """The columns of `caar`, as arrays."""
        out = self._average(cumulate=True)
        out["caar"] = out.pop("aar")
        from scipy.special import stdtrit

        with np.errstate(invalid="ignore"):
            half = stdtrit(np.maximum(out["n"] - 1.0, 1.0), 0.975) * out["se"]
        out["low"], out["high"] = out["caar"] - half, out["caar"] + half
        order = ("offset", "caar", "se", "t", "p_value", "n", "low", "high")
        return {name: out[name] for name in order}

    def _average(self, *, cumulate: bool) -> dict[str, NDArray[np.float64]]:
        from scipy.special import stdtr

        from tapeline.study.kernels.grid import column_moments

        weight = self.sample.weight
        given = np.ones(1) if weight is None else weight
        n, total, mean, square = column_moments(self.sample.fit.ar.T, given, weight is not None, cumulate)
        with np.errstate(invalid="ignore", divide="ignore"):
            se = np.sqrt(n / (n - 1.0) * square) / total
            t = mean / se
            p = 2.0 * stdtr(np.maximum(n - 1.0, 1.0), -np.abs(t))
        return {"offset": self.offsets, "aar": mean, "se": se, "t": t, "p_value": p, "n": n.astype(np.int64)}

    @cached_property
    def tests(self) -> Any:
        """One row for each test and window: name, window, statistic, p_value, n, df, null, convention, note."""
        rows = self.results
        columns: dict[str, Any] = {
            "name": [r.name for r in rows],
            "window": [f"{r.window[0]}:{r.window[1]}" for r in rows],
            "statistic": np.array([r.statistic for r in rows], dtype=np.float64),
            "p_value": np.array([r.p_value for r in rows], dtype=np.float64),
            "n": np.array([r.n for r in rows], dtype=np.int64),
            "df": np.array([r.df for r in rows], dtype=np.float64),
            "null": [r.null for r in rows],
            "convention": [r.convention for r in rows],
            "note": [r.note for r in rows],
        }
        if self.setting.adjust is not None:
            columns["p_adjusted"] = self._adjusted(columns["p_value"])
        return self._frame(columns)

    def _adjusted(self, p_values: NDArray[np.float64]) -> NDArray[np.float64]:
        from tapeline.study.statistics.multiple import adjust

        known = np.isfinite(p_values)
        out = np.full(p_values.size, np.nan)
        out[known] = adjust(p_values[known], self.setting.adjust or "holm")
        return out

    def table(self) -> Any:
        """The tests, one row each: what to print first."""
        return self.tests

    def result(self, name: str, window: tuple[int, int] | None = None) -> TestResult:
        """One test's result.

        Raises:
            UnknownNameError: it was not run for that window.
        """
        from tapeline.errors import UnknownNameError

        wanted = window or self.setting.window
        for one in self.results:
            if one.name == name and one.window == tuple(wanted):
                return one
        raise UnknownNameError(
            f"the study did not run {name!r} over {wanted}; it ran {sorted({r.name for r in self.results})}"
        )

    def _frame(self, columns: dict[str, Any]) -> Any:
        kind = self.taken.table.kind
        return frames.to_native(frames.from_columns(columns, kind), kind)

    def to_json(self) -> dict[str, Any]:
        """The study as plain values, schema tapeline.study/1; numbers that do not exist are null."""
        from tapeline.study.export import as_json

        return as_json(self)

    def advice(self) -> Any:
        """Which tests to trust here and why, from what the data show."""
        from tapeline.study.advice import advise

        return advise(self)

    def plot(self, kind: str = "caar", **options: Any) -> Any:
        """A picture (matplotlib figure): "caar", "aar", "distribution", "events"."""
        from tapeline.study.plot import draw

        return draw(self, kind, **options)

    def __repr__(self) -> str:
        """The first figures in a few lines."""
        from tapeline.study.export import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from tapeline.study.export import as_html

        return as_html(self)


def _coefficients(model: str, count: int) -> list[str]:
    from tapeline.study.models.base import MODELS

    known = MODELS[model].factor_names
    if len(known) == count:
        return [f"beta_{name}" for name in known]
    return ["beta"] if count == 1 else [f"beta_{k + 1}" for k in range(count)]


def _append(frame: nw.DataFrame[Any], series: list[Any]) -> nw.DataFrame[Any]:
    if str(frame.implementation.value) != "pandas":
        return frame.with_columns(*series)
    import pandas as pd

    extra = pd.DataFrame({s.name: s.to_native().to_numpy() for s in series}, index=frame.to_native().index)
    kept = frame.to_native().drop(columns=[c for c in extra.columns if c in frame.columns])
    return nw.from_native(pd.concat([kept, extra], axis=1), eager_only=True)


def _widen(frame: nw.DataFrame[Any], columns: dict[str, Any], rows: int) -> nw.DataFrame[Any]:
    """A frame with further columns; a column of length zero stands for empty text throughout."""
    ready = {name: values for name, values in columns.items() if len(values) == rows}
    extra = frames.from_columns(ready, str(frame.implementation.value))
    wide = _append(frame, [extra.get_column(name) for name in ready])
    blank = [nw.lit("").alias(name) for name in columns if name not in ready]
    return wide.with_columns(*blank) if blank else wide


def finite(value: float) -> float | None:
    """A number for JSON: None where it is not finite."""
    return float(value) if math.isfinite(value) else None


__all__ = ["Setting", "Study", "TestResult", "finite"]
