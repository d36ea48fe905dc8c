"""`tapeline score`: a reader's claims beside a person's labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.app.output import chosen_format, emit
from tapeline.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from tapeline.claim import Claim
    from tapeline.story.names import Name
    from tapeline.story.scoring.labelled import Labelled
    from tapeline.story.scoring.scoring import Score, Tally

COLUMNS = ("split", "lang", "kind", "labels", "claims", "matched", "precision", "recall", "F1", "values", "invented")


def run(args: argparse.Namespace) -> int:
    """Read every labelled story, or take its claims from `--claims`, and print the score."""
    from tapeline.story.scoring.labelled import load_folder
    from tapeline.story.scoring.scoring import score

    stories, extra = load_folder(args.folder)
    pairs = _given(stories, Path(args.claims)) if args.claims else _read(stories, extra, args.record)
    result = score(pairs)
    emit(args, json.dumps(score_json(result), ensure_ascii=False, indent=2) + "\n"
         if chosen_format(args) == "json" else render(result, details=args.details))  # fmt: skip
    return 0


def _read(
    stories: list[Labelled], extra: tuple[Name, ...], record: str | None
) -> Iterator[tuple[Labelled, Sequence[Claim]]]:
    from tapeline.claim import Story
    from tapeline.names import names_of
    from tapeline.record import open_record
    from tapeline.story import Names, read_claims

    names = Names((*extra, *names_of(open_record(record)).names))
    for s in stories:
        story = Story(s.text, s.name, s.language, s.company, s.published, s.name, "")
        yield s, read_claims(story, names, fiscal_year_end_month=s.fiscal_year_end_month).claims


def _given(stories: list[Labelled], folder: Path) -> Iterator[tuple[Labelled, Sequence[Claim]]]:
    """The claims that another reader wrote: `NAME.claims.json` for each story, in the claims file's schema."""
    from tapeline.story.claims_file import story_of

    for s in stories:
        path = folder / f"{s.name}.claims.json"
        if not path.is_file():
            raise InputError(f"no claims for {s.name}: {path} is missing")
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as e:
            raise InputError(f"{path} cannot be read as JSON: {e}") from e
        if not isinstance(raw, dict):
            raise InputError(f"{path} is no claims file: it must hold an object")
        yield s, story_of(raw, str(path)).claims


def render(result: Score, *, details: bool = False) -> str:
    """The score as text: a table by split, language and kind, then what was confused with what."""
    rows = [COLUMNS, *(_row(*key, tally) for key, tally in result.tallies.items())]
    widths = [max(len(r[i]) for r in rows) for i in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(w) if i < 3 else cell.rjust(w) for i, (cell, w) in enumerate(zip(r, widths, strict=True))).rstrip()
             for r in rows]  # fmt: skip
    lines += ["", "confused (labelled as, read as):"]
    lines += [
        f"  {n:4d}  {a:28s} {b}" for (a, b), n in sorted(result.confusions().items(), key=lambda x: (-x[1], x[0]))
    ]
    if details:
        for s in result.stories:
            lines += ["", f"{s.story.split}/{s.story.name}"]
            lines += [
                f"  missed    {x.kind} {x.subject} {x.modality} {s.story.text[x.start : x.end]!r}" for x in s.missed
            ]
            lines += [f"  spurious  {c.kind} {c.subject} {c.modality} {c.text!r}" for c in s.spurious]
            lines += [f"  value     {p.label.value} {p.label.unit}: {p.claim.asserted.quantity if p.claim.asserted else None} {p.claim.text!r}"
                      for p in s.pairs if not (p.value_right and p.unit_right)]  # fmt: skip
            lines += [f"  invented  {c.kind} {c.asserted.text if c.asserted else ''!r}" for c in s.invented]
    return "\n".join(lines) + "\n"


def _row(split: str, language: str, kind: str, t: Tally) -> tuple[str, ...]:
    return (split, language, kind, str(t.labels), str(t.claims), str(t.matched), f"{t.precision:.3f}", f"{t.recall:.3f}", f"{t.f1:.3f}",
            f"{t.numbers_right}/{t.numbers}", str(t.invented))  # fmt: skip


def score_json(result: Score) -> dict[str, Any]:
    """The score as plain values."""
    return {
        "schema": "tapeline.score/1",
        "scores": [
            {"split": split, "language": language, "kind": kind, "labels": t.labels, "claims": t.claims, "matched": t.matched,
             "precision": t.precision, "recall": t.recall, "f1": t.f1, "value_accuracy": t.value_accuracy, "numbers": t.numbers,
             "periods": t.periods, "periods_right": t.periods_right, "hedges_right": t.hedges_right, "invented": t.invented}
            for (split, language, kind), t in result.tallies.items()
        ],
        "confusions": [{"labelled": a, "read": b, "count": n} for (a, b), n in sorted(result.confusions().items())],
    }  # fmt: skip


__all__ = ["render", "run", "score_json"]
