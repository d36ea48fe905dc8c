"""Japanese numerals."""

from __future__ import annotations

from tapeline.story.numbers import han
from tapeline.story.numbers.numerals import Grammar

GRAMMAR = Grammar(lambda: han.opens("ja"), lambda view, at, spaced: han.read(view, at, "ja", spaced=spaced))

__all__ = ["GRAMMAR"]
