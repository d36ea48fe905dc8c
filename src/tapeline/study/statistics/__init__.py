"""Test statistics: one function with its registration each, in families by file."""

from __future__ import annotations

from importlib import import_module

FAMILIES = ("parametric", "standardised", "rank", "sign", "skewness", "resampling", "quantile", "clustering")


def load() -> None:
    """Import every family, so that its statistics are registered, in the order of the families whoever imported one first."""
    from tapeline.study.statistics.base import STATISTICS

    modules = [import_module(f"tapeline.study.statistics.{family}").__name__ for family in FAMILIES]
    order = [one.compute.__module__ for one in STATISTICS.values()]
    if order != sorted(order, key=modules.index):
        ready = sorted(STATISTICS.items(), key=lambda item: modules.index(item[1].compute.__module__))
        STATISTICS.clear()
        STATISTICS.update(ready)


__all__ = ["FAMILIES", "load"]
