"""The command line: `tapeline COMMAND`. Data goes to standard output, notes to standard error."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

STORY = "a path (.txt .md .html .pdf, or a claims file .json .yaml), - for standard input, or sample:NAME"
CHECK_FORMATS = ("terminal", "json", "html", "md", "latex", "claimreview")


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(prog="tapeline", description="Measures market stories against the tape.")
    top.add_argument("--version", action="store_true", help="print the version and stop")
    top.add_argument("--debug", action="store_true", help="show the traceback of an error")
    top.add_argument("--quiet", action="store_true", help="no notes on standard error")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _story_commands(commands)
    _measure_commands(commands)
    _study_commands(commands)
    _record_commands(commands)
    _serving_commands(commands)
    return top


def _output(p: argparse.ArgumentParser, formats: Sequence[str], default: str) -> None:
    p.add_argument("--format", choices=formats, default=None, help=f"default {default}, or by the ending of -o")
    p.add_argument(
        "-o", dest="output", metavar="FILE", help="write there, whole or not at all, and not to standard output"
    )
    p.set_defaults(formats=formats, default_format=default)


def _story_options(p: argparse.ArgumentParser) -> None:
    p.add_argument("story", metavar="STORY", help=STORY)
    p.add_argument(
        "--record", metavar="DIR", help="the record to check against (default: the sample record in the package)"
    )
    p.add_argument("--company", metavar="NAME", help="ticker, name or alias of the company that the story is about")
    p.add_argument("--published", metavar="DATE", help="the day of publication, YYYY-MM-DD")
    p.add_argument("--lang", choices=("zh", "en"), help="the story's language")
    m = p.add_argument_group("a language model beside the built-in reader, or in its place; off unless asked for")
    m.add_argument("--reader", choices=("built-in", "model", "both"), default="built-in", help="default built-in")
    m.add_argument(
        "--model-url",
        metavar="URL",
        help="an OpenAI-compatible endpoint (http://localhost:8080/v1) that is sent the text",
    )
    m.add_argument("--model", metavar="NAME", help="the model's name there; its key, if any, in TAPELINE_MODEL_KEY")
    m.add_argument("--model-seed", type=int, default=0, metavar="N", help="sent with every request (default 0)")
    m.add_argument("--no-cache", action="store_true", help="ask anew, and keep no answer")


def _story_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser("check", help="check every claim of a story against the record")
    _story_options(p)
    p.add_argument("--as-of", metavar="DATE", help="use only what was known on that day")
    p.add_argument("--explain-in", choices=("zh", "en"), help="the language of the reasons (default: the story's)")
    p.add_argument("--tolerance", type=float, metavar="SHARE", help="how far off is still imprecise (default 0.03)")
    p.add_argument(
        "--fail-on", metavar="VERDICT", help="exit with 3 where a claim got this verdict (several with commas)"
    )
    _output(p, CHECK_FORMATS, "terminal")
    p = commands.add_parser("read", help="the claims of a story, without checking them")
    _story_options(p)
    _output(p, ("terminal", "json", "yaml"), "terminal")
    p = commands.add_parser("explain", help="one claim of a saved check, in full")
    p.add_argument("check", metavar="CHECK.json")
    p.add_argument("claim", metavar="CLAIM-ID")
    p = commands.add_parser("score", help="how well stories are read: precision and recall against labelled stories")
    p.add_argument(
        "folder", metavar="LABELLED_DIR", help="labelled stories: NAME.txt, NAME.json and NAME.labels.json each"
    )
    p.add_argument("--claims", metavar="DIR", help="score another reader: its claims as DIR/NAME.claims.json")
    p.add_argument("--record", metavar="DIR", help="the record whose names the stories speak of")
    p.add_argument("--details", action="store_true", help="list what was missed and what was read wrongly")
    _output(p, ("terminal", "json"), "terminal")
    p = commands.add_parser("schema", help="the JSON schema of a claims file or of a check")
    p.add_argument("name", choices=("claims", "check"))


def _measure_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser("measure", help="measure one thing in the record")
    p.add_argument("name", metavar="NAME", help="a measure; `tapeline measures` lists them")
    p.add_argument("--subject", required=True, metavar="NAME", help="ticker, name or alias")
    p.add_argument("--on", metavar="DATE")
    p.add_argument("--from", dest="start", metavar="DATE")
    p.add_argument("--to", dest="end", metavar="DATE")
    p.add_argument("--as-of", metavar="DATE", help="use only what was known on that day")
    p.add_argument(
        "--arg", action="append", default=[], metavar="K=V", help="a parameter of the measure; may be repeated"
    )
    p.add_argument("--record", metavar="DIR")
    _output(p, ("terminal", "json"), "terminal")
    p = commands.add_parser("measures", help="what a claim can be about")
    _output(p, ("terminal", "json", "md"), "terminal")


def _study_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser("study", help="an event study over a file of events")
    p.add_argument("events", metavar="EVENTS", help="CSV or Parquet with columns security and date")
    p.add_argument("--prices", required=True, metavar="FILE")
    p.add_argument("--market", metavar="NAME", help="the benchmark's name in the prices file")
    p.add_argument("--model", default="market")
    p.add_argument(
        "--estimation", default="-260:-11", metavar="A:B", help="sessions before the event (default -260:-11)"
    )
    p.add_argument("--window", default="-1:1", metavar="A:B", help="sessions around the event (default -1:1)")
    p.add_argument("--tests", default="all", help="all, or names with commas")
    _output(p, ("table", "json", "csv", "parquet", "latex"), "table")
    p = commands.add_parser("cause", help="did an event move the stock?")
    p.add_argument("subject", metavar="NAME")
    p.add_argument("--event", required=True, metavar="DATE", help="YYYY-MM-DD, or two with a colon for a span")
    p.add_argument(
        "--outcome",
        default="price",
        help="price (default), return, market_value; relative or :index, :peers after them; or fact:METRIC",
    )
    p.add_argument("--claim", choices=("move", "turn"), default="move", help="that it moved the stock, or turned it")
    p.add_argument("--direction", choices=("up", "down"), default="up")
    p.add_argument("--what", default="", help="what happened, in words, where the record does not hold it")
    p.add_argument("--time", metavar="HH:MM", help="when it became known, New York time")
    p.add_argument(
        "--structural", action="store_true", help="also a Bayesian structural time series (needs tapeline[study])"
    )
    p.add_argument("--as-of", metavar="DATE")
    p.add_argument("--record", metavar="DIR")
    _output(p, ("terminal", "json", "html"), "terminal")
    p = commands.add_parser("chart", help="the annotated price chart")
    p.add_argument("subject", metavar="NAME")
    p.add_argument("--from", dest="start", metavar="DATE")
    p.add_argument("--to", dest="end", metavar="DATE")
    p.add_argument("--story", metavar="STORY", help=f"mark a story's dated claims: {STORY}")
    p.add_argument("--record", metavar="DIR")
    p.add_argument("-o", dest="output", metavar="FILE", required=True, help="FILE.html, .png or .svg")


def _record_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser("record", help="look at evidence, verify it, or make a record of your own")
    actions = p.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, words in (
        ("list", "the tables, their rows and their span"),
        ("verify", "check every part against its hash"),
    ):
        a = actions.add_parser(name, help=words)
        a.add_argument("--record", metavar="DIR")
    a = actions.add_parser("show", help="the rows of a table")
    a.add_argument("table")
    a.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE")
    a.add_argument("--limit", type=int, default=20, help="rows at the most (default 20)")
    a.add_argument("--record", metavar="DIR")
    a = actions.add_parser(
        "fetch", help="bring companies' public filings into a record of your own (SEC; needs the network)"
    )
    a.add_argument("tickers", metavar="TICKER", nargs="+")
    a.add_argument("--record", required=True, metavar="DIR")
    a.add_argument("--contact", metavar="EMAIL", help="whom the SEC may write to; or in TAPELINE_CONTACT")
    a.add_argument("--fresh", action="store_true", help="ask anew for what is kept from an earlier run")
    a.add_argument("--mirror", default="", metavar="URL", help="another server with the same paths")
    a = actions.add_parser("init", help="make an empty record")
    a.add_argument("folder", metavar="DIR")
    a.add_argument("--name", default="")
    a = actions.add_parser(
        "add", help="add the rows of a CSV, TSV or Parquet file to a table, or a text file as a document"
    )
    a.add_argument("table")
    a.add_argument("file", metavar="FILE")
    a.add_argument("--set", action="append", default=[], metavar="COLUMN=VALUE", help="fill a column; may be repeated")
    a.add_argument("--record", required=True, metavar="DIR")
    a = actions.add_parser("export", help="write a table as CSV")
    a.add_argument("table")
    a.add_argument("-o", dest="output", metavar="FILE")
    a.add_argument("--record", metavar="DIR")


def _serving_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser("serve", help="a local web page to check stories on; also answers scripts in JSON")
    p.add_argument("--port", type=int, default=8765, metavar="N", help="default 8765; 0 takes any that is free")
    p.add_argument("--record", metavar="DIR")
    p = commands.add_parser("mcp", help="a server for AI agents over standard input and output (needs tapeline[mcp])")
    p.add_argument("--record", metavar="DIR")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 for a `TapelineError`, 2 for wrong usage, 3 where `--fail-on` was met."""
    top = parser()
    args = top.parse_args(argv)
    if args.version:
        from tapeline import __version__

        print(f"tapeline {__version__}")
        return 0
    if args.command is None:
        top.print_help()
        return 2
    from tapeline.errors import TapelineError

    try:
        return _run(args)
    except TapelineError as e:
        if args.debug:
            raise
        print(f"tapeline: {' '.join(str(e).split())}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return _quiet_end()


def _quiet_end() -> int:
    """The reader of the output has gone (`| head`): say nothing more on it."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _run(args: argparse.Namespace) -> int:
    if args.command in {"check", "read", "explain", "schema"}:
        from tapeline.app import story_commands

        return story_commands.run(args)
    if args.command == "score":
        from tapeline.app import score_commands

        return score_commands.run(args)
    if args.command in {"measure", "measures", "record"}:
        from tapeline.app import record_commands

        return record_commands.run(args)
    if args.command == "serve":
        from tapeline.app import web

        return web.run(args)
    if args.command == "mcp":
        from tapeline.app import mcp_server

        return mcp_server.run(args)
    from tapeline.app import study_commands

    return study_commands.run(args)


def entry() -> NoReturn:
    """The console script."""
    sys.exit(main())


if __name__ == "__main__":
    entry()
