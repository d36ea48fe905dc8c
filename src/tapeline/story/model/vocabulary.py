"""What a model may propose: the measures whose every part the reader's own layers can find in a sentence, with the kinds they have.

What no such measure fits may be proposed for none: it is read with its kind and its number, and nothing checks it.
"""

from __future__ import annotations

NO_MEASURE = "none"
KINDS_OF: dict[str, tuple[str, ...]] = {
    "price.return": ("price_move", "index"),
    "price.level": ("price_move", "index"),
    "market_cap.level": ("market_cap",),
    "market_cap.change": ("market_cap_change",),
    "fact.value": ("results", "ratio", "users", "headcount"),
    "fact.growth": ("ratio", "results"),
    "dividend.per_share": ("dividend",),
    NO_MEASURE: (
        "dividend_income",
        "dividend",
        "buyback",
        "holding",
        "headcount",
        "users",
        "person",
        "event",
        "forecast",
        "ratio",
        "results",
        "record",
    ),
}
CHANGES = frozenset({"price.return", "market_cap.change", "fact.growth"})
"""Measures of how much something moved: the words must say which way."""
FACTS = frozenset({"fact.value", "fact.growth"})
"""Measures of a reported figure: the words must name which."""

__all__ = ["CHANGES", "FACTS", "KINDS_OF", "NO_MEASURE"]
