"""One exception tree: what was wrong, where, and what to do."""

from __future__ import annotations


class TapelineError(Exception):
    """Anything that Tapeline refuses, in words for a person.

    The message is one line in three parts: what was wrong, where, what to do.
    """


class InputError(TapelineError):
    """A story, claims file, events file or price file that cannot be read or used."""


class RecordError(TapelineError):
    """A record folder, table or row that is missing, damaged or of another layout."""


class UnknownNameError(TapelineError):
    """A company, measure, return model, test or option value that nothing is registered under."""


class UnmeasurableError(TapelineError):
    """The record does not hold what a measure needs.

    Attributes:
        missing: what evidence is missing, in words.
        fetch: the command that would fetch it, or an empty string where none would.
    """

    def __init__(self, missing: str, fetch: str = "") -> None:
        super().__init__(f"{missing} ({fetch})" if fetch else missing)
        self.missing = missing
        self.fetch = fetch


class DesignError(TapelineError):
    """A study or causal design that would give a number without meaning (too few observations, a constant series)."""


__all__ = ["DesignError", "InputError", "RecordError", "TapelineError", "UnknownNameError", "UnmeasurableError"]
