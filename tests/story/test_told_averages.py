"""Moving averages, usual volumes, heaviest volumes and multiples of past earnings as sentences tell them."""

import pytest

import tapeline

TOLD = [
    ("Meta's shares ended Thursday 24% above their 200-day moving average.", "en", "2023-02-03", "price.from_average", {"sessions": "200"}),
    ("The shares trade far below their 200-day average.", "en", "2022-11-04", "price.from_average", {"sessions": "200"}),
    ("Meta周四收盘站上200日均线。", "zh", "2023-02-03", "price.from_average", {"sessions": "200"}),
    ("Meta周四收于50日均线上方。", "zh", "2023-02-03", "price.from_average", {"sessions": "50"}),
    ("Trading volume on Friday was more than five times its 30-day average.", "en", "2024-02-03", "price.volume_ratio", {"sessions": "30"}),
    ("Meta周五成交8470万股，约为30日平均成交量的5倍。", "zh", "2024-02-03", "price.volume_ratio", {"sessions": "30"}),
    ("Some 150 million shares were traded on Thursday, the heaviest volume since October 2022.", "en", "2023-02-03", "price.volume_rank",
     {"since": "2022-10-01:2022-10-31"}),
    ("Meta周四成交1.505亿股，为2022年10月以来最大成交量。", "zh", "2023-02-03", "price.volume_rank", {"since": "2022-10-01:2022-10-31"}),
    ("Meta trades at 32 times trailing earnings.", "en", "2024-02-03", "price.to_earnings", {}),
    ("Meta的滚动市盈率约为32倍。", "zh", "2024-02-03", "price.to_earnings", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "published", "measure", "args"), TOLD)
def test_what_a_sentence_tells_is_measured_and_holds(text, language, published, measure, args) -> None:  # type: ignore[no-untyped-def]
    story = tapeline.read(text, language=language, company="META", published=published)
    found = {c.id: dict(c.args) for c in story.claims if c.measure == measure}
    assert list(found.values()) == [args]
    assert [v.verdict for v in tapeline.check(story).verdicts if v.claim in found] == ["supported"]


WRONG = [
    ("Meta's shares ended Thursday below their 200-day moving average.", "en", "2023-02-03", "price.from_average"),
    ("Meta周四收盘跌破200日均线。", "zh", "2023-02-03", "price.from_average"),
    ("Meta trades at 40 times trailing earnings.", "en", "2024-02-03", "price.to_earnings"),
    ("Trading volume on Friday was more than nine times its 30-day average.", "en", "2024-02-03", "price.volume_ratio"),
    (
        "Some 84.7 million shares were traded on Friday, the heaviest volume since April 2022.",
        "en",
        "2024-02-03",
        "price.volume_rank",
    ),
]


@pytest.mark.parametrize(("text", "language", "published", "measure"), WRONG)
def test_what_is_not_so_is_contradicted(text, language, published, measure) -> None:  # type: ignore[no-untyped-def]
    story = tapeline.read(text, language=language, company="META", published=published)
    found = {c.id for c in story.claims if c.measure == measure}
    assert [v.verdict for v in tapeline.check(story).verdicts if v.claim in found] == ["contradicted"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Meta trades at 25 times expected earnings.", "en"),
        ("Meta的预期市盈率为24倍。", "zh"),
        ("Volume was above its 30-day average volume.", "en"),
        ("The stock fell 26% on Thursday, the most since its listing.", "en"),
        ("Meta创2022年10月27日以来最大单日跌幅，成交8290万股。", "zh"),
    ],
)
def test_earnings_to_come_volumes_and_moves_are_not_taken_for_it(text, language) -> None:  # type: ignore[no-untyped-def]
    story = tapeline.read(text, language=language, company="META", published="2024-02-03")
    new = {"price.from_average", "price.to_earnings", "price.volume_rank"}
    assert not [c.text for c in story.claims if c.measure in new]


def test_a_multiple_that_may_be_of_earnings_to_come_is_never_contradicted() -> None:
    story = tapeline.read("Meta trades at 25 times earnings.", language="en", company="META", published="2024-02-03")
    assert [v.verdict for v in tapeline.check(story).verdicts] == ["unverifiable"]


def test_a_weekday_before_a_trade_is_no_share_of_it() -> None:
    """周五成交 is "traded on Friday"; 五成 would be a half."""
    story = tapeline.read("Meta周五成交8470万股。", language="zh", company="META", published="2024-02-03")
    assert [c.asserted.text for c in story.claims if c.asserted] == ["8470万股"]


@pytest.mark.parametrize(
    ("text", "language", "published"),
    [
        ("Shares of Meta swung between $453 and $486 on Friday.", "en", "2024-02-03"),
        ("Meta周四股价在183.83美元至197.16美元之间波动。", "zh", "2023-02-03"),
    ],
)
def test_the_range_of_a_day_is_not_borne_out_by_any_price_within_it(text, language, published) -> None:  # type: ignore[no-untyped-def]
    story = tapeline.read(text, language=language, company="META", published=published)
    assert [v.verdict for v in tapeline.check(story).verdicts] == ["unverifiable"]
