"""The whole study on one screen: read, lay on the grid, fit, screen, test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError, InputError, UnknownNameError
from tapeline.study import prices as price_tables
from tapeline.study.events import Events, read_events
from tapeline.study.models.base import Fit, Model, Problem, find_model
from tapeline.study.panel import Factors, Panel, over_gaps
from tapeline.study.results import Setting, Study, TestResult
from tapeline.study.sample import Sample
from tapeline.study.screen import Design, Laid, check_design, judge, lay, overlaps
from tapeline.study.statistics.base import STATISTICS, Outcome, evaluate, find_statistic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray


def run(
    events: Any,
    prices: Any,
    *,
    market: Any = None,
    model: str = "market",
    estimation: tuple[int, int] = (-260, -11),
    window: tuple[int, int] = (-1, 1),
    tests: str | Sequence[str] = "all",
    returns: str = "simple",
    factors: Any = None,
    factor_unit: str = "decimal",
    partner: Mapping[str, Any] | None = None,
    windows: Sequence[tuple[int, int]] = (),
    gaps: str = "drop",
    min_estimation: int | None = None,
    overlap: str = "keep",
    calendar: str | None = None,
    close: str = "16:00",
    value: str | None = None,
    bars: bool = False,
    model_options: Mapping[str, Any] | None = None,
    test_options: Mapping[str, Any] | None = None,
    adjust: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Study:
    """Run an event study.

    Takes:
        events: a table with columns security (or ticker) and date, and id, time, group, weight, own windows
            (window_start, window_end, estimation_start, estimation_end) where there are any: a pandas, polars or pyarrow
            frame, a DuckDB relation, or the path of a CSV or Parquet file.
        prices: long (date, security, and return, adjusted_close, close or price) or wide (date, one column each).
        market: the benchmark: a security of `prices`, a table with date and close or return, or an array on the sessions.
        model: a return model's name. estimation, window: first and last session relative to the event, both included.
        tests: "all", or names of test statistics. returns: "simple" or "log".
        factors: a table of factor returns by date, with `rf` for models of excess returns; factor_unit: "decimal" or
            "percent". partner: security to its matched firm or peers.
        windows: further windows to cumulate and test.
        gaps: "drop" leaves returns over missing sessions out; "trade_to_trade" measures from trade to trade.
        min_estimation: returns an estimation window must hold (default: half of the sessions asked for, at least 10).
        overlap: "keep" or "drop" events with another event of their security in the estimation window.
        calendar: an exchange calendar for half days and missing sessions (`XNYS`). close: the usual closing time.
        value: the value column of long prices. bars: intraday bars; windows then count bars.
        model_options, test_options: options of the model and of the statistics, by name.
        adjust: "holm" or "bh": also adjust the p-values of the tests for their number.
        progress: called with a line for each step; an exception that it raises cancels the study.

    Returns:
        the study; every event is either in `.events` or, with its reason, in `.dropped`.

    Raises:
        InputError: a table cannot be read or misses a column. UnknownNameError: a name or option nothing answers to.
        DesignError: windows without meaning, or no event that can be studied.
    """
    said = progress or (lambda _: None)
    chosen = find_model(model)
    if overlap not in {"keep", "drop"}:
        raise UnknownNameError(f"no rule for overlap is called {overlap!r}; take 'keep' or 'drop'")
    asked = estimation[1] - estimation[0] + 1
    least = max(10, asked // 2) if min_estimation is None else int(min_estimation)
    design = Design(_pair(estimation), _pair(window), min(max(least, 3), max(asked, 3)), overlap)
    check_design(design)
    further = np.array([_pair(w) for w in windows], dtype=np.int64).reshape(-1, 2)
    said("reading prices")
    panel = price_tables.read_panel(prices, returns=returns, gaps=gaps, value=value, bars=bars)
    panel, rows = explain(panel, chosen, market, factors, factor_unit, partner, returns)
    said("reading events")
    taken = read_events(events, panel, close=close, calendar=calendar, bars=bars)
    laid = lay(taken, panel, design, further)
    said(f"fitting {chosen.name} for {int((laid.code == 0).sum())} events")
    sample, kept, code = fit_kept(panel, rows, taken, laid, design, further, chosen, model_options or {}, said)
    names = test_names(tests)
    results: list[TestResult] = []
    for which in range(1 + further.shape[0]) if sample.events else ():
        for name in names:
            said(f"testing {name}")
            results.append(_test(sample, which, name, test_options or {}))
    setting = Setting(chosen.name, design.estimation, design.window, design.minimum, returns, gaps, adjust)
    notes = (*panel.notes, *_notes(taken, laid, sample, kept, panel, calendar))
    return Study(setting, taken, panel, sample, kept, code, tuple(results), notes)


def _pair(window: Sequence[int]) -> tuple[int, int]:
    values = tuple(int(v) for v in window)
    if len(values) != 2:
        raise DesignError(f"a window is two sessions, first and last, not {tuple(window)}")
    return values[0], values[1]


def test_names(tests: str | Sequence[str]) -> list[str]:
    """The names of the statistics asked for.

    Raises:
        UnknownNameError: a name that nothing is registered under.
    """
    find_statistic("car_t")
    if tests == "all":
        return list(STATISTICS)
    wanted = [tests] if isinstance(tests, str) else list(tests)
    return [find_statistic(name).name for name in wanted]


test_names.__test__ = False  # type: ignore[attr-defined]  # not a test, whatever pytest thinks of its name


def explain(
    panel: Panel,
    chosen: Model,
    market: Any,
    factors: Any,
    factor_unit: str,
    partner: Mapping[str, Any] | None,
    returns: str,
) -> tuple[Panel, Factors]:
    """The rows that a model explains returns with, and the panel in excess of the bill where it wants that.

    Raises:
        InputError: something that the model needs was not given.
    """
    named: dict[str, NDArray[np.float64]] = {}
    table = price_tables.read_factors(panel, factors, factor_unit) if factors is not None else {}
    if "partner" in chosen.needs:
        if not partner:
            raise InputError(f"model {chosen.name!r} needs partner={{security: matched firm or peers}}")
        return panel, price_tables.matched_factors(panel, partner, returns)
    if "market" in chosen.needs or (chosen.name == "factors" and market is not None):
        if market is None:
            raise InputError(
                f"model {chosen.name!r} needs a benchmark; pass market= a security of the prices or a table"
            )
        named["market"] = price_tables.benchmark_row(panel, market, returns)
    if "factors" in chosen.needs:
        wanted = chosen.factor_names or tuple(n for n in table if n != "rf")
        missing = [n for n in wanted if n not in table]
        if missing or not wanted:
            raise InputError(
                f"model {chosen.name!r} needs factors= with columns {list(wanted) or 'of returns'}; missing: {missing}"
            )
        named.update({n: table[n] for n in wanted})
    if "riskless" in chosen.needs:
        if "rf" not in table:
            raise InputError(f"model {chosen.name!r} needs factors= with a column rf, the bill's return per session")
        panel = _in_excess(panel, table["rf"], returns)
        if "market" in named:
            named["market"] = named["market"] - table["rf"]
    return panel, price_tables.shared_factors(panel, named, returns)


def _in_excess(panel: Panel, riskless: NDArray[np.float64], returns: str) -> Panel:
    off = riskless if panel.gap is None else over_gaps(riskless, panel.gap, returns)
    return replace(panel, returns=panel.returns - off)


def fit_kept(
    panel: Panel, rows: Factors, taken: Events, laid: Laid, design: Design, further: NDArray[np.int64], chosen: Model,
    options: Mapping[str, Any], said: Callable[[str], None] | None = None,
) -> tuple[Sample, NDArray[np.int64], NDArray[np.int8]]:  # fmt: skip
    """Fit every event that the data can hold and keep those that give numbers.

    Returns:
        the sample; kept, the events' row numbers; code, shape (E,), the reason of each that is not kept.
    """
    code = laid.code.copy()
    tried = _unmarked(code)
    cut = further - laid.lead + np.array([0, 1])
    first, last = _take(laid.first, tried), _take(laid.last, tried)
    length = int(options.get("length", chosen.cut)) if chosen.cut else 0
    minimum = design.minimum
    if length:
        first, minimum = np.maximum(first, last - length), min(minimum, max(length // 2, 10))
    problem = Problem(
        panel.returns, panel.gap, rows, _take(taken.security, tried), _take(taken.position, tried), first, last, laid.lead, laid.width, _rows(laid.inner, tried), cut, options,
    )  # fmt: skip
    fit = chosen.fit(problem)
    verdict = judge(problem, fit, minimum)
    kept = tried
    if verdict.any():
        good = _unmarked(verdict)
        code[tried], kept = verdict, tried[good]
        problem, fit = subset(problem, fit, good)
    offsets = np.vstack([np.array([design.window]), further])
    weight = None if taken.weight is None else np.where(np.isfinite(taken.weight[kept]), taken.weight[kept], 0.0)
    if weight is not None and kept.size and (weight.min() < 0 or weight.sum() <= 0):
        raise InputError("event weights must not be negative and must not all be zero")
    return Sample(problem, fit, offsets, weight, said), kept, code


def _unmarked(code: NDArray[np.int8]) -> NDArray[np.int64]:
    return np.flatnonzero(code == 0) if code.any() else np.arange(code.size)


def _take(values: NDArray[Any], rows: NDArray[np.int64]) -> NDArray[Any]:
    return values if rows.size == values.shape[0] else values[rows]


def _rows(inner: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Own windows of some events; a window that all share stays shared."""
    return inner if inner.shape[0] == 1 else inner[rows]


def subset(problem: Problem, fit: Fit, rows: NDArray[np.int64]) -> tuple[Problem, Fit]:
    """A problem and its fit for some of its events."""
    less = replace(
        problem, security=problem.security[rows], position=problem.position[rows], first=problem.first[rows],
        last=problem.last[rows], inner=_rows(problem.inner, rows),
    )  # fmt: skip
    parts = (fit.coef, fit.sigma, fit.df, fit.n, fit.ar, fit.ar_factor, fit.car, fit.car_factor)
    coef, sigma, df, n, ar, ar_factor, car, car_factor = (part[rows] for part in parts)
    return less, Fit(coef, sigma, df, n, ar, ar_factor, car, car_factor, fit.centred)


def _test(sample: Sample, which: int, name: str, options: Mapping[str, Any]) -> TestResult:
    one = find_statistic(name)
    outcome = evaluate(one, sample.view(which), options)
    first, last = (int(v) for v in sample.offsets[which])
    return TestResult.of(one, (first, last), outcome)


def _notes(
    taken: Events, laid: Laid, sample: Sample, kept: NDArray[np.int64], panel: Panel, calendar: str | None
) -> list[str]:
    """What a reader should know about the events that were kept."""
    notes = []
    shift = taken.moved if kept.size == taken.moved.size else taken.moved[kept]
    moved = [int(np.count_nonzero(shift == kind)) for kind in range(3)] if shift.any() else [0, 0, 0]
    if moved[1]:
        notes.append(f"{moved[1]} events fall on a day without a session and act on the next one")
    if moved[2]:
        notes.append(f"{moved[2]} events come at or after the close and act on the next session")
    short = (
        int(np.count_nonzero(sample.fit.n < (laid.asked if laid.asked.size == 1 else laid.asked[kept])))
        if kept.size
        else 0
    )
    if short:
        notes.append(f"{short} events have fewer estimation returns than asked for; column n_estimation says how many")
    both = sample.crowded() if kept.size == laid.code.size else None
    both = overlaps(taken, laid) if both is None else both
    if both:
        notes.append(f"{both} events have another event of their security inside the estimation window")
    if calendar is not None:
        from tapeline.study.moments import calendar_sessions

        absent = np.setdiff1d(calendar_sessions(calendar, panel.sessions), panel.sessions.astype("datetime64[D]"))
        if absent.size:
            notes.append(f"the prices miss {absent.size} sessions of {calendar}, the first on {absent[0]}")
    return notes


__all__ = ["Outcome", "explain", "fit_kept", "run", "subset", "test_names"]
