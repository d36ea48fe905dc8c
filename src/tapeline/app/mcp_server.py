"""`tapeline mcp`: the same questions for an AI agent, over the Model Context Protocol on standard input and output."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, ParamSpec

from tapeline.app.desk import Asked, Desk
from tapeline.claim import VERDICTS, VerdictName
from tapeline.errors import InputError, TapelineError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from mcp.server import MCPServer

    from tapeline.record import Record
    from tapeline.report.json_form import Json

P = ParamSpec("P")
INSTRUCTIONS = """Tapeline measures statements about listed companies in a record of prices, filings, dividends, holdings and people.
Before you publish a text with figures on a company, give it to check_story and mend what is contradicted: each verdict has the measured
value, its arithmetic and the nearest truth. `unverifiable` means that the record lacks the evidence, not that the statement is wrong;
`unread` lists what was not read, so check it by other means. For one figure, ask measure; list_measures and list_companies say what can be asked."""


def run(args: argparse.Namespace) -> int:
    """Answer an agent until it closes the line.

    Raises:
        InputError: the protocol's package is not installed.
    """
    from tapeline.app.story_commands import opened

    server(opened(args)).run("stdio")
    return 0


def server(record: Record) -> MCPServer:
    """The server over one record; every tool only reads.

    Args:
        record: the evidence that everything is checked against.

    Raises:
        InputError: the protocol's package is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as e:
        raise InputError("a server for agents needs the extra package: pip install 'tapeline[mcp]'") from e
    from tapeline import __version__

    made = MCPServer("tapeline", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    only_reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    tools = _Tools(Desk(record))
    for tool in (
        tools.check_story,
        tools.read_story,
        tools.measure,
        tools.cause,
        tools.list_measures,
        tools.list_companies,
    ):
        made.tool(annotations=only_reads)(_told(tool))
    return made


def _told(tool: Callable[P, Json]) -> Callable[P, Json]:
    """A tool whose errors the agent can read."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def told(*args: P.args, **kwargs: P.kwargs) -> Json:
        try:
            return tool(*args, **kwargs)
        except TapelineError as e:
            raise ToolError(str(e)) from e

    return told


class _Tools:
    """One method for each tool; its docstring is what the agent is told of it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def check_story(
        self,
        text: str,
        company: str = "",
        published: str = "",
        language: str = "",
        as_of: str = "",
        verdicts: list[VerdictName] | None = None,
        *,
        full: bool = False,
    ) -> dict[str, Any]:
        """Check every statement of a story (English or Chinese) about a listed company against the record.

        Returns for each claim its verdict, the reason in a sentence, the measured value with its arithmetic, and, where it is wrong, the
        nearest truths; a count for each verdict; and what was not read.

        Args:
            text: the story.
            company: ticker or name of the company that it is about; told from the text where empty.
            published: day of publication, YYYY-MM-DD; told from the text where empty.
            language: `en` or `zh`; told from the text where empty.
            as_of: use only what was known on that day.
            verdicts: only the claims with these verdicts; all where not given.
            full: the whole published form (`tapeline.check/1`) with every row that was used.
        """
        from tapeline.report.json_form import check_json

        found = check_json(self._desk.check(Asked(text, company, published, language, as_of)))
        wanted = set(verdicts or VERDICTS)
        kept = [(c, k) for c, k in zip(found["claims"], found["checks"], strict=True) if k["verdict"] in wanted]
        if full:
            return {**found, "claims": [c for c, _ in kept], "checks": [k for _, k in kept]}
        return {
            "story": {k: found["story"][k] for k in ("company", "published", "language")},
            "record": found["record"],
            "summary": found["summary"],
            "claims": [_short(c, k) for c, k in kept],
            "unread": [{k: u[k] for k in ("text", "reason")} for u in found["unread"]],
        }

    def read_story(self, text: str, company: str = "", published: str = "", language: str = "") -> dict[str, Any]:
        """The checkable statements of a story, without checking them (`tapeline.claims/1`): span, measure, subject, period, figure.

        Args:
            text: the story, English or Chinese.
            company: ticker or name of the company that it is about; told from the text where empty.
            published: day of publication, YYYY-MM-DD; told from the text where empty.
            language: `en` or `zh`; told from the text where empty.
        """
        from tapeline.report.json_form import claims_json

        return claims_json(self._desk.story(Asked(text, company, published, language)))

    def measure(
        self,
        name: str,
        subject: str,
        on: str = "",
        start: str = "",
        end: str = "",
        as_of: str = "",
        args: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """Measure one thing in the record: the value with unit, basis, arithmetic and rows, and the other honest readings as `bases`.

        Args:
            name: a measure (`price.return`, `fact.value`, `market_cap.level`); list_measures lists them with their parameters.
            subject: ticker, name or alias of a company.
            on: the day asked about, YYYY-MM-DD; or `start` and `end` for a span.
            start: the first day of the span.
            end: the last day of the span.
            as_of: use only what was known on that day.
            args: the measure's own parameters (`{"metric": "revenue"}`).
        """
        period = {"on": on, "start": start, "end": end, "as_of": as_of}
        return self._desk.measured(name, subject, {**(args or {}), **period})

    def cause(
        self,
        subject: str,
        event: str,
        claim: Literal["move", "turn"] = "move",
        direction: Literal["up", "down"] = "up",
        as_of: str = "",
    ) -> dict[str, Any]:
        """Did an event move (or turn) a stock? Abnormal returns, turning points, counterfactual and the rival causes of the same days.

        Args:
            subject: ticker, name or alias of a company.
            event: the day, YYYY-MM-DD, or two with a colon for a span.
            claim: `move`: that it moved the stock; `turn`: that it turned it.
            direction: `up` or `down`.
            as_of: use only what was known on that day.
        """
        return self._desk.cause(subject, event, claim, direction, as_of)

    def list_measures(self) -> dict[str, Any]:
        """What can be measured: each measure's name, unit, parameters and meaning."""
        from tapeline.measures import measures
        from tapeline.report.measured import as_json

        return {"measures": [as_json(m) for m in measures().values()]}

    def list_companies(self) -> dict[str, Any]:
        """Which companies and indices the record knows, by what names, and up to which day."""
        record = self._desk.record
        known = [{k: record.security(e)[k] for k in ("entity", "ticker", "name", "sector")} for e in record.entities()]
        return {"record": record.name, "known_up_to": record.as_of.isoformat(), "companies": known}


def _short(claim: Json, check: Json) -> Json:
    """A claim with its verdict, without the rows behind it."""
    measured = check["measured"]
    return {
        **{k: claim[k] for k in ("id", "text", "start", "end", "measure", "subject")},
        **{k: check[k] for k in ("verdict", "reason")},
        "measured": measured and {k: measured[k] for k in ("value", "unit", "basis", "formula")},
        "nearest": [{k: n[k] for k in ("what", "value", "unit", "why")} for n in check["nearest"]],
        **({"missing": check["missing"]} if check.get("missing") else {}),
        **({"clashes_with": check["clashes_with"]} if check.get("clashes_with") else {}),
    }


__all__ = ["run", "server"]
