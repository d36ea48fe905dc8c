"""Tapeline measures market stories against the tape.

    import tapeline
    story = tapeline.read(text, language="zh", company="META", published="2024-02-10")
    result = tapeline.check(story)
    tapeline.measure("price.return", subject="META", on="2024-02-02").value

`tapeline.study` is the event-study engine; it stands alone.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tapeline import cause, quantity, record, story, study
    from tapeline.checking import Check, check, measure, read
    from tapeline.claim import Cite, Claim, Measured, Period, Story, Verdict
    from tapeline.errors import TapelineError
    from tapeline.quantity import Quantity

__version__ = "0.1.0"

_WHERE = {
    "check": "tapeline.checking", "read": "tapeline.checking", "Check": "tapeline.checking", "measure": "tapeline.checking",
    "Claim": "tapeline.claim", "Cite": "tapeline.claim", "Measured": "tapeline.claim", "Period": "tapeline.claim",
    "Story": "tapeline.claim", "Verdict": "tapeline.claim", "Quantity": "tapeline.quantity",
    "TapelineError": "tapeline.errors",
}  # fmt: skip
_ROOMS = ("cause", "measures", "quantity", "record", "report", "story", "study", "verdict")


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        value = getattr(importlib.import_module(_WHERE[name]), name)
    elif name in _ROOMS:
        value = importlib.import_module(f"tapeline.{name}")
    else:
        raise AttributeError(f"module 'tapeline' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE, *_ROOMS})


__all__ = [
    "Check", "Cite", "Claim", "Measured", "Period", "Quantity", "Story", "TapelineError", "Verdict", "cause", "check", "measure",
    "quantity", "read", "record", "story", "study",
]  # fmt: skip
