"""Panels that the tests draw from: made up, seeded, small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

SHARED = Path(__file__).resolve().parents[3] / "shared"
PANEL = SHARED / "data" / "panel" / "sp500_panel.parquet"
FACTORS = SHARED / "data" / "panel" / "factors.csv"


def weekdays(count: int, start: str = "2015-01-05") -> np.ndarray:
    days = np.arange(np.datetime64(start), np.datetime64(start) + 2 * count)
    return days[np.is_busday(days)][:count]


def made_up(securities: int = 12, sessions: int = 420, seed: int = 7, common: float = 0.004) -> dict[str, np.ndarray]:
    """Prices by name, with a benchmark M, a common residual shock, fat tails and different spreads."""
    rng = np.random.default_rng(seed)
    market = 0.0003 + 0.01 * rng.standard_normal(sessions)
    shared = common * rng.standard_normal(sessions)
    out = {"date": weekdays(sessions), "M": 1000 * np.cumprod(1 + market)}
    for i in range(securities):
        noise = 0.01 * (0.5 + i / securities) * rng.standard_t(4, sessions)
        out[f"S{i:02d}"] = 50 * np.cumprod(1 + 0.0002 + (0.6 + 0.08 * i) * market + shared + noise)
    return out


def calm_and_wild(sessions: int = 700, seed: int = 1) -> dict[str, np.ndarray]:
    """Prices of one security whose volatility comes in spells, so that a fit of it converges on any machine."""
    rng = np.random.default_rng(seed)
    market = 0.0003 + 0.01 * rng.standard_normal(sessions)
    shocks, level = rng.standard_normal(sessions), np.zeros(sessions)
    for t in range(1, sessions):
        size = abs(shocks[t - 1]) - np.sqrt(2 / np.pi)
        level[t] = 0.9 * level[t - 1] + 0.3 * size - 0.1 * shocks[t - 1]
    returns = 0.0002 + 0.7 * market + 0.01 * np.exp(level / 2) * shocks
    return {"date": weekdays(sessions), "M": 1000 * np.cumprod(1 + market), "S00": 50 * np.cumprod(1 + returns)}


def wide(data: dict[str, np.ndarray]) -> pl.DataFrame:
    return pl.DataFrame(data)


def long(data: dict[str, np.ndarray]) -> pl.DataFrame:
    return wide(data).unpivot(index="date", variable_name="security", value_name="close").drop_nulls()


def some_events(data: dict[str, np.ndarray], positions: list[tuple[int, int]]) -> pl.DataFrame:
    """Events from (security number, session) pairs."""
    days = data["date"]
    return pl.DataFrame(
        {
            "id": [f"e{j}" for j in range(len(positions))],
            "security": [f"S{i:02d}" for i, _ in positions],
            "date": [days[p].astype(object) for _, p in positions],
        }
    )


MIXED = [
    (0, 300),
    (1, 300),
    (2, 300),
    (3, 301),
    (4, 302),
    (5, 310),
    (6, 320),
    (7, 340),
    (8, 350),
    (0, 360),
    (9, 370),
    (10, 303),
]
"""Events of one session, of neighbouring sessions, far apart, and two of one security."""
