"""What comes back: an assessment of one causal claim, with every piece of evidence beside its null."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

SCHEMA = "tapeline.cause/1"
Day = date  # fields are called `date`, and would hide the type

CauseVerdict = Literal[
    "supported", "not supported", "contradicted by timing", "cannot be told apart", "too little data"
]  # fmt: skip
CAUSE_VERDICTS: tuple[str, ...] = get_args(CauseVerdict)


@dataclass(frozen=True, slots=True)
class Occasion:
    """The event that is said to be the cause: its date, the session that the news reached, and what it was.

    `end` is the last day of a span of events; `None` for a single one. `session` is `None` where the tape holds none.
    """

    date: Day | None
    session: Day | None
    what: str
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """When the outcome turned.

    Attributes:
        turn: the session of the low (of the high, for a fall).
        low, high: first and last session that cannot be told from the turn by two days' ordinary noise.
        before_event: whether the turn came before the session that the news reached; `None` without an event.
        price: the close on the turn.
        gained_before: share of the move from the turn to its far end that was made before the event; `None` without one.
        note: the same in words.
        chance: how often a driftless walk stands as far from its own extremum as the stock did on the eve of the event.
    """

    turn: Day
    low: Day
    high: Day
    before_event: bool | None
    price: float
    gained_before: float | None = None
    note: str = ""
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence.

    Attributes:
        method: what was computed.
        null: the hypothesis that the p-value speaks about.
        estimate: the effect, as a fraction (0.233 is 23.3%).
        low, high: 95% interval; `None` where the method gives none.
        p_value: two-sided; `None` where the method gives none.
        n: observations behind it.
        valid: whether the verdict may rest on it.
        caveat: what to keep in mind; why not, where it is not valid.
        date: the session it is about, where it is about one.
        what: the event it is about.
        p_adjusted: Holm's adjustment where several causes are tested side by side.
    """

    method: str
    null: str
    estimate: float
    low: float | None
    high: float | None
    p_value: float | None
    n: int
    valid: bool
    caveat: str = ""
    date: Day | None = None
    what: str = ""
    p_adjusted: float | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A structural break: which series, the last session of the old regime, its 95% interval, and the test."""

    series: str
    date: Day
    low: Day
    high: Day
    statistic: float
    p_value: float
    valid: bool
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the outcome would have done without the event.

    Attributes:
        method: `synthetic control`, `ridge-augmented`, `elastic net`, `synthetic difference in differences`.
        pre_rmspe: root mean squared gap before the event, in log points.
        end_gap: gap at the end of the window, in log points.
        placebo_p: rank of the treated unit's post/pre ratio among the donors' placebos.
        weights: donor -> weight, zero weights left out.
        path: one (day, observed, counterfactual) for each period, log points since the first.
        others: the same end gap by other methods and leave-one-out, by name.
    """

    method: str
    pre_rmspe: float
    end_gap: float
    placebo_p: float | None
    weights: Mapping[str, float]
    path: tuple[tuple[Day, float, float], ...] = ()
    others: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rival:
    """Another dated event, or the market: its abnormal return, and its share of the move from the turn.

    News of one session have the same abnormal return and share that session's part of the move equally.
    """

    date: Day
    what: str
    kind: str
    estimate: float
    p_value: float | None
    share: float | None
    session: Day | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A method that was not used, and why; what would suffice is part of the reason."""

    method: str
    why: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that the tape says about one causal claim. Effects and shares are fractions, never percent.

    Attributes:
        subject: the entity.
        event: the claimed cause.
        outcome: what it is said to have moved.
        verdict: one of `CAUSE_VERDICTS`; "cannot be told apart" names the rivals in `reason` and in `apart_from`.
        reason: one or two sentences in plain words.
        timing: when the outcome turned.
        evidence, breaks, counterfactual, rivals: what was measured.
        smallest_visible_effect: the least effect on the event's window that a 5% test had an 80% chance to see.
        refused: what was not computed, and why.
        sensitivity: what would have to be different to change the verdict.
        curve: (window, estimate, p-value) for each event window tried.
        shares: share of the move from the turn by kind of event; `market` (the benchmark), `sector` and `unexplained` complete it to 1.
        apart_from: the rivals that the event cannot be told from.
    """

    subject: str
    event: Occasion
    outcome: str
    verdict: CauseVerdict
    reason: str
    timing: Timing | None = None
    evidence: tuple[Evidence, ...] = ()
    breaks: tuple[Break, ...] = ()
    counterfactual: Counterfactual | None = None
    rivals: tuple[Rival, ...] = ()
    smallest_visible_effect: float | None = None
    refused: tuple[Refused, ...] = ()
    sensitivity: str = ""
    curve: tuple[tuple[tuple[int, int], float, float], ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    apart_from: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The verdict as it is said: "cannot be told apart from results, dividend"."""
        return f"{self.verdict} from {', '.join(self.apart_from)}" if self.apart_from else self.verdict

    def to_json(self) -> dict[str, Any]:
        """The assessment as plain lists, dictionaries, numbers and ISO dates (`tapeline.cause/1`)."""
        return {"schema": SCHEMA, **_plain(self), "words": self.words, "split": self.split}

    def plot(self) -> Figure:
        """The chart: the path against its counterfactual, the dates with their intervals, the shares of the move."""
        from tapeline.cause.chart import draw

        return draw(self)

    @property
    def split(self) -> str:
        """Who gave how much of the move, in one sentence; empty where there was no move to split."""
        if not self.shares or self.timing is None:
            return ""
        parts = ", ".join(f"{k.replace('_', ' ')} {v:.0%}" for k, v in self.shares.items() if k != "unexplained")
        return f"Of the move from {self.timing.turn}: {parts}; {self.shares['unexplained']:.0%} remains unexplained"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    return value


__all__ = ["CAUSE_VERDICTS", "SCHEMA", "Assessment", "Break", "CauseVerdict", "Counterfactual", "Evidence", "Occasion", "Refused",
           "Rival", "Timing"]  # fmt: skip
