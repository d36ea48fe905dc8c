"""The source of a web page, cut into tags and text at their offsets: what a browser's tokenizer takes them for, in linear time.

Neither the standard library's parser nor lxml says where a text node stands in the source, and the former takes quadratic time for
some malformed pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"})
"""Elements whose content holds no tags: it ends at their own end tag, or with the page."""
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_NAME = re.compile(r"[^\s/>]+")
_BETWEEN = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"([^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)))?")
_OPEN_VALUE = re.compile(r"\s*=\s*[\"']")
MOST_ATTRIBUTES = 500


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag: its name in lower case, its attributes (the first of a name counts), and where it stands."""

    name: str
    closing: bool
    attributes: dict[str, str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of the source that is text: `source[start:end]`, its character references as written.

    `inside` is the raw element that it is the content of, or empty.
    """

    start: int
    end: int
    inside: str = ""


def scan(source: str) -> Iterator[Tag | Text]:
    """The tags and the text of a page in order; comments, declarations and processing instructions are left out."""
    at = 0
    while (found := _MARKUP.search(source, at)) is not None:
        if found.start() > at:
            yield Text(at, found.start())
        mark = source[found.end()]
        if mark in "!?" or (mark == "/" and not source[found.end() + 1 : found.end() + 2].isalpha()):
            at = _after_comment(source, found.start())
            continue
        tag = _tag(source, found.start(), closing=mark == "/")
        if tag is None:
            return
        yield tag
        at = tag.end
        if tag.name in RAW and not tag.closing:
            end = _raw_end(source, tag)
            if end > at:
                yield Text(at, end, tag.name)
            at = end
    if at < len(source):
        yield Text(at, len(source))


def _after_comment(source: str, start: int) -> int:
    """Where a comment or a declaration ends; an open one takes the rest of the page, as in a browser."""
    if source.startswith("<!--", start):
        if source.startswith((">", "->"), start + 4):
            return source.index(">", start) + 1
        end = source.find("-->", start + 4)
        return len(source) if end < 0 else end + 3
    end = source.find(">", start)
    return len(source) if end < 0 else end + 1


def _tag(source: str, start: int, *, closing: bool) -> Tag | None:
    """The tag at an offset; `None` where the page ends inside it."""
    name = _NAME.match(source, start + 1 + closing)
    if name is None:
        return None
    attributes: dict[str, str] = {}
    at = name.end()
    while True:
        at = _skipped(source, at)
        if at >= len(source):
            return None
        if source[at] == ">":
            return Tag(name[0].lower(), closing, attributes, start, at + 1)
        found = _ATTRIBUTE.match(source, at)
        if found is None:
            return None
        at = found.end()
        if found[2] is None and found[3] is None and found[4] is None and _OPEN_VALUE.match(source, at):
            return None
        if len(attributes) < MOST_ATTRIBUTES:
            attributes.setdefault(found[1].lower(), found[2] or found[3] or found[4] or "")


def _skipped(source: str, at: int) -> int:
    found = _BETWEEN.match(source, at)
    return found.end() if found else at


def _raw_end(source: str, tag: Tag) -> int:
    end = _CLOSERS[tag.name].search(source, tag.end)
    return end.start() if end else len(source)


_CLOSERS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}

__all__ = ["RAW", "Tag", "Text", "scan"]
