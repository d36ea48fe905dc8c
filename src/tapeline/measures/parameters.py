"""The parameters of a measure: what each means and which values it takes, so that a misspelt one is refused and not passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tapeline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    Attributes:
        meaning: what it is, in words; the documents show it.
        allowed: its values, where only some make sense; empty for any text.
        form: reads a value, and raises `ValueError` at one that is none; `None` where every text is one.
        example: a value of that form, for messages.
    """

    meaning: str
    allowed: tuple[str, ...] = ()
    form: Callable[[str], object] | None = None
    example: str = ""

    def wrong(self, value: str) -> str:
        """What a value should be, in words; empty where it is that."""
        if self.allowed:
            return "" if value in self.allowed else f"one of {', '.join(self.allowed)}"
        if self.form is None:
            return ""
        try:
            self.form(value)
        except ValueError:
            return f"written like {self.example}"
        return ""


def one_of(meaning: str, *allowed: str) -> Parameter:
    """A parameter that takes some words."""
    return Parameter(meaning, allowed)


def number(meaning: str) -> Parameter:
    """A parameter that is a number."""
    return Parameter(meaning, (), float, "1e9")


def whole_number(meaning: str) -> Parameter:
    """A parameter that counts something."""
    return Parameter(meaning, (), as_count, "20")


def number_range(meaning: str) -> Parameter:
    """A parameter with two numbers."""
    return Parameter(meaning, (), as_range, "1.5e9:1.7e9")


def days(meaning: str) -> Parameter:
    """A parameter with a day, or with the first and the last of some."""
    return Parameter(meaning, (), as_days, "2022-01-01 or 2022-01-01:2022-03-31")


def as_count(value: str) -> int:
    """A whole number above zero; `ValueError` where it is none."""
    if (count := int(value)) < 1:
        raise ValueError(value)
    return count


def as_range(value: str) -> tuple[float, float]:
    """`low:high` as numbers.

    Raises:
        ValueError: it is something else.
    """
    low, high = value.split(":")
    return float(low), float(high)


def as_days(value: str) -> tuple[date, date | None]:
    """`first` or `first:last` as days.

    Raises:
        ValueError: it is something else.
    """
    first, colon, last = value.partition(":")
    return date.fromisoformat(first), date.fromisoformat(last) if colon else None


def as_base(value: str) -> int | tuple[date, date]:
    """So many years, or a period.

    Raises:
        ValueError: it is something else.
    """
    return int(value) if value.isdecimal() else _period(value)


def _period(value: str) -> tuple[date, date]:
    first, last = value.split(":")
    return date.fromisoformat(first), date.fromisoformat(last)


def as_zone(value: str) -> object:
    """A time zone by its name.

    Raises:
        ValueError: there is none of that name.
    """
    try:
        return ZoneInfo(value)
    except (KeyError, OSError) as e:
        raise ValueError(value) from e


DIRECTION = one_of("`up` (default) or `down`", "up", "down")
PER_QUARTER = one_of("`quarter` (default) or `year`", "quarter", "year")


def require_known(measure: str, parameters: Mapping[str, Parameter], args: Mapping[str, str]) -> None:
    """Check what a measure is asked with.

    Raises:
        InputError: a parameter that it does not have, or a value that the parameter does not take.
    """
    if unknown := sorted(set(args) - set(parameters)):
        has = f"it has {', '.join(parameters)}" if parameters else "it has none"
        raise InputError(f"{measure} has no parameter {', '.join(unknown)}: {has}")
    for name, value in args.items():
        if told := parameters[name].wrong(value):
            raise InputError(f"{measure}: {name}={value} makes no sense; {name} is {told}")


__all__ = [
    "DIRECTION",
    "PER_QUARTER",
    "Parameter",
    "as_base",
    "as_count",
    "as_days",
    "as_range",
    "as_zone",
    "days",
    "number",
    "number_range",
    "one_of",
    "require_known",
    "whole_number",
]
