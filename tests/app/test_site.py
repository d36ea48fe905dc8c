"""The local site: the form, its report, the samples, JSON for scripts, and what is refused."""

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tapeline.app.main import main
from tapeline.app.web import site
from tapeline.app.web.guard import LARGEST_BODY
from tapeline.record import Record

STORY = "Meta Platforms shares rose 20.3% on Friday. They closed at $365.78."
HOSTILE = "</textarea><script>alert(1)</script>"
TOLD = {"company": "META", "published": "2024-02-03"}


@pytest.fixture(scope="module")
def client(record: Record) -> Iterator[TestClient]:
    with TestClient(site(record), base_url="http://127.0.0.1:8765") as client:
        yield client


def test_the_page_offers_the_companies_of_the_record_and_the_samples(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert '<option value="META">Meta Platforms, Inc.</option>' in page.text
    assert '<a href="/sample/apple-2022-rally.en">' in page.text


@pytest.mark.parametrize(
    ("told", "lang"), [("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("fr-FR,en;q=0.5,zh;q=0.3", "en"), ("fr", "en"), ("", "en")]
)
def test_the_page_speaks_the_browsers_language(client: TestClient, told: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in client.get("/", headers={"accept-language": told}).text


def test_a_pasted_story_becomes_the_report_with_a_way_back(client: TestClient) -> None:
    page = client.post("/check", data={"text": STORY, **TOLD})
    assert page.status_code == 200
    assert 'class="claim contradicted"' in page.text
    assert "474.99" in page.text
    assert '<nav><a href="/">' in page.text


def test_a_file_is_read_by_its_ending(client: TestClient) -> None:
    page = f"<html><body><article><p>{STORY}</p></article></body></html>".encode()
    sent = client.post("/check", data={**TOLD, "format": "json"}, files={"file": ("story.html", page)})
    assert sent.headers["content-type"] == "application/json"
    found = json.loads(sent.text)
    assert [c["verdict"] for c in found["checks"]] == ["supported", "contradicted"]
    assert page.decode()[slice(found["claims"][0]["source_start"], found["claims"][0]["source_end"])] in STORY


def test_a_claims_file_is_a_story_too(client: TestClient, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["--quiet", "read", "sample:apple-2022-rally.en", "--format", "json"])
    claims = capsysbinary.readouterr().out
    sent = client.post("/check", data={"format": "json"}, files={"file": ("claims.json", claims)})
    assert sent.status_code == 200
    assert len(sent.json()["checks"]) == len(json.loads(claims)["claims"])


@pytest.mark.parametrize(
    ("chosen", "kind", "words"),
    [("md", "text/markdown", "474.99"), ("latex", "application/x-latex", "474.99"), ("claimreview", "application/ld+json", "ClaimReview")],
)  # fmt: skip
def test_the_answer_comes_in_the_format_that_was_chosen(client: TestClient, chosen: str, kind: str, words: str) -> None:
    sent = client.post("/check", data={"text": STORY, **TOLD, "format": chosen})
    assert sent.headers["content-type"].startswith(kind)
    assert words in sent.text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"text": " "}, "there is no story"),
        ({"text": STORY}, "publication"),
        ({"text": STORY, "published": "yesterday"}, "YYYY-MM-DD"),
        ({"text": STORY, **TOLD, "company": "Nobody & Sons"}, "Nobody &amp; Sons"),
        ({"text": STORY, **TOLD, "format": "docx"}, "no format is called"),
        ({"text": STORY, **TOLD, "colour": "red"}, "colour means nothing here"),
    ],
)
def test_what_is_wrong_is_said_on_the_page_and_what_was_typed_stays(
    client: TestClient, told: dict[str, str], words: str
) -> None:
    page = client.post("/check", data=told)
    assert page.status_code == 422
    assert words in page.text[page.text.index('role="alert"') :]
    assert "colour" in told or told["text"].strip() in page.text


def test_a_hostile_story_stays_text_on_the_page(client: TestClient) -> None:
    page = client.post("/check", data={"text": HOSTILE, "company": '"><script>'})
    assert page.status_code == 422
    assert "<script>" not in page.text


def test_a_sample_is_checked_and_an_unknown_one_is_not_found(client: TestClient) -> None:
    assert "321.65" in client.get("/sample/meta-2023-efficiency.zh").text
    lost = client.get("/sample/nothing")
    assert lost.status_code == 404
    assert "apple-2022-rally.en" in lost.text[lost.text.index('role="alert"') :]
    assert client.get("/elsewhere").status_code == 404


def test_json_is_what_the_command_line_writes(
    client: TestClient, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    options = ["--company", "META", "--published", "2024-02-03", "--format", "json"]
    for command in ("read", "check"):
        main(["--quiet", command, str(file), *options])
        printed = json.loads(capsysbinary.readouterr().out)
        printed["story"]["source"] = ""
        assert client.post(f"/api/{command}", json={"text": STORY, **TOLD}).json() == printed


def test_one_measure_is_what_the_command_line_writes(
    client: TestClient, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(["measure", "fact.value", "--subject", "META", "--from", "2023-01-01", "--to", "2023-12-31", "--arg", "metric=revenue",
          "--format", "json"])  # fmt: skip
    printed = json.loads(capsysbinary.readouterr().out)
    asked = {"name": "fact.value", "subject": "META", "start": "2023-01-01", "end": "2023-12-31", "metric": "revenue"}
    assert client.get("/api/measure", params=asked).json() == printed


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "must be a JSON object"),
        ('{"text": 3}', "text must be a text"),
        ('{"story": "x"}', "story means nothing here"),
        ('{"text": ""}', "there is no story"),
        ("[" * 100_000, "cannot be read as JSON"),
    ],
)
def test_a_script_is_told_in_json_what_was_wrong(client: TestClient, body: str, words: str) -> None:
    answer = client.post("/api/check", content=body)
    assert answer.status_code == 422
    assert words in answer.json()["error"]


def test_only_this_machines_own_pages_may_ask(client: TestClient) -> None:
    asked = {"text": STORY, **TOLD}
    assert client.get("/", headers={"host": "rebound.example"}).status_code == 400
    assert client.post("/check", data=asked, headers={"origin": "https://news.example"}).status_code == 403
    assert client.post("/check", data=asked, headers={"origin": "null"}).status_code == 403
    assert client.post("/check", data=asked, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/check", data=asked, headers={"origin": "http://127.0.0.1:8765"}).status_code == 200


def test_what_is_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    assert client.post("/api/check", content=b"x", headers={"content-length": str(LARGEST_BODY + 1)}).status_code == 413
    assert client.post("/api/check", content=iter([b"{}"])).status_code == 411


def test_every_answer_is_private_and_brings_no_script_from_elsewhere(client: TestClient) -> None:
    for page in (client.get("/"), client.post("/check", data={"text": STORY, **TOLD}), client.get("/elsewhere")):
        assert page.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert re.search(r"""(?:src|href|action|url\()\s*=?\s*["']?(?:https?:)?//""", page.text) is None


def test_several_readers_at_once_get_their_own_answers(client: TestClient) -> None:
    """DuckDB connections are not for several threads at once, and lazily filled tables neither."""
    found: dict[str, float] = {}

    def ask(day: str) -> None:
        asked = {"name": "price.level", "subject": "META", "on": day}
        found[day] = client.get("/api/measure", params=asked).json()["value"]

    days = [f"2024-02-{d:02}" for d in (1, 2, 5, 6, 7, 8, 9, 12)]
    threads = [threading.Thread(target=ask, args=(d,)) for d in days]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert (found["2024-02-01"], found["2024-02-02"]) == (394.78, 474.99)
    assert len(found) == len(days)


def test_the_command_says_where_it_answers_and_that_a_port_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tapeline", "--quiet", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout is not None
        line = served.stdout.readline()
        port = int(line.split("127.0.0.1:")[1].split("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as s:
            s.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert s.recv(15).startswith(b"HTTP/1.1 200")
        assert main(["--quiet", "serve", "--port", str(port)]) == 1
        assert "choose another with --port" in capsys.readouterr().err
        served.terminate()
    assert main(["--quiet", "serve", "--port", "70000"]) == 1
    assert "from 0 to 65535" in capsys.readouterr().err
