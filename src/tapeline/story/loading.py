"""A story from a path, from standard input or from the samples: its text, and what stands beside it."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tapeline.errors import InputError

SAMPLES = Path(__file__).parent / "samples"
LARGEST = 20_000_000
"""A larger input is refused: no story has so many bytes."""
TEXTS = (".txt", ".md", ".html", ".htm")
CLAIM_FILES = (".json", ".yaml", ".yml")
KNOWN_KEYS = ("title", "language", "company", "published", "publisher", "source")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A text with what its sibling `.json` says of it (`title`, `language`, `company`, `published`...) and where it came from.

    `claims` is the content of a claims file, where it was one.
    """

    text: str
    metadata: dict[str, str]
    source: str
    claims: dict[str, Any] | None = None


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
        return Loaded(decode(sys.stdin.buffer.read(LARGEST + 1), "standard input"), {}, "standard input")
    path = _path(story)
    if not path.is_file():
        raise InputError(
            f"no story at {story}: give the path of a {', '.join((*TEXTS, *CLAIM_FILES))} file, - or sample:NAME"
        )
    if path.stat().st_size > LARGEST:
        raise InputError(
            f"{story} has {path.stat().st_size:,} bytes, and a story has at most {LARGEST:,}: give the article alone"
        )
    content = decode(path.read_bytes(), story)
    kind = path.suffix.lower()
    if kind in CLAIM_FILES:
        return Loaded("", {}, story, _claims(content, kind, story))
    text = html_text(content) if kind in {".html", ".htm"} else content
    if not text.strip():
        raise InputError(f"{story} holds no text: there is nothing to read")
    return Loaded(text, _sibling(path), story)


def _path(story: str) -> Path:
    if not story.startswith("sample:"):
        return Path(story)
    name = story.removeprefix("sample:")
    if name not in samples():
        raise InputError(f"no sample is called {name!r}; there are {', '.join(samples())}")
    return SAMPLES / f"{name}.txt"


def decode(content: bytes, where: str) -> str:
    """The text of bytes in UTF-8, UTF-16 with a byte-order mark, or GB18030.

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
        return _gb18030(content, where, e)


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
    except ValueError as e:
        raise InputError(f"{beside} cannot be read as JSON ({e}); mend it or move it away") from e
    if not isinstance(found, dict):
        raise InputError(f"{beside} holds no object with {', '.join(KNOWN_KEYS)}; mend it or move it away")
    return {k: str(found[k]) for k in KNOWN_KEYS if found.get(k)}


def _claims(content: str, kind: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(content) if kind == ".json" else _yaml(content)
    except ValueError as e:
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
    except yaml.YAMLError as e:
        raise ValueError(str(e)) from e


class _Text(HTMLParser):
    BLOCKS = frozenset(
        [
            "p",
            "div",
            "br",
            "li",
            "tr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "section",
            "article",
            "header",
            "footer",
            "blockquote",
        ]
    )
    HIDDEN = frozenset(["script", "style", "noscript", "template", "head", "nav", "svg"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.hidden += tag in self.HIDDEN
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in self.HIDDEN and self.hidden > 0
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def html_text(page: str) -> str:
    """The visible text of an HTML page, a line for each block; scripts, styles, navigation and the head are left out."""
    parser = _Text()
    parser.feed(page)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).splitlines())
    return "\n\n".join(line for line in lines if line) + "\n"


__all__ = ["LARGEST", "Loaded", "decode", "html_text", "load", "samples"]
