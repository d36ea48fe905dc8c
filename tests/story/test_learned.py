"""What the labelled stories teach: the weights are those of the stories as they stand, and the evidence knows no names."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from reading_stories import claims, names

import tapeline
import train_reader
from marked_items import load_marked
from tapeline.claim import KINDS
from tapeline.errors import InputError
from tapeline.story import learned, lexicon
from tapeline.story.scoring.labelled import load_story

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("language", lexicon.languages("predicates"))
def test_every_language_that_is_read_has_weights_of_known_kinds(language):
    known = learned.weights(language)
    assert known is not None
    assert set(known.statements.kinds) <= set(KINDS)
    assert set(known.figures.kinds) <= {*KINDS, "none"}


@pytest.mark.parametrize("language", lexicon.languages("predicates"))
def test_the_weights_were_learned_from_the_stories_as_they_stand(language):
    table = ROOT / "src/tapeline/story" / language / "weights.tsv"
    assert f"inputs {train_reader.fingerprint()};" in table.read_text(encoding="utf-8").splitlines()[0], (
        "run `make teach`"
    )


def test_nothing_is_learned_from_what_is_held_out():
    held_out = {
        p.name
        for name in ("test", "strangers-test", "prose-test", "desk-test")
        for p in (train_reader.LABELLED / name).iterdir()
    }
    assert not held_out & {p.name for p in train_reader.inputs()}


def test_learning_again_finds_the_same_weights(tmp_path):
    folder = train_reader.LABELLED / "dev"
    stories = [load_story(p, folder) for p in sorted(folder.glob("*.en.labels.json"))]
    taught = [train_reader.examples(s, names()) for s in stories]
    assert train_reader.written(train_reader.train(taught), "en") == train_reader.written(
        train_reader.train(taught), "en"
    )


def test_the_kinds_of_a_figure_share_one_probability():
    likely = learned.weights("en").of_figure(["unit %", "left revenue", "right more"])
    assert sum(likely.values()) == pytest.approx(1)


def test_a_name_is_no_evidence():
    kinds = [
        [
            (c.kind, c.measure)
            for c in claims(f"{name} announced on Thursday that it would close two plants, which upset investors.")
        ]
        for name in ("Meta", "Boeing", "Nvidia")
    ]
    assert kinds[0] == kinds[1] == kinds[2]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What moved Meta's shares was the promise to spend less.", "causal"),
        ("It was the first time that Meta had cut so many jobs.", "record"),
        ("Mark Zuckerberg studied computer science at Harvard.", "person"),
        ("Meta is worth more than all the carmakers of Europe put together.", "comparison"),
    ],
)
def test_statements_in_words_of_their_own(text, kind):
    assert kind in {c.kind for c in claims(text)}


def test_what_is_learned_measures_nothing():
    text = "Investors cheered. Meta, which its founder started in a dormitory, has outlived its rivals, and that is what saved the stock."
    assert not [c for c in claims(text) if c.kind in {"causal", "comparison", "person"} and c.measure]


@pytest.mark.parametrize("path", sorted((train_reader.LABELLED / "marked").glob("*.txt")), ids=lambda p: p.name)
def test_marked_items_are_well_formed(path):
    items = load_marked(path)
    assert all(item.text[x.start : x.end].strip() for item in items for x in item.labels)
    assert sum(len(item.labels) for item in items) > len(items)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Shares {price_move|fell}.", "an item begins with"),
        ("# META | 2024-02-03\nShares {gossip|fell}.", "'gossip'"),
        ("# META | 2024-02-03\nShares {price_move|fell.", "belongs to no mark"),
    ],
)
def test_a_mark_that_is_none_is_an_error_that_says_where(tmp_path, written, told):
    path = tmp_path / "x.en.txt"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        load_marked(path)


def test_a_cause_that_no_event_stands_for_is_not_tested():
    text = "On Thursday, after the bell, Meta reported results. The stock rose 20%. What moved Meta's shares was the promise to spend less."
    story = tapeline.read(text, language="en", company="META", published="2024-02-03")
    check = tapeline.check(story)
    causal = [
        (c, v)
        for c, v in zip(story.claims, check.verdicts, strict=True)
        if c.kind == "causal" and c.args["cause"] == "other"
    ]
    assert causal
    assert all(v.verdict == "unverifiable" and "nothing to test" in v.reason and c.period is None for c, v in causal)
    assert not set(check.causes) & {c.id for c, _ in causal}
