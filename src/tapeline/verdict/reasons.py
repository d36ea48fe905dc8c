"""The one sentence that gives a verdict's reason, in English or Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.quantity import Quantity
from tapeline.written import written, written_interval

if TYPE_CHECKING:
    from datetime import date

    from tapeline.claim import Asserted, Claim, Measured
    from tapeline.verdict.rules import Grade

MODALITIES = {
    "forecast": ("A forecast is not checked against the record.", "这是预测，不以记录核对。"),
    "conditional": (
        "A conditional statement is not checked as if it were asserted.",
        "这是假设性表述，不当作断言核对。",
    ),
    "negated": ("A negated statement is not checked as if it were asserted.", "这是否定表述，不当作肯定的断言核对。"),
    "opinion": ("This is an opinion; the record cannot decide it.", "这是观点，记录无法判定。"),
}


def not_checked(modality: str, language: str) -> str:
    """Why a statement that asserts nothing is not checked."""
    english, chinese = MODALITIES[modality]
    return chinese if language == "zh" else english


def stale(newest: date, language: str) -> tuple[str, str]:
    """Why an undated figure is not held against the record's newest, and what is missing."""
    if language == "zh":
        return f"记录中最新的数字截至{newest}，文中所说的可能是更晚的一期，因此不作判定。", f"{newest}之后的数字"
    return (
        f"The newest figure that the record holds is of {newest}; the story may speak of a later one.",
        f"the figure of a period after {newest}",
    )


def no_day(tried: date, language: str) -> tuple[str, str]:
    """Why a move is not held against the sessions around publication where neither it nor its story names a day, and what is missing."""
    if language == "zh":
        return f"文中没有给出日期；发稿前后几个交易日（如{tried}）都不是如此，因此不作判定。", "这一变动的日期"
    return (
        f"The story gives no day for it, and on none of the sessions around publication ({tried} among them) was it so.",
        "the day of the move",
    )


def still_open(day: date, language: str) -> tuple[str, str]:
    """Why a price that a story tells of its own day is not held against the close, and what is missing."""
    if language == "zh":
        return f"文章写成时，{day}的交易还在进行；当日某一时刻可能如此，因此不作判定。", "文章写成的时刻"
    return (
        f"The story was written while the session of {day} went on; at some time of that day it could be so.",
        "the time of day at which the story was written",
    )


def another_class(subject: str, language: str) -> tuple[str, str]:
    """Why a price near the record's is not held against it where the company has another class of shares listed, and what is missing."""
    if language == "zh":
        return "公司另有一类上市股份，价格相近，文中没有说明是哪一类，因此不作判定。", f"{subject}另一类股份的价格"
    return (
        "The company has another class of shares listed at prices near these, and the story does not say which it means.",
        f"the prices of the other class of shares of {subject}",
    )


def of_another(other: str, language: str) -> tuple[str, str]:
    """Why a number is not held against the company that the reader took from elsewhere where its paragraph speaks of one that the record does not hold, and what is missing."""
    if language == "zh":
        return f"这一句没有写明所指的是谁，前文还谈到{other}，而记录中没有它，因此不作判定。", f"{other}的价格"
    return (
        f"Its clause does not say whose number it is; the story also speaks of {other}, which the record does not hold.",
        f"the prices of {other}",
    )


def holds_elsewhere(other: Measured, language: str) -> tuple[str, str]:
    """Why a number is not held against the time or company that the reader took from elsewhere in the story, and what is missing."""
    if language == "zh":
        why = f"这一句没有写明时间或所指的公司；换一种读法则属实：{other.formula}。因此不作判定。"
        return why, "这一数字的时间或所指的公司"
    why = f"Its clause does not say of when, or of whom, and read otherwise it is true: {other.formula}."
    return why, "of when the number is, or of whom"


def holds_as_a_change(measured: Measured, language: str) -> tuple[str, str]:
    """Why a number that was read as a price is not held against it: it is by how much that changed on the day; and what is missing."""
    if language == "zh":
        return f"这是当天股价的变动：{measured.formula}，不是股价本身，因此不作判定。", "所说的是股价还是其变动"
    return (
        f"It is by how much the price changed that day, and hardly the price: {measured.formula}.",
        "whether the price or its change is meant",
    )


def holds_on_a_day(other: Measured, language: str) -> tuple[str, str]:
    """Why a move told of a month is not held against it, where it is that of its greatest day, and what is missing."""
    if language == "zh":
        return (
            f"整个月并非如此，但其中变动最大的一天属实：{other.formula}。因此不作判定。",
            "所指的是这个月还是其中一天",
        )
    why = f"It is not so of the whole month, but of its greatest day it is true: {other.formula}."
    return why, "whether the month or a day of it is meant"


def borne_out_elsewhere(why: str, other: Measured, language: str) -> str:
    """Why a number is borne out by a time that its own clause does not name."""
    if language == "zh":
        return f"{why}（这一句没有写明时间；所说的是：{other.formula}。）"
    return f"{why} (Its clause does not say of when; read as {other.formula}.)"


def without_a_measure(language: str) -> tuple[str, str]:
    """Why a statement of fact that no measure stands for is not checked, and what is missing."""
    if language == "zh":
        return "这是一项事实陈述，但尚无度量可以核对。", "文中没有给出的日期或对象，或一种能核对它的度量"
    missing = "a day or a thing that the story does not give, or a measure of it"
    return "A statement of fact, and no measure here can check it.", missing


def unmeasured(missing: str, language: str) -> str:
    """Why a claim cannot be measured."""
    return f"记录中没有所需的证据：{missing}。" if language == "zh" else f"The record does not hold {missing}."


def reason(claim: Claim, measured: Measured, grade: Grade, language: str) -> str:
    """The reason for a grade on a reading."""
    if measured.refutes:
        return (
            f"记录所示不是如此：{measured.formula}。"
            if language == "zh"
            else f"The record shows otherwise: {measured.formula}."
        )
    if claim.asserted is None:
        return f"记录证实：{measured.formula}。" if language == "zh" else f"The record confirms it: {measured.formula}."
    if measured.unit == "rank":
        return _rank(measured, grade, language, placed=claim.measure == "price.place")
    if claim.measure in {"market_cap.compare", "price.compare"} and claim.asserted.figure is None:
        return _lead(measured, language)
    within = grade == "supported" and _is_left_open(claim.asserted, measured)
    found = _found(claim, measured, language, within=within)
    said = _said(claim.asserted, language)
    if language == "zh":
        tail = {
            "supported": f"文中的{said}成立",
            "imprecise": f"文中的{said}大体属实，但不够准确",
            "contradicted": f"而非文中的{said}",
        }[grade]
        return f"记录为{found}，{tail}{_off(claim.asserted, measured, grade, language)}。"
    tail = {"supported": f"the story's {said} holds", "imprecise": f"the story's {said} is close, not exact",
            "contradicted": f"not {said}"}[grade]  # fmt: skip
    joint = ", " if grade == "contradicted" else "; "
    return f"The record gives {found}{joint}{tail}{_off(claim.asserted, measured, grade, language)}."


LEFT_OPEN = 0.01
"""A statement so much of itself beyond the middle of the evidence is met only by what that leaves open."""


def _is_left_open(asserted: Asserted, measured: Measured) -> bool:
    """Whether a statement is met by what the evidence leaves open (an old count of shares), and not by its middle."""
    if asserted.unit != measured.unit:
        return False
    beyond = asserted.quantity.gap(Quantity.exact(measured.value, measured.unit))
    return beyond > LEFT_OPEN * abs(measured.value)


def _found(claim: Claim, measured: Measured, language: str, *, within: bool) -> str:
    """What the record gives; where a statement holds only `within` what the evidence leaves open (an old count of shares), both ends of that."""
    if claim.measure == "person.age" and language == "zh":
        return written_interval(measured.quantity, language).replace("年", "岁")
    return written_interval(measured.quantity, language) if within else measured.shown(language)


def _said(asserted: Asserted, language: str) -> str:
    text = " ".join(asserted.text.split())
    if asserted.unit == "date":
        shown = written_interval(asserted.quantity, language)
        return f"“{text}”（{shown}）" if language == "zh" and text else f'"{text}" ({shown})' if text else shown
    return f"“{text}”" if language == "zh" else f'"{text}"'


def _off(asserted: Asserted, measured: Measured, grade: Grade, language: str) -> str:
    if (
        grade == "supported"
        or measured.ranging
        or asserted.figure is None
        or measured.value == 0
        or asserted.unit in {"date", "rank", "years"}
    ):
        return ""
    claimed = asserted.figure.value
    share = (
        100
        * abs(claimed - measured.quantity.to(asserted.unit).middle)
        / abs(measured.quantity.to(asserted.unit).middle)
    )
    if share >= 1000 or claimed * measured.value < 0:
        return ""
    return f"，相差{share:.1f}%" if language == "zh" else f" (off by {share:.1f}%)"


def _rank(measured: Measured, grade: Grade, language: str, *, placed: bool = False) -> str:
    rank, held = round(measured.value), measured.holds_since
    if held is not None:
        english, chinese = (
            f"It is true, and of a longer time, since {held}",
            f"属实，但说得不足：上一次超过它的是{held}，此后一直如此",
        )
    elif placed and grade != "supported":
        english, chinese = f"It was number {rank}", f"实际排第{rank}"
    elif grade != "supported":
        english, chinese = f"It was no record but number {rank}", f"当时并非纪录，排第{rank}"
    elif placed or " since " in measured.basis:
        english, chinese = "It was so", "当时确为如此"
    else:
        english, chinese = "It was a record", "当时确为纪录"
    if language == "zh":
        return f"{chinese}（截至{measured.as_of}）。"
    return f"{english} as of {measured.as_of}: {measured.formula}."


def _lead(measured: Measured, language: str) -> str:
    gap = written(abs(measured.value), measured.unit, language)
    if language == "zh":
        return f"{'高出' if measured.value > 0 else '低了'}{gap}。"
    return f"It is {'ahead' if measured.value > 0 else 'behind'} by {gap}, {measured.basis}."


__all__ = ["not_checked", "reason", "unmeasured"]
