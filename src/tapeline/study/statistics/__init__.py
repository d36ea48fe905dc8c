"""Test statistics: one function with its registration each, in families by file."""

from __future__ import annotations

from importlib import import_module

FAMILIES = ("parametric", "standardised", "rank", "sign", "skewness", "resampling", "quantile", "clustering")


def load() -> None:
    """Import every family, so that its statistics are registered."""
    for family in FAMILIES:
        import_module(f"tapeline.study.statistics.{family}")


__all__ = ["FAMILIES", "load"]
