"""Chinese numerals."""

from __future__ import annotations

from tapeline.story import han
from tapeline.story.numerals import Grammar

GRAMMAR = Grammar(lambda: han.opens("zh"), lambda view, at, spaced: han.read(view, at, "zh", spaced=spaced))

__all__ = ["GRAMMAR"]
