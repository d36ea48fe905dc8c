"""Side by side in one run: placebos against pysyncon, breaks against ruptures and strucchange, the whole page for the article.

The peers live in their own environments: `--peers PYTHON` names an interpreter that has pysyncon and ruptures; Rscript with strucchange is used where
it is on the path. Figures are ratios of best times in this run, on this machine. `-o docs/cause/speed.md` writes the table.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause import assess_claim
from tapeline.cause.breaks import segment
from tapeline.cause.synthetic import in_space

if TYPE_CHECKING:
    from collections.abc import Callable

PYSYNCON = """
import json, sys, time
import numpy as np
from pysyncon import Synth
d = np.load(sys.argv[1]); pre = int(sys.argv[2])
x = d[:pre, 1:]; n = x.shape[1]
start = time.perf_counter()
for j in range(n):
    Synth.w_optimize(np.eye(pre), np.delete(x, j, axis=1), x[:, j])
print(json.dumps(time.perf_counter() - start))
"""
RUPTURES = """
import json, sys, time
import numpy as np, ruptures
y = np.load(sys.argv[1]); least = int(sys.argv[2])
start = time.perf_counter()
ruptures.Dynp(model="l2", min_size=least, jump=1).fit(y[:, None]).predict(n_bkps=5)
print(json.dumps(time.perf_counter() - start))
"""
STRUCCHANGE = """
suppressMessages(library(strucchange))
y <- scan(commandArgs(TRUE)[1], quiet = TRUE)
s <- proc.time()[3]; b <- breakpoints(y ~ 1, h = 0.15, breaks = 5); cat(proc.time()[3] - s, "\\n")
"""


def best(work: Callable[[], object], times: int = 3) -> float:
    out = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        out.append(time.perf_counter() - start)
    return min(out)


def panel(donors: int, periods: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    factors = np.cumsum(rng.standard_normal((periods, 5)) * 0.02, axis=0)
    return factors @ rng.uniform(0, 1, (5, donors + 1)) + np.cumsum(
        rng.standard_normal((periods, donors + 1)) * 0.015, axis=0
    )


def placebos(peers: str | None, folder: Path) -> list[tuple[str, float, str, float | None]]:
    rows = []
    for donors in (60, 200):
        d = panel(donors, 163, donors)
        ours = best(lambda d=d: in_space(d[:, 0], d[:, 1:], 150), 10)
        theirs = None
        if peers:
            np.save(folder / "d.npy", d)
            done = subprocess.run(
                [peers, "-c", PYSYNCON, str(folder / "d.npy"), "150"], capture_output=True, text=True, check=True
            )
            theirs = json.loads(done.stdout)
        rows.append((f"in-space placebos, {donors} donors, 150 weeks", ours, "pysyncon, fixed V", theirs))
    return rows


def breaks(peers: str | None, folder: Path) -> list[tuple[str, float, str, float | None]]:
    rng = np.random.default_rng(3)
    y = rng.standard_normal(3000) + np.repeat([0, 0.5, -0.3, 0.2], 750)
    ours = best(lambda: segment(y, most=5))
    name = "up to 5 breaks in the mean, 3,000 points"
    rows: list[tuple[str, float, str, float | None]] = []
    if r := shutil.which("Rscript"):
        np.savetxt(folder / "y.txt", y)
        (folder / "b.R").write_text(STRUCCHANGE, encoding="utf-8")
        done = subprocess.run(
            [r, str(folder / "b.R"), str(folder / "y.txt")], capture_output=True, text=True, check=True
        )
        rows.append((name, ours, "strucchange (R)", float(done.stdout)))
    if peers:
        np.save(folder / "y.npy", y)
        done = subprocess.run(
            [peers, "-c", RUPTURES, str(folder / "y.npy"), "450"], capture_output=True, text=True, check=True
        )
        rows.append((name, ours, "ruptures Dynp", json.loads(done.stdout)))
    return rows or [(name, ours, "none here", None)]


def memory() -> list[str]:
    out = []
    for n in (1500, 3000, 6000):
        y = np.random.default_rng(1).standard_normal(n)
        tracemalloc.start()
        segment(y, most=5)
        out.append(f"{n:,} points {tracemalloc.get_traced_memory()[1] / 1e6:.2f} MB")
        tracemalloc.stop()
    return out


def page() -> float:
    code = (
        "from datetime import date; from tapeline.record import open_record; from tapeline.cause import assess_claim; "
        "assess_claim(open_record(), 'META', 'open_source', 'up', date(2022,10,1), date(2022,12,31), date(2024,2,10), deep=True)"
    )
    assert assess_claim.__module__ == "tapeline.cause.claimed"
    return best(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="interpreter with pysyncon and ruptures")
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rows = placebos(asked.peers, Path(name)) + breaks(asked.peers, Path(name))
    lines = ["| what | ours, s | peer | peer, s | times faster |", "| --- | --- | --- | --- | --- |"]
    for what, ours, peer, theirs in rows:
        lines.append(
            f"| {what} | {ours:.3f} | {peer} | {f'{theirs:.1f}' if theirs else '-'} | {f'{theirs / ours:.0f}' if theirs else '-'} |"
        )
    lines += ["", f"Largest memory of the search for breaks: {'; '.join(memory())}.",
              "", f"The whole page for the article's claim, from a cold start of Python: {page():.2f} s."]  # fmt: skip
    text = "\n".join(lines) + "\n"
    print(text)
    if asked.output:
        asked.output.write_text(HEAD + text, encoding="utf-8")


HEAD = """# How fast

Regenerated by `python benchmarks/cause_speed.py --peers PYTHON -o docs/cause/speed.md`: best of some runs of ours, one of the
peer's, all placebos run. The weights are the same problem for both: outcomes before the event, equal predictor weights.

"""

if __name__ == "__main__":
    main()
