"""Reference posterior from NumPyro's NUTS of the local level with one control, on a series made here.

The same model and priors as `tapeline.cause.structural`, sampled by another method in another library: python cause_bayes.py (NumPyro 0.22,
JAX 0.10). Writes the series and the posterior's means, deviations and quantiles.
"""

from __future__ import annotations

from pathlib import Path

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax import random
from numpyro.infer import MCMC, NUTS

HERE = Path(__file__).parent
T, PRE = 163, 150


def series() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(20260101)
    benchmark = np.cumsum(rng.standard_normal(T) * 0.02)
    y = 1.2 * benchmark + np.cumsum(rng.standard_normal(T) * 0.005) + rng.standard_normal(T) * 0.006
    y[PRE:] += 0.05
    return y, benchmark


def model(y: jnp.ndarray, x: jnp.ndarray) -> None:
    level = numpyro.sample("level", dist.InverseGamma(0.5, 0.5 * 1.0))
    noise = numpyro.sample("noise", dist.InverseGamma(0.5, 0.5 * 0.1))
    beta = numpyro.sample("beta", dist.Normal(0.0, 1e3))
    start = numpyro.sample("start", dist.Normal(0.0, 1e3))
    steps = numpyro.sample("steps", dist.Normal(0.0, 1.0).expand([T - 1]).to_event(1))
    mu = start + jnp.sqrt(level) * jnp.concatenate([jnp.zeros(1), jnp.cumsum(steps)])
    numpyro.sample("y", dist.Normal(mu[:PRE] + beta * x[:PRE], jnp.sqrt(noise)), obs=y)
    end = numpyro.sample("end", dist.Normal(mu[-1] + beta * x[-1], jnp.sqrt(noise)))
    numpyro.deterministic("last", end)


def main() -> None:
    numpyro.enable_x64()
    y, x = series()
    unit = np.diff(y[:PRE]).std()
    mcmc = MCMC(
        NUTS(model, target_accept_prob=0.95), num_warmup=2000, num_samples=10000, num_chains=1, progress_bar=False
    )
    mcmc.run(random.PRNGKey(1), jnp.array(y[:PRE] / unit), jnp.array(x / unit))
    mcmc.print_summary()
    s = {k: np.asarray(v) for k, v in mcmc.get_samples().items()}
    drawn = {
        "gap": y[-1] - unit * s["last"],
        "level_sd": unit * np.sqrt(s["level"]),
        "noise_sd": unit * np.sqrt(s["noise"]),
        "beta": s["beta"],
    }
    np.savetxt(HERE / "cause_bayes_series.csv", np.column_stack((y, x)), delimiter=",", fmt="%.10f")
    with (HERE / "cause_bayes.csv").open("w") as f:
        f.write("what,mean,sd,q025,q50,q975\n")
        for name, v in drawn.items():
            q = np.quantile(v, (0.025, 0.5, 0.975))
            f.write(",".join([name, *(f"{z:.8f}" for z in (v.mean(), v.std(), *q))]) + "\n")


if __name__ == "__main__":
    main()
