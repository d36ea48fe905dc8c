"""What goes wrong in this field, a test each; the event-study pitfalls are tested beside the engine."""

from datetime import date

import pytest

import tapeline
from tapeline.claim import Claim
from tapeline.record import Record

HAND = 1e-3  # the hand's rounding, relative


def read(text: str, company: str = "META", published: str = "2024-02-10", language: str = "en") -> list[Claim]:
    return list(tapeline.read(text, language=language, company=company, published=published).claims)


def verdicts(text: str, company: str = "META", published: str = "2024-02-10", language: str = "en") -> list[str]:
    story = tapeline.read(text, language=language, company=company, published=published)
    return [v.verdict for v in tapeline.check(story).verdicts]


# Market value


def test_classes_are_summed_within_one_filing_and_never_across_two(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("market_cap.level", on="2024-02-02", known="2024-02-10")
    for x in (m, *m.bases):
        assert len({c.key.split()[-1] for c in x.trail if c.table == "shares"}) <= 1


def test_a_price_before_a_split_meets_the_count_before_it(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("market_cap.level", subject="AMZN", on="2022-02-04")
    assert m.value == pytest.approx(3152.79 * 508.84e6, rel=HAND)  # twenty-for-one only in June


def test_a_split_between_the_cover_date_and_the_price_date_restates_the_count(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("market_cap.level", subject="AMZN", on="2022-06-07")
    assert m.value == pytest.approx(123.00 * 20 * 508.84e6, rel=HAND)
    assert "restated 20 for 1" in m.basis


def test_the_basis_of_a_market_value_is_always_said(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("market_cap.level", on="2024-02-02")
    assert all("cover of" in x.basis or "weighted" in x.basis for x in (m, *m.bases))


# Prices


def test_claims_are_about_printed_prices_and_not_dividend_adjusted_ones(measured) -> None:  # type: ignore[no-untyped-def]
    assert measured("price.level", subject="AAPL", on="2022-11-10").value == 146.87


def test_a_record_high_differs_between_close_and_intraday_and_both_are_shown(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("price.high_rank", start="2024-01-01", on="2024-02-02")
    assert [x.basis.split(",")[0] for x in (m, *m.bases)] == ["by close", "by day's high"]


def test_a_missing_session_is_not_a_zero_return() -> None:
    assert verdicts("Meta shares rose 0.0% on Saturday, February 3, 2024.") == ["unverifiable"]


# Time


def test_news_after_the_close_acts_on_the_next_session(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("event.date", kind="results", on="2024-02-01")
    assert m.as_of == date(2024, 2, 1)
    assert [x.as_of for x in m.bases] == [date(2024, 2, 2)]


def test_news_before_the_open_acts_on_the_same_session(measured) -> None:  # type: ignore[no-untyped-def]
    assert measured("event.date", kind="layoffs", on="2022-11-09").bases == ()  # 06:00 New York


# Look-ahead


def test_a_figure_is_not_known_before_it_was_filed() -> None:
    early = tapeline.read("Meta's net income was $14.0 billion in the fourth quarter of 2023.", language="en", company="META",
                          published="2024-01-15")  # fmt: skip
    (v,) = tapeline.check(early, as_of="2024-01-15").verdicts
    assert v.verdict == "unverifiable"


def test_an_old_ticker_still_finds_its_company(record: Record) -> None:
    assert record.resolve("FB") == record.resolve("META") == "META"


# Filings


def test_a_year_is_four_quarters_and_not_the_last_one(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("fact.value", metric="net_income", start="2023-01-01", on="2023-12-31")
    assert m.value == pytest.approx(39.098e9, rel=HAND)
    assert len(m.trail) == 4


def test_a_figure_is_known_only_to_the_precision_it_was_filed_with(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("fact.value", metric="net_income", known="2024-02-10")
    assert m.high - m.low == pytest.approx(1e6)


# People


def test_a_birth_date_known_as_a_year_is_an_interval(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("person.age", person="Javier Olivan", on="2024-02-10")
    assert (m.low, m.high) == (46, 47)


# Language


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Meta净利润增加了两倍。", "supported"),  # three times as much: 14.017 / 4.652 = 3.01
        ("Meta净利润增加到三倍。", "supported"),
        ("Meta净利润增加了三倍。", "contradicted"),
    ],
)
def test_increased_by_is_not_increased_to(text: str, verdict: str) -> None:
    assert verdicts(text, language="zh") == [verdict]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Meta第四季度净利润达到140.2亿美元。", "supported"),
        ("Meta第四季度净利润达到140.2万美元。", "contradicted"),
        ("Meta第四季度净利润达到1402亿美元。", "contradicted"),
    ],
)
def test_a_slip_of_wan_for_yi_is_found(text: str, verdict: str) -> None:
    assert verdicts(text, language="zh") == [verdict]


def test_a_slip_of_wan_for_yi_is_named() -> None:
    story = tapeline.read("Meta第四季度净利润达到140.2万美元。", language="zh", company="META", published="2024-02-10")
    (v,) = tapeline.check(story).verdicts
    assert any("万 for 亿" in n.why for n in v.nearest)


def test_a_quarter_is_not_a_year() -> None:
    assert verdicts("The dividend pays Mark Zuckerberg $175 million a quarter.") == ["supported"]
    assert verdicts("The dividend pays Mark Zuckerberg $175 million a year.") == ["contradicted"]


@pytest.mark.parametrize(
    "text", ["Meta expects revenue to rise 25% this year.", "If Meta's revenue rose 25%, few would notice."]
)
def test_forecasts_and_conditionals_are_not_checked(text: str) -> None:
    assert set(verdicts(text)) == {"opinion"}


def test_what_is_denied_is_not_asserted() -> None:
    assert set(verdicts("Meta denied that its revenue rose 25% in the fourth quarter.")) == {"opinion"}


def test_no_number_is_made_up() -> None:
    for c in read("Meta shares rose 20.3% on February 2, 2024, adding $204 billion in market value."):
        assert c.asserted is not None
        assert c.asserted.text in "20.3% $204 billion"


# Verdicts


def test_could_not_check_is_not_false() -> None:
    assert verdicts("Qualcomm shares fell 3.1% on February 1, 2024.", company="QCOM") == ["unverifiable"]


def test_causation_is_never_called_from_timing_alone() -> None:
    text = "The layoffs sent Meta's stock up on November 9, 2022."
    story = tapeline.read(text, language="en", company="META", published="2024-02-10")
    check = tapeline.check(story)
    (claim,) = [c for c in story.claims if c.kind == "causal"]
    assert check.causes[claim.id].evidence
    assert all(e.null for e in check.causes[claim.id].evidence)


# Found on translated news


def test_after_the_close_in_new_york_is_the_next_day_in_beijing() -> None:
    assert verdicts("2月2日，Meta公布了第四季度财报。", language="zh") == ["supported"]  # 05:05 in Beijing
    assert verdicts("2月3日，Meta公布了第四季度财报。", language="zh") == ["contradicted"]
    assert verdicts("Meta reported quarterly results on February 2, 2024.") == ["contradicted"]


def test_a_move_that_the_tape_does_not_reach_is_measured_as_it_was_reported() -> None:
    text = "英伟达市值周四增加2770亿美元，创下美股历史上最大的单日涨幅纪录。"
    assert set(verdicts(text, company="NVDA", published="2024-02-24", language="zh")) == {"supported"}


def test_the_results_of_another_quarter_say_nothing_of_this_one() -> None:
    text = "Nvidia reported quarterly results on May 24, 2023."  # the record holds those of February 2024 alone
    assert verdicts(text, company="NVDA", published="2023-05-26") == ["unverifiable"]


def test_since_may_or_may_not_count_the_month_itself(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("price.return_rank", subject="GSPC", on="2022-09-13", direction="down", since="2020-06-01:2020-06-30")
    assert [x.value for x in (m, *m.bases)] == [1, 2]  # -5.9% on 2020-06-11 is what it is "the largest since"


def test_a_loss_without_a_period_is_that_of_the_newest_quarter_or_of_longer() -> None:
    assert verdicts("Reality Labs lost $4.65 billion.", published="2024-02-03") == ["supported"]
    assert verdicts("Reality Labs lost $9.1 billion.", published="2024-02-03") == ["contradicted"]


def test_this_year_through_thursday_is_no_day_of_its_own() -> None:
    text = "Nvidia shares have gained this year, rising 160% through Thursday."
    assert verdicts(text, company="NVDA", published="2023-05-26") == ["supported"]


def test_what_is_announced_is_not_forecast_by_what_stands_before_it() -> None:
    text = "Meta said it would pay a dividend and announced a $50 billion increase in its share buyback."
    story = tapeline.read(text, language="en", company="META", published="2024-02-03")
    assert [
        v.verdict for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True) if c.kind == "buyback"
    ] == ["supported"]
