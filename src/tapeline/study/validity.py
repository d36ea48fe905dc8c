"""Rejection rates of every test on real returns: `python -m tapeline.study.validity PANEL.parquet -o docs/study`."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.study.after.simulation import DESIGNS, Simulation, simulate

if TYPE_CHECKING:
    from collections.abc import Sequence

EFFECTS = (0.0, 0.005, 0.01, 0.02)
LEVELS = (0.01, 0.05, 0.10)
WINDOWS = ((0, 0), (-1, 1))
TITLES = {
    "random": "Random dates",
    "clustered": "One date for all events of a sample",
    "variance": "Random dates, the event doubles the variance",
}


def run_all(
    prices: Any, market: Any, samples: int, events: int, seed: int, draws: int, *, quiet: bool = False
) -> dict[tuple[str, tuple[int, int]], Simulation]:
    """Every design and window, keyed by both."""
    out = {}
    for window in WINDOWS:
        for design in DESIGNS:
            out[design, window] = simulate(
                prices, market=market, window=window, effects=EFFECTS, levels=LEVELS, events=events, samples=samples,
                design=design, seed=seed, test_options={"draws": draws},
                progress=None if quiet else lambda line: print(line, end="\r", file=sys.stderr),
            )  # fmt: skip
    return out


def page(results: dict[tuple[str, tuple[int, int]], Simulation]) -> str:
    """The documentation page: for each design and window, size at three levels and power at 5%."""
    first = next(iter(results.values()))
    lines = [
        "# Validity: how often each test rejects",
        "",
        f"{first.samples:,} samples of {first.events} events, drawn from a panel of large American stocks (2010 to 2023, survivors",
        "only), market model on the index, estimation window [-260, -11]. An effect is added on session 0. Size is the share of",
        "samples without an effect that a test rejects at the nominal 1, 5 and 10%; power is the share rejected at 5% with 0.5, 1",
        f"and 2% added. With {first.samples:,} samples the standard error of a true 5% is {100 * (0.05 * 0.95 / first.samples) ** 0.5:.1f} points.",
        "A dash: the test gives no value there. Bold: size at 5% above 7.5%; `advice()` warns of these when the data look like the",
        "design.",
        "",
        "Regenerate with `python -m tapeline.study.validity PANEL.parquet -o docs/study`.",
    ]
    for (design, window), result in results.items():
        lines += ["", f"## {TITLES[design]}, window [{window[0]}, {window[1]}]", ""]
        lines += ["| test | 1% | 5% | 10% | +0.5% | +1% | +2% |", "|---|---:|---:|---:|---:|---:|---:|"]
        for m, name in enumerate(result.tests):
            lines.append(f"| {name} | " + " | ".join(_cells(result, m)) + " |")
    return "\n".join(lines) + "\n"


def _cells(result: Simulation, m: int) -> list[str]:
    if result.answered[m, 0] == 0.0:
        return ["-"] * 6
    sizes = [100 * float(v) for v in result.rejected[m, 0]]
    cells = [f"{v:.1f}" for v in sizes]
    if sizes[1] > 7.5:
        cells[1] = f"**{cells[1]}**"
    return cells + [f"{100 * float(result.rejected[m, f, 1]):.1f}" for f in range(1, len(result.effects))]


def write(results: dict[tuple[str, tuple[int, int]], Simulation], folder: Path) -> None:
    """Write `validity.md` and `validity.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "validity.md").write_text(page(results), encoding="utf-8")
    with (folder / "validity.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["design", "window", "test", "effect", "level", "rejected", "answered"])
        for (design, window), result in results.items():
            for row in zip(*result.table().values(), strict=True):
                test, effect, level, rejected, answered = row
                writer.writerow(
                    [design, f"{window[0]}:{window[1]}", test, effect, level, f"{rejected:.4f}", f"{answered:.4f}"]
                )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the simulations and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tapeline.study.validity", description=__doc__)
    parser.add_argument(
        "panel", type=Path, help="long prices: date, ticker, adjusted_close, with the benchmark among them"
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("docs/study"))
    parser.add_argument("--market", default="GSPC")
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--events", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20240202)
    parser.add_argument("--draws", type=int, default=499)
    chosen = parser.parse_args(arguments)
    from tapeline.study.prices import read_panel

    panel = read_panel(chosen.panel)
    write(run_all(panel, chosen.market, chosen.samples, chosen.events, chosen.seed, chosen.draws), chosen.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
