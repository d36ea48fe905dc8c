"""The fixed words of the reports, in English and Chinese, and the signs that stand beside a verdict for those who see no colour."""

from __future__ import annotations

SIGNS = {
    "supported": "✓",
    "imprecise": "≈",
    "contradicted": "✗",
    "inconsistent": "⇄",
    "unverifiable": "?",
    "opinion": "·",
}
COLOURS = {"supported": 34, "imprecise": 33, "contradicted": 31, "inconsistent": 35, "unverifiable": 36, "opinion": 90}
"""Terminal colours: blue and red rather than green and red, told apart by every kind of eye; the sign says it again."""

WORDS = {
    "en": {
        "supported": "supported", "imprecise": "imprecise", "contradicted": "contradicted", "inconsistent": "inconsistent",
        "unverifiable": "unverifiable", "opinion": "opinion", "claims": "claims", "claimed": "Claimed", "measured": "Measured",
        "basis": "Basis", "formula": "Arithmetic", "sources": "Sources", "nearest": "Nearest truth", "others": "Other honest readings",
        "then": "Then", "now": "Now", "changed": "changed on", "clashes": "Clashes with", "missing": "Missing evidence",
        "unread": "Not read", "record": "Record", "as_of": "known up to", "published": "Published", "story": "The story",
        "chart": "The price, and what happened", "cause": "Did it move the stock?", "nothing_unread": "Nothing checkable was left unread.",
        "rivals": "What else happened", "evidence": "Evidence", "breaks": "Turning points", "counterfactual": "Without it", "not_standard": "shown, not used",
        "sample": "the sample record inside the package was used; name your own with --record DIR",
        "page": "Story check", "marks": "marks on the chart", "pick": "Choose a marked statement to see its card.", "all": "All claims",
        "found_by": "Found by", "built-in": "built-in reader", "model": "model", "both": "both", "proposed": "proposed", "dropped": "dropped",
        "another": "Check another story", "model_seed": "seed", "model_pieces": "parts of the story read",
    },
    "zh": {
        "supported": "属实", "imprecise": "不够准确", "contradicted": "与记录不符", "inconsistent": "自相矛盾", "unverifiable": "无法核实",
        "opinion": "观点或预测", "claims": "条陈述", "claimed": "文中", "measured": "记录", "basis": "口径", "formula": "算式", "sources": "来源",
        "nearest": "最接近的事实", "others": "其他合理口径", "then": "当时", "now": "现在", "changed": "改变于", "clashes": "与之冲突",
        "missing": "缺少的证据", "unread": "未读出的内容", "record": "记录", "as_of": "截至", "published": "发稿", "story": "原文",
        "chart": "股价与事件", "cause": "是它推动了股价吗？", "nothing_unread": "没有遗漏可核对的内容。", "rivals": "同期其他事件", "evidence": "证据", "breaks": "转折点", "counterfactual": "若没有它",
        "not_standard": "仅供参考",  "sample": "使用了软件包自带的样例记录；可用 --record DIR 指定自己的记录",
        "page": "报道核对", "marks": "个图上标记", "pick": "点选标出的语句，查看核对卡片。", "all": "全部陈述",
        "found_by": "找出者", "built-in": "内置阅读器", "model": "语言模型", "both": "两者", "proposed": "提出", "dropped": "舍弃",
        "another": "再核对一篇", "model_seed": "种子", "model_pieces": "已读部分",
    },
}  # fmt: skip


def words(language: str) -> dict[str, str]:
    """The words of a language; English where there are none."""
    return WORDS.get(language, WORDS["en"])


__all__ = ["COLOURS", "SIGNS", "WORDS", "words"]
