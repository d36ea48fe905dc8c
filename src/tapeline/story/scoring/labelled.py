"""Labelled stories from a folder: a text, its metadata beside it, and what a careful person finds in it (`docs/labels.md`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tapeline.claim import KINDS, MODALITIES
from tapeline.errors import InputError
from tapeline.quantity import HEDGES
from tapeline.story.calendar.periods import month_end
from tapeline.story.loading import decode
from tapeline.story.names import Name

SCHEMA = "tapeline.labels/1"
ENDING = ".labels.json"
ASSERTED = frozenset({"stated", "reported"})
"""The modalities in which a statement stands as true; the others are never checked."""


@dataclass(frozen=True, slots=True)
class Label:
    """One statement of a story as a person labelled it.

    Attributes:
        start, end: where its words stand, in code points of the text.
        kind, subject: as in a claim.
        value: the number as written, in `unit`; two for a range; day ordinals of a period's ends where the unit is `date`;
            empty where the statement has none.
        unit: a unit of the contract.
        hedge: a name in `tapeline.quantity.HEDGES`.
        period: first and last day, or `None` where the label leaves it open.
        modality: how it is said.
        speaker: who says it, where it is not the story.
    """

    start: int
    end: int
    kind: str
    subject: str
    value: tuple[float, ...] = ()
    unit: str = ""
    hedge: str = "exact"
    period: tuple[date, date] | None = None
    modality: str = "stated"
    speaker: str = ""

    @property
    def asserted(self) -> bool:
        """Whether the story says it as a fact."""
        return self.modality in ASSERTED


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled story: its name, its split (the folder that it stands in), text, language, company, day and labels."""

    name: str
    split: str
    text: str
    language: str
    company: str
    published: date
    labels: tuple[Label, ...]
    fiscal_year_end_month: int = 12


def load_folder(folder: str | Path) -> tuple[list[Labelled], tuple[Name, ...]]:
    """Every labelled story in a folder and below, by path; and the names of the `names.json` there or one folder up.

    Raises:
        InputError: no such folder, no labelled story in it, or a file that breaks the format: which, where.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InputError(f"no folder {folder}: give one that holds NAME.txt, NAME.json and NAME{ENDING}")
    paths = sorted(root.rglob(f"*{ENDING}"))
    if not paths:
        raise InputError(f"{folder} holds no labelled story: a story NAME.txt needs its labels in NAME{ENDING}")
    beside = next((f for f in (root / "names.json", root.parent / "names.json") if f.is_file()), root / "names.json")
    return [load_story(p, root) for p in paths], load_names(beside)


def load_story(path: Path, root: Path) -> Labelled:
    """One labelled story, by the path of its labels."""
    name = path.name.removesuffix(ENDING)
    text_file, told_file = path.with_name(f"{name}.txt"), path.with_name(f"{name}.json")
    for needed in (text_file, told_file):
        if not needed.is_file():
            raise InputError(f"{path} has no {needed.name} beside it")
    text = decode(text_file.read_bytes(), str(text_file))
    told, raw = _object(told_file), _object(path)
    if raw.get("schema") != SCHEMA or not isinstance(raw.get("labels"), list):
        raise InputError(f"{path} is no file of labels: it needs schema {SCHEMA!r} and a list of labels")
    labels = tuple(_label(x, text, f"{path}: label {i}") for i, x in enumerate(raw["labels"], start=1))
    for key in ("language", "company", "published"):
        if not isinstance(told.get(key), str):
            raise InputError(f"{told_file}: {key} is missing or no text")
    split = str(path.parent.relative_to(root)) if path.parent != root else root.name
    return Labelled(name, split, text, told["language"], told["company"], _day(told["published"], str(told_file)), labels,
                    int(told.get("fiscal_year_end_month", 12)))  # fmt: skip


def load_names(path: Path) -> tuple[Name, ...]:
    """Names that the record does not know: `[{"kind", "key", "of", "surfaces": […]}]`; none where there is no such file."""
    if not path.is_file():
        return ()
    rows = _json(path)
    if not isinstance(rows, list):
        raise InputError(f"{path} holds no list of names")
    return tuple(Name(s, row["kind"], row["key"], row.get("of", "")) for row in rows for s in row["surfaces"])


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as e:
        raise InputError(f"{path} cannot be read as JSON: {e}") from e


def _object(path: Path) -> dict[str, Any]:
    found = _json(path)
    if not isinstance(found, dict):
        raise InputError(f"{path} holds no object")
    return found


def _label(raw: Any, text: str, where: str) -> Label:
    if not isinstance(raw, dict) or not isinstance(raw.get("span"), str) or not raw["span"]:
        raise InputError(f"{where} has no span: the story's own words")
    start = _place(text, raw["span"], int(raw.get("nth", 1)), where)
    for key, allowed in (("kind", KINDS), ("hedge", tuple(HEDGES)), ("modality", MODALITIES)):
        if raw.get(key, "exact" if key == "hedge" else "stated") not in allowed:
            raise InputError(f"{where}: {key} is {raw.get(key)!r}; it must be one of {', '.join(allowed)}")
    unit = str(raw.get("unit", ""))
    period = _stretch(raw["period"], where) if raw.get("period") else None
    return Label(start, start + len(raw["span"]), raw["kind"], str(raw.get("subject", "")), _value(raw.get("value"), unit, where),
                 unit, raw.get("hedge", "exact"), period, raw.get("modality", "stated"), raw.get("speaker", ""))  # fmt: skip


def _place(text: str, span: str, nth: int, where: str) -> int:
    at = -1
    for _ in range(max(nth, 1)):
        at = text.find(span, at + 1)
        if at < 0:
            raise InputError(f"{where}: the text does not hold {span!r}{f' {nth} times' if nth > 1 else ''}")
    return at


def _value(raw: Any, unit: str, where: str) -> tuple[float, ...]:
    if raw is None:
        return ()
    if unit == "date":
        return tuple(float(d.toordinal()) for d in _stretch(raw, where))
    values = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        raise InputError(f"{where}: value is {raw!r}, not a number or two")
    return tuple(float(v) for v in values)


def _stretch(raw: Any, where: str) -> tuple[date, date]:
    """`2005`, `2005-03`, `2005-03-04`, or two of them with a stroke between: first and last day."""
    first, _, last = str(raw).partition("/")
    return _ends(first, where)[0], _ends(last or first, where)[1]


def _ends(raw: str, where: str) -> tuple[date, date]:
    parts = raw.split("-")
    if len(parts) == 1 and raw.isdigit():
        return date(int(raw), 1, 1), date(int(raw), 12, 31)
    if len(parts) == 2 and all(p.isdigit() for p in parts):
        return date(int(parts[0]), int(parts[1]), 1), month_end(int(parts[0]), int(parts[1]))
    day = _day(raw, where)
    return day, day


def _day(raw: str, where: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError as e:
        raise InputError(f"{where}: {raw!r} is not a date: write it as YYYY-MM-DD") from e


__all__ = ["ASSERTED", "ENDING", "SCHEMA", "Label", "Labelled", "load_folder", "load_names", "load_story"]
