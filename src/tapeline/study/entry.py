"""What the command line calls: strings in, text or bytes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tapeline.errors import InputError
from tapeline.study.export import render
from tapeline.study.pipeline import run

if TYPE_CHECKING:
    from collections.abc import Callable


def parse_window(text: str) -> tuple[int, int]:
    """A window as the command line writes it, `-260:-11`.

    Raises:
        InputError: it is not two whole numbers with a colon between.
    """
    match = re.fullmatch(r"\s*([+-]?\d{1,6})\s*:\s*([+-]?\d{1,6})\s*", text)
    if match is None:
        raise InputError(f"a window is written first:last, as in -1:1, not {text!r}")
    return int(match[1]), int(match[2])


def command(
    events: str,
    prices: str,
    market: str | None = None,
    *,
    model: str = "market",
    estimation: str = "-260:-11",
    window: str = "-1:1",
    tests: str = "all",
    returns: str = "simple",
    factors: str | None = None,
    factor_unit: str = "decimal",
    gaps: str = "drop",
    calendar: str | None = None,
    fmt: str = "table",
    progress: Callable[[str], None] | None = None,
) -> str | bytes:
    """Run a study from paths and strings and write it in a format.

    Takes:
        events, prices, factors: paths of CSV or Parquet files. market: a security of the prices, or a path.
        estimation, window: `first:last`. tests: "all", or names with commas between. fmt: one of `export.FORMATS`.
        model, returns, factor_unit, gaps, calendar, progress: as `run`.

    Raises:
        InputError, UnknownNameError, DesignError: as `run`.
    """
    chosen = tests if tests == "all" else [name.strip() for name in tests.split(",") if name.strip()]
    result = run(
        events, prices, market=market, model=model, estimation=parse_window(estimation), window=parse_window(window),
        tests=chosen, returns=returns, factors=factors, factor_unit=factor_unit, gaps=gaps, calendar=calendar,
        progress=progress,
    )  # fmt: skip
    return render(result, fmt)


__all__ = ["command", "parse_window"]
