"""A web page as its visible blocks: what is hidden left out, cells parted, notes and readings beside the text dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tapeline.story.formats.blocks import Block, Blocks
from tapeline.story.formats.markup import RAW, Tag, Text, scan


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID = _names("area base br col embed hr img input link meta param source track wbr")
BLOCK = _names(
    "address article aside blockquote body caption dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 head header hgroup html legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul"
)
HIDDEN = _names(
    "script style noscript template svg nav iframe noembed noframes object audio video canvas select datalist button textarea title "
    "rt rp rtc"
)
"""Never read, whatever they hold; of a ruby only its base is."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CELLS = frozenset({"td", "th"})
CLOSES = {"li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}, "td": {"td", "th"}, "th": {"td", "th"},
          "tr": {"tr", "td", "th"}, "tbody": {"tr", "td", "th", "tbody", "thead", "caption"}, "body": {"head"}}  # fmt: skip
"""The open block elements that a start tag ends though their end tag is missing."""
_STYLE_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE = re.compile(r"\s*(?:(?P<bare>\d{1,3}|[a-z])|[\[(（［]\s*\w{1,4}\s*[\])）］]|[*†‡§¶#]+)\s*")
_TAGS = re.compile(r"<[^<>]{0,300}>")
LONGEST_NOTE = 400
MOST_TIMES = 20


@dataclass(slots=True)
class Page:
    """What a page's source tells.

    Attributes:
        blocks: the visible blocks, in order.
        language: the page's `lang`, as written.
        title: the content of `<title>`, as written.
        meta: the contents of `<meta>` by property or name, the first of each.
        times: the `datetime` of the first `<time>` elements.
        data: the content of each JSON-LD script.
        depth: how deep elements are nested.
        tags: how many tags there are.
    """

    blocks: list[Block] = field(default_factory=list)
    language: str = ""
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    depth: int = 0
    tags: int = 0


def read_page(source: str) -> Page:
    """Read a page's source; its work grows with the length and no faster, however malformed it is.

    Raises:
        InputError: more than a million tags or pieces of text.
    """
    reading = _Reading(source)
    for piece in scan(source):
        if isinstance(piece, Text):
            reading.text(piece)
        elif piece.closing:
            reading.end(piece)
        else:
            reading.start(piece)
    reading.out.close()
    reading.page.blocks = reading.out.done
    return reading.page


@dataclass(slots=True)
class _Open:
    """An open element: its name, whether it hides what it holds, and how many block elements were open before it."""

    name: str
    hides: bool
    depth: int


class _Reading:
    """The elements that are open, and what has been read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.page = Page()
        self.out = Blocks(source)
        self.stack: list[_Open] = []
        self.depths: dict[str, list[int]] = {}
        self.blocks: list[str] = []
        self.hidden = 0

    def text(self, piece: Text) -> None:
        if piece.inside == "title" and not self.page.title:
            self.page.title = self.source[piece.start : min(piece.end, piece.start + 1000)]
        elif piece.inside == "script" and self.page.data and not self.page.data[-1]:
            self.page.data[-1] = self.source[piece.start : piece.end]
        if not self.hidden and piece.inside not in HIDDEN:
            self.out.text(piece.start, piece.end)

    def start(self, tag: Tag) -> None:
        self.page.tags += 1
        self.out.count()
        self._note_down(tag)
        if tag.name in {"br", "hr"}:
            self.out.close(heading=self.out.current.heading)
        if tag.name in VOID:
            return
        if tag.name in BLOCK:
            self._end_what_ends_here(tag.name)
            self._part(tag)
        elif tag.name == "q" and not self.hidden:
            self.out.put("“", tag.start, tag.start)
        hides = tag.name in HIDDEN or _hidden(tag.attributes) or (tag.name == "sup" and self._is_note(tag))
        self.hidden += hides
        self.stack.append(_Open(tag.name, hides, len(self.blocks)))
        self.depths.setdefault(tag.name, []).append(len(self.blocks))
        if tag.name in BLOCK:
            self.blocks.append(tag.name)
        self.page.depth = max(self.page.depth, len(self.stack))

    def end(self, tag: Tag) -> None:
        self.page.tags += 1
        self.out.count()
        if tag.name == "br":
            self.out.close()
        opened = self.depths.get(tag.name)
        if not opened or (tag.name not in BLOCK and opened[-1] != len(self.blocks)):
            return  # nothing of that name is open, or a block opened since stands between
        if tag.name == "q" and not self.hidden:
            self.out.put("”", tag.end, tag.end)
        self._pop(tag.name)
        if tag.name in BLOCK and tag.name not in CELLS:
            self.out.close()

    def _pop(self, name: str) -> None:
        while self.stack:
            element = self.stack.pop()
            self.hidden -= element.hides
            self.depths[element.name].pop()
            if element.name in BLOCK:
                self.blocks.pop()
            if element.name == name:
                return

    def _end_what_ends_here(self, name: str) -> None:
        if self.blocks and self.blocks[-1] == "p":
            self._pop("p")
        closes = CLOSES.get(name, set())
        while self.blocks and self.blocks[-1] in closes:
            self._pop(self.blocks[-1])

    def _part(self, tag: Tag) -> None:
        if tag.name in CELLS:
            self.out.cell(tag.start)
        else:
            self.out.close(heading=tag.name in HEADINGS)

    def _is_note(self, tag: Tag) -> bool:
        """Whether a raised text is the mark of a footnote: a number in brackets or with a link, a symbol, or after no digit."""
        end = self.source.find("</", tag.end, tag.end + LONGEST_NOTE)
        while end >= 0 and self.source[end + 2 : end + 5].lower() != "sup":
            end = self.source.find("</", end + 2, tag.end + LONGEST_NOTE)
        if end < 0:
            return False
        inside = self.source[tag.end : end]
        mark = _NOTE.fullmatch(_TAGS.sub("", inside))
        if mark is None:
            return False
        if mark["bare"] and "<a" not in inside.lower() and self.out.last().isdigit():
            if not self.hidden:
                self.out.put("^", tag.start, tag.start)
            return False
        return True

    def _note_down(self, tag: Tag) -> None:
        a = tag.attributes
        if tag.name == "html":
            self.page.language = self.page.language or a.get("lang") or a.get("xml:lang") or ""
        elif tag.name == "meta":
            name = (a.get("property") or a.get("name") or a.get("itemprop") or "").lower()
            if name and a.get("content"):
                self.page.meta.setdefault(name, a["content"])
        elif tag.name == "time" and not self.hidden and a.get("datetime") and len(self.page.times) < MOST_TIMES:
            self.page.times.append(a["datetime"])
        elif tag.name == "script" and a.get("type", "").strip().lower() == "application/ld+json":
            self.page.data.append("")


def _hidden(attributes: dict[str, str]) -> bool:
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").strip().lower() == "true"
        or ("style" in attributes and _STYLE_HIDES.search(attributes["style"]) is not None)
    )


assert {"script", "style", "title"} <= RAW & HIDDEN  # noqa: S101  (what is raw and unseen is never text)

__all__ = ["Page", "read_page"]
