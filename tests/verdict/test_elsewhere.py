"""What the reader took from elsewhere contradicts nothing where another time or company of the story fits, and is borne out where it is told finely."""

from dataclasses import replace
from datetime import date

import pytest

import tapeline
from tapeline.claim import Asserted, Claim, Inferred, Period
from tapeline.quantity import Figure
from tapeline.record import Record
from tapeline.verdict import Terms, judge

FRIDAY = Period.of_day(date(2022, 2, 4))
TERMS = Terms(FRIDAY.start, FRIDAY.start, named=("META", "AMZN"))
BOTH: tuple[Inferred, ...] = ("period", "subject")


def percent(value: float, step: float = 0.1) -> Asserted:
    return Asserted.of_figure(Figure(f"{value}%", value, step, "%"))


def move(value: float, *inferred: Inferred, subject: str = "META", period: Period = FRIDAY, step: float = 0.1) -> Claim:
    told = percent(value, step)
    return Claim("c1", 0, 1, "…", "price_move", "price.return", subject, period, told, inferred=inferred)


def test_a_move_whose_clause_gives_no_time_may_be_the_weeks(record: Record) -> None:
    """301.71 on 28 January 2022, 237.09 on 4 February: the week took 21.4%, its last day 0.3%."""
    v = judge(record, move(-21.0, "period", step=1), TERMS)
    assert v.verdict == "unverifiable"
    assert "237.09 (2022-02-04) / 301.71 (2022-01-28)" in v.reason
    assert v.missing == "of when the number is, or of whom"


def test_a_number_so_fine_that_it_hardly_fits_by_chance_is_borne_out(record: Record) -> None:
    v = judge(record, move(-21.4, "period"), TERMS)
    assert (v.verdict, v.missing) == ("supported", "")
    assert v.measured is not None
    assert "237.09 (2022-02-04) / 301.71 (2022-01-28)" in v.measured.formula
    assert v.reason.endswith("read as 237.09 (2022-02-04) / 301.71 (2022-01-28) - 1 = -21.42%.)")
    assert judge(record, move(-21.4, *BOTH), TERMS).verdict == "supported"
    assert judge(record, move(-21.4, "period"), replace(TERMS, language="zh")).reason.startswith("记录为-21.42%")


def test_neither_another_company_nor_a_stretch_from_any_day_is_sure(record: Record) -> None:
    told = replace(TERMS, told=(Period.of_day(date(2021, 11, 18)),))
    assert judge(record, move(-30.0, "period"), told).verdict == "supported"
    assert judge(record, move(-30.0, *BOTH), told).verdict == "unverifiable"


def test_what_its_own_clause_dates_is_contradicted_whatever_else_fits(record: Record) -> None:
    v = judge(record, move(-21.4), TERMS)
    assert v.verdict == "contradicted"


def test_a_move_whose_clause_names_nobody_may_be_another_companys(record: Record) -> None:
    """Amazon rose 13.5% on that day, Meta fell 0.3%."""
    v = judge(record, move(13.5, "subject"), TERMS)
    assert v.verdict == "unverifiable"
    assert "+13.54%" in v.reason
    assert judge(record, move(13.5), TERMS).verdict == "contradicted"
    assert judge(record, move(13.5, "period"), TERMS).verdict == "contradicted"


def test_only_companies_of_the_story_are_tried(record: Record) -> None:
    v = judge(record, move(13.5, "subject"), replace(TERMS, named=("META",)))
    assert v.verdict == "contradicted"


def test_a_number_that_nothing_in_reach_fits_is_contradicted(record: Record) -> None:
    v = judge(record, move(47.3, *BOTH), TERMS)
    assert v.verdict == "contradicted"
    assert v.nearest


def test_a_day_that_the_story_tells_of_elsewhere_is_tried_and_the_time_since_then(record: Record) -> None:
    told = replace(TERMS, told=(Period.of_day(date(2022, 2, 3)), Period.of_day(date(2021, 11, 18))))
    assert judge(record, move(-26.4, "period"), told).verdict == "supported"  # the day of the results
    assert judge(record, move(-26.4, "period"), TERMS).verdict == "contradicted"
    since = judge(record, move(-30.0, "period"), told)  # from 338.69
    assert "338.69 (2021-11-18)" in since.reason


def test_a_price_without_a_day_may_be_that_of_the_record_close(record: Record) -> None:
    price = Asserted.of_figure(Figure("$382.18", 382.18, 0.01, "USD/share"))
    claim = Claim("c1", 0, 1, "…", "price_move", "price.level", "META", FRIDAY, price, args={"session": "close"})
    assert judge(record, replace(claim, inferred=("period",)), TERMS).verdict == "supported"
    assert judge(record, claim, TERMS).verdict == "contradicted"


def test_the_days_gain_of_a_market_value_is_not_excused_by_that_of_a_year(record: Record) -> None:
    """$204 billion on 2 February 2024; some year or other changed by any so round a sum, 2020 by $185 billion."""
    terms = Terms(date(2024, 2, 10), date(2024, 2, 10), told=(Period.of_year(2020),))
    for billions in (185, 196):
        gain = Asserted.of_figure(Figure(f"${billions} billion", billions * 1e9, 1e9, "USD"))
        day = Period.of_day(date(2024, 2, 2))
        claim = Claim("c1", 0, 1, "…", "market_cap_change", "market_cap.change", "META", day, gain, inferred=BOTH)
        assert judge(record, claim, terms).verdict == "contradicted"


def test_an_imprecise_number_that_fits_another_day_is_not_called_imprecise(record: Record) -> None:
    """It fell 4.14% on 18 January and 4.23% on the 21st."""
    of_tuesday = Period.of_day(date(2022, 1, 18))
    told = replace(TERMS, told=(Period.of_day(date(2022, 1, 21)),))
    assert judge(record, move(-4.2, period=of_tuesday), told).verdict == "imprecise"
    assert judge(record, move(-4.2, "period", period=of_tuesday), TERMS).verdict == "imprecise"
    assert judge(record, move(-4.2, "period", period=of_tuesday), told).verdict == "unverifiable"


def test_what_may_be_of_anything_clashes_with_nothing() -> None:
    text = "Meta fell 0.3% on Friday. For the week the shares were down 21.4%."
    check = tapeline.check(tapeline.read(text, language="en", company="META", published="2022-02-04"))
    assert not any(v.clashes_with for v in check.verdicts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Friday, Meta fell 0.3%.", ()),
        ("Meta fell 0.3% on Friday.", ()),
        ("Amazon rose 13.5% on Friday. Meta fell 0.3%.", ("period",)),
        ("Meta had a bad week. On Friday the stock fell 0.3%.", ("subject",)),
        ("Meta reported on Wednesday. The shares fell 0.3%.", BOTH),
        ("You have to go back to January 31, 2022, when Meta rose 3.8%.", ()),
        ("周五，Meta下跌0.3%。", ()),
        ("Meta周五公布财报。股价下跌0.3%。", BOTH),
    ],
)
def test_what_a_clause_says_is_told_from_what_it_leaves_to_others(text: str, expected: tuple[str, ...]) -> None:
    language = "zh" if "周" in text else "en"
    story = tapeline.read(text, language=language, company="META", published="2022-02-04")
    moves = [c for c in story.claims if c.measure == "price.return"]
    assert moves[-1].inferred == expected


def test_a_claims_file_carries_what_was_inferred_and_refuses_what_cannot_be() -> None:
    from tapeline.errors import InputError
    from tapeline.report.json_form import claim_json
    from tapeline.story.claims_file import story_of

    raw = {"schema": "tapeline.claims/1", "story": {"company": "META", "language": "en"}, "text": "…"}
    told = claim_json(move(-21.4, "period"))
    assert story_of({**raw, "claims": [told]}, "a file").claims[0].inferred == ("period",)
    with pytest.raises(InputError, match="period, subject"):
        story_of({**raw, "claims": [{**told, "inferred": ["weather"]}]}, "a file")


def test_a_month_is_remembered_by_its_greatest_day(record: Record) -> None:
    """Meta lost 26.4% on 3 February 2022, and 32.6% over that month."""
    february = Period("", date(2022, 2, 1), date(2022, 2, 28), "month")
    later = replace(TERMS, then=date(2022, 3, 15), now=date(2022, 3, 15))
    v = judge(record, move(-26.4, period=february), later)
    assert v.verdict == "unverifiable"
    assert "237.76 (2022-02-03) / 323.00 (2022-02-02)" in v.reason
    assert judge(record, move(-20.4, period=february), later).verdict == "contradicted"


def test_another_companys_month_is_not_called_a_day_of_it(record: Record) -> None:
    """Amazon rose 2.7% over February 2022, Meta lost 32.6%."""
    february = Period("", date(2022, 2, 1), date(2022, 2, 28), "month")
    later = replace(TERMS, then=date(2022, 3, 15), now=date(2022, 3, 15))
    v = judge(record, move(2.7, "subject", period=february), later)
    assert (v.verdict, v.missing) == ("unverifiable", "of when the number is, or of whom")


@pytest.mark.parametrize(
    ("told", "also", "verdict"),
    [(date(2022, 7, 5), date(2023, 7, 5), "supported"), (date(2022, 7, 5), date(2023, 7, 6), "contradicted")],
)
def test_a_day_without_its_year_is_of_the_year_that_bears_it_out(
    record: Record, told: date, also: date, verdict: str
) -> None:
    period = Period.of_day(told, "July 5")
    claim = replace(
        move(1.0), kind="event", measure="event.date", period=period, also=(Period.of_day(also, "July 5"),), args={"kind": "product", "about": "Threads"},
        asserted=Asserted.of_dates(told, told, "July 5"),
    )  # fmt: skip
    now = date(2023, 12, 31)
    assert judge(record, claim, Terms(now, now, "en")).verdict == verdict


def test_a_price_far_from_every_close_tried_is_of_another_time(record: Record) -> None:
    def level(value: float) -> str:
        told = Asserted.of_figure(Figure(f"${value}", value, 0.01, "USD/share"))
        claim = replace(move(1.0), measure="price.level", period=None, asserted=told)
        return judge(record, claim, Terms(date(2024, 2, 2), date(2024, 2, 2), "en")).verdict

    assert level(474.99) == "supported"
    assert level(447.99) in {"contradicted", "imprecise"}
    assert level(88.91) == "unverifiable"


@pytest.mark.parametrize(
    ("text", "language", "formula"),
    [
        ("After Thursday's $52.12 the shares won back a meagre $1.91 on Friday.", "en", "441.38 (2024-04-25) - 493.50 (2024-04-24)"),
        ("周四的52.12美元之后，股价周五只收复了1.91美元。", "zh", "441.38 (2024-04-25) - 493.50 (2024-04-24)"),
    ],
)  # fmt: skip
def test_a_number_that_is_the_days_change_is_not_held_against_its_price(text: str, language: str, formula: str) -> None:
    story = tapeline.read(text, language=language, company="META", published="2024-04-26")
    found = zip(story.claims, tapeline.check(story).verdicts, strict=True)
    verdict = next(v for c, v in found if c.asserted and "52.12" in c.asserted.text)
    assert verdict.verdict == "unverifiable"
    assert formula in verdict.reason


def test_a_price_that_is_no_change_either_is_contradicted() -> None:
    story = tapeline.read(
        "The shares closed at $52.90 on Thursday.", language="en", company="META", published="2024-04-26"
    )
    assert [v.verdict for v in tapeline.check(story).verdicts] == ["contradicted"]
