"""A Bayesian structural time series beside the synthetic control: an optional view through statsmodels, shown and never decisive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.assessment import Evidence
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray

METHOD = "Bayesian structural time series (local level and the benchmark)"
NULL = "the path from the event on goes on as the path before it"
CAVEAT = "model-based: its interval trusts a random-walk level; shown beside the placebos, no vote"
LEAST = 30
CHAINS, DRAWS, WARM_UP = 2, 1000, 200
FREEDOM = 1.0  # degrees of freedom of the prior on each variance: the data outweigh it after a few periods
MIXED = 1.05  # the largest ratio of the spread over all chains to that within one


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws from the posterior, all chains one after another.

    Attributes:
        gap: shape (draws,), observed less counterfactual in the last period.
        level_sd, noise_sd: shape (draws,), standard deviations of the level's steps and of the noise around it.
        beta: shape (draws,), the benchmark's coefficient.
        mixing: the largest split-R-hat of the four.
    """

    gap: NDArray[np.float64]
    level_sd: NDArray[np.float64]
    noise_sd: NDArray[np.float64]
    beta: NDArray[np.float64]
    mixing: float


def forecast_gap(y: NDArray[np.float64], benchmark: NDArray[np.float64], pre: int, seed: int = 0) -> Evidence:
    """Observed less counterfactual in the last period, with the central 95% of its posterior.

    The p-value is twice the smaller posterior tail beyond zero (Brodersen and others 2015, section 2.3, two-sided).

    Args:
        y: shape (T,), the treated path in log points.
        benchmark: shape (T,), the benchmark's path in log points.
        pre: periods before the event.
        seed: of the draws.

    Raises:
        DesignError: as `posterior`.
    """
    drawn = posterior(y, benchmark, pre, seed)
    low, high = (float(q) for q in np.quantile(drawn.gap, (0.025, 0.975)))
    tail = (1.0 + min(int((drawn.gap > 0).sum()), int((drawn.gap < 0).sum()))) / (1.0 + drawn.gap.size)
    return Evidence(METHOD, NULL, float(drawn.gap.mean()), low, high, min(1.0, 2 * tail), int(y.size), valid=False, caveat=CAVEAT)  # fmt: skip


def posterior(y: NDArray[np.float64], benchmark: NDArray[np.float64], pre: int, seed: int = 0) -> Posterior:
    """Gibbs draws of a local level with the benchmark as regressor.

    y_t = mu_t + beta x_t + e_t, mu_t = mu_{t-1} + u_t (Brodersen and others 2015, equations 2.1 and 2.2, with one control). Level, coefficient
    and the path after the event are drawn together by statsmodels' simulation smoother (Durbin and Koopman 2002), with diffuse starts;
    both variances have inverse-gamma priors worth one observation, centred on the variance of the path's steps (level) and on a
    tenth of it (noise).

    Raises:
        DesignError: fewer than 30 periods before the event, a series that does not move, chains that disagree, or no statsmodels.
    """
    if not LEAST <= pre < y.size or float(np.ptp(y[:pre])) <= 0.0:
        raise DesignError(
            f"{pre} periods that move come before the event, at least {LEAST} are needed; bring earlier prices"
        )
    try:
        from statsmodels.tsa.statespace.structural import UnobservedComponents
    except ImportError as e:
        raise DesignError("statsmodels is not installed; `pip install tapeline[study]` brings it") from e
    unit = float(np.diff(y[:pre]).std())  # steps of size one
    path, control = y / unit, benchmark / unit
    before = np.where(np.arange(y.size) < pre, path, np.nan)
    model = UnobservedComponents(before, level="local level", exog=control[:, None], mle_regression=False)
    chains = [_chain(model, before, control, pre, np.random.default_rng([seed, c])) for c in range(CHAINS)]
    draws = np.stack(chains)  # (chains, draws, 4)
    mixing = max(split_r_hat(draws[:, :, i]) for i in range(draws.shape[2]))
    if not mixing <= MIXED:
        raise DesignError(
            f"the chains of the structural time series disagree (split R-hat {mixing:.2f}, at most {MIXED} is taken); bring a longer series"
        )
    level, noise, beta, end = draws.reshape(-1, draws.shape[2]).T
    return Posterior(unit * (path[-1] - end), unit * level, unit * noise, beta, mixing)


def _chain(
    model: object, before: NDArray[np.float64], control: NDArray[np.float64], pre: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """One chain in units of the path's steps, shape (draws, 4): level's and noise's deviation, coefficient, counterfactual at the end."""
    smoother = model.simulation_smoother()  # type: ignore[attr-defined]
    level, noise = 1.0, 0.1
    out = np.empty((DRAWS, 4))
    for i in range(-WARM_UP, DRAWS):
        model.update(np.array([noise, level]))  # type: ignore[attr-defined]
        smoother.simulate(rng=rng)
        mu, beta = smoother.simulated_state[0], float(smoother.simulated_state[1, -1])
        steps, misses = np.diff(mu[:pre]), before[:pre] - mu[:pre] - beta * control[:pre]
        level = _variance(1.0, steps, rng)
        noise = _variance(0.1, misses, rng)
        if i >= 0:
            end = mu[-1] + beta * control[-1] + np.sqrt(noise) * rng.standard_normal()
            out[i] = np.sqrt(level), np.sqrt(noise), beta, end
    return out


def _variance(guess: float, errors: NDArray[np.float64], rng: np.random.Generator) -> float:
    """A draw of a variance given its errors: inverse gamma, the prior worth `FREEDOM` errors of variance `guess`."""
    return float((FREEDOM * guess + errors @ errors) / rng.chisquare(FREEDOM + errors.size))


def split_r_hat(chains: NDArray[np.float64]) -> float:
    """How far chains disagree: Gelman and others (2013), equation 11.4, on halves of the chains, shape (chains, draws); 1 is agreement."""
    half = chains.shape[1] // 2
    halves = np.vstack((chains[:, :half], chains[:, half : 2 * half]))
    within = float(halves.var(axis=1, ddof=1).mean())
    between = half * float(halves.mean(axis=1).var(ddof=1))
    return float(np.sqrt(((half - 1) / half * within + between / half) / within)) if within > 0 else np.inf


__all__ = ["METHOD", "Posterior", "forecast_gap", "posterior", "split_r_hat"]
