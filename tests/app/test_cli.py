"""The command line as people and scripts use it: outputs, exit statuses, bad input in one clear line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tapeline.app.main import main
from tapeline.claim import VERDICTS

SAMPLE = "sample:meta-2023-efficiency.zh"


@pytest.fixture
def run(capsysbinary):  # type: ignore[no-untyped-def]
    """Run a command in this process: status, standard output, standard error."""

    def call(*argv: str) -> tuple[int, str, str]:
        status = main(list(argv))
        out, err = capsysbinary.readouterr()
        return status, out.decode("utf-8"), err.decode("utf-8")

    return call


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("chosen", ["terminal", "json", "md", "latex", "claimreview", "html"])
def test_a_check_in_every_format_is_the_same_twice(run, chosen: str) -> None:  # type: ignore[no-untyped-def]
    first = run("--quiet", "check", SAMPLE, "--format", chosen)
    assert first == run("--quiet", "check", SAMPLE, "--format", chosen)
    assert first[0] == 0
    assert "321.65" in first[1]
    assert first[2] == ""


def test_the_check_has_the_shape_that_is_promised(run) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run("check", SAMPLE, "--format", "json")
    assert status == 0
    assert "sample record" in err
    raw = json.loads(out)
    assert raw["schema"] == "tapeline.check/1"
    assert set(raw["summary"]) == set(VERDICTS)
    assert sum(raw["summary"].values()) == len(raw["claims"]) == len(raw["checks"])
    assert [c["id"] for c in raw["claims"]] == [v["claim"] for v in raw["checks"]]
    decided = next(v for v in raw["checks"] if v["verdict"] == "contradicted")
    assert {"value", "low", "high", "unit", "basis", "as_of", "formula", "trail"} <= set(decided["measured"])
    assert {"table", "key", "value", "source"} == set(decided["measured"]["trail"][0])


@pytest.mark.parametrize(("command", "name"), [("read", "claims"), ("check", "check")])
def test_what_is_written_keeps_to_the_published_schema(run, command: str, name: str) -> None:  # type: ignore[no-untyped-def]
    import jsonschema

    schema = json.loads(run("schema", name)[1])
    raw = json.loads(run("--quiet", command, SAMPLE, "--format", "json")[1])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(raw, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**raw, "claims": [{"id": 1}]}, schema)


def test_a_claims_file_is_checked_like_the_story_it_came_from(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for ending in ("json", "yaml"):
        file = tmp_path / f"claims.{ending}"
        assert run("--quiet", "read", SAMPLE, "--format", ending, "-o", str(file))[0] == 0
        direct = json.loads(run("--quiet", "check", SAMPLE, "--format", "json")[1])
        again = json.loads(run("--quiet", "check", str(file), "--format", "json")[1])
        assert again["checks"] == direct["checks"]


def test_fail_on_sets_the_exit_status(run) -> None:  # type: ignore[no-untyped-def]
    assert run("--quiet", "check", SAMPLE, "--fail-on", "contradicted")[0] == 3
    assert run("--quiet", "check", SAMPLE, "--fail-on", "inconsistent")[0] == 0
    status, _, err = run("--quiet", "check", SAMPLE, "--fail-on", "wrong")
    assert status == 1
    assert "no verdict wrong" in err


def test_reasons_come_in_the_language_asked_for(run) -> None:  # type: ignore[no-untyped-def]
    assert "The record gives" in run("--quiet", "check", SAMPLE, "--explain-in", "en")[1]
    assert "记录为" in run("--quiet", "check", SAMPLE)[1]


def test_lines_fit_80_columns(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from tapeline.report.terminal import width_of

    monkeypatch.setenv("COLUMNS", "80")
    for story in (SAMPLE, "sample:apple-2022-rally.en"):
        assert max(width_of(line) for line in run("--quiet", "check", story)[1].splitlines()) <= 80


def test_colour_is_for_terminals_only(run) -> None:  # type: ignore[no-untyped-def]
    assert "\x1b[" not in run("--quiet", "check", SAMPLE)[1]


ARTICLE = "Apple shares rose 8.9% on Thursday."


def story(folder: Path, content: bytes, name: str = "s.txt") -> str:
    file = folder / name
    file.write_bytes(content)
    return str(file)


OPTIONS = ("--company", "AAPL", "--published", "2022-11-12")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (b"\x00\x01\x02\xff" * 100, "NUL"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff\xfe\xfd" * 50, "iconv"),
        (b"x" * 20_000_001, "at most"),
        ("Caf\xe9 prices rose 5%".encode("latin-1"), "iconv"),
    ],
)
def test_a_story_that_cannot_be_read_is_one_clear_line(run, tmp_path: Path, content: bytes, words: str) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run("--quiet", "check", story(tmp_path, content), *OPTIONS)
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_common_encodings_are_recognised(run, tmp_path: Path, encoding: str) -> None:  # type: ignore[no-untyped-def]
    text = "周四，苹果股价上涨8.9%。这家公司的股价今年以来仍然下跌，市场情绪有所好转。"
    status, out, _ = run("--quiet", "check", story(tmp_path, text.encode(encoding)), *OPTIONS, "--format", "json")
    assert status == 0
    assert json.loads(out)["summary"]["supported"] == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--published", "2022-11-12", "--company", "ZZZZ"), "no company 'ZZZZ'"),
        (("--company", "AAPL"), "--published YYYY-MM-DD"),
        (("--company", "AAPL", "--published", "yesterday"), "'yesterday' is not a date"),
        (("--company", "AAPL", "--published", "2022-11-12", "--record", "/nowhere"), "no record at /nowhere"),
    ],
)
def test_what_is_missing_is_asked_for_by_name(run, tmp_path: Path, options: tuple[str, ...], words: str) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run("--quiet", "check", story(tmp_path, ARTICLE.encode()), *options)
    assert (status, out) == (1, "")
    assert words in err
    assert err.count("\n") == 1


def test_a_story_on_a_company_that_no_record_knows_is_its(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = b"The Kroger Co. raised its dividend. Kroger shares rose 2.3% on Friday."
    status, out, _ = run("--quiet", "check", story(tmp_path, text), "--published", "2022-11-12", "--format", "json")
    assert status == 0
    assert {c["subject"] for c in json.loads(out)["claims"]} == {"Kroger"}


def test_a_story_without_a_known_company_asks_for_one(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    status, _, err = run("--quiet", "check", story(tmp_path, b"Something rose 5%."), "--published", "2022-11-12")
    assert status == 1
    assert "--company" in err


def test_before_any_data_every_claim_is_unverifiable(run) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = run("--quiet", "check", "sample:apple-2022-rally.en", "--as-of", "1990-01-01", "--format", "json")
    assert status == 0
    summary = json.loads(out)["summary"]
    assert summary["unverifiable"] + summary["opinion"] == sum(summary.values())


def test_metadata_comes_from_options_then_the_sibling_then_the_text(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = story(tmp_path, b"November 12, 2022\n\nApple shares rose 8.9% on Thursday.")
    raw = json.loads(run("--quiet", "read", file, "--format", "json")[1])
    assert (raw["story"]["company"], raw["story"]["published"], raw["story"]["language"]) == (
        "AAPL",
        "2022-11-12",
        "en",
    )
    (tmp_path / "s.json").write_text('{"published": "2022-11-19", "title": "T"}', encoding="utf-8")
    raw = json.loads(run("--quiet", "read", file, "--format", "json")[1])
    assert (raw["story"]["title"], raw["story"]["published"]) == ("T", "2022-11-19")
    raw = json.loads(run("--quiet", "read", file, "--published", "2022-11-26", "--format", "json")[1])
    assert raw["story"]["published"] == "2022-11-26"


def test_an_html_story_is_read_without_its_scripts(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = b"<html><head><title>x</title></head><body><script>var a = 'Tesla fell 50%'</script><p>Apple shares rose 8.9% on Thursday.</p></body></html>"
    raw = json.loads(run("--quiet", "read", story(tmp_path, page, "s.html"), *OPTIONS, "--format", "json")[1])
    assert [c["text"] for c in raw["claims"]] == ["shares rose 8.9% on Thursday"]


def test_output_is_written_whole_or_not_at_all(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "deep/report.md"
    assert run("--quiet", "check", SAMPLE, "-o", str(target))[0] == 0
    assert target.read_text(encoding="utf-8").startswith("# Meta")
    status, _, err = run("--quiet", "check", SAMPLE, "-o", "/proc/nowhere/x.md")
    assert status == 1
    assert "cannot write" in err
    assert [p.name for p in target.parent.iterdir()] == ["report.md"]


def test_wrong_usage_is_status_2(run) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SystemExit) as e:
        run("check")
    assert e.value.code == 2
    assert run()[0] == 2


def test_explain_says_everything_of_one_claim(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "c.json"
    run("--quiet", "check", SAMPLE, "--format", "json", "-o", str(file))
    status, out, _ = run("explain", str(file), "c5")
    assert status == 0
    assert "contradicted" in out
    assert "2013-07-25" in out
    status, _, err = run("explain", str(file), "c99")
    assert status == 1
    assert "no claim 'c99'" in err


def test_measure_and_measures(run) -> None:  # type: ignore[no-untyped-def]
    out = run("measure", "price.return", "--subject", "META", "--on", "2024-02-02")[1]
    assert out.startswith("META price.return = 20.32%")
    assert "394.78" in out
    raw = json.loads(
        run(
            "measure",
            "person.age",
            "--subject",
            "META",
            "--arg",
            "person=Susan Li",
            "--on",
            "2024-02-10",
            "--format",
            "json",
        )[1]
    )
    assert (raw["low"], raw["high"], raw["unit"]) == (37, 38, "years")
    assert "market_cap.change_rank" in run("measures")[1]
    status, _, err = run("measure", "price.return", "--subject", "QCOM", "--on", "2024-02-02")
    assert status == 1
    assert "record add prices qcom.csv" in err


def test_record_commands(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert "each with the hash" in run("record", "verify")[1]
    assert "13,993 rows" in run("record", "list")[1]
    assert "Mark Zuckerberg" in run("record", "show", "holdings")[1]
    folder, file = str(tmp_path / "own"), tmp_path / "s.csv"
    assert run("record", "init", folder)[0] == 0
    assert run("record", "export", "securities", "-o", str(file))[0] == 0
    assert run("record", "add", "securities", str(file), "--record", folder)[0] == 0
    assert run("record", "export", "securities", "--record", folder)[1] == file.read_text(encoding="utf-8")
    assert run("record", "show", "nothing")[0] == 1
    assert run("record", "init", folder)[0] == 1


@pytest.mark.parametrize("ending", ["svg", "png", "html"])
def test_charts_in_three_kinds_are_the_same_twice(run, tmp_path: Path, ending: str) -> None:  # type: ignore[no-untyped-def]
    heads = {"svg": b"<?xml", "png": b"\x89PNG", "html": b"<!doctype html>"}
    files = [tmp_path / f"{i}.{ending}" for i in (1, 2)]
    for file in files:
        assert run("--quiet", "chart", "META", "--from", "2023-01-01", "--to", "2024-03-01", "-o", str(file))[0] == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].read_bytes().startswith(heads[ending])


def test_a_chart_of_another_kind_or_of_no_prices_is_refused(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("--quiet", "chart", "META", "-o", str(tmp_path / "c.gif"))[0] == 1
    assert run("--quiet", "chart", "QCOM", "-o", str(tmp_path / "c.svg"))[0] == 1
    assert list(tmp_path.iterdir()) == []


def test_cause_from_the_command_line(run) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = run("--quiet", "cause", "META", "--event", "2022-11-30", "--format", "json")
    assert status == 0
    raw = json.loads(out)
    assert raw["schema"] == "tapeline.cause/1"
    assert raw["timing"]["turn"] == "2022-11-03"


def test_start_up_imports_nothing_heavy() -> None:
    code = "import sys; from tapeline.app.main import parser; parser(); print(sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "duckdb", "matplotlib", "scipy", "numba", "narwhals", "tomllib", "json"}
    assert not heavy & set(json.loads(done.stdout.replace("'", '"')))


def test_an_installed_program_answers_and_survives_a_closed_pipe() -> None:
    program = Path(sys.executable).parent / "tapeline"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("tapeline 0.")
    writer = subprocess.Popen([program, "measures"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.readline()
    writer.stdout.close()
    assert "Traceback" not in writer.stderr.read()
    writer.stderr.close()
    assert writer.wait() == 0


def test_a_story_on_a_company_that_the_record_does_not_hold_is_read_and_cannot_be_verified(tmp_path, capsys):
    story = tmp_path / "netflix.txt"
    story.write_text(
        "Netflix shares fell 35% on Wednesday. It lost 200,000 subscribers, and Amazon fell 2%.", encoding="utf-8"
    )
    assert (
        main(
            [
                "check",
                str(story),
                "--company",
                "Netflix",
                "--published",
                "2022-04-21",
                "--lang",
                "en",
                "--format",
                "json",
            ]
        )
        == 0
    )
    shown = capsys.readouterr()
    checks = json.loads(shown.out)
    mine = {c["id"] for c in checks["claims"] if c["subject"] == "NFLX"}
    assert mine
    assert {c["verdict"] for c in checks["checks"] if c["claim"] in mine} == {"unverifiable"}
    assert "holds nothing on NFLX" in shown.err
