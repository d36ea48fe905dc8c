"""A real Chinese article that no one here wrote: what must come out of it. It is no part of the project."""

import json
from collections import Counter
from pathlib import Path

import pytest

import tapeline
from tapeline.claim import Claim, Verdict

Pairs = list[tuple[Claim, Verdict]]


@pytest.fixture(scope="module")
def check() -> tapeline.Check:
    folder = Path(__file__).parent.parent.parent / "shared/stories"
    if not folder.is_dir():
        pytest.skip("the article is not beside this checkout")
    told = json.loads((folder / "meta-open-source-ai.zh.json").read_text(encoding="utf-8"))
    text = (folder / "meta-open-source-ai.zh.txt").read_text(encoding="utf-8")
    return tapeline.check(tapeline.read(text, language="zh", company="META", published=told["published"]))


@pytest.fixture(scope="module")
def pairs(check: tapeline.Check) -> Pairs:
    return list(zip(check.story.claims, check.verdicts, strict=True))


def of(pairs: Pairs, measure: str, *words: str) -> Pairs:
    found = [(c, v) for c, v in pairs if c.measure == measure and all(w in c.text for w in words)]
    assert found, (measure, words)
    return found


def test_at_least_52_claims_are_found(pairs: Pairs) -> None:
    assert len(pairs) >= 52


def test_the_results_were_on_1_february_and_not_the_4th(pairs: Pairs) -> None:
    wrong = of(pairs, "event.date", "2月4日")
    right = of(pairs, "event.date", "2月1日")
    assert {v.verdict for _, v in wrong} == {"contradicted"}
    assert {v.verdict for _, v in right} == {"supported"}
    assert all(right[0][0].id in v.clashes_with for _, v in wrong)
    assert wrong[0][1].measured is not None
    assert wrong[0][1].measured.as_of.isoformat() == "2024-02-01"


def test_190_and_196_billion_for_one_day_clash_and_fall_short_of_either_count(pairs: Pairs) -> None:
    low, high = of(pairs, "market_cap.change", "1900亿"), of(pairs, "market_cap.change", "1960亿")
    assert {v.verdict for _, v in high} == {"contradicted"}
    assert all(v.verdict in {"imprecise", "contradicted"} for _, v in low)
    assert {c.id for c, _ in high} <= set(low[0][1].clashes_with)
    v = high[0][1]
    assert v.measured is not None
    standard = [m.value for m in (v.measured, *v.bases) if m.standard and m.as_of.isoformat() == "2024-02-02"]
    assert sorted(standard) == pytest.approx([204.49e9, 206.13e9], rel=1e-4)


def test_the_loss_was_two_years_before_and_not_the_day_before(pairs: Pairs) -> None:
    ((_, v),) = of(pairs, "market_cap.change", "2000亿")
    assert v.verdict == "contradicted"
    assert v.measured is not None
    assert v.measured.as_of.isoformat() == "2024-02-01"
    assert v.nearest[0].what == "META market_cap.change 2022-02-03"


def test_the_record_stood_then_and_fell_to_nvidia(pairs: Pairs) -> None:
    ((_, v),) = of(pairs, "market_cap.change_rank", "涨幅")
    assert v.verdict == "supported"
    assert v.then_and_now is not None
    assert v.then_and_now.changed_on is not None
    assert v.then_and_now.changed_on.isoformat() == "2024-02-22"
    assert "NVDA" in v.then_and_now.by


def test_the_market_value_holds_on_the_october_count(pairs: Pairs) -> None:
    ((_, v),) = of(pairs, "market_cap.level", "1.22万亿")
    assert v.verdict == "supported"
    assert v.measured is not None
    assert "2023-10-20" in v.measured.basis


def test_35_percent_is_really_34(pairs: Pairs) -> None:
    ((_, v),) = of(pairs, "price.return", "35%")
    assert v.verdict == "imprecise"
    assert v.measured is not None
    assert v.measured.value == pytest.approx(34.19, abs=0.01)


def test_the_dividend_pays_what_the_story_says(pairs: Pairs) -> None:
    for words in ("1.75亿", "7亿"):
        assert {v.verdict for _, v in of(pairs, "dividend.income", words)} == {"supported"}


def test_38_now_and_36_on_appointment_are_compatible(pairs: Pairs) -> None:
    for words in ("38岁", "36岁"):
        ((_, v),) = of(pairs, "person.age", words)
        assert (v.verdict, v.clashes_with) == ("supported", ())


@pytest.mark.parametrize(
    ("measure", "words"), [("person.joined", "2009年"), ("person.joined", "2011年"), ("person.tenure", "工作了14年")]
)
def test_some_joining_dates_and_tenures_are_wrong(pairs: Pairs, measure: str, words: str) -> None:
    ((_, v),) = of(pairs, measure, words)
    assert v.verdict == "contradicted"


def test_over_140_billion_is_stretched_when_it_is_166(pairs: Pairs) -> None:
    ((_, v),) = of(pairs, "holding.value", "1400亿")
    assert v.verdict == "imprecise"


def test_only_what_the_record_contradicts_is_contradicted(pairs: Pairs) -> None:
    contradicted = Counter(c.measure or c.kind for c, v in pairs if v.verdict == "contradicted")
    allowed = {"event.date": 2, "market_cap.change": 3, "person.joined": 2, "person.tenure": 1, "causal": 5}
    assert {k: n for k, n in contradicted.items() if n > allowed.get(k, 0)} == {}


def test_what_the_record_cannot_know_is_unverifiable(pairs: Pairs) -> None:
    for words in ("2017年", "1987年", "2018年", "圣诞节"):
        assert {v.verdict for _, v in of(pairs, "event.date", words)} == {"unverifiable"}


def test_the_causal_claim_is_tested_against_the_calendar(check: tapeline.Check, pairs: Pairs) -> None:
    ((c, v),) = [(c, v) for c, v in pairs if c.kind == "causal" and "2022年底" in c.text]
    assert v.verdict == "contradicted"
    found = check.causes[c.id]
    assert found.timing is not None
    assert str(found.timing.turn) == "2022-11-03"
    rivals = {r.date.isoformat() if hasattr(r.date, "isoformat") else str(r.date) for r in found.rivals}
    assert {"2022-11-09", "2023-02-01"} <= rivals


def test_counts_add_up_and_spans_are_exact(check: tapeline.Check) -> None:
    assert sum(check.summary.values()) == len(check.verdicts)
    assert all(check.story.text[c.start : c.end] == c.text for c in check.story.claims)
