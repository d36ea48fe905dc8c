"""A story in pieces that a model can take: whole paragraphs, or whole sentences of a long one, within a bound of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.text import Span, paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE, NARROW = 1.5, 0.4
"""Tokens for a Chinese character and for any other, on the high side of what tokenizers of open models need."""


def tokens(text: str) -> int:
    """About how many tokens a text takes, rather too many than too few."""
    wide = sum(c > "\u2e7f" for c in text)
    return int(WIDE * wide + NARROW * (len(text) - wide)) + 1


def pieces(view: str, most: int) -> tuple[list[Span], list[Span]]:
    """The pieces of a normalised view, in order, and the sentences that are too long for any.

    Args:
        view: what `text.normalise` returned.
        most: estimated tokens of a piece.
    """
    out: list[Span] = []
    units = _units(view, most)
    long = {u for u in units if tokens(view[u.start : u.end]) > most}
    open_piece: Span | None = None
    for unit in units:
        if unit in long:
            open_piece = None
            continue
        joined = Span(open_piece.start, unit.end) if open_piece else unit
        if open_piece and tokens(view[joined.start : joined.end]) <= most:
            out[-1] = joined
        else:
            joined = unit
            out.append(unit)
        open_piece = joined
    return out, sorted(long)


def _units(view: str, most: int) -> Sequence[Span]:
    """Paragraphs, and in place of a long one its sentences."""
    every = sentences(view)
    units: list[Span] = []
    at = 0
    for paragraph in paragraphs(view):
        inside = []
        while at < len(every) and every[at].start < paragraph.end:
            inside.append(every[at])
            at += 1
        units += [paragraph] if tokens(view[paragraph.start : paragraph.end]) <= most else inside
    return units


__all__ = ["pieces", "tokens"]
