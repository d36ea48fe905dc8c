"""Where a command's result goes: standard output, or a file written whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tapeline.errors import InputError, TapelineError

if TYPE_CHECKING:
    import argparse

ENDINGS = {".json": "json", ".html": "html", ".md": "md", ".tex": "latex", ".csv": "csv", ".parquet": "parquet", ".yaml": "yaml",
           ".yml": "yaml", ".txt": "terminal"}  # fmt: skip


def chosen_format(args: argparse.Namespace) -> str:
    """The format asked for: by `--format`, else by the ending of `-o`, else the command's own."""
    if args.format:
        return str(args.format)
    by_ending = ENDINGS.get(Path(args.output).suffix.lower(), "") if args.output else ""
    if by_ending == "terminal" and "table" in args.formats:
        by_ending = "table"
    return by_ending if by_ending in args.formats else str(args.default_format)


def colour() -> bool:
    """Whether to paint: on a terminal, unless `NO_COLOR` is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def note(args: argparse.Namespace, text: str) -> None:
    """A note for the person at the terminal, unless `--quiet`."""
    if not args.quiet:
        print(text, file=sys.stderr)


def emit(args: argparse.Namespace, content: str | bytes) -> None:
    """Send a result to where it belongs.

    Raises:
        TapelineError: the file cannot be written.
        InputError: bytes for standard output that is a terminal.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    if args.output:
        write_file(args.output, raw)
        note(args, f"wrote {args.output}")
        return
    if isinstance(content, bytes) and sys.stdout.isatty():
        raise InputError("this format is binary: give a file with -o FILE")
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.flush()


def write_file(path: str, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        TapelineError: the folder is missing or cannot be written to.
    """
    from tapeline.record.write import write_bytes

    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(target, content)
    except OSError as e:
        raise TapelineError(f"cannot write {path}: {e.strerror}; choose another place with -o") from e


__all__ = ["chosen_format", "colour", "emit", "note", "write_file"]
