"""Which tests to trust for the data at hand, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapeline.study.results import Study


@dataclass(frozen=True, slots=True)
class TestAdvice:
    """A test, whether to trust it here ("yes", "with care", "no"), and why."""

    __test__ = False

    test: str
    trust: str
    why: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice on a study's tests."""

    tests: tuple[TestAdvice, ...]

    def lines(self) -> list[str]:
        """The advice for a terminal."""
        return [f"{a.test}: {a.trust} ({a.why})" for a in self.tests]


def advise(study: Study) -> Advice:
    """Advice (filled in below)."""
    return Advice(())


__all__ = ["Advice", "TestAdvice", "advise"]
