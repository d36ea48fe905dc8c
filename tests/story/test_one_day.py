"""What one day brought or took is market value, whatever noun stands near; and what a day, a rank and an amount in brackets leave alone."""

from __future__ import annotations

import pytest
from reading_stories import checked, of_meta

from tapeline.claim import Claim


def read(text: str, language: str = "en", published: str = "2024-02-10") -> tuple[Claim, ...]:
    return of_meta(text, language, published).claims


def changes(text: str, language: str = "en") -> list[tuple[str, float]]:
    found = [c for c in read(text, language) if c.measure == "market_cap.change"]
    return [(c.subject, c.asserted.figure.value) for c in found if c.asserted and c.asserted.figure]


CHANGES = [
    (
        "The stock rose 16% on Friday, a historic one-day gain of more than $65 billion, thanks to its earnings report.",
        [("META", 6.5e10)],
    ),
    (
        "The jump beats Apple's record $45 billion rally in April 2012, which followed an earnings report.",
        [("AAPL", 4.5e10)],
    ),
    ("Meta's $65 billion stock rally makes history.", [("META", 6.5e10)]),
    ("Meta loses $332 billion in the worst one-day drop of all.", [("META", -3.32e11)]),
    ("Microsoft lost $80 billion all on April 3, 2000.", [("MSFT", -8e10)]),
    ("The company lost $2 billion in a day.", [("META", -2e9)]),
    ("Its market value fell by more than $230bn (£169bn) on Thursday.", [("META", -2.3e11)]),
    ("The slump erased $US237 billion ($332 billion) in market value.", [("META", -2.37e11)]),
]
NO_CHANGES = [
    "The company lost $2 billion in 2023.",
    "Revenue came to $3 billion in a single day.",
    "It reported a net loss of $1.6 billion on Thursday.",
    "Mark Zuckerberg lost $15 billion in a single day.",
]


@pytest.mark.parametrize(("text", "wanted"), CHANGES)
def test_what_a_day_brought_is_market_value(text: str, wanted: list[tuple[str, float]]) -> None:
    assert changes(text) == wanted


@pytest.mark.parametrize("text", NO_CHANGES)
def test_what_the_accounts_and_people_lose_is_none(text: str) -> None:
    assert changes(text) == []


def test_a_market_value_may_be_told_as_the_price_of_a_share() -> None:
    claims = read("The full market value of the company reached about $468 billion, or $699.62 a share.")
    assert [c.measure for c in claims] == ["market_cap.level", "price.level"]


RANKS = [
    (
        "en",
        "It was its worst one-day loss since its Wall Street debut in 2012.",
        "price.return_rank",
        "2012-01-01",
    ),
    (
        "en",
        "It was the stock's biggest one-day gain since the crash in March 2020.",
        "price.return_rank",
        "2020-03-01:2020-03-31",
    ),
    ("en", "Meta closes down 24% in its worst-ever trading day.", "price.return_rank", ""),
    ("en", "The stock posted its most significant one-day percentage increase in a year.", "price.return_rank", "2023"),
    ("en", "It was the largest one-day loss in market value by any company.", "market_cap.change_rank", ""),
    ("zh", "周五，Meta股价创近十五个月收市新低。", "price.high_rank", "2022-12"),
    ("zh", "周五，Meta股价创一年半新低。", "price.high_rank", "2022-10"),
    ("zh", "周五，Meta收报93.8美元，创2017年7月以来新低。", "price.high_rank", "2017-07-01:2017-07-31"),
    ("zh", "周五，Meta股价创52周新高。", "price.high_rank", "2023"),
]


@pytest.mark.parametrize(("language", "text", "measure", "since"), RANKS)
def test_a_rank_counts_from_the_day_or_the_stretch_that_it_names(
    language: str, text: str, measure: str, since: str
) -> None:
    found = [c for c in read(text, language) if c.kind == "record"]
    assert [c.measure for c in found] == [measure]
    assert found[0].args.get("since", "").startswith(since)
    assert found[0].period is None or found[0].period.start.year == 2024


UNMEASURED = [
    ("en", "Watch time grew at the fastest rate in two years."),  # how fast something grows is no move of a price
    ("zh", "Meta股价盘中创三个月来新高。"),  # closing prices do not tell of the day's own
    ("zh", "公司市值创两年新高。"),
]


@pytest.mark.parametrize(("language", "text"), UNMEASURED)
def test_a_rank_of_what_no_measure_ranks_has_none(language: str, text: str) -> None:
    found = [c for c in read(text, language) if c.kind == "record"]
    assert found
    assert not any(c.measure.startswith(("price.", "market_cap.")) for c in found)


def test_a_record_that_another_set_leaves_the_day_alone() -> None:
    text = "With a US$197bn increase in market capitalization on Friday, Meta eclipsed the previous records set by Apple in 2022."
    rank = next(c for c in read(text) if c.kind == "record")
    assert rank.subject == "META"
    assert rank.period is not None
    assert str(rank.period.start) == "2024-02-09"


DATED = [
    ("en", "The stock fell to its lowest close since 2016 on Thursday, and lost $84 billion in market value.", "market_cap.change", "2024-02-08"),
    ("en", "It was the worst day since April 19, 2023, when the stock lost 23%.", "price.return", "2023-04-19"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "measure", "day"), DATED)
def test_the_day_that_a_rank_counts_from_is_no_moves(language: str, text: str, measure: str, day: str) -> None:
    move = next(c for c in read(text, language) if c.measure == measure)
    assert move.period is not None
    assert str(move.period.start) == day


def test_praise_makes_no_opinion_of_a_figure() -> None:
    text = "Following its impressive quarterly report, Meta saw a one-day gain of $196 billion in market value."
    modalities = {c.kind: c.modality for c in read(text)}
    assert modalities["market_cap_change"] == "stated"
    assert modalities["opinion"] == "opinion"


def test_a_denial_does_not_reach_what_another_clause_tells() -> None:
    text = "It does not compare to what he lost on Thursday after the social media giant's shares plunged 19%."
    move = next(c for c in read(text) if c.measure == "price.return")
    assert move.modality == "stated"


UNTIL_NOW = [
    ("en", "Meta fell 5% on Thursday. The stock has lost 25%."),
    ("zh", "Meta周四跌5%。股价目前已经跌逾25%。"),
    ("zh", "Meta股价在去年12/17号创下479.86美元的高点，已经下跌21%。"),
    ("zh", "Meta周四跌5%，相对1月最高收盘价下跌38%。"),
    ("zh", "特斯拉连续三天跌幅超过10%。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), UNTIL_NOW)
def test_how_far_something_has_come_is_no_move_of_one_day(language: str, text: str) -> None:
    last = [c for c in read(text, language) if c.kind == "price_move" and c.asserted and c.asserted.unit == "%"][-1]
    assert last.measure == ""


def test_a_day_by_two_numbers_is_a_day() -> None:
    high = next(c for c in read("Meta股价在去年12/17号创下479.86美元的高点。", "zh") if c.measure == "price.level")
    assert high.period is not None
    assert str(high.period.start) == "2023-12-17"


def test_the_year_so_far_is_the_storys_whatever_year_stands_before() -> None:
    text = "股价从2021年415美元的峰值跌至155美元，年初至今，特斯拉已跌超37%。"
    move = next(c for c in read(text, "zh", "2024-04-18") if c.measure == "price.return")
    assert move.period is not None
    assert (move.period.start.year, move.period.end.year) == (2024, 2024)


@pytest.mark.parametrize(
    ("text", "value"), [("腾讯市值蒸发万七亿元。", -1.7e12), ("腾讯市值蒸发三千六亿元。", -3.6e11)]
)
def test_a_lone_digit_before_a_larger_unit_counts_tenths_of_the_smaller(text: str, value: float) -> None:
    assert changes(text, "zh") == [("TCEHY", value)]


def test_a_fortune_that_shrinks_with_the_shares_is_no_price() -> None:
    claims = read("脸书股价下挫，让他的身价因此缩水约7%。", "zh")
    assert not any(c.measure == "price.return" for c in claims)


def test_what_something_is_counted_from_is_no_event() -> None:
    claims = read("自今年美股开始交易以来，脸书股价大涨近12%。", "zh")
    assert [c.measure for c in claims] == ["price.return"]


AFTER_THE_CLOSE = [
    "It delivered better profits late Thursday, sparking a rally that sent the stock up 16 percent.",
    "Meta's shares rose 20% after it reported results late on Thursday.",
    "Meta reported after the bell on Thursday, and its shares jumped 20%.",
]


@pytest.mark.parametrize("text", AFTER_THE_CLOSE)
@pytest.mark.parametrize(("published", "day"), [("2024-02-03", "2024-02-02"), ("2024-02-01", "2024-02-01")])
def test_news_after_the_close_moves_the_next_session(text: str, published: str, day: str) -> None:
    """Where the story itself is of that evening there has been no next session: the move is one of that day's own."""
    move = next(c for c in read(text, published=published) if c.measure == "price.return")
    assert move.period is not None
    assert str(move.period.start) == day


SUBJECTS = [
    ("en", "Microsoft overtook Apple on Friday, ending the day worth $2.89 trillion.", "market_cap", "MSFT"),
    ("zh", "微软周五超越苹果，成为全球市值最高的公司，收盘市值2.89万亿美元。", "market_cap", "MSFT"),
    ("zh", "Alphabet将派发每股20美分的股息，为公司有史以来首次派息。", "record", "GOOGL"),
    ("en", "The drop leaves Tesla down 26.5% this year, the worst performer in the S&P 500.", "price_move", "TSLA"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "subject"), SUBJECTS)
def test_whose_figure_it_is_behind_a_comma(language: str, text: str, kind: str, subject: str) -> None:
    assert [c.subject for c in read(text, language) if c.kind == kind] == [subject]


DIVIDENDS = [
    ("en", "Meta's board raised the quarterly payout 5% to 52.5 cents from 50 cents.", [0.525]),
    ("en", "The quarterly dividend of 57 cents is unchanged.", [0.57]),
    ("zh", "Meta将季度股息从每股50美分上调5%至52.5美分。", [0.525]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "values"), DIVIDENDS)
def test_a_dividend_told_without_its_share(language: str, text: str, values: list[float]) -> None:
    paid = [c.asserted for c in read(text, language) if c.measure == "dividend.per_share"]
    assert [a.figure.value for a in paid if a and a.figure] == values


def test_holders_of_record_make_no_record() -> None:
    claims = read("Meta will pay 50 cents a share on March 26 to holders of record on Feb. 22.")
    assert "record" not in {c.kind for c in claims}


MOVES = [
    ("en", "With that the stock is up 34% this year, after a 194% gain in 2023.", [("2024", 34.0), ("2023", 194.0)]),
    ("en", "That was its biggest rise since Feb. 2, 2023, when it soared 23.3%.", [("2023", 23.3)]),
    ("zh", "这是2023年2月2日以来最大单日涨幅，当时该股飙升23.3%。", [("2023", 23.3)]),
    ("en", "The stock has doubled since the end of 2022.", [("2022", 100.0)]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), MOVES)
def test_each_move_has_the_time_that_stands_beside_it(
    language: str, text: str, wanted: list[tuple[str, float]]
) -> None:
    moves = [c for c in read(text, language) if c.measure == "price.return"]
    found = [
        (str(c.period.start.year), c.asserted.figure.value)
        for c in moves
        if c.period and c.asserted and c.asserted.figure
    ]
    assert found == wanted


NO_VALUE = [
    ("en", "Tencent fell 2% to HK$274, its sharpest fall in a single day since 2008."),  # a price is no market value
    ("en", "The dividend goes up by 9%, the steepest rise in more than a decade."),
]


@pytest.mark.parametrize(("language", "text"), NO_VALUE)
def test_a_rank_is_of_market_value_only_where_one_is_spoken_of(language: str, text: str) -> None:
    assert "market_cap.change_rank" not in {c.measure for c in read(text, language)}


OUTSIDE = [
    ("Intel's stock dropped as much as 12% in extended trading, to $30.75.", True),
    ("Deere was down more than 4% before the bell.", True),
    ("Meta reported results before the bell on Thursday, and its shares rose 5%.", False),
    ("Shares rose 5% on Thursday after the company reported earnings before the opening bell.", False),
]


@pytest.mark.parametrize(("text", "outside"), OUTSIDE)
def test_a_move_outside_of_the_hours_has_no_measure_and_news_told_then_takes_none(text: str, outside: bool) -> None:
    moves = [c for c in read(text) if c.kind == "price_move"]
    assert {c.measure == "" for c in moves} == {outside}


ASIDES = [
    ("The Dow Jones Industrial Average, dragged lower by IBM, lost 141 points, or 0.3%.", "DJI", -0.3),
    ("Rival Nvidia, which has a market value of $3.29 trillion, bucked the trend and shed 2.25%.", "NVDA", -2.25),
    ("Even Walmart, which stuck to its forecast of 3 percent sales growth, tacked on 9.6 percent.", "WMT", 9.6),
]


@pytest.mark.parametrize(("text", "subject", "value"), ASIDES)
def test_an_aside_takes_neither_the_subject_nor_the_noun(text: str, subject: str, value: float) -> None:
    moves = [c for c in read(text) if c.measure == "price.return"]
    assert [(c.subject, c.asserted.figure.value) for c in moves if c.asserted and c.asserted.figure] == [
        (subject, value)
    ]


def test_a_whole_market_ranks_no_company() -> None:
    assert "price.return_rank" not in {c.measure for c in read("Wall Street roars back in its best day since 2008.")}


def test_what_it_was_a_year_before_is_no_forecast() -> None:
    text = "Analysts expect revenue of $38.2 billion, against $22.1 billion a year earlier."
    assert [c.kind for c in read(text)] == ["forecast", "results"]


def test_an_amount_is_of_the_noun_behind_it() -> None:
    text = (
        "Meta ended the year with $65.4 billion in cash and marketable securities and $18.4 billion of long-term debt."
    )
    assert [c.args["metric"] for c in read(text)] == ["cash_and_marketable_securities", "total_debt"]


@pytest.mark.parametrize("text", ["Shares rose to a record on Friday.", "The stock climbed to a new record on Friday."])
def test_a_record_that_shares_rose_to_is_a_high(text: str) -> None:
    assert [c.measure for c in read(text)] == ["price.high_rank"]


def test_where_users_fell_to_is_a_level() -> None:
    level = next(c for c in read("日活用户从19.30亿掉到19.29亿。", "zh") if c.kind == "users")
    assert level.asserted is not None
    assert level.asserted.figure is not None
    assert level.asserted.figure.value > 0


OF_ONE_OF_MANY = [
    ("en", "Net income was $107 million a day."),
    ("en", "Revenue per employee was $1.6 million."),
    ("zh", "公司2023年净利润747亿元，日赚约2亿元。"),
    ("zh", "扎克伯格在两个月里出售了价值近5亿美元的股票。"),
]


@pytest.mark.parametrize(("language", "text"), OF_ONE_OF_MANY)
def test_a_figure_of_each_day_or_of_what_was_sold_is_no_level(language: str, text: str) -> None:
    last = read(text, language)[-1]
    assert last.measure == "" or last.args["metric"] == "per_employee.revenue"


LEVELS = [
    ("en", "On Aug. 24, 2023, Nvidia hit an all-time high of $502.66.", {"session": "traded"}),
    ("en", "Nvidia closed at a record high of $481.68 on Aug. 31, 2023.", {"session": "close"}),
    ("zh", "8月24日，英伟达股价盘中创历史新高502.66美元。", {"session": "traded"}),
    ("zh", "英伟达收盘创历史新高，报481.68美元。", {}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "args"), LEVELS)
def test_a_record_level_has_its_price(language: str, text: str, args: dict[str, str]) -> None:
    level = next(c for c in read(text, language) if c.kind == "price_move")
    assert (level.measure, level.args) == ("price.level", args)


TRUE = [
    ("en", "Net income was $4.65 billion, or $1.76 a share, in the fourth quarter of 2022."),
    ("en", "Before Friday, the stock had risen 12% this year."),
    ("zh", "周五之前，该股今年已上涨12%。"),
    ("en", "Broadcom doubled in 2023."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), TRUE)
def test_what_is_true_is_supported(language: str, text: str) -> None:
    assert {verdict for _, verdict in checked(text, language)} == {"supported"}


def test_its_gain_is_the_companys_whoever_set_the_record() -> None:
    text = "Its gain of $197 billion on Friday beat the record of $190 billion that Amazon set in February 2022."
    of = {c.asserted.figure.value: c.subject for c in read(text) if c.measure == "market_cap.change"}
    assert of == {197e9: "META", 190e9: "AMZN"}
