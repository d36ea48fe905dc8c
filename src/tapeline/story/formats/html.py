"""A web page as a story: the article's text with the way back to the page's source, and what the page says of itself."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

from tapeline.origin import Origin
from tapeline.story.formats.article import article
from tapeline.story.formats.page import Page, read_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tapeline.story.formats.blocks import Block

HEAD = 4096
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "big5": "big5hkscs"}
"""What pages call one thing and browsers read as a wider other."""
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_DATE_KEYS = ("article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "pubdate", "date", "dc.date",
              "dc.date.issued", "dcterms.created")  # fmt: skip
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_DAY = re.compile(r"\s*(\d{4})[-/.年]?(\d{2})[-/.月]?(\d{2})(?!\d)")
_CHINESE = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file that is no plain text.

    Attributes:
        text: the story's text, a line for each paragraph and an empty line between two.
        origin: the way back to the file.
        metadata: what the file says of itself (`title`, `language`, `published`), as far as it can be believed.
        notes: what was left out, for the person who reads the output.
    """

    text: str
    origin: Origin
    metadata: dict[str, str]
    notes: tuple[str, ...] = ()


def is_page(text: str) -> bool:
    """Whether a text opens as the source of a web page does."""
    return _OPENING.match(text[:HEAD]) is not None


def declared(content: bytes) -> str | None:
    """The Python codec of the character set that a page declares near its start; `None` where it names none that is known."""
    found = _CHARSET.search(content[:HEAD])
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        b"".decode(name)
    except LookupError:
        return None
    return _WIDER.get(name, name)


def from_page(source: str) -> Extracted:
    """The article of a page's source.

    Raises:
        InputError: more than a million tags or pieces of text.
    """
    page = read_page(source)
    blocks, notes = article(page, source)
    text, origin = _joined(blocks, len(source))
    return Extracted(text, origin, _metadata(page, text), tuple(notes))


def html_text(source: str) -> str:
    """The visible text of a page, boilerplate and all: a line for each block, an empty line between two."""
    return _joined(read_page(source).blocks, len(source))[0]


def _joined(blocks: Iterable[Block], length: int) -> tuple[str, Origin]:
    origin = Origin()
    parts: list[str] = []
    for block in blocks:
        if parts:
            parts.append("\n\n")
            origin.add(2, block.runs[0][1], block.runs[0][1])
        for size, begin, end in block.runs:
            origin.add(size, begin, end)
        parts.append(block.text)
    parts.append("\n")
    origin.add(1, length, length)
    return "".join(parts), origin


def _metadata(page: Page, text: str) -> dict[str, str]:
    title = " ".join(unescape(page.meta.get("og:title") or page.title).split())[:300]
    found = {"title": title, "language": _language(page.language, text), "published": _published(page)}
    return {k: v for k, v in found.items() if v}


def _language(declared_language: str, text: str) -> str:
    """The page's language where it is one that is read; a page that says English and is written in Chinese is not believed."""
    tongue = re.split(r"[-_]", declared_language.strip().lower())[0]
    if tongue == "en":
        chinese = len(_CHINESE.findall(text[:20_000]))
        return "" if 4 * chinese > len(text[:20_000].strip()) else "en"
    return "zh" if tongue == "zh" and _CHINESE.search(text) else ""


def _published(page: Page) -> str:
    """The first day of publication that the page states: in its `meta`, its JSON-LD, or its first `<time>`."""
    stated = [page.meta[k] for k in _DATE_KEYS if k in page.meta]
    stated += [m[1] for data in page.data for m in _PUBLISHED.finditer(data)][:1]
    for value in [*stated, *page.times[:1]]:
        m = _DAY.match(value)
        if m is None:
            continue
        try:
            return date(int(m[1]), int(m[2]), int(m[3])).isoformat()
        except ValueError:
            continue
    return ""


__all__ = ["Extracted", "declared", "from_page", "html_text", "is_page"]
