"""Scoring a reader: what matches, what counts, what is invented, and what a broken label says."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tapeline.claim import Asserted, Claim
from tapeline.errors import InputError
from tapeline.quantity import Figure
from tapeline.story.scoring.labelled import Label, Labelled, load_folder
from tapeline.story.scoring.scoring import is_invented, score, score_story

TEXT = "Revenue rose 8% to $56.2 billion. The company denied cutting 10,000 jobs."


def label(span, kind, value=(), unit="", **more):
    at = TEXT.index(span)
    return Label(at, at + len(span), kind, "MSFT", value, unit, **more)


def claim(span, kind, value=None, unit="", *, words=None, modality="stated", subject="MSFT"):
    at = TEXT.index(span)
    asserted = None if value is None else Asserted.of_figure(Figure(words or span, value, 0.0, unit))
    return Claim("c1", at, at + len(span), span, kind, "", subject, None, asserted, "exact", modality)


def story(*labels):
    return Labelled("a", "dev", TEXT, "en", "MSFT", date(2023, 7, 26), labels)


def test_a_claim_matches_where_words_kind_subject_and_standing_agree():
    found = score_story(story(label("rose 8%", "ratio", (8.0,), "%")), [claim("8%", "ratio", 8.0, "%")])
    assert [(p.value_right, p.unit_right) for p in found.pairs] == [(True, True)]
    assert found.missed == found.spurious == found.invented == ()


@pytest.mark.parametrize(
    "wrong", [{"kind": "results"}, {"subject": "AAPL"}, {"modality": "negated"}, {"span": "10,000 jobs"}]
)
def test_each_disagreement_is_a_miss_and_a_false_find(wrong):
    options = {"span": "8%", "kind": "ratio", "value": 8.0, "unit": "%"} | wrong
    found = score_story(
        story(label("rose 8%", "ratio", (8.0,), "%")), [claim(options.pop("span"), options.pop("kind"), **options)]
    )
    assert (len(found.pairs), len(found.missed), len(found.spurious)) == (0, 1, 1)


def test_the_claim_with_the_value_takes_the_label():
    wrong, right = claim("rose 8% to $56.2", "ratio", 9.0, "%", words="8%"), claim("8%", "ratio", 8.0, "%")
    found = score_story(story(label("rose 8% to $56.2", "ratio", (8.0,), "%")), [wrong, right])
    assert [p.claim for p in found.pairs] == [right]
    assert found.spurious == (wrong,)


def test_a_denied_figure_read_as_a_fact_counts_twice():
    told = story(label("cutting 10,000 jobs", "headcount", (10000.0,), "people", modality="negated"))
    result = score([(told, [claim("10,000 jobs", "headcount", 10000.0, "people")])])
    tally = result.tallies["dev", "en", "*"]
    assert (tally.matched, tally.labels, tally.claims, tally.f1) == (0, 1, 1, 0.0)
    assert result.confusions() == {("headcount (negated)", "headcount"): 1}


def test_precision_recall_and_f1_of_known_counts():
    told = story(label("rose 8%", "ratio", (8.0,), "%"), label("$56.2 billion", "results", (5.62e10,), "USD"))
    tally = score([(told, [claim("8%", "ratio", 7.0, "%")])]).tallies["dev", "en", "*"]
    assert (tally.precision, tally.recall) == (1.0, 0.5)
    assert tally.f1 == pytest.approx(2 / 3)
    assert tally.value_accuracy == 0.0


@pytest.mark.parametrize(
    ("words", "value", "invented"),
    [
        ("8%", 8.0, False),
        ("8%", 80.0, True),
        ("9%", 9.0, True),
        ("$56.2 billion", 5.62e10, False),
        ("$56.2 billion", 5.62e7, True),
    ],
)
def test_a_value_that_the_words_do_not_say_is_invented(words, value, invented):
    made = claim("rose 8% to $56.2 billion", "ratio", value, "%", words=words)
    assert is_invented(made, TEXT, "en") is invented


def test_a_cell_of_a_table_in_millions_is_not_invented():
    table = "(In millions)\n2023  2022\nRevenue  $56,189  $51,865\n"
    made = Claim("c1", 25, 41, "Revenue  $56,189", "results", "", "MSFT", None,
                 Asserted.of_figure(Figure("$56,189", 5.6189e10, 1e6, "USD")), "exact", "stated")  # fmt: skip
    assert not is_invented(made, table, "en")
    assert is_invented(made, table.replace("(In millions)", "(Unaudited )"), "en")


def test_a_date_and_an_event_are_one_kind():
    told = story(label("denied cutting", "date"))
    found = score([(told, [claim("denied cutting", "event")])])
    assert found.tallies["dev", "en", "date"].f1 == 1.0
    assert ("dev", "en", "event") not in found.tallies


def write(folder, **labels):
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "a.json").write_text(
        json.dumps({"language": "en", "company": "MSFT", "published": "2023-07-26"}), encoding="utf-8"
    )
    raw = {
        "schema": "tapeline.labels/1",
        "labels": [{"kind": "ratio", "span": "rose 8%", "value": 8, "unit": "%"} | labels],
    }
    (folder / "a.labels.json").write_text(json.dumps(raw), encoding="utf-8")


def test_a_folder_of_labels(tmp_path):
    write(tmp_path, period="2023", hedge="about")
    ((found,), names) = load_folder(tmp_path)
    assert names == ()
    assert found.labels[0].period == (date(2023, 1, 1), date(2023, 12, 31))
    assert TEXT[found.labels[0].start : found.labels[0].end] == "rose 8%"


@pytest.mark.parametrize(
    ("broken", "says"),
    [({"span": "rose 9%"}, "does not hold"), ({"kind": "rumour"}, "kind is"), ({"hedge": "so so"}, "hedge is"),
     ({"value": "8"}, "not a number"), ({"nth": 2}, "2 times"), ({"period": "2023-13-01"}, "not a date"), ({"span": ""}, "no span")],
)  # fmt: skip
def test_a_broken_label_says_what_is_wrong(tmp_path, broken, says):
    write(tmp_path, **broken)
    with pytest.raises(InputError, match=says):
        load_folder(tmp_path)


def test_an_empty_folder_says_what_is_missing(tmp_path):
    with pytest.raises(InputError, match=r"labels\.json"):
        load_folder(tmp_path)
