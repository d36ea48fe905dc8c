"""The register of measures: a name, a unit, parameters and a function from the record to measured readings."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tapeline.claim import Cite, Measured
from tapeline.errors import InputError, UnknownNameError, UnmeasurableError
from tapeline.measures.parameters import Parameter, require_known
from tapeline.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from tapeline.record import Record, Row


@dataclass(frozen=True, slots=True)
class Question:
    """What a measure is asked.

    Attributes:
        subject: the entity (`META`).
        known: the last day whose knowledge counts.
        start, end: the period asked about, ends included; `None` where the measure may choose the latest.
        args: the measure's other parameters.
    """

    subject: str
    known: date
    start: date | None = None
    end: date | None = None
    args: Mapping[str, str] = field(default_factory=dict)

    def day(self) -> date:
        """The day asked about: the period's end, else the last day known."""
        return self.end or self.known

    def arg(self, name: str) -> str:
        """A parameter that must be there.

        Raises:
            InputError: it is not.
        """
        if name not in self.args:
            raise InputError(f"this measure needs --arg {name}=..., and it was not given")
        return self.args[name]


@dataclass(frozen=True, slots=True)
class Measure:
    """A registered measure.

    Attributes:
        name: the public name (`price.return`).
        unit: the unit of what comes back, in words where it depends on the question.
        parameters: name -> what goes into `Question.args`.
        function: (record, question) -> honest readings, the most usual first; never empty.
    """

    name: str
    unit: str
    parameters: dict[str, Parameter]
    function: Callable[[Record, Question], list[Measured]]

    @property
    def about(self) -> str:
        """The first line of the measure's docstring."""
        return self.doc.splitlines()[0]

    @property
    def doc(self) -> str:
        """The measure's docstring."""
        return inspect.getdoc(self.function) or ""


_MEASURES: dict[str, Measure] = {}


def measure(
    name: str, unit: str, **parameters: str | Parameter
) -> Callable[[Callable[[Record, Question], list[Measured]]], Callable[[Record, Question], list[Measured]]]:
    """Register a function as a measure under a public name, with its unit and its parameters; one told by its meaning alone takes any text."""
    taken = {k: p if isinstance(p, Parameter) else Parameter(p) for k, p in parameters.items()}

    def register(
        function: Callable[[Record, Question], list[Measured]],
    ) -> Callable[[Record, Question], list[Measured]]:
        if name in _MEASURES and _MEASURES[name].function.__module__ != function.__module__:
            raise InputError(
                f"two measures are called {name}: in {_MEASURES[name].function.__module__} and {function.__module__}"
            )
        _MEASURES[name] = Measure(name, unit, taken, function)
        return function

    return register


@functools.cache
def _load() -> None:
    package = importlib.import_module("tapeline.measures")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"tapeline.measures.{module.name}")
    from importlib.metadata import entry_points

    for point in entry_points(group="tapeline.measures"):
        point.load()


def measures() -> dict[str, Measure]:
    """Every registered measure by name, sorted: this package's and those of installed entry points `tapeline.measures`."""
    _load()
    return dict(sorted(_MEASURES.items()))


def find(name: str) -> Measure:
    """The measure of that name.

    Raises:
        UnknownNameError: there is none; the message lists those of the same family.
    """
    known = measures()
    if name not in known:
        family = [n for n in known if n.split(".")[0] == name.split(".", maxsplit=1)[0]] or list(known)
        raise UnknownNameError(
            f"no measure is called {name!r}; there are {', '.join(family)} (`tapeline measures` lists all)"
        )
    return known[name]


def ask(record: Record, name: str, question: Question) -> Measured:
    """Measure: the most usual reading, with the other honest readings as its `bases`.

    Raises:
        UnknownNameError: no such measure.
        UnmeasurableError: the record lacks the evidence.
        InputError: a parameter is missing, unknown, or makes no sense.
    """
    asked = find(name)
    require_known(name, asked.parameters, question.args)
    readings = asked.function(record, question)
    if not readings:
        raise UnmeasurableError(f"{name} of {question.subject} by {question.known}")
    first, *others = readings
    return replace(first, bases=tuple(others))


def cite(table: str, row: Row, value: str) -> Cite:
    """The trail entry of a row: its key columns, the value used, its source with the mark it carries."""
    from tapeline.record import TABLES

    key = " ".join(str(row[k]) for k in TABLES[table].key if row.get(k) is not None)
    mark = " (to be confirmed)" if row.get("to_be_confirmed") else ""
    return Cite(table, key, value, f"{row['source']}{mark}")


def reading(
    quantity: Quantity,
    basis: str,
    as_of: date,
    formula: str,
    trail: list[Cite],
    *,
    value: float | None = None,
    standard: bool = True,
    ranging: bool = False,
) -> Measured:
    """One reading; its value is the interval's middle unless given."""
    middle = quantity.middle if value is None else value
    return Measured(quantity, middle, basis, as_of, formula, tuple(trail), standard=standard, ranging=ranging)


def reading_of_a_day(day: date, basis: str, formula: str, trail: list[Cite], *, standard: bool = True) -> Measured:
    """A reading that is a day, and of that day."""
    return reading(Quantity.exact(day.toordinal(), "date"), basis, day, formula, trail, standard=standard)


__all__ = ["Measure", "Question", "ask", "cite", "find", "measure", "measures", "reading", "reading_of_a_day"]
