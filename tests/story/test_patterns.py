"""The patterns of the languages' folders: every name that the code asks for is there and none other, and each holds one language's words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tapeline.errors import UnknownNameError
from tapeline.story import lexicon

FOLDER = Path(lexicon.__file__).parent
ASKED = re.compile(r"\b(wording|wordlist)\(\s*\"([a-z_]+\.[a-z_]+)\"")
NAMED = re.compile(r"\"((?:[a-z_]+)\.(?:[a-z_]+))\"")
HAN = re.compile("[\u4e00-\u9fff]")


def tables():
    return {
        tag: tomllib.loads((FOLDER / tag / "patterns.toml").read_text(encoding="utf-8"))
        for tag in lexicon.languages("patterns")
    }


def held(kind):
    """Every name under which a language holds patterns, or words."""
    found = set()
    for table in tables().values():
        for section, rows in table.items():
            own = rows.get("words", {}) if kind == "wordlist" else {k: v for k, v in rows.items() if k != "words"}
            found |= {f"{section}.{key}" for key in own}
    return found


def code():
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.py")))


@pytest.mark.parametrize("kind", ["wording", "wordlist"])
def test_what_the_code_asks_for_is_in_a_table(kind):
    asked = {name for which, name in ASKED.findall(code()) if which == kind}
    assert asked
    assert asked <= held(kind)


@pytest.mark.parametrize("kind", ["wording", "wordlist"])
def test_no_table_holds_what_nobody_asks_for(kind):
    assert held(kind) <= set(NAMED.findall(code()))


def test_every_pattern_compiles_as_it_is_asked_for():
    together = set(re.findall(r"\bwording\(\s*\"([a-z_]+\.[a-z_]+)\"\s*\)", code()))
    assert together
    assert all(lexicon.wording(name).pattern for name in together)
    for tag, table in tables().items():
        rows = [f"{section}.{key}" for section, row in table.items() for key in row if key != "words"]
        assert all(lexicon.wording(name, tag).pattern for name in rows)


def test_an_english_table_has_no_chinese_words():
    rows = [
        p.replace("\u4e00-\u9fff", "")
        for section in tables()["en"].values()
        for key, row in section.items()
        if key != "words"
        for p in row
    ]
    assert rows
    assert not [p for p in rows if HAN.search(p)]


def test_a_name_that_no_language_has_says_where_to_add_it():
    with pytest.raises(UnknownNameError, match=r"add `nothing` under \[market\]"):
        lexicon.wording("market.nothing")
    with pytest.raises(UnknownNameError, match=r"add `nothing` under \[market\.words\]"):
        lexicon.wordlist("market.nothing")


def test_one_language_can_be_asked_alone():
    assert lexicon.wording("when.joins", "en").fullmatch(", in ")
    assert not lexicon.wording("when.joins", "en").fullmatch("\u65f6")
    assert lexicon.wording("when.joins", "zh").fullmatch("\u65f6")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["predicates", "dates", "patterns"])
def test_no_list_of_a_table_has_a_word_twice(language: str, name: str) -> None:
    twice: list[str] = []

    def look(table: dict[str, Any], path: str) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                look(value, f"{path}{key}.")
            elif isinstance(value, list) and all(isinstance(v, str) for v in value):
                twice.extend(f"{path}{key}: {v}" for v, n in Counter(value).items() if n > 1)

    look(tomllib.loads((FOLDER / language / f"{name}.toml").read_text(encoding="utf-8")), "")
    assert not twice


LETTERS = re.compile(r"\(\?=\[([^\]^][^\]]*)\]\)")
"""What a pattern may begin with: the letters by which a search passes over most places without a try."""


def firsts(parts):
    """Every character that a parsed pattern can begin with, in lower case."""
    found = set()
    for op, argument in parts:
        name = str(op)
        if name in {"AT", "ASSERT", "ASSERT_NOT"}:
            continue
        if name == "LITERAL":
            return found | {chr(argument).lower()}
        if name == "IN":
            for kind, value in argument:
                low, high = (value, value) if str(kind) == "LITERAL" else value
                found |= {chr(c).lower() for c in range(low, high + 1)}
            return found
        if name == "SUBPATTERN":
            return found | firsts(argument[3])
        if name == "BRANCH":
            return found.union(*(firsts(one) for one in argument[1]))
        assert name == "MAX_REPEAT", f"{name} is not known to this test"
        found |= firsts(argument[2])
        if argument[0]:
            return found
    raise AssertionError("a pattern that can match nothing begins with anything")


def begun():
    return [
        (f"{section}.{key}", pattern)
        for table in tables().values()
        for section, row in table.items()
        for key, patterns in row.items()
        if key != "words"
        for pattern in patterns
        if LETTERS.match(pattern)
    ]


@pytest.mark.parametrize(("name", "pattern"), begun())
def test_the_letters_that_a_pattern_says_it_begins_with_are_those_that_it_begins_with(name, pattern):
    letters = LETTERS.match(pattern)
    told = set(re.sub("0-9", "0123456789", letters[1]).lower())
    assert firsts(re._parser.parse(pattern[letters.end() :])) == told, name
