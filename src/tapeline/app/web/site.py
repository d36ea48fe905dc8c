"""The site's addresses: the page to paste a story into, its report, the samples, and the same as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tapeline.app.desk import Asked, Desk
from tapeline.app.web import form
from tapeline.app.web.asked import from_form, from_json
from tapeline.app.web.guard import HOSTS, Guard
from tapeline.errors import InputError, TapelineError, UnknownNameError
from tapeline.report import json_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from tapeline.record import Record

NOT_FOUND, WRONG = 404, 422


def site(record: Record) -> Starlette:
    """The site over one record; it keeps nothing of what it is asked.

    Args:
        record: the evidence that every story is checked against.
    """
    pages = _Pages(Desk(record))
    routes = [
        Route("/", pages.form),
        Route("/check", pages.check, methods=["POST"]),
        Route("/sample/{name}", pages.sample),
        Route("/api/check", pages.api_check, methods=["POST"]),
        Route("/api/read", pages.api_read, methods=["POST"]),
        Route("/api/measure", pages.api_measure),
    ]
    guards = [Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS)), Middleware(Guard)]
    return Starlette(routes=routes, middleware=guards, exception_handlers={HTTPException: _refused})


def _refused(_: Request, e: Exception) -> Response:
    """An address or a method that does not exist, or a form that is none."""
    status, detail = (e.status_code, e.detail) if isinstance(e, HTTPException) else (500, "this went wrong")
    return PlainTextResponse(f"{detail}; the page to begin with is /\n", status)


def _language(request: Request) -> str:
    """The first of the browser's languages that the page is written in."""
    told = request.headers.get("accept-language", "").lower().split(",")
    return next((t.strip()[:2] for t in told if t.strip()[:2] in form.WORDS), "en")


class _Pages:
    """One method for each address; the work is the desk's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def form(self, request: Request) -> Response:
        """The page to paste a story into."""
        return self._form(request, Asked())

    def _form(
        self, request: Request, asked: Asked, wrong: str = "", chosen: str = "html", status: int = 200
    ) -> Response:
        page = form.render(self._desk.record, _language(request), asked, wrong, chosen)
        return HTMLResponse(page, status)

    async def check(self, request: Request) -> Response:
        """The report on the story of a filled form; the form again, with what was wrong, where there is none."""
        asked, chosen = Asked(), "html"
        try:
            asked, chosen = await from_form(request)
            return await run_in_threadpool(self._report, asked, chosen)
        except TapelineError as e:
            return self._form(request, asked, str(e), chosen, WRONG)

    async def sample(self, request: Request) -> Response:
        """The report on a sample story."""
        try:
            return await run_in_threadpool(self._report, Asked(sample=request.path_params["name"]), "html")
        except TapelineError as e:
            return self._form(request, Asked(), str(e), status=NOT_FOUND)

    def _report(self, asked: Asked, chosen: str) -> Response:
        from tapeline.app.story_commands import render

        if chosen not in form.FORMATS:
            raise UnknownNameError(f"no format is called {chosen!r}; there are {', '.join(form.FORMATS)}")
        if chosen == "html":
            return HTMLResponse(self._desk.page(asked, home="/"))
        return Response(render(self._desk.check(asked), chosen, self._desk.record), media_type=form.FORMATS[chosen])

    async def api_check(self, request: Request) -> Response:
        """`tapeline check --format json` of a JSON object with a text."""
        return await self._story(request, lambda asked: json_form.check_json(self._desk.check(asked)))

    async def api_read(self, request: Request) -> Response:
        """`tapeline read --format json` of a JSON object with a text."""
        return await self._story(request, lambda asked: json_form.claims_json(self._desk.story(asked)))

    async def _story(self, request: Request, answer: Callable[[Asked], json_form.Json]) -> Response:
        try:
            asked = await from_json(request)
        except InputError as e:
            return _json({"error": str(e)}, WRONG)
        return await _answered(lambda: answer(asked))

    async def api_measure(self, request: Request) -> Response:
        """`tapeline measure --format json`; what is no name, subject or day is a parameter of the measure."""
        told = dict(request.query_params)
        name, subject = told.pop("name", ""), told.pop("subject", "")
        return await _answered(lambda: self._desk.measured(name, subject, told))


async def _answered(work: Callable[[], json_form.Json]) -> Response:
    """JSON, or what was wrong as JSON."""
    try:
        return _json(await run_in_threadpool(work))
    except TapelineError as e:
        return _json({"error": str(e)}, WRONG)


def _json(value: json_form.Json, status: int = 200) -> Response:
    return Response(json_form.dump(value), status, media_type="application/json")


__all__ = ["site"]
