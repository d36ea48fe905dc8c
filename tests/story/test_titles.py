"""An office or a trade beside a name: one statement for a person, of the record where it knows the office."""

from datetime import date

import pytest

from tapeline.claim import Story
from tapeline.names import names_of
from tapeline.record import open_record
from tapeline.story import Names, read_claims

NAMES = Names(names_of(open_record(None)).names)


def claims(text: str, language: str = "en"):
    return read_claims(Story(text, "", language, "META", date(2024, 2, 3), "", ""), NAMES).claims


TITLES = [
    ("en", "Meta Chief Executive Mark Zuckerberg was pleased.", "person.role", "Mark Zuckerberg", "Meta Chief Executive Mark Zuckerberg"),
    ("en", "Mark Zuckerberg, the co-founder and chief executive of Meta, agreed.", "person.role", "Mark Zuckerberg",
     "Mark Zuckerberg, the co-founder and chief executive of Meta"),
    ("en", "Former chief operating officer Sheryl Sandberg agreed.", "", "Sheryl Sandberg", "Former chief operating officer Sheryl Sandberg"),
    ("en", "Dora Pell, a senior market analyst at Harrow, agreed.", "", "Dora Pell", "Dora Pell, a senior market analyst at Harrow"),
    ("en", "So says Harrow analyst Dora Pell.", "", "Dora Pell", "Harrow analyst Dora Pell"),
    ("zh", "Meta首席执行官扎克伯格对此表示乐观。", "person.role", "Mark Zuckerberg", "Meta首席执行官扎克伯格"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "measure", "person", "words"), TITLES)
def test_an_office_beside_a_name(language, text, measure, person, words):
    (found,) = [c for c in claims(text, language) if c.args.get("form")]
    assert (found.kind, found.measure, found.args["person"], found.text) == ("person", measure, person, words)


def test_it_is_said_once_for_a_person():
    found = claims(
        "Meta CEO Mark Zuckerberg spoke. CEO Mark Zuckerberg spoke again. Zuckerberg, the chief executive, left."
    )
    assert len([c for c in found if c.args.get("form")]) == 1


def test_an_office_with_its_years_is_told_by_them():
    assert not [c for c in claims("Mark Zuckerberg, chief executive since 2004, agreed.") if c.args.get("form")]
