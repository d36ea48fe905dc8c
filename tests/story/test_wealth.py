"""What somebody's fortune gained or lost is a person's, and no figure of the company or of its shares."""

from __future__ import annotations

import pytest
from reading_stories import of_meta

FORTUNES = [
    ("A rally in Amazon shares on Monday added $13 billion to the wealth of Jeff Bezos.", 1.3e10),
    ("Since January Mark Zuckerberg has gained $74.4 billion.", 7.44e10),
    ("Mark Zuckerberg did well too. His holdings appreciated by $4.6 billion on the day.", 4.6e9),
    ("Mark Zuckerberg is $14.8 billion better off.", 1.48e10),
    ("It left him $30 billion poorer.", -3e10),
    ("Mark Zuckerberg lost over $15 billion yesterday after the stock fell 19 percent.", -1.5e10),
    ("The drop shaved $1 billion from Mark Zuckerberg's net worth overnight.", -1e9),
    ("The slump took $29 billion off the personal wealth of founder Mark Zuckerberg.", -2.9e10),
]
THE_COMPANYS = [
    ("Mark Zuckerberg said Meta lost $2 billion.", "results"),
    ("Its market value grew by $30 billion on Friday.", "market_cap_change"),
]


@pytest.mark.parametrize(("text", "value"), FORTUNES)
def test_what_somebody_gained_or_lost_is_a_holdings(text: str, value: float) -> None:
    claims = of_meta(text).claims
    told = [c for c in claims if c.kind == "holding" and c.asserted and c.asserted.figure]
    assert [c.asserted.figure.value for c in told if c.asserted and c.asserted.figure] == [value]
    assert not any(c.measure.startswith(("market_cap", "fact")) for c in claims)


@pytest.mark.parametrize(("text", "kind"), THE_COMPANYS)
def test_what_the_company_gained_or_lost_is_its_own(text: str, kind: str) -> None:
    claims = of_meta(text).claims
    assert kind in {c.kind for c in claims}
    assert "holding" not in {c.kind for c in claims}


def test_a_rank_of_fortunes_is_none_of_the_price() -> None:
    text = (
        "It was the biggest one-day increase for any person since Bloomberg began its ranking of billionaires in 2012."
    )
    claims = of_meta(text).claims
    assert [c.kind for c in claims if c.measure.startswith(("price.", "market_cap."))] == []


def test_what_was_reached_within_the_day_is_the_days_high() -> None:
    text = "On Feb. 2, 2024 Meta's shares rose to an intraday high of $485.96."
    level = next(c for c in of_meta(text).claims)
    assert (level.measure, level.args["field"]) == ("price.level", "high")


def test_what_is_left_out_denies_nothing() -> None:
    text = "Without those credits the gross margin recovered to 17.1%."
    claim = next(c for c in of_meta(text).claims)
    assert claim.modality == "stated"
