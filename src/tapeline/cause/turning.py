"""Structural breaks around a claim: in mean abnormal return, in beta, and (not valid, shown for comparison) in the log price's trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.assessment import Break, Evidence, Refused
from tapeline.cause.breaks import cusum, dated_interval, mosum, select
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tapeline.cause.tape import Tape

SPAN = 504
WIDE = 126
LEVEL = 0.05
ABNORMAL, BETA, TREND = "abnormal return, mean", "market beta", "log price, trend"
UNIT_ROOT = "a log price is close to a unit root (residual autocorrelation {:.2f}), so this tight interval is not valid"


def span_around(tape: Tape, at: int) -> slice:
    """Two years of sessions on either side, as far as the tape goes; the first session has no return."""
    return slice(max(1, at - SPAN), min(len(tape), at + SPAN + 1))


def abnormal(tape: Tape, span: slice) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Positions (m,), residuals (m,) of the market model over the span, and the benchmark's returns (m,); gaps left out.

    Raises:
        DesignError: fewer than 30 sessions with both returns, or a benchmark that does not move.
    """
    y, x = tape.stock[span], tape.index[span]
    good = np.isfinite(y) & np.isfinite(x)
    if int(good.sum()) < 30 or float(np.ptp(x[good])) <= 0.0 or float(np.ptp(y[good])) <= 0.0:
        raise DesignError(
            f"{int(good.sum())} sessions with both returns, at least 30 that move are needed to look for breaks"
        )
    at = np.arange(span.start, span.stop)[good]
    y, x = y[good], x[good]
    dx = x - x.mean()
    beta = float(dx @ y) / float(dx @ dx)
    return at, y - y.mean() - beta * dx, x


def break_evidence(tape: Tape, at: int) -> tuple[tuple[Break, ...], tuple[Evidence, ...], tuple[Refused, ...]]:
    """Breaks with intervals in the three series, fluctuation tests of the abnormal return, and what was refused."""
    span = span_around(tape, at)
    try:
        days, residual, index = abnormal(tape, span)
    except DesignError as e:
        return (), (), (Refused("structural breaks", str(e)),)
    stock = tape.stock[days]
    price = np.log(tape.close[days])
    time = np.arange(days.size, dtype=np.float64)
    out: list[Break] = []
    refused: list[Refused] = []
    for name, y, x in ((ABNORMAL, residual, None), (BETA, stock, index), (TREND, price, time)):
        try:
            out += _breaks(tape, days, name, y, x)
        except DesignError as e:
            refused.append(Refused(f"breaks in {name}", str(e)))
    return tuple(out), tuple(_fluctuation(residual)), tuple(refused)


def _breaks(
    tape: Tape, days: NDArray[np.int64], name: str, y: NDArray[np.float64], x: NDArray[np.float64] | None
) -> list[Break]:
    chosen = select(y, x)
    count = chosen.found.best if name == TREND else chosen.sequential
    shown = max(count, 1)
    if shown >= len(chosen.found.positions):
        return []
    intervals = dated_interval(y, x, chosen.found, shown)
    weakest = chosen.tests[min(shown, len(chosen.tests)) - 1]
    out = []
    for position, (low, high) in zip(chosen.found.positions[shown], intervals, strict=True):
        caveats = []
        if count == 0:
            caveats.append("no break is significant; this is where one would be")
        if name == TREND:
            caveats.append(UNIT_ROOT.format(_persistence(y, x)))
        elif high - low > WIDE:
            caveats.append(f"the interval spans {high - low} sessions and cannot single out a day")
        dated, first, last = (tape.day(int(days[i])) for i in (position, low, high))
        valid = count > 0 and name != TREND
        out.append(Break(name, dated, first, last, weakest.statistic, weakest.p_value, valid, "; ".join(caveats)))
    return out


def _persistence(y: NDArray[np.float64], x: NDArray[np.float64] | None) -> float:
    design = np.ones((y.size, 1)) if x is None else np.column_stack((np.ones(y.size), x))
    e = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return float(e[:-1] @ e[1:] / (e @ e))


def _fluctuation(residual: NDArray[np.float64]) -> list[Evidence]:
    null, caveat = "mean abnormal return never changes", "shown beside the dated breaks; no vote"
    return [
        Evidence(t.name, null, t.statistic, None, None, t.p_value, residual.size, valid=False, caveat=caveat)
        for t in (cusum(residual), mosum(residual))
    ]


def against_break(tape: Tape, at: int) -> str:
    """What the dated breaks in mean abnormal return say against an event at `at`; empty where they do not."""
    try:
        days, residual, _ = abnormal(tape, span_around(tape, at))
        breaks = [b for b in _breaks(tape, days, ABNORMAL, residual, None) if b.valid]
    except DesignError:
        return ""
    day = tape.day(at)
    if not breaks or any(b.low <= day <= b.high for b in breaks):
        return ""
    b = min(breaks, key=lambda b: abs((b.date - day).days))
    return (
        f"the nearest break in mean abnormal return is dated {b.date} ({b.low} to {b.high}), which leaves the event out"
    )


__all__ = ["ABNORMAL", "BETA", "TREND", "abnormal", "against_break", "break_evidence"]
