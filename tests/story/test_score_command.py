"""`tapeline score`: our reader's score, and another reader's from its claims files."""

from __future__ import annotations

import json
from pathlib import Path

from tapeline.app.main import main

LABELLED = Path(__file__).parent.parent / "labelled"


def test_the_score_of_a_folder_as_json(capsys):
    assert main(["--quiet", "score", str(LABELLED), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = {(r["split"], r["language"], r["kind"]): r for r in found["scores"]}
    whole = rows["*", "*", "*"]
    assert found["schema"] == "tapeline.score/1"
    assert whole["labels"] == sum(r["labels"] for key, r in rows.items() if key[0] != "*" and key[1:] == ("*", "*"))
    assert whole["invented"] == 0


def test_the_table_names_what_was_missed(capsys):
    assert main(["--quiet", "score", str(LABELLED / "strangers-dev"), "--details"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("split")
    assert "confused (labelled as, read as):" in shown
    assert "missed" in shown


def test_another_reader_is_scored_by_its_claims_files(tmp_path, capsys):
    stories, given = tmp_path / "stories", tmp_path / "claims"
    stories.mkdir()
    given.mkdir()
    (stories / "a.txt").write_text("Revenue rose 8%.", encoding="utf-8")
    (stories / "a.json").write_text(
        json.dumps({"language": "en", "company": "MSFT", "published": "2023-07-26"}), encoding="utf-8"
    )
    labels = {
        "schema": "tapeline.labels/1",
        "labels": [{"kind": "ratio", "span": "rose 8%", "subject": "MSFT", "value": 8, "unit": "%"}],
    }
    (stories / "a.labels.json").write_text(json.dumps(labels), encoding="utf-8")
    claim = {"id": "c1", "start": 8, "end": 15, "text": "rose 8%", "kind": "ratio", "measure": "", "subject": "MSFT",
             "asserted": {"text": "8%", "low": 79.5, "high": 80.5, "unit": "%"}}  # fmt: skip
    told = {"schema": "tapeline.claims/1", "story": {"title": "a", "language": "en"}, "claims": [claim]}
    (given / "a.claims.json").write_text(json.dumps(told), encoding="utf-8")
    assert main(["--quiet", "score", str(stories), "--claims", str(given), "--format", "json"]) == 0
    (row,) = [
        r
        for r in json.loads(capsys.readouterr().out)["scores"]
        if (r["split"], r["language"], r["kind"]) == ("*", "*", "*")
    ]
    assert (row["f1"], row["value_accuracy"], row["invented"]) == (1.0, 0.0, 1)


def test_a_missing_claims_file_is_named(tmp_path, capsys):
    assert main(["--quiet", "score", str(LABELLED / "dev"), "--claims", str(tmp_path)]) == 1
    assert "claims.json is missing" in capsys.readouterr().err
