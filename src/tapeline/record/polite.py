"""Asking a public data site as it wishes to be asked: by a name and a contact, ten times a second at the most, again where it is busy, and never twice for the same."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

from tapeline.errors import InputError
from tapeline.record.write import write_bytes

if TYPE_CHECKING:
    import types
    from collections.abc import Callable
    from pathlib import Path

OFFLINE = "TAPELINE_OFFLINE"
"""The environment's one switch that refuses every fetch."""
LARGEST = 300_000_000
"""Bytes of an answer; the figures of the largest filers have some tens of millions."""
GAP = 0.125
"""Seconds between two requests: the SEC asks for ten a second at the most."""
TRIES = 4
SECONDS = 60.0
BUSY = frozenset({429, 500, 502, 503, 504})


class Site:
    """One data site, asked politely; each answer is kept in a folder, so that a fetch that was broken off goes on where it stopped.

    Attributes:
        kept: the folder of answers.
    """

    def __init__(
        self, kept: Path, contact: str, *, fresh: bool = False, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Raises `InputError` where the environment refuses the network, or the contact is none."""
        if os.environ.get(OFFLINE, "") not in {"", "0"}:
            raise InputError(f"{OFFLINE} is set, which refuses the network; unset it to fetch")
        if "@" not in contact or any(c.isspace() or ord(c) < 33 for c in contact):
            raise InputError("the SEC wants to know who asks: give your e-mail address as --contact you@example.com")
        self.kept, self._contact, self._fresh, self._sleep = kept, contact, fresh, sleep
        self._asked = 0.0

    def json(self, address: str, name: str) -> Any:
        """The answer of an address, from the folder where it is kept under a name, else from the site.

        Raises:
            InputError: no connection, a refusal, or an answer that is no JSON.
        """
        file = self.kept / f"{name}.json"
        held = file.is_file() and not self._fresh
        content = file.read_bytes() if held else self._asked_for(address)
        try:
            told = json.loads(content)
        except (ValueError, RecursionError) as e:
            raise InputError(f"what {address} answers cannot be read as JSON ({e}); run again with --fresh") from e
        if not held:
            self.kept.mkdir(parents=True, exist_ok=True)
            write_bytes(file, content)
        return told

    def _asked_for(self, address: str) -> bytes:
        http = _library()
        headers = {"User-Agent": f"tapeline ({self._contact})", "Accept": "application/json"}
        wait = 1.0
        for left in reversed(range(TRIES)):
            self._sleep(max(0.0, GAP - (time.monotonic() - self._asked)))
            self._asked = time.monotonic()
            try:
                reply = http.get(address, headers=headers, timeout=SECONDS, follow_redirects=False)
            except http.HTTPError as e:
                if left:
                    self._sleep(wait)
                    wait *= 2
                    continue
                raise InputError(
                    f"no answer from {address} ({type(e).__name__}); what came so far is kept: run again"
                ) from e
            if reply.status_code == 200 and len(reply.content) <= LARGEST:
                return bytes(reply.content)
            if reply.status_code not in BUSY or not left:
                raise InputError(
                    f"{address} answered with status {reply.status_code}; what came so far is kept: run again later"
                )
            told = str(reply.headers.get("Retry-After", ""))
            self._sleep(min(SECONDS, float(told)) if told.isdecimal() else wait)
            wait *= 2
        raise AssertionError("the last try returns or raises")


def _library() -> types.ModuleType:
    try:
        import httpx2
    except ImportError as e:
        raise InputError("fetching needs an extra package: pip install 'tapeline[fetch]'") from e
    return httpx2


__all__ = ["OFFLINE", "Site"]
