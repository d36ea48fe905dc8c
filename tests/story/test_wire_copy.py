"""What wire copy and news sites write every day: each sentence was once read as something else (the figures are of no real day)."""

from __future__ import annotations

from datetime import date

import pytest
from reading_stories import claims

PUBLISHED = date(2024, 4, 26)


def told(text, language, company="META", published=PUBLISHED):
    """Each figure as (kind, measure, subject, value, what it is of)."""
    found = claims(text, language, company=company, published=published)
    return [
        (c.kind, c.measure, c.subject, round(c.asserted.figure.value, 6), c.args.get("metric") or c.args.get("session") or c.args.get("of") or "")
        for c in found if c.asserted and c.asserted.figure
    ]  # fmt: skip


def period(text, language, company="META", published=PUBLISHED):
    """The periods of the figures of a text, in order."""
    found = claims(text, language, company=company, published=published)
    return [c.period and (c.period.start.isoformat(), c.period.end.isoformat()) for c in found if c.asserted and c.asserted.figure]  # fmt: skip


FIGURES = [
    # by how much something changed is not where it stands
    ("en", "The group cut its debt by $9 billion.", [("results", "", "META", 9e9, "total_debt")]),
    ("zh", "营收同比增加120亿元。", [("results", "fact.change", "META", 1.2e10, "revenue")]),
    ("en", "An 8% drop in costs and expenses helped.", [("ratio", "fact.growth", "META", -8.0, "costs_and_expenses")]),
    # what is needed, what is expected, what is lost
    ("en", "Deliveries matter: it needed 585,000 deliveries in the quarter to stay on track.", [("results", "", "META", 585000.0, "")]),
    ("en", "Deliveries failed to meet the forecast of nearly 463,900.", [("forecast", "", "META", 463900.0, "deliveries")]),
    ("en", "The company lost $401 million, or an adjusted $1.39 per share, in the three months through March.",
     [("results", "fact.value", "META", -4.01e8, "net_income"), ("results", "", "META", -1.39, "eps_diluted")]),
    ("en", "It reported a 4.9 trillion yen ($36 billion) profit.",
     [("results", "fact.value", "META", 4.9e12, "net_income")]),
    # a noun that the lexicon does not know keeps its number
    ("en", "It had a net margin of 21.4% and a return on equity of 11.6%.",
     [("ratio", "fact.value", "META", 21.4, "net_margin"), ("ratio", "", "META", 11.6, "")]),
    # prices of other times of the day, of a year, of other listings, and what was offered
    ("en", "In after-hours trading, the share price jumped to $408.12.", [("price_move", "", "META", 408.12, "extended")]),
    ("zh", "周四Meta股价低开近4%，盘中一度跌超5%。", [("price_move", "price.return", "META", -4.0, "open"), ("price_move", "price.return", "META", -5.0, "reached")]),
    ("en", "Meta has a 52-week low of $81.64 and a 52-week high of $119.33.",
     [("price_move", "price.level", "META", 81.64, "low"), ("price_move", "price.level", "META", 119.33, "high")]),
    ("zh", "H股低开超2%。", [("price_move", "", "META", -2.0, "open")]),
    ("zh", "截至4月25日收盘，Meta收报441.38美元/股。", [("price_move", "price.level", "META", 441.38, "close")]),
    ("zh", "Meta股价上涨3.31美元或1.77%。", [("price_move", "price.change", "META", 3.31, ""), ("price_move", "price.return", "META", 1.77, "")]),
    # a year to date behind another day
    ("zh", "Meta股价周五收涨1.8%，而自年初以来已上涨42%。", [("price_move", "price.return", "META", 1.8, ""), ("price_move", "price.return", "META", 42.0, "")]),
    # lists of companies, indexes, names inside words
    ("en", "Apple and Nvidia each rose 2%.", [("price_move", "price.return", "NVDA", 2.0, ""), ("price_move", "price.return", "AAPL", 2.0, "")]),
    ("zh", "受高通胀影响，SP500跌1.5%，Nasdaq跌2%。", [("index", "price.return", "GSPC", -1.5, ""), ("index", "price.return", "IXIC", -2.0, "")]),
    # numbers that name things
    ("en", "It delivered three 737 aircraft and the 737 Max flew again.", []),
    ("zh", "“21万科06”大跌。", []),
    # a market value passed on the way down, somebody's fortune, people whose data went astray, staff of which a share goes
    ("zh", "Meta市值跌下1万亿美元。", [("market_cap", "market_cap.level", "META", 1e12, "")]),
    ("zh", "扎克伯格个人财富缩水超过150亿美元。", [("holding", "", "META", -1.5e10, "")]),
    ("en", "The leak exposed the data of 87 million users.", [("users", "", "META", 8.7e7, "")]),
    ("en", "Cambridge Analytica had got hold of 87 million users' data.", [("users", "", "META", 8.7e7, "")]),
    ("zh", "黑客公布了5.33亿用户的数据。", [("users", "", "META", 5.33e8, "")]),
    ("zh", "公司将裁去8.7万员工中的13%。", [("forecast", "", "META", -13.0, "headcount"), ("forecast", "", "META", 87000.0, "裁.headcount")]),
    # dividends: for ten shares, on their days, and what was earned on a share beside one
    ("zh", "公司拟每10股派发现金红利259.11元。", [("dividend", "dividend.per_share", "META", 25.911, "")]),
    ("en", "Analysts expect it to earn $9.67 per share next year, enough to cover its $2.24 annual dividend.",
     [("forecast", "", "META", 9.67, ""), ("dividend", "", "META", 2.24, "")]),
    ("en", "It controls about 80% of the market for accelerators.", [("ratio", "", "META", 80.0, "")]),
    # what was raised is the dividend; a fortune is no market value; what stands in brackets is the other company's
    ("en", "It announced a $0.77 dividend, up 5% from a year ago, and shares closed 2% lower.",
     [("dividend", "", "META", 0.77, ""), ("dividend", "", "META", 5.0, ""), ("price_move", "price.return", "META", -2.0, "")]),
    ("zh", "扎克伯格身家已超越亚马逊创办人贝索斯，Meta市值高达7550亿美元。", [("market_cap", "market_cap.level", "META", 7.55e11, "")]),
    ("zh", "公司市值仍高于丰田(2076亿美元)。", [("market_cap", "market_cap.level", "TM", 2.076e11, "")]),
    ("zh", "小米（1810）股票回购金额达港币约15.4亿元。", [("buyback", "event.value", "XIACY", 1.54e9, "")]),
    ("zh", "公司市占率13.5%。", [("ratio", "fact.value", "META", 13.5, "market_share")]),
    # figures of a part of the company
    ("zh", "服务业务第一季营收达85亿美元。", [("results", "fact.value", "META", 8.5e9, "服务业务.revenue")]),
    ("zh", "眼镜业务，第一季营收为4.9亿美元。", [("results", "fact.value", "META", 4.9e8, "眼镜业务.revenue")]),
    ("zh", "iPhone销售升66%至479亿美元。", [("ratio", "fact.growth", "AAPL", 66.0, "iphone.revenue"), ("results", "fact.value", "AAPL", 4.79e10, "iphone.revenue")]),
    ("en", "Profit in the company's traditional TV division fell 1% to $2.82 billion.",
     [("ratio", "fact.growth", "META", -1.0, "traditional_tv.net_income"), ("results", "fact.value", "META", 2.82e9, "traditional_tv.net_income")]),
    ("en", "Its two services posted total subscribers of 45.6 million and 22.3 million respectively.", [("users", "", "META", 4.56e7, "users"), ("users", "", "META", 2.23e7, "users")]),
    ("en", "The news sent shares in the social media company up more than 3%.", [("price_move", "price.return", "META", 3.0, "")]),
    ("en", "Its market valuation was $851.2 billion, compared to Apple's valuation of $847.4 billion.",
     [("market_cap", "market_cap.level", "META", 8.512e11, ""), ("market_cap", "market_cap.level", "AAPL", 8.474e11, "")]),
    ("zh", "Meta应用家族营收391亿美元；经营利润210亿美元。公司营收为401亿美元。",
     [("results", "fact.value", "META", 3.91e10, "family_of_apps.revenue"), ("results", "fact.value", "META", 2.1e10, "family_of_apps.operating_income"),
      ("results", "fact.value", "META", 4.01e10, "revenue")]),
    # a move of several days, a stranger's price, a market value within the day
    ("zh", "Meta股价两天合计跌去16.2%。", [("price_move", "price.return", "META", -16.2, "")]),
    ("en", "Shares of rival Snap tumbled 35% to $11.40.", [("price_move", "price.level", "Snap", 11.4, ""), ("price_move", "price.return", "Snap", -35.0, "")]),
    ("en", "Shares of NYSE JPM opened at $109.33.", [("price_move", "price.level", "META", 109.33, "")]),
    ("zh", "Meta市值盘中越过1万亿美元。", [("market_cap", "market_cap.level", "META", 1e12, "traded")]),
    # bought with money, or what leave there is
    ("en", "During the fourth quarter the company spent $6.91 billion on share repurchases.", [("buyback", "fact.value", "META", 6.91e9, "buybacks")]),
    ("en", "Total buybacks for 2022 meanwhile totaled $27.93 billion.", [("buyback", "fact.value", "META", 2.793e10, "buybacks")]),
    ("en", "It had $10.87 billion available for repurchases.", [("buyback", "", "META", 1.087e10, "")]),
    # whose move it is, from when, and at what time of the day
    ("en", "Meta's market capitalization had increased by close to $1 trillion.", [("market_cap_change", "", "META", 1e12, "")]),
    ("en", "In a little more than a year, Meta's market capitalization had increased by $1.1 trillion.", [("market_cap_change", "", "META", 1.1e12, "")]),
    ("en", "Meta stock opened nearly 24% lower on Thursday.", [("price_move", "price.return", "META", -24.0, "open")]),
    ("en", "On Friday, shares opened 15% higher at $460.", [("price_move", "price.return", "META", 15.0, "open"), ("price_move", "price.level", "META", 460.0, "")]),
    ("en", "Shares of Meta slid as much as 5% in early trading on Friday.", [("price_move", "price.return", "META", -5.0, "traded")]),
    ("en", "Meta shares were down 3% Friday morning.", [("price_move", "price.return", "META", -3.0, "traded")]),
    ("en", "Meta's market value climbed as high as $1.24 trillion on Friday.", [("market_cap", "market_cap.level", "META", 1.24e12, "traded")]),
    ("en", "Meta's market value climbed by as much as $124 billion on Friday.", [("market_cap_change", "market_cap.change", "META", 1.24e11, "intraday")]),
    ("zh", "截至发稿，Meta涨3%，报480美元。", [("price_move", "price.return", "META", 3.0, "traded"), ("price_move", "price.level", "META", 480.0, "traded")]),
    ("en", "Meta shares were trading 2% lower at 12:05 p.m.", [("price_move", "price.return", "META", -2.0, "traded")]),
    ("en", "Last week, Meta shares surpassed the $500 mark.", [("price_move", "price.level", "META", 500.0, "traded")]),
    ("zh", "Meta是第一家达到1万亿美元市值的社交媒体公司。", [("market_cap", "", "META", 1e12, "")]),
    # whose a move is: each of a list's, the one behind a possessive or a noun, never a sector's or an unknown index's
    ("en", "Meta and Amazon fell 2%.", [("price_move", "price.return", "AMZN", -2.0, ""), ("price_move", "price.return", "META", -2.0, "")]),
    ("zh", "苹果、微软和Meta跌幅均超过2%。", [("price_move", "price.return", "AAPL", -2.0, ""), ("price_move", "price.return", "META", -2.0, ""), ("price_move", "price.return", "MSFT", -2.0, "")]),
    ("en", "Apple and Amazon fell 1% and 2%, respectively.", [("price_move", "price.return", "AAPL", -1.0, ""), ("price_move", "price.return", "AMZN", -2.0, "")]),
    ("en", "Since August, Meta's stock has fallen about 7 percent, less than the S&P 500's 9 percent decline.",
     [("index", "price.return", "GSPC", -9.0, ""), ("price_move", "price.return", "META", -7.0, "")]),
    ("en", "Meta's stock has gained 8% this year, compared with a 13 percent increase in the S&P 500.",
     [("index", "price.return", "GSPC", 13.0, ""), ("price_move", "price.return", "META", 8.0, "")]),
    ("zh", "Meta市值为1.2万亿美元，领先特斯拉，后者的市值约为0.6万亿美元。", [("market_cap", "market_cap.level", "META", 1.2e12, ""), ("market_cap", "market_cap.level", "TSLA", 6e11, "")]),
    ("zh", "中概股普遍下跌3%。", []),
    ("zh", "追踪芯片股的指数也下跌7.5%。", []),
    ("en", "Borrowing in Meta shares dropped 31 percent this week.", []),
    ("zh", "德国前三个月注册量同比少了62%。", [("ratio", "", "META", -62.0, "")]),
    # of which time: a year that is not told, a start of a year in which no share triples, a deed
    ("zh", "微软全年涨幅高达51%。", [("price_move", "price.return", "MSFT", 51.0, "")]),
    ("zh", "股价在2021年初大涨720%。", [("price_move", "", "META", 720.0, "")]),
    ("zh", "自改名以来，Meta股价下跌40%。", [("price_move", "", "META", -40.0, "")]),
    ("en", "Shares dipped below $336 from $500.", [("price_move", "", "META", 500.0, ""), ("price_move", "price.level", "META", 336.0, "")]),
    # what a rate came to, and what of a part is set beside it
    ("en", "Revenue growth slowed from 12% to 11%.", [("ratio", "", "META", 12.0, ""), ("ratio", "fact.growth", "META", 11.0, "revenue")]),
    ("zh", "营收增幅从25%放缓至16%。", [("ratio", "", "META", 25.0, ""), ("ratio", "fact.growth", "META", 16.0, "revenue")]),
    ("en", "Meta posted 23% revenue growth.", [("ratio", "fact.growth", "META", 23.0, "revenue")]),
    ("en", "Operating income at the cloud unit was $10.4 billion, compared with operating income of $7.0 billion a year earlier.",
     [("results", "fact.value", "META", 7e9, "cloud.operating_income"), ("results", "fact.value", "META", 1.04e10, "cloud.operating_income")]),
    ("en", "Its trailing P-E ratio was 24.", [("ratio", "price.to_earnings", "META", 24.0, "")]),
    ("en", "Meta's board expects earnings of $6 to $7 per share.", [("forecast", "", "META", 6.0, "eps_diluted")]),
    ("en", "The 10-year-old social network rose 3%.", []),
    # a loss that widened is no growth of the profit
    ("zh", "经营亏损录得13亿元，扩大4.2%。", [("results", "fact.value", "META", -1.3e9, "operating_income"), ("ratio", "fact.growth", "META", 4.2, "operating_income_loss")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), FIGURES)
def test_a_figure_is_of_what_the_sentence_says(language, text, wanted):
    assert sorted(told(text, language)) == sorted(wanted)


PERIODS = [
    ("en", "It shipped 462,890 cars in the three months to 31 March, up 6.4%.", [("2024-01-01", "2024-03-31")] * 2),
    ("en", "Revenue rose 2.5% to $48.3 billion from $47.1 billion a year prior in the first quarter.", None),
    ("zh", "2023年前三季度，公司实现营收947亿元。", [("2023-01-01", "2023-09-30")]),
    ("en", "Over the past month the stock has fallen 27%.", [("2024-03-26", "2024-04-26")]),
    ("en", "Between January 3, 2024 and March 4, 2024, the stock had risen $3.26 (3.98%).", [("2024-01-03", "2024-03-04")] * 2),
    ("zh", "过去一个月，该股累计下跌27%。", [("2024-03-26", "2024-04-26")]),
    ("zh", "累计3个月纯利16亿元。", [("2024-01-01", "2024-03-31")]),
    ("zh", "毛利率由 2022 年第四季度的 20.4% 升至 22.9%。", [("2022-10-01", "2022-12-31"), None]),
    ("en", "Sales in the period ended April 2 came to $19.2 billion.", [("2024-01-01", "2024-03-31")]),
    ("zh", "本季度净营收为490亿美元。", [("2024-01-01", "2024-03-31")]),
    ("zh", "去年同期经营利润为146亿元。", [("2023-01-01", "2023-03-31")]),
    ("en", "It paid a dividend of 10 cents per share on 19 January 2024, and before that one of 28 cents per share on 16 May 2023.",
     [("2024-01-19", "2024-01-19"), ("2023-05-16", "2023-05-16")]),
    # the quarter of the figures is not the day of the move
    ("en", "On Thursday the valuation dropped $17 billion after it reported weak first-quarter subscriber growth.", [("2024-04-25", "2024-04-25")]),
    ("zh", "第一季业绩胜预期，净利润70亿美元。公司股价全日微跌0.2%。", [("2024-01-01", "2024-03-31"), None]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), PERIODS)
def test_a_figure_is_of_its_own_time(language, text, wanted):
    found = period(text, language)
    if wanted is None:
        assert found[0] == ("2024-01-01", "2024-03-31")
        assert found[-1] == ("2023-01-01", "2023-03-31")
    else:
        assert found == wanted


def test_records_of_a_sentence_count_from_their_own_days():
    text = "The stock surged 20% on Thursday, its biggest one-day gain in a year and its third biggest since its 2012 debut."
    first, second = (c for c in claims(text, "en") if c.kind == "record")
    assert (first.asserted.quantity.low, first.args["since"][:4]) == (1.0, "2023")
    assert (second.asserted.quantity.low, second.args["since"]) == (3.0, "2012-01-01")


def test_a_record_of_some_months_counts_from_then():
    (record,) = (
        c
        for c in claims("The stock jumped 20% on Thursday, its biggest one-day gain in five months.", "en")
        if c.kind == "record"
    )
    assert record.args["since"][:7] == "2023-12"


def test_the_day_on_which_a_story_was_filed_is_that_of_no_move():
    (move,) = (c for c in claims("4月26日消息，Meta股价大跌9.3%。", "zh") if c.kind == "price_move")
    assert move.period is None
    assert move.text == "股价大跌9.3%"


def test_a_day_on_which_something_was_said_is_not_that_of_the_results():
    assert [
        c.kind for c in claims("标准普尔周四表示，投资者对Meta公布的财报反应强烈。", "zh") if c.measure == "event.date"
    ] == []


def test_a_record_of_some_years_counts_from_then_and_one_of_months_is_ranked_by_the_month():
    text = "股价周四大跌12%，是两年多以来最大单日跌幅。4月份下跌36%，是2010年上市以来最大跌幅的一个月份。"
    first, second = (c for c in claims(text, "zh", company="TSLA") if c.kind == "record")
    assert (first.measure, first.args["since"][:4]) == ("price.return_rank", "2022")
    assert (second.measure, second.args["per"]) == ("price.return_rank", "month")


def test_news_still_to_come_is_of_the_next_such_day():
    (event,) = (c for c in claims("公司将于29日收盘后公布财报。", "zh") if c.kind == "event")
    assert (event.modality, event.period.start) == ("forecast", date(2024, 4, 29))
