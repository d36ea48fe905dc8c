"""What the stock would have done without the event, whether that can be trusted, and what it says about the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.assessment import Counterfactual, Evidence, Refused
from tapeline.cause.donors import LEAST_VOTERS, daily_view, weekly_view
from tapeline.cause.synthetic import (
    METHODS,
    conformal_p,
    in_space,
    in_time,
    leave_one_out,
    synthetic_control,
    synthetic_did,
)
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tapeline.cause.donors import Pool, View
    from tapeline.cause.synthetic import InSpace, Synthetic, SyntheticDid
    from tapeline.cause.tape import Tape

DAILY, WEEKLY = "synthetic control of daily returns", "synthetic control of weekly prices"
WORST = {DAILY: 0.95, WEEKLY: 0.5}
LEVEL = 0.05
NULL = "the gap from the event on is one of the donors' own"


@dataclass(frozen=True, slots=True)
class Compared:
    """A counterfactual that passed its checks.

    Attributes:
        method: `DAILY` or `WEEKLY`.
        view: the series it was fitted on.
        fit: weights, path and gaps.
        placebo: placebos over every donor whose own fit passes the same check (Abadie, Diamond and Hainmueller 2010, section 3.4).
    """

    method: str
    view: View
    fit: Synthetic
    placebo: InSpace

    @property
    def votes(self) -> bool:
        """Whether so many donors can reject at 5%."""
        return self.placebo.ratios.size >= LEAST_VOTERS

    @property
    def effect(self) -> float:
        """Log points: the sum of the event window's gaps for daily returns, the last gap for weekly prices."""
        gap = self.fit.gap
        return float(gap[self.view.pre :].sum()) if self.method == DAILY else float(gap[-1])


def compare(
    tape: Tape, pool: Pool, at: int, *, weekly: bool, window: tuple[int, int] = (0, 1), what: str = ""
) -> Compared:
    """Fit a synthetic control around an event and run its placebos.

    Raises:
        DesignError: too few donors or periods, gaps, or a poor fit before the event, with what would suffice.
    """
    view = weekly_view(tape, pool, at, what) if weekly else daily_view(tape, pool, at, window, what)
    method = WEEKLY if weekly else DAILY
    fit = synthetic_control(view.y, view.x, view.pre, demean=not weekly)
    spread = float(view.y[: view.pre].std())
    if fit.pre_rmspe > WORST[method] * spread:
        raise DesignError(f"poor fit before the event: the gap is {fit.pre_rmspe / spread:.0%} of the series' own movement, at most "
                          f"{WORST[method]:.0%} is accepted; {len(view.names)} donors do not span this stock, bring closer peers")  # fmt: skip
    placebo = in_space(view.y, view.x, view.pre, demean=not weekly)
    before = np.sqrt(np.mean(placebo.gaps[: view.pre] ** 2, axis=0))
    return Compared(method, view, fit, placebo.among(before <= WORST[method] * view.x[: view.pre].std(axis=0)))


def against_placebo(tape: Tape, pool: Pool, at: int, *, weekly: bool, window: tuple[int, int], what: str) -> str:
    """What the placebos say against an effect; empty where they agree, cannot be had, or have no vote."""
    if len(pool.names) < LEAST_VOTERS:
        return ""
    try:
        c = compare(tape, pool, at, weekly=weekly, window=window, what=what)
    except DesignError:
        return ""
    if not c.votes or c.placebo.p_value <= LEVEL:
        return ""
    return (
        f"the {c.method} gives a gap that {c.placebo.p_value:.0%} of placebos over {c.placebo.ratios.size} donors match"
    )


def evidence_of(c: Compared) -> tuple[Evidence, ...]:
    """The placebo test and, without a vote, the conformal one."""
    v = c.view
    size = c.placebo.ratios.size
    few = f"{size} donors with a usable fit cannot give a p-value below {c.placebo.least_p:.2f}, at least {LEAST_VOTERS} are needed; "
    low = "" if c.votes else few
    out = [Evidence(f"{c.method}, placebos over donors", NULL, c.effect, None, None, c.placebo.p_value, size, c.votes,
                    (low + _left_out(v)).rstrip("; "))]  # fmt: skip
    shifted = conformal_p(v.y - v.y[: v.pre].mean(), v.x - v.x[: v.pre].mean(axis=0), v.pre)
    out.append(Evidence(f"{c.method}, cyclic shifts", "no effect in any period from the event on", c.effect, None, None, shifted,
                        v.y.size, valid=False, caveat="shown beside the placebos; no vote"))  # fmt: skip
    return tuple(out)


def _left_out(v: View) -> str:
    return "left out: " + ", ".join(f"{k} ({why})" for k, why in v.left_out.items()) if v.left_out else ""


def shown(tape: Tape, c: Compared, others: dict[str, float]) -> Counterfactual:
    """The counterfactual as the page shows it, with the same end gap by the other methods."""
    v = c.view
    paths = (v.y, c.fit.path)
    if c.method == DAILY:
        paths = (np.cumsum(v.y), np.cumsum(c.fit.path))
    path = tuple((tape.day(int(d)), float(a), float(b)) for d, a, b in zip(v.days, *paths, strict=True))
    weights = {n: float(w) for n, w in zip(v.names, c.fit.weights, strict=True) if w > 1e-9}
    return Counterfactual(c.method, c.fit.pre_rmspe, c.effect, c.placebo.p_value,
                          dict(sorted(weights.items(), key=lambda kv: -kv[1])), path, others)  # fmt: skip


def _others(c: Compared) -> tuple[dict[str, float], tuple[Refused, ...]]:
    """The end gap by the other methods, without each donor that carries weight, and at pretended dates; and what was refused."""
    v, daily = c.view, c.method == DAILY
    fits: dict[str, Callable[..., Synthetic | SyntheticDid]] = {
        k: f for k, f in METHODS.items() if f is not synthetic_control
    }
    fits["synthetic difference in differences"] = synthetic_did
    out: dict[str, float] = {}
    refused = []
    for name, fit in fits.items():
        try:
            gap = fit(v.y, v.x, v.pre).gap
        except DesignError as e:
            refused.append(Refused(name, str(e)))
        else:
            out[name] = float(gap[v.pre :].sum() if daily else gap[-1])
    if daily:
        return out, tuple(refused)
    without = list(leave_one_out(v.y, v.x, v.pre).values())
    out["least without a donor"], out["most without a donor"] = min(without), max(without)
    for at, gap_at in in_time(v.y, v.x, v.pre, [v.pre - 26, v.pre - 52]):
        out[f"pretended {v.pre - at} weeks earlier"] = gap_at
    return out, tuple(refused)


def counterfactual_page(
    tape: Tape, pool: Pool, at: int, *, weekly: bool, window: tuple[int, int], what: str
) -> tuple[Counterfactual | None, tuple[Evidence, ...], tuple[Refused, ...]]:
    """The counterfactual with its evidence, or why there is none."""
    method = WEEKLY if weekly else DAILY
    try:
        c = compare(tape, pool, at, weekly=weekly, window=window, what=what)
    except DesignError as e:
        return None, (), (Refused(method, str(e)),)
    others, refused = _others(c)
    return shown(tape, c, others), evidence_of(c), refused


__all__ = ["DAILY", "WEEKLY", "Compared", "against_placebo", "compare", "counterfactual_page", "evidence_of", "shown"]
