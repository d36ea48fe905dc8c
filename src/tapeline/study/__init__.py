"""Event studies on any data frame: returns without the event, what is abnormal, and whether it could be chance.

Names are imported when they are first used, so that `tapeline.study.abnormal` costs no more than NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tapeline.study.abnormal import AbnormalReturns, market_model
    from tapeline.study.activity import volatility, volume
    from tapeline.study.after.diagnostics import diagnose
    from tapeline.study.after.power import power_against, smallest_visible_effect
    from tapeline.study.after.pretrend import bands, pretrend
    from tapeline.study.after.regression import compare, quantiles, regress
    from tapeline.study.after.sensitivity import sensitivity
    from tapeline.study.after.simulation import simulate
    from tapeline.study.entry import command
    from tapeline.study.export import render
    from tapeline.study.listing import models_table, statistics_table
    from tapeline.study.longhorizon.bhar import bhar
    from tapeline.study.longhorizon.calendar_time import calendar_time
    from tapeline.study.onepage import one_page
    from tapeline.study.pipeline import run
    from tapeline.study.results import Study, TestResult
    from tapeline.study.statistics.multiple import adjust, romano_wolf

_HOME = {
    "run": "pipeline",
    "Study": "results",
    "TestResult": "results",
    "market_model": "abnormal",
    "AbnormalReturns": "abnormal",
    "regress": "after.regression",
    "compare": "after.regression",
    "quantiles": "after.regression",
    "pretrend": "after.pretrend",
    "bands": "after.pretrend",
    "diagnose": "after.diagnostics",
    "smallest_visible_effect": "after.power",
    "power_against": "after.power",
    "sensitivity": "after.sensitivity",
    "simulate": "after.simulation",
    "volume": "activity",
    "volatility": "activity",
    "bhar": "longhorizon.bhar",
    "calendar_time": "longhorizon.calendar_time",
    "adjust": "statistics.multiple",
    "romano_wolf": "statistics.multiple",
    "render": "export",
    "one_page": "onepage",
    "command": "entry",
    "models_table": "listing",
    "statistics_table": "listing",
}


def __getattr__(name: str) -> Any:
    """A public name, imported on first use; a part of the package is imported as such."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(_HOME)


__all__ = [
    "AbnormalReturns",
    "Study",
    "TestResult",
    "adjust",
    "bands",
    "bhar",
    "calendar_time",
    "command",
    "compare",
    "diagnose",
    "market_model",
    "models_table",
    "one_page",
    "power_against",
    "pretrend",
    "quantiles",
    "regress",
    "render",
    "romano_wolf",
    "run",
    "sensitivity",
    "simulate",
    "smallest_visible_effect",
    "statistics_table",
    "volatility",
    "volume",
]
