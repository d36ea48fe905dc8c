"""The vocabulary of what a claim can be about: record -> number with its trail."""

from tapeline.measures.registry import Measure, Question, ask, find, measure, measures

__all__ = ["Measure", "Question", "ask", "find", "measure", "measures"]
