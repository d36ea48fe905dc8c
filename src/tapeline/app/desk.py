"""What the web page and the MCP server both answer: one question at a time, over one record, as JSON or as a report."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from tapeline.app.stories import read_loaded
from tapeline.checking import as_day, as_event, check, measure
from tapeline.errors import InputError
from tapeline.report import json_form
from tapeline.story.loading import Loaded, from_bytes, load

if TYPE_CHECKING:
    from tapeline.cause.turn import Direction
    from tapeline.checking import Check
    from tapeline.claim import Story
    from tapeline.record import Record

Json = dict[str, Any]
PERIOD = ("on", "start", "end", "as_of")
"""What dates a measure; whatever else is asked of one is a parameter of its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One story and what is said of it; empty where nothing is.

    Attributes:
        text: the story as typed.
        company: a ticker, name or alias.
        published: the day of publication, YYYY-MM-DD.
        language: `zh` or `en`.
        as_of: the last day whose knowledge counts.
        explain_in: the language of the reasons.
        sample: the name of a sample story, in place of a text.
        file: a file's name and its content, in place of a text.
    """

    text: str = ""
    company: str = ""
    published: str = ""
    language: str = ""
    as_of: str = ""
    explain_in: str = ""
    sample: str = ""
    file: tuple[str, bytes] | None = None

    def loaded(self) -> Loaded:
        """The story itself.

        Raises:
            InputError: there is none, or it cannot be read.
        """
        if self.file is not None:
            return from_bytes(self.file[1], self.file[0])
        if self.sample:
            return load(f"sample:{self.sample}")
        if not self.text.strip():
            raise InputError("there is no story: give its text")
        return Loaded(self.text, {}, "")


class Desk:
    """A record with one reader at a time: its queries are not for several threads at once.

    Attributes:
        record: the evidence that everything is checked against.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self._lock = Lock()

    def story(self, asked: Asked) -> Story:
        """A story with its claims.

        Raises:
            TapelineError: as `tapeline.read`.
        """
        loaded = asked.loaded()
        with self._lock:
            return read_loaded(
                loaded,
                self.record,
                language=asked.language or None,
                company=asked.company or None,
                published=asked.published or None,
            )

    def check(self, asked: Asked, *, deep: bool = False) -> Check:
        """A story with a verdict on each claim; `deep` for what only a page shows.

        Raises:
            TapelineError: as `tapeline.check`.
        """
        story = self.story(asked)
        with self._lock:
            return check(
                story, record=self.record, as_of=asked.as_of or None, explain_in=asked.explain_in or None, deep=deep
            )

    def page(self, asked: Asked, home: str) -> str:
        """The report on a story, with a way back to `home`.

        Raises:
            TapelineError: as `tapeline.check`.
        """
        from tapeline.report import html

        found = self.check(asked, deep=True)
        with self._lock:
            return html.render(found, self.record, home)

    def measured(self, name: str, subject: str, told: dict[str, str]) -> Json:
        """One thing of the record: the most usual reading, and the other honest ones as `bases`.

        Args:
            name: a measure.
            subject: a ticker, name or alias.
            told: `on`, or `start` and `end`; `as_of`; the measure's own parameters.

        Raises:
            TapelineError: as `tapeline.measure`.
        """
        period = {k: v for k, v in told.items() if k in PERIOD and v}
        args = {k: v for k, v in told.items() if k not in PERIOD}
        with self._lock:
            found = measure(name, subject=subject, record=self.record, **period, **args)
        return json_form.one_measured_json(name, subject, found)

    def cause(
        self,
        subject: str,
        event: str,
        claim: Literal["move", "turn"] = "move",
        direction: Direction = "up",
        as_of: str = "",
    ) -> Json:
        """Whether an event moved the stock: the verdict with its evidence.

        Args:
            subject: a ticker, name or alias.
            event: a day, YYYY-MM-DD, or two with a colon.
            claim: `move` or `turn`.
            direction: `up` or `down`.
            as_of: the last day whose knowledge counts.

        Raises:
            TapelineError: as `tapeline.cause.assess`.
        """
        from tapeline.cause import assess

        days = as_event(event)
        with self._lock:
            entity = self.record.resolve(subject)
            found = assess(
                entity, days, record=self.record, known=as_day(as_of or None), claim=claim, direction=direction
            )
        return found.to_json()


__all__ = ["Asked", "Desk"]
