"""A claim beside a measurement: the verdict, its reason, its nearest truth, clashes within the story."""

from tapeline.verdict.judge import judge, judge_all
from tapeline.verdict.rules import TOLERANCE, Tolerance, grade
from tapeline.verdict.terms import Terms

__all__ = ["TOLERANCE", "Terms", "Tolerance", "grade", "judge", "judge_all"]
