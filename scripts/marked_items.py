"""News items with their statements marked in place: what `train_reader.py` learns from beside the labelled stories.

    # META | 2024-02-03 | wire
    Shares {price_move|leapt by a fifth} on Friday after {event|it announced its first dividend}.

A mark is `{kind|words}`, or `{kind-|words}` where the words do not assert it. Marks neither nest nor overlap.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from tapeline.claim import KINDS
from tapeline.errors import InputError
from tapeline.story.scoring.labelled import Label, Labelled

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = re.compile(r"# *(?P<company>[^|\n]+?) *\| *(?P<day>\d{4}-\d{2}-\d{2}) *(?:\|[^\n]*)?\n")
_MARK = re.compile(r"\{([a-z_]+)(-?)\|([^{}]*)\}")


def load_marked(path: Path) -> list[Labelled]:
    """The items of a file `NAME.LANGUAGE.txt`.

    Raises:
        InputError: no item, a kind that there is none of, or a brace that belongs to no mark: which item.
    """
    written = path.read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(written))
    if not heads or written[: heads[0].start()].strip():
        raise InputError(f"{path}: an item begins with a line `# TICKER | YYYY-MM-DD | manner`")
    ends = [h.start() for h in heads[1:]] + [len(written)]
    return [
        _item(path, i, h, written[h.end() : end].strip()) for i, (h, end) in enumerate(zip(heads, ends, strict=True), 1)
    ]


def _item(path: Path, i: int, head: re.Match[str], marked: str) -> Labelled:
    where = f"{path}: item {i} ({head['company']})"
    text, labels, at = "", [], 0
    for m in _MARK.finditer(marked):
        text += marked[at : m.start()]
        if m[1] not in KINDS:
            raise InputError(f"{where} has the kind {m[1]!r}; there are {', '.join(sorted(KINDS))}")
        modality = "negated" if m[2] else m[1] if m[1] in {"forecast", "opinion"} else "stated"
        labels.append(Label(len(text), len(text) + len(m[3]), m[1], "", modality=modality))
        text, at = text + m[3], m.end()
    text += marked[at:]
    if "{" in text or "}" in text:
        raise InputError(f"{where} has a brace that belongs to no mark: {text[max(0, text.find('{') - 20) :][:60]!r}")
    language = path.name.split(".")[-2]
    return Labelled(
        f"{path.stem}-{i}", "marked", text, language, head["company"], date.fromisoformat(head["day"]), tuple(labels)
    )


__all__ = ["load_marked"]
