"""The whole way on one screen: read -> measure -> judge -> assess the causal claims; and one measure asked by name."""

from __future__ import annotations

import atexit
import hashlib
import re
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, overload

from tapeline.claim import VERDICTS, Period, Story, Verdict
from tapeline.errors import InputError, UnknownNameError
from tapeline.names import names_of
from tapeline.record import Record, open_record
from tapeline.story.frames.times.sessions import is_under_way
from tapeline.story.text import normalise
from tapeline.verdict import Terms, judge_all
from tapeline.verdict.causal import judge_causal

if TYPE_CHECKING:
    from pathlib import Path

    from tapeline.cause import Assessment
    from tapeline.claim import Measured
    from tapeline.story import Names
    from tapeline.story.model import ModelSettings, Reader
    from tapeline.verdict import Tolerance
    from tapeline.verdict.causal import Asked


@dataclass(frozen=True, slots=True)
class Check:
    """A story with a verdict on every claim.

    Attributes:
        story: the story with its claims.
        verdicts: one for each claim, in the same order.
        causes: the assessment of each causal claim that could be tested, by claim id.
        record_name, record_as_of, record_sha256: which evidence it was checked against.
        then: the last day whose knowledge the story could have had.
        now: the last day whose knowledge was used for what has changed since.
        language: the language of the reasons.
    """

    story: Story
    verdicts: tuple[Verdict, ...]
    causes: dict[str, Assessment]
    record_name: str
    record_as_of: date
    record_sha256: str
    then: date
    now: date
    language: str

    @property
    def summary(self) -> dict[str, int]:
        """How many claims got each verdict; the counts add up to the number of claims."""
        counts = Counter(v.verdict for v in self.verdicts)
        return {name: counts.get(name, 0) for name in VERDICTS}  # type: ignore[call-overload]

    def verdict(self, claim: str) -> Verdict:
        """The verdict on a claim, by its id.

        Raises:
            InputError: there is no such claim.
        """
        for v in self.verdicts:
            if v.claim == claim:
                return v
        raise InputError(f"this check has no claim {claim!r}; it has c1 to c{len(self.verdicts)}")

    def _repr_html_(self) -> str:
        """What a notebook shows: the verdicts as a table; every text escaped, no script."""
        rows = "".join(
            f"<tr><td>{v.verdict}</td><td>{escape(claim.text)}</td><td>{escape(v.reason)}</td></tr>"
            for claim, v in zip(self.story.claims, self.verdicts, strict=True)
        )
        return f"<table><caption>{escape(self.story.title)}</caption><tbody>{rows}</tbody></table>"


def read(
    text: str,
    *,
    language: str | None = None,
    company: str | None = None,
    published: str | date | None = None,
    title: str = "",
    source: str = "",
    record: Record | str | Path | None = None,
    reader: Reader = "built-in",
    model: ModelSettings | None = None,
) -> Story:
    """Read a story's claims.

    Args:
        text: the story.
        language: `zh` or `en`; told from the script where not given.
        company: a ticker, name or alias; the company named most where not given.
        published: ISO date or date; from a dated line of the text where not given.
        title: the headline, shown in reports.
        source: where the text came from, shown in reports.
        record: a record or its folder, for the names that the text may speak of; the sample record where not given.
        reader: `built-in`; or `model`, a language model that is sent the text and points at statements; or `both`.
        model: which model, and where; `TAPELINE_MODEL_URL`, `_NAME` and `_KEY` where not given. Without use for `built-in`.

    Raises:
        InputError: the text is empty, or what is missing cannot be told from it: the message names it; or the model gave no answer
            that can be used.
        UnknownNameError: neither the record nor the text knows such a company, or there is no such reader.
    """
    from tapeline.story import read_claims
    from tapeline.story.metadata import complete
    from tapeline.story.model import READERS, ModelSettings, read_with_model

    if reader not in READERS:
        raise UnknownNameError(f"no reader is called {reader!r}; there are {', '.join(READERS)}")
    evidence = opened(record)
    names = names_of(evidence)
    if not text.strip():
        raise InputError("the story is empty: there is nothing to read")
    entity = _entity(company, evidence, names, text) if company else None
    found = complete(text, names, language=language, company=entity, published=as_day(published))
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    story = Story(text, title or found.title, found.language, found.company, found.published, source, sha256)
    held = found.company in evidence.entities()
    month = (evidence.security(found.company)["fiscal_year_end_month"] if held else None) or 12
    if reader == "built-in":
        return read_claims(story, names, fiscal_year_end_month=int(month))
    settings = model or ModelSettings.from_environment()
    return read_with_model(story, names, settings, reader=reader, fiscal_year_end_month=int(month))


def _entity(company: str, record: Record, names: Names, text: str) -> str:
    """The company that a story is about: as the record calls it, else as large companies are called, else as the text itself has it.

    What is said of one that the record does not hold is read, and is `unverifiable`.
    """
    try:
        return record.resolve(company)
    except UnknownNameError as unknown:
        from tapeline.story.text import normalise

        wanted = normalise(company.strip()).casefold()  # 騰訊 is 腾讯
        called = (
            n.key
            for n in names.names
            if n.kind == "company" and wanted in {n.key.casefold(), normalise(n.surface).casefold()}
        )
        known = next(called, None)
        if known is None and not re.search(rf"(?<![A-Za-z]){re.escape(company.strip())}(?![A-Za-z])", text):
            raise UnknownNameError(f"{unknown}; for another, give the name that the story has for it") from None
        return known or company.strip()


def check(
    story: Story,
    *,
    record: Record | str | Path | None = None,
    as_of: str | date | None = None,
    explain_in: str | None = None,
    tolerance: Tolerance | None = None,
    deep: bool = False,
) -> Check:
    """Check every claim of a story against a record.

    Args:
        story: from `read`, or from a claims file.
        record: a record or its folder; the sample record where not given.
        as_of: the last day whose knowledge counts; the record's own where not given.
        explain_in: the language of the reasons; the story's where not given.
        tolerance: how far beyond the rounding is imprecise; 3% and one more rounding step where not given.
        deep: also date the turning points and build the counterfactual of each causal claim; no verdict needs them.

    Raises:
        InputError: the story has no publication day.
        RecordError: the record is damaged.
    """
    evidence = opened(record)
    if story.published is None:
        raise InputError("the story's publication date is missing: give it as --published YYYY-MM-DD")
    now = min(as_day(as_of) or evidence.as_of, evidence.as_of)
    then = min(story.published, now)
    language = explain_in or story.language
    under_way = is_under_way(normalise(story.text))
    terms = Terms(then, now, language, tolerance, _named(story), _told(story), under_way, deep)
    ordinary = {v.claim: v for v in judge_all(evidence, story, terms)}
    done: dict[Asked, Assessment] = {}
    causal = {c.id: judge_causal(evidence, c, terms, done) for c in story.claims if c.kind == "causal"}
    verdicts = tuple(causal[c.id][0] if c.id in causal else ordinary[c.id] for c in story.claims)
    causes = {k: a for k, (_, a) in causal.items() if a is not None}
    return Check(story, verdicts, causes, evidence.name, evidence.as_of, evidence.sha256, then, now, language)


def _named(story: Story) -> tuple[str, ...]:
    """The companies that a story's claims speak of, those that others are set beside first."""
    every = [c.args["than"] for c in story.claims if "than" in c.args] + [c.subject for c in story.claims]
    return tuple(dict.fromkeys(x for x in every if x))


def _told(story: Story) -> tuple[Period, ...]:
    """The times that a story's claims speak of."""
    return tuple(dict.fromkeys(p for c in story.claims for p in (c.period, *c.also) if p is not None))


def measure(
    name: str,
    *,
    subject: str,
    on: str | date | None = None,
    start: str | date | None = None,
    end: str | date | None = None,
    as_of: str | date | None = None,
    record: Record | str | Path | None = None,
    **args: str,
) -> Measured:
    """Measure something in the record.

    Args:
        name: a measure (`price.return`); `tapeline measures` lists them.
        subject: a ticker, name or alias.
        on: the day asked about; or `start` and `end` for a span.
        start: first day of the span.
        end: last day of the span.
        as_of: the last day whose knowledge counts; the record's own where not given.
        record: a record or its folder; the sample record where not given.
        args: the measure's own parameters.

    Returns:
        The most usual reading, with the other honest ones as `.bases`.

    Raises:
        UnknownNameError: no such measure or subject.
        UnmeasurableError: the record lacks the evidence: which, and what would fetch it.
        InputError: a date that is none, or a parameter that is missing.
    """
    from tapeline.measures import Question, ask

    evidence = opened(record)
    first, last = (on, on) if on is not None else (start, end)
    known = as_day(as_of) or evidence.as_of
    return ask(evidence, name, Question(evidence.resolve(subject), known, as_day(first), as_day(last), args))


class _Open(threading.local):
    """The records that a thread has opened by their folders, the newest last; one is not for several threads at once."""

    def __init__(self) -> None:
        self.records: dict[tuple[Path, str], Record] = {}


_OPEN = _Open()
atexit.register(_OPEN.records.clear)  # a connection that outlives the interpreter complains of it
MOST_OPEN = 4


def opened(record: Record | str | Path | None) -> Record:
    """A record, from itself, from its folder, or the sample: one that this thread has open already where its manifest is still the same."""
    if isinstance(record, Record):
        return record
    found = open_record(record)
    key = (found.folder.resolve(), found.sha256)
    known = _OPEN.records.pop(key, found)
    _OPEN.records[key] = known
    if len(_OPEN.records) > MOST_OPEN:
        del _OPEN.records[next(iter(_OPEN.records))]
    return known


@overload
def as_day(value: str | date) -> date: ...
@overload
def as_day(value: None) -> None: ...
@overload
def as_day(value: str | date | None) -> date | None: ...
def as_day(value: str | date | None) -> date | None:
    """A day from an ISO date or a date; `None` stays `None`.

    Raises:
        InputError: a text that is no ISO date.
    """
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as e:
        raise InputError(f"{value!r} is not a date: write it as YYYY-MM-DD") from e


def as_event(value: str) -> date | tuple[date, date]:
    """The day of an event from an ISO date, or its first and last from two with a colon.

    Raises:
        InputError: a text that is neither.
    """
    start, colon, end = value.partition(":")
    return (as_day(start), as_day(end)) if colon else as_day(start)


__all__ = ["Check", "as_day", "as_event", "check", "measure", "opened", "read"]
