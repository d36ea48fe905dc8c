"""Series that several test files use."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

REFERENCE = Path(__file__).parents[1] / "reference"
PANEL = Path(__file__).parents[3] / "shared" / "data" / "panel" / "sp500_panel.parquet"


def meta() -> dict[str, np.ndarray]:
    """Meta and the index, 2021-07-01 to 2024-02-09, as R read them."""
    with (REFERENCE / "cause_breaks_series.csv").open(encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    out = {name: np.array([float(r[name]) for r in rows]) for name in ("meta", "gspc", "log_price")}
    out["t"] = np.arange(1, len(rows) + 1, dtype=float)
    out["size"] = np.abs(out["meta"])
    return out


def reference(name: str) -> dict[tuple[str, str, int], float]:
    """Raw output of an R script: (model, what, m) -> value."""
    with (REFERENCE / name).open(encoding="utf-8") as f:
        return {(r["model"], r["what"], int(r["m"])): float(r["value"]) for r in csv.DictReader(f)}
