"""Reference figures from other packages on cause_panel.csv: pysyncon 1.7.0, cvxopt 1.3.3.

Run in an environment that holds them (not this project's): python cause_peers.py
"""

from __future__ import annotations

from pathlib import Path

import cvxopt
import numpy as np
import pandas as pd
from pysyncon import AugSynth, Synth

HERE = Path(__file__).parent
PRE = 80


def by_cvxopt(y: np.ndarray, x: np.ndarray, ridge: float) -> np.ndarray:
    j = x.shape[1]
    cvxopt.solvers.options.update(show_progress=False, abstol=1e-14, reltol=1e-14, feastol=1e-14)
    scale = float(np.trace(x.T @ x)) / j
    p = cvxopt.matrix((x.T @ x + ridge * np.eye(j)) / scale)
    q = cvxopt.matrix(-(x.T @ y) / scale)
    found = cvxopt.solvers.qp(p, q, cvxopt.matrix(-np.eye(j)), cvxopt.matrix(0.0, (j, 1)), cvxopt.matrix(1.0, (1, j)),
                              cvxopt.matrix(1.0))  # fmt: skip
    return np.array(found["x"]).ravel()


def main() -> None:
    d = np.loadtxt(HERE / "cause_panel.csv", delimiter=",")
    y, x = d[:, 0], d[:, 1:]
    rows = []
    ridge = 20**0.5 * float(np.diff(x[:PRE], axis=0).std(ddof=1)) ** 2 * PRE
    a, b = y[:PRE] - y[:PRE].mean(), x[:PRE] - x[:PRE].mean(axis=0)
    rows += [("cvxopt_ridge", f"u{i + 2}", 0, w) for i, w in enumerate(by_cvxopt(a, b, ridge))]

    w, _ = Synth.w_optimize(np.eye(PRE), x[:PRE], y[:PRE])
    rows += [("pysyncon", f"u{i + 2}", 0, v) for i, v in enumerate(w)]
    aug = AugSynth()
    exact = by_cvxopt(y[:PRE], x[:PRE], 0.0)
    lambda_ = 0.05
    centre = x[:PRE].mean(axis=1)
    shift = aug.solve_ridge(y[:PRE] - centre, x[:PRE] - centre[:, None], exact, lambda_)
    rows += [("augsynth_shift", f"u{i + 2}", 0, v) for i, v in enumerate(np.asarray(shift).ravel())]
    pd.DataFrame(rows, columns=["model", "what", "m", "value"]).to_csv(
        HERE / "cause_peers.csv", index=False, float_format="%.12g"
    )


if __name__ == "__main__":
    main()
