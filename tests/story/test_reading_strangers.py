"""What stories by strangers taught: denials that do not reach, levels beside moves, guidance, causes behind a move."""

from __future__ import annotations

import pytest

import tapeline


def found(text: str) -> list[tuple[str, str, str]]:
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    return [(c.kind, c.modality, c.asserted.text if c.asserted else c.text) for c in story.claims]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The company said no decision had been made to trim its workforce, which stood at 67,317 in December.", "stated"),
        ("The company denied that its workforce, which investors had counted, stood at 67,317 in December.", "negated"),
        ("Should it dismiss 10,000 employees, the savings would be large.", "forecast"),
        ("Its headcount was not 67,317 in December.", "negated"),
    ],
)  # fmt: skip
def test_a_denial_reaches_a_relative_clause_only_where_that_is_closed(text: str, modality: str) -> None:
    claims = tapeline.read(text, language="en", company="META", published="2024-02-10").claims
    counted = [c for c in claims if c.asserted]
    assert [c.kind for c in counted] in (["headcount"], ["forecast"])
    assert counted[0].modality in {modality, "conditional" if modality == "forecast" else modality}


def test_a_move_beside_its_level_is_read_with_it() -> None:
    kinds = found("Meta's shares closed 2% higher at $468.11 on Friday.")
    assert [k for k, _, _ in kinds] == ["price_move", "price_move"]


@pytest.mark.parametrize(
    "text",
    [
        "Brent crude fell 0.8% to $74.38 a barrel.",
        "Bitcoin traded near $68,000.",
    ],
)
def test_what_is_no_share_has_no_share_price(text: str) -> None:
    claims = tapeline.read(text, language="en", company="META", published="2024-02-10").claims
    assert {(c.kind, c.measure, c.subject) for c in claims} == {("price_move", "", "")}


@pytest.mark.parametrize(
    "text",
    [
        "Analysts polled by a news agency see its profit climbing 24% to $12.2 billion.",
        "We now see revenue growing 14%.",
        "The company is guiding to revenue of $37 billion.",
    ],
)
def test_what_is_expected_is_no_fact(text: str) -> None:
    assert {m for _, m, _ in found(text)} <= {"forecast", "conditional", "opinion"}


def test_a_cause_may_stand_behind_after() -> None:
    story = tapeline.read(
        "Meta's stock fell 26% after users left its main app.", language="en", company="META", published="2024-02-10"
    )
    (cause,) = [c for c in story.claims if c.kind == "causal"]
    assert (cause.args["direction"], cause.args["cause_text"]) == ("down", "users left its main app")
    late = tapeline.read(
        "Meta's stock fell 26% after the bell on Thursday.", language="en", company="META", published="2024-02-10"
    )
    assert "causal" not in {c.kind for c in late.claims}


def test_off_is_a_fall_only_right_before_a_number() -> None:
    assert found("Meta's shares were off about 3% on Friday.")[0][0] == "price_move"
    (kind, _, said), *_ = found("Meta's shares, off 28% this year, closed 2% higher at $468.11.")
    assert (kind, said) == ("price_move", "28%")
    assert found("The deal is off, and Meta's shares rose 3%.")[0][2] == "3%"


def test_a_percentage_behind_or_says_the_points_again() -> None:
    found_ = [(k, t) for k, _, t in found("The S&P 500 lost 141 points, or 0.3%, on Friday.")]
    assert found_ == [("index", "141 points"), ("index", "0.3%")]


def test_a_bare_age_set_off_behind_a_known_name() -> None:
    assert ("person", "stated", "39") in found("Mark Zuckerberg, 39, spoke on Friday.")


def test_no_age_is_read_from_a_number_of_something() -> None:
    said = found("Mark Zuckerberg, 20 minutes later, left the stage.")
    assert not [text for kind, _, text in said if kind == "person" and text.startswith("20")]
