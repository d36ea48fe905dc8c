"""People and companies that no record knows: what marks their names, and whose figures are whose."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import tapeline
from tapeline.errors import UnknownNameError

sys.path.insert(0, str(Path(__file__).parent))

from reading_stories import brief, claims


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Marta Keller, 51, joined in 2019.", "Marta Keller"),
        ('Robert "Bob" Halvorsen, who joined in 2019, will speak.', 'Robert "Bob" Halvorsen'),
        ("Finance chief Brian Oduya joined in 2019.", "Brian Oduya"),
        ("Mr Okafor joined in 2019.", "Okafor"),
        ("Ana de Souza, its chief executive, joined in 2019.", "Ana de Souza"),
    ],
)
def test_a_mark_beside_a_name_makes_it_a_persons(text, person):
    assert person in {c.args.get("person") for c in claims(text)}


@pytest.mark.parametrize(
    "text", ["Goldman Sachs analyst notes rose 5%.", "Wall Street, which rose 5%.", "Morgan Stanley, who rose."]
)
def test_a_house_is_no_person(text):
    assert not [c for c in claims(text) if c.kind == "person" or c.speaker]


def test_what_a_stranger_did_is_not_said_of_the_last_named_person():
    text = (
        "Mark Zuckerberg founded Facebook in 2004. Paul Henriksen, who ran the place from 2010 until 2014, was unloved."
    )
    (ran,) = [c for c in claims(text) if c.kind == "person" and c.period]
    assert (ran.args["person"], ran.measure) == ("Paul Henriksen", "")
    assert (str(ran.period.start), str(ran.period.end)) == ("2010-01-01", "2014-12-31")


def test_a_chinese_name_behind_an_office():
    office, quoted = claims("首席财务官王建国表示：“我们会继续投入研发，不会削减开支。”", "zh")
    assert (office.kind, office.args["person"], office.text) == ("person", "王建国", "首席财务官王建国")
    assert (quoted.kind, quoted.speaker) == ("quote", "王建国")


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Kroger (NYSE: KR) rose 3% on Monday. Kroger had fallen 2% in May.", "en", [("price_move", "KR", 3.0, "%"), ("price_move", "KR", -2.0, "%")]),
        ("海底捞(06862)升1.2%，收报115.6港元。", "zh", [("price_move", "海底捞", 1.2, "%"), ("price_move", "海底捞", 115.6, "HKD/share")]),
    ],
)  # fmt: skip
def test_a_company_with_its_listing_beside_it_is_not_the_storys(text, language, found):
    assert brief(text, language) == found


def test_a_company_set_beside_another_is_not_what_the_next_sentence_speaks_of():
    text = "Meta's market value is $1.2 trillion, well short of Apple's. The shares gained 3% on Friday."
    assert brief(text)[-1][:2] == ("price_move", "META")


def test_a_company_may_be_given_in_traditional_characters_or_by_its_english_name():
    for name in ("騰訊", "腾讯", "Tencent"):
        story = tapeline.read("騰訊第三季營收1,929億元。", language="zh", company=name, published="2024-11-14")
        assert {c.subject for c in story.claims} == {"TCEHY"}


TRANSLITERATED = [
    ("特斯拉CEO埃隆·马斯克表示，需求很好。", "TSLA", "埃隆·马斯克"),
    ("苹果首席执行官蒂姆·库克说，需求很好。", "AAPL", "蒂姆·库克"),
    ("Meta首席执行官（CEO）马克·扎克伯格表示，需求很好。", "META", "Mark Zuckerberg"),
    ("迪士尼首席执行官鲍勃·艾格表示，公司将裁员。", "DIS", "鲍勃·艾格"),
]


@pytest.mark.parametrize(("text", "company", "person"), TRANSLITERATED)
def test_a_transliterated_name_behind_an_office_is_of_the_company_named_before_it(
    text: str, company: str, person: str
) -> None:
    story = tapeline.read(text, language="zh", company="META", published="2024-02-10")
    (found,) = [c for c in story.claims if c.kind == "person"]
    assert (found.subject, found.args["person"]) == (company, person)


def test_what_an_office_does_is_no_name() -> None:
    assert not [c for c in claims("董事长强调，利润增长。", "zh") if c.kind == "person"]


def test_an_unknown_company_that_the_story_names_otherwise_is_asked_for_by_that_name() -> None:
    text = "GoPro shares fell 28 percent on Wednesday."
    with pytest.raises(UnknownNameError, match="give the name that the story has for it"):
        tapeline.read(text, language="en", company="GPRO", published="2016-01-14")
    assert tapeline.read(text, language="en", company="GoPro", published="2016-01-14").company == "GoPro"
