"""The server for agents: its tools, their answers, and errors that an agent can act on."""

import json
import sys
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

import tapeline
from tapeline.app.mcp_server import server
from tapeline.measures import measures
from tapeline.record import Record

STORY = "Meta Platforms shares rose 20.3% on Friday. They closed at $365.78."
TOLD = {"text": STORY, "company": "META", "published": "2024-02-03"}


@pytest.fixture
def ask(record: Record) -> Callable[..., Any]:
    """Call one tool: its result, an error as the text that the agent reads."""

    def call(tool: str, **args: Any) -> Any:
        async def run() -> Any:
            async with Client(server(record)) as client:
                return await client.call_tool(tool, args)

        answer = anyio.run(run)
        return answer.content[0].text if answer.is_error else answer.structured_content

    return call


def test_every_tool_only_reads_and_says_what_it_takes(record: Record) -> None:
    async def run() -> Any:
        async with Client(server(record)) as client:
            return await client.list_tools()

    tools = anyio.run(run).tools
    assert {t.name for t in tools} == {
        "check_story",
        "read_story",
        "measure",
        "cause",
        "list_measures",
        "list_companies",
    }
    assert all(t.annotations.read_only_hint and not t.annotations.open_world_hint for t in tools)
    for t in tools:
        assert [p for p in t.input_schema.get("properties", {}) if f"{p}:" not in t.description] == []


def test_a_story_comes_back_with_its_verdicts_and_the_right_figures(ask: Callable[..., Any]) -> None:
    found = ask("check_story", **TOLD)
    assert found["summary"]["contradicted"] == 1
    first, second = found["claims"]
    assert (first["verdict"], second["verdict"]) == ("supported", "contradicted")
    assert STORY[second["start"] : second["end"]] == second["text"]
    assert second["measured"]["value"] == 474.99
    assert {"what", "value", "unit", "why"} == set(second["nearest"][0])


def test_an_agent_may_ask_for_what_is_wrong_alone(ask: Callable[..., Any]) -> None:
    found = ask("check_story", **TOLD, verdicts=["contradicted", "imprecise"])
    assert [c["verdict"] for c in found["claims"]] == ["contradicted"]
    assert sum(found["summary"].values()) == 2


def test_in_full_it_is_the_published_form(ask: Callable[..., Any]) -> None:
    import jsonschema

    from tapeline.report.schema import SCHEMAS

    jsonschema.validate(ask("check_story", **TOLD, full=True), SCHEMAS["check"])
    jsonschema.validate(ask("read_story", **TOLD), SCHEMAS["claims"])


def test_what_could_not_be_read_and_what_is_missing_is_said(ask: Callable[..., Any]) -> None:
    found = ask("check_story", text="Meta had 1,234 dentists. Its Instagram revenue in 2021 was $5 billion.", **{k: TOLD[k] for k in ("company", "published")})  # fmt: skip
    assert any("1,234" in u["text"] for u in found["unread"])
    assert [c["missing"] for c in found["claims"] if c["verdict"] == "unverifiable"]


def test_one_measure(ask: Callable[..., Any]) -> None:
    found = ask(
        "measure",
        name="fact.value",
        subject="Facebook",
        start="2023-01-01",
        end="2023-12-31",
        args={"metric": "revenue"},
    )
    own = tapeline.measure("fact.value", subject="META", start="2023-01-01", end="2023-12-31", metric="revenue")
    assert found["value"] == own.value
    assert found["trail"]


def test_a_cause(ask: Callable[..., Any]) -> None:
    assert ask("cause", subject="META", event="2023-02-01:2023-02-02")["schema"] == "tapeline.cause/1"


def test_what_can_be_asked(ask: Callable[..., Any], record: Record) -> None:
    assert {m["name"] for m in ask("list_measures")["measures"]} == set(measures())
    found = ask("list_companies")
    assert [c["entity"] for c in found["companies"]] == record.entities()
    assert found["known_up_to"] == record.as_of.isoformat()


@pytest.mark.parametrize(
    ("tool", "args", "words"),
    [
        ("measure", {"name": "price.retrun", "subject": "META"}, "price.return"),
        ("measure", {"name": "price.return", "subject": "Nobody", "on": "2024-02-02"}, "META"),
        ("measure", {"name": "price.return", "subject": "META", "on": "Friday"}, "YYYY-MM-DD"),
        ("check_story", {"text": " "}, "there is no story"),
        ("check_story", {"text": STORY, "company": "META"}, "publication"),
        ("cause", {"subject": "META", "event": "soon"}, "YYYY-MM-DD"),
        ("cause", {"subject": "META", "event": "2023-02-02", "claim": "pushed"}, "turn"),
    ],
)
def test_an_error_says_what_to_do(ask: Callable[..., Any], tool: str, args: dict[str, str], words: str) -> None:
    assert words in ask(tool, **args)


def test_the_command_speaks_the_protocol_on_standard_output() -> None:
    async def run() -> Any:
        served = StdioServerParameters(command=sys.executable, args=["-m", "tapeline", "mcp"])
        async with Client(stdio_client(served)) as client:
            return await client.call_tool("measure", {"name": "price.level", "subject": "META", "on": "2024-02-02"})

    answer = anyio.run(run)
    assert json.loads(answer.content[0].text)["value"] == 474.99
