"""Every language by the cases in its own folder: what is found, with which value, unit and hedge, and what is left alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tapeline
from tapeline.errors import UnknownNameError
from tapeline.quantity import HEDGES
from tapeline.story import lexicon
from tapeline.story.numbers import numerals
from tapeline.story.quantities import find, quantities
from tapeline.story.text import normalise

FOLDER = Path(lexicon.__file__).parent
LANGUAGES = lexicon.languages()
FEWEST_CASES = 40
GROUPS = {"values", "hedges", "ranges", "several", "nothing"}
CLOSE = 1e-9
"""A third written out in a table has so many digits."""


def cases_of(language):
    return tomllib.loads((FOLDER / language / "cases.toml").read_text(encoding="utf-8"))


def every(group):
    return [(language, row) for language in LANGUAGES for row in cases_of(language)[group]]


def one(text, language):
    mentions = find(normalise(text), language)
    assert len(mentions) == 1, [m.figure for m in mentions]
    return mentions[0]


@pytest.mark.parametrize(("language", "row"), every("values"))
def test_value_and_unit(language, row):
    text, stretch, value, unit = row
    mention = one(text, language)
    assert text[mention.start : mention.end] == stretch
    assert (mention.figure.value, mention.figure.unit) == (pytest.approx(value, rel=CLOSE), unit)
    assert mention.figure.top is None


@pytest.mark.parametrize(("language", "row"), every("hedges"))
def test_hedge_and_its_stretch(language, row):
    text, hedge, stretch = row
    mention = one(text, language)
    assert (mention.figure.hedge, text[mention.hedge_start : mention.hedge_end]) == (hedge, stretch)


@pytest.mark.parametrize(("language", "row"), every("ranges"))
def test_a_range_is_one_mention(language, row):
    text, stretch, low, high, unit = row
    mention = one(text, language)
    figure = mention.figure
    assert text[mention.start : mention.end] == stretch
    assert (figure.value, figure.top, figure.unit) == (pytest.approx(low), pytest.approx(high), unit)


@pytest.mark.parametrize(("language", "row"), every("several"))
def test_a_change_and_where_it_led_are_more_than_one(language, row):
    text, stretches = row
    mentions = find(normalise(text), language)
    assert [text[m.start : m.end] for m in mentions] == stretches
    assert all(m.figure.top is None for m in mentions)


@pytest.mark.parametrize(("language", "text"), every("nothing"))
def test_numbers_that_count_nothing_are_left_alone(language, text):
    assert [m.figure.text for m in find(normalise(text), language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_folder_is_whole(language):
    found = cases_of(language)
    assert set(found) == GROUPS
    assert sum(map(len, found.values())) >= FEWEST_CASES
    hedges = lexicon.table(language, "hedges")
    assert set(hedges["before"]) | set(hedges["after"]) <= set(HEDGES)
    assert numerals.grammar(language).opens()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_of_two_units(language):
    table = lexicon.table(language, "units")
    words = [(w.lower(), key) for g in ("currency", "parts", "ratio") for key, group in table[g].items() for w in group]
    units = dict(words)
    assert [(w, key, units[w]) for w, key in words if units[w] != key] == []


def test_no_shared_file_names_a_language():
    """The finders of quantities know no language by its tag; a folder does."""
    shared = [
        *sorted((FOLDER / "numbers").glob("*.py")),
        *(FOLDER / f"{x}.py" for x in ("quantities", "lexicon", "text")),
    ]
    named = [f"{p.stem}: {tag}" for p in shared for tag in LANGUAGES if f'"{tag}"' in p.read_text("utf-8")]
    assert named == []


def test_a_language_of_numbers_alone_says_so_when_a_story_is_to_be_read():
    alone = sorted(set(LANGUAGES) - set(lexicon.languages("predicates")))
    assert alone == ["ja"]
    for text in ("2024年2月4日、純利益は3割増の100億円。", "利益。"):
        with pytest.raises(UnknownNameError, match="of language 'ja' only numbers are read"):
            tapeline.read(text, language="ja", company="META", published="2024-02-10")


def test_a_folder_without_a_grammar_is_told_what_to_add(tmp_path, monkeypatch):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "numbers.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(lexicon, "_FOLDER", tmp_path)
    lexicon.languages.cache_clear()
    try:
        with pytest.raises(UnknownNameError, match=r"add xx/numerals\.py"):
            quantities("1", "xx")
    finally:
        lexicon.table.cache_clear()
        lexicon.languages.cache_clear()


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("¥500", "ja", "JPY"),
        ("¥500", "zh", "CNY"),
        ("¥500", "en", "JPY"),
        ("中国の¥500", "ja", "CNY"),
        ("日本的¥500", "zh", "JPY"),
    ],
)
def test_yen_or_yuan_by_the_text_then_by_its_language(text, language, unit):
    assert quantities(text, language)[0].unit == unit


def test_characters_of_either_script_are_one():
    assert quantities("20億圓", "ja")[0].value == quantities("20亿圆", "ja")[0].value == 2e9
    assert quantities("20億円", "ja")[0].unit == "JPY"
    assert quantities("20億圓", "zh")[0].unit == "CNY"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text", ["兆" * 100_000, "約" * 50_000, "1〜" * 5000, "百分の" * 5000, "3割5分" * 5000, "1万2000" * 5000]
)
def test_hostile_texts_end(text, language):
    assert all(abs(q.value) < 1e31 for q in quantities(text, language))


SOUP = st.text(alphabet="0123456789.,-%¥億万兆千百十一二三半割分厘弱強超約円元株人倍年から〜の・数余▲ \n", max_size=60)


@settings(max_examples=300)
@given(st.one_of(SOUP, st.text(max_size=60)), st.sampled_from(LANGUAGES), st.booleans())
def test_whatever_the_text_mentions_are_in_order_and_well_formed(text, language, strict):
    view, last = normalise(text), 0
    for m in find(view, language, strict=strict):
        assert last <= m.start <= m.number_start < m.number_end <= m.end <= len(view)
        assert m.hedge_start <= m.start <= m.end <= m.hedge_end
        assert m.figure.quantity.low <= m.figure.quantity.high
        last = m.end
