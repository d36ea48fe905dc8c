"""A property that is worked out once, when it is first asked for.

`functools.cached_property` does the same under a lock up to Python 3.11, which cost a reader three percent of its time; nothing
here is shared between threads while it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Lazily(Generic[T]):
    """The descriptor: its first answer takes its place in the object."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self.work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, _: type, name: str) -> None:
        self.name = name

    def __get__(self, one: Any, _: type | None = None) -> T:
        made = one.__dict__[self.name] = self.work(one)
        return made


__all__ = ["Lazily"]
