"""Placebo and power study of the whole method on real series: `python -m tapeline.cause.validity PANEL -o docs/cause/validity.md`.

Pseudo-causes at random stock-dates say how often the method sees what is not there; effects planted in the same series say what it can see
and how often its dates hold. Everything is drawn from one seed.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.breaks import break_interval, dated_interval, drift_change, segment, sup_f
from tapeline.cause.counterfactual import compare
from tapeline.cause.dated import Dated
from tapeline.cause.donors import pool_of
from tapeline.cause.effects import event_effect
from tapeline.cause.judging import judge
from tapeline.cause.setting import REACH, Claimed, make_setting
from tapeline.cause.tape import MARKET, Tape
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from tapeline.cause.assessment import Assessment
    from tapeline.cause.donors import Pool
    from tapeline.cause.turn import Direction

BEFORE, AFTER, DONORS = 800, 510, 40
VERDICTS = ("supported", "cannot be told apart", "not supported", "contradicted by timing", "too little data")
JUMPS = (0.02, 0.04, 0.06, 0.10)
DRIFTS = (0.002, 0.005, 0.010)
SHIFTS = (0.15, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Panel:
    """Days (n,), names (N,), simple total returns (n, N) and the benchmark's (n,)."""

    days: NDArray[np.int64]
    names: tuple[str, ...]
    returns: NDArray[np.float64]
    index: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draw:
    """One stock-date: the stock's tape around it, the position of the event on it, its donors, and a direction."""

    tape: Tape
    at: int
    pool: Pool
    direction: Direction


def read_panel(path: Path) -> Panel:
    """The panel of daily adjusted closes, wide; securities with a gap are left out."""
    import duckdb

    found = duckdb.execute(
        "SELECT date, ticker, adjusted_close FROM read_parquet($path) ORDER BY ticker, date", {"path": str(path)}
    ).fetchnumpy()
    dates = np.asarray(found["date"]).astype("datetime64[D]").astype(np.int64) + date(1970, 1, 1).toordinal()
    names, which = np.unique(np.asarray(found["ticker"]).astype(str), return_inverse=True)
    days, when = np.unique(dates, return_inverse=True)
    wide = np.full((len(days), len(names)), np.nan)
    wide[when, which] = np.asarray(found["adjusted_close"], dtype=np.float64)
    returns = np.full_like(wide, np.nan)
    returns[1:] = wide[1:] / wide[:-1] - 1.0
    whole = np.isfinite(wide).all(axis=0) & (names != MARKET)
    index = returns[:, int(np.flatnonzero(names == MARKET)[0])]
    return Panel(days, tuple(str(n) for n in names[whole]), returns[:, whole], index)


def draws(panel: Panel, count: int, seed: int) -> Iterator[Draw]:
    """Random stock-dates with donors drawn from the other stocks; half of them claim a rise, half a fall."""
    rng = np.random.default_rng(seed)
    for k in range(count):
        at, stock = int(rng.integers(BEFORE, len(panel.days) - AFTER)), int(rng.integers(len(panel.names)))
        others = rng.permutation(np.delete(np.arange(len(panel.names)), stock))[:DONORS]
        span = slice(at - BEFORE, at + AFTER)
        own = panel.returns[span, stock]
        tape = _tape(panel.names[stock], panel.days[span], own, panel.index[span])
        pool = pool_of([panel.names[j] for j in others], panel.returns[span][:, others])
        yield Draw(tape, BEFORE, pool, "up" if k % 2 == 0 else "down")


def _tape(name: str, days: NDArray[np.int64], own: NDArray[np.float64], index: NDArray[np.float64]) -> Tape:
    close = np.asarray(100 * np.cumprod(1.0 + np.nan_to_num(own)), dtype=np.float64)
    return Tape(name, MARKET, days, close, own, index, "panel")


def planted(d: Draw, effect: NDArray[np.float64]) -> Draw:
    """The same draw with log returns (T,) added in the claimed direction."""
    sign = 1.0 if d.direction == "up" else -1.0
    own = np.expm1(np.log1p(d.tape.stock) + sign * effect)
    return replace(d, tape=_tape(d.tape.subject, d.tape.days, own, d.tape.index))


def assessed(d: Draw, *, turn: bool) -> Assessment:
    """The verdict on one draw, its event named by its date and timed to the session."""
    event = Dated(d.tape.day(d.at), d.at, True, "event", "a pseudo-cause")
    day = d.tape.day(d.at)
    claimed = Claimed("event", d.direction, day, day, turn, given=True)
    return judge(make_setting(d.tape, [event], [event], claimed, lambda: d.pool), "a pseudo-cause")


def rates(draws_: Sequence[Draw], *, turn: bool) -> dict[str, float]:
    """Share of each verdict."""
    found = [assessed(d, turn=turn).verdict for d in draws_]
    return {v: found.count(v) / len(found) for v in VERDICTS}  # type: ignore[arg-type]


def jump(size: float, at: int, length: int) -> NDArray[np.float64]:
    """A level shift on one session."""
    out = np.zeros(length)
    out[at] = size
    return out


def drift(size: float, at: int, length: int) -> NDArray[np.float64]:
    """A drift of `size` a session against the claim for half a year before, and with it for a quarter after: a planted turn."""
    out = np.zeros(length)
    out[at - 126 : at] = -size
    out[at : at + REACH] = size
    return out


def components(draws_: Sequence[Draw]) -> dict[str, float]:
    """Share of draws in which each single test rejects at 5%."""
    tests: dict[str, Callable[[Draw], float]] = {
        "abnormal return, Student's t": lambda d: event_effect(d.tape, d.at, (0, 0)).p_t,
        "abnormal return, sample quantile": lambda d: event_effect(d.tape, d.at, (0, 0)).p_quantile,
        "abnormal return, the weaker of both": lambda d: event_effect(d.tape, d.at, (0, 0)).p_value,
        "abnormal return over two sessions, the weaker": lambda d: event_effect(d.tape, d.at, (0, 1)).p_value,
        "change of drift at the date": _drift_p,
        "sup-F, mean abnormal return, robust": lambda d: sup_f(_residual(d)).p_value,
        "placebos over 40 donors, news day": lambda d: (
            compare(d.tape, d.pool, d.at, weekly=False, window=(0, 0)).placebo.p_value
        ),
        "placebos over 40 donors, 13 weeks": lambda d: compare(d.tape, d.pool, d.at, weekly=True).placebo.p_value,
    }
    out = {}
    for name, test in tests.items():
        p = []
        for d in draws_:
            try:
                p.append(test(d))
            except DesignError:
                continue
        out[f"{name} (n = {len(p)})"] = sum(v <= 0.05 for v in p) / len(p)
    return out


def _drift_p(d: Draw) -> float:
    span = slice(d.at - 250, d.at + REACH)
    return drift_change(d.tape.stock[span], d.tape.index[span], 250).p_value


def _residual(d: Draw) -> NDArray[np.float64]:
    span = slice(d.at - 504, d.at + 504)
    y, x = d.tape.stock[span], d.tape.index[span]
    dx = x - x.mean()
    return np.asarray(y - y.mean() - float(dx @ y) / float(dx @ dx) * dx)


def coverage(draws_: Sequence[Draw], size: float) -> tuple[float, float, float, float, float]:
    """A lasting shift of mean abnormal return by `size` daily standard deviations, planted in the middle of four years of it.

    Returns the share found significant, the coverage of Bai's interval, that of the reported interval in all draws and in the
    significant ones, and its median width in sessions.
    """
    seen, by_bai, inside, both, widths = 0, 0, 0, 0, []
    for d in draws_:
        e = _residual(d)
        y = e + size * float(e.std()) * (np.arange(e.size) >= e.size // 2)
        found, true = segment(y, most=1), e.size // 2 - 1
        ((first, last),), ((low, high),) = break_interval(y, None, found, 1), dated_interval(y, None, found, 1)
        hit, significant = low <= true <= high, sup_f(y).p_value <= 0.05
        seen, by_bai = seen + significant, by_bai + (first <= true <= last)
        inside, both = inside + hit, both + (hit and significant)
        widths.append(high - low)
    n = len(draws_)
    return seen / n, by_bai / n, inside / n, both / max(seen, 1), float(np.median(widths))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(r)} |" for r in (head, ["---"] * len(head), *rows))


def _verdict_row(name: str, r: dict[str, float]) -> list[str]:
    return [name, *(f"{r[v]:.1%}" for v in VERDICTS)]


def report(panel: Panel, count: int, power: int, seed: int) -> str:
    """The whole study as a page."""
    null = list(draws(panel, count, seed))
    some = null[:power]
    length, at = BEFORE + AFTER, BEFORE
    size = [_verdict_row(f"news days, {count} pseudo-causes", rates(null, turn=False)),
            _verdict_row(f"turn, {count} pseudo-causes", rates(null, turn=True))]  # fmt: skip
    single = [[k, f"{v:.1%}"] for k, v in components(null).items()]
    jumps = [
        _verdict_row(f"{j:.0%} on the day", rates([planted(d, jump(j, at, length)) for d in some], turn=False))
        for j in JUMPS
    ]
    turns = [
        _verdict_row(f"{j:.1%} a session", rates([planted(d, drift(j, at, length)) for d in some], turn=True))
        for j in DRIFTS
    ]
    dates = []
    for shift in SHIFTS:
        *held, width = coverage(some, shift)
        dates.append([f"{shift:g}", *(f"{h:.1%}" for h in held), f"{width:.0f}"])
    head = ["what was planted", *VERDICTS]
    return PAGE.format(
        stocks=len(panel.names), count=count, power=power, seed=seed, error=1.96 * (0.05 * 0.95 / count) ** 0.5,
        size=_table(["claim", *VERDICTS], size), single=_table(["test at 5%", "rejects"], single), jumps=_table(head, jumps),
        turns=_table(head, turns), donors=DONORS,
        dates=_table(["shift, daily sd", "found at 5%", "Bai's interval covers", "ours covers", "ours where found", "median width, sessions"], dates),
    )  # fmt: skip


PAGE = """# Does the method hold what it says?

Regenerated by `python -m tapeline.cause.validity PANEL.parquet -o docs/cause/validity.md`; seed {seed}. The series are real: {stocks} large American
stocks without gaps, 2010 to 2023, with {donors} other stocks of the panel drawn as donors for each case. The rule is in [rule.md](rule.md).

## Causes that are none

{count} stock-dates at random, half claimed to be followed by a rise and half by a fall. The stated rate is 5%; a share of {count} has a 95%
margin of {error:.1%} around it.

{size}

Each test alone, on the same stock-dates:

{single}

## Effects planted on the news day

{power} of the same stock-dates with a jump in the claimed direction added to the log return of one session.

{jumps}

## Turns planted

{power} of the same stock-dates with a drift against the claim for the half year before and with it for the quarter after. `contradicted by timing` is an
error here: the turn is where the claim says.

{turns}

## Dates of breaks

A lasting shift of mean abnormal return planted in the middle of four years of it. The interval is stated to hold in 95%.

{dates}

Bai's interval assumes a shift that is large against the noise and holds too seldom for small ones; the reported interval reaches from the first to the
last date that it or the likelihood ratio allows. A break counts only where the test finds it.
"""


def main(argv: Sequence[str] | None = None) -> None:
    """Run the study and write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m tapeline.cause.validity", description="placebo and power study of causal verdicts"
    )
    parser.add_argument(
        "panel", type=Path, help="Parquet file with date, ticker, adjusted_close; the benchmark's ticker is GSPC"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, help="Markdown page to write")
    parser.add_argument("--count", type=int, default=500, help="pseudo-causes")
    parser.add_argument("--power", type=int, default=200, help="stock-dates for each planted effect")
    parser.add_argument("--seed", type=int, default=20240210)
    asked = parser.parse_args(argv)
    page = report(read_panel(asked.panel), asked.count, asked.power, asked.seed)
    asked.output.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
