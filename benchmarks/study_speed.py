"""Event studies side by side in one run: ours, good NumPy, statsmodels, and the floor of any method that looks at windows.

python benchmarks/study_speed.py [--panel PANEL.parquet] [--events 1000000] [-o docs/study/speed.md]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numba
import numpy as np
import polars as pl
import statsmodels.api as sm
from numba import njit, prange
from numpy.lib.stride_tricks import sliding_window_view

from tapeline import study
from tapeline.study.kernels import complete
from tapeline.study.prices import benchmark_row, read_panel
from tapeline.study.sample import Sample
from tapeline.study.statistics.base import evaluate, find_statistic

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "panel" / "sp500_panel.parquet"
PARAMETRIC = ["car_t", "cross_sectional_t", "crude_dependence_t", "patell_z", "patell_adjusted_z", "bmp_z", "kolari_pynnonen_z", "skewness_adjusted_t", "jackknife_z", "day_clustered_t"]  # fmt: skip
RANKS = ["corrado_rank_z", "corrado_zivney_z", "grank_t", "grank_z"]
EST, WIN = (-260, -11), (-1, 1)


def best(function, repeats=15):
    """The least wall time of some repeats, in seconds, and the last result."""
    times, result = [], None
    for _ in range(repeats):
        start = time.perf_counter()
        result = function()
        times.append(time.perf_counter() - start)
    return min(times), result


def panel_frame(path):
    if path.exists():
        return pl.read_parquet(path), "the shared panel"
    rng = np.random.default_rng(0)
    days = np.arange(np.datetime64("2010-01-04"), np.datetime64("2023-10-28"))
    days = days[np.is_busday(days)][:3478]
    names = [f"S{i:03d}" for i in range(209)] + ["GSPC"]
    prices = 100 * np.exp(np.cumsum(0.012 * rng.standard_normal((210, days.size)), axis=1))
    frame = pl.DataFrame(
        {"date": np.tile(days, 210), "ticker": np.repeat(names, days.size), "adjusted_close": prices.ravel()}
    )
    return frame, "a generated panel of the same shape"


def events_frame(frame, count, seed=1):
    panel = read_panel(frame)
    rng = np.random.default_rng(seed)
    holes = np.concatenate(
        [np.zeros((panel.returns.shape[0], 1)), np.cumsum(~np.isfinite(panel.returns), axis=1)], axis=1
    )
    reach = np.arange(260, panel.sessions.size - 1)
    complete = holes[:, reach + 2] - holes[:, reach - 260] == 0
    complete[panel.row("GSPC")] = False
    places = rng.choice(np.flatnonzero(complete), count)
    security, position = places // reach.size, reach[places % reach.size]
    names = np.array(panel.securities, dtype=object)[security]
    table = pl.DataFrame({"security": pl.Series(names.tolist()), "date": panel.sessions[position]})
    return table, panel, security.astype(np.int64), position.astype(np.int64)


def read_windows(stock, market, security, position):
    """Read each event's windows of stock and market once, and keep their sum: the floor of any method that looks at windows."""
    out = np.empty(security.size)
    for e in prange(security.size):
        i, p = security[e], position[e]
        a, b = 0.0, 0.0
        for t in range(p - 260, p - 10):
            a += stock[i, t]
            b += market[t]
        for t in range(p - 1, p + 2):
            a += stock[i, t]
            b += market[t]
        out[e] = a + b
    return out


floor_reassociated = njit(parallel=True, fastmath=True)(read_windows)
floor_in_order = njit(parallel=True)(read_windows)


def numpy_study(stock, market, security, position, chunk=20_000):
    """Good vectorised NumPy: gather windows in chunks, closed-form least squares, the parametric tests."""
    est_y, est_x = sliding_window_view(stock, 250, axis=1), sliding_window_view(market, 250)
    win_y, win_x = sliding_window_view(stock, 3, axis=1), sliding_window_view(market, 3)
    cars, scars, means = [], [], np.zeros(250)
    for start in range(0, security.size, chunk):
        i, p = security[start : start + chunk], position[start : start + chunk]
        y, x, y1, x1 = est_y[i, p - 260], est_x[p - 260], win_y[i, p - 1], win_x[p - 1]
        mx, my = x.mean(axis=1), y.mean(axis=1)
        dx = x - mx[:, None]
        sxx = np.einsum("ij,ij->i", dx, dx)
        beta = np.einsum("ij,ij->i", dx, y) / sxx
        resid = y - my[:, None] - beta[:, None] * dx
        sigma = np.sqrt(np.einsum("ij,ij->i", resid, resid) / 248)
        ar = y1 - my[:, None] - beta[:, None] * (x1 - mx[:, None])
        car = ar.sum(axis=1)
        se = sigma * np.sqrt(3 + 9 / 250 + (x1 - mx[:, None]).sum(axis=1) ** 2 / sxx)
        cars.append(car)
        scars.append(car / se)
        means += resid.sum(axis=0)
    car, scar = np.concatenate(cars), np.concatenate(scars)
    n = car.size
    return {
        "cross_sectional_t": car.mean() / (car.std(ddof=1) / np.sqrt(n)),
        "patell_z": scar.sum() / np.sqrt(n * 248 / 246),
        "bmp_z": scar.mean() / (scar.std(ddof=1) / np.sqrt(n)),
        "crude_dependence_t": car.mean() / ((means / n).std(ddof=1) * np.sqrt(3)),
    }


def statsmodels_study(stock, market, security, position):
    """A loop over statsmodels: one OLS and one prediction for each event."""
    scar = np.empty(security.size)
    for e, (i, p) in enumerate(zip(security, position, strict=True)):
        fit = sm.OLS(stock[i, p - 260 : p - 10], sm.add_constant(market[p - 260 : p - 10])).fit()
        ahead = sm.add_constant(market[p - 1 : p + 2], has_constant="add")
        ar = stock[i, p - 1 : p + 2] - fit.predict(ahead)
        total = ahead.sum(axis=0)
        scar[e] = ar.sum() / np.sqrt(total @ fit.cov_params() @ total + 3 * fit.scale)
    return scar


def estimate(panel, market, security, position):
    row_of = np.zeros(panel.returns.shape[0], dtype=np.int64)
    extent = complete.extents(panel.returns, market[None], row_of)
    sums = complete.running_sums(panel.returns, market[None], row_of, extent)
    return complete.fit_line(*sums, row_of, extent, security, position - 260, position - 10, True, True)


def whole(events, prices, tests):
    result = study.run(events, prices, market="GSPC", estimation=EST, window=WIN, tests=tests)
    return result, result.events, result.aar, result.caar, result.tests, result.dropped


def ranks_again(sample):
    fresh = Sample(sample.problem, sample.fit, sample.offsets)
    return [evaluate(find_statistic(name), fresh.view(), {}) for name in RANKS]


def first_call(path):
    code = f"import time,polars as pl;e=pl.read_parquet({str(path)!r}+'/e.parquet');p=pl.read_parquet({str(path)!r}+'/p.parquet')\nt=time.perf_counter()\nfrom tapeline import study\ns=study.run(e,p,market='GSPC',tests={PARAMETRIC!r}+{RANKS!r});s.events\nprint(time.perf_counter()-t)"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panel", type=Path, default=SHARED)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--loop", type=int, default=2_000, help="events for the statsmodels loop, scaled up")
    parser.add_argument("--quick", action="store_true", help="stop before the slow peers")
    parser.add_argument("-o", "--output", type=Path)
    chosen = parser.parse_args()
    prices, where = panel_frame(chosen.panel)
    events, panel, security, position = events_frame(prices, chosen.events)
    market = benchmark_row(panel, "GSPC", "simple")
    stock = panel.returns
    small = events[:500]
    whole(small, prices, PARAMETRIC + RANKS)
    floor_reassociated(stock, market, security[:10], position[:10])
    floor_in_order(stock, market, security[:10], position[:10])
    rows = []

    def line(name, seconds, base):
        rows.append((name, seconds, base))
        print(f"{name:75s} {seconds:9.4f} s   {seconds / floor:8.2f} x floor", flush=True)

    floor, _ = best(lambda: floor_reassociated(stock, market, security, position))
    line("floor: read each window of stock and market once, sums reassociated", floor, floor)
    ordered, _ = best(lambda: floor_in_order(stock, market, security, position))
    line("the same, sums in order", ordered, floor)
    seconds, _ = best(lambda: estimate(panel, market, security, position))
    line("estimation alone (running sums and fits)", seconds, floor)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours, (result, *_) = best(lambda: whole(events, prices, PARAMETRIC), 12)
    line("ours, frames to frames: AR, CAR, all parametric tests", ours, floor)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 2**20
    simple, _ = best(lambda: whole(events, prices, ["car_t", "cross_sectional_t", "patell_z", "bmp_z"]), 12)
    line("ours, frames to frames: AR, CAR, the tests that need no residuals", simple, floor)
    ranks, _ = best(lambda: ranks_again(result.sample), 5)
    line("rank family: Corrado, Corrado-Zivney, GRANK-T, GRANK-Z", ranks, floor)
    if chosen.quick:
        return
    count = min(chosen.events, 200_000)
    vector, _ = best(lambda: numpy_study(stock, market, security[:count], position[:count]), 3)
    vector *= chosen.events / count
    line("vectorised NumPy", vector, floor)
    loop, _ = best(lambda: statsmodels_study(stock, market, security[: chosen.loop], position[: chosen.loop]), 3)
    loop *= chosen.events / chosen.loop
    line("loop over statsmodels (scaled up)", loop, floor)
    news = events[:245_429] if chosen.events >= 245_429 else events
    antweiler, _ = best(lambda: whole(news, prices, PARAMETRIC + RANKS), 3)
    line(f"a known study's size, {len(news):,} events, parametric and rank tests", antweiler, floor)
    print(
        f"statsmodels / ours {loop / ours:.0f}, NumPy / ours {vector / ours:.1f}, memory beyond the data {memory:.2f} GiB"
    )
    with tempfile.TemporaryDirectory() as folder:
        small.write_parquet(folder + "/e.parquet")
        prices.write_parquet(folder + "/p.parquet")
        first = first_call(folder)
    print(f"first call in a new process, 500 events, cached compile: {first:.2f} s")
    if chosen.output:
        write(chosen, rows, where, floor, ours, loop, vector, memory, first)


def write(chosen, rows, where, floor, ours, loop, vector, memory, first):
    lines = [
        "# Speed",
        "",
        f"{chosen.events:,} events on {where}, market model, 250-session estimation window, window [-1, 1], threads: {numba.get_num_threads()}.",
        "Least wall time of a few repeats, all in one run; the ratios are what carries over to another machine.",
        "Regenerate with `python benchmarks/study_speed.py -o docs/study/speed.md`.",
        "Where other work shares the cores, ratios move by a factor of two between runs, and loops over several threads suffer most;",
        "`NUMBA_NUM_THREADS=1 POLARS_MAX_THREADS=1` gives steadier ones.",
        "",
        "| what | seconds | times the floor |",
        "|---|---:|---:|",
        *(f"| {name} | {seconds:,.3f} | {seconds / floor:,.2f} |" for name, seconds, _ in rows),
        "",
        f"- {loop / ours:,.0f} times a loop over statsmodels, {vector / ours:,.1f} times vectorised NumPy.",
        f"- Memory beyond the data: {memory:.2f} GiB at the peak.",
        f"- First call in a new process after a cached compile: {first:.2f} s (500 events, imports included).",
    ]
    chosen.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
