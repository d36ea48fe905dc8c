"""Write cause_panel.csv: 24 paths of 100 periods with four common factors, the first one treated from period 80 (effect 0.1)."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def main() -> None:
    rng = np.random.default_rng(20240210)
    factors = np.cumsum(rng.standard_normal((100, 4)) * 0.02, axis=0)
    loads = rng.uniform(0, 1, (4, 24))
    paths = factors @ loads + np.cumsum(rng.standard_normal((100, 24)) * 0.005, axis=0)
    paths[80:, 0] += 0.1
    np.savetxt(Path(__file__).parent / "cause_panel.csv", paths, fmt="%.9f", delimiter=",")


if __name__ == "__main__":
    main()
