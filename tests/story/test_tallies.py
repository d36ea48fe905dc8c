"""On how many of so many days a price rose or fell: what is counted, of what, and what no measure counts."""

from __future__ import annotations

import pytest

import tapeline

EN, ZH = ("en", "META", "2024-02-03"), ("zh", "META", "2024-02-03")


@pytest.mark.parametrize(
    ("told", "text", "args", "count"),
    [
        (EN, "Meta has risen on seven of the last ten days.", {"direction": "up", "among": "10"}, 7),
        (EN, "Meta fell 2.5% on Wednesday, its second decline in eight sessions.", {"direction": "down", "among": "8"}, 2),
        (EN, "The stock has gained in 12 of the past 15 weeks.", {"direction": "up", "among": "15", "per": "week"}, 12),
        (EN, "Meta shares rose in 11 of 2023's 12 months.", {"direction": "up", "among": "12", "per": "month"}, 11),
        (("en", "GSPC", "2022-11-05"), "The S&P 500 fell on four of the week's five days.", {"direction": "down", "among": "5"}, 4),
        (("en", "GSPC", "2022-11-04"), "The S&P 500 fell for the fourth time in five sessions on Thursday.",
         {"direction": "down", "among": "5"}, 4),
        (ZH, "最近十个交易日里，Meta有七天上涨。", {"direction": "up", "among": "10"}, 7),
        (ZH, "Meta周五大涨20.3%，为十个交易日里第七次收涨。", {"direction": "up", "among": "10"}, 7),
        (("zh", "GSPC", "2022-11-05"), "标普500指数过去五个交易日有四天下跌。", {"direction": "down", "among": "5"}, 4),
    ],
)  # fmt: skip
def test_a_tally_is_counted(told: tuple[str, str, str], text: str, args: dict[str, str], count: int) -> None:
    language, company, published = told
    story = tapeline.read(text, language=language, company=company, published=published)
    claims = [c for c in story.claims if c.kind == "record"]
    assert [(c.measure, c.args) for c in claims] == [("price.tally", args)]
    assert claims[0].asserted is not None
    assert claims[0].asserted.quantity.low == count
    verdicts = {v.claim: v.verdict for v in tapeline.check(story).verdicts}
    assert verdicts[claims[0].id] == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "Meta fell more than 2% for the second time in nine sessions.",
        "Meta shares fell below $400 for the third time in ten sessions.",
        "Revenue has grown in five of the last seven quarters.",
        "Two of the last three years brought job cuts.",
        "Meta rose 3% on the second day of three days of talks.",
    ],
)
def test_what_counts_something_else_is_no_tally(text: str) -> None:
    story = tapeline.read(text, language="en", company="META", published="2024-02-03")
    assert all(c.measure != "price.tally" for c in story.claims)


def test_a_false_count_is_called_false() -> None:
    story = tapeline.read("Meta has risen on nine of the last ten days.", language="en", company="META", published="2024-02-03")  # fmt: skip
    assert [v.verdict for v in tapeline.check(story).verdicts] == ["contradicted"]


def test_a_tally_is_of_the_year_that_its_own_words_name() -> None:
    told = "Meta shares rose in 11 of 2023's 12 months and ended the year at $353.96."
    story = tapeline.read(told, language="en", company="META", published="2024-02-03")
    tally = next(c for c in story.claims if c.measure == "price.tally")
    assert tally.period is not None
    assert (tally.period.start.isoformat(), tally.period.end.isoformat()) == ("2023-01-01", "2023-12-31")


def test_the_second_of_two_halves_is_a_half() -> None:
    story = tapeline.read("The stock gained 138% in the first half of 2023 and 23% in the second.", language="en", company="META",
                          published="2024-02-03")  # fmt: skip
    assert [v.verdict for v in tapeline.check(story).verdicts] == ["supported", "supported"]
