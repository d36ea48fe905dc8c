"""Reference figure from synthdid 0.10.1 (the authors' algorithm in Python) on cause_panel.csv.

Run in an environment that holds it with numpy 1.26 and pandas 1.5: python cause_synthdid.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from synthdid.synthdid import Synthdid

HERE = Path(__file__).parent
PRE = 80


def main() -> None:
    d = np.loadtxt(HERE / "cause_panel.csv", delimiter=",")
    rows = [
        (f"u{i + 1:02d}", t, int(i == 0 and t >= PRE), d[t, i]) for i in range(d.shape[1]) for t in range(d.shape[0])
    ]
    long = pd.DataFrame(rows, columns=["unit", "time", "treated", "outcome"])
    fitted = Synthdid(long, "unit", "time", "treated", "outcome").fit()
    out = [("synthdid", "att", 0, float(np.ravel(fitted.att)[0]))]
    omega, periods = np.ravel(fitted.weights["omega"][0]), np.ravel(fitted.weights["lambda"][0])
    out += [("synthdid", f"u{i + 2}", 0, w) for i, w in enumerate(omega)]
    out += [("synthdid", f"t{t}", 0, w) for t, w in enumerate(periods)]
    pd.DataFrame(out, columns=["model", "what", "m", "value"]).to_csv(
        HERE / "cause_synthdid.csv", index=False, float_format="%.12g"
    )


if __name__ == "__main__":
    main()
