"""Which blocks of a page are its article: those that a well-kept extractor (Resiliparse) takes for its main content.

The extractor only chooses. The text and its offsets are always those of our own reading of the page, so that they lead back to
the source whichever extractor is installed, or none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tapeline.story.formats.blocks import Block
    from tapeline.story.formats.page import Page

LARGEST, DEEPEST, MOST_TAGS = 2_000_000, 400, 60_000
"""A page beyond these is read whole: the extractor's time grows with the square of the nesting."""
GRAM, STRIDE, SAMPLES = 12, 4, 8
"""A longer block belongs to the article where most of its samples of so many characters are in what the extractor took."""
LEAST = 60
"""What the extractor took is believed where it holds so many characters, white space left out."""
_BULLETS = "•·-–*|0123456789.) "
NO_EXTRA = "boilerplate (menus, related links, comments) was not removed from the page: pip install 'tapeline[formats]' removes it"
TOO_LARGE = "the page is too large or too deeply nested to tell its article from its boilerplate: all of it was read"
NO_ARTICLE = "no part of the page stands out as its article: all of it was read"


def article(page: Page, source: str) -> tuple[list[Block], list[str]]:
    """The blocks of the article, and notes for the reader of the output; every block where they cannot be told apart."""
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.html import HTMLParserException
    except ImportError:
        return page.blocks, [NO_EXTRA]
    if len(source) > LARGEST or page.depth > DEEPEST or page.tags > MOST_TAGS:
        return page.blocks, [TOO_LARGE]
    try:
        taken = extract_plain_text(source.encode("utf-8", "replace").decode("utf-8"), main_content=True, comments=False)
    except HTMLParserException:
        return page.blocks, [NO_ARTICLE]
    kept = _chosen(page.blocks, taken)
    if kept is None:
        return page.blocks, [NO_ARTICLE]
    left_out = len(page.blocks) - len(kept)
    return kept, [f"{left_out} blocks of boilerplate were left out of the page"] if left_out else []


def _chosen(blocks: Sequence[Block], taken: str) -> list[Block] | None:
    whole = _key(taken)
    if len(whole) < LEAST:
        return None
    grams = {whole[i : i + GRAM] for i in range(0, len(whole) - GRAM + 1, STRIDE)}
    lines = {_key(x) for line in taken.splitlines() for x in (line, line.lstrip(_BULLETS))}
    keys = [_key(b.text) for b in blocks]
    long = [len(k) >= GRAM + STRIDE and _within(k, grams) for k in keys]
    sure = [i for i, (b, k) in enumerate(zip(blocks, keys, strict=True)) if long[i] or (b.heading and k in lines)]
    if not any(long):
        return None
    chosen = set(sure)
    chosen.update(i for i in range(sure[0], sure[-1] + 1) if len(keys[i]) < GRAM + STRIDE and keys[i] in lines)
    after = sure[-1] + 1  # what closes the article may be short; a menu before it is not let in so
    while after < len(keys) and len(keys[after]) < GRAM + STRIDE and keys[after] in lines:
        chosen.add(after)
        after += 1
    return [b for i, b in enumerate(blocks) if i in chosen]


def _key(text: str) -> str:
    return "".join(text.split()).replace("|", "")


def _within(key: str, grams: set[str]) -> bool:
    """Whether most samples of a block are among the grams, at any of the offsets that the stride leaves out."""
    last = len(key) - GRAM - STRIDE + 1
    places = sorted({last * i // (SAMPLES - 1) for i in range(SAMPLES)})
    found = sum(any(key[p + d : p + d + GRAM] in grams for d in range(STRIDE)) for p in places)
    return 2 * found > len(places)


__all__ = ["article"]
