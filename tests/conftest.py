"""What all tests share: the sample record, where the shared evidence lies, and no network."""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path

import pytest

from tapeline.claim import Measured
from tapeline.measures import Question, ask
from tapeline.record import Record, open_record

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def record() -> Record:
    return open_record()


@pytest.fixture
def measured(record: Record):  # type: ignore[no-untyped-def]
    """Ask a measure in a line: `measured("price.return", on="2024-02-02")`."""

    def run(
        name: str, subject: str = "META", on: str = "", start: str = "", known: str = "2025-01-29", **args: str
    ) -> Measured:
        end = date.fromisoformat(on) if on else None
        first = date.fromisoformat(start) if start else end
        return ask(record, name, Question(subject, date.fromisoformat(known), first, end, args))

    return run


@pytest.fixture
def shared() -> Path:
    """The evidence and the article that are not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the shared evidence is not beside this checkout")
    return SHARED


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection."""

    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("this must not touch the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
