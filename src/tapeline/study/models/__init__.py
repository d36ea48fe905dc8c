"""Return models: what a security would have earned without the event. One function with its registration each."""

from __future__ import annotations

from importlib import import_module

FAMILIES = ("constant", "market", "factors", "thin", "shrink", "conditional")


def load() -> None:
    """Import every family, so that its models are registered."""
    for family in FAMILIES:
        import_module(f"tapeline.study.models.{family}")


__all__ = ["FAMILIES", "load"]
