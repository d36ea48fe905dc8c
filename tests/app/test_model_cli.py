"""The model reader from the command line: options, environment, notes, reports; a real local server replays recordings."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tapeline.app.main import main

sys.path.insert(0, str(Path(__file__).parent.parent / "story"))
from model_endpoint import STORY, endpoint, recorded

OPTIONS = ("--company", "META", "--published", "2023-02-10", "--lang", "en")


@pytest.fixture
def run(capsysbinary, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Run a command in this process with an empty cache: status, standard output, standard error."""
    monkeypatch.setenv("TAPELINE_CACHE", str(tmp_path / "cache"))
    for name in ("URL", "NAME", "KEY"):
        monkeypatch.delenv(f"TAPELINE_MODEL_{name}", raising=False)

    def call(*argv: str) -> tuple[int, str, str]:
        status = main(list(argv))
        out, err = capsysbinary.readouterr()
        return status, out.decode("utf-8"), err.decode("utf-8")

    return call


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "story.txt"
    path.write_text(STORY + "Meta's revenue rose 22% in 2021.\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("command", "name"), [("read", "claims"), ("check", "check")])
def test_the_json_says_who_found_what_and_keeps_to_the_schema(run, file: str, command: str, name: str) -> None:  # type: ignore[no-untyped-def]
    import jsonschema

    with endpoint(recorded("good")) as here:
        status, out, err = run(
            command, file, *OPTIONS, "--reader", "both", "--model-url", here.url, "--model", "m8b", "--format", "json"
        )
        again = run(
            command, file, *OPTIONS, "--reader", "both", "--model-url", here.url, "--model", "m8b", "--format", "json"
        )
    assert status == 0
    assert len(here.asked) == 1
    assert again[1] == out
    assert f"sent to {here.url} (model m8b)" in err
    raw = json.loads(out)
    jsonschema.validate(raw, json.loads(run("schema", name)[1]))
    told = raw["model"]
    assert {c["found_by"] for c in raw["claims"]} == {"built-in", "model", "both"}
    assert sum(told["found"].values()) == len(raw["claims"])
    assert (
        told["proposed"]
        == 5
        == told["found"]["model"] + told["found"]["both"] + sum(d["count"] for d in told["dropped"])
    )


@pytest.mark.parametrize("chosen", ["terminal", "md", "html"])
def test_reports_show_who_found_what_only_where_a_model_was_asked(run, file: str, chosen: str) -> None:  # type: ignore[no-untyped-def]
    with endpoint(recorded("good")) as here:
        asked = run(
            "--quiet",
            "check",
            file,
            *OPTIONS,
            "--reader",
            "both",
            "--model-url",
            here.url,
            "--model",
            "<b>m",
            "--format",
            chosen,
        )
    plain = run("--quiet", "check", file, *OPTIONS, "--format", chosen)
    assert asked[2] == plain[2] == ""
    assert "Found by" in asked[1]
    assert "proposed 5" in asked[1]
    assert "Found by" not in plain[1]
    assert chosen == "terminal" or "<b>m" not in asked[1]


def test_the_environment_names_the_model_and_no_key_is_shown(run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("TAPELINE_MODEL_NAME", "m8b")
    monkeypatch.setenv("TAPELINE_MODEL_KEY", "sk-very-secret")
    with endpoint(recorded("good")) as here:
        monkeypatch.setenv("TAPELINE_MODEL_URL", here.url)
        status, out, err = run("read", file, *OPTIONS, "--reader", "model", "--model-seed", "3", "--no-cache")
    assert status == 0
    assert (here.asked[0]["model"], here.asked[0]["seed"]) == ("m8b", 3)
    assert here.headers[0]["Authorization"] == "Bearer sk-very-secret"
    assert "secret" not in out + err


def test_no_cache_asks_anew_and_keeps_nothing(run, file: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with endpoint(recorded("good")) as here:
        for _ in range(2):
            assert (
                run("read", file, *OPTIONS, "--reader", "model", "--model-url", here.url, "--model", "m", "--no-cache")[
                    0
                ]
                == 0
            )
    assert len(here.asked) == 2
    assert not (tmp_path / "cache").exists()


@pytest.mark.usefixtures("no_network")
def test_no_model_is_asked_unless_asked_for(run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("TAPELINE_MODEL_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("TAPELINE_MODEL_NAME", "m")
    status, out, err = run("read", file, *OPTIONS, "--format", "json")
    assert status == 0
    assert "model" not in json.loads(out)
    assert "sent to" not in err


def test_what_is_missing_or_refused_is_one_line(run, file: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run("--quiet", "read", file, *OPTIONS, "--reader", "model")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "TAPELINE_MODEL_URL" in err
    claims = tmp_path / "c.json"
    run("--quiet", "read", file, *OPTIONS, "-o", str(claims))
    status, _, err = run(
        "--quiet", "read", str(claims), "--reader", "model", "--model-url", "http://localhost/v1", "--model", "m"
    )
    assert status == 1
    assert "holds claims" in err
    with endpoint(recorded("failing")) as here:
        status, out, err = run(
            "--quiet", "check", file, *OPTIONS, "--reader", "both", "--model-url", here.url, "--model", "m"
        )
    assert (status, out, err.count("\n")) == (1, "", 1)


def test_a_claims_file_keeps_what_the_model_was_asked(run, file: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    claims = tmp_path / "c.json"
    with endpoint(recorded("good")) as here:
        asked = ("--reader", "both", "--model-url", here.url, "--model", "m")
        assert run("--quiet", "read", file, *OPTIONS, *asked, "-o", str(claims))[0] == 0
        direct = json.loads(run("--quiet", "check", file, *OPTIONS, *asked, "--format", "json")[1])
    again = json.loads(run("--quiet", "check", str(claims), "--format", "json")[1])
    assert (again["model"], again["checks"]) == (direct["model"], direct["checks"])
