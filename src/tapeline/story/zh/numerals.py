"""Chinese numerals."""

from __future__ import annotations

from tapeline.story.numbers import han
from tapeline.story.numbers.numerals import Grammar

GRAMMAR = Grammar(lambda: han.opens("zh"), lambda view, at, spaced: han.read(view, at, "zh", spaced=spaced))

__all__ = ["GRAMMAR"]
