"""Did it move the stock? Timing, turning points, event evidence, counterfactuals, rival causes, and a verdict in words.

Names are imported when they are first used, so that the short way from a story's causal claim to its evidence stays short.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tapeline.cause.assessment import Assessment
    from tapeline.cause.claimed import assess_claim
    from tapeline.cause.page import assess

_HOME = {
    "assess": "tapeline.cause.page",
    "assess_claim": "tapeline.cause.claimed",
    "Assessment": "tapeline.cause.assessment",
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


__all__ = ["Assessment", "assess", "assess_claim"]
