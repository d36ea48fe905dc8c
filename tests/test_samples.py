"""The three stories in the package: each checkable statement with the verdict worked out by hand from the record.

The hand's arithmetic stands beside each line; it was written before the program was run on the story.
"""

import pytest

import tapeline
from tapeline.story.loading import load, samples

META = {
    # 188.77 / 153.12 = 1.2328; 35.65 × 2,721.9 million shares (January 2022) = 97.0 billion; IPO record is 2013-07-25, +29.6%
    "市值一日增加近千亿美元": "supported",
    "2月1日盘后，Meta公布了第四季度财报": "supported",
    "次日，Meta股价上涨23.3%": "supported",
    "市值增加约970亿美元": "supported",
    "最大的单日涨幅": "contradicted",
    "第四季度营收为321.65亿美元": "supported",
    "同比下降4.5%": "supported",  # 32.165 / 33.671 - 1 = -4.5%
    "净利润为46.52亿美元": "supported",
    "同比下降约55%": "supported",  # 4.652 / 10.285 - 1 = -54.8%
    "Reality Labs第四季度亏损42.8亿美元": "supported",
    "Meta的净利润为232亿美元": "supported",  # 7.465 + 6.687 + 4.395 + 4.652 = 23.199
    "股票回购授权增加400亿美元": "supported",
    "裁减了约11000个岗位": "supported",
    "员工人数为86482人": "supported",
    "2023年总支出为890亿至950亿美元": "opinion",
    "扎克伯格今年38岁": "supported",  # born 1984-05-14
}
NVIDIA = {
    "周四，英伟达股价大涨24.4%": "supported",  # 379.80 / 305.38 = 1.2437
    "创历史新高": "supported",
    "市值增加约1840亿美元": "supported",  # 74.42 × 2.47 billion = 183.8 billion
    "周三，英伟达股价收于285.38美元": "contradicted",  # 305.38
    "股价累计上涨约166%": "supported",  # 389.46 / 146.14 = 2.665
    "2022年，英伟达股价下跌了50%": "supported",  # 146.14 / 294.11 = 0.497
    "第一财季，英伟达营收达到71.9亿美元": "unverifiable",
    "周四，微软股价上涨3.8%": "supported",  # 325.92 / 313.85 = 1.0385
    "标普500指数上涨0.9%": "supported",  # 4151.28 / 4115.24 = 1.0088
}
APPLE = {
    "shares rose 8.9% on Thursday": "supported",  # 146.87 / 134.87 = 1.0890
    "about $191 billion in market value": "supported",  # 12.00 × 15.908 billion = 190.9 billion
    "largest one-day gain": "supported",  # as reported: 190.9 against Amazon's 190.8
    "gained 5.5% on Thursday": "supported",  # 3956.37 / 3748.57 = 1.0554
    "shares rose 12.2% the same day": "supported",  # 96.63 / 86.14 = 1.1218
    "shares jumped 17.4% on Thursday": "contradicted",  # 190.72 / 177.59 = 1.0739
    "about $2.34 trillion": "supported",  # 146.87 × 15.908 billion = 2.336 trillion
    "down 17% this year": "supported",  # 146.87 / 177.57 = 0.827 to Thursday
    "revenue of $90.1 billion": "unverifiable",
    "revenue to grow 5%": "opinion",
}
EXPECTED = {"meta-2023-efficiency.zh": META, "nvidia-2023-surge.zh": NVIDIA, "apple-2022-rally.en": APPLE}


def checked(name: str) -> tapeline.Check:
    loaded = load(f"sample:{name}")
    told = loaded.metadata
    story = tapeline.read(loaded.text, language=told["language"], company=told["company"], published=told["published"])
    return tapeline.check(story)


def test_these_are_all_the_samples() -> None:
    assert samples() == sorted(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_statement_gets_the_verdict_worked_by_hand(name: str) -> None:
    check = checked(name)
    found = {c.text: v.verdict for c, v in zip(check.story.claims, check.verdicts, strict=True)}
    for text, verdict in EXPECTED[name].items():
        matching = [(t, v) for t, v in found.items() if text in t]
        assert matching, f"no claim was read from {text!r}"
        assert [v for _, v in matching] == [verdict] * len(matching), text
    assert len(found) == len(EXPECTED[name])


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_counts_add_up(name: str) -> None:
    check = checked(name)
    assert sum(check.summary.values()) == len(check.story.claims) == len(check.verdicts)
    assert [v.claim for v in check.verdicts] == [c.id for c in check.story.claims]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_spans_are_the_storys_own_characters(name: str) -> None:
    text = load(f"sample:{name}").text
    story = checked(name).story
    assert all(text[c.start : c.end] == c.text for c in story.claims)
    assert all(text[u.start : u.end] == u.text for u in story.unread)


@pytest.mark.usefixtures("no_network")
def test_no_network_is_touched() -> None:
    assert checked("apple-2022-rally.en").verdicts
