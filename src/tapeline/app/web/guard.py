"""What the local site lets in and how its answers may be used: one machine's own pages, of a bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from tapeline.story.loading import LARGEST

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost", "[::1]")
"""The names under which the site answers; a page elsewhere that has its own name resolve to this machine gets nothing."""
LARGEST_BODY = LARGEST + 100_000
"""The largest story, and what a form needs around it."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""A report brings a stricter policy of its own, by the hash of its script; both hold."""


class Guard:
    """ASGI middleware: refuses another site's requests and what is too large, and marks every answer as private.

    Attributes:
        app: the application behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be asked."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        size = headers.get("content-length", "")
        if scope["method"] == "POST" and _is_foreign(headers):
            await PlainTextResponse("another site's page may not ask here\n", 403)(scope, receive, send)
        elif scope["method"] == "POST" and not size.isdecimal():
            await PlainTextResponse("say how long the story is: Content-Length is missing\n", 411)(scope, receive, send)
        elif size.isdecimal() and int(size) > LARGEST_BODY:
            too_large = f"a story has at most {LARGEST:,} bytes: give the article alone\n"
            await PlainTextResponse(too_large, 413)(scope, receive, send)
        else:
            await self.app(scope, receive, _marking(send))


def _is_foreign(headers: Headers) -> bool:
    """Whether a browser says that a request comes from a page of another site; a script says nothing of it."""
    origin = headers.get("origin")
    told = headers.get("sec-fetch-site", "same-origin")
    return told not in {"same-origin", "none"} or (
        origin is not None and origin.partition("://")[2] != headers.get("host")
    )


def _marking(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return marked


__all__ = ["HEADERS", "HOSTS", "LARGEST_BODY", "Guard"]
