"""Properties of the model reader: whatever JSON comes back, the words and the figures are the story's."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_endpoint import ABOUT, STORY, VALUE, adds_up, pointing, read

import tapeline
from tapeline.errors import InputError
from tapeline.story.loading import load, samples
from tapeline.story.model import ModelSettings, asking, client
from tapeline.story.model.pieces import pieces, tokens
from tapeline.story.model.vocabulary import KINDS_OF
from tapeline.story.text import normalise, sentences


@given(st.text(alphabet="ab 1.。涨\n", max_size=200), st.integers(1, 40))
def test_pieces_and_what_is_too_long_hold_the_whole_text(text: str, most: int) -> None:
    view = normalise(text)
    parts, long = pieces(view, most)
    spans = sorted([*parts, *long])
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert "".join("".join(view[a:b] for a, b in spans).split()) == "".join(view.split())
    assert all(tokens(view[a:b]) <= most for a, b in parts)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just(VALUE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["claims", "text", "asserted", "x"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
ENDS = st.integers(0, len(STORY))
QUOTES = (
    st.tuples(ENDS, ENDS).map(lambda x: STORY[min(x) : max(x)])
    | st.sampled_from(STORY.replace("\n", ". ").split(". "))
    | JSON
)
WORDS = st.sampled_from(["", "2022", "Feb. 2, 2023", "23.3%", "$490 billion", "$23.2 billion", "99%"]) | JSON
CLAIMS = st.fixed_dictionaries(
    {
        "text": QUOTES,
        "measure": st.sampled_from([*KINDS_OF, "x"]),
        "kind": st.sampled_from([*sorted({k for ks in KINDS_OF.values() for k in ks}), "x"]),
        "subject": st.sampled_from(["META", "Meta", "AMZN", "x"]) | JSON,
    },
    optional={
        "metric": st.sampled_from(asking.METRICS) | JSON,
        "occurrence": st.integers(-1, 3) | JSON,
        "asserted": st.fixed_dictionaries({"text": WORDS, "low": st.integers()}) | JSON,
        "period": st.fixed_dictionaries({"text": WORDS}) | JSON,
    },
)


@given(st.lists(CLAIMS | JSON, max_size=6), st.sampled_from(["model", "both"]))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_comes_back_words_and_figures_are_the_storys(
    monkeypatch: pytest.MonkeyPatch, claims: Any, reader: str
) -> None:
    monkeypatch.setattr(client, "ask", lambda *_: json.dumps({"claims": claims}))
    story = read("http://localhost/v1", reader)
    adds_up(story)
    assert story.model
    assert story.model.proposed == len(claims)
    numbers = tapeline.story.quantities(STORY, "en")
    for c in story.claims:
        if c.found_by == "built-in" or c.asserted is None:
            continue
        assert c.asserted.figure
        inside = [q for q in numbers if c.start <= q.start and q.end <= c.end]
        assert (c.asserted.text, abs(c.asserted.figure.value)) in [(q.text, abs(q.value)) for q in inside]


@given(st.lists(CLAIMS, max_size=6), st.sampled_from(["model", "both"]))
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_comes_back_a_number_that_the_built_in_reader_reads_means_the_same(
    monkeypatch: pytest.MonkeyPatch, claims: Any, reader: str
) -> None:
    own = {(c.asserted.text, c.measure): (c.subject, c.period, c.asserted, c.modality, c.args)
           for c in tapeline.read(STORY, **ABOUT).claims if c.asserted}  # fmt: skip
    monkeypatch.setattr(client, "ask", lambda *_: json.dumps({"claims": claims}))
    for c in read("http://localhost/v1", reader).claims:
        if c.asserted and any(text == c.asserted.text for text, _ in own):
            assert (c.subject, c.period, c.asserted, c.modality, c.args) == own[c.asserted.text, c.measure]


@given(JSON)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_other_answer_is_a_reading_or_one_clear_line(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    monkeypatch.setattr(client, "ask", lambda *_: json.dumps(answer))
    if isinstance(answer, dict) and isinstance(answer.get("claims"), list):
        adds_up(read("http://localhost/v1"))
    else:
        with pytest.raises(InputError, match="no list of claims"):
            read("http://localhost/v1")


def everything(text: str, language: str, company: str) -> list[dict[str, Any]]:
    """What a model proposes that takes every number of every sentence for everything."""
    return [
        pointing(text[s.start : s.end], m, kinds[0], company, metric, asserted={"text": q.text})
        for s in sentences(normalise(text))
        for q in tapeline.story.quantities(text[s.start : s.end], language)
        for m, kinds in KINDS_OF.items()
        for metric in (("revenue", "net_income", "headcount", "gross_margin") if m.startswith("fact.") else ("",))
    ]


@pytest.mark.parametrize("name", samples())
def test_a_model_that_proposes_everything_adds_nothing_false(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    loaded = load(f"sample:{name}")
    about = {k: loaded.metadata[k] for k in ("language", "company", "published")}
    own = tapeline.read(loaded.text, **about)
    proposed = everything(loaded.text, about["language"], about["company"])

    def answer(_: object, request: dict[str, Any], __: float) -> str:
        piece = request["messages"][1]["content"]
        return json.dumps({"claims": [p for p in proposed if p["text"] in piece]})

    monkeypatch.setattr(client, "ask", answer)
    model = ModelSettings("http://localhost/v1", "m", cache=False, piece_tokens=200)
    story = tapeline.read(loaded.text, **about, reader="both", model=model)
    adds_up(story)
    assert story.found["both"] > 0
    assert {(c.start, c.end, c.measure) for c in own.claims} <= {(c.start, c.end, c.measure) for c in story.claims}
    check = tapeline.check(story)
    added = [v.verdict for c, v in zip(story.claims, check.verdicts, strict=True) if c.found_by == "model"]
    assert "contradicted" not in added
