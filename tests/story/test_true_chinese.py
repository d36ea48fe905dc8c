"""True Chinese sentences that were once called wrong, shortened to what went wrong in them."""

from __future__ import annotations

import pytest

import tapeline

WRONG = {"contradicted", "imprecise", "inconsistent"}
TRUE = [
    ("Meta于2月1日盘后公布截至2023年12月31日的业绩。截至年末，员工总数67317人。\n\nMeta股价次日收报474.99美元，大涨20.3%。", 2),
    ("Meta股价2月2日收报474.99美元，上涨20.3%。此前一个交易日，该股收报394.78美元，当日上涨1.2%。", 4),
    ("2022年是美国科技股的噩梦。英伟达和亚马逊双双腰斩，跌幅分别为50.3%和49.6%，微软和谷歌分别下跌28.7%和39.1%。", 4),
    ("2023年形势逆转。谷歌、微软分别上涨58%和57%。", 2),
    ("2022年，Meta下跌64.2%。苹果相对抗跌，年内也下挫26.8%。", 2),
    ("2022年2月3日，Meta股价跌去26.4%。2024年2月2日，Meta上涨20.3%。当日收盘，Meta总市值约1.21万亿美元。", 3),
    ("扎克伯格生于1984年5月14日，2004年2月在哈佛创办Facebook，当时年仅19岁。", 1),
    ("2022年11月9日，38岁的扎克伯格宣布裁员1.1万人。", 2),
    ("2023年四个季度营收分别为286.45亿、319.99亿、341.46亿和401.11亿美元。", 0),
    ("Meta四季度营收和净利润分别为401.11亿美元和140.17亿美元。", 2),
    ("Meta 2022年和2023年营收分别为1166亿美元和1349亿美元。", 2),
    ("Meta广告收入由2022年四季度的312.54亿美元增至387.06亿美元，同比增长23.8%。", 3),
    ("应用家族经营利润由106.78亿美元增至210.30亿美元；Reality Labs经营亏损46.46亿美元，较上年同期的42.79亿美元扩大。", 2),
    ("Meta四季度营收401.11亿美元，同比增长25%，环比增长17.5%。", 3),
    ("Meta去年第四季营收401亿美元，年增25%，季增17%。", 3),
    ("Meta全年经营利润467.51亿美元，较2022年的289.44亿美元增长62%。", 2),
    ("2023年Meta研发费用384.83亿美元，2022年为353.38亿美元，增幅约9%。", 3),
    ("Reality Labs自单独披露业绩以来连年亏损。2021年亏损101.9亿美元，2022年亏损137.2亿美元，三年累计亏损约400亿美元。", 2),
    ("2022年9月底，Meta员工总数达87314人。至2022年底，员工人数为86482人。", 2),
    ("Meta宣布将派发股息，每股0.5美元，3月26日发放，并新增500亿美元回购额度。", 2),
    ("Meta每股盈余5.33美元，优于前一年同期的1.76美元。", 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "least"), TRUE)
def test_a_true_chinese_sentence_is_not_called_wrong(text: str, least: int) -> None:
    story = tapeline.read(text, language="zh", company="META", published="2024-02-10")
    verdicts = [v.verdict for v in tapeline.check(story).verdicts]
    assert not WRONG & set(verdicts)
    assert verdicts.count("supported") >= least


@pytest.mark.parametrize(
    "text",
    [
        "2023年谷歌、微软分别上涨38%和77%。",
        "Meta四季度营收和净利润分别为301亿美元和240亿美元。",
        "Meta四季度营收401.11亿美元，环比增长27.5%。",
        "2022年9月底，Meta员工总数达97314人。",
    ],
)
def test_a_false_one_still_is(text: str) -> None:
    story = tapeline.read(text, language="zh", company="META", published="2024-02-10")
    assert WRONG & {v.verdict for v in tapeline.check(story).verdicts}


def test_a_gain_set_beside_anothers_record_is_measured_by_its_own_day() -> None:
    text = "2024年2月2日,Meta股价大涨20.3%,市值单日增加约2050亿美元,超过亚马逊2022年2月4日创下的1910亿美元的纪录。"
    story = tapeline.read(text, language="zh", company="META", published="2024-02-03")
    assert not {"market_cap.compare", "market_cap.level"} & {c.measure for c in story.claims}
    assert not {"contradicted", "imprecise"} & {v.verdict for v in tapeline.check(story).verdicts}
