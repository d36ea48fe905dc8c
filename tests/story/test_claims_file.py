"""A claims file from anywhere: what is not as the schema says is refused with its place, whatever it is."""

from __future__ import annotations

import copy
import json

import pytest

from tapeline.errors import InputError
from tapeline.report.json_form import claims_json
from tapeline.story.claims_file import story_of
from tapeline.story.loading import load

GOOD = {
    "schema": "tapeline.claims/1",
    "story": {"language": "en", "company": "META", "published": "2024-02-10"},
    "text": "Profit rose 5%.",
    "claims": [
        {
            "id": "c1", "start": 7, "end": 14, "text": "rose 5%", "kind": "results", "measure": "fact.change", "subject": "META",
            "period": {"text": "", "start": "2023-10-01", "end": "2023-12-31", "grain": "quarter"},
            "asserted": {"text": "5%", "low": 4.5, "high": 5.5, "unit": "%",
                         "figure": {"value": 5.0, "step": 1.0, "unit": "%", "hedge": "exact", "top": None}},
            "hedge": "exact", "modality": "stated", "args": {"metric": "profit"}, "also": [],
        }
    ],
    "unread": [{"start": 0, "end": 6, "text": "Profit", "reason": "a word"}],
}  # fmt: skip

ODD = [True, -1, 10**400, 1e308, float("nan"), "2024-02-30", [None], [{}], {"a": 1}, [[[]]], {"low": 9}]


def _places(value, path=()):
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield (*path, key)
        if isinstance(value[key], dict | list):
            yield from _places(value[key], (*path, key))


def _with(path, value):
    raw = copy.deepcopy(GOOD)
    holder = raw
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return raw


@pytest.mark.parametrize("path", list(_places(GOOD)), ids=lambda p: ".".join(map(str, p)))
def test_an_odd_value_anywhere_is_read_or_refused(path):
    for value in (None, *ODD):
        try:
            story = story_of(_with(path, value), "a file")
        except InputError as e:
            assert "a file" in str(e) or "needs" in str(e)  # noqa: PT017
            continue
        json.dumps(claims_json(story), allow_nan=False)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("claims", 0, "also"), 7, "claim c1: also is missing or no list"),
        (("claims", 0, "period"), "2024", "claim c1: period is '2024', not an object"),
        (("claims", 0, "asserted"), [1], "claim c1: asserted is a list, not an object"),
        (("claims", 0, "asserted", "figure"), 5, "asserted.figure is 5, not an object"),
        (("claims", 0, "asserted", "figure", "value"), "five", "asserted.figure.value is 'five', not a number"),
        (("claims", 0, "asserted", "low"), 10**400, "asserted.low is a number beyond all bounds, not a number"),
        (("claims", 0, "start"), "0", "claim c1: start is '0', not a whole number from 0 on"),
        (("claims", 0, "args"), {"metric": ["profit"]}, "args is no object of texts and numbers"),
        (("unread", 0, "end"), None, ""),
        (("text",), 5, "text is 5, not a text"),
        (("story", "published"), 20240210, "story.published is 20240210; write it as YYYY-MM-DD"),
    ],
)
def test_the_message_names_the_field(path, value, message):
    if not message:
        assert story_of(_with(path, value), "a file").unread[0].end == 0
        return
    with pytest.raises(InputError) as caught:
        story_of(_with(path, value), "a file")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", '{"a":' + "[" * 3000),
        ("deep.yaml", '{"a":' + "[" * 3000 + "]" * 3000 + "}"),
        ("bool.yaml", "a: !!bool x"),
        ("time.yaml", "a: !!timestamp x"),
        ("int.yaml", "a: !!int ''"),
    ],
)
def test_a_file_that_its_parser_cannot_take_is_refused(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as a claims file"):
        load(str(tmp_path / name))


def test_what_stands_beside_a_story_nested_without_end_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("Meta rose 5%.", encoding="utf-8")
    (tmp_path / "a.json").write_text("[" * 3000, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as JSON"):
        load(str(tmp_path / "a.txt"))


def test_an_alias_that_doubles_and_doubles_is_not_written_out(tmp_path):
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join([*lines, "schema: *a11", ""]), encoding="utf-8")
    with pytest.raises(InputError, match="its schema is a list"):
        story_of(load(str(path)).claims, "a file")
