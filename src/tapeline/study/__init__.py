"""Event studies on any data frame: returns without the event, what is abnormal, and whether it could be chance.

Names are imported when they are first used, so that `tapeline.study.abnormal` costs no more than NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tapeline.study.abnormal import AbnormalReturns, market_model
    from tapeline.study.pipeline import run
    from tapeline.study.results import Study, TestResult

_HOME = {
    "run": "tapeline.study.pipeline",
    "Study": "tapeline.study.results",
    "TestResult": "tapeline.study.results",
    "market_model": "tapeline.study.abnormal",
    "AbnormalReturns": "tapeline.study.abnormal",
}


def __getattr__(name: str) -> Any:
    """A public name, imported on first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(_HOME)


__all__ = ["AbnormalReturns", "Study", "TestResult", "market_model", "run"]
