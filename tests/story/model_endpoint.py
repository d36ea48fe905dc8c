"""A real HTTP server on this machine that replays recorded exchanges, and the story that they are about."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import tapeline
from tapeline.claim import Story
from tapeline.story.model import ModelSettings

RECORDED = Path(__file__).parent.parent / "reference" / "model"
STORY = (
    "By the closing bell on Feb. 2, 2023 the stock had put on 23.3%. Its market value, which analysts had written off, stood by then, "
    "give or take, near $490 billion.\n"
    "Revenue did not rise 25% in 2022. The net income of 2022, after a year of losses, was still $23.2 billion. "
    "The shares, and on Feb. 3, 2023 all over again, fell 1.19%.\n"
)
ABOUT = {"language": "en", "company": "META", "published": "2023-02-10"}
Reply = tuple[int, bytes]


def recorded(name: str) -> Reply:
    raw = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    assert raw["recording"] == "written by hand in the wire format; no model was run"
    return raw["reply"]["status"], json.dumps(raw["reply"]["body"]).encode()


def answering(*claims: dict[str, Any]) -> Reply:
    """A reply with these claims."""
    message = {"role": "assistant", "content": json.dumps({"claims": claims})}
    return 200, json.dumps({"choices": [{"index": 0, "finish_reason": "stop", "message": message}]}).encode()


def pointing(
    text: str, measure: str, kind: str, subject: str = "META", metric: str = "", **more: Any
) -> dict[str, Any]:
    """A claim as a model gives it."""
    return {"text": text, "occurrence": 1, "kind": kind, "measure": measure, "subject": subject, "metric": metric,
            "asserted": {"text": ""}, "period": {"text": ""}, **more}  # fmt: skip


@dataclass
class Endpoint:
    """What the server was asked, and where it answers."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


Handle = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def endpoint(reply: Reply | Handle) -> Iterator[Endpoint]:
    """Answer every request with a reply, or as a function does it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.asked.append(json.loads(body))
            here.headers.append(dict(self.headers.items()))
            here.paths.append(self.path)
            if callable(reply):
                reply(self)
                return
            self.send_response(reply[0])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply[1])))
            self.end_headers()
            self.wfile.write(reply[1])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that has hung up is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    here = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


VALUE = "stood by then, give or take, near $490 billion"


def read(url: str, reader: Any = "model", text: str = STORY, **options: Any) -> Story:
    model = ModelSettings(url, "open-weights-8b", **{"cache": False, **options})
    return tapeline.read(text, **ABOUT, reader=reader, model=model)


def dropped(story: Story) -> dict[str, int]:
    assert story.model
    return dict(story.model.dropped)


def adds_up(story: Story) -> None:
    """The counts of a reading: every proposal is kept or dropped, every claim was found by someone."""
    assert story.model
    assert story.model.kept == story.found["model"] + story.found["both"]
    assert sum(story.found.values()) == len(story.claims)
    for c in story.claims:
        assert c.text == story.text[c.start : c.end]
    for u in story.unread:
        assert u.text == story.text[u.start : u.end]


def verdicts(story: Story) -> dict[str, tuple[str, str]]:
    """The verdict and its reason by the number that a claim is of."""
    check = tapeline.check(story)
    return {
        c.asserted.text: (v.verdict, v.reason) for c, v in zip(story.claims, check.verdicts, strict=True) if c.asserted
    }
