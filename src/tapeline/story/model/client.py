"""One question to one endpoint: a request, a bounded answer, and every failure as one line for a person."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from tapeline.errors import InputError

if TYPE_CHECKING:
    import types

    from tapeline.story.model.settings import ModelSettings

LARGEST = 4_000_000
"""Bytes of a reply; a longer one is refused while it arrives."""
REFUSED = {
    401: "it does not accept the key: set TAPELINE_MODEL_KEY",
    403: "it does not accept the key: set TAPELINE_MODEL_KEY",
    404: "it has no such model or path: check --model and --model-url, which usually ends in /v1",
    413: "the request is too long for it: give it more context",
    429: "it is asked too often, or the account is used up: wait and run again; answers so far are kept",
}


def ask(settings: ModelSettings, request: dict[str, Any], seconds: float) -> str:
    """The text of a model's answer.

    Args:
        settings: where to ask, and the key.
        request: the body of the request.
        seconds: how long the whole exchange may take.

    Raises:
        InputError: no connection, a refusal, a reply that is too late, too long or no chat completion, an answer cut short.
    """
    http = _library()
    deadline = time.monotonic() + seconds
    headers = {"User-Agent": "tapeline", "Accept": "application/json", "Accept-Encoding": "identity"}
    if settings.key:
        headers["Authorization"] = f"Bearer {settings.key}"
    try:
        with (
            http.Client(timeout=seconds, follow_redirects=False, trust_env=not settings.local) as client,
            client.stream("POST", f"{settings.where}/chat/completions", json=request, headers=headers) as reply,
        ):
            if reply.status_code != 200:
                raise InputError(_refusal(settings, reply.status_code))
            content = _bounded(settings, reply.iter_bytes(), deadline, seconds)
    except http.TimeoutException as e:
        raise InputError(_late(settings, seconds)) from e
    except (http.HTTPError, http.InvalidURL) as e:
        raise InputError(
            f"no answer from the model at {settings.where} ({type(e).__name__}): is the server running, and is --model-url right?"
        ) from e
    return _answer(settings, content)


def _library() -> types.ModuleType:
    try:
        import httpx2
    except ImportError as e:
        raise InputError("the model reader needs extra packages: pip install 'tapeline[model]'") from e
    return httpx2


def _late(settings: ModelSettings, seconds: float) -> str:
    return (f"no answer from the model at {settings.where} within {seconds:.0f} seconds: use a smaller model or a faster machine; "
            f"answers so far are kept")  # fmt: skip


def _refusal(settings: ModelSettings, status: int) -> str:
    why = REFUSED.get(
        status, "its own log says why; run again when it is well" if status >= 500 else "check --model-url and --model"
    )
    return f"the model at {settings.where} answered with status {status}: {why}"


def _bounded(settings: ModelSettings, chunks: Any, deadline: float, seconds: float) -> bytes:
    """The bytes of a reply, refused once they are too many or too late."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > LARGEST:
            raise InputError(
                f"the reply of the model at {settings.where} has over {LARGEST:,} bytes and was not read: is it a chat endpoint?"
            )
        if time.monotonic() > deadline:
            raise InputError(_late(settings, seconds))
    return bytes(content)


def _answer(settings: ModelSettings, content: bytes) -> str:
    """The text of the one choice of a chat completion."""
    where = f"the reply of the model at {settings.where}"
    try:
        choice = json.loads(content)["choices"][0]
        text, ended = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as e:
        raise InputError(
            f"{where} is no chat completion: check that --model-url is an OpenAI-compatible endpoint"
        ) from e
    if ended == "length":
        raise InputError(
            f"{where} was cut short after {settings.answer_tokens:,} tokens and was not used: use another model"
        )
    if not isinstance(text, str) or not text.strip():
        raise InputError(
            f"{where} holds no text (it ended with {str(ended)[:40]!r}): the model declined; use another one"
        )
    return text


__all__ = ["LARGEST", "ask"]
