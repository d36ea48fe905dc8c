"""The values that everyone shares: a story, its claims, what was measured for them, and the verdicts. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from tapeline.errors import InputError
from tapeline.quantity import Figure, Quantity
from tapeline.written import written, written_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tapeline.origin import Origin

VerdictName = Literal["supported", "imprecise", "contradicted", "inconsistent", "unverifiable", "opinion"]
VERDICTS: tuple[str, ...] = get_args(VerdictName)

Kind = Literal[
    "price_move", "market_cap", "market_cap_change", "record", "results", "ratio", "dividend", "dividend_income",
    "buyback", "holding", "headcount", "users", "person", "date", "event", "comparison", "index", "causal", "forecast",
    "opinion", "quote",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)

Modality = Literal["stated", "reported", "forecast", "conditional", "negated", "opinion"]
MODALITIES: tuple[str, ...] = get_args(Modality)

Inferred = Literal["measure", "period", "subject"]
INFERRED: tuple[str, ...] = get_args(Inferred)

Grain = Literal["day", "week", "month", "quarter", "half", "year", "span"]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of calendar days, ends included, as written and as resolved.

    Attributes:
        text: the words it was read from; empty where the story leaves it to be understood.
        start: first day.
        end: last day.
        grain: how finely the words name it ("on Friday" is a day, "last year" a year).
    """

    text: str
    start: date
    end: date
    grain: Grain = "day"

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise InputError(f"a period needs start <= end, and got {self.start} to {self.end}")

    @property
    def days(self) -> int:
        """Calendar days in the period, ends included."""
        return (self.end - self.start).days + 1

    def contains(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.start <= day <= self.end

    @classmethod
    def of_day(cls, day: date, text: str = "") -> Period:
        """A single day."""
        return cls(text, day, day)

    @classmethod
    def of_year(cls, year: int, text: str = "") -> Period:
        """A calendar year."""
        return cls(text, date(year, 1, 1), date(year, 12, 31), "year")


@dataclass(frozen=True, slots=True)
class Asserted:
    """What a claim asserts: the words, the interval, and the figure as written where it was a number.

    Dates are intervals of day ordinals (`date.toordinal`) with unit `date`.
    """

    text: str
    quantity: Quantity
    figure: Figure | None = None

    @property
    def unit(self) -> str:
        """The unit of the interval."""
        return self.quantity.unit

    @classmethod
    def of_figure(cls, figure: Figure) -> Asserted:
        """The assertion of a written number under its own hedge."""
        return cls(figure.text, figure.quantity, figure)

    @classmethod
    def of_dates(cls, start: date, end: date, text: str = "") -> Asserted:
        """The assertion that something lies between two days, ends included."""
        return cls(text, Quantity(start.toordinal(), end.toordinal(), "date"))


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable assertion of a story.

    Attributes:
        id: `c1`, `c2`... in the order of the text.
        start, end: offsets in code points of the story's text as given.
        text: the story's own characters from `start` to `end`.
        kind: one of `KINDS`.
        measure: the name of the measure that checks it; empty for an opinion, a forecast or a quote.
        subject: the entity that it is about (`META`).
        period: when, or `None` where nothing in the story says so.
        also: other honest resolutions of the same words, the more likely first.
        asserted: what is claimed, or `None` where the claim is not a number or a date.
        hedge: a name in `tapeline.quantity.HEDGES`.
        modality: how it is said.
        args: the measure's other parameters (`person`, `metric`, `than`...).
        speaker: who says it, where it is not the story itself.
        inferred: what its own clause does not say and the reader took from elsewhere: `period`, `subject`, or what it is of at all (`measure`).
        found_by: the reader that found it: `built-in`, `model`, `both`, or what a claims file names.
    """

    id: str
    start: int
    end: int
    text: str
    kind: Kind
    measure: str
    subject: str
    period: Period | None = None
    asserted: Asserted | None = None
    hedge: str = "exact"
    modality: Modality = "stated"
    args: Mapping[str, str] = field(default_factory=dict)
    speaker: str = ""
    found_by: str = "built-in"
    also: tuple[Period, ...] = ()
    inferred: tuple[Inferred, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the story that looks checkable and that no claim came from, with the reason."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ModelReading:
    """What a language model was asked about a story, and what became of what it proposed.

    Attributes:
        reader: `model`, or `both` where the built-in reader read beside it.
        name, seed: which model, and the seed that was sent.
        prompt: the version of the instructions.
        pieces, pieces_read: in how many pieces the story was cut, and how many of them were answered.
        proposed: how many claims it proposed.
        dropped: how many of them became none, by reason; the others are the claims found by `model` or by `both`.
    """

    reader: str
    name: str
    seed: int
    prompt: str
    pieces: int
    pieces_read: int
    proposed: int
    dropped: tuple[tuple[str, int], ...] = ()

    @property
    def kept(self) -> int:
        """How many proposals became claims."""
        return self.proposed - sum(n for _, n in self.dropped)


@dataclass(frozen=True, slots=True)
class Story:
    """A text with its title, publication moment, language and the company it is about, and the claims read from it.

    `published` is `None` only for a story whose claims all carry their own dates. `origin` leads from the text back to the web
    page or PDF that it was taken out of; `None` where the text is the file. `model` tells what a language model was asked; `None`
    where none was.
    """

    text: str
    title: str
    language: str
    company: str
    published: date | None
    source: str
    sha256: str
    claims: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()
    origin: Origin | None = None
    model: ModelReading | None = None

    @property
    def found(self) -> dict[str, int]:
        """How many claims each reader found; the counts of a story read with a model add up to its claims."""
        return {name: sum(c.found_by == name for c in self.claims) for name in ("built-in", "model", "both")}


@dataclass(frozen=True, slots=True)
class Cite:
    """One row of evidence: the table it stands in, its key, the value used, and where it came from."""

    table: str
    key: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A number out of the record, with its trail.

    Attributes:
        quantity: the interval that the evidence allows, with its unit.
        value: the central value.
        basis: which honest reading this is, in words ("close to close; class A and B on the 10-Q cover").
        as_of: the day that the value holds for.
        formula: the arithmetic with its numbers, as a reader would redo it.
        trail: every row used.
        bases: the other honest readings, most usual first.
        standard: whether a careful desk would accept a statement on this reading.
        ranging: whether every value of the interval held at some time (the prices within a day); it is written as a range.
        holds_since: where a first place that counts from a time is one from an earlier time on as well: the day of the last that was
            ahead, long before the time told; a story that says "since" that time tells less than the truth.
        refutes: whether it shows that what was asked about was not so (somebody else held the office), whatever its value.
    """

    quantity: Quantity
    value: float
    basis: str
    as_of: date
    formula: str
    trail: tuple[Cite, ...]
    bases: tuple[Measured, ...] = ()
    standard: bool = True
    ranging: bool = False
    holds_since: date | None = None
    refutes: bool = False

    def __post_init__(self) -> None:
        if not self.trail:
            raise InputError(f"a measurement without a trail is no measurement: {self.basis}")

    def shown(self, language: str = "en") -> str:
        """What the record gives, with its unit: one value, or both ends of a range, a span of dates or of years."""
        if self.ranging or self.unit in {"date", "years", "rank"}:
            return written_interval(self.quantity, language)
        return written(self.value, self.unit, language)

    @property
    def low(self) -> float:
        """The least value that the evidence allows."""
        return self.quantity.low

    @property
    def high(self) -> float:
        """The greatest value that the evidence allows."""
        return self.quantity.high

    @property
    def unit(self) -> str:
        """The unit of the value."""
        return self.quantity.unit


@dataclass(frozen=True, slots=True)
class Nearest:
    """A statement near the claimed one that is true: what, its value, and why it is near."""

    what: str
    value: float
    unit: str
    why: str
    trail: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """A value as it was knowable at publication, as it is known now, and what changed it."""

    then: str
    now: str
    changed_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim beside a measurement.

    Attributes:
        claim: the claim's id.
        verdict: one of `VERDICTS`.
        reason: one sentence in plain words.
        measured: the reading that decided, or `None` where nothing could be measured.
        bases: every other honest reading.
        nearest: at most three true statements near a contradicted one.
        then_and_now: where what was known at publication and what is known now differ.
        clashes_with: ids of claims of the same story that cannot be true beside this one.
        missing: what evidence is missing, and the command that would fetch it.
    """

    claim: str
    verdict: VerdictName
    reason: str
    measured: Measured | None = None
    bases: tuple[Measured, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    then_and_now: ThenAndNow | None = None
    clashes_with: tuple[str, ...] = ()
    missing: str = ""


__all__ = [
    "INFERRED", "KINDS", "MODALITIES", "VERDICTS", "Asserted", "Cite", "Claim", "Grain", "Inferred", "Kind", "Measured", "Modality", "ModelReading", "Nearest",
    "Period", "Story", "ThenAndNow", "Unread", "Verdict", "VerdictName",
]  # fmt: skip
