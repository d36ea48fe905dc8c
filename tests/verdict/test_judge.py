"""From a claim to its verdict: readings, nearest truth, clashes, then and now."""

from dataclasses import replace
from datetime import date

import pytest

import tapeline
from tapeline.claim import Asserted, Claim, Period, Story
from tapeline.quantity import Figure
from tapeline.record import Record
from tapeline.verdict import Terms, judge, judge_all

TERMS = Terms(date(2024, 2, 10), date(2025, 1, 29))
DAY = Period.of_day(date(2024, 2, 2))


def figure(value: float, step: float, unit: str = "USD", hedge: str = "exact") -> Asserted:
    return Asserted.of_figure(Figure(f"{value:g}", value, step, unit, hedge))


def claim(measure: str, asserted: Asserted | None, period: Period | None = DAY, **args: str) -> Claim:
    return Claim("c1", 0, 1, "…", "event", measure, "META", period, asserted, args=args)


def test_the_kindest_standard_reading_decides_and_the_others_are_shown(record: Record) -> None:
    v = judge(record, claim("market_cap.level", figure(1.22e12, 1e10, hedge="over")), TERMS)
    assert v.verdict == "supported"
    assert v.measured is not None
    assert "10-Q" in v.measured.basis
    assert any("10-K" in m.basis for m in v.bases)


def test_a_reading_that_no_desk_would_use_supports_nothing(record: Record) -> None:
    v = judge(record, claim("market_cap.change", figure(176.5e9, 1e8)), TERMS)  # class A alone
    assert v.verdict == "contradicted"
    assert any("class A only" in m.basis for m in v.bases)


def test_ambiguous_days_are_each_tried_and_the_likeliest_is_shown_where_all_fail(record: Record) -> None:
    days = (Period.of_day(date(2024, 2, 9)),)
    v = judge(record, replace(claim("market_cap.change", figure(196e9, 1e9)), also=days), TERMS)
    assert v.verdict == "contradicted"
    assert v.measured is not None
    assert v.measured.as_of == date(2024, 2, 2)


def test_the_nearest_truth_of_a_loss_on_the_wrong_day_is_its_day(record: Record) -> None:
    wrong = claim("market_cap.change", figure(-200e9, 100e9, hedge="over"), Period.of_day(date(2024, 2, 1)))
    v = judge(record, wrong, TERMS)
    assert v.verdict == "contradicted"
    assert v.nearest[0].what == "META market_cap.change 2022-02-03"
    assert v.nearest[0].value == pytest.approx(-232.02e9, rel=1e-4)
    assert len(v.nearest) <= 3


def test_the_nearest_truth_names_a_slip_of_magnitude(record: Record) -> None:
    v = judge(record, claim("fact.value", figure(14.017e6, 1e3), None, metric="net_income"), TERMS)
    assert v.verdict == "contradicted"
    assert [n.why for n in v.nearest] == [
        "the claim is a thousandth of (million for billion) the measured $14.02 billion"
    ]


def test_the_nearest_truth_of_a_figure_is_the_period_that_it_is_true_of(record: Record) -> None:
    v = judge(
        record,
        claim(
            "fact.value", figure(4.652e9, 1e6), Period("", date(2023, 10, 1), date(2023, 12, 31)), metric="net_income"
        ),
        TERMS,
    )
    assert v.verdict == "contradicted"
    assert v.nearest[0].what == "META net_income 2022-10-01 2022-12-31"


def test_a_record_that_has_fallen_since_is_supported_with_the_day_it_fell(record: Record) -> None:
    from tapeline.quantity import Quantity

    v = judge(record, claim("market_cap.change_rank", Asserted("", Quantity.exact(1.0, "rank")), direction="up"), TERMS)
    assert v.verdict == "supported"
    assert v.then_and_now is not None
    assert v.then_and_now.changed_on == date(2024, 2, 22)
    assert "NVDA" in v.then_and_now.by


def test_what_became_known_only_later_says_so(record: Record) -> None:
    early = Terms(date(2024, 1, 15), date(2025, 1, 29))
    v = judge(record, claim("dividend.per_share", figure(0.5, 0.01, "USD/share"), None), early)
    assert v.verdict == "supported"
    assert "Not knowable when the story ran" in v.reason


def test_missing_evidence_is_named_with_the_command_and_never_judged(record: Record) -> None:
    v = judge(record, replace(claim("price.return", figure(5, 1, "%")), subject="QCOM"), TERMS)
    assert v.verdict == "unverifiable"
    assert v.missing == "daily prices of QCOM; tapeline record add prices qcom.csv --record DIR"


@pytest.mark.parametrize("modality", ["forecast", "conditional", "negated", "opinion"])
def test_what_is_not_asserted_is_not_checked(record: Record, modality) -> None:  # type: ignore[no-untyped-def]
    v = judge(record, replace(claim("price.return", figure(20.3, 0.1, "%")), modality=modality), TERMS)
    assert v.verdict == "opinion"
    assert v.measured is None


def test_a_claim_in_a_unit_that_its_measure_does_not_give_is_unverifiable(record: Record) -> None:
    assert judge(record, claim("price.return", figure(5, 1, "people")), TERMS).verdict == "unverifiable"


def story(*claims: Claim) -> Story:
    numbered = tuple(replace(c, id=f"c{i}") for i, c in enumerate(claims, start=1))
    return Story("…", "t", "en", "META", date(2024, 2, 10), "", "", numbered)


def clashes(record: Record, *claims: Claim) -> list[tuple[str, ...]]:
    return [v.clashes_with for v in judge_all(record, story(*claims), TERMS)]


def test_two_sizes_of_one_move_clash(record: Record) -> None:
    a, b = claim("market_cap.change", figure(190e9, 10e9)), claim("market_cap.change", figure(196e9, 1e9))
    assert clashes(record, a, b) == [("c2",), ("c1",)]


def test_moves_of_two_days_do_not_clash(record: Record) -> None:
    a = claim("price.return", figure(20.3, 0.1, "%"))
    b = claim("price.return", figure(1.2, 0.1, "%"), Period.of_day(date(2024, 2, 1)))
    assert clashes(record, a, b) == [(), ()]


def test_a_quarterly_and_a_yearly_dividend_are_set_on_one_scale(record: Record) -> None:
    quarter = claim("dividend.income", figure(175e6, 1e6), None, person="Mark Zuckerberg", per="quarter")
    year = claim("dividend.income", figure(700e6, 100e6), None, person="Mark Zuckerberg", per="year")
    wrong = claim("dividend.income", figure(900e6, 100e6), None, person="Mark Zuckerberg", per="year")
    assert clashes(record, quarter, year) == [(), ()]
    assert clashes(record, quarter, wrong) == [("c2",), ("c1",)]


def test_38_now_and_36_fifteen_months_ago_can_both_be_true(record: Record) -> None:
    now = claim("person.age", figure(38, 1, "years"), None, person="Susan Li")
    then = claim(
        "person.age", figure(36, 1, "years"), None, person="Susan Li", at="appointed", role="Chief financial officer"
    )
    assert clashes(record, now, then) == [(), ()]


def test_39_now_and_36_fifteen_months_ago_cannot(record: Record) -> None:
    from tapeline.quantity import Quantity

    exact = [Asserted(str(n), Quantity.exact(n, "years")) for n in (39.0, 36.0)]
    now = claim("person.age", exact[0], None, person="Susan Li")
    then = claim("person.age", exact[1], None, person="Susan Li", at="appointed", role="Chief financial officer")
    assert clashes(record, now, then) == [("c2",), ("c1",)]


def test_claims_that_nothing_decides_and_that_clash_are_inconsistent(record: Record) -> None:
    a = replace(claim("person.age", figure(45, 1, "years"), None, person="Tom Alison"))
    b = replace(claim("person.age", figure(47, 1, "years"), None, person="Tom Alison"))
    found = judge_all(record, story(a, b), TERMS)
    assert [v.verdict for v in found] == ["inconsistent", "inconsistent"]
    assert [v.clashes_with for v in found] == [("c2",), ("c1",)]


def test_a_quote_wants_its_document_and_is_no_opinion(record: Record) -> None:
    said = replace(claim("", None, None), kind="quote", speaker="Jensen Huang", modality="reported")
    v = judge(record, said, TERMS)
    what, how = v.missing.split("; ")
    assert (v.verdict, what) == ("unverifiable", "a document in which Jensen Huang says so")
    assert how == "tapeline record add documents TRANSCRIPT.txt --set entity=META --record DIR"


def test_an_index_closes_at_points_of_no_currency(record: Record) -> None:
    level = replace(claim("price.level", figure(4958.6, 0.1, "")), subject="GSPC")
    assert judge(record, level, TERMS).verdict == "supported"  # 4,958.61 on 2024-02-02


def test_a_move_at_the_open_and_one_at_the_close_do_not_clash(record: Record) -> None:
    opened = claim("price.return", figure(-4.0, 0.1, "%"), session="open")
    closed = claim("price.return", figure(1.2, 0.1, "%"))
    assert clashes(record, opened, closed) == [(), ()]


def test_levels_of_days_that_are_not_told_do_not_clash(record: Record) -> None:
    a, b = (claim("market_cap.level", figure(v, 1e9), None) for v in (982e9, 1.4e12))
    assert clashes(record, a, b) == [(), ()]


def test_dividends_of_two_days_do_not_clash(record: Record) -> None:
    days = (Period.of_day(date(2024, 5, 16)), Period.of_day(date(2024, 7, 19)))
    a, b = (
        claim("dividend.per_share", figure(v, 0.1, "USD/share"), d, per="quarter")
        for v, d in zip((0.28, 0.1), days, strict=True)
    )
    assert clashes(record, a, b) == [(), ()]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Meta股价周四低开近24%。", "imprecise"),
        ("Meta shares closed nearly 24% lower on Thursday.", "contradicted"),  # it closed 26.39% lower
        ("周四，Meta股价收盘跌近24%。", "contradicted"),
    ],
)
def test_the_formula_shown_is_that_of_the_day_that_the_verdict_is_about(text: str, verdict: str) -> None:
    """A week before, on another Thursday, the price did not move: that is not "nearly 24%"."""
    check = tapeline.check(tapeline.read(text, company="META", published="2022-02-03"))
    assert check.verdicts[0].verdict == verdict
    assert check.verdicts[0].measured is not None
    assert "2022-02-03" in check.verdicts[0].measured.formula


def test_a_move_without_a_day_is_not_contradicted_by_the_days_tried_for_it(record: Record) -> None:
    undated = replace(claim("price.return", figure(-51.0, 0.5, "%"), None), also=(Period.of_day(date(2024, 2, 9)),))
    v = judge(record, undated, TERMS)
    assert v.verdict == "unverifiable"
    assert "gives no day" in v.reason
    assert v.missing == "the day of the move"
    dated = judge(record, claim("price.return", figure(-51.0, 0.5, "%")), TERMS)
    assert dated.verdict == "contradicted"


def test_figures_that_nothing_measures_clash_only_where_they_could_be_one(record: Record) -> None:
    """Revenue of 21.5 beside 2.53 billion is two parts of a company; 401 beside 410 million, or ten times as much, is one told twice."""

    def told(value: float, number: str) -> Claim:
        return replace(claim("fact.value", figure(value, 1e6, "USD"), metric="no_such.revenue"), id=number)

    assert clashes(record, told(2.15e10, "c1"), told(2.53e9, "c2")) == [(), ()]
    assert clashes(record, told(4.01e8, "c1"), told(4.1e8, "c2")) == [("c2",), ("c1",)]
    assert clashes(record, told(4.01e8, "c1"), told(4.01e9, "c2")) == [("c2",), ("c1",)]


@pytest.mark.parametrize(("value", "shown"), [("1.98", "$1.81 trillion to $1.98 trillion"), ("1.89", "$1.9 trillion")])
def test_what_only_an_old_count_of_shares_bears_out_is_told_with_both_ends(value: str, shown: str) -> None:
    # the nearest count of Amazon's shares is of 202 days after the close of 8 July 2021
    text = f"On July 8, 2021 Amazon had a market value of ${value} trillion at the close."
    story = tapeline.read(text, language="en", company="AMZN", published="2022-11-15")
    (verdict,) = tapeline.check(story).verdicts
    assert verdict.verdict == "supported"
    assert f"The record gives {shown};" in verdict.reason
