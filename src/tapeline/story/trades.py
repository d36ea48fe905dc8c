"""Whom a description by trade means: "the retailer's shares", "the next chipmaker", 这家药企."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.names import Name, in_trade

if TYPE_CHECKING:
    from tapeline.story.tokens import Token


@cache
def _words(language: str) -> dict[str, tuple[str, ...]]:
    return {trade: tuple(words) for trade, words in lexicon.table(language, "predicates").get("trades", {}).items()}


def _trade(words: str, language: str) -> str:
    """The trade that a description tells; empty where it tells none."""
    return next(
        (trade for trade, told in _words(language).items() if trade != "another" and any(w in words for w in told)), ""
    )


def _names_another(words: str, language: str) -> bool:
    """Whether a description says that it is of another than the one spoken of ("the next chipmaker")."""
    return any(word in words for word in _words(language).get("another", ()))


def by_trade(view: str, tokens: tuple[Token, ...], told: tuple[str, ...], language: str) -> tuple[Token, ...]:
    """A sentence's tokens, a description that does not fit the company spoken of last as the name of the one that it fits.

    Args:
        view: the normalised text.
        tokens: the sentence's.
        told: the entities that it may mean, the one spoken of last first.
        language: of the text.
    """
    out: list[Token] = []
    for t in tokens:
        trade = _trade(view[t.start : t.end].lower(), language) if t.kind == "who" and t.sense == "company" else ""
        if not trade:
            out.append(t)
            continue
        here = [n.name.key for n in out if n.name and n.name.kind == "company"]
        fits = [key for key in (*reversed(here), *told) if key in in_trade(trade)]
        now = (*here[-1:], *told[:1])[:1]
        if _names_another(view[t.start : t.end].lower(), language):
            fits = [key for key in fits if key not in now]
        if fits and (here or fits[0] not in now):
            name = Name(view[t.start : t.end], "company", fits[0])
            t = replace(t, kind="name", sense="company", name=name)  # noqa: PLW2901
        out.append(t)
    return tuple(out)


__all__ = ["by_trade"]
