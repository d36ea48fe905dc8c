"""A claim beside a measurement: the verdict, its reason, its nearest truth, clashes within the story."""

from tapeline.verdict.judge import Terms, judge, judge_all
from tapeline.verdict.rules import TOLERANCE, Tolerance, grade

__all__ = ["TOLERANCE", "Terms", "Tolerance", "grade", "judge", "judge_all"]
