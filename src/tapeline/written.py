"""How a value is written for a person, in English or Chinese: always with its unit."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapeline.quantity import Quantity

ENGLISH = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
CHINESE = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "HKD": "HK$"}
CHINESE_MONEY = {"USD": "美元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "CNY": "元", "HKD": "港元"}
CHINESE_UNITS = {
    "shares": "股",
    "people": "人",
    "years": "年",
    "days": "天",
    "x": "倍",
    "points": "个百分点",
    "bp": "个基点",
    "in a row": "次（连续）",
    "times": "次",
}


def written(value: float, unit: str, language: str = "en") -> str:
    """A value with its unit (`$206.1 billion`, `2061亿美元`, `34.2%`, `2024-02-01`)."""
    if unit == "date":
        return date.fromordinal(round(value)).isoformat()
    if unit == "rank":
        return f"no. {value:.0f}" if language == "en" else f"第{value:.0f}"
    if unit == "%":
        return f"{_plain(value, 2)}%"
    if unit.endswith("/share"):
        money = unit.removesuffix("/share")
        shown = _money(value, money, language, cents=True)
        return f"{shown} a share" if language == "en" else f"每股{shown}"
    if len(unit) == 3 and unit.isupper():
        return _money(value, unit, language)
    if unit == "years":
        return f"{_plain(value, 1)}{' years' if language == 'en' else '年'}"
    if language == "zh":
        return f"{_scaled(value, CHINESE)}{CHINESE_UNITS.get(unit, unit)}"
    return f"{_scaled(value, ENGLISH)}{'' if unit == 'x' else ' '}{unit}".rstrip()


def written_interval(quantity: Quantity, language: str = "en") -> str:
    """An interval with its unit; one value where both ends are written alike, "from" or "up to" where one end is open."""
    low, high = quantity.low, quantity.high
    if math.isinf(high) and math.isinf(low):
        return "anything" if language == "en" else "任意值"
    if math.isinf(high):
        return f"{written(low, quantity.unit, language)} {'or more' if language == 'en' else '以上'}"
    if math.isinf(low):
        return f"{written(high, quantity.unit, language)} {'or less' if language == 'en' else '以下'}"
    first, last = written(low, quantity.unit, language), written(high, quantity.unit, language)
    return first if first == last else f"{first} {'to' if language == 'en' else '至'} {last}"


def _money(value: float, code: str, language: str, *, cents: bool = False) -> str:
    sign = "-" if value < 0 else ""
    if language == "zh":
        body = _plain(abs(value), 2) if cents else _scaled(abs(value), CHINESE)
        return f"{sign}{body}{CHINESE_MONEY.get(code, code)}"
    body = f"{abs(value):,.2f}" if cents else _scaled(abs(value), ENGLISH)
    return f"{sign}{SIGNS.get(code, code + ' ')}{body}"


def _scaled(value: float, scales: tuple[tuple[float, str], ...]) -> str:
    for factor, word in scales:
        if abs(value) >= factor:
            return f"{_plain(value / factor, 2 if abs(value / factor) < 1000 else 0)}{word}"
    return _plain(value, 2)


def _plain(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


__all__ = ["written", "written_interval"]
