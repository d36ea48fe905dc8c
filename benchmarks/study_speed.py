"""Event studies side by side in one run: ours, good NumPy, statsmodels, and the floor of any method that looks at windows.

python benchmarks/study_speed.py [--panel PANEL.parquet] [--events 1000000] [-o docs/study/speed.md]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numba
import numpy as np
import pandas as pd
import polars as pl
import scipy.stats
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
    """The least wall time of some repeats, in seconds, and the last result; each starts when the one before is let go."""
    times, result = [], None
    for _ in range(repeats):
        result = None
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


def on_arrays(events, prices):
    """The peers' way in: a wide table of prices to returns, names and dates looked up."""
    wide = prices.pivot(on="ticker", index="date", values="adjusted_close").sort("date")
    names = [c for c in wide.columns if c != "date"]
    level = wide.select(names).to_numpy().T
    returns = np.full(level.shape, np.nan)
    returns[:, 1:] = level[:, 1:] / level[:, :-1] - 1.0
    row = {name: i for i, name in enumerate(names)}
    security = np.fromiter((row[v] for v in events["security"].to_list()), np.int64, len(events))
    position = np.searchsorted(wide["date"].to_numpy(), events["date"].to_numpy())
    return np.ascontiguousarray(returns), returns[row["GSPC"]], security, position


def numpy_study(events, prices, chunk=20_000):
    """Good vectorised NumPy, frames to frames: windows gathered in chunks, closed-form least squares, the parametric tests."""
    stock, market, security, position = on_arrays(events, prices)
    est_y, est_x = sliding_window_view(stock, 250, axis=1), sliding_window_view(market, 250)
    win_y, win_x = sliding_window_view(stock, 3, axis=1), sliding_window_view(market, 3)
    count = security.size
    figures, means = np.empty((count, 9)), np.zeros(250)
    order = np.argsort(position, kind="stable")
    days, cluster = np.unique(position[order], return_inverse=True)
    unit = np.zeros((days.size, 250))
    for start in range(0, count, chunk):
        e = order[start : start + chunk]
        i, p = security[e], position[e]
        y, x, y1, x1 = est_y[i, p - 260], est_x[p - 260], win_y[i, p - 1], win_x[p - 1]
        mx, my = x.mean(axis=1), y.mean(axis=1)
        dx = x - mx[:, None]
        sxx = np.einsum("ij,ij->i", dx, dx)
        beta = np.einsum("ij,ij->i", dx, y) / sxx
        resid = y - my[:, None] - beta[:, None] * dx
        left = np.einsum("ij,ij->i", resid, resid)
        sigma = np.sqrt(left / 248)
        ar = y1 - my[:, None] - beta[:, None] * (x1 - mx[:, None])
        car = ar.sum(axis=1)
        se = sigma * np.sqrt(3 + 9 / 250 + (x1 - mx[:, None]).sum(axis=1) ** 2 / sxx)
        figures[e] = np.column_stack((my - beta * mx, beta, sigma, ar, car, se, car / se))
        means += resid.sum(axis=0)
        mine = cluster[start : start + chunk]
        first = np.flatnonzero(np.diff(mine, prepend=-1))
        unit[mine[first]] += np.add.reduceat(resid / np.sqrt(left)[:, None], first, axis=0)
    car, se, scar = figures[:, 6], figures[:, 7], figures[:, 8]
    frame = events.with_columns(
        *(pl.Series(name, figures[:, k]) for k, name in enumerate(("alpha", "beta", "sigma", "ar-1", "ar0", "ar1", "car", "se_car", "scar"))),
        p_value=2 * scipy.stats.t.sf(np.abs(scar), 248),
    )  # fmt: skip
    return frame, _parametric(car, se, scar, means / count, days, cluster, order, unit)


def _parametric(car, se, scar, means, days, cluster, order, unit):
    n = car.size
    r = np.einsum("cs,cs->", unit, unit) - n
    for apart in (1, 2):
        near = np.flatnonzero(np.diff(days) == apart) if apart == 1 else np.flatnonzero(np.isin(days + 2, days))
        other = np.searchsorted(days, days[near] + apart)
        r += 2 * np.einsum("cs,cs->", unit[near, apart:], unit[other, : 250 - apart]) * (3 - apart) / 3
    r /= n * (n - 1.0)
    patell = scar.sum() / np.sqrt(n * 248 / 246)
    bmp = scar.mean() / (scar.std(ddof=1) / np.sqrt(n))
    ratio, off = car.mean() / car.std(ddof=1), car - car.mean()
    skew = (off**3).sum() / (n * car.std(ddof=1) ** 3)
    by_day = np.bincount(cluster, off[order])
    total, square = scar.sum(), ((scar - scar.mean()) ** 2).sum()
    without = square - n / (n - 1) * (scar - scar.mean()) ** 2
    left_out = (total - scar) / (n - 1) / np.sqrt(without / (n - 2))
    pseudo = n * total / n / np.sqrt(square / (n - 1)) - (n - 1) * left_out
    return {
        "car_t": car.sum() / np.sqrt((se**2).sum()),
        "cross_sectional_t": car.mean() / (car.std(ddof=1) / np.sqrt(n)),
        "crude_dependence_t": car.mean() / (means.std(ddof=1) * np.sqrt(3)),
        "patell_z": patell,
        "patell_adjusted_z": patell / np.sqrt(1 + (n - 1) * r),
        "bmp_z": bmp,
        "kolari_pynnonen_z": bmp * np.sqrt((1 - r) / (1 + (n - 1) * r)),
        "skewness_adjusted_t": np.sqrt(n) * (ratio + skew * ratio**2 / 3 + skew / (6 * n) + skew**2 * ratio**3 / 27),
        "jackknife_z": pseudo.mean() / (pseudo.std(ddof=1) / np.sqrt(n)),
        "day_clustered_t": car.mean() / np.sqrt(days.size / (days.size - 1) * (by_day**2).sum()) * n,
    }


def statsmodels_study(stock, market, security, position):
    """A loop over statsmodels, on arrays that are ready: one OLS and one prediction for each event, and no tests."""
    scar = np.empty(security.size)
    for e, (i, p) in enumerate(zip(security, position, strict=True)):
        fit = sm.OLS(stock[i, p - 260 : p - 10], sm.add_constant(market[p - 260 : p - 10])).fit()
        ahead = sm.add_constant(market[p - 1 : p + 2], has_constant="add")
        ar = stock[i, p - 1 : p + 2] - fit.predict(ahead)
        total = ahead.sum(axis=0)
        scar[e] = ar.sum() / np.sqrt(total @ fit.cov_params() @ total + 3 * fit.scale)
    return scar


def statsmodels_frames(events, prices):
    """The loop that is written every day, frames to frames: an event's rows out of a pandas table, OLS with names, a row of figures."""
    wide = (
        prices.to_pandas().pivot(index="date", columns="ticker", values="adjusted_close").pct_change(fill_method=None)
    )
    rows = []
    for event in events.to_pandas().itertuples():
        at = wide.index.get_loc(event.date)
        window = wide[[event.security, "GSPC"]].iloc[at - 260 : at + 2]
        before, around = window.iloc[:250], window.iloc[-3:]
        fit = sm.OLS(before[event.security], sm.add_constant(before["GSPC"])).fit()
        ahead = sm.add_constant(around["GSPC"], has_constant="add")
        ar = (around[event.security] - fit.predict(ahead)).to_numpy()
        total = ahead.sum(axis=0).to_numpy()
        se = np.sqrt(total @ fit.cov_params().to_numpy() @ total + 3 * fit.scale)
        rows.append((*fit.params, np.sqrt(fit.scale), *ar, ar.sum(), se, ar.sum() / se))
    return pd.DataFrame(rows, columns=["alpha", "beta", "sigma", "ar-1", "ar0", "ar1", "car", "se_car", "scar"])


def agree(ours, theirs, frame):
    """The peers do the same work: every test to 1e-8, every event's SCAR to 1e-8."""
    for name, value in theirs.items():
        mine = ours.result(name).statistic
        assert abs(mine - value) <= 1e-8 * max(1.0, abs(value)), (name, mine, value)
    np.testing.assert_allclose(np.asarray(ours.events["scar"]), np.asarray(frame["scar"]), rtol=1e-8, atol=1e-10)


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


READ = "import time, resource, polars as pl; e = pl.read_parquet({0!r} + '/e.parquet'); p = pl.read_parquet({0!r} + '/p.parquet')\n"
FIRST = (
    READ
    + """t = time.perf_counter()
from tapeline import study
s = study.run(e[:500], p, market='GSPC', tests={1!r}); s.events
print(time.perf_counter() - t)
"""
)
PEAK = (
    READ
    + """from tapeline import study
study.run(e[:500], p, market='GSPC', tests={1!r}).events
before = int(open('/proc/self/statm').read().split()[1]) * resource.getpagesize() / 1024
s = study.run(e, p, market='GSPC', tests={1!r}); s.events, s.aar, s.caar, s.tests, s.dropped
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 2**20)
"""
)


def in_a_new_process(code, path, tests):
    done = subprocess.run(
        [sys.executable, "-c", code.format(str(path), tests)], capture_output=True, text=True, check=True
    )
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
    ours, (result, *_) = best(lambda: whole(events, prices, PARAMETRIC), 12)
    line("ours, frames to frames: AR, CAR, all parametric tests", ours, floor)
    simple, _ = best(lambda: whole(events, prices, ["car_t", "cross_sectional_t", "patell_z", "bmp_z"]), 12)
    line("ours, frames to frames: AR, CAR, the tests that need no residuals", simple, floor)
    ranks, _ = best(lambda: ranks_again(result.sample), 5)
    line("rank family: Corrado, Corrado-Zivney, GRANK-T, GRANK-Z", ranks, floor)
    if chosen.quick:
        return
    count = min(chosen.events, 200_000)
    some = events[:count]
    vector, (frame, theirs) = best(lambda: numpy_study(some, prices), 3)
    agree(study.run(some, prices, market="GSPC", estimation=EST, window=WIN, tests=PARAMETRIC), theirs, frame)
    vector *= chosen.events / count
    line("vectorised NumPy, frames to frames, the same tests (scaled up)", vector, floor)
    few = events[: chosen.loop]
    loop, frame = best(lambda: statsmodels_frames(few, prices), 2)
    agree(study.run(few, prices, market="GSPC", estimation=EST, window=WIN, tests="car_t"), {}, frame)
    loop *= chosen.events / chosen.loop
    line("loop over statsmodels, frames to frames (scaled up)", loop, floor)
    bare, _ = best(lambda: statsmodels_study(stock, market, security[: chosen.loop], position[: chosen.loop]), 2)
    bare *= chosen.events / chosen.loop
    line("loop over statsmodels on arrays that are ready, no tests (scaled up)", bare, floor)
    news = events[:245_429] if chosen.events >= 245_429 else events
    antweiler, _ = best(lambda: whole(news, prices, PARAMETRIC + RANKS), 3)
    line(f"a known study's size, {len(news):,} events, parametric and rank tests", antweiler, floor)
    with tempfile.TemporaryDirectory() as folder:
        events.write_parquet(folder + "/e.parquet")
        prices.write_parquet(folder + "/p.parquet")
        first = min(in_a_new_process(FIRST, folder, PARAMETRIC + RANKS) for _ in range(3))
        memory = in_a_new_process(PEAK, folder, PARAMETRIC + RANKS)
    print(f"statsmodels / ours {loop / ours:.0f} (bare {bare / ours:.0f}), NumPy / ours {vector / ours:.1f}")
    print(
        f"memory beyond the data {memory:.2f} GiB; first call in a new process, 500 events, cached compile: {first:.2f} s"
    )
    if chosen.output:
        write(chosen, rows, where, floor, ours, (loop, bare), vector, memory, first)


def write(chosen, rows, where, floor, ours, loops, vector, memory, first):
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
        (
            f"- {loops[0] / ours:,.0f} times a loop over statsmodels that does the same from frames to frames (without the tests), "
            f"{loops[1] / ours:,.0f} times one on arrays that are ready; {vector / ours:,.1f} times vectorised NumPy with the same tests. "
            "The peers' figures are compared with ours to 1e-8 in the run."
        ),
        f"- Memory beyond the data, parametric and rank tests, in a process of its own: {memory:.2f} GiB at the peak.",
        f"- First call in a new process after a cached compile: {first:.2f} s (500 events, imports included).",
    ]
    chosen.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
