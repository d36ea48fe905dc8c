"""What plain copy of every manner showed: distances that are no moves, days that another clause has, levels of other times."""

from __future__ import annotations

import pytest

import tapeline


def checked(row: str) -> list[tuple[tapeline.Claim, tapeline.Verdict]]:
    language, company, published, text = row.split("|")
    story = tapeline.read(text, language=language, company=company, published=published)
    return list(zip(story.claims, tapeline.check(story).verdicts, strict=True))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("en|GSPC|2016-07-02|It is at 2,102.95, up 5.1% from that low and within half a percent of where it stood before.", "half a percent"),
        ("en|META|2021-10-27|Facebook fell 3.9% to $315.81 on Tuesday, giving up a gain of 1.3% it had put on ahead of results.", "1.3%"),
        ("en|META|2022-11-04|The peak close was $382.18 in September last year, so we're talking a 77% haircut.", "77%"),
        ("en|GSPC|2018-12-15|The index is 0.9% in the red for 2018, having been up 7.5% on January 26.", "7.5%"),
        ("en|AAPL|2019-01-04|Apple fell 10% on Thursday. In a market down 2.5%, it was four times as bad as the average.", "2.5%"),
        ("zh|META|2022-12-31|Meta今年跌去64%，全年有38个交易日涨跌幅超过5%。", "5%"),
        ("zh|META|2023-07-29|周四它高开近9%，随后涨幅回吐了一半，收涨4.40%。", "一半"),
    ],
)  # fmt: skip
def test_what_is_no_move_of_the_day_is_not_held_against_it(row: str, words: str) -> None:
    assert all(v.verdict == "unverifiable" for c, v in checked(row) if c.asserted and words in c.asserted.text)


@pytest.mark.parametrize(
    "row",
    [
        "en|MSFT|2022-01-25|Microsoft was down 6.7% at its worst on Monday, touching $276.05.",
        "en|NVDA|2021-11-05|Nvidia flew 12% to $298.01 on Thursday, and was up nearly 18% at its best.",
        "en|META|2024-02-04|Meta added $80.21 on Friday, a one-day gain of 20.3% that lifted it to a record $474.99.",
        "en|AMZN|2022-04-30|Amazon.com shed $406.30 on Friday, 14% of its price, and ended at $2,485.63.",
        "en|TSLA|2021-11-10|Since its record close of $1,229.91 on Thursday the stock has lost just over $206, or about a sixth.",
        "en|TSLA|2023-12-31|They stood at $293.34 on July 18. From there to the end of October they dropped by almost a third.",
        "en|NVDA|2020-12-31|In March, when they closed at $196.40 on the 16th, few saw it coming.",
        "en|GSPC|2022-06-30|The S&P 500 lost 21% in the six months to June.",
        "en|META|2023-02-03|On Thursday the shares rocketed 23% to their highest close since last June.",
        "en|MSFT|2022-11-04|Microsoft ended at $214.25, 36% below where it began the year's trading on January 3.",
        "en|GSPC|2023-11-09|On Wednesday the index was 6.4% above its October 27 close, at 4,382.78.",
        "zh|NVDA|2022-12-31|英伟达10月14日收于112.27美元，年内跌幅一度达62%。",
        "zh|META|2021-07-30|脸书周四低开3.3%，收盘跌幅扩大至4.0%，报358.32美元。",
        "zh|TSLA|2023-11-01|30日，特斯拉跌4.79%。月末最后一天小幅反弹1.76%，报200.84美元。",
        "zh|META|2018-07-28|周四脸书收跌18.96%。就在前一天，它的年内涨幅还有23%。",
        "zh|TSLA|2023-07-01|截至6月底的半年里，特斯拉累涨112.5%。",
        "zh|META|2023-11-15|Meta周二收报336.31美元，连涨八日，八天累计涨8.2%，同期标普500指数涨4.1%。",
        "zh|META|2023-10-26|三季度，Meta总营收341.46亿美元里，Reality Labs只贡献2.10亿。",
    ],
)
def test_what_such_copy_tells_is_found_to_be_true(row: str) -> None:
    verdicts = [v.verdict for _, v in checked(row)]
    assert verdicts.count("supported") >= len(verdicts) - 1
    assert not {"contradicted", "imprecise", "inconsistent"} & set(verdicts)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "en|META|2023-02-03|On Thursday the shares rocketed 23% to their highest close since June 2021.",
            "highest close",
        ),
        ("zh|NVDA|2022-12-31|英伟达10月14日收于112.27美元，年内跌幅一度达42%。", "42%"),
        ("en|META|2024-02-04|A year ago the stock stood at $300.31.", "$300.31"),
        ("en|META|2024-02-04|Meta added $60.21 on Friday, a one-day gain of 20.3%.", "$60.21"),
    ],
)
def test_what_is_false_of_it_is_not_borne_out(row: str, words: str) -> None:
    assert [v.verdict for c, v in checked(row) if c.asserted and words in c.asserted.text] == ["contradicted"]


def test_a_fraction_in_words_is_told_to_a_twentieth_of_itself() -> None:
    (half,) = tapeline.read("Revenue fell by half.", language="en", company="META", published="2024-02-04").claims
    assert half.asserted is not None
    assert (half.asserted.quantity.low, half.asserted.quantity.high) == pytest.approx((-51.25, -48.75))
