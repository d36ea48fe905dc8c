"""Who gave how much of the move: the market, each dated event, each kind of event, and what remains unexplained."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tapeline.cause.dated import Dated
    from tapeline.cause.tape import Tape


@dataclass(frozen=True, slots=True)
class Split:
    """The move of a log price from a turn to its far end, split.

    Attributes:
        move: log points from the turn to the far end.
        market: part of the benchmark, `beta` times its log return; on a relative path `beta` - 1 times it.
        by_kind: kind of event -> its Shapley part, log points.
        by_event: session position -> abnormal log return of that session and, where untimed, of the next.
        unexplained: what remains.
        beta: slope used.
        sector: part of the subject's sector beyond the benchmark, log points; `None` where the sector has too few securities.
    """

    move: float
    market: float
    by_kind: Mapping[str, float]
    by_event: Mapping[int, float]
    unexplained: float
    beta: float
    sector: float | None = None

    def shares(self) -> dict[str, float]:
        """Share of the move by kind, largest first, then `market`, `sector` where it is known and `unexplained`; they sum to 1.

        Dated events of the record's kind `market` (an inflation report) stand as `market news`, apart from the benchmark's part.
        """
        named = {"market news" if k == "market" else k: v for k, v in self.by_kind.items()}
        kinds = sorted(named.items(), key=lambda kv: -abs(kv[1]))
        beyond = {} if self.sector is None else {"sector": self.sector}
        parts = {**dict(kinds), "market": self.market, **beyond, "unexplained": self.unexplained}
        return {k: v / self.move for k, v in parts.items()}


def slope(y: NDArray[np.float64], x: NDArray[np.float64], without: Sequence[int] = ()) -> float:
    """Least-squares slope of `y` on `x`, both shape (n,), gaps and the positions `without` left out; 1 where fewer than 3 remain."""
    good = np.isfinite(y) & np.isfinite(x)
    good[[i for i in without if 0 <= i < len(y)]] = False
    if int(good.sum()) < 3:
        return 1.0
    x, y = x[good], y[good]
    dx = x - x.mean()
    return float(dx @ (y - y.mean()) / (dx @ dx))


def split_move(
    tape: Tape, turn: int, far: int, events: Sequence[Dated], sector: NDArray[np.float64] | None = None
) -> Split:
    """Split the log return of sessions `turn + 1` to `far` into market, sector, kinds of event, and the rest.

    The market's part is beta times the benchmark's return, the sector's part gamma times what its mean return has beyond its own beta
    times the benchmark's; slopes come from the sessions without news from 250 before the turn to the far end. A session with news
    gives what remains of its return to the kinds that fell on it. Kinds that share a session share it by Shapley's value of the game
    "what remains of all sessions that any kind of the coalition touches".

    Args:
        tape: the security and its benchmark.
        turn: position of the turn.
        far: position of the far end.
        events: all dated events.
        sector: simple mean returns of the subject's sector, shape (n,), or `None`.
    """
    news = sorted({s for e in events for s in _sessions(e)})
    first = max(1, turn - 250)
    fitted, quiet = slice(first, far + 1), [i - first for i in news]
    stock, index = np.log1p(tape.stock), np.log1p(tape.index)
    beta = slope(stock[fitted], index[fitted], quiet)
    moved = slice(turn + 1, far + 1)
    taken = 1.0 if tape.relative else 0.0  # a relative path has the benchmark's own return taken out once already
    own, market = stock[moved] - taken * index[moved], (beta - taken) * index[moved]
    beyond = np.zeros(far - turn)
    if sector is not None:
        level = np.log1p(sector)
        excess = level - slope(level[fitted], index[fitted], quiet) * index
        beyond = np.nan_to_num(slope((stock - beta * index)[fitted], excess[fitted], quiet) * excess[moved])
    abnormal = np.where(np.isfinite(market), own - market, own) - beyond
    touched: dict[str, frozenset[int]] = {}
    for e in events:
        inside = frozenset(s for s in _sessions(e) if turn < s <= far)
        if inside:
            touched[e.kind] = touched.get(e.kind, frozenset()) | inside
    worth = {s: float(abnormal[s - turn - 1]) for days in touched.values() for s in days}
    by_kind = shapley(touched, worth)
    by_event = {e.at: math.fsum(worth[s] for s in _sessions(e) if s in worth) for e in events if turn < e.at <= far}
    move = float(np.nansum(own))
    market_part = float(np.nansum(market))
    sector_part = None if sector is None else float(beyond[np.isfinite(own)].sum())
    rest = move - market_part - (sector_part or 0.0) - math.fsum(worth.values())
    return Split(move, market_part, by_kind, by_event, rest, beta, sector_part)


def _sessions(event: Dated) -> tuple[int, ...]:
    return (event.at,) if event.timed else (event.at, event.at + 1)


def shapley(touched: Mapping[str, frozenset[int]], worth: Mapping[int, float]) -> dict[str, float]:
    """Shapley's value for each kind of the game "worth of all sessions that any kind of the coalition touches".

    A session's worth is a game of its own that any one of its kinds wins; these are equals in it, so each gets the same part
    (symmetry), and values add (Shapley 1953, axioms 1 and 3). The sum over orders is therefore never walked.
    """
    sharers = {s: sum(s in days for days in touched.values()) for s in worth}
    return {kind: math.fsum(worth[s] / sharers[s] for s in sorted(days)) for kind, days in touched.items()}


__all__ = ["Split", "shapley", "slope", "split_move"]
