"""A story from a path, from standard input or from the samples: its text, and what stands beside it."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.errors import InputError
from tapeline.story.formats.html import Extracted, declared, from_page, html_text, is_page
from tapeline.story.formats.pdf import from_pdf, is_pdf

if TYPE_CHECKING:
    from tapeline.origin import Origin

SAMPLES = Path(__file__).parent / "samples"
LARGEST = 20_000_000
"""A larger input is refused: no story has so many bytes."""
TEXTS = (".txt", ".md", ".html", ".htm", ".pdf")
CLAIM_FILES = (".json", ".yaml", ".yml")
KNOWN_KEYS = ("title", "language", "company", "published", "publisher", "source")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A text with what stands beside it.

    Attributes:
        text: the story's text; of a web page or a PDF, what was taken out of it.
        metadata: what its sibling `.json` says of it (`title`, `language`, `company`, `published`...), and what that leaves out
            and the page or the PDF says of itself.
        source: where it came from.
        claims: the content of a claims file, where it was one.
        origin: the way back from the text to a page's source or a PDF's pages; `None` where the text is the file.
        notes: what was left out, for the person who reads the output.
    """

    text: str
    metadata: dict[str, str]
    source: str
    claims: dict[str, Any] | None = None
    origin: Origin | None = None
    notes: tuple[str, ...] = ()


def samples() -> list[str]:
    """The names that `sample:NAME` takes."""
    return sorted(p.stem for p in SAMPLES.glob("*.txt"))


def load(story: str) -> Loaded:
    """Load a story.

    Args:
        story: a path, `-` for standard input, or `sample:NAME`.

    Raises:
        InputError: no such file or sample, an empty, binary or too large one, an encoding that is none of UTF-8, UTF-16 and
            GB18030.
    """
    if story == "-":
        return _loaded(sys.stdin.buffer.read(LARGEST + 1), "standard input", {}, page=None)
    path = _path(story)
    if not path.is_file():
        raise InputError(
            f"no story at {story}: give the path of a {', '.join((*TEXTS, *CLAIM_FILES))} file, - or sample:NAME"
        )
    if path.stat().st_size > LARGEST:
        raise InputError(
            f"{story} has {path.stat().st_size:,} bytes, and a story has at most {LARGEST:,}: give the article alone"
        )
    beside = {} if path.suffix.lower() in CLAIM_FILES else _sibling(path)
    return from_bytes(path.read_bytes(), story, beside)


def from_bytes(content: bytes, name: str, beside: dict[str, str] | None = None) -> Loaded:
    """A story from what a file holds.

    Args:
        content: the bytes.
        name: the file's name, whose ending tells a claims file, a web page and a PDF.
        beside: what is known of the story, before what it says of itself.

    Raises:
        InputError: as for `load`.
    """
    kind = Path(name).suffix.lower()
    if kind in CLAIM_FILES:
        return Loaded("", {}, name, _claims(decode(content, name), kind, name))
    if kind == ".pdf" and content.strip() and not is_pdf(content):
        raise InputError(f"{name} is no PDF: it does not begin as one; download it again, or give the text as .txt")
    return _loaded(content, name, beside or {}, page=kind in {".html", ".htm"})


def _loaded(content: bytes, where: str, beside: dict[str, str], *, page: bool | None) -> Loaded:
    """A text from bytes: a PDF by its signature, a web page where `page` says so or, unsaid, where it opens as one."""
    if is_pdf(content):
        if len(content) > LARGEST:
            raise InputError(f"{where} has over {LARGEST:,} bytes, and a story has fewer: give the article alone")
        return _extracted(from_pdf(content, where), where, beside)
    text = decode(content, where, declared(content) if page is not False else None)
    if page or (page is None and is_page(text)):
        return _extracted(from_page(text), where, beside)
    return Loaded(text, beside, where)


def _extracted(found: Extracted, where: str, beside: dict[str, str]) -> Loaded:
    if not found.text.strip():
        raise InputError(f"{where} holds no text: there is nothing to read")
    return Loaded(found.text, found.metadata | beside, where, None, found.origin, found.notes)


def _path(story: str) -> Path:
    if not story.startswith("sample:"):
        return Path(story)
    name = story.removeprefix("sample:")
    if name not in samples():
        raise InputError(f"no sample is called {name!r}; there are {', '.join(samples())}")
    return SAMPLES / f"{name}.txt"


def decode(content: bytes, where: str, declared_as: str | None = None) -> str:
    """The text of bytes in UTF-8, UTF-16 with a byte-order mark, or GB18030.

    Args:
        content: the bytes.
        where: their name in messages.
        declared_as: the codec that a page declares, tried where they are not UTF-8.

    Raises:
        InputError: empty, binary, too large, or of another encoding; the message gives the command that converts.
    """
    if not content.strip():
        raise InputError(f"{where} is empty: there is nothing to read")
    if len(content) > LARGEST:
        raise InputError(f"{where} has over {LARGEST:,} bytes, and a story has fewer: give the article alone")
    try:
        if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            return content.decode("utf-16")
        if b"\0" in content:
            raise InputError(f"{where} is not text: it holds NUL bytes; a UTF-16 file without its mark converts with: "
                             f"iconv -f UTF-16LE -t UTF-8 FILE > NEW")  # fmt: skip
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        text = _as_declared(content, declared_as) if declared_as else None
        return _gb18030(content, where, e) if text is None else text


def _as_declared(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, ValueError):
        return None


def _gb18030(content: bytes, where: str, problem: UnicodeDecodeError) -> str:
    advice = "convert it, for example with: iconv -f GB18030 -t UTF-8 FILE > NEW"
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise InputError(f"{where} is neither UTF-8 (byte {problem.start}) nor GB18030; {advice}") from problem
    letters = [c for c in text if ord(c) > 127]
    common = sum(
        "一" <= c <= "鿿" or c in "，。、；：？！“”‘’（）《》【】—…·％￥" or "！" <= c <= "～" for c in letters
    )
    if not letters or common < 0.9 * len(letters):
        raise InputError(f"{where} is not UTF-8 (byte {problem.start}) and does not read as GB18030; {advice}")
    return text


def _sibling(path: Path) -> dict[str, str]:
    beside = path.with_suffix(".json")
    if not beside.is_file():
        return {}
    try:
        found = json.loads(beside.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as e:
        raise InputError(f"{beside} cannot be read as JSON ({e}); mend it or move it away") from e
    if not isinstance(found, dict):
        raise InputError(f"{beside} holds no object with {', '.join(KNOWN_KEYS)}; mend it or move it away")
    return {k: str(found[k]) for k in KNOWN_KEYS if found.get(k)}


def _claims(content: str, kind: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(content) if kind == ".json" else _yaml(content)
    except (ValueError, RecursionError) as e:
        raise InputError(f"{where} cannot be read as a claims file: {' '.join(str(e).split())}") from e
    if not isinstance(found, dict):
        raise InputError(
            f"{where} is no claims file: it must hold an object (`tapeline schema claims` prints its schema)"
        )
    return found


def _yaml(content: str) -> Any:
    try:
        import yaml
    except ImportError as e:
        raise InputError(
            "reading YAML needs the extra package: pip install 'tapeline[yaml]'; or give the claims as JSON"
        ) from e
    try:
        return yaml.safe_load(content)
    except (yaml.YAMLError, LookupError, AttributeError, TypeError, OverflowError) as e:
        raise ValueError(
            f"{e} ({type(e).__name__})"
        ) from e  # PyYAML's own constructors raise these for `!!bool x` and its kin


__all__ = ["LARGEST", "Loaded", "decode", "from_bytes", "html_text", "load", "samples"]
