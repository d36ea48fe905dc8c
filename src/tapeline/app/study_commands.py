"""`tapeline study`, `cause` and `chart`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tapeline.app.output import chosen_format, emit, write_file
from tapeline.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from tapeline.record import Record
    from tapeline.report.chart import Mark

_WINDOW = re.compile(r"([+-]?\d{1,5}):([+-]?\d{1,5})")
CHARTS = (".html", ".png", ".svg")


def run(args: argparse.Namespace) -> int:
    """Run the command that the arguments name."""
    return {"study": _study, "cause": _cause, "chart": _chart}[args.command](args)


def window(text: str, option: str) -> tuple[int, int]:
    """Two session numbers from `A:B`.

    Raises:
        InputError: not two whole numbers with a colon, or the first after the second.
    """
    found = _WINDOW.fullmatch(text.strip())
    if not found or int(found[1]) > int(found[2]):
        raise InputError(f"{option} takes A:B with A <= B, in sessions relative to the event, and got {text!r}")
    return int(found[1]), int(found[2])


def _study(args: argparse.Namespace) -> int:
    from tapeline.study import run as study
    from tapeline.study.export import render

    chosen = chosen_format(args)
    for path, option in ((args.events, "EVENTS"), (args.prices, "--prices")):
        if not Path(path).is_file():
            raise InputError(f"{option}: no file at {path}; give the path of a CSV or Parquet file")
    tests = args.tests if args.tests == "all" else [t.strip() for t in args.tests.split(",") if t.strip()]
    result = study(args.events, args.prices, market=args.market, model=args.model, estimation=window(args.estimation, "--estimation"),
                   window=window(args.window, "--window"), tests=tests)  # fmt: skip
    emit(args, render(result, chosen))
    return 0


def _cause(args: argparse.Namespace) -> int:
    from tapeline.app.story_commands import opened
    from tapeline.cause import assess
    from tapeline.checking import as_day, as_event
    from tapeline.report import cause_page, cause_text, json_form

    record = opened(args)
    event = as_event(args.event)
    known = as_day(args.as_of)
    found = assess(record.resolve(args.subject), event, args.outcome, record=record, known=known, what=args.what, time=args.time,
                   claim=args.claim, direction=args.direction, structural=args.structural)  # fmt: skip
    raw = found.to_json()
    writers: dict[str, Callable[[dict[str, Any]], str]] = {
        "json": json_form.dump,
        "html": cause_page.page,
        "terminal": cause_text.render,
    }
    emit(args, writers[chosen_format(args)](raw))
    return 0


def _chart(args: argparse.Namespace) -> int:
    from tapeline.app.story_commands import opened
    from tapeline.checking import as_day
    from tapeline.report import chart

    ending = Path(args.output).suffix.lower()
    if ending not in CHARTS:
        raise InputError(f"-o {args.output}: a chart is written as {', '.join(CHARTS)}; choose one of these endings")
    record = opened(args)
    entity = record.resolve(args.subject)
    start, end = as_day(args.start), as_day(args.end)
    extra = _story_marks(args, record, entity) if args.story else ()
    drawn = chart.chart_of(record, entity, start, end, extra=extra)
    if ending == ".png":
        write_file(args.output, chart.png(drawn))
    else:
        write_file(
            args.output, (chart.standalone_svg(drawn) if ending == ".svg" else chart.page(drawn)).encode("utf-8")
        )
    return 0


def _story_marks(args: argparse.Namespace, record: Record, entity: str) -> tuple[Mark, ...]:
    """The sessions that a story's checked claims speak of, with the verdict's sign."""
    from tapeline.app.story_commands import story_from
    from tapeline.checking import check
    from tapeline.report.chart import story_marks

    args.company, args.published, args.lang, args.reader = None, None, None, "built-in"
    return story_marks(check(story_from(args, record), record=record), record, entity)


__all__ = ["run", "window"]
