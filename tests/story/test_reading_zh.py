"""What the reader makes of Chinese as wires, Hong Kong, Taiwan, brokers and long reads write it: each ability, and what must not pass for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from reading_stories import brief, claims

SAID = {
    "moves": [
        ("特斯拉终场收跌8.4%，报215.99美元。", [("price_move", "TSLA", -8.4, "%"), ("price_move", "TSLA", 215.99, "USD/share")]),
        ("輝達股價下挫6%。", [("price_move", "NVDA", -6.0, "%")]),
        ("特斯拉股价收盘跌幅收窄至2.1%。", [("price_move", "TSLA", -2.1, "%")]),
        ("苹果跌6%，高通7%。", [("price_move", "AAPL", -6.0, "%"), ("price_move", "QCOM", -7.0, "%")]),
        ("亚马逊收跌4%，连三黑。", [("price_move", "AMZN", -4.0, "%"), ("record", "AMZN", None, "in a row")]),
    ],
    "indexes by many names": [
        ("道瓊工業指數終場下跌1,033.99點，跌幅2.6%，報38,703.27點。",
         [("index", "DJI", -1033.99, ""), ("index", "DJI", -2.6, "%"), ("index", "DJI", 38703.27, "")]),
        ("那斯達克指數收低3.43%。", [("index", "IXIC", -3.43, "%")]),
    ],
    "dividends as Taiwan tells them": [
        ("公司拟配息5.8元。", [("dividend", "META", 5.8, "CNY/share")]),
        ("每股將發5.8元現金，現金殖利率為3.4%。", [("dividend", "META", 5.8, "TWD/share"), ("ratio", "META", 3.4, "%")]),
        ("配發率約52.7%。", [("ratio", "META", 52.7, "%")]),
    ],
    "the money of the place": [
        ("恒指成分股美團低見159.5元，收市報164.5元。",
         [("price_move", "MPNGY", 159.5, "HKD/share"), ("price_move", "MPNGY", 164.5, "HKD/share")]),
        ("茅台股价收在1184元。", [("price_move", "600519.SS", 1184.0, "CNY/share")]),
    ],
    "amounts without a currency": [
        ("苹果市值2.8万亿美元。营收252亿，净利21.7亿。",
         [("market_cap", "AAPL", 2.8e12, "USD"), ("results", "AAPL", 2.52e10, "USD"), ("results", "AAPL", 2.17e9, "USD")]),
        ("营收252亿。", [("results", "META", 252e8, "")]),
    ],
    "figures in short": [
        ("营收100亿美元，同比+8%，环比-3%。",
         [("results", "META", 1e10, "USD"), ("ratio", "META", 8.0, "%"), ("ratio", "META", -3.0, "%")]),
        ("整体毛利率提升1.7个百分点至45.2%。", [("ratio", "META", 45.2, "%"), ("ratio", "META", 1.7, "points")]),
        ("2022年公司营收137亿美元，翌年161亿美元。", [("results", "META", 1.37e10, "USD"), ("results", "META", 1.61e10, "USD")]),
        ("奈飞二季度新增订户805万户。", [("users", "NFLX", 8.05e6, "people")]),
        ("全年股息每股3.2港元，同比增长15%。", [("dividend", "META", 3.2, "HKD/share"), ("dividend", "META", 15.0, "%")]),
        ("公司派发末期股息每股五十美仙。", [("dividend", "META", 0.5, "USD/share")]),
    ],
    "staff and shares": [
        ("公司全球裁员10%以上（约1.4万人）。", [("headcount", "META", 10.0, "%"), ("headcount", "META", 14000.0, "people")]),
        ("公司季内购回约5100万股。", [("buyback", "META", 5.1e7, "shares")]),
        ("巴菲特减持苹果股票约1亿股。", [("holding", "AAPL", -1e8, "shares")]),
    ],
    "records": [
        ("净利润降至11.3亿美元，创三年来新低。", [("results", "META", 1.13e9, "USD"), ("record", "META", None, "rank")]),
    ],
    "comparisons": [
        ("英伟达市值达2.2万亿美元，超过亚马逊，仅次于微软。",
         [("market_cap", "NVDA", 2.2e12, "USD"), ("comparison", "NVDA", None, "USD"), ("comparison", "NVDA", None, "USD")]),
    ],
    "people and deeds": [
        ("库克自2011年起执掌苹果。", [("person", "AAPL", None, "date")]),
        ("公司于4月15日举行股东大会。", [("event", "META", None, "date")]),
        ("公司创办人今年61岁。", [("person", "META", 61.0, "years")]),
    ],
    "causes": [("股价下跌主要是因为投资者担心需求放缓。", [("causal", "META", None, "")])],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [case for cases in SAID.values() for case in cases],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_what_a_sentence_states(text, expected):
    assert sorted(brief(text, "zh"), key=str) == sorted(expected, key=str)


NEVER_FACTS = [
    ("全年回购计划不少于1000亿港元。", {"forecast"}),
    ("若果美联储加息，道指会跌3%。", {"conditional"}),
    ("要是销量上不去，股价腰斩都不奇怪。", {"conditional"}),
    ("只要需求不恢复，公司收入就会下降。", {"conditional"}),
    ("管理层预期下半年收入将恢复增长。", {"forecast"}),
    ("公司将第二季度营收指引定为280亿美元。", {"forecast"}),
    ("分析师把目标价从300美元提到400美元。", {"forecast"}),
    ("特斯拉从没分过红。", {"negated"}),
    ("要不是回购，股价早就跌破100美元。", {"conditional"}),
    ("公司無意出售雲業務。", {"negated"}),
    ("网传公司裁员3000人，发言人已澄清。", {"negated"}),
]


@pytest.mark.parametrize(("text", "modalities"), NEVER_FACTS)
def test_what_is_looked_for_conditional_or_denied_is_no_fact(text, modalities):
    found = claims(text, "zh")
    assert {c.modality for c in found} == modalities
    assert all((c.kind == "forecast") == (c.modality in {"forecast", "conditional"}) for c in found)


FACTS = [
    ("分析师预计营收391亿美元，而公司实际录得401亿美元。", "results", 4.01e10),
    ("分析师预计营收391亿美元，而公司实际录得401亿美元。", "results", 4.01e10),
    ("苹果否认裁员1万人，称员工总数为16.4万人。", "headcount", 164000.0),
    ("公司否认清盘传闻，股价仍跌11%。", "price_move", -11.0),
    ("股价跌了5%，主要是因为需求放缓。", "price_move", -5.0),
    ("公司如期公布财报，营收增长5%。", "ratio", 5.0),
]


@pytest.mark.parametrize(("text", "kind", "value"), FACTS)
def test_a_fact_beside_a_denial_or_a_look_alike_stays_one(text, kind, value):
    (found,) = [c for c in claims(text, "zh") if c.kind == kind and c.asserted.figure.value == value]
    assert found.modality in {"stated", "reported"}


def test_a_row_of_quotations_is_read_by_its_name():
    found = brief("个股收盘表现\n苹果　-4.82%　209.27美元\n微软　+1.2%　395.15美元\n", "zh")
    assert found == [
        ("price_move", "AAPL", -4.82, "%"),
        ("price_move", "AAPL", 209.27, "USD/share"),
        ("price_move", "MSFT", 1.2, "%"),
        ("price_move", "MSFT", 395.15, "USD/share"),
    ]


def test_a_row_in_millions_is_not_read_as_written():
    found = brief("经营数据（单位：百万）\n月活跃账户　　1,359　　1,319\n", "zh")
    assert found == [("users", "META", 1359e6, "people"), ("users", "META", 1319e6, "people")]


@pytest.mark.parametrize("text", ["费城半导体ETF收报215.30，成交额12亿美元。", "恒生指数收报17,651.15。"])
def test_the_level_of_something_else_is_no_price_of_the_company(text):
    assert [c for c in claims(text, "zh") if c.kind == "price_move"] == []


def test_what_runs_since_a_bare_month_has_begun():
    (found,) = claims("自11月以来，英伟达股价累计上涨56%。", "zh")
    assert str(found.period.start) == "2023-11-01"
