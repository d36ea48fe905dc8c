"""Which model, where it answers, and the bounds that every reading keeps to."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import urlsplit

from tapeline.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

Reader = Literal["built-in", "model", "both"]
READERS: tuple[str, ...] = get_args(Reader)


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A model behind an endpoint that speaks the OpenAI chat format, and the bounds of a reading.

    Attributes:
        url: the endpoint's base, as its documentation gives it (`http://localhost:8080/v1`).
        name: the model's name there.
        key: the endpoint's key, empty where it needs none; never printed and never stored.
        seed: sent with every request, beside temperature 0.
        piece_tokens: how much of the story goes into one request, in estimated tokens.
        answer_tokens: the longest answer that is asked for, in tokens.
        total_tokens: the most that one reading may cost, questions and answers together, in estimated tokens.
        seconds: the longest wait for one answer.
        total_seconds: the longest reading; what has not been asked by then is listed as unread.
        cache: whether answers are kept and used again.
        cache_folder: where they are kept; `TAPELINE_CACHE` or the user's own cache folder where not given.

    Raises:
        InputError: no URL or name, an address that is none, a bound that is not above zero.
    """

    url: str
    name: str
    key: str = field(default="", repr=False)
    seed: int = 0
    piece_tokens: int = 1_500
    answer_tokens: int = 4_000
    total_tokens: int = 100_000
    seconds: float = 120.0
    total_seconds: float = 900.0
    cache: bool = True
    cache_folder: Path | None = None

    def __post_init__(self) -> None:
        if not self.url or not self.name:
            raise InputError("the model reader needs an endpoint and a model: --model-url URL --model NAME, or TAPELINE_MODEL_URL "
                             "and TAPELINE_MODEL_NAME")  # fmt: skip
        address = _parts(self.url)
        if address is None:
            raise InputError(
                f"--model-url {_shown(self.url)!r} is no address: write it like http://localhost:8080/v1, without a name or a key"
            )
        if any(not (c.isascii() and c.isprintable()) or c == " " for c in self.key):
            raise InputError("TAPELINE_MODEL_KEY holds a space or a character that no key has: set it again")
        bounds = (self.piece_tokens, self.answer_tokens, self.total_tokens, self.seconds, self.total_seconds)
        if min(bounds) <= 0:
            raise InputError(
                "a bound of the model reader (tokens, seconds) is not above zero: leave it out or raise it"
            )

    @property
    def where(self) -> str:
        """The endpoint's base without a slash at its end, and without a query, which could hold a key."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")

    @property
    def local(self) -> bool:
        """Whether the endpoint is on this machine."""
        return (urlsplit(self.url).hostname or "") in {"localhost", "127.0.0.1", "::1"}

    @classmethod
    def from_environment(
        cls, url: str | None = None, name: str | None = None, *, seed: int = 0, cache: bool = True
    ) -> ModelSettings:
        """What is given, completed from `TAPELINE_MODEL_URL`, `TAPELINE_MODEL_NAME` and `TAPELINE_MODEL_KEY`.

        Raises:
            InputError: what is missing from both, by name.
        """
        env = os.environ
        return cls(url or env.get("TAPELINE_MODEL_URL", ""), name or env.get("TAPELINE_MODEL_NAME", ""),
                   env.get("TAPELINE_MODEL_KEY", ""), seed, cache=cache)  # fmt: skip


def _parts(url: str) -> tuple[str, str] | None:
    """Scheme and host of an address that may be asked, or `None`."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    return (parts.scheme, parts.hostname or "") if good and plain else None


def _shown(url: str) -> str:
    """An address for a message: nothing of what could be a password or a key in it."""
    return url.partition("?")[0].partition("#")[0].rpartition("@")[2]


__all__ = ["READERS", "ModelSettings", "Reader"]
