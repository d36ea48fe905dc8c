"""`tapeline check`, `read`, `explain` and `schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.app.output import chosen_format, colour, emit, note
from tapeline.errors import InputError

if TYPE_CHECKING:
    import argparse

    from tapeline.checking import Check
    from tapeline.claim import Story
    from tapeline.record import Record
    from tapeline.story.model import ModelSettings

FAILED = 3


def run(args: argparse.Namespace) -> int:
    """Run the command that the arguments name."""
    return {"check": _check, "read": _read, "explain": _explain, "schema": _schema}[args.command](args)


def story_from(args: argparse.Namespace, record: Record) -> Story:
    """The story that the arguments name, read, with what options, its sibling file and its text say of it."""
    from tapeline.app.stories import read_loaded
    from tapeline.story.loading import load

    loaded = load(args.story)
    for line in loaded.notes:
        note(args, f"tapeline: {line}")
    held = loaded.claims is not None
    story = read_loaded(
        loaded,
        record,
        language=args.lang,
        company=args.company,
        published=args.published,
        reader=args.reader,
        model=None if held else _model(args),
    )
    if not held and story.company not in record.entities():
        note(
            args,
            f"tapeline: the record holds nothing on {story.company}: what is said of it is read, and cannot be verified",
        )
    return story


def _model(args: argparse.Namespace) -> ModelSettings | None:
    """The model that the arguments and the environment name; says where the story goes. `None` where none is asked for."""
    if args.reader == "built-in":
        return None
    from tapeline.story.model import ModelSettings

    settings = ModelSettings.from_environment(args.model_url, args.model, seed=args.model_seed, cache=not args.no_cache)
    note(
        args,
        f"tapeline: the story's text is sent to {settings.where} (model {settings.name}), but for what the cache answers",
    )
    return settings


def opened(args: argparse.Namespace) -> Record:
    """The record that the arguments name; says so where it is the sample."""
    from tapeline.record import open_record
    from tapeline.report.words import words

    if not args.record:
        note(args, f"tapeline: {words('en')['sample']}")
    return open_record(args.record)


def _read(args: argparse.Namespace) -> int:
    from tapeline.report import json_form, terminal

    story = story_from(args, opened(args))
    chosen = chosen_format(args)
    if chosen == "terminal":
        emit(args, terminal.render_claims(story))
    else:
        raw = json_form.claims_json(story)
        emit(args, json_form.dump(raw) if chosen == "json" else _yaml(raw))
    return 0


def _yaml(raw: dict[str, Any]) -> str:
    try:
        import yaml
    except ImportError as e:
        raise InputError(
            "writing YAML needs the extra package: pip install 'tapeline[yaml]'; or use --format json"
        ) from e
    return str(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False))


def _check(args: argparse.Namespace) -> int:
    from tapeline.checking import check
    from tapeline.verdict import Tolerance

    failing = _failing(args.fail_on)
    record = opened(args)
    story = story_from(args, record)
    tolerance = None if args.tolerance is None else Tolerance(args.tolerance)
    chosen = chosen_format(args)
    result = check(
        story, record=record, as_of=args.as_of, explain_in=args.explain_in, tolerance=tolerance, deep=chosen == "html"
    )
    emit(args, render(result, chosen, record))
    return FAILED if any(v.verdict in failing for v in result.verdicts) else 0


def _failing(names: str | None) -> frozenset[str]:
    from tapeline.claim import VERDICTS

    wanted = frozenset(n.strip() for n in (names or "").split(",") if n.strip())
    if unknown := sorted(wanted - set(VERDICTS)):
        raise InputError(f"--fail-on knows no verdict {', '.join(unknown)}; there are {', '.join(VERDICTS)}")
    return wanted


def render(check: Check, chosen: str, record: Record) -> str:
    """A check in one of the formats."""
    from tapeline.report import json_form

    if chosen == "json":
        return json_form.dump(json_form.check_json(check))
    if chosen == "html":
        from tapeline.report import html

        return html.render(check, record)
    if chosen == "md":
        from tapeline.report import markdown

        return markdown.render(check)
    if chosen == "latex":
        from tapeline.report import latex

        return latex.render(check)
    if chosen == "claimreview":
        from tapeline.report import claimreview

        return json_form.dump(claimreview.render(check))
    from tapeline.report import terminal

    return terminal.render_check(check, colour=colour())


def _explain(args: argparse.Namespace) -> int:
    from tapeline.report.explain import explain

    path = Path(args.check)
    if not path.is_file():
        raise InputError(f"no check at {path}: make one with `tapeline check STORY --format json -o {path}`")
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as e:
        raise InputError(f"{path} cannot be read as a check ({e}); make it anew with `tapeline check`") from e
    print(explain(raw, args.claim), end="")
    return 0


def _schema(args: argparse.Namespace) -> int:
    from tapeline.report.schema import SCHEMAS

    print(json.dumps(SCHEMAS[args.name], ensure_ascii=False, indent=2))
    return 0


__all__ = ["opened", "render", "run", "story_from"]
