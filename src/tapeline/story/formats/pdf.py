"""A PDF as a story: the text of its text layer, and the page that each part of it stands on."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tapeline.errors import InputError
from tapeline.origin import Origin
from tapeline.story.formats.html import Extracted
from tapeline.story.formats.pdf_flow import paragraphs
from tapeline.story.formats.pdf_lines import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2

MOST_PAGES, MOST_CHARACTERS = 1_000, 2_000_000
MARGIN = 0.08
"""Running headers and footers stand in so much of the page's height, at its top and its bottom."""
SHARE_OF_PAGES = 0.4
"""A line in the margin that so many pages have (headers may alternate), its digits aside, is a running one."""
_SENTENCE_END = re.compile(r"[.!?…。！？：:][\"'”’」』)）]*$")
_GOES_ON = re.compile(r"[a-z一-鿿，、；]")
_NO_TITLES = frozenset({"", "untitled", "anonymous"})


def is_pdf(content: bytes) -> bool:
    """Whether bytes are a PDF's, by their signature near the start."""
    return b"%PDF-" in content[:1024] and not content[:1024].lstrip().startswith(b"<")


def from_pdf(content: bytes, where: str) -> Extracted:
    """The text of a PDF.

    Raises:
        InputError: the extra package is missing; the file is encrypted, damaged, too long, or holds no text.
    """
    pages, title = _read(content, where)
    empty = [i for i, (lines, _) in enumerate(pages, start=1) if not lines]
    if len(empty) == len(pages):
        raise InputError(
            f"{where} has no text layer (a scan?): run text recognition over it, for example with ocrmypdf, and give the result"
        )
    kept, dropped = _without_running(pages)
    notes = [f"{dropped} running headers and footers were left out of {where}"] if dropped else []
    if empty:
        notes.append(f"{where}: no text on page {', '.join(map(str, empty[:20]))}; it was not read")
    text, origin = _joined([paragraphs(lines) for lines in kept])
    metadata = {} if title.strip().lower() in _NO_TITLES else {"title": title.strip()}
    return Extracted(text, origin, metadata, tuple(notes))


def _read(content: bytes, where: str) -> tuple[list[tuple[list[Line], float]], str]:
    """The lines of each page with its height, and the title that the file gives itself."""
    try:
        import pypdfium2
    except ImportError as e:
        raise InputError(
            f"reading {where} needs the extra package for PDF: pip install 'tapeline[formats]'; or give its text as .txt"
        ) from e
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as e:
        if "password" in str(e).lower():
            raise InputError(f"{where} is encrypted: save it without its password and give that file") from e
        raise InputError(f"{where} is damaged and cannot be read as a PDF: download it again or give its text") from e
    try:
        return _pages(document, where), str(document.get_metadata_dict().get("Title") or "")
    except pypdfium2.PdfiumError as e:
        raise InputError(f"{where} is damaged ({e}): download it again or give its text") from e
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, where: str) -> list[tuple[list[Line], float]]:
    if not 0 < len(document) <= MOST_PAGES:
        raise InputError(
            f"{where} has {len(document):,} pages, and a story has 1 to {MOST_PAGES:,}: give the article alone"
        )
    out, characters = [], 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        characters += text.count_chars()
        if characters > MOST_CHARACTERS:
            raise InputError(
                f"{where} has over {MOST_CHARACTERS:,} characters, and a story has fewer: give the article alone"
            )
        out.append((lines_of(text), float(page.get_height())))
        text.close()
        page.close()
    return out


def _without_running(pages: Sequence[tuple[list[Line], float]]) -> tuple[list[list[Line]], int]:
    """The lines of each page but for its running headers and footers, and how many of these there were."""
    found = Counter(key for lines, height in pages for key in {_key(x) for x in lines if _in_margin(x, height)})
    least = max(2.0, SHARE_OF_PAGES * len(pages))
    running = {key for key, times in found.items() if times >= least}
    kept = [[x for x in lines if not (_in_margin(x, height) and _key(x) in running)] for lines, height in pages]
    return kept, sum(len(lines) for lines, _ in pages) - sum(len(lines) for lines in kept)


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom > (1 - MARGIN) * height or line.top < MARGIN * height


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split()))


def _joined(pages: Sequence[Sequence[str]]) -> tuple[str, Origin]:
    """The pages' paragraphs as one text; one that goes on over the page's end stays one."""
    origin, parts, length, last = Origin(), [], 0, ""
    for page in pages:
        for i, paragraph in enumerate(page):
            on = i == 0 and bool(last) and not _SENTENCE_END.search(last) and _GOES_ON.match(paragraph) is not None
            joint = "" if not last else ("" if last[-1] >= "⺀" else " ") if on else "\n\n"
            if i == 0:
                origin.pages.extend([length + len(joint)])
            parts.append(joint + paragraph)
            length += len(joint) + len(paragraph)
            last = paragraph
        if not page:
            origin.pages.append(length)
    return "".join(parts) + "\n", origin


__all__ = ["from_pdf", "is_pdf"]
